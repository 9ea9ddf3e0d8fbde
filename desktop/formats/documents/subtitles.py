"""Subtitles: SRT, WebVTT and ASS. A cue is a unit; numbers, timing, settings and styles stay byte for byte."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.base.errors import Code, DocumentError
from desktop.base.text.scripts import CJK, CJK_TEXT, columns
from desktop.formats.documents.base import Bilingual, Document, Output, Unit
from desktop.formats.encoding import decode
from desktop.formats.markdown.inline import Builder, plain

_TIMING = re.compile(r"\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}")
_TAG = re.compile(r"<(/?)([A-Za-z][\w.]*|\d[\d:.]*)[^<>\n]*>|\{\\[^{}\n]*\}|\{[^{}\n\\]*\}(?=\Z)|\\[Nnh]")
_WIDTH = 42  # columns of a line; a Chinese character takes two (Netflix: 42 Latin, 16 to 18 Chinese)


class _Cues(Document):
    """Text with cues somewhere in it: `_parts` is literal text, or the number of a unit."""

    _break = "\n"

    def __init__(self, data: bytes, name: str = "") -> None:
        self._decoded = decode(data, name)
        self.units = []
        self._builders: list[Builder] = []
        self._parts: list[str | int] = []
        self._read(self._decoded.text)
        if not self.units:
            raise DocumentError(Code.DOCUMENT_DAMAGED, path=name)

    def _read(self, text: str) -> None:
        raise NotImplementedError

    def _add(self, text: str) -> None:
        """A cue's text: its tags become marks, its line breaks spaces."""
        if not any(sign.isalnum() for sign in _TAG.sub("", text)):
            self._parts.append(text)
            return
        builder, open_tags, at = Builder(), [], 0
        for found in _TAG.finditer(text):
            builder.text(_joined(text[at : found.start()]))
            at = found.end()
            if found[0] in ("\\N", "\\n"):
                builder.text(" ")
            elif not found[2]:
                builder.alone(found[0])
            elif not found[1]:
                open_tags.append((found[2].split(".")[0], builder.open(found[0])))
            elif open_tags and open_tags[-1][0] == found[2].split(".")[0]:
                builder.close(open_tags.pop()[1], found[0])
            else:
                builder.alone(found[0])
        builder.text(_joined(text[at:]))
        for _, number in reversed(open_tags):
            builder.close(number, "")
        self._parts.append(len(self.units))
        self._builders.append(builder)
        self.units.append(Unit(re.sub(r"  +", " ", builder.result()).strip()))

    def render(self, targets: Sequence[str], output: Output) -> bytes:
        written: list[str] = []
        for part in self._parts:
            if isinstance(part, str):
                written.append(part)
                continue
            lines = [self._expand(part, targets[part])]
            if output.bilingual is not Bilingual.NO:
                lines.insert(0, self._expand(part, self.units[part].text))
            written.append(self._break.join(lines))
        return self._decoded.encode("".join(written))

    def _expand(self, unit: int, text: str) -> str:
        return self._builders[unit].write(_broken(text, self._break))


_CHINESE_BREAK = re.compile(rf"(?<=[{CJK_TEXT}…])\s*\n\s*(?=[{CJK_TEXT}“‘])")


def _joined(text: str) -> str:
    """Lines as one: a dialogue's dashes and Chinese keep their own way of joining."""
    return _CHINESE_BREAK.sub("", text).replace("\n", " ")


def _broken(text: str, separator: str) -> str:
    """A long cue in two lines, broken near the middle at a mark or a space."""
    shown = plain(text)
    if columns(shown) <= _WIDTH:
        return text
    middle = len(text) / 2
    marks = [(item.start(), item.end()) for item in re.finditer(r"⟦[^⟧]*⟧", text)]
    places = [
        (abs(found.end() - middle) + penalty, found.end())
        for pattern, penalty in (
            (r"[,.;:!?]\s|[，。；：！？、]", -12.0),
            (r"\s", 0.0),
            (f"(?<=[{CJK}])(?=[{CJK}])", 4.0),
        )
        for found in re.finditer(pattern, text)
        if 3 < found.end() < len(text) - 3 and not any(a < found.end() < b for a, b in marks)
    ]
    if not places:
        return text
    at = min(places)[1]
    return text[:at].rstrip() + separator + text[at:].lstrip()


class SrtDocument(_Cues):
    """SubRip; a cue ends at the blank line before the next number and timing."""

    kind = "srt"

    def _read(self, text: str) -> None:
        lines = text.split("\n")
        cues = [at for at, line in enumerate(lines) if _TIMING.match(line)]
        at = 0
        for index, timing in enumerate(cues):
            end = cues[index + 1] if index + 1 < len(cues) else len(lines)
            body_end = self._body_end(lines, timing + 1, end, last=index + 1 == len(cues))
            self._parts.append("\n".join(lines[at : timing + 1]) + ("\n" if timing + 1 < len(lines) else ""))
            self._add("\n".join(lines[timing + 1 : body_end]))
            if body_end < len(lines):
                self._parts.append("\n")
            at = body_end
        self._parts.append("\n".join(lines[at:]))

    def _body_end(self, lines: list[str], start: int, end: int, *, last: bool) -> int:
        """Where the text ends: before the next cue's number and blank lines (a text may hold a blank line itself)."""
        if not last and end > start and lines[end - 1].strip().isdigit():
            end -= 1
        while end > start and not lines[end - 1].strip():
            end -= 1
        return end


class VttDocument(SrtDocument):
    """WebVTT; its header, notes, styles and regions stand between cues and are never text."""

    kind = "vtt"

    def _body_end(self, lines: list[str], start: int, end: int, *, last: bool) -> int:
        at = start
        while at < end and lines[at].strip():
            at += 1
        return at


class AssDocument(_Cues):
    """SubStation Alpha; the last field of `Dialogue` lines is text."""

    kind = "ass"
    _break = "\\N"

    def _read(self, text: str) -> None:
        fields, in_events = 10, False
        for number, line in enumerate(text.split("\n")):
            if number:
                self._parts.append("\n")
            if line.startswith("["):
                in_events = line.strip().lower() == "[events]"
            if in_events and line.lower().startswith("format:"):
                fields = line.count(",") + 1
            if not in_events or not line.startswith("Dialogue:") or line.count(",") < fields - 1:
                self._parts.append(line)
                continue
            *head, body = line.split(",", fields - 1)
            self._parts.append(",".join(head) + ",")
            # {\p1} draws: what follows are coordinates, not words.
            self._parts.append(body) if re.search(r"\{[^}]*\\p[1-9]", body) else self._add(body)
