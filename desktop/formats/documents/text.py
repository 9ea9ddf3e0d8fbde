"""Plain text: every line is a unit, or every paragraph where the lines were wrapped by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from desktop.formats.documents.base import Bilingual, Document, Output, Unit
from desktop.formats.encoding import Decoded, decode
from desktop.formats.markdown.inline import Builder

_LEAD = re.compile(r"[\s\u3000]*(?:[-*•·–—]\s+)?")
_ENDED = re.compile(r"[.!?:;。！？：；…\"'”’」』)）]\s*\Z")
_CHAPTER = re.compile(r"\s*(?:chapter\b|part\b|第[一二三四五六七八九十百零〇\d]+[章回节卷部])", re.IGNORECASE)


class TextDocument(Document):
    """Indents, bullets and blank lines stay; a chapter begins at a line that says so."""

    kind = "txt"

    def __init__(self, data: bytes, name: str = "") -> None:
        self._decoded = decode(data, name)
        self._init(self._decoded.text)

    @classmethod
    def from_text(cls, text: str) -> TextDocument:
        """A document of a text that was typed or pasted."""
        made = cls.__new__(cls)
        made._decoded = Decoded(text)
        made._init(text.replace("\r\n", "\n").replace("\r", "\n"))
        return made

    def _init(self, text: str) -> None:
        self.units = []
        self._builders: list[Builder] = []
        self._parts: list[str | int] = []  # literal text, or the number of a unit
        chapter = 0
        for block in _blocks(text):
            if isinstance(block, str):
                self._parts.append(block)
                continue
            lead, body = block
            if _CHAPTER.match(body) and len(body) < 80 and self.units:
                chapter += 1
            builder = Builder()
            builder.text(body)
            self._parts += [lead, len(self.units)]
            self._builders.append(builder)
            self.units.append(Unit(builder.result(), chapter))

    def render(self, targets: Sequence[str], output: Output) -> bytes:
        written: list[str] = []
        for index, part in enumerate(self._parts):
            if isinstance(part, str):
                written.append(part)
                continue
            lead = str(self._parts[index - 1])
            source, target = (self._builders[part].write(text) for text in (self.units[part].text, targets[part]))
            if output.bilingual is Bilingual.INTERLEAVED:
                written += [source, "\n", lead.rpartition("\n")[2], target]
            elif output.bilingual is Bilingual.SIDE:
                written += [source, "\t", target]
            else:
                written.append(target)
        return self._decoded.encode("".join(written))


def _blocks(text: str) -> Iterator[str | tuple[str, str]]:
    """White space as it stands, and every unit as its indent and its text."""
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        if at:
            yield "\n"
        if not lines[at].strip():
            yield lines[at]
            at += 1
            continue
        end = at + 1
        while end < len(lines) and _goes_on(lines[end - 1], lines[end]):
            end += 1
        found = _LEAD.match(lines[at])
        lead = found[0] if found else ""
        first = lines[at][len(lead) :]
        if not first.strip():
            lead, first = "", lines[at]
        body = " ".join([first.rstrip(), *(line.strip() for line in lines[at + 1 : end])]) if end > at + 1 else first
        trimmed = body.rstrip()
        yield lead, trimmed
        if body != trimmed:
            yield body[len(trimmed) :]
        at = end


def _goes_on(line: str, following: str) -> bool:
    """Whether a line was broken only because it was full: it is long, ends no sentence, and a small letter follows."""
    return 50 <= len(line.rstrip()) <= 100 and not _ENDED.search(line) and following[:1].islower()
