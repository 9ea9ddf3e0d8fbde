"""What the model thought of each token of a reply, noted while it is written and told once it is over.

A reply somebody watches must not become slower for it: nothing is made into text and nothing crosses the pipe before
the end.
"""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np

from desktop.engine.model.model import Vocabulary
from desktop.engine.protocol.messages import Recorded
from desktop.engine.worker.token_probabilities import logits_of

_LEAST = 0.001  # of the probability of an alternative that is worth telling
_NEAR = 9.0  # logits below the chosen token's: what lies lower is never worth telling (e^-9 < _LEAST)
_SAMPLED = 8192  # so many tokens of the vocabulary stand for all that lie lower


class ProbabilityRecord:
    """The notes of one reply: for each token of it one `look`, then one `add`.

    The sum of the softmax is exact for what comes near the chosen token; of the rest, mostly a thousandth of it, some
    are summed up for all: the whole vocabulary takes 3 % of the time of a small model with 262,144 tokens.
    """

    def __init__(self, vocabulary: Vocabulary, alternatives: int) -> None:
        self._vocabulary = vocabulary
        self._alternatives = alternatives
        self._step = max(1, vocabulary.size // _SAMPLED)
        self._room = np.empty(-(-vocabulary.size // self._step), np.float32)
        self._seen: list[tuple[int, float, Any, Any]] = []
        self._thought: list[bool] = []

    def look(self, context: int, row: int, token: int) -> None:
        """Note what a row of logits says about the token chosen from it."""
        logits = logits_of(context, row, self._vocabulary)
        here = logits[token]
        near = (logits > here - _NEAR).nonzero()[0]
        sampled = np.subtract(logits[:: self._step], here, out=self._room)
        with np.errstate(over="ignore"):
            total = float(np.add.reduce(np.exp(sampled, out=sampled)))
        self._seen.append((token, total, near, logits[near] - here))

    def add(self, *, thought: bool) -> None:
        """The token stands; whether as reasoning."""
        self._thought.append(thought)

    def forget(self, first: int) -> None:
        """The reply went back to before its token number `first`."""
        del self._seen[first:], self._thought[first:]

    def event(self, id: int) -> Recorded:
        """The tokens of the answer."""
        pairs = zip(self._seen, self._thought, strict=False)
        rows = [self._row(*seen) for seen, thought in pairs if not thought]
        return Recorded(id, json.dumps(rows, separators=(",", ":")))

    def _row(self, token: int, sampled: float, near: Any, values: Any) -> tuple[str, int, float, list[Any]]:
        shown, normal = self._vocabulary.shown, _normal(sampled, near, values.astype(np.float64), self._step)
        shares = np.exp(values - normal)
        best = np.argsort(-shares, kind="stable")[: self._alternatives]
        others = zip(near[best].tolist(), shares[best].tolist(), strict=True)
        likely = [(shown(other), other, float(f"{share:.4g}")) for other, share in others if share >= _LEAST]
        return shown(token), token, round(-normal, 4), likely


def _normal(sampled: float, near: Any, values: Any, step: int) -> float:
    """The logarithm of the softmax's sum, in logits above the chosen token."""
    highest = float(values.max())
    weights = np.exp(values - highest)
    far = sampled * math.exp(-highest) - float(weights[near % step == 0].sum()) if math.isfinite(sampled) else 0.0
    return highest + math.log(float(weights.sum()) + step * max(0.0, far))
