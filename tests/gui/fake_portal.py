"""A desktop's portal for shortcuts on a bus of its own, as a person who says yes, says no, or isn't there."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, HeaderFields, MessageType, message_bus, new_method_return, new_signal
from jeepney.io.blocking import open_dbus_connection

_BUS, _PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
_SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"


@contextmanager
def session_bus(folder: Path) -> Iterator[str]:
    """A private bus that talks over a socket of the file system."""
    address = f"unix:path={folder / 'bus'}"
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}", "--print-address"]
    daemon = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert daemon.stdout is not None
    daemon.stdout.readline()
    before = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = address
    try:
        yield address
    finally:
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = before
        daemon.terminate()
        daemon.wait(10)
        daemon.stdout.close()


def has_bus() -> bool:
    return shutil.which("dbus-daemon") is not None


class FakePortal:
    """Answers as xdg-desktop-portal does. `status` 1 is a person who says no."""

    def __init__(self, trigger: str = "Press <Control><Alt>l", status: int = 0) -> None:
        self.trigger, self.status = trigger, status
        self.registered = ""
        self.bound: list[tuple[str, dict[str, Any]]] = []
        self.session = ""
        self._client = ""
        self._connection = open_dbus_connection(bus="SESSION")
        self._connection.send_and_get_reply(message_bus.RequestName(_BUS), timeout=10)
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def press(self, name: str, token: str = "") -> None:
        """The person presses the keys."""
        options = {"activation_token": ("s", token)} if token else {}
        body = (self.session, name, 1, options)
        self._connection.send(new_signal(DBusAddress(_PATH, _BUS, _SHORTCUTS), "Activated", "osta{sv}", body))

    def close(self) -> None:
        self._ends.set()
        self._thread.join(10)
        self._connection.close()

    def _serve(self) -> None:
        while not self._ends.is_set():
            try:
                message = self._connection.receive(timeout=0.05)
            except TimeoutError:
                continue
            if message.header.message_type is MessageType.method_call:
                self._answer(message)

    def _answer(self, message: Any) -> None:
        fields = message.header.fields
        member, self._client = fields[HeaderFields.member], fields[HeaderFields.sender]
        if member == "Register":
            self.registered = message.body[0]
            self._connection.send(new_method_return(message))
        elif member == "CreateSession":
            token = message.body[0]["session_handle_token"][1]
            self.session = f"{_PATH}/session/{self._sender()}/{token}"
            self._respond(message, message.body[0], 0, {"session_handle": ("s", self.session)})
        elif member == "BindShortcuts":
            session, self.bound, _, options = message.body
            assert session == self.session
            given = [(name, {"trigger_description": ("s", self.trigger)}) for name, _ in self.bound]
            self._respond(message, options, self.status, {"shortcuts": ("a(sa{sv})", given)})

    def _respond(self, message: Any, options: dict[str, Any], status: int, results: dict[str, Any]) -> None:
        path = f"{_PATH}/request/{self._sender()}/{options['handle_token'][1]}"
        self._connection.send(new_method_return(message, "o", (path,)))
        request = DBusAddress(path, _BUS, "org.freedesktop.portal.Request")
        self._connection.send(new_signal(request, "Response", "ua{sv}", (status, results)))

    def _sender(self) -> str:
        return self._client.lstrip(":").replace(".", "_")
