"""What can be done with translations."""

from __future__ import annotations

from desktop.base.i18n import translate
from desktop.ui.commands import Command, CommandOn


def _group() -> str:
    return translate("TranslatePane", "Translate")


SHADE = Command("translate.shade", lambda: translate("TranslatePane", "Show how sure the model is"), _group, "F9")
OFFER = Command("translate.offer", lambda: translate("TranslatePane", "Use the memory’s offer"), _group, "F7")
BACK = Command("translate.back", lambda: translate("TranslatePane", "Translate back and measure"), _group, icon="swap")
STOP = Command(
    "translate.stop",
    lambda: translate("TranslatePane", "Stop the translation"),
    _group,
    icon="stop",
    label=lambda: translate("TranslatePane", "Stop: save what is done, leave the rest as it is"),
)
FIRST = Command(
    "translate.first", lambda: translate("TranslatePane", "Doubtful rows first"), _group, "Shift+F8", icon="arrow-up"
)
NEXT = Command("translate.next", lambda: translate("TranslatePane", "Next doubtful row"), _group, "F8")
NEW = Command("translate.new", lambda: translate("TranslatePane", "New translation"), _group, "Ctrl+N", icon="plus")
OPEN = Command(
    "translate.open",
    lambda: translate("TranslatePane", "Open a document"),
    _group,
    "Ctrl+O",
    icon="folder",
    label=lambda: translate("TranslatePane", "Open a document…"),
)
SWAP = Command(
    "translate.swap", lambda: translate("TranslatePane", "Swap the languages"), _group, "Ctrl+Shift+S", icon="swap"
)
COPY = Command(
    "translate.copy", lambda: translate("TranslatePane", "Copy the translation"), _group, "Ctrl+Shift+C", icon="copy"
)
PAUSE = Command("translate.pause", lambda: translate("TranslatePane", "Pause"), _group, "Escape", icon="pause")
RESUME = Command("translate.resume", lambda: translate("TranslatePane", "Resume"), _group, icon="play")
SAVE = Command(
    "translate.save",
    lambda: translate("TranslatePane", "Save the translation…"),
    _group,
    icon="download",
    label=lambda: translate("TranslatePane", "Save…"),
)
GLOSSARY = Command("translate.glossary", lambda: translate("TranslatePane", "Glossary and memory"), _group, icon="book")
IMPORT_TERMS = Command("translate.terms.import", lambda: translate("TranslatePane", "Import terms (csv, TBX)…"), _group)
EXPORT_CSV = Command("translate.terms.csv", lambda: translate("TranslatePane", "Export terms as csv…"), _group)
EXPORT_TBX = Command("translate.terms.tbx", lambda: translate("TranslatePane", "Export terms as TBX…"), _group)
IMPORT_MEMORY = Command("translate.memory.import", lambda: translate("TranslatePane", "Import a memory (TMX)…"), _group)
EXPORT_MEMORY = Command(
    "translate.memory.export", lambda: translate("TranslatePane", "Export the memory (TMX)…"), _group
)
COLUMN = Command("translate.column", lambda: translate("TranslatePane", "What is translated…"), _group, icon="columns")
AGAIN = Command(
    "translate.again", lambda: translate("TranslatePane", "Translate everything again"), _group, icon="refresh"
)
CONTEXT = Command(
    "translate.context",
    lambda: translate("TranslatePane", "Mind the preceding sentences: better, slower"),
    _group,
)
INSTRUCTIONS = Command(
    "translate.instructions", lambda: translate("TranslatePane", "Instructions…"), _group, icon="edit"
)
DELETE = Command(
    "translate.delete",
    lambda: translate("TranslatePane", "Move the translation to the trash"),
    _group,
    icon="trash",
    label=lambda: translate("TranslatePane", "Delete"),
    danger=True,
)

EDIT_ROW = Command(
    "translate.row.edit",
    lambda: translate("TranslatePane", "Edit the translation of a sentence"),
    _group,
    "F2",
    own_keys=True,
)
OTHER_WORDS = Command(
    "translate.row.words",
    lambda: translate("TranslatePane", "Other words for the one at the caret"),
    _group,
    "Space",
    own_keys=True,
)
OPEN_JOB = CommandOn[int](
    "translate.list.open",
    lambda: translate("TranslatePane", "Open a translation in the list"),
    _group,
    "Return",
    label=lambda: translate("TranslatePane", "Open"),
    own_keys=True,
)
DELETE_JOB = CommandOn[int](
    "translate.list.delete",
    lambda: translate("TranslatePane", "Delete in the list"),
    _group,
    "Del",
    label=lambda: translate("TranslatePane", "Delete"),
    danger=True,
    own_keys=True,
)

ALL: tuple[Command, ...] = (
    *(SHADE, OFFER, BACK, STOP, FIRST, NEXT, NEW, OPEN, SWAP, COPY, PAUSE, RESUME),
    *(SAVE, GLOSSARY, COLUMN, AGAIN, CONTEXT, INSTRUCTIONS, DELETE),
    *(EDIT_ROW, OTHER_WORDS, OPEN_JOB, DELETE_JOB),
)
