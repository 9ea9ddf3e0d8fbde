"""The line above the pages: from which language into which, the glossary, the tone."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.features.translate.segmentation.languages import LANGUAGES
from desktop.ui.look.theme import theme
from desktop.ui.panes.translate.bars.word_button import WordButton
from desktop.ui.panes.translate.commands import INSTRUCTIONS, SWAP
from desktop.ui.panes.translate.popups.language_popup import LanguagePopup
from desktop.ui.widgets import Button, CommandIcon, Label, Menu

_HEIGHT = 44


class LanguageBar(QWidget):
    """Its swap button stands over the gutter. The signals carry a tag, "" for "find it out", and a tone."""

    source_chosen = Signal(str)
    target_chosen = Signal(str)
    tone_chosen = Signal(str)
    glossary_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen, self._target, self._tone = "", "zh", ""
        self._known = ""
        self._instructions = False
        self._terms = 0
        self._brief = False
        self.source = WordButton(self._source_word, menu=True)
        self.detected = Label("", "meta", "secondary")
        self.swap = CommandIcon(SWAP)
        self.target = WordButton(self._target_word, menu=True)
        self.glossary = Button(self._glossary_word, "quiet")
        self.tone = Button(self._tone_word, "quiet", menu=True)
        self.source.clicked.connect(lambda: self._choose(self.source))
        self.target.clicked.connect(lambda: self._choose(self.target))
        self.glossary.clicked.connect(self.glossary_asked)
        self.tone.clicked.connect(self._choose_tone)
        self._left, self._right = QWidget(), QWidget()
        left, right = QHBoxLayout(self._left), QHBoxLayout(self._right)
        left.setContentsMargins(28, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self.source)
        left.addWidget(self.detected)
        left.addStretch(1)
        right.setContentsMargins(12, 0, 28, 0)
        right.setSpacing(0)
        right.addWidget(self.target)
        right.addStretch(1)
        right.addWidget(self.glossary)
        right.addWidget(self.tone)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 12, 1)
        row.setSpacing(0)
        row.addWidget(self._left, 1)
        row.addSpacing(14)
        row.addWidget(self.swap)
        row.addSpacing(14)
        row.addWidget(self._right, 1)
        theme.follow(self, self._restyle)

    def show_languages(
        self, chosen: str, known: str, target: str, tone: str, terms: int, *, instructions: bool
    ) -> None:
        """`known` is what the job is in, whether chosen or found out."""
        self._chosen, self._known, self._target, self._tone, self._terms = chosen, known, target, tone, terms
        self._instructions = instructions
        self.refresh()

    def refresh(self) -> None:
        """Say it again: another language of the interface."""
        for button, word in (
            (self.source, self._source_word),
            (self.target, self._target_word),
            (self.glossary, self._glossary_word),
            (self.tone, self._tone_word),
        ):
            button.set_label(word)
        found_out = bool(self._known) and not self._chosen
        self.detected.setText(translate("TranslatePane", "detected") if found_out else "")
        said = translate("TranslatePane", "From: {language}").format(language=self._source_word())
        self.source.setAccessibleName(said)
        self.target.setAccessibleName(
            translate("TranslatePane", "Into: {language}").format(language=self._target_word())
        )
        self._shrink()

    def _source_word(self) -> str:
        tag = self._chosen or self._known
        return LANGUAGES[tag].native if tag in LANGUAGES else translate("TranslatePane", "Detect the language")

    def _target_word(self) -> str:
        return LANGUAGES[self._target].native if self._target in LANGUAGES else self._target

    def _glossary_word(self) -> str:
        if not self._terms or self._brief:
            return translate("TranslatePane", "Glossary")
        count = self._terms
        return translate("TranslatePane", "Glossary, %n terms", "", count)

    def _tone_word(self) -> str:
        chinese = self._target.startswith("zh")
        word = {
            "formal": translate("TranslatePane", "Formal") + (" 您" if chinese else ""),
            "informal": translate("TranslatePane", "Informal") + (" 你" if chinese else ""),
        }.get(self._tone, translate("TranslatePane", "Any tone"))
        return word + (" +" if self._instructions else "")

    def _choose(self, button: Button) -> None:
        of_source = button is self.source
        popup = LanguagePopup(button, self._chosen if of_source else self._target, detect=of_source)
        popup.chosen.connect(self.source_chosen if of_source else self.target_chosen)
        popup.open_below(button)

    def _choose_tone(self) -> None:
        menu = Menu(self.tone)
        chinese = self._target.startswith("zh")
        for value, word in (
            ("", translate("TranslatePane", "Any tone")),
            ("formal", translate("TranslatePane", "Formal") + (" 您" if chinese else "")),
            ("informal", translate("TranslatePane", "Informal") + (" 你" if chinese else "")),
        ):
            menu.add(word, partial(self.tone_chosen.emit, value), checked=value == self._tone)
        menu.separator()
        menu.command(INSTRUCTIONS)
        menu.open_below(self.tone, align_right=True)

    def _restyle(self) -> None:
        self.setFixedHeight(theme.px(_HEIGHT))
        self.update()

    def _shrink(self) -> None:
        """In a narrow bar the glossary is a word without a number, or stays out; the menu has it, too."""
        room = (self.width() - 68) // 2 - self.target.sizeHint().width() - self.tone.sizeHint().width() - 48
        for brief in (False, True):
            self._brief = brief
            self.glossary.set_label(self._glossary_word)
            if self.glossary.sizeHint().width() <= room:
                break
        self.glossary.setVisible(self.glossary.sizeHint().width() <= room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shrink()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("page"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("hairline"))
