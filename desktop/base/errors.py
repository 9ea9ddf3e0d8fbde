"""Typed errors with a code. Code below the window raises these; `error_text` turns a code into a sentence.

A code never changes its meaning once released: it stands in stored replies and in the JSON of the command line.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any


class Code(StrEnum):
    """Every way something can go wrong that a person is told about."""

    # the model file
    NO_MODEL = "no_model"
    NO_TRANSLATOR = "no_translator"
    MODEL_UNKNOWN = "model_unknown"
    MODEL_MISSING = "model_missing"
    MODEL_EMPTY = "model_empty"
    MODEL_TRUNCATED = "model_truncated"
    MODEL_NOT_GGUF = "model_not_gguf"
    MODEL_DAMAGED = "model_damaged"
    MODEL_UNSUPPORTED = "model_unsupported"
    MODEL_UNREADABLE = "model_unreadable"
    MODEL_LOAD_FAILED = "model_load_failed"
    MODEL_ARRIVING = "model_arriving"
    MODEL_PART_MISSING = "model_part_missing"
    MODEL_PART_RENAMED = "model_part_renamed"
    MODEL_PROJECTOR_ALONE = "model_projector_alone"
    MODEL_ADAPTER = "model_adapter"
    MODEL_NO_MODEL = "model_no_model"
    MODEL_CHANGED = "model_changed"
    FOLDER_MISSING = "folder_missing"
    FOLDER_UNREADABLE = "folder_unreadable"
    FOLDER_TOO_LARGE = "folder_too_large"
    FOLDER_UNKNOWN = "folder_unknown"
    MOVE_INSIDE = "move_inside"
    MOVE_NO_ROOM = "move_no_room"
    MOVE_TAKEN = "move_taken"
    MOVE_CHECK_FAILED = "move_check_failed"
    MOVE_UNWRITABLE = "move_unwritable"
    MOVE_UNDER_WAY = "move_under_way"
    PARTS_UNREACHABLE = "parts_unreachable"
    # an adapter of a model
    ADAPTER_UNKNOWN = "adapter_unknown"
    ADAPTER_MISSING = "adapter_missing"
    ADAPTER_UNREADABLE = "adapter_unreadable"
    ADAPTER_DAMAGED = "adapter_damaged"
    ADAPTER_NOT_ONE = "adapter_not_one"
    ADAPTER_UNSUPPORTED = "adapter_unsupported"
    ADAPTER_OTHER_MODEL = "adapter_other_model"
    ADAPTER_OTHER_SIZE = "adapter_other_size"
    ADAPTER_TOO_MANY = "adapter_too_many"
    # the engine
    ENGINE_DIED = "engine_died"
    ENGINE_OUT_OF_MEMORY = "engine_out_of_memory"
    ENGINE_PROTOCOL = "engine_protocol"
    ENGINE_FAILED = "engine_failed"
    ENGINE_CLOSED = "engine_closed"
    CANCELLED = "cancelled"
    CONTEXT_TOO_LARGE = "context_too_large"
    CONTEXT_FULL = "context_full"
    TEMPLATE_FAILED = "template_failed"
    INVALID_VALUE = "invalid_value"
    # how a model is loaded
    OPTION_UNKNOWN = "option_unknown"
    OPTION_VALUE = "option_value"
    CACHE_NEEDS_FLASH = "cache_needs_flash"
    CACHE_NO_FLASH = "cache_no_flash"
    CACHE_BLOCKS = "cache_blocks"
    CACHE_TYPES_DIFFER = "cache_types_differ"
    CONTEXT_ABOVE_TRAINED = "context_above_trained"
    # models on other machines
    ENDPOINT_ADDRESS = "endpoint_address"
    ENDPOINT_UNREACHABLE = "endpoint_unreachable"
    ENDPOINT_CERTIFICATE = "endpoint_certificate"
    ENDPOINT_REDIRECT = "endpoint_redirect"
    ENDPOINT_KEY = "endpoint_key"
    ENDPOINT_BUSY = "endpoint_busy"
    ENDPOINT_NO_SERVER = "endpoint_no_server"
    ENDPOINT_NO_MODEL = "endpoint_no_model"
    ENDPOINT_REFUSED = "endpoint_refused"
    ENDPOINT_FAILED = "endpoint_failed"
    ENDPOINT_GARBLED = "endpoint_garbled"
    ENDPOINT_SILENT = "endpoint_silent"
    ENDPOINT_CUT = "endpoint_cut"
    ENDPOINT_ENDLESS = "endpoint_endless"
    ENDPOINT_UNABLE = "endpoint_unable"
    KEYRING_MISSING = "keyring_missing"
    # devices of other machines
    MACHINE_ADDRESS = "machine_address"
    MACHINE_UNKNOWN = "machine_unknown"
    MACHINE_UNREACHABLE = "machine_unreachable"
    MACHINE_SILENT = "machine_silent"
    MACHINE_STRANGE = "machine_strange"
    MACHINE_VERSION = "machine_version"
    MACHINE_EMPTY = "machine_empty"
    MACHINE_FAILED = "machine_failed"
    MACHINE_LOST = "machine_lost"
    MACHINE_PORT = "machine_port"
    MACHINES_UNABLE = "machines_unable"
    # the data folder and the store
    DATA_READ_ONLY = "data_read_only"
    DISK_FULL = "disk_full"
    WRITING_AWAY = "writing_away"
    STORE_NEWER = "store_newer"
    STORE_CORRUPT = "store_corrupt"
    STORE_LOCKED = "store_locked"
    STORE_FAILED = "store_failed"
    CONVERSATION_UNKNOWN = "conversation_unknown"
    # documents and translation
    LANGUAGE_UNKNOWN = "language_unknown"
    DOCUMENT_MISSING = "document_missing"
    DOCUMENT_UNREADABLE = "document_unreadable"
    DOCUMENT_KIND_UNKNOWN = "document_kind_unknown"
    DOCUMENT_BINARY = "document_binary"
    DOCUMENT_ENCODING = "document_encoding"
    DOCUMENT_DAMAGED = "document_damaged"
    DOCUMENT_ENCRYPTED = "document_encrypted"
    DOCUMENT_TOO_LARGE = "document_too_large"
    DOCUMENT_READ_ONLY_KIND = "document_read_only_kind"
    DOCUMENT_NOT_WRITTEN = "document_not_written"
    DOCUMENT_EMPTY = "document_empty"
    FILE_IS_FOLDER = "file_is_folder"
    FILE_OF_NO_USE = "file_of_no_use"
    FILE_NAME_BYTES = "file_name_bytes"
    ATTACHMENT_BINARY = "attachment_binary"
    ATTACHMENT_DAMAGED = "attachment_damaged"
    ATTACHMENT_TOO_LARGE = "attachment_too_large"
    REFERENCE_MISMATCH = "reference_mismatch"
    TRANSLATION_UNKNOWN = "translation_unknown"
    # conversations in and out
    CHATS_UNKNOWN_KIND = "chats_unknown_kind"
    CHATS_NOT_WRITTEN = "chats_not_written"
    BACKUP_UNUSABLE = "backup_unusable"
    # stories
    STORY_UNKNOWN = "story_unknown"
    STORY_NOT_FOUND = "story_not_found"
    STORY_STALE = "story_stale"
    SCENE_TOO_LARGE = "scene_too_large"
    STORY_PLACE = "story_place"
    PATTERN_BAD = "pattern_bad"
    PATTERN_SLOW = "pattern_slow"
    LOREBOOK_UNKNOWN_KIND = "lorebook_unknown_kind"
    STORY_EMPTY = "story_empty"
    STORY_TOO_LARGE = "story_too_large"
    STORY_UNREADABLE_KIND = "story_unreadable_kind"
    STORY_NOT_WRITTEN = "story_not_written"
    NO_CHINESE_FONT = "no_chinese_font"
    # the hub, and what is fetched from it
    HUB_NOT_FOUND = "hub_not_found"
    HUB_TOKEN_NEEDED = "hub_token_needed"
    HUB_GATED = "hub_gated"
    HUB_FORBIDDEN = "hub_forbidden"
    HUB_BUSY = "hub_busy"
    HUB_FAILED = "hub_failed"
    HUB_REFUSED = "hub_refused"
    HUB_UNREACHABLE = "hub_unreachable"
    HUB_CUT = "hub_cut"
    HUB_STALLED = "hub_stalled"
    HUB_ANSWER = "hub_answer"
    HUB_REDIRECT = "hub_redirect"
    HUB_NAME = "hub_name"
    DOWNLOAD_CHANGED = "download_changed"
    DOWNLOAD_DAMAGED = "download_damaged"
    DOWNLOAD_NAME = "download_name"
    DOWNLOAD_EXISTS = "download_exists"
    DOWNLOAD_BUSY = "download_busy"
    DOWNLOAD_NO_SPACE = "download_no_space"
    DOWNLOAD_NOT_WRITTEN = "download_not_written"
    DOWNLOAD_UNKNOWN = "download_unknown"
    # new versions of the program, and where a person's things are
    UPDATE_SIGNATURE = "update_signature"
    UPDATE_NO_KEY = "update_no_key"
    UPDATE_NO_FILE = "update_no_file"
    UPDATE_NOT_INSTALLED = "update_not_installed"
    UPDATE_NOTHING_BEFORE = "update_nothing_before"
    PLACE_FIXED = "place_fixed"
    PLACE_TAKEN = "place_taken"
    PLACE_INSIDE = "place_inside"
    PLACE_NO_ROOM = "place_no_room"
    PLACE_IN_USE = "place_in_use"
    # the program itself
    NO_DISPLAY = "no_display"
    USAGE = "usage"
    INTERNAL = "internal"


class LamplightError(Exception):
    """An error a person is told about.

    `code` says what happened; `details` are the JSON-safe values its sentence needs (a path, a size in bytes, the
    cause in the library's own words).
    """

    def __init__(self, code: Code, **details: Any) -> None:
        super().__init__(code.value, details)
        self.code = code
        self.details = details

    def __str__(self) -> str:
        shown = ", ".join(f"{key}={value}" for key, value in self.details.items())
        return f"{self.code.value} ({shown})" if shown else self.code.value


class ModelFileError(LamplightError):
    """A model file can't be used."""


class HubError(LamplightError):
    """A hub can't be reached, refused, or what it gave is of no use."""


class EngineError(LamplightError):
    """The engine process refused, failed or died."""


class EndpointError(EngineError):
    """A server on another machine can't be reached or used; `host` is in the details.

    `retry_after` are the seconds after which it said it may be asked again, 0.0 where it said nothing.
    """

    retry_after = 0.0


class MachineError(EngineError):
    """Another machine's devices can't be used; its `address` is in the details."""


class DocumentError(LamplightError):
    """A document, glossary or memory can't be read or written."""


class StoreError(LamplightError):
    """The database can't be opened, read or written."""
