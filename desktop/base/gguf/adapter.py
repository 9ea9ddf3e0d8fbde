"""What a GGUF file with a LoRA adapter or a control vector holds, and whether it fits a model: from headers alone.

Everything llama.cpp refuses is refused here first (llama-adapter.cpp, common.cpp), with a reason, and what it would die
of while it computes: shapes that don't multiply, numbers of kinds that it can't multiply by.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.base.errors import Code, ModelFileError
from desktop.base.gguf.header import Header, Tensor
from desktop.base.gguf.reader import read_header
from desktop.base.gguf.types import FLOAT32

_CONTROL = "controlvector"  # what stands as the architecture of a control vector
_INVOCATION = "adapter.alora.invocation_tokens"
_A, _B = ".lora_a", ".lora_b"
_NORM = "_norm.weight"  # llama.cpp leaves these out
_EMBEDDING, _OUTPUT = "token_embd.weight", "output.weight"
_MULTIPLIED = {"F32", "F16", "BF16", "Q8_0"}  # what adapters are converted to
_DIRECTION = re.compile(r"direction\.([1-9]\d{0,4})")
# What the makers of control vectors write as the model's kind where GGUF has another word for it.
_SAME = {"mistral": "llama", "mixtral": "llama", "yi": "llama", "vicuna": "llama", "gemma3text": "gemma3"}
_KINDS = {"llama", "gemma", "gemma2", "gemma3", "gemma4", "qwen2", "qwen2moe", "qwen3", "qwen3moe", "phi2", "phi3"}
_KINDS |= {"falcon", "starcoder2", "lfm2", "glm4", "granite", "olmo2", "exaone", "qwen35", "gptneox", "stablelm"}
_READ_ERRORS = {
    Code.MODEL_MISSING: Code.ADAPTER_MISSING,
    Code.MODEL_EMPTY: Code.ADAPTER_DAMAGED,
    Code.MODEL_TRUNCATED: Code.ADAPTER_DAMAGED,
    Code.MODEL_DAMAGED: Code.ADAPTER_DAMAGED,
    Code.MODEL_NOT_GGUF: Code.ADAPTER_NOT_ONE,
    Code.MODEL_UNSUPPORTED: Code.ADAPTER_UNSUPPORTED,
    Code.MODEL_UNREADABLE: Code.ADAPTER_UNREADABLE,
}


class AdapterKind(StrEnum):
    """What is added to a model: products of two thin matrices to its weights, or a direction to what its layers say."""

    LORA = "lora"
    CONTROL_VECTOR = "control_vector"


@dataclass(frozen=True)
class Pair:
    """The two matrices that change one tensor of the model."""

    target: str
    a: Tensor
    b: Tensor

    @property
    def rank(self) -> int:
        return self.b.shape[0]


@dataclass(frozen=True)
class AdapterHeader:
    """An adapter that is sound in itself. `architecture` is that of its model, "" where a control vector doesn't say.

    `base` is the name of the model it was made for, where it tells. A LoRA has `pairs`, a control vector `directions`
    by layer and their `width`.
    """

    path: Path
    kind: AdapterKind
    header: Header
    architecture: str
    name: str
    base: str
    pairs: tuple[Pair, ...] = ()
    directions: tuple[tuple[int, Tensor], ...] = ()
    width: int = 0

    @property
    def rank(self) -> int:
        """The greatest of a LoRA's ranks; 0 for a control vector."""
        return max((pair.rank for pair in self.pairs), default=0)

    @property
    def layers(self) -> tuple[int, int]:
        """The first and the last layer of a control vector; (0, 0) for a LoRA."""
        numbers = [layer for layer, _ in self.directions]
        return (min(numbers), max(numbers)) if numbers else (0, 0)


def kind_of(header: Header) -> AdapterKind | None:
    """What kind of adapter a file says it is; None for a model."""
    if header.architecture == _CONTROL:
        return AdapterKind.CONTROL_VECTOR
    lora = header.text("general.type") == "adapter" or "adapter.type" in header.values
    return AdapterKind.LORA if lora else None


