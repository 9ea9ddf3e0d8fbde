"""Where other programs keep their models, on Linux, macOS and Windows. Their folders are read, never written to.

The places stand in each program's documentation or source: LM Studio's pointer file and `downloadsFolder`, Jan's
`data_folder`, `OLLAMA_MODELS`, GPT4All's `modelPath`, huggingface_hub's `HF_HUB_CACHE`, llama.cpp's `LLAMA_CACHE`.
KoboldCpp has no folder of its own; those people make for it are looked at.
"""

from __future__ import annotations

import configparser
import logging
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.base.files import read_json

log = logging.getLogger(__name__)


class Owner(StrEnum):
    """Whose a model file is; the values stand in the JSON of the command line."""

    LAMPLIGHT = "lamplight"  # in the library's own folder
    STARTER = "starter"  # came with the program
    PERSON = "person"  # in a folder or at a place that the person named
    LM_STUDIO = "lm-studio"
    JAN = "jan"
    OLLAMA = "ollama"
    GPT4ALL = "gpt4all"
    HUGGING_FACE = "hugging-face"
    LLAMA_CPP = "llama.cpp"
    KOBOLDCPP = "koboldcpp"
    TEXT_GENERATION_WEBUI = "text-generation-webui"
    ENDPOINT = "endpoint"  # a server on another machine


NAMES = {
    Owner.LAMPLIGHT: "Lamplight",
    Owner.STARTER: "Lamplight",
    Owner.PERSON: "",
    Owner.LM_STUDIO: "LM Studio",
    Owner.JAN: "Jan",
    Owner.OLLAMA: "Ollama",
    Owner.GPT4ALL: "GPT4All",
    Owner.HUGGING_FACE: "Hugging Face",
    Owner.LLAMA_CPP: "llama.cpp",
    Owner.KOBOLDCPP: "KoboldCpp",
    Owner.TEXT_GENERATION_WEBUI: "text-generation-webui",
    Owner.ENDPOINT: "",
}


@dataclass(frozen=True)
class Place:
    """A folder that may hold models, and whose it is."""

    owner: Owner
    folder: Path


def places(
    environment: Mapping[str, str] | None = None, home: Path | None = None, system: str = sys.platform
) -> list[Place]:
    """The folders of other programs that exist, each once. `system` is as `sys.platform` says."""
    folders = _Folders(dict(os.environ if environment is None else environment), home or Path.home(), system)
    found: dict[str, Place] = {}
    for owner, look in _LOOK.items():
        for folder in look(folders):
            if folder.is_absolute() and _is_folder(folder):
                found.setdefault(os.path.realpath(folder), Place(owner, folder))
    return list(found.values())


@dataclass(frozen=True)
class _Folders:
    """The system's own folders, as the environment names them."""

    environment: dict[str, str]
    home: Path
    system: str

    def named(self, *names: str) -> Iterator[Path]:
        """The folders that these variables name."""
        for name in names:
            value = self.environment.get(name, "")
            if value:
                yield self.expanded(value)

    def expanded(self, text: str) -> Path:
        """A path as a person or a program wrote it, `~` replaced."""
        return self.home / text[2:] if text[:2] in ("~/", "~\\") else Path(text)

    def _of(self, variable: str, otherwise: str) -> Path:
        value = self.environment.get(variable, "")
        return Path(value) if value else self.home / otherwise

    @property
    def data(self) -> Path:
        """Of programs that follow the person from machine to machine on Windows."""
        if self.system == "win32":
            return self._of("APPDATA", "AppData/Roaming")
        return self.home / "Library/Application Support" if self.system == "darwin" else self.local_data

    @property
    def local_data(self) -> Path:
        if self.system == "win32":
            return self._of("LOCALAPPDATA", "AppData/Local")
        if self.system == "darwin":
            return self.home / "Library/Application Support"
        return self._of("XDG_DATA_HOME", ".local/share")

    @property
    def config(self) -> Path:
        if self.system == "win32":
            return self._of("APPDATA", "AppData/Roaming")
        return self.home / ".config" if self.system == "darwin" else self._of("XDG_CONFIG_HOME", ".config")

    @property
    def cache(self) -> Path:
        if self.system == "win32":
            return self._of("LOCALAPPDATA", "AppData/Local")
        return self.home / "Library/Caches" if self.system == "darwin" else self._of("XDG_CACHE_HOME", ".cache")


