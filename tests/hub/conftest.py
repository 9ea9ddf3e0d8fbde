"""A hub on this machine for each test that asks for one; huggingface_hub's own switches."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from huggingface_hub import set_client_factory
from huggingface_hub.utils._http import default_client_factory

from desktop.hub import hugging_face
from tests.hub.server import HubServer, hub_server


@pytest.fixture
def hub() -> Iterator[HubServer]:
    """A hub and its CDN, with nothing in it."""
    with hub_server() as server:
        yield server


@pytest.fixture(autouse=True)
def plain_library() -> Iterator[None]:
    """huggingface_hub has its own client for those tests that use it by itself: also after a window's search."""
    _own_client()
    yield
    _own_client()


def _own_client() -> None:
    if hugging_face._library.cache_info().currsize:
        hugging_face._library.cache_clear()
        set_client_factory(default_client_factory)
