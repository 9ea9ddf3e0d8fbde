"""Error codes as sentences for people: what happened and what to do; the cause in small print.

Here rather than in the window, because the command line says the same sentences.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.base.errors import Code, LamplightError
from desktop.base.i18n import translate


@dataclass(frozen=True)
class Told:
    """`what` happened and what to do, in one or two sentences; `cause` is the library's own words, may be empty."""

    what: str
    cause: str = ""

    def __str__(self) -> str:
        return f"{self.what} ({self.cause})" if self.cause else self.what


_Sentence = Callable[[], str]

_SENTENCES: dict[Code, _Sentence] = {
    Code.NO_MODEL: lambda: translate(
        "Errors", "There is no model yet. Add a GGUF file: drop it on the window, or choose it in Models."
    ),
    Code.NO_TRANSLATOR: lambda: translate(
        "Errors",
        "None of the models here can translate. In Models, or by “lamplight models get starter”, is one that can.",
    ),
    Code.MODEL_UNKNOWN: lambda: translate("Errors", "There is no model called “{name}”. Known: {known}."),
    Code.MODEL_MISSING: lambda: translate("Errors", "The model file {path} is not there any more."),
    Code.MODEL_EMPTY: lambda: translate("Errors", "The model file {path} is empty. Download it again."),
    Code.MODEL_TRUNCATED: lambda: translate(
        "Errors", "The model file {path} ends too early; its download was probably cut. Download it again."
    ),
    Code.MODEL_NOT_GGUF: lambda: translate("Errors", "{path} is not a GGUF model file."),
    Code.MODEL_DAMAGED: lambda: translate("Errors", "The model file {path} is damaged. Download it again."),
    Code.MODEL_UNSUPPORTED: lambda: translate(
        "Errors", "The model in {path} is of a kind this version can’t run. Choose another model."
    ),
    Code.MODEL_UNREADABLE: lambda: translate("Errors", "The model file {path} can’t be read."),
    Code.MODEL_LOAD_FAILED: lambda: translate(
        "Errors", "The model could not be loaded. The log has the details; another model may work."
    ),
    Code.MODEL_ARRIVING: lambda: translate("Errors", "{path} is still being written. It appears when it is complete."),
    Code.MODEL_PART_MISSING: lambda: translate(
        "Errors", "Part {number} of {count} of the model {path} is missing. Put it beside the others."
    ),
    Code.MODEL_PART_RENAMED: lambda: translate(
        "Errors",
        "{path} is one part of a model in {count} parts, and its name was changed. "
        "Give the parts back names that end in -00001-of-00003.gguf.",
    ),
    Code.MODEL_PROJECTOR_ALONE: lambda: translate(
        "Errors", "{path} lets a model see pictures. The model it belongs to is not beside it."
    ),
    Code.MODEL_ADAPTER: lambda: translate(
        "Errors", "{path} changes a model and is none itself. It can be used in Adapters."
    ),
    Code.MODEL_NO_MODEL: lambda: translate("Errors", "{path} is a GGUF file, but what it holds is no model."),
    Code.MODEL_CHANGED: lambda: translate(
        "Errors", "The model file {path} is not what it was when it arrived: it is damaged. Download it again."
    ),
    Code.FOLDER_MISSING: lambda: translate("Errors", "The folder {path} is not there. It may be on another disk."),
    Code.FOLDER_UNREADABLE: lambda: translate("Errors", "The folder {path} can’t be read."),
    Code.FOLDER_TOO_LARGE: lambda: translate(
        "Errors", "{path} has more than {count} folders in it. Choose one that is further inside."
    ),
    Code.FOLDER_UNKNOWN: lambda: translate("Errors", "{path} is none of the folders of models."),
    Code.MOVE_INSIDE: lambda: translate(
        "Errors", "The models can’t move from {source} to {target}: one folder lies in the other. Choose another."
    ),
    Code.MOVE_NO_ROOM: lambda: translate(
        "Errors", "{target} has {free} free, and the models take {needed}. Nothing was changed."
    ),
    Code.MOVE_TAKEN: lambda: translate(
        "Errors", "There is another file called {path} already. Nothing was changed; choose another folder."
    ),
    Code.MOVE_CHECK_FAILED: lambda: translate(
        "Errors", "The copy {path} is not the same as its original, so the disk may be faulty. Nothing was changed."
    ),
    Code.MOVE_UNWRITABLE: lambda: translate(
        "Errors", "Nothing can be written to {target}. Nothing was changed; choose another folder."
    ),
    Code.MOVE_UNDER_WAY: lambda: translate("Errors", "The models are being moved by another window or command."),
    Code.PARTS_UNREACHABLE: lambda: translate(
        "Errors",
        "Neither the hub nor the package index sent the model. What has arrived is kept; try again when there is a "
        "network.",
    ),
    # Nothing but the cause names the file: of a reply that failed nothing else is kept.
    Code.ADAPTER_UNKNOWN: lambda: translate("Errors", "There is no adapter called “{name}”. Known: {known}."),
    Code.ADAPTER_MISSING: lambda: translate(
        "Errors", "An adapter’s file is not there any more. Put it back, or switch the adapter off in Models, Adapters."
    ),
    Code.ADAPTER_UNREADABLE: lambda: translate("Errors", "The adapter’s file can’t be read."),
    Code.ADAPTER_DAMAGED: lambda: translate("Errors", "The adapter’s file is damaged. Download it again."),
    Code.ADAPTER_NOT_ONE: lambda: translate(
        "Errors",
        "This is not an adapter in a GGUF file. Other forms (safetensors) are converted with llama.cpp’s "
        "convert_lora_to_gguf.py; a whole model is added in Models.",
    ),
    Code.ADAPTER_UNSUPPORTED: lambda: translate("Errors", "This version can’t use an adapter of this kind."),
    Code.ADAPTER_OTHER_MODEL: lambda: translate(
        "Errors", "The adapter was made for another kind of model; it works only with the model it was trained on."
    ),
    Code.ADAPTER_OTHER_SIZE: lambda: translate(
        "Errors", "The adapter was made for a model of another size; it works only with the model it was trained on."
    ),
    Code.ADAPTER_TOO_MANY: lambda: translate("Errors", "So many adapters can’t work at once. Switch some off."),
    Code.ENGINE_DIED: lambda: translate("Errors", "The model’s process stopped. What it wrote is kept."),
    Code.ENGINE_OUT_OF_MEMORY: lambda: translate(
        "Errors", "The memory did not suffice for this model and context. Choose a shorter context or a smaller model."
    ),
    Code.ENGINE_PROTOCOL: lambda: translate(
        "Errors", "The window and the model’s process are of different versions. Install Lamplight again."
    ),
    Code.ENGINE_FAILED: lambda: translate("Errors", "The model’s process could not do this. The log has the details."),
    Code.ENGINE_CLOSED: lambda: translate("Errors", "The program is closing."),
    Code.CANCELLED: lambda: translate("Errors", "Stopped."),
    Code.CONTEXT_TOO_LARGE: lambda: translate(
        "Errors", "A context this long is more than the model or the memory allows. Choose a shorter one in Settings."
    ),
    Code.CONTEXT_FULL: lambda: translate(
        "Errors", "The conversation no longer fits the model’s context. Start a new one or choose a longer context."
    ),
    Code.TEMPLATE_FAILED: lambda: translate(
        "Errors", "The model’s own chat template failed on this conversation. Another model may work."
    ),
    Code.INVALID_VALUE: lambda: translate("Errors", "“{value}” is not possible for {name}."),
    Code.OPTION_UNKNOWN: lambda: translate("Errors", "There is no option called “{name}”. Known: {known}."),
    Code.OPTION_VALUE: lambda: translate("Errors", "“{value}” is not possible for {name}. Possible: {known}."),
    Code.CACHE_NEEDS_FLASH: lambda: translate(
        "Errors",
        "The memory of the conversation (its cache) can only be kept smaller ({type}) with flash attention. Set that "
        "to automatic or on.",
    ),
    Code.CACHE_NO_FLASH: lambda: translate(
        "Errors",
        "{name} can’t use flash attention, which a smaller memory of the conversation ({type}) needs. Keep it exact.",
    ),
    Code.CACHE_BLOCKS: lambda: translate(
        "Errors",
        "The memory of the conversation of {name} can’t be kept smaller ({type}): its attention heads are {size} wide, "
        "not a multiple of {block}. Keep it exact.",
    ),
    Code.CACHE_TYPES_DIFFER: lambda: translate(
        "Errors", "{name} keeps keys and values as one: both must be of the same kind, not {key} and {value}."
    ),
    Code.CONTEXT_ABOVE_TRAINED: lambda: translate(
        "Errors", "{name} was trained to read {trained} tokens; a context of {requested} is not possible."
    ),
    Code.ENDPOINT_ADDRESS: lambda: translate(
        "Errors", "“{address}” is not the address of a server. It looks like http://192.168.1.7:8080."
    ),
    Code.ENDPOINT_UNREACHABLE: lambda: translate(
        "Errors", "The other machine doesn’t answer. Is it switched on, on the same network, and its server running?"
    ),
    Code.ENDPOINT_CERTIFICATE: lambda: translate(
        "Errors",
        "The other machine’s certificate can’t be trusted, so nothing was sent. Let its server show one that is valid "
        "for its name, or add its authority to this system’s.",
    ),
    Code.ENDPOINT_REDIRECT: lambda: translate(
        "Errors", "The server points to another address. Nothing was sent there; add that one yourself if you trust it."
    ),
    Code.ENDPOINT_KEY: lambda: translate(
        "Errors", "The server doesn’t accept the key. Enter it again in Models, under Another machine."
    ),
    Code.ENDPOINT_BUSY: lambda: translate("Errors", "The server has too much to do at the moment. Try again later."),
    Code.ENDPOINT_NO_SERVER: lambda: translate(
        "Errors", "Something answers there, but it is no server of language models. Is the port right?"
    ),
    Code.ENDPOINT_NO_MODEL: lambda: translate("Errors", "The server no longer has this model."),
    Code.ENDPOINT_REFUSED: lambda: translate("Errors", "The server refused the request."),
    Code.ENDPOINT_FAILED: lambda: translate(
        "Errors", "Something went wrong on the other machine. What it wrote is kept."
    ),
    Code.ENDPOINT_GARBLED: lambda: translate("Errors", "The server sent something that can’t be read as an answer."),
    Code.ENDPOINT_SILENT: lambda: translate(
        "Errors", "The server has sent nothing for a long time, so it was stopped. What it wrote is kept."
    ),
    Code.ENDPOINT_CUT: lambda: translate(
        "Errors", "The connection to the other machine broke off before the end. What it wrote is kept."
    ),
    Code.ENDPOINT_ENDLESS: lambda: translate(
        "Errors", "The server sent far more than it was asked for, so it was stopped. What it wrote is kept."
    ),
    Code.ENDPOINT_UNABLE: lambda: translate(
        "Errors", "The server of this model can’t do this. A model on this machine can."
    ),
    Code.KEYRING_MISSING: lambda: translate(
        "Errors", "There is no keyring here that Lamplight uses, and it writes no key into a file."
    ),
    Code.MACHINE_ADDRESS: lambda: translate(
        "Errors", "“{address}” is not the address of another machine. It looks like 192.168.1.7:50052."
    ),
    Code.MACHINE_UNKNOWN: lambda: translate("Errors", "{address} is not on the list of machines."),
    Code.MACHINE_UNREACHABLE: lambda: translate(
        "Errors", "{address} doesn’t answer. Is it switched on, on the same network, and rpc-server running there?"
    ),
    Code.MACHINE_SILENT: lambda: translate(
        "Errors",
        "{address} took the connection and says nothing. It may be at work for somebody else: rpc-server serves one "
        "program at a time.",
    ),
    Code.MACHINE_STRANGE: lambda: translate(
        "Errors", "Something answers at {address}, but it isn’t rpc-server. Is the port right?"
    ),
    Code.MACHINE_VERSION: lambda: translate(
        "Errors",
        "The rpc-server at {address} belongs to another version of llama.cpp. Build it from the same Lamplight as "
        "this one.",
    ),
    Code.MACHINE_EMPTY: lambda: translate("Errors", "{address} answers, and lends no device."),
    Code.MACHINE_FAILED: lambda: translate(
        "Errors", "{address} failed twice while a model ran on it. It isn’t used until you look at it again."
    ),
    Code.MACHINE_LOST: lambda: translate(
        "Errors",
        "Another machine that did part of the work stopped answering. From now on it is done without that machine.",
    ),
    Code.MACHINE_PORT: lambda: translate(
        "Errors", "Nothing can be lent at {address}: its port is taken, or it isn’t an address of this machine."
    ),
    Code.MACHINES_UNABLE: lambda: translate(
        "Errors",
        "This Lamplight’s llama.cpp can’t use other machines: its RPC backend isn’t there. Put libggml-rpc into the "
        "folder of backends; in Lamplight’s source, make backend ARGS=rpc does that.",
    ),
    Code.DATA_READ_ONLY: lambda: translate(
        "Errors", "The folder {path} can’t be written to, so nothing could be kept. Allow writing or choose another."
    ),
    Code.DISK_FULL: lambda: translate(
        "Errors", "The disk is full. Nothing that was kept is lost; free some space and try again."
    ),
    Code.WRITING_AWAY: lambda: translate(
        "Errors", "The folder with your writing, {path}, is not there. Connect its disk and try again."
    ),
    Code.STORE_NEWER: lambda: translate(
        "Errors", "Your conversations were kept by a newer version of Lamplight. Nothing was changed; install that one."
    ),
    Code.STORE_CORRUPT: lambda: translate(
        "Errors", "The file of your conversations is damaged. It is set aside untouched as {kept}."
    ),
    Code.STORE_LOCKED: lambda: translate(
        "Errors", "The file of your conversations is in use by another program. Try again in a moment."
    ),
    Code.STORE_FAILED: lambda: translate(
        "Errors", "The file of your conversations could not be read or written. The log has the details."
    ),
    Code.CONVERSATION_UNKNOWN: lambda: translate("Errors", "This conversation is not there any more."),
    Code.LANGUAGE_UNKNOWN: lambda: translate("Errors", "There is no language called “{name}”. Known: {known}."),
    Code.DOCUMENT_MISSING: lambda: translate("Errors", "There is no file {path}."),
    Code.DOCUMENT_UNREADABLE: lambda: translate("Errors", "The file {path} can’t be read."),
    Code.DOCUMENT_KIND_UNKNOWN: lambda: translate(
        "Errors", "{path} is not a kind of document that can be translated. Known kinds: {known}."
    ),
    Code.DOCUMENT_BINARY: lambda: translate("Errors", "{path} is not a text."),
    Code.DOCUMENT_ENCODING: lambda: translate(
        "Errors", "The characters of {path} can’t be read in any known encoding. Save it as UTF-8 and try again."
    ),
    Code.DOCUMENT_DAMAGED: lambda: translate("Errors", "The document {path} is damaged. Nothing was written."),
    Code.DOCUMENT_ENCRYPTED: lambda: translate(
        "Errors", "The document {path} is protected by a password. Save a copy without one and try again."
    ),
    Code.DOCUMENT_TOO_LARGE: lambda: translate(
        "Errors", "{path} is larger than can be translated as one document. Divide it and try again."
    ),
    Code.DOCUMENT_READ_ONLY_KIND: lambda: translate(
        "Errors", "{path} can be read but not written in this kind. Save the translation as a text file."
    ),
    Code.DOCUMENT_NOT_WRITTEN: lambda: translate(
        "Errors", "The translation could not be written to {path}. It is kept; choose another place."
    ),
    Code.DOCUMENT_EMPTY: lambda: translate("Errors", "There is no text in {path}."),
    Code.FILE_IS_FOLDER: lambda: translate(
        "Errors", "{path} is a folder. Open the files in it, or add it in Models where it holds models."
    ),
    Code.FILE_OF_NO_USE: lambda: translate(
        "Errors", "{path} is neither a model nor a document with text: Lamplight can’t open it."
    ),
    Code.FILE_NAME_BYTES: lambda: translate(
        "Errors", "The name of {path} has characters that can’t be read here. Rename the file and open it again."
    ),
    Code.ATTACHMENT_BINARY: lambda: translate(
        "Errors", "{path} holds no text: it may be a picture, a scan or a program. Nothing was attached."
    ),
    Code.ATTACHMENT_DAMAGED: lambda: translate("Errors", "{path} is damaged and can’t be read. Nothing was attached."),
    Code.ATTACHMENT_TOO_LARGE: lambda: translate(
        "Errors", "{path} has {amount}; {limit} can be read at once, and that is {over} less. Nothing was attached."
    ),
    Code.REFERENCE_MISMATCH: lambda: translate(
        "Errors", "The reference has {value} segments, the translation {known}. They must be of the same number."
    ),
    Code.TRANSLATION_UNKNOWN: lambda: translate("Errors", "This translation is not there any more."),
    Code.CHATS_UNKNOWN_KIND: lambda: translate(
        "Errors", "{path} holds no conversations of a known kind. Known: {known}."
    ),
    Code.CHATS_NOT_WRITTEN: lambda: translate(
        "Errors", "The conversations could not be written to {path}. They are kept; choose another place."
    ),
    Code.BACKUP_UNUSABLE: lambda: translate(
        "Errors", "{path} is not a sound backup of Lamplight’s. Nothing was changed; choose another."
    ),
    Code.STORY_UNKNOWN: lambda: translate("Errors", "This part of the story is not there any more."),
    Code.STORY_NOT_FOUND: lambda: translate("Errors", "There is no story called “{name}”. Known: {known}."),
    Code.STORY_STALE: lambda: translate(
        "Errors", "This text was changed elsewhere meanwhile. Both texts are kept: yours is in the scene’s history."
    ),
    Code.SCENE_TOO_LARGE: lambda: translate(
        "Errors", "This text is longer than a scene can be: {size} million characters of {limit}. It was not saved."
    ),
    Code.STORY_PLACE: lambda: translate(
        "Errors", "It can’t stand there. Parts hold chapters and scenes, chapters hold scenes, scenes hold text."
    ),
    Code.PATTERN_BAD: lambda: translate("Errors", "“{value}” is not a regular expression."),
    Code.PATTERN_SLOW: lambda: translate(
        "Errors", "The regular expression “{value}” takes too long on this text. Write it in a simpler way."
    ),
    Code.LOREBOOK_UNKNOWN_KIND: lambda: translate("Errors", "{path} is not a lorebook of SillyTavern or NovelAI."),
    Code.STORY_EMPTY: lambda: translate("Errors", "There is no text in it yet: {path}."),
    Code.STORY_TOO_LARGE: lambda: translate(
        "Errors", "{path} is larger than a story can be ({size} MB of {limit}). Divide it and try again."
    ),
    Code.STORY_UNREADABLE_KIND: lambda: translate(
        "Errors", "{path} is not a kind of file that stories are read from or written to. Known kinds: {known}."
    ),
    Code.NO_CHINESE_FONT: lambda: translate(
        "Errors", "A PDF needs a font with Chinese characters, and there is none. Install one, or choose docx or epub."
    ),
    Code.STORY_NOT_WRITTEN: lambda: translate(
        "Errors", "The story could not be written to {path}. It is kept; choose another place."
    ),
    Code.HUB_NOT_FOUND: lambda: translate(
        "Errors", "{host} has no {name} any more, or not for everyone. Search for it again."
    ),
    Code.HUB_TOKEN_NEEDED: lambda: translate(
        "Errors", "{host} gives {name} only to those who have an account. Put your access token into Settings."
    ),
    Code.HUB_GATED: lambda: translate(
        "Errors",
        "{name} is given only to those who accepted its terms. Accept them on its page at {host}, put your access "
        "token into Settings, then go on.",
    ),
    Code.HUB_FORBIDDEN: lambda: translate(
        "Errors", "{host} does not give {name} to you. Your access token may not suffice, or the place is closed."
    ),
    Code.HUB_BUSY: lambda: translate("Errors", "{host} has too much to do and asks to wait."),
    Code.HUB_FAILED: lambda: translate("Errors", "{host} has trouble of its own."),
    Code.HUB_REFUSED: lambda: translate("Errors", "{host} refused to give {name}."),
    Code.HUB_UNREACHABLE: lambda: translate(
        "Errors", "{host} can’t be reached. Is this machine online, and the proxy right?"
    ),
    Code.HUB_CUT: lambda: translate("Errors", "The connection to {host} broke."),
    Code.HUB_STALLED: lambda: translate("Errors", "Nothing came from {host} for {seconds} seconds."),
    Code.HUB_ANSWER: lambda: translate(
        "Errors", "What {host} sends is not this file. A network that wants one to sign in first answers so."
    ),
    Code.HUB_NAME: lambda: translate(
        "Errors",
        "“{name}” names no model that can be fetched. A repository is written maker/model; “lamplight models search” "
        "lists names.",
    ),
    Code.HUB_REDIRECT: lambda: translate("Errors", "{host} sends on to an address that can’t be trusted."),
    Code.DOWNLOAD_CHANGED: lambda: translate(
        "Errors", "{name} is another file on {host} now than the one that was chosen. Choose it again."
    ),
    Code.DOWNLOAD_DAMAGED: lambda: translate(
        "Errors",
        "{name} arrived, but it is not the file that {host} promised, nor after a second look. It was dropped.",
    ),
    Code.DOWNLOAD_NAME: lambda: translate(
        "Errors", "“{name}” is not a name that a model file can have on this machine. It is not fetched."
    ),
    Code.DOWNLOAD_EXISTS: lambda: translate(
        "Errors", "There is another file at {path} already. Move or rename it, then go on."
    ),
    Code.DOWNLOAD_BUSY: lambda: translate("Errors", "Another window or command is fetching {name} at this moment."),
    Code.DOWNLOAD_NO_SPACE: lambda: translate(
        "Errors", "The disk has not enough room: {needed} are needed, {free} are free. What has arrived is kept."
    ),
    Code.DOWNLOAD_NOT_WRITTEN: lambda: translate(
        "Errors", "The model could not be written to {path}. What has arrived is kept."
    ),
    Code.DOWNLOAD_UNKNOWN: lambda: translate("Errors", "There is no download {name} any more."),
    Code.UPDATE_SIGNATURE: lambda: translate(
        "Errors",
        "The signature of {name} is not right, so nothing of it is used. Try again later, or from another line.",
    ),
    Code.UPDATE_NO_KEY: lambda: translate(
        "Errors", "This build has no key by which it could tell genuine versions, so it looks for none."
    ),
    Code.UPDATE_NO_FILE: lambda: translate(
        "Errors", "Version {version} has no package for this system ({kind}, {machine})."
    ),
    Code.UPDATE_NOT_INSTALLED: lambda: translate(
        "Errors", "The new version was not installed. This one still works, and the package is in {path}."
    ),
    Code.UPDATE_NOTHING_BEFORE: lambda: translate("Errors", "There is no version before that could be gone back to."),
    Code.PLACE_FIXED: lambda: translate(
        "Errors", "The folder {path} was named from outside (LAMPLIGHT_HOME, or lamplight-data beside the program)."
    ),
    Code.PLACE_TAKEN: lambda: translate(
        "Errors", "There is writing of Lamplight’s in {path} already. Nothing was changed; choose another folder."
    ),
    Code.PLACE_INSIDE: lambda: translate(
        "Errors", "Nothing can move from {source} to {target}: one lies in the other. Choose another folder."
    ),
    Code.PLACE_NO_ROOM: lambda: translate(
        "Errors", "{target} has {free} free, and {needed} are needed. Nothing was changed."
    ),
    Code.PLACE_IN_USE: lambda: translate("Errors", "Lamplight is open. Close its window first."),
    Code.NO_DISPLAY: lambda: translate(
        "Errors", "There is no display to open a window on. Use lamplight chat here, or run it under xvfb-run."
    ),
    Code.USAGE: lambda: translate("Errors", "This can’t be done that way. See lamplight --help."),
    Code.INTERNAL: lambda: translate("Errors", "Something went wrong inside Lamplight. The log has the details."),
}


