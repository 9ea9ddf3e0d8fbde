"""A text read while it grows says the same as the text read at its end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.formats.markdown.blocks import parse
from desktop.formats.markdown.growing import MOST_OPEN, completed, final_part, joined, read_growing
from desktop.formats.markdown.tree import Block, CodeBlock, Heading, ListBlock, Paragraph, Table, plain_text

TEXT = """# A heading

Some **bold** words and `code`,
on two lines.

Under it
========

- one
- two

  still two

1. first
2. second
   - inner

| a | b |
|---|--:|
| 1 | 2 |
| 3 | 4 |

```python
def light():

    return "lit"
```
> quoted
> twice

$$
x^2

y
$$

灯下写字，字留在纸上。

~~~
no language
~~~
The end, $x$ and ~~not~~ that
"""


def grown(text: str, pace: int) -> list[Block]:
    """Every block that was final, and the last ones, when `text` came `pace` characters at a time."""
    blocks: list[Block] = []
    rest, taken = "", 0
    while taken < len(text):
        rest, taken = rest + text[taken : taken + pace], taken + pace
        step = read_growing(rest)
        blocks += joined(blocks[-1:], step.blocks)
        rest = rest[step.final :]
    return [*blocks, *joined(blocks[-1:], parse(rest).blocks)]


@pytest.mark.parametrize("pace", [1, 3, 7, 40, 10_000])
def test_the_same_as_the_whole(pace: int) -> None:
    assert tuple(grown(TEXT, pace)) == parse(TEXT).blocks


def test_what_is_final_is_never_read_again() -> None:
    taken = rest = ""
    longest = 0
    for letter in TEXT:
        rest += letter
        final = final_part(rest)
        taken, rest = taken + rest[:final], rest[final:]
        longest = max(longest, len(rest))
    assert taken + rest == TEXT
    assert longest < 120  # one block at a time


def test_a_formula_that_is_not_closed_yet_is_not_cut() -> None:
    assert final_part("Before.\n\n$$\na\n\nb\n") == len("Before.\n\n")
    assert final_part("$$\na\n\nb\n$$\nafter\n") == len("$$\na\n\nb\n$$\n")


def test_a_fence_is_final_at_its_end() -> None:
    assert final_part("```\nlet\n\nthere\n") == 0
    assert final_part("```\nlet\n```\n") == len("```\nlet\n```\n")
    assert final_part("````\nlet\n```\n") == 0


def test_entries_of_a_long_list_are_final_and_keep_their_numbers() -> None:
    text = "".join(f"{number}. Entry number {number} with some words\n" for number in range(1, 201))
    blocks = grown(text, 50)
    assert len(blocks) > 1
    assert all(isinstance(block, ListBlock) for block in blocks)
    items = [item for block in blocks if isinstance(block, ListBlock) for item in block.items]
    assert items == list(parse(text).blocks[0].items)  # type: ignore[union-attr]
    assert [block.goes_on for block in blocks if isinstance(block, ListBlock)] == [False] + [True] * (len(blocks) - 1)
    at = 1
    for block in blocks:
        assert isinstance(block, ListBlock)
        assert block.start == at
        at += len(block.items)


def test_a_long_open_block_is_read_up_to_a_bound() -> None:
    text = "```\n" + "line of code\n" * 2_000
    step = read_growing(text)
    assert step.final == 0
    assert 0 < step.held <= MOST_OPEN
    assert isinstance(step.tail[0], CodeBlock)
    assert read_growing(text + "more\n", step.held).tail == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("points:\n-", "points:"),
        ("points:\n- ", "points:"),
        ("points:\n- [ ] ", "points:"),
        ("points:\n1. ", "points:"),
        ("points:\n- a", "points:\n- a"),
        ("a **bold wo", "a **bold wo**"),
        ("a **", "a **"),
        ("a `code", "a `code`"),
        ("a ~~st", "a ~~st~~"),
        ("**done** now", "**done** now"),
        ("a 2 ** 3", "a 2 ** 3"),
        ("before\n\n| a | b", "before\n"),
        ("```py\n- ", "```py\n- "),
    ],
)
def test_what_is_shown_of_a_line_that_has_only_begun(text: str, shown: str) -> None:
    assert completed(text) == shown


def test_a_heading_does_not_come_and_go_under_a_list() -> None:
    for text in ("Points:\n-", "Points:\n--", "Points:\n- one"):
        first = read_growing(text).tail[0]
        assert isinstance(first, Paragraph)
        assert plain_text(first.runs) == "Points:"
    assert isinstance(read_growing("Points:\n---\n\n").tail[0], Heading)


def test_rows_of_a_table_come_one_by_one() -> None:
    text = "| a | b |\n|---|---|\n| 1 | 2 |\n| 3"
    table = read_growing(text).tail[0]
    assert isinstance(table, Table)
    assert len(table.rows) == 2
    assert replace(table, rows=()) == replace(parse(text).blocks[0], rows=())  # type: ignore[arg-type]
