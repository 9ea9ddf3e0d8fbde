"""Only whole characters are shown, and never a piece of a stop string."""

from __future__ import annotations

import itertools
import random

import pytest

from desktop.engine.text.stop_strings import StopStringFilter

TEXT = "灯下 reads “好” 👩‍👩‍👧 — naïve\nUser: x\n\nEND"


def _flow(data: bytes, cuts: list[int], stops: tuple[str, ...] = ()) -> tuple[list[str], StopStringFilter]:
    flow = StopStringFilter(stops)
    edges = [0, *sorted(cuts), len(data)]
    shown = []
    for left, right in itertools.pairwise(edges):
        shown.append(flow.feed(data[left:right]))
        if flow.stopped:
            break
    shown.append(flow.finish())
    return shown, flow


@pytest.mark.parametrize("seed", range(30))
def test_any_cut_gives_the_same_whole_characters(seed: int) -> None:
    data = TEXT.encode()
    dice = random.Random(seed)
    shown, _ = _flow(data, [dice.randrange(len(data)) for _ in range(dice.randrange(1, 40))])
    assert "".join(shown) == TEXT
    assert not any("\ufffd" in part for part in shown)


@pytest.mark.parametrize("seed", range(30))
def test_a_stop_string_is_never_shown_however_it_is_cut(seed: int) -> None:
    data = TEXT.encode()
    dice = random.Random(seed)
    stops = ("\nUser:", "END")
    shown, flow = _flow(data, [dice.randrange(len(data)) for _ in range(dice.randrange(1, 40))], stops)
    assert "".join(shown) == TEXT.partition("\nUser:")[0]
    assert flow.stopped == "\nUser:"


def test_what_only_looked_like_a_stop_is_shown_after_all() -> None:
    flow = StopStringFilter(("\nUser:",))
    assert flow.feed(b"a\nUs") == "a"
    assert flow.feed(b"eful") == "\nUseful"
    assert flow.finish() == ""


def test_the_text_held_back_comes_at_the_end() -> None:
    flow = StopStringFilter(("stop",))
    assert flow.feed(b"a st") == "a "
    assert flow.finish() == "st"


def test_half_a_character_at_the_end_is_dropped() -> None:
    flow = StopStringFilter()
    assert flow.feed("好".encode()[:2]) == ""
    assert flow.finish() == ""


def test_the_longest_of_overlapping_beginnings_is_held() -> None:
    flow = StopStringFilter(("aab", "abc"))
    assert flow.feed(b"xaa") == "x"
    assert flow.feed(b"a") == "a"
    assert flow.feed(b"b") == ""
    assert flow.stopped == "aab"


def test_a_transcripts_leading_space_is_left_out() -> None:
    flow = StopStringFilter(strip_start=True)
    assert [flow.feed(part) for part in (b" ", b"\n", b" a ", b"b")] == ["", "", "a ", "b"]


def test_a_banned_phrase_is_found_in_any_case_and_a_stop_only_as_written() -> None:
    flow = StopStringFilter(("END",), banned=("A Testament to",))
    assert flow.feed("İt is the end,".encode()) == "İt is the end,"
    assert flow.feed(b" a") == ""  # the whole token waits: a rewind could not take its space back
    assert flow.feed(b" TESTAMENT") == ""
    assert flow.holding
    assert flow.feed(b" to") == ""
    assert flow.banned_at == len("İt is the end, ")
    assert flow.stopped == ""


def test_tokens_that_only_looked_banned_are_shown_after_all() -> None:
    flow = StopStringFilter(banned=("a testament",))
    assert [flow.feed(part) for part in (b"It is", b" a", b" test", b" case")] == ["It is", "", "", " a test case"]
