"""What the page of this machine can show: one's own models, those of one other program, what can't be used, folders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.base.i18n import translate
from desktop.library.owners import NAMES, Owner
from desktop.ui.model_list import Entry

OWN = (Owner.LAMPLIGHT, Owner.STARTER, Owner.PERSON)
PROBLEMS, FOLDERS = "problems", "folders"


@dataclass(frozen=True)
class View:
    """`key` is "own", an owner's value, or one of the constants above."""

    key: str

    def title(self) -> str:
        """The word of its row."""
        if self.key == PROBLEMS:
            return translate("ModelsPane", "Can’t be used")
        if self.key == FOLDERS:
            return translate("ModelsPane", "Folders")
        if self.key == OWN_VIEW.key:
            return translate("ModelsPane", "Models on this machine")
        return translate("ModelsPane", "From {program}").format(program=NAMES[Owner(self.key)])


OWN_VIEW = View("own")


def view_of(owner: Owner) -> View:
    """Where a model of this owner is shown."""
    return OWN_VIEW if owner in OWN else View(owner.value)


def by_view(entries: Iterable[Entry]) -> dict[View, list[Entry]]:
    """The models of each view; one's own first, then the other programs as they were found."""
    found: dict[View, list[Entry]] = {OWN_VIEW: []}
    for entry in entries:
        found.setdefault(view_of(entry.model.owner), []).append(entry)
    return found
