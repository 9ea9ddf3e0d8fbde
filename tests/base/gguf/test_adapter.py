"""What a header says of an adapter, and which ones fit a model; each reason to refuse one."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import pytest

from desktop.base.errors import Code, ModelFileError
from desktop.base.gguf.adapter import AdapterKind, check_fit, kind_of, read_adapter
from desktop.base.gguf.reader import read_header
from tests.engine.adapter_files import control_vector, lora, lora_weights, write_control_vector, write_lora


def zeros(*shape: int, kind: Any = np.float32) -> Any:
    return np.zeros(shape, kind)


def code_of(do: Callable[[], object]) -> Code:
    with pytest.raises(ModelFileError) as caught:
        do()
    assert caught.value.details["cause"]
    return caught.value.code


def test_a_lora_tells_what_it_is(chat_model: Path, tmp_path: Path) -> None:
    path = tmp_path / "pirate.gguf"

    def more(writer: gguf.GGUFWriter) -> None:
        writer.add_name("Pirate")
        writer.add_string("general.base_model.0.name", "SmolLM2 135M")

    write_lora(path, lora_weights(read_header(chat_model), rank=6), alpha=12.0, more=more)
    found = read_adapter(path)
    check_fit(found, read_header(chat_model))
    assert (found.kind, found.architecture, found.name) == (AdapterKind.LORA, "llama", "Pirate")
    assert (found.base, found.rank, found.layers) == ("SmolLM2 135M", 6, (0, 0))
    assert kind_of(read_header(chat_model)) is None


def test_a_control_vector_tells_its_layers(chat_model: Path, tmp_path: Path) -> None:
    found = read_adapter(control_vector(tmp_path / "joy.gguf", chat_model, layers=(3, 4, 9), hint="mistral"))
    check_fit(found, read_header(chat_model))
    assert (found.kind, found.layers, found.width) == (AdapterKind.CONTROL_VECTOR, (3, 9), 576)
    unknown = read_adapter(control_vector(tmp_path / "x.gguf", chat_model, hint="somebody’s own"))
    assert unknown.architecture == "", "what isn't known to be another kind is not held against it"
    check_fit(unknown, read_header(chat_model))


def test_another_model_is_refused_by_its_kind_and_by_its_size(
    chat_model: Path, base_model: Path, tmp_path: Path
) -> None:
    model = read_header(chat_model)
    other_kind = lora(tmp_path / "kind.gguf", base_model)
    assert code_of(lambda: check_fit(read_adapter(other_kind), model)) is Code.ADAPTER_OTHER_MODEL
    of_base = lora_weights(read_header(base_model))
    other_size = write_lora(tmp_path / "size.gguf", of_base, "llama")
    assert code_of(lambda: check_fit(read_adapter(other_size), model)) is Code.ADAPTER_OTHER_SIZE
    vectors = {
        "wide": {"direction.1": zeros(640)},
        "deep": {"direction.30": zeros(576)},
    }
    for name, directions in vectors.items():
        path = write_control_vector(tmp_path / f"{name}.gguf", directions, "llama")
        assert code_of(partial(check_fit, read_adapter(path), model)) is Code.ADAPTER_OTHER_SIZE


Q = "blk.0.attn_q.weight"


@pytest.mark.parametrize(
    ("weights", "options", "code"),
    [
        ({f"{Q}.lora_a": zeros(4, 576), f"{Q}.lora_b": zeros(576, 4)}, {"kind": "loha"}, Code.ADAPTER_UNSUPPORTED),
        ({f"{Q}.lora_a": zeros(4, 576)}, {}, Code.ADAPTER_DAMAGED),
        ({}, {}, Code.ADAPTER_DAMAGED),
        ({f"{Q}.lora_a": zeros(4, 576), f"{Q}.lora_b": zeros(576, 5)}, {}, Code.ADAPTER_DAMAGED),
        ({f"{Q}.lora_a": zeros(4, 576), f"{Q}.lora_b": zeros(2, 576, 4)}, {}, Code.ADAPTER_DAMAGED),
        ({f"{Q}.lora_a": zeros(4, 576), f"{Q}.lora_b": zeros(576, 4), f"{Q}.lora_magnitude": zeros(576)}, {},
         Code.ADAPTER_UNSUPPORTED),
        ({f"{Q}.lora_a": zeros(4, 576, kind=np.int32), f"{Q}.lora_b": zeros(576, 4)}, {}, Code.ADAPTER_UNSUPPORTED),
        ({f"{Q}.lora_a": zeros(4, 576, kind=np.float64), f"{Q}.lora_b": zeros(576, 4)}, {}, Code.ADAPTER_UNSUPPORTED),
        ({f"{Q}.lora_a": zeros(576), f"{Q}.lora_b": zeros(576, 4)}, {}, Code.ADAPTER_DAMAGED),
        ({f"{Q}.lora_a": zeros(4, 576), f"{Q}.lora_b": zeros(576, 4)}, {"alpha": float("nan")}, Code.ADAPTER_DAMAGED),
        ({f"{Q}.lora_a": zeros(4, 576), f"{Q}.lora_b": zeros(576, 4)},
         {"more": lambda writer: writer.add_float64("adapter.lora.alpha", 8.0)}, Code.ADAPTER_DAMAGED),
        ({f"{Q}.lora_a": zeros(4, 576), f"{Q}.lora_b": zeros(576, 4)},
         {"more": lambda writer: writer.add_array("adapter.alora.invocation_tokens", [1])}, Code.ADAPTER_UNSUPPORTED),
    ],
    ids=["kind", "half", "nothing", "ranks", "experts", "magnitudes", "whole numbers", "doubles", "one row",
         "no number", "alpha of another type", "activated"],
)  # fmt: skip
def test_what_llama_cpp_could_not_use_or_would_die_of_is_refused(
    tmp_path: Path, weights: dict[str, Any], options: dict[str, Any], code: Code
) -> None:
    path = write_lora(tmp_path / "bad.gguf", weights, **options)
    assert code_of(lambda: read_adapter(path)) is code


def test_an_adapter_for_tokens_that_are_read_and_written_by_the_same_weights(chat_model: Path, tmp_path: Path) -> None:
    """llama.cpp would end the process: it multiplies the output by what is meant for the input."""
    weights = {"token_embd.weight.lora_a": zeros(49152, 4), "token_embd.weight.lora_b": zeros(576, 4)}
    found = read_adapter(write_lora(tmp_path / "tied.gguf", weights))
    assert code_of(lambda: check_fit(found, read_header(chat_model))) is Code.ADAPTER_UNSUPPORTED


@pytest.mark.parametrize(
    ("directions", "code"),
    [
        ({}, Code.ADAPTER_DAMAGED),
        ({"direction.0": zeros(576)}, Code.ADAPTER_UNSUPPORTED),
        ({"direction.-1": zeros(576)}, Code.ADAPTER_UNSUPPORTED),
        ({"direction.1": zeros(576), "direction.2": zeros(640)}, Code.ADAPTER_DAMAGED),
        ({"direction.1": zeros(2, 288)}, Code.ADAPTER_DAMAGED),
        ({"direction.1": zeros(576, kind=np.float16)}, Code.ADAPTER_UNSUPPORTED),
        ({"other": zeros(576)}, Code.ADAPTER_UNSUPPORTED),
    ],
    ids=["nothing", "layer 0", "negative", "widths", "two rows", "half precision", "another name"],
)
def test_directions_that_are_none(tmp_path: Path, directions: dict[str, Any], code: Code) -> None:
    path = write_control_vector(tmp_path / "bad.gguf", directions, "llama")
    assert code_of(lambda: read_adapter(path)) is code


def test_files_that_are_no_adapter(chat_model: Path, tmp_path: Path) -> None:
    for name, content, code in (
        ("empty.gguf", b"", Code.ADAPTER_DAMAGED),
        ("adapter_model.safetensors", b"\x08\0\0\0\0\0\0\0{}      ", Code.ADAPTER_NOT_ONE),
        ("cut.gguf", lora(tmp_path / "whole.gguf", chat_model).read_bytes()[:5000], Code.ADAPTER_DAMAGED),
    ):
        (tmp_path / name).write_bytes(content)
        assert code_of(partial(read_adapter, tmp_path / name)) is code
    assert code_of(lambda: read_adapter(tmp_path / "gone.gguf")) is Code.ADAPTER_MISSING
    assert code_of(lambda: read_adapter(tmp_path)) is Code.ADAPTER_UNREADABLE
    assert code_of(lambda: read_adapter(chat_model)) is Code.ADAPTER_NOT_ONE


def test_random_damage_is_an_error_of_ours_or_still_an_adapter(chat_model: Path, tmp_path: Path) -> None:
    dice = random.Random(5)
    whole = lora(tmp_path / "whole.gguf", chat_model, targets=("attn_q",)).read_bytes()
    model = read_header(chat_model)
    path = tmp_path / "damaged.gguf"
    refused = 0
    for _ in range(300):
        data = bytearray(whole[: dice.choice([len(whole), dice.randrange(len(whole))])])
        for _ in range(dice.randrange(1, 6)):
            data[dice.randrange(min(len(data), 6000))] = dice.randrange(256)
        path.write_bytes(data)
        try:
            check_fit(read_adapter(path), model)
        except ModelFileError as error:
            assert error.code.value.startswith("adapter_")  # noqa: PT017 - either way is right
            refused += 1
    assert refused > 150
