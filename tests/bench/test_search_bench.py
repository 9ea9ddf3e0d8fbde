"""The search bench in small: it runs, finds something, and no query scans."""

from __future__ import annotations

import itertools
import statistics

from desktop.base.paths import Paths
from desktop.store import Store
from desktop.store.search.search import Search
from tests.bench.search import QUERIES, fill, measure


def test_a_search_among_three_thousand_messages(paths: Paths) -> None:
    store = Store.open(paths.database, paths.backups)
    fill(paths.database, 3_000)
    times = measure(Search(store.database), repeat=3)
    assert set(times) == set(QUERIES)
    assert statistics.median(itertools.chain.from_iterable(times.values())) < 200
    shown = {name: len(Search(store.database).find(*query).messages) for name, query in QUERIES.items()}
    assert shown["the commonest word"] == shown["one Chinese character"] == 50
    assert shown["one model"] > 0
    assert any(hit.document for hit in Search(store.database).find("waaaf").messages)
    assert shown["nothing"] == 0
    store.close()
