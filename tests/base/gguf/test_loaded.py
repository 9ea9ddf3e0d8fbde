"""The cache that llama.cpp really makes, for the starters and for models without sense of each kind of layer."""

from __future__ import annotations

import re
import subprocess
import sys
from math import prod
from pathlib import Path

import pytest

from desktop.base.gguf.cache import cache_size
from desktop.base.gguf.reader import read_header
from tests.base.gguf.files import Value, model, tensor

CONTEXT, SEQUENCES = 4096, 4
# Opens a file as the engine does and prints what llama.cpp logs, one process for each: it asserts on what it dislikes.
LOADS = """
import ctypes, sys
import llama_cpp as ll
sink = ll.llama_log_callback(lambda level, line, data: print(line.decode("utf-8", "replace"), end=""))
ll.llama_log_set(sink, None)
ll.llama_backend_init()
found = ll.llama_model_default_params()
found.n_gpu_layers = 0
handle = ll.llama_model_load_from_file(sys.argv[1].encode(), found)
asked = ll.llama_context_default_params()
asked.n_ctx, asked.n_seq_max = int(sys.argv[2]), int(sys.argv[3])
asked.n_batch = asked.n_ubatch = 64
asked.kv_unified, asked.swa_full = True, sys.argv[4] == "whole"
print("opened", bool(ll.llama_init_from_model(handle, asked)), flush=True)
"""
WIDTH, FORWARD, WORDS = 256, 64, 64
Shapes = dict[str, tuple[int, ...]]
COMMON: dict[str, Value] = {
    "general.file_type": 0, "tokenizer.ggml.model": "no_vocab", "vocab_size": WORDS, "context_length": CONTEXT,
    "embedding_length": WIDTH, "feed_forward_length": FORWARD, "attention.layer_norm_rms_epsilon": 0.00001,
    "rope.dimension_count": 32,
}  # fmt: skip
HEADS: dict[str, Value] = {"attention.head_count": 8, "block_count": 4}


def _attention(layer: int, kv: int, head: int = 32, norms: bool = False, gated: bool = False) -> Shapes:
    named: Shapes = {
        "attn_q": (WIDTH, 8 * head * (2 if gated else 1)),
        "attn_k": (WIDTH, kv * head),
        "attn_v": (WIDTH, kv * head),
        "attn_output": (8 * head, WIDTH),
    }
    if norms:
        named |= {"attn_q_norm": (head,), "attn_k_norm": (head,)}
    return _named(layer, named)


def _named(layer: int, shapes: Shapes) -> Shapes:
    return {f"blk.{layer}.{name}" + ("" if "." in name else ".weight"): shape for name, shape in shapes.items()}


def _forward(layer: int, norm: str = "ffn_norm") -> Shapes:
    shapes: Shapes = {"ffn_gate": (WIDTH, FORWARD), "ffn_up": (WIDTH, FORWARD), "ffn_down": (FORWARD, WIDTH)}
    return _named(layer, {"attn_norm": (WIDTH,), norm: (WIDTH,), **shapes})


def _llama(kv: int) -> Shapes:
    found: Shapes = {}
    for layer in range(4):
        found |= {**_attention(layer, kv), **_forward(layer)}
    return found


def _gemma() -> Shapes:
    found: Shapes = {}
    for layer in range(4):
        found |= {**_attention(layer, 2, norms=True), **_forward(layer)}
        found |= _named(layer, {"post_attention_norm": (WIDTH,), "post_ffw_norm": (WIDTH,)})
    return found


def _lfm2(heads: list[int]) -> Shapes:
    found: Shapes = {}
    for layer, kv in enumerate(heads):
        convolution: Shapes = {
            "shortconv.conv.weight": (3, WIDTH),
            "shortconv.in_proj.weight": (WIDTH, 3 * WIDTH),
            "shortconv.out_proj.weight": (WIDTH, WIDTH),
        }
        found |= {**_forward(layer), **(_attention(layer, kv, norms=True) if kv else _named(layer, convolution))}
    return found


def _qwen35() -> Shapes:
    found: Shapes = {}
    for layer in range(4):
        keys, values = 2 * 32, 4 * 32
        linear: Shapes = {
            "attn_qkv": (WIDTH, keys * 2 + values), "attn_gate": (WIDTH, values),
            "ssm_conv1d": (4, keys * 2 + values), "ssm_dt.bias": (4,), "ssm_a.": (4,), "ssm_beta": (WIDTH, 4),
            "ssm_alpha": (WIDTH, 4), "ssm_norm": (32,), "ssm_out": (values, WIDTH),
        }  # fmt: skip
        part = _attention(layer, 2, norms=True, gated=True) if layer == 3 else _named(layer, linear)
        found |= {**_forward(layer, "post_attention_norm"), **part}
    return found


