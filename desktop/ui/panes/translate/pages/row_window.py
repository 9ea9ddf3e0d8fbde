"""A long document has only a part of its rows laid out: those that can be seen, and some before and after them.

Laying out 5,000 rows takes a third of a second and every changed row 6 ms; 120 take 10 ms together. The scroll bar
stands for the whole document: rows that aren't laid out count as high as the average of those that are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import overload

from desktop.ui.panes.translate.pages.rows import Mark, Row

ALL_UP_TO = 150  # rows; a document of no more is laid out whole
LAID_OUT = 120


class LazyRows(Sequence[Row]):
    """Rows that are made when they are first looked at. `doubtful` tells their numbers without making them all."""

    def __init__(self, make: Callable[[int], Row], count: int, doubtful: Callable[[], list[int]]) -> None:
        self._make = make
        self._count = count
        self._made: dict[int, Row] = {}
        self.doubtful = doubtful

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, number: int) -> Row: ...
    @overload
    def __getitem__(self, number: slice) -> list[Row]: ...
    def __getitem__(self, number: int | slice) -> Row | list[Row]:
        if isinstance(number, slice):
            return [self[at] for at in range(*number.indices(self._count))]
        if not -self._count <= number < self._count:
            raise IndexError(number)
        number %= self._count
        if number not in self._made:
            self._made[number] = self._make(number)
        return self._made[number]

    def put(self, number: int, row: Row) -> None:
        """The row as it is now."""
        self._made[number] = row


def doubtful_rows(rows: Sequence[Row]) -> list[int]:
    """The numbers of the doubtful rows."""
    if isinstance(rows, LazyRows):
        return rows.doubtful()
    return [number for number, row in enumerate(rows) if row.mark is Mark.DOUBTFUL]


class RowWindow:
    """Which rows are laid out: `first` and the `count` from there, of `total`. A row's number counts all of them."""

    def __init__(self) -> None:
        self.first = 0
        self.count = 0
        self.total = 0

    @property
    def is_part(self) -> bool:
        return self.count < self.total

    @property
    def last(self) -> int:
        """The number after the last row laid out."""
        return self.first + self.count

    def set_all(self, total: int) -> None:
        """Everything is laid out."""
        self.first, self.count, self.total = 0, total, total

    def set_around(self, number: int, total: int) -> None:
        """Lay out the part in whose first third `number` is."""
        if total <= ALL_UP_TO:
            self.set_all(total)
            return
        self.total, self.count = total, LAID_OUT
        self.first = max(0, min(number - LAID_OUT // 3, total - LAID_OUT))

    def block(self, number: int) -> int:
        """The block of a row in the laid out part; -1 outside of it."""
        return number - self.first if self.first <= number < self.last else -1

    def number(self, block: int) -> int:
        """The row of a block; -1 stays -1."""
        return block + self.first if 0 <= block < self.count else -1

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.first, self.last))
