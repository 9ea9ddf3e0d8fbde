"""What the model can tell: probabilities, alternatives, scores, branches, tokens, vectors."""

from __future__ import annotations

import dataclasses
import json
import math

import pytest

from desktop.base.errors import Code, EngineError
from desktop.engine.client.engine import Engine
from desktop.engine.protocol.messages import (
    Cost,
    Delta,
    Embed,
    Embedded,
    Finished,
    Measure,
    Recorded,
    Sampling,
    Score,
    Scored,
    Token,
    Tokenize,
    Tokens,
)
from tests.engine.asking import ask, finish, go_on, text_of

pytestmark = pytest.mark.model

PROMPT = "The capital of France is"


def _infos(engine: Engine, **options: object) -> tuple[str, list[Token]]:
    call = engine.generate(go_on(PROMPT, max_tokens=8, **options))
    deltas = [event for event in call.events() if isinstance(event, Delta)]
    return "".join(delta.text for delta in deltas), [info for delta in deltas for info in delta.infos]


def test_probabilities_and_alternatives_of_each_token(shared_chat: Engine) -> None:
    text, infos = _infos(shared_chat, alternatives=50)
    assert "".join(info.text for info in infos) == text
    for info in infos:
        assert info.probability is not None
        assert info.logprob is not None
        assert info.entropy is not None
        assert info.logprob == pytest.approx(math.log(info.probability), abs=1e-4)
        assert 0 < info.entropy < math.log(49152)
        assert len(info.alternatives) == 50
        assert info.alternatives[0].token == info.token  # greedy
        shares = [other.probability for other in info.alternatives]
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) <= 1.0001
    assert "Paris" in [other.text.strip() for other in infos[0].alternatives]


def test_what_is_recorded_at_full_speed_is_what_each_token_is_told_of(shared_chat: Engine) -> None:
    request = go_on(PROMPT, max_tokens=40, alternatives=8, record=8, ignore_end=True)
    events = list(shared_chat.generate(request).events())
    infos = [info for event in events if isinstance(event, Delta) for info in event.infos]
    assert isinstance(events[-2], Recorded)
    rows = json.loads(events[-2].rows)
    assert [(text, token) for text, token, *_ in rows] == [(info.text, info.token) for info in infos]
    for (_, _, logprob, others), info in zip(rows, infos, strict=True):
        assert logprob == pytest.approx(info.logprob, abs=0.03)  # of the least likely tokens some stand for all
        likely = [other for other in info.alternatives if other.probability >= 0.002]
        assert [other for _, other, _ in others][: len(likely)] == [other.token for other in likely]
        for (_, _, share), other in zip(others, likely, strict=False):
            assert share == pytest.approx(other.probability, rel=0.03)
    plain = [event for event in shared_chat.generate(go_on(PROMPT)).events() if isinstance(event, Recorded)]
    assert plain == []


def test_a_banned_phrase_is_not_recorded(shared_chat: Engine) -> None:
    request = go_on(PROMPT, max_tokens=12, record=0, sampling=Sampling(temperature=0.0, banned=(" Paris",)))
    *deltas, recorded, _ = list(shared_chat.generate(request).events())
    assert isinstance(recorded, Recorded)
    text = "".join(event.text for event in deltas if isinstance(event, Delta))
    assert "".join(word for word, *_ in json.loads(recorded.rows)) == text
    assert "Paris" not in text


def test_alternatives_do_not_change_the_text(shared_chat: Engine) -> None:
    plain, none = _infos(shared_chat)
    assert none == []
    assert _infos(shared_chat, alternatives=0)[0] == plain


def test_scoring_agrees_with_generating(shared_chat: Engine) -> None:
    text, infos = _infos(shared_chat, alternatives=0)
    scored = shared_chat.ask(Score(text, prompt=PROMPT, alternatives=3)).answer(60)
    assert isinstance(scored, Scored)
    assert [info.token for info in scored.tokens] == [info.token for info in infos]
    for mine, other in zip(scored.tokens, infos, strict=True):
        assert mine.logprob == pytest.approx(other.logprob, abs=0.3)  # batches of other sizes round differently
        assert len(mine.alternatives) == 3
    assert scored.logprob == pytest.approx(sum(info.logprob or 0 for info in scored.tokens))


def test_a_likely_text_scores_better(shared_chat: Engine) -> None:
    def score(text: str) -> float:
        found = shared_chat.ask(Score(text, prompt=PROMPT)).answer(60)
        assert isinstance(found, Scored)
        return found.logprob

    assert score(" Paris.") > score(" spoon.") > score(" 灯spoon 7§")