def _mamba2() -> Shapes:
    found: Shapes = {}
    for layer in range(4):
        shapes: Shapes = {
            "attn_norm": (WIDTH,), "ssm_in": (WIDTH, 512 + 512 + 2 * 64 + 8), "ssm_conv1d": (4, 512 + 2 * 64),
            "ssm_conv1d.bias": (512 + 2 * 64,), "ssm_dt.bias": (8,), "ssm_a.": (1, 8), "ssm_d.": (1, 8),
            "ssm_norm": (512, 1), "ssm_out": (512, WIDTH),
        }  # fmt: skip
        found |= _named(layer, shapes)
    return found


SSM: dict[str, Value] = {"ssm.conv_kernel": 4, "ssm.state_size": 32, "ssm.group_count": 2}
WINDOW: dict[str, Value] = {"attention.sliding_window": 128, "attention.key_length": 32, "attention.value_length": 32}
# architecture, its own keys, its tensors
MODELS: dict[str, tuple[str, dict[str, Value], Shapes]] = {
    "grouped heads": ("llama", {**HEADS, "attention.head_count_kv": 2}, _llama(2)),
    "a list of heads": ("llama", {**HEADS, "attention.head_count_kv": [2, 2, 2, 2]}, _llama(2)),
    "all heads": ("llama", HEADS, _llama(8)),
    "a sliding window": (
        "gemma3", {**HEADS, **WINDOW, "attention.head_count_kv": 2, "attention.sliding_window_pattern": 2}, _gemma(),
    ),
    "convolutions": (
        "lfm2", {**HEADS, "attention.head_count_kv": [0, 0, 4, 0], "shortconv.l_cache": 3}, _lfm2([0, 0, 4, 0]),
    ),
    "every fourth layer": (
        "qwen35",
        {
            **HEADS, **SSM, "attention.head_count_kv": 2, "ssm.inner_size": 128, "ssm.time_step_rank": 4,
            "rope.dimension_sections": [8, 4, 4, 0],
        },
        _qwen35(),
    ),
    "states only": (
        "mamba2",
        {
            "block_count": 4, "attention.head_count": 0, "ssm.conv_kernel": 4, "ssm.state_size": 64,
            "ssm.group_count": 1, "ssm.inner_size": 512, "ssm.time_step_rank": 8,
        },
        _mamba2(),
    ),
}  # fmt: skip


def _write(path: Path, name: str) -> None:
    architecture, keys, own = MODELS[name]
    shapes: Shapes = {"token_embd.weight": (WIDTH, WORDS), **own}
    shapes["token_embd_norm.weight" if architecture == "lfm2" else "output_norm.weight"] = (WIDTH,)
    table, at = [], 0
    for tensor_name, shape in shapes.items():
        table.append(tensor(tensor_name.removesuffix("."), shape, offset=at))
        at += -(-prod(shape) * 4 // 32) * 32
    path.write_bytes(model(architecture, {**COMMON, **keys}, table, at))


def _made(path: Path, how: str) -> float:
    """MiB of the caches that llama.cpp made, of the tokens and of the states."""
    command = [sys.executable, "-c", LOADS, str(path), str(CONTEXT), str(SEQUENCES), how]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert "opened True" in ran.stdout, ran.stdout[-2000:] + ran.stderr[-2000:]
    sizes = re.findall(r"^llama_(?:kv_cache|memory_recurrent): +size = +([\d.]+) MiB", ran.stdout, re.MULTILINE)
    assert sizes, ran.stdout
    return sum(map(float, sizes))


@pytest.mark.model
@pytest.mark.parametrize("name", MODELS)
def test_the_cache_is_as_large_as_reckoned(name: str, tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    _write(path, name)
    reckoned = cache_size(read_header(path)).bytes(CONTEXT, SEQUENCES) / (1 << 20)
    assert reckoned > 0.05
    assert _made(path, "whole") == pytest.approx(reckoned, abs=0.011)  # two lines, each rounded


@pytest.mark.model
def test_the_starters_caches_are_as_large_as_reckoned(chat_model: Path, base_model: Path) -> None:
    chat, base = (cache_size(read_header(path)) for path in (chat_model, base_model))
    assert _made(chat_model, "whole") == pytest.approx(chat.bytes(CONTEXT) / (1 << 20), abs=0.011)
    assert _made(base_model, "whole") == pytest.approx(base.bytes(CONTEXT) / (1 << 20), abs=0.011)
    sliding = base.bytes(CONTEXT, SEQUENCES, batch=64, whole=False) / (1 << 20)
    assert _made(base_model, "sliding") == pytest.approx(sliding, abs=0.011)
