"""Lets both texts be written at the same time, the second anew when a strength changes, and keeps one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.base.error_text import sentence
from desktop.base.i18n import translate
from desktop.engine.protocol.outcome import Ending
from desktop.features.generation.events import Loading, Reading, Wrote
from desktop.features.generation.status import error_of
from desktop.features.generation.stop import Stop
from desktop.ui import tasks
from desktop.ui.panes.models.adapters.comparison_view import ComparisonView, TextSide
from desktop.ui.widgets import toast

if TYPE_CHECKING:
    from desktop.engine.protocol.adapters import Adapter
    from desktop.features.chat.adapter_comparison import AdapterComparison, Answered, ComparedPrompt

_SETTLED_MS = 350  # after the last move of a slider the second text is written anew


class _Side:
    """One text under way or written."""

    def __init__(self, view: TextSide, adapters: tuple[Adapter, ...]) -> None:
        self.view, self.adapters = view, adapters
        self.stop = Stop()
        self.text = ""
        self.answer: Answered | None = None
        self.over = False


class ComparisonController(QObject):
    """`working` tells which adapters the second text is to be written with."""

    def __init__(
        self,
        view: ComparisonView,
        comparison: Callable[[], AdapterComparison],
        working: Callable[[], tuple[Adapter, ...]],
    ) -> None:
        super().__init__(view)
        self._view, self._comparison, self._working = view, comparison, working
        self._last: ComparedPrompt | None = None
        self._prompt: ComparedPrompt | None = None
        self._sides: dict[str, _Side] = {}
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_SETTLED_MS)
        self._clock.timeout.connect(self._again)
        view.compare_asked.connect(self.compare)
        view.stop_asked.connect(self.stop)
        view.keep_asked.connect(self.keep)

    def refresh(self) -> None:
        """Look which message was the last one."""
        tasks.run(lambda: self._comparison().last_prompt(), self._take_last, owner=self, lane="store")

    def compare(self) -> None:
        """Begin both texts, with the same seed."""
        from desktop.features.chat.adapter_comparison import ComparedPrompt

        self.stop()
        own = self._view.prompt_text()
        prompt = ComparedPrompt(own) if own else self._last
        if prompt is None:
            return
        self._prompt = replace(prompt)
        self._view.begin()
        self._begin("a", self._view.a, ())
        self._begin("b", self._view.b, self._working())

    def strengths_changed(self) -> None:
        """Somebody moved a slider: soon the second text is written anew, where there is one."""
        if self._prompt is not None and self._view.compared:
            self._clock.start()

    def stop(self) -> None:
        """End what is being written; what stands there stays."""
        self._clock.stop()
        for side in self._sides.values():
            side.stop.set()

    def forget(self) -> None:
        """Another model is looked at."""
        self.stop()
        self._sides.clear()
        self._prompt = None
        self._view.clear()
        self._view.set_writing(False)

    def keep(self, which: str) -> None:
        """Put one of the texts into its conversation, as another version of the reply."""
        side, prompt = self._sides.get(which), self._prompt
        if side is None or prompt is None or side.answer is None:
            return
        answer, adapters = side.answer, side.adapters
        side.view.keep.setEnabled(False)
        title = prompt.title or prompt.text

        def done(_message: object) -> None:
            said = translate("AdaptersPane", "Kept in “{title}”, as the version that is shown.")
            toast(self._view, said.format(title=" ".join(title.split())[:60]))

        def failed(error: Exception) -> None:
            side.view.keep.setEnabled(True)
            toast(self._view, str(sentence(error)))

        tasks.run(lambda: self._comparison().keep(prompt, answer, adapters), done, failed, self, lane="store")

    # -- inside ----------------------------------------------------------------------------------------------------

    def _take_last(self, prompt: ComparedPrompt | None) -> None:
        self._last = prompt
        self._view.show_last(prompt)

    def _again(self) -> None:
        side, adapters = self._sides.get("b"), self._working()
        if side is None or side.adapters == adapters:
            return
        side.stop.set()
        self._view.b.show_text("")
        self._view.b.show_state(translate("AdaptersPane", "waits"), "secondary", writing=True)
        self._begin("b", self._view.b, adapters)

    def _begin(self, which: str, view: TextSide, adapters: tuple[Adapter, ...]) -> None:
        prompt = self._prompt
        assert prompt is not None
        side = self._sides[which] = _Side(view, adapters)
        self._view.set_writing(True)
        tasks.stream(
            lambda: self._comparison().write(prompt, adapters, side.stop),
            partial(self._take, which, side),
            partial(self._done, which, side),
            partial(self._failed, which, side),
            self,
        )

    def _take(self, which: str, side: _Side, event: object) -> None:
        if self._sides.get(which) is not side:
            return
        match event:
            case Loading(fraction=fraction):
                word = translate("AdaptersPane", "loading {percent} %").format(percent=round(fraction * 100))
                side.view.show_state(word, "accent", writing=True)
            case Reading():
                side.view.show_state(translate("AdaptersPane", "reading"), "accent", writing=True)
            case Wrote(text=text):
                side.text += text
                side.view.show_text(side.text)
                side.view.show_state(translate("AdaptersPane", "writing"), "accent", writing=True)
            case _:
                side.answer = event  # type: ignore[assignment]

    def _done(self, which: str, side: _Side) -> None:
        side.over = True
        if self._sides.get(which) is not side:
            return
        outcome = side.answer.finished.outcome if side.answer is not None else None
        if outcome is not None and outcome.ending in (Ending.FAILED, Ending.DIED):
            side.view.show_error(str(sentence(error_of(outcome))))
        else:
            stopped = outcome is None or outcome.ending is Ending.CANCELLED
            word = translate("AdaptersPane", "stopped") if stopped else ""
            side.view.show_state(word, "", writing=False)
        self._show_writing()

    def _failed(self, which: str, side: _Side, error: Exception) -> None:
        side.over = True
        if self._sides.get(which) is side:
            side.view.show_error(str(sentence(error)))
            self._show_writing()

    def _show_writing(self) -> None:
        self._view.set_writing(any(not side.over for side in self._sides.values()))
