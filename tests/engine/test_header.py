"""Files that can't be models are told apart before llama.cpp sees them."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest

from desktop.base.errors import Code, ModelFileError
from desktop.engine.header import read_header


def _text(value: str) -> bytes:
    return struct.pack("<Q", len(value.encode())) + value.encode()


def _gguf(pairs: bytes = b"", keys: int = 0, tensors: int = 0, version: int = 3, table: bytes = b"") -> bytes:
    return b"GGUF" + struct.pack("<IQQ", version, tensors, keys) + pairs + table


ARCHITECTURE = _text("general.architecture") + struct.pack("<I", 8) + _text("llama")
TENSOR = _text("a") + struct.pack("<IQIQ", 1, 32, 0, 0)

CASES = {
    "empty": (b"", Code.MODEL_EMPTY),
    "short": (b"GG", Code.MODEL_NOT_GGUF),
    "other": (b"PK\x03\x04" + bytes(100), Code.MODEL_NOT_GGUF),
    "only magic": (b"GGUF", Code.MODEL_TRUNCATED),
    "old version": (_gguf(version=1), Code.MODEL_UNSUPPORTED),
    "big endian": (b"GGUF" + struct.pack(">IQQ", 3, 0, 0), Code.MODEL_UNSUPPORTED),
    "no architecture": (_gguf(), Code.MODEL_DAMAGED),
    "many keys": (_gguf(keys=2**60), Code.MODEL_DAMAGED),
    "many tensors": (_gguf(tensors=2**60), Code.MODEL_DAMAGED),
    "pair missing": (_gguf(ARCHITECTURE, keys=2), Code.MODEL_TRUNCATED),
    "pair twice": (_gguf(ARCHITECTURE * 2, keys=2), Code.MODEL_DAMAGED),
    "wrong type": (_gguf(_text("a") + struct.pack("<I", 99), keys=1), Code.MODEL_DAMAGED),
    "long text": (_gguf(_text("a") + struct.pack("<IQ", 8, 2**63), keys=1), Code.MODEL_DAMAGED),
    "long array": (_gguf(_text("a") + struct.pack("<IIQ", 9, 4, 2**62), keys=1), Code.MODEL_TRUNCATED),
    "array of texts": (_gguf(_text("a") + struct.pack("<IIQ", 9, 8, 9) + bytes(9), keys=1), Code.MODEL_TRUNCATED),
    "no data": (_gguf(ARCHITECTURE, keys=1, tensors=1, table=TENSOR), Code.MODEL_TRUNCATED),
    "tensor twice": (_gguf(ARCHITECTURE, keys=1, tensors=2, table=TENSOR * 2 + bytes(400)), Code.MODEL_DAMAGED),
    "huge tensor": (
        _gguf(ARCHITECTURE, 1, 1, table=_text("a") + struct.pack("<IQQIQ", 2, 2**40, 2**40, 0, 0)),
        Code.MODEL_DAMAGED,
    ),
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


def test_missing_and_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "no.gguf", tmp_path):
        with pytest.raises(ModelFileError) as caught:
            read_header(path)
        assert caught.value.code is Code.MODEL_MISSING


def test_the_starter(chat_model: Path) -> None:
    header = read_header(chat_model)
    assert header.architecture == "llama"
    assert header.number("context_length") == 8192
    assert header.array_lengths["tokenizer.ggml.tokens"] == 49152
    assert header.cache_bytes(3000) == pytest.approx(69_000_000, rel=0.02)  # as measured when saved


def test_any_truncation_of_the_starter_is_found(chat_model: Path, tmp_path: Path) -> None:
    dice = random.Random(5)
    whole = chat_model.read_bytes()
    path = tmp_path / "cut.gguf"
    for _ in range(12):
        path.write_bytes(whole[: dice.randrange(4, len(whole) - 1)])
        with pytest.raises(ModelFileError) as caught:
            read_header(path)
        assert caught.value.code is Code.MODEL_TRUNCATED
