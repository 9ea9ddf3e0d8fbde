"""This machine's devices lent to another one: llama.cpp's own server for that, in this process until it is ended."""

from __future__ import annotations

import ctypes
import signal
import socket
from collections.abc import Sequence
from ctypes import c_char_p, c_size_t, c_void_p
from pathlib import Path

from desktop.base.devices import DeviceKind
from desktop.base.errors import Code, MachineError
from desktop.base.network.doors import LEND
from desktop.base.network.ledger import ledger
from desktop.engine.backends.files import processor_file
from desktop.engine.backends.ggml import Ggml

_SERVER = ctypes.CFUNCTYPE(None, c_char_p, c_char_p, c_size_t, c_size_t, c_void_p)


def lend(library: Path, server: str, files: Sequence[str], address: str, threads: int) -> None:
    """Let another Lamplight compute here until this process is ended, by Ctrl-C for example.

    `server` is the backend for other machines ("" built in), `files` are those of this machine's own devices; where
    they have none the processor is lent. Raises MachineError where it can't begin; the process is of no other use then,
    since signals have their own way.
    """
    host, _, port = address.rpartition(":")
    ledger.use(LEND, address)
    try:
        with socket.create_server((host, int(port))):
            pass  # whoever else has the port is found out in Python, where it can be told
    except OSError as error:
        cause = f"{address}: {error.strerror or error}"
        raise MachineError(Code.MACHINE_PORT, address=address, cause=cause) from error
    ggml = Ggml.of_folder(library)
    for file in (processor_file(library), *(Path(name) for name in (*files, server) if name)):
        if file is not None and not ggml.load(file):
            raise MachineError(Code.MACHINES_UNABLE, cause=file.name)
    start = ggml.machine_function(b"ggml_backend_rpc_start_server")
    if not start:
        raise MachineError(Code.MACHINES_UNABLE)
    known = ggml.devices()
    handles = [handle for handle, device in known if device.kind in (DeviceKind.GPU, DeviceKind.INTEGRATED)]
    handles = handles or [handle for handle, device in known if device.kind is DeviceKind.CPU]
    for name in ("SIGINT", "SIGTERM"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)  # Python's own handlers don't run in a call that lasts
    _SERVER(start)(address.encode(), None, threads, len(handles), (c_void_p * len(handles))(*handles))
    raise MachineError(Code.MACHINE_PORT, address=address, cause=address)  # it comes back only where it can't listen
