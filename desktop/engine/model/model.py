"""One loaded model: its vocabulary, its context, and what it says about itself."""

from __future__ import annotations

import ctypes
import re
import time
from collections.abc import Callable
from pathlib import Path

import llama_cpp as ll

from desktop.base import machine
from desktop.base.errors import Code, EngineError, ModelFileError
from desktop.base.gguf.cache import cache_size
from desktop.base.gguf.header import Header
from desktop.base.gguf.reader import read_header
from desktop.engine.backends.loading import Prepared
from desktop.engine.model.native import NativeLog, StopFlag
from desktop.engine.protocol.limits import BATCH, OUTPUTS, SEQUENCES, STATEFUL_SEQUENCES
from desktop.engine.protocol.messages import Load

_LEAST_CONTEXT = 256
_FLASH_ATTENTION = {"auto": -1, "off": 0, "on": 1}  # llama.h, enum llama_flash_attn_type
_CACHE_TYPES = {"f32": 0, "f16": 1, "bf16": 30, "q8_0": 8, "q5_1": 7, "q5_0": 6, "q4_1": 3, "q4_0": 2}  # enum ggml_type
_NO_MEMORY = ("unable to allocate", "failed to allocate", "out of memory", "OutOfDeviceMemory", "OutOfHostMemory")
_SHORT_DEVICE = re.compile(r"unable to allocate ([A-Za-z]+\d+)\b")  # by the name of its buffers: Vulkan1, RPC0[...]
_CUT_SHORT = ("not within the file bounds", "corrupted or incomplete", "unexpectedly reached end")
_WORKING_BYTES = 192 << 20  # llama.cpp's compute buffers and the process itself, generously


