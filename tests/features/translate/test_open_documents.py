"""A document is read once, however often a run asks for it."""

from __future__ import annotations

from functools import partial

from desktop.features.translate.segmentation.languages import LANGUAGES
from desktop.features.translate.segmentation.open_documents import OpenDocuments
from desktop.formats.documents.text import TextDocument


def test_the_last_two_are_at_hand_and_others_are_read_again() -> None:
    opened = OpenDocuments()
    read: list[str] = []

    def reading(name: str) -> TextDocument:
        read.append(name)
        return TextDocument.from_text(f"{name} is here. And there.")

    for name in ("a", "b", "a", "c", "a", "b"):
        document = opened.document((name, "txt", name, ""), partial(reading, name))
        assert document.units[0].text.startswith(name)
    assert read == ["a", "b", "c", "b"]
    first = opened.segmented(document, LANGUAGES["en"])
    assert opened.segmented(document, LANGUAGES["en"]) is first
    assert opened.segmented(document, LANGUAGES["zh"]) is not first
