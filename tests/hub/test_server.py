"""The hub of the tests is one to the real client: what is tested against it is tested against the hub's API."""

from __future__ import annotations

import hashlib

import pytest
from huggingface_hub import HfApi, get_hf_file_metadata, hf_hub_url
from huggingface_hub.errors import GatedRepoError, RemoteEntryNotFoundError, RepositoryNotFoundError

from tests.hub.repositories import COMMIT
from tests.hub.server import TOKEN, HubServer

DATA = b"GGUF" + bytes(range(256)) * 40


def test_the_real_client_searches_page_by_page(hub: HubServer) -> None:
    for number in range(45):
        hub.add(f"maker/model-{number}", {"a.gguf": DATA}, downloads=number)
    hub.add("maker/other", {"a.bin": DATA}, tags=["onnx"])
    api = HfApi(endpoint=hub.url, token=False)
    found = list(api.list_models(filter="gguf", search="model", sort="downloads", limit=30))
    assert [model.id for model in found[:2]] == ["maker/model-44", "maker/model-43"]
    assert len(found) == 30
    assert len([seen for seen in hub.requests if seen.path.startswith("/api/models")]) == 2
    assert [model.id for model in api.list_models(author="maker", search="other")] == ["maker/other"]


def test_the_real_client_reads_a_repository(hub: HubServer) -> None:
    hub.add("maker/model", {"q4/a.gguf": DATA})
    info = HfApi(endpoint=hub.url, token=False).model_info("maker/model", files_metadata=True)
    assert info.siblings
    assert info.siblings[0].lfs
    assert info.siblings[0].size == len(DATA)
    assert info.siblings[0].lfs.sha256 == hashlib.sha256(DATA).hexdigest()
    facts = get_hf_file_metadata(hf_hub_url("maker/model", "q4/a.gguf", endpoint=hub.url), token=False)
    assert facts.commit_hash == COMMIT
    assert (facts.etag, facts.size) == (hashlib.sha256(DATA).hexdigest(), len(DATA))
    assert facts.location.startswith(hub.cdn_url)


def test_the_real_client_is_refused_as_the_hub_refuses(hub: HubServer) -> None:
    hub.add("maker/model", {"a.gguf": DATA})
    hub.add("maker/gated", {"a.gguf": DATA}, gated="manual")
    hub.add("maker/private", {"a.gguf": DATA}, private=True)
    with pytest.raises(RemoteEntryNotFoundError):
        get_hf_file_metadata(hub.file_url("maker/model", "b.gguf"), token=False)
    with pytest.raises(GatedRepoError):
        get_hf_file_metadata(hub.file_url("maker/gated", "a.gguf"), token=False)
    with pytest.raises(RepositoryNotFoundError):
        HfApi(endpoint=hub.url, token=False).model_info("maker/private")
    assert get_hf_file_metadata(hub.file_url("maker/gated", "a.gguf"), token=TOKEN).size == len(DATA)
    assert HfApi(endpoint=hub.url, token=TOKEN).whoami()["name"] == "somebody"
