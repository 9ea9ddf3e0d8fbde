"""How much room llama.cpp needs while it evaluates a batch: the largest of the steps of its graph.

Each architecture's graph is built from the same few parts (llama-graph.cpp, models/*.cpp). What lives at once in each
part, in numbers for each token, is counted here from the shapes of the layer's tensors. Checked against llama.cpp's own
"compute buffer size" for the architectures of tests/library/fit: within a few per cent, rather more than less.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.base.gguf.cache import Kind, Layer
from desktop.base.gguf.header import Header, Tensor

# Rows of the embedding that are there at the widest point of a layer: the input for embeddings, which is always
# reserved, the sum that goes on, the normed input; and, where gate and up are two, a hole that the allocator leaves.
_ROWS = 3
_WKV_ROWS = 20  # RWKV mixes the token before into six inputs, twice over
_STATE_TOKENS = 128  # tokens of one sequence in a batch of four: what a state is spread over


@dataclass(frozen=True)
class Widths:
    """Numbers for each token at the widest point of a layer; `heads` is what attention without its fused kernel
    multiplies with the tokens it sees."""

    layer: int
    heads: int


def widths(header: Header, layer: Layer, tensors: list[Tensor]) -> Widths:
    """The room that one token takes in a layer."""
    shapes = {tensor.name.split(".", 2)[2]: tensor.shape for tensor in tensors if len(tensor.shape) > 1}
    embedding = header.number("embedding_length")
    attends = layer.kind in (Kind.FULL, Kind.SLIDING)
    heads = max(header.by_layer("attention.head_count", 1)[0], 1) if attends else 0
    if "time_mix_key.weight" in shapes:
        return Widths(_WKV_ROWS * embedding + layer.state // _STATE_TOKENS, heads)
    parts = [_forward(shapes), _experts(shapes, header.number("expert_used_count")), _attention(shapes)]
    if layer.state:
        parts.append(_recurrent(shapes, layer))
    apart = any(name in shapes for name in ("ffn_gate.weight", "ffn_gate_exps.weight", "ffn_up.weight"))
    return Widths((_ROWS + (apart and attends)) * embedding + max(parts), heads)


def _out(shapes: dict[str, tuple[int, ...]], *names: str) -> int:
    """How many rows these weights have together: what they make of one token."""
    return sum(shapes[f"{name}.weight"][1] for name in names if f"{name}.weight" in shapes)


def _forward(shapes: dict[str, tuple[int, ...]]) -> int:
    """Up and gate, and their product."""
    up, gate, down = _out(shapes, "ffn_up"), _out(shapes, "ffn_gate"), shapes.get("ffn_down.weight", (0,))[0]
    return up + gate + (down if gate or up > down else 0)


def _experts(shapes: dict[str, tuple[int, ...]], used: int) -> int:
    """The same for each expert that a token uses; then what each makes of it, before it is summed."""
    up, gate = _out(shapes, "ffn_up_exps", "ffn_gate_up_exps"), _out(shapes, "ffn_gate_exps")
    down = shapes.get("ffn_down_exps.weight", (0, 0))
    return used * max(up + gate + down[0], down[0] + down[1])


def _attention(shapes: dict[str, tuple[int, ...]]) -> int:
    """Queries, keys, values and the result."""
    query = _out(shapes, "attn_q", "attn_qkv", "attn_q_b", "attn_kv_b", "attn_kv_a_mqa")
    absorbed = shapes.get("attn_k_b.weight", (0, 0, 0))  # MLA: each head's query in the latent space, and the result
    latent = 2 * absorbed[1] * absorbed[2] if len(absorbed) > 2 else 0
    return query + _out(shapes, "attn_k", "attn_v") + shapes.get("attn_output.weight", (0,))[0] + latent


def _recurrent(shapes: dict[str, tuple[int, ...]], layer: Layer) -> int:
    """What a state space, a delta net or a short convolution works with; its own state goes along."""
    if "shortconv.in_proj.weight" in shapes:
        return 2 * _out(shapes, "shortconv.in_proj")
    made, convolved = _out(shapes, "ssm_in", "attn_qkv", "attn_gate"), shapes.get("ssm_conv1d.weight", (0, 0))[1]
    inner = shapes.get("ssm_out.weight", (0,))[0]
    steps = inner + _out(shapes, "ssm_x") if "ssm_x.weight" in shapes else 0  # Mamba 1: a step for each number
    again = convolved if "ssm_in.weight" in shapes and not steps else 0  # Mamba 2 keeps the convolved beside its input
    return made + convolved + again + inner + steps + layer.state // _STATE_TOKENS
