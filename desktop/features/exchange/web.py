"""A text typeset as HTML, from the same blocks as the window's: nothing in it is loaded and nothing runs.

Formulas are drawings of shapes within the page, code has its colours as classes, a link leads to the web or to nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from desktop.formats.markdown.tree import (
    Align,
    Block,
    CodeBlock,
    Document,
    Formula,
    Heading,
    Item,
    Kind,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Run,
    Runs,
    Table,
)

DrawFormula = Callable[[Formula], str]
_STYLES = (("strike", "s"), ("emphasis", "em"), ("strong", "strong"))
_UNDER_TITLES = 2  # levels: the page's own headings are h1 and h2


def drawn(formula: Formula) -> str:
    """A formula with a drawing as a picture of shapes in the page, in the colour of the text around it."""
    drawing = formula.drawing
    assert drawing is not None
    size = f"width:{drawing.width:.3f}em;height:{drawing.above + drawing.below:.3f}em"
    shapes = drawing.svg.replace("<svg ", f'<svg style="{size};vertical-align:{-drawing.below:.3f}em" ', 1)
    kind = "math display" if formula.display else "math"
    return f'<span class="{kind}" role="img" aria-label="{escape(formula.tex)}">{shapes}</span>'


def html_of(document: Document, draw: DrawFormula = drawn) -> str:
    """The blocks of `document` as HTML; `draw` makes the markup of each formula that has a drawing."""
    return _Writer(draw).blocks(document.blocks)


class _Writer:
    def __init__(self, draw: DrawFormula) -> None:
        self._draw = draw

    def blocks(self, blocks: tuple[Block, ...]) -> str:
        return "\n".join(map(self._block, blocks))

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph(runs):
                return f'<p dir="auto">{self._runs(runs)}</p>'
            case Heading(level, runs):
                name = f"h{min(6, level + _UNDER_TITLES)}"
                return f'<{name} dir="auto">{self._runs(runs)}</{name}>'
            case CodeBlock():
                return _code(block)
            case Quote(inner):
                return f"<blockquote>{self.blocks(inner)}</blockquote>"
            case ListBlock():
                return self._list(block)
            case Table():
                return self._table(block)
            case Rule():
                return "<hr>"

    def _list(self, block: ListBlock) -> str:
        items = "".join(map(self._item, block.items))
        if block.start is None:
            return f'<ul dir="auto">{items}</ul>'
        return f'<ol dir="auto" start="{block.start}">{items}</ol>'

    def _item(self, item: Item) -> str:
        if item.checked is None:
            return f"<li>{self.blocks(item.blocks)}</li>"
        first, *rest = item.blocks or (Paragraph(()),)
        runs, rest = (first.runs, rest) if isinstance(first, Paragraph) else ((), [first, *rest])
        box = Run("☑ " if item.checked else "☐ ")
        return f'<li class="task">{self.blocks((Paragraph((box, *runs)), *rest))}</li>'

    def _table(self, block: Table) -> str:
        head = self._row("th", block.header, block.align)
        body = "".join(self._row("td", row, block.align) for row in block.rows)
        return f'<div class="table"><table dir="auto"><thead>{head}</thead><tbody>{body}</tbody></table></div>'

    def _row(self, name: str, cells: tuple[Runs, ...], aligned: tuple[Align, ...]) -> str:
        made = "".join(
            f"<{name}{_aligned(align)}>{self._runs(runs)}</{name}>" for runs, align in zip(cells, aligned, strict=False)
        )
        return f"<tr>{made}</tr>"

    def _runs(self, runs: Runs) -> str:
        return "".join(map(self._run, runs))

    def _run(self, run: Run) -> str:
        if run.formula is not None and run.formula.drawing is not None:
            return self._draw(run.formula)
        made = escape(run.text).replace("\n", "<br>\n")
        if run.code or run.formula is not None:
            made = f"<code>{made}</code>"
        if run.raised:
            made = f"<sup>{made}</sup>"
        for name, tag in _STYLES:
            if getattr(run, name):
                made = f"<{tag}>{made}</{tag}>"
        return f'<a href="{escape(run.link)}">{made}</a>' if run.link else made


def _code(block: CodeBlock) -> str:
    """Source code under its language's name."""
    label = f'<p class="aside">{escape(block.label)}</p>' if block.label else ""
    runs = "".join(
        escape(run.text) if run.kind is Kind.PLAIN else f'<span class="{run.kind.value}">{escape(run.text)}</span>'
        for run in block.runs
    )
    return f"{label}<pre><code>{runs}</code></pre>"


def _aligned(align: Align) -> str:
    name = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right"}.get(align)
    return f' align="{name}"' if name else ""
