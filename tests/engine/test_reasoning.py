"""Reasoning and answer are told apart however the text is cut, in the way of each family of models."""

from __future__ import annotations

import itertools
import random

import pytest

from desktop.base.text.reasoning import CLOSING, OPENING
from desktop.engine.protocol.messages import Message, Part
from desktop.engine.text.reasoning import FAMILIES, THINK, Family, ReasoningSplitter, family_of
from desktop.engine.text.templates import Templates

TEXT = "<think>\nIs 2 < 3? Yes.\n</think>\n\nThe answer: <b> is 2 < 3."
GPT_OSS = (
    "<|channel|>analysis<|message|>Let me see.<|end|><|start|>assistant<|channel|>analysis<|message|>Yes."
    "<|end|><|start|>assistant<|channel|>final<|message|>It is 4, not <think>."
)
# What each model writes after its template's prompt: (a line of its template, what the prompt ends with, the reply).
WRITTEN = {
    "DeepSeek R1": ("{% if '</think>' in content %}", "<｜Assistant｜><think>\n", "Hm, 4.\n</think>\n\nIt is 4."),
    "DeepSeek V3.1, not thinking": ("content.split('</think>')", "<｜Assistant｜></think>", "It is 4."),
    "Qwen 3": ("'</think>' in content", "<|im_start|>assistant\n", "<think>\nHm, 4.\n</think>\n\nIt is 4."),
    "Qwen 3, not thinking": ("'</think>' in c", "<|im_start|>assistant\n<think>\n\n</think>\n\n", "It is 4."),
    "Nemotron": ("'</think>' in content", "<SPECIAL_11>Assistant\n<think>\n", "Hm, 4.</think>It is 4."),
    "gpt-oss": (
        "<|start|>assistant<|channel|>final<|message|>",
        "<|start|>assistant",
        "<|channel|>analysis<|message|>Hm, 4.<|end|><|start|>assistant<|channel|>final<|message|>It is 4.",
    ),
    "gpt-oss at once": (
        "<|start|>assistant<|channel|>final<|message|>",
        "<|start|>assistant",
        "<|channel|>final<|message|>It is 4.",
    ),
    "Gemma 4": ("'<|channel>thought\\n'", "<|turn>model\n", "<|channel>thought\nHm, 4.\n<channel|>It is 4."),
    "Gemma 4, not thinking": ("'<|channel>thought\\n'", "<|turn>model\n", "<|channel>thought\n<channel|>It is 4."),
    "Magistral": ("[THINK]{{ thinking }}[/THINK]", "[/INST]", "[THINK]Hm, 4.[/THINK]It is 4."),
    "Command A Reasoning": (
        "<|START_THINKING|>",
        "<|CHATBOT_TOKEN|>",
        "<|START_THINKING|>Hm, 4.<|END_THINKING|><|START_RESPONSE|>It is 4.<|END_RESPONSE|>",
    ),
    "Seed-OSS": ("<seed:think>", "<seed:bos>assistant\n", "<seed:think>Hm, 4.</seed:think>It is 4."),
    "MiniMax M3": ("<mm:think>", "]~b]ai\n<mm:think>", "Hm, 4.</mm:think>\n\nIt is 4."),
    "Kimi-VL": ("◁think▷", "<|im_assistant|>", "◁think▷Hm, 4.◁/think▷It is 4."),
    "Granite 3.2": (
        "Write 'Here is my thought process:'",
        "<|start_of_role|>assistant<|end_of_role|>",
        "Here's my thought process:\nHm, 4.\n\nHere's my response: It is 4.",
    ),
    "Granite 3.3": (
        "<think></think> <response></response>",
        "<|end_of_role|>",
        "<think>Hm, 4.</think><response>It is 4.</response>",
    ),
    "Hunyuan": (
        "'</think>' '<answer>'",
        "<｜hy_Assistant｜>",
        "<think>\nHm, 4.\n</think>\n<answer>\nIt is 4.</answer>",
    ),
    "Apriel": (
        "Here are my reasoning steps:\\n",
        "<|assistant|>\nHere are my reasoning steps:\n",
        "Hm, 4.\n[BEGIN FINAL RESPONSE]\nIt is 4.[END FINAL RESPONSE]",
    ),
    "EXAONE Deep": ("<thought>", "[|assistant|]<thought>\n", "Hm, 4.\n</thought>\n\nIt is 4."),
    "a fine-tuned one that says nothing": ("{{ messages }}", "assistant\n", "<think>Hm, 4.</think>\nIt is 4."),
}


