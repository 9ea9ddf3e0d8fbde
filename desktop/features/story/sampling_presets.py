"""How the model writes: the presets for prose over the engine's samplers, what is banned, and how long it goes on."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import asdict, fields, replace
from typing import Any

from desktop.engine.protocol.messages import Sampling
from desktop.engine.protocol.presets import PRESETS
from desktop.store.stories.records import StorySettings

# Prose wants a little more room than answers do, and a floor that keeps small models from rambling.
PROSE: dict[str, Sampling] = {
    "careful": replace(PRESETS["precise"], temperature=0.6, top_p=0.92),
    "balanced": replace(PRESETS["balanced"], temperature=0.85),
    "wild": PRESETS["surprising"],
}
GREEDY = replace(PRESETS["exact"], seed=0)
_DRY = {"dry_multiplier": 0.8, "dry_base": 1.75, "dry_allowed_length": 3, "repeat_penalty": 1.05}
_NO_DRY = {"dry_multiplier": 0.0, "repeat_penalty": 1.0}
_MOST_BANNED = 100
_BEFORE = (" ", "\n", "“", '"', "(", "—", "*")
_AFTER = (" ", ",", ".", ";", ":", "!", "?", "\n", "”", '"', "'", "’", ")", "—", "-", "*")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ'’-]+\Z")
_CHINESE_TAGS = ("zh", "ja", "yue")
_SAMPLING = {field.name for field in fields(Sampling)} - {"logit_bias"}  # JSON makes texts of its tokens


def is_chinese(language: str) -> bool:
    """Whether lengths count characters."""
    return language.partition("-")[0].lower() in _CHINESE_TAGS


def sampling(settings: StorySettings, seed: int | None = None) -> Sampling:
    """The project's preset with what it bans; a seed is drawn where none is given, so that it is known and kept."""
    base = PROSE.get(settings.preset, PROSE["balanced"])
    drawn = seed if seed is not None and seed >= 0 else random.SystemRandom().randrange(1, 2**31 - 1)
    repeat = _DRY if settings.no_repeat else _NO_DRY
    return replace(base, **repeat, seed=drawn, banned=banned(settings.banned))  # type: ignore[arg-type]


def banned(phrases: Iterable[str]) -> tuple[str, ...]:
    """Phrases as the engine looks for them: also capitalised, and a single word only as a whole word."""
    found: list[str] = []
    for phrase in list(phrases)[:_MOST_BANNED]:
        phrase = " ".join(phrase.split())
        if not phrase:
            continue
        forms = dict.fromkeys((phrase, phrase[0].upper() + phrase[1:], phrase[0].lower() + phrase[1:]))
        if _LATIN_WORD.match(phrase):
            found += [before + form + after for form in forms for before in _BEFORE for after in _AFTER]
        else:
            found += forms
    return tuple(dict.fromkeys(found))


def most_tokens(words: int, language: str) -> int:
    """Room for so many words (characters of Chinese) and the end of the sentence, in the most wasteful vocabulary."""
    return int(words * (3 if is_chinese(language) else 2.2)) + 96


def kept(chosen: Sampling, **more: Any) -> dict[str, Any]:
    """What is kept with a take: the sampling, and what else makes it what it is."""
    values = {name: value for name, value in asdict(chosen).items() if name in _SAMPLING}
    values["banned"] = list(chosen.banned)
    values["dry_breakers"] = list(chosen.dry_breakers)
    return {**values, **more}


def from_kept(values: dict[str, Any], seed: int) -> Sampling:
    """The sampling that was kept with a take."""
    known: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items() if name in _SAMPLING
    }
    return replace(Sampling(**known), seed=seed)
