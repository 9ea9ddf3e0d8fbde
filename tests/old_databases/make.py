"""Make the old database of the newest revision, with a little of everything in it.

    python tests/old_databases/make.py

Run once when a revision is released, before the next one is written, and commit the file: later code can't make it
any more. Refuses to replace a file.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from desktop.store import ReplyInfo, Status, Store  # noqa: E402
from desktop.store.attachments.attachments import Attachments  # noqa: E402
from desktop.store.attachments.records import Attachment  # noqa: E402
from desktop.store.conversations.assistants import Assistant, AssistantStore, Snippet  # noqa: E402
from desktop.store.conversations.drafts import Drafts  # noqa: E402
from desktop.store.conversations.organisation import Organisation  # noqa: E402
from desktop.store.conversations.reply_tokens import ReplyTokens, WrittenToken  # noqa: E402
from desktop.store.conversations.versions import Versions  # noqa: E402
from desktop.store.core.migrate import revisions  # noqa: E402
from desktop.store.stories.records import BibleEntry, EntryKind, NodeKind, StorySettings, TakeStart, TakeToken  # noqa: E402
from desktop.store.stories.stories import Stories  # noqa: E402
from desktop.store.translation.jobs import Translations  # noqa: E402
from desktop.store.translation.records import Draft, MemoryEntry, Origin, SegmentAdapter, SegmentStatus, Term  # noqa: E402
from desktop.store.translation.terms import Glossaries, Memory  # noqa: E402

INFO = ReplyInfo(
    model_name="SmolLM2 135M Instruct",
    model_file="SmolLM2-135M-Instruct.Q4_1.gguf",
    model_hash="0" * 64,
    sampling={"temperature": 0.7, "top_p": 0.95},
    seed=42,
    prompt_tokens=31,
    cached_tokens=12,
    completion_tokens=7,
    first_token_seconds=0.25,
    tokens_per_second=99.5,
    seconds=0.4,
    ending="end",
    thought_seconds=1.5,
    made="sampling,instructions",
    instructions="Be brief.",
)


def fill(store: Store) -> None:
    """A conversation with versions, one in Chinese that was broken off, one in the trash."""
    versions = store.create_conversation("Rivers")
    asked = store.add_message(versions.id, None, "user", "Name a river.")
    for text in ("The Rhine.", "The Yangtze, 长江."):
        reply = store.begin_reply(asked.id, INFO)
        store.finish_reply(reply.id, text, Status.COMPLETE, INFO)
    store.add_message(versions.id, reply.id, "user", "Another?")
    store.activate(store.siblings(reply.id)[0].id)

    broken = store.create_conversation(system_prompt="用中文回答。")
    store.rename(broken.id, "灯下的问题")
    asked = store.add_message(broken.id, None, "user", "灯下是什么意思？🏮")
    reply = store.begin_reply(asked.id, INFO)
    store.checkpoint(reply.id, "灯下，就是", 4)

    trashed = store.create_conversation("Old")
    store.add_message(trashed.id, None, "user", "Forget this.")
    store.trash(trashed.id)


def fill_translation(store: Store) -> None:
    """A translation half done, a glossary and a memory."""
    done = Draft(
        "Hello.",
        target="你好。",
        status=SegmentStatus.DONE,
        origin=Origin.MODEL,
        logprob=-0.5,
        attempts=1,
        adapters=(SegmentAdapter("Plain", "0" * 64, 0.5),),
    )
    Translations(store.database).create(
        b"Hello. 12 lamps.",
        [done, Draft("12 lamps.", chapter=1)],
        title="Lamps",
        kind="txt",
        path="/somewhere/lamps.txt",
        source_language="en",
        target_language="zh",
        options={"context": True},
    )
    Glossaries(store.database).create("Rooms", "en", "zh", [Term("lamp", "灯", "not 灯具")])
    Memory(store.database).keep("en", "zh", [MemoryEntry("Hello.", "你好。", Origin.PERSON, key="hello.")])


def fill_organisation(store: Store) -> None:
    """Folders, tags, pins, a message in the trash, a draft, an assistant and a snippet."""
    organisation, versions, assistants = (
        Organisation(store.database),
        Versions(store.database),
        AssistantStore(store.database),
    )
    chinese, rivers = store.conversations()
    outer = organisation.create_folder("Outer")
    organisation.move([rivers.id], organisation.create_folder("内", outer.id).id)
    organisation.tag([rivers.id], "water")
    organisation.pin([rivers.id])
    question, reply = store.path(rivers.id)
    versions.pin(question.id)
    organisation.archive([versions.branch(reply.id, "Branch").id])
    asked = store.path(chinese.id)[0]
    versions.trash(store.add_message(chinese.id, asked.id, "user", "A slip.").id)
    Drafts(store.database).keep(chinese.id, "还没说完")
    assistants.keep_assistant(
        Assistant("Pirate", system_prompt="Arr.", sampling={"seed": 3}, examples=(("Hi", "Ahoy"),))
    )
    assistants.keep_snippet(Snippet("sum", "Summarise: {{text}}"))


def fill_story(store: Store) -> None:
    """A story with a scene in a chapter, a note in the trash, a version, two takes and an entry of its bible."""
    stories = Stories(store.database)
    project = stories.create_project("灯下", "zh", StorySettings(premise="一盏灯", banned=("仿佛",)), goal_words=500)
    chapter = stories.add_node(project.id, NodeKind.CHAPTER, "第一章")
    scene = stories.add_node(project.id, NodeKind.SCENE, "开头", chapter.id, beats="点灯")
    first = stories.save_text(scene.id, "灯亮了。", 0, "manual")
    stories.save_text(scene.id, "灯亮了，*很慢*。", first.revision)
    stories.set_summary(scene.id, "灯亮。", "")
    stories.trash_node(stories.add_node(project.id, NodeKind.NOTE, "旧").id)
    take = stories.begin_take(TakeStart(scene.id, "continue", 4, model_name="gemma", sampling={"seed": 3}, seed=3))
    tokens = [TakeToken("夜", 7, 0.5, (("雨", 8, 0.25),))]
    stories.finish_take(take.id, "夜", Status.CUT, tokens)
    stories.checkpoint_take(stories.begin_take(TakeStart(scene.id, "opening", 4, take.id)).id, "雨")
    stories.add_entry(
        project.id, BibleEntry(EntryKind.CHARACTER, "小灯", "守灯的人", ("小灯", "/守灯.?人/"), budget=80)
    )


def fill_attachments(store: Store) -> None:
    """A document that was sent, and one that waits in a draft."""
    attachments = Attachments(store.database)
    made = store.create_conversation("With a document", pane="notes")
    attached = attachments.attach(made.id, Attachment("灯.txt", "灯下写字。", tokens=6, path="/somewhere/灯.txt"))
    store.add_message(made.id, None, "user", "What is it about?", [attached.id])
    attachments.attach(made.id, Attachment("table.csv", "id,name\n1,lamp", part="rows 1", tokens=9))


def fill_tokens(store: Store) -> None:
    """What the model thought of the tokens of a reply."""
    rivers = next(each for each in store.conversations() if each.title == "Rivers")
    tokens = [WrittenToken("The", 5, -0.25, (("A", 6, 0.2),)), WrittenToken(" Rhine.", 7, -1.5)]
    ReplyTokens(store.database).keep(store.path(rivers.id)[1].id, tokens)


def main() -> None:
    target = HERE / f"{revisions()[-1]}.sqlite3"
    if target.exists():
        sys.exit(f"{target.name} is there already; old files are never made again")
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "made.sqlite3"
        store = Store.open(database, Path(folder) / "backups")
        fill(store)
        fill_translation(store)
        fill_organisation(store)
        fill_story(store)
        fill_attachments(store)
        fill_tokens(store)
        store.close()
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
        target.write_bytes(database.read_bytes())


if __name__ == "__main__":
    main()
