"""Which weights llama.cpp keeps in an order of its own beside the file, on this processor.

ggml-cpu/repack.cpp: on the processors below these types are interleaved by four or eight rows when a model is loaded,
which takes their size in memory again. The pages they were read from are given back when somebody wants the room.
"""

from __future__ import annotations

import functools

from desktop.base.machine import processor_features

_AVX2 = frozenset({"Q4_0", "Q4_K", "IQ4_NL", "MXFP4"})
_AVX512 = frozenset({"Q2_K"})
_DOT_PRODUCT = frozenset({"Q4_0", "Q4_K", "Q5_K", "Q6_K", "IQ4_NL", "MXFP4", "Q8_0", "Q1_0"})


@functools.cache
def packed_types() -> frozenset[str]:
    """The types of weights that this processor wants in its own order."""
    return types_for(processor_features())


def types_for(features: frozenset[str]) -> frozenset[str]:
    """The same for a processor with these features (Linux's names)."""
    if features & {"asimddp", "i8mm"}:
        return _DOT_PRODUCT
    found = _AVX2 if "avx2" in features else frozenset()
    return found | _AVX512 if "avx512f" in features else found
