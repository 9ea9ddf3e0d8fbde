"""Installing a package that was fetched and checked, by the way of the system it is for."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

from desktop.base.errors import Code, LamplightError
from desktop.features.updates.installation import Installation, Kind
from desktop.features.updates.switching import switch_file, switch_folder

log = logging.getLogger(__name__)

# What installs a file of each kind, the first of them that is there; it runs as root.
_INSTALLERS: dict[Kind, tuple[tuple[str, ...], ...]] = {
    Kind.DEB: (("apt-get", "install", "--yes", "--allow-downgrades"), ("dpkg", "--install")),
    Kind.RPM: (
        ("dnf", "install", "--assumeyes"),
        ("zypper", "--non-interactive", "install", "--allow-unsigned-rpm", "--oldpackage"),
        ("rpm", "--upgrade", "--oldpackage"),
    ),
    Kind.PACMAN: (("pacman", "--upgrade", "--noconfirm"),),
    Kind.APK: (("apk", "add", "--allow-untrusted"),),
}
Run = Callable[[Sequence[str]], tuple[int, str]]


class Outcome(StrEnum):
    """What became of it."""

    INSTALLED = "installed"  # the next start is of the other version
    HANDED_OVER = "handed_over"  # the system's installer asks the person now
    SHOWN = "shown"  # the person unpacks or drags it by hand


def install(package: Path, found: Installation, *, terminal: bool = False, run: Run | None = None) -> Outcome:
    """Install it. Waits for as long as the system asks for a password: not on the main thread.

    With `terminal` a password is asked for there. Raises LamplightError(UPDATE_NOT_INSTALLED); this version is then
    still there.
    """
    try:
        return _install(package, found, terminal, run or _run)
    except (OSError, ValueError, tarfile.TarError) as error:
        raise _failed(package, str(error)) from error


def _install(package: Path, found: Installation, terminal: bool, run: Run) -> Outcome:
    if found.kind in _INSTALLERS:
        return _by_packages(package, found.kind, terminal, run)
    if found.kind is Kind.APPIMAGE:
        switch_file(found.program, package)
        return Outcome.INSTALLED
    if found.kind is Kind.FOLDER:
        switch_folder(found.program, package)
        return Outcome.INSTALLED
    if found.kind in (Kind.NSIS, Kind.MSI):
        command = [str(package)] if found.kind is Kind.NSIS else ["msiexec", "/i", str(package)]
        subprocess.Popen(command, close_fds=True)
        return Outcome.HANDED_OVER
    open_with_system(package if found.kind is Kind.DMG else package.parent)
    return Outcome.SHOWN


def _by_packages(package: Path, kind: Kind, terminal: bool, run: Run) -> Outcome:
    command = next((each for each in _INSTALLERS[kind] if shutil.which(each[0])), None)
    leave = "sudo" if terminal and shutil.which("sudo") else "pkexec"
    if command is None or (not _is_root() and shutil.which(leave) is None):
        open_with_system(package)
        return Outcome.HANDED_OVER
    path = shutil.which(command[0]) or command[0]
    status, said = run([*([] if _is_root() else [leave]), path, *command[1:], str(package)])
    if status:
        log.warning("not installed: %s %s", status, said)
        raise _failed(package, said)
    return Outcome.INSTALLED


def open_with_system(path: Path) -> None:
    """Open a file or folder as a double click does. Raises OSError."""
    if sys.platform == "win32":
        os.startfile(path)
        return
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    subprocess.Popen([opener, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def _run(command: Sequence[str]) -> tuple[int, str]:
    """Its status, and the last line it said."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for name in ("LD_LIBRARY_PATH", "QT_PLUGIN_PATH"):  # of the bundle, which a program of the system must not load
        original = environment.pop(f"{name}_ORIG", None)
        environment.pop(name, None)
        if original:
            environment[name] = original
    done = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=environment,
        check=False,
    )
    lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
    return done.returncode, lines[-1] if lines else ""


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _failed(package: Path, cause: str) -> LamplightError:
    return LamplightError(Code.UPDATE_NOT_INSTALLED, path=str(package), cause=cause)
