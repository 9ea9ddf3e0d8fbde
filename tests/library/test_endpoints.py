"""Models on other machines in the list: found by name, removed, and never taken by themselves."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.base.endpoints import Abilities, Endpoint, ServerKind
from desktop.base.errors import Code, LamplightError
from desktop.base.paths import Paths
from desktop.library.endpoints import Endpoints
from desktop.library.models import Library
from desktop.library.owners import Owner

ENDPOINT = Endpoint(
    "http://192.168.1.7:8080/v1", "org/Qwen3-30B", ServerKind.VLLM, 32768, 16, True, Abilities(probabilities=True)
)


@pytest.fixture
def library(paths: Paths) -> Library:
    return Library(paths)


def test_what_is_added_is_there_after_a_restart(library: Library, paths: Paths) -> None:
    model = library.endpoints.add(ENDPOINT)
    assert model.endpoint == ENDPOINT
    assert (model.name, model.host, model.owner) == ("Qwen3-30B", "192.168.1.7:8080", Owner.ENDPOINT)
    assert Library(paths).models()[-1] == model
    assert list(Library(paths).look(patient=False))[-1].models[-1] == model


def test_it_is_found_by_key_reference_and_beginning(library: Library) -> None:
    model = library.endpoints.add(ENDPOINT)
    for name in (model.key, model.key.upper(), ENDPOINT.reference, str(model.path), "org-qwen3"):
        assert library.find(name) == model


def test_it_is_never_the_model_to_begin_with(library: Library) -> None:
    library.endpoints.add(ENDPOINT)
    default = library.default()
    assert default is not None  # a starter
    assert not default.host


def test_its_file_is_asked_for_by_nobody(library: Library) -> None:
    model = library.endpoints.add(ENDPOINT)
    assert library.sha256(model) == ""
    assert model.files == ()
    assert model.reference == "http://192.168.1.7:8080/v1#org/Qwen3-30B"


def test_added_twice_it_is_put_right(library: Library) -> None:
    library.endpoints.add(ENDPOINT)
    library.endpoints.add(replace(ENDPOINT, context=1024))
    assert [model.trained_context for model in library.endpoints.models()] == [1024]


def test_the_key_of_a_server_goes_with_its_last_model(library: Library) -> None:
    other = replace(ENDPOINT, model="another")
    library.endpoints.add(ENDPOINT)
    library.endpoints.add(other)
    assert not library.endpoints.remove(ENDPOINT.reference)
    assert library.endpoints.remove(other.reference)
    with pytest.raises(LamplightError) as raised:
        library.endpoints.remove(other.reference)
    assert raised.value.code is Code.MODEL_UNKNOWN


def test_two_of_one_name_have_keys_of_their_own(library: Library) -> None:
    library.endpoints.add(ENDPOINT)
    library.endpoints.add(replace(ENDPOINT, address="https://192.168.1.7:8080/v1"))
    keys = [model.key for model in library.endpoints.models()]
    assert len(set(keys)) == 2


@pytest.mark.parametrize(
    "item",
    [
        7,
        {},
        {"address": "http://a", "model": 3, "kind": "vllm"},
        {"address": "ftp://a", "model": "m", "kind": "x"},
        {"address": "http://a", "model": "m", "kind": "vllm", "abilities": {"chat": "yes"}},
    ],
)
def test_a_damaged_entry_is_left_out(tmp_path: Path, item: object) -> None:
    file = tmp_path / "endpoints.json"
    good = {"address": "http://b:1/v1", "model": "m", "kind": "of the future"}
    file.write_text(json.dumps({"endpoints": [item, good]}))
    found = Endpoints(file).all()
    assert [(one.address, one.kind) for one in found] == [("http://b:1/v1", ServerKind.OTHER)]


def test_a_damaged_list_is_empty(tmp_path: Path) -> None:
    file = tmp_path / "endpoints.json"
    file.write_text("{")
    assert Endpoints(file).all() == []
