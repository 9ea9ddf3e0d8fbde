"""Collect the strings of the program into resources/i18n/*.ts with Qt's lupdate, and say what is not translated yet.

    python packaging/translations.py [--fill FILE.json ...]

`--fill` takes `{"Context": {"English": "中文" or {"zh": "…", "en": ["one %n", "%n more"]}}}`, a convenient way to
write many translations at once. English has a file of its own for its plural forms only: lupdate marks no plural in
Python, so that file is made here, of every text with a "%n".
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import sysconfig
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "i18n"


def collect() -> None:
    """Run lupdate over desktop/; vanished strings are dropped."""
    lupdate = Path(sysconfig.get_path("scripts")) / "pyside6-lupdate"
    files = [*(ROOT / "desktop").rglob("*.py"), *(ROOT / "packaging" / "handbook").glob("*.py")]
    sources = [str(path.relative_to(ROOT)) for path in sorted(files)]
    target = FOLDER / "zh_CN.ts"
    command: list[str | Path] = [
        lupdate,
        *sources,
        "-ts",
        target,
        "-no-obsolete",
        "-locations",
        "none",
        "-source-language",
        "en_US",
    ]
    subprocess.run([*command, "-target-language", "zh_CN"], cwd=ROOT, check=True, capture_output=True)
    _collect_plurals(ElementTree.parse(target).getroot())


def _collect_plurals(chinese: ElementTree.Element) -> None:
    """Write en.ts with every text that counts something; forms that stand there already are kept."""
    path = FOLDER / "en.ts"
    known = {
        (context.findtext("name"), message.findtext("source")): [form.text for form in message.iter("numerusform")]
        for context in ElementTree.parse(path).getroot().iter("context")
        for message in context.iter("message")
    }
    root = ElementTree.Element("TS", {"version": "2.1", "language": "en", "sourcelanguage": "en_US"})
    for context in chinese.iter("context"):
        sources = [
            source for message in context.iter("message") if "%n" in (source := message.findtext("source") or "")
        ]
        if not sources:
            continue
        made = ElementTree.SubElement(root, "context")
        ElementTree.SubElement(made, "name").text = name = context.findtext("name")
        for source in sources:
            message = ElementTree.SubElement(made, "message", {"numerus": "yes"})
            ElementTree.SubElement(message, "source").text = source
            forms = known.get((name, source)) or [None, None]
            translation = ElementTree.SubElement(message, "translation", {} if all(forms) else {"type": "unfinished"})
            for form in forms:
                ElementTree.SubElement(translation, "numerusform").text = form
    save(ElementTree.ElementTree(root), path)


def fill(language: str, texts: dict[str, dict[str, Any]]) -> None:
    """Write translations into the file of a language."""
    path = FOLDER / f"{language}.ts"
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
    short = "zh" if language == "zh_CN" else "en"
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


def unfinished(language: str) -> list[str]:
    """The sources that have no translation, with their context."""
    missing = []
    for context in ElementTree.parse(FOLDER / f"{language}.ts").getroot().iter("context"):
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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fill", nargs="*", default=[], type=Path)
    arguments = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    collect()
    for file in arguments.fill:
        texts = json.loads(file.read_text(encoding="utf-8"))
        fill("zh_CN", texts)
        fill("en", texts)
    if arguments.fill:
        collect()  # lupdate's own form of the file, so that only what is new differs
    missing = [f"{language}  {text}" for language in ("zh_CN", "en") for text in unfinished(language)]
    _write_pages()
    print("\n".join(missing) or "Every string is translated.")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
