"""What is copied of a formula, and the buttons of a code card."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from desktop.ui.panes.chat.typesetting.code_card import CodeCard
from desktop.ui.panes.chat.typesetting.prose import Prose
from desktop.ui.widgets import Toast
from tests.gui.chat.conftest import Driver

_REPLY = "The roots are $x^2$ and:\n\n$$\\frac{a}{b}$$\n\n```python\nprint('灯')\n```\n"


def _shown(drive: Callable[..., Driver]) -> Driver:
    driver = drive()
    driver.open(driver.conversation("A question?", _REPLY))
    driver.until(lambda: driver.replies[0].findChild(CodeCard) is not None)
    return driver


def test_formulas_are_copied_as_tex(drive: Callable[..., Driver]) -> None:
    driver = _shown(drive)
    copied = []
    for prose in driver.replies[0].findChildren(Prose):
        prose.selectAll()
        prose.copy()
        copied.append(QGuiApplication.clipboard().text())
    whole = "\n".join(copied)
    assert "The roots are $x^2$ and:" in whole
    assert "$$\\frac{a}{b}$$" in whole
    assert "\ufffc" not in whole


def test_code_is_saved_by_its_button(
    drive: Callable[..., Driver], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = _shown(drive)
    card = driver.replies[0].findChild(CodeCard)
    assert card is not None
    asked: list[str] = []

    def answer(dialog: QFileDialog) -> None:
        name = Path(dialog.selectedFiles()[0]).name
        asked.append(name)
        dialog.fileSelected.emit(str(tmp_path / name))
        dialog.deleteLater()

    monkeypatch.setattr(QFileDialog, "open", answer)
    driver.click(card.save_button)
    file = tmp_path / "code.py"
    driver.until(lambda: any(str(file) in shown.label.text() for shown in driver.window.findChildren(Toast)))
    assert asked == ["code.py"]
    assert file.read_text("utf-8") == "print('灯')\n"
    card.write_to(str(tmp_path / "nowhere" / "code.py"))
    driver.until(lambda: any("nowhere" in shown.label.text() for shown in driver.window.findChildren(Toast)))


def test_code_is_copied_by_its_button(drive: Callable[..., Driver]) -> None:
    driver = _shown(drive)
    card = driver.replies[0].findChild(CodeCard)
    assert card is not None
    driver.click(card.copy_button)
    assert QGuiApplication.clipboard().text() == "print('灯')"
