"""How long a search takes among many messages.

    python tests/bench/search.py [--messages 1000000] [--keep FILE]

Makes a database of random English and Chinese (words as frequent as in real text, Zipf's law), and with every
two hundredth message a document of some 15,000 characters, in a temporary folder. Prints the median and the longest
time of each query, in milliseconds. The target is a median below 50.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from desktop.store import Store
from desktop.store.core.connection import add_functions
from desktop.store.search.records import Filters
from desktop.store.search.search import Search

WORDS = 40_000
CHARACTERS = 3_500
NEWEST = datetime(2026, 1, 1, tzinfo=UTC)
STEP = timedelta(minutes=1)

QUERIES: dict[str, tuple[str, Filters]] = {
    "the commonest word": ("waaaa", Filters()),
    "a common word": ("waaaf", Filters()),
    "a rare word": ("whgca", Filters()),
    "one letter": ("w", Filters()),
    "two letters": ("wa", Filters()),
    "three letters": ("waa", Filters()),
    "two words": ("waaaf waaag", Filters()),
    "a word and what is excluded": ("waaaf -waaag", Filters()),
    "a phrase": ('"waaaa waaab"', Filters()),
    "one Chinese character": ("一", Filters()),
    "a rare Chinese character": ("么", Filters()),
    "two Chinese characters": ("一丁", Filters()),
    "three Chinese characters": ("一丁七", Filters()),
    "two words without a third": ("waaaa -waaab waaac", Filters()),
    "nothing": ("zzzz", Filters()),
    "the last week": ("waaaf", Filters(since=NEWEST - timedelta(days=7))),
    "one model": ("waaaf", Filters(model="Model 2")),
    "one pane": ("waaaf", Filters(pane="story")),
}

DOCUMENT_EVERY = 200
DOCUMENT_TEXTS = 60

_CONVERSATION = (
    "INSERT INTO conversations (id, title, title_is_users, pane, system_prompt, created, updated)"
    " VALUES (?, ?, 0, ?, '', ?, ?)"
)
_REPLY = (
    "INSERT INTO replies (message_id, model_name, model_file, model_hash, sampling, seed, prompt_tokens, cached_tokens,"
    " completion_tokens, first_token_seconds, tokens_per_second, seconds, ending, error_code, error_cause)"
    " VALUES (?, ?, '', '', '{}', 0, 0, 0, 0, 0, 0, 0, '', '', '')"
)


_DOCUMENT = "INSERT INTO attachments (message_id, name, part, path, text, tokens) VALUES (?, ?, '', '', ?, 0)"


def word(rank: int) -> str:
    """The word of this rank: w and four letters."""
    return "w" + "".join("abcdefghijklmnop"[rank // 16**place % 16] for place in (3, 2, 1, 0))


def texts(count: int, seed: int = 1) -> Iterator[str]:
    """English and Chinese in turn, some 40 words or 60 characters each."""
    chance = random.Random(seed)
    english = [word(rank) for rank in range(WORDS)]
    chinese = [chr(0x4E00 + rank) for rank in range(CHARACTERS)]
    frequent = list(itertools.accumulate(1 / (rank + 10) for rank in range(WORDS)))
    for number in range(count):
        if number // 2 % 2:
            yield "".join(chance.choices(chinese, cum_weights=frequent[:CHARACTERS], k=chance.randint(20, 100))) + "。"
        else:
            yield " ".join(chance.choices(english, cum_weights=frequent, k=chance.randint(10, 70)))


def fill(database: Path, count: int, per_conversation: int = 20) -> None:
    """Put `count` messages into a store's file, in conversations of a few."""
    with closing(sqlite3.connect(database)) as connection:
        add_functions(connection)
        connection.execute("PRAGMA synchronous = OFF")
        started = NEWEST - count * STEP
        pages = texts(count, seed=2)
        for number, text in enumerate(texts(count)):
            conversation, place = number // per_conversation + 1, number % per_conversation
            moment = (started + number * STEP).strftime("%Y-%m-%d %H:%M:%S.%f")
            if not place:
                pane = "story" if conversation % 10 == 0 else "chat"
                values = conversation, text[:30], pane, moment, moment
                connection.execute(_CONVERSATION, values)
            role = "assistant" if place % 2 else "user"
            connection.execute(
                "INSERT INTO messages (id, conversation_id, parent_id, active, role, text, status, created)"
                " VALUES (?, ?, ?, 1, ?, ?, 'complete', ?)",
                (number + 1, conversation, number if place else None, role, text, moment),
            )
            if place % 2:
                connection.execute(
                    _REPLY,
                    (number + 1, f"Model {conversation % 3}"),
                )
            if number % DOCUMENT_EVERY == 0:
                sent = "\n\n".join(itertools.islice(pages, DOCUMENT_TEXTS))
                connection.execute(_DOCUMENT, (number + 1, f"{text[:6]}.txt", sent))
            if number % 50_000 == 0:
                connection.commit()
        connection.commit()


def measure(search: Search, repeat: int = 5) -> dict[str, list[float]]:
    """Milliseconds that each query took, several times."""
    found: dict[str, list[float]] = {}
    for _ in range(repeat):
        for name, (typed, filters) in QUERIES.items():
            began = time.perf_counter()
            search.find(typed, filters)
            found.setdefault(name, []).append((time.perf_counter() - began) * 1000)
    return found


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--messages", type=int, default=1_000_000)
    options.add_argument("--keep", type=Path, help="make or use this file")
    arguments = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = arguments.keep or Path(folder) / "bench.sqlite3"
        exists = database.exists()
        store = Store.open(database, Path(folder) / "backups")
        if not exists:
            began = time.perf_counter()
            fill(database, arguments.messages)
            print(f"{arguments.messages:,} messages in {time.perf_counter() - began:.0f} s")
        print(f"{database.stat().st_size / 1e6:,.0f} MB")
        times = measure(Search(store.database))
        for name, spent in times.items():
            shown = search_count(store, name)
            print(f"{name:30} {statistics.median(spent):8.1f} {max(spent):8.1f}   {shown} shown")
        every = list(itertools.chain.from_iterable(times.values()))
        print(f"{'all':30} {statistics.median(every):8.1f} {max(every):8.1f}")
        store.close()


def search_count(store: Store, name: str) -> int:
    """How many messages the query's first page has."""
    return len(Search(store.database).find(*QUERIES[name]).messages)


if __name__ == "__main__":
    main()
