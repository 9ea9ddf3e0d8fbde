"""The scenes of the handbook's pictures: each prepares what is to be seen, and says what of it is the picture.

A scene leaves the stage as it found it, but for what it wrote. Names of scenes are names of pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtGui import QPixmap, QTextCursor

from desktop.features.translate.translation_service import JobOptions
from desktop.store.conversations.records import Status
from desktop.store.stories.records import BibleEntry, EntryKind, NodeKind, StorySettings, TakeStart
from desktop.store.translation.records import Origin, SegmentStatus, Term
from desktop.ui.commands import commands
from desktop.ui.frame.commands import PALETTE
from desktop.ui.frame.palette import Palette
from desktop.ui.panes.chat.page import ChatPage
from desktop.ui.panes.chat.pane import ChatPane
from desktop.ui.panes.story import commands as story_commands
from desktop.ui.panes.story.pane import StoryPane
from desktop.ui.panes.translate.page import TranslatePage
from desktop.ui.panes.translate.pane import TranslatePane
from desktop.ui.panes.translate.popups.glossary_popup import GlossaryPopup
from desktop.ui.panes.translate.quick.quick_window import QuickWindow
from handbook import texts
from handbook.stage import SIZE, WIDE, Stage

Scene = Callable[[Stage], Iterator[Callable[[], QPixmap]]]


def prepare(stage: Stage) -> None:
    """What all scenes find: conversations, a story, a translation."""
    for title, asked, answered in texts.earlier(stage.say):
        stage.conversation(title, asked, answered)
    stage.conversation(*texts.conversation(stage.say), again=texts.another_reply(stage.say))
    pane = stage.window.pane("chat")
    assert isinstance(pane, ChatPane)
    pane.controller.reload()
    stage.until(lambda: len(pane.controller.conversations) > len(texts.earlier(stage.say)))


def _chat(stage: Stage) -> ChatPane:
    stage.pane("chat")
    pane = stage.window.current
    assert isinstance(pane, ChatPane)
    newest = max(pane.controller.conversations, key=lambda known: known.id)
    pane.controller.open(newest.id)
    stage.until(lambda: len(pane.controller.messages) > 1)
    stage.settle()
    return pane


def chat(stage: Stage) -> Iterator[Callable[[], QPixmap]]:
    """A conversation in the whole window."""
    _chat(stage)
    yield stage.whole


def chat_versions(stage: Stage) -> Iterator[Callable[[], QPixmap]]:
    """The last reply, with its pager and what can be done with it."""
    pane = _chat(stage)
    page = pane.page()
    assert isinstance(page, ChatPage)
    view = page.transcript.views[-1]
    view.setFocus()
    stage.settle()
    yield lambda: stage.part(view, grow=16)


def search(stage: Stage) -> Iterator[Callable[[], QPixmap]]:
    """Results of a search over all conversations, and the place that one leads to."""
    pane = _chat(stage)
    pane.list.search.setText(texts.searched(stage.say))
    stage.until(lambda: pane.list.results.isVisible() and pane.list.results.model().rowCount() > 0)
    stage.settle()
    yield stage.whole
    pane.list.search.clear()
    stage.settle()


def palette(stage: Stage) -> Iterator[Callable[[], QPixmap]]:
    """The palette with some letters typed."""
    _chat(stage)
    commands.run(PALETTE)
    stage.settle()
    found = stage.window.findChild(Palette)
    assert found is not None
    found.field.setText(stage.say("export", "导出"))
    stage.settle()
    yield stage.whole
    found.close_popup()


def _story(stage: Stage) -> StoryPane:
    stage.pane("story")
    pane = stage.window.current
    assert isinstance(pane, StoryPane)
    stage.until(lambda: pane.controller.listed)
    if pane.controller.node_id is None:
        _write_story(stage, pane)
    stage.settle()
    return pane


def _write_story(stage: Stage, pane: StoryPane) -> None:
    say, stories = stage.say, pane.stories
    language = say("en", "zh")
    settings = StorySettings(premise=texts.premise(say), genre=say("Historical novel", "历史小说"), length_words=60)
    project = stories.create_project(texts.story_title(say), language, settings)
    opened: list[int] = []
    for chapter_title, scenes in texts.outline(say):
        chapter = stories.add_node(project.id, NodeKind.CHAPTER, chapter_title)
        opened += [stories.add_node(project.id, NodeKind.SCENE, title, chapter.id).id for title in scenes]
    stories.save_text(opened[0], texts.scene(say), 0)
    for kind, name, text, keys in texts.bible(say):
        stories.add_entry(project.id, BibleEntry(EntryKind(kind), name, text, tuple(keys)))
    pane.controller.reload(project.id, opened[0])
    stage.until(lambda: pane.controller.node_id == opened[0])
    pane.side_open = True
    pane.frame_changed.emit()


def story(stage: Stage) -> Iterator[Callable[[], QPixmap]]:
    """A scene with a proposal, its outline and the side panel."""
    pane = _story(stage)
    node = pane.controller.node_id
    assert node is not None
    editor = pane.page_.manuscript
    end = len(texts.scene(stage.say))
    take = pane.stories.begin_take(TakeStart(node, "continue", end))
    take = pane.stories.finish_take(take.id, texts.proposal(stage.say), Status.COMPLETE)
    editor.moveCursor(QTextCursor.MoveOperation.End)
    pane.generation.show_take(take)
    stage.until(lambda: not pane.saver.dirty and not pane.saver.saving)
    stage.window.resize(WIDE)
    stage.settle()
    yield stage.whole
    stage.window.resize(SIZE)
    pane.generation.proposal.reject()
    stage.settle()


def plan(stage: Stage) -> Iterator[Callable[[], QPixmap]]:
    """From settings to story."""
    pane = _story(stage)
    commands.run(story_commands.PLAN)
    stage.settle()
    yield stage.whole
    pane.plan.close()
    stage.settle()


def _translate(stage: Stage) -> TranslatePane:
    stage.pane("translate")
    pane = stage.window.current
    assert isinstance(pane, TranslatePane)
    stage.until(lambda: pane.controller.listed)
    if pane.controller.job is None:
        _translate_document(stage, pane)
    stage.settle()
    return pane


def _translate_document(stage: Stage, pane: TranslatePane) -> None:
    service = stage.app.translation_service
    source, target = stage.say("en", "zh"), stage.say("zh", "en")
    pairs = texts.translated(stage.say)
    terms = [Term(one, other) for one, other in texts.terms(stage.say)]
    service.glossaries.create("", source, target, terms)
    path = stage.folder / stage.say("light-list.txt", "灯塔手册.txt")
    path.write_text("\n\n".join(one for one, _, _ in pairs), encoding="utf-8")
    job = service.open_file(path, JobOptions(target, source=source))
    for segment, (_, translated, state) in zip(service.translations.segments(job.id), pairs, strict=True):
        if translated:
            status = SegmentStatus.DOUBTFUL if state else SegmentStatus.DONE
            done = replace(
                segment,
                target=translated,
                status=status,
                origin=Origin.MODEL,
                problems=(state,) if state else (),
            )
            service.translations.keep([done])
    pane.controller.open(job.id)
    page = pane.page()
    assert isinstance(page, TranslatePage)
    stage.until(lambda: pane.controller.job is not None and len(page.pages.rows) == len(pairs))


def translate(stage: Stage) -> Iterator[Callable[[], QPixmap]]:
    """A document under way, sentence beside sentence, one of them doubtful."""
    _translate(stage)
    yield stage.whole


def glossary(stage: Stage) -> Iterator[Callable[[], QPixmap]]:
    """The terms of a pair of languages."""
    pane = _translate(stage)
    pane.actions.open_glossary()
    stage.settle()
    popup = stage.window.findChild(GlossaryPopup)
    assert popup is not None
    yield lambda: stage.part(popup.card, grow=24)
    popup.close_popup()


def quick(stage: Stage) -> Iterator[Callable[[], QPixmap]]:
    """The small window that any program can call."""
    one, other, _ = texts.translated(stage.say)[0]
    window = QuickWindow()
    window.show_source(one)
    window.show_result(other)
    window.show_languages(stage.say("en", "zh"), stage.say("zh", "en"))
    window.show()
    stage.settle()
    yield window.grab
    window.close()
    window.deleteLater()


def _models(stage: Stage, section: str) -> None:
    stage.pane("models")
    stage.window.current.go(section)
    stage.settle()


def models(stage: Stage) -> Iterator[Callable[[], QPixmap]]:
    """What is recommended for this machine."""
    _models(stage, "recommended")
    yield stage.whole


def installed(stage: Stage) -> Iterator[Callable[[], QPixmap]]:
    """Models on this machine."""
    _models(stage, "machine")
    yield stage.whole


def settings(stage: Stage) -> Iterator[Callable[[], QPixmap]]:
    """A page of the settings."""
    stage.pane("settings")
    stage.window.current.go("engine")
    stage.settle()
    yield stage.whole


SCENES: dict[str, Scene] = {
    "chat": chat,
    "chat-versions": chat_versions,
    "search": search,
    "palette": palette,
    "story": story,
    "plan": plan,
    "translate": translate,
    "glossary": glossary,
    "quick": quick,
    "models": models,
    "installed": installed,
    "settings": settings,
}


@contextmanager
def played(stage: Stage, name: str) -> Iterator[Callable[[], QPixmap]]:
    """A scene while it is on: what is given takes the picture, as often as one likes."""
    scene = SCENES[name](stage)
    yield next(scene)
    for _ in scene:
        raise RuntimeError(f"{name} has more than one picture")
