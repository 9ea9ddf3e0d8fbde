"""Projects as files and folders: exported in whole or part, imported, kept beside as plain files and read back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.base.errors import Code, DocumentError, StoreError
from desktop.features.story.transfer.export import book_of, export, export_file
from desktop.features.story.transfer.folder import read_folder, write_folder
from desktop.features.story.transfer.imports import import_into, import_project
from desktop.features.story.transfer.lorebooks import export_lorebook, import_lorebook
from desktop.store import Store
from desktop.store.stories.records import Activation, BibleEntry, EntryKind, NodeKind, StoryDraft, StorySettings
from desktop.store.stories.stories import Stories


@pytest.fixture
def stories(store: Store) -> Stories:
    return Stories(store.database)


@pytest.fixture
def project(stories: Stories) -> int:
    made = stories.create_project("Lamps", "en", StorySettings(author="Ada", dedication="For you", break_style="⁂"))
    scenes = (StoryDraft(NodeKind.SCENE, "Rain/1", "It *rained*."), StoryDraft(NodeKind.SCENE, "", "Later."))
    notes = StoryDraft(NodeKind.NOTE, "Plan", "Secret.")
    stories.add_drafts(made.id, [StoryDraft(NodeKind.CHAPTER, "One", children=(*scenes, notes))])
    stories.add_drafts(
        made.id, [StoryDraft(NodeKind.CHAPTER, "Two", children=(StoryDraft(NodeKind.SCENE, "", "End."),))]
    )
    return made.id


def test_a_whole_story_a_chapter_and_a_scene(stories: Stories, project: int, tmp_path: Path) -> None:
    whole = export(stories, project, "txt").decode()
    assert whole.startswith("Lamps\n\nAda\n\nFor you\n")
    assert "It rained.\n\n⁂\n\nLater." in whole
    assert "Secret" not in whole
    one, rain, _, plan, two, _ = stories.outline(project)
    assert export(stories, project, "txt", node_id=two.id).decode() == "Two\n\nEnd.\n"
    assert export(stories, project, "md", node_id=rain.id).decode() == "# Rain/1\n\nIt *rained*.\n"
    assert "Secret." in export(stories, project, "md", node_id=plan.id).decode()
    export_file(stories, project, tmp_path / "out" / "lamps.epub", node_id=one.id)
    assert (tmp_path / "out" / "lamps.epub").read_bytes().startswith(b"PK")
    with pytest.raises(StoreError):
        book_of(stories, project, 999)
    with pytest.raises(DocumentError) as error:
        export_file(stories, project, Path("/proc/none/x.txt"))
    assert error.value.code is Code.STORY_NOT_WRITTEN


@pytest.mark.parametrize("kind", ["docx", "epub"])
def test_a_story_goes_out_and_comes_back(stories: Stories, project: int, kind: str, tmp_path: Path) -> None:
    export_file(stories, project, tmp_path / f"lamps.{kind}")
    done = import_project(stories, tmp_path / f"lamps.{kind}")
    assert (done.project.title, done.project.settings.author, done.chapters, done.scenes) == ("Lamps", "Ada", 2, 3)
    texts = stories.texts(done.project.id)
    assert [texts[node.id].text for node in stories.outline(done.project.id) if node.id in texts] == [
        "It *rained*.",
        "Later.",
        "End.",
    ]
    assert stories.words_today(done.project.id) == 0
    again = import_into(stories, project, tmp_path / f"lamps.{kind}")
    assert len([node for node in stories.outline(project) if node.kind is NodeKind.CHAPTER]) == 4
    stories.undo(again.change)
    assert len([node for node in stories.outline(project) if node.kind is NodeKind.CHAPTER]) == 2


def test_a_broken_file_changes_nothing(stories: Stories, project: int, tmp_path: Path) -> None:
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04")
    before = stories.outline(project), stories.projects()
    for action in (
        lambda: import_project(stories, tmp_path / "broken.docx"),
        lambda: import_into(stories, project, tmp_path / "broken.docx"),
    ):
        with pytest.raises(DocumentError):
            action()
    assert (stories.outline(project), stories.projects()) == before


def test_plain_files_have_stable_names(stories: Stories, project: int, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    first = write_folder(stories, project, folder)
    assert set(first.written) > {"Rain 1.md", "Plan.md"}
    assert (folder / "Rain 1.md").read_text() == "It *rained*.\n"
    assert "- One\n  - [Rain/1](<Rain 1.md>)" in (folder / "Outline.md").read_text()
    assert write_folder(stories, project, folder).written == ()
    rain = stories.outline(project)[1]
    stories.update_node(rain.id, title="Snow")
    stories.save_text(rain.id, "It snowed.", 1)
    assert write_folder(stories, project, folder).written == ("Rain 1.md",)
    stories.trash_node(rain.id)
    assert write_folder(stories, project, folder).removed == ("Rain 1.md",)
    assert not (folder / "Rain 1.md").exists()
    assert json.loads((folder / "lamplight.json").read_text())["title"] == "Lamps"
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


def test_changes_by_hand_are_read_back_and_never_overwritten(stories: Stories, project: int, tmp_path: Path) -> None:
    write_folder(stories, project, tmp_path)
    _, rain, _, plan, _, _ = stories.outline(project)
    (tmp_path / "Rain 1.md").write_text("By hand.\n")
    (tmp_path / "Plan.md").write_text("Both changed.\n")
    (tmp_path / "New one.md").write_text("Fresh.")
    stories.save_text(plan.id, "Changed inside.", 1)
    assert set(write_folder(stories, project, tmp_path).left) == {"Rain 1.md", "Plan.md"}
    assert (tmp_path / "Rain 1.md").read_text() == "By hand.\n"
    done = read_folder(stories, project, tmp_path)
    assert [text.text for text in done.saved] == ["By hand."]
    assert [node.title for node in done.added] == ["New one"]
    assert stories.text(rain.id).text == "By hand."
    assert stories.text(plan.id).text == "Changed inside."
    assert [stories.version_text(version.id) for version in done.conflicts] == ["Both changed."]
    again = read_folder(stories, project, tmp_path)
    assert (again.saved, again.added) == ((), ())
    assert stories.text(done.added[0].id).text == "Fresh."


def test_a_file_of_somebody_else_is_left_alone(stories: Stories, project: int, tmp_path: Path) -> None:
    (tmp_path / "Rain 1.md").write_text("Mine, from before.")
    write_folder(stories, project, tmp_path)
    assert (tmp_path / "Rain 1.md").read_text() == "Mine, from before."
    assert (tmp_path / "Rain 1 2.md").read_text() == "It *rained*.\n"
    with pytest.raises(DocumentError) as error:
        read_folder(stories, project + 1, tmp_path)
    assert error.value.code is Code.DOCUMENT_MISSING


@pytest.mark.parametrize("program", ["sillytavern", "novelai"])
def test_the_bible_goes_out_and_comes_back(stories: Stories, project: int, program: str, tmp_path: Path) -> None:
    entries = [
        BibleEntry(EntryKind.CHARACTER, "阿达", "守灯人", ("阿达", "/守灯.?人/i"), Activation.ALWAYS, 70, 120, 4),
        BibleEntry(EntryKind.RULE, "No lies", "Nobody lies.", ("lie",), Activation.NEVER),
    ]
    stories.add_entries(project, entries)
    assert export_lorebook(stories, project, program, tmp_path / "book.json") == 2
    other = stories.create_project("other")
    change, left_out = import_lorebook(stories, other.id, tmp_path / "book.json")
    assert (len(change.entries_added), left_out) == (2, 0)

    def facts(entry: BibleEntry) -> tuple[object, ...]:
        budget = entry.budget if program == "novelai" else 0  # SillyTavern has no budget for an entry
        return entry.kind, entry.name, entry.text, entry.keys, entry.activation, entry.priority, budget, entry.depth

    assert [facts(entry) for entry in stories.bible(other.id)] == [facts(entry) for entry in stories.bible(project)]
    stories.undo(change)
    assert stories.bible(other.id) == []
