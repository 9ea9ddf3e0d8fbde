"""One row of the outline: chevron or status, number, title, words."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QPainter

from desktop.store.stories.records import Node, NodeKind, NodeStatus
from desktop.ui.look import icons, tokens
from desktop.ui.look.theme import theme
from desktop.ui.panes.story import words
from desktop.ui.widgets.draw import mirrored, put, rounded

_STEP = 16
_STYLES = {NodeKind.PART: "chrome_strong", NodeKind.CHAPTER: "chrome_medium"}


def paint_row(
    painter: QPainter,
    area: QRect,
    node: Node,
    number: str,
    depth: int,
    *,
    selected: bool,
    hovered: bool,
    focused: bool,
    open_: bool | None,
) -> None:
    """`open_` says whether what is below it shows; None where there is nothing."""
    if selected or hovered:
        rounded(painter, area, tokens.RADIUS_CONTROL, "selected" if selected else "hover")
    if focused:
        rounded(painter, area, tokens.RADIUS_CONTROL, None, "accent", tokens.RING_WIDTH)
    x = area.left() + theme.px(4) + depth * theme.px(_STEP)
    side = theme.px(16)
    middle = area.center().y() + 1
    if node.kind in (NodeKind.PART, NodeKind.CHAPTER) or open_ is not None:
        if open_ is not None:
            leftwards = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
            name = "chevron-down" if open_ else "chevron-left" if leftwards else "chevron-right"
            put(painter, x, middle - side // 2, icons.pixmap(name, "secondary", side), side, area)
    elif node.kind is NodeKind.NOTE:
        put(painter, x, middle - side // 2, icons.pixmap("file", "secondary", side), side, area)
    else:
        place = mirrored(QRect(x, middle - side // 2, side, side), area)
        _paint_status(painter, node.status, QRectF(place))
    x += side + theme.px(4)
    right = area.right() - theme.px(8)
    if node.kind is not NodeKind.NOTE:
        right = _paint_words(painter, node, area, right, selected)
    style = "chrome_medium" if selected else _STYLES.get(node.kind, "chrome")
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    painter.setPen(theme.colour("text"))
    if number:
        painter.setFont(theme.font_for(style, number))
        width = QFontMetrics(painter.font()).horizontalAdvance(number) + theme.px(8)
        painter.drawText(mirrored(QRect(x, area.top(), width, area.height()), area), flags, number)
        x += width
    title = words.name(node)
    painter.setFont(theme.font_for(style, title))
    if not node.title:
        painter.setPen(theme.colour("text" if selected else "secondary"))
    room = QRect(x, area.top(), right - x, area.height())
    shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(mirrored(room, area), flags, shown)


def _paint_words(painter: QPainter, node: Node, area: QRect, right: int, selected: bool) -> int:
    """The count at the right; returns where the title has to end."""
    if not node.words and node.kind is NodeKind.SCENE and not node.target_words:
        return right
    said = words.count(node.words)
    painter.setFont(theme.font("small", chinese=False))
    painter.setPen(theme.colour("text" if selected and theme.dark else "secondary"))
    width = painter.fontMetrics().horizontalAdvance(said)
    box = QRect(right - width, area.top(), width + 1, area.height())
    painter.drawText(mirrored(box, area), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, said)
    if node.target_words:
        bar = QRectF(right - theme.px(28), area.bottom() - 4, theme.px(28), 2)
        painter.fillRect(bar, theme.colour("hairline"))
        bar.setWidth(bar.width() * min(1.0, node.words / node.target_words))
        painter.fillRect(bar, theme.colour("good" if node.words >= node.target_words else "accent"))
    return right - width - theme.px(8)


def _paint_status(painter: QPainter, status: NodeStatus, box: QRectF) -> None:
    if status in (NodeStatus.DONE, NodeStatus.REVISED):
        token = "good" if status is NodeStatus.DONE else "secondary"
        painter.drawPixmap(box.topLeft(), icons.pixmap("check", token, round(box.width())))
        return
    side = theme.px(8)
    dot = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
    if status is NodeStatus.DRAFT:
        rounded(painter, dot, side / 2, "accent")
    else:
        rounded(painter, dot, side / 2, None, "border", 1.5)
