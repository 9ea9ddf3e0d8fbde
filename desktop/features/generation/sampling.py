"""The sampling that the settings ask for, for the window and the command line alike."""

from __future__ import annotations

from desktop.base.settings import REPEAT_PENALTY, SEED, TEMPERATURE, TOP_P, Settings
from desktop.engine.protocol.messages import Sampling


def from_settings(settings: Settings) -> Sampling:
    """How replies are written unless a conversation says otherwise."""
    return Sampling(
        temperature=settings[TEMPERATURE],
        top_p=settings[TOP_P],
        repeat_penalty=settings[REPEAT_PENALTY],
        seed=settings[SEED],
    )
