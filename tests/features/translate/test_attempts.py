"""The ladder: what is wrong is tried again in other ways, and what stays wrong is marked, never hidden."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import pytest

from desktop.engine.protocol.messages import Generate
from desktop.engine.protocol.outcome import Ending, Outcome
from desktop.features.translate.model.asker import Answer, Asker
from desktop.features.translate.model.attempts import Options, Result, Translator
from desktop.features.translate.model.forced_terms import places
from desktop.features.translate.model.prompts import family_of
from desktop.features.translate.model.segment_workers import Ready, SegmentWorkers
from desktop.features.translate.quality.checks import Problem
from desktop.features.translate.segmentation.languages import LANGUAGES
from desktop.features.translate.terms.glossary import Matcher
from desktop.features.translate.terms.memory import Recall
from desktop.library.models import ModelFile
from desktop.store.translation.records import MemoryEntry, Origin, Segment, SegmentStatus, Term

BASE = ModelFile("b", "Base", Path("/b.gguf"), 1, "gemma3", "Q4", 1, 4096, 1, False, "")


class ScriptedAsker:
    """Answers from a function of the request; everything asked is kept."""

    def __init__(self, answer: Callable[[Generate], str | Answer]) -> None:
        self._answer = answer
        self.asked: list[Generate] = []
        self.scored: list[tuple[str, str]] = []
        self.cancelled = False

    def ask(self, request: Generate, on_text: Callable[[str], None] | None = None) -> Answer:
        self.asked.append(request)
        found = self._answer(request)
        if on_text and isinstance(found, str):
            on_text(found)
        return found if isinstance(found, Answer) else Answer(found, Outcome(Ending.STOP), 5, -0.5, -1.0)

    def score(self, text: str, prompt: str) -> float | None:
        self.scored.append((text, prompt))
        return -1.0 if prompt.endswith("请") else -5.0

    def cancel(self) -> None:
        self.cancelled = True


def translator(
    answer: Callable[[Generate], str | Answer], pair: str = "en zh", terms: Sequence[Term] = (), tone: str = ""
) -> tuple[Translator, ScriptedAsker]:
    asker = ScriptedAsker(answer)
    one, other = (LANGUAGES[tag] for tag in pair.split())
    made = Translator(
        family_of(BASE),
        cast(Asker, asker),
        Options(one, other, tone),
        Matcher(terms, one.tag, other.tag),
        Recall(None, one.tag, other.tag),
    )
    return made, asker


def done(result: Result | None) -> Result:
    assert result is not None
    return result


def test_a_good_answer_is_taken_at_once() -> None:
    made, asker = translator(lambda request: " 今天天气很好.")
    result = done(made.translate("The weather is nice today."))
    assert result == Result("今天天气很好。", SegmentStatus.DONE, Origin.MODEL, (), -0.5, -1.0, 1)
    assert asker.asked[0].alternatives == 0


def test_a_bad_answer_is_tried_again_in_other_ways() -> None:
    answers = iter(["The weather is nice today.", "今日は天気がいい", "天气天气天气天气天气天气", "今天天气很好。"])
    made, asker = translator(lambda request: next(answers))
    result = done(made.translate("The weather is nice today."))
    assert (result.target, result.status, result.attempts) == ("今天天气很好。", SegmentStatus.DONE, 4)
    assert len({(request.prompt, str(request.sampling)) for request in asker.asked}) == 4


def test_the_best_of_bad_answers_is_kept_and_marked() -> None:
    answers = iter(["", "The lamp has 12 parts.", "灯有很多部分。"])
    made, _ = translator(lambda request: next(answers, ""))
    result = done(made.translate("The lamp has 12 parts."))
    assert (result.target, result.status) == ("灯有很多部分。", SegmentStatus.DOUBTFUL)
    assert result.problems == (Problem.LOST_NUMBER,)


def test_a_segment_never_goes_without_a_target() -> None:
    made, _ = translator(lambda request: "")
    result = done(made.translate("The lamp."))
    assert (result.target, result.status, result.problems) == ("The lamp.", SegmentStatus.DOUBTFUL, (Problem.EMPTY,))


def test_what_the_model_is_unsure_of_is_marked() -> None:
    made, _ = translator(lambda request: Answer("今天天气很好。", Outcome(Ending.STOP), 5, -3.0, -9.0))
    result = done(made.translate("The weather is nice today."))
    assert (result.status, result.problems) == (SegmentStatus.DOUBTFUL, (Problem.UNSURE,))


def test_a_missing_term_is_forced_where_the_model_finds_it_likeliest() -> None:
    def answer(request: Generate) -> str:
        return "。" if request.prefill else " 请打开电灯。"

    made, asker = translator(answer, terms=[Term("lantern", "灯笼")])
    result = done(made.translate("Please open the lantern."))
    assert (result.target, result.status) == ("请灯笼。", SegmentStatus.DONE)
    assert asker.asked[-1].prefill == "请灯笼"
    assert {text for text, _ in asker.scored} == {"灯笼"}


def test_a_term_that_cannot_be_forced_is_marked() -> None:
    made, _ = translator(lambda request: Answer("灯", Outcome(Ending.LENGTH), 5, -0.5), terms=[Term("lantern", "灯笼")])
    result = done(made.translate("Please open the lantern now."))
    assert result.status is SegmentStatus.DOUBTFUL


def test_a_lost_placeholder_is_forced_too() -> None:
    made, _ = translator(lambda request: "有新邮件。" if request.prefill else "你有新邮件。")
    result = done(made.translate("You have %d new mails."))
    assert "%d" in result.target
    assert result.status is SegmentStatus.DONE


def test_a_long_sentence_that_fails_is_divided() -> None:
    parts = {"The first part is here,": "第一部分在这里，", "and the second part is here.": "第二部分在这里。"}

    def answer(request: Generate) -> str:
        source = request.prompt.rpartition("English: ")[2].partition("\n")[0]
        return parts.get(source, "啊啊啊啊啊啊啊啊啊啊啊啊啊啊")

    made, _ = translator(answer)
    result = done(made.translate("The first part is here, and the second part is here."))
    assert (result.target, result.status) == ("第一部分在这里，第二部分在这里。", SegmentStatus.DONE)


def test_marks_go_where_the_translation_of_their_inside_is() -> None:
    def answer(request: Generate) -> str:
        source = request.prompt.rpartition("English: ")[2].partition("\n")[0]
        return "保存" if source == "Save" else "要保留更改，请点击保存。"

    made, _ = translator(answer)
    result = done(made.translate("Click ⟦1⟧Save⟦/1⟧ to keep your changes."))
    assert result.target == "要保留更改，请点击⟦1⟧保存⟦/1⟧。"
    assert result.status is SegmentStatus.DONE


def test_what_needs_no_model_gets_none() -> None:
    made, asker = translator(lambda request: "x")
    assert done(made.translate("https://a.b/c 12")).origin is Origin.COPIED
    assert asker.asked == []
    made, asker = translator(lambda request: "x", "zh zh-Hant")
    assert done(made.translate("理发后出发")).target == "理髮後出發"
    assert asker.asked == []


def test_the_memory_answers_first_and_similar_sentences_are_examples() -> None:
    made, asker = translator(lambda request: "按退出键继续。")
    made._recall.learn([MemoryEntry("Press Enter to continue.", "按回车继续。")])
    assert done(made.translate("press enter to continue.")).target == "按回车继续。"
    made.translate("Press Escape to continue.")
    assert "English: Press Enter to continue.\nChinese: 按回车继续。\n" in asker.asked[0].prompt


def test_tone_and_traditional_characters() -> None:
    made, _ = translator(lambda request: "你好，头发。", "en zh-Hant", tone="formal")
    assert done(made.translate("Hello, hair.")).target == "您好，頭髮。"


def test_a_failing_engine_is_told_and_not_asked_again_and_again() -> None:
    failed = Answer("", Outcome(Ending.FAILED, "engine_failed", "no"))
    made, asker = translator(lambda request: failed)
    result = done(made.translate("Hello there."))
    assert result.error is failed
    assert len(asker.asked) == 1


@pytest.mark.parametrize("draft", ["他打开灯。", "a b c.", "", "灯"])
def test_places_are_between_words(draft: str) -> None:
    found = places(draft)
    assert found[0] == 0
    assert all(0 <= at <= len(draft) for at in found)
    if draft == "a b c.":
        assert found == [0, 2, 4, 5]


def segments(*sources: str, chapters: Sequence[int] = ()) -> list[Segment]:
    return [
        Segment(number + 1, 1, number, chapters[number] if chapters else 0, text) for number, text in enumerate(sources)
    ]


def test_the_same_sentence_is_translated_once() -> None:
    made, asker = translator(lambda request: "你好，世界。")
    workers = SegmentWorkers(
        made, cast(Asker, asker), segments("Hello, world.", "hello, World.", "⟦1⟧Hello, world.⟦/1⟧"), context=False
    )
    results = {event.segment.position: event.result.target for event in workers.events() if isinstance(event, Ready)}
    assert results == {0: "你好，世界。", 1: "你好，世界。", 2: "⟦1⟧你好，世界。⟦/1⟧"}
    assert len(asker.asked) == 1


def test_with_context_a_chapter_keeps_its_order_and_sees_what_came_before() -> None:
    made, asker = translator(
        lambda request: "第" + request.prompt.rpartition("English: ")[2].partition("\n")[0][-2] + "句话。"
    )
    row = segments("Sentence 1.", "Sentence 2.", "Sentence 3.", "Sentence 4.", chapters=[0, 0, 1, 0])
    workers = SegmentWorkers(made, cast(Asker, asker), row, context=True)
    order = [event.segment.position for event in workers.events() if isinstance(event, Ready)]
    assert [at for at in order if at != 2] == [0, 1, 3]
    last = next(request.prompt for request in asker.asked if "English: Sentence 4." in request.prompt)
    assert (
        "English: Sentence 1.\nChinese: 第1句话。\n\nEnglish: Sentence 2.\nChinese: 第2句话。\n\nEnglish: Sentence 4."
        in last
    )
    assert not any(
        "Sentence 1." in request.prompt for request in asker.asked if "English: Sentence 3." in request.prompt
    )


def test_an_exception_in_a_thread_is_raised_to_the_one_who_iterates() -> None:
    def answer(request: Generate) -> str:
        raise ZeroDivisionError

    made, asker = translator(answer)
    with pytest.raises(ZeroDivisionError):
        list(SegmentWorkers(made, cast(Asker, asker), segments("Hello there.", "You there."), context=False).events())