class Model:
    """A model and its context, ready to decode. `close` is the end of the process: nothing is freed before."""

    def __init__(
        self, request: Load, prepared: Prepared, log: NativeLog, stop: StopFlag, progress: Callable[[float], bool]
    ) -> None:
        """Loads it; `progress` gets the fraction read and says whether to go on.

        Raises ModelFileError for a file that can't be used, EngineError(CONTEXT_TOO_LARGE, ENGINE_OUT_OF_MEMORY or
        CANCELLED).
        """
        started = time.perf_counter()
        self._log, self._progress, self._prepared = log, progress, prepared
        self.path = Path(request.path)
        self.header = read_header(self.path)
        self.gpu_layers = wanted_layers(request) if prepared.devices else 0
        self.threads = request.threads or machine.default_threads()
        self.stopped = False
        wanted = _context(request, prepared, self.header, self.path)  # refused before gigabytes are read
        self.handle = self._open(request)
        self.layers = int(ll.llama_model_n_layer(self.handle)) + 1  # the output counts as one
        self.vocabulary = Vocabulary(self.handle)
        self.trained_context = int(ll.llama_model_n_ctx_train(self.handle))
        self.context_handle = self._create_context(wanted, request)
        stop.watch(self.context_handle)
        self.context = int(ll.llama_n_ctx_seq(self.context_handle))
        self.cells = int(ll.llama_n_ctx(self.context_handle))
        self.memory = ll.llama_get_memory(self.context_handle)
        self.window = 0 if request.swa_full else int(ll.llama_model_n_swa(self.handle))
        self.sequences = int(ll.llama_n_seq_max(self.context_handle))
        self.load_seconds = time.perf_counter() - started

    @property
    def name(self) -> str:
        return self.meta("general.name") or self.path.stem

    def meta(self, key: str) -> str:
        """A value of the file's key/value table, "" where it has none."""
        room = ctypes.create_string_buffer(1 << 16)
        length = ll.llama_model_meta_val_str(self.handle, key.encode(), room, len(room))
        return room.value.decode("utf-8", "replace") if length >= 0 else ""

    @property
    def template(self) -> str:
        found = ll.llama_model_chat_template(self.handle, None)
        return found.decode("utf-8", "replace") if found else ""

    def _open(self, request: Load) -> int:
        parameters = ll.llama_model_default_params()
        parameters.n_gpu_layers = self.gpu_layers
        handles = self._prepared.handles
        chosen = (ctypes.c_void_p * (len(handles) + 1))(*handles, None)  # without one llama.cpp takes all it knows
        parameters.devices = ctypes.cast(chosen, ctypes.c_void_p)
        split = (ctypes.c_float * max(int(ll.llama_max_devices()), len(request.tensor_split)))(*request.tensor_split)
        if request.tensor_split:
            parameters.tensor_split = ctypes.cast(split, ctypes.POINTER(ctypes.c_float))
        if not request.mmap:
            parameters.load_mode = ll.LLAMA_LOAD_MODE_NONE

        def report(fraction: float, _data: object) -> bool:
            go_on = self._progress(fraction)
            self.stopped = self.stopped or not go_on
            return go_on

        callback = ll.llama_progress_callback(report)  # a name keeps it alive while llama.cpp calls it
        parameters.progress_callback = callback
        handle = ll.llama_model_load_from_file(str(self.path).encode(), parameters)
        if self.stopped:
            raise EngineError(Code.CANCELLED)
        if not handle:
            raise _load_error(self.path, list(self._log.errors), self.header)
        return int(handle)

    def _create_context(self, size: int, request: Load) -> int:
        stateful = ll.llama_model_is_recurrent(self.handle) or ll.llama_model_is_hybrid(self.handle)
        parameters = ll.llama_context_default_params()
        parameters.n_ctx = size
        parameters.n_batch = parameters.n_ubatch = BATCH
        parameters.n_seq_max = STATEFUL_SEQUENCES if stateful else SEQUENCES
        parameters.n_outputs_max = OUTPUTS
        parameters.n_threads = parameters.n_threads_batch = self.threads
        parameters.kv_unified = True
        parameters.swa_full = request.swa_full
        parameters.flash_attn_type = _FLASH_ATTENTION[request.flash_attention]
        parameters.type_k = _CACHE_TYPES[request.cache_type_k]
        parameters.type_v = _CACHE_TYPES[request.cache_type_v]
        parameters.no_perf = True
        handle = ll.llama_init_from_model(self.handle, parameters)
        if not handle:
            raise EngineError(Code.ENGINE_OUT_OF_MEMORY, path=str(self.path), cause=self._log.cause, context=size)
        return int(handle)


def wanted_layers(request: Load) -> int:
    """How many layers go to the devices, the output counting as one. Raises ModelFileError."""
    there = read_header(Path(request.path)).number("block_count") + 1
    wanted = request.gpu_layers
    return there if wanted is None or wanted < 0 else min(wanted, there)


