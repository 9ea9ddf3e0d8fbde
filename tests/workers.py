"""How the tests are dealt to the workers of pytest-xdist: a file at a time, those that compute with a model to one.

llama.cpp takes every core. Two models at once would not be faster, and both would run into the limits of patience that
tests have; so one worker has all of them, with the engines it loaded once, while the others do the rest.
"""

from __future__ import annotations

import pytest

MODEL_GROUP = "model"
SLOW_SECONDS = (
    300  # until a test marked slow is taken for one that hangs; `timeout` in pyproject.toml is for the others
)


def deal(items: list[pytest.Item]) -> None:
    """Give each test its group, and a slow one more time; called after every mark is set.

    Those with a model come first: their group is the largest, and what remains for the end should be small.
    """
    items.sort(key=lambda item: not _with_model(item))
    for item in items:
        with_model = _with_model(item)
        item.add_marker(pytest.mark.xdist_group(MODEL_GROUP if with_model else item.nodeid.partition("::")[0]))
        if (with_model or item.get_closest_marker("slow")) and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(SLOW_SECONDS))


def _with_model(item: pytest.Item) -> bool:
    return item.get_closest_marker("model") is not None
