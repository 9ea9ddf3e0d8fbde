"""The requests and events that cross the pipe: frozen dataclasses, versioned, JSON.

Every request has an `id` chosen by the client; every event about a request carries it. A request gets any number of
progress events and exactly one that ends it: one of `ENDINGS`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from desktop.base.devices import Device
from desktop.engine.protocol.adapters import Adapt, Adapted, Adapter
from desktop.engine.protocol.devices import Attempt, DeviceList, ListDevices, Placed
from desktop.engine.protocol.dump import Dump, Dumped
from desktop.engine.protocol.outcome import Outcome

VERSION = 1


class Place(StrEnum):
    """What happens to a message when the context is too small for all."""

    IN = "in"  # may leave, oldest first, with its whole turn
    PINNED = "pinned"  # stays whatever happens
    OUT = "out"  # isn't read at all


class Part(StrEnum):
    """Which part of a reply a text belongs to."""

    ANSWER = "answer"
    THINK = "think"


@dataclass(frozen=True)
class Message:
    """One turn of a prompt; `role` is system, user or assistant. System messages are always pinned."""

    role: str
    content: str
    place: Place = Place.IN


@dataclass(frozen=True)
class Sampling:
    """How the next token is chosen; `limits.check` knows what each value may be.

    The steps work in this order: `logit_bias` (token -> what is added), the penalties (over the last
    `repeat_last_n` tokens; -1: all), DRY, top-n-sigma, top-k, typical, top-p, min-p, XTC, temperature. Off are:
    penalties at 1.0 (repeat) and 0.0, `dry_multiplier` and `xtc_probability` at 0, `top_n_sigma` and `top_k` at 0,
    `typical_p` and `top_p` at 1, `min_p` at 0. `mirostat` 2 replaces all from top-n-sigma to XTC. Temperature 0
    takes the likeliest token. `banned` phrases are taken back and written differently; `grammar` (GBNF with the rule
    `root`) or `json_schema` (its JSON) bind the form. Seed -1 draws one; the `Finished` event says which.
    """

    temperature: float = 0.7
    top_k: int = 40
    top_p: float = 0.95
    min_p: float = 0.05
    repeat_penalty: float = 1.0
    seed: int = -1
    typical_p: float = 1.0
    top_n_sigma: float = 0.0
    xtc_probability: float = 0.0
    xtc_threshold: float = 0.1
    dry_multiplier: float = 0.0
    dry_base: float = 1.75
    dry_allowed_length: int = 2
    dry_last_n: int = -1
    dry_breakers: tuple[str, ...] = ("\n", ":", '"', "*")
    presence_penalty: float = 0.0
    frequency_penalty: float = 0.0
    repeat_last_n: int = 256
    mirostat: int = 0
    mirostat_tau: float = 5.0
    mirostat_eta: float = 0.1
    logit_bias: dict[int, float] = field(default_factory=dict)
    banned: tuple[str, ...] = ()
    grammar: str = ""
    json_schema: str = ""


@dataclass(frozen=True)
class Alternative:
    """A token that could have stood there. `text` shows the bytes of half a character as U+FFFD."""

    token: int
    text: str
    probability: float


@dataclass(frozen=True)
class Token:
    """What the model thought of a token: before any sampler, of all tokens; entropy in nats.

    The first token of a scored text has nothing before it: its values are None.
    """

    token: int
    text: str
    probability: float | None
    logprob: float | None
    entropy: float | None
    alternatives: tuple[Alternative, ...] = ()


# -- requests ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Load:
    """Open a model. 0 threads: one per physical core; gpu_layers -1 all, 0 none, None automatic.

    A `context` above the trained one is clamped to it, or refused (CONTEXT_TOO_LARGE) when `exact_context` asks for
    just that. `swa_full` keeps the whole cache of sliding-window models, so that any edit finds its prefix.
    Conversations are saved in `states_dir` ("" for nowhere), at most `states_limit` bytes of them.

    `flash_attention` is auto, on or off; `cache_type_k` and `cache_type_v` are ggml's names (f16, q8_0, q4_0 ...).
    Without `mmap` the file is read into memory. `devices` names those that may be used (ggml's names); None for all.
    `backends` are the files that are loaded for them first, `tensor_split` how the layers are shared out between them
    (() by their free memory). With 0 `gpu_layers` no driver is touched; without `built_in` those that the library was
    built with aren't either. `machines` are the addresses of those that lend devices (() none; None leaves it to who
    places the layers), `absent` those that were asked and didn't answer. With `anyway` nothing is refused because the
    memory would not suffice by the arithmetic.
    """

    path: str
    context: int = 8192
    threads: int = 0
    gpu_layers: int | None = None
    exact_context: bool = False
    swa_full: bool = True
    states_dir: str = ""
    states_limit: int = 4 << 30
    flash_attention: str = "auto"
    cache_type_k: str = "f16"
    cache_type_v: str = "f16"
    mmap: bool = True
    devices: tuple[str, ...] | None = None
    backends: tuple[str, ...] = ()
    tensor_split: tuple[float, ...] = ()
    machines: tuple[str, ...] | None = None
    absent: tuple[Attempt, ...] = ()
    anyway: bool = False
    built_in: bool = True
    id: int = 0


@dataclass(frozen=True)
class Generate:
    """Write what follows `messages` (through the model's template) or, when there are none, the plain `prompt`.

    `prefill` is the beginning of the reply that already stands (to continue one): the text goes on after it and it is
    not repeated in the events. Reasoning may stand first in it, as in a kept text (`base.reasoning`). A
    `background` request gives way to those somebody waits for. Without `cache` nothing that was evaluated before is
    used. With `ignore_end` only the token limit (or a stop) ends the text.

    `prefill_tokens` follow the prompt exactly as they are: the tokens of a reply up to some point and another one
    instead. `alternatives` from 0 to 50 asks for the probability of each token and that many others (-1: no).
    `record` asks for as many alternatives of the answer's tokens, told at the end by a `Recorded`: a reply somebody
    watches is written at its full speed then.
    `speculate` proposes tokens from the prompt's own text, for greedy replies that repeat it (None: where it pays).
    With `drop_turns` the oldest turns leave when the context is too small for all; `InContext` says which.
    `adapters` work for this request (None: those of the engine's client).
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
    prefill_tokens: tuple[int, ...] = ()
    alternatives: int = -1
    speculate: bool | None = None
    drop_turns: bool = True
    record: int = -1
    adapters: tuple[Adapter, ...] | None = None
    id: int = 0


@dataclass(frozen=True)
class Tokenize:
    """The tokens of a text, as they would stand inside a prompt."""

    text: str
    id: int = 0


@dataclass(frozen=True)
class Measure:
    """What a generation would cost, without doing it, and how many tokens each text of `count` has."""

    generate: Generate
    count: tuple[str, ...] = ()
    id: int = 0


@dataclass(frozen=True)
class Score:
    """The probability of each token of `text`, read after `prompt`. `alternatives` up to 50 for each token.

    With `messages` the text is a reply to them, as in a `Generate`, and `prefill` what stood before it in the reply:
    a `Generate` of the same messages with the scored tokens as `prefill_tokens` evaluates nothing twice.
    """

    text: str
    prompt: str = ""
    alternatives: int = 0
    background: bool = False
    messages: tuple[Message, ...] = ()
    prefill: str = ""
    adapters: tuple[Adapter, ...] | None = None
    id: int = 0


@dataclass(frozen=True)
class Embed:
    """The meaning of a text as a vector of length 1: the model's own pooling, else the mean of its last layer."""

    text: str
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
    """The process is up. No backend but the processor's is loaded yet."""

    version: int
    pid: int
    llama_cpp: str = ""


@dataclass(frozen=True)
class LoadProgress:
    """Fraction of the model's tensors read, 0 to 1."""

    id: int
    fraction: float


@dataclass(frozen=True)
class Loaded:
    """The model answers now. `context` is what was allocated, `memory_bytes` what the process holds resident.

    Of `layers` (the output counts as one) `gpu_layers` are on `devices`; `attempts` are those that failed before.
    """

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
    layers: int = 0
    devices: tuple[Device, ...] = ()
    attempts: tuple[Attempt, ...] = ()


@dataclass(frozen=True)
class InContext:
    """Which of the request's messages (by index) are read, and which left because there was no room for them."""

    id: int
    kept: tuple[int, ...]
    dropped: tuple[int, ...]
    prompt_tokens: int
    context: int


@dataclass(frozen=True)
class PromptProgress:
    """Tokens of the prompt evaluated so far, of which `cached` needed no work, of `total`."""

    id: int
    done: int
    total: int
    cached: int = 0


@dataclass(frozen=True)
class Delta:
    """Text that follows what came before; always whole characters. `tokens` counts all generated so far.

    `infos` are the tokens generated since the last Delta, where `alternatives` were asked for; text that might become
    a stop string comes later than its tokens.
    """

    id: int
    text: str
    tokens: int
    part: Part = Part.ANSWER
    infos: tuple[Token, ...] = ()


@dataclass(frozen=True)
class Recorded:
    """The tokens of the answer, without the reasoning, as JSON: [text, number, log-probability, [[text, number,
    probability], ...]] of each; just before the `Finished`."""

    id: int
    rows: str


@dataclass(frozen=True)
class Finished:
    """The generation's end, its counts, and its speed in seconds and tokens per second.

    Of `speculated` tokens `accepted` were what the model would have written anyway.
    """

    id: int
    outcome: Outcome
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    first_token_seconds: float = 0.0
    tokens_per_second: float = 0.0
    seed: int = 0
    speculated: int = 0
    accepted: int = 0


@dataclass(frozen=True)
class Tokens:
    """Ends a `Tokenize`: each token and its text (half a character shows as U+FFFD)."""

    id: int
    tokens: tuple[int, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Cost:
    """Ends a `Measure`. `seconds` to read what isn't cached, from measured speed (0.0: nothing measured yet).

    `dropped` are the messages for which there is no room; without `fits` there is none even for the last turn.
    `reserve` tokens wait for the reply. `sizes` are the tokens of each message's content, `counts` of the texts asked.
    """

    id: int
    prompt_tokens: int
    cached_tokens: int
    seconds: float
    context: int
    fits: bool
    dropped: tuple[int, ...] = ()
    reserve: int = 0
    sizes: tuple[int, ...] = ()
    counts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Scored:
    """Ends a `Score`: the tokens of its text, and the sum of their log-probabilities."""

    id: int
    tokens: tuple[Token, ...]
    logprob: float
    cached_tokens: int = 0


@dataclass(frozen=True)
class Embedded:
    """Ends an `Embed`."""

    id: int
    values: tuple[float, ...]
    tokens: int


@dataclass(frozen=True)
class Failed:
    """A request other than a generation failed; `code` is a `base.errors.Code` value."""

    id: int
    code: str
    details: dict[str, str | int | float] = field(default_factory=dict)


Request = Load | Adapt | Generate | Tokenize | Measure | Score | Embed | Dump | ListDevices | Cancel | Quit
Event = (
    Started
    | Placed
    | LoadProgress
    | Loaded
    | Adapted
    | InContext
    | PromptProgress
    | Delta
    | Recorded
    | Finished
    | Tokens
    | Cost
    | Scored
    | Embedded
    | DeviceList
    | Dumped
    | Failed
)
Ending = Loaded | Adapted | Finished | Tokens | Cost | Scored | Embedded | DeviceList | Dumped | Failed
ENDINGS: tuple[type, ...] = (Loaded, Adapted, Finished, Tokens, Cost, Scored, Embedded, DeviceList, Dumped, Failed)
