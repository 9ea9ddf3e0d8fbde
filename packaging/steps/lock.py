"""Lock the dependencies again: pinned, hashed, for every platform, and without any registry's address."""

from __future__ import annotations

import subprocess
from pathlib import Path

from . import uv
from .places import Places, SetupError, say

OLDEST_PYTHON = "3.11"
_COMMON = ["--universal", "--python-version", OLDEST_PYTHON, "--generate-hashes", "--no-emit-index-url", "--quiet"]
_SOURCES: dict[str, list[str]] = {
    "requirements.txt": ["pyproject.toml"],
    "requirements-dev.txt": ["pyproject.toml", "--group", "dev"],
    "requirements-build.txt": ["packaging/requirements-build.in"],
    "requirements-starters.txt": ["packaging/requirements-starters.in", "--no-deps"],
    "requirements-uv.txt": ["packaging/requirements-uv.in"],
}


def lock(places: Places, *, upgrade: bool) -> None:
    """Write every lock file anew; only `upgrade` takes newer versions. Raises SetupError."""
    tool = uv.ensure(places)
    # A cache of its own: to lock, uv fetches the source of llama.cpp anew, and would forget the build it keeps.
    environment = {**uv.environment(), "UV_CACHE_DIR": str(places.cache / "uv-lock")}
    for name, source in _SOURCES.items():
        say(f"Locking packaging/{name}")
        command: list[str | Path] = [tool, "pip", "compile", *source, *_COMMON, "--no-header"]
        command += ["--output-file", f"packaging/{name}", *(["--upgrade"] if upgrade else [])]
        if subprocess.run(command, cwd=places.root, env=environment, stdout=subprocess.DEVNULL, check=False).returncode:
            raise SetupError(f"packaging/{name} could not be locked.")
