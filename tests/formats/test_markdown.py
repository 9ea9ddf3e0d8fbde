"""Markdown becomes the blocks a reader of GitHub expects, and a hostile text becomes nothing worse than plain text."""

from __future__ import annotations

import time

import pytest

from desktop.formats.markdown.blocks import MAX_COLUMNS, MAX_TEXT, parse, plain
from desktop.formats.markdown.tree import (
    Align,
    Block,
    CodeBlock,
    Document,
    Heading,
    Item,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Run,
    Table,
    plain_text,
)


def only(text: str) -> Block:
    (block,) = parse(text).blocks
    return block


def shown(blocks: tuple[Block, ...]) -> str:
    """Everything a reader sees, in order."""
    parts: list[str] = []
    for block in blocks:
        match block:
            case Paragraph(runs) | Heading(_, runs):
                parts.append(plain_text(runs))
            case CodeBlock():
                parts.append(block.text)
            case Quote(inner):
                parts.append(shown(inner))
            case ListBlock(items):
                parts += [shown(item.blocks) for item in items]
            case Table(header, rows):
                parts += [plain_text(cell) for row in (header, *rows) for cell in row]
    return "\n".join(parts)


def links(document: Document) -> set[str]:
    def of(blocks: tuple[Block, ...]) -> set[str]:
        found: set[str] = set()
        for block in blocks:
            match block:
                case Paragraph(runs) | Heading(_, runs):
                    found |= {run.link for run in runs if run.link}
                case Quote(inner):
                    found |= of(inner)
                case ListBlock(items):
                    for item in items:
                        found |= of(item.blocks)
                case Table(header, rows):
                    found |= {run.link for row in (header, *rows) for cell in row for run in cell if run.link}
        return found

    return of(document.blocks)


def test_inline_styles_nest() -> None:
    block = only("plain **strong *both*** ~~gone~~ `x = 1`")
    assert block == Paragraph(
        (
            Run("plain "),
            Run("strong ", strong=True),
            Run("both", strong=True, emphasis=True),
            Run(" "),
            Run("gone", strike=True),
            Run(" "),
            Run("x = 1", code=True),
        )
    )


def test_headings_quotes_and_rules() -> None:
    blocks = parse("# One\n\n###### Six\n\n> said\n> twice\n\n---").blocks
    assert blocks == (
        Heading(1, (Run("One"),)),
        Heading(6, (Run("Six"),)),
        Quote((Paragraph((Run("said\ntwice"),)),)),
        Rule(),
    )


def test_a_broken_line_stays_broken() -> None:
    assert only("床前明月光，\n疑是地上霜。") == Paragraph((Run("床前明月光，\n疑是地上霜。"),))


def test_lists_nest_and_remember_their_number() -> None:
    block = only("3. three\n   - inner\n     - innermost\n4. four")
    innermost = ListBlock((Item((Paragraph((Run("innermost"),)),)),))
    inner = ListBlock((Item((Paragraph((Run("inner"),)), innermost)),))
    assert block == ListBlock(
        (Item((Paragraph((Run("three"),)), inner)), Item((Paragraph((Run("four"),)),))), start=3, tight=True
    )


def test_a_list_with_air_is_not_tight() -> None:
    block = only("- one\n\n- two")
    assert isinstance(block, ListBlock)
    assert not block.tight


def test_tasks() -> None:
    block = only("- [x] done\n- [ ] open\n- [maybe] neither")
    assert isinstance(block, ListBlock)
    assert [item.checked for item in block.items] == [True, False, None]
    assert shown((block,)) == "done\nopen\n[maybe] neither"


def test_table_rows_are_as_wide_as_its_header() -> None:
    block = only("| a | b | c |\n|:--|:-:|--:|\n| 1 |\n| 1 | 2 | 3 | 4 |")
    assert isinstance(block, Table)
    assert block.align == (Align.LEFT, Align.CENTRE, Align.RIGHT)
    assert [[plain_text(cell) for cell in row] for row in block.rows] == [["1", "", ""], ["1", "2", "3"]]


