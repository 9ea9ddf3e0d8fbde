"""What has just been done, for a few seconds at the foot of the page, with Undo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from desktop.base.i18n import translate
from desktop.ui.look import tokens
from desktop.ui.widgets.buttons import Link
from desktop.ui.widgets.draw import rounded, shadow
from desktop.ui.widgets.labels import Label

_SECONDS = 8
_ROOM = 32  # for the shadow


class Toast(QWidget):
    """A floating line over `over`, above its lowest `bottom` px. One at a time: a new one replaces it."""

    gone = Signal()

    def __init__(
        self,
        over: QWidget,
        text: str,
        undo: Callable[[], object] | None = None,
        *,
        bottom: int | Callable[[], int] = 16,
        label: Callable[[], str] | None = None,
    ) -> None:
        super().__init__(over)
        self._over = over
        self._bottom = bottom
        self._undo = undo
        row = QHBoxLayout(self)
        row.setContentsMargins(_ROOM + 16, _ROOM + 10, _ROOM + 16, _ROOM + 10)
        row.setSpacing(16)
        self.label = Label(text)
        row.addWidget(self.label)
        self.button: Link | None = None
        if undo is not None:
            self.button = Link(label or (lambda: translate("Widgets", "Undo")), style="chrome_medium", underline=False)
            self.button.clicked.connect(self.undo)
            row.addWidget(self.button)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self.dismiss)
        over.installEventFilter(self)
        self.setAccessibleName(text)

    def undo(self) -> None:
        """Take back what the toast tells of."""
        undo, self._undo = self._undo, None
        self.dismiss()
        if undo is not None:
            undo()

    def dismiss(self) -> None:
        """Go away."""
        if isValid(self) and not self.isHidden():
            self.hide()
            self.gone.emit()
            self.deleteLater()

    def appear(self) -> None:
        """Show for eight seconds; it stays while the pointer is on it."""
        self._place()
        self.show()
        self.raise_()
        self._clock.start(_SECONDS * 1000)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def enterEvent(self, _event: QEvent) -> None:
        self._clock.stop()

    def leaveEvent(self, _event: QEvent) -> None:
        self._clock.start(_SECONDS * 500)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        elif event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self._place)
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = self.rect().adjusted(_ROOM, _ROOM, -_ROOM, -_ROOM)
        shadow(painter, area, tokens.RADIUS_CARD)
        rounded(painter, area, tokens.RADIUS_CARD, "card", "hairline")

    def _place(self) -> None:
        over, bottom = self._over, self._bottom
        free = bottom if isinstance(bottom, int) else bottom()
        self.adjustSize()
        self.move((over.width() - self.width()) // 2, over.height() - free - self.height() + _ROOM)


def toast(
    owner: QWidget,
    text: str,
    undo: Callable[[], object] | None = None,
    *,
    bottom: int | Callable[[], int] | None = None,
    label: Callable[[], str] | None = None,
) -> Toast:
    """Show a toast over the page that `owner` is on (its nearest ancestor with the property "toasts", or its window).

    `bottom` keeps that many px free below it, asked again when `owner` is laid out anew; the page's property "toasts"
    says how many otherwise. `label` is what the link says that calls `undo`.
    """
    over: QWidget = owner
    while over.property("toasts") is None and (above := over.parentWidget()) is not None:
        over = above
    for old in over.findChildren(Toast):
        old.dismiss()
    room = bottom if bottom is not None else int(over.property("toasts") or 16)
    shown = Toast(over, text, undo, bottom=room, label=label)
    owner.installEventFilter(shown)
    shown.appear()
    return shown
