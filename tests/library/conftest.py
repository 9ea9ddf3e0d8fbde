"""A library with an empty home, and what other programs would keep."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from desktop.base.paths import Paths
from desktop.library import models, owners
from desktop.library.models import Library, Place
from tests.base.gguf.files import Value, model, tensor


@pytest.fixture
def library(paths: Paths) -> Library:
    return Library(paths)


@pytest.fixture
def bare(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A library without starters."""
    monkeypatch.setattr(models, "starter_folders", list)
    return Library(paths)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's home whose other programs are found; nothing in the environment says otherwise."""
    place = tmp_path / "person"
    place.mkdir()

    def places() -> list[Place]:
        return [found for found in REAL_PLACES({}, place, "linux") if found.folder.is_relative_to(place)]

    monkeypatch.setattr(owners, "places", places)
    return place


REAL_PLACES = owners.places  # as imported: `_no_other_programs` comes later


def gguf_file(path: Path, values: dict[str, Value] | None = None, *, data: bytes = b"", name: str = "") -> Path:
    """A small model file; `data` are its weights."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = -(-len(data) // 4)
    table = [tensor("token_embd.weight", [rows])] if rows else []
    named: dict[str, Value] = {"general.name": name} if name else {}
    head = model("llama", {"context_length": 4096, **named, **(values or {})}, table)
    path.write_bytes(head + data.ljust(rows * 4, b"\0"))
    return path


def split(folder: Path, stem: str, count: int, *, skip: tuple[int, ...] = ()) -> list[Path]:
    """A model in parts, as llama.cpp's gguf-split writes them."""
    written = []
    for number in range(count):
        if number + 1 in skip:
            continue
        values: dict[str, Value] = {"split.no": number, "split.count": count}
        path = folder / f"{stem}-{number + 1:05}-of-{count:05}.gguf"
        written.append(gguf_file(path, values, data=bytes([number + 1]) * 400))
    return written


def ollama(store: Path, name: str, files: dict[str, bytes], registry: str = "registry.ollama.ai/library") -> Path:
    """A name in Ollama's store; `files` by the last word of their media type. Returns the manifest."""
    model_name, _, tag = name.partition(":")
    layers = []
    (store / "blobs").mkdir(parents=True, exist_ok=True)
    for kind, data in files.items():
        digest = hashlib.sha256(data).hexdigest()
        (store / "blobs" / f"sha256-{digest}").write_bytes(data)
        media = f"application/vnd.ollama.image.{kind}"
        layers.append({"mediaType": media, "digest": f"sha256:{digest}", "size": len(data)})
    manifest = store / "manifests" / registry / model_name / tag
    manifest.parent.mkdir(parents=True, exist_ok=True)
    manifest.write_text(json.dumps({"schemaVersion": 2, "layers": layers}))
    return manifest
