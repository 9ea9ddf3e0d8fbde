"""Where the first program listens: a socket of this person's in the folder of temporary files."""

from __future__ import annotations

import contextlib
import os
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Signal

from desktop.base.instance import MOST_BYTES, place, tell

_BLOCK = 65536


class Socket(QObject):
    """`said` carries the word of each caller, "" of one that hung up without one."""

    said = Signal(bytes)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._server: socket.socket | None = None
        self._notifier: QSocketNotifier | None = None
        self._path = ""

    def listen(self, name: str) -> str:
        """Begin to listen; returns why that isn't possible, or "". What a killed program left is replaced."""
        path = str(place(name))
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        mask = os.umask(0o177)  # nobody else may say a word
        try:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)
            server.bind(path)
            server.listen()
            server.setblocking(False)
        except OSError as error:
            server.close()
            return str(error)
        finally:
            os.umask(mask)
        self._server, self._path = server, path
        self._notifier = QSocketNotifier(server.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._greet)
        return ""

    def close(self) -> None:
        """Listen no more."""
        if self._server is None or self._notifier is None:
            return
        self._notifier.setEnabled(False)
        self._server.close()
        self._server = None
        with contextlib.suppress(OSError):
            os.unlink(self._path)

    @staticmethod
    def tell(name: str, word: bytes) -> bool:
        """Say a word to the program that listens; False when there is none."""
        return tell(name, word)

    def _greet(self) -> None:
        if self._server is not None:
            with contextlib.suppress(BlockingIOError):
                _Caller(self._server.accept()[0], self)


class _Caller(QObject):
    """One program that says a word and hangs up."""

    def __init__(self, connection: socket.socket, door: Socket) -> None:
        super().__init__(door)
        connection.setblocking(False)
        self._connection = connection
        self._door = door
        self._word = b""
        self._notifier = QSocketNotifier(connection.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._hear)

    def _hear(self) -> None:
        try:
            data = self._connection.recv(_BLOCK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        self._word += data
        if data and b"\n" not in data and len(self._word) < MOST_BYTES:
            return
        self._notifier.setEnabled(False)
        self._connection.close()
        self._door.said.emit(self._word.partition(b"\n")[0] + b"\n" if self._word else b"")
        self.deleteLater()
