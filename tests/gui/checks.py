"""What every place is held to: names and roles, room for each text, contrast of what is painted, what lies where."""

from __future__ import annotations

import numpy
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QScrollBar, QWidget

from desktop.ui.widgets import Label, Paragraph
from tests.gui.seen import texts
from tests.gui.walk import shown_in, takes_keys

TEXT = 4.5
_NEVER = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
_ROLES_OF_NOTHING = {QAccessible.Role.NoRole, QAccessible.Role.Client}


def told(widget: QWidget) -> str:
    """Where it is, for the message of a failed test."""
    names: list[str] = []
    at: QWidget | None = widget
    while at is not None and len(names) < 4:
        names.append(type(at).__name__)
        at = at.parentWidget()
    return " < ".join(names)


def names_and_roles(root: QWidget) -> list[str]:
    """What takes keys or is a button says what it is and what it is called, in the tree that screen readers read."""
    found = []
    for widget in shown_in(root):
        acts = takes_keys(widget) or isinstance(widget, QAbstractButton)
        inner = isinstance(widget, QScrollBar) or type(widget).__name__ == "QExpandingLineEdit"
        if not acts or inner or widget.visibleRegion().isEmpty():
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None:
            found.append(f"not in the tree: {told(widget)}")
            continue
        if not interface.text(QAccessible.Text.Name).strip():
            found.append(f"no name: {told(widget)}")
        if interface.role() in _ROLES_OF_NOTHING:
            found.append(f"no role: {interface.text(QAccessible.Text.Name)!r} {told(widget)}")
    return found


def room(root: QWidget) -> list[str]:
    """Each text has the room it needs, unless it may be shortened or scrolled; nothing stands out of its parent."""
    found = [
        f"clipped: {seen.text[:50]!r} {told(seen.widget)} {seen.widget.width()}x{seen.widget.height()}"
        f" of {seen.widget.sizeHint().width()}x{seen.widget.sizeHint().height()}"
        for seen in texts(root)
        if not seen.fits
    ]
    return found + _outside(root)


def _outside(root: QWidget) -> list[str]:
    """Buttons and labels of which a part is cut off at the side by what holds them."""
    found = []
    for widget in shown_in(root):
        if not isinstance(widget, (QAbstractButton, QLabel, Paragraph)) or widget.width() == 0:
            continue
        holder = widget.parentWidget()
        while holder is not None and holder is not root.window():
            area = QRect(widget.mapTo(holder, QPoint()), widget.size())
            cut = max(-area.left(), area.right() + 1 - holder.width())
            above = holder.parentWidget()
            if isinstance(above, QScrollArea) and above.horizontalScrollBarPolicy() != _NEVER:
                break  # a bar leads there
            icon = isinstance(widget, QAbstractButton) and not widget.text()
            if cut > (4 if icon else 1):  # an icon has air at its sides
                found.append(f"cut by {cut} px: {_said(widget)[:40]!r} {told(widget)}")
                break
            holder = holder.parentWidget()
    return found


def _said(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, (QAbstractButton, QLabel, Paragraph)) else ""
    return text or widget.accessibleName()


def contrast(root: QWidget) -> list[str]:
    """Words as painted stand out from their ground by 4.5 to 1; disabled ones may be fainter (WCAG 2.2, 1.4.3)."""
    window = root.window()
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    raw = numpy.frombuffer(image.constBits(), numpy.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    found = []
    for widget in shown_in(root):
        words = isinstance(widget, (Label, Paragraph)) or (isinstance(widget, QAbstractButton) and widget.text())
        if not words or not _said(widget).strip() or not widget.isEnabled():
            continue
        seen = widget.visibleRegion().boundingRect()
        if seen.height() < widget.height() or seen.width() < widget.width():
            continue
        area = QRect(widget.mapTo(window, seen.topLeft()), seen.size()).intersected(window.rect())
        pixels = raw[area.top() : area.bottom() + 1, area.left() : area.right() + 1, :3].reshape(-1, 3)
        if len(pixels) > 60:
            ratio = _best(pixels)
            if ratio < TEXT:
                found.append(f"{ratio:.2f}: {_said(widget)[:40]!r} {told(widget)}")
    return found


def _best(pixels: numpy.ndarray) -> float:
    """Between the commonest colour and the one that stands out most from it, of those that aren't mere specks."""
    codes = pixels.astype(numpy.uint32) @ numpy.array([1, 256, 65536], numpy.uint32)
    colours, counts = numpy.unique(codes, return_counts=True)
    channels = numpy.stack([(colours >> shift) & 255 for shift in (16, 8, 0)], axis=1) / 255
    linear = numpy.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    light = linear @ numpy.array([0.2126, 0.7152, 0.0722])
    ground = light[counts.argmax()]
    ratios = (numpy.maximum(light, ground) + 0.05) / (numpy.minimum(light, ground) + 0.05)
    return float(ratios.max())
