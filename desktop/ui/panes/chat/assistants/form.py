"""The fields of an assistant, and those of one conversation, which are fewer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.store.conversations.assistants import Assistant
from desktop.ui.panes.chat.assistants.list_form_dialog import ItemForm
from desktop.ui.widgets import Button, Choice, IconButton, Label, LineField, TextField

if TYPE_CHECKING:
    from desktop.library.models import ModelFile

_SAMPLING = (("temperature", 0.0, 2.0), ("top_p", 0.0, 1.0), ("repeat_penalty", 1.0, 2.0))


class AssistantForm(ItemForm):
    """Every field of an assistant; with `of_conversation` only what a conversation that has begun can change."""

    def __init__(self, models: Sequence[ModelFile], *, of_conversation: bool = False) -> None:
        super().__init__()
        self._assistant = Assistant("")
        self._models = models
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2, 2, 10, 2)
        self._column.setSpacing(4)
        self.name = LineField(lambda: translate("Chat", "Name"))
        self.description = LineField(lambda: translate("Chat", "What it is for"))
        self.prompt = TextField(lambda: translate("Chat", "Instructions"), rows=7)
        self.greeting = TextField(lambda: translate("Chat", "Greeting"), rows=2)
        self.model = Choice(lambda: translate("Chat", "Model"), self._model_options, width=220)
        self.sampling = {name: LineField(_label(name)) for name, _, _ in _SAMPLING}
        if not of_conversation:
            self._add(lambda: translate("Chat", "Name"), self.name)
            self._add(lambda: translate("Chat", "What it is for"), self.description)
        self._add(lambda: translate("Chat", "Instructions"), self.prompt)
        if not of_conversation:
            self._add(lambda: translate("Chat", "Greeting: what it says first"), self.greeting)
        self._add(lambda: translate("Chat", "Model"), self.model)
        self._add(lambda: translate("Chat", "Sampling (empty: as in the settings)"), self._sampling_row())
        self._examples = QVBoxLayout()
        self._examples.setSpacing(8)
        self._pairs: list[tuple[QWidget, TextField, TextField]] = []
        self._add(lambda: translate("Chat", "Example turns: they show how to answer"), None)
        self._column.addLayout(self._examples)
        self._more = Button(lambda: translate("Chat", "Add an example"), "quiet", "plus", flush=True)
        self._more.clicked.connect(lambda: self._add_pair("", "")[1].setFocus())
        self._column.addWidget(self._more)
        self._column.addStretch(1)

    def first(self) -> QWidget:
        return self.name if self.name.parent() else self.prompt

    def show_item(self, helper: Any, *, editable: bool) -> None:
        self._assistant = assistant = helper
        self.name.setText(assistant.name)
        self.description.setText(assistant.description)
        self.prompt.setPlainText(assistant.system_prompt)
        self.greeting.setPlainText(assistant.greeting)
        self.model.set_value(assistant.model)
        for name, field in self.sampling.items():
            value = assistant.sampling.get(name)
            field.setText("" if value is None else f"{value:g}")
        for pair, _, _ in self._pairs:
            pair.hide()
            pair.deleteLater()
        self._pairs = []
        for asked, said in assistant.examples:
            self._add_pair(asked, said)
        self._allow(editable)

    def helper(self) -> Assistant:
        return replace(
            self._assistant,
            name=" ".join(self.name.text().split()) or self._assistant.name,
            description=self.description.text().strip(),
            system_prompt=self.prompt.toPlainText().strip(),
            greeting=self.greeting.toPlainText().strip(),
            model=self.model.value or "",
            sampling=self._sampling(),
            examples=tuple(
                (asked.toPlainText().strip(), said.toPlainText().strip())
                for _, asked, said in self._pairs
                if asked.toPlainText().strip() and said.toPlainText().strip()
            ),
        )

    def _sampling(self) -> dict[str, Any]:
        """What was there, with what the fields say; what isn't a number in its bounds changes nothing."""
        found = dict(self._assistant.sampling)
        for name, least, most in _SAMPLING:
            text = self.sampling[name].text().strip().replace(",", ".").replace("，", ".")
            if not text:
                found.pop(name, None)
                continue
            try:
                value = float(text)
            except ValueError:
                continue
            if least <= value <= most:
                found[name] = value
        return found

    def _allow(self, editable: bool) -> None:
        lines = (self.name, self.description, *self.sampling.values())
        texts = (self.prompt, self.greeting, *(field for pair in self._pairs for field in pair[1:]))
        for line in lines:
            line.setReadOnly(not editable)
        for text in texts:
            text.setReadOnly(not editable)
        self.model.setEnabled(editable)
        self._more.setVisible(editable)
        for pair, _, _ in self._pairs:
            for cross in pair.findChildren(IconButton):
                cross.setVisible(editable)

    def _add(self, label: Callable[[], str], field: QWidget | None) -> None:
        self._column.addWidget(Label(label, "meta_strong", "secondary"))
        if field is not None:
            self._column.addWidget(field)
            self._column.addSpacing(8)

    def _sampling_row(self) -> QWidget:
        """Names above their fields: side by side they would not fit a narrow window with large text."""
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        for column, (name, field) in enumerate(self.sampling.items()):
            grid.addWidget(Label(_label(name), "meta", "secondary"), 0, column)
            grid.addWidget(field, 1, column)
            grid.setColumnStretch(column, 1)
        return box

    def _add_pair(self, asked: str, said: str) -> tuple[QWidget, TextField, TextField]:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        question = TextField(lambda: translate("Chat", "A person writes"), rows=2)
        answer = TextField(lambda: translate("Chat", "The assistant answers"), rows=2)
        question.setPlaceholderText(translate("Chat", "A person writes"))
        answer.setPlaceholderText(translate("Chat", "The assistant answers"))
        question.setPlainText(asked)
        answer.setPlainText(said)
        cross = IconButton("x", lambda: translate("Chat", "Remove the example"))
        pair = (box, question, answer)
        cross.clicked.connect(lambda: self._remove_pair(pair))
        row.addWidget(question, 1)
        row.addWidget(answer, 1)
        row.addWidget(cross)
        self._pairs.append(pair)
        self._examples.addWidget(box)
        box.show()
        return pair

    def _remove_pair(self, pair: tuple[QWidget, TextField, TextField]) -> None:
        self._pairs.remove(pair)
        pair[0].hide()
        pair[0].deleteLater()
        self._more.setFocus()

    def _model_options(self) -> list[tuple[str, str]]:
        options = [("", translate("Chat", "The model in use"))]
        options += [(model.key, model.name) for model in self._models]
        wanted = self._assistant.model
        if wanted and wanted not in dict(options):
            options.append((wanted, translate("Chat", "{name} (not on this computer)").format(name=wanted)))
        return options


def _label(name: str) -> Callable[[], str]:
    return {
        "temperature": lambda: translate("Chat", "Temperature"),
        "top_p": lambda: translate("Chat", "Top-p"),
        "repeat_penalty": lambda: translate("Chat", "Repetition penalty"),
    }[name]
