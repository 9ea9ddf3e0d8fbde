"""A host with two releases of Lamplight, and a program of the older one in a folder of the test's."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.base.build_facts import BuildFacts
from desktop.base.paths import Paths
from desktop.base.settings import Settings
from desktop.features.updates import updates as service
from desktop.features.updates.installation import Installation, Kind
from desktop.features.updates.updates import Updates
from desktop.store.core.migrate import revisions
from tests.hub.fetching import QUICK as HASTY
from tests.hub.server import HubServer
from tests.hub.signing import Signer

QUICK = replace(HASTY, stall=20.0)  # a busy machine may keep a small file waiting
OLD, NEW = b"\x7fELF the version before" * 1000, b"\x7fELF the new version" * 20_000


def packed(words: bytes) -> bytes:
    """An archive as it is released."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:xz") as archive:
        for name, data in (("lamplight/lamplight", words), ("lamplight/_internal/a", b"a"), ("install.sh", b"#!")):
            entry = tarfile.TarInfo(f"Lamplight-1.2.0-linux-x86_64/{name}")
            entry.size, entry.mode = len(data), 0o755
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


class World:
    """A host with two releases, and a program of the older one."""

    def __init__(self, hub: HubServer, paths: Paths, home: Path, kind: Kind) -> None:
        self.hub, self.paths, self.signer = hub, paths, Signer()
        name = {Kind.APPIMAGE: "Lamplight.AppImage", Kind.FOLDER: "lamplight/lamplight"}.get(kind, "lamplight")
        self.program = home / name
        self.program.parent.mkdir(parents=True, exist_ok=True)
        self.program.write_bytes(OLD)
        self.program.chmod(0o755)
        self.kind = kind
        self.data = {"1.1.0": OLD, "1.2.0": packed(NEW) if kind is Kind.FOLDER else NEW}
        self.publish()

    def publish(self, **changed: object) -> None:
        """The list as it is signed."""
        files = {f"lamplight-{version}.pkg": data for version, data in self.data.items()}
        releases = [
            {
                "version": version,
                "schema": revisions()[-1],
                "notes": {"en": f"News of {version}"},
                "files": [
                    {
                        "name": f"lamplight-{version}.pkg",
                        "kind": self.kind.value,
                        "machine": "x86_64",
                        "size": len(data),
                        "sha256": hashlib.sha256(data).hexdigest(),
                    }
                    | changed
                ],
            }
            for version, data in self.data.items()
        ]
        feed = json.dumps({"format": 1, "releases": releases}).encode()
        self.hub.add("l/r", {**files, "releases.json": feed, "releases.json.minisig": self.signer.sign(feed)})

    def updates(self, version: str = "1.1.0", kind: Kind | None = None) -> Updates:
        facts = BuildFacts(self.hub.file_url("l/r", "releases.json"), self.signer.key)
        found = Installation(kind or self.kind, self.program, "x86_64")
        return Updates(self.paths, Settings(), facts, version=version, found=found, tuning=QUICK)

    def get(self) -> tuple[Updates, Path]:
        updates = self.updates()
        found = updates.look()
        assert found.release is not None
        return updates, updates.fetch(found.release, found.file)

    def be_this_program(self, patch: pytest.MonkeyPatch) -> None:
        """Let whoever asks about updates in this process ask about this program."""
        facts = BuildFacts(self.hub.file_url("l/r", "releases.json"), self.signer.key)
        patch.setattr(service, "build_facts", lambda: facts)
        patch.setattr(service, "installation", lambda facts: Installation(self.kind, self.program, "x86_64"))
        patch.setattr(service, "Tuning", lambda: QUICK)
