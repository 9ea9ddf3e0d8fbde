"""LoRA adapters and control vectors in the engine: their effect, live and stacked, and no evaluated prefix mixed up."""

from __future__ import annotations

import math
import random
from pathlib import Path

import pytest

from desktop.base.errors import Code, EngineError
from desktop.engine.client.engine import Engine
from desktop.engine.protocol.adapters import Adapted, Adapter
from desktop.engine.protocol.messages import Cost, Load, Measure, Score, Scored
from desktop.engine.protocol.outcome import Ending
from tests.engine.adapter_files import control_vector, lora
from tests.engine.asking import finish, go_on, text_of

pytestmark = pytest.mark.model

TIE = 1.0  # nats over a few tokens: batches of another size and cells in other places round differently
STORY = "The old sailor opened the letter and"
LONG = (
    "In the north of the island there is a harbour that no map shows. Forty years ago a keeper came with two crates "
    "of oil, a clock without hands and a dog called Minister. He painted the tower white, then black, then white "
    "again, and told the fishermen that colour was a matter of weather. On market days he bought salt, thread and one "
    "newspaper, which he read backwards, from the prices of sheep to the wars. Nobody knew who paid him. When the big "
    "storm took the pier, seven boats came home by his light, and the priest wrote a letter to the capital to ask for "
    "a medal. The answer arrived in spring. The keeper opened it at the bar, and"
)


