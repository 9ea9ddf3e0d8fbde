"""Collect the strings of the program into resources/i18n/*.ts with Qt's lupdate, and say what is not translated yet.

    python packaging/translations.py                           collect, for every language there is
    python packaging/translations.py --fill FILE.json ...      write many translations at once
    python packaging/translations.py --start pl polski         begin another language: its code, what it calls itself

`--fill` takes `{"Context": {"English": "中文" or {"zh": "…", "pl": ["…", "…", "…"], "en": ["one %n", "%n more"]}}}`.
English has a file of its own for its plural forms only. lupdate marks no plural in Python, so that every text with a
"%n" is given its forms here, as many as the language has (desktop/base/text/plurals.py). A language is offered in the
window as soon as its file is there; what it doesn't translate is said in English, so it may grow in Qt Linguist bit by
bit.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import sysconfig
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from desktop.base.i18n import find_languages  # noqa: E402
from desktop.base.text.plurals import plurals  # noqa: E402

FOLDER = ROOT / "resources" / "i18n"
COMPLETE = "zh_CN"  # the language that is never left with anything untranslated; its file lists all texts
_HEAD = re.compile(r"(<TS [^>]*>\n)")

_Forms = dict[tuple[str, str], list[str | None]]


def collect(folder: Path = FOLDER) -> None:
    """Run lupdate for each language; vanished strings are dropped, plural forms and names kept."""
    for language, name in find_languages(folder).items():
        if language != "en":
            path = folder / f"{language}.ts"
            forms = {} if language == COMPLETE else _forms(path)
            _update(path, language)
            if language != COMPLETE:
                _give_forms(path, forms, plurals(language).forms)
            _name(path, name)
    _collect_plurals(ElementTree.parse(folder / f"{COMPLETE}.ts").getroot(), folder / "en.ts")


def start(language: str, name: str, folder: Path = FOLDER) -> Path:
    """Begin a language: a file with every text, nothing translated. Raises FileExistsError."""
    path = folder / f"{language}.ts"
    if path.exists():
        raise FileExistsError(path)
    _update(path, language)
    _give_forms(path, {}, plurals(language).forms)
    _name(path, name)
    return path


def _update(path: Path, language: str) -> None:
    lupdate = Path(sysconfig.get_path("scripts")) / "pyside6-lupdate"
    files = [*(ROOT / "desktop").rglob("*.py"), *(ROOT / "packaging" / "handbook").glob("*.py")]
    sources = [str(file.relative_to(ROOT)) for file in sorted(files)]
    options = ["-no-obsolete", "-locations", "none", "-source-language", "en_US", "-target-language", language]
    ran = subprocess.run([lupdate, *sources, "-ts", path, *options], cwd=ROOT, capture_output=True, text=True)
    if ran.returncode:
        raise SystemExit(f"lupdate: {(ran.stderr or ran.stdout).strip()[-400:]}")


def _name(path: Path, name: str) -> None:
    """What the language calls itself stands at the head of its file, which lupdate writes without."""
    text = path.read_text(encoding="utf-8")
    if "<extra-name>" not in text:
        named = _HEAD.sub(rf"\1<extra-name>{escape(name)}</extra-name>\n", text, count=1)
        path.write_text(named, encoding="utf-8")


def _forms(path: Path) -> _Forms:
    return {
        (context.findtext("name") or "", message.findtext("source") or ""): forms
        for context in ElementTree.parse(path).getroot().iter("context")
        for message in context.iter("message")
        if (forms := [form.text for form in message.iter("numerusform")])
    }


def _give_forms(path: Path, known: _Forms, count: int) -> None:
    """Every text that counts something has the forms it had, or as many empty ones as the language has."""
    tree = ElementTree.parse(path)
    for context in tree.getroot().iter("context"):
        for message in context.iter("message"):
            source = message.findtext("source") or ""
            if "%n" in source:
                forms = known.get((context.findtext("name") or "", source)) or [None] * count
                _set_forms(message, forms)
    save(tree, path)


def _set_forms(message: ElementTree.Element, forms: list[str | None]) -> None:
    message.set("numerus", "yes")
    translation = message.find("translation")
    if translation is None:
        translation = ElementTree.SubElement(message, "translation")
    for child in list(translation):
        translation.remove(child)
    translation.text = None
    translation.attrib.pop("type", None)
    if not all(forms):
        translation.set("type", "unfinished")
    for form in forms:
        ElementTree.SubElement(translation, "numerusform").text = form


def _collect_plurals(complete: ElementTree.Element, path: Path) -> None:
    """Write en.ts with every text that counts something; forms that stand there already are kept."""
    known = _forms(path)
    root = ElementTree.Element("TS", {"version": "2.1", "language": "en", "sourcelanguage": "en_US"})
    for context in complete.iter("context"):
        sources = [
            source for message in context.iter("message") if "%n" in (source := message.findtext("source") or "")
        ]
        if not sources:
            continue
        made = ElementTree.SubElement(root, "context")
        ElementTree.SubElement(made, "name").text = name = context.findtext("name") or ""
        for source in sources:
            message = ElementTree.SubElement(made, "message")
            ElementTree.SubElement(message, "source").text = source
            _set_forms(message, known.get((name, source)) or [None, None])
    save(ElementTree.ElementTree(root), path)


def fill(language: str, texts: dict[str, dict[str, Any]], folder: Path = FOLDER) -> None:
    """Write translations into the file of a language."""
    path = folder / f"{language}.ts"
    tree = ElementTree.parse(path)
    for context in tree.getroot().iter("context"):
        known = texts.get(context.findtext("name") or "", {})
        for message in context.iter("message"):
            given = known.get(message.findtext("source") or "")
            if given is not None:
                _translate(message, given, language)
    save(tree, path)


def save(tree: ElementTree.ElementTree[ElementTree.Element], path: Path) -> None:
    """Write a .ts file as Qt's tools do."""
    ElementTree.indent(tree, "    ")
    body = ElementTree.tostring(tree.getroot(), encoding="unicode")
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8")


