"""A scene's text and its paragraphs, as the formats read and write them too."""

from desktop.formats.manuscript.prose import (
    GAP,
    SOFT,
    Kind,
    Paragraph,
    Run,
    inline,
    markdown,
    paragraph,
    parse,
    placed,
    plain,
    written,
)

__all__ = [
    "GAP",
    "SOFT",
    "Kind",
    "Paragraph",
    "Run",
    "inline",
    "markdown",
    "paragraph",
    "parse",
    "placed",
    "plain",
    "written",
]
