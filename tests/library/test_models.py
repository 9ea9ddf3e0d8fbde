"""The library: starters found, files added in place, names, and what happens when a file goes or is bad."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from desktop.base.errors import Code, ModelFileError
from desktop.base.paths import Paths
from desktop.library.memory import fit
from desktop.library.models import Library


@pytest.fixture
def library(paths: Paths) -> Library:
    return Library(paths)


def test_the_starters_are_there_and_the_one_that_talks_is_the_default(library: Library) -> None:
    names = {model.name: model for model in library.models()}
    assert names["SmolLM2 135M"].starter
    assert names["Gemma 3 270M"].licence == "Gemma"
    default = library.default()
    assert default is not None
    assert default.name == "SmolLM2 135M"


def test_a_model_is_added_where_it_lies_and_remembered(library: Library, paths: Paths, chat_model: Path) -> None:
    mine = paths.data.parent / "我的模型 1.gguf"
    os.link(chat_model, mine) if mine.parent.stat().st_dev == chat_model.stat().st_dev else mine.symlink_to(chat_model)
    added = library.add(mine)
    again = Library(paths)
    assert again.find(added.key).path == mine
    assert again.find(str(mine)).key == added.key
    assert not added.starter
    again.remove(added.key)
    assert mine.exists()
    assert added.key not in {model.key for model in Library(paths).models()}


def test_a_removed_starter_comes_back_when_added(library: Library) -> None:
    starter = library.find("SmolLM2 135M")
    library.remove(starter.key)
    assert starter.key not in {model.key for model in library.models()}
    assert library.add(starter.path).key == starter.key


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("gone.gguf", None, Code.MODEL_MISSING), ("a.gguf", b"", Code.MODEL_EMPTY), ("a.zip", b"PK", Code.MODEL_NOT_GGUF)],
)
def test_what_can_not_be_added_is_said(
    library: Library, tmp_path: Path, name: str, content: bytes | None, code: Code
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ModelFileError) as caught:
        library.add(file)
    assert caught.value.code is code
    assert len(library.models()) == 2


def test_names_are_found_whole_or_by_their_beginning(library: Library) -> None:
    assert library.find("smollm2").name == "SmolLM2 135M"
    with pytest.raises(ModelFileError) as caught:
        library.find("gpt-9")
    assert caught.value.code is Code.MODEL_UNKNOWN
    assert "smollm2" in caught.value.details["known"]


def test_a_bad_file_in_the_models_folder_hides_nothing_else(library: Library, paths: Paths) -> None:
    (paths.models / "bad.gguf").write_bytes(b"GGUF")
    assert len(library.models()) == 2


def test_two_files_of_one_name_have_two_keys(library: Library, paths: Paths, chat_model: Path) -> None:
    (paths.models / chat_model.name).symlink_to(chat_model)
    keys = [model.key for model in library.models()]
    assert len(set(keys)) == len(keys) == 3


def test_the_hash_is_computed_once_and_anew_when_the_file_changes(
    library: Library, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = library.find("smollm2")
    assert library.sha256(model).startswith("b179c952")
    monkeypatch.setattr(hashlib, "sha256", None)
    assert Library(paths).sha256(model).startswith("b179c952")


def test_damaged_lists_are_ignored(library: Library, paths: Paths) -> None:
    (paths.data / "models.json").write_text('{"added": 7, "hidden": [1]}')
    (paths.cache / "model_facts.json").write_text("{")
    assert len(Library(paths).models()) == 2


def test_memory_is_estimated() -> None:
    small = fit(100_000_000, 23_040, 8192)
    assert small.fits
    assert small.needed == 100_000_000 + 200_000_000 + 23_040 * 8192
    huge = fit(10**15, 23_040, 8192)
    assert not huge.fits
    assert huge.limit == 0
