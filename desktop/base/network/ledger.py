"""How often each door was used, when last and to which hosts; kept in a file of the data folder.

Only hosts, numbers and days: nothing of what was sent. A first use is on the disk before the connection is opened;
later ones of the same door and host are written at most once a second, and at the end.
"""

from __future__ import annotations

import atexit
import logging
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop.base.files import read_json, write_json
from desktop.base.network.doors import DOORS, Door

log = logging.getLogger(__name__)

_BETWEEN = 1.0  # seconds between two writings
_WAIT = 2.0  # for another program that writes
_MOST_HOSTS = 50  # of one door; the oldest leave


@dataclass(frozen=True)
class Use:
    """How often a door led to a host, and when last."""

    count: int = 0
    last: datetime | None = None

    def plus(self, other: Use) -> Use:
        """Both together."""
        moments = [use.last for use in (self, other) if use.last is not None]
        return Use(self.count + other.count, max(moments, default=None))


@dataclass
class Uses:
    """Of one door: all of them, and by host."""

    hosts: dict[str, Use] = field(default_factory=dict)

    @property
    def all(self) -> Use:
        """Everywhere together."""
        total = Use()
        for use in self.hosts.values():
            total = total.plus(use)
        return total


class Ledger:
    """One for the process; safe from any thread. Without `keep_in` it only counts in memory."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._path: Path | None = None
        self._fresh: dict[str, Uses] = {}  # counted here and not yet on the disk
        self._known: set[tuple[str, str]] = set()
        self._written = 0.0
        self._timer: threading.Timer | None = None

    def keep_in(self, path: Path) -> None:
        """Write to this file from now on."""
        self.flush()
        with self._lock:
            self._path, self._known = path, set()

    def use(self, door: Door, host: str) -> None:
        """A connection through this door is about to be opened. Raises nothing: what can't be written is logged."""
        with self._lock:
            hosts = self._fresh.setdefault(door.key, Uses()).hosts
            hosts[host] = hosts.get(host, Use()).plus(Use(1, datetime.now(UTC)))
            first = (door.key, host) not in self._known
            self._known.add((door.key, host))
            if first or time.monotonic() - self._written >= _BETWEEN:
                self._write()
            elif self._timer is None:
                self._timer = threading.Timer(_BETWEEN, self.flush)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> None:
        """Write what isn't written yet."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            self._write()

    def uses(self) -> dict[str, Uses]:
        """By the key of each door there is, from the file and from memory. Reads the disk."""
        with self._lock:
            found = self._read()
            _add(found, self._fresh)
        return {door.key: found.get(door.key, Uses()) for door in DOORS}

    def _write(self) -> None:
        """Add what is new to what stands there: another program may have written meanwhile."""
        if self._path is None or not self._fresh:
            return
        import filelock

        try:
            with filelock.FileLock(self._path.with_suffix(".lock"), timeout=_WAIT):
                found = self._read()
                _add(found, self._fresh)
                write_json(self._path, {key: _as_json(uses) for key, uses in found.items()})
        except (OSError, filelock.Timeout) as error:
            log.warning("the uses of the network are not written: %s", type(error).__name__)
            return
        self._fresh = {}
        self._written = time.monotonic()

    def _read(self) -> dict[str, Uses]:
        if self._path is None:
            return {}
        try:
            found = read_json(self._path)
        except (ValueError, OSError) as error:
            log.warning("the uses of the network can't be read: %s", type(error).__name__)
            return {}
        return {key: _from_json(value) for key, value in found.items()} if isinstance(found, dict) else {}


def _add(to: dict[str, Uses], more: dict[str, Uses]) -> None:
    for key, uses in more.items():
        hosts = to.setdefault(key, Uses()).hosts
        for host, use in uses.hosts.items():
            hosts[host] = hosts.get(host, Use()).plus(use)


def _as_json(uses: Uses) -> dict[str, Any]:
    newest = sorted(uses.hosts.items(), key=lambda one: one[1].last or datetime.min.replace(tzinfo=UTC), reverse=True)
    kept, rest = newest[:_MOST_HOSTS], newest[_MOST_HOSTS:]
    hosts = {host: {"count": use.count, "last": use.last.isoformat() if use.last else ""} for host, use in kept}
    if rest:
        more = Uses(dict(rest)).all.plus(dict(kept).get("", Use()))
        hosts[""] = {"count": more.count, "last": more.last.isoformat() if more.last else ""}
    return {"hosts": hosts}


def _from_json(value: Any) -> Uses:
    """What can be read of it; a file that a person changed counts as far as it makes sense."""
    uses = Uses()
    hosts = value.get("hosts") if isinstance(value, dict) else None
    for host, entry in hosts.items() if isinstance(hosts, dict) else ():
        try:
            last = datetime.fromisoformat(entry["last"]) if entry["last"] else None
            uses.hosts[host] = Use(int(entry["count"]), last)
        except (ValueError, TypeError, KeyError):
            continue
    return uses


ledger = Ledger()
atexit.register(ledger.flush)
