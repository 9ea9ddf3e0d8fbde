"""Protocol messages as JSON bytes and back. JSON, not pickle: what comes over the pipe can't run anything."""

from __future__ import annotations

import dataclasses
import functools
import json
import types
import typing
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from desktop.base.errors import Code, EngineError
from desktop.engine.protocol import messages as protocol

_MESSAGES: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (*typing.get_args(protocol.Request), *typing.get_args(protocol.Event))
}


def encode(message: protocol.Request | protocol.Event) -> bytes:
    """One message as JSON; lone surrogates in texts survive as escapes."""
    fields = {"type": type(message).__name__}
    fields.update((field.name, getattr(message, field.name)) for field in dataclasses.fields(message))
    return json.dumps(fields, default=_plain, separators=(",", ":")).encode("ascii")


def encode_all(messages: Sequence[protocol.Event]) -> bytes:
    """Several messages as one: each message wakes the reader, on a core that decoding waits for."""
    return b"[" + b",".join(encode(message) for message in messages) + b"]"


def decode_all(data: bytes) -> list[Any]:
    """What `encode_all` made. Raises EngineError(ENGINE_PROTOCOL) for anything else."""
    try:
        messages = json.loads(data)
        if not isinstance(messages, list):
            raise TypeError(f"events from {type(messages).__name__}")
        return [_message(fields) for fields in messages]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise EngineError(Code.ENGINE_PROTOCOL, cause=f"{type(error).__name__}: {error}") from error


def decode(data: bytes) -> Any:
    """The message in `data`. Raises EngineError(ENGINE_PROTOCOL) for anything else; missing fields get defaults."""
    try:
        return _message(json.loads(data))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise EngineError(Code.ENGINE_PROTOCOL, cause=f"{type(error).__name__}: {error}") from error


def _message(fields: Any) -> Any:
    return _build(_MESSAGES[fields.pop("type")], fields)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    raise TypeError(f"{type(value).__name__} can't cross the pipe")


@functools.cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _build(hint: Any, value: Any) -> Any:
    """`value` as the type `hint` says; raises TypeError or ValueError where it doesn't fit."""
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        hints = _hints(hint)
        unknown = value.keys() - hints.keys()
        if unknown:
            raise ValueError(f"{hint.__name__} has no field {sorted(unknown)[0]}")
        return hint(**{name: _build(hints[name], part) for name, part in value.items()})
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        if not isinstance(value, list):
            raise TypeError(f"{hint} from {type(value).__name__}")
        kinds = [arguments[0]] * len(value) if arguments[-1] is Ellipsis else arguments
        return tuple(_build(kind, part) for kind, part in zip(kinds, value, strict=True))
    if origin is dict:
        return {_key(arguments[0], key): _build(arguments[1], part) for key, part in value.items()}
    if origin in (types.UnionType, typing.Union):
        return _one_of(arguments, value)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(value)
    if hint is float and type(value) is int:
        return float(value)
    if type(value) is not hint:
        raise TypeError(f"{hint} from {type(value).__name__}")
    return value


def _one_of(kinds: tuple[Any, ...], value: Any) -> Any:
    if value is None and type(None) in kinds:
        return None
    for kind in kinds:
        try:
            return _build(kind, value)
        except (TypeError, ValueError, AttributeError):
            continue
    raise TypeError(f"{type(value).__name__} fits none of {kinds}")


def _key(hint: Any, key: str) -> Any:
    return int(key) if hint is int else key
