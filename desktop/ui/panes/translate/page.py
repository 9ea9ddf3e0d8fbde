"""The page: strip, language bar, the two pages, what went wrong, and the line below."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.error_text import sentence
from desktop.base.errors import LamplightError
from desktop.base.i18n import translate
from desktop.ui.frame.drop import dropped_files, is_model
from desktop.ui.look.theme import theme
from desktop.ui.panes.translate.bars.document_strip import Strip
from desktop.ui.panes.translate.bars.foot import Foot
from desktop.ui.panes.translate.bars.language_bar import LanguageBar
from desktop.ui.panes.translate.bars.row_line import RowLine
from desktop.ui.panes.translate.commands import OPEN
from desktop.ui.panes.translate.pages.pages import Pages
from desktop.ui.widgets import CommandButton, Notice, Paragraph

_CARET = 3  # px of room for the caret before the words


class Welcome(QWidget):
    """Where nothing has been typed yet: one sentence, one button."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        said = Paragraph(
            lambda: translate("TranslatePane", "Type or paste a text, or drop a document."), "translation", "secondary"
        )
        said.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column.addWidget(said)
        self.button = CommandButton(OPEN)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def place(self) -> None:
        """At the top of the left page."""
        parent = self.parentWidget()
        if parent is not None:
            room = parent.width() - _CARET
            self.setGeometry(_CARET, theme.px(20), room, self.heightForWidth(room))


class TranslatePage(QWidget):
    """`dropped` carries a document; `go_on_asked` is the notice's button."""

    dropped = Signal(Path)
    go_on_asked = Signal()
    log_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setProperty("toasts", 48)
        self.strip = Strip()
        self.bar = LanguageBar()
        self.pages = Pages()
        self.foot = Foot()
        self.welcome = Welcome(self.pages.source.viewport())
        self.notice: Notice | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.strip)
        self._column.addWidget(self.bar)
        self._column.addWidget(self.pages, 1)
        self.row_line = RowLine()
        self._column.addWidget(self.row_line)
        self._column.addWidget(self.foot)
        self.strip.hide()

    def show_error(self, error: LamplightError | None) -> None:
        """What went wrong, in place."""
        if self.notice is not None:
            self.notice.hide()
            self.notice.deleteLater()
            self.notice = None
        if error is None:
            return
        told = sentence(error)
        notice = Notice(told.what, told.cause, lambda: translate("TranslatePane", "Go on"), log=True)
        notice.pressed.connect(self.go_on_asked)
        notice.log_asked.connect(self.log_asked)
        notice.setContentsMargins(0, 0, 0, 0)
        self._column.insertWidget(self._column.count() - 1, notice)
        self.notice = notice

    def show_welcome(self, shown: bool) -> None:
        """Whether nothing has been typed yet."""
        self.welcome.setVisible(shown)
        self.welcome.place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self.welcome, self.welcome.place)  # the pages inside aren't resized yet

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour("page"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _documents(event):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if _documents(event):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        found = _documents(event)
        if found:
            event.acceptProposedAction()
            self.dropped.emit(found[0])
        else:
            event.ignore()


def _documents(event: QDropEvent) -> list[Path]:
    return [path for path in dropped_files(event.mimeData()) if not is_model(path)]
