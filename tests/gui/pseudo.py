"""Languages that nobody speaks, for tests: texts that are 40 % longer, and one that is written from right to left.

They are real translation files, made of the texts there are, and read and offered as any other.
"""

from __future__ import annotations

import re
import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from desktop.base import i18n

LONGER, LEFTWARDS = "eo", "he"
_GROWTH = 0.4
_KEPT = re.compile(r"(\{[^}]*\}|%n|\n)")
_ACCENTS = str.maketrans("aeiouyAEIOUYcns", "áéíóúýÁÉÍÓÚÝçñš")
_HEBREW = str.maketrans(dict(zip("abcdefghijklmnopqrstuvwxyz", "אבגדהוזחטיכלמנסעפצקרשתאבגד", strict=True)))


def longer(text: str) -> str:
    """The text with accents and 40 % more of it, in words that can be broken; what is filled in stays."""
    pieces = _KEPT.split(text)
    letters = sum(len(piece) for piece in pieces if not _KEPT.fullmatch(piece))
    said = "".join(piece if _KEPT.fullmatch(piece) else piece.translate(_ACCENTS) for piece in pieces)
    more = round(letters * _GROWTH)
    filler = ("óné twó thréé " * (more // 10 + 1))[:more].rstrip()
    return f"{said} {filler}" if filler and letters > 2 else said


def leftwards(text: str) -> str:
    """The text in Hebrew letters: of no meaning, but read from right to left."""
    return "".join(piece if _KEPT.fullmatch(piece) else piece.lower().translate(_HEBREW) for piece in _KEPT.split(text))


def make(folder: Path) -> Path:
    """A folder with every language there is and these two."""
    shutil.copytree(i18n.folder(), folder, dirs_exist_ok=True)
    for language, change, name in ((LONGER, longer, "Pseudo"), (LEFTWARDS, leftwards, "עברית")):
        tree = ElementTree.parse(folder / "zh_CN.ts")
        root = tree.getroot()
        root.set("language", language)
        for message in root.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            source = message.findtext("source") or ""
            for child in list(translation):
                translation.remove(child)
            translation.text = change(source)
            if "%n" in source:
                message.set("numerus", "yes")
                translation.text = None
                for _ in range(2):
                    ElementTree.SubElement(translation, "numerusform").text = change(source)
        said = root.find("extra-name")
        if said is not None:
            said.text = name
        tree.write(folder / f"{language}.ts", encoding="utf-8", xml_declaration=True)
    return folder
