"""What the model thinks of the tokens: probabilities, alternatives, entropy, from the logits where they lie.

The rows stay in llama.cpp's memory and numpy looks at them there; only what was asked for becomes Python objects.
"""

from __future__ import annotations

from typing import Any

import llama_cpp as ll
import numpy as np

from desktop.engine.model import Vocabulary
from desktop.engine.protocol import Alternative, Token


def token_info(context: int, row: int, token: int, alternatives: int, vocabulary: Vocabulary) -> Token:
    """What a row of logits says about `token`: the softmax over the whole vocabulary, before any sampler."""
    logits = np.ctypeslib.as_array(ll.llama_get_logits_ith(context, row), shape=(vocabulary.size,))
    highest = float(logits.max())
    weights = np.exp(logits - highest)
    total = float(weights.sum(dtype=np.float64))
    normal = highest + float(np.log(total))
    # H = log Z - sum(p * logit); logits of -inf have no weight
    expected = float(np.dot(weights, np.where(weights > 0, logits, 0.0))) / total
    logprob = float(logits[token]) - normal
    return Token(
        token,
        shown(vocabulary, token),
        probability=float(np.exp(logprob)),
        logprob=logprob,
        entropy=max(0.0, normal - expected),
        alternatives=_best(logits, normal, alternatives, vocabulary),
    )


def decided(context: int, row: int, vocabulary: Vocabulary, margin: float) -> bool:
    """Whether the likeliest token of a row leads by more than `margin` (in logits)."""
    logits = np.ctypeslib.as_array(ll.llama_get_logits_ith(context, row), shape=(vocabulary.size,))
    return int(np.count_nonzero(logits >= logits.max() - margin)) == 1


def shown(vocabulary: Vocabulary, token: int) -> str:
    """A token's text for people: special tokens by name, half a character as U+FFFD."""
    return vocabulary.render(token, special=True).decode("utf-8", "replace")


def _best(logits: Any, normal: float, count: int, vocabulary: Vocabulary) -> tuple[Alternative, ...]:
    if count <= 0:
        return ()
    count = min(count, len(logits))
    best = np.argpartition(logits, -count)[-count:]
    best = best[np.argsort(-logits[best], kind="stable")]
    return tuple(
        Alternative(int(token), shown(vocabulary, int(token)), float(np.exp(logits[token] - normal))) for token in best
    )
