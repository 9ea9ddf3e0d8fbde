"""Fields to write in: one line, a search, several lines. The border itself shows the focus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QRect, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QWidget

from desktop.base.i18n import translate
from desktop.ui.commands import Command
from desktop.ui.look import icons, tokens
from desktop.ui.look.theme import theme
from desktop.ui.text.retranslate import say
from desktop.ui.widgets.buttons import IconButton
from desktop.ui.widgets.draw import mirrored, put, rounded


def _field_palette(widget: QWidget) -> None:
    palette = widget.palette()
    palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
    palette.setColor(QPalette.ColorRole.Text, theme.colour("text"))
    palette.setColor(QPalette.ColorRole.PlaceholderText, theme.colour("secondary"))
    palette.setColor(QPalette.ColorRole.Highlight, theme.colour("selection"))
    palette.setColor(QPalette.ColorRole.HighlightedText, theme.colour("text"))
    widget.setPalette(palette)


def paint_field(widget: QWidget, painter: QPainter, *, focused: bool, line: str = "border", fill: str = "card") -> None:
    """The back and border of a field; the border is the focus ring."""
    edge, width = ("accent", tokens.RING_WIDTH) if focused else (line, tokens.HAIRLINE)
    rounded(painter, widget.rect(), tokens.RADIUS_CONTROL, fill, edge, width)


class LineField(QLineEdit):
    """One line of text. `label` is its accessible name, `placeholder` stands in it while it is empty."""

    def __init__(
        self,
        label: Callable[[], str],
        parent: QWidget | None = None,
        *,
        placeholder: Callable[[], str] | None = None,
        line: str = "border",
        fill: str = "page",
    ) -> None:
        super().__init__(parent)
        self._line = line
        self._fill = fill
        self.setFrame(False)
        self.setTextMargins(8, 0, 8, 0)
        say(self, self.setAccessibleName, label)
        if placeholder is not None:
            say(self, self.setPlaceholderText, placeholder)
        self.textChanged.connect(self._restyle_font)
        theme.follow(self, self._restyle)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(tokens.CONTROL))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(60), theme.px(tokens.CONTROL))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():  # a file is the window's, not a text to insert
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_field(self, painter, focused=self.hasFocus(), line=self._line, fill=self._fill)
        painter.end()
        super().paintEvent(event)

    def _restyle(self) -> None:
        _field_palette(self)
        self._restyle_font()
        self.setFixedHeight(theme.px(tokens.CONTROL))

    def _restyle_font(self) -> None:
        self.setFont(theme.font_for("chrome", self.text() or self.placeholderText()))


class SearchField(LineField):
    """A search: the glass at the left, the keys of `command` at the right while empty, else a cross to clear it.

    `escaped` fires for Esc in an empty field; Down asks for the first hit through `moved_down`.
    """

    escaped = Signal()
    moved_down = Signal()

    def __init__(
        self,
        label: Callable[[], str],
        parent: QWidget | None = None,
        *,
        command: Command | None = None,
        line: str = "hairline",
    ) -> None:
        super().__init__(label, parent, placeholder=label, line=line)
        self._keys = command.keys_text if command is not None else ""
        self._clear = IconButton("x", lambda: translate("Widgets", "Clear"), self, size=24, icon_size=16)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.clicked.connect(self._cleared)
        self._clear.hide()
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))
        theme.follow(self, self._margins)

    def _margins(self) -> None:
        self.setTextMargins(theme.px(30), 0, theme.px(30), 0)

    def _cleared(self) -> None:
        self.clear()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.escaped.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.moved_down.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._clear.resize(self._clear.sizeHint())
        place = QRect(self.width() - self._clear.width() - 4, (self.height() - self._clear.height()) // 2, 0, 0)
        place.setSize(self._clear.size())
        self._clear.setGeometry(mirrored(place, self.rect()))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        side = theme.px(18)
        put(painter, 8, (self.height() - side) // 2, icons.pixmap("search", "secondary", side), side, self.rect())
        if self._keys and not self.text():
            painter.setFont(theme.font("small", chinese=False))
            painter.setPen(theme.colour("secondary"))
            area = QRect(0, 0, self.width() - 14, self.height())
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(mirrored(area, self.rect()), flags, self._keys)


class TextField(QPlainTextEdit):
    """Several lines of text, `rows` of them visible. `left` fires when the focus goes elsewhere."""

    left = Signal()

    def __init__(
        self,
        label: Callable[[], str],
        parent: QWidget | None = None,
        *,
        placeholder: Callable[[], str] | None = None,
        rows: int = 3,
    ) -> None:
        super().__init__(parent)
        self._rows = rows
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setViewportMargins(8, 6, 8, 6)
        self.document().setDocumentMargin(0)
        say(self, self.setAccessibleName, label)
        if placeholder is not None:
            say(self, self.setPlaceholderText, placeholder)
        self.viewport().setAutoFillBackground(False)
        theme.follow(self, self._restyle)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:  # of the frame; the text's own goes to the viewport
            paint_field(self, QPainter(self), focused=self.hasFocus(), fill="page")
            return True
        return super().event(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return not source.hasUrls() and super().canInsertFromMimeData(source)

    def _restyle(self) -> None:
        _field_palette(self)
        self.setFont(theme.font("chrome"))
        self.setFixedHeight(theme.line("chrome") * self._rows + 14)
