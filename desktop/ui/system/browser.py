"""Opens an address of the web in the person's browser: the one place that does."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop.base.network.doors import BROWSER
from desktop.base.network.ledger import ledger


def open_in_browser(address: str) -> None:
    """Hand it over; a mail address goes to the mail program in the same way."""
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    ledger.use(BROWSER, url.host() or url.scheme())
    QDesktopServices.openUrl(url)
