"""Constrained decoding: a text that must be in the answer is put where the model finds it likeliest.

The draft up to a place is given as written, the wanted text after it, and the model goes on from there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from desktop.base.text.scripts import is_cjk_text
from desktop.features.translate.model.asker import Answer, Asker
from desktop.features.translate.model.prompts import Family, Task
from desktop.formats.markdown.inline import plain

_MOST_PLACES = 12
_MOST_TRIES = 3


def place_forced(
    family: Family, asker: Asker, task: Task, draft: str, wanted: str, share: float
) -> Iterator[tuple[Answer, str]]:
    """Answers that have `wanted`, the most promising place first; the caller stops when one is good.

    `share` is where it stands in the source (0 to 1): it orders the places where no probabilities are to be had.
    """
    # Marks would have to be written at the right time, too: they are placed afterwards.
    bare = replace(task, source=plain(task.source))
    for place in _ranked(family, asker, bare, draft, wanted, share)[:_MOST_TRIES]:
        before = draft[:place]
        gap = " " if bare.target_language.spaced and before and not before[-1].isspace() and wanted[0].isalnum() else ""
        prefill = f"{before}{gap}{wanted}"
        answer = asker.ask(replace(family.request(bare, prefill=prefill), alternatives=0))
        if answer.broken or answer.cancelled:
            return
        yield answer, family.read(prefill + answer.text, bare.source)


def _ranked(family: Family, asker: Asker, task: Task, draft: str, wanted: str, share: float) -> list[int]:
    """Places in the draft, the likeliest first: by the probability of the wanted text there."""
    near = sorted(places(draft), key=lambda at: abs(at - share * len(draft)))[:_MOST_PLACES]
    if family.kind == "chat":
        return near
    request = family.request(task)
    scored: list[tuple[float, int]] = []
    for at in near:
        before = f"{draft[:at].rstrip()} " if task.target_language.spaced and at else draft[:at]
        # A wanted text that begins a word is read with its space, as the model would write it.
        wide = task.target_language.spaced and bool(before)
        prompt = (
            request.prompt
            + (" " if family.kind == "few_shot" and task.target_language.spaced else "")
            + before.rstrip()
        )
        score = asker.score(f" {wanted}" if wide else wanted, prompt)
        if score is not None:
            scored.append((score, at))
    return [at for _, at in sorted(scored, reverse=True)] or near


def places(draft: str) -> list[int]:
    """Where something may be put: the beginning, between words, and between Chinese characters."""
    found = [0]
    for at in range(1, len(draft)):
        left, right = draft[at - 1], draft[at]
        if left.isspace() or is_cjk_text(right) or is_cjk_text(left):
            found.append(at)
    ended = re.search(r"[.。!！?？…\"”’」』\s]*\Z", draft)
    end = ended.start() if ended else len(draft)
    return sorted({at for at in found if at <= end} | {end})
