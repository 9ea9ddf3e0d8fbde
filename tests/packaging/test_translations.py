"""Beginning another language: one command makes a file with every text, and collecting again keeps what was done."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import translations

from desktop.base.i18n import find_languages, read_catalogue


def test_a_language_is_begun_filled_and_collected(tmp_path: Path) -> None:
    for name in ("en", "zh_CN"):
        shutil.copy(translations.FOLDER / f"{name}.ts", tmp_path)
    before = (tmp_path / "zh_CN.ts").read_text(encoding="utf-8")
    made = translations.start("pl", "polski", tmp_path)
    with pytest.raises(FileExistsError):
        translations.start("pl", "polski", tmp_path)
    assert find_languages(tmp_path)["pl"] == "polski"
    every = len(translations.unfinished("pl", tmp_path))
    assert every == before.count("<message")
    forms = ["%n miejsce", "%n miejsca", "%n miejsc"]
    texts = {"Help": {"Help": {"pl": "Pomoc"}, "%n place(s) found.": {"pl": forms}}}
    translations.fill("pl", texts, tmp_path)
    translations.collect(tmp_path)
    assert len(translations.unfinished("pl", tmp_path)) == every - 2
    read = read_catalogue(made)
    assert read["Help", "Help"] == ("Pomoc",)
    assert read["Help", "%n place(s) found."] == tuple(forms)
    assert (tmp_path / "zh_CN.ts").read_text(encoding="utf-8") == before
