"""Write the manual page and the completions, laid out as below a prefix such as /usr.

python packaging/manual/make.py FOLDER
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent), str(Path(__file__).resolve().parent.parent.parent)]

import desktop  # noqa: E402
from manual.tree import commands  # noqa: E402
from manual.writing import bash, fish, man_page, zsh  # noqa: E402


def make(folder: Path) -> list[Path]:
    """Write them; returns what was written. Raises OSError."""
    found = commands()
    texts = {
        "share/man/man1/lamplight.1": man_page(found, desktop.__version__, f"{datetime.now(UTC):%Y-%m-%d}"),
        "share/bash-completion/completions/lamplight": bash(found),
        "share/zsh/site-functions/_lamplight": zsh(found),
        "share/fish/vendor_completions.d/lamplight.fish": fish(found),
    }
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [folder / name for name in texts]


if __name__ == "__main__":
    for written in make(Path(sys.argv[1])):
        print(written)
