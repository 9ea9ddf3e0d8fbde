"""What the hub of the tests holds: repositories of files, as the hub's API describes them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class StoredFile:
    """One file of a repository. `sha256` is what the hub says it is, which may be a lie; `etag` the CDN's own."""

    data: bytes
    sha256: str = ""
    etag: str = ""

    def __post_init__(self) -> None:
        self.sha256 = self.sha256 or hashlib.sha256(self.data).hexdigest()
        self.etag = self.etag or hashlib.md5(self.data, usedforsecurity=False).hexdigest()


@dataclass
class Repository:
    """A repository. `gated` is "", "auto" or "manual"; `private` hides it from those without the token."""

    id: str
    files: dict[str, StoredFile] = field(default_factory=dict)
    gated: str = ""
    private: bool = False
    tags: list[str] = field(default_factory=lambda: ["gguf"])
    downloads: int = 0
    likes: int = 0
    gguf: dict[str, Any] = field(default_factory=dict)
    card: dict[str, Any] = field(default_factory=dict)
    modified: str = "2026-11-01T00:00:00.000Z"

    def facts(self) -> dict[str, Any]:
        """As a search lists it."""
        return {
            "_id": hashlib.sha256(self.id.encode()).hexdigest()[:24],
            "id": self.id,
            "modelId": self.id,
            "author": self.id.partition("/")[0],
            "sha": COMMIT,
            "private": self.private,
            "gated": self.gated or False,
            "tags": self.tags,
            "downloads": self.downloads,
            "likes": self.likes,
            "lastModified": self.modified,
            "createdAt": self.modified,
            "pipeline_tag": "text-generation",
            **({"gguf": self.gguf} if self.gguf else {}),
            **({"cardData": self.card} if self.card else {}),
        }

    def listed(self) -> dict[str, Any]:
        """With its files, as `model_info(files_metadata=True)` has it."""
        return {**self.facts(), "siblings": [_sibling(name, file) for name, file in self.files.items()]}

    def tree(self) -> list[dict[str, Any]]:
        """Its files as `list_repo_tree` has them."""
        return [
            {
                "type": "file",
                "path": name,
                "size": len(file.data),
                "oid": file.etag[:40],
                "lfs": {"oid": file.sha256, "size": len(file.data), "pointerSize": 135},
            }
            for name, file in self.files.items()
        ]


def _sibling(name: str, file: StoredFile) -> dict[str, Any]:
    lfs = {"sha256": file.sha256, "size": len(file.data), "pointerSize": 135}
    return {"rfilename": name, "size": len(file.data), "blobId": file.etag[:40], "lfs": lfs}
