"""The plural rules are Qt's own, whose tools lay out the translation files; a made-up third language is offered."""

from __future__ import annotations

import subprocess
import sysconfig
from pathlib import Path

import pytest

from desktop.base import i18n
from desktop.base.i18n import Translator, find_languages, system_language
from desktop.base.text.plurals import KNOWN, plurals, right_to_left

_TS = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE TS><TS version="2.1" language="{language}" sourcelanguage="en">
{name}<context><name>C</name><message numerus="yes"><source>%n x</source><translation>{forms}</translation></message>
<message><source>Hello</source><translation>{hello}</translation></message></context></TS>"""


def _file(folder: Path, language: str, count: int, hello: str = "", name: str = "") -> Path:
    forms = "".join(f"<numerusform>{form}</numerusform>" for form in range(count))
    path = folder / f"{language}.ts"
    said = f"<extra-name>{name}</extra-name>\n" if name else ""
    path.write_text(_TS.format(language=language, forms=forms, hello=hello, name=said), encoding="utf-8")
    return path


def test_every_rule_is_the_one_of_qt(tmp_path: Path) -> None:
    from PySide6.QtCore import QTranslator

    release = Path(sysconfig.get_path("scripts")) / "pyside6-lrelease"
    languages = (*KNOWN, "en", "de", "he", "es", "pt_BR", "zh_CN")
    files = [_file(tmp_path, language, plurals(language).forms, "x") for language in languages]
    subprocess.run([release, *files], check=True, capture_output=True)
    wrong = []
    for language in languages:
        translator = QTranslator()
        assert translator.load(str(tmp_path / f"{language}.qm"))
        ours = [str(plurals(language).form(number)) for number in range(300)]
        theirs = [translator.translate("C", "%n x", None, number) for number in range(300)]
        if ours != theirs:
            at = next(number for number in range(300) if ours[number] != theirs[number])
            wrong.append(f"{language}: {at} takes {theirs[at]}, not {ours[at]}")
    assert wrong == []


def test_a_third_language_is_offered_as_soon_as_its_file_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _file(tmp_path, "en", 2)
    _file(tmp_path, "pl", 3, "Cześć", "polski")
    assert find_languages(tmp_path) == {"en": "English", "pl": "polski"}
    monkeypatch.setattr(i18n, "folder", lambda: tmp_path)
    monkeypatch.setattr(i18n, "LANGUAGES", find_languages(tmp_path))
    translator = Translator()
    translator.use("pl")
    assert translator.translate("C", "Hello") == "Cześć"
    assert [translator.translate("C", "%n x", "", number) for number in (1, 2, 5, 22, 112)] == ["0", "1", "2", "1", "2"]
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(variable, "pl_PL.UTF-8")
    assert system_language() == "pl"
    monkeypatch.setenv("LC_ALL", "zh_TW.UTF-8")
    assert system_language() == "en"  # no Chinese file here


def test_the_languages_of_the_program() -> None:
    assert {"en": "English", "zh_CN": "中文"}.items() <= find_languages().items()
    assert [right_to_left(language) for language in ("ar", "he_IL", "en", "zh_CN")] == [True, True, False, False]
