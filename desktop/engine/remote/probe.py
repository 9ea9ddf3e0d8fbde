"""What stands at an address: the kind of server, its models, how much they read, and what can be asked of them.

Only what a question of a few tokens can show is tried, and nothing of a person's is sent.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

from desktop.base.endpoints import Abilities, Endpoint, ServerKind
from desktop.base.errors import Code, EndpointError
from desktop.engine.remote.connection import Connection, TimeLimits

log = logging.getLogger(__name__)

_MOST_MODELS = 2_000
_LONGEST_NAME = 300
_COUNTED = "one, two, three, four, five, si"  # a server that goes on with a reply writes the x


@dataclass(frozen=True)
class Offered:
    """A model that a server lists; `context` 0 where it isn't told."""

    name: str
    context: int = 0


@dataclass(frozen=True)
class Server:
    """What was found at an address. `slots` requests are answered side by side, 0 where it isn't told."""

    address: str
    kind: ServerKind
    models: tuple[Offered, ...]
    slots: int = 0


def find(address: str, key: str = "", limits: TimeLimits | None = None) -> Server:
    """Ask a server what it is. Raises EndpointError."""
    return asyncio.run(_find(address, key, limits))


def examine(server: Server, model: str, key: str = "", limits: TimeLimits | None = None) -> Endpoint:
    """Try what one of its models can be asked. The server may have to load it first. Raises EndpointError."""
    return asyncio.run(_examine(server, model, key, limits))


async def _find(address: str, key: str, limits: TimeLimits | None) -> Server:
    connection = Connection(address, key, limits)
    try:
        return await look(connection)
    finally:
        await connection.close()


async def look(connection: Connection) -> Server:
    """The server behind a connection. Raises EndpointError."""
    found = await connection.get("/models")
    listed = found.get("data", found.get("models")) if isinstance(found, dict) else found
    if not isinstance(listed, list):
        raise connection.failures.error(Code.ENDPOINT_NO_SERVER, "/models")
    models = [offered for item in listed[:_MOST_MODELS] if (offered := _offered(item)) is not None]
    owners = {str(item.get("owned_by", "")).lower() for item in listed[:50] if isinstance(item, dict)}
    kind, context, slots = await _kind(connection, owners)
    if context:
        models = [offered if offered.context else Offered(offered.name, context) for offered in models]
    return Server(connection.address, kind, tuple(models), slots)


async def _kind(connection: Connection, owners: set[str]) -> tuple[ServerKind, int, int]:
    """The kind, and the context and slots that llama-server tells of."""
    if "vllm" in owners:
        return ServerKind.VLLM, 0, 0
    if "sglang" in owners:
        return ServerKind.SGLANG, 0, 0
    props = await _told(connection, "/props")
    if isinstance(props, dict) and "default_generation_settings" in props:
        settings = props["default_generation_settings"]
        context = _number(settings.get("n_ctx")) if isinstance(settings, dict) else 0
        return ServerKind.LLAMA_SERVER, context, _number(props.get("total_slots"))
    if "llamacpp" in owners:
        return ServerKind.LLAMA_SERVER, 0, 0
    listed = await _told(connection, "/api/v0/models")
    if isinstance(listed, dict) and isinstance(listed.get("data"), list):
        return ServerKind.LM_STUDIO, 0, 0
    version = await _told(connection, "/api/version")
    if isinstance(version, dict) and "version" in version:
        return ServerKind.OLLAMA, 0, 0
    described = await _told(connection, "/openapi.json")
    if isinstance(described, dict) and "/extras/tokenize" in described.get("paths", {}):
        return ServerKind.LLAMA_CPP_PYTHON, 0, 1  # a second request would end the first
    return ServerKind.OTHER, 0, 0


async def _told(connection: Connection, path: str) -> Any:
    try:
        return await connection.get(path, at_root=True)
    except EndpointError as error:
        log.debug("%s: %s", path, error.code)
        return None


async def _examine(server: Server, model: str, key: str, limits: TimeLimits | None) -> Endpoint:
    connection = Connection(server.address, key, limits)
    try:
        return await _tried(connection, server, model, bool(key))
    finally:
        await connection.close()


async def _tried(connection: Connection, server: Server, model: str, has_key: bool) -> Endpoint:
    offered = next((one for one in server.models if one.name == model), Offered(model))
    chat = await _chat(connection, model)
    plain = await _able(connection, "/completions", {"model": model, "prompt": "One, two,", "max_tokens": 1})
    if chat is None and not plain:
        raise connection.failures.error(Code.ENDPOINT_UNABLE, "/chat/completions, /completions")
    abilities = Abilities(
        chat=chat is not None,
        completions=plain,
        continues=chat is not None and await _continues(connection, server.kind, model),
        probabilities=bool(chat),
        embeddings=await _able(connection, "/embeddings", {"model": model, "input": "one"}),
        tokenizer=await _tokenizer(connection, server.kind, model),
    )
    context = offered.context or await _context(connection, server.kind, model)
    at_once = min(server.slots, 16) if server.slots else _AT_ONCE.get(server.kind, 4)
    return Endpoint(server.address, model, server.kind, context, at_once, has_key, abilities)


