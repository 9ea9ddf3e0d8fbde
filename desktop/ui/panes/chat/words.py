"""Sentences of the chat pane that carry numbers: how long, how fast, how much was kept."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from desktop.base.endpoints import host_of
from desktop.base.error_text import Told, told
from desktop.base.errors import Code
from desktop.base.i18n import translate
from desktop.formats.markdown.text import count_words
from desktop.store import Made, Status

if TYPE_CHECKING:
    from desktop.store import Message, ReplyInfo

_JUST_NOW = 60  # seconds


def seconds(value: float) -> str:
    """A duration: tenths below ten seconds, whole seconds, then minutes."""
    if value < 9.95:
        return translate("Chat", "{n} s").format(n=f"{value:.1f}")
    if value < 100:
        return translate("Chat", "{n} s").format(n=round(value))
    return translate("Chat", "{n} min").format(n=round(value / 60))


def whole_seconds(value: float) -> str:
    """A duration without tenths."""
    if value < 100:
        return translate("Chat", "{n} s").format(n=max(1, round(value)))
    return translate("Chat", "{n} min").format(n=round(value / 60))


def speed(tokens_per_second: float) -> str:
    """Tokens a second, in as many digits as matter; "" when it isn't known."""
    if tokens_per_second <= 0:
        return ""
    shown = f"{tokens_per_second:.1f}" if tokens_per_second < 9.95 else f"{tokens_per_second:,.0f}"
    return translate("Chat", "{n} tokens a second").format(n=shown)


def per_cent(fraction: float) -> str:
    return translate("Chat", "{n} %").format(n=int(fraction * 100))


def share(probability: float) -> str:
    """A probability in per cent, as precise as a person needs it."""
    percent = probability * 100
    if percent < 0.1:
        return translate("Chat", "{n} %").format(n="<0.1")
    return translate("Chat", "{n} %").format(n=f"{percent:.1f}" if percent < 1 else round(percent))


def meta(message: Message) -> str:
    """What stands after the model's name over a finished reply."""
    reply = message.reply
    parts: list[str] = []
    if reply is not None and reply.seconds > 0:
        parts.append(seconds(reply.seconds))
        parts.append(speed(reply.tokens_per_second))
    if reply is not None and (host := host_of(reply.model_file)):
        parts.append(translate("Chat", "sent to {host}").format(host=host))
    parts += made(reply)
    if message.status is Status.STOPPED:
        parts.append(translate("Chat", "stopped"))
    return " · ".join(part for part in parts if part)


def made(reply: ReplyInfo | None) -> list[str]:
    """Why there is this version, where it isn't plain repetition."""
    reasons = set(reply.made.split(",")) if reply is not None else set()
    said: list[str] = []
    if reply is None:
        return said
    if Made.SAMPLING in reasons:
        temperature = float(reply.sampling.get("temperature", 0.0))
        said.append(translate("Chat", "temperature {n}").format(n=f"{temperature:g}"))
    if Made.INSTRUCTIONS in reasons:
        said.append(translate("Chat", "other instructions"))
    if Made.WORD in reasons:
        said.append(translate("Chat", "from another word"))
    if Made.EDITED in reasons:
        said.append(translate("Chat", "edited by you"))
    if Made.ADAPTERS in reasons:
        said.append(adapters(reply) or translate("Chat", "without adapters"))
    return said


def adapters(reply: ReplyInfo) -> str:
    """The adapters a reply was written with, with their strengths; "" for none."""
    return ", ".join(f"{name} {scale:g}" for name, scale in reply.adapters)


def kept(text: str) -> str:
    """How much of an unfinished reply is there; "" for none."""
    count, characters = count_words(text)
    if not count:
        return ""
    if characters:
        return translate("Chat", "%n characters written so far are kept.", "", count)
    return translate("Chat", "%n words written so far are kept.", "", count)


def left_out(count: int) -> str:
    """That the oldest messages were not read; "" when all were."""
    if not count:
        return ""
    return translate("Chat", "The %n oldest messages no longer fit and were not read.", "", count)


def broken_off(message: Message) -> Told:
    """What happened to a reply that failed or was interrupted, what was kept, and the cause."""
    reply = message.reply
    code = reply.error_code if reply else ""
    if not code:
        what = translate("Chat", "Lamplight ended while this was being written.")
        return Told(_joined(what, kept(message.text)))
    if message.status is Status.INTERRUPTED and code == Code.ENGINE_DIED:
        what = translate("Chat", "The model’s process stopped.")
        return Told(_joined(what, kept(message.text)), _cause(reply))
    error = told(code, {"cause": _cause(reply)})
    return Told(_joined(error.what, kept(message.text)), error.cause)


def _cause(reply: ReplyInfo | None) -> str:
    return " ".join(reply.error_cause.split())[:300] if reply else ""


def _joined(*sentences: str) -> str:
    said = [sentence for sentence in sentences if sentence]
    if len(said) < 2:
        return "".join(said)
    return translate("Chat", "{one} {other}", "two sentences").format(one=said[0], other=said[1])


def ended(message: Message) -> str:
    """How a reply ended, for who hears it."""
    match message.status:
        case Status.STOPPED:
            return translate("Chat", "The reply was stopped.")
        case Status.CUT:
            return cut(message)
        case Status.INTERRUPTED | Status.FAILED:
            return str(broken_off(message))
    return translate("Chat", "The reply is finished.")


def cut(message: Message) -> str:
    """Why a reply was cut, and that it can go on."""
    if message.reply is not None and message.reply.ending == "context_full":
        return translate("Chat", "The model’s context is full. Start a new conversation, or choose a longer context.")
    return translate("Chat", "The reply reached the longest length set.")


def when(updated: datetime, now: datetime) -> str:
    """The date beside a conversation: now, the hour today, the weekday this week, then the day or the month."""
    local, today = updated.astimezone(), now.astimezone().date()
    if local.date() >= today:
        if abs((now - updated).total_seconds()) < _JUST_NOW:
            return translate("Chat", "now")
        return local.strftime("%H:%M")
    if (today - local.date()).days < 7:
        return _weekday(local.weekday())
    if local.year == today.year:
        return _day(local.day, local.month)
    return _year(local)


def _weekday(number: int) -> str:
    return (
        translate("Chat", "Mon"),
        translate("Chat", "Tue"),
        translate("Chat", "Wed"),
        translate("Chat", "Thu"),
        translate("Chat", "Fri"),
        translate("Chat", "Sat"),
        translate("Chat", "Sun"),
    )[number]


def _day(day: int, month: int) -> str:
    return translate("Chat", "{day} {month}").format(day=day, month=_month(month))


def _year(local: datetime) -> str:
    return translate("Chat", "{month} {year}").format(month=_month(local.month), year=local.year)


def _month(number: int) -> str:
    return (
        translate("Chat", "Jan"),
        translate("Chat", "Feb"),
        translate("Chat", "Mar"),
        translate("Chat", "Apr"),
        translate("Chat", "May"),
        translate("Chat", "Jun"),
        translate("Chat", "Jul"),
        translate("Chat", "Aug"),
        translate("Chat", "Sep"),
        translate("Chat", "Oct"),
        translate("Chat", "Nov"),
        translate("Chat", "Dec"),
    )[number - 1]
