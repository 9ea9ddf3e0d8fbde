"""Files instead of a command: `lamplight book.epub`, "Open with", a file dropped on the program's icon."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit


def split(argv: Sequence[str], commands: Collection[str]) -> tuple[list[str], list[Path]]:
    """What is left for the parser, and the files that the window shall open.

    Where the first word is a command there are no files; a file of such a name is given as `./ask`, or after `--`.
    A word that is neither goes to the parser, which says what commands there are.
    """
    for at, word in enumerate(argv):
        if word == "--":
            return list(argv[:at]), [_path(name) for name in argv[at + 1 :]]
        if not word.startswith("-"):
            if word in commands or not _is_file_name(word):
                break
            rest = argv[at:]
            options = [one for one in rest if one.startswith("-") and not os.path.lexists(one)]
            return [*argv[:at], *options], [_path(name) for name in rest if name not in options]
    return list(argv), []


def _is_file_name(word: str) -> bool:
    """Whether somebody who wrote this meant a file, also one that isn't there."""
    return bool(
        word.startswith("file:")
        or os.path.lexists(word)
        or any(separator and separator in word for separator in (os.sep, os.altsep))
        or os.path.splitext(word)[1]
    )


def _path(name: str) -> Path:
    """A name or a `file:` address, from here on whole: the window's program may stand in another folder."""
    if name.startswith("file:") and not os.path.lexists(name):
        name = os.fsdecode(unquote_to_bytes(urlsplit(name).path))
        if os.name == "nt":
            name = name.lstrip("/")
    return Path(os.path.abspath(name))
