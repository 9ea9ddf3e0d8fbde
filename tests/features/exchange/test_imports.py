"""Imports from every program: complete, never double, and a bad entry doesn't keep the rest out."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop.base.errors import Code, DocumentError
from desktop.base.paths import Paths
from desktop.features.exchange.common import Problem, moment, ordered
from desktop.features.exchange.export import Form, export
from desktop.features.exchange.imports import (
    Arrived,
    Expected,
    FileFailed,
    ImportEvent,
    Summary,
    import_files,
)
from desktop.features.exchange.reading import _read_document, _read_lines
from desktop.store import Conversation, Message, Preset, ReplyInfo, Status, Store
from desktop.store.attachments.attachments import Attachments
from desktop.store.attachments.records import Attachment
from desktop.store.conversations.exchange import Exchange, Thread, Turn
from desktop.store.conversations.organisation import Organisation
from desktop.store.conversations.organisation_records import View
from tests.features.exchange.samples import (
    CHATGPT,
    CLAUDE,
    JAN_LINES,
    JAN_THREAD,
    LM_STUDIO,
    OPEN_WEBUI,
    SILLY_TAVERN,
)


def _write(path: Path, content: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".jsonl":
        text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in content)
    else:
        text = json.dumps(content)
    path.write_text(text, "utf-8")
    return path


def _import(store: Store, *paths: Path) -> list[ImportEvent]:
    return [event for event in import_files(Exchange(store.database), paths) if not isinstance(event, Expected)]


def _summary(events: list[ImportEvent]) -> Summary:
    summary = Summary()
    for event in events:
        summary = summary.plus(event)
    return summary


def _all(store: Store) -> dict[str, Conversation]:
    return {found.title: found for found in Organisation(store.database).conversations(View(archived=None))}


def _said(path: list[Message]) -> list[tuple[str, str]]:
    return [(message.role, message.text) for message in path]


def _sent(store: Store, message: Message) -> list[tuple[str, str]]:
    return [(one.name, one.text) for one in Attachments(store.database).of_messages([message.id]).get(message.id, ())]


FILES = {
    "chatgpt": ("conversations.json", CHATGPT, Summary(new=2, problems=1)),
    "claude": ("conversations.json", CLAUDE, Summary(new=2, problems=1)),
    "lmstudio": ("1730000000000.conversation.json", LM_STUDIO, Summary(new=1)),
    "openwebui": ("chat-export.json", OPEN_WEBUI, Summary(new=2, problems=1)),
    "jan": ("jan_1/messages.jsonl", JAN_LINES, Summary(new=1)),
    "sillytavern": ("Seraphina - 2024.jsonl", SILLY_TAVERN, Summary(new=1)),
}


@pytest.mark.parametrize("kind", FILES)
def test_the_rest_arrives_and_twice_is_not_double(kind: str, store: Store, tmp_path: Path) -> None:
    name, content, expected = FILES[kind]
    path = _write(tmp_path / "in" / name, content)
    assert _summary(_import(store, path)) == expected
    before = {title: (found, store.path(found.id)) for title, found in _all(store).items()}
    again = _summary(_import(store, path))
    assert again == Summary(known=expected.new, problems=expected.problems)
    assert {title: (found, store.path(found.id)) for title, found in _all(store).items()} == before


def test_chatgpt(store: Store, tmp_path: Path) -> None:
    events = _import(store, _write(tmp_path / "conversations.json", CHATGPT))
    assert [event.name for event in events if isinstance(event, Problem)] == ["Broken"]
    rivers = _all(store)["Rivers"]
    path = store.path(rivers.id)
    thought = "<think>\n**Rivers**\n\nWhich one?\n</think>\n\n"
    assert _said(path) == [("user", "Name a river."), ("assistant", f"{thought}长江。")]
    assert path[1].versions == 2
    assert path[1].reply is not None
    assert (path[1].reply.model_name, path[1].reply.thought_seconds) == ("gpt-4o", 8.0)
    assert rivers.created == datetime.fromtimestamp(1_700_000_000, UTC)
    assert rivers.archived is not None
    other = next(version for version in store.siblings(path[1].id) if version.text == "The Rhine.")
    store.activate(other.id)
    assert _said(store.path(rivers.id))[2] == ("user", "[map.pdf]\n\n[image]\n\nWhat is it?")


def test_chatgpt_without_ids(store: Store, tmp_path: Path) -> None:
    """As tools that cut an export into pieces write it: all arrives, twice is not double."""
    bare = [{key: value for key, value in entry.items() if key not in ("id", "conversation_id")} for entry in CHATGPT]
    path = _write(tmp_path / "conversations.json", bare)
    assert _summary(_import(store, path)) == Summary(new=2, problems=1)
    assert _summary(_import(store, path)) == Summary(known=2, problems=1)


def test_claude(store: Store, tmp_path: Path) -> None:
    _import(store, _write(tmp_path / "conversations.json", CLAUDE))
    found = _all(store)
    tea = store.path(found["Tea 茶"].id)
    answer = "<think>\nhm\n</think>\n\nLeaves.\n\n**Tea**\n\n```python\nprint('茶')\n```"
    assert _said(tea) == [("user", "[tea.png]\n\nWhat is in it?"), ("assistant", answer)]
    assert _sent(store, tea[0]) == [("a.txt", "``` leaves")]
    assert tea[0].created == datetime(2025, 3, 1, 10, 0, 1, tzinfo=UTC)
    tree = store.path(found["Tree"].id)
    assert _said(tree) == [("user", "q"), ("assistant", "two")]
    assert tree[1].versions == 2


def test_lm_studio(store: Store, tmp_path: Path) -> None:
    _import(store, _write(tmp_path / "1730.conversation.json", LM_STUDIO))
    local = _all(store)["Local"]
    assert (local.system_prompt, local.pinned is not None) == ("Be brief.", True)
    path = store.path(local.id)
    assert _said(path) == [
        ("user", "Hi"),
        ("assistant", "<think>\nhm\n</think>\n\nsecond"),
        ("user", "[172 - a.pdf]\n\nmore"),
    ]
    assert (path[1].version, path[1].versions) == (2, 2)
    assert path[1].reply is not None
    assert (path[1].reply.model_name, path[1].reply.thought_seconds) == ("qwen3", 2.5)


def test_open_webui(store: Store, tmp_path: Path) -> None:
    _import(store, _write(tmp_path / "chats.json", OPEN_WEBUI))
    lamps = _all(store)["Lamps"]
    assert (lamps.system_prompt, lamps.tags, lamps.pinned is not None) == ("Shine.", ("light",), True)
    asked, answered = store.path(lamps.id)
    thought = "<think>\nfirst <b>\nsecond\n</think>\n\n"
    assert _said([asked, answered]) == [("user", "[image]\n\n灯？"), ("assistant", f"{thought}new")]
    assert _sent(store, asked) == [("lamp.txt", "a lamp")]
    assert answered.reply is not None
    assert (answered.reply.model_name, answered.reply.thought_seconds) == ("qwen", 10.0)
    assert _said(store.path(_all(store)["Flat"].id)) == [("user", "only a list")]


def test_jan(store: Store, tmp_path: Path) -> None:
    _write(tmp_path / "threads" / "jan_1" / "thread.json", JAN_THREAD)
    _write(tmp_path / "threads" / "jan_1" / "messages.jsonl", [*JAN_LINES, "{broken"])
    events = _import(store, tmp_path / "threads")
    assert [event.name for event in events if isinstance(event, Problem)] == ["jan_1:3"]
    talk = _all(store)["Jan talks"]
    assert talk.system_prompt == "Kind."
    path = store.path(talk.id)
    assert _said(path) == [("user", "Hi"), ("assistant", "<think>\nhm\n</think>\n\nHello.")]
    assert path[1].reply is not None
    assert path[1].reply.model_name == "phi"


def test_silly_tavern(store: Store, tmp_path: Path) -> None:
    events = _import(store, _write(tmp_path / "Chat.jsonl", [*SILLY_TAVERN, "{broken", {"is_user": True}]))
    assert [event.name for event in events if isinstance(event, Problem)] == ["Chat:5", "Chat:6"]
    path = store.path(_all(store)["Seraphina"].id)
    evening = "<think>\nhm\n</think>\n\nGood evening, edited"
    assert _said(path) == [("assistant", "*smiles*"), ("user", "Hello"), ("assistant", evening)]
    assert path[2].reply is not None
    assert path[2].reply.thought_seconds == 1.5
    assert [version.text for version in store.siblings(path[2].id)] == ["<think>\nfirst\n</think>\n\nAh", evening]
    assert (path[2].version, path[2].versions) == (2, 2)
    assert path[2].created == datetime(2024, 6, 3, 17, 26, tzinfo=UTC)


def test_a_later_export_of_the_same_brings_only_what_is_new(store: Store, tmp_path: Path) -> None:
    _import(store, _write(tmp_path / "1.json", CLAUDE[:1]))
    tea = _all(store)["Tea 茶"]
    store.rename(tea.id, "My tea")
    store.add_message(tea.id, store.path(tea.id)[-1].id, "user", "said here")
    later = json.loads(json.dumps(CLAUDE[:1]))
    said = later[0]["chat_messages"]
    said.append({"uuid": "m3", "sender": "human", "text": "Later", "created_at": "2025-03-03T10:00:00Z"})
    (event,) = _import(store, _write(tmp_path / "2.json", later))
    assert isinstance(event, Arrived)
    assert (event.kept.new, event.kept.added) == (False, 1)
    path = store.path(tea.id)
    assert path[-1].text == "said here"  # what a person sees stays
    assert [message.text for message in store.siblings(path[-1].id)] == ["said here", "Later"]
    assert list(_all(store)) == ["My tea"]


def test_one_in_the_trash_comes_back_and_a_message_in_the_trash_does_not(store: Store, tmp_path: Path) -> None:
    file = _write(tmp_path / "1.json", CLAUDE[:1])
    _import(store, file)
    tea = _all(store)["Tea 茶"]
    store.trash(tea.id)
    assert _summary(_import(store, file)) == Summary(known=1)
    assert list(_all(store)) == ["Tea 茶"]


def test_an_archive_and_a_folder(store: Store, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("user.json", '{"name": "me"}')
        archive.writestr("conversations.json", json.dumps(CHATGPT))
        archive.writestr("chat.html", "<html>")
    assert _summary(_import(store, tmp_path / "export.zip")) == Summary(new=2, problems=1)
    _write(tmp_path / "in" / "a" / "x.conversation.json", LM_STUDIO)
    _write(tmp_path / "in" / "settings.json", {"theme": "dark"})
    _write(tmp_path / "in" / "Sera.jsonl", SILLY_TAVERN)
    assert _summary(_import(store, tmp_path / "in")) == Summary(new=2)


def test_an_archive_of_folders_and_what_is_damaged_in_it(store: Store, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "jan.zip", "w") as archive:
        archive.writestr("threads/jan_1/thread.json", json.dumps(JAN_THREAD))
        archive.writestr("threads/jan_1/messages.jsonl", "\n".join(map(json.dumps, JAN_LINES)))
        archive.writestr("threads/jan_2/messages.jsonl", json.dumps(JAN_LINES[0])[:50])
        archive.writestr("settings.json", '{"theme": "dark"}')
        archive.writestr("cut.json", json.dumps(CHATGPT)[:400])
    events = _import(store, tmp_path / "jan.zip")
    assert [event.name for event in events if isinstance(event, Problem)] == [
        "threads/jan_2/messages.jsonl",
        "cut.json",
    ]
    assert list(_all(store)) == ["Jan talks"]
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "cut.json").write_text(json.dumps(CHATGPT)[:400])
    (tmp_path / "folder" / "settings.json").write_text("{}")
    _write(tmp_path / "folder" / "x.conversation.json", LM_STUDIO)
    events = _import(store, tmp_path / "folder")
    assert [event.name for event in events if isinstance(event, Problem)] == ["cut.json"]


HOSTILE: dict[str, bytes] = {
    "empty": b"",
    "nothing": b"[]",
    "null": b"null",
    "binary": os.urandom(2000),
    "cut": json.dumps(CHATGPT).encode()[:400],
    "deep": b"[" * 100_000,
    "a number": b"12",
    "of another kind": b'{"a": [1, 2]}',
    "from the future": b'{"format": "lamplight-conversations", "version": 99, "conversations": []}',
    "no list": b'{"format": "lamplight-conversations", "version": 1, "conversations": 3}',
    "zip": b"PK\x03\x04 not really",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_holds_nothing_is_named(name: str, store: Store, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.json"
    path.write_bytes(HOSTILE[name])
    (event,) = _import(store, path)
    assert isinstance(event, FileFailed)
    assert (event.path, event.error.code) == (path, Code.CHATS_UNKNOWN_KIND)
    assert _all(store) == {}


def test_how_many_are_coming_is_told_before_the_first_arrives(store: Store, tmp_path: Path) -> None:
    one = _write(tmp_path / "1.json", CHATGPT)
    two = _write(tmp_path / "in" / "x.conversation.json", LM_STUDIO)
    events = list(import_files(Exchange(store.database), [one, two.parent]))
    assert [event.total for event in events if isinstance(event, Expected)] == [3, 4]
    assert isinstance(events[0], Expected)
    assert _summary(events).done == 4


def test_a_file_that_is_not_there_is_named_and_the_next_one_arrives(store: Store, tmp_path: Path) -> None:
    events = _import(store, tmp_path / "no.json", _write(tmp_path / "yes.json", LM_STUDIO))
    assert isinstance(events[0], FileFailed)
    assert events[0].error.code is Code.DOCUMENT_MISSING
    assert list(_all(store)) == ["Local"]


@pytest.mark.parametrize("kind", [kind for kind in FILES if not FILES[kind][0].endswith("jsonl")])
@pytest.mark.parametrize("junk", [None, 3, "text", [], {}, [None], {"a": 1}, True, 1e400])
def test_junk_anywhere_is_never_an_exception(kind: str, junk: Any) -> None:
    name, content, _ = FILES[kind]
    for damaged in _with_junk(content, junk):
        try:
            for entry in _read_document(damaged, Path(name)):
                if isinstance(entry, Thread):
                    _check(entry)
        except DocumentError as error:
            assert error.code is Code.CHATS_UNKNOWN_KIND  # noqa: PT017


@pytest.mark.parametrize("kind", ["jan", "sillytavern"])
@pytest.mark.parametrize("junk", [None, 3, "text", [], {}, [None], True])
def test_junk_in_lines_is_never_an_exception(kind: str, junk: Any) -> None:
    name, content, _ = FILES[kind]
    for damaged in _with_junk(content, junk):
        try:
            for entry in _read_lines("\n".join(map(json.dumps, damaged)), Path(name), Path.read_bytes):
                if isinstance(entry, Thread):
                    _check(entry)
        except DocumentError as error:
            assert error.code is Code.CHATS_UNKNOWN_KIND  # noqa: PT017


def _check(thread: Thread) -> None:
    """What the store relies on."""
    texts = [thread.origin, thread.title, thread.system_prompt, *thread.tags]
    for turn in thread.turns:
        assert turn.role in ("user", "assistant", "system")
        texts += [turn.key, turn.text, turn.reply.model_name if turn.reply else ""]
    assert all(isinstance(text, str) for text in texts)


def _with_junk(value: Any, junk: Any) -> Iterator[Any]:
    """The value with junk in every place, one at a time."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inside:
        for replacement in (junk, *_with_junk(item, junk)):
            copy = value.copy()
            copy[key] = replacement
            yield copy


