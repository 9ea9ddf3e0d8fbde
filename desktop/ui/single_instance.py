"""One window for one data folder: a second start raises the first and ends."""

from __future__ import annotations

import getpass
import hashlib
import logging
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

log = logging.getLogger(__name__)

_WAIT_MS = 500
_TURN_MS = 3000
_WORD = b"raise\n"


def _address(data: Path) -> str:
    """A socket name of this person and this data folder; short, since Unix sockets allow about 100 characters."""
    try:
        person = getpass.getuser()
    except (KeyError, OSError):
        person = ""
    digest = hashlib.sha256(f"{person}\0{data.resolve()}".encode()).hexdigest()[:24]
    return f"lamplight-{digest}"


class SingleInstance(QObject):
    """`raise_asked` fires in the first program when a second one was started."""

    raise_asked = Signal()

    def __init__(self, data: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._data = data
        self._name = _address(data)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)

    def is_first(self) -> bool:
        """Whether this is the only program on the folder; otherwise the other one has been asked to come forward.

        A socket that a killed program left behind answers nobody, and is replaced. Two programs that start together
        take turns; where the folder can't be written, the store will say so better than a lock could.
        """
        turn = QLockFile(str(self._data / "window.lock"))
        turn.tryLock(_TURN_MS)
        try:
            if self._ask_other():
                return False
            if not self._server.listen(self._name):
                log.warning("no single-instance socket: %s", self._server.errorString())
            return True
        finally:
            turn.unlock()

    def close(self) -> None:
        """Let others be the first again."""
        self._server.close()

    def _ask_other(self) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_WAIT_MS):
            return False
        socket.write(_WORD)
        socket.waitForBytesWritten(_WAIT_MS)
        socket.disconnectFromServer()
        if socket.state() != QLocalSocket.LocalSocketState.UnconnectedState:
            socket.waitForDisconnected(_WAIT_MS)
        return True

    def _greet(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            self.raise_asked.emit()
