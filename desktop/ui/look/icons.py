"""Icons: SVG files of one family, tinted by a token, sharp at every scale."""

from __future__ import annotations

import functools
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.base.paths import resources
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme


def names() -> list[str]:
    """Every icon there is."""
    return sorted(file.stem for file in (resources() / "icons").glob("*.svg"))


def pixmap(name: str, token: str = "text", size: int = tokens.ICON) -> QPixmap:
    """The icon in the colour of `token`, `size` logical px wide, for the screen's resolution."""
    application = QGuiApplication.instance()
    ratio = application.devicePixelRatio() if isinstance(application, QGuiApplication) else 1.0
    return _drawn(name, theme.colour(token).name(), size, ratio)


def icon(name: str, token: str = "text", size: int = tokens.ICON) -> QIcon:
    """The icon for a menu or a window. It keeps the colour it was made with: make it anew when the theme changes."""
    made = QIcon()
    for ratio in (1.0, 1.5, 2.0, 3.0):
        made.addPixmap(_drawn(name, theme.colour(token).name(), size, ratio))
    return made


def paint(painter: QPainter, name: str, token: str, area: QRectF) -> None:
    """Draw the icon into `area`."""
    _renderer(name, theme.colour(token).name()).render(painter, area)


@functools.lru_cache(maxsize=512)
def _drawn(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    side = round(size * ratio)
    drawn = QPixmap(side, side)
    drawn.fill(QColor(Qt.GlobalColor.transparent))
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name, colour).render(painter, QRectF(0, 0, side, side))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


@functools.lru_cache(maxsize=512)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    source = _source(resources() / "icons" / f"{name}.svg")
    return QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))


@functools.cache
def _source(file: Path) -> str:
    return file.read_text(encoding="utf-8")