def read_adapter(path: Path) -> AdapterHeader:
    """The adapter in a file, checked as far as that goes without its model.

    Raises ModelFileError: ADAPTER_MISSING, ADAPTER_UNREADABLE, ADAPTER_DAMAGED, ADAPTER_NOT_ONE or ADAPTER_UNSUPPORTED.
    """
    try:
        header = read_header(path)
    except ModelFileError as error:
        cause = str(error.details.get("cause", "")) or error.code.value.removeprefix("model_")
        raise _error(_READ_ERRORS[error.code], path, cause) from error
    kind = kind_of(header)
    if kind is None:
        raise _error(Code.ADAPTER_NOT_ONE, path, f"a model of the kind {header.architecture}")
    return _lora(path, header) if kind is AdapterKind.LORA else _control_vector(path, header)


def check_fit(adapter: AdapterHeader, model: Header) -> None:
    """Whether it can be used with this model; of a split model `model` must have the tensors of all parts.

    Raises ModelFileError: ADAPTER_OTHER_MODEL for another architecture, ADAPTER_OTHER_SIZE for another size of
    the same, ADAPTER_UNSUPPORTED for what llama.cpp can't add to this model.
    """
    if adapter.architecture and adapter.architecture != model.architecture:
        told = f"made for {adapter.architecture}, not {model.architecture}"
        raise _error(Code.ADAPTER_OTHER_MODEL, adapter.path, told)
    if adapter.kind is AdapterKind.LORA:
        tensors = {tensor.name: tensor for tensor in model.tensors}
        for pair in adapter.pairs:
            _check_pair(adapter, pair, tensors.get(pair.target))
            if pair.target == _EMBEDDING and _OUTPUT not in tensors:
                # The same weights read tokens and write them; llama.cpp uses the adapter for both and ends the process.
                raise _error(Code.ADAPTER_UNSUPPORTED, adapter.path, f"{_EMBEDDING} is also the output of this model")
        return
    width, layers = model.number("embedding_length"), model.number("block_count")
    if adapter.width != width or adapter.layers[1] >= layers:
        told = f"{adapter.width} wide for layers to {adapter.layers[1]}, not {width} for layers to {layers - 1}"
        raise _error(Code.ADAPTER_OTHER_SIZE, adapter.path, told)


def _lora(path: Path, header: Header) -> AdapterHeader:
    kind = header.text("adapter.type")
    if header.text("general.type") != "adapter" or kind != "lora":
        raise _error(Code.ADAPTER_UNSUPPORTED, path, f"adapter type {kind[:40] or 'not told'}")
    if _INVOCATION in header.values or _INVOCATION in header.array_lengths:
        raise _error(Code.ADAPTER_UNSUPPORTED, path, "an activated LoRA (aLoRA)")
    alpha = header.values.get("adapter.lora.alpha")
    if alpha is not None and (header.kinds["adapter.lora.alpha"] != FLOAT32 or not math.isfinite(alpha)):
        raise _error(Code.ADAPTER_DAMAGED, path, f"alpha {alpha}")
    halves: dict[str, dict[str, Tensor]] = {}
    for tensor in header.tensors:
        end = next((end for end in (_A, _B) if tensor.name.endswith(end)), "")
        if end:
            halves.setdefault(tensor.name.removesuffix(end), {})[end] = tensor
        elif not tensor.name.endswith(_NORM):
            raise _error(Code.ADAPTER_UNSUPPORTED, path, f"tensor {tensor.name}")
    if not halves:
        raise _error(Code.ADAPTER_DAMAGED, path, "no weights")
    pairs = tuple(_pair(path, target, found) for target, found in halves.items())
    base = header.text("general.base_model.0.name")
    return AdapterHeader(
        path, AdapterKind.LORA, header, header.architecture, header.text("general.name").strip(), base.strip(), pairs
    )


