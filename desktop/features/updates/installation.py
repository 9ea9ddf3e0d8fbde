"""How this program came onto the machine: that decides how another version of it is installed."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.base.build_facts import BuildFacts
from desktop.base.paths import starter_folders
from desktop.base.portable import FOLDER, program
from desktop.library.starters import STARTERS


class Kind(StrEnum):
    """The form it came in."""

    SOURCE = "source"
    DEB = "deb"
    RPM = "rpm"
    PACMAN = "pacman"
    APK = "apk"
    APPIMAGE = "appimage"
    FOLDER = "folder"  # a tar.xz that was unpacked, by its script or by hand
    ZIP = "zip"  # portable: what is written lies in the program's folder
    NSIS = "nsis"
    MSI = "msi"
    DMG = "dmg"
    FLATPAK = "flatpak"


_OWNERS = (  # who tells which package a file belongs to
    (Kind.DEB, ("dpkg", "-S")),
    (Kind.RPM, ("rpm", "-qf")),
    (Kind.PACMAN, ("pacman", "-Qqo")),
    (Kind.APK, ("apk", "info", "--who-owns")),
)
_SECONDS = 10


@dataclass(frozen=True)
class Installation:
    """`program` is what a person starts; `machine` as `uname -m` says it."""

    kind: Kind
    program: Path
    machine: str
    form: str = "small"

    @property
    def by_itself(self) -> bool:
        """Whether another version can be fetched and installed from here."""
        return self.kind not in (Kind.SOURCE, Kind.FLATPAK)


def installation(facts: BuildFacts) -> Installation:
    """This program's. Asks the system's packages where nothing else tells: not on the main thread."""
    started = program()
    return Installation(_kind(facts, started), started, _machine(), "full" if _is_full(facts) else "small")


def _is_full(facts: BuildFacts) -> bool:
    """Whether a model that is otherwise fetched came with it."""
    fetched = [starter.file for starter in STARTERS.values() if starter.repository]
    return facts.form == "full" or any((folder / name).is_file() for folder in starter_folders() for name in fetched)


def _kind(facts: BuildFacts, started: Path) -> Kind:
    if facts.package in list(Kind):
        return Kind(facts.package)
    if not getattr(sys, "frozen", False):
        return Kind.SOURCE
    if os.environ.get("FLATPAK_ID"):
        return Kind.FLATPAK
    if started.suffix == ".AppImage" or os.environ.get("APPIMAGE") == str(started):
        return Kind.APPIMAGE
    if (started.parent / FOLDER).is_dir():
        return Kind.ZIP
    if sys.platform == "darwin":
        return Kind.DMG
    if sys.platform == "win32":
        return (
            Kind.NSIS if any(started.parent.glob("[Uu]ninst*.exe")) else Kind.MSI if _in_programs(started) else Kind.ZIP
        )
    return next((kind for kind, ask in _OWNERS if _owned(ask, started)), Kind.FOLDER)


def _in_programs(started: Path) -> bool:
    places = [os.environ.get(name) for name in ("ProgramFiles", "ProgramW6432")]
    return any(place and started.is_relative_to(place) for place in places)


def _owned(ask: tuple[str, ...], started: Path) -> bool:
    if shutil.which(ask[0]) is None:
        return False
    try:
        done = subprocess.run([*ask, str(started)], capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _machine() -> str:
    found = platform.machine().lower()
    return {"amd64": "x86_64", "arm64": "aarch64"}.get(found, found)
