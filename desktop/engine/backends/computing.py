"""A small product of matrices on one device: whether it computes right, and how fast it reads and writes."""

from __future__ import annotations

import array
import ctypes
import random
import time
from collections.abc import Sequence
from ctypes import c_void_p

from desktop.engine.backends.ggml import Ggml, InitParams

_F32, _Q4_0 = 0, 2  # enum ggml_type
_ROWS, _COLUMNS, _BATCH = 128, 256, 32
_WIDTH = 4096  # of the measured matrices: that of a model of 7 billion parameters
_HEIGHT = 16384
_MATRICES = 8  # together 300 MB: more than any cache, and each product reads another one
_FEW, _MANY = 16, 256  # tokens read together: the many where the few take a moment only
_MOMENT = 0.05  # seconds
_BLOCK, _BLOCK_BYTES = 32, 18  # of Q4_0
_FAULT = 5e-3  # mean square error of a product, relative: llama.cpp's own tests allow 5e-4, half precision included
_ENOUGH_SPACE = 1 << 20


class Rig:
    """One device, ready to compute. Raises OSError where it can't even begin."""

    def __init__(self, ggml: Ggml, device: int, threads: int) -> None:
        self._ggml, self._device = ggml, device
        self._backend = ggml.ggml_backend_dev_init(device, None)
        if not self._backend:
            raise OSError("the device can't be opened")
        ggml.set_threads(device, self._backend, threads)

    def product(self) -> list[float]:
        """A quantized matrix times a batch of columns, always the same; [] where the device can't do such a thing."""
        ggml = self._ggml
        draw = random.Random(1)
        weights = _quantized(ggml, [draw.uniform(-1, 1) for _ in range(_ROWS * _COLUMNS)], _ROWS, _COLUMNS)
        columns = array.array("f", (draw.uniform(-1, 1) for _ in range(_COLUMNS * _BATCH)))
        context = self._context()
        matrix = ggml.ggml_new_tensor_2d(context, _Q4_0, _COLUMNS, _ROWS)
        batch = ggml.ggml_new_tensor_2d(context, _F32, _COLUMNS, _BATCH)
        result = ggml.ggml_mul_mat(context, matrix, batch)
        if not ggml.ggml_backend_dev_supports_op(self._device, result):
            return []
        graph = ggml.ggml_new_graph(context)
        ggml.ggml_build_forward_expand(graph, result)
        self._allocate(context)
        ggml.ggml_backend_tensor_set(matrix, weights, 0, len(weights))
        ggml.ggml_backend_tensor_set(batch, columns.tobytes(), 0, len(columns) * 4)
        self._compute(graph)
        room = (ctypes.c_float * (_ROWS * _BATCH))()
        ggml.ggml_backend_tensor_get(result, room, 0, ctypes.sizeof(room))
        return list(room)

    def speed(self, seconds: float) -> tuple[float, float]:
        """Multiplications and additions a second with a prompt's batch, and bytes of weights a second with one token.

        Takes about so long, and as long again to begin.
        """
        tokens, often = _FEW, self._repeat(_FEW, 1, seconds / 4)
        if often * _MOMENT > 1:
            tokens, often = _MANY, self._repeat(_MANY, 1, seconds / 4)
        reading = often * 2.0 * _WIDTH * _HEIGHT * tokens
        return reading, self._repeat(1, _MATRICES, seconds / 2) * _MATRICES * _matrix_bytes()

    def _repeat(self, tokens: int, matrices: int, seconds: float) -> float:
        """How often a second a graph of such products is computed."""
        ggml = self._ggml
        context = self._context()
        weights = [ggml.ggml_new_tensor_2d(context, _Q4_0, _WIDTH, _HEIGHT) for _ in range(matrices)]
        batch = ggml.ggml_new_tensor_2d(context, _F32, _WIDTH, tokens)
        graph = ggml.ggml_new_graph(context)
        for matrix in weights:
            ggml.ggml_build_forward_expand(graph, ggml.ggml_mul_mat(context, matrix, batch))
        buffer = self._allocate(context)
        filling = _quantized(ggml, [0.5] * _WIDTH, 1, _WIDTH) * _HEIGHT
        for matrix in weights:
            ggml.ggml_backend_tensor_set(matrix, filling, 0, len(filling))
        columns = array.array("f", [0.25]) * (_WIDTH * tokens)
        ggml.ggml_backend_tensor_set(batch, columns.tobytes(), 0, len(columns) * 4)
        self._compute(graph)  # the first time kernels are compiled and clocks rise
        started, count = time.perf_counter(), 0
        while (taken := time.perf_counter() - started) < seconds or not count:
            self._compute(graph)
            count += 1
        ggml.ggml_backend_buffer_free(buffer)
        ggml.ggml_free(context)
        return count / taken

    def _context(self) -> int:
        ggml = self._ggml
        size = 32 * ggml.ggml_tensor_overhead() + ggml.ggml_graph_overhead() + _ENOUGH_SPACE
        return ggml.ggml_init(InitParams(size, None, True))  # type: ignore[no-any-return]

    def _allocate(self, context: int) -> int:
        buffer = self._ggml.ggml_backend_alloc_ctx_tensors(context, self._backend)
        if not buffer:
            raise MemoryError("the device has no memory left")
        return buffer  # type: ignore[no-any-return]

    def _compute(self, graph: int) -> None:
        status = self._ggml.ggml_backend_graph_compute(self._backend, graph)
        if status != 0:
            raise OSError(f"ggml_backend_graph_compute returned {status}")


def agrees(found: Sequence[float], expected: Sequence[float]) -> bool:
    """Whether two products are the same up to rounding: mean square error over mean square."""
    error = sum((one - other) ** 2 for one, other in zip(found, expected, strict=True))
    return error <= _FAULT * sum(value**2 for value in expected)  # also False for anything that isn't a number


def _matrix_bytes() -> int:
    return _WIDTH * _HEIGHT // _BLOCK * _BLOCK_BYTES


def _quantized(ggml: Ggml, values: list[float], rows: int, columns: int) -> bytes:
    source = array.array("f", values)
    room = ctypes.create_string_buffer(rows * columns // _BLOCK * _BLOCK_BYTES)
    address = ctypes.cast(source.buffer_info()[0], c_void_p)
    ggml.ggml_quantize_chunk(_Q4_0, address, room, 0, rows, columns, None)
    return room.raw
