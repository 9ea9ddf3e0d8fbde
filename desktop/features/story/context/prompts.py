"""The prompts of each family of models: files in `resources/prompts/story`, and a user's own before them."""

from __future__ import annotations

import functools
import logging
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from desktop.base.errors import Code, LamplightError
from desktop.base.i18n import translate
from desktop.base.paths import resources
from desktop.engine.protocol.messages import Generate, Message
from desktop.library.models import ModelFile

log = logging.getLogger(__name__)

_SPACES = re.compile(r"[ \t]*\n\s*")


class How(StrEnum):
    """The ways to rewrite a passage."""

    CLEARER = "clearer"
    SHORTER = "shorter"
    LONGER = "longer"
    TONE = "tone"  # the instruction names it
    POINT_OF_VIEW = "point_of_view"  # the instruction names it
    SHOW = "show"
    SENSES = "senses"
    EXPAND = "expand"
    DIALOGUE = "dialogue"
    CORRECT = "correct"
    TRANSLATE = "translate"  # the instruction is a language tag


class Step(StrEnum):
    """What can be proposed, from settings to story."""

    SYNOPSIS = "synopsis"
    OUTLINE = "outline"
    BEATS = "beats"
    DRAFT = "draft"


class Blank(dict[str, str]):
    """Values for `str.format_map`; what isn't there is nothing."""

    def __missing__(self, key: str) -> str:
        return ""


@dataclass(frozen=True)
class Asked:
    """A prompt: turns for a chat model or plain text, and the beginning of the answer that is given with it."""

    messages: tuple[Message, ...]
    prompt: str
    given: str
    stop: tuple[str, ...]
    grammar: str = ""

    def request(self, written: str = "") -> Generate:
        """The request, its answer going on after `given` and what is `written`."""
        return Generate(
            messages=self.messages, prompt=self.prompt, prefill=self.given + written, stop=self.stop, drop_turns=False
        )


@dataclass(frozen=True)
class Family:
    """How models of a family are asked; see resources/prompts/story/README.md."""

    name: str
    kind: str
    words: Mapping[str, Mapping[str, Any]]  # by language
    match: tuple[str, ...] = ()
    order: int = 500
    template: bool | None = None

    @property
    def chat(self) -> bool:
        """Whether the model is asked in turns."""
        return self.kind == "chat"

    def fits(self, model: ModelFile) -> bool:
        """Whether this is how to ask that model."""
        if self.template is not None and self.template != model.has_template:
            return False
        names = f"{model.name}\n{model.key}\n{model.path.name}\n{model.architecture}".lower()
        return not self.match or any(re.search(pattern, names) for pattern in self.match)

    def banned(self, tag: str, text: str) -> tuple[str, ...]:
        """Marks of the notes that a model would imitate in the story, where the manuscript doesn't have them itself."""
        return tuple(mark for mark in self.language(tag).get("banned", ()) if mark not in text)

    def language(self, tag: str) -> Mapping[str, Any]:
        """The prompts for a project in a language; English ones where there are none."""
        return self.words.get(tag.partition("-")[0].lower()) or self.words["en"]

    def plan(self, step: Step, tag: str, values: Mapping[str, str]) -> Asked:
        """The prompt that proposes a synopsis, an outline or the scenes of a chapter."""
        return self._asked(self.language(tag)["plan"][step], tag, values)

    def summary(self, text: str, tag: str) -> Asked:
        """The prompt that summarises a scene."""
        given = text if self.chat else _SPACES.sub(" ", text)  # a line of its own for a model that continues lines
        return self._asked(self.language(tag)["summary"], tag, {"text": given.strip()})

    def rewrite(self, how: How, passage: str, tag: str, instruction: str = "", about: str = "") -> Asked:
        """The prompt that rewrites a passage; `about` are the story's settings, as lines."""
        frame: Mapping[str, Any] = self.language(tag)["rewrite"]
        wanted: Mapping[str, Any] = frame[how]
        shown = [(str(one[0]), str(one[1]), str(one[2]) if len(one) > 2 else instruction) for one in wanted["examples"]]
        stop = (*self.language(tag)["stop"], *frame.get("stop", ()))
        if self.chat:
            return self._rewrite_in_turns(frame, wanted, shown, passage, instruction, about, stop)
        lines = str(frame.get("line", "\n"))
        examples = "".join(
            str(frame["pair"]).format_map(
                Blank(
                    source=_SPACES.sub(lines, source),
                    target=_SPACES.sub(lines, target),
                    label=str(wanted["label"]).format_map(Blank(instruction=other)),
                )
            )
            for source, target, other in shown
        )
        label = str(wanted["label"]).format_map(Blank(instruction=instruction))
        values = Blank(examples=examples, text=_SPACES.sub(lines, passage.strip()), label=label)
        return Asked((), str(frame["text"]).format_map(values), "", (*stop, f"\n{label}"))

    @staticmethod
    def _rewrite_in_turns(
        frame: Mapping[str, Any],
        wanted: Mapping[str, Any],
        shown: list[tuple[str, str, str]],
        passage: str,
        instruction: str,
        about: str,
        stop: tuple[str, ...],
    ) -> Asked:
        def ask(text: str, other: str) -> str:
            task = str(wanted["task"]).format_map(Blank(instruction=other))
            return str(frame["ask"]).format_map(Blank(task=task, text=text))

        turns = [Message("system", str(frame["system"]))]
        for source, target, other in shown:
            turns += [Message("user", ask(source, other)), Message("assistant", target)]
        context = str(frame.get("about", "")).format_map(Blank(text=about.strip())) if about.strip() else ""
        turns.append(Message("user", context + ask(passage.strip(), instruction)))
        return Asked(tuple(turns), "", "", stop)

    def _asked(self, frame: Mapping[str, Any], tag: str, values: Mapping[str, str]) -> Asked:
        filled = Blank(values)
        stop = (*self.language(tag)["stop"], *frame.get("stop", ()))
        grammar = str(frame.get("grammar", ""))
        given = str(frame.get("given", ""))
        if not self.chat:
            return Asked((), str(frame["text"]).format_map(filled), given, stop, grammar)
        turns = [Message("system", str(frame["system"]).format_map(filled))]
        if "shown" in frame:
            turns += [Message("user", str(frame["shown_ask"])), Message("assistant", str(frame["shown"]))]
        turns.append(Message("user", str(frame["ask"]).format_map(filled).strip()))
        return Asked(tuple(turns), "", given, stop, grammar)