_AT_ONCE = {ServerKind.VLLM: 16, ServerKind.SGLANG: 16, ServerKind.LLAMA_CPP_PYTHON: 1}


async def _chat(connection: Connection, model: str) -> bool | None:
    """Whether a reply tells its probabilities; None where there is no chat. Raises EndpointError for a key and such."""
    body = {"model": model, "messages": [{"role": "user", "content": "Hello"}], "max_tokens": 1}
    try:
        found = await _waiting(connection, "/chat/completions", {**body, "logprobs": True, "top_logprobs": 2})
    except EndpointError as error:
        if error.code in _NOT_THERE:
            return None
        if error.code not in (Code.ENDPOINT_REFUSED, Code.ENDPOINT_FAILED):
            raise
        try:
            found = await _waiting(connection, "/chat/completions", body)
        except EndpointError as again:
            if again.code in (*_NOT_THERE, Code.ENDPOINT_REFUSED, Code.ENDPOINT_FAILED):
                return None
            raise
    choice = _choice(found)
    if choice is None:
        raise connection.failures.error(Code.ENDPOINT_NO_SERVER, "/chat/completions")
    told = choice.get("logprobs")
    return isinstance(told, dict) and bool(told.get("content"))


_NOT_THERE = (Code.ENDPOINT_NO_SERVER, Code.ENDPOINT_UNABLE)


async def _continues(connection: Connection, kind: ServerKind, model: str) -> bool:
    """Whether a reply that has begun is taken up in the middle of a word."""
    body: dict[str, Any] = {
        "model": model,
        "messages": [
            {"role": "user", "content": "Count from one to ten in words, with commas."},
            {"role": "assistant", "content": _COUNTED},
        ],
        "max_tokens": 3,
        "temperature": 0.0,
    }
    if kind in (ServerKind.VLLM, ServerKind.SGLANG):
        body.update(continue_final_message=True, add_generation_prompt=False)
    try:
        choice = _choice(await _waiting(connection, "/chat/completions", body))
    except EndpointError as error:
        log.debug("no continuation: %s", error.code)
        return False
    message = choice.get("message") if choice else None
    return isinstance(message, dict) and str(message.get("content", "")).startswith(("x", _COUNTED + "x"))


async def _able(connection: Connection, path: str, body: dict[str, Any]) -> bool:
    try:
        found = await _waiting(connection, path, body)
    except EndpointError as error:
        log.debug("%s: %s", path, error.code)
        return False
    return isinstance(found, dict) and isinstance(found.get("choices", found.get("data")), list)


async def _tokenizer(connection: Connection, kind: ServerKind, model: str) -> str:
    path, body = {
        ServerKind.LLAMA_SERVER: ("/tokenize", {"content": "one"}),
        ServerKind.VLLM: ("/tokenize", {"model": model, "prompt": "one"}),
        ServerKind.LLAMA_CPP_PYTHON: ("/extras/tokenize", {"model": model, "input": "one"}),
    }.get(kind, ("", {}))
    if not path:
        return ""
    try:
        found = await connection.post(path, body, at_root=True)
    except EndpointError:
        return ""
    return path if isinstance(found, dict) and isinstance(found.get("tokens"), list) else ""


async def _context(connection: Connection, kind: ServerKind, model: str) -> int:
    """What LM Studio and Ollama tell of a model elsewhere; 0 where nothing does."""
    if kind is ServerKind.LM_STUDIO:
        listed = await _told(connection, "/api/v0/models")
        for item in listed.get("data", []) if isinstance(listed, dict) else []:
            if isinstance(item, dict) and item.get("id") == model:
                return _number(item.get("loaded_context_length")) or _number(item.get("max_context_length"))
    if kind is ServerKind.OLLAMA:
        running = await _told(connection, "/api/ps")
        for item in running.get("models", []) if isinstance(running, dict) else []:
            if isinstance(item, dict) and item.get("name") == model:
                return _number(item.get("context_length"))
    return 0


async def _waiting(connection: Connection, path: str, body: dict[str, Any]) -> Any:
    """As `post`, for an answer that the server may have to load a model for."""
    return await connection.post(path, body, seconds=connection.limits.first)


def _offered(item: Any) -> Offered | None:
    if not isinstance(item, dict):
        return None
    name = item.get("id") or item.get("name")
    if not isinstance(name, str) or not name or len(name) > _LONGEST_NAME or not name.isprintable():
        return None
    meta = item.get("meta")
    meta = meta if isinstance(meta, dict) else {}
    context = _number(item.get("max_model_len")) or _number(item.get("context_length")) or _number(meta.get("n_ctx"))
    return Offered(name, context)


def _choice(found: Any) -> dict[str, Any] | None:
    choices = found.get("choices") if isinstance(found, dict) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    return first if isinstance(first, dict) else None


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31 else 0
