"""Missing system packages are installed through apt, or named where that is impossible."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence

from .needs import NEEDS, Need, missing
from .places import say


def ensure(purposes: Iterable[str], needs: Iterable[Need] = NEEDS) -> list[Need]:
    """Install what is missing for the purposes; returns what is still missing afterwards."""
    purposes, needs = set(purposes), list(needs)
    absent = missing(purposes, needs)
    if not absent:
        return []
    say("The system lacks:")
    for need in absent:
        say(f"  {need.package:<20} {need.thing}: {need.why}")
    prefix = apt_prefix()
    if prefix is None:
        say(by_hand(absent))
        return absent
    install(prefix, [need.package for need in absent])
    left = missing(purposes, needs)
    if left:
        say(by_hand(left))
    return left


def apt_prefix() -> list[str] | None:
    """What to write before `apt-get`: nothing for root, sudo for others; None where packages can't be installed."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    if sys.stdin is not None and sys.stdin.isatty():
        say("They are installed with sudo, which may ask for your password.")
        return ["sudo"]
    return ["sudo", "-n"]


def install(prefix: Sequence[str], packages: Sequence[str]) -> bool:
    """Install Debian packages; False if apt-get failed (it has said why)."""
    say(f"Installing through apt: {' '.join(packages)}")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    subprocess.run([*apt, "update"], stdin=_stdin(), check=False)
    arguments = [*apt, "install", "-y", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0", *packages]
    # dpkg names each of some fifty files it unpacks; what goes wrong is said on stderr.
    return subprocess.run(arguments, stdin=_stdin(), stdout=subprocess.DEVNULL, check=False).returncode == 0


def _stdin() -> int | None:
    return None if sys.stdin is not None and sys.stdin.isatty() else subprocess.DEVNULL


def by_hand(absent: Sequence[Need]) -> str:
    """What to tell someone who has to install things themselves."""
    if shutil.which("apt-get"):
        return f"Please install them yourself: sudo apt-get install {' '.join(need.package for need in absent)}"
    things = ", ".join(f"{need.thing} ({need.package} in Debian)" for need in absent)
    return f"There is no apt here. Please install with your system's package manager: {things}"
