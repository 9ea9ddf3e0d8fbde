"""Files of a repository as models: quantization, parts, what belongs together."""

from __future__ import annotations

import pytest

from desktop.hub.quantizations import quantization_of, variants
from desktop.hub.remote_file import RemoteFile


@pytest.mark.parametrize(
    ("name", "quantization"),
    [
        ("Qwen3.5-4B-Q4_K_M.gguf", "Q4_K_M"),
        ("qwen2.5-coder-1.5b-instruct-q4_k_m.gguf", "Q4_K_M"),
        ("translategemma-4b-it.Q4_K_M.gguf", "Q4_K_M"),
        ("Qwen3.6-35B-A3B-UD-Q4_K_M.gguf", "UD-Q4_K_M"),
        ("UD-IQ2_XXS/model-UD-IQ2_XXS-00001-of-00002.gguf", "UD-IQ2_XXS"),
        ("model-UD-Q4_K_XL.gguf", "UD-Q4_K_XL"),
        ("gpt-oss-20b-mxfp4.gguf", "MXFP4"),
        ("gemma-4-12b-it-qat-q4_0.gguf", "Q4_0"),
        ("Q8_0/model.gguf", "Q8_0"),
        ("model-f16.gguf", "F16"),
        ("BF16/model-BF16-00001-of-00003.gguf", "BF16"),
        ("ggml-model-i2_s.gguf", ""),
        ("模型-Q6_K.gguf", "Q6_K"),
        ("model.gguf", ""),
    ],
)
def test_what_a_name_says(name: str, quantization: str) -> None:
    assert quantization_of(name) == quantization


def test_parts_are_one_model() -> None:
    found = variants(
        [
            _file("Q8_0/m-Q8_0-00002-of-00003.gguf", 20),
            _file("Q8_0/m-Q8_0-00001-of-00003.gguf", 10),
            _file("Q8_0/m-Q8_0-00003-of-00003.gguf", 30),
            _file("m-Q4_K_M-00002-of-00002.gguf", 5),
            _file("README.md", 1),
            _file("imatrix.gguf", 1),
            _file("m-lora-F16.gguf", 1),
        ]
    )
    broken, whole = found
    assert (whole.quantization, whole.size, whole.complete) == ("Q8_0", 60, True)
    assert [file.size for file in whole.files] == [10, 20, 30]
    assert (broken.missing, broken.complete) == ((1,), False)


def test_what_reads_pictures_belongs_to_each_model() -> None:
    found = variants(
        [
            _file("m-Q4_K_M.gguf", 5),
            _file("m-Q8_0.gguf", 0),
            _file("mmproj-BF16.gguf", 1),
            _file("mmproj-F32.gguf", 3),
            _file("mmproj-F16.gguf", 2),
        ]
    )
    assert [each.quantization for each in found] == ["Q4_K_M", "Q8_0"]  # what has no size comes last
    assert all(each.companion and each.companion.name == "mmproj-F16.gguf" for each in found)
    assert [file.name for file in found[0].fetched()] == ["m-Q4_K_M.gguf", "mmproj-F16.gguf"]
    assert [file.name for file in found[0].fetched(companion=False)] == ["m-Q4_K_M.gguf"]


def test_a_hostile_list() -> None:
    names = ["m-00009-of-00002.gguf", "m-00000-of-00000.gguf", ".gguf", "m-00001-of-99999.gguf", "a" * 9999 + ".gguf"]
    found = variants([_file(name, 1) for name in names])
    assert len(found) == len(names)
    assert max(len(each.missing) for each in found) <= 1000
    assert all(len(each.name) <= 300 for each in found)


def _file(name: str, size: int) -> RemoteFile:
    return RemoteFile(name, f"https://example.org/{name}", size)
