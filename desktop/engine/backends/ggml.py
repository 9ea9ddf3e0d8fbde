"""The calls of ggml that this program makes itself, in the copy of ggml that libllama uses.

A wheel holds no symbolic links, so `libggml.so` and `libggml.so.0` are two files, and a process that opens both by path
has two registries of backends. Symbols are therefore looked up through libllama's own handle: on Linux and macOS that
searches the libraries it was linked against. Windows doesn't search there, but keeps one module for each file name.

Only the standard library is imported: the throw-away process of `prober` has nothing else.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from ctypes import c_bool, c_char_p, c_int, c_int64, c_size_t, c_void_p
from pathlib import Path
from typing import Any

from desktop.base.devices import Device, DeviceKind

_KINDS = (DeviceKind.CPU, DeviceKind.GPU, DeviceKind.INTEGRATED, DeviceKind.ACCELERATOR)  # enum ggml_backend_dev_type
_RPC = "RPC"  # what ggml calls the backend of other machines; its devices say that they are cards


class InitParams(ctypes.Structure):
    """struct ggml_init_params."""

    _fields_ = (("mem_size", c_size_t), ("mem_buffer", c_void_p), ("no_alloc", c_bool))


class _Properties(ctypes.Structure):
    """struct ggml_backend_dev_props; its capabilities are five bools that nobody reads here."""

    _fields_ = (
        ("name", c_char_p),
        ("description", c_char_p),
        ("memory_free", c_size_t),
        ("memory_total", c_size_t),
        ("type", c_int),
        ("device_id", c_char_p),
        ("capabilities", c_bool * 16),
    )


_SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "ggml_backend_load": (c_void_p, (c_char_p,)),
    "ggml_backend_register": (None, (c_void_p,)),
    "ggml_backend_reg_count": (c_size_t, ()),
    "ggml_backend_reg_get": (c_void_p, (c_size_t,)),
    "ggml_backend_reg_name": (c_char_p, (c_void_p,)),
    "ggml_backend_reg_get_proc_address": (c_void_p, (c_void_p, c_char_p)),
    "ggml_backend_dev_count": (c_size_t, ()),
    "ggml_backend_dev_get": (c_void_p, (c_size_t,)),
    "ggml_backend_dev_get_props": (None, (c_void_p, c_void_p)),
    "ggml_backend_dev_backend_reg": (c_void_p, (c_void_p,)),
    "ggml_backend_dev_supports_op": (c_bool, (c_void_p, c_void_p)),
    "ggml_backend_dev_init": (c_void_p, (c_void_p, c_char_p)),
    "ggml_backend_alloc_ctx_tensors": (c_void_p, (c_void_p, c_void_p)),
    "ggml_backend_tensor_set": (None, (c_void_p, c_void_p, c_size_t, c_size_t)),
    "ggml_backend_tensor_get": (None, (c_void_p, c_void_p, c_size_t, c_size_t)),
    "ggml_backend_graph_compute": (c_int, (c_void_p, c_void_p)),
    "ggml_backend_buffer_free": (None, (c_void_p,)),
    "ggml_backend_free": (None, (c_void_p,)),
    "ggml_init": (c_void_p, (InitParams,)),
    "ggml_free": (None, (c_void_p,)),
    "ggml_tensor_overhead": (c_size_t, ()),
    "ggml_graph_overhead": (c_size_t, ()),
    "ggml_nbytes": (c_size_t, (c_void_p,)),
    "ggml_new_tensor_2d": (c_void_p, (c_void_p, c_int, c_int64, c_int64)),
    "ggml_mul_mat": (c_void_p, (c_void_p, c_void_p, c_void_p)),
    "ggml_new_graph": (c_void_p, (c_void_p,)),
    "ggml_build_forward_expand": (None, (c_void_p, c_void_p)),
    "ggml_quantize_chunk": (c_size_t, (c_int, c_void_p, c_void_p, c_int64, c_int64, c_int64, c_void_p)),
    "ggml_commit": (c_char_p, ()),
    "ggml_version": (c_char_p, ()),
}


class Ggml:
    """The ggml that one libllama uses; functions by their C names: `ggml.ggml_backend_dev_count()`."""

    def __init__(self, libllama: ctypes.CDLL) -> None:
        self._libraries = [libllama]
        if sys.platform == "win32":
            folder = Path(libllama._name).parent
            self._libraries += [ctypes.CDLL(str(folder / name)) for name in ("ggml.dll", "ggml-base.dll")]

    @classmethod
    def of_folder(cls, folder: Path) -> Ggml:
        """Load the libllama of this folder. Raises OSError."""
        if sys.platform == "win32":
            os.add_dll_directory(str(folder))
        names = {"win32": ("llama.dll", "libllama.dll"), "darwin": ("libllama.dylib", "libllama.so")}
        for name in names.get(sys.platform, ("libllama.so",)):
            if (folder / name).exists():
                return cls(ctypes.CDLL(str(folder / name)))
        raise OSError(f"no libllama in {folder}")

    def __getattr__(self, name: str) -> Any:
        result, arguments = _SIGNATURES[name]
        for library in self._libraries:
            try:
                function = library[name]  # a new object each time: nobody else's signature is changed
            except AttributeError:
                continue
            function.restype, function.argtypes = result, arguments
            setattr(self, name, function)
            return function
        raise AttributeError(name)

    def load(self, path: Path) -> bool:
        """Load one backend file into the registry; False where it refuses itself (its log says why)."""
        return bool(self.ggml_backend_load(os.fsencode(path)))

    def add_machine(self, address: str) -> bool:
        """Register the devices that another machine lends; its backend must be loaded. False where there is none.

        The library aborts the process where nobody answers there, so `other_machine.look` goes before.
        """
        found = self.machine_function(b"ggml_backend_rpc_add_server")
        server = ctypes.CFUNCTYPE(c_void_p, c_char_p)(found)(address.encode()) if found else None
        if server:
            self.ggml_backend_register(server)
        return bool(server)

    def machine_function(self, name: bytes) -> int:
        """The address of a function of the backend for other machines; 0 where that isn't loaded."""
        for index in range(self.ggml_backend_reg_count()):
            registry = self.ggml_backend_reg_get(index)
            if self._text(self.ggml_backend_reg_name(registry)) == _RPC:
                return int(self.ggml_backend_reg_get_proc_address(registry, name) or 0)
        return 0

    def handles(self) -> Iterator[int]:
        """Every device of the registry, the processor included."""
        for index in range(self.ggml_backend_dev_count()):
            yield self.ggml_backend_dev_get(index)

    def device(self, handle: int) -> Device:
        """What a device says of itself, its free memory as it is now."""
        says = _Properties()
        self.ggml_backend_dev_get_props(handle, ctypes.byref(says))
        backend = self._text(self.ggml_backend_reg_name(self.ggml_backend_dev_backend_reg(handle)))
        kind = _KINDS[says.type] if 0 <= says.type < len(_KINDS) else DeviceKind.ACCELERATOR
        return Device(
            name=self._text(says.name),
            description=self._text(says.description).strip(),
            kind=DeviceKind.REMOTE if backend == _RPC else kind,
            free=says.memory_free,
            total=says.memory_total,
            backend=backend,
            id=self._text(says.device_id),
        )

    def devices(self) -> list[tuple[int, Device]]:
        """Handles and descriptions of all devices."""
        return [(handle, self.device(handle)) for handle in self.handles()]

    def set_threads(self, device: int, backend: int, threads: int) -> None:
        """How many threads a processor's backend uses; others have no such number."""
        registry = self.ggml_backend_dev_backend_reg(device)
        address = self.ggml_backend_reg_get_proc_address(registry, b"ggml_backend_set_n_threads")
        if address:
            ctypes.CFUNCTYPE(None, c_void_p, c_int)(address)(backend, threads)

    @staticmethod
    def _text(found: bytes | None) -> str:
        return (found or b"").decode("utf-8", "replace")