def test_footloose_addresses_become_links() -> None:
    document = parse("see https://example.org/a_b_c. and www.example.com, not example")
    assert links(document) == {"https://example.org/a_b_c", "http://www.example.com"}
    assert shown(document.blocks) == "see https://example.org/a_b_c. and www.example.com, not example"


def test_link_keeps_its_words_and_its_address() -> None:
    assert only("[here](https://example.org 'title')") == Paragraph((Run("here", link="https://example.org"),))


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "vbscript:x", "smb://host/share", "../secret"],
)
def test_only_web_and_mail_addresses_can_be_opened_and_none_is_hidden(address: str) -> None:
    document = parse(f"[click me]({address})")
    assert not links(document)
    assert shown(document.blocks) == f"click me ({address})"


@pytest.mark.parametrize("address", ["https://example.org/pixel.png", "file:///dev/zero", "data:image/png;base64,AAAA"])
def test_a_picture_is_its_words_and_address(address: str) -> None:
    assert shown(parse(f"before ![a cat]({address}) after").blocks) == f"before a cat ({address}) after"


def test_html_is_text() -> None:
    source = "<img src=x onerror=alert(1)> <b>bold</b>\n\n<script>\nalert(1)\n</script>\n\n<!-- note -->"
    assert shown(parse(source).blocks).replace("\n", "") == source.replace("\n", "")


def test_reordering_controls_are_shown() -> None:
    seen = shown(parse("a\u202eb &#x202e; `c\u2066` \n\n```\nif x:\u2069\n```").blocks)
    assert seen == "a[U+202E]b [U+202E] c[U+2066]\nif x:[U+2069]"


def test_control_characters_do_not_reach_the_window() -> None:
    seen = shown(parse("a\x00b\x1b[31mc\ud800d\ufdd0e\u2029f\r\ng").blocks)
    assert not set(seen) & set("\x00\x1b\ud800\ufdd0\u2029\r")
    assert seen.endswith("f\ng")


def test_a_text_of_definitions_is_not_blank() -> None:
    assert "example.org" in shown(parse("[a]: https://example.org").blocks)


@pytest.mark.parametrize("text", ["", " \n\t\n"])
def test_nothing_is_nothing(text: str) -> None:
    assert parse(text).blocks == ()


def hostile() -> dict[str, str]:
    """Texts made to take forever in some Markdown reader, or to nest until it breaks."""
    n = 20_000
    return {
        "brackets": "[" * n,
        "pairs": "[" * n + "]" * n,
        "links": "[a](" * n,
        "pictures": "![" * n,
        "link titles": '[a](b "' * n,
        "stars": "*a_ " * n,
        "strong": "**a " * n,
        "mixed marks": "*_~`[" * n,
        "backticks": "".join("e" + "`" * i for i in range(500)),
        "quotes": ">" * n,
        "quoted lists": "> - " * n,
        "nested list": "".join("  " * i + "- a\n" for i in range(400)),
        "definitions": "[a]: b\n" * n,
        "open definition": "[\\\n" * n,
        "wide table": "|a" * 500 + "|\n" + "|-" * 500 + "|\n" + "|x\n" * 1000,
        "long table": "|a|b|\n|-|-|\n" + "|x|y|\n" * n,
        "entities": "&" * n,
        "angle brackets": "<a:" * n,
        "one line": "a" * 1_000_000,
        "one Chinese line": "灯" * 300_000,
        "lines": "a\n" * n,
        "setext": "a\n" * n + "=",
        "fences": "```\n```\n" * n,
        "addresses": "http://a.b/" + ")" * n,
        "mails": "a@b." * n,
        "tabs": "\t" * n + "a",
        "accents": "a" + "\u0301" * n,
    }