@pytest.fixture(scope="module")
def files(chat_model: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Adapters for the chat starter."""
    folder = tmp_path_factory.mktemp("adapters")
    return {
        "zero": lora(folder / "zero.gguf", chat_model, strength=0.0),
        "one": lora(folder / "one.gguf", chat_model, seed=1),
        "two": lora(folder / "two.gguf", chat_model, seed=2),
        "joy": control_vector(folder / "joy.gguf", chat_model),
    }


def adapter(path: Path, scale: float = 1.0, first: int = 0, last: int = 0) -> Adapter:
    return Adapter(str(path), scale, first, last)


def written(engine: Engine, *adapters: Adapter, prompt: str = STORY, cache: bool = True) -> str:
    return text_of(engine, go_on(prompt, adapters=adapters, cache=cache))[0]


def scored(engine: Engine, *adapters: Adapter, prompt: str = STORY) -> Scored:
    """What the model with these adapters makes of a fixed text: numbers that tell small differences."""
    answer = engine.ask(Score(text=" read it aloud to the crew.", prompt=prompt, adapters=adapters)).answer(60)
    assert isinstance(answer, Scored)
    return answer


def fresh(model: Path, folder: Path, *adapters: Adapter) -> Scored:
    """What an engine makes of the long prompt that never saw anything else."""
    folder.mkdir()
    engine = Engine(folder / "engine.log")
    engine.load(Load(str(model), context=2048)).result(60)
    try:
        return scored(engine, *adapters, prompt=LONG)
    finally:
        engine.close()


@pytest.mark.parametrize("name", ["zero", "joy", "one"])
def test_what_has_no_strength_changes_no_token(shared_chat: Engine, files: dict[str, Path], name: str) -> None:
    plain = scored(shared_chat)
    changed = scored(shared_chat, adapter(files[name], 1.0 if name == "zero" else 0.0))
    assert [token.logprob for token in changed.tokens] == [token.logprob for token in plain.tokens]


def test_a_lora_changes_the_text_more_the_stronger_it_is(shared_chat: Engine, files: dict[str, Path]) -> None:
    plain = scored(shared_chat).logprob
    changes = [abs(scored(shared_chat, adapter(files["one"], scale)).logprob - plain) for scale in (0.02, 0.3, 1.0)]
    assert 0 < changes[0] < changes[1] < changes[2]
    assert written(shared_chat, adapter(files["one"])) != written(shared_chat)


def test_a_control_vector_works_in_both_directions_and_on_the_layers_asked_for(
    shared_chat: Engine, files: dict[str, Path]
) -> None:
    joy = files["joy"]
    texts = {
        written(shared_chat, *one) for one in ([], [adapter(joy)], [adapter(joy, -1.0)], [adapter(joy, 1.0, 10, 12)])
    }
    assert len(texts) == 4


def test_two_loras_add_up(shared_chat: Engine, files: dict[str, Path], chat_model: Path, tmp_path: Path) -> None:
    """Twice the same one at half strength is that one; two different ones are neither of them, in whatever order."""
    one, two = files["one"], files["two"]
    copy = tmp_path / "copy.gguf"
    copy.write_bytes(one.read_bytes())
    halves = scored(shared_chat, adapter(one, 0.25), adapter(copy, 0.25))
    assert halves.logprob == pytest.approx(scored(shared_chat, adapter(one, 0.5)).logprob, abs=1e-3)
    both = scored(shared_chat, adapter(one, 0.4), adapter(two, 0.4)).logprob
    assert both == scored(shared_chat, adapter(two, 0.4), adapter(one, 0.4)).logprob
    assert both not in (scored(shared_chat, adapter(one, 0.4)).logprob, scored(shared_chat, adapter(two, 0.4)).logprob)


def test_a_lora_and_a_control_vector_work_together(shared_chat: Engine, files: dict[str, Path]) -> None:
    lora_only, vector_only = adapter(files["one"], 0.3), adapter(files["joy"], 0.5)
    sums = [scored(shared_chat, *some).logprob for some in ([lora_only], [vector_only], [lora_only, vector_only], [])]
    assert len(set(sums)) == 4


def test_two_control_vectors_are_the_sum_of_their_directions(
    shared_chat: Engine, files: dict[str, Path], chat_model: Path, tmp_path: Path
) -> None:
    """One that works on the early layers must not be left behind by one that works on the late layers."""
    early, late = adapter(files["joy"], 0.45, 1, 14), adapter(files["joy"], 0.45, 15, 29)
    whole = scored(shared_chat, adapter(files["joy"], 0.45)).logprob
    assert scored(shared_chat, early, late).logprob == pytest.approx(whole, abs=1e-4)
    assert scored(shared_chat, late).logprob != pytest.approx(whole, abs=1e-3)


def test_strength_changes_live_in_the_same_process(
    engine: Engine, chat_model: Path, files: dict[str, Path], tmp_path: Path
) -> None:
    engine.load(Load(str(chat_model), context=2048)).result(60)
    process = engine.pid
    texts = []
    for scale in (0.0, 0.3, 1.0, 0.0):
        handle = engine.set_adapters((adapter(files["one"], scale),))
        assert handle is not None
        answer = handle.answer(60)
        assert isinstance(answer, Adapted)
        texts.append(text_of(engine, go_on(STORY))[0])
    assert engine.pid == process
    log = (tmp_path / "engine.log").read_text(encoding="utf-8", errors="replace")
    assert log.count("general.architecture") == 2, "the model and the adapter were read once each"
    assert texts[0] == texts[3]
    assert len(set(texts)) == 3


def test_a_model_that_is_read_anew_goes_on_with_the_same_adapters(
    engine: Engine, chat_model: Path, files: dict[str, Path]
) -> None:
    engine.load(Load(str(chat_model), context=2048)).result(60)
    engine.set_adapters((adapter(files["one"], 0.3),))
    before = text_of(engine, go_on(STORY))[0]
    engine.unload()
    assert text_of(engine, go_on(STORY))[0] == before
    assert before != written(engine)


def test_no_prefix_of_one_setting_is_used_for_another(
    shared_chat: Engine, files: dict[str, Path], chat_model: Path, tmp_path: Path
) -> None:
    """The long prompt is read under one setting after the other; each is rated as by an engine that saw no other.

    Where the cells lie changes the rounding by a few tenths; with prefixes of another setting the second is 11 away.
    """
    settings: list[tuple[Adapter, ...]] = [
        (),
        (adapter(files["one"], 0.8),),
        (adapter(files["two"], 0.8),),
        (adapter(files["joy"], 0.9),),
        (adapter(files["joy"], 0.9, 5, 20),),
    ]
    first = [scored(shared_chat, *one, prompt=LONG) for one in settings]
    assert all(found.cached_tokens < 10 for found in first)
    again = [scored(shared_chat, *one, prompt=LONG) for one in settings]
    assert all(found.cached_tokens > 100 for found in again)
    for number, one in enumerate(settings):
        assert first[number].logprob == pytest.approx(again[number].logprob, abs=TIE)
        expected = fresh(chat_model, tmp_path / str(number), *one)
        assert expected.cached_tokens == 0
        assert first[number].logprob == pytest.approx(expected.logprob, abs=TIE)


def test_what_is_cached_is_told_for_the_adapters_asked_about(shared_chat: Engine, files: dict[str, Path]) -> None:
    prompt = "A measure of its own. " + LONG
    mine, other = (adapter(files["one"], 0.31),), (adapter(files["one"], 0.32),)
    text_of(shared_chat, go_on(prompt, adapters=mine))

    def cached(adapters: tuple[Adapter, ...]) -> int:
        answer = shared_chat.ask(Measure(go_on(prompt, adapters=adapters))).answer(60)
        assert isinstance(answer, Cost)
        return answer.cached_tokens

    assert cached(mine) > 100
    assert cached(other) < 10


def test_saved_conversations_belong_to_their_adapters(chat_model: Path, files: dict[str, Path], tmp_path: Path) -> None:
    """What a process saved with an adapter is found by the next one for the same adapter, and for no other."""
    mine = (adapter(files["one"], 0.3),)
    said = []
    for adapters, cached in ((mine, False), (mine, True), ((), False), ((adapter(files["one"], 0.4),), False)):
        engine = Engine(tmp_path / "engine.log", states_dir=tmp_path / "states")
        engine.load(Load(str(chat_model), context=2048)).result(60)
        text, end = text_of(engine, go_on(LONG, adapters=adapters))
        assert (end.cached_tokens > 100) is cached
        said.append(text)
        engine.close()
    assert said[0] == said[1]
    assert said[2] != said[0] != said[3]


def test_replies_with_different_adapters_are_written_at_the_same_time(
    shared_chat: Engine, files: dict[str, Path]
) -> None:
    """Each word of each text is what the model with just those adapters would have said, up to rounding."""
    settings = [(), (adapter(files["one"], 0.5),), (adapter(files["joy"], 0.9),), ()]
    calls = [shared_chat.generate(go_on(STORY, adapters=one, max_tokens=40)) for one in settings]
    for one, (text, end) in zip(settings, [finish(call) for call in calls], strict=True):
        assert end.outcome.ending in (Ending.LENGTH, Ending.END)
        assert furthest(shared_chat, text, *one) < TIE
        assert furthest(shared_chat, text, *settings[1 if not one else 0]) > TIE


def furthest(engine: Engine, text: str, *adapters: Adapter) -> float:
    """How much likelier, in nats, another token was than the one that stands there, at most."""
    request = Score(text=text, prompt=STORY, alternatives=1, adapters=adapters)
    found = engine.ask(request).answer(60)
    assert isinstance(found, Scored)
    return max(math.log(token.alternatives[0].probability) - (token.logprob or 0.0) for token in found.tokens)


def test_background_work_with_other_adapters_is_done_too(shared_chat: Engine, files: dict[str, Path]) -> None:
    background = [
        shared_chat.generate(go_on(f"{STORY} {number}", adapters=(adapter(files["one"], 0.3),), background=True))
        for number in range(3)
    ]
    interactive = text_of(shared_chat, go_on(STORY))
    assert interactive[1].completion_tokens > 0
    assert all(finish(call)[1].completion_tokens > 0 for call in background)


def test_stopping_one_of_two_leaves_the_other(shared_chat: Engine, files: dict[str, Path]) -> None:
    endless = go_on(STORY, adapters=(adapter(files["one"], 0.3),), max_tokens=1500, ignore_end=True)
    stopped = shared_chat.generate(endless)
    kept = shared_chat.generate(go_on(STORY, max_tokens=30))
    text, end = finish(kept)
    assert not stopped.ended
    stopped.cancel()
    assert finish(stopped)[1].outcome.ending is Ending.CANCELLED
    assert end.completion_tokens == 30
    assert furthest(shared_chat, text) < TIE


def refused(engine: Engine, *adapters: Adapter) -> Code:
    """How a reply with these ends; the engine goes on living."""
    process = engine.pid
    _, end = text_of(engine, go_on(STORY, adapters=adapters))
    assert end.outcome.ending is Ending.FAILED
    assert engine.pid == process
    handle = engine.set_adapters(adapters)
    assert handle is not None
    with pytest.raises(EngineError) as caught:
        handle.answer(60)
    engine.set_adapters(())
    assert caught.value.code == end.outcome.code
    assert end.outcome.cause
    return Code(end.outcome.code)


def test_adapters_of_another_model_are_refused(shared_chat: Engine, base_model: Path, tmp_path: Path) -> None:
    other = lora(tmp_path / "other.gguf", base_model)
    vector = control_vector(tmp_path / "vector.gguf", base_model)
    assert refused(shared_chat, adapter(other)) is Code.ADAPTER_OTHER_MODEL
    assert refused(shared_chat, adapter(vector)) is Code.ADAPTER_OTHER_MODEL
    assert refused(shared_chat, adapter(tmp_path / "gone.gguf")) is Code.ADAPTER_MISSING
    assert refused(shared_chat, adapter(base_model)) is Code.ADAPTER_NOT_ONE


def test_numbers_that_are_none_are_refused(shared_chat: Engine, chat_model: Path, tmp_path: Path) -> None:
    broken = lora(tmp_path / "nan.gguf", chat_model, strength=float("nan"))
    vector = control_vector(tmp_path / "inf.gguf", chat_model, strength=float("inf"))
    assert refused(shared_chat, adapter(broken)) is Code.ADAPTER_DAMAGED
    assert refused(shared_chat, adapter(vector)) is Code.ADAPTER_DAMAGED


def test_too_many_and_too_strong_are_refused(shared_chat: Engine, files: dict[str, Path]) -> None:
    assert refused(shared_chat, *[adapter(files["one"], 0.1)] * 9) is Code.ADAPTER_TOO_MANY
    assert refused(shared_chat, adapter(files["one"], float("nan"))) is Code.INVALID_VALUE
    assert refused(shared_chat, adapter(files["joy"], 1.0, 40, 50)) is Code.INVALID_VALUE


def test_a_file_that_was_replaced_is_read_again(shared_chat: Engine, chat_model: Path, tmp_path: Path) -> None:
    path = tmp_path / "changing.gguf"
    lora(path, chat_model, seed=1, strength=0.01)
    before = scored(shared_chat, adapter(path)).logprob
    lora(path, chat_model, seed=7, strength=0.01)
    assert scored(shared_chat, adapter(path)).logprob != before


def test_only_what_is_wanted_stays_in_memory(engine: Engine, chat_model: Path, files: dict[str, Path]) -> None:
    engine.load(Load(str(chat_model), context=2048)).result(60)
    counts = []
    for adapters in ((files["one"], files["two"], files["joy"]), (files["two"],), ()):
        handle = engine.set_adapters(tuple(adapter(path) for path in adapters))
        assert handle is not None
        answer = handle.answer(60)
        assert isinstance(answer, Adapted)
        counts.append(answer.count)
        assert text_of(engine, go_on(STORY))[1].completion_tokens > 0
    # the one that worked for the last reply stays until another reply is written
    assert counts[0] == 3
    assert counts[1] <= 3
    assert counts[2] <= 1
    assert written(engine) == written(engine, cache=False)


def test_damaged_files_never_end_the_process(shared_chat: Engine, chat_model: Path, tmp_path: Path) -> None:
    """Each either is refused or works; what gets past our look is given to llama.cpp for real."""
    dice = random.Random(14)
    whole = lora(tmp_path / "whole.gguf", chat_model, targets=("attn_q",)).read_bytes()
    process = shared_chat.pid
    ends = set()
    for number in range(60):
        data = bytearray(whole)
        for _ in range(dice.randrange(1, 4)):
            data[dice.randrange(5000)] = dice.randrange(256)
        path = tmp_path / f"{number}.gguf"
        path.write_bytes(data)
        _, end = text_of(shared_chat, go_on(STORY, adapters=(adapter(path),), max_tokens=2))
        ends.add(end.outcome.code)
    shared_chat.set_adapters(())
    assert shared_chat.pid == process
    assert "" in ends
    assert Code.ADAPTER_DAMAGED in ends
