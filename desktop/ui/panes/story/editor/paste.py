"""What is pasted, cleaned to our subset: paragraphs, emphasis, headings, quotations."""

from __future__ import annotations

import re

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QFont, QTextBlock

from desktop.ui.panes.story.scene_text import GAP, SOFT, Kind, Paragraph, Run, markdown
from desktop.ui.text.offline_document import OfflineDocument

MOST_BYTES = 10_000_000
OWN = "text/x-lamplight-story"
_MOST_HTML = 2_000_000
_BLANK = re.compile(r"\n[ \t]*\n\s*")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def pasted_text(source: QMimeData) -> str | None:
    """The Markdown of what is on the clipboard; None when it is too much."""
    if source.hasFormat(OWN):
        return bytes(source.data(OWN).data()).decode("utf-8", "replace")
    if source.hasHtml():
        html = source.html()
        if len(html) <= _MOST_HTML:
            return _from_html(html)
    text = source.text()
    if len(text) > MOST_BYTES:
        return None
    return _from_plain(text)


def _from_plain(text: str) -> str:
    """Lines become paragraphs; where blank lines part them, those do."""
    text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n"))
    if GAP in text:
        chunks = [" ".join(line.strip() for line in chunk.split("\n")) for chunk in _BLANK.split(text)]
    else:
        chunks = text.split("\n")
    return GAP.join(markdown(Paragraph((Run(chunk.rstrip()),) if chunk.strip() else ())) for chunk in chunks)


def _from_html(html: str) -> str:
    document = OfflineDocument()
    document.setHtml(re.sub(r"<(script|style)\b.*?</\1>|<img\b[^>]*>", "", html, flags=re.DOTALL | re.IGNORECASE))
    chunks = []
    block = document.begin()
    while block.isValid():
        found = _paragraph(block)
        if found is not None:
            chunks.append(markdown(found))
        block = block.next()
    return GAP.join(chunks)


def _paragraph(block: QTextBlock) -> Paragraph | None:
    level = block.blockFormat().headingLevel()
    runs = []
    it = block.begin()
    while not it.atEnd():
        fragment = it.fragment()
        form = fragment.charFormat()
        strong = not level and form.fontWeight() >= QFont.Weight.DemiBold.value
        text = _CONTROLS.sub("", fragment.text().replace("\ufffc", ""))
        runs.append(Run(text.replace("\n", SOFT), form.fontItalic(), strong))
        it += 1
    if not "".join(run.text for run in runs).strip():
        return None
    if level:
        return Paragraph(tuple(runs), Kind.HEADING, min(level, 3))
    return Paragraph(tuple(runs))
