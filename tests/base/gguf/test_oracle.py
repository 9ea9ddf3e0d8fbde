"""The reader against llama.cpp itself: its types, and its verdict on headers that two readers once disagreed on.

`gguf` is llama.cpp's own package; `gguf_init_from_file` is what the installed library really does.
"""

from __future__ import annotations

import ctypes
import random
import struct
from pathlib import Path

import pytest

from desktop.base.errors import Code, ModelFileError
from desktop.base.gguf.cache import cache_size
from desktop.base.gguf.reader import read_header
from desktop.base.gguf.types import FILE_TYPES, TENSOR_TYPES
from tests.base.gguf.files import gguf, pair, tensor, text

LLAMA = [
    pair("general.architecture", "llama"),
    pair("llama.block_count", 4),
    pair("llama.embedding_length", 64),
    pair("llama.attention.head_count", 8),
]
NESTED = text("x.y") + struct.pack("<IIQIQI", 9, 9, 1, 4, 1, 7)

# What llama.cpp's gguf.cpp says of each, and what we say: a code, or bytes of key/value cache for a token.
HEADERS: dict[str, tuple[bytes, bool, Code | int]] = {
    # llama_model_loader::get_key_or_arr: one number for each layer. 4 layers x 2 heads x (8 + 8) x 2 bytes
    "per-layer head_count_kv": (
        gguf([*LLAMA, pair("llama.attention.head_count_kv", [2, 2, 2, 2])], data=64), True, 256,
    ),
    "nested array value": (gguf([*LLAMA, NESTED], data=64), False, Code.MODEL_DAMAGED),
    "tensor of 5 dimensions": (gguf(LLAMA, [tensor("t", (2,) * 5)], 256), False, Code.MODEL_DAMAGED),
    "tensor with a zero dimension": (gguf(LLAMA, [tensor("t", (0, 4))], 256), True, 1024),  # trivially representable
    "the same key twice": (gguf([*LLAMA, pair("llama.block_count", 9)], data=64), False, Code.MODEL_DAMAGED),
    # gguf.cpp takes it, llama.cpp then refuses an architecture without a name.
    "no architecture": (gguf([pair("a.b", 1)], data=64), True, Code.MODEL_DAMAGED),
    "alignment 7": (gguf([*LLAMA, pair("general.alignment", 7)], data=64), False, Code.MODEL_DAMAGED),
    "alignment 64": (gguf([*LLAMA, pair("general.alignment", 64)], [tensor("t", (4,))], 256, alignment=64), True, 1024),
    "tensors with a gap": (gguf(LLAMA, [tensor("t", (4,), offset=32)], 256), False, Code.MODEL_DAMAGED),
    "a name of 64 bytes": (gguf(LLAMA, [tensor("a" * 64, (4,))], 256), False, Code.MODEL_DAMAGED),
    "a name of 63 bytes": (gguf(LLAMA, [tensor("a" * 63, (4,))], 256), True, 1024),
}  # fmt: skip


class _InitParams(ctypes.Structure):
    _fields_ = (("no_alloc", ctypes.c_bool), ("context", ctypes.c_void_p))


@pytest.fixture(scope="module")
def ggml() -> ctypes.CDLL:
    """The library that is installed, quiet."""
    import llama_cpp

    folder = Path(llama_cpp.__file__).parent / "lib"
    names = [path for path in folder.iterdir() if "ggml-base" in path.name]
    library = ctypes.CDLL(str(min(names, key=lambda path: len(path.name))))
    library.gguf_init_from_file.restype = ctypes.c_void_p
    library.gguf_init_from_file.argtypes = [ctypes.c_char_p, _InitParams]
    library.gguf_free.argtypes = [ctypes.c_void_p]
    library.ggml_type_size.restype = ctypes.c_size_t
    library.ggml_blck_size.restype = ctypes.c_int64
    library.ggml_type_name.restype = ctypes.c_char_p
    silent = ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p)(lambda level, line, data: None)
    library.ggml_log_set(silent, None)
    library.kept = silent  # type: ignore[attr-defined]
    return library


def _takes(ggml: ctypes.CDLL, path: Path) -> bool:
    found = ggml.gguf_init_from_file(str(path).encode(), _InitParams(True, None))
    if found:
        ggml.gguf_free(found)
    return bool(found)


def _verdict(path: Path) -> Code | int:
    try:
        return cache_size(read_header(path)).bytes(1)
    except ModelFileError as error:
        return error.code


@pytest.mark.parametrize("name", HEADERS)
def test_the_verdict_is_llama_cpps(name: str, tmp_path: Path, ggml: ctypes.CDLL) -> None:
    content, taken, said = HEADERS[name]
    path = tmp_path / "x.gguf"
    path.write_bytes(content)
    assert _takes(ggml, path) is taken
    assert _verdict(path) == said


def test_the_type_table_is_the_gguf_packages(ggml: ctypes.CDLL) -> None:
    constants = pytest.importorskip("gguf.constants")
    theirs = {kind.value: (kind.name, *size) for kind, size in constants.GGML_QUANT_SIZES.items()}
    theirs[9] = ("Q8_1", 32, 36)  # it says 40: two floats, where ggml stores halves (the library below agrees with us)
    assert {kind: tuple(TENSOR_TYPES[kind]) for kind in theirs} == theirs
    names = {kind.value: kind.name.partition("_")[2] for kind in constants.LlamaFileType if kind.value < 1024}
    assert {kind: FILE_TYPES[kind] for kind in names} == {**names, 38: "MXFP4"}  # theirs adds that it is for experts


def test_the_type_table_is_the_installed_librarys(ggml: ctypes.CDLL) -> None:
    count = max(TENSOR_TYPES) + 1
    installed = {kind: (ggml.ggml_blck_size(kind), ggml.ggml_type_size(kind)) for kind in range(count)}
    ours = {kind: (found.elements, found.size) for kind, found in TENSOR_TYPES.items()}
    assert ours == {kind: sizes for kind, sizes in installed.items() if sizes[0] and sizes[1]}
    for kind, found in TENSOR_TYPES.items():
        assert ggml.ggml_type_name(kind).decode().lower() == found.name.lower()


def test_what_passes_here_passes_there(tmp_path: Path, ggml: ctypes.CDLL, chat_model: Path) -> None:
    """Damage in the starter's keys and tensor table: nothing that gguf.cpp refuses is let through."""
    size = chat_model.stat().st_size
    with chat_model.open("rb") as file:
        header = bytearray(file.read(read_header(chat_model).data))
    path, dice, passed = tmp_path / "x.gguf", random.Random(3), 0
    for _ in range(150):
        damaged = bytearray(header)
        for _ in range(dice.choice((1, 1, 2, 4))):
            start = dice.choice((24, len(header) - 18_000))
            damaged[dice.randrange(start, min(len(header), start + 18_000))] ^= 1 << dice.randrange(8)
        with path.open("wb") as file:
            file.write(damaged)
            file.truncate(size)
        try:
            found = read_header(path)
        except ModelFileError:
            continue
        if all(tensor.size is not None for tensor in found.tensors):  # a newer type is left to llama.cpp
            passed += 1
            assert _takes(ggml, path)
    assert passed > 20
