"""Ollama's store: a manifest for each name (JSON, as container registries have them), the files under their hashes.

manifests/HOST/NAMESPACE/MODEL/TAG    layers with a media type and a digest
blobs/sha256-HEX                      `sha256:HEX` in stores of early versions
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.library.finding.walk import Stopped

_MODEL, _PROJECTOR = "application/vnd.ollama.image.model", "application/vnd.ollama.image.projector"
_DIGEST = re.compile(r"sha256:([0-9a-f]{64})")
_LONGEST_MANIFEST = 4_000_000  # bytes
_HOME_REGISTRY = ("registry.ollama.ai", "library")


@dataclass(frozen=True)
class OllamaModel:
    """One name and the files behind it."""

    name: str  # "qwen3:4b"
    model: Path
    projector: Path | None
    sha256: str


def models_of(store: Path, stopped: Stopped) -> Iterator[OllamaModel | tuple[Path, str] | Path]:
    """Every name in the store; a manifest that can't be read as a path and why; each folder as a path.

    A name without a file of its own, as those of models that run elsewhere, is no model on this machine.
    """
    yield store / "blobs"
    for folder, folders, names in os.walk(store / "manifests"):  # follows no links
        if stopped():
            return
        folders.sort()
        yield Path(folder)
        for name in sorted(names):
            manifest = Path(folder) / name
            if name.startswith("."):
                continue
            try:
                found = _read(manifest, store)
            except (OSError, ValueError) as error:
                yield manifest, str(error)[:200]
            else:
                if found is not None:
                    yield found


def _read(manifest: Path, store: Path) -> OllamaModel | None:
    """Raises OSError and ValueError."""
    with manifest.open("rb") as file:
        data = file.read(_LONGEST_MANIFEST + 1)
    if len(data) > _LONGEST_MANIFEST:
        raise ValueError("too long for a manifest")
    found = json.loads(data)
    layers = found.get("layers") if isinstance(found, dict) else None
    if not isinstance(layers, list):
        raise ValueError("no layers")
    model = _blob(layers, _MODEL, store)
    if model is None:
        return None
    path, digest = model
    projector = _blob(layers, _PROJECTOR, store)
    return OllamaModel(_name(manifest, store), path, projector[0] if projector else None, digest)


def _blob(layers: list[Any], kind: str, store: Path) -> tuple[Path, str] | None:
    """The file of the first layer of a kind. A digest that is none can't lead out of the store."""
    for layer in layers:
        if not isinstance(layer, dict) or layer.get("mediaType") != kind:
            continue
        digest = _DIGEST.fullmatch(str(layer.get("digest", "")))
        if digest is None:
            raise ValueError("a digest that is none")
        path = store / "blobs" / f"sha256-{digest[1]}"
        early = store / "blobs" / f"sha256:{digest[1]}"
        return (early if os.name != "nt" and not path.exists() and early.exists() else path), digest[1]
    return None


def _name(manifest: Path, store: Path) -> str:
    """As `ollama list` says it: `qwen3:4b`, `hf.co/owner/repository:Q4_K_M`."""
    *parts, model, tag = manifest.relative_to(store / "manifests").parts
    for known in _HOME_REGISTRY:
        if parts[:1] == [known]:
            parts = parts[1:]
    return "/".join([*parts, f"{model}:{tag}"])