def test_messages_are_put_in_order_whatever_their_parents_say() -> None:
    turns = [Turn("c", "b", "user", ""), Turn("b", "a", "user", ""), Turn("a", None, "user", "")]
    turns += [Turn("x", "y", "user", ""), Turn("y", "x", "user", ""), Turn("lost", "gone", "user", "")]
    assert [(turn.key, turn.parent) for turn in ordered(turns)] == [
        ("a", None),
        ("b", "a"),
        ("c", "b"),
        ("lost", None),
        ("x", None),
        ("y", "x"),
    ]


@pytest.mark.parametrize("given", [1_700_000_000, 1_700_000_000_000, "1700000000000", "2023-11-14T22:13:20Z"])
def test_times_are_understood(given: Any) -> None:
    assert moment(given) == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


@pytest.mark.parametrize("given", [None, True, "", "soon", -1, 0, 1e300, float("nan"), [], "9" * 400, "2023-99-99"])
def test_times_that_are_none(given: Any) -> None:
    assert moment(given) is None


def test_our_own_comes_back_the_same(store: Store, paths: Paths, tmp_path: Path) -> None:
    organisation = Organisation(store.database)
    _import(store, _write(tmp_path / "in" / "c.json", CHATGPT), _write(tmp_path / "in2" / "c.json", CLAUDE))
    rivers = _all(store)["Rivers"]
    organisation.tag([rivers.id], "水")
    organisation.move([rivers.id], organisation.create_folder("b", organisation.create_folder("a").id).id)
    mine = store.create_conversation("Mine", system_prompt="x")
    store.add_message(mine.id, None, "user", "hi \u202e\0 灯")
    ids = [found.id for found in _all(store).values()]
    exported = export(Exchange(store.database), ids, Form.JSON)
    file = tmp_path / "ours.json"
    file.write_bytes(exported)
    assert _summary(_import(store, file)) == Summary(known=len(ids))

    other = Store.open(tmp_path / "other.sqlite3", tmp_path / "backups")
    assert _summary(_import(other, file)) == Summary(new=len(ids))
    assert _summary(_import(other, file)) == Summary(known=len(ids))
    one, two = Exchange(store.database), Exchange(other.database)
    here = [one.read(found.id) for found in _all(store).values()]
    there = {thread.origin: thread for thread in (two.read(found.id) for found in _all(other).values())}
    assert {thread.origin: thread for thread in here} == there
    assert there[one.read(rivers.id).origin].folder == ("a", "b")
    other.close()


