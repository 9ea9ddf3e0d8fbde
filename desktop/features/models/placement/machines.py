"""Other machines that lend their devices, by the addresses that a person added.

An address is contacted when it is added, when somebody asks for a look, and when a model is loaded that has no room
here; never for a list or a verdict, which go by what was seen last.
"""

from __future__ import annotations

import dataclasses
import datetime
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from desktop.base.devices import Device
from desktop.base.errors import Code, LamplightError, MachineError
from desktop.base.files import read_json, write_json
from desktop.engine.backends import other_machine
from desktop.engine.backends.verdicts import device_of

log = logging.getLogger(__name__)

_FAILURES = 2  # in use, before a machine is left alone until somebody looks at it again
_AT_ONCE = 8


@dataclass(frozen=True)
class Machine:
    """One of them. `devices` are those it lent when it was last asked, at `seen` (local time, ISO 8601)."""

    address: str
    devices: tuple[Device, ...] = ()
    seen: str = ""


@dataclass(frozen=True)
class Answer:
    """What one machine said, or why it said nothing."""

    machine: Machine
    error: LamplightError | None = None


Look = Callable[[str], Sequence[Device]]


class Machines:
    """A list in a JSON file, read anew each time: another process may have written. Thread-safe."""

    def __init__(self, file: Path, backend: Callable[[], str | None], look: Look = other_machine.look) -> None:
        """`backend` tells the file through which other machines are reached ("" built in, None for none)."""
        self._file, self.look = file, look
        self.backend = backend
        self._lock = threading.RLock()
        self._failures: dict[str, int] = {}

    def all(self) -> list[Machine]:
        """In the order they were added; what can't be read is left out. Nobody is asked."""
        return list(self._read())

    def add(self, text: str) -> Machine:
        """Ask the machine at this address what it lends, and keep it. Raises MachineError, OSError."""
        address = other_machine.normalized(text)
        if self.backend() is None:
            raise MachineError(Code.MACHINES_UNABLE)
        return self._keep(self.ask(address), new=True)

    def ask(self, text: str) -> Machine:
        """What the machine at this address lends now; nothing is kept. Raises MachineError."""
        address = other_machine.normalized(text)
        devices = tuple(self.look(address))
        return Machine(address, devices, datetime.datetime.now().astimezone().isoformat(timespec="seconds"))

    def look_again(self, text: str) -> Machine:
        """The same for one of the list, whatever was held against it. Raises MachineError, OSError."""
        known = self.known(text)
        self._failures.pop(known.address, None)
        return self._keep(self.ask(known.address))

    def known(self, text: str) -> Machine:
        """The one of the list with this address. Raises MachineError."""
        address = other_machine.normalized(text)
        found = next((machine for machine in self._read() if machine.address == address), None)
        if found is None:
            raise MachineError(Code.MACHINE_UNKNOWN, address=address)
        return found

    def remove(self, text: str) -> Machine:
        """Take it off the list. Raises MachineError, OSError."""
        with self._lock:
            gone = self.known(text)
            self._write([machine for machine in self._read() if machine.address != gone.address])
        return gone

    def answers(self) -> list[Answer]:
        """Ask all of them at once, which takes as long as the slowest: some seconds where one is silent."""
        machines = self.all()
        if not machines or self.backend() is None:
            return []
        with ThreadPoolExecutor(min(_AT_ONCE, len(machines)), "machines") as pool:
            return list(pool.map(self._answer, machines))

    def failed(self, addresses: Sequence[str]) -> None:
        """A process ended while a model ran on these."""
        with self._lock:
            for address in addresses:
                self._failures[address] = self._failures.get(address, 0) + 1

    def _answer(self, machine: Machine) -> Answer:
        if self._failures.get(machine.address, 0) >= _FAILURES:
            return Answer(machine, MachineError(Code.MACHINE_FAILED, address=machine.address, cause=machine.address))
        try:
            found = self.ask(machine.address)
            return Answer(self._keep(found))
        except (MachineError, OSError) as error:
            log.warning("%s is left out: %s", machine.address, error)
            told = error if isinstance(error, MachineError) else None
            return Answer(machine, told or MachineError(Code.MACHINE_UNREACHABLE, address=machine.address))

    def _keep(self, machine: Machine, *, new: bool = False) -> Machine:
        """Write down what is known of it; one that was removed meanwhile doesn't come back."""
        with self._lock:
            known = self.all()
            if new and all(one.address != machine.address for one in known):
                known.append(machine)
            self._write([machine if one.address == machine.address else one for one in known])
        return machine

    def _write(self, machines: Sequence[Machine]) -> None:
        write_json(self._file, {"machines": [asdict(machine) for machine in machines]})

    def _read(self) -> Iterator[Machine]:
        try:
            found = read_json(self._file)
        except (ValueError, OSError) as error:
            log.warning("%s ignored: %s", self._file.name, error)
            return
        items = found.get("machines") if isinstance(found, dict) else None
        for item in items if isinstance(items, list) else ():
            try:
                yield _machine(item)
            except (KeyError, TypeError, ValueError, LamplightError) as error:
                log.warning("a machine ignored: %s", error)


def numbered(machines: Sequence[Machine]) -> list[Device]:
    """Their devices as llama.cpp names them in a process that gets the addresses in this order."""
    devices = [device for machine in machines for device in machine.devices]
    return [
        dataclasses.replace(device, name=f"{other_machine.BACKEND}{number}") for number, device in enumerate(devices)
    ]


def _machine(item: Any) -> Machine:
    devices = tuple(device_of(fields) for fields in item["devices"])
    return Machine(other_machine.normalized(item["address"]), devices, str(item["seen"]))
