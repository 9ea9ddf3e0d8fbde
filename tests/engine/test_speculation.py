"""What is proposed, and when it is given up."""

from __future__ import annotations

from desktop.engine.speculation import Lookup


def test_what_followed_before_is_proposed() -> None:
    lookup = Lookup(forced=True)
    assert lookup.propose([1, 2, 3, 4, 5, 6, 7, 1, 2, 3], 3) == [4, 5, 6]
    assert lookup.propose([1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 9], 3) == []


def test_the_longest_match_wins() -> None:
    lookup = Lookup(forced=True)
    tokens = [9, 1, 2, 3, 50, 8, 1, 2, 3, 60, 9, 1, 2, 3]
    assert lookup.propose(tokens, 1) == [50]


def test_tokens_taken_back_are_learnt_anew() -> None:
    lookup = Lookup(forced=True)
    lookup.propose([1, 2, 3, 4, 5, 6], 4)
    assert lookup.propose([1, 2, 3, 9, 1, 2, 3], 1) == [9]


def test_it_pauses_when_it_does_not_pay() -> None:
    lookup = Lookup(forced=False)
    tokens = [1, 2, 3] * 20
    assert lookup.propose(tokens, 8) == []  # nothing measured yet
    lookup.plain(0.01)
    assert lookup.propose(tokens, 8)
    for _ in range(10):
        lookup.verified(0.05, gained=1, at=len(tokens))
    assert lookup.propose(tokens, 8) == []
    assert lookup.propose(tokens + [1, 2, 3] * 20, 8)
