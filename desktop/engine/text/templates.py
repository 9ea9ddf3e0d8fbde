"""Turns of a conversation into the prompt a model was trained on.

The template in a GGUF is a program from the internet: it runs in Jinja's sandbox, with a limit on time and memory,
and a second clock outside the interpreter ends the process if even that doesn't help.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from llama_cpp.llama_chat_format import Jinja2ChatFormatter

from desktop.base.errors import Code, EngineError
from desktop.base.text.scripts import has_han
from desktop.engine.protocol.messages import Message
from desktop.engine.text.reasoning import THINK, family_of

_SECONDS = 2.0
_LAST_SECONDS = 6.0
_MEMORY = 512 << 20


@dataclass(frozen=True)
class Prompt:
    """What the model reads, and the strings that end its answer. A transcript's answer begins with a space to drop.

    `inside`: what the model writes next is reasoning.
    """

    text: str
    stops: tuple[str, ...] = ()
    strip_start: bool = False
    inside: bool = False


class _TooLong(BaseException):
    """Raised inside a template that runs too long; not an Exception, so that nothing in it is caught."""


class Templates:
    """Renders prompts with a model's template, or as a transcript for a base model that has none."""

    def __init__(self, source: str, bos: str, eos: str) -> None:
        self._source, self._bos, self._eos = source, bos, eos
        self.family = family_of(source)
        self._formatter: Jinja2ChatFormatter | None = None

    @property
    def present(self) -> bool:
        return bool(self._source)

    def render(self, messages: tuple[Message, ...], prefill: str = "", *, answer: bool = False) -> Prompt:
        """The prompt whose continuation is the next reply; with `answer` its answer, not its reasoning.

        Raises EngineError(TEMPLATE_FAILED).
        """
        if not self._source:
            prompt = _transcript(messages, prefill)
            return replace(prompt, inside=THINK.begun("", prefill, answer=answer)[1])
        cause = ""
        for turns in _attempts(messages):
            try:
                text = self._run(turns)
            except EngineError as error:
                cause = str(error.details.get("cause", ""))
                continue
            if _system_was_dropped(turns, text):
                continue
            begun, inside = self.family.begun(text, prefill, answer=answer)
            return Prompt(text + begun, inside=inside)
        raise EngineError(Code.TEMPLATE_FAILED, cause=cause[:300])

    def _run(self, turns: list[Any]) -> str:
        try:
            with _limits():
                if self._formatter is None:
                    self._formatter = Jinja2ChatFormatter(self._source, eos_token=self._eos, bos_token=self._bos)
                return str(self._formatter(messages=turns).prompt)
        except _TooLong:
            raise EngineError(Code.TEMPLATE_FAILED, cause=f"more than {_SECONDS:g} seconds") from None
        except (MemoryError, RecursionError) as error:
            raise EngineError(Code.TEMPLATE_FAILED, cause=type(error).__name__) from None
        except Exception as error:  # whatever a foreign program can raise
            raise EngineError(Code.TEMPLATE_FAILED, cause=f"{type(error).__name__}: {error}") from error


def _attempts(messages: tuple[Message, ...]) -> Iterator[list[dict[str, Any]]]:
    """The turns as they are; then for templates without a system role; then for those that insist on alternation."""
    turns = [{"role": message.role, "content": message.content} for message in messages]
    yield turns
    merged = _system_into_user(turns)
    if merged != turns:
        yield merged
    alternating = _alternating(merged)
    if alternating != merged:
        yield alternating


def _system_into_user(turns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    system = "\n\n".join(turn["content"] for turn in turns if turn["role"] == "system")
    rest = [dict(turn) for turn in turns if turn["role"] != "system"]
    if not system:
        return rest
    for turn in rest:
        if turn["role"] == "user":
            turn["content"] = f"{system}\n\n{turn['content']}"
            return rest
    return [{"role": "user", "content": system}, *rest]


def _alternating(turns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    joined: list[dict[str, Any]] = []
    for turn in turns:
        if joined and joined[-1]["role"] == turn["role"]:
            joined[-1]["content"] += "\n\n" + turn["content"]
        else:
            joined.append(dict(turn))
    if joined and joined[0]["role"] == "assistant":
        joined.insert(0, {"role": "user", "content": ""})
    return joined


def _system_was_dropped(turns: list[dict[str, Any]], text: str) -> bool:
    """Some templates silently skip a system turn."""
    return any(turn["role"] == "system" and turn["content"].strip() not in text for turn in turns)


@contextlib.contextmanager
def _limits() -> Iterator[None]:
    """Ends what runs inside after `_SECONDS`, when it takes too much memory, and at the very last with the process."""
    thread = threading.get_ident()
    timer = threading.Timer(_SECONDS, _interrupt, (thread,))
    timer.daemon = True
    with contextlib.suppress(RuntimeError, OSError, ValueError, AttributeError):
        faulthandler.dump_traceback_later(_LAST_SECONDS, exit=True, file=2)
    before = _limit_memory()
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        with contextlib.suppress(_TooLong):
            timer.join()
        _restore_memory(before)
        faulthandler.cancel_dump_traceback_later()


def _interrupt(thread: int) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(_TooLong))


def _limit_memory() -> tuple[int, int] | None:
    """Allow this process some memory more than it has now, where the system can (not on Windows)."""
    if sys.platform != "linux":
        return None
    import resource

    with open("/proc/self/statm", encoding="ascii") as file:
        now = int(file.read().split()[0]) * resource.getpagesize()
    before = resource.getrlimit(resource.RLIMIT_AS)
    if before[0] == resource.RLIM_INFINITY or before[0] > now + _MEMORY:
        resource.setrlimit(resource.RLIMIT_AS, (now + _MEMORY, before[1]))
    return before


def _restore_memory(before: tuple[int, int] | None) -> None:
    if before is not None and sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, before)


_ENGLISH = (
    "This is a conversation between a person and a helpful, friendly assistant. "
    "The assistant gives short, correct answers.\n\n"
    "Person: Hello, who are you?\nAssistant: Hello! I am an assistant and happy to help you.\n\n"
    "Person: Which season comes after spring?\nAssistant: Summer comes after spring.\n\n"
)
_CHINESE = (
    "以下是用户与一位乐于助人的助手之间的对话。助手的回答简短而正确。\n\n"
    "用户：你好，你是谁？\n助手：你好！我是助手，很高兴帮助你。\n\n"
    "用户：春天之后是什么季节？\n助手：春天之后是夏天。\n\n"
)


def _transcript(messages: tuple[Message, ...], prefill: str) -> Prompt:
    """A few-shot transcript: a base model goes on with the pattern it sees."""
    last = next((message.content for message in reversed(messages) if message.role == "user"), "")
    chinese = has_han(last)
    person, assistant, opening = ("用户：", "助手：", _CHINESE) if chinese else ("Person:", "Assistant:", _ENGLISH)
    space = "" if chinese else " "
    parts = [opening]
    for message in messages:
        if message.role == "system":
            parts.append(message.content.strip() + "\n\n")
        elif message.role == "user":
            parts.append(f"{person}{space}{message.content.strip()}\n")
        else:
            parts.append(f"{assistant}{space}{message.content.strip()}\n\n")
    # The space is the model's to write (it is part of the next word's token), unless the reply already stands.
    parts.append(f"{assistant}{space}{prefill.lstrip()}" if prefill else assistant)
    stops = (f"\n{person}", f"\n{assistant}", f"\n\n{person}", f"\n\n{assistant}", "\n\n\n")
    return Prompt("".join(parts), stops, strip_start=not prefill)
