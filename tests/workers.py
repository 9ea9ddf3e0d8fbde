"""How the tests are dealt to the workers of pytest-xdist: a file at a time, those with many tests first.

By file, so that what a file shares is made once. That order mixes the files with a model, which takes every core, with
the others: a run is shorter than with all models first. Groups (`--dist loadgroup`) would be ignored without a word and
the tests dealt one by one: pytest 9.2 has no `_nodeid` any more, where pytest-xdist 3.8 writes them.
"""

from __future__ import annotations

import pytest

SLOW_SECONDS = (
    300  # until a test marked slow is taken for one that hangs; `timeout` in pyproject.toml is for the others
)


def deal(items: list[pytest.Item]) -> None:
    """Give a slow test more time; called after every mark is set."""
    for item in items:
        if (_with_model(item) or item.get_closest_marker("slow")) and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(SLOW_SECONDS))


def _with_model(item: pytest.Item) -> bool:
    return item.get_closest_marker("model") is not None
