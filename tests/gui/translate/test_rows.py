"""Rows: a typed text cut where its segments begin, to the letter, and segments found again while one types."""

from __future__ import annotations

import pytest

from desktop.store.translation.records import Segment
from desktop.ui.panes.translate.pages.rows import joined, matched, pieces, same_source


def segment(number: int, source: str) -> Segment:
    return Segment(number, 1, number, 0, source)


@pytest.mark.parametrize(
    ("text", "sources", "rows"),
    [
        ("One. Two.", ["One.", "Two."], ["One.", "Two."]),
        ("一。二。", ["一。", "二。"], ["一。", "二。"]),
        ("  One.\n\n- Two.\n", ["One.", "Two."], ["One.", "- Two."]),
        ("wrapped by\nhand. Next.", ["wrapped by hand.", "Next."], ["wrapped by\nhand.", "Next."]),
    ],
)
def test_pieces(text: str, sources: list[str], rows: list[str]) -> None:
    cut = pieces(text, sources)
    assert cut is not None
    assert [piece.text for piece in cut] == rows
    assert joined(cut) == text.rstrip("\n")


def test_other_segments_are_refused() -> None:
    assert pieces("One. Two.", ["One.", "Three."]) is None


def test_segments_are_found_by_their_text_when_a_row_is_added() -> None:
    known = [segment(1, "One."), segment(2, "Two.")]
    assert matched(["One.", "New", "Two."], known) == [known[0], None, known[1]]
    assert matched(["One!", "Two."], known) == known


def test_a_changed_row_is_another_source() -> None:
    assert same_source("- One.", segment(1, "One."))
    assert not same_source("One and", segment(1, "One."))
