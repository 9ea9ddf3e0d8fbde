"""Whole models with random weights, of every kind of layer: what llama.cpp asks for, no more, written quickly.

The weights are one random block of each type, repeated; scales are small, so that nothing overflows.
"""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gguf
import numpy
from gguf import GGMLQuantizationType as Type

from desktop.base.gguf.header import Header
from desktop.base.gguf.reader import parse_header
from desktop.library.fit.shape import ModelShape, shape_of

_BLOCKS = 4096  # different ones, before they repeat
Tensors = dict[str, tuple[tuple[int, ...], Type]]


@dataclass
class Made:
    """A model to write: its architecture's own keys, its tensors (row length first), how large its vocabulary is."""

    architecture: str
    keys: dict[str, Any]
    tensors: Tensors = field(default_factory=dict)
    vocabulary: int = 32_000
    tokenizer: str = "llama"


def write(made: Made, path: Path) -> Path:
    """The model as a file."""
    writer = _writer(made, path)
    for name, (shape, kind) in made.tensors.items():
        writer.add_tensor(name, _weights(shape, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def header_of(made: Made, folder: Path) -> Header:
    """The header that the file would have, without its weights."""
    path = folder / "header.gguf"
    writer = _writer(made, path)
    for name, (shape, kind) in made.tensors.items():
        writer.add_tensor_info(name, list(reversed(shape)), numpy.dtype(numpy.float32), _bytes(shape, kind), kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    writer.close()
    beginning = path.read_bytes()
    size = len(beginning) + sum(_bytes(*each) + 32 for each in made.tensors.values())
    return parse_header(beginning, size, path.name)


@functools.cache
def shape_named(name: str) -> ModelShape:
    """The shape of one of MODELS."""
    with tempfile.TemporaryDirectory() as folder:
        return shape_of(header_of(MODELS[name](), Path(folder)))


def _writer(made: Made, path: Path) -> gguf.GGUFWriter:
    writer = gguf.GGUFWriter(path, made.architecture, use_temp_file=False)
    writer.add_name("random weights")  # llama.cpp looks for some names
    for key, value in made.keys.items():
        _add(writer, f"{made.architecture}.{key}", value)
    _add_vocabulary(writer, made)
    return writer


def _bytes(shape: tuple[int, ...], kind: Type) -> int:
    elements, size = gguf.GGML_QUANT_SIZES[kind]
    return int(numpy.prod(shape)) // elements * size


def _add(writer: gguf.GGUFWriter, key: str, value: Any) -> None:
    if isinstance(value, bool):
        writer.add_bool(key, value)
    elif isinstance(value, int):
        writer.add_uint32(key, value)
    elif isinstance(value, float):
        writer.add_float32(key, value)
    else:
        writer.add_array(key, value)


def _add_vocabulary(writer: gguf.GGUFWriter, made: Made) -> None:
    writer.add_tokenizer_model(made.tokenizer)
    if made.tokenizer == "llama":
        texts = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))]
        kinds = [2, 3, 3, *([6] * 256)]
        texts += ["▁", *map(chr, range(33, 127))]
        texts += [f"▁w{number}" for number in range(made.vocabulary - len(texts))]
        writer.add_token_scores([-float(number) for number in range(made.vocabulary)])
        writer.add_unk_token_id(0)
        writer.add_bos_token_id(1)
        writer.add_eos_token_id(2)
    elif made.tokenizer == "rwkv":
        texts, kinds = ["<s>", *(f"\\x{byte:02x}" for byte in range(256))], [3]
        texts += [f"w{number}" for number in range(made.vocabulary - len(texts))]
        writer.add_bos_token_id(0)
        writer.add_eos_token_id(0)
    else:
        writer.add_tokenizer_pre("qwen2")
        letters = list(_bytes_as_letters())
        texts, kinds = ["<|endoftext|>", *letters], [3]
        pairs = [(left, right) for left in letters for right in letters]
        pairs = [*pairs, *((left + right, third) for left, right in pairs[:4000] for third in letters)]
        merges = [f"{left} {right}" for left, right in pairs[: made.vocabulary - len(texts)]]
        texts += [merge.replace(" ", "") for merge in merges]
        writer.add_token_merges(merges)
        writer.add_bos_token_id(0)
        writer.add_eos_token_id(0)
    writer.add_token_list(texts)
    writer.add_token_types([*kinds, *([1] * (len(texts) - len(kinds)))])


