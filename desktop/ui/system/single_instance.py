"""One window for one data folder: a second start raises the first and ends."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop.base.instance import RAISE, TRANSLATE, address

log = logging.getLogger(__name__)

_WAIT_MS = 500
_TURN_MS = 3000


class SingleInstance(QObject):
    """Fires in the first program: `raise_asked` when a second one was started, `translate_asked` for its window."""

    raise_asked = Signal()
    translate_asked = Signal()

    def __init__(self, data: Path, word: bytes = RAISE, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._data = data
        self._word = word  # what to say where another is first
        self._name = address(data)
        self._callers: list[QLocalSocket] = []
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
        socket.write(self._word)
        socket.waitForBytesWritten(_WAIT_MS)
        socket.disconnectFromServer()
        if socket.state() != QLocalSocket.LocalSocketState.UnconnectedState:
            socket.waitForDisconnected(_WAIT_MS)
        return True

    def _greet(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            self._callers.append(socket)
            socket.readyRead.connect(self._hear)
            socket.disconnected.connect(self._hear)
        self._hear()

    def _hear(self) -> None:
        """One word of each caller, who hangs up after it; one that said nothing wants the window forward."""
        for socket in list(self._callers):
            ended = socket.state() == QLocalSocket.LocalSocketState.UnconnectedState
            if not (socket.canReadLine() or ended):
                continue
            self._callers.remove(socket)
            word = bytes(socket.readLine().data())
            socket.deleteLater()
            (self.translate_asked if word == TRANSLATE else self.raise_asked).emit()