def _everything() -> Thread:
    """A thread in which nothing is as it is by default."""
    now = datetime(2026, 1, 2, 3, 4, 5, 678_901, UTC)
    info = ReplyInfo(
        model_name="Gemma 灯",
        model_file="g.gguf",
        model_hash="a" * 64,
        sampling={"temperature": 0.1, "stop": ["\n"], "grammar": None},
        seed=7,
        prompt_tokens=11,
        cached_tokens=5,
        completion_tokens=3,
        first_token_seconds=0.25,
        tokens_per_second=12.5,
        seconds=1.5,
        ending="length",
        error_code="engine_died",
        error_cause="signal 9",
        thought_seconds=2.25,
        made="sampling,instructions",
        instructions="Be brief.",
    )
    documents = (Attachment("灯.txt", "灯下\r\n写字\t", "lines 1–2", 9), Attachment("b.csv", "id\n1", "", 0))
    turns = (
        Turn("u1", None, "user", "first", now, shown=False, attachments=documents),
        Turn("a1", "u1", "assistant", "<think>\nhm\n</think>\n\n**x**", now, Status.CUT, shown=True, reply=info),
        Turn("a2", "u1", "assistant", "", now, Status.FAILED, shown=False, reply=info),
        Turn("u3", "a2", "user", "below one that isn't shown", now, pinned=True),
        Turn("u2", None, "user", "edited", now, shown=True, pinned=True, attachments=documents[:1]),
        Turn("s", "u2", "system", "a summary", now, Status.STOPPED, shown=False),
        Turn("a3", "u2", "assistant", "\u202eهلا 👩‍👩‍👧", now, Status.INTERRUPTED, shown=True, reply=ReplyInfo()),
    )
    return Thread(
        origin="elsewhere:1",
        title="  灯 & <x>  ",
        created=now,
        updated=now.replace(year=2027),
        turns=turns,
        title_is_users=False,
        pane="story",
        system_prompt="Line\n\nline",
        folder=("外", "in/side"),
        tags=("a b", "水"),
        pinned=True,
        archived=True,
        preset=Preset("Tutor", "gemma", {"top_k": 3}, (("q", "a"), ("q2", "a2"))),
    )


