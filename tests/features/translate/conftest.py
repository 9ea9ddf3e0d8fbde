"""An open store in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop.base.paths import Paths
from desktop.store import Store


@pytest.fixture
def store(paths: Paths) -> Iterator[Store]:
    opened = Store.open(paths.database, paths.backups)
    yield opened
    opened.close()
