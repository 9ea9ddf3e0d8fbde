"""The glossary and the memory of a pair of languages, as the pane changes them. Each pair has one glossary here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.i18n import translate
from desktop.store.translation.records import Glossary, Term
from desktop.ui.work import Work

if TYPE_CHECKING:
    from desktop.features.translate.translation_service import TranslationService

Then = Callable[[list[Term]], object]


class Terms:
    """Everything happens on the thread of the store; `then` gets the terms as they are after it."""

    def __init__(
        self, translation_service: Callable[[], TranslationService], work: Work, source: str, target: str
    ) -> None:
        self._translation_service = translation_service
        self._work = work
        self.source = source
        self.target = target

    def read(self, then: Then) -> None:
        """The terms there are."""
        self._work.run(self._all, then)

    def add(self, source: str, target: str, note: str, then: Then) -> None:
        """Add a term, or give the same one another note."""
        self._do(
            lambda translation_service: translation_service.glossaries.add(
                self._own(translation_service).id, [Term(source, target, note)]
            ),
            then,
        )

    def remove(self, term: Term, then: Then) -> None:
        """Take a term out."""
        self._do(lambda translation_service: translation_service.glossaries.remove_term(term.id), then)

    def import_file(self, path: Path, then: Then) -> None:
        """Take in a csv, tsv or TBX file's terms."""

        def work(translation_service: TranslationService) -> None:
            from desktop.features.translate.terms.exchange import read_terms

            translation_service.glossaries.add(
                self._own(translation_service).id, read_terms(path, self.source, self.target)
            )

        self._do(work, then)

    def export_file(self, path: Path, then: Then) -> None:
        """Write the terms as csv, or as TBX where the name says so."""

        def work(translation_service: TranslationService) -> None:
            from desktop.base.files import write_atomically
            from desktop.features.translate.terms.exchange import export_glossary

            kind = "tbx" if path.suffix.lower() == ".tbx" else "csv"
            write_atomically(
                path, export_glossary(translation_service.glossaries, self._own(translation_service), kind), mode=0o644
            )

        self._do(work, then)

    def import_memory(self, path: Path, then: Callable[[int], object]) -> None:
        """Take in a TMX file; `then` gets how many entries it had."""

        def work() -> int:
            from desktop.features.translate.terms.exchange import import_memory

            return import_memory(self._translation_service().memory, path, self.source, self.target)

        self._work.run(work, then)

    def export_memory(self, path: Path, then: Callable[[object], object]) -> None:
        """Write the pair's memory as TMX."""

        def work() -> None:
            from desktop.base.files import write_atomically
            from desktop.features.translate.terms.exchange import export_memory

            write_atomically(
                path, export_memory(self._translation_service().memory, self.source, self.target), mode=0o644
            )

        self._work.run(work, then)

    def _do(self, change: Callable[[TranslationService], object], then: Then) -> None:
        def work() -> list[Term]:
            change(self._translation_service())
            return self._all()

        self._work.run(work, then)

    def _all(self) -> list[Term]:
        translation_service = self._translation_service()
        found = [glossary for glossary in translation_service.glossaries.glossaries() if self._fits(glossary)]
        return [term for glossary in found for term in translation_service.glossaries.terms(glossary.id)]

    def _own(self, translation_service: TranslationService) -> Glossary:
        found = [glossary for glossary in translation_service.glossaries.glossaries() if self._fits(glossary)]
        name = translate("TranslatePane", "Glossary")
        return found[0] if found else translation_service.glossaries.create(name, self.source, self.target)

    def _fits(self, glossary: Glossary) -> bool:
        return (glossary.source_language, glossary.target_language) == (self.source, self.target)
