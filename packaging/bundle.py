"""Make `dist/lamplight`, a folder that runs without Python, unless it is already made from what is here.

The new folder takes the old one's place only when it is complete.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist" / "lamplight"
WORK = ROOT / "build" / "bundle"


def sources() -> Iterator[Path]:
    """Every file the bundle is made from, in a fixed order."""
    for folder in ("desktop", "resources"):
        yield from sorted(file for file in (ROOT / folder).rglob("*") if file.is_file() and file.suffix != ".pyc")
    for name in ("packaging/lamplight.spec", "packaging/bundle.py", "packaging/requirements-dev.txt", "LICENSE"):
        yield ROOT / name
    # Made from the build lock and the flags; llama.cpp is in it.
    yield ROOT / ".venv" / "lamplight.stamp"


def digest() -> str:
    """What tells one state of the sources from another."""
    found = hashlib.sha256()
    for file in sources():
        found.update(f"{file.relative_to(ROOT)}\n".encode())
        if file.exists():
            found.update(file.read_bytes())
    return found.hexdigest()


def is_fresh(wanted: str) -> bool:
    """Whether the bundle that is there was made from these sources."""
    stamp = WORK / "made-from"
    return (DIST / "lamplight").is_file() and stamp.is_file() and stamp.read_text() == wanted


def make() -> None:
    """Make the bundle if it is missing or stale. Raises CalledProcessError when PyInstaller fails."""
    wanted = digest()
    if is_fresh(wanted):
        print(f"{DIST} is up to date.")
        return
    print("Making the bundle, which takes about a minute.", flush=True)
    new = WORK / "dist"
    shutil.rmtree(new, ignore_errors=True)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", str(new), "--workpath", str(WORK / "work"), str(ROOT / "packaging" / "lamplight.spec")]
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "PYINSTALLER_CONFIG_DIR": str(WORK / "config")})
    DIST.parent.mkdir(exist_ok=True)
    shutil.rmtree(DIST, ignore_errors=True)
    (new / "lamplight").rename(DIST)
    (WORK / "made-from").write_text(wanted)
    size = sum(file.stat().st_size for file in DIST.rglob("*") if file.is_file() and not file.is_symlink())
    print(f"{DIST / 'lamplight'}: {size / 1e6:.0f} MB, of which 98 MB are the starter model.")


if __name__ == "__main__":
    make()
