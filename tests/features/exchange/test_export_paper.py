"""Word and PDF: what a person saw survives, whatever was in it; nothing half-written stays."""

from __future__ import annotations

import io
import resource
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import docx
import pypdf
import pytest

from desktop.app import build
from desktop.base.errors import Code, DocumentError
from desktop.base.paths import Paths
from desktop.features.exchange import word
from desktop.features.exchange.export import Form, steps_to_file, steps_to_folder, written
from desktop.store import Store
from desktop.store.conversations.exchange import Exchange, Thread, Turn

_SAID = """<think>
first *this*
</think>

# 标题

**bold** `code` [web](https://example.org) [js](javascript:alert(1)) ![pixel](https://evil.example/p.png)

1. one
   - two
- [x] done

| a | 中 |
|---|---|
| 1 | مرحبا |

```python
def f():
    return 1
```

مرحبا بالعالم
"""
_HOSTILE = "\x00\x1b[31m\u202e\uffff<script>alert(1)</script> \U0001f600 " + "x" * 5000


def _thread() -> Thread:
    now = datetime(2026, 1, 2, tzinfo=UTC)
    turns = (Turn("a", None, "user", _HOSTILE, now), Turn("b", "a", "assistant", _SAID, now))
    return Thread("o", "灯 & <title>", now, now, turns, system_prompt="Be brief.")


def test_word_holds_what_was_said() -> None:
    document = docx.Document(io.BytesIO(word.write([_thread(), _thread()])))
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for words in (
        "灯 & <title>",
        "标题",
        "bold code web",
        "def f():\n    return 1",
        "first this",
        "☑\tdone",
        "<script>",
    ):
        assert words in said
    assert "\x1b" not in said
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [["a", "中"], ["1", "مرحبا"]]
    arabic = next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith("مرحبا"))
    assert arabic._p.pPr.find(docx.oxml.ns.qn("w:bidi")) is not None
    led_to = [
        (part.reltype.rpartition("/")[2], part.target_ref) for part in document.part.rels.values() if part.is_external
    ]
    assert {kind for kind, _ in led_to} == {"hyperlink"}  # nothing that a reader loads by itself
    assert {address for _, address in led_to} == {"https://example.org", "https://evil.example/p.png"}


@pytest.mark.slow
def test_pdf_without_a_window(paths: Paths) -> None:
    app = build(paths)
    made = written([_thread()], Form.PDF, app.paper)
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    said = "".join(page.extract_text() for page in pages)
    assert len(pages) >= 2
    for words in ("标题", "def", "alert(1)"):
        assert words in said
    led_to = [note.get_object()["/A"]["/URI"] for page in pages for note in cast(Any, page["/Annots"])]
    assert led_to == ["https://example.org", "https://evil.example/p.png"]  # to be opened by hand; nothing is loaded
    assert b"/JavaScript" not in made
    with pytest.raises(ValueError, match="paper"):
        written([_thread()], Form.PDF)


_FORMULAS = r"""Einstein: $E=mc^2$

$$\frac{a}{b}$$

broken: $\unknown{x}$

- [ ] open

~~no~~ [^1]

[^1]: why
"""


def _with_formulas() -> Thread:
    now = datetime(2026, 1, 2, tzinfo=UTC)
    turns = (Turn("a", None, "user", "*mine* stays $x^2$", now), Turn("b", "a", "assistant", _FORMULAS, now))
    return Thread("o", "t", now, now, turns)


def test_html_shows_formulas_tasks_and_notes() -> None:
    page = written([_with_formulas()], Form.HTML).decode()
    assert page.count("<svg ") == 2
    assert 'aria-label="E=mc^2"' in page
    assert r"<code>$\unknown{x}$</code>" in page  # what can't be drawn is shown as it was written
    assert "*mine* stays $x^2$" in page  # a person's words aren't typeset, as in the window
    for part in ('<li class="task"><p dir="auto">☐ open', "<s>no</s>", "<sup>1</sup>"):
        assert part in page


@pytest.mark.slow
def test_pdf_draws_formulas_as_shapes(paths: Paths) -> None:
    made = pypdf.PdfReader(io.BytesIO(written([_with_formulas()], Form.PDF, build(paths).paper)))
    (page,) = made.pages
    assert r"$\unknown{x}$" in page.extract_text()
    assert "E=mc" not in page.extract_text()
    bare = pypdf.PdfReader(io.BytesIO(written([_without_formulas()], Form.PDF, build(paths).paper)))
    curves = page.get_contents().get_data().count(b" c\n")
    assert curves > 100 + bare.pages[0].get_contents().get_data().count(b" c\n")
    assert not page.images


def _without_formulas() -> Thread:
    thread = _with_formulas()
    return replace(thread, turns=tuple(replace(turn, text="no formula") for turn in thread.turns))


@pytest.mark.slow
def test_pdf_can_be_searched_and_has_its_page_numbers(paths: Paths) -> None:
    """A space was a tab once, a hyphen nothing at all, and the page's number squares of the size of a fist."""
    page = pypdf.PdfReader(io.BytesIO(written([_without_formulas()], Form.PDF, build(paths).paper))).pages[0]
    said = page.extract_text()
    for words in ("no formula", "2026-01-02", ":00", "1 / 1"):
        assert words in said


def test_thoughts_are_apart_in_text_and_html() -> None:
    assert "*Thought first*\n\n> first *this*" in written([_thread()], Form.MARKDOWN).decode()
    assert "<details><summary>Thought first</summary>" in written([_thread()], Form.HTML).decode()


def test_stopped_and_full_and_read_only(store: Store, tmp_path: Path) -> None:
    exchange = Exchange(store.database)
    ids = [exchange.keep(_thread()).conversation_id]
    path = tmp_path / "out.docx"
    assert list(steps_to_file(exchange, ids, Form.DOCX, path, stopped=lambda: True)) == []
    assert list(steps_to_folder(exchange, ids, Form.JSON, tmp_path / "each", stopped=lambda: True)) == []
    path.write_text("what was there")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, limits[1]))
    try:
        with pytest.raises(DocumentError) as error:
            list(steps_to_file(exchange, ids, Form.JSON, path))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert error.value.code is Code.CHATS_NOT_WRITTEN
    assert path.read_text() == "what was there"
    assert sorted(each.name for each in tmp_path.iterdir() if each.name.startswith(".out")) == []
    with pytest.raises(DocumentError):
        list(steps_to_file(exchange, ids, Form.MARKDOWN, Path("/proc/1/x.md")))
