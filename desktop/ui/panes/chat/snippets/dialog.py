"""The sheet with all prompt snippets: make, change, copy, delete."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.store.conversations.assistants import Snippet
from desktop.ui.panes.chat.assistants.list_form_dialog import ItemForm, ListFormDialog
from desktop.ui.widgets import Label, LineField, Paragraph, TextField

if TYPE_CHECKING:
    from desktop.features.chat.snippets import Snippets


class SnippetForm(ItemForm):
    """A name and a text."""

    def __init__(self) -> None:
        super().__init__()
        self._snippet = Snippet("", "")
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 10, 2)
        column.setSpacing(4)
        self.name = LineField(lambda: translate("Chat", "Name"))
        self.text = TextField(lambda: translate("Chat", "Text"), rows=12)
        column.addWidget(Label(lambda: translate("Chat", "Name"), "meta_strong", "secondary"))
        column.addWidget(self.name)
        column.addSpacing(8)
        column.addWidget(Label(lambda: translate("Chat", "Text"), "meta_strong", "secondary"))
        column.addWidget(self.text)
        column.addSpacing(8)
        words = translate(
            "Chat",
            "{{name}} is asked for, {{name:value}} comes with a suggestion. {{date}}, {{time}}, {{clipboard}} and "
            "{{selection}} are filled in.",
        )
        column.addWidget(Paragraph(words, "meta", "secondary"))
        column.addStretch(1)

    def first(self) -> QWidget:
        return self.name

    def show_item(self, helper: Any, *, editable: bool) -> None:
        self._snippet = helper
        self.name.setText(helper.name)
        self.text.setPlainText(helper.text)
        self.name.setReadOnly(not editable)
        self.text.setReadOnly(not editable)

    def helper(self) -> Snippet:
        name = "-".join(self.name.text().replace("/", " ").split()) or self._snippet.name
        return replace(self._snippet, name=name, text=self.text.toPlainText())


class SnippetsDialog(ListFormDialog):
    """All snippets, a person's own first."""

    help_topic = "chat#snippets"

    def __init__(self, anchor: QWidget, snippets: Snippets) -> None:
        super().__init__(
            anchor,
            translate("Chat", "Snippets"),
            SnippetForm(),
            read=snippets.all,
            keep=snippets.keep,
            trash=snippets.trash,
            new=lambda: Snippet(translate("Chat", "new"), ""),
        )
