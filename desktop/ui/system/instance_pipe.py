"""Where the first program listens on Windows: a named pipe. Elsewhere it is a socket, which needs no QtNetwork."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WAIT_MS = 500
_SENDING_MS = 5000


class Pipe(QObject):
    """`said` carries the word of each caller, "" of one that hung up without one."""

    said = Signal(bytes)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._callers: list[QLocalSocket] = []
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)

    def listen(self, name: str) -> str:
        """Begin to listen; returns why that isn't possible, or ""."""
        return "" if self._server.listen(name) else self._server.errorString()

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    @staticmethod
    def tell(name: str, word: bytes) -> bool:
        """Say a word to the program that listens; False when there is none."""
        socket = QLocalSocket()
        socket.connectToServer(name)
        if not socket.waitForConnected(_WAIT_MS):
            return False
        socket.write(word)
        while socket.bytesToWrite() and socket.waitForBytesWritten(_SENDING_MS):
            pass
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
        """One word of each caller, who hangs up after it."""
        for socket in list(self._callers):
            ended = socket.state() == QLocalSocket.LocalSocketState.UnconnectedState
            if not (socket.canReadLine() or ended):
                continue
            self._callers.remove(socket)
            word = bytes(socket.readLine().data())
            socket.deleteLater()
            self.said.emit(word)