def _lm_studio(folders: _Folders) -> Iterator[Path]:
    homes = [folders.home / ".lmstudio", folders.home / ".cache/lm-studio"]
    pointed = _first_line(folders.home / ".lmstudio-home-pointer")
    if pointed:
        homes.insert(0, folders.expanded(pointed))
    for home in homes:
        chosen = _text_in(home / "settings.json", "downloadsFolder")
        if chosen:
            yield folders.expanded(chosen)
        yield home / "models"


def _jan(folders: _Folders) -> Iterator[Path]:
    data = [*folders.named("JAN_DATA_FOLDER")]
    for program in (folders.data / "Jan", folders.config / "Jan"):
        chosen = _text_in(program / "settings.json", "data_folder")
        if chosen:
            data.append(folders.expanded(chosen))
        data.append(program / "data")
    data += [folders.home / "jan", folders.home / ".var/app/ai.jan.Jan/data/Jan/data"]
    for folder in data:
        yield folder / "llamacpp/models"
        yield folder / "models"  # of versions before 0.6


def _ollama(folders: _Folders) -> Iterator[Path]:
    yield from folders.named("OLLAMA_MODELS")
    yield folders.home / ".ollama/models"
    if folders.system.startswith("linux"):
        yield Path("/usr/share/ollama/.ollama/models")  # of the service that the installer sets up
        yield Path("/var/lib/ollama/.ollama/models")
        yield Path("/var/lib/ollama/models")
        yield Path("/var/snap/ollama/common/models")
        yield folders.home / ".var/app/com.jeffser.Alpaca/data/.ollama/models"


def _gpt4all(folders: _Folders) -> Iterator[Path]:
    chosen = _ini_value(folders.config / "nomic.ai/GPT4All.ini", "modelpath")
    if chosen:
        yield folders.expanded(chosen)
    yield folders.local_data / "nomic.ai/GPT4All"
    yield folders.home / ".var/app/io.gpt4all.gpt4all/data/nomic.ai/GPT4All"


def _hugging_face(folders: _Folders) -> Iterator[Path]:
    yield from folders.named("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE")
    for home in folders.named("HF_HOME"):
        yield home / "hub"
    # Under XDG_CACHE_HOME, or in ~/.cache on macOS and Windows as well.
    for cache in (*folders.named("XDG_CACHE_HOME"), folders.home / ".cache"):
        yield cache / "huggingface/hub"


def _llama_cpp(folders: _Folders) -> Iterator[Path]:
    yield from folders.named("LLAMA_CACHE")
    yield folders.cache / "llama.cpp"


def _koboldcpp(folders: _Folders) -> Iterator[Path]:
    for name in ("koboldcpp", "KoboldCpp", "KoboldAI/models"):
        yield folders.home / name


def _text_generation_webui(folders: _Folders) -> Iterator[Path]:
    for name in ("text-generation-webui", "textgen", "text-generation-webui-main"):
        yield folders.home / name / "user_data/models"
        yield folders.home / name / "models"


_LOOK = {
    Owner.LM_STUDIO: _lm_studio,
    Owner.JAN: _jan,
    Owner.OLLAMA: _ollama,
    Owner.GPT4ALL: _gpt4all,
    Owner.LLAMA_CPP: _llama_cpp,
    Owner.HUGGING_FACE: _hugging_face,
    Owner.KOBOLDCPP: _koboldcpp,
    Owner.TEXT_GENERATION_WEBUI: _text_generation_webui,
}


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # ValueError: a NUL in what another program wrote down
        return False


def _first_line(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace").strip().split("\n")[0].strip()
    except (OSError, ValueError):
        return ""


def _text_in(path: Path, key: str) -> str:
    """One text of another program's JSON; "" where it isn't there or isn't ours to read."""
    try:
        found = read_json(path)
    except (ValueError, OSError) as error:
        log.info("%s not read: %s", path.name, error)
        return ""
    value = found.get(key) if isinstance(found, dict) else None
    return value if isinstance(value, str) else ""


def _ini_value(path: Path, key: str) -> str:
    """A value of the section that Qt calls General."""
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read(path, "utf-8")
        return parser.get("General", key, fallback="").strip('"')
    except (configparser.Error, OSError, ValueError) as error:
        log.info("%s not read: %s", path.name, error)
        return ""
