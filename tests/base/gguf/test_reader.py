"""Files that can't be models are told apart before llama.cpp sees them; a header is read whole and within bounds."""

from __future__ import annotations

import os
import random
import struct
from pathlib import Path
from typing import Any

import pytest

from desktop.base.errors import Code, ModelFileError
from desktop.base.gguf.cache import cache_size
from desktop.base.gguf.reader import parse_header, read_header
from tests.base.gguf.files import gguf, model, pair, tensor, text


def _head(keys: int = 0, tensors: int = 0, rest: bytes = b"", version: int = 3) -> bytes:
    return b"GGUF" + struct.pack("<IQQ", version, tensors, keys) + rest


ARCHITECTURE = pair("general.architecture", "llama")
TENSOR = tensor("a", (32,))

CASES = {
    "empty": (b"", Code.MODEL_EMPTY),
    "short": (b"GG", Code.MODEL_NOT_GGUF),
    "other": (b"PK\x03\x04" + bytes(100), Code.MODEL_NOT_GGUF),
    "only magic": (b"GGUF", Code.MODEL_TRUNCATED),
    "old version": (_head(version=1), Code.MODEL_UNSUPPORTED),
    "new version": (_head(version=99), Code.MODEL_UNSUPPORTED),
    "big endian": (b"GGUF" + struct.pack(">IQQ", 3, 0, 0), Code.MODEL_UNSUPPORTED),
    "no architecture": (_head(), Code.MODEL_DAMAGED),
    "many keys": (_head(keys=2**60), Code.MODEL_DAMAGED),
    "many tensors": (_head(tensors=2**60), Code.MODEL_DAMAGED),
    "pair missing": (_head(2, rest=ARCHITECTURE), Code.MODEL_TRUNCATED),
    "pair twice": (_head(2, rest=ARCHITECTURE * 2), Code.MODEL_DAMAGED),
    "no name": (_head(1, rest=pair("", 1)), Code.MODEL_DAMAGED),
    "wrong type": (_head(1, rest=text("a") + struct.pack("<I", 99)), Code.MODEL_DAMAGED),
    "a key of 2^63 bytes": (_head(1, rest=struct.pack("<Q", 2**63)), Code.MODEL_DAMAGED),
    "a key that is cut": (_head(1, rest=struct.pack("<Q", 60)), Code.MODEL_TRUNCATED),
    "long text": (_head(1, rest=text("a") + struct.pack("<IQ", 8, 2**63)), Code.MODEL_DAMAGED),
    "long array": (_head(1, rest=text("a") + struct.pack("<IIQ", 9, 4, 2**62)), Code.MODEL_TRUNCATED),
    "array of texts": (_head(1, rest=text("a") + struct.pack("<IIQ", 9, 8, 9) + bytes(9)), Code.MODEL_TRUNCATED),
    "vocabulary": (_head(1, rest=text("a") + struct.pack("<IIQ", 9, 8, 1025) + bytes(1025)), Code.MODEL_TRUNCATED),
    "alignment 0": (gguf([ARCHITECTURE, pair("general.alignment", 0)]), Code.MODEL_DAMAGED),
    "alignment in words": (gguf([ARCHITECTURE, pair("general.alignment", "32")]), Code.MODEL_DAMAGED),
    "more layers than llama.cpp has room for": (model("llama", {"block_count": 513}), Code.MODEL_DAMAGED),
    "no data": (_head(1, 1, ARCHITECTURE + TENSOR), Code.MODEL_TRUNCATED),
    "tensor twice": (gguf([ARCHITECTURE], [TENSOR, tensor("a", (32,), offset=128)], 400), Code.MODEL_DAMAGED),
    "tensors that overlap": (gguf([ARCHITECTURE], [TENSOR, tensor("b", (32,), offset=64)], 400), Code.MODEL_DAMAGED),
    "half a block": (gguf([ARCHITECTURE], [tensor("a", (48,), 2)], 400), Code.MODEL_DAMAGED),
    "huge tensor": (_head(1, 1, ARCHITECTURE + tensor("a", (2**40, 2**40))), Code.MODEL_DAMAGED),
    "a huge tensor times nothing": (gguf([ARCHITECTURE], [tensor("a", (2**40, 2**40, 0))], 400), Code.MODEL_DAMAGED),
    "a size below zero": (gguf([ARCHITECTURE], [tensor("a", (0, 2**64 - 1))], 400), Code.MODEL_DAMAGED),
    "a name of 64 bytes": (gguf([ARCHITECTURE], [tensor("a" * 64, (32,))], 400), Code.MODEL_DAMAGED),
}


@pytest.mark.parametrize("name", CASES)
def test_each_fault_has_its_code(name: str, tmp_path: Path) -> None:
    content, code = CASES[name]
    path = tmp_path / "x.gguf"
    path.write_bytes(content)
    with pytest.raises(ModelFileError) as caught:
        read_header(path)
    assert caught.value.code is code, caught.value
    assert caught.value.details["path"] == str(path)


