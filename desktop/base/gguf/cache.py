"""How many bytes a model's key/value cache takes, from what its header tells of its layers.

Follows llama.cpp (llama-hparams.cpp, llama-kv-cache.cpp and the `load_arch_hparams` of each architecture). Where
llama.cpp has a rule of its own that a header doesn't tell, the estimate is the larger one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop.base.gguf.header import Header

_F16, _F32 = 2, 4
_PADDED = 256  # tokens; llama.cpp makes the caches of sliding layers as long as this or a multiple
_RECURRENT = {"mamba", "mamba2", "rwkv6", "rwkv6qwen2", "rwkv7", "arwkv7"}
_BOTH = {"falcon-h1"}  # attention and a state in every layer
_INTERVAL = {"qwen3next": 4, "qwen35": 4, "qwen35moe": 4}  # every fourth layer attends, where the header says nothing
_STATE_WHERE_NO_HEADS = {"jamba", "lfm2", "lfm2moe", "granitehybrid", "plamo2", "kimi-linear", "nemotron_h"}
_STATE_WHERE_NO_HEADS |= {"nemotron_h_moe"}
# architecture -> every how many layers one looks at everything; negative: the first of them instead of the last
_PATTERN = {
    "afmoe": 4, "cohere2": 4, "cohere2moe": -4, "exaone-moe": 4, "exaone4": 4, "gemma-embedding": 6, "gemma2": 2,
    "gemma3": 6, "gemma3n": 5, "gpt-oss": 2, "laguna": -4, "llama4": 4, "mellum": 4, "muse-glimmer": 4, "olmo2": 4,
    "plamo3": 8, "smallthinker": -4,
}  # fmt: skip
_WINDOW = {"gemma2": 4096, "llama4": 8192}  # where the header has no `sliding_window`
_FIXED_WINDOW = {"llama4": 8192, "smallthinker": 4096}  # whatever the header says
_CACHED_LAYERS = {"gemma3n": 20}  # the later ones use the caches of these


class Kind(StrEnum):
    """What a layer remembers of the tokens before."""

    FULL = "full"  # keys and values of every token
    SLIDING = "sliding"  # of the last ones
    RECURRENT = "recurrent"  # one state, however many tokens
    NONE = "none"  # nothing, or what another layer keeps


@dataclass(frozen=True)
class Layer:
    """One layer's part of the cache: elements of keys and of values for each token, of the state for each sequence."""

    kind: Kind
    keys: int = 0
    values: int = 0
    state: int = 0

    @property
    def width(self) -> int:
        """Elements for each token."""
        return self.keys + self.values


