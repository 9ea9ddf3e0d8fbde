"""Choosing files: the system's dialog, and where it has none, Qt's in the interface's language."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.base.i18n import translate


def file_dialog(parent: QWidget, title: str, accept: str = "") -> QFileDialog:
    """A dialog that goes when it is closed; `accept` is the word on its button, where the system's own won't do."""
    dialog = QFileDialog(parent, title)
    label = QFileDialog.DialogLabel
    for part, words in (
        (label.LookIn, translate("Models", "Folder:")),
        (label.FileName, translate("Models", "File name:")),
        (label.FileType, translate("Models", "Kind of file:")),
        (label.Reject, translate("Models", "Cancel")),
        *([(label.Accept, accept)] if accept else []),
    ):
        dialog.setLabelText(part, words)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
