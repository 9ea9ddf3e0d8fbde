"""Tells a model's reasoning from its answer by the marks its family writes, and writes them when a reply goes on."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.base.text.reasoning import CLOSING, OPENING
from desktop.engine.protocol.messages import Part


@dataclass(frozen=True)
class Family:
    """How a family of models marks its reasoning.

    `thinks` and `answers` are what it writes before either part, `dropped` what stands between and around them.
    `opening`, `closing` and `bare` are what it has written before its reasoning, before the answer after it, and before
    an answer without any. A template that holds one of `known_by` (else of `thinks` and `answers`) is of the family.
    """

    opening: str
    closing: str
    thinks: tuple[str, ...]
    answers: tuple[str, ...]
    dropped: tuple[str, ...] = ()
    bare: str = ""
    known_by: tuple[str, ...] = ()

    @property
    def marks(self) -> tuple[str, ...]:
        """All that is no text of the reply."""
        return (*self.thinks, *self.answers, *self.dropped)

    def knows(self, template: str) -> bool:
        """Whether a template is of this family."""
        return any(mark in template for mark in self.known_by or (*self.thinks, *self.answers))

    def opens(self, prompt: str) -> bool:
        """Whether the prompt itself begins the reasoning, as some templates do."""
        return prompt.rstrip().endswith(self.thinks)

    def begun(self, prompt: str, prefill: str, *, answer: bool) -> tuple[str, bool]:
        """The beginning of a reply as the model would have written it after `prompt`, and whether it still reasons.

        In `prefill` the reasoning stands as it is kept. With `answer` an answer is to follow, though none of it is in
        `prefill`.
        """
        opened = self.opens(prompt)
        if prefill.startswith(OPENING):
            thought, closed, rest = prefill.removeprefix(OPENING).partition(CLOSING)
            text = ("" if opened else self.opening) + thought
            return (text + self.closing + rest, False) if closed or answer else (text, True)
        if not prefill and not answer:
            return "", opened
        return (self.closing if opened else self.bare) + prefill, False


def _tag(name: str, dropped: tuple[str, ...] = (), known_by: tuple[str, ...] = ()) -> Family:
    return _between(f"<{name}>", f"</{name}>", dropped, known_by)


def _between(opening: str, closing: str, dropped: tuple[str, ...] = (), known_by: tuple[str, ...] = ()) -> Family:
    return Family(opening + "\n", f"\n{closing}\n\n", (opening,), (closing,), dropped, known_by=known_by)


# DeepSeek, Qwen 3, QwQ, GLM 4.5, SmolLM3, MiniMax M2, Kimi K2, Nemotron, Olmo 3, Phi 4, ERNIE, and most others. A model
# whose template says nothing of reasoning is taken for one of them: fine-tuned ones often write the marks.
THINK = _tag("think")

FAMILIES: tuple[Family, ...] = (
    Family(  # gpt-oss
        "<|channel|>analysis<|message|>",
        "<|end|><|start|>assistant<|channel|>final<|message|>",
        ("<|channel|>analysis<|message|>", "<|channel|>commentary<|message|>"),
        ("<|channel|>final<|message|>",),
        ("<|start|>assistant", "<|end|>"),
        bare="<|channel|>final<|message|>",
        known_by=("<|channel|>",),
    ),
    Family("<|channel>thought\n", "<channel|>", ("<|channel>thought",), ("<channel|>",)),  # Gemma 4
    Family("[THINK]", "[/THINK]", ("[THINK]",), ("[/THINK]",)),  # Magistral, Ministral 3
    Family(  # Command A Reasoning
        "<|START_THINKING|>",
        "<|END_THINKING|><|START_RESPONSE|>",
        ("<|START_THINKING|>",),
        ("<|END_THINKING|>",),
        ("<|START_RESPONSE|>", "<|END_RESPONSE|>", "<|START_TEXT|>", "<|END_TEXT|>"),
    ),
    _tag("seed:think"),  # Seed-OSS
    _tag("mm:think"),  # MiniMax M3
    _between("◁think▷", "◁/think▷"),  # Kimi-VL
    Family(  # Granite 3.2
        "Here is my thought process:\n",
        "\n\nHere is my response:\n",
        ("Here is my thought process:", "Here's my thought process:"),
        ("Here is my response:", "Here's my response:"),
    ),
    Family(  # Apriel
        "Here are my reasoning steps:\n",
        "\n[BEGIN FINAL RESPONSE]\n",
        ("Here are my reasoning steps:",),
        ("[BEGIN FINAL RESPONSE]",),
        ("[END FINAL RESPONSE]",),
    ),
    _tag("think", ("<answer>", "</answer>"), ("<answer>",)),  # Hunyuan
    _tag("think", ("<response>", "</response>"), ("<response>",)),  # Granite 3.3
    THINK,
    _tag("thinking"),
    _tag("thought"),  # EXAONE Deep
    _tag("reasoning"),
)


def family_of(template: str) -> Family:
    """The family a template is written for."""
    return next((family for family in FAMILIES if family.knows(template)), THINK)


class ReasoningSplitter:
    """Cuts a stream of text at the marks, which are not shown; a piece that could become one waits.

    Reasoning comes before the answer: a mark is one at the beginning of a reply and inside its reasoning. Once there is
    an answer, only what the family writes around it is left out; an answer may tell of the marks.
    """

    def __init__(
        self, family: Family | None, inside: bool = False, answered: bool = False, stands: bool = False
    ) -> None:
        """Without a family all is the answer. `inside`: the reasoning has begun; `stands`: some of it is there.

        `answered`: some of the answer is.
        """
        self._family = family
        self._inside = inside
        self._answered = answered or family is None
        self._bare = inside and not stands  # what comes next begins without white space
        self._held = ""

    @property
    def inside(self) -> bool:
        """Whether what comes next is reasoning."""
        return self._inside

    def feed(self, text: str) -> list[tuple[Part, str]]:
        """The texts that can be shown, each with its part."""
        self._held += text
        out: list[tuple[Part, str]] = []
        if self._family is None:
            self._put(out, len(self._held))
            return out
        while self._cut(out, self._family):
            pass
        return out

    def finish(self) -> list[tuple[Part, str]]:
        """What waited and became no mark."""
        out: list[tuple[Part, str]] = []
        self._put(out, len(self._held))
        return out

    def _cut(self, out: list[tuple[Part, str]], family: Family) -> bool:
        """Take what is certain from the text held, up to a mark; False when the rest has to wait for more."""
        if not self._inside and not self._answered:
            return self._begin(family)
        marks = family.marks if self._inside else family.dropped
        at, mark = _first(self._held, marks)
        if at < 0:
            keep = _overlap(self._held, marks)
            if self._inside:  # the white space before a mark is the mark's
                keep = len(self._held) - len(self._held[: len(self._held) - keep].rstrip())
            self._put(out, len(self._held) - keep)
            return False
        self._put(out, len(self._held[:at].rstrip()) if self._inside else at)
        self._turn(family, mark)
        return True

    def _begin(self, family: Family) -> bool:
        """Nothing but white space stands yet: a mark, or the answer."""
        begun = self._held.lstrip()
        mark = next((mark for mark in family.marks if begun.startswith(mark)), "")
        if mark:
            self._turn(family, mark)
            return True
        if any(mark.startswith(begun) for mark in family.marks):
            return False
        self._answered = True
        return True

    def _turn(self, family: Family, mark: str) -> None:
        self._held = self._held[self._held.index(mark) + len(mark) :]
        self._inside = mark in family.thinks or (self._inside and mark not in family.answers)
        self._bare = not self._answered

    def _put(self, out: list[tuple[Part, str]], count: int) -> None:
        text, self._held = self._held[:count], self._held[count:]
        text = text.lstrip() if self._bare else text
        if text:
            self._bare = False
            out.append((Part.THINK if self._inside else Part.ANSWER, text))


def _first(text: str, marks: tuple[str, ...]) -> tuple[int, str]:
    """The first mark in a text; -1 where there is none."""
    found = [(at, mark) for mark in marks if (at := text.find(mark)) >= 0]
    return min(found, default=(-1, ""))


def _overlap(text: str, marks: tuple[str, ...]) -> int:
    """How many characters at the end of the text begin one of the marks."""
    longest = 0
    for mark in marks:
        for length in range(min(len(mark) - 1, len(text)), longest, -1):
            if text.endswith(mark[:length]):
                longest = length
                break
    return longest
