"""Pieces of the story feature: diffs, outlines, clean answers, tokens, blocks, the bible's choice."""

from __future__ import annotations

import itertools
import random
import time
from dataclasses import replace

import pytest

from desktop.base.paths import resources
from desktop.engine.protocol.messages import Alternative, Token
from desktop.features.story import sampling_presets as sampling_presets
from desktop.features.story.context import manuscript_tail as manuscript
from desktop.features.story.context.bible import choose
from desktop.features.story.context.events import EntryFate, Why, why_text
from desktop.features.story.context.prompts import How, Step, families, family_of, which_is_better
from desktop.features.story.diff import compare, pieces
from desktop.features.story.planning.outline import parse
from desktop.features.story.writing import output_rules as clean
from desktop.features.story.writing import take_tokens as tokens
from desktop.features.story.writing.output_rules import Rules
from desktop.store.stories.records import Activation, BibleEntry, EntryKind, NodeKind, StorySettings
from tests.fakes import MODEL

# -- diff ----------------------------------------------------------------------------------------------------------


def test_a_diff_is_words_and_chinese_characters() -> None:
    found = compare("The wind was cold. She went in.", "The wind was bitter. She went out.")
    assert [(hunk.old, hunk.new) for hunk in found.hunks] == [("cold", "bitter"), ("in", "out")]
    assert found.apply([0]) == "The wind was bitter. She went in."
    assert found.apply([1]) == "The wind was cold. She went out."
    assert found.apply([]) == found.old
    chinese = compare("她慢慢走上楼去。", "她快快走上楼来。")
    assert [(hunk.old, hunk.new) for hunk in chinese.hunks] == [("慢慢", "快快"), ("去", "来")]
    assert compare("same", "same").hunks == ()
    assert compare("", "new").apply() == "new"


def test_any_diff_gives_back_both_texts() -> None:
    draw = random.Random(5)
    for _ in range(200):
        old = "".join(
            draw.choice(["灯", "火", "the ", "sea", ", ", "\n\n", "“", "x", " "]) for _ in range(draw.randrange(30))
        )
        new = "".join(
            draw.choice(["灯", "火", "the ", "sea", ", ", "\n\n", "“", "x", " "]) for _ in range(draw.randrange(30))
        )
        found = compare(old, new)
        assert "".join(pieces(old)) == old
        assert found.apply() == new
        assert found.apply([]) == old
        ends = [(hunk.start, hunk.end) for hunk in found.hunks]
        assert all(end < start for (_, end), (start, _) in itertools.pairwise(ends))
        assert all(old[hunk.start : hunk.end] == hunk.old for hunk in found.hunks)


@pytest.mark.timeout(60)  # how fast is for tests/bench; that it ends is for here
def test_a_diff_of_a_whole_book_does_not_take_long() -> None:
    draw = random.Random(1)
    words = [f"word{draw.randrange(3000)} " for _ in range(60_000)]
    other = [word if draw.random() > 0.02 else "changed " for word in words]
    found = compare("".join(words), "".join(other))
    assert found.apply() == "".join(other)


# -- outlines ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Chapter 1: Salt - She goes.\nChapter 2: Fog - He comes.", [("Salt", "She goes."), ("Fog", "He comes.")]),
        (
            "Sure! Here it is:\n\n**Chapter 1: Salt**\nShe goes.\n\n**Chapter 2: Fog**",
            [("Salt", "She goes."), ("Fog", "")],
        ),
        ("第一章 盐：她走了。\n第十二章 雾：他来了。", [("盐", "她走了。"), ("雾", "他来了。")]),
        ("一、盐：她走了。\n二、雾：他来了。", [("盐", "她走了。"), ("雾", "他来了。")]),
        ("1. Salt: She goes.\n2) Fog - He comes.", [("Salt", "She goes."), ("Fog", "He comes.")]),
        ("## Chapter XII — Salt\nShe goes.\n## Chapter XIII — Fog", [("Salt", "She goes."), ("Fog", "")]),
        ("- **Salt** – she goes\n- **Fog** – he comes", [("Salt", "she goes"), ("Fog", "he comes")]),
        ("She goes to sea.\n\nHe comes back.", [("", "She goes to sea."), ("", "He comes back.")]),
    ],
)
def test_an_outline_is_read_however_it_is_written(text: str, wanted: list[tuple[str, str]]) -> None:
    found = parse(text)
    assert [(node.title, node.beats) for node in found] == wanted
    assert all(node.kind is NodeKind.CHAPTER for node in found)


