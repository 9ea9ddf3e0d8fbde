"""One entry of the story bible, to write; and a text alone: the author's note, a summary."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.base.error_text import sentence
from desktop.base.errors import LamplightError
from desktop.base.i18n import translate
from desktop.store.stories.records import Activation, BibleEntry, EntryKind
from desktop.ui.look.theme import theme
from desktop.ui.widgets import Button, Choice, Label, LineField, NumberField, Paragraph, Popup, Segmented, TextField

_WIDTH = 400


class EntryPopup(Popup):
    """`asked` carries the entry as it is to be kept: `settle` closes, `refuse` says what is wrong. `removed` its id."""

    help_topic = "story#bible"

    asked = Signal(object)
    removed = Signal(int)

    def __init__(self, anchor: QWidget, entry: BibleEntry | None) -> None:
        super().__init__(anchor)
        self._entry = entry or BibleEntry(EntryKind.CHARACTER, "")
        column = self.card.column
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        entry = self._entry
        self.kind = Choice(lambda: translate("StoryPane", "Kind"), _kinds, width=120)
        self.kind.set_value(entry.kind)
        self.name = LineField(
            lambda: translate("StoryPane", "Name"), placeholder=lambda: translate("StoryPane", "Name")
        )
        self.name.setText(entry.name)
        self.name.setMinimumWidth(theme.px(_WIDTH - 150))
        row = QHBoxLayout()
        row.addWidget(self.kind)
        row.addWidget(self.name, 1)
        column.addLayout(row)
        self.text = TextField(
            lambda: translate("StoryPane", "What the model is to know"),
            placeholder=lambda: translate("StoryPane", "What the model is to know"),
            rows=6,
        )
        self.text.setPlainText(entry.text)
        column.addWidget(self.text)
        self.keys = LineField(
            lambda: translate("StoryPane", "Keys"),
            placeholder=lambda: translate("StoryPane", "Keys, parted by commas; /…/ is a regular expression"),
        )
        self.keys.setText(", ".join(entry.keys))
        column.addWidget(self.keys)
        self.wrong = Paragraph("", "meta", "wrong")
        self.wrong.hide()
        column.addWidget(self.wrong)
        self.activation = Segmented(
            lambda: translate("StoryPane", "When it is sent"),
            lambda: [
                (Activation.MENTION, translate("StoryPane", "When mentioned")),
                (Activation.ALWAYS, translate("StoryPane", "Always")),
                (Activation.NEVER, translate("StoryPane", "Never")),
            ],
        )
        self.activation.set_value(entry.activation)
        column.addWidget(self.activation)
        numbers = QHBoxLayout()
        self.priority = self._number(numbers, translate("StoryPane", "Priority"), entry.priority)
        self.budget = self._number(numbers, translate("StoryPane", "Most tokens"), entry.budget)
        self.searched = self._number(numbers, translate("StoryPane", "Depth"), entry.depth)
        column.addLayout(numbers)
        buttons = QHBoxLayout()
        if entry.id:
            remove = Button(lambda: translate("StoryPane", "Move to the trash"), "quiet", "trash", flush=True)
            remove.clicked.connect(self._remove)
            buttons.addWidget(remove)
        buttons.addStretch(1)
        self.keep = Button(lambda: translate("StoryPane", "Keep"), "primary")
        self.keep.clicked.connect(self._keep)
        buttons.addWidget(self.keep)
        column.addLayout(buttons)

    def _number(self, row: QHBoxLayout, label: str, value: int) -> NumberField:
        row.addWidget(Label(label, "meta", "secondary"))
        field = NumberField(lambda: label, width=56)
        field.set_value(str(value))
        row.addWidget(field)
        return field

    def first_focus(self) -> QWidget:
        return self.name

    def _keep(self) -> None:
        keys = tuple(split_keys(self.keys.text()))
        entry = replace(
            self._entry,
            kind=self.kind.value,
            name=self.name.text().strip(),
            text=self.text.toPlainText().strip(),
            keys=keys or ((self.name.text().strip(),) if self.name.text().strip() else ()),
            activation=self.activation.value,
            priority=_int(self.priority.text(), 10),
            budget=_int(self.budget.text(), 0),
            depth=_int(self.searched.text(), 0),
        )
        if not entry.name and not entry.text:
            self.close_popup()
            return
        self.keep.setEnabled(False)
        self.asked.emit(entry)

    def settle(self) -> None:
        """It is kept."""
        self.close_popup()

    def refuse(self, error: Exception) -> None:
        """What is wrong with a key, in its place; nothing that was written is lost."""
        self.keep.setEnabled(True)
        if isinstance(error, LamplightError):
            told = sentence(error)
            self.wrong.set_text(f"{told.what} {told.cause}".strip())
            self.wrong.setFixedWidth(self.keys.width())
            self.wrong.show()
            self._place()
            self.keys.setFocus()

    def _remove(self) -> None:
        self.close_popup()
        self.removed.emit(self._entry.id)


def split_keys(text: str) -> list[str]:
    """Keys parted by commas (Chinese ones too), those inside of /…/ left whole."""
    keys: list[str] = []
    now, inside = "", False
    for letter in text:
        if letter == "/" and (inside or not now.strip()):
            inside = not inside
        if letter in ",，、" and not inside:
            keys.append(now.strip())
            now = ""
        else:
            now += letter
    keys.append(now.strip())
    return [key for key in keys if key]


def _int(text: str, default: int) -> int:
    try:
        return max(0, min(100_000, int(text)))
    except ValueError:
        return default


def _kinds() -> list[tuple[EntryKind, str]]:
    return [
        (EntryKind.CHARACTER, translate("StoryPane", "Character")),
        (EntryKind.PLACE, translate("StoryPane", "Place")),
        (EntryKind.THING, translate("StoryPane", "Thing")),
        (EntryKind.RULE, translate("StoryPane", "Rule")),
    ]


class TextPopup(Popup):
    """A text to write. `kept` carries it; `ask_asked` asks the model to write it."""

    kept = Signal(str)
    ask_asked = Signal()

    def __init__(self, anchor: QWidget, title: str, text: str, hint: str, *, ask: str = "") -> None:
        super().__init__(anchor)
        column = self.card.column
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        column.addWidget(Label(title, "title"))
        self.field = TextField(lambda: title, placeholder=lambda: hint, rows=7)
        self.field.setPlainText(text)
        self.field.setMinimumWidth(theme.px(_WIDTH))
        column.addWidget(self.field)
        row = QHBoxLayout()
        if ask:
            button = Button(lambda: ask, "plain", "feather")
            button.clicked.connect(self.ask_asked)
            row.addWidget(button)
        row.addStretch(1)
        keep = Button(lambda: translate("StoryPane", "Keep"), "primary")
        keep.clicked.connect(self._keep)
        row.addWidget(keep)
        column.addLayout(row)

    def first_focus(self) -> QWidget:
        return self.field

    def _keep(self) -> None:
        text = self.field.toPlainText().strip()
        self.close_popup()
        self.kept.emit(text)