def test_nothing_is_lost_on_the_way_out_and_in(store: Store, tmp_path: Path) -> None:
    thread = _everything()
    kept = Exchange(store.database).keep(thread)
    assert Exchange(store.database).read(kept.conversation_id) == thread
    (tmp_path / "x.json").write_bytes(export(Exchange(store.database), [kept.conversation_id], Form.JSON))
    other = Store.open(tmp_path / "other.sqlite3", tmp_path / "backups")
    assert _summary(_import(other, tmp_path / "x.json")) == Summary(new=1)
    (found,) = Organisation(other.database).conversations(View(pane="story", archived=None))
    assert Exchange(other.database).read(found.id) == thread
    assert export(Exchange(other.database), [found.id], Form.JSON)[100:] == (tmp_path / "x.json").read_bytes()[100:]
    other.close()


def test_a_reply_that_was_being_written_is_kept_as_interrupted(store: Store, tmp_path: Path) -> None:
    mine = store.create_conversation("Mine")
    question = store.add_message(mine.id, None, "user", "q")
    store.begin_reply(question.id, ReplyInfo(model_name="T", sampling={"seed": 1}), "half")
    (tmp_path / "x.json").write_bytes(export(Exchange(store.database), [mine.id], Form.JSON))
    other = Store.open(tmp_path / "other.sqlite3", tmp_path / "backups")
    _import(other, tmp_path / "x.json")
    reply = other.path(_all(other)["Mine"].id)[-1]
    assert (reply.text, reply.status) == ("half", Status.INTERRUPTED)
    assert reply.reply is not None
    assert reply.reply.sampling == {"seed": 1}
    other.close()
