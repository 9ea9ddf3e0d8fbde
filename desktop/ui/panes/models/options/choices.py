"""What can be chosen for each option of a model, in words; None leaves it to the settings."""

from __future__ import annotations

import os
from typing import Any

from desktop.base.i18n import translate

Choices = tuple[tuple[Any, str], ...]

_SIZES = (1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072, 262144)
LAYERS = ("auto", "all", "none")


def contexts(default: int, trained: int, chosen: int | None) -> Choices:
    """Lengths up to the trained one, and the one chosen elsewhere."""
    sizes = {size for size in _SIZES if not trained or size <= trained} | ({trained} if trained else set())
    if chosen:
        sizes.add(chosen)
    as_set = translate("ModelOptions", "As in Settings: {value}").format(value=f"{default:,}")
    return ((None, as_set), *((size, f"{size:,}") for size in sorted(sizes)))


def layers(default: str, count: int, chosen: str | None) -> Choices:
    """Words, and some numbers of the model's layers."""
    words = {
        "auto": translate("ModelOptions", "Automatic"),
        "all": translate("ModelOptions", "All"),
        "none": translate("ModelOptions", "None"),
    }
    numbers = {count * share // 4 for share in (1, 2, 3)} - {0, count} if count else set()
    if chosen and chosen not in words:
        numbers.add(int(chosen))
    as_set = translate("ModelOptions", "As in Settings: {value}").format(value=words[default])
    told = translate("ModelOptions", "{some} of {all}")
    parts = ((str(some), told.format(some=some, all=count)) for some in sorted(numbers))
    return ((None, as_set), *words.items(), *parts)


def threads(default: int) -> Choices:
    """Automatic, and every number up to all logical cores."""
    automatic = translate("ModelOptions", "Automatic")
    as_set = translate("ModelOptions", "As in Settings: {value}").format(value=default or automatic)
    return ((None, as_set), (0, automatic), *((count, str(count)) for count in range(1, (os.cpu_count() or 1) + 1)))


def caches(key: str, value: str) -> Choices:
    """How exactly the cache is kept; another pair than those is the one chosen elsewhere."""
    found: list[tuple[Any, str]] = [
        ("f16", translate("ModelOptions", "Exact")),
        ("q8_0", translate("ModelOptions", "Half the size")),
        ("q4_0", translate("ModelOptions", "A quarter")),
    ]
    pair = key if key == value else f"{key}, {value}"
    if pair not in dict(found):
        found.append((pair, pair))
    return tuple(found)


def flash() -> Choices:
    """Words of flash attention."""
    return (
        ("auto", translate("ModelOptions", "Automatic")),
        ("on", translate("ModelOptions", "On")),
        ("off", translate("ModelOptions", "Off")),
    )


def mapping() -> Choices:
    """Whether the file is mapped."""
    return ((True, translate("ModelOptions", "From the file")), (False, translate("ModelOptions", "Copied")))
