"""What every command that lets a model write has in common: choosing the model, following it, and how it ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from desktop.base.errors import Code, LamplightError, ModelFileError
from desktop.base.i18n import translate
from desktop.base.settings import MODEL, PROSE_MODEL
from desktop.cli.interrupt import follow
from desktop.cli.terminal import Terminal
from desktop.features.generation.stop import Stop

if TYPE_CHECKING:
    from desktop.engine.protocol.devices import Attempt
    from desktop.engine.protocol.outcome import Outcome
    from desktop.features.models.model_manager import ModelManager
    from desktop.features.services import Services

Event = TypeVar("Event")

INTERRUPTED = 130  # the exit status after Ctrl-C
_LONG_PROMPT = 512  # tokens; reading fewer takes no time


class Follower:
    """Follows one piece of work: its progress in the passing line, its text as it comes, Ctrl-C, and what failed.

    A command tells it what the events of its feature mean: `loading`, `reading`, `wrote`, `failed`.
    """

    def __init__(self, terminal: Terminal, *, streaming: bool = True) -> None:
        """Without `streaming` the text is only collected."""
        self._terminal = terminal
        self._streaming = streaming
        self._error: LamplightError | None = None
        self.text = ""
        self.presses = 0

    @property
    def stopped(self) -> bool:
        """Whether a person pressed Ctrl-C."""
        return self.presses > 0

    def run(self, work: Callable[[Stop], Iterator[Event]], take: Callable[[Event], None]) -> None:
        """Have `take` see every event of the work until it ends; Ctrl-C stops the work.

        Raises what the work raises, except that it was stopped.
        """
        stop = Stop()
        try:
            self.presses = follow(lambda: work(stop), stop, take)
        except LamplightError as error:
            if error.code is not Code.CANCELLED:
                raise
            self.presses = 1
        finally:
            self._end()

    def loading(self, fraction: float) -> None:
        """The model is being read, 0 to 1."""
        self.status(translate("CommandLine", "Loading the model, {percent} %").format(percent=int(fraction * 100)))

    def reading(self, done: int, total: int) -> None:
        """The prompt is being read; nothing is shown of one that takes no time."""
        short = done >= total or total < _LONG_PROMPT
        told = translate("CommandLine", "Reading, {done} of {total} tokens")
        self.status("" if short else told.format(done=done, total=total))

    def status(self, text: str) -> None:
        """Replace the passing line."""
        self._terminal.status(text)

    def wrote(self, text: str) -> None:
        """A new piece of the text."""
        self.text += text
        if self._streaming:
            self._terminal.write(text)

    def failed(self, error: LamplightError | None) -> None:
        """Keep why the work failed for `raise_failure`."""
        self._error = error

    def say_moved(self, manager: ModelManager, said: tuple[Attempt, ...] = ()) -> tuple[Attempt, ...]:
        """Say where the model went that could not stay on the graphics card, unless that is what was `said` already;
        what is said by now.
        """
        loaded = manager.state.loaded
        if loaded is None or not loaded.attempts or loaded.attempts == said:
            return said
        from desktop.features.models.placement.hardware_text import fallback_text

        self._terminal.note(fallback_text(loaded))
        return loaded.attempts

    def raise_failure(self) -> None:
        """Raise why the work failed, if it did."""
        if self._error is not None:
            raise self._error

    def _end(self) -> None:
        self._terminal.status("")
        if self._streaming:
            self._terminal.end_line()


def choose_model(
    wanted: str | None, services: Services, terminal: Terminal, *, prose: bool = False, anyway: bool = False
) -> None:
    """Use this model for this run, and say where texts are sent that leave this machine. With `anyway` it is loaded
    even where the memory doesn't suffice by the arithmetic, after a warning.

    Raises ModelFileError where it isn't one, NO_MODEL where there is none at all.
    """
    if wanted is not None:
        path = str(services.library.find(wanted).path)
        services.settings.override(MODEL, path)
        services.settings.override(PROSE_MODEL, path)
    elif services.library.default() is None and not services.library.endpoints.all():
        raise ModelFileError(Code.NO_MODEL)
    manager = services.prose_manager if prose else services.model_manager
    say_where(manager, terminal)
    if anyway:
        terminal.note(
            translate(
                "CommandLine",
                "The memory isn’t looked at: this computer may become very slow, and the system may end the model or "
                "other programs.",
            )
        )
        manager.engines.try_anyway(manager.resolve())


def say_where(manager: ModelManager, terminal: Terminal) -> None:
    """Name the machine before anything is sent to it. Raises ModelFileError."""
    host = manager.resolve().host
    if host:
        terminal.note(translate("CommandLine", "Sent to {host}").format(host=host))


def model_path(services: Services) -> str:
    """The file of the model in use, for an error's sentence; "" where there is none."""
    model = services.model_manager.model
    return str(model.path) if model else ""


def model_key(services: Services) -> str:
    """The name of the model in use; "" where there is none."""
    model = services.model_manager.model
    return model.key if model else ""


def failure(outcome: Outcome, text: str, services: Services) -> LamplightError | None:
    """The error that ended a text; None where it ended well or was cut. A full context is one where nothing came."""
    from desktop.engine.protocol.outcome import Ending

    full = outcome.ending is Ending.CONTEXT_FULL
    if outcome.ending not in (Ending.FAILED, Ending.DIED) and not (full and not text):
        return None
    details: dict[str, Any] = {"signal": outcome.signal, "exit_code": outcome.exit_code}
    code = outcome.code or (Code.CONTEXT_FULL if full else Code.ENGINE_FAILED)
    return LamplightError(Code(code), path=model_path(services), cause=outcome.cause, **details)


def cut_text(limit: int) -> str:
    """What is said of a reply that the token limit ended."""
    return translate("CommandLine", "(cut at {limit} tokens; --max-tokens allows more)").format(limit=limit)
