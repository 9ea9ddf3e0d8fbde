"""TeX formulas laid out as SVG, offline, by ziamath: bounded in size and time, since the TeX comes from a model.

ziamath's work doubles with every level of nesting, so beyond shallow TeX a clock watches it. What is broken, unknown or
too much has no layout, and a reader sees its source.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
import time
import warnings
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from desktop.base.text.scripts import CJK_TEXT, HANGUL
from desktop.formats.markdown.formula_letters import LETTERS, with_letters, with_stand_ins
from desktop.formats.markdown.tree import Drawing

log = logging.getLogger(__name__)

MAX_TEX = 1_000  # characters of one formula
MAX_DEPTH = 12  # of braces
MAX_PARTS = 400  # commands, cells and scripts of one formula
BUDGET_SECONDS = 1.0  # for one formula
_QUICK_DEPTH, _QUICK_LENGTH = 2, 160  # TeX that needs no clock, which makes it three times slower
_MOST_EMS = 90  # wide or high
_SIZE = 100.0  # px at which it is laid out; everything told is in em
_TAGS = frozenset({"svg", "path", "rect", "g", "line", "polyline", "polygon", "circle", "ellipse", "title"})
_PARTS = re.compile(r"\\|&|[\^_']")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# What no formula has letters for: Korean, Arabic, Hebrew, emoji. (Chinese is drawn by `formula_letters`.)
_NO_LETTERS = re.compile(f"[\u0590-\u08ff{CJK_TEXT}{HANGUL}\ufe50-\ufeff\U00010000-\U0001d3ff\U0001d800-\U0010ffff]")
_lock = threading.Lock()  # the libraries keep their fonts and counters in globals
_Result = TypeVar("_Result")


class _TooLongError(Exception):
    """The time for one formula is over."""


@lru_cache(maxsize=2_000)
def draw(tex: str, *, display: bool) -> Drawing | None:
    """`tex` laid out, on its own line when `display`; None where its source should be shown. Never raises."""
    if not acceptable(tex):
        return None
    try:
        with _lock, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            quick = len(tex) <= _QUICK_LENGTH and _depth(tex) <= _QUICK_DEPTH
            return _drawn(tex, display) if quick else _within(BUDGET_SECONDS, lambda: _drawn(tex, display))
    except Exception as error:  # whatever three libraries make of hostile TeX
        log.debug("formula shown as its source: %s", type(error).__name__)
        return None


def acceptable(tex: str) -> bool:
    """Whether `tex` is worth trying: not empty, not vast, its braces in pairs, its letters in the font."""
    if (
        not tex.strip()
        or len(tex) > MAX_TEX
        or _CONTROL.search(tex.replace("\n", " "))
        or _NO_LETTERS.search(LETTERS.sub("", tex))
    ):
        return False
    return 0 <= _depth(tex) <= MAX_DEPTH and len(_PARTS.findall(tex)) <= MAX_PARTS


def _depth(tex: str) -> int:
    """How deep its braces and environments nest; -1 where they don't pair."""
    depth = most = 0
    for mark in re.findall(r"\\.|[{}]", tex.replace(r"\begin", "{").replace(r"\end", "}"), re.DOTALL):
        depth += {"{": 1, "}": -1}.get(mark, 0)
        most = max(most, depth)
        if depth < 0:
            return -1
    return most if depth == 0 else -1


def _drawn(tex: str, display: bool) -> Drawing | None:
    from ziamath.config import config
    from ziamath.tex import tex2mml
    from ziamath.zmath import Math

    config.svg2 = False  # Qt's SVG has no symbols
    markup = tex2mml(tex.strip().replace("\n", " "), inline=not display)
    if "\\" in markup or "&#x0005C;" in markup:
        return None  # a command that isn't known stands there as it was written
    markup, letters = with_stand_ins(markup)
    formula = Math(markup, size=_SIZE, margin=0)
    width, height = (float(side) / _SIZE for side in formula.getsize())
    if not (0 < width <= _MOST_EMS and 0 < height <= _MOST_EMS):
        return None
    svg: str | None = formula.svg()
    if svg is None or not _harmless(svg):
        return None
    svg = with_letters(svg, letters) if letters else svg
    if svg is None:
        return None
    below = -float(formula.getyofst()) / _SIZE
    return Drawing(svg, width, max(0.0, height - below), max(0.0, below))


def _harmless(svg: str) -> bool:
    """Whether the picture is made of shapes alone: nothing in it leads anywhere."""
    for element in ElementTree.fromstring(svg).iter():
        name = element.tag.rpartition("}")[2]
        if name not in _TAGS or any("href" in key or "url(" in value for key, value in element.attrib.items()):
            return False
    return True


def _within(seconds: float, work: Callable[[], _Result]) -> _Result:
    """Do `work` in this thread; raises _TooLongError when it takes longer: the clock is looked at in every call."""
    end = time.monotonic() + seconds

    def look(*_: object) -> None:
        if time.monotonic() > end:
            raise _TooLongError

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        return work()
    finally:
        sys.setprofile(before)
