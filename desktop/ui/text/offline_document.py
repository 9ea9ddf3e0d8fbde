"""A document for foreign HTML: whatever the text asks for, nothing is loaded, from nowhere."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument


class OfflineDocument(QTextDocument):
    """Has no pictures and no style sheets but its own: Qt's would open files that a `<link>` names."""

    def loadResource(self, _kind: int, _name: QUrl | str) -> Any:
        return None
