"""The small window: a text from elsewhere above, its translation below. Built once, then only shown and hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QCursor, QGuiApplication, QPainter, QPaintEvent, QPalette, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.features.translate.segmentation.languages import LANGUAGES
from desktop.formats.markdown.text import is_chinese
from desktop.ui.commands import commands
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.panes.translate.bars.word_button import WordButton
from desktop.ui.panes.translate.popups.language_popup import LanguagePopup
from desktop.ui.panes.translate.quick import commands as quick
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import CommandButton, CommandIcon, Label, Line, Popup
from desktop.ui.widgets.draw import rounded

if TYPE_CHECKING:
    from collections.abc import Callable

_WIDTH, _HEIGHT = 560, 400
_REST = 700  # ms without a key: what was typed rests
_STYLE = "translation"


class QuickText(QTextEdit):
    """One of the two texts."""

    def __init__(self, label: Callable[[], str], *, written: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._secondary = not written
        self._written = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setReadOnly(written)
        if written:
            keys = Qt.TextInteractionFlag.TextSelectableByKeyboard
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | keys)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.setViewportMargins(20, 12, 12, 12)
        self.viewport().setAutoFillBackground(False)
        say(self, self.setAccessibleName, label)
        theme.follow(self, self._restyle)

    def show_text(self, text: str) -> None:
        """Show another text; one that only grew keeps its place."""
        before = self._written
        self._written = text
        if text.startswith(before) and before and is_chinese(text) == is_chinese(before):
            cursor = QTextCursor(self.document())
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText(text[len(before) :])
            return
        self.setPlainText(text)
        self._restyle()

    def _restyle(self) -> None:
        self.setFont(theme.font_for(_STYLE, self.toPlainText()))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
        palette.setColor(QPalette.ColorRole.Text, theme.colour("secondary" if self._secondary else "text"))
        palette.setColor(QPalette.ColorRole.PlaceholderText, theme.colour("secondary"))
        self.setPalette(palette)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        form = cursor.blockFormat()
        form.setLineHeight(theme.line(_STYLE), form.LineHeightTypes.FixedHeight.value)
        cursor.setBlockFormat(form)


class QuickWindow(QWidget):
    """`painted` fires at the first paint after each showing; `rested` carries what was typed over the text."""

    help_topic = "translate#quick"

    painted = Signal()
    rested = Signal(str)
    copy_asked = Signal()
    pane_asked = Signal()
    target_chosen = Signal(str)
    swapped = Signal()
    hidden = Signal()

    def __init__(self) -> None:
        kind = Qt.WindowType
        super().__init__(None, kind.Tool | kind.FramelessWindowHint | kind.WindowStaysOnTopHint)
        self._fresh = False
        self._source, self._target = "", ""
        self.setWindowTitle(translate("QuickWindow", "Translation"))
        self._build()
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_REST)
        self._clock.timeout.connect(lambda: self.rested.emit(self.source.toPlainText()))
        self._own = False  # the change of the text is ours
        self.source.textChanged.connect(self._typed)
        self._bind()
        theme.follow(self, self._restyle)
        self.winId()  # the system's window, too, is there before it is asked for
        self.ensurePolished()
        self.grab()  # fonts and icons are read now

    def _bind(self) -> None:
        for command, run in (
            (quick.CLOSE, self._leave),
            (quick.COPY, self.copy_asked.emit),
            (quick.PANE, self.pane_asked.emit),
            (quick.SWAP, self.swapped.emit),
        ):
            commands.bind(command, run, self, everywhere=False)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(20, 6, 8, 6)
        top.setSpacing(4)
        self.pair = Label("", "meta", "secondary")
        self.target = WordButton(self._target_word, menu=True)
        self.target.clicked.connect(self._choose)
        self.cross = CommandIcon(quick.CLOSE, run=self.close)
        top.addWidget(self.pair)
        top.addWidget(self.target)
        top.addStretch(1)
        top.addWidget(self.cross)
        column.addLayout(top)
        column.addWidget(Line())
        self.source = QuickText(lambda: translate("QuickWindow", "Source"), written=False)
        say(
            self.source,
            self.source.setPlaceholderText,
            lambda: translate("QuickWindow", "Nothing is selected or on the clipboard. Type or paste a text."),
        )
        self.result = QuickText(lambda: translate("QuickWindow", "Translation"), written=True)
        column.addWidget(self.source, 2)
        column.addWidget(Line())
        column.addWidget(self.result, 3)
        column.addWidget(Line())
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 8, 12, 8)
        foot.setSpacing(8)
        self.state = Label("", "meta", "secondary", elide=True)
        self.pane = CommandButton(quick.PANE, "quiet", run=self.pane_asked.emit)
        self.copy = CommandButton(quick.COPY, "primary", run=self.copy_asked.emit, keys=False)
        foot.addWidget(self.state, 1)
        foot.addWidget(self.pane)
        foot.addWidget(self.copy)
        column.addLayout(foot)

    # -- content -----------------------------------------------------------------------------------------------------

    def show_source(self, text: str) -> None:
        """Another text from elsewhere."""
        self._own = True
        self.source.show_text(text)
        self._own = False
        self._clock.stop()

    def show_result(self, text: str) -> None:
        """The translation so far."""
        self.result.show_text(text)
        if bool(text) == self.copy.isEnabled():
            return
        self.copy.setEnabled(bool(text))
        if text and self.focusWidget() is not self.source:
            self.copy.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_languages(self, source: str, target: str) -> None:
        """From and into; a source of "" isn't known yet."""
        self._source, self._target = source, target
        said = LANGUAGES[source].native if source in LANGUAGES else translate("QuickWindow", "Any language")
        self.pair.setText(f"{said}  →")
        self.target.set_label(self._target_word)

    def show_state(self, text: str, token: str = "secondary") -> None:
        """The line at the foot."""
        self.state.set_look(token=token)
        self.state.setText(text)

    def open_up(self) -> None:
        """Show it on the screen of the pointer; the focus is on Copy, so that Enter copies."""
        self._fresh = True
        if not self.isVisible():
            self.move(self._place())
        self.show()
        self.raise_()
        self.activateWindow()
        self.result.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self) -> QPoint:
        screen = QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        box = QRect(QPoint(), self.size())
        box.moveCenter(room.center())
        box.moveTop(room.top() + (room.height() - box.height()) // 3)
        return box.topLeft()

    def _target_word(self) -> str:
        return LANGUAGES[self._target].native if self._target in LANGUAGES else self._target

    def _choose(self) -> None:
        popup = LanguagePopup(self.target, self._target, detect=False)
        popup.chosen.connect(self.target_chosen)
        popup.open_below(self.target)

    def _leave(self) -> None:
        """Esc closes what is open in the window before the window itself."""
        popups = [popup for popup in self.findChildren(Popup) if popup.isVisible()]
        if popups:
            popups[-1].close_popup()
        else:
            self.close()

    def _typed(self) -> None:
        if not self._own:
            self._clock.start()

    def _restyle(self) -> None:
        self.setFixedSize(theme.px(_WIDTH), theme.px(_HEIGHT))
        self.update()

    # -- Qt's events -------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("card"))
        rounded(painter, self.rect(), 0, None, "border", tokens.HAIRLINE)
        if self._fresh:
            self._fresh = False
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self._clock.stop()
        self.hidden.emit()
