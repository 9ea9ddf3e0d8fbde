"""A verdict in words, for the window and the command line alike."""

from __future__ import annotations

from desktop.base.devices import DeviceKind
from desktop.base.i18n import translate
from desktop.engine.backends.other_machine import PORT
from desktop.library.fit.placement import Placement
from desktop.library.fit.speed import Speed
from desktop.library.fit.verdict import Outcome, Verdict

_WORDS_PER_TOKEN = 0.75  # English, with the vocabularies of today
_WORDS_PER_PAGE = 400
_LEAST_FILE = 100_000_000  # bytes: smaller models than that are no help


def verdict_text(verdict: Verdict) -> str:
    """The whole verdict in a sentence."""
    if verdict.outcome is Outcome.FITS:
        parts = [translate("Fit", "Fits"), placement_text(verdict.placement), writing_text(verdict.speed)]
        joiner = translate("Fit", "; ")
        return joiner.join(part for part in parts if part)
    if verdict.outcome is Outcome.SHORTER:
        said = translate("Fit", "Fits with {fewer} tokens, not with {wanted}")
        return said.format(fewer=tokens_text(verdict.shorter), wanted=tokens_text(verdict.context))
    return too_large_text(verdict)


def short_text(verdict: Verdict) -> str:
    """The verdict in a few words."""
    if verdict.outcome is Outcome.FITS:
        return translate("Fit", "Fits")
    if verdict.outcome is Outcome.SHORTER:
        return translate("Fit", "Fits with {fewer} tokens").format(fewer=tokens_text(verdict.shorter))
    return translate("Fit", "Too large")


def too_large_text(verdict: Verdict) -> str:
    """What it needs at least, what there is, and what would fit instead."""
    needed, free, room = memory_text(verdict.smallest), memory_text(verdict.free), verdict.room
    if room < _LEAST_FILE:
        return translate("Fit", "Needs {needed}, {free} are free").format(needed=needed, free=free)
    said = translate("Fit", "Needs {needed}, {free} are free: a model of up to {room} would fit")
    return said.format(needed=needed, free=free, room=memory_text(room))


def memory_line(verdict: Verdict) -> str:
    """What it takes of what is free."""
    said = translate("Fit", "{needed} of {free} free")
    return said.format(needed=memory_text(verdict.needed), free=memory_text(verdict.free))


def held_text(verdict: Verdict, real: int) -> str:
    """What its process really held after a reply beside what was reckoned."""
    said = translate("Fit", "held {real}, {expected} were expected")
    return said.format(real=memory_text(real), expected=memory_text(verdict.memory.resident))


def placement_text(placement: Placement) -> str:
    """How much of it is on graphics cards and on other machines, which are named; "" where nothing is."""
    lent: dict[str, int] = {}
    for each in placement.devices:
        if each.device.kind is DeviceKind.REMOTE:
            lent[each.device.description] = lent.get(each.device.description, 0) + each.layers
    card = placement.gpu_layers - sum(lent.values())
    parts = [_part_text(card, placement.layers)] if card else []
    parts += [_lent_text(count, placement.layers, address) for address, count in lent.items()]
    return translate("Fit", ", ").join(parts)


def _part_text(count: int, layers: int) -> str:
    if count >= layers:
        return translate("Fit", "all of it on the graphics card")
    return translate("Fit", "{count} of {all} layers on the graphics card").format(count=count, all=layers)


def _lent_text(count: int, layers: int, address: str) -> str:
    """An address is said without the port that all have."""
    host = address.removesuffix(f":{PORT}")
    if count >= layers:
        return translate("Fit", "all of it on {machine}").format(machine=host)
    return translate("Fit", "{count} of {all} layers on {machine}").format(count=count, all=layers, machine=host)


def writing_text(speed: Speed | None) -> str:
    """How fast it writes; "" while nobody knows."""
    if speed is None:
        return ""
    return translate("Fit", "about {count} words a second").format(count=words_text(speed.writing))


def reading_text(speed: Speed | None) -> str:
    """How long it reads a page; "" while nobody knows."""
    if speed is None or speed.reading <= 0:
        return ""
    seconds = _WORDS_PER_PAGE / _WORDS_PER_TOKEN / speed.reading
    if seconds < 1:
        return translate("Fit", "reads a page in less than a second")
    return translate("Fit", "reads a page in {seconds} s").format(seconds=f"{seconds:.0f}")


def real_text(predicted: Speed | None, real: float) -> str:
    """What was measured beside what was said before; `real` in tokens a second."""
    if predicted is None:
        return translate("Fit", "measured {real} words a second").format(real=words_text(real))
    said = translate("Fit", "measured {real} words a second, {predicted} were expected")
    return said.format(real=words_text(real), predicted=words_text(predicted.writing))


def words_text(tokens: float) -> str:
    """Words for tokens a second: one decimal below three."""
    words = tokens * _WORDS_PER_TOKEN
    return f"{words:.1f}" if words < 3 else f"{words:,.0f}"


def tokens_text(tokens: int) -> str:
    """A round number: 16,000 for 16,384."""
    return f"{tokens // 1000 * 1000:,}" if tokens >= 1000 else f"{tokens}"


def memory_text(count: float) -> str:
    """Gigabytes with a decimal, whole megabytes below one."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{max(1, round(count / 1e6))} MB"
