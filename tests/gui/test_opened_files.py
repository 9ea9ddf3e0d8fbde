"""Files opened with the program: each ends where it belongs, the person is asked where there is a choice."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QFileOpenEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.base.instance import opening
from desktop.features.given_files import Way
from desktop.ui.files.document_question import DocumentQuestion
from desktop.ui.files.opened_files import OpenedFiles
from desktop.ui.panes.chat.pane import ChatPane
from desktop.ui.panes.story.pane import StoryPane
from desktop.ui.panes.translate.controller import TranslationController
from desktop.ui.panes.translate.pane import TranslatePane
from desktop.ui.system.file_open_events import FileOpenEvents
from desktop.ui.system.single_instance import SingleInstance
from tests.gui.conftest import OpenWindow

MODELS = Path(".venv/share/lamplight/models")


def _texts(folder: Path, *names: str) -> list[Path]:
    paths = [folder / name for name in names]
    for path in paths:
        path.write_text("The lamp was lit.\n\nNobody saw it.\n")
    return paths


def test_documents_are_asked_about(
    open_program: OpenWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    monkeypatch.setattr(TranslationController, "go_on", lambda self: begun.append(self.job.path))
    program = open_program()
    window = program.show(1024, 700)
    files = OpenedFiles(program.services, window)
    book, notes = _texts(tmp_path, "一本书.md", "ملاحظات.txt")

    def asked(*paths: Path) -> DocumentQuestion:
        files.open(list(paths))
        qtbot.waitUntil(lambda: files.question is not None and files.question.isVisible())
        return files.question

    question = asked(book)
    assert [item.text() for item in question.items] == [
        "Translate it",
        "Ask about it in a new conversation",
        "Import it as a story and go on writing",
    ]
    assert question.rect().contains(question.card.geometry())
    question.cancel.click()
    assert files.question is None

    asked(book, notes).items[1].click()
    chat = window.current
    assert isinstance(chat, ChatPane)
    qtbot.waitUntil(lambda: len(chat.composer_controller.attachments.attached) == 2, timeout=20_000)
    assert chat.controller.open_id is None

    asked(book).items[2].click()
    story = window.current
    assert isinstance(story, StoryPane)
    qtbot.waitUntil(lambda: story.controller.project is not None and story.controller.project.title == "一本书")

    question = asked(book, notes)
    assert question.items[0].text() == "Translate all 2"
    question.items[0].click()
    translation = window.current
    assert isinstance(translation, TranslatePane)
    controller = translation.controller
    qtbot.waitUntil(lambda: controller.job is not None and controller.job.path == str(book), timeout=20_000)
    qtbot.waitUntil(lambda: {job.path for job in controller.jobs} >= {str(book), str(notes)}, timeout=20_000)
    assert begun == [str(book)]


def test_models_conversations_and_what_can_not_be_opened(
    open_program: OpenWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = open_program(load=True)
    window = program.show()
    files = OpenedFiles(program.services, window)
    qtbot.waitUntil(lambda: window.model_list.current is not None, timeout=20_000)
    used: list[str] = []
    monkeypatch.setattr(window.model_list, "use", used.append)
    model = tmp_path / "另一个.gguf"
    shutil.copy(MODELS / "gemma-3-270m-q4_k_m.gguf", model)
    chats = tmp_path / "conversations.json"
    message = {"id": "b", "author": {"role": "user"}, "content": {"content_type": "text", "parts": ["Where from?"]}}
    mapping = {
        "a": {"id": "a", "parent": None, "children": ["b"], "message": None},
        "b": {"id": "b", "parent": "a", "children": [], "message": message},
    }
    chats.write_text(json.dumps([{"title": "From elsewhere", "mapping": mapping, "current_node": "b"}]))

    files.open([model, chats, tmp_path / "away.txt"])
    qtbot.waitUntil(lambda: window.notices.subject == "opened" and window.notices.notice.button is not None)
    assert "has been added" in window.notices.notice.what.text()
    assert not used  # until the person says so
    qtbot.waitUntil(lambda: [one.title for one in program.services.store.conversations()] == ["From elsewhere"])
    window.notices.notice.button.click()
    assert len(used) == 1
    qtbot.waitUntil(
        lambda: any((entry.model.path, entry.model.key) == (model, used[0]) for entry in window.model_list.entries),
        timeout=20_000,
    )

    files.open([tmp_path / "away.txt"])
    qtbot.waitUntil(lambda: window.notices.notice is not None)
    assert window.notices.notice.what.text() == f"There is no file {tmp_path / 'away.txt'}."
    files.open([tmp_path, tmp_path / "away.gguf"])
    qtbot.waitUntil(lambda: window.notices.notice.what.text() == "2 files were not opened.")
    assert window.notices.notice.cause.text().count("\n") == 1

    # A pane that has no use for a document lets it be asked about.
    window.show_pane("settings")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in _texts(tmp_path, "dropped.txt")])
    copy, button, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(400, 300), copy, data, button, keys))
    qtbot.waitUntil(lambda: files.question is not None)
    question = files.question
    with qtbot.waitSignal(question.chosen) as chosen:
        question.items[0].click()
    assert chosen.args == [Way.TRANSLATE]


def test_another_start_hands_its_files_over(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    """Through the socket, as many and as oddly called as they are; the window comes forward with them."""
    names = ["two\nlines.txt", "书.gguf", *(f"{number}-{'n' * 200}" for number in range(500))]
    if os.name != "nt":
        names.append(os.fsdecode(b"caf\xe9"))
    given = [tmp_path / name for name in names]
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path, opening(given, "a-token"))
    assert first.is_first()
    raised: list[str] = []
    first.raise_asked.connect(raised.append)
    with qtbot.waitSignal(first.files_given, timeout=5000) as heard:
        assert not second.is_first()
    assert heard.args == [given]
    assert raised == ["a-token"]
    first.close()


@pytest.mark.parametrize("name", ["one.txt", "书 مرحبا.gguf"])
def test_the_dock_of_a_mac_gives_files_as_events(qapp: QApplication, qtbot: QtBot, tmp_path: Path, name: str) -> None:
    events = FileOpenEvents(qapp)
    with qtbot.waitSignal(events.files_given) as heard:
        QCoreApplication.sendEvent(qapp, QFileOpenEvent(str(tmp_path / name)))
    assert heard.args == [[tmp_path / name]]
    qapp.removeEventFilter(events)
    events.deleteLater()
