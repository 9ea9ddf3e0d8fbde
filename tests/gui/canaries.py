"""Files and a server that must never be reached, watched from beside Python: what Qt opens itself is seen, too."""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import threading
from pathlib import Path

from PySide6.QtGui import QColor, QImage

_OPENED = 0x20 | 0x1  # IN_OPEN, IN_ACCESS (inotify(7))
_EVENT = struct.Struct("iIII")
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


class Canaries:
    """A folder of harmless files with a watch on them, and a port that takes every connection."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        image = QImage(9, 9, QImage.Format.Format_RGB32)
        image.fill(QColor("gold"))
        image.save(str(folder / "canary.png"))
        (folder / "canary.svg").write_text(_SVG)
        (folder / "canary.css").write_text("p { color: red }")
        (folder / "canary.html").write_text("<p>canary</p>")
        (folder / "canary.txt").write_text("canary")
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._watch = self._libc.inotify_init1(os.O_NONBLOCK)
        assert self._watch >= 0
        assert self._libc.inotify_add_watch(self._watch, os.fsencode(folder), _OPENED) >= 0
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._connections = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def addresses(self) -> list[str]:
        """Every way to name them that a text could try; relative ones from the folder itself."""
        host = f"127.0.0.1:{self.port}"
        files = [str(path) for path in sorted(self.folder.iterdir())]
        return [
            *files,
            *(f"file://{file}" for file in files),
            *(f"file:{file}" for file in files),
            *(f"FILE://localhost{file}" for file in files),
            *(Path(file).name for file in files),
            *(f"./{Path(file).name}" for file in files),
            *(f"http://{host}/{Path(file).name}" for file in files),
            f"//{host}/canary.png",
            f"https://{host}/canary.png",
            f"ftp://{host}/canary.png",
        ]

    def reached(self) -> list[str]:
        """What was opened, read or connected to since the last call."""
        found: list[str] = []
        try:
            data = os.read(self._watch, 1 << 16)
        except BlockingIOError:
            data = b""
        while data:
            _, _, _, length = _EVENT.unpack_from(data)
            name = data[_EVENT.size : _EVENT.size + length].rstrip(b"\0").decode()
            data = data[_EVENT.size + length :]
            if name:  # the folder itself may be listed
                found.append(name)
        found += ["connection"] * self._connections
        self._connections = 0
        return found

    def close(self) -> None:
        os.close(self._watch)
        self._server.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            self._connections += 1
            connection.close()


def attacks(address: str) -> str:
    """One text that tries `address` in every form that Markdown, HTML, CSS, SVG and TeX have for loading something."""
    return "\n\n".join(
        form.replace("{0}", address)
        for form in (
            "![picture]({0})",
            '![picture](<{0}> "title")',
            "![picture][ref]\n\n[ref]: {0}",
            "[click]({0}) <{0}> {0}",
            '<img src="{0}" srcset="{0} 2x">',
            "<div style=\"background-image:url('{0}')\">x</div>",
            '<style>@import url("{0}"); p { background: url({0}) }</style>',
            '<style>@font-face { font-family: x; src: url("{0}") }</style>',
            '<link rel="stylesheet" href="{0}"><link rel="icon" href="{0}"><script src="{0}"></script>',
            '<iframe src="{0}"></iframe><object data="{0}"></object><embed src="{0}"><video poster="{0}"></video>',
            '<table background="{0}"><tr><td background="{0}">x</td></tr></table><body background="{0}">',
            '<svg><image href="{0}" xlink:href="{0}"/><use href="{0}"/></svg>',
            '<?xml-stylesheet href="{0}"?><!DOCTYPE x [<!ENTITY e SYSTEM "{0}">]><x>&e;</x>',
            '<meta http-equiv="refresh" content="0; url={0}"><base href="{0}">',
            '<ul style="list-style-image:url({0})"><li>x</ul>',
            r"$\includegraphics{{0}}$ $\input{{0}}$ $\href{{0}}{x}$ $\color{url({0})}x$",
            "| ![a]({0}) | <img src='{0}'> |\n|-|-|\n| ![b]({0}) | {0} |",
            "```html\n<img src='{0}'>\n```\n\n```svg\n<svg><image href='{0}'/></svg>\n```",
            "- [ ] ![a]({0})\n\n> ![b]({0})\n\n[^1]\n\n[^1]: ![c]({0})",
        )
    )
