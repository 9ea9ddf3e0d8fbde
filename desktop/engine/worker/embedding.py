"""Texts as vectors, in a small context of its own beside the one that writes."""

from __future__ import annotations

import llama_cpp as ll
import numpy as np

from desktop.base.errors import Code, EngineError
from desktop.engine.model.model import Model
from desktop.engine.worker.batch import Batch

_LONGEST = 2048  # tokens: pooling wants a text in one batch


class Embedder:
    """Made at the first request: most people never need its memory."""

    def __init__(self, model: Model) -> None:
        """Raises EngineError(ENGINE_OUT_OF_MEMORY)."""
        self._model = model
        parameters = ll.llama_context_default_params()
        length = min(_LONGEST, model.trained_context or _LONGEST)
        parameters.n_ctx = parameters.n_batch = parameters.n_ubatch = length
        parameters.n_threads = parameters.n_threads_batch = model.threads
        parameters.embeddings = True
        parameters.no_perf = True
        self._context = ll.llama_init_from_model(model.handle, parameters)
        if self._context and ll.llama_pooling_type(self._context) == ll.LLAMA_POOLING_TYPE_NONE:
            ll.llama_free(self._context)
            parameters.pooling_type = ll.LLAMA_POOLING_TYPE_MEAN
            self._context = ll.llama_init_from_model(model.handle, parameters)
        if not self._context:
            raise EngineError(Code.ENGINE_OUT_OF_MEMORY, context=length)
        self._size = int(ll.llama_model_n_embd_out(model.handle))
        self._batch = Batch(length, 1)

    def embed(self, text: str) -> tuple[tuple[float, ...], int]:
        """The vector, scaled to length 1, and the number of tokens. Raises EngineError."""
        tokens = self._model.vocabulary.tokenize(text, special=True, parse_special=False)
        if not tokens:
            raise EngineError(Code.INVALID_VALUE, name="text", value=text[:40])
        if len(tokens) > self._batch.capacity:
            raise EngineError(Code.CONTEXT_FULL, requested=len(tokens), context=self._batch.capacity)
        memory = ll.llama_get_memory(self._context)
        if memory:
            ll.llama_memory_clear(memory, True)
        self._batch.clear()
        self._batch.add(0, 0, tokens, outputs=len(tokens))
        code = self._batch.decode(self._context)
        found = ll.llama_get_embeddings_seq(self._context, 0) if code == 0 else None
        if not found:
            raise EngineError(Code.ENGINE_FAILED, cause=f"llama_decode returned {code}")
        vector = np.ctypeslib.as_array(found, shape=(self._size,)).astype(np.float64)
        length = float(np.linalg.norm(vector))
        return tuple(float(value) for value in vector / (length or 1.0)), len(tokens)