def _bytes_as_letters() -> str:
    """GPT-2's letters for the 256 bytes."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    return "".join(map(chr, printable)) + "".join(chr(256 + number) for number in range(256 - len(printable)))


def _weights(shape: tuple[int, ...], kind: Type) -> numpy.ndarray[Any, Any]:
    """Random weights; numpy's shape is the other way round, and of bytes where the type is a quantization."""
    reversed_shape = tuple(reversed(shape))
    count = int(numpy.prod(shape))
    if kind is Type.F32:
        return numpy.resize(_normal(_BLOCKS), count).astype(numpy.float32).reshape(reversed_shape)
    if kind is Type.F16:
        return numpy.resize(_normal(_BLOCKS), count).astype(numpy.float16).reshape(reversed_shape)
    elements, size = gguf.GGML_QUANT_SIZES[kind]
    return numpy.resize(_blocks(kind, size), (*reversed_shape[:-1], reversed_shape[-1] // elements * size))


def _normal(count: int) -> numpy.ndarray[Any, Any]:
    return numpy.random.default_rng(1).normal(0, 0.02, count)


def _blocks(kind: Type, size: int) -> numpy.ndarray[Any, Any]:
    """Random blocks of a quantization, as bytes: everything but the scales may be anything."""
    blocks = numpy.random.default_rng(2).integers(0, 256, (_BLOCKS, size), dtype=numpy.uint8)
    scale = numpy.array([0.0004], numpy.float16).view(numpy.uint8)
    at = {Type.Q6_K: (size - 2,), Type.Q4_K: (0, 2), Type.Q5_K: (0, 2), Type.Q4_1: (0, 2), Type.Q2_K: (80, 82)}
    for place in at.get(kind, (0,)):
        blocks[:, place : place + 2] = scale
    return blocks.reshape(-1)


# -- parts ---------------------------------------------------------------------------------------------------------


def _ends(width: int, vocabulary: int, kind: Type, *, tied: bool = False, output: Type | None = None) -> Tensors:
    found: Tensors = {"token_embd.weight": ((width, vocabulary), kind), "output_norm.weight": ((width,), Type.F32)}
    if not tied:
        found["output.weight"] = ((width, vocabulary), output or kind)
    return found


def _attention(n: int, width: int, query: int, key: int, kind: Type, value: int = 0) -> Tensors:
    at = f"blk.{n}."
    return {
        at + "attn_norm.weight": ((width,), Type.F32),
        at + "attn_q.weight": ((width, query), kind),
        at + "attn_k.weight": ((width, key), kind),
        at + "attn_v.weight": ((width, value or key), kind),
        at + "attn_output.weight": ((query, width), kind),
    }


def _forward(
    n: int, width: int, length: int, kind: Type, *, gate: bool = True, norm: str = "ffn_norm.weight"
) -> Tensors:
    at = f"blk.{n}."
    found: Tensors = {
        at + norm: ((width,), Type.F32),
        at + "ffn_up.weight": ((width, length), kind),
        at + "ffn_down.weight": ((length, width), kind),
    }
    if gate:
        found[at + "ffn_gate.weight"] = ((width, length), kind)
    return found


def _experts(n: int, width: int, length: int, count: int, kind: Type, norm: str = "ffn_norm.weight") -> Tensors:
    at = f"blk.{n}."
    return {
        at + norm: ((width,), Type.F32),
        at + "ffn_gate_inp.weight": ((width, count), Type.F32),
        at + "ffn_gate_exps.weight": ((width, length, count), kind),
        at + "ffn_up_exps.weight": ((width, length, count), kind),
        at + "ffn_down_exps.weight": ((length, width, count), kind),
    }


def _norms(n: int, head: int) -> Tensors:
    return {f"blk.{n}.attn_{part}_norm.weight": ((head,), Type.F32) for part in "qk"}


def _keys(layers: int, width: int, length: int, heads: int, heads_kv: Any, **more: Any) -> dict[str, Any]:
    return {
        "block_count": layers,
        "context_length": 8192,
        "embedding_length": width,
        "feed_forward_length": length,
        "attention.head_count": heads,
        "attention.head_count_kv": heads_kv,
        "attention.layer_norm_rms_epsilon": 1e-5,
        **{key.replace("__", "."): value for key, value in more.items()},
    }


def _mamba2(n: int, width: int, inner: int, state: int, heads: int, kind: Type) -> Tensors:
    at, conv = f"blk.{n}.", inner + 2 * state
    return {
        at + "attn_norm.weight": ((width,), Type.F32),
        at + "ssm_in.weight": ((width, inner + conv + heads), kind),
        at + "ssm_conv1d.weight": ((4, conv), Type.F32),
        at + "ssm_conv1d.bias": ((conv,), Type.F32),
        at + "ssm_dt.bias": ((heads,), Type.F32),
        at + "ssm_a": ((1, heads), Type.F32),
        at + "ssm_d": ((1, heads), Type.F32),
        at + "ssm_norm.weight": ((inner, 1), Type.F32),
        at + "ssm_out.weight": ((inner, width), kind),
    }


# -- models --------------------------------------------------------------------------------------------------------


def llama(*, tied: bool, kind: Type = Type.Q4_K, layers: int = 12, width: int = 1024) -> Made:
    made = Made("llama", _keys(layers, width, 2816, 16, 4), _ends(width, 32_000, Type.Q6_K, tied=tied))
    for n in range(layers):
        made.tensors |= _attention(n, width, width, width // 4, kind) | _forward(n, width, 2816, kind)
    return made


def qwen2() -> Made:
    """A large vocabulary with merges, biases."""
    made = Made("qwen2", _keys(12, 896, 4864, 14, 2), _ends(896, 120_000, Type.Q8_0, tied=True), 120_000, "gpt2")
    for n in range(12):
        made.tensors |= _attention(n, 896, 896, 128, Type.Q5_0) | _forward(n, 896, 4864, Type.Q5_0)
        made.tensors |= {
            f"blk.{n}.attn_{p}.bias": ((size,), Type.F32) for p, size in (("q", 896), ("k", 128), ("v", 128))
        }
    return made


def qwen3() -> Made:
    keys = _keys(14, 1024, 3072, 16, 8, attention__key_length=128, attention__value_length=128)
    made = Made("qwen3", keys, _ends(1024, 32_000, Type.Q8_0))
    for n in range(14):
        made.tensors |= _attention(n, 1024, 2048, 1024, Type.Q4_0) | _norms(n, 128) | _forward(n, 1024, 3072, Type.Q4_0)
    return made


def gemma2() -> Made:
    keys = _keys(10, 1024, 4096, 8, 4, attention__key_length=128, attention__value_length=128)
    made = Made("gemma2", keys | {"attention.sliding_window": 512}, _ends(1024, 64_000, Type.Q8_0, tied=True), 64_000)
    for n in range(10):
        made.tensors |= _attention(n, 1024, 1024, 512, Type.Q8_0) | _forward(n, 1024, 4096, Type.Q8_0)
        made.tensors |= {f"blk.{n}.post_{p}_norm.weight": ((1024,), Type.F32) for p in ("attention", "ffw")}
    return made


def gemma3() -> Made:
    keys = _keys(12, 768, 3072, 4, 1, attention__key_length=256, attention__value_length=256)
    made = Made("gemma3", keys | {"attention.sliding_window": 512}, _ends(768, 128_000, Type.Q8_0, tied=True), 128_000)
    for n in range(12):
        made.tensors |= _attention(n, 768, 1024, 256, Type.Q4_K) | _norms(n, 256) | _forward(n, 768, 3072, Type.Q4_K)
        made.tensors |= {f"blk.{n}.post_{p}_norm.weight": ((768,), Type.F32) for p in ("attention", "ffw")}
    return made


def phi3() -> Made:
    """Queries, keys and values in one tensor; gate and up in one."""
    made = Made("phi3", _keys(10, 1536, 4096, 16, 16, rope__dimension_count=96), _ends(1536, 32_064, Type.Q4_K), 32_064)
    for n in range(10):
        at = f"blk.{n}."
        made.tensors |= {
            at + "attn_norm.weight": ((1536,), Type.F32),
            at + "attn_qkv.weight": ((1536, 3 * 1536), Type.Q5_K),
            at + "attn_output.weight": ((1536, 1536), Type.Q4_K),
            at + "ffn_norm.weight": ((1536,), Type.F32),
            at + "ffn_up.weight": ((1536, 2 * 4096), Type.Q4_K),
            at + "ffn_down.weight": ((4096, 1536), Type.Q6_K),
        }
    return made


def starcoder2() -> Made:
    """No gate; biases everywhere."""
    made = Made("starcoder2", _keys(12, 1024, 4096, 16, 4), _ends(1024, 49_152, Type.Q8_0, tied=True), 49_152, "gpt2")
    made.keys["attention.layer_norm_epsilon"] = 1e-5
    made.tensors["output_norm.bias"] = ((1024,), Type.F32)
    for n in range(12):
        made.tensors |= _attention(n, 1024, 1024, 256, Type.Q8_0) | _forward(n, 1024, 4096, Type.Q8_0, gate=False)
        sizes = {"attn_norm": 1024, "attn_output": 1024, "ffn_norm": 1024, "ffn_down": 1024, "ffn_up": 4096}
        made.tensors |= {f"blk.{n}.{name}.bias": ((size,), Type.F32) for name, size in sizes.items()}
    return made


def mixture() -> Made:
    """qwen3moe: 32 experts, 4 at a time."""
    keys = _keys(8, 768, 2048, 12, 4, attention__key_length=64, attention__value_length=64)
    keys |= {"expert_count": 32, "expert_used_count": 4, "expert_feed_forward_length": 512}
    made = Made("qwen3moe", keys, _ends(768, 32_000, Type.Q6_K))
    for n in range(8):
        made.tensors |= _attention(n, 768, 768, 256, Type.Q4_K) | _norms(n, 64) | _experts(n, 768, 512, 32, Type.Q4_K)
    return made


def gpt_oss() -> Made:
    """Experts with biases in MXFP4, attention sinks, every second layer sliding."""
    keys = _keys(6, 768, 768, 12, 4, attention__key_length=64, attention__value_length=64, rope__dimension_count=64)
    keys |= {"expert_count": 16, "expert_used_count": 4, "expert_feed_forward_length": 768}
    made = Made("gpt-oss", keys | {"attention.sliding_window": 128}, _ends(768, 64_000, Type.Q8_0), 64_000)
    for n in range(6):
        at = f"blk.{n}."
        made.tensors |= _attention(n, 768, 768, 256, Type.Q8_0)
        made.tensors |= _experts(n, 768, 768, 16, Type.MXFP4, "post_attention_norm.weight")
        made.tensors |= {
            at + "attn_sinks.weight": ((12,), Type.F32),
            at + "attn_output.bias": ((768,), Type.F32),
            at + "ffn_gate_inp.bias": ((16,), Type.F32),
            at + "ffn_gate_exps.bias": ((768, 16), Type.F32),
            at + "ffn_up_exps.bias": ((768, 16), Type.F32),
            at + "ffn_down_exps.bias": ((768, 16), Type.F32),
        }
    return made


def latent() -> Made:
    """deepseek2: latent attention (MLA), one dense layer, shared experts."""
    width, heads, latent_rank, nope, rope, value = 1024, 8, 256, 64, 32, 64
    keys = _keys(6, width, 2816, heads, 1, attention__key_length=latent_rank + rope)
    keys |= {
        "attention.value_length": latent_rank, "attention.key_length_mla": nope + rope,
        "attention.value_length_mla": value, "attention.kv_lora_rank": latent_rank, "attention.q_lora_rank": 384,
        "rope.dimension_count": rope, "leading_dense_block_count": 1, "expert_count": 16, "expert_used_count": 4,
        "expert_feed_forward_length": 512, "expert_shared_count": 1, "expert_weights_scale": 1.0,
    }  # fmt: skip
    made = Made("deepseek2", keys, _ends(width, 32_000, Type.Q8_0))
    for n in range(6):
        at = f"blk.{n}."
        made.tensors |= {
            at + "attn_norm.weight": ((width,), Type.F32),
            at + "attn_q_a_norm.weight": ((384,), Type.F32),
            at + "attn_kv_a_norm.weight": ((latent_rank,), Type.F32),
            at + "attn_q_a.weight": ((width, 384), Type.Q8_0),
            at + "attn_q_b.weight": ((384, heads * (nope + rope)), Type.Q8_0),
            at + "attn_kv_a_mqa.weight": ((width, latent_rank + rope), Type.Q8_0),
            at + "attn_k_b.weight": ((nope, latent_rank, heads), Type.Q8_0),
            at + "attn_v_b.weight": ((latent_rank, value, heads), Type.Q8_0),
            at + "attn_output.weight": ((heads * value, width), Type.Q8_0),
        }
        if n == 0:
            made.tensors |= _forward(n, width, 2816, Type.Q8_0)
            continue
        made.tensors |= _experts(n, width, 512, 16, Type.Q8_0)
        for part, shape in (("gate", (width, 512)), ("up", (width, 512)), ("down", (512, width))):
            made.tensors[at + f"ffn_{part}_shexp.weight"] = (shape, Type.Q8_0)
    return made


def mamba() -> Made:
    width, inner, state, rank = 1024, 2048, 16, 64
    keys = {
        "block_count": 16, "context_length": 8192, "embedding_length": width, "feed_forward_length": 0,
        "attention.head_count": 0, "attention.layer_norm_rms_epsilon": 1e-5, "ssm.conv_kernel": 4,
        "ssm.inner_size": inner, "ssm.state_size": state, "ssm.time_step_rank": rank,
    }  # fmt: skip
    made = Made("mamba", keys, _ends(width, 50_280, Type.Q8_0, tied=True), 50_280, "gpt2")
    for n in range(16):
        at = f"blk.{n}."
        made.tensors |= {
            at + "attn_norm.weight": ((width,), Type.F32),
            at + "ssm_in.weight": ((width, 2 * inner), Type.Q8_0),
            at + "ssm_conv1d.weight": ((4, inner), Type.F32),
            at + "ssm_conv1d.bias": ((inner,), Type.F32),
            at + "ssm_x.weight": ((inner, rank + 2 * state), Type.Q8_0),
            at + "ssm_dt.weight": ((rank, inner), Type.F32),
            at + "ssm_dt.bias": ((inner,), Type.F32),
            at + "ssm_a": ((state, inner), Type.F32),
            at + "ssm_d": ((inner,), Type.F32),
            at + "ssm_out.weight": ((inner, width), Type.Q8_0),
        }
    return made


def mamba2() -> Made:
    width, inner, state, heads = 1024, 2048, 128, 32
    keys = {
        "block_count": 16, "context_length": 8192, "embedding_length": width, "feed_forward_length": 0,
        "attention.head_count": 0, "attention.layer_norm_rms_epsilon": 1e-5, "ssm.conv_kernel": 4,
        "ssm.inner_size": inner, "ssm.state_size": state, "ssm.time_step_rank": heads, "ssm.group_count": 1,
    }  # fmt: skip
    made = Made("mamba2", keys, _ends(width, 50_288, Type.Q8_0, tied=True), 50_288, "gpt2")
    for n in range(16):
        made.tensors |= _mamba2(n, width, inner, state, heads, Type.Q8_0)
    return made


def falcon_h1() -> Made:
    """Attention and a state in every layer."""
    width, inner, state, heads = 768, 1536, 128, 24
    keys = _keys(10, width, 2048, 12, 4, attention__key_length=64, attention__value_length=64)
    keys |= {"ssm.conv_kernel": 4, "ssm.inner_size": inner, "ssm.state_size": state, "ssm.time_step_rank": heads}
    made = Made("falcon-h1", keys | {"ssm.group_count": 1}, _ends(width, 32_768, Type.Q8_0), 32_768, "gpt2")
    for n in range(10):
        made.tensors |= _mamba2(n, width, inner, state, heads, Type.Q8_0) | _attention(n, width, 768, 256, Type.Q8_0)
        made.tensors |= _forward(n, width, 2048, Type.Q8_0, norm="ffn_norm")
    return made


def lfm2() -> Made:
    """Short convolutions, attention in some layers: `head_count_kv` says which."""
    width, attends = 1024, (2, 5, 8, 10)
    heads_kv = [8 if n in attends else 0 for n in range(12)]
    made = Made("lfm2", _keys(12, width, 3072, 16, heads_kv) | {"shortconv.l_cache": 3}, {}, 65_536, "gpt2")
    made.tensors = _ends(width, 65_536, Type.Q6_K, tied=True)
    made.tensors["token_embd_norm.weight"] = made.tensors.pop("output_norm.weight")
    for n in range(12):
        at = f"blk.{n}."
        made.tensors |= _forward(n, width, 3072, Type.Q4_K)
        if n in attends:
            made.tensors |= _attention(n, width, width, 512, Type.Q4_K) | _norms(n, 64)
            continue
        made.tensors |= {
            at + "attn_norm.weight": ((width,), Type.F32),
            at + "shortconv.conv.weight": ((3, width), Type.F32),
            at + "shortconv.in_proj.weight": ((width, 3 * width), Type.Q4_K),
            at + "shortconv.out_proj.weight": ((width, width), Type.Q4_K),
        }
    return made


def qwen35() -> Made:
    """Gated delta nets, every fourth layer attends."""
    width, head, key_heads, value_heads = 1024, 128, 8, 8
    keys = _keys(12, width, 3072, 8, 2, attention__key_length=128, attention__value_length=128)
    keys |= {
        "ssm.conv_kernel": 4, "ssm.inner_size": head * value_heads, "ssm.state_size": head,
        "ssm.time_step_rank": value_heads, "ssm.group_count": key_heads, "rope.dimension_sections": [11, 11, 10, 0],
        "rope.dimension_count": 64, "full_attention_interval": 4,
    }  # fmt: skip
    made = Made("qwen35", keys, _ends(width, 100_000, Type.Q6_K, tied=True), 100_000, "gpt2")
    key, value = head * key_heads, head * value_heads
    for n in range(12):
        at = f"blk.{n}."
        made.tensors |= _forward(n, width, 3072, Type.Q4_K, norm="post_attention_norm.weight")
        if (n + 1) % 4 == 0:
            made.tensors |= _attention(n, width, 2048, 256, Type.Q4_K) | _norms(n, 128)
            made.tensors[at + "attn_output.weight"] = ((1024, width), Type.Q4_K)
            continue
        made.tensors |= {
            at + "attn_norm.weight": ((width,), Type.F32),
            at + "attn_qkv.weight": ((width, 2 * key + value), Type.Q4_K),
            at + "attn_gate.weight": ((width, value), Type.Q4_K),
            at + "ssm_conv1d.weight": ((4, 2 * key + value), Type.F32),
            at + "ssm_dt.bias": ((value_heads,), Type.F32),
            at + "ssm_a": ((value_heads,), Type.F32),
            at + "ssm_beta.weight": ((width, value_heads), Type.F32),
            at + "ssm_alpha.weight": ((width, value_heads), Type.F32),
            at + "ssm_norm.weight": ((head,), Type.F32),
            at + "ssm_out.weight": ((value, width), Type.Q4_K),
        }
    return made


def rwkv7() -> Made:
    width, length, ranks = 768, 3072, {"decay": 64, "iclr": 64, "value": 32, "gate": 128}
    keys = {
        "block_count": 12, "context_length": 8192, "embedding_length": width, "feed_forward_length": length,
        "attention.head_count": 0, "attention.layer_norm_epsilon": 1e-5, "wkv.head_size": 64,
        "attention.decay_lora_rank": 64, "attention.iclr_lora_rank": 64,
        "attention.value_residual_mix_lora_rank": 32, "attention.gate_lora_rank": 128,
    }  # fmt: skip
    made = Made("rwkv7", keys, _ends(width, 65_536, Type.Q8_0), 65_536, "rwkv")
    made.tensors["output_norm.bias"] = ((width,), Type.F32)
    made.tensors |= {f"token_embd_norm.{part}": ((width,), Type.F32) for part in ("weight", "bias")}
    for n in range(12):
        at = f"blk.{n}."
        mix = ranks["iclr"] if n == 0 else ranks["value"]
        vectors = ["attn_norm.weight", "attn_norm.bias", "attn_norm_2.weight", "attn_norm_2.bias"]
        vectors += [f"time_mix_{part}.weight" for part in ("w0", "a0", "v0", "k_k", "k_a", "r_k", "ln")]
        vectors.append("time_mix_ln.bias")
        made.tensors |= {at + name: ((width,), Type.F32) for name in vectors}
        for part, rank in (("w", ranks["decay"]), ("a", ranks["iclr"]), ("v", mix), ("g", ranks["gate"])):
            made.tensors[at + f"time_mix_{part}1.weight"] = ((width, rank), Type.F16)
            made.tensors[at + f"time_mix_{part}2.weight"] = ((rank, width), Type.F16)
        made.tensors |= {
            at + f"time_mix_{part}.weight": ((width, width), Type.Q8_0)
            for part in ("key", "value", "receptance", "output")
        }
        made.tensors |= {
            at + "time_mix_lerp_fused.weight": ((width, 1, 1, 6), Type.F32),
            at + "channel_mix_lerp_k.weight": ((width, 1, 1), Type.F32),
            at + "channel_mix_key.weight": ((width, length), Type.Q8_0),
            at + "channel_mix_value.weight": ((length, width), Type.Q8_0),
        }
    return made


MODELS: dict[str, Callable[[], Made]] = {
    "llama, tied": lambda: llama(tied=True),
    "llama, untied": lambda: llama(tied=False, kind=Type.Q5_K),
    "llama, tied Q4_K": lambda: _tied_repacked(),
    "qwen2": qwen2,
    "qwen3": qwen3,
    "gemma2": gemma2,
    "gemma3": gemma3,
    "phi3": phi3,
    "starcoder2": starcoder2,
    "mixture of experts": mixture,
    "gpt-oss": gpt_oss,
    "deepseek2, latent attention": latent,
    "mamba": mamba,
    "mamba2": mamba2,
    "falcon-h1": falcon_h1,
    "lfm2": lfm2,
    "qwen35": qwen35,
    "rwkv7": rwkv7,
}


def _tied_repacked() -> Made:
    """The output is the embedding, in a type that the processor keeps in another order: in memory twice."""
    made = llama(tied=True)
    made.tensors["token_embd.weight"] = ((1024, 32_000), Type.Q4_K)
    return made
