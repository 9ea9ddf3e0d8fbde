"""Dropping a model anywhere on the window adds it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import translate
from desktop.ui.look import icons, tokens
from desktop.ui.look.theme import theme
from desktop.ui.widgets.draw import rounded

_ENDING = ".gguf"


def dropped_files(data: QMimeData) -> list[Path]:
    """The local files that are being dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []


def is_model(path: Path) -> bool:
    """Whether the name is that of a model; what is inside is the library's question."""
    return path.suffix.lower() == _ENDING


class DropHint(QWidget):
    """Over the page while something is dragged: what letting go will do."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.words = ""
        self._icon = "layers"
        self.hide()

    def appear(self, area: QRect, words: str = "") -> None:
        """Show over `area`; `words` say what becomes of documents, "" that a model is added."""
        self.words = words or translate("Frame", "Let go to add this model")
        self._icon = "file" if words else "layers"
        self.setGeometry(area)
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setOpacity(0.94)
        painter.fillRect(self.rect(), theme.colour("page"))
        painter.setOpacity(1)
        frame = self.rect().adjusted(24, 24, -24, -24)
        rounded(painter, frame, tokens.RADIUS_CARD, "proposal", "accent", tokens.RING_WIDTH)
        side = theme.px(24)
        middle = frame.center()
        icon = icons.pixmap(self._icon, "accent_text", side)
        painter.drawPixmap(middle.x() - side // 2, middle.y() - side - 8, icon)
        painter.setFont(theme.font_for("chat", self.words))
        painter.setPen(theme.colour("text"))
        area = QRect(frame.left(), middle.y() + 4, frame.width(), theme.px(28))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.words)
