"""The list of releases as it is made from packages, and as a program reads it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import feed
import pytest

from desktop.base.build_facts import RELEASES, BuildFacts, build_facts
from desktop.features.updates.installation import Kind
from desktop.hub.releases.feed import read_releases
from desktop.store.core.migrate import revisions

NAMES = (
    *("lamplight_1.2.0_amd64.deb", "lamplight-full_1.2.0_amd64.deb", "lamplight-1.2.0-1.x86_64.rpm"),
    *("lamplight-1.2.0-1-x86_64.pkg.tar.zst", "lamplight_1.2.0_aarch64.apk", "Lamplight-1.2.0-x86_64.AppImage"),
    *("lamplight-1.2.0-linux-x86_64.tar.xz", "Lamplight-1.2.0-x64.exe", "Lamplight-1.2.0-x64.msi"),
    *("Lamplight-1.2.0-x64.zip", "Lamplight-1.2.0-arm64.dmg"),
)


def test_every_kind_of_package_is_found_by_who_has_it(tmp_path: Path) -> None:
    for name in (*NAMES, "SHA256SUMS", "NOTES.md", "lamplight_1.2.0_amd64.deb.minisig"):
        (tmp_path / name).write_bytes(name.encode())
    made = feed.feed(tmp_path, "https://host/v1.2.0/", "1.2.0", "News")
    (release,) = read_releases(json.dumps(made).encode(), RELEASES)
    assert {each.name for each in release.files} == set(NAMES)
    assert {each.kind for each in release.files} == {kind.value for kind in Kind} - {"source", "flatpak"}
    assert (release.schema, release.notes_text()) == (revisions()[-1], "News")
    full = release.file_for("deb", "x86_64", "full")
    assert full is not None
    assert full.remote.url == "https://host/v1.2.0/lamplight-full_1.2.0_amd64.deb"
    assert release.file_for("dmg", "aarch64", "small") is not None
    assert release.file_for("dmg", "x86_64", "small") is None


def test_the_versions_before_stay_on_the_list(tmp_path: Path) -> None:
    (tmp_path / NAMES[0]).write_bytes(b"x")
    before = tmp_path / "before.json"
    before.write_text(json.dumps({"format": 1, "releases": [{"version": f"1.{n}.0", "files": []} for n in range(9)]}))
    made = feed.feed(tmp_path, "https://host", "1.9.0", before=before)
    assert len(made["releases"]) == 5
    with pytest.raises(ValueError, match="no newer"):
        feed.feed(tmp_path, "https://host", "1.8.0", before=before)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ValueError, match="no packages"):
        feed.feed(tmp_path / "empty", "https://host")


def test_it_is_one_command(tmp_path: Path) -> None:
    (tmp_path / NAMES[0]).write_bytes(b"x")
    command = [sys.executable, str(feed.__file__), str(tmp_path), "--address", "https://host/v0.1.0"]
    subprocess.run([*command, "--version", "0.1.0"], check=True, capture_output=True)
    (release,) = read_releases((tmp_path / feed.NAME).read_bytes(), RELEASES)
    assert release.version == "0.1.0"
    assert "make run" in release.notes_text()


def test_what_a_build_says_of_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LAMPLIGHT_RELEASES", "LAMPLIGHT_KEY"):
        monkeypatch.delenv(name, raising=False)
    assert feed.build_facts(tmp_path) is None
    monkeypatch.setenv("LAMPLIGHT_KEY", "RWRv")
    file = feed.build_facts(tmp_path, "deb", "full")
    assert build_facts(file) == BuildFacts(key="RWRv", package="deb", form="full")