def _pair(path: Path, target: str, found: dict[str, Tensor]) -> Pair:
    if len(found) != 2:
        raise _error(Code.ADAPTER_DAMAGED, path, f"half of {target}")
    pair = Pair(target, found[_A], found[_B])
    for tensor in (pair.a, pair.b):
        if tensor.type_name not in _MULTIPLIED:
            raise _error(Code.ADAPTER_UNSUPPORTED, path, f"tensor {tensor.name} as {tensor.type_name}")
        if len(tensor.shape) < 2 or 0 in tensor.shape:
            raise _error(Code.ADAPTER_DAMAGED, path, f"tensor {tensor.name} has shape {list(tensor.shape)}")
    inner = pair.a.shape[0] if target.endswith(_EMBEDDING) else pair.a.shape[1]
    if inner != pair.rank or _rest(pair.a) != _rest(pair.b):
        raise _error(Code.ADAPTER_DAMAGED, path, f"{list(pair.a.shape)} times {list(pair.b.shape)} for {target}")
    return pair


def _check_pair(adapter: AdapterHeader, pair: Pair, tensor: Tensor | None) -> None:
    if tensor is None or len(tensor.shape) < 2:
        raise _error(Code.ADAPTER_OTHER_SIZE, adapter.path, f"{pair.target} is not in this model")
    if pair.target.endswith(_EMBEDDING):
        given = (pair.b.shape[1], pair.a.shape[1])
    else:
        given = (pair.a.shape[0], pair.b.shape[1])
    if given != tensor.shape[:2] or _rest(pair.b) != _rest(tensor):
        told = f"{pair.target} is {list(tensor.shape)} here, {[*given, *_rest(pair.b)]} there"
        raise _error(Code.ADAPTER_OTHER_SIZE, adapter.path, told)
    if tensor.type_name == "NVFP4":  # llama.cpp ends the process for these
        raise _error(Code.ADAPTER_UNSUPPORTED, adapter.path, f"{pair.target} is NVFP4")


def _control_vector(path: Path, header: Header) -> AdapterHeader:
    directions: dict[int, Tensor] = {}
    for tensor in header.tensors:
        found = _DIRECTION.fullmatch(tensor.name)
        if found is None:
            raise _error(Code.ADAPTER_UNSUPPORTED, path, f"tensor {tensor.name}")
        if tensor.type_name != "F32":
            raise _error(Code.ADAPTER_UNSUPPORTED, path, f"tensor {tensor.name} as {tensor.type_name}")
        directions[int(found[1])] = tensor
    widths = {tensor.elements if tensor.elements == max(tensor.shape, default=0) else 0 for tensor in header.tensors}
    if len(widths) != 1 or widths == {0}:
        told = f"directions of {sorted(widths)} numbers" if widths else "no directions"
        raise _error(Code.ADAPTER_DAMAGED, path, told)
    hint = re.sub(r"[^a-z0-9]", "", header.text("controlvector.model_hint").lower())
    hint = _SAME.get(hint, hint)
    return AdapterHeader(
        path,
        AdapterKind.CONTROL_VECTOR,
        header,
        hint if hint in _KINDS else "",
        header.text("general.name").strip(),
        header.text("general.base_model.0.name").strip() or header.text("controlvector.model_hint"),
        directions=tuple(sorted(directions.items())),
        width=widths.pop(),
    )


def _rest(tensor: Tensor) -> tuple[int, ...]:
    """The lengths past the second: one for each expert of a mixture. llama.cpp takes trailing ones for none."""
    rest = list(tensor.shape[2:])
    while rest and rest[-1] == 1:
        rest.pop()
    return tuple(rest)


def _error(code: Code, path: Path, cause: str) -> ModelFileError:
    return ModelFileError(code, path=str(path), cause=f"{path.name}: {cause}"[:300])
