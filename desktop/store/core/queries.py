"""Parts of queries that every room uses."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, Table, column, func, literal, select


def below(table: Table, roots: int | Select[Any]) -> Select[Any]:
    """The ids of rows and of all below them by `parent_id`, however deep. `roots` is one id, or selects `id`s."""
    # Nested: a statement that begins with WITH would tell no row count.
    first = select(literal(roots).label("id")) if isinstance(roots, int) else roots
    found = first.cte("below", recursive=True, nesting=True)
    found = found.union(select(table.c.id).join(found, table.c.parent_id == found.c.id))
    return select(found.c.id)


def listed(ids: Iterable[int]) -> Select[Any]:
    """Ids as a table: a list of parameters has an end."""
    rows = func.json_each(json.dumps(list(ids))).table_valued(column("value"))
    return select(rows.c.value)