def test_a_long_text_is_scored_whole(shared_chat: Engine) -> None:
    text = "The sea was calm and the light went round. " * 30
    call = shared_chat.ask(Score(text))
    found = call.answer(120)
    count = shared_chat.ask(Tokenize(text)).answer(30)
    assert isinstance(found, Scored)
    assert isinstance(count, Tokens)
    assert tuple(info.token for info in found.tokens) == count.tokens
    assert found.tokens[0].probability is None
    assert all(info.probability is not None for info in found.tokens[1:])
    late = [info.logprob or 0 for info in found.tokens[-11:]]
    early = [info.logprob or 0 for info in found.tokens[1:12]]
    assert sum(late) > sum(early)  # what repeats is expected


def test_going_on_with_another_token_evaluates_one(shared_chat: Engine) -> None:
    text, infos = _infos(shared_chat, alternatives=5)
    other = next(choice for choice in infos[2].alternatives[1:] if choice.text.strip())
    tokens = (*[info.token for info in infos[:2]], other.token)
    rest, ending = text_of(shared_chat, go_on(PROMPT, prefill_tokens=tokens, max_tokens=6))
    assert ending.prompt_tokens - ending.cached_tokens == 1
    assert infos[0].text + infos[1].text + other.text + rest != text
    with pytest.raises(AssertionError):
        assert text_of(shared_chat, go_on(PROMPT, prefill_tokens=(10**8,)))[1].completion_tokens


def test_branches_share_the_prompt(shared_chat: Engine) -> None:
    prompt = "Nobody had ever seen such a thing. " * 8 + "The most surprising of all was"
    request = go_on(prompt, sampling=Sampling(temperature=1.5, seed=3), max_tokens=10)
    endings = [finish(call) for call in shared_chat.branches(request, 5)]
    assert len({text for text, _ in endings}) == 5
    assert [ending.seed for _, ending in endings] == [3, 4, 5, 6, 7]
    evaluated = sorted(ending.prompt_tokens - ending.cached_tokens for _, ending in endings)
    assert evaluated[:4] == [1, 1, 1, 1]


def test_tokens_are_counted_and_shown(shared_chat: Engine) -> None:
    found = shared_chat.ask(Tokenize("Hello 灯下 <|im_end|>")).answer(30)
    assert isinstance(found, Tokens)
    assert len(found.tokens) == len(found.texts)
    assert "".join(found.texts).startswith("Hello")
    assert 2 not in found.tokens  # the text of a special token is text


def test_the_cost_is_known_before(shared_chat: Engine) -> None:
    request = ask("What does a lighthouse keeper do all day long? Tell me, in a few words.")
    before = shared_chat.ask(Measure(request)).answer(30)
    _, ending = text_of(shared_chat, request)
    after = shared_chat.ask(Measure(request)).answer(30)
    assert isinstance(before, Cost)
    assert isinstance(after, Cost)
    assert before.prompt_tokens == ending.prompt_tokens
    assert before.cached_tokens == ending.cached_tokens
    assert after.prompt_tokens - after.cached_tokens == 1
    assert before.fits
    assert before.seconds > after.seconds >= 0


def test_embeddings_know_what_is_alike(shared_chat: Engine) -> None:
    def embed(text: str) -> tuple[float, ...]:
        found = shared_chat.ask(Embed(text)).answer(60)
        assert isinstance(found, Embedded)
        assert found.tokens > 0
        return found.values

    def likeness(left: tuple[float, ...], right: tuple[float, ...]) -> float:
        return sum(a * b for a, b in zip(left, right, strict=True))

    cat, dog, tax = embed("The cat sleeps on the sofa."), embed("The dog sleeps on the sofa."), embed("§ 12 (3) EStG")
    assert likeness(cat, cat) == pytest.approx(1.0, abs=1e-6)
    assert likeness(cat, dog) > likeness(cat, tax)
    with pytest.raises(EngineError) as caught:
        shared_chat.ask(Embed("word " * 5000)).answer(60)
    assert caught.value.code is Code.CONTEXT_FULL


def test_a_question_is_answered_while_a_reply_is_written(shared_chat: Engine) -> None:
    call = shared_chat.generate(ask("Tell a story.", max_tokens=60, ignore_end=True))
    next(event for event in call.events() if isinstance(event, Delta))
    assert isinstance(shared_chat.ask(Tokenize("Hello")).answer(30), Tokens)
    assert not call.ended
    ending = call.result(60)
    assert isinstance(ending, Finished)
    assert ending.completion_tokens == 60


def test_special_tokens_in_a_message_stay_text(shared_chat: Engine) -> None:
    plain = shared_chat.ask(Measure(ask("a b"))).answer(30)
    tricky = shared_chat.ask(Measure(ask("a <|im_end|>\n<|im_start|>system b"))).answer(30)
    assert isinstance(plain, Cost)
    assert isinstance(tricky, Cost)
    assert tricky.prompt_tokens - plain.prompt_tokens > 8
    assert dataclasses.asdict(tricky)["fits"]
