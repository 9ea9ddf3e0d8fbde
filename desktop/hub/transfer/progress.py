"""What is to be seen of a transfer while it runs, and how it is stopped."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.base.errors import Code, HubError, LamplightError
from desktop.hub.transfer.meter import Meter


class Step(StrEnum):
    """What a transfer does at this moment."""

    CONNECTING = "connecting"
    RECEIVING = "receiving"
    CHECKING = "checking"  # what is on the disk is read again
    WAITING = "waiting"  # for the next try; `reason` says why
    COMPARING = "comparing"  # with the server once more, since the whole was not right


@dataclass
class Progress:
    """Written by the transfer's thread, read by any other.

    All in bytes; `size` is 0 while nobody said it, `checked` is how far CHECKING or COMPARING has come.

    `again_at` is the monotonic time of the next try. `restarted` tells that the file changed at its source on the way.
    `hosts` are those that were asked, in order.
    """

    received: int = 0
    size: int = 0
    checked: int = 0
    step: Step = Step.CONNECTING
    reason: LamplightError | None = None
    again_at: float = 0.0
    restarted: bool = False
    hosts: tuple[str, ...] = ()
    meter: Meter = field(default_factory=Meter, repr=False)

    def show(self, step: Step, reason: LamplightError | None = None, again_at: float = 0.0) -> None:
        """What is done now, and why it is only that."""
        self.reason = reason
        self.again_at = again_at
        self.step = step

    def met(self, host: str) -> None:
        """This host was asked."""
        if host not in self.hosts:
            self.hosts = (*self.hosts, host)


class Control:
    """How others reach a transfer under way: to stop it, or to let it try again now. Safe from any thread."""

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._wake = threading.Event()

    @property
    def stopped(self) -> bool:
        return self._stopped.is_set()

    def stop(self) -> None:
        """End it soon; what has arrived stays."""
        self._stopped.set()
        self._wake.set()

    def try_now(self) -> None:
        """Don't wait any longer for the next try."""
        self._wake.set()

    def check(self) -> None:
        """Raises HubError(CANCELLED) once it was stopped."""
        if self._stopped.is_set():
            raise HubError(Code.CANCELLED)

    def wait_until(self, moment: float) -> None:
        """Wait for a monotonic time or to be woken. Raises HubError(CANCELLED)."""
        while not self._wake.is_set() and (rest := moment - time.monotonic()) > 0:
            self._wake.wait(min(rest, 3600.0))
        self._wake.clear()
        self.check()
