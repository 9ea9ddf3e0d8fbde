"""The glow of lamplight: once, on the first page. Dithered, because on paper colours a soft gradient shows rings."""

from __future__ import annotations

import functools
import math

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

# 8 x 8 ordered dither (Bayer), 0 to 63
_BAYER = (
    (0, 32, 8, 40, 2, 34, 10, 42),
    (48, 16, 56, 24, 50, 18, 58, 26),
    (12, 44, 4, 36, 14, 46, 6, 38),
    (60, 28, 52, 20, 62, 30, 54, 22),
    (3, 35, 11, 43, 1, 33, 9, 41),
    (51, 19, 59, 27, 49, 17, 57, 25),
    (15, 47, 7, 39, 13, 45, 5, 37),
    (63, 31, 55, 23, 61, 29, 53, 21),
)


@functools.lru_cache(maxsize=4)
def glow(size: QSize, middle: str, edge: str) -> QImage:
    """A round light of colour `middle` that fades to `edge`, in device pixels.

    One quarter is computed, in about 0.1 s for the first page, and mirrored.
    """
    half_w, half_h = (size.width() + 1) // 2, (size.height() + 1) // 2
    inner, outer = QColor(middle), QColor(edge)
    steps = [(b - a) for a, b in zip(_rgb(outer), _rgb(inner), strict=True)]
    base = _rgb(outer)
    fade = [_smooth(1 - math.sqrt(n / 1024)) for n in range(1025)]
    data = bytearray(half_w * half_h * 4)
    at = 0
    for y in range(half_h):
        row = _BAYER[y & 7]
        dy = ((half_h - y) / half_h) ** 2
        for x in range(half_w):
            distance = ((half_w - x) / half_w) ** 2 + dy
            light = fade[int(min(1.0, distance) * 1024)]
            threshold = (row[x & 7] + 0.5) / 64
            data[at] = int(base[2] + steps[2] * light + threshold)
            data[at + 1] = int(base[1] + steps[1] * light + threshold)
            data[at + 2] = int(base[0] + steps[0] * light + threshold)
            data[at + 3] = 255
            at += 4
    quarter = QImage(bytes(data), half_w, half_h, half_w * 4, QImage.Format.Format_RGB32).copy()
    return _whole(quarter, size)


def _rgb(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()


def _smooth(share: float) -> float:
    """From 0 at the rim to 1 in the middle, flat at both ends."""
    return share * share * (3 - 2 * share)


def _whole(quarter: QImage, size: QSize) -> QImage:
    """The quarter, mirrored to all sides."""
    whole = QImage(size, QImage.Format.Format_RGB32)
    painter = QPainter(whole)
    right, bottom = size.width() - quarter.width(), size.height() - quarter.height()
    painter.drawImage(0, 0, quarter)
    painter.drawImage(right, 0, quarter.flipped(Qt.Orientation.Horizontal))
    painter.drawImage(0, bottom, quarter.flipped(Qt.Orientation.Vertical))
    painter.drawImage(right, bottom, quarter.flipped(Qt.Orientation.Horizontal | Qt.Orientation.Vertical))
    painter.end()
    return whole
