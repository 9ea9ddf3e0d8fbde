"""The list of releases: fetched, its signature checked before a word of it is read, and what it says.

It is JSON, `{"format": 1, "releases": [...]}`, with minisign's signature beside it under the same name and `.minisig`.
Each file of a release has its SHA-256 in it, so that one signature vouches for all of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from desktop.base.errors import Code, HubError
from desktop.base.i18n import translator
from desktop.base.network.doors import UPDATES
from desktop.hub.network import NetworkOptions, host
from desktop.hub.releases.minisign import verify
from desktop.hub.remote_file import RemoteFile
from desktop.hub.transfer.connection import Connection
from desktop.hub.transfer.progress import Control
from desktop.hub.transfer.refusals import PassingError
from desktop.hub.transfer.tuning import Tuning

_FORMAT = 1
_MOST_BYTES = 1 << 20
_NAME = re.compile(r"[\w][\w.+~-]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_VERSION = re.compile(r"(\d+(?:\.\d+)*)(.*)")


@dataclass(frozen=True)
class ReleaseFile:
    """A package. `kind` is deb, rpm, pacman, apk, appimage, folder, nsis, msi, zip or dmg; `machine` as `uname -m`."""

    name: str
    kind: str
    machine: str
    form: str
    remote: RemoteFile


@dataclass(frozen=True)
class Release:
    """One version. `schema` is that of its database; `notes` by language."""

    version: str
    date: str
    schema: str
    notes: Mapping[str, str] = field(default_factory=dict)
    files: tuple[ReleaseFile, ...] = ()

    def notes_text(self) -> str:
        """What is new, in the language in use; "" where nobody said."""
        return self.notes.get(translator.language) or self.notes.get("en", "")

    def file_for(self, kind: str, machine: str, form: str) -> ReleaseFile | None:
        """The package for a machine; the small form where there is none of the other."""
        fitting = [each for each in self.files if each.kind == kind and each.machine in (machine, "any")]
        same = [each for each in fitting if each.form == form]
        return next(iter(same or fitting), None)


def order(version: str) -> tuple[tuple[int, ...], bool, str]:
    """What versions are compared by: 1.2.0rc1 comes before 1.2.0, and that before 1.10.0."""
    match = _VERSION.match(version)
    if match is None:
        return (), False, version
    numbers = tuple(int(part) for part in match[1].split("."))
    return (*numbers, *(0,) * (4 - len(numbers))), not match[2], match[2]


def fetch_releases(address: str, key: str, options: NetworkOptions, tuning: Tuning | None = None) -> list[Release]:
    """Ask for the list and its signature. Raises HubError: that of a refusal, UPDATE_SIGNATURE, HUB_ANSWER."""
    tuning = tuning or Tuning()
    name = address.rpartition("/")[2]
    data = _get(address, name, options, tuning)
    signature = _get(f"{address}.minisig", f"{name}.minisig", options, tuning)
    verify(data, signature.decode("utf-8", "replace"), key, name)
    try:
        return read_releases(data, address)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise HubError(Code.HUB_ANSWER, host=host(address), cause=f"{type(error).__name__}: {error}"[:200]) from error


def read_releases(data: bytes, address: str) -> list[Release]:
    """What a list says, the newest first; what this version can't know is passed over. Raises ValueError, KeyError."""
    found = json.loads(data)
    if found["format"] != _FORMAT:
        raise ValueError(f"format {found['format']}")
    made = [_release(each, address) for each in found["releases"]]
    return sorted(made, key=lambda release: order(release.version), reverse=True)


def _release(found: dict[str, Any], address: str) -> Release:
    notes = {str(language): str(text) for language, text in found.get("notes", {}).items()}
    files = tuple(_file(each, address) for each in found["files"])
    return Release(str(found["version"]), str(found.get("date", "")), str(found.get("schema", "")), notes, files)


def _file(found: dict[str, Any], address: str) -> ReleaseFile:
    name, size, sha256 = str(found["name"]), int(found["size"]), str(found["sha256"])
    if not _NAME.fullmatch(name) or not _SHA256.fullmatch(sha256) or size <= 0:
        raise ValueError(name)
    url = urljoin(address, str(found.get("url", name)))
    remote = RemoteFile(name, url, size, sha256)
    return ReleaseFile(name, str(found["kind"]), str(found["machine"]), str(found.get("form", "small")), remote)


def _get(address: str, name: str, options: NetworkOptions, tuning: Tuning) -> bytes:
    """The contents of a small file; asked once, since a person waits."""
    connection = Connection(options, address, name, Control(), tuning, UPDATES)
    try:
        connection.open()
        data = b""
        while block := connection.read():
            data += block
            if len(data) > _MOST_BYTES:
                raise HubError(Code.HUB_ANSWER, host=connection.host, cause=f"> {_MOST_BYTES >> 20} MB")
        return data
    except PassingError as error:
        raise error.reason from error
    finally:
        connection.close()
