"""The key/value cache by layer: attention everywhere, here and there, over a window, latent, or none at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.base.gguf.cache import CacheSize, Kind, cache_size, layers
from desktop.base.gguf.header import Header
from desktop.base.gguf.reader import parse_header, read_header
from tests.base.gguf.files import Value, model, tensor

SIZES: dict[str, Value] = {"block_count": 4, "embedding_length": 64, "attention.head_count": 8}


def _header(architecture: str, values: dict[str, Value]) -> Header:
    whole = model(architecture, values)
    return parse_header(whole, len(whole), "x")


def _per_token(architecture: str, values: dict[str, Value]) -> int:
    return cache_size(_header(architecture, values)).bytes(1)


def test_heads_lengths_and_lists() -> None:
    assert _per_token("llama", SIZES) == 4 * 8 * 16 * 2
    assert _per_token("llama", {**SIZES, "attention.head_count_kv": 2}) == 4 * 2 * 16 * 2
    assert _per_token("deci", {**SIZES, "attention.head_count_kv": [2, 0, 4, 0]}) == 6 * 16 * 2
    lengths: dict[str, Value] = {"attention.key_length": 32, "attention.value_length": 16}
    assert _per_token("qwen3", {**SIZES, "attention.head_count_kv": 2, **lengths}) == 4 * 2 * 48 * 2
    assert _per_token("llama", {"block_count": 4}) == 0


def test_a_list_of_the_wrong_length_or_kind_is_no_reason_to_fail() -> None:
    assert _per_token("llama", {**SIZES, "attention.head_count_kv": [2]}) == 2 * 16 * 2
    assert _per_token("llama", {**SIZES, "attention.head_count_kv": "two"}) == 0
    assert _per_token("llama", {**SIZES, "block_count": 0}) == 0


def test_only_the_layers_with_heads_of_an_lfm2_attend() -> None:
    """1.2B as published: six of sixteen layers. All were counted once, 2.7 times too much."""
    heads = [0, 0, 8, 0, 0, 8, 0, 0, 8, 0, 8, 0, 8, 0, 8, 0]
    header = _header(
        "lfm2",
        {
            "block_count": 16, "embedding_length": 2048, "attention.head_count": 32,
            "attention.head_count_kv": heads, "shortconv.l_cache": 3,
        },
    )  # fmt: skip
    found = cache_size(header)
    assert found.per_token == 6 * 8 * 128 * 2
    assert found.state == 10 * 2048 * 2 * 4
    assert [layer.kind is Kind.FULL for layer in layers(header)] == [bool(number) for number in heads]


def test_every_fourth_layer_of_a_qwen35_attends() -> None:
    """All were counted once, four times too much."""
    values: dict[str, Value] = {
        "block_count": 32, "embedding_length": 2560, "attention.head_count": 16, "attention.head_count_kv": 4,
        "attention.key_length": 256, "attention.value_length": 256, "ssm.state_size": 128, "ssm.inner_size": 4096,
        "ssm.conv_kernel": 4, "ssm.group_count": 16,
    }  # fmt: skip
    header = _header("qwen35", {**values, "full_attention_interval": 4})
    found = cache_size(header)
    assert found.per_token == 8 * 4 * 512 * 2
    assert found.state == 24 * (3 * (4096 + 2 * 16 * 128) + 128 * 4096) * 4
    assert [number for number, layer in enumerate(layers(header)) if layer.kind is Kind.FULL] == [*range(3, 32, 4)]
    assert cache_size(_header("qwen35", values)) == found
    listed = cache_size(_header("qwen35", {**values, "attention.recurrent_layers": [False, *[True] * 31]}))
    assert listed.per_token == 4 * 512 * 2
    extra = cache_size(_header("qwen35", {**values, "block_count": 33, "nextn_predict_layers": 1}))
    assert extra == found


def test_a_recurrent_model_has_states_only() -> None:
    header = _header(
        "mamba2",
        {
            "block_count": 24, "embedding_length": 768, "attention.head_count": 0, "ssm.conv_kernel": 4,
            "ssm.inner_size": 1536, "ssm.state_size": 128, "ssm.group_count": 1,
        },
    )  # fmt: skip
    found = cache_size(header)
    assert (found.per_token, found.tokens(10**9)) == (0, None)
    assert found.bytes(10, sequences=4) == found.bytes(10_000, sequences=4) == found.state * 4
    assert found.state == 24 * (3 * (1536 + 256) + 128 * 1536) * 4
    assert {layer.kind for layer in layers(header)} == {Kind.RECURRENT}
    assert (
        cache_size(_header("rwkv7", {**SIZES, "attention.head_count": 0, "wkv.head_size": 32})).state == 4 * 64 * 34 * 4
    )


def test_attention_and_state_in_one_layer() -> None:
    values = {**SIZES, "ssm.conv_kernel": 4, "ssm.inner_size": 128, "ssm.state_size": 16, "ssm.group_count": 1}
    found = cache_size(_header("falcon-h1", values))
    assert (found.per_token, found.state > 0) == (4 * 8 * 16 * 2, True)


def test_layers_that_only_feed_forward_keep_nothing() -> None:
    values = {**SIZES, "attention.head_count_kv": [0, 2, 0, 0], "feed_forward_length": [0, 0, 256, 256]}
    found = layers(_header("nemotron_h", {**values, "ssm.inner_size": 128, "ssm.state_size": 16}))
    assert [layer.kind for layer in found] == [Kind.RECURRENT, Kind.FULL, Kind.NONE, Kind.NONE]


def test_sliding_windows_are_counted_apart(base_model: Path) -> None:
    found = cache_size(read_header(base_model))  # 18 layers, one head of 256, every sixth sees everything
    assert found == CacheSize(per_token=3 * 512 * 2, sliding_per_token=15 * 512 * 2, window=512)
    assert found.bytes(8192) == 18 * 512 * 2 * 8192  # the engine keeps the whole cache
    assert found.bytes(8192, batch=512, whole=False) == 3072 * 8192 + 15_360 * 1024
    assert found.bytes(100, whole=False) == found.bytes(100)


@pytest.mark.parametrize(
    ("architecture", "values", "full"),
    [
        ("gemma2", {}, [1, 3]),
        ("smallthinker", {"attention.sliding_window": 4096}, [0]),
        ("gemma3", {"attention.sliding_window": 512, "attention.sliding_window_pattern": 2}, [1, 3]),
        ("gemma4", {"attention.sliding_window": 512, "attention.sliding_window_pattern": [True, False] * 2}, [1, 3]),
        ("gemma3", {}, [0, 1, 2, 3]),
        ("llama", {"attention.sliding_window": 4096}, [0, 1, 2, 3]),  # Mistral's first; llama.cpp keeps everything
        ("phi3", {"attention.sliding_window": 2048}, [0, 1, 2, 3]),
        ("llama4", {}, [3]),
        ("llama4", {"attention.sliding_window": 0}, [0, 1, 2, 3]),
    ],
)
def test_which_layers_slide(architecture: str, values: dict[str, Value], full: list[int]) -> None:
    found = layers(_header(architecture, {**SIZES, **values}))
    assert [number for number, layer in enumerate(found) if layer.kind is Kind.FULL] == full


def test_sliding_layers_may_have_heads_of_their_own_size_and_last_ones_share() -> None:
    values = {
        **SIZES, "attention.sliding_window": 512, "attention.sliding_window_pattern": [True, False, True, False],
        "attention.head_count_kv": 1, "attention.key_length": 32, "attention.value_length": 32,
        "attention.key_length_swa": 16, "attention.value_length_swa": 16, "attention.shared_kv_layers": 1,
    }  # fmt: skip
    found = layers(_header("gemma4", values))
    assert [(layer.kind, layer.width) for layer in found] == [
        (Kind.SLIDING, 32),
        (Kind.FULL, 64),
        (Kind.SLIDING, 32),
        (Kind.NONE, 0),
    ]


def test_latent_attention_keeps_one_key_and_no_value() -> None:
    values = {
        **SIZES, "attention.head_count_kv": 1, "attention.key_length": 576, "attention.value_length": 512,
        "attention.key_length_mla": 192, "attention.value_length_mla": 128, "attention.kv_lora_rank": 512,
    }  # fmt: skip
    assert _per_token("deepseek2", values) == 4 * 576 * 2


def test_how_many_tokens_fit() -> None:
    found = CacheSize(per_token=100, sliding_per_token=50, state=1000)
    assert found.tokens(16_000) == 100
    assert found.tokens(500) == 0


def test_tensors_tell_their_size() -> None:
    whole = model("llama", SIZES, [tensor("blk.0.attn_q.weight", (256, 2), 14)], 1024)
    (found,) = parse_header(whole, len(whole), "x").tensors
    assert (found.name, found.shape, found.elements, found.size) == ("blk.0.attn_q.weight", (256, 2), 512, 420)
