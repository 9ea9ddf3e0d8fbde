"""How the tests are dealt to the workers of pytest-xdist: a file at a time, those with a model first.

By file, so that what a file shares is made once. A model takes every core, so the files with one are what a run is long
by: they begin, and the many short ones fill what is left. Groups (`--dist loadgroup`) would be ignored without a word,
and the tests dealt one by one: pytest 9.2 has no `_nodeid` any more, where pytest-xdist 3.8 writes them.
"""

from __future__ import annotations

import pytest

SLOW_SECONDS = (
    300  # until a test marked slow is taken for one that hangs; `timeout` in pyproject.toml is for the others
)


def deal(items: list[pytest.Item]) -> None:
    """Put the files with a model first, and give a slow test more time; called after every mark is set."""
    first = {item.path for item in items if _with_model(item)}
    items.sort(key=lambda item: item.path not in first)
    for item in items:
        if (_with_model(item) or item.get_closest_marker("slow")) and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(SLOW_SECONDS))


def _with_model(item: pytest.Item) -> bool:
    return item.get_closest_marker("model") is not None
