"""LoRA adapters and control vectors of a loaded model: read once, kept, and put to work between two batches.

Adapters work for a whole context, so a batch holds only requests that want the same ones (`Mix`).
"""

from __future__ import annotations

import ctypes
import hashlib
import logging
import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import llama_cpp as ll
import numpy as np
import numpy.typing as npt

from desktop.base.errors import Code, EngineError, ModelFileError
from desktop.base.file_hash import sha256
from desktop.base.gguf.adapter import AdapterHeader, AdapterKind, check_fit, read_adapter
from desktop.base.gguf.header import Header, Tensor
from desktop.base.gguf.parts import read_all_parts
from desktop.engine.model.model import Model
from desktop.engine.model.native import NativeLog
from desktop.engine.protocol.adapters import Adapter

log = logging.getLogger(__name__)

_LORA_POINTER = ctypes.POINTER(ctypes.c_void_p)
_FLOATS = ctypes.POINTER(ctypes.c_float)
_BF16_EXPONENT = 0x7F80  # all ones: infinite, or not a number
_Q8_0 = np.dtype([("scale", np.float16), ("values", np.int8, 32)])

Directions = npt.NDArray[np.float32]  # a row for each layer from the second


@dataclass(frozen=True, eq=False)
class Mix:
    """What works for some requests. `key` names it by contents and strengths, in whatever order; "" is none."""

    key: str = ""
    loras: tuple[tuple[Loaded, float], ...] = ()
    directions: Directions | None = None


@dataclass(eq=False)
class Loaded:
    """An adapter in memory: llama.cpp's for a LoRA, the rows themselves for a control vector."""

    path: str
    digest: str
    stamp: tuple[int, int]  # size and time of change when it was read
    layers: tuple[int, int]
    handle: Any = None
    directions: Directions | None = field(default=None, repr=False)


NONE = Mix()