def _translate(message: ElementTree.Element, given: Any, language: str) -> None:
    short = "zh" if language == COMPLETE else language
    value = given.get(short) if isinstance(given, dict) else given if short == "zh" else None
    if value is None:
        return
    translation = message.find("translation")
    assert translation is not None
    translation.attrib.pop("type", None)
    forms = list(translation.iter("numerusform"))
    if forms:
        values = value if isinstance(value, list) else [value] * len(forms)
        for form, text in zip(forms, values, strict=True):
            form.text = text
    else:
        translation.text = value


def unfinished(language: str, folder: Path = FOLDER) -> list[str]:
    """The sources that have no translation, with their context."""
    missing = []
    for context in ElementTree.parse(folder / f"{language}.ts").getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            texts = [form.text for form in message.iter("numerusform")] or [getattr(translation, "text", None)]
            if translation is None or translation.get("type") == "unfinished" or not all(texts):
                missing.append(f"{context.findtext('name')}: {message.findtext('source')}")
    return missing


def _write_pages() -> None:
    """The lists of keys and commands in the handbook are made of the same texts."""
    subprocess.run([sys.executable, ROOT / "packaging" / "handbook" / "pages.py"], check=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fill", nargs="*", default=[], type=Path)
    parser.add_argument("--start", nargs=2, metavar=("CODE", "NAME"))
    arguments = parser.parse_args()
    if arguments.start:
        made = start(*arguments.start)
        print(f"{made.relative_to(ROOT)} has every text; translate it in Qt Linguist (pyside6-linguist), or by --fill.")
        return 0
    collect()
    for file in arguments.fill:
        texts = json.loads(file.read_text(encoding="utf-8"))
        for language in find_languages(FOLDER):
            fill(language, texts)
    if arguments.fill:
        collect()  # lupdate's own form of the file, so that only what is new differs
    _write_pages()
    missing = [f"{language}  {text}" for language in (COMPLETE, "en") for text in unfinished(language)]
    for language in find_languages(FOLDER):
        if language not in (COMPLETE, "en"):
            print(f"{language}: {len(unfinished(language))} texts are not translated yet.")
    print("\n".join(missing) or "Every string is translated.")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
