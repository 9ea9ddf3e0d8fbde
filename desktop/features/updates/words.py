"""What is said of new versions, in the window and in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop import APP_ID
from desktop.base.i18n import translate
from desktop.features.updates.installation import Installation, Kind
from desktop.features.updates.installing import Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.features.updates.updates import Found
    from desktop.hub.releases.feed import Release


def found_text(found: Found, version: str) -> str:
    """What the answer to a look was."""
    if found.release is None:
        return translate("Updates", "Version {version} is the newest.").format(version=version)
    told = translate("Updates", "There is version {newest}; this is {version}.")
    return told.format(newest=found.release.version, version=version)


def how_text(installation: Installation, release: Release) -> str:
    """How a version is installed that can't be from here."""
    if installation.kind is Kind.SOURCE:
        return translate(
            "Updates", "This one runs from its source: git pull in {folder}, then make run, brings version {version}."
        ).format(folder=installation.program, version=release.version)
    if installation.kind is Kind.FLATPAK:
        return translate("Updates", "Flatpak brings it: flatpak update {name}").format(name=APP_ID)
    return translate("Updates", "There is no package of it for this system ({kind}, {machine}).").format(
        kind=installation.kind.value, machine=installation.machine
    )


def outcome_text(outcome: Outcome, version: str, package: Path | None) -> str:
    """What became of installing."""
    if outcome is Outcome.INSTALLED:
        return translate("Updates", "Version {version} is installed; the next start is of it.").format(version=version)
    if outcome is Outcome.HANDED_OVER:
        return translate("Updates", "The system’s installer has {name} now, and goes on.").format(
            name=package.name if package else ""
        )
    return translate("Updates", "{path} is checked and ready: put it in the place of the program.").format(
        path=package or ""
    )
