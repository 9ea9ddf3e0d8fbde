"""A model's shelf: what is put there, what lies beside it, and that it outlives moves, restarts and damage."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.base.errors import Code, ModelFileError
from desktop.base.gguf.adapter import AdapterKind
from desktop.base.paths import Paths
from desktop.library.adapters.shelves import Shelves
from desktop.library.models import Library, ModelFile
from tests.engine.adapter_files import control_vector, lora


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def shelves_of(paths: Paths) -> Shelves:
    return Shelves(paths.data / "adapters.json", paths.data / "adapters", sha256, sha256)


@pytest.fixture
def shelves(paths: Paths) -> Shelves:
    return shelves_of(paths)


@pytest.fixture
def model(paths: Paths, chat_model: Path) -> ModelFile:
    """The chat starter in a folder of its own."""
    shutil.copy(chat_model, paths.models / "small.gguf")
    return Library(paths).find(str(paths.models / "small.gguf"))


def test_what_is_put_on_it_works_and_is_remembered(
    shelves: Shelves, model: ModelFile, paths: Paths, chat_model: Path, tmp_path: Path
) -> None:
    pirate = lora(tmp_path / "海盗 Pirate.gguf", chat_model)
    joy = control_vector(tmp_path / "joy.gguf", chat_model, layers=(4, 5, 6))
    first, second = shelves.add(model, pirate), shelves.add(model, joy)
    assert (first.key, first.row.name, first.row.kind) == ("海盗-pirate", "海盗 Pirate", AdapterKind.LORA)
    assert (first.row.scale, first.row.rank, first.row.on) == (1.0, 4, True)
    assert (second.row.scale, second.row.layers) == (0.25, (4, 6)), "a control vector begins gently"
    shelves.set(model, first.row, scale=0.35)
    shelves.set(model, second.row, on=False, layers=(5, 6))
    again = shelves_of(paths)
    assert [(row.path, row.scale) for row in again.working(model)] == [(pirate, 0.35)]
    assert again.entries(model)[1].row.first_layer == 5
    assert again.find(model, "JOY.gguf").row.path == joy


def test_each_model_has_its_own(shelves: Shelves, model: ModelFile, base_model: Path, tmp_path: Path) -> None:
    other = Library(Paths.under(tmp_path / "other")).find(str(base_model))
    shelves.add(model, lora(tmp_path / "one.gguf", model.path))
    assert shelves.entries(other) == []
    with pytest.raises(ModelFileError) as caught:
        shelves.add(other, tmp_path / "one.gguf")
    assert caught.value.code is Code.ADAPTER_OTHER_MODEL
    assert shelves.entries(other) == []


def test_what_lies_beside_the_model_or_in_the_folder_is_found_and_off(
    shelves: Shelves, model: ModelFile, paths: Paths, base_model: Path
) -> None:
    beside = lora(model.path.parent / "beside.gguf", model.path, seed=1)
    shelves.folder.mkdir()
    inside = lora(shelves.folder / "inside.gguf", model.path, seed=2)
    lora(shelves.folder / "of another.gguf", base_model)
    (shelves.folder / "broken.gguf").write_bytes(b"GGUF adapter")
    (shelves.folder / "notes.txt").write_text("adapter", encoding="utf-8")
    entries = shelves.entries(model)
    assert [(entry.row.path, entry.found, entry.row.on) for entry in entries] == [
        (beside, True, False),
        (inside, True, False),
    ]
    assert shelves.working(model) == ()
    shelves.set(model, entries[1].row, on=True)
    assert [row.path for row in shelves.working(model)] == [inside]


def test_taking_off_leaves_the_file_and_can_be_undone(shelves: Shelves, model: ModelFile) -> None:
    path = lora(model.path.parent / "beside.gguf", model.path)
    entry = shelves.add(model, path)
    shelves.set(model, entry.row, scale=0.5)
    row = shelves.entries(model)[0].row
    shelves.remove(model, row.sha256)
    assert shelves.entries(model) == []
    assert path.exists()
    shelves.put_back(model, row)
    assert [entry.row for entry in shelves.entries(model)] == [row]
    shelves.remove(model, row.sha256)
    assert shelves.add(model, path).row.scale == 1.0


def test_a_moved_model_keeps_its_shelf_and_a_moved_adapter_its_strength(
    shelves: Shelves, model: ModelFile, paths: Paths, tmp_path: Path
) -> None:
    path = lora(tmp_path / "one.gguf", model.path)
    shelves.set(model, shelves.add(model, path).row, scale=-0.5)
    moved = replace(model, path=model.path.rename(tmp_path / "elsewhere.gguf"))
    assert [row.scale for row in shelves.working(moved)] == [-0.5]
    entry = shelves.entries(moved)[0]
    assert entry.error is None
    other = tmp_path / "far away" / "renamed.gguf"
    other.parent.mkdir()
    path.rename(other)
    missing = shelves.entries(moved)[0]
    assert missing.error is not None
    assert missing.error.code is Code.ADAPTER_MISSING
    shelves.folder.mkdir()
    here = other.rename(shelves.folder / "renamed.gguf")
    entry = shelves.entries(moved)[0]
    assert (entry.row.path, entry.row.scale, entry.error) == (here, -0.5, None)
    assert [row.path for row in shelves.working(moved)] == [here]


def test_another_process_is_heard_and_damage_is_an_empty_shelf(
    shelves: Shelves, model: ModelFile, paths: Paths, tmp_path: Path
) -> None:
    entry = shelves.add(model, lora(tmp_path / "one.gguf", model.path))
    shelves_of(paths).set(model, entry.row, scale=0.125)
    assert [row.scale for row in shelves.working(model)] == [0.125]
    file = paths.data / "adapters.json"
    kept = json.loads(file.read_text(encoding="utf-8"))
    row = next(iter(kept.values()))["adapters"][0]
    for damage in ({"scale": 1e9}, {"scale": "x"}, {"path": 3}, {"kind": "dora"}, {"layers": [1]}, {"rank": None}):
        changed = {**row, **damage}
        file.write_text(json.dumps({key: {"adapters": [changed, 7]} for key in kept}), encoding="utf-8")
        read = shelves_of(paths).working(model)
        assert [one.scale for one in read] == ([10.0] if damage == {"scale": 1e9} else [])
    for text in ("", "[", "[]", '{"a": []}', '{"a": {"adapters": {}, "hidden": 3}}'):
        file.write_text(text, encoding="utf-8")
        assert shelves_of(paths).working(model) == ()


def test_listeners_are_told(shelves: Shelves, model: ModelFile, tmp_path: Path) -> None:
    told = []
    stop = shelves.subscribe(lambda: told.append(1))
    entry = shelves.add(model, lora(tmp_path / "one.gguf", model.path))
    shelves.set(model, entry.row, scale=0.5)
    shelves.remove(model, entry.row.sha256)
    stop()
    shelves.put_back(model, entry.row)
    assert len(told) == 3
