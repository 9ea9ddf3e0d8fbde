"""A split model is one: its adapters may change what lies in any part."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.base.errors import ModelFileError
from desktop.base.gguf.parts import read_all_parts
from tests.base.gguf.files import gguf, model, pair, tensor


def test_the_tensors_of_all_parts_are_there(tmp_path: Path) -> None:
    first = model("llama", {"split.count": 3, "split.no": 0}, [tensor("a.weight", [32])], 128)
    (tmp_path / "m-00001-of-00003.gguf").write_bytes(first)
    for number in (2, 3):
        part = gguf([pair("split.no", number - 1)], [tensor(f"{number}.weight", [32])], 128)
        (tmp_path / f"m-0000{number}-of-00003.gguf").write_bytes(part)
    found = read_all_parts(tmp_path / "m-00001-of-00003.gguf")
    assert [one.name for one in found.tensors] == ["a.weight", "2.weight", "3.weight"]
    (tmp_path / "m-00003-of-00003.gguf").unlink()
    with pytest.raises(ModelFileError):
        read_all_parts(tmp_path / "m-00001-of-00003.gguf")