def test_parts_hold_chapters_and_chapters_scenes() -> None:
    found = parse(
        "# Part One: Sea\n## Chapter 1: Salt\n- She climbs.\n- She sees.\n## Chapter 2: Fog\nScene 1: He comes."
    )
    assert [(node.kind, node.title) for node in found] == [(NodeKind.PART, "Sea")]
    salt, fog = found[0].children
    assert [child.beats for child in salt.children] == ["She climbs.", "She sees."]
    assert [child.beats for child in fog.children] == ["He comes."]
    scenes = parse("第一场：她上楼。\n第二场：她看见。", NodeKind.CHAPTER)
    assert [(node.kind, node.beats) for node in scenes] == [(NodeKind.SCENE, "她上楼。"), (NodeKind.SCENE, "她看见。")]
    assert parse("") == ()


# -- answers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("Sure, here is a clearer version:\n\nShe went.", "She went."),
        ("Certainly! Here's the revised passage:\nShe went.\n\nLet me know if you like it.", "She went."),
        (
            "It is wordy. Here's a rewritten version:\n\nShe went.\n\nIn this revised sentence I removed it.",
            "She went.",
        ),
        ("**Rewritten passage:** She went.", "She went."),
        ("“She went.”", "She went."),
        ("“Go,” she said. “Now.”", "“Go,” she said. “Now.”"),
        ("```\nShe went.\n```", "She went."),
        ("<think>Hm, let me see.</think>\n\nShe went.", "She went."),
        ("<think>Hm, never ending", ""),
        ("当然，以下是修改后的段落：\n\n她走了。\n\n希望这对您有帮助。", "她走了。"),
        ("修改后：她走了。", "她走了。"),
        ("Here the road ended: she went.", "Here the road ended: she went."),
        ("Sure of herself, she went.", "Sure of herself, she went."),
        ("  She went.  ", "She went."),
    ],
)
def test_courtesies_are_no_part_of_the_answer(raw: str, wanted: str) -> None:
    start, end = clean.visible(raw, Rules(answer=True, source="She goes."), final=True)
    assert raw[start:end] == wanted


@pytest.mark.parametrize(
    ("raw", "after_space", "seen"),
    [
        ("*** The lamp.", True, "The lamp."),
        ("*** The lamp.", False, " The lamp."),
        (" * * *\n\nThe lamp.", False, "\n\nThe lamp."),
        ("***The* lamp** went.", False, "***The* lamp** went."),
        (" *Never*, she said.", False, " *Never*, she said."),
        ("***", False, ""),
    ],
)
def test_a_next_sentence_is_no_scene_break(raw: str, after_space: bool, seen: str) -> None:
    rules = Rules(opening=True, after_space=after_space)
    for end in range(len(raw) + 1):  # what has been shown once stays
        start, stop = clean.visible(raw[:end], rules, final=False)
        assert seen.startswith(raw[start : min(stop, end)])
    start, stop = clean.visible(raw, rules, final=True)
    assert raw[start:stop] == seen


def test_a_text_is_cut_after_a_sentence_whatever_pieces_it_comes_in() -> None:
    text = "One two three. Four five. Six seven eight nine ten."
    rules = Rules(words=4)
    assert text[: clean.cut(text, rules, False)] == "One two three. Four five."
    assert clean.cut("One two three. Four", rules, False) == -1
    assert clean.cut("One two three. Four five.", rules, False) == -1, "the sentence may go on"
    assert clean.cut("One two three. Four five.", rules, True) == 25
    chinese = Rules("zh", words=6)
    assert clean.cut("她走上楼去。他来了。", chinese, False) == 6
    endless = "word " * 200
    assert 0 < clean.cut(endless, rules, False) < 200