def test_missing_folder_and_pipe(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError) as caught:
        read_header(tmp_path / "no.gguf")
    assert caught.value.code is Code.MODEL_MISSING
    places = [tmp_path]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.gguf")
        places.append(tmp_path / "pipe.gguf")
    for place in places:  # opening a pipe would wait for a writer
        with pytest.raises(ModelFileError) as caught:
            read_header(place)
        assert caught.value.code is Code.MODEL_UNREADABLE


def test_the_starters_say_what_they_are(chat_model: Path, base_model: Path) -> None:
    chat = read_header(chat_model)
    assert (chat.architecture, chat.quantization, chat.number("context_length")) == ("llama", "Q4_1", 8192)
    assert chat.array_lengths["tokenizer.ggml.tokens"] == 49152
    assert (chat.text("tokenizer.chat_template") != "", chat.number("block_count")) == (True, 30)
    assert chat.parameters == 134_515_008
    cache = cache_size(chat)
    assert cache.bytes(1) == 30 * 3 * 64 * 2 * 2
    assert cache.bytes(3000) == pytest.approx(69_000_000, rel=0.02)  # as measured when saved
    base = read_header(base_model)
    assert (base.architecture, base.text("tokenizer.chat_template")) == ("gemma3", "")


def test_the_tensors_fill_the_file(chat_model: Path) -> None:
    header = read_header(chat_model)
    assert header.tensors[0].shape[0] == header.number("embedding_length")
    last = header.tensors[-1]
    assert last.size is not None
    assert header.data + last.offset + last.size <= header.size < header.data + last.offset + last.size + 32
    assert {tensor.type_name for tensor in header.tensors} == {"F32", "Q4_1", "Q8_0"}


def test_short_arrays_are_kept_and_long_ones_counted() -> None:
    values: dict[str, Any] = {
        "general.languages": ["en", "zh"],
        "heads": [0, 8, 0],
        "tokenizer.scores": [1] * 1025,
        "scale": 0.5,
    }
    header = parse_header(model("llama", values), 4096, "x")
    assert header.values["general.languages"] == ("en", "zh")
    assert header.values["llama.heads"] == (0, 8, 0)
    assert header.values["llama.scale"] == 0.5
    assert header.by_layer("heads", 4) == [0, 8, 0, 0]
    assert "tokenizer.scores" not in header.values
    assert header.array_lengths == {"general.languages": 2, "llama.heads": 3, "tokenizer.scores": 1025}


def test_texts_are_kept_within_bounds() -> None:
    whole = model("llama", {"general.name": "灯" * 1_000_000})
    assert len(parse_header(whole, len(whole), "x").text("general.name")) <= 333_334
    many = model("llama", {f"general.{number}": "x" * 1_000_000 for number in range(68)})
    with pytest.raises(ModelFileError) as caught:
        parse_header(many, len(many), "x")
    assert caught.value.code is Code.MODEL_DAMAGED


def test_the_beginning_of_a_download_is_enough(chat_model: Path) -> None:
    with chat_model.open("rb") as file:
        beginning = file.read(4 << 20)
    size = chat_model.stat().st_size
    assert parse_header(beginning, size, "far away") == read_header(chat_model)
    for known, said in ((beginning, size - 1), (beginning[: 1 << 20], size)):
        with pytest.raises(ModelFileError) as caught:
            parse_header(known, said, "far away")
        assert caught.value.code is Code.MODEL_TRUNCATED


def test_later_parts_of_a_split_model_leave_the_architecture_to_the_first() -> None:
    part = gguf([pair("split.no", 1), pair("split.count", 3)], data=64)
    assert parse_header(part, len(part), "x").part == 1
    first = gguf([pair("split.no", 0), pair("split.count", 3)], data=64)
    with pytest.raises(ModelFileError) as caught:
        parse_header(first, len(first), "x")
    assert caught.value.code is Code.MODEL_DAMAGED


def test_a_newer_type_of_weights_is_left_to_llama_cpp() -> None:
    whole = gguf([ARCHITECTURE], [tensor("a", (32,), 99), tensor("b", (8,), offset=4096)], 8192)
    newer, known = parse_header(whole, len(whole), "x").tensors
    assert (newer.size, newer.type_name) == (None, "type 99")
    assert (known.size, known.elements) == (32, 8)


def test_any_truncation_of_the_starter_is_found(chat_model: Path, tmp_path: Path) -> None:
    dice = random.Random(5)
    whole = chat_model.read_bytes()
    path = tmp_path / "cut.gguf"
    for length in [50, 5_000, 2_000_000, len(whole) - 1, *(dice.randrange(4, len(whole) - 1) for _ in range(12))]:
        path.write_bytes(whole[:length])
        with pytest.raises(ModelFileError) as caught:
            read_header(path)
        assert caught.value.code is Code.MODEL_TRUNCATED


def test_flipped_bits_end_in_a_header_or_a_typed_error(tmp_path: Path, chat_model: Path) -> None:
    head = bytearray(chat_model.read_bytes()[:200_000])
    file, draw = tmp_path / "flipped.gguf", random.Random(7)
    for _ in range(200):
        damaged = bytearray(head)
        for _ in range(draw.randint(1, 8)):
            damaged[draw.randrange(4, 3_000)] ^= 1 << draw.randrange(8)
        file.write_bytes(damaged)
        with pytest.raises(ModelFileError):
            read_header(file)
