"""Keys on Wayland: the desktop's portal `org.freedesktop.portal.GlobalShortcuts`, over the session bus.

The desktop asks the person and may give other keys than were wished for; `trigger` says which. Qt's own D-Bus classes
can't write a list of structures from Python, so jeepney does, which the keyring uses as well.
"""

from __future__ import annotations

import logging
import os
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, Qt

from desktop import APP_ID
from desktop.ui.system.hotkey.base import Hotkey, Words, answers, combination

log = logging.getLogger(__name__)

_BUS, _PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
_SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
_REQUEST = "org.freedesktop.portal.Request"
_REGISTRY = "org.freedesktop.host.portal.Registry"
_HELD = {
    Qt.KeyboardModifier.ControlModifier: "CTRL",
    Qt.KeyboardModifier.AltModifier: "ALT",
    Qt.KeyboardModifier.ShiftModifier: "SHIFT",
    Qt.KeyboardModifier.MetaModifier: "LOGO",
}
_NAMES = {" ": "space"}
_DONE = 0


def may_be_there() -> bool:
    """Whether there is a session bus that could have the portal; whether it has is found out when it is asked."""
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS", "").startswith("unix:"):
        return False
    try:
        import jeepney  # noqa: F401
    except ImportError:
        return False
    return True


def trigger_of(keys: str) -> str:
    """`CTRL+ALT+y`, as the portal wants a wish; "" for keys that can't be one."""
    wanted = combination(keys)
    if wanted is None:
        return ""
    held = [name for modifier, name in _HELD.items() if wanted.keyboardModifiers() & modifier]
    number = wanted.key().value
    last = f"F{number - Qt.Key.Key_F1.value + 1}" if number >= Qt.Key.Key_F1.value else chr(number).lower()
    return "+".join([*held, _NAMES.get(last, last)])


class PortalHotkey(Hotkey):
    """A session of one shortcut. Everything is asked without waiting; answers come through the event loop."""

    def __init__(self, name: str, words: Words, parent: QObject | None = None) -> None:
        super().__init__(name, words, parent)
        self.trigger = ""  # what the desktop gave, in its words
        self.failed = False  # there is no such portal, or the person said no
        self._wanted = ""
        self._session = ""
        self._connection: Any = None
        self._notifier: QSocketNotifier | None = None
        self._asked: dict[int, str] = {}  # what a reply is to, by the serial of its question

    @property
    def keys(self) -> str:
        return self._wanted if self.trigger else ""

    def set_keys(self, keys: str) -> bool:
        self._hang_up()
        self.failed = False
        answers.pop(self.name, None)
        self._wanted = keys
        if not keys:
            return True
        if not trigger_of(keys) or not self._connect():
            self.failed = True
            answers[self.name] = ""
            return False
        self._ask("session", "CreateSession", "a{sv}", ({**self._token("create"), **self._session_token()},))
        return True

    def close(self) -> None:
        self._hang_up()

    # -- the bus -----------------------------------------------------------------------------------------------------

    def _connect(self) -> bool:
        from jeepney import DBusAddress, MatchRule, message_bus, new_method_call
        from jeepney.io.blocking import open_dbus_connection

        try:
            connection = open_dbus_connection(bus="SESSION")
        except (OSError, ValueError, KeyError, EOFError) as error:
            log.info("no session bus: %s", type(error).__name__)
            return False
        self._connection = connection
        for interface in (_REQUEST, _SHORTCUTS):
            rule = MatchRule(type="signal", sender=_BUS, interface=interface)
            self._send("match", message_bus.AddMatch(rule))
        registry = DBusAddress(_PATH, _BUS, _REGISTRY)
        self._send("register", new_method_call(registry, "Register", "sa{sv}", (APP_ID, {})))
        heard = QSocketNotifier(connection.sock.fileno(), QSocketNotifier.Type.Read, self)
        heard.activated.connect(self._hear)
        self._notifier = heard
        return True

    def _ask(self, purpose: str, method: str, signature: str, body: tuple[Any, ...]) -> None:
        from jeepney import DBusAddress, new_method_call

        self._send(purpose, new_method_call(DBusAddress(_PATH, _BUS, _SHORTCUTS), method, signature, body))

    def _send(self, purpose: str, message: Any) -> None:
        serial = next(self._connection.outgoing_serial)
        self._asked[serial] = purpose
        self._connection.send(message, serial=serial)

    def _hear(self) -> None:
        """All that has arrived."""
        while self._connection is not None:
            try:
                message = self._connection.receive(timeout=0)
            except TimeoutError:
                return
            except (OSError, ValueError, EOFError) as error:
                log.info("the session bus is gone: %s", type(error).__name__)
                self._fail()
                return
            self._take(message)

    def _take(self, message: Any) -> None:
        from jeepney import HeaderFields, MessageType

        fields = message.header.fields
        if message.header.message_type is MessageType.error:
            purpose = self._asked.pop(fields.get(HeaderFields.reply_serial, 0), "")
            if purpose in ("session", "bind"):
                log.info("no shortcut from the desktop: %s", fields.get(HeaderFields.error_name, ""))
                self._fail()
            return
        if message.header.message_type is not MessageType.signal:
            return
        member, path = fields.get(HeaderFields.member, ""), fields.get(HeaderFields.path, "")
        if member == "Response" and path.endswith(self._token_name("create")):
            self._created(*message.body)
        elif member == "Response" and path.endswith(self._token_name("bind")):
            self._bound(*message.body)
        elif member == "Activated" and message.body[:2] == (self._session, self.name):
            options = message.body[3] if len(message.body) > 3 else {}
            self.pressed.emit(str(_value(options, "activation_token") or ""))
        elif member == "ShortcutsChanged" and message.body[0] == self._session:
            self._read_triggers(message.body[1])

    def _created(self, status: int, results: dict[str, Any]) -> None:
        session = _value(results, "session_handle")
        if status != _DONE or not session:
            self._fail()
            return
        self._session = str(session)
        about = {"description": ("s", self.words()), "preferred_trigger": ("s", trigger_of(self._wanted))}
        shortcuts = [(self.name, about)]
        self._ask("bind", "BindShortcuts", "oa(sa{sv})sa{sv}", (self._session, shortcuts, "", self._token("bind")))

    def _bound(self, status: int, results: dict[str, Any]) -> None:
        if status != _DONE:
            self._fail()
            return
        self._read_triggers(_value(results, "shortcuts") or [])

    def _read_triggers(self, shortcuts: list[tuple[str, dict[str, Any]]]) -> None:
        ours = next((about for name, about in shortcuts if name == self.name), None)
        if ours is None:
            self._fail()
            return
        self.trigger = str(_value(ours, "trigger_description") or self._wanted)
        self.failed = False
        answers[self.name] = self.trigger
        self.changed.emit()

    def _fail(self) -> None:
        self._hang_up()
        self.failed = True
        answers[self.name] = ""
        self.changed.emit()

    def _hang_up(self) -> None:
        """The session ends with its connection, and the shortcut with the session."""
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._session, self.trigger, self._asked = "", "", {}

    def _token_name(self, purpose: str) -> str:
        return f"lamplight_{self.name}_{purpose}"

    def _token(self, purpose: str) -> dict[str, Any]:
        return {"handle_token": ("s", self._token_name(purpose))}

    def _session_token(self) -> dict[str, Any]:
        return {"session_handle_token": ("s", self._token_name("session"))}


def _value(options: dict[str, Any], name: str) -> Any:
    """What a variant holds, which comes with its signature."""
    found = options.get(name)
    return found[1] if isinstance(found, tuple) and len(found) == 2 else found
