"""Conversations to disk when it is quiet, and back when somebody goes on with one."""

from __future__ import annotations

import ctypes
import logging
from pathlib import Path

import llama_cpp as ll
import numpy as np

from desktop.base.file_hash import fingerprint
from desktop.engine.cache.sequences import Sequence, Sequences, common_prefix
from desktop.engine.cache.state_files import Entry, StateFiles
from desktop.engine.model.model import Model
from desktop.engine.protocol.messages import Load

log = logging.getLogger(__name__)

_WORTH_READING = 32  # tokens a file must save beyond what memory has
_WORTH_SAVING = 64  # tokens
_BYTES = ctypes.POINTER(ctypes.c_uint8)


class StateSaver:
    """Moves sequences between the key/value cache and the files; does nothing without a folder."""

    def __init__(self, model: Model, request: Load) -> None:
        self._model = model
        self.sequences = Sequences(model)
        self._states: StateFiles | None = None
        if request.states_dir:
            parameters = {
                "llama.cpp": ll.llama_version().decode(),
                "window": model.window,
                "layers": int(ll.llama_model_n_layer(model.handle)),
                "cache": [request.cache_type_k, request.cache_type_v, request.flash_attention],
            }
            folder = Path(request.states_dir)
            self._states = StateFiles(folder, request.states_limit, fingerprint(model.path), parameters)

    @property
    def files(self) -> list[Entry]:
        """The conversations on disk that belong to this model."""
        return list(self._states.entries) if self._states else []

    def shared(self, tokens: list[int], adapters: str = "") -> int:
        """How many tokens at the beginning need no evaluation with these adapters, in memory or on disk."""
        entry, saved = self._best(tokens, adapters)
        return max(self.sequences.longest(tokens, adapters)[1], saved if entry else 0)

    def fetch(self, tokens: list[int], adapters: str = "") -> None:
        """Read a saved state back where it spares much more than memory does."""
        entry, saved = self._best(tokens, adapters)
        held = self.sequences.longest(tokens, adapters)[1]
        if entry is None or self._states is None or saved < held + _WORTH_READING:
            return
        if not self.sequences.make_room(len(entry.tokens)):
            return
        sequence = self.sequences.empty()
        state = self._states.read(entry) if sequence is not None else None
        if sequence is None or state is None:
            return
        if not self._restore(sequence, entry, state):
            self._states.discard(entry)

    def unsaved(self) -> list[Sequence]:
        """Idle conversations that are not on disk as they are."""
        if self._states is None:
            return []
        return [
            sequence
            for sequence in self.sequences.idle()
            if sequence.worth_saving and len(sequence.tokens) >= max(_WORTH_SAVING, sequence.saved + 1)
        ]

    def save(self, sequence: Sequence) -> None:
        """Write one to disk; where that fails it isn't tried again until it grows."""
        size = ll.llama_state_seq_get_size(self._model.context_handle, sequence.id)
        room = np.empty(size, np.uint8)
        pointer = room.ctypes.data_as(_BYTES)
        written = ll.llama_state_seq_get_data(self._model.context_handle, pointer, size, sequence.id)
        if written and self._states is not None:
            self._states.write(sequence.tokens, room[:written].tobytes(), sequence.adapters)
        sequence.saved = len(sequence.tokens)

    def _best(self, tokens: list[int], adapters: str) -> tuple[Entry | None, int]:
        best, length = None, 0
        for entry in self.files:
            if entry.adapters != adapters:
                continue
            shared = common_prefix(entry.tokens, tokens)
            if shared > length:
                best, length = entry, shared
        return best, length

    def _restore(self, sequence: Sequence, entry: Entry, state: bytes) -> bool:
        data = np.frombuffer(state, np.uint8)
        pointer = data.ctypes.data_as(_BYTES)
        read = ll.llama_state_seq_set_data(self._model.context_handle, pointer, len(data), sequence.id)
        self.sequences.extend(sequence, entry.tokens)
        if read and self.sequences.holds(sequence, len(entry.tokens)):
            sequence.saved, sequence.worth_saving = len(entry.tokens), True
            sequence.adapters = entry.adapters
            return True
        log.warning("llama.cpp refused a saved state")
        self.sequences.drop(sequence)
        return False
