"""`lamplight chats`, and `ask` that goes on with a conversation."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.base.paths import Paths
from desktop.store import ReplyInfo, Status, Store
from desktop.store.attachments.attachments import Attachments
from desktop.store.attachments.records import Attachment
from desktop.store.conversations.organisation import Organisation
from tests.cli.conftest import Run


@pytest.fixture
def rivers(started: Paths) -> int:
    """A conversation in a folder with a tag, and one in the archive."""
    store = Store.open(started.database, started.backups)
    shelf = Organisation(store.database)
    archived = store.create_conversation("Archived")
    shelf.archive([archived.id])
    found = store.create_conversation("Rivers \x1b[31m河")
    shelf.tag([found.id], "water")
    shelf.move([found.id], shelf.create_folder("Inner", shelf.create_folder("Outer").id).id)
    question = store.add_message(found.id, None, "user", "Name a river.")
    for text in ("The Rhine.", "长江 \x1b]0;title\x07"):
        reply = store.begin_reply(question.id, ReplyInfo(model_name="Tiny"))
        store.finish_reply(reply.id, text, Status.COMPLETE, ReplyInfo(model_name="Tiny"))
    store.close()
    return found.id


def test_listing(run: Run, rivers: int) -> None:
    for arguments in ((), ("list",), ("list", "--folder", "outer"), ("list", "--tag", "water")):
        result = run("chats", *arguments)
        assert result.returncode == 0, result.stderr
        assert result.stdout.startswith(f"{rivers}  20")
        assert result.stdout.endswith("Rivers [31m河\n")
    assert [item["title"] for item in json.loads(run("chats", "list", "--archived", "--json").stdout)] == ["Archived"]
    (item,) = json.loads(run("chats", "list", "--json").stdout)
    assert (item["id"], item["title"], item["tags"]) == (rivers, "Rivers \x1b[31m河", ["water"])
    nothing = run("chats", "list", "--folder", "nowhere")
    assert (nothing.returncode, nothing.stdout) == (0, "")
    assert "no conversations" in nothing.stderr


def test_showing(run: Run, rivers: int) -> None:
    result = run("chats", "show", rivers)
    assert result.stdout.startswith("# Rivers [31m河\n")
    assert "长江 ]0;title" in result.stdout
    assert "Rhine" not in result.stdout
    document = json.loads(run("chats", "show", rivers, "--json").stdout)
    assert [message["text"] for message in document["messages"]][1:] == ["The Rhine.", "长江 \x1b]0;title\x07"]
    unknown = run("chats", "show", "99")
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "not there any more" in unknown.stderr


def test_documents_are_found(run: Run, rivers: int, paths: Paths) -> None:
    store = Store.open(paths.database, paths.backups)
    sent = Attachments(store.database).attach(rivers, Attachment("灯 \x1b[31m notes.txt", "A quokka smiles. 灯下黑。"))
    message = store.add_message(rivers, store.path(rivers)[-1].id, "user", "What is it?", [sent.id])
    with store.database.write() as connection:  # as an update leaves it: the index isn't made yet
        connection.exec_driver_sql("INSERT INTO attachment_search (attachment_search) VALUES ('delete-all')")
        connection.exec_driver_sql("INSERT INTO attachments_to_index VALUES (?)", (sent.id,))
    store.close()
    for typed in ("quok", "灯下", "notes"):
        result = run("chats", "search", typed)
        assert "In the document 灯 [31m notes.txt" in result.stdout
        assert "A quokka smiles." in result.stdout
    (hit,) = json.loads(run("chats", "search", "quokka", "--json").stdout)["messages"]
    assert (hit["document"], hit["message"]) == ("灯 \x1b[31m notes.txt", message.id)


def test_searching(run: Run, rivers: int) -> None:
    result = run("chats", "search", "江")
    assert result.returncode == 0, result.stderr
    assert "长江" in result.stdout
    assert "\x1b" not in result.stdout
    found = json.loads(run("chats", "search", "riv", "--json").stdout)
    assert [title["conversation"] for title in found["titles"]] == [rivers]
    (message,) = found["messages"]
    assert message["text"][slice(*message["hits"][0])] == "riv"
    assert json.loads(run("chats", "search", "--model", "Tiny", "rhine", "--json").stdout)["messages"]
    assert not json.loads(run("chats", "search", "rhine", "--until", "2020-01-31", "--json").stdout)["messages"]
    for narrowed, found in (
        (("--tag", "water"), 2),
        (("--tag", "fire"), 0),
        (("--pane", "chat"), 2),
        (("--pane", "x"), 0),
    ):
        listed = json.loads(run("chats", "search", "r", *narrowed, "--json").stdout)
        assert len(listed["messages"]) == found
    nothing = run("chats", "search", "zzzz")
    assert (nothing.returncode, nothing.stdout) == (0, "")
    assert run("chats", "search", "x", "--since", "yesterday").returncode == 2
    assert run("chats", "search").returncode == 2


def test_exporting_and_importing(run: Run, rivers: int, paths: Paths, tmp_path: Path) -> None:
    result = run("chats", "export", "-o", tmp_path / "all.json")
    assert result.returncode == 0, result.stderr
    document = json.loads((tmp_path / "all.json").read_text("utf-8"))
    assert len(document["conversations"]) == 2
    assert json.loads(run("chats", "export", rivers, "--format", "json").stdout)["conversations"]
    assert run("chats", "export", rivers).stdout.startswith("# Rivers [31m河")
    assert run("chats", "export", "--format", "html", "--folder", tmp_path / "pages").returncode == 0
    assert len(list((tmp_path / "pages").glob("*.html"))) == 2
    assert run("chats", "export", "-o", "x.md", "--folder", "y").returncode == 2

    known = run("chats", "import", tmp_path / "all.json")
    assert (known.returncode, known.stdout) == (0, "New: 0. With new messages: 0. Known already: 2.\n")
    home = {"LAMPLIGHT_HOME": str(tmp_path / "other")}
    (tmp_path / "bad.json").write_text("{}")
    new = run("chats", "import", "--json", tmp_path / "bad.json", tmp_path / "all.json", tmp_path / "no.json", **home)
    assert new.returncode == 1
    told = json.loads(new.stdout)
    assert [(item["title"], item["new"]) for item in told["conversations"]] == [
        ("Rivers \x1b[31m河", True),
        ("Archived", True),
    ]
    assert len(told["problems"]) == 2
    assert "bad.json" in told["problems"][0]
    assert "Traceback" not in new.stderr
    assert run("chats", "list", "--folder", "inner", **home).stdout.endswith("河\n")


def test_a_question_in_a_conversation_that_is_gone(run: Run, rivers: int) -> None:
    result = run("ask", "More?", "--conversation", "99")
    assert (result.returncode, result.stdout) == (1, "")
    assert "not there any more" in result.stderr


@pytest.mark.model
def test_a_question_goes_on_with_a_conversation(run: Run, rivers: int, paths: Paths) -> None:
    result = run("ask", "Another?", "--conversation", rivers, "--json", "--max-tokens", "8")
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    store = Store.open(paths.database, paths.backups)
    path = store.path(rivers)
    store.close()
    assert [message.text for message in path[2:]] == ["Another?", told["text"]]
    assert (told["conversation"], told["message"]) == (rivers, path[-1].id)
    assert told["completion_tokens"] > 0


@pytest.mark.model
def test_a_document_goes_with_a_question(run: Run, rivers: int, paths: Paths, tmp_path: Path) -> None:
    (tmp_path / "灯.md").write_text("# Lamps\n\n守望人每夜数着经过的船只。" * 3, encoding="utf-8")
    command = ("ask", "What is it about?", "--conversation", rivers, "--json", "--max-tokens", "4")
    result = run(*command, "--attach", "灯.md")
    assert result.returncode == 0, result.stderr
    store = Store.open(paths.database, paths.backups)
    question = store.path(rivers)[2]
    store.close()
    assert (question.text, [head.name for head in question.attached]) == ("What is it about?", ["灯.md"])
    assert json.loads(result.stdout)["prompt_tokens"] > 60
    missing = run(*command, "--attach", "gone.md")
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "gone.md" in missing.stderr


@pytest.mark.model
def test_a_conversation_with_terminal_escapes_goes_on_harmlessly(run: Run, rivers: int, paths: Paths) -> None:
    evil = "\x1b[2J\x1b]52;c;cm0gLXJm\x07\x9b31m\u202e"
    store = Store.open(paths.database, paths.backups)
    last = store.path(rivers)[-1]
    store.add_message(rivers, last.id, "user", f"Repeat: {evil}end")
    store.close()
    answered = run("ask", f"Say {evil} again.", "--conversation", rivers, "--max-tokens", "8")
    shown = run("chats", "show", rivers)
    for result in (answered, shown, run("chats", "show", rivers, "--json"), run("chats", "search", "repeat")):
        assert result.returncode == 0, result.stderr
        assert not set(result.stdout + result.stderr) & set("\x1b\x07\x9b\u202e")
    assert "[2J]52;c;cm0gLXJm31m" in shown.stdout  # the letters stay: nothing is hidden
