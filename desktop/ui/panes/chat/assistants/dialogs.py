"""The sheets about assistants: all of them, and the settings of one conversation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from desktop.base.error_text import sentence
from desktop.base.files import write_atomically
from desktop.base.i18n import translate
from desktop.features.chat.assistants import file_of
from desktop.store.conversations.assistants import Assistant
from desktop.ui import tasks
from desktop.ui.commands import commands
from desktop.ui.model_list import ModelList
from desktop.ui.panes.chat.assistants.form import AssistantForm
from desktop.ui.panes.chat.assistants.list_form_dialog import ListFormDialog
from desktop.ui.panes.chat.commands import KEEP_DIALOG
from desktop.ui.widgets import Button, PanelSheet, Paragraph, Scrolled, file_dialog, toast

if TYPE_CHECKING:
    from desktop.features.chat.assistants import Assistants


class AssistantsDialog(ListFormDialog):
    """Make, change, copy, delete, export and import assistants. `chosen` begins a conversation with one."""

    chosen = Signal(object)

    def __init__(self, anchor: QWidget, assistants: Assistants, model_list: ModelList) -> None:
        self._assistants = assistants
        models = [entry.model for entry in model_list.entries]
        super().__init__(
            anchor,
            translate("Chat", "Assistants"),
            AssistantForm(models),
            read=assistants.all,
            keep=assistants.keep,
            trash=assistants.trash,
            new=lambda: Assistant(translate("Chat", "New assistant")),
        )
        self.import_button = self._button(lambda: translate("Chat", "Import"), self._ask_import, "upload")
        self.export_button = self._button(lambda: translate("Chat", "Export"), self._ask_export, "download")
        begin = Button(lambda: translate("Chat", "Begin with it"), "primary")
        begin.clicked.connect(self._begin)
        self.foot.addWidget(begin)

    def import_file(self, path: Path) -> None:
        """Keep the assistants of a file."""

        def done(found: list[Assistant]) -> None:
            self.reload(found[-1].id if found else None)
            toast(self.anchor, translate("Chat", "%n assistants were imported.", "", len(found)))

        tasks.run(lambda: self._assistants.read_file(path), done, self._failed, self, lane="store")

    def export_file(self, path: Path) -> None:
        """Write the assistant that is shown into a file."""
        self.keep_changes()
        if self.shown is None:
            return
        data = file_of([self.form.helper()])
        said = translate("Chat", "Exported to {name}.").format(name=path.name)
        tasks.run(
            lambda: write_atomically(path, data, mode=0o644), lambda _: toast(self.anchor, said), self._failed, self
        )

    def _begin(self) -> None:
        self.keep_changes()
        shown = self.shown
        self.close_popup()
        if shown is not None:
            self.chosen.emit(shown)

    def _ask_import(self) -> None:
        dialog = _dialog(self, translate("Chat", "Import"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.import_file(Path(name)))
        dialog.open()

    def _ask_export(self) -> None:
        if self.shown is None:
            return
        dialog = _dialog(self, translate("Chat", "Export"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.selectFile(f"{self.shown.name.replace('/', ' ')}.json")
        dialog.fileSelected.connect(lambda name: self.export_file(Path(name)))
        dialog.open()

    def _failed(self, error: Exception) -> None:
        toast(self.anchor, sentence(error).what)


class ConversationDialog(PanelSheet):
    """The instructions, model, sampling and examples of one conversation. `kept` carries them as an assistant."""

    help_topic = "chat#assistants"

    kept = Signal(object)

    def __init__(self, anchor: QWidget, assistant: Assistant, model_list: ModelList) -> None:
        super().__init__(anchor, translate("Chat", "Instructions and sampling"), width_em=46, height_em=44)
        words = translate("Chat", "They hold for this conversation, from the next reply on.")
        about = QHBoxLayout()
        about.setContentsMargins(2, 0, 2, 0)  # as the form below it leaves room for rings
        about.addWidget(Paragraph(words, "chrome", "secondary"))
        self.body.addLayout(about)
        self.body.addSpacing(8)
        self._before = assistant
        self.form = AssistantForm([entry.model for entry in model_list.entries], of_conversation=True)
        self.form.show_item(assistant, editable=True)
        self._before = self.form.helper()
        self.body.addWidget(Scrolled(self.form), 1)  # the fields in it take the keys
        self.body.addSpacing(12)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        cancel = Button(lambda: translate("Chat", "Cancel"), "plain")
        cancel.clicked.connect(self.close_popup)
        self.keep_button = Button(lambda: translate("Chat", "Keep"), "primary")
        self.keep_button.clicked.connect(self._keep)
        foot.addWidget(cancel)
        foot.addWidget(self.keep_button)
        self.body.addLayout(foot)
        commands.bind(KEEP_DIALOG, self._keep, self, everywhere=False)

    def first_focus(self) -> QWidget:
        return self.form.prompt

    def _keep(self) -> None:
        now = self.form.helper()
        self.close_popup()
        if now != self._before:
            self.kept.emit(now)


def _dialog(parent: QWidget, accept: str) -> QFileDialog:
    dialog = file_dialog(parent.window(), accept, accept)
    dialog.setNameFilters(["*.json", translate("Chat", "All files (*)")])
    return dialog
