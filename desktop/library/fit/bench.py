"""What this machine can do, measured in about a second: bytes read from memory, operations of matrix products.

Memory is read by the C library's `memchr`, which does nothing else, from as many threads as the engine would use.
Products are numpy's in f32; llama.cpp's own, on quantized weights, keep a steady proportion to them.
"""

from __future__ import annotations

import ctypes
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from desktop.base.machine import default_threads
from desktop.library.fit.speed import Rates

_BLOCK = 64 << 20  # bytes for each thread: more than any cache holds
_SECONDS = 0.55
_SIDE = 768
_LEAST_ROUNDS = 3
# llama.cpp reaches this share of what was measured: its threads wait for each other, weights must be unpacked.
_WRITING = 0.53
_READING = 0.75


def measure(threads: int = 0) -> Rates:
    """The rates of this machine with so many threads (0: as many as the engine takes), which are busy for a second."""
    count = threads or default_threads()
    return Rates(_WRITING * _bandwidth(count), _READING * _operations(count))


def _bandwidth(threads: int) -> float:
    """Bytes a second: the best of some rounds, since anything else that runs can only slow them down."""
    library = ctypes.CDLL("msvcrt" if sys.platform == "win32" else None)
    find = library.memchr
    find.restype, find.argtypes = ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t]
    blocks = [(ctypes.c_char * _BLOCK)() for _ in range(threads)]
    for block in blocks:
        ctypes.memset(block, 1, _BLOCK)
    with ThreadPoolExecutor(threads) as pool:
        best = _best(lambda: list(pool.map(lambda block: find(ctypes.addressof(block), 0, _BLOCK), blocks)))
    return threads * _BLOCK / best


def _operations(threads: int) -> float:
    """Operations a second."""
    import numpy

    pairs = [(numpy.ones((_SIDE, _SIDE), numpy.float32), numpy.ones((_SIDE, _SIDE), numpy.float32))] * threads
    with ThreadPoolExecutor(threads) as pool:
        best = _best(lambda: list(pool.map(lambda pair: pair[0] @ pair[1], pairs)))
    return float(threads * 2 * _SIDE**3 / best)


def _best(work: Callable[[], object]) -> float:
    """Seconds of the fastest round."""
    until, best, rounds = time.perf_counter() + _SECONDS, float("inf"), 0
    while rounds < _LEAST_ROUNDS or time.perf_counter() < until:
        started = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - started)
        rounds += 1
    return best
