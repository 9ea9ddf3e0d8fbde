"""What is asked of a server, and what its answers mean as the engine's events."""

from __future__ import annotations

import asyncio
import logging
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from desktop.base.endpoints import Endpoint, ServerKind
from desktop.base.errors import Code, EndpointError, EngineError
from desktop.base.text.reasoning import split
from desktop.engine.protocol.messages import (
    Cost,
    Embed,
    Embedded,
    Event,
    Generate,
    InContext,
    Measure,
    Tokenize,
    Tokens,
)
from desktop.engine.protocol.outcome import Ending, Outcome
from desktop.engine.remote.admission import Admission
from desktop.engine.remote.chunks import read
from desktop.engine.remote.connection import Connection
from desktop.engine.remote.counting import Estimate
from desktop.engine.remote.fields import body_of
from desktop.engine.remote.reply import Reply
from desktop.engine.text.turns import reserve_of, selections, wanted_of

log = logging.getLogger(__name__)

Put = Callable[[Event], None]

_NEAR = 0.6  # of the context: from here on the server is asked to count what it is sent anyway
_AT_ONCE = 8  # texts that it counts side by side
_TIGHTER = 0.6  # of the room, when the server said that a prompt is too long
_TRIES = {False: 3, True: 6}  # in the background there is more patience
_LONGEST_WAIT = {False: 20.0, True: 120.0}
_AGAIN = (Code.ENDPOINT_BUSY, Code.ENDPOINT_CUT, Code.ENDPOINT_UNREACHABLE)


