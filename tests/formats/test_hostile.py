"""Every attack of the corpus through the parser and the terminal: nothing opened, nothing obeyed, never long."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator

import pytest

from desktop.cli.terminal import escaped, harmless
from desktop.formats.markdown.blocks import parse
from desktop.formats.markdown.formula import draw
from desktop.formats.markdown.tree import Document, Heading, ListBlock, Paragraph, Quote, Run, Table
from tests.formats.hostile.attacks import ATTACKS

pytestmark = pytest.mark.slow

_ACTED_ON = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_opened: list[str] = []


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    started = event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "urllib"))
    read = event == "open" and any(place in str(arguments[0]) for place in ("passwd", "win.ini", "server"))
    if _watching and (started or read):
        _opened.append(f"{event} {arguments}")


_watching = False
sys.addaudithook(_watch)


@pytest.fixture
def guarded() -> Iterator[list[str]]:
    """What is opened, connected to or started meanwhile."""
    global _watching
    _opened.clear()
    _watching = True
    yield _opened
    _watching = False


def _runs(document: Document) -> Iterator[Run]:
    def of(blocks: object) -> Iterator[Run]:
        for block in blocks:  # type: ignore[attr-defined]
            match block:
                case Paragraph(runs) | Heading(_, runs):
                    yield from runs
                case Quote(inner):
                    yield from of(inner)
                case ListBlock(items):
                    for item in items:
                        yield from of(item.blocks)
                case Table(header, rows):
                    for row in (header, *rows):
                        for cell in row:
                            yield from cell

    yield from of(document.blocks)


def test_there_are_enough() -> None:
    assert len(ATTACKS) >= 200


@pytest.mark.parametrize("name", ATTACKS)
@pytest.mark.timeout(60)  # how fast is for tests/bench; that it ends is for here
def test_parser(name: str, guarded: list[str]) -> None:
    document = parse(ATTACKS[name])
    assert guarded == []
    for run in _runs(document):
        assert not run.link or run.link.lower().startswith(("http://", "https://", "mailto:")), run.link
        assert not _ACTED_ON.search(run.text.replace("\t", " ").replace("\n", " ")), run.text[:80]


@pytest.mark.parametrize("name", ATTACKS)
def test_terminal(name: str) -> None:
    assert not _ACTED_ON.search(harmless(ATTACKS[name]))
    assert not _ACTED_ON.search(escaped(ATTACKS[name]))


def test_a_formula_that_would_take_for_ever_is_given_up() -> None:
    begun = time.monotonic()
    assert draw(r"\frac{1}{" * 11 + "x" + "}" * 11, display=False) is None
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("tex", [r"\foo{x}", r"\frac{1", "}", "", r"\rule{999999999em}{1em}", r"\text{한국}", "x\x1b"])
def test_what_cannot_be_drawn_has_no_drawing(tex: str) -> None:
    assert draw(tex, display=False) is None


@pytest.mark.parametrize("tex", [r"\frac{a}{b}", "x^2", r"\sum_{i=0}^n i", r"\begin{pmatrix}a&b\\c&d\end{pmatrix}"])
def test_formulas_are_drawn_as_shapes(tex: str) -> None:
    drawing = draw(tex, display=True)
    assert drawing is not None
    assert drawing.width > 0 < drawing.above
    assert "href" not in drawing.svg.replace("xmlns:xlink", "")


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("It costs $5 or $6.", 0),
        ("US$5 and US$6, or 5$ and 6$", 0),
        ("price $5 (or 10$)", 0),
        ("`$x$` and \\$5$", 0),
        ("$x^2$ and \\(y\\)", 2),
        ("$$\nx\n$$\n\n\\[ y \\]", 2),
        ("- a\n  $$\n  x\n  $$", 1),
        ("|a|\n|-|\n|$x$|", 1),
    ],
)
def test_where_formulas_are(text: str, formulas: int) -> None:
    assert sum(run.formula is not None for run in _runs(parse(text))) == formulas


def test_footnotes_stand_at_the_end_with_their_numbers() -> None:
    blocks = parse("a[^x] b[^y]\n\n[^y]: two\n[^x]: one\n").blocks
    assert [run.text for run in blocks[0].runs if run.raised] == ["1", "2"]  # type: ignore[union-attr]
    notes = blocks[-1]
    assert isinstance(notes, ListBlock)
    assert [run.text for item in notes.items for block in item.blocks for run in block.runs] == ["one", "two"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("tex", "letters"),
    [
        (r"\text{面积}=\pi r^2", "面积"),
        (r"\sum_{i=1}^{人数} 工资_i", "人数工资"),
        (r"x=\begin{cases}1&\text{如果 }a>0，\\0&\text{否则}\end{cases}", "如果，否则"),
        (r"\text{かな 100 円}", "かな円"),
    ],
)
def test_chinese_and_japanese_letters_stand_in_a_formula(tex: str, letters: str) -> None:
    drawn = draw(tex, display=True)
    assert drawn is not None
    assert sorted(re.findall("<text[^>]*>(.)</text>", drawn.svg)) == sorted(letters)
    assert "#01" not in drawn.svg
