"""Where a take stands in the text: what of its Markdown is seen, and the place of one that an earlier session wrote."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.store.story_records import Take
from desktop.ui.panes.story.manuscript import Manuscript
from desktop.ui.panes.story.prose import GAP, Paragraph, inline, placed


def shown(text: str) -> tuple[str, list[int]]:
    """The letters that a take's Markdown shows, a paragraph a line, and where each stands in the Markdown."""
    letters: list[str] = []
    offsets: list[int] = []
    at = 0
    for number, chunk in enumerate(text.split(GAP)):
        if number:
            letters.append("\n")
            offsets.append(at - 1)
        paragraph = Paragraph(inline(chunk))
        written, places = placed(paragraph)
        if written != chunk:  # not as we would write it: taken as it stands
            paragraph, places = Paragraph(inline(chunk)), list(range(len(paragraph.text)))
        letters.append(paragraph.text.replace("\u2028", "\n"))
        offsets += [at + place for place in places]
        at += len(chunk) + len(GAP)
    return "".join(letters), offsets


def standing(takes: Sequence[Take], editor: Manuscript, position: int) -> tuple[Take, int] | None:
    """The newest accepted take whose whole text stands at a place of the document, and where that begins."""
    text = editor.text()
    offset = editor.script.offset(position)
    for take in reversed(takes):
        length = len(take.text)
        if take.replaced or not take.adopted or not take.text.strip():
            continue
        start = text.find(take.text, max(0, offset - length + 1), offset + length)
        if 0 <= start <= offset:
            return take, start
    return None


def begins(text: str, editor: Manuscript, position: int, otherwise: int) -> int:
    """The offset at which a take's text stands that begins at a place of the document, its first marks included."""
    whole, offset = editor.text(), editor.script.offset(position)
    return next((offset - back for back in range(4) if whole.startswith(text, offset - back)), otherwise)
