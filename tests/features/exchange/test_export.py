"""Exports to read: what a person saw, and nothing in them that loads or runs."""

from __future__ import annotations

import html.parser
import json
from pathlib import Path

import pytest

from desktop.base.errors import Code, DocumentError
from desktop.features.exchange.export import Form, export, export_file, export_folder, file_name
from desktop.store import ReplyInfo, Status, Store
from desktop.store.conversations.exchange import Exchange
from desktop.store.conversations.versions import Versions


def _talk(store: Store, title: str, asked: str, answered: str) -> int:
    conversation = store.create_conversation(title, system_prompt="Be <brief>.")
    question = store.add_message(conversation.id, None, "user", asked)
    for text in ("an older version", answered):
        reply = store.begin_reply(question.id, ReplyInfo(model_name="Tiny <b>"))
        store.finish_reply(reply.id, text, Status.COMPLETE, ReplyInfo(model_name="Tiny <b>"))
    Versions(store.database).trash(store.add_message(conversation.id, reply.id, "user", "in the trash").id)
    return conversation.id


def test_markdown(store: Store) -> None:
    found = _talk(store, "Lamps 灯", "What is *it*?", "# A lamp\n\n```\ncode\n```")
    text = export(Exchange(store.database), [found], Form.MARKDOWN).decode()
    assert text.startswith("# Lamps 灯\n\n20")
    assert "> Be <brief>." in text
    assert "**You** · 20" in text
    assert "What is *it*?\n\n---\n\n**Tiny <b>**" in text
    assert text.endswith("# A lamp\n\n```\ncode\n```\n")
    assert "older" not in text
    assert "trash" not in text


class _Page(html.parser.HTMLParser):
    """The tags of a page, its links, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.handlers: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.text += data


HOSTILE = """<script>alert(1)</script><img src=x onerror=alert(1)>
![pixel](https://evil.example/p.png "t") [js](javascript:alert(1)) [file](file:///etc/passwd) [d](data:text/html,x)
[web](https://example.org) <https://example.org/auto> <style>*{}</style>

| a | b |
|---|---|
| <b>1</b> | 2 |

&lt;script&gt; `<script>`
"""


def test_html_loads_and_runs_nothing(store: Store) -> None:
    found = [_talk(store, "<script>title</script>", HOSTILE, HOSTILE) for _ in range(2)]
    page = _Page(export(Exchange(store.database), found, Form.HTML).decode())
    assert not {"script", "img", "iframe", "object", "link", "b"} & set(page.tags)
    assert page.tags.count("style") == 1
    assert set(page.links) == {
        "#c1",
        "#c2",
        "https://example.org",
        "https://example.org/auto",
        "https://evil.example/p.png",  # a picture is an address to look at
    }
    assert page.handlers == []
    assert "table" in page.tags
    assert "alert(1)" in page.text
    assert "pixel (https://evil.example/p.png)" in page.text
    assert "Tiny <b>" in page.text
    assert "older" not in page.text


@pytest.mark.parametrize("text", ["[" * 100_000, "> " * 50_000, "*a " * 50_000, "a\n" * 150_000, "|" * 50_000])
def test_html_of_a_text_made_to_take_long(store: Store, text: str) -> None:
    found = _talk(store, "x", text, "y")
    assert len(export(Exchange(store.database), [found], Form.HTML)) > len(text) // 4


def test_json_is_complete(store: Store) -> None:
    found = _talk(store, "Lamps", "q", "a")
    document = json.loads(export(Exchange(store.database), [found], Form.JSON))
    assert (document["format"], document["version"]) == ("lamplight-conversations", 1)
    (conversation,) = document["conversations"]
    assert [message["text"] for message in conversation["messages"]] == ["q", "an older version", "a"]
    assert [message["shown"] for message in conversation["messages"]] == [True, False, True]
    assert conversation["messages"][2]["reply"]["model_name"] == "Tiny <b>"
    again = json.loads(export(Exchange(store.database), [found], Form.JSON))
    assert again["conversations"] == document["conversations"]  # the keys stay


def test_files(store: Store, tmp_path: Path) -> None:
    exchange = Exchange(store.database)
    found = [_talk(store, title, "q", "a") for title in ("Same", "Same", "a/b: c?", "")]
    export_file(exchange, found, Form.MARKDOWN, tmp_path / "deep" / "all.md")
    assert (tmp_path / "deep" / "all.md").read_text("utf-8").count("# Same") == 2
    made = export_folder(exchange, found, Form.HTML, tmp_path / "each")
    assert [path.name for path in made] == ["Same.html", "Same 2.html", "a b c.html", f"{found[3]}.html"]
    (tmp_path / "file").write_text("")
    with pytest.raises(DocumentError) as error:
        export_file(exchange, found, Form.JSON, tmp_path / "file" / "x.json")
    assert error.value.code is Code.CHATS_NOT_WRITTEN


@pytest.mark.parametrize(
    ("title", "name"),
    [("../../etc", "etc"), ("con", "_con"), ("...", "_"), ("灯 下", "灯 下"), ("x" * 300, "x" * 80), ("a\0b\n", "a b")],
)
def test_names_of_files(title: str, name: str) -> None:
    assert file_name(title) == name
