"""What is found in folders: at any depth, in parts, with projectors, once, and why something can't be used."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from desktop.base.errors import Code, ModelFileError
from desktop.base.paths import Paths
from desktop.library.models import Library, Owner, Snapshot
from tests.base.gguf.files import Value, gguf, model, pair, tensor
from tests.library.conftest import gguf_file, split

not_root = pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")


def _codes(found: Snapshot) -> dict[str, Code]:
    return {problem.path.name: problem.error.code for problem in found.problems}


def _projector(path: Path, width: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    values = [pair("general.architecture", "clip"), pair("general.type", "mmproj")]
    values += [pair("clip.vision.projection_dim", width)] if width else []
    path.write_bytes(gguf(values))
    return path


def test_models_are_found_at_any_depth_and_named_by_their_files(bare: Library, paths: Paths) -> None:
    gguf_file(paths.models / "top.gguf", name="Top")
    gguf_file(paths.models / "a" / "b" / "c" / "d" / "e" / "deep.GGUF", data=b"deep")
    gguf_file(paths.models / "author" / "Small Model" / "model.gguf")
    (paths.models / "._top.gguf").write_bytes(b"what macOS leaves")
    assert {(found.key, found.name) for found in bare.models()} == {
        ("top", "Top"),
        ("deep", "deep"),
        ("small-model", "Small Model"),
    }


def test_parts_are_one_model_that_is_loaded_by_the_first(bare: Library, paths: Paths) -> None:
    parts = split(paths.models / "big", "Big-Q4_K_M", 3)
    (found,) = bare.models()
    assert (found.key, found.path, found.parts) == ("big-q4_k_m", parts[0], tuple(parts))
    assert found.size == sum(part.stat().st_size for part in parts)
    assert found.parameters == 300
    for part in parts:
        assert bare.find(str(part)).path == parts[0]
    assert bare.add(parts[2]).path == parts[0]


def test_a_missing_part_is_named(bare: Library, paths: Paths) -> None:
    split(paths.models, "later", 4, skip=(2, 4))
    split(paths.models, "first", 2, skip=(1,))
    found = bare.snapshot()
    assert not found.models
    assert {problem.error.details["number"] for problem in found.problems} == {"2, 4", "1"}
    assert set(_codes(found).values()) == {Code.MODEL_PART_MISSING}


def test_a_part_with_another_name_says_so(bare: Library, paths: Paths) -> None:
    parts = split(paths.models, "big", 2)
    for number, part in enumerate(parts):
        part.rename(part.with_name(f"mine{number}.gguf"))
    assert set(_codes(bare.snapshot()).values()) == {Code.MODEL_PART_RENAMED}


def test_a_damaged_part_makes_one_row(bare: Library, paths: Paths) -> None:
    parts = split(paths.models, "big", 3)
    parts[1].write_bytes(parts[1].read_bytes()[:-100])
    assert _codes(bare.snapshot()) == {parts[1].name: Code.MODEL_TRUNCATED}


def test_a_split_model_a_hybrid_and_a_projector_in_one_folder(bare: Library, paths: Paths) -> None:
    general: dict[str, Value] = {"block_count": 4, "attention.head_count": 32, "embedding_length": 2048}
    first = {**general, "general.name": "Big model", "tokenizer.chat_template": "x", "split.no": 0, "split.count": 3}
    (paths.models / "big-Q4_K_M-00001-of-00003.gguf").write_bytes(model("llama", first, data=3_000_000))
    for number in (1, 2):
        later = gguf([pair("split.no", number), pair("split.count", 3)], data=3_000_000)
        (paths.models / f"big-Q4_K_M-0000{number + 1}-of-00003.gguf").write_bytes(later)
    hybrid = {**general, "attention.head_count_kv": [0, 8, 0, 8], "tokenizer.chat_template": "x"}
    (paths.models / "hybrid-list.gguf").write_bytes(model("lfm2", hybrid))
    projector = _projector(paths.models / "mmproj-model-f16.gguf")
    found = bare.snapshot()
    assert {found.key: found.projector for found in found.models} == {
        "big-q4_k_m": projector,
        "hybrid-list": projector,
    }
    assert next(found.size for found in found.models if found.parts) > 9_000_000
    assert not found.problems


def test_a_projector_belongs_to_the_model_whose_vectors_are_as_long(bare: Library, paths: Paths) -> None:
    for name, width in (("alpha", 2048), ("beta", 4096), ("gamma", 4096)):
        gguf_file(paths.models / f"{name}-Q4_K_M.gguf", {"embedding_length": width}, name=name)
    alpha = _projector(paths.models / "mmproj-F16.gguf", 2048)
    beta = _projector(paths.models / "mmproj-beta-f16.gguf", 4096)
    found = {model.key: model.projector for model in bare.models()}
    assert found == {"alpha-q4_k_m": alpha, "beta-q4_k_m": beta, "gamma-q4_k_m": None}


def test_a_projector_above_its_quantizations(bare: Library, paths: Paths) -> None:
    full = _projector(paths.models / "repo" / "mmproj-F32.gguf", 2560)
    half = _projector(paths.models / "repo" / "mmproj-F16.gguf", 2560)
    gguf_file(paths.models / "repo" / "Q4_K_M" / "Some-4B-Q4_K_M.gguf", {"embedding_length": 2560})
    found = bare.snapshot()
    assert [model.projector for model in found.models] == [half]
    assert not found.problems, full


def test_a_projector_without_its_model_is_a_row(bare: Library, paths: Paths) -> None:
    _projector(paths.models / "mmproj-lonely.gguf", 1024)
    gguf_file(paths.models / "elsewhere" / "one.gguf", {"embedding_length": 2048})
    found = bare.snapshot()
    assert _codes(found) == {"mmproj-lonely.gguf": Code.MODEL_PROJECTOR_ALONE}
    assert found.problems[0].beside


def test_the_same_file_twice_is_one_card(bare: Library, paths: Paths, tmp_path: Path) -> None:
    first = gguf_file(paths.models / "a.gguf", data=b"weights" * 100)
    os.link(first, paths.models / "b.gguf")
    (paths.models / "c.gguf").symlink_to(first)
    shutil.copy(first, tmp_path / "d.gguf")
    bare.add(tmp_path / "d.gguf")
    (found,) = bare.models()
    assert {copy.path.name: copy.linked for copy in found.copies} == {"a.gguf": False, "b.gguf": False, "c.gguf": False}
    assert found.path == tmp_path / "d.gguf"


def test_other_weights_under_the_same_header_are_another_model(bare: Library, paths: Paths) -> None:
    gguf_file(paths.models / "one.gguf", data=b"a" * 1000, name="Same")
    gguf_file(paths.models / "two.gguf", data=b"a" * 999 + b"b", name="Same")
    assert [found.copies for found in bare.models()] == [(), ()]


def test_taking_one_off_the_list_takes_its_copies(bare: Library, paths: Paths) -> None:
    first = gguf_file(paths.models / "a.gguf", data=b"weights" * 100)
    os.link(first, paths.models / "b.gguf")
    bare.remove("a")
    assert bare.models() == []
    assert bare.add(paths.models / "b.gguf").path == first
    assert first.exists()


def _hostile(folder: Path) -> dict[str, Code]:
    """Files that are none, each with what is said of it."""
    sound = model("llama", {"context_length": 1}, [tensor("token_embd.weight", [64])], 256)
    contents: dict[str, tuple[bytes, Code]] = {
        "empty.gguf": (b"", Code.MODEL_EMPTY),
        "37-bytes.gguf": (b"GGUF\x03\0\0\0" + b"\0" * 29, Code.MODEL_DAMAGED),
        "short.gguf": (b"GGUF", Code.MODEL_TRUNCATED),
        "truncated.gguf": (sound[:-10], Code.MODEL_TRUNCATED),
        "page.gguf": (b"<!DOCTYPE html><title>Sign in</title>", Code.MODEL_NOT_GGUF),
        "pointer.gguf": (b"version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 4\n", Code.MODEL_NOT_GGUF),
        "future.gguf": (gguf([], version=9), Code.MODEL_UNSUPPORTED),
        "keys.gguf": (b"GGUF\x03\0\0\0" + b"\xff" * 16, Code.MODEL_DAMAGED),
        "layers.gguf": (model("llama", {"block_count": 4_000_000_000}), Code.MODEL_DAMAGED),
        "imatrix.gguf": (
            gguf([pair("general.architecture", "x"), pair("general.type", "imatrix")]),
            Code.MODEL_NO_MODEL,
        ),
        "lora.gguf": (
            gguf([pair("general.architecture", "llama"), pair("general.type", "adapter")]),
            Code.MODEL_ADAPTER,
        ),
    }
    for name, (data, _) in contents.items():
        (folder / name).write_bytes(data)
    return {name: code for name, (_, code) in contents.items()}


def test_what_can_not_be_used_is_a_row_with_a_reason_and_hides_nothing(bare: Library, paths: Paths) -> None:
    expected = _hostile(paths.models)
    (paths.models / "gone.gguf").symlink_to(paths.models / "nowhere")
    (paths.models / "self.gguf").symlink_to(paths.models / "self.gguf")
    gguf_file(paths.models / "sound.gguf")
    found = bare.snapshot()
    assert _codes(found) == {**expected, "gone.gguf": Code.MODEL_MISSING, "self.gguf": Code.MODEL_UNREADABLE}
    assert [model.key for model in found.models] == ["sound"]
    assert [path.name for path in found.adapters] == ["lora.gguf"]
    assert _codes(bare.snapshot()) == _codes(found)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes in folders")
def test_a_pipe_is_not_waited_for(bare: Library, paths: Paths) -> None:
    os.mkfifo(paths.models / "pipe.gguf")
    assert _codes(bare.snapshot()) == {"pipe.gguf": Code.MODEL_UNREADABLE}


def test_names_with_tricks_are_plain(bare: Library, paths: Paths) -> None:
    gguf_file(paths.models / "a.gguf", {"general.name": "Good\x1b[31m\u202emodel\n\nname\0"})
    assert [found.name for found in bare.models()] == ["Good [31m model name"]


def test_links_that_lead_in_circles_end(bare: Library, paths: Paths) -> None:
    deep = paths.models / "a" / "b"
    gguf_file(deep / "one.gguf")
    (deep / "up").symlink_to(paths.models)
    (deep / "again").symlink_to(deep)
    assert [found.key for found in bare.models()] == ["one"]


@not_root
def test_a_folder_that_can_not_be_read_is_a_row(bare: Library, paths: Paths) -> None:
    closed = paths.models / "closed"
    closed.mkdir(mode=0)
    try:
        assert _codes(bare.snapshot()) == {"closed": Code.FOLDER_UNREADABLE}
    finally:
        closed.chmod(0o700)


def test_folders_a_person_adds(bare: Library, tmp_path: Path) -> None:
    mine = gguf_file(tmp_path / "disk" / "deep" / "mine.gguf")
    place = bare.add_folder(tmp_path / "disk")
    assert place.owner is Owner.PERSON
    assert [(found.path, found.owner) for found in bare.models()] == [(mine, Owner.PERSON)]
    shutil.rmtree(tmp_path / "disk")
    assert _codes(bare.snapshot()) == {"disk": Code.FOLDER_MISSING}
    bare.remove_folder(tmp_path / "disk")
    assert not bare.snapshot().problems
    with pytest.raises(ModelFileError) as caught:
        bare.remove_folder(tmp_path / "disk")
    assert caught.value.code is Code.FOLDER_UNKNOWN
    with pytest.raises(ModelFileError) as caught:
        bare.add_folder(tmp_path / "disk")
    assert caught.value.code is Code.FOLDER_MISSING


def test_a_model_that_only_compares_texts_is_never_the_default(bare: Library, paths: Paths) -> None:
    (paths.models / "a.gguf").write_bytes(model("bert", {"context_length": 512, "tokenizer.chat_template": "x"}))
    pooled: dict[str, Value] = {"context_length": 512, "pooling_type": 3, "tokenizer.chat_template": "x"}
    (paths.models / "b.gguf").write_bytes(model("qwen3", pooled))
    assert bare.default() is None
    gguf_file(paths.models / "c.gguf")
    default = bare.default()
    assert default is not None
    assert default.key == "c"


def test_languages_and_two_quantizations_of_one_model(bare: Library, paths: Paths) -> None:
    for kind, name in ((15, "m-q4"), (7, "m-q8")):
        values: dict[str, Value] = {"general.file_type": kind, "general.languages": ["en", "zh"]}
        gguf_file(paths.models / f"{name}.gguf", values, name="Model 4B")
    assert {found.name for found in bare.models()} == {"Model 4B Q4_K_M", "Model 4B Q8_0"}
    assert {found.languages for found in Library(bare._paths).models()} == {("en", "zh")}
