"""What the model thinks of the tokens: probabilities, alternatives, entropy, from the logits where they lie.

The rows stay in llama.cpp's memory and numpy looks at them there; only what was asked for becomes Python objects.
"""

from __future__ import annotations

import ctypes
import math
from typing import Any

import llama_cpp as ll
import numpy as np

from desktop.engine.model.model import Vocabulary
from desktop.engine.protocol.messages import Alternative, Token

_NEAR = 9.0  # logits: less likely by a factor of eight thousand


def token_info(context: int, row: int, token: int, alternatives: int, vocabulary: Vocabulary) -> Token:
    """What a row of logits says about `token`: the softmax over the whole vocabulary, before any sampler.

    Few passes over the vocabulary, all in one array.
    """
    logits = logits_of(context, row, vocabulary)
    highest = float(logits.max())
    below = np.subtract(logits, highest, out=_room(vocabulary.size))
    best = _best(below, alternatives)
    near, here = below[best], float(below[token])
    weights = np.exp(below, out=below)
    total = float(weights.sum())
    normal = math.log(total)  # with the highest logit as 0
    return Token(
        token,
        shown(vocabulary, token),
        probability=math.exp(here - normal),
        logprob=here - normal,
        entropy=max(0.0, normal + highest - _expected(weights, logits) / total),
        alternatives=tuple(
            Alternative(other, shown(vocabulary, other), share)
            for other, share in zip(best.tolist(), np.exp(near - normal).tolist(), strict=True)
        ),
    )


def logits_of(context: int, row: int, vocabulary: Vocabulary) -> Any:
    """A row of logits where it lies: mostly where the one before lay, and looking there anew takes 20 µs."""
    pointer = ll.llama_get_logits_ith(context, row)
    address = ctypes.addressof(pointer.contents)
    found = _views.get(address)
    if found is None or len(found) != vocabulary.size:
        if len(_views) >= _MOST_VIEWS:
            _views.clear()
        found = _views[address] = np.ctypeslib.as_array(pointer, shape=(vocabulary.size,))
    return found


_views: dict[int, Any] = {}
_MOST_VIEWS = 1024


def decided(context: int, row: int, vocabulary: Vocabulary, margin: float) -> bool:
    """Whether the likeliest token of a row leads by more than `margin` (in logits)."""
    logits = logits_of(context, row, vocabulary)
    return int(np.count_nonzero(logits >= logits.max() - margin)) == 1


def shown(vocabulary: Vocabulary, token: int) -> str:
    """A token's text for people: special tokens by name, half a character as U+FFFD."""
    return vocabulary.shown(token)


def _room(size: int) -> Any:
    """An array that is written anew for each token: making one of a megabyte takes longer than filling it."""
    room = _rooms.get(size)
    if room is None:
        room = _rooms[size] = np.empty(size, np.float32)
    return room


_rooms: dict[int, Any] = {}


def _expected(weights: Any, logits: Any) -> float:
    """sum(w * logit), for H = log Z - sum(p * logit); logits of -inf have no weight."""
    found = float(np.dot(weights, logits))
    return found if math.isfinite(found) else float(np.dot(weights, np.where(weights > 0, logits, 0.0)))


def _best(below: Any, count: int) -> Any:
    """The `count` likeliest tokens, likeliest first, of logits below the highest.

    They are looked for among the few that come near it: partitioning a whole vocabulary takes ten times as long.
    """
    count = min(count, len(below))
    if count <= 0:
        return np.empty(0, np.intp)
    near = np.flatnonzero(below > -_NEAR)
    if len(near) < count:
        near = np.flatnonzero(below > -2 * _NEAR)
    if len(near) < count:
        near = np.arange(len(below))
    if len(near) > count:
        near = near[np.argpartition(below[near], -count)[-count:]]
    return near[np.argsort(-below[near], kind="stable")]
