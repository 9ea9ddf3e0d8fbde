"""Portable mode: a folder `lamplight-data` beside the program holds everything, and nothing else is written.

A person makes it by hand, or unpacks the zip that brings it. From then on writing, settings, models, logs and what can
be made again lie there, on the same stick or in the same folder as the program; secrets aren't kept (`secrets.py`).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

FOLDER = "lamplight-data"


def program() -> Path:
    """What a person starts: the frozen program, the AppImage or the app around it; the folder of a checkout."""
    if not getattr(sys, "frozen", False):
        return Path(__file__).resolve().parents[2]
    file = Path(sys.executable).resolve()
    image, mounted = os.environ.get("APPIMAGE"), os.environ.get("APPDIR")
    if image and mounted and file.is_relative_to(Path(mounted).resolve()):  # not those of a program that started us
        return Path(image).absolute()
    if sys.platform == "darwin":
        return next((folder for folder in file.parents if folder.suffix == ".app"), file)
    return file


def portable_folder() -> Path | None:
    """The folder beside the program (in a checkout: inside it); None where nobody made one."""
    started = program()
    folder = (started.parent if getattr(sys, "frozen", False) else started) / FOLDER
    return folder if folder.is_dir() else None
