"""Fonts for what is printed: ours for Latin letters, the system's for Chinese."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from desktop.base.paths import resources

# Book faces first; what comes with Windows and macOS stands in fixed places.
_WANTED = ("Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "SimSun", "AR PL UMing CN", "Noto Sans CJK SC")
_PLACES = (
    ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 2),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
    ("C:/Windows/Fonts/simsun.ttc", 0),
    ("C:/Windows/Fonts/msyh.ttc", 0),
    ("/System/Library/Fonts/Supplemental/Songti.ttc", 3),
    ("/System/Library/Fonts/STHeiti Light.ttc", 1),
)


@dataclass(frozen=True)
class FontFile:
    """A font in a file; `index` tells which one of a collection."""

    path: Path
    index: int = 0


def latin(style: str = "") -> FontFile:
    """Our serif: "" regular, "I" italic, "B" semibold (also for both at once)."""
    name = {"": "Regular", "I": "It"}.get(style, "Semibold")
    return FontFile(resources() / "fonts" / f"SourceSerifPro-{name}.otf")


@lru_cache(maxsize=1)
def chinese() -> FontFile | None:
    """The best font of this computer for Simplified Chinese; None where there is none."""
    found = _from_fontconfig()
    for family in _WANTED:
        if family in found:
            return found[family]
    if found:
        return next(iter(found.values()))
    return next((FontFile(Path(path), index) for path, index in _PLACES if Path(path).is_file()), None)


def _from_fontconfig() -> dict[str, FontFile]:
    program = shutil.which("fc-list")
    if program is None:
        return {}
    wanted = ":lang=zh-cn:scalable=true"
    try:
        ran = subprocess.run(
            [program, "-f", "%{file}\t%{index}\t%{style}\t%{family}\n", wanted], capture_output=True, timeout=10
        )
    except (OSError, subprocess.SubprocessError):
        return {}
    found: dict[str, FontFile] = {}
    for line in ran.stdout.decode("utf-8", "replace").splitlines():
        path, index, style, family = ([*line.split("\t"), "", "", ""])[:4]
        number = int(index) if index.isdigit() else 0
        if number > 0xFFFF or not any(name in style.split(",") for name in ("Regular", "Normal", "Book", "Medium")):
            continue  # a named instance of a variable font, or another weight
        for name in family.split(","):
            found.setdefault(name, FontFile(Path(path), number))
    return found
