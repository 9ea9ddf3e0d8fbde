"""Drawing shared by the widgets: cards, the one shadow, hairlines."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle

from desktop.ui.look import tokens
from desktop.ui.look.theme import theme


def rounded(
    painter: QPainter,
    area: QRect | QRectF,
    radius: float,
    fill: str | None = None,
    line: str | None = None,
    width: float = tokens.HAIRLINE,
) -> None:
    """A rounded rectangle filled with one token and edged, inside its area, with another."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(theme.colour(fill) if fill else Qt.BrushStyle.NoBrush)
    box = QRectF(area)
    if line:
        painter.setPen(QPen(theme.colour(line), width))
        box.adjust(width / 2, width / 2, -width / 2, -width / 2)
        radius = max(0.0, radius - width / 2)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRoundedRect(box, radius, radius)
    painter.restore()


def mirrored(area: QRect, within: QRect) -> QRect:
    """Where `area` lies in `within` for those who read from right to left, else as it is.

    Qt lets text begin at the side where reading begins by itself, but not what is painted at a place.
    """
    return QStyle.visualRect(QGuiApplication.layoutDirection(), within, area)


def put(painter: QPainter, x: int, y: int, picture: QPixmap, side: int, within: QRect) -> None:
    """Draw an icon of `side` px, at the other side for those who read from right to left."""
    painter.drawPixmap(mirrored(QRect(x, y, side, side), within).topLeft(), picture)


def shadow(painter: QPainter, area: QRect, radius: int) -> None:
    """The shadow of what floats: many faint steps, so that no ring shows on paper colours."""
    blur = tokens.SHADOW_BLUR
    colour = theme.shadow()
    box = QRectF(area).translated(0, tokens.SHADOW_OFFSET / 2)
    outline = QPainterPath()
    outline.addRoundedRect(QRectF(area), radius, radius)
    everything = QPainterPath()
    everything.addRect(QRectF(area).adjusted(-blur * 2, -blur * 2, blur * 2, blur * 2))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(everything.subtracted(outline))
    painter.setPen(Qt.PenStyle.NoPen)
    steps = blur // 2
    for step in range(steps):
        grow = blur / 2 - step
        share = QColor(colour)
        share.setAlphaF(colour.alphaF() * 2 * (step + 1) / (steps * (steps + 1)))
        painter.setBrush(share)
        painter.drawRoundedRect(box.adjusted(-grow, -grow, grow, grow), radius + grow, radius + grow)
    painter.restore()