@pytest.mark.parametrize("name", hostile())
def test_hostile_text_takes_linear_time_and_a_sane_number_of_blocks(name: str) -> None:
    text = hostile()[name]
    start = time.process_time()
    document = parse(text)
    assert time.process_time() - start < 3  # the worst takes 0.4 s on an idle core
    assert document.blocks
    assert sum(isinstance(block, CodeBlock | Table) for block in document.blocks) <= 300


@pytest.mark.parametrize("name", ["quotes", "quoted lists", "one line", "wide table", "fences"])
def test_what_is_cut_over_to_plain_text_is_whole(name: str) -> None:
    text = hostile()[name]
    seen = shown(parse(text).blocks)
    assert "".join(seen.split()) == "".join(text.split())


def test_plain_text_stands_in_pieces_a_line_layout_can_take() -> None:
    document = parse("word " * MAX_TEXT)
    assert document.plain
    assert max(len(shown((block,))) for block in document.blocks) <= 4_000
    words = "lamplight " * 500
    for document in (plain(words), parse(words.strip())):
        pieces = [run.text for block in document.blocks if isinstance(block, Paragraph) for run in block.runs]
        assert "".join(pieces).strip() == words.strip()
        assert len(pieces) > 2
        assert all(piece.startswith("lamplight") for piece in pieces)
    assert plain("a\nb") == Document((Paragraph((Run("a\nb"),)),), plain=True)


def test_deep_lists_people_write_are_still_lists() -> None:
    text = "".join("  " * depth + f"- level {depth}\n" for depth in range(10))
    document = parse(text)
    assert not document.plain
    assert "level 9" in shown(document.blocks)


def test_a_table_too_wide_for_a_page_keeps_its_text() -> None:
    columns = MAX_COLUMNS + 1
    text = "|a" * columns + "|\n" + "|-" * columns + "|\n" + "|b" * columns + "|"
    assert shown(parse(text).blocks).count("b") == columns


@pytest.mark.parametrize("name", hostile())
def test_no_paragraph_is_longer_than_a_line_layout_can_take(name: str) -> None:
    for block in parse(hostile()[name]).blocks:
        if isinstance(block, Paragraph | Heading):
            assert len(plain_text(block.runs)) <= 4_000


def test_a_long_paragraph_keeps_its_styles_across_its_pieces() -> None:
    text = "**" + "word " * 700 + "end** tail"
    document = parse(text)
    assert not document.plain
    assert len(document.blocks) == 2
    assert shown(document.blocks).replace("\n", "") == text.replace("*", "")
    last = document.blocks[-1]
    assert isinstance(last, Paragraph)
    assert [run.strong for run in last.runs] == [True, False]


@pytest.mark.parametrize("kind", ["note", "tip", "important", "warning", "caution"])
def test_alerts(kind: str) -> None:
    (quote,) = parse(f"> [!{kind.upper()}]\n> Some **words**.\n>\n> - more").blocks
    assert isinstance(quote, Quote)
    assert quote.alert == kind
    title, said, more = quote.blocks
    assert isinstance(title, Paragraph)
    assert plain_text(title.runs) == kind.capitalize()
    assert isinstance(said, Paragraph)
    assert plain_text(said.runs) == "Some words."
    assert isinstance(more, ListBlock)


@pytest.mark.parametrize("text", ["> [!OTHER]\n> words", "> **[!NOTE]**\n> words", "> [!NOTE] words", "> words"])
def test_what_is_no_alert(text: str) -> None:
    (quote,) = parse(text).blocks
    assert isinstance(quote, Quote)
    assert quote.alert == ""
    assert "words" in plain_text(quote.blocks[0].runs)  # type: ignore[union-attr,arg-type]


def test_footnotes_know_their_numbers() -> None:
    paragraph, rule, notes = parse("One[^a] and two[^b].\n\n[^a]: first\n[^b]: second").blocks
    assert isinstance(paragraph, Paragraph)
    assert [run.note for run in paragraph.runs if run.raised] == [1, 2]
    assert isinstance(rule, Rule)
    assert isinstance(notes, ListBlock)
    assert notes.notes
    assert len(notes.items) == 2