def test_a_loop_is_found_at_the_same_place_in_any_pieces() -> None:
    text = "And so. He would not come again. " * 5
    whole = clean.loop(text)
    assert whole > 0
    for step in (1, 7, 40):
        seen = 0
        for end in range(0, len(text) + step, step):
            at = clean.loop(text[:end], seen)
            if at >= 0:
                break
            seen = len(text[:end])
        assert at == whole
    assert clean.loop("***\n\n" * 20) == -1
    assert clean.loop("Every sentence here is a different one, and none comes back in the same words.") == -1


def info(text: str, token: int = 1) -> Token:
    return Token(token, text, 0.5, -0.7, 1.0, (Alternative(2, " b", 0.4), Alternative(3, "<|im_end|>", 0.1)))


def test_tokens_of_half_characters_and_of_ends_tell_the_whole_text() -> None:
    infos = [info("\ufffd"), info("\ufffd"), info(" is"), info("。"), info("<|im_end|>")]
    found = tokens.take_tokens("灯 is。", infos, 0, 5)
    assert [token.text for token in found] == ["", "灯", " is", "。"]
    assert found[0].alternatives == ((" b", 2, 0.4),), "the end of a turn is no alternative"
    hidden = tokens.take_tokens("Sure: yes.", [info("Sure"), info(":"), info(" yes"), info(".")], 6, 10)
    assert [token.text for token in hidden] == ["", "", "yes", "."]
    assert tokens.at_offset(hidden, 0) == 2
    assert tokens.at_offset(hidden, 3) == 3
    assert tokens.at_offset(hidden, 9) == -1
    assert [(start, end) for start, end, _ in tokens.places(hidden)] == [(0, 0), (0, 0), (0, 3), (3, 4)]


# -- the hand ------------------------------------------------------------------------------------------------------


def test_a_banned_word_is_banned_whole_and_a_phrase_in_any_case() -> None:
    found = sampling_presets.banned(["art", "a testament to", "微微一笑", "  "])
    assert " art." in found
    assert " Art " in found
    assert "art" not in found
    assert {"a testament to", "A testament to", "微微一笑"} <= set(found)
    assert not any(phrase in " the artist's heart" for phrase in found)


def test_presets_differ_and_a_seed_is_always_known() -> None:
    settings = StorySettings(banned=("very",))
    assert sampling_presets.sampling(settings).seed > 0
    assert sampling_presets.sampling(settings, 5).seed == 5
    wild, careful = (sampling_presets.sampling(replace(settings, preset=name)) for name in ("wild", "careful"))
    assert wild.temperature > careful.temperature
    assert sampling_presets.sampling(replace(settings, no_repeat=False)).dry_multiplier == 0
    assert sampling_presets.from_kept(sampling_presets.kept(wild, words=3), 9) == replace(wild, seed=9, logit_bias={})


# -- the manuscript ------------------------------------------------------------------------------------------------


def counted(text: str) -> int:
    return len(text) // 4 + 1 if text else 0