def _split(text: str, splitter: ReasoningSplitter, cuts: list[int]) -> dict[Part, str]:
    found = {Part.ANSWER: "", Part.THINK: ""}
    for left, right in itertools.pairwise([0, *sorted(cuts), len(text)]):
        for part, piece in splitter.feed(text[left:right]):
            found[part] += piece
    for part, piece in splitter.finish():
        found[part] += piece
    return found


@pytest.mark.parametrize("seed", range(20))
def test_any_cut(seed: int) -> None:
    dice = random.Random(seed)
    cuts = [dice.randrange(len(TEXT)) for _ in range(dice.randrange(20))]
    found = _split(TEXT, ReasoningSplitter(THINK), cuts)
    assert found[Part.THINK] == "Is 2 < 3? Yes."
    assert found[Part.ANSWER] == "The answer: <b> is 2 < 3."
    cuts = [dice.randrange(len(GPT_OSS)) for _ in range(dice.randrange(40))]
    found = _split(GPT_OSS, ReasoningSplitter(family_of("<|channel|>")), cuts)
    assert found == {Part.THINK: "Let me see.Yes.", Part.ANSWER: "It is 4, not <think>."}


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize("step", [1, 5, 1000])
def test_each_family(name: str, step: int) -> None:
    template, prompt, text = WRITTEN[name]
    family = family_of(template)
    splitter = ReasoningSplitter(family, inside=family.opens(prompt))
    found = _split(text, splitter, list(range(step, len(text), step)))
    thinks = "not thinking" not in name and "at once" not in name
    assert found == {Part.THINK: "Hm, 4." if thinks else "", Part.ANSWER: "It is 4."}


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_kept_of_a_reply_goes_on_as_the_family_writes_it(name: str) -> None:
    """What the model reads is what it would have written: its own splitter finds the kept parts in it again."""
    template, prompt, _ = WRITTEN[name]
    family = family_of(template)
    opened = family.opens(prompt)

    def read(text: str) -> dict[Part, str]:
        return _split(text, ReasoningSplitter(family, inside=opened), [])

    whole, inside = family.begun(prompt, f"{OPENING}Hm, 4.{CLOSING}It is", answer=False)
    assert (read(whole), inside) == ({Part.THINK: "Hm, 4.", Part.ANSWER: "It is"}, False)
    half, inside = family.begun(prompt, f"{OPENING}Hm,", answer=False)
    assert (read(half), inside) == ({Part.THINK: "Hm,", Part.ANSWER: ""}, True)
    assert _split(" 4.", ReasoningSplitter(family, inside=True, stands=True), [])[Part.THINK] == " 4."
    plain, inside = family.begun(prompt, "It is", answer=False)
    assert (read(plain), inside) == ({Part.THINK: "", Part.ANSWER: "It is"}, False)
    assert _split(" 4.", ReasoningSplitter(family, answered=True), [])[Part.ANSWER] == " 4."
    nothing, inside = family.begun(prompt, "", answer=True)
    assert (read(nothing + "It is"), inside) == ({Part.THINK: "", Part.ANSWER: "It is"}, False)
    assert family.begun(prompt, "", answer=False) == ("", opened)


def test_a_template_that_opens_the_reasoning() -> None:
    source = "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}assistant:<think>{{ '\\n' }}"
    templates = Templates(source, "", "")
    asked = (Message("user", "2 + 2?"),)
    assert templates.render(asked).inside
    assert templates.render(asked, "It").text.endswith("assistant:<think>\n\n</think>\n\nIt")
    assert templates.render(asked, f"{OPENING}Hm").text.endswith("assistant:<think>\nHm")
    assert not templates.render(asked, answer=True).inside


def test_without_a_family_all_is_answer() -> None:
    assert ReasoningSplitter(None).feed("<think>a</think>") == [(Part.ANSWER, "<think>a</think>")]


def test_an_answer_may_tell_of_the_marks() -> None:
    text = "R1 writes <think> and </think>."
    assert _split(text, ReasoningSplitter(THINK), list(range(len(text)))) == {Part.THINK: "", Part.ANSWER: text}
    assert _split(" " + text, ReasoningSplitter(THINK), [1])[Part.ANSWER] == " " + text


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.opening.strip())
def test_an_unfinished_mark_is_text_in_the_end(family: Family) -> None:
    begun = family.thinks[0][:-1]
    assert _split(begun, ReasoningSplitter(family), [3])[Part.ANSWER] == begun
    assert _split("a \n" + begun, ReasoningSplitter(family, inside=True), [2])[Part.THINK] == "a \n" + begun
