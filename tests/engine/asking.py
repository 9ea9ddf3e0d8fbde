"""Short ways to ask an engine in these tests."""

from __future__ import annotations

from typing import Any

from desktop.engine.client.engine import Engine, RequestHandle
from desktop.engine.protocol.messages import Delta, Finished, Generate, Message, Sampling

GREEDY = Sampling(temperature=0.0)


def ask(text: str, **options: Any) -> Generate:
    """A chat request, greedy and short unless told otherwise."""
    return Generate(messages=(Message("user", text),), **{"sampling": GREEDY, "max_tokens": 48, **options})


def go_on(prompt: str, **options: Any) -> Generate:
    """A plain prompt to go on with."""
    return Generate(prompt=prompt, **{"sampling": GREEDY, "max_tokens": 24, **options})


def finish(call: RequestHandle) -> tuple[str, Finished]:
    """The text and the end of a generation."""
    text = "".join(event.text for event in call.events() if isinstance(event, Delta))
    ending = call.result(120)
    assert isinstance(ending, Finished)
    return text, ending


def text_of(engine: Engine, request: Generate) -> tuple[str, Finished]:
    return finish(engine.generate(request))