class Adapters:
    """Those of one model. Used by one thread."""

    def __init__(self, model: Model, native_log: NativeLog) -> None:
        self._model, self._log = model, native_log
        self._loaded: dict[str, Loaded] = {}
        self._replaced: list[Loaded] = []  # their files are others now; requests that began with them go on
        self._working = NONE
        self._header: Header | None = None

    @property
    def count(self) -> int:
        """How many are in memory."""
        return len(self._loaded)

    def mix(self, wanted: Sequence[Adapter]) -> Mix:
        """What a request with these adapters works with; those that aren't in memory are read.

        Raises ModelFileError (see `read_adapter` and `check_fit`), EngineError(ENGINE_OUT_OF_MEMORY, INVALID_VALUE).
        """
        working = [(self._get(adapter), adapter) for adapter in wanted if adapter.scale != 0.0]
        if not working:
            return NONE
        loras: dict[str, tuple[Loaded, float]] = {}
        names: list[str] = []
        directions: Directions | None = None
        for loaded, adapter in working:
            if loaded.directions is None:
                before = loras[loaded.digest][1] if loaded.digest in loras else 0.0
                loras[loaded.digest] = (loaded, before + adapter.scale)
                continue
            first, last = self._range(loaded, adapter)
            names.append(f"{loaded.digest} {adapter.scale!r} {first} {last}")
            directions = np.zeros_like(loaded.directions) if directions is None else directions
            directions[first - 1 : last] += np.float32(adapter.scale) * loaded.directions[first - 1 : last]
        names += [f"{digest} {scale!r}" for digest, (_, scale) in loras.items()]
        key = hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()[:32]
        return Mix(key, tuple(loras.values()), directions)

    def use(self, mix: Mix) -> None:
        """Let the next batches be computed with these."""
        changed = mix.key != self._working.key
        self._log.quiet = changed  # the first batch with others says a page about its buffers, every time
        if not changed:
            return
        context = self._model.context_handle
        count = len(mix.loras)
        handles = (_LORA_POINTER * count)(*(loaded.handle for loaded, _ in mix.loras))
        scales = (ctypes.c_float * count)(*(scale for _, scale in mix.loras))
        ll.llama_set_adapters_lora(context, handles, count, scales)
        if mix.directions is not None:
            rows = mix.directions
            data = rows.ctypes.data_as(_FLOATS)
            ll.llama_set_adapter_cvec(context, data, rows.size, rows.shape[1], 1, rows.shape[0])
        elif self._working.directions is not None:
            ll.llama_set_adapter_cvec(context, _FLOATS(), 0, 0, 0, 0)
        self._working = mix

    def keep_only(self, wanted: Sequence[Adapter], used: Iterable[Mix]) -> None:
        """Free those that neither are `wanted` nor work for a request under way."""
        working = {loaded for mix in (*used, self._working) for loaded, _ in mix.loras}
        paths = {adapter.path for adapter in wanted}
        for loaded in [one for one in self._loaded.values() if one.path not in paths and one not in working]:
            self._free(self._loaded.pop(loaded.path))
        for loaded in [one for one in self._replaced if one not in working]:
            self._replaced.remove(loaded)
            self._free(loaded)

    def _get(self, adapter: Adapter) -> Loaded:
        path = Path(adapter.path)
        found = self._loaded.get(adapter.path)
        if found is not None and found.stamp == _stamp(path):
            return found
        started = time.perf_counter()
        header = read_adapter(path)
        check_fit(header, self._whole_model())
        loaded = self._read(header, _stamp(path), sha256(path))
        if found is not None:
            self._replaced.append(found)
        self._loaded[adapter.path] = loaded
        log.info("adapter %s read in %.3f s: %s", path.name, time.perf_counter() - started, header.kind)
        return loaded

    def _whole_model(self) -> Header:
        if self._header is None:
            self._header = read_all_parts(self._model.path)
        return self._header

    def _read(self, header: AdapterHeader, stamp: tuple[int, int], digest: str) -> Loaded:
        path = str(header.path)
        with header.path.open("rb") as file:
            for tensor in header.header.tensors:
                file.seek(header.header.data + tensor.offset)
                if not _finite(tensor, file.read(tensor.size or 0)):
                    raise ModelFileError(
                        Code.ADAPTER_DAMAGED, path=path, cause=f"{header.path.name}: {tensor.name} is not finite"
                    )
        if header.kind is AdapterKind.CONTROL_VECTOR:
            return Loaded(path, digest, stamp, header.layers, directions=self._directions(header))
        handle = ll.llama_adapter_lora_init(self._model.handle, os.fsencode(path))
        if not handle:
            raise ModelFileError(Code.ADAPTER_UNSUPPORTED, path=path, cause=f"{header.path.name}: {self._log.cause}")
        return Loaded(path, digest, stamp, header.layers, handle=handle)

    def _directions(self, header: AdapterHeader) -> Directions:
        rows = np.zeros((int(ll.llama_model_n_layer(self._model.handle)) - 1, header.width), np.float32)
        for layer, tensor in header.directions:
            offset = header.header.data + tensor.offset
            rows[layer - 1] = np.fromfile(header.path, np.float32, header.width, offset=offset)
        return rows

    @staticmethod
    def _range(loaded: Loaded, adapter: Adapter) -> tuple[int, int]:
        first = max(adapter.first_layer or loaded.layers[0], 1)
        last = min(adapter.last_layer or loaded.layers[1], loaded.layers[1])
        if first > last:
            raise EngineError(Code.INVALID_VALUE, name="last_layer", value=str(adapter.last_layer))
        return first, last

    @staticmethod
    def _free(loaded: Loaded) -> None:
        if loaded.handle is not None:
            ll.llama_adapter_lora_free(loaded.handle)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError as error:
        raise ModelFileError(Code.ADAPTER_MISSING, path=str(path), cause=path.name) from error
    return status.st_size, status.st_mtime_ns


def _finite(tensor: Tensor, data: bytes) -> bool:
    """Whether all numbers are numbers: others would make every token's probability none."""
    match tensor.type_name:
        case "F32":
            return bool(np.isfinite(np.frombuffer(data, np.float32)).all())
        case "F16":
            return bool(np.isfinite(np.frombuffer(data, np.float16)).all())
        case "BF16":
            return bool(((np.frombuffer(data, np.uint16) & _BF16_EXPONENT) != _BF16_EXPONENT).all())
        case "Q8_0":
            return bool(np.isfinite(np.frombuffer(data, _Q8_0)["scale"]).all())
    return True  # a norm, which llama.cpp leaves out
