"""What other programs keep is found where each system has it, used in place, and named by its owner."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from desktop.base.errors import Code
from desktop.library import owners
from desktop.library.models import Library, Owner
from tests.base.gguf.files import gguf, model, pair
from tests.library.conftest import REAL_PLACES, gguf_file, ollama

HOMES = {
    "linux": {
        ".lmstudio/models": Owner.LM_STUDIO,
        ".cache/lm-studio/models": Owner.LM_STUDIO,
        ".local/share/Jan/data/llamacpp/models": Owner.JAN,
        "jan/models": Owner.JAN,
        ".ollama/models": Owner.OLLAMA,
        ".local/share/nomic.ai/GPT4All": Owner.GPT4ALL,
        ".cache/llama.cpp": Owner.LLAMA_CPP,
        ".cache/huggingface/hub": Owner.HUGGING_FACE,
        "koboldcpp": Owner.KOBOLDCPP,
        "text-generation-webui/user_data/models": Owner.TEXT_GENERATION_WEBUI,
    },
    "darwin": {
        ".lmstudio/models": Owner.LM_STUDIO,
        "Library/Application Support/Jan/data/llamacpp/models": Owner.JAN,
        ".ollama/models": Owner.OLLAMA,
        "Library/Application Support/nomic.ai/GPT4All": Owner.GPT4ALL,
        "Library/Caches/llama.cpp": Owner.LLAMA_CPP,
        ".cache/huggingface/hub": Owner.HUGGING_FACE,
    },
    "win32": {
        ".lmstudio/models": Owner.LM_STUDIO,
        "AppData/Roaming/Jan/data/llamacpp/models": Owner.JAN,
        ".ollama/models": Owner.OLLAMA,
        "AppData/Local/nomic.ai/GPT4All": Owner.GPT4ALL,
        "AppData/Local/llama.cpp": Owner.LLAMA_CPP,
        ".cache/huggingface/hub": Owner.HUGGING_FACE,
    },
}


@pytest.mark.parametrize("system", HOMES)
def test_the_folders_of_each_system(tmp_path: Path, system: str) -> None:
    for folder in HOMES[system]:
        (tmp_path / folder).mkdir(parents=True)
    found = {place.folder: place.owner for place in REAL_PLACES({}, tmp_path, system)}
    inside = {folder: owner for folder, owner in found.items() if folder.is_relative_to(tmp_path)}
    assert inside == {tmp_path / folder: owner for folder, owner in HOMES[system].items()}


def test_variables_and_settings_of_other_programs_lead_elsewhere(tmp_path: Path) -> None:
    for name in ("lms", "studio", "janhome/llamacpp/models", "ol", "hf/hub", "hf2", "gpt", "llama"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / ".lmstudio-home-pointer").write_text(f"{tmp_path / 'lms'}\n")
    (tmp_path / "lms" / "settings.json").write_text(json.dumps({"downloadsFolder": str(tmp_path / "studio")}))
    jan = tmp_path / ".local/share/Jan"
    jan.mkdir(parents=True)
    (jan / "settings.json").write_text(json.dumps({"data_folder": str(tmp_path / "janhome")}))
    ini = tmp_path / ".config/nomic.ai/GPT4All.ini"
    ini.parent.mkdir(parents=True)
    ini.write_text(f"[General]\nmodelPath={tmp_path / 'gpt'}\n")
    variables = {"OLLAMA_MODELS": "ol", "HF_HOME": "hf", "HF_HUB_CACHE": "hf2", "LLAMA_CACHE": "llama"}
    environment = {name: str(tmp_path / value) for name, value in variables.items()}
    found = {place.folder.relative_to(tmp_path).as_posix() for place in REAL_PLACES(environment, tmp_path, "linux")}
    assert found == {"studio", "janhome/llamacpp/models", "ol", "hf/hub", "hf2", "gpt", "llama"}


@pytest.mark.parametrize("text", ['{"downloadsFolder": 7}', "[1]", "{", '{"downloadsFolder": "a\\u0000b"}', "\udcff"])
def test_settings_of_others_that_are_broken_are_passed_over(tmp_path: Path, text: str) -> None:
    (tmp_path / ".lmstudio" / "models").mkdir(parents=True)
    (tmp_path / ".lmstudio" / "settings.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert [place.owner for place in REAL_PLACES({}, tmp_path, "linux")] == [Owner.LM_STUDIO]


def test_a_folder_that_two_names_lead_to_is_gone_through_once(tmp_path: Path) -> None:
    (tmp_path / ".lmstudio" / "models").mkdir(parents=True)
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache" / "lm-studio").symlink_to(tmp_path / ".lmstudio")
    assert len(REAL_PLACES({}, tmp_path, "linux")) == 1


def test_every_card_names_its_owner(bare: Library, home: Path) -> None:
    gguf_file(home / ".lmstudio/models/author/repo/studio.gguf", name="Studio")
    gguf_file(home / ".local/share/Jan/data/llamacpp/models/author/Jan-4B/model.gguf", data=b"jan")
    gguf_file(home / ".local/share/nomic.ai/GPT4All/all.gguf", name="All")
    found = {found.key: (found.owner, found.name) for found in bare.models()}
    assert found == {
        "studio": (Owner.LM_STUDIO, "Studio"),
        "jan-4b": (Owner.JAN, "Jan-4B"),
        "all": (Owner.GPT4ALL, "All"),
    }


def test_ollama_names_lead_to_its_files(bare: Library, home: Path) -> None:
    store = home / ".ollama/models"
    weights = model("llama", {"context_length": 4096})
    ollama(store, "tiny:latest", {"model": weights, "projector": gguf([pair("general.architecture", "clip")])})
    ollama(store, "tiny:1b", {"model": weights, "template": b"{{ .Prompt }}"})
    ollama(store, "Some-GGUF:Q4_K_M", {"model": model("gemma3", {"context_length": 8192})}, "hf.co/someone")
    found = {found.key: found for found in bare.models()}
    assert set(found) == {"hf.co-someone-some-gguf-q4_k_m", "tiny-1b"}
    tiny = found["tiny-1b"]
    assert (tiny.name, tiny.owner, tiny.copies) == ("tiny:1b", Owner.OLLAMA, ())
    assert tiny.known_sha256 == hashlib.sha256(weights).hexdigest()
    assert tiny.path == store / "blobs" / f"sha256-{tiny.known_sha256}"
    assert tiny.projector is not None
    assert bare.find("tiny:1b").path == tiny.path
    assert bare.verify(tiny)


def test_an_ollama_store_that_a_person_names_or_has_further_inside(bare: Library, tmp_path: Path) -> None:
    ollama(tmp_path / "disk" / "ollama", "one:latest", {"model": model("llama", {"context_length": 1})})
    bare.add_folder(tmp_path / "disk")
    assert [(found.name, found.owner) for found in bare.models()] == [("one:latest", Owner.PERSON)]


def test_what_is_wrong_in_an_ollama_store_is_said(bare: Library, home: Path) -> None:
    store = home / ".ollama/models"
    gone = ollama(store, "gone:latest", {"model": b"x"})
    for blob in (store / "blobs").iterdir():
        blob.unlink()
    bad = ollama(store, "bad:latest", {})
    bad.write_text("{")
    trick = ollama(store, "trick:latest", {})
    layer = {"mediaType": "application/vnd.ollama.image.model", "digest": "sha256:../../../etc/passwd"}
    trick.write_text(json.dumps({"layers": [layer]}))
    ollama(store, "elsewhere:cloud", {"template": b"runs on their machines"})
    problems = {problem.path: problem.error.code for problem in bare.snapshot().problems}
    assert problems.pop(bad) is Code.MODEL_UNREADABLE
    assert problems.pop(trick) is Code.MODEL_UNREADABLE
    assert set(problems.values()) == {Code.MODEL_MISSING}
    assert gone.exists()


def test_the_hugging_face_cache_is_followed_to_its_files(bare: Library, home: Path) -> None:
    repository = home / ".cache/huggingface/hub/models--someone--Tiny-GGUF"
    weights = model("llama", {"context_length": 4096})
    name = hashlib.sha256(weights).hexdigest()
    (repository / "blobs").mkdir(parents=True)
    (repository / "blobs" / name).write_bytes(weights)
    (repository / "blobs" / "0a1b.incomplete").write_bytes(b"GG")
    for revision in ("aaa", "bbb"):
        snapshot = repository / "snapshots" / revision / "Q4"
        snapshot.mkdir(parents=True)
        (snapshot / "tiny.gguf").symlink_to(Path("../../../blobs") / name)
    (repository / "snapshots" / "bbb" / "pruned.gguf").symlink_to(Path("../../blobs/ffff"))
    found = bare.snapshot()
    (tiny,) = found.models
    assert (tiny.key, tiny.owner, tiny.known_sha256) == ("tiny", Owner.HUGGING_FACE, name)
    assert [copy.linked for copy in tiny.copies] == [True]
    assert [(problem.path.name, problem.error.code) for problem in found.problems] == [
        ("pruned.gguf", Code.MODEL_MISSING)
    ]


def test_a_folder_inside_a_persons_keeps_its_owner(bare: Library, home: Path) -> None:
    gguf_file(home / ".lmstudio/models/a/b/studio.gguf", data=b"1")
    gguf_file(home / "mine.gguf", data=b"2")
    bare.add_folder(home)
    assert {found.key: found.owner for found in bare.models()} == {"mine": Owner.PERSON, "studio": Owner.LM_STUDIO}


def test_another_programs_folder_is_left_out_and_taken_again(bare: Library, home: Path) -> None:
    gguf_file(home / ".lmstudio/models/a/b/studio.gguf")
    folder = home / ".lmstudio/models"
    bare.remove_folder(folder)
    assert bare.models() == []
    assert [place.folder for place in bare.others_left_out()] == [folder]
    assert bare.add_folder(folder).owner is Owner.LM_STUDIO
    assert [found.owner for found in bare.models()] == [Owner.LM_STUDIO]


def test_nothing_of_other_programs_is_written_to(bare: Library, home: Path) -> None:
    store = home / ".ollama/models"
    ollama(store, "tiny:latest", {"model": model("llama", {"context_length": 1})})
    gguf_file(home / ".lmstudio/models/a/b/studio.gguf", data=b"3")
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
    for found in bare.models():
        bare.sha256(found)
        bare.remove(found.key)
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before


def test_the_default_is_the_persons_own_before_another_programs(bare: Library, home: Path) -> None:
    gguf_file(home / ".lmstudio/models/a/b/studio.gguf", {"tokenizer.chat_template": "x"})
    default = bare.default()
    assert default is not None
    assert default.owner is Owner.LM_STUDIO
    gguf_file(bare.folder / "own.gguf", {"tokenizer.chat_template": "x"}, data=b"own")
    default = bare.default()
    assert default is not None
    assert default.key == "own"


def test_owners_have_names() -> None:
    assert set(owners.NAMES) == set(Owner)
