"""CSV and TSV: one column is translated; delimiter, quoting of the rest and line ends stay."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from desktop.base.errors import Code, DocumentError, LamplightError
from desktop.formats.documents.base import Bilingual, Document, Output, Unit
from desktop.formats.encoding import decode
from desktop.formats.markdown.inline import Builder

_NAMES = ("source", "text", "original", "content", "en", "english", "zh", "中文", "原文", "文本", "内容")


class TableDocument(Document):
    """`column` is a header, or a number from 1; without one, a column called so, else the one with most letters."""

    kind = "csv"

    def __init__(self, data: bytes, name: str = "", column: str = "") -> None:
        self._decoded = decode(data, name)
        text = self._decoded.text
        self._delimiter = "\t" if name.lower().endswith(".tsv") else _delimiter(text)
        try:
            self._rows = list(csv.reader(io.StringIO(text), delimiter=self._delimiter, strict=False))
        except csv.Error as error:
            raise DocumentError(Code.DOCUMENT_DAMAGED, path=name, cause=str(error)) from error
        self._ends = "" if text and not text.endswith("\n") else "\n"
        self._header = _has_header(self._rows)
        self._column = self._find(column)
        names = [cell.strip() for cell in self._rows[0]] if self._header else []
        width = max((len(row) for row in self._rows), default=0)
        self.columns = tuple(names[at] if at < len(names) and names[at] else str(at + 1) for at in range(width))
        self.column = self.columns[self._column] if self._column < width else ""
        self.units, self._places, self._builders = [], [], []
        for number, row in enumerate(self._rows):
            cell = row[self._column] if len(row) > self._column else ""
            if (number == 0 and self._header) or not any(map(str.isalpha, cell)):
                continue
            builder = Builder()
            builder.text(cell)
            self._places.append(number)
            self._builders.append(builder)
            self.units.append(Unit(builder.result()))

    _places: list[int]
    _builders: list[Builder]

    def render(self, targets: Sequence[str], output: Output) -> bytes:
        rows = [list(row) for row in self._rows]
        texts = {place: self._builders[at].write(targets[at]) for at, place in enumerate(self._places)}
        for number, row in enumerate(rows):
            if output.bilingual is not Bilingual.NO:
                added = output.language if number == 0 and self._header else texts.get(number, "")
                row.insert(min(len(row), self._column + 1), added)
            elif number in texts:
                row[self._column] = texts[number]
        written = io.StringIO()
        csv.writer(written, delimiter=self._delimiter, lineterminator="\n").writerows(rows)
        text = written.getvalue()
        return self._decoded.encode(text if self._ends else text.removesuffix("\n"))

    def _find(self, column: str) -> int:
        width = max((len(row) for row in self._rows), default=0)
        header = [cell.strip().lower() for cell in self._rows[0]] if self._rows and self._header else []
        if column:
            if column.strip().lower() in header:
                return header.index(column.strip().lower())
            if re.fullmatch(r"\d{1,4}", column) and 1 <= int(column) <= width:
                return int(column) - 1
            raise LamplightError(Code.INVALID_VALUE, name="column", value=column)
        named = [header.index(name) for name in _NAMES if name in header]
        if named:
            return named[0]
        weights = [0] * max(1, width)
        for row in self._rows[:2000]:
            for at, cell in enumerate(row):
                weights[at] += sum(map(str.isalpha, cell))
        return weights.index(max(weights))


def _delimiter(text: str) -> str:
    sample = text[:20_000]
    counts = {sign: sample.count(sign) for sign in ",;\t|"}
    best = max(counts, key=lambda sign: counts[sign])
    # "a; b" in one column of a comma table: the sniffer looks at the rows too.
    try:
        return csv.Sniffer().sniff(sample, delimiters="".join(sign for sign in counts if counts[sign])).delimiter
    except csv.Error:
        return best if counts[best] else ","


def _has_header(rows: list[list[str]]) -> bool:
    """Whether the first row names the columns: short cells without sentence ends, all different, and rows follow."""
    if len(rows) < 2 or not rows[0]:
        return False
    first = [cell.strip() for cell in rows[0]]
    short = all(
        cell and len(cell) <= 25 and len(cell.split()) < 4 and not re.search(r"[.!?。！？]", cell) for cell in first
    )
    known = any(cell.lower() in (*_NAMES, "id", "key", "target", "译文", "translation", "note") for cell in first)
    return known or (short and len(first) > 1 and len(set(first)) == len(first) and not any(map(str.isdigit, first)))