class Vocabulary:
    """Text to tokens and back."""

    def __init__(self, model: int) -> None:
        self.handle = ll.llama_model_get_vocab(model)
        self.size = int(ll.llama_vocab_n_tokens(self.handle))
        self.adds_bos = bool(ll.llama_vocab_get_add_bos(self.handle))
        self._room = ctypes.create_string_buffer(4096)
        self._pieces: dict[int, bytes] = {}
        self.specials = self._control_texts()
        self._beginnings = {text[:2] for text in self.specials}
        self._ends: dict[int, bool] = {}
        self._shown: dict[int, str] = {}

    def tokenize(self, text: str, special: bool, parse_special: bool = True) -> list[int]:
        """The tokens of `text`; `special` adds the model's own beginning. Raises EngineError(INVALID_VALUE)."""
        data = text.encode("utf-8", "replace")
        room = (ctypes.c_int32 * (len(data) + 8))()
        count = ll.llama_tokenize(self.handle, data, len(data), room, len(room), special, parse_special)
        if count < 0:
            raise EngineError(Code.INVALID_VALUE, name="prompt", value=text[:40])
        return room[:count]

    def names_a_special(self, text: str) -> bool:
        """Whether the text holds what would be read as a control token, e.g. "<|im_end|>"."""
        if not any(beginning in text for beginning in self._beginnings):
            return False
        return any(special in text for special in self.specials)

    def show_piece(self, token: int) -> None:
        """Let a control token appear in the text of a reply after all."""
        self._pieces[token] = self.render(token, special=True)

    def piece(self, token: int) -> bytes:
        """The bytes of a token; control tokens have none."""
        found = self._pieces.get(token)
        if found is None:
            found = self._pieces[token] = self.render(token, special=False)
        return found

    def render(self, token: int, special: bool) -> bytes:
        length = ll.llama_token_to_piece(self.handle, token, self._room, len(self._room), 0, special)
        if length >= 0:
            return self._room.raw[:length]
        room = ctypes.create_string_buffer(-length)
        ll.llama_token_to_piece(self.handle, token, room, -length, 0, special)
        return room.raw

    def shown(self, token: int) -> str:
        """A token's text for people: special tokens by name, half a character as U+FFFD."""
        found = self._shown.get(token)
        if found is None:
            found = self._shown[token] = self.render(token, special=True).decode("utf-8", "replace")
        return found

    def ends(self, token: int) -> bool:
        """Whether the token says that the text is over."""
        found = self._ends.get(token)
        if found is None:
            found = self._ends[token] = bool(ll.llama_vocab_is_eog(self.handle, token))
        return found

    def text_of(self, token: int) -> str:
        """A special token as it is written in templates; "" for none."""
        return ll.llama_vocab_get_text(self.handle, token).decode("utf-8", "replace") if token >= 0 else ""

    def _control_texts(self) -> tuple[str, ...]:
        texts = (self.text_of(token) for token in range(self.size) if ll.llama_vocab_is_control(self.handle, token))
        return tuple(text for text in texts if len(text) > 1)

    @property
    def bos(self) -> str:
        return self.text_of(ll.llama_vocab_bos(self.handle))

    @property
    def eos(self) -> str:
        return self.text_of(ll.llama_vocab_eos(self.handle))


def _context(request: Load, prepared: Prepared, header: Header, path: Path) -> int:
    """How many tokens to allocate. Raises EngineError(CONTEXT_TOO_LARGE) where that can't be."""
    available, trained = machine.available_memory(), header.number("context_length")
    wanted = request.context or trained or _LEAST_CONTEXT
    details = {"path": str(path), "requested": wanted, "trained": trained, "available": available}
    if wanted > trained > 0:
        if request.exact_context:
            raise EngineError(Code.CONTEXT_TOO_LARGE, **details)
        wanted = trained
    wanted = max(wanted, _LEAST_CONTEXT)
    if not prepared.devices and not request.anyway:
        cache = cache_size(header).bytes(wanted, STATEFUL_SEQUENCES)  # even where sliding layers keep less
        if cache + _WORKING_BYTES > available:
            raise EngineError(Code.CONTEXT_TOO_LARGE, needed=cache + _WORKING_BYTES, **details)
    return wanted


def _load_error(path: Path, lines: list[str], header: Header) -> ModelFileError:
    """llama.cpp says why only in its log."""
    said = " | ".join(lines)
    cause = lines[0] if lines else ""
    code = Code.MODEL_LOAD_FAILED
    if "unknown model architecture" in said or "unknown pre-tokenizer" in said:
        code = Code.MODEL_UNSUPPORTED
    elif any(words in said for words in _CUT_SHORT):
        code = Code.MODEL_TRUNCATED
    elif any(words in said for words in _NO_MEMORY):
        code = Code.ENGINE_OUT_OF_MEMORY
    short = _SHORT_DEVICE.search(said) if code is Code.ENGINE_OUT_OF_MEMORY else None
    details = {"device": short.group(1)} if short else {}
    return ModelFileError(code, path=str(path), architecture=header.architecture, cause=cause[:300], **details)