@dataclass(frozen=True)
class CacheSize:
    """The cache of a model, in bytes: for each token (in full and in sliding layers) and each sequence's state.

    `window` is how many tokens a sliding layer looks back.
    """

    per_token: int = 0
    sliding_per_token: int = 0
    window: int = 0
    state: int = 0

    def bytes(self, context: int, sequences: int = 1, batch: int = 0, whole: bool = True) -> int:
        """Bytes for `context` tokens; `whole` keeps all of them in sliding layers, too, as the engine does."""
        seen = -(-(self.window * sequences + batch) // _PADDED) * _PADDED
        sliding = context if whole else min(context, seen)
        return context * self.per_token + sliding * self.sliding_per_token + self.state * sequences

    def tokens(self, room: int, sequences: int = 1) -> int | None:
        """How many tokens fit into `room` bytes; None where their number doesn't matter."""
        each = self.per_token + self.sliding_per_token
        return max(0, room - self.state * sequences) // each if each else None


def cache_size(header: Header) -> CacheSize:
    """The key/value cache in f16 and the states in f32; zeros where the header doesn't tell."""
    found = layers(header)
    return CacheSize(
        per_token=sum(layer.width for layer in found if layer.kind is not Kind.SLIDING) * _F16,
        sliding_per_token=sum(layer.width for layer in found if layer.kind is Kind.SLIDING) * _F16,
        window=window(header),
        state=sum(layer.state for layer in found) * _F32,
    )


def layers(header: Header) -> list[Layer]:
    """Every layer that runs, in order. A head for predicting further tokens isn't loaded and isn't one."""
    count = max(0, header.number("block_count") - header.number("nextn_predict_layers"))
    heads = header.by_layer("attention.head_count", count)
    heads_kv = header.by_layer("attention.head_count_kv", count) if header.has("attention.head_count_kv") else heads
    recurrent, sliding = _recurrent(header, heads_kv), _sliding(header, count)
    cached = _cached(header, count)
    found = []
    for number in range(count):
        slides = sliding[number]
        attends = number < cached and (not recurrent[number] or header.architecture in _BOTH)
        key, value = _per_head(header, heads[0], slides)
        count_kv = heads_kv[number] if attends else 0
        state = _state(header, heads[number]) if recurrent[number] else 0
        attended = Kind.SLIDING if slides else Kind.FULL
        kind = attended if count_kv * (key + value) else Kind.RECURRENT if recurrent[number] else Kind.NONE
        found.append(Layer(kind, count_kv * key, count_kv * value, state))
    return found


def _per_head(header: Header, heads: int, slides: bool) -> tuple[int, int]:
    """Elements of a key and of a value of one head. With latent attention (MLA) only the latent key is kept."""
    if not heads:
        return 0, 0
    size = header.number("embedding_length") // heads
    key = header.number("attention.key_length") if header.has("attention.key_length") else size
    value = header.number("attention.value_length") if header.has("attention.value_length") else size
    if slides:
        key = header.number("attention.key_length_swa") or key
        value = header.number("attention.value_length_swa") or value
    latent = header.number("attention.key_length_mla") and header.number("attention.value_length_mla")
    return key, 0 if latent else value


def _recurrent(header: Header, heads_kv: list[int]) -> list[bool]:
    count, name = len(heads_kv), header.architecture
    if name in _RECURRENT or name in _BOTH:
        return [True] * count
    if header.has("attention.recurrent_layers"):
        return [bool(item) for item in header.by_layer("attention.recurrent_layers", count)]
    interval = header.number("full_attention_interval") or _INTERVAL.get(name, 0)
    if interval:
        return [(number + 1) % interval != 0 for number in range(count)]
    if name in _STATE_WHERE_NO_HEADS:
        # Nemotron has layers that only feed forward, and no heads either.
        forward = header.by_layer("feed_forward_length", count) if name.startswith("nemotron") else [0] * count
        return [heads == 0 and length == 0 for heads, length in zip(heads_kv, forward, strict=True)]
    return [False] * count


def _sliding(header: Header, count: int) -> list[bool]:
    key = "attention.sliding_window_pattern"
    if not window(header):
        return [False] * count
    if header.has(key) and not header.number(key):
        return [bool(item) for item in header.by_layer(key, count)]
    pattern = _PATTERN.get(header.architecture, 0)
    if not pattern:
        return [header.architecture.startswith("lfm2")] * count  # others don't use what the header may say
    every = header.number(key) or abs(pattern)
    full = 0 if pattern < 0 else every - 1
    return [number % every != full for number in range(count)]


def window(header: Header) -> int:
    """How many tokens a sliding layer looks back; 0 where none slides."""
    name, key = header.architecture, "attention.sliding_window"
    if header.has(key):
        return header.number(key) and _FIXED_WINDOW.get(name, header.number(key))
    return _WINDOW.get(name, 0)


def _cached(header: Header, count: int) -> int:
    """How many of the first layers have a cache of their own."""
    shared = header.number("attention.shared_kv_layers")
    return max(0, count - shared) if shared else _CACHED_LAYERS.get(header.architecture, count)


def _state(header: Header, heads: int) -> int:
    """Elements of a recurrent layer's state for one sequence."""
    width = header.number("embedding_length")
    if size := header.number("wkv.head_size"):
        return width * ((header.number("token_shift_count") or 2) + size)
    if length := header.number("shortconv.l_cache"):
        return width * (length - 1)
    kernel = header.number("ssm.conv_kernel")
    if size := header.number("kda.head_dim"):
        return 3 * (kernel - 1 if kernel else 3) * heads * size + size * size * heads
    inner, state, groups = (header.number(f"ssm.{name}") for name in ("inner_size", "state_size", "group_count"))
    return max(0, kernel - 1) * (inner + 2 * groups * state) + state * inner
