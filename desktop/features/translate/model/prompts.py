"""The prompts of each family of models: files in `resources/prompts`, and a user's own before them."""

from __future__ import annotations

import functools
import logging
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.base.errors import Code, LamplightError
from desktop.base.paths import resources
from desktop.engine.protocol.messages import Generate, Message, Sampling
from desktop.features.translate.segmentation.languages import Language
from desktop.formats.markdown.inline import plain, read_back, show
from desktop.library.models import ModelFile
from desktop.store.translation.records import Term

log = logging.getLogger(__name__)

# Of 200 everyday sentences each way by gemma-3-270m, scored by chrF (tests/bench/calibration.py): of those below, 5 in
# 8 into Chinese and 12 in 14 into English are of the worst fifth; 4 and 7 in a hundred lie below.
_UNSURE = {"chinese": -1.0, "other": -0.8}
_NOT_FAMILIES = ("models", "examples")


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


@dataclass(frozen=True)
class Task:
    """One sentence to translate and what may help: `before` are the preceding pairs, `examples` similar ones."""

    source: str
    source_language: Language
    target_language: Language
    terms: tuple[Term, ...] = ()
    before: tuple[tuple[str, str], ...] = ()
    examples: tuple[tuple[str, str], ...] = ()
    tone: str = ""  # "", "formal" or "informal"
    instructions: str = ""
    rotation: int = 0  # another order of the examples, for another try


@dataclass(frozen=True)
class Family:
    """How models of a family are asked; see resources/prompts/README.md."""

    name: str
    kind: str
    prompts: tuple[dict[str, Any], ...]
    match: tuple[str, ...] = ()
    order: int = 500
    template: bool | None = None
    marks: bool = False
    mark: str = "{}"
    stop: tuple[str, ...] = ()
    clean: str = ""
    sampling: Sampling = field(default_factory=Sampling)
    unsure: dict[str, float] = field(default_factory=dict)

    def unsure_below(self, target: Language) -> float:
        """The mean log-probability (natural, per token) below which the model is unsure of a segment."""
        kind = "chinese" if target.is_chinese else "other"
        return self.unsure.get(target.tag, self.unsure.get(kind, _UNSURE[kind]))

    def fits(self, model: ModelFile) -> bool:
        if self.template is not None and self.template != model.has_template:
            return False
        names = f"{model.name}\n{model.key}\n{model.path.name}\n{model.architecture}".lower()
        return not self.match or any(re.search(pattern, names) for pattern in self.match)

    def request(
        self, task: Task, *, sampling: Sampling | None = None, prefill: str = "", background: bool = True
    ) -> Generate:
        """What to ask the engine; `max_tokens` follows the source's length, so that a loop ends early."""
        prompt = self._prompt(task)
        text = self._text(prompt, task)
        messages: tuple[Message, ...] = ()
        if self.kind == "chat":
            system = prompt.get("system", "").format_map(_Blank(self._names(task)))
            messages = ((Message("system", system),) if system else ()) + (Message("user", text),)
        return Generate(
            messages=messages,
            prompt="" if messages else text,
            prefill=self._prefill(prefill, task.target_language),
            sampling=sampling or self.sampling,
            max_tokens=most_tokens(task.source),
            stop=self.stop,
            background=background,
        )

    def read(self, answer: str, source: str) -> str:
        """The translation in an answer: its own words and marks only."""
        if self.clean:
            found = re.match(self.clean, answer)
            answer = found[1] if found and found[1] is not None else answer
        answer = answer.strip().strip("\ufeff\u200b")
        return read_back(answer, source) if self.marks else answer

    def _prefill(self, prefill: str, language: Language) -> str:
        """A base model's pair goes on after a space; in Chinese its tokens have none before the first character."""
        return f" {prefill}" if prefill and self.kind == "few_shot" and language.spaced else prefill

    def _prompt(self, task: Task) -> dict[str, Any]:
        states = {
            "marks": self.marks and plain(task.source) != task.source,
            "terms": bool(task.terms),
            "context": bool(task.before),
            "chinese": task.source_language.is_chinese or task.target_language.is_chinese,
        }
        return next(prompt for prompt in self.prompts if all(states.get(name) for name in prompt.get("when", [])))

    def _names(self, task: Task) -> dict[str, str]:
        source, target = task.source_language, task.target_language
        return {
            "source_language": source.english,
            "target_language": target.english,
            "source_chinese": source.chinese,
            "target_chinese": target.chinese,
            "source_tag": {"zh": "zh-Hans"}.get(source.tag, source.tag),
            "target_tag": {"zh": "zh-Hans"}.get(target.tag, target.tag),
        }

    def _text(self, prompt: dict[str, Any], task: Task) -> str:
        names = self._names(task)
        terms = "".join(
            prompt.get("term", "").format_map(_Blank(names, source=term.source, target=term.target))
            for term in task.terms
        )
        values = {
            **names,
            "text": show(task.source, self.mark) if self.marks else plain(task.source),
            "terms": _block(prompt, "terms", terms),
            "context": self._context(prompt, task),
            "examples": self._examples(prompt, task),
            "instructions": prompt.get(task.tone, "")
            + (f"{task.instructions.strip()}\n" if task.instructions.strip() else ""),
        }
        return str(prompt["text"]).format_map(_Blank(values))

    def _context(self, prompt: dict[str, Any], task: Task) -> str:
        if self.kind == "few_shot" or not task.before:
            return ""
        sources = "\n".join(plain(source) for source, _ in task.before)
        lines = self._pairs(prompt, task, task.before) or f"{sources}\n"
        return str(prompt.get("context", "")).format_map(_Blank(lines=lines, sources=sources))

    def _examples(self, prompt: dict[str, Any], task: Task) -> str:
        if self.kind != "few_shot":
            lines = self._pairs(prompt, task, task.examples)
            return _block(prompt, "examples", lines)
        # What is alike for all sentences comes first: the engine evaluates it once for all of them.
        standing = standing_examples(task.source_language.tag, task.target_language.tag, task.tone, task.rotation)
        own = [*task.examples, *((term.source, term.target) for term in task.terms), *task.before]
        return self._pairs(prompt, task, [*standing, *own])

    def _pairs(self, prompt: dict[str, Any], task: Task, pairs: Sequence[tuple[str, str]]) -> str:
        names, written = self._names(task), ""
        for source, target in pairs:
            values = _Blank(names, source=" ".join(plain(source).split()), target=" ".join(plain(target).split()))
            written += str(prompt.get("pair", "")).format_map(values)
        return written


