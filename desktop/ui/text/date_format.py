"""Days and minutes as people write them, in the interface's language."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDate, QLocale

from desktop.base.i18n import translator


def moment_text(moment: datetime) -> str:
    """`24 November 2026, 02:21` in this machine's zone; `2026 年 11 月 24 日 02:21` in Chinese."""
    local = moment.astimezone()
    minute = f"{local:%H:%M}"
    if translator.language == "zh_CN":
        return f"{local.year} 年 {local.month} 月 {local.day} 日 {minute}"
    day = QDate(local.year, local.month, local.day)
    locale = QLocale(translator.language)
    if translator.language == "en":
        return f"{locale.toString(day, 'd MMMM yyyy')}, {minute}"
    return f"{locale.toString(day, QLocale.FormatType.LongFormat)} {minute}"
