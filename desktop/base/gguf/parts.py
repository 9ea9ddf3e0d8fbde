"""A model that is split over several files, as one header."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from desktop.base.gguf.header import Header
from desktop.base.gguf.reader import read_header

_PART = re.compile(r"(?P<stem>.+)-\d{5}-of-(?P<count>\d{5})\.gguf", re.IGNORECASE)


def read_all_parts(path: Path) -> Header:
    """The header of a model's first file, with the tensors of all its files; their offsets count in their own files.

    Raises ModelFileError as `read_header` does, for any of them.
    """
    first = read_header(path)
    name = _PART.fullmatch(path.name)
    if name is None or not isinstance(first.values.get("split.count"), int):
        return first
    count, ending = int(name["count"]), path.suffix
    others = [path.with_name(f"{name['stem']}-{number:05}-of-{count:05}{ending}") for number in range(2, count + 1)]
    tensors = [tensor for other in others for tensor in read_header(other).tensors]
    return replace(first, tensors=(*first.tensors, *tensors))
