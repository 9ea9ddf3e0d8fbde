"""The fonts: the bundled ones, and the order of families in Latin and in Chinese text."""

from __future__ import annotations

import functools
import logging

from PySide6.QtGui import QFont, QFontDatabase

from desktop.base.paths import resources
from desktop.ui.look import tokens

log = logging.getLogger(__name__)

_LIGHTER = 350  # "DemiLight", where a family has it


@functools.cache
def load_fonts() -> None:
    """Make the fonts of `resources/fonts` known to Qt; needs the application object."""
    for file in sorted((resources() / "fonts").glob("*.[ot]tf")):
        if QFontDatabase.addApplicationFont(str(file)) < 0:
            log.warning("font not loaded: %s", file)


@functools.cache
def families(family: str, chinese: bool) -> tuple[str, ...]:
    """The installed families for sans, serif or mono, Chinese ones first in Chinese text.

    Otherwise the quotation marks, the ellipsis and the dash would come from the Latin font, at half width.
    """
    load_fonts()
    installed = set(QFontDatabase.families())
    latin = tuple(name for name in tokens.LATIN[family] if name in installed)
    cjk = tuple(name for name in tokens.CHINESE[family] if name in installed)[:1]
    return cjk + latin if chinese else latin + cjk


@functools.cache
def lighter_weight(family: str) -> bool:
    """Whether the Chinese family has a weight between light and regular: light on dark looks bolder."""
    found = families(family, chinese=True)
    return bool(found) and _LIGHTER in {
        QFontDatabase.weight(found[0], style) for style in QFontDatabase.styles(found[0])
    }


def make_font(style: tokens.Style, scale: float, *, chinese: bool, dark: bool) -> QFont:
    """The font of a style; sizes are px, so that the line heights of the look hold at any resolution."""
    font = QFont()
    font.setFamilies(list(families(style.family, chinese)))
    size = (chinese and style.chinese_size) or style.size
    font.setPixelSize(max(1, round(size * scale)))
    weight = style.weight
    if chinese and dark and weight == tokens.REGULAR and lighter_weight(style.family):
        weight = _LIGHTER
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if style.family == tokens.MONO:
        font.setStyleHint(QFont.StyleHint.Monospace)
        font.setFixedPitch(True)
    return font
