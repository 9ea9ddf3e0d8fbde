"""An X display in memory whose picture can be read."""

from __future__ import annotations

import os
import struct
import subprocess
from pathlib import Path

_XWD_COLOURS = 19  # which of the header's numbers says how many colour entries lie before the picture
_XWD_COLOUR_BYTES = 12


class VirtualDisplay:
    """One Xvfb; its picture lies in a file that Xvfb keeps up to date."""

    def __init__(self, folder: Path, size: str = "1280x900x24") -> None:
        reader, writer = os.pipe()
        command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", size, "-noreset", "-nolisten", "tcp"]
        self._process = subprocess.Popen(
            [*command, "-fbdir", str(folder)], pass_fds=[writer], stderr=subprocess.DEVNULL
        )
        os.close(writer)
        with os.fdopen(reader) as number:
            self.name = f":{number.readline().strip()}"
        self._picture = folder / "Xvfb_screen0"

    def colours(self) -> int:
        """How many different pixels are to be seen: one on an empty screen."""
        data = self._picture.read_bytes()
        header = struct.unpack(">25I", data[:100])
        start = header[0] + header[_XWD_COLOURS] * _XWD_COLOUR_BYTES
        pixels = memoryview(data)[start : start + (len(data) - start) // 4 * 4].cast("I")
        return len(set(pixels))

    def do(self, *arguments: str) -> str:
        """Act as a person with xdotool."""
        environment = {"DISPLAY": self.name, "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        ran = subprocess.run(["xdotool", *arguments], env=environment, capture_output=True, text=True, timeout=60)
        return ran.stdout.strip()

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(30)
