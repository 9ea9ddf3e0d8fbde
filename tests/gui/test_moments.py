"""Days and minutes in both languages."""

from __future__ import annotations

from datetime import datetime

import pytest

from desktop.base.i18n import translator
from desktop.ui.text.date_format import moment_text


@pytest.mark.parametrize(
    ("language", "said"), [("en", "4 November 2026, 02:05"), ("zh_CN", "2026 年 11 月 4 日 02:05")]
)
def test_a_moment_is_written_as_people_write_it(language: str, said: str) -> None:
    translator.use(language)
    try:
        assert moment_text(datetime(2026, 11, 4, 2, 5).astimezone()) == said
    finally:
        translator.use("en")
