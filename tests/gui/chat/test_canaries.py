"""What is shown, pasted or named loads nothing from the disk or the network, not even deep within Qt."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint
from PySide6.QtGui import QHelpEvent, Qt, QTextCharFormat, QTextDocumentFragment
from PySide6.QtNetwork import QTcpSocket
from PySide6.QtWidgets import QApplication, QLabel, QTextEdit, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.look.tips import set_tip, tip
from desktop.ui.panes.chat.messages.reply_view import ReplyView
from desktop.ui.panes.story.editor.manuscript import Manuscript
from desktop.ui.widgets import Label, Pressable
from tests.gui.canaries import Canaries, attacks
from tests.gui.chat.conftest import WAIT, Driver, made_up

pytestmark = [pytest.mark.gui, pytest.mark.slow]


@pytest.fixture
def canaries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Canaries]:
    folder = tmp_path / "canaries"
    folder.mkdir()
    made = Canaries(folder)
    monkeypatch.chdir(folder)  # so that relative names would be found
    made.reached()
    yield made
    made.close()


def _settle() -> None:
    for _ in range(30):
        QApplication.processEvents()
        time.sleep(0.002)


def test_the_watch_sees_what_qt_opens_by_itself(canaries: Canaries, qtbot: QtBot) -> None:
    """Without this the others would prove nothing."""
    shown = QTextEdit()
    qtbot.addWidget(shown)
    shown.show()
    shown.setHtml(f'<img src="{canaries.folder}/canary.png">')
    _settle()
    assert "canary.png" in canaries.reached()
    label = QLabel('<img src="canary.svg">')
    qtbot.addWidget(label)
    label.show()
    _settle()
    assert "canary.svg" in canaries.reached()
    socket = QTcpSocket()
    socket.connectToHost("127.0.0.1", canaries.port)
    assert socket.waitForConnected(WAIT)
    qtbot.waitUntil(lambda: "connection" in canaries.reached(), timeout=WAIT)


def test_messages(drive: Callable[..., Driver], canaries: Canaries) -> None:
    driver = drive()
    for address in canaries.addresses():
        said = attacks(address)
        text = f"<think>\n{said}\n</think>\n\n{said}"
        transcript = driver.transcript
        transcript.show_messages([], fresh=True)
        transcript.show_messages(made_up(2, text=lambda at, text=text: text), fresh=True)  # type: ignore[misc]
        view = next(view for view in transcript.views if isinstance(view, ReplyView))
        _settle()
        for part in (0, 0.5, 1):
            bar = transcript.verticalScrollBar()
            bar.setValue(round(bar.maximum() * part))
            _settle()
        view.grab()
        assert canaries.reached() == [], address


def test_names_and_titles(drive: Callable[..., Driver], canaries: Canaries) -> None:
    """A list, the header, their tooltips, the palette and the window's title show them as they are."""
    driver = drive()
    addresses = canaries.addresses()
    for address in addresses:
        made = driver.conversation("a question", "an answer", title=f'<img src="{address}"> {address}')
    driver.open(made)
    for widget in driver.window.findChildren(QLabel):
        assert not (widget.isVisible() and "<img" in widget.text() and widget.textFormat().name == "AutoText")
    _settle()
    driver.window.grab()
    assert canaries.reached() == []


def _rest_on(widget: QWidget, at: QPoint | None = None) -> str:
    """Let the mouse rest there; returns what the tooltip says, letter for letter."""
    QToolTip.hideText()
    QApplication.processEvents()
    at = at or widget.rect().center()
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, at, widget.mapToGlobal(at)))
    _settle()
    shown = QToolTip.text()
    fragment = QTextDocumentFragment.fromHtml(shown) if Qt.mightBeRichText(shown) else None
    return fragment.toPlainText() if fragment else shown


def test_tooltips(canaries: Canaries, qtbot: QtBot) -> None:
    """Of names, of the model's openings and of links, whatever they are made of."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(200, 200)
    label, opening, text = Label("", parent=window, elide=True), Pressable(window), QTextEdit(window)
    label.setGeometry(0, 0, 60, 30)
    opening.setGeometry(0, 40, 60, 30)
    text.setGeometry(0, 80, 180, 60)
    window.show()
    for address in canaries.addresses():
        said = f'<img src="{address}"> & <link rel="stylesheet" href="{address}">'
        label.setText(said)
        label.grab()
        assert _rest_on(label) == said
        set_tip(opening, said)
        assert _rest_on(opening) == said
        assert opening.accessibleDescription() == said
        format = QTextCharFormat()
        format.setToolTip(tip(said))
        text.clear()
        text.textCursor().insertText("words", format)
        assert _rest_on(text.viewport(), QPoint(12, 12)) == said
        assert canaries.reached() == [], address
    set_tip(opening, "plain")
    assert (opening.toolTip(), opening.accessibleDescription()) == ("plain", "plain")


@pytest.mark.parametrize("kind", ["composer", "manuscript"])
def test_pasted(drive: Callable[..., Driver], canaries: Canaries, qtbot: QtBot, kind: str) -> None:
    driver = drive()
    editor: QTextEdit = driver.composer.text if kind == "composer" else Manuscript()
    if kind == "manuscript":
        qtbot.addWidget(editor)
        editor.show()
    for address in canaries.addresses():
        data = QMimeData()
        data.setHtml(attacks(address))
        data.setText("words")
        editor.insertFromMimeData(data)
        _settle()
        editor.grab()
        assert canaries.reached() == [], address
