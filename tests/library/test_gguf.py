"""Reading GGUF headers: the starters told right, anything else a typed error and never a hang."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest

from desktop.base.errors import Code, ModelFileError
from desktop.library.gguf import read_header


def test_the_starters_say_what_they_are(chat_model: Path, base_model: Path) -> None:
    chat = read_header(chat_model)
    assert (chat.architecture, chat.quantization, chat.trained_context) == ("llama", "Q4_1", 8192)
    assert (chat.has_template, chat.layers, chat.parameters) == (True, 30, 134_515_008)
    assert chat.kv_bytes_per_token == 30 * 3 * 64 * 2 * 2
    base = read_header(base_model)
    assert (base.architecture, base.has_template) == ("gemma3", False)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Code.MODEL_EMPTY),
        (b"PK\x03\x04" + bytes(100), Code.MODEL_NOT_GGUF),
        (b"GG", Code.MODEL_NOT_GGUF),
        (b"GGUF", Code.MODEL_TRUNCATED),
        (b"GGUF" + struct.pack("<I", 99) + bytes(16), Code.MODEL_DAMAGED),
        (b"GGUF" + struct.pack("<IQQ", 3, 2**60, 1), Code.MODEL_DAMAGED),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + struct.pack("<Q", 2**63), Code.MODEL_TRUNCATED),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + struct.pack("<QsI", 1, b"a", 77), Code.MODEL_DAMAGED),
    ],
)
def test_what_is_no_model_is_named(tmp_path: Path, content: bytes, code: Code) -> None:
    file = tmp_path / "x.gguf"
    file.write_bytes(content)
    with pytest.raises(ModelFileError) as caught:
        read_header(file)
    assert caught.value.code is code


def test_missing_and_folder(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "no.gguf", Code.MODEL_MISSING), (tmp_path, Code.MODEL_UNREADABLE)):
        with pytest.raises(ModelFileError) as caught:
            read_header(path)
        assert caught.value.code is code


def test_a_cut_download_is_noticed(tmp_path: Path, chat_model: Path) -> None:
    whole = chat_model.read_bytes()
    file = tmp_path / "cut.gguf"
    for length in (50, 5_000, 2_000_000, len(whole) - 1):
        file.write_bytes(whole[:length])
        with pytest.raises(ModelFileError) as caught:
            read_header(file)
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
