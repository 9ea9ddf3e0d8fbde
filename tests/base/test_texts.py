"""Sentences for every error, translations complete, plurals right."""

from __future__ import annotations

import string
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.base import error_text
from desktop.base.error_text import sentence, told
from desktop.base.errors import Code, LamplightError
from desktop.base.i18n import LANGUAGES, Translator, read_catalogue, system_language, translator
from desktop.base.paths import resources

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(params=list(LANGUAGES))
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    translator.use(request.param)
    yield request.param
    translator.use("en")


@pytest.mark.parametrize("code", list(Code))
def test_every_code_has_a_sentence_in_every_language(code: Code, language: str) -> None:
    details = {
        "path": "/a",
        "name": "n",
        "known": "k",
        "value": "v",
        "kept": "/k",
        "size": 3_000_000,
        "limit": 2_000_000,
        "amount": "3 MB",
        "over": "1 MB",
        "host": "example.org",
        "address": "http://10.0.0.1",
        "free": 1_000_000,
        "needed": 2_000_000,
        "model": "m",
        "version": "1.2.0",
        "kind": "deb",
        "machine": "x86_64",
        "number": 2,
        "other": "o",
        "seconds": 20,
        "count": 3,
        "source": "/from",
        "target": "/to",
        "type": "q8_0",
        "block": 32,
        "key": "f16",
        "trained": 4096,
        "requested": 8192,
    }
    text = told(code, details).what
    assert text.endswith((".", "。", "?", "？"))
    assert "…" not in text
    assert "{" not in text
    assert any("\u4e00" <= mark <= "\u9fff" for mark in text) == (language == "zh_CN")


def test_missing_details_and_unknown_codes_never_raise() -> None:
    assert "…" in told(Code.MODEL_MISSING).what
    assert told("of_tomorrow").what == told(Code.INTERNAL).what
    assert "ZeroDivisionError" in sentence(ZeroDivisionError("x")).cause


def test_the_cause_names_signal_and_exit_code() -> None:
    assert "9" in told(Code.ENGINE_DIED, {"signal": 9}).cause
    assert told(Code.ENGINE_DIED, {"signal": 11, "cause": "last line"}).cause == "last line; signal 11 SIGSEGV"
    assert told(Code.ENGINE_DIED, {"exit_code": 3}).cause == "exit code 3"


def test_an_error_says_its_code_and_details_in_the_log() -> None:
    assert str(LamplightError(Code.DISK_FULL, path="/a")) == "disk_full (path=/a)"


def test_codes_have_no_duplicate_sentence_table_entries() -> None:
    assert set(error_text._SENTENCES) == set(Code)


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _unit(name: str) -> str:
    """Chinese counts in hundred millions, so the code gives large numbers in that unit too."""
    return "number" if name in ("n", "yi", "billions", "millions", "hundred_millions") else name


def test_translations_keep_the_values() -> None:
    for (_, source), forms in read_catalogue(resources() / "i18n" / "zh_CN.ts").items():
        for form in forms:
            assert {_unit(name) for name in _fields(form)} == {_unit(name) for name in _fields(source)}, source
            assert ("%n" in form) == ("%n" in source), source


def test_plurals(tmp_path: Path) -> None:
    english = ElementTree.fromstring(
        "<TS><context><name>C</name><message numerus='yes'><source>%n words</source><translation>"
        "<numerusform>%n word</numerusform><numerusform>%n words</numerusform></translation></message></context></TS>"
    )
    file = tmp_path / "en.ts"
    ElementTree.ElementTree(english).write(file)
    translator = Translator()
    translator._texts = read_catalogue(file)
    assert translator.translate("C", "%n words", count=1) == "1 word"
    assert translator.translate("C", "%n words", count=1200) == "1,200 words"


def test_the_systems_language(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_TW.UTF-8")
    assert system_language() == "zh_CN"
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    assert system_language() == "en"


@pytest.mark.slow
def test_the_translation_files_hold_every_string_and_all_are_translated() -> None:
    before = {path.name: path.read_bytes() for path in (resources() / "i18n").glob("*.ts")}
    try:
        result = subprocess.run(
            [sys.executable, ROOT / "packaging" / "translations.py"], capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, result.stdout + result.stderr
        sources = {name: _sources(path) for name in before for path in [resources() / "i18n" / name]}
    finally:
        for name, content in before.items():
            (resources() / "i18n" / name).write_bytes(content)
    assert sources == {name: _sources(resources() / "i18n" / name) for name in before}, "run: make translations"


def _sources(path: Path) -> set[tuple[str, str]]:
    return set(read_catalogue(path))