class Asking:
    """One loaded model of a server. Everything runs in the event loop."""

    def __init__(
        self, endpoint: Endpoint, connection: Connection, estimate: Estimate, admission: Admission, context: int
    ) -> None:
        self.context = context
        self._endpoint = endpoint
        self._connection = connection
        self._estimate = estimate
        self._admission = admission

    async def close(self) -> None:
        """Close the connections."""
        await self._connection.close()

    def cost(self, request: Measure) -> Cost:
        """What a generation would cost, by estimate: nothing is sent."""
        generate = request.generate
        kept = self._kept(generate, self._estimate.count, self.context)
        texts = [generate.messages[number].content for number in kept] if generate.messages else [generate.prompt]
        total = max(1, self._estimate.of_messages([*texts, *([generate.prefill] if generate.prefill else [])]))
        dropped = tuple(number for number in wanted_of(generate) if number not in set(kept))
        return Cost(
            request.id,
            prompt_tokens=total,
            cached_tokens=0,
            seconds=0.0,
            context=self.context,
            fits=total < self.context,
            dropped=dropped,
            reserve=reserve_of(generate, self.context),
            sizes=tuple(self._estimate.count(message.content) for message in generate.messages),
            counts=tuple(self._estimate.count(text) for text in request.count),
        )

    async def tokenize(self, request: Tokenize) -> Tokens:
        """The server's own tokens. Raises EndpointError(ENDPOINT_UNABLE) where it doesn't tell them."""
        found = await self._tokens(request.text)
        pairs = [(item.get("id"), item.get("piece")) if isinstance(item, dict) else (item, "") for item in found]
        numbers = tuple(number if isinstance(number, int) else 0 for number, _ in pairs)
        return Tokens(request.id, numbers, tuple(piece if isinstance(piece, str) else "\ufffd" for _, piece in pairs))

    async def embed(self, request: Embed) -> Embedded:
        """A text as a vector of length 1. Raises EndpointError."""
        if not self._endpoint.abilities.embeddings:
            raise self.unable("/embeddings")
        async with self._admission.place(background=True):
            found = await self._connection.post(
                "/embeddings", {"model": self._endpoint.model, "input": request.text}, seconds=60.0
            )
        try:
            values = [float(value) for value in found["data"][0]["embedding"]]
            length = math.sqrt(sum(value * value for value in values))
        except (KeyError, IndexError, TypeError, ValueError):
            raise self._connection.failures.error(Code.ENDPOINT_GARBLED, "/embeddings") from None
        if not values or not math.isfinite(length) or length == 0.0:
            raise self._connection.failures.error(Code.ENDPOINT_GARBLED, "/embeddings")
        return Embedded(request.id, tuple(value / length for value in values), self._estimate.count(request.text))

    def unable(self, what: str) -> EndpointError:
        """This server can't do that."""
        return self._connection.failures.error(Code.ENDPOINT_UNABLE, what)

    async def generate(self, request: Generate, put: Put) -> None:
        """Write a reply: all its events, the ending one included, also where it fails or is cancelled."""
        seed = request.sampling.seed if request.sampling.seed >= 0 else random.getrandbits(31)
        asked = replace(request, prefill=split(request.prefill)[1])
        reply = Reply(asked, seed, by_words=False)
        try:
            self._check(asked)
            async with self._admission.place(background=request.background):
                for attempt in range(_TRIES[request.background]):
                    reply = await self._attempt(asked, seed, attempt, put)
                    if reply.ended_by is None or not await self._again(reply, request, attempt):
                        break
        except asyncio.CancelledError:
            _put_all(put, reply.last_events(Outcome(Ending.CANCELLED)))
            raise
        except EngineError as error:
            reply.ended_by = error
        _put_all(put, reply.last_events(_outcome(reply)))

    # -- inside ----------------------------------------------------------------------------------------------------

    def _check(self, request: Generate) -> None:
        abilities = self._endpoint.abilities
        if request.prefill_tokens:
            raise self.unable("tokens")
        if request.messages and not abilities.chat:
            raise self.unable("/chat/completions")
        if not request.messages and not abilities.completions:
            raise self.unable("/completions")
        if request.sampling.grammar and self._endpoint.kind is ServerKind.OTHER:
            log.debug("the server isn't told of the grammar")

    async def _again(self, reply: Reply, request: Generate, attempt: int) -> bool:
        """Whether it is worth asking once more, after a while; nothing that was shown is taken back."""
        error = reply.ended_by
        if error is None or reply.shown or attempt + 1 >= _TRIES[request.background]:
            return False
        if error.code is Code.CONTEXT_FULL:
            return request.drop_turns and bool(request.messages)
        if error.code not in _AGAIN or (error.code is Code.ENDPOINT_UNREACHABLE and not request.background):
            return False
        told = getattr(error, "retry_after", 0.0)
        if told > _LONGEST_WAIT[request.background]:
            return False
        await asyncio.sleep(told or min(0.5 * 3**attempt, 10.0))
        return True

    async def _attempt(self, request: Generate, seed: int, attempt: int, put: Put) -> Reply:
        room = int(self.context * _TIGHTER**attempt) if attempt else self.context
        kept = await self._fitting(request, room)
        messages = tuple(request.messages[number] for number in kept)
        asked = body_of(request, messages, self._endpoint, seed)
        reply = Reply(request, seed, by_words=asked.by_words)
        texts = [message.content for message in messages] or [request.prompt]
        texts += [request.prefill] if request.prefill else []
        reply.estimated_prompt = self._estimate.of_messages(texts)
        if request.messages:
            dropped = tuple(number for number in wanted_of(request) if number not in set(kept))
            put(InContext(request.id, tuple(kept), dropped, reply.estimated_prompt, self.context))
        try:
            await self._read(reply, asked.path, asked.body, put)
        except EndpointError as error:
            reply.ended_by = error
        except asyncio.CancelledError:
            _put_all(put, reply.last_events(Outcome(Ending.CANCELLED)))  # with the text that was held back
            raise
        if reply.prompt_tokens and reply.ended_by is None:
            self._estimate.learn(texts, reply.prompt_tokens)
        return reply

    async def _read(self, reply: Reply, path: str, body: dict[str, Any], put: Put) -> None:
        limits, failures = self._connection.limits, self._connection.failures
        loop = asyncio.get_running_loop()
        last = loop.time() + limits.first + limits.token * min(reply.request.max_tokens, 100_000)
        said_done = False
        async with self._connection.events(path, body) as objects:
            while reply.ended is None:
                deadline = loop.time() + (limits.stall if reply.shown else limits.first)
                try:
                    async with asyncio.timeout_at(min(last, deadline)):
                        found = await anext(objects)
                except TimeoutError:
                    raise failures.error(Code.ENDPOINT_SILENT) from None
                except StopAsyncIteration:
                    break
                if found is None:
                    said_done = True
                    break
                if found.get("error"):
                    raise failures.of_answer(found["error"])
                chunk = read(found)
                if chunk is None:
                    raise failures.error(Code.ENDPOINT_GARBLED, "choices")
                _put_all(put, reply.feed(chunk))
        if reply.endless:
            raise failures.error(Code.ENDPOINT_ENDLESS)
        # llama-cpp-python ends a reply like this when another request comes; others merely leave the reason out.
        if not reply.whole and (not said_done or self._endpoint.kind is ServerKind.LLAMA_CPP_PYTHON):
            raise failures.error(Code.ENDPOINT_CUT)

    async def _fitting(self, request: Generate, room: int) -> list[int]:
        """The messages that are sent. Where it is near, the server counts what it is about to read."""
        texts = [message.content for message in request.messages]
        sizes = {text: self._estimate.count(text) for text in texts}
        if self._endpoint.abilities.tokenizer and sum(sizes.values()) > _NEAR * room and request.drop_turns:
            limit = asyncio.Semaphore(_AT_ONCE)

            async def exact(text: str) -> None:
                async with limit:
                    sizes[text] = len(await self._tokens(text))

            try:
                await asyncio.gather(*(exact(text) for text in set(texts)))
            except EndpointError as error:
                log.debug("not counted: %s", error.code)
        return self._kept(request, lambda text: sizes.get(text) or self._estimate.count(text), room)

    @staticmethod
    def _kept(request: Generate, count: Callable[[str], int], room: int) -> list[int]:
        reserve = reserve_of(request, room)
        kept: list[int] = []
        for kept in selections(request, wanted_of(request), count, room):
            if sum(count(request.messages[number].content) for number in kept) + reserve <= room:
                break
        return kept

    async def _tokens(self, text: str) -> Sequence[Any]:
        path, kind = self._endpoint.abilities.tokenizer, self._endpoint.kind
        if not path:
            raise self.unable("/tokenize")
        body: dict[str, Any] = {"content": text, "with_pieces": True}
        if kind is ServerKind.VLLM:
            body = {"model": self._endpoint.model, "prompt": text, "add_special_tokens": False}
        elif kind is ServerKind.LLAMA_CPP_PYTHON:
            body = {"model": self._endpoint.model, "input": text}
        found = await self._connection.post(path, body, at_root=True)
        tokens = found.get("tokens") if isinstance(found, dict) else None
        if not isinstance(tokens, list):
            raise self._connection.failures.error(Code.ENDPOINT_GARBLED, path)
        return tokens


def _put_all(put: Put, events: Sequence[Event]) -> None:
    for event in events:
        put(event)


def _outcome(reply: Reply) -> Outcome | None:
    """How a reply ended that failed; None for one that didn't."""
    error = reply.ended_by
    if error is None:
        return None
    broken = reply.shown and error.code in (Code.ENDPOINT_CUT, Code.ENDPOINT_SILENT)
    return Outcome(Ending.DIED if broken else Ending.FAILED, error.code, str(error.details.get("cause", "")))
