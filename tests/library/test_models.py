"""The library: starters found, files added in place, names, and what happens when a file goes or is bad."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from desktop.base.errors import Code, ModelFileError
from desktop.base.files import read_json, write_json
from desktop.base.paths import Paths
from desktop.library.models import Library
from tests.base.gguf.files import Value, model


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


def test_two_files_of_one_name_have_two_keys(library: Library, paths: Paths) -> None:
    for folder, context in (("one", 1024), ("two", 2048)):
        (paths.models / folder).mkdir()
        (paths.models / folder / "same.gguf").write_bytes(model("llama", {"context_length": context}))
    assert [model.key for model in library.models()][:2] == ["same", "same-2"]


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


def test_a_card_says_what_the_header_says(library: Library, paths: Paths) -> None:
    sizes: dict[str, Value] = {
        "block_count": 4,
        "embedding_length": 2048,
        "attention.head_count": 32,
        "attention.head_count_kv": [0, 8, 0, 8],
    }
    general: dict[str, Value] = {"general.name": "Small hybrid", "general.file_type": 15, "general.license": "lfm1.0"}
    values = {**general, **sizes, "shortconv.l_cache": 3, "context_length": 128_000, "tokenizer.chat_template": "x"}
    (paths.models / "hybrid.gguf").write_bytes(model("lfm2", values))
    for _ in range(2):  # read, then remembered
        found = Library(paths).find("hybrid")
        assert (found.name, found.architecture, found.quantization) == ("Small hybrid", "lfm2", "Q4_K_M")
        assert (found.trained_context, found.has_template, found.licence) == (128_000, True, "lfm1.0")
        assert found.kv_bytes_per_token == 2 * 8 * 128 * 2
        assert found.state_bytes == 2 * 2048 * 2 * 4
    talks = library.find("smollm2")
    assert (talks.architecture, talks.quantization, talks.parameters) == ("llama", "Q4_1", 134_515_008)
    assert (talks.kv_bytes_per_token, talks.state_bytes) == (30 * 3 * 64 * 2 * 2, 0)


def test_what_an_older_version_remembered_is_read_again(library: Library, paths: Paths) -> None:
    found = library.find("smollm2")
    facts = read_json(paths.cache / "model_facts.json")
    (kept,) = (name for name in facts if "SmolLM2" in name)
    header = {**facts[kept]["header"], "layers": 30, "kv_bytes_per_token": 1}
    del header["cache_per_token"], header["cache_state"]
    write_json(paths.cache / "model_facts.json", {kept: {"header": header, "sha256": "as computed"}})
    again = Library(paths)
    assert again.find("smollm2") == found
    assert again.sha256(found) == "as computed"
