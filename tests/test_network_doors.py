"""No module can open a connection but those that the page "What leaves this machine" is made from."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.base.network.doors import DOORS, Door

ROOT = Path(__file__).resolve().parent.parent

# What can reach another machine. `urllib.parse` can't; `asyncio` only by its functions below.
_ABLE = (
    *("httpx", "httpx2", "httpcore", "httpcore2", "h11", "h2", "requests", "urllib3", "aiohttp", "websockets"),
    *("urllib.request", "http.client", "http.server", "socket", "socketserver", "ssl", "ftplib", "smtplib", "imaplib"),
    *(
        "jeepney",
        "dbus_next",
        "poplib",
        "nntplib",
        "telnetlib",
        "xmlrpc",
        "webbrowser",
        "huggingface_hub",
        "modelscope",
        "paramiko",
    ),
    *("PySide6.QtNetwork", "PySide6.QtWebSockets", "PySide6.QtWebEngineCore", "PySide6.QtWebEngineWidgets"),
    *("PySide6.QtNetworkAuth", "PySide6.QtHttpServer", "PySide6.QtBluetooth", "PySide6.QtGrpc"),
)
_CALLS = ("open_connection", "create_connection", "create_server", "start_server", "create_datagram_endpoint")
_PROGRAMS = ("pip", "uv", "curl", "wget", "git", "ssh", "scp", "rsync", "nc", "xdg-open")

# Able, but to nothing beyond this machine.
_LOCAL = {
    "desktop.base.instance": "a socket of the file system, to the window that is open",
    "desktop.ui.system.instance_socket": "the same socket, where it is listened to",
    "desktop.ui.system.instance_pipe": "a named pipe of Windows, for the same",
    "desktop.ui.system.hotkey.portal": "the session bus, which jeepney reaches over sockets of the file system alone",
    "desktop.ui.system.end_signals": "a pair of sockets inside the process",
}


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((ROOT / "desktop").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        yield name, ast.parse(path.read_text(encoding="utf-8"))


def _is_able(name: str) -> bool:
    return any(name == able or name.startswith(f"{able}.") for able in _ABLE)


def _ways_out(module: ast.Module) -> set[str]:
    """What in a module could reach another machine; what only names a type is none."""
    types = {
        id(inside)
        for node in ast.walk(module)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inside in ast.walk(node)
    }
    found: set[str] = set()
    for node in ast.walk(module):
        if id(node) in types:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if _is_able(alias.name)}
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            found |= {name for name in names if _is_able(name)}
        elif isinstance(node, ast.Call):
            found |= _call_out(node)
    return found


def _call_out(node: ast.Call) -> set[str]:
    called = ast.unparse(node.func)
    if called.endswith(".openUrl"):
        local = node.args and "fromLocalFile" in ast.unparse(node.args[0])
        return set() if local else {called}
    if called.rpartition(".")[2] in ("import_module", "__import__") and node.args:
        named = node.args[0]
        return {str(named.value)} if isinstance(named, ast.Constant) and _is_able(str(named.value)) else set()
    if called.rpartition(".")[2] in ("run", "Popen", "check_output", "check_call", "call") and node.args:
        command = node.args[0]
        first = command.elts[0] if isinstance(command, ast.List) and command.elts else command
        if isinstance(first, ast.Constant) and Path(str(first.value).split(" ")[0]).name in _PROGRAMS:
            return {str(first.value)}
    if called.rpartition(".")[2] in _CALLS:
        return {called}
    return set()


def test_every_way_out_is_a_door() -> None:
    behind_doors = {name for door in DOORS for name in door.modules}
    found = {name: ways for name, module in _modules() if (ways := _ways_out(module))}
    unknown = {name: ways for name, ways in found.items() if name not in behind_doors and name not in _LOCAL}
    assert not unknown, "name it in desktop/base/network/doors.py, and call ledger.use before the first byte"
    assert set(_LOCAL) <= set(found), "these reach nothing any more"


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.key)
def test_every_door_counts(door: Door) -> None:
    sources = []
    for name in door.modules:
        spec = importlib.util.find_spec(name)
        assert spec is not None, name
        sources.append(Path(str(spec.origin)).read_text(encoding="utf-8"))
    constant = door.key.upper()
    assert any(f"ledger.use({constant}," in source for source in sources)
    assert all(words() for words in (door.name, door.sends, door.asked))


@pytest.mark.parametrize(
    ("source", "way"),
    [
        ("import socket", "socket"),
        ("def f():\n    from urllib import request", "urllib.request"),
        ("import urllib.request as u", "urllib.request"),
        ("from PySide6.QtNetwork import QTcpSocket", "PySide6.QtNetwork"),
        ("import importlib\nimportlib.import_module('requests')", "requests"),
        ("subprocess.run(['curl', 'x'])", "curl"),
        ("await asyncio.open_connection('h', 1)", "asyncio.open_connection"),
        ("QDesktopServices.openUrl(QUrl(page))", "QDesktopServices.openUrl"),
    ],
)
def test_the_look_through_the_code_sees_each(source: str, way: str) -> None:
    assert way in _ways_out(ast.parse(source))


@pytest.mark.parametrize(
    "source",
    [
        "from urllib.parse import urlsplit",
        "if TYPE_CHECKING:\n    import ssl",
        "QDesktopServices.openUrl(QUrl.fromLocalFile(x))",
        "subprocess.run([python, '-m', 'pip'])",
    ],
)
def test_and_nothing_else(source: str) -> None:
    assert not _ways_out(ast.parse(source))
