"""JSON: the string values that people read; keys, numbers, order and spacing stay byte for byte."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from desktop.base.errors import Code, DocumentError, LamplightError
from desktop.formats.documents.base import Bilingual, Document, Output, Unit
from desktop.formats.encoding import decode
from desktop.formats.markdown.inline import Builder

_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?|([{}\[\]])', re.DOTALL)
# Values a program reads: addresses, paths, colours, identifiers, dates.
_NOT_FOR_PEOPLE = re.compile(
    r"(?:[a-z][a-z0-9+.-]*:(?://)?\S+|[\w.+-]+@[\w.-]+|#[0-9a-fA-F]{3,8}|[./~]?[\w.-]*/[\w./-]*|[a-z]+(?:[_.:-][a-z0-9]+)+"
    r"|[A-Z][A-Z0-9_]*_[A-Z0-9_]*|[0-9a-fA-F-]{16,}|[\d\s.,:+TZ/-]*|true|false|null)\Z"
)


class JsonDocument(Document):
    """Every value with letters in it is a unit, unless it is plainly not for people; with `column` those of a key."""

    kind = "json"

    def __init__(self, data: bytes, name: str = "", column: str = "") -> None:
        self._decoded = decode(data, name)
        try:
            json.loads(self._decoded.text)
        except (ValueError, RecursionError) as error:
            raise DocumentError(Code.DOCUMENT_DAMAGED, path=name, cause=str(error)) from error
        self.units = []
        self._places: list[tuple[int, int]] = []
        self._builders: list[Builder] = []
        keys: dict[str, None] = {}
        for found, key in _with_keys(self._decoded.text):
            value = json.loads(f'"{found[1]}"', strict=False)
            if is_for_people(value):
                keys[key] = None
            if is_for_people(value) and column in ("", key):
                builder = Builder()
                builder.text(value)
                self.units.append(Unit(builder.result()))
                self._builders.append(builder)
                self._places.append((found.start(1), found.end(1)))
        self.columns, self.column = tuple(key for key in keys if key), column
        if column and column not in keys:
            raise LamplightError(Code.INVALID_VALUE, name="column", value=column)

    def render(self, targets: Sequence[str], output: Output) -> bytes:
        text, written, at = self._decoded.text, [], 0
        for index, (start, end) in enumerate(self._places):
            value = self._builders[index].write(targets[index])
            if output.bilingual is not Bilingual.NO:
                separator = "\n" if output.bilingual is Bilingual.INTERLEAVED else "\t"
                value = f"{self._builders[index].write(self.units[index].text)}{separator}{value}"
            written += [text[at:start], json.dumps(value, ensure_ascii=False)[1:-1]]
            at = end
        return self._decoded.encode("".join([*written, text[at:]]))


def _with_keys(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Every string value and the key it stands under; those of a list stand under the list's."""
    above: list[str] = []
    key = ""
    for found in _STRING.finditer(text):
        if found[3] in ("{", "["):
            above.append(key)
        elif found[3]:
            key = above.pop() if above else ""
        elif found[2]:
            key = str(json.loads(f'"{found[1]}"', strict=False))
        else:
            yield found, key


def is_for_people(value: str) -> bool:
    """Whether a value is something people read, by its form."""
    value = value.strip()
    return any(sign.isalpha() for sign in value) and not _NOT_FOR_PEOPLE.match(value)
