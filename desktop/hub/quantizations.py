"""The files of a repository as models: by quantization, split ones joined, what reads pictures beside its model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.hub.remote_file import RemoteFile
from desktop.hub.said import word

_PART = re.compile(r"-(\d{5})-of-(\d{5})\.gguf$", re.IGNORECASE)
_TYPE = r"(?:UD-)?(?:IQ[1-4]_(?:XXS|XS|S|M|NL)(?:_XL)?|Q[1-8]_(?:K(?:_(?:XXS|XS|S|M|L|XL))?|0|1)|Q[1-8]|TQ[12]_0)"
_NAMED = re.compile(rf"(?:^|[-_./ ])({_TYPE}|MXFP4(?:_MOE)?|NVFP4|BF16|FP16|F16|FP32|F32)(?=$|[-_./ ])", re.IGNORECASE)
_COMPANION = re.compile(r"(?:^|[-_./])mmproj(?:[-_.]|$)", re.IGNORECASE)
# No models by themselves: a calibration's data, an adapter, a draft.
_OTHER = re.compile(r"(?:^|[-_./])(?:imatrix|lora|control-?vector|vocab)(?:[-_.]|$)", re.IGNORECASE)
# Bits for each weight, as llama.cpp's quantize tool states them for an 8B model; for what the file's size doesn't tell.
_BITS = {
    "IQ1": 1.9, "IQ2": 2.6, "IQ3": 3.5, "IQ4": 4.5, "Q1": 1.5, "Q2": 3.2, "Q3": 3.9, "Q4": 4.8, "Q5": 5.7, "Q6": 6.6,
    "Q8": 8.5, "TQ1": 1.7, "TQ2": 2.1, "MXFP4": 4.3, "NVFP4": 4.5, "BF16": 16.0, "F16": 16.0, "FP16": 16.0,
    "F32": 32.0, "FP32": 32.0,
}  # fmt: skip


@dataclass(frozen=True)
class Variant:
    """One model of a repository. `quantization` is "" where the name tells none; `files` are its parts in order.

    `missing` parts aren't in the repository. `companion` lets a model see pictures. Sizes are bytes.
    """

    name: str
    quantization: str
    files: tuple[RemoteFile, ...]
    companion: RemoteFile | None = None
    missing: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of its parts, without the companion; 0 where one of them isn't known."""
        sizes = [file.size for file in self.files]
        return sum(sizes) if all(sizes) else 0

    @property
    def bits(self) -> float:
        """About how many bits a weight has; 0.0 where nobody knows."""
        kind = self.quantization.removeprefix("UD-").partition("_")[0]
        return _BITS.get(kind, 0.0)

    @property
    def complete(self) -> bool:
        return not self.missing

    def fetched(self, *, companion: bool = True) -> tuple[RemoteFile, ...]:
        """What is to be fetched for it."""
        return (*self.files, *((self.companion,) if companion and self.companion else ()))


def variants(files: Iterable[RemoteFile]) -> list[Variant]:
    """The models among these files, the smallest first; adapters and the like are left out."""
    models: dict[tuple[str, int], dict[int, RemoteFile]] = {}
    companions: list[RemoteFile] = []
    for file in files:
        if not file.name.lower().endswith(".gguf") or _OTHER.search(file.name):
            continue
        if _COMPANION.search(file.name):
            companions.append(file)
            continue
        stem, part, parts = _split(file.name)
        models.setdefault((stem, parts), {})[part] = file
    found = [_variant(stem, parts, numbered, companions) for (stem, parts), numbered in models.items()]
    return sorted(found, key=lambda each: (each.size or 1 << 62, each.name))


def quantization_of(name: str) -> str:
    """What the name of a file says of its quantization, e.g. "Q4_K_M"; "" where it says nothing."""
    stem = _split(name)[0]
    found = _NAMED.findall(stem.rpartition("/")[2]) or _NAMED.findall(stem)
    return str(found[-1]).upper() if found else ""


def _split(name: str) -> tuple[str, int, int]:
    """Name without part and ending, the part's number from 1 on, how many there are; 1 and 1 for a whole file."""
    match = _PART.search(name)
    if match is None or not 1 <= int(match[1]) <= int(match[2]):
        return name[: -len(".gguf")], 1, 1
    return name[: match.start()], int(match[1]), int(match[2])


def _variant(stem: str, parts: int, found: dict[int, RemoteFile], companions: Sequence[RemoteFile]) -> Variant:
    missing = tuple(number for number in range(1, min(parts, 1000) + 1) if number not in found)
    files = tuple(found[number] for number in sorted(found))
    folder = stem.rpartition("/")[0]
    return Variant(
        word(stem.rpartition("/")[2]), quantization_of(f"{stem}.gguf"), files, _companion(folder, companions), missing
    )


def _companion(folder: str, companions: Sequence[RemoteFile]) -> RemoteFile | None:
    """The smallest that isn't quantized to nothing: F16 before BF16, which older processors are slow with."""
    beside = [each for each in companions if each.name.rpartition("/")[0] in (folder, "")]
    order = {"F16": 0, "BF16": 1, "Q8_0": 2, "": 3, "F32": 4}
    beside.sort(key=lambda each: (order.get(quantization_of(each.name), 5), each.name))
    return beside[0] if beside else None
