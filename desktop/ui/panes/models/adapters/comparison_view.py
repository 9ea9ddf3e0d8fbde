"""The same prompt without the adapters and with them, side by side, written at the same time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.ui.widgets import Button, Card, Dot, Label, Paragraph, Segmented, TextField

if TYPE_CHECKING:
    from desktop.features.chat.adapter_comparison import ComparedPrompt

LAST, OWN = "last", "own"
_LONGEST_QUOTE = 240  # characters of the last message


class TextSide(Card):
    """One of the two texts: what works for it, how it is doing, what it says, and keeping it."""

    keep_asked = Signal()

    def __init__(self, title: Callable[[], str], keep: Callable[[], str]) -> None:
        super().__init__(margins=0)
        self.column.setContentsMargins(16, 12, 16, 12)
        head = QHBoxLayout()
        head.setSpacing(6)
        self._dot = Dot()
        self._state = Label("", "meta", "secondary")
        head.addWidget(Label(title, "meta_strong", elide=True), 1)
        head.addWidget(self._dot)
        head.addWidget(self._state)
        self.column.addLayout(head)
        self.text = Paragraph("", "chat")
        self.column.addSpacing(8)
        self.column.addWidget(self.text)
        self.column.addStretch(1)
        self.column.addSpacing(8)
        self.keep = Button(keep)
        self.keep.clicked.connect(self.keep_asked)
        self.column.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_state("", "", writing=False)
        self.keep.setEnabled(False)

    def show_text(self, text: str) -> None:
        """What stands there so far."""
        self.text.set_text(text)

    def show_state(self, word: str, token: str, *, writing: bool) -> None:
        """A word at the right of the heading; `token` colours its dot, "" for none."""
        self._dot.setVisible(bool(token))
        self._dot.set_token(token or "secondary")
        self._state.set_look(token="wrong" if token == "wrong" else "secondary")
        self._state.setText(word)
        self.keep.setEnabled(not writing and token == "" and bool(self.text.text()))

    def show_error(self, said: str) -> None:
        """Why there is no text, or no more of it."""
        self.show_state(translate("AdaptersPane", "failed"), "wrong", writing=False)
        self.text.set_text(said)


class ComparisonView(QWidget):
    """`compare_asked`, `stop_asked`, `keep_asked` with "a" or "b"; `source_changed` when another prompt is wanted."""

    compare_asked = Signal()
    stop_asked = Signal()
    keep_asked = Signal(str)
    source_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._last: ComparedPrompt | None = None
        self._writing = False
        self._working = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.source = Segmented(
            lambda: translate("AdaptersPane", "What is answered"),
            lambda: [
                (LAST, translate("AdaptersPane", "Last message")),
                (OWN, translate("AdaptersPane", "Own text")),
            ],
        )
        self.source.set_value(LAST)
        self.source.chosen.connect(lambda _: self._show_source())
        column.addWidget(self.source, 0, Qt.AlignmentFlag.AlignLeft)
        self._quote = Paragraph("", "chrome", "secondary")
        column.addWidget(self._quote)
        self.own = TextField(
            lambda: translate("AdaptersPane", "Own text"),
            placeholder=lambda: translate("AdaptersPane", "What both are to answer"),
            rows=3,
        )
        self.own.textChanged.connect(self._show_enabled)
        column.addWidget(self.own)
        column.addLayout(self._build_buttons())
        column.addLayout(self._build_sides())
        self._show_source()

    @property
    def writing(self) -> bool:
        return self._writing

    @property
    def compared(self) -> bool:
        """Whether there is a comparison to be seen."""
        return self.b.isVisibleTo(self)

    def prompt_text(self) -> str:
        """The person's own text; "" where the last message is to be answered."""
        return self.own.toPlainText().strip() if self.source.value == OWN else ""

    def show_last(self, prompt: ComparedPrompt | None) -> None:
        """The last message of the chat, None where there is none."""
        self._last = prompt
        self._show_source()

    def set_writing(self, writing: bool) -> None:
        """Whether a text is being written: then the button stops it."""
        self._writing = writing
        self.compare.setVisible(not writing)
        self.stop.setVisible(writing)
        self._show_enabled()

    def set_working(self, working: bool) -> None:
        """Whether any adapter is at work: without one both texts would be the same."""
        self._working = working
        self._show_enabled()

    def begin(self) -> None:
        """Make room for two new texts."""
        for side in (self.a, self.b):
            side.show()
            side.show_text("")
            side.show_state(translate("AdaptersPane", "waits"), "secondary", writing=True)

    def clear(self) -> None:
        """Another model's shelf is shown: these texts have nothing to say of it."""
        self.a.hide()
        self.b.hide()

    # -- inside ----------------------------------------------------------------------------------------------------

    def _build_buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(12)
        self.compare = Button(lambda: translate("AdaptersPane", "Compare"), "primary")
        self.compare.clicked.connect(self.compare_asked)
        self.stop = Button(lambda: translate("AdaptersPane", "Stop"))
        self.stop.clicked.connect(self.stop_asked)
        self.stop.hide()
        self._reason = Paragraph("", "meta", "secondary")
        line.addWidget(self.compare)
        line.addWidget(self.stop)
        line.addWidget(self._reason, 1)
        return line

    def _build_sides(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(12)
        self.a = TextSide(
            lambda: translate("AdaptersPane", "A: without adapters"), lambda: translate("AdaptersPane", "Keep A")
        )
        self.b = TextSide(
            lambda: translate("AdaptersPane", "B: with these strengths"), lambda: translate("AdaptersPane", "Keep B")
        )
        self.a.keep_asked.connect(lambda: self.keep_asked.emit("a"))
        self.b.keep_asked.connect(lambda: self.keep_asked.emit("b"))
        line.addWidget(self.a, 1)
        line.addWidget(self.b, 1)
        self.clear()
        return line

    def _show_source(self) -> None:
        own = self.source.value == OWN
        self.own.setVisible(own)
        self._quote.setVisible(not own)
        if self._last is None:
            self._quote.set_text(translate("AdaptersPane", "There is no message in the chat yet."))
        else:
            text = " ".join(self._last.text.split())
            text = text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"
            said = translate("AdaptersPane", "“{text}”, from “{title}”")
            self._quote.set_text(said.format(text=text, title=self._last.title))
        self._show_enabled()
        self.source_changed.emit()

    def _show_enabled(self) -> None:
        ready = bool(self.prompt_text()) if self.source.value == OWN else self._last is not None
        self.compare.setEnabled(ready and self._working)
        missing = ""
        if not self._working:
            missing = translate("AdaptersPane", "No adapter is at work here: both texts would be the same.")
        elif not ready:
            missing = translate("AdaptersPane", "There is nothing to answer yet.")
        self._reason.set_text("" if self._writing else missing)
