"""A sample of the damage harness: `python -m tests.engine.damage` runs all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.damage import HOSTILE, KINDS, layout, run


@pytest.mark.model
@pytest.mark.slow
def test_a_sample_of_damaged_models(chat_model: Path, tmp_path: Path) -> None:
    result = run(4 * len(KINDS), seed=7, folder=tmp_path, model=chat_model)
    assert result.bad == []
    assert {kind for kind, _ in result.endings} == KINDS.keys()
    assert any(ending.startswith("loaded") for _, ending in result.endings)
    assert any(ending.startswith("model_") for _, ending in result.endings)


def test_the_layout_is_the_starters(chat_model: Path) -> None:
    found = layout(chat_model)
    assert len(found.counts) > 800
    at, length = found.template
    assert found.header[at + 8 : at + 8 + length].startswith(b"{% for message in messages %}")
    assert len(HOSTILE) > 15
