"""What is proposed, and when it is given up."""

from __future__ import annotations

from desktop.engine.worker.speculation import Lookup


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
    lookup.propose([1, 2, 3, 4, 5, 6, 7, 8], 4)
    assert lookup.propose([1, 2, 3, 9, 1, 2, 3], 1) == [9]


def test_it_pauses_when_it_does_not_pay() -> None:
    lookup = Lookup(forced=False)
    tokens = [1, 2, 3] * 20
    lookup.propose(tokens[:9], 8)
    assert lookup.propose(tokens, 8) == []  # nothing measured yet
    lookup.plain(0.01)
    assert lookup.propose(tokens, 8)
    for _ in range(10):
        lookup.verified(0.05, gained=1, at=len(tokens))
    assert lookup.propose(tokens, 8) == []
    assert lookup.propose(tokens + [1, 2, 3] * 20, 8)


def test_a_match_is_proposed_only_after_more_of_it_came_true() -> None:
    lookup = Lookup(forced=False)
    lookup.plain(0.01)
    prompt = [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3]
    proposed = [lookup.propose(prompt + [4, 5, 6][:count], 8) for count in range(4)]
    assert proposed == [[], [], [], [7, 8, 9, 1, 2, 3, 4, 5]]


def test_a_match_that_breaks_off_is_forgotten() -> None:
    lookup = Lookup(forced=False)
    lookup.plain(0.01)
    tokens = [1, 2, 3, 4, 5, 6, 7, 1, 2, 3]
    lookup.propose(tokens, 8)
    for token in (4, 5, 99, 7):
        tokens.append(token)
        assert lookup.propose(tokens, 8) == []
