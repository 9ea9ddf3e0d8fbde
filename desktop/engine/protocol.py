"""The requests and events that cross the pipe: frozen dataclasses, versioned, JSON.

Every request has an `id` chosen by the client; every event about a request carries it. A request gets any number of
progress events and exactly one that ends it: `Loaded`, `Finished`, or `Failed`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.engine.outcome import Outcome

VERSION = 1


@dataclass(frozen=True)
class Message:
    """One turn of a prompt; `role` is system, user or assistant."""

    role: str
    content: str


@dataclass(frozen=True)
class Sampling:
    """How the next token is chosen. Seed -1 draws one; the `Finished` event says which."""

    temperature: float = 0.7
    top_k: int = 40
    top_p: float = 0.95
    min_p: float = 0.05
    repeat_penalty: float = 1.0
    seed: int = -1


# -- requests ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Load:
    """Open a model. 0 threads: one per physical core; gpu_layers -1 all, 0 none, None automatic.

    A `context` above the trained one is clamped to it, or refused (CONTEXT_TOO_LARGE) when `exact_context` asks for
    just that. `swa_full` keeps the whole cache of sliding-window models, so that any edit finds its prefix.
    """

    path: str
    context: int = 8192
    threads: int = 0
    gpu_layers: int | None = None
    exact_context: bool = False
    swa_full: bool = True
    id: int = 0


@dataclass(frozen=True)
class Generate:
    """Write what follows `messages` (through the model's template) or, when there are none, the plain `prompt`.

    `prefill` is the beginning of the reply that already stands (to continue one): the text goes on after it and it is
    not repeated in the events. A `background` request gives way to those somebody waits for. Without `cache` nothing
    that was evaluated before is used. With `ignore_end` only the token limit (or a stop) ends the text.
    """

    messages: tuple[Message, ...] = ()
    prompt: str = ""
    prefill: str = ""
    sampling: Sampling = field(default_factory=Sampling)
    max_tokens: int = 1024
    stop: tuple[str, ...] = ()
    background: bool = False
    cache: bool = True
    ignore_end: bool = False
    id: int = 0


@dataclass(frozen=True)
class Cancel:
    """Stop request `target` now, whether it loads, reads its prompt or writes."""

    target: int
    id: int = 0


@dataclass(frozen=True)
class Quit:
    """Save what is worth saving and end the process; answered by its end."""

    id: int = 0


# -- events --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Started:
    """The process is up. `devices` are the accelerators llama.cpp reports (empty on a plain CPU)."""

    version: int
    pid: int
    llama_cpp: str = ""
    devices: tuple[str, ...] = ()


@dataclass(frozen=True)
class LoadProgress:
    """Fraction of the model's tensors read, 0 to 1."""

    id: int
    fraction: float


@dataclass(frozen=True)
class Loaded:
    """The model answers now. `context` is what was allocated, `memory_bytes` what the process holds resident."""

    id: int
    name: str
    architecture: str
    context: int
    trained_context: int
    threads: int
    gpu_layers: int
    has_template: bool
    memory_bytes: int
    load_seconds: float


@dataclass(frozen=True)
class PromptProgress:
    """Tokens of the prompt evaluated so far, of which `cached` needed no work, of `total`."""

    id: int
    done: int
    total: int
    cached: int = 0


@dataclass(frozen=True)
class Delta:
    """Text that follows what came before; always whole characters. `tokens` counts all generated so far."""

    id: int
    text: str
    tokens: int


@dataclass(frozen=True)
class Finished:
    """The generation's end, its counts, and its speed in seconds and tokens per second."""

    id: int
    outcome: Outcome
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    first_token_seconds: float = 0.0
    tokens_per_second: float = 0.0
    seed: int = 0


@dataclass(frozen=True)
class Failed:
    """A request other than a generation failed; `code` is a `base.errors.Code` value."""

    id: int
    code: str
    details: dict[str, str | int | float] = field(default_factory=dict)


Request = Load | Generate | Cancel | Quit
Event = Started | LoadProgress | Loaded | PromptProgress | Delta | Finished | Failed
