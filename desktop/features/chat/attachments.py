"""Documents that are sent with a message: read into text, whole or in parts, and put before what a person wrote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.errors import Code, DocumentError, LamplightError
from desktop.base.i18n import translate
from desktop.engine.client.engine import Phase
from desktop.engine.protocol.messages import Cost, Generate, Measure
from desktop.features.generation.stop import Stop
from desktop.features.models.model_manager import ModelManager
from desktop.formats.opening import read_file
from desktop.formats.pieces import Piece, pieces, read_piece
from desktop.formats.reading import Part, PartKind, Readable, open_readable
from desktop.store import Message
from desktop.store.attachments.attachments import Attachments
from desktop.store.attachments.records import Attachment

if TYPE_CHECKING:
    from desktop.store import Store

_AT_ONCE = 300_000  # characters counted by one request: the engine does other things in between
_SENTENCES = {
    Code.DOCUMENT_BINARY: Code.ATTACHMENT_BINARY,
    Code.DOCUMENT_DAMAGED: Code.ATTACHMENT_DAMAGED,
    Code.DOCUMENT_TOO_LARGE: Code.ATTACHMENT_TOO_LARGE,
}


@dataclass(frozen=True)
class Counted:
    """A document with the tokens of its parts (empty while no model is loaded) and of what stands above them.

    `divided`: it is a piece of one that is too large, and never sent as the whole.
    """

    document: Readable
    path: Path
    tokens: tuple[int, ...] = ()
    head_tokens: int = 0
    divided: bool = False

    def total(self, chosen: Iterable[int] | None = None) -> int:
        """The tokens of the whole, or of some parts; 0 where nothing was counted."""
        if not self.tokens:
            return 0
        wanted = range(len(self.tokens)) if chosen is None else set(chosen)
        return self.head_tokens + sum(self.tokens[number] for number in wanted)

    def attachment(self, chosen: Sequence[int] | None = None) -> Attachment:
        """What is sent when these parts are chosen (None: the whole)."""
        whole = chosen is None or len(set(chosen)) == len(self.document.parts)
        named = range(len(self.document.parts)) if chosen is None else chosen
        part = "" if whole and not self.divided else part_name(self.document, named)
        text = self.document.text(None if whole else chosen)
        return Attachment(self.document.name, text, part, self.total(None if whole else chosen), str(self.path))


def read_document(path: Path) -> Readable:
    """A file of any kind as text.

    Raises DocumentError: DOCUMENT_MISSING, DOCUMENT_UNREADABLE, DOCUMENT_EMPTY, DOCUMENT_ENCRYPTED, DOCUMENT_ENCODING,
    ATTACHMENT_BINARY, ATTACHMENT_DAMAGED, ATTACHMENT_TOO_LARGE.
    """
    try:
        if path.is_dir():
            raise DocumentError(Code.DOCUMENT_UNREADABLE, path=path.name, cause="a folder")
        return open_readable(path, read_file(path))
    except DocumentError as error:
        raise _told(error, path) from error


def divide(path: Path) -> tuple[Piece, ...]:
    """What can be read of a text file that is too large, piece by piece; nothing of a document of another kind."""
    return pieces(path)


def read_part(path: Path, piece: Piece) -> Readable:
    """One piece of such a file. Raises as `read_document`."""
    try:
        return read_piece(path, piece)
    except DocumentError as error:
        raise _told(error, path) from error


def _told(error: DocumentError, path: Path) -> DocumentError:
    """The error as it is told of an attachment: what is too large, with the numbers."""
    details = {**error.details, "path": path.name}
    if error.code is Code.DOCUMENT_TOO_LARGE:
        unit = str(details.get("unit", "bytes"))
        amount, limit = int(details.get("amount", details.get("size", 0))), int(details.get("limit", 0))
        numbers = {"amount": amount, "limit": limit, "over": amount - limit}
        details |= {name: amount_text(number, unit) for name, number in numbers.items()}
    return DocumentError(_SENTENCES.get(error.code, error.code), **details)


def amount_text(number: int, unit: str) -> str:
    """How much of something: bytes, characters, pages or files."""
    match unit:
        case "characters":
            return translate("Attachments", "{n} characters").format(n=f"{number:,}")
        case "pages":
            return translate("Attachments", "{n} pages").format(n=f"{number:,}")
        case "files":
            return translate("Attachments", "{n} files").format(n=f"{number:,}")
    return f"{number / 1_000_000:,.1f} MB"


def count(document: Readable, path: Path, model_manager: ModelManager, stop: Stop) -> Counted:
    """A document with its tokens; without them where no model is loaded or somebody stopped the counting."""
    try:
        head, *parts = count_texts(model_manager, [document.head, *(part.text for part in document.parts)], stop)
    except LamplightError:
        return Counted(document, path)
    return Counted(document, path, tuple(parts), head)


def count_texts(model_manager: ModelManager, texts: Sequence[str], stop: Stop) -> list[int]:
    """The tokens of texts. Raises EngineError (NO_MODEL where none is loaded, CANCELLED)."""
    if model_manager.state.phase not in (Phase.READY, Phase.BUSY):
        raise DocumentError(Code.NO_MODEL)
    found: list[int] = []
    while len(found) < len(texts):
        batch: list[str] = []
        size = 0
        for text in texts[len(found) :]:
            if batch and size + len(text) > _AT_ONCE:
                break
            batch.append(text)
            size += len(text)
        if stop.is_set:
            raise DocumentError(Code.CANCELLED)
        call = model_manager.engine().ask(Measure(Generate(prompt=" ", cache=False), tuple(batch)))
        with stop.stopping(call.cancel):
            answer = call.answer()
        assert isinstance(answer, Cost)
        found += answer.counts
    return found


def part_name(document: Readable, chosen: Sequence[int]) -> str:
    """What was chosen, in words: pages 3–7, 12."""
    parts = [document.parts[number] for number in sorted(set(chosen))]
    if document.kind is PartKind.CHAPTERS:
        titles = [part.title or str(part.first) for part in parts]
        return (
            titles[0]
            if len(titles) == 1
            else translate("Attachments", "{first} and {n} more").format(first=titles[0], n=len(titles) - 1)
        )
    spans = ", ".join(f"{first}–{last}" if last > first else str(first) for first, last in _spans(parts))
    match document.kind:
        case PartKind.PAGES:
            return translate("Attachments", "pages {n}").format(n=spans)
        case PartKind.ROWS:
            return translate("Attachments", "rows {n}").format(n=spans)
        case _:
            return translate("Attachments", "lines {n}").format(n=spans)


def _spans(parts: Sequence[Part]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for part in parts:
        if spans and part.first <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(spans[-1][1], part.last))
        else:
            spans.append((part.first, part.last))
    return spans


def with_attachments(text: str, attachments: Iterable[Attachment]) -> str:
    """What the model reads of a message: each document under its name, then the person's words.

    The program's own words are English whatever the language: the model reads them, nobody else.
    """
    parts = []
    for attachment in attachments:
        name = f"{attachment.name} ({attachment.part})" if attachment.part else attachment.name
        parts.append(f"[Document: {name}]\n{attachment.text.strip()}\n[End of {attachment.name}]")
    return "\n\n".join([*parts, text] if text.strip() else parts)


def with_documents(store: Store, path: Iterable[Message]) -> list[Message]:
    """The messages as the model reads them: with the documents that were sent with them in their text."""
    listed = list(path)
    ids = [message.id for message in listed if message.attached]
    found = Attachments(store.database).of_messages(ids) if ids else {}
    return [
        replace(message, text=with_attachments(message.text, found[message.id])) if message.id in found else message
        for message in listed
    ]
