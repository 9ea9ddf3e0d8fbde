"""How a generation ended: as the status of what is kept, as an error, as the small print."""

from __future__ import annotations

from signal import SIGTERM

from desktop.base.error_text import told
from desktop.base.errors import Code, EngineError, LamplightError
from desktop.engine.protocol.messages import Finished
from desktop.engine.protocol.outcome import Ending, Outcome
from desktop.store.conversations.records import Status

_STATUS = {
    Ending.END: Status.COMPLETE,
    Ending.STOP: Status.COMPLETE,
    Ending.LENGTH: Status.CUT,
    Ending.CONTEXT_FULL: Status.CUT,
    Ending.CANCELLED: Status.STOPPED,
    Ending.FAILED: Status.FAILED,
    Ending.DIED: Status.INTERRUPTED,
}
_KILLS = (9, SIGTERM)  # SIGKILL has no name on Windows

# Nothing was asked, or nobody listened any more.
NOT_ASKED = Finished(0, Outcome(Ending.CANCELLED))
# The events stopped without an ending.
LOST = Finished(0, Outcome(Ending.DIED, Code.ENGINE_DIED))


def status_of(outcome: Outcome) -> Status:
    """The status of a reply or a take that ended so."""
    return _STATUS[outcome.ending]


def failed(error: LamplightError) -> Finished:
    """The end of a generation that could not be asked for."""
    return Finished(0, Outcome(Ending.FAILED, error.code, str(error.details.get("cause", ""))))


def error_of(outcome: Outcome) -> EngineError:
    """A failed generation as the error that is raised or told."""
    return EngineError(Code(outcome.code or Code.ENGINE_FAILED), cause=outcome.cause)


def cause_of(outcome: Outcome) -> str:
    """What ended it, for the small print. A process that was killed had no last word: its log tells nothing of it."""
    killed = outcome.signal in _KILLS
    details = {"cause": "" if killed else outcome.cause, "signal": outcome.signal, "exit_code": outcome.exit_code}
    return told(outcome.code, details).cause if outcome.code else outcome.cause
