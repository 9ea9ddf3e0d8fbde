"""A hub on this machine for each test that asks for one; huggingface_hub's own switches."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hub.server import HubServer, hub_server


@pytest.fixture
def hub() -> Iterator[HubServer]:
    """A hub and its CDN, with nothing in it."""
    with hub_server() as server:
        yield server
