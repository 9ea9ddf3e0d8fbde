"""What this release of Debian or Ubuntu has only in an older version, from the next: unpacked beside, not installed.

apt does it with folders of its own, so the system's packages and lists stay as they are and nobody needs to be root.
The mirror is the one the system uses; signatures are checked as ever.
"""

from __future__ import annotations

import functools
import shutil
import subprocess
from pathlib import Path

from .places import Places, SetupError, say

_NEXT = {"bookworm": "trixie", "jammy": "noble"}
_TARGETS = "$(CREATED_BY)|$(REPO_URI)|$(CODENAME)|$(COMPONENT)"


def available() -> bool:
    """Whether there is a next release to take things from."""
    return bool(sources())


def release() -> str:
    """The name of this machine's release, where it is known that another follows it; else ""."""
    return next((name for name, following in _NEXT.items() if f" {following} " in sources()), "")


def unpack(places: Places, packages: tuple[str, ...], with_dependencies: tuple[str, ...] = ()) -> Path:
    """A folder with these packages in it as they would lie below `/`, those of the second kind with all they need to
    run. Raises SetupError where there is no next release or it can't be reached."""
    listed = sources()
    if not listed:
        raise SetupError(f"There is no newer release here that {', '.join((*packages, *with_dependencies))} come from.")
    folder = places.cache / "newer"
    root = folder / "root"
    stamp = folder / "unpacked"
    wanted = f"{listed}{packages}{with_dependencies}"
    if stamp.is_file() and stamp.read_text() == wanted:
        return root
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("lists/partial", "archives/partial", "root"):
        (folder / name).mkdir(parents=True)
    (folder / "status").touch()  # as if nothing were installed
    (folder / "sources.list").write_text(listed)
    say(f"Fetching {', '.join((*packages, *with_dependencies))} of the next release; nothing is installed.")
    _apt(folder, "update")
    if packages:
        _apt(folder, "download", *packages)
    if with_dependencies:
        _apt(folder, "install", "--download-only", "--yes", "--no-install-recommends", *with_dependencies)
    for file in sorted(folder.glob("**/*.deb")):
        if subprocess.run(["dpkg-deb", "-x", file, root], check=False).returncode != 0:
            raise SetupError(f"{file.name} could not be unpacked.")
    shutil.rmtree(folder / "archives")
    stamp.write_text(wanted)
    return root


def command(root: Path, name: str) -> Path:
    """A script that runs a command of that folder with the C library beside it, which is newer than the system's."""
    libraries = next(root.glob("usr/lib/*-linux-gnu"))
    loader = next(libraries.glob("ld-linux-*.so.*"))
    script = root.parent / name
    script.write_text(f'#!/bin/sh\nexec "{loader}" --library-path "{libraries}" "{root / "usr/bin" / name}" "$@"\n')
    script.chmod(0o755)
    return script


@functools.cache
def sources() -> str:
    """apt's line for the next release of what the system itself uses; "" where there is none."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        return ""
    asked = ["apt-get", "indextargets", "--format", _TARGETS]
    listed = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    for line in listed.splitlines():
        kind, address, release, component = line.split("|", 3)
        if kind == "Packages" and component == "main" and release in _NEXT:
            components = "main universe" if release == "jammy" else "main"
            return f"deb {address} {_NEXT[release]} {components}\n"
    return ""


def _apt(folder: Path, *arguments: str) -> None:
    options = {
        "Dir::Etc::SourceList": folder / "sources.list",
        "Dir::Etc::SourceParts": "-",
        "Dir::State::Lists": folder / "lists",
        "Dir::State::status": folder / "status",
        "Dir::Cache": folder,
        "Dir::Cache::archives": folder / "archives",
        "APT::Sandbox::User": "root",  # or root would change to a user who can't write here
    }
    settings = [part for name, value in options.items() for part in ("-o", f"{name}={value}")]
    done = subprocess.run(["apt-get", "-qq", *settings, *arguments], cwd=folder, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        raise SetupError("The next release's packages could not be fetched; the reason is above.")
