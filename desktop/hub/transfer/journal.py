"""What is known of a part that lies on the disk: which file it is of, and the hash of each chunk that was synced.

Lines of text beside the part: the first is JSON about the file, each further one a chunk (`c index sha256 seam`) or the
tail of a part that was stopped (`t length sha256`). Lines are only added; one that a crash cut is left out.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from desktop.base.files import write_atomically

_LINE = re.compile(r"([ct]) (\d{1,12}) ([0-9a-f]{64})(?: ([01]))?")
_VERSION = 1


@dataclass(frozen=True)
class Identity:
    """Which file the part is of. `etag` is that of the server with the contents; "" and 0 where nobody said it."""

    size: int = 0
    sha256: str = ""
    etag: str = ""
    chunk: int = 0


@dataclass
class Journal:
    """`chunks` are the hashes by index, `seams` the chunks that a connection began in, `tail` what follows them."""

    path: Path
    identity: Identity = field(default_factory=Identity)
    chunks: dict[int, str] = field(default_factory=dict)
    seams: set[int] = field(default_factory=set)
    tail: tuple[int, str] | None = None

    @classmethod
    def read(cls, path: Path) -> Journal:
        """The journal at `path`; an empty one where there is none that can be used."""
        found = cls(path)
        try:
            lines = path.read_text("ascii").splitlines(keepends=True)
        except (OSError, UnicodeDecodeError):
            return found
        identity = _identity(lines[0]) if lines else None
        if identity is None:
            return found
        found.identity = identity
        for line in lines[1:]:
            if line.endswith("\n"):
                found._take(line.rstrip("\n"))
        return found

    def begin(self, identity: Identity) -> None:
        """Forget all and begin anew for this file. Raises OSError."""
        self.chunks, self.seams, self.tail = {}, set(), None
        self.keep(identity)

    def keep(self, identity: Identity) -> None:
        """Write all anew, with what is known of the file now. Raises OSError."""
        self.identity = identity
        lines = [json.dumps({"version": _VERSION, **asdict(identity)})]
        lines += [f"c {index} {digest} {int(index in self.seams)}" for index, digest in sorted(self.chunks.items())]
        if self.tail is not None:
            lines.append(f"t {self.tail[0]} {self.tail[1]}")
        write_atomically(self.path, ("\n".join(lines) + "\n").encode("ascii"))

    def add(self, chunks: dict[int, str], seams: set[int], tail: tuple[int, str] | None = None) -> None:
        """Chunks that are on the disk now. Raises OSError."""
        self.chunks.update(chunks)
        self.seams |= seams
        self.tail = tail
        lines = [f"c {index} {digest} {int(index in seams)}\n" for index, digest in chunks.items()]
        if tail is not None:
            lines.append(f"t {tail[0]} {tail[1]}\n")
        if lines:
            with self.path.open("ab") as file:
                file.write("".join(lines).encode("ascii"))
                file.flush()
                os.fsync(file.fileno())

    def whole_chunks(self) -> int:
        """How many chunks there are from the beginning without a gap."""
        count = 0
        while count in self.chunks:
            count += 1
        return count

    def _take(self, line: str) -> None:
        match = _LINE.fullmatch(line)
        if match is None:
            return
        kind, number, digest, seam = match.groups()
        if kind == "t":
            self.tail = (int(number), digest)
            return
        self.chunks[int(number)] = digest
        self.tail = None
        if seam == "1":
            self.seams.add(int(number))


def _identity(line: str) -> Identity | None:
    try:
        found: Any = json.loads(line)
        if found.pop("version") != _VERSION:
            return None
        identity = Identity(**found)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    sound = isinstance(identity.size, int) and isinstance(identity.chunk, int) and identity.chunk > 0
    return identity if sound and isinstance(identity.sha256, str) and isinstance(identity.etag, str) else None
