"""A link is opened only after a look at its address."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.formats.markdown.text import readable
from desktop.ui.system.browser import open_in_browser
from desktop.ui.widgets import Button, Label, Paragraph, Popup

_WIDTH = 360
_SHOWN = 600  # characters of the address


class LinkPopup(Popup):
    """Where a link leads, the host in strong letters; one button opens it in the browser, one copies it."""

    def __init__(self, anchor: QWidget, address: str) -> None:
        super().__init__(anchor)
        self.address = address
        box = QVBoxLayout()
        box.setContentsMargins(12, 10, 12, 8)
        box.setSpacing(2)
        box.addWidget(Label(translate("Chat", "This link leads to"), "meta", "secondary"))
        box.addWidget(Label(place(address), "chrome_strong", elide=True))
        shown = readable(address)
        self.text = Paragraph(shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…", "meta", "secondary")
        box.addWidget(self.text)
        box.addSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.open_button = Button(lambda: translate("Chat", "Open in the browser"), "plain")
        self.open_button.clicked.connect(self._open_address)
        self.copy_button = Button(lambda: translate("Chat", "Copy address"), "quiet")
        self.copy_button.clicked.connect(self._copy)
        row.addWidget(self.open_button)
        row.addWidget(self.copy_button)
        row.addStretch(1)
        box.addLayout(row)
        self.card.column.addLayout(box)
        self.setAccessibleName(shown)

    def first_focus(self) -> QWidget | None:
        return self.copy_button

    def _open_address(self) -> None:
        self.close_popup()
        open_in_browser(self.address)

    def _copy(self) -> None:
        self.close_popup()
        QGuiApplication.clipboard().setText(self.address)


def place(address: str) -> str:
    """The host of a web address, in its plain ASCII form, or the receiver of a mail."""
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    if url.scheme() == "mailto":
        return readable(url.path())
    host = url.host(QUrl.ComponentFormattingOption.FullyEncoded)
    return host or translate("Chat", "an address that can’t be read")


def ask_to_open(over: QWidget, address: str) -> LinkPopup:
    """Show the address where the link was clicked."""
    popup = LinkPopup(over, address)
    pointer = over.mapFromGlobal(over.cursor().pos())
    inside = over.rect().contains(pointer)
    popup.open_at(over, pointer if inside else QPoint(0, 0), width=_WIDTH)
    popup.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return popup
