"""Words on the screen that follow the language."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from shiboken6 import isValid

from desktop.base.i18n import translator


def say(owner: QObject, setter: Callable[[str], object], text: Callable[[], str]) -> None:
    """Call `setter(text())` now, and again after every change of language for as long as `owner` lives."""

    def run() -> None:
        if isValid(owner):
            setter(text())

    setter(text())
    stop = translator.subscribe(run)
    owner.destroyed.connect(lambda: stop())
