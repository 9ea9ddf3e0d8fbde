"""What the model thinks of a text: with a made-up vocabulary, and read by the real model."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest

from desktop.app import App, build
from desktop.base.paths import Paths
from desktop.base.settings import MAX_TOKENS, SEED
from desktop.engine.protocol.messages import Alternative, Token
from desktop.features.chat.chat import ChatEvent, Ended, Kept, Wrote
from desktop.features.chat.insight import Insight, Insights, Progress, read, recorded
from desktop.features.generation.stop import Stop
from desktop.store import Made, Message, ReplyInfo, Status
from desktop.store.conversations.reply_tokens import ReplyTokens
from desktop.store.conversations.versions import Versions


def _token(number: int, text: str, probability: float | None = 0.5, *others: Alternative) -> Token:
    return Token(number, text, probability, math.log(probability) if probability else None, None, others)


def test_tokens_tile_the_text_and_parts_of_characters_stay_together() -> None:
    text = "Hi 灯下 there"
    tokens = [
        _token(1, "Hi"),
        _token(2, " \ufffd", 0.5),
        _token(3, "\ufffd", 0.5),
        _token(4, "下"),
        _token(5, " there"),
    ]
    found = read(text, tokens)
    assert [text[piece.start : piece.end] for piece in found.pieces] == ["Hi", " 灯", "下", " there"]
    assert found.pieces[1].probability == pytest.approx(0.25)
    assert [found.piece_at(at) for at in (0, 1, 2, 3, 4, 5, len(text) - 1, len(text))] == [0, 0, 1, 1, 2, 3, 3, -1]
    assert [token.token for token in found.tokens] == [1, 2, 3, 4, 5]
    assert found.whole


def test_a_vocabulary_that_begins_with_a_space_and_a_character_at_the_end() -> None:
    found = read("Hello 🏮", [_token(1, " Hello", None), _token(2, " \ufffd"), _token(3, "\ufffd")])
    assert [(piece.start, piece.end, piece.probability) for piece in found.pieces] == [
        (0, 5, None),
        (5, 7, pytest.approx(0.25)),
    ]
    assert found.perplexity == pytest.approx(2.0)


def test_others_are_shown_with_what_stands_there_and_without_what_cannot_be_shown() -> None:
    others = [
        Alternative(7, " cat", 0.6),
        Alternative(8, "\ufffd", 0.2),
        Alternative(9, "<|im_end|>", 0.1),
        Alternative(2, " dog", 0.05),
        Alternative(10, " cow", 0.0001),
    ]
    found = read("A dog", [_token(1, "A"), _token(2, " dog", 0.05, *others)])
    assert [(other.text, other.present) for other in found.pieces[1].others] == [(" cat", False), (" dog", True)]
    assert [piece.step for piece in found.pieces] == [0, 2]


@pytest.fixture
def app(paths: Paths) -> Iterator[App]:
    built = build(paths)
    built.settings.override(SEED, 4)
    built.settings.override(MAX_TOKENS, 24)
    built.open_store()
    yield built
    built.close()


def _insight(events: Iterator[Progress | Insight]) -> Insight:
    *_, last = events
    assert isinstance(last, Insight)
    return last


def _reply(app: App, text: str) -> Message:
    *_, ended = app.chat.send(text, None, Stop())
    assert isinstance(ended, Ended)
    assert ended.message.reply is not None
    return ended.message


@pytest.mark.model
def test_another_word_makes_a_version_with_the_same_beginning_and_reads_nothing_twice(app: App) -> None:
    reply = _reply(app, "Name three rivers in Europe.")
    insights = Insights(app.store, app.model_manager, app.settings)
    found = _insight(insights.reply(reply.id, Stop()))
    assert "".join(reply.text[piece.start : piece.end] for piece in found.pieces) == reply.text
    assert all(piece.probability is not None for piece in found.pieces)
    piece = next(piece for piece in found.pieces[5:] if any(not other.present for other in piece.others))
    other = next(other for other in piece.others if not other.present)
    kept = reply.text[: piece.start]
    events = app.chat.from_word(reply.id, found, found.pieces.index(piece), other, Stop())
    *_, ended = events
    assert isinstance(ended, Ended)
    version = ended.message
    assert version.text.startswith(kept + other.text)
    assert len(version.text) > len(kept + other.text)
    assert (version.version, version.versions, version.status) == (2, 2, Status.CUT)
    assert version.reply is not None
    assert version.reply.made == Made.WORD
    # The prompt with the same beginning stands evaluated; the other word is the last token, which must be read.
    assert version.reply.prompt_tokens - version.reply.cached_tokens <= 2
    assert next(message.text for message in app.store.siblings(version.id)) == reply.text


def test_the_end_of_a_text_within_a_token_and_tokens_after_it() -> None:
    found = read("Yes.", [_token(1, "Yes"), _token(2, ".\n", 0.25), _token(3, "Person")])
    assert [(piece.start, piece.end, piece.probability) for piece in found.pieces] == [(0, 3, 0.5), (3, 4, 0.25)]
    assert len(found.tokens) == 2
    assert found.perplexity == pytest.approx(math.sqrt(8))


def test_tokens_of_another_text_are_not_whole() -> None:
    assert not read("The Rhine is long.", [_token(1, "The"), _token(2, " Danube"), _token(3, " is")]).whole
    assert not read("The Rhine is long.", [_token(1, "The"), _token(2, " Rhine")]).whole


@pytest.mark.model
def test_the_map_of_a_reply_written_here_needs_no_model(app: App) -> None:
    reply = _reply(app, "Name three rivers in Europe.")
    insights = Insights(app.store, app.model_manager, app.settings)
    app.model_manager.unload()
    (kept,) = insights.reply(reply.id, Stop())
    assert isinstance(kept, Insight)
    assert app.model_manager.state.phase == "stopped"
    assert kept.whole
    assert (kept.text, kept.model_name) == (reply.text, reply.reply.model_name if reply.reply else "")
    ReplyTokens(app.store.database).keep(reply.id, ())
    scored = _insight(insights.reply(reply.id, Stop()))
    assert [token.token for token in scored.tokens] == [token.token for token in kept.tokens]
    assert kept.perplexity == pytest.approx(scored.perplexity, rel=0.1)
    for live, later in zip(kept.pieces, scored.pieces, strict=True):
        assert (live.start, live.end) == (later.start, later.end)
        assert live.probability == pytest.approx(later.probability, abs=0.1)
    same = [
        live.others[0].token == later.others[0].token for live, later in zip(kept.pieces, scored.pieces, strict=True)
    ]
    assert sum(same) > 0.9 * len(same)


@pytest.mark.model
def test_what_is_known_of_a_reply_grows_with_it_and_goes_with_its_versions_and_branches(app: App) -> None:
    reply = _reply(app, "Name three rivers in Europe.")
    *_, ended = app.chat.continue_reply(reply.id, Stop())
    assert isinstance(ended, Ended)
    longer = ended.message
    found = recorded(app.store, longer)
    assert found is not None
    assert found.text == longer.text
    assert len(longer.text) > len(reply.text)
    at = next(at for at, piece in enumerate(found.pieces) if at > 3 and len(piece.others) > 1)
    other = next(other for other in found.pieces[at].others if not other.present)
    *_, ended = app.chat.from_word(reply.id, found, at, other, Stop())
    assert isinstance(ended, Ended)
    version = recorded(app.store, ended.message)
    assert version is not None
    assert version.pieces[:at] == found.pieces[:at]
    assert version.pieces[at].probability == pytest.approx(other.probability, rel=0.01)
    assert [each.token for each in version.pieces[at].others if each.present] == [other.token]
    branch = Versions(app.store.database).branch(ended.message.id)
    copied = recorded(app.store, app.store.path(branch.id)[-1])
    assert copied is not None
    assert copied.pieces == version.pieces
    edited = Versions(app.store.database).edit(ended.message.id, "Rhine.")
    assert recorded(app.store, edited) is None


@pytest.mark.model
def test_a_stopped_reply_is_known_as_far_as_it_was_written(app: App) -> None:
    app.settings.override(MAX_TOKENS, 400)
    stop = Stop()
    last: ChatEvent | None = None
    for last in app.chat.send("Tell a long story of a lighthouse.", None, stop):
        if isinstance(last, Wrote) and last.tokens > 10:
            stop.set()
    assert isinstance(last, Ended)
    assert last.message.status is Status.STOPPED
    found = recorded(app.store, last.message)
    assert found is not None
    assert found.text == last.message.text


@pytest.mark.model
def test_a_word_from_a_map_of_another_model_is_read_as_text(app: App) -> None:
    reply = _reply(app, "Name three rivers in Europe.")
    found = recorded(app.store, reply)
    assert found is not None
    at = next(at for at, piece in enumerate(found.pieces) if at > 3 and len(piece.others) > 1)
    other = next(other for other in found.pieces[at].others if not other.present)
    app.model_manager.choose("gemma-3-270m-q4_k_m")
    *_, ended = app.chat.from_word(reply.id, found, at, other, Stop())
    assert isinstance(ended, Ended)
    assert ended.message.text.startswith(reply.text[: found.pieces[at].start] + other.text)
    assert ended.message.reply is not None
    assert "gemma" in ended.message.reply.model_file
    assert recorded(app.store, ended.message) is None  # its beginning has the tokens of another model


@pytest.mark.model
def test_a_text_of_a_persons_own_has_a_perplexity(app: App) -> None:
    insights = Insights(app.store, app.model_manager, app.settings)
    plain = _insight(insights.text("The cat sat on the mat and looked out of the window.", Stop()))
    odd = _insight(insights.text("Mat cat the window looked on sat of and the out the.", Stop()))
    assert 1 < plain.perplexity < odd.perplexity
    assert plain.pieces[0].probability is None
    assert max(piece.step for piece in odd.pieces) == 3
    chinese = _insight(insights.text("灯下读书，窗外有雨。", Stop()))
    assert "".join(chinese.text[piece.start : piece.end] for piece in chinese.pieces) == chinese.text


@pytest.mark.model
def test_reasoning_is_read_before_the_answer_and_not_shaded(app: App) -> None:
    kept, *_ = app.chat.send("Say yes.", None, Stop())
    assert isinstance(kept, Kept)
    text = "<think>\nThey want a yes.\n</think>\n\nYes, of course."
    begun = app.store.begin_reply(kept.message.id, ReplyInfo())
    reply = app.store.finish_reply(begun.id, text, Status.COMPLETE, ReplyInfo(model_name="Any"))
    found = _insight(Insights(app.store, app.model_manager, app.settings).reply(reply.id, Stop()))
    assert (found.text, found.thought) == ("Yes, of course.", text.removesuffix("Yes, of course."))


def test_stopped_before_it_begins_nothing_is_told(app: App) -> None:
    stop = Stop()
    stop.set()
    assert list(Insights(app.store, app.model_manager, app.settings).text("Anything", stop)) == []