def test_the_beginning_of_what_is_sent_stays_while_the_text_grows() -> None:
    text = "\n\n".join(f"Paragraph {number} " + "goes on and on " * 12 for number in range(60))
    beginnings = []
    for end in range(len(text) // 2, len(text), 40):
        found = manuscript.tail(text[:end], [], "\n\n***\n\n", 600, "en", counted)
        assert counted(found.text) <= 640
        assert text[:end].endswith(found.text)
        beginnings.append(found.left_out)
        assert found.text.startswith("Paragraph"), "it begins with a paragraph"
    moves = sum(one != other for one, other in itertools.pairwise(beginnings))
    assert moves < len(beginnings) / 6, f"{moves} moves in {len(beginnings)} steps"


def test_earlier_scenes_come_along_while_there_is_room() -> None:
    found = manuscript.tail("Now.", [lambda: "First scene.", lambda: "Second scene."], "\n***\n", 400, "en", counted)
    assert found.text == "First scene.\n***\nSecond scene.\n***\nNow."
    assert found.scenes == (0, 1)
    little = manuscript.tail("Now.", [lambda: "word " * 4000, lambda: "Second."], "\n***\n", 400, "en", counted)
    assert little.text.endswith("Second.\n***\nNow.")
    assert little.scenes == (1,)
    endless = manuscript.tail("灯" * 100_000, [], "", 400, "zh", counted)
    assert 0 < len(endless.text) <= 2000


def test_the_note_stands_so_many_paragraphs_before_the_end() -> None:
    assert manuscript.before_note("a\n\nb\n\nc", 1) == ("a\n\nb\n\n", "c")
    assert manuscript.before_note("a\n\nb\n\nc", 2) == ("a\n\n", "b\n\nc")
    assert manuscript.before_note("a", 3) == ("", "a")


# -- the bible -----------------------------------------------------------------------------------------------------


def entry(name: str, **more: object) -> BibleEntry:
    return replace(BibleEntry(EntryKind.CHARACTER, name, f"{name} is here.", (name,)), **more)  # type: ignore[arg-type]


def test_each_entry_is_sent_or_left_out_for_a_reason_in_words() -> None:
    entries = [
        entry("Mara"),
        entry("Orin"),
        entry("Salt", activation=Activation.ALWAYS),
        entry("Secret", activation=Activation.NEVER),
        entry("Empty", text=" "),
        entry("玛拉"),
        entry("Bad", keys=("/(/",)),
        entry("Slow", keys=("/(a+)+$/",)),
    ]
    started = time.monotonic()
    found = choose(
        entries, "a" * 60 + "! Mara said to 小玛拉说：", 1000, lambda name, text: f"{name}: {text}\n", counted
    )
    assert time.monotonic() - started < 20
    assert [state.why for state in found.states] == [
        Why.KEY,
        Why.NO_MATCH,
        Why.ALWAYS,
        Why.NEVER,
        Why.EMPTY,
        Why.KEY,
        Why.BAD_KEY,
        found.states[7].why,
    ]
    assert found.states[7].state is EntryFate.LEFT_OUT
    assert [name for name, _ in found.lines] == ["Salt", "Mara", "玛拉"]
    assert all(why_text(state) for state in found.states)


def test_priority_decides_where_there_is_no_room_and_a_budget_cuts() -> None:
    entries = [entry("Low", priority=1), entry("High", priority=99), entry("Long", text="One. " * 50, budget=10)]
    found = choose(entries, "Low High Long", 10, lambda name, text: f"{name}: {text}\n", counted)
    assert [state.why for state in found.states] == [Why.NO_ROOM, Why.KEY, Why.NO_ROOM]
    cut = choose(entries[2:], "Long", 100, lambda name, text: f"{name}: {text}\n", counted)
    assert cut.states[0].cut
    assert cut.tokens <= 10


# -- prompts -------------------------------------------------------------------------------------------------------


def test_every_family_has_every_prompt_in_both_languages() -> None:
    for family in families():
        for tag in ("en", "zh", "zh-Hans", "de"):
            for how in How:
                if how is not How.TRANSLATE:
                    asked = family.rewrite(how, "Some text.", tag, "ironic")
                    whole = asked.prompt + "".join(turn.content for turn in asked.messages)
                    assert "Some text." in whole
                    assert "{" not in whole
            for step in (Step.SYNOPSIS, Step.OUTLINE, Step.BEATS):
                assert family.plan(step, tag, {"settings": "Premise: x\n"}).stop or family.chat
            assert family.summary("A scene.", tag)
    assert (resources() / "prompts" / "story" / "README.md").is_file()


def test_a_persons_own_prompts_come_first_and_broken_ones_are_passed_over(tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    ours = (resources() / "prompts" / "story" / "instruct.toml").read_text("utf-8")
    (folder / "mine.toml").write_text(ours.replace('name = "instruct"', 'name = "mine"'), "utf-8")
    (folder / "broken.toml").write_text("name = [", "utf-8")
    (folder / "half.toml").write_text('name = "half"\nkind = "chat"\n[en]\nstop = []\n', "utf-8")
    assert family_of(MODEL, folder).name == "mine"
    assert {family.name for family in families(folder)} == {"mine", "base", "instruct"}


def test_it_says_what_a_model_is_better_at() -> None:
    base = which_is_better(replace(MODEL, has_template=False))
    large = which_is_better(replace(MODEL, parameters=8_000_000_000))
    assert len({base, large, which_is_better(replace(MODEL, parameters=135_000_000))}) == 3
