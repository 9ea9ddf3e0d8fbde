"""The translation bench in small: both sides run, and many at once are faster than one after another."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.translation import measure
from tests.bench.translation_pairs import pairs


def test_the_sentences_are_all_different() -> None:
    made = pairs(200)
    assert len({source for source, _ in made}) == len(made) == 200


@pytest.mark.model
@pytest.mark.slow
def test_a_document_is_faster_than_its_sentences(tmp_path: Path) -> None:
    # A few sentences on a busy machine: the bench itself, with 200, is what the numbers are from.
    found = measure(32, 2, tmp_path)
    assert found.segments == 32
    assert found.speedup > 1.2
    assert found.service_chrf > found.completion_chrf - 6