def _block(prompt: dict[str, Any], name: str, lines: str) -> str:
    if not lines:
        return ""
    return str(prompt[name]).format_map(_Blank(lines=lines)) if name in prompt else lines


def most_tokens(source: str) -> int:
    """Room for a translation four times the source's length in bytes over three, the least a token holds on average."""
    return 24 + len(plain(source).encode()) * 4 // 3


def _read(path: Path) -> Family:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    values = {
        name: data[name] for name in ("name", "kind", "order", "template", "marks", "mark", "clean") if name in data
    }
    return Family(
        **values,
        prompts=tuple(data["prompt"]),
        match=tuple(data.get("match", ())),
        stop=tuple(data.get("stop", ())),
        sampling=Sampling(**{"seed": 0, **data.get("sampling", {})}),
        unsure=dict(data.get("unsure", {})),
    )


def families(own: Path | None = None) -> list[Family]:
    """All families, those of the folder `own` first. A file of one's own that can't be read is logged and left out."""
    found: dict[str, Family] = {}
    for path in sorted((resources() / "prompts").glob("*.toml")):
        if path.stem not in _NOT_FAMILIES:
            family = _read(path)
            found[family.name] = family
    mine: dict[str, Family] = {}
    for path in sorted(own.glob("*.toml")) if own and own.is_dir() else []:
        try:
            family = _read(path)
            mine[family.name] = family
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.warning("prompt file ignored: %s: %s", path.name, error)
    others = [family for name, family in found.items() if name not in mine]
    return [*sorted(mine.values(), key=lambda f: f.order), *sorted(others, key=lambda f: f.order)]


def family_of(model: ModelFile, own: Path | None = None) -> Family:
    """The family of a model. Raises LamplightError(INTERNAL) when the files that come with the program are gone."""
    for family in families(own):
        if family.fits(model):
            return family
    raise LamplightError(Code.INTERNAL, cause=f"no prompt for {model.name}")


@functools.lru_cache(1)
def _known() -> dict[str, list[str]]:
    data: dict[str, list[str]] = tomllib.loads((resources() / "prompts" / "models.toml").read_text(encoding="utf-8"))
    return data


def can_translate(model: ModelFile) -> bool:
    """Whether a model is not known to be unable to."""
    names = f"{model.name}\n{model.key}".lower()
    return not any(re.search(pattern, names) for pattern in _known()["unable"])


def rank(model: ModelFile) -> tuple[int, int]:
    """For choosing among models: those made for translation first, then the larger."""
    names = f"{model.name}\n{model.key}".lower()
    made = _known()["made_for_it"]
    place = next((at for at, pattern in enumerate(made) if re.search(pattern, names)), len(made))
    return place, -model.parameters


@functools.lru_cache(1)
def _sentences() -> dict[str, Any]:
    return tomllib.loads((resources() / "prompts" / "examples.toml").read_text(encoding="utf-8"))


def standing_examples(source: str, target: str, tone: str, rotation: int = 0) -> list[tuple[str, str]]:
    """The pairs shown to base models; none for a language without sentences. `rotation` gives another selection."""
    data = _sentences()
    pairs = list(zip(data["plain"].get(source, ()), data["plain"].get(target, ()), strict=False))
    if tone in ("formal", "informal") and source in data[tone] and target in data[tone]:
        pairs[-1:] = [(data[tone][source], data[tone][target])]
    if rotation and pairs:
        at = rotation % len(pairs)
        pairs = [*pairs[at:], *pairs[:at]][: max(2, len(pairs) - rotation // len(pairs))]
    return pairs
