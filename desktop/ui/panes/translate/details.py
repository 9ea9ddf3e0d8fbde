"""What a person can know about the row of the caret, and of all rows: quality, the memory's offers, certainty."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.base.i18n import translate
from desktop.features.generation.stop import Stop
from desktop.store.translation.records import Segment, SegmentStatus
from desktop.ui.panes.translate import words
from desktop.ui.panes.translate.bars.row_line import RowLine
from desktop.ui.panes.translate.controller import TranslationController
from desktop.ui.panes.translate.pages.pages import Pages
from desktop.ui.panes.translate.pages.row_text import Shades
from desktop.ui.work import Work

if TYPE_CHECKING:
    from desktop.features.translate.terms.memory import Match
    from desktop.features.translate.terms.offers import Offers
    from desktop.features.translate.translation_service import TranslationService

_REST_MS = 250


class Details(QObject):
    """Listens to the pages and fills the line below them; shades words while that is wanted."""

    def __init__(
        self,
        controller: TranslationController,
        pages: Pages,
        line: RowLine,
        work: Work,
        translation_service: Callable[[], TranslationService],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._pages = pages
        self._line = line
        self._work = work
        self._translation_service = translation_service
        self._offers: Offers | None = None
        self._match: Match | None = None
        self._asked = 0  # the segment whose offers are shown or on their way
        self.shaded = False
        self._known: dict[tuple[int, str], Shades] = {}
        self._stop = Stop()
        self._asking = False
        self._row_soon = self._timer(self._show_row)
        self._seen_soon = self._timer(self._shade_seen)
        pages.current_changed.connect(lambda _: self._row_soon.start())
        pages.seen_changed.connect(self._seen_soon.start)
        line.used.connect(self.use_offer)

    def _timer(self, then: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(_REST_MS)
        timer.timeout.connect(then)
        return timer

    def refresh(self) -> None:
        """The job or a row has changed."""
        self._row_soon.start()
        self._seen_soon.start()

    def forget(self) -> None:
        """The memory has changed."""
        if self._offers is not None:
            self._offers.forget()
        self._asked = 0

    # -- the row of the caret ----------------------------------------------------------------------------------------

    def _segment(self) -> Segment | None:
        number = self._pages.current
        if not 0 <= number < len(self._pages.rows):
            return None
        return self._controller.segments.get(self._pages.rows[number].segment_id)

    def _show_row(self) -> None:
        segment = self._segment()
        if segment is None or segment.status is SegmentStatus.WAITING:
            self._line.show_row("", "")
            self._asked = 0
            return
        offer = self._offer_text() if self._asked == segment.id else ""
        self._line.show_row(words.quality(segment), offer)
        if self._asked != segment.id:
            self._ask_memory(segment)

    def _ask_memory(self, segment: Segment) -> None:
        job = self._controller.job
        if job is None:
            return
        self._asked, self._match = segment.id, None

        def read() -> list[Match]:
            from desktop.features.translate.terms.offers import Offers

            if self._offers is None:
                self._offers = Offers(self._translation_service().memory)
            return list(self._offers.of(job, segment, 1))

        def done(found: list[Match]) -> None:
            if self._asked == segment.id:
                self._match = found[0] if found else None
                self._line.show_row(words.quality(segment), self._offer_text())

        self._work.run(read, done)

    def _offer_text(self) -> str:
        if self._match is None:
            return ""
        said = translate("TranslatePane", "Memory, {percent} % alike: {target}")
        return said.format(percent=int(self._match.score), target=self._match.entry.target)

    def use_offer(self) -> None:
        """The memory's translation becomes the row's, as if a person had written it."""
        from desktop.features.translate.terms.offers import as_target

        segment = self._segment()
        if segment is not None and self._match is not None and self._asked == segment.id:
            self._controller.edit(segment.id, as_target(self._match, segment))
            self._match = None
            self._row_soon.start()

    # -- certainty ---------------------------------------------------------------------------------------------------

    def toggle_shades(self) -> None:
        """Shade the words that the model is unsure of, or no longer."""
        self.shaded = not self.shaded
        if self.shaded:
            self._stop = Stop()
            self._shade_seen()
            return
        self._stop.set()
        self._pages.target.shades = {}
        self._pages.target.viewport().update()

    def _shade_seen(self) -> None:
        """Ask about the rows that can be seen, one after the other; those known are shaded at once."""
        if not self.shaded or self._controller.job is None:
            return
        wanted = []
        for number in self._pages.seen():
            segment = self._controller.segments.get(self._pages.rows[number].segment_id)
            if segment is None or not segment.target:
                continue
            known = self._known.get((segment.id, segment.target))
            if known is None:
                wanted.append(segment)
            else:
                self._pages.shade(number, known)
        if wanted and not self._asking:
            self._ask_certainty(wanted)

    def _ask_certainty(self, segments: list[Segment]) -> None:
        job, stop = self._controller.job, self._stop
        assert job is not None
        self._asking = True

        def answers() -> Iterator[tuple[Segment, Shades]]:
            from desktop.features.translate.evaluation.certainty import certainty

            for segment in segments:
                if stop.is_set:
                    return
                found = certainty(self._translation_service().translation_model, job, segment, stop)
                if not stop.is_set:
                    yield segment, tuple((word.start, word.end, word.step) for word in found if word.step)

        def take(found: tuple[Segment, Shades]) -> None:
            segment, shades = found
            self._known[segment.id, segment.target] = shades
            self._shade_seen()

        def ended() -> None:
            self._asking = False
            self._seen_soon.start()

        def failed(error: Exception) -> None:
            self._asking = self.shaded = False
            self._controller.tell(error)

        self._work.stream(answers, take, ended, failed)

    # -- back-translation --------------------------------------------------------------------------------------------

    def translate_back(self) -> None:
        """Translate everything back and measure how much of the source is in it again."""
        self._controller.translate_back()