def _read(path: Path) -> Family:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    words = {name: value for name, value in data.items() if isinstance(value, dict)}
    family = Family(
        name=str(data["name"]),
        kind=str(data["kind"]),
        words=words,
        match=tuple(data.get("match", ())),
        order=int(data.get("order", 500)),
        template=data.get("template"),
    )
    for tag in family.words:  # a missing entry is found now, not while somebody waits for a continuation
        family.rewrite(How.CLEARER, "x", tag)
        family.plan(Step.SYNOPSIS, tag, {})
        family.summary("x", tag)
    return family


@functools.lru_cache(1)
def _ours() -> tuple[Family, ...]:
    return tuple(_read(path) for path in sorted((resources() / "prompts" / "story").glob("*.toml")))


def families(own: Path | None = None) -> list[Family]:
    """All families, those of the folder `own` first. A file of one's own that can't be read is logged and left out."""
    mine: dict[str, Family] = {}
    for path in sorted(own.glob("*.toml")) if own and own.is_dir() else []:
        try:
            family = _read(path)
            mine[family.name] = family
        except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            log.warning("prompt file ignored: %s: %s", path.name, error)
    others = [family for family in _ours() if family.name not in mine]
    return [*sorted(mine.values(), key=lambda f: f.order), *sorted(others, key=lambda f: f.order)]


def family_of(model: ModelFile, own: Path | None = None) -> Family:
    """The family of a model. Raises LamplightError(INTERNAL) when the files that come with the program are gone."""
    for family in families(own):
        try:
            if family.fits(model):
                return family
        except re.error as error:
            log.warning("prompt file ignored: %s: %s", family.name, error)
    raise LamplightError(Code.INTERNAL, cause=f"no prompt for {model.name}")


def which_is_better(model: ModelFile) -> str:
    """In a sentence: what this model suits, for the hand's settings."""
    if not model.has_template:
        return translate(
            "Story",
            "{model} is a base model: best at going on in your own voice; for rewriting and planning a model that "
            "follows instructions is better.",
        ).format(model=model.name)
    if model.parameters and model.parameters < 1_000_000_000:
        return translate(
            "Story",
            "{model} follows instructions, but is small: fine for ideas and short continuations; a larger model keeps "
            "to the story.",
        ).format(model=model.name)
    return translate(
        "Story",
        "{model} follows instructions: best at rewriting, planning and keeping to notes; a base model goes on more "
        "freely in your own voice.",
    ).format(model=model.name)