class _Details(dict[str, Any]):
    """Details for `format_map`: one that is missing is left out of the sentence, never an error on top of an error."""

    def __missing__(self, key: str) -> str:
        return "…"


def told(code: str, details: Mapping[str, Any] | None = None) -> Told:
    """The sentence for a code and its details. An unknown code (of a newer version) is told as an internal error."""
    known = Code(code) if code in Code.__members__.values() else Code.INTERNAL
    values = dict(details or {})
    what = _SENTENCES[known]().format_map(_Details(values))
    return Told(what, _cause(values))


def sentence(error: BaseException) -> Told:
    """The sentence for any exception; one of ours by its code, another as an internal error."""
    if isinstance(error, LamplightError):
        return told(error.code, error.details)
    return told(Code.INTERNAL, {"cause": f"{type(error).__name__}: {error}"})


def _cause(details: Mapping[str, Any]) -> str:
    """The small print: the cause, and the signal or exit code that ended the process."""
    parts = [str(details["cause"]).strip()] if details.get("cause") else []
    number = details.get("signal")
    if number:
        parts.append(_signal_text(int(number)))
    elif details.get("exit_code"):
        parts.append(translate("Errors", "exit code {code}").format(code=details["exit_code"]))
    return "; ".join(parts)


def _signal_text(number: int) -> str:
    try:
        name = signal.Signals(number).name
    except ValueError:
        name = ""
    if name == "SIGKILL":
        return translate("Errors", "ended from outside or for lack of memory, signal {number}").format(number=number)
    return translate("Errors", "signal {number} {name}").format(number=number, name=name).strip()
