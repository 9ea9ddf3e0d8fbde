"""The list of releases that a Lamplight asks for when a person looks for a new version (desktop/hub/releases/feed.py).

    python packaging/feed.py dist/installers --address https://host/releases/download/v1.2.0/ [--before releases.json]

writes `releases.json` beside the packages; `minisign -S -m releases.json` then signs it, and both are published at the
address that builds know (desktop/base/build_facts.py).

    LAMPLIGHT_KEY=RW... python packaging/feed.py --facts

before `make bundle` writes what the build says of itself: the public half of the key, and with LAMPLIGHT_RELEASES
another address. Without a key a build looks for nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from desktop import __version__  # noqa: E402
from desktop.base.build_facts import FILE  # noqa: E402
from desktop.hub.releases.feed import order, read_releases  # noqa: E402
from desktop.store.core.migrate import revisions  # noqa: E402

NAME = "releases.json"
_KINDS = {
    ".deb": "deb",
    ".rpm": "rpm",
    ".pkg.tar.zst": "pacman",
    ".apk": "apk",
    ".AppImage": "appimage",
    ".tar.xz": "folder",
    ".exe": "nsis",
    ".msi": "msi",
    ".zip": "zip",
    ".dmg": "dmg",
}
_MACHINE = re.compile(r"x86_64|amd64|x64|aarch64|arm64")
_SAME = {"amd64": "x86_64", "x64": "x86_64", "arm64": "aarch64"}
_KEPT = 5  # versions that can be gone back to


def feed(
    packages: Path, address: str, version: str = __version__, notes: str = "", before: Path | None = None
) -> dict[str, Any]:
    """The list, with this version's packages first and the versions before it from the list `before`.

    Raises ValueError where the folder holds no package, or a version is there already.
    """
    files = [_file(path, address) for path in sorted(packages.iterdir()) if _kind(path)]
    if not files:
        raise ValueError(f"no packages in {packages}")
    release = {
        "version": version,
        "date": datetime.now(UTC).date().isoformat(),
        "schema": revisions()[-1],
        "notes": {"en": notes} if notes else {},
        "files": files,
    }
    older: list[dict[str, Any]] = json.loads(before.read_text("utf-8"))["releases"] if before is not None else []
    if any(order(each["version"]) >= order(version) for each in older):
        raise ValueError(f"{version} is no newer than what is in {before}")
    return {"format": 1, "releases": [release, *older][:_KEPT]}


def notes_of(changelog: str, version: str) -> str:
    """The version's section of CHANGELOG.md; "" where there is none."""
    found = re.search(rf"^## \[{re.escape(version)}\].*?$(.*?)(?=^## \[|\Z)", changelog, re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else ""


def build_facts(resources: Path, package: str = "", form: str = "small") -> Path | None:
    """Write what a build says of itself among its resources; None where there is nothing to say."""
    found = {
        "releases": os.environ.get("LAMPLIGHT_RELEASES", ""),
        "key": os.environ.get("LAMPLIGHT_KEY", ""),
        "package": package,
        "form": form if form != "small" else "",
    }
    said = {name: value for name, value in found.items() if value}
    if not said:
        return None
    file = resources / FILE
    file.write_text(json.dumps(said, indent=2) + "\n", "utf-8")
    return file


def _kind(path: Path) -> str:
    return next((kind for ending, kind in _KINDS.items() if path.name.endswith(ending)), "")


def _file(path: Path, address: str) -> dict[str, Any]:
    machine = _MACHINE.search(path.name)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "name": path.name,
        "kind": _kind(path),
        "machine": _SAME.get(machine[0], machine[0]) if machine else "any",
        "form": "full" if "full" in path.name else "small",
        "size": path.stat().st_size,
        "sha256": digest,
        "url": f"{address.rstrip('/')}/{path.name}",
    }


def main() -> None:
    """Write the list beside the packages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", type=Path, nargs="?")
    parser.add_argument("--address", help="where the packages are fetched from")
    parser.add_argument("--facts", action="store_true", help="write resources/build.json instead, before a bundle")
    parser.add_argument("--version", default=__version__)
    parser.add_argument("--before", type=Path, help="the list that is published now")
    asked = parser.parse_args()
    if asked.facts:
        build_facts(ROOT / "resources")
        return
    if asked.packages is None or not asked.address:
        parser.error("a folder of packages and --address are needed")
    notes = notes_of((ROOT / "CHANGELOG.md").read_text("utf-8"), asked.version)
    made = json.dumps(
        feed(asked.packages, asked.address, asked.version, notes, asked.before), ensure_ascii=False, indent=1
    )
    read_releases(made.encode(), asked.address)  # what a program would make of it
    (asked.packages / NAME).write_text(made + "\n", "utf-8")


if __name__ == "__main__":
    main()
