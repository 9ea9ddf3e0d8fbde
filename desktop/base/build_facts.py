"""What is known of this build: where its releases are told of, by whose key they are signed, how it was packed.

A build writes what differs from the lines below into `build.json` among its resources; a checkout has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.base.files import read_json
from desktop.base.paths import resources

RELEASES = "https://github.com/lamplight-desktop/lamplight/releases/latest/download/releases.json"
FILE = "build.json"


@dataclass(frozen=True)
class BuildFacts:
    """`releases` is the address of the list of releases, `key` minisign's public one of those who make them ("" where
    a build has none: then it can't tell what is genuine). `package` is the form it was packed in, "" where only a look
    around tells; `form` is "small", or "full" with a larger model inside.
    """

    releases: str = RELEASES
    key: str = ""
    package: str = ""
    form: str = "small"


def build_facts(file: Path | None = None) -> BuildFacts:
    """Those of this program. A file that can't be read is as none."""
    try:
        found = read_json(file or resources() / FILE)
    except (OSError, ValueError):
        return BuildFacts()
    if not isinstance(found, dict):
        return BuildFacts()
    known = {name: value for name, value in found.items() if name in BuildFacts.__annotations__}
    return BuildFacts(**{name: value for name, value in known.items() if isinstance(value, str)})
