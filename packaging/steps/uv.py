"""uv, which makes the environment: a pinned version, fetched through pip as the user has configured it."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from . import system
from .places import Places, SetupError, say

REQUIREMENTS = "requirements-uv.txt"
# What pip calls it -> the environment variable by which uv takes it.
_PIP_TO_UV = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE", "proxy": "HTTPS_PROXY"}
_INDEX_VARIABLES = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_CONFIG_FILE")


def ensure(places: Places) -> Path:
    """The pinned uv, fetched if it isn't in `.cache` yet; another uv on the PATH only where pip can't be had."""
    wanted = places.cache / f"uv-{pinned_version(places)}" / "bin" / "uv"
    if works(wanted):
        return wanted
    for fetch in (_with_pip, _with_venv, _from_path, _with_apt):
        if found := fetch(places, wanted):
            return found
    raise SetupError(
        "uv could not be fetched. Install pip or the venv module for this Python, or uv itself, and try again."
    )


def pinned_version(places: Places) -> str:
    """The version of uv that the lock file names."""
    text = (places.packaging / REQUIREMENTS).read_text()
    found = re.search(r"^uv==([\w.]+)", text, re.MULTILINE)
    if not found:
        raise SetupError(f"{REQUIREMENTS} names no version of uv.")
    return found[1]


def works(uv: Path) -> bool:
    """Whether this uv can be started."""
    try:
        return subprocess.run([uv, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _fetch(places: Places, wanted: Path, prepare: Callable[[Path], list[str]]) -> Path | None:
    """Install uv into a new folder and move it to its place when it works, so that an interrupted try leaves none."""
    home = wanted.parent.parent
    new = home.with_name(f"{home.name}.new")
    for old in (new, home):
        shutil.rmtree(old, ignore_errors=True)
    pip = prepare(new)
    say(f"Fetching uv {pinned_version(places)}, which installs Python packages, with pip.")
    lock = str(places.packaging / REQUIREMENTS)
    options = [
        "--quiet",
        "--disable-pip-version-check",
        "--root-user-action=ignore",
        "--no-deps",
        "--only-binary=:all:",
        "--require-hashes",
    ]
    subprocess.run([*pip, *options, "-r", lock], env=_pip_environment(), check=False)
    if not works(new / "bin" / "uv"):
        shutil.rmtree(new, ignore_errors=True)
        return None
    new.rename(home)
    return wanted


def _pip_environment() -> dict[str, str]:
    # Settings that contradict an installation into a folder of our own.
    return {**os.environ, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}


def _with_pip(places: Places, wanted: Path) -> Path | None:
    if importlib.util.find_spec("pip") is None:
        return None
    return _fetch(places, wanted, lambda new: [sys.executable, "-m", "pip", "install", "--target", str(new)])


def _with_venv(places: Places, wanted: Path) -> Path | None:
    importlib.invalidate_caches()
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        return None

    def prepare(new: Path) -> list[str]:
        subprocess.run([sys.executable, "-m", "venv", str(new)], check=False)
        return [str(new / "bin" / "python"), "-m", "pip", "install"]

    return _fetch(places, wanted, prepare)


def _from_path(places: Places, wanted: Path) -> Path | None:
    found = shutil.which("uv")
    return Path(found) if found and works(Path(found)) else None


def _with_apt(places: Places, wanted: Path) -> Path | None:
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    prefix = system.apt_prefix()
    if prefix is None:
        say(f"Neither pip nor ensurepip is there; on Debian and Ubuntu they come with {package}.")
        return None
    say(f"The system lacks {package}: pip, which fetches uv, comes with it.")
    return _with_venv(places, wanted) if system.install(prefix, [package]) else None


def environment(pip_config: str | None = None) -> dict[str, str]:
    """The environment uv is run in. It makes do with the Python we have, and takes over pip's index, certificate
    and proxy where the user has configured pip but not uv."""
    base = dict(os.environ)
    base.pop("VIRTUAL_ENV", None)
    base["UV_PYTHON_DOWNLOADS"] = "never"
    return {**translated(_pip_config() if pip_config is None else pip_config, base), **base}


def translated(pip_config: str, given: Mapping[str, str]) -> dict[str, str]:
    """uv's variables for the lines of `pip config list`; none for the index where uv has one of its own."""
    own_index = any(name in given for name in _INDEX_VARIABLES) or _has_own_file()
    found = {}
    for line in pip_config.splitlines():
        match = re.fullmatch(r"(?:global|install|site|:env:)\.([\w-]+)=(.+)", line)
        if not match or match[1] not in _PIP_TO_UV or (match[1] == "index-url" and own_index):
            continue
        found[_PIP_TO_UV[match[1]]] = str(ast.literal_eval(match[2]))
    return found


def _has_own_file() -> bool:
    config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return any(file.is_file() for file in (config / "uv" / "uv.toml", Path("/etc/uv/uv.toml")))


def _pip_config() -> str:
    """pip's settings; without pip only those of the environment, written as pip writes them."""
    if importlib.util.find_spec("pip") is None:
        names = {name: os.environ.get("PIP_" + name.upper().replace("-", "_")) for name in _PIP_TO_UV}
        return "\n".join(f":env:.{name}={value!r}" for name, value in names.items() if value)
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    return listed.stdout
