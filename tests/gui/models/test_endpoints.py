"""A model on another machine in the real window: added by its address, chatted with, written and translated with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.base.endpoints import ServerKind
from desktop.base.settings import MODEL
from desktop.engine.client.engine import Phase
from desktop.store import Status
from desktop.ui.commands import commands
from desktop.ui.frame.commands import ANOTHER_MACHINE
from desktop.ui.frame.window import MainWindow
from desktop.ui.panes.chat import words
from desktop.ui.panes.models.endpoints.endpoints_section import EndpointsSection
from desktop.ui.panes.models.machine.machine_section import MachineSection
from desktop.ui.panes.models.pane import ModelsPane
from desktop.ui.widgets import Confirm
from tests.engine.remote.hostile_server import HostileServer, Visit, serving
from tests.engine.remote.real_server import llama_cpp_server
from tests.gui.chat.conftest import Driver as Chat
from tests.gui.conftest import Opened, OpenWindow
from tests.gui.story.conftest import Driver as Story
from tests.gui.translate.conftest import Driver as Translate

KEY = "open-sesame-2718281828"
WAIT = 60_000  # ms: a loaded machine may take long; the tests assert what happens, not how fast


@pytest.fixture(scope="module")
def address(chat_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with llama_cpp_server(chat_model, tmp_path_factory.mktemp("server") / "server.log") as found:
        yield found


def section_of(window: MainWindow) -> EndpointsSection:
    window.show_pane("models")
    pane = window.current
    assert isinstance(pane, ModelsPane)
    pane.show_section(EndpointsSection.key)
    section = pane.sections[EndpointsSection.key]
    assert isinstance(section, EndpointsSection)
    return section


class Hand:
    """Adds what a server has, as a person would, and uses it."""

    def __init__(self, bot: QtBot, opened: Opened) -> None:
        self.bot, self.opened = bot, opened
        self.window = opened.show()
        self.section = section_of(self.window)
        self.form = self.section.form

    def until(self, true: Callable[[], bool]) -> None:
        self.bot.waitUntil(true, timeout=WAIT)

    def look(self, address: str, key: str = "") -> None:
        self.form.address.setText(address)
        self.form.key.setText(key)
        self.bot.mouseClick(self.form.connect_button, Qt.MouseButton.LeftButton)
        self.until(self.form.connect_button.isEnabled)

    def add(self, name: str) -> str:
        self.bot.mouseClick(self.form.model_buttons[name], Qt.MouseButton.LeftButton)
        self.until(lambda: any(key.startswith(name.lower()) for key in self.section.cards))
        return next(key for key in self.section.cards if key.startswith(name.lower()))

    def use(self, key: str) -> None:
        self.bot.mouseClick(self.section.cards[key].use_button, Qt.MouseButton.LeftButton)
        manager = self.opened.app.model_manager
        self.until(lambda: manager.model is not None and manager.model.key == key)
        self.until(lambda: manager.state.phase is Phase.READY)
        self.until(lambda: self.opened.app.settings[MODEL] == key)


@pytest.fixture
def using(open_program: OpenWindow, qtbot: QtBot, address: str) -> Opened:
    """The program with the real server's model in use."""
    opened = open_program()
    hand = Hand(qtbot, opened)
    hand.look(address)
    hand.use(hand.add("smol"))
    return opened


@pytest.mark.model
def test_a_message_is_answered_from_there(using: Opened, qtbot: QtBot, address: str) -> None:
    host = address.removeprefix("http://").removesuffix("/v1")
    using.window.show_pane("chat")
    chat = Chat(qtbot, using)
    assert host in chat.composer.reason.text()
    assert host in using.window.model_list.shown().word
    chat.send("What is the capital of France?")
    message = chat.wait_reply()
    assert message.status in (Status.COMPLETE, Status.CUT)
    assert message.answer.strip()
    assert message.reply is not None
    assert message.reply.model_file == f"{address}#smol"
    assert message.reply.model_hash == ""
    assert message.reply.completion_tokens > 0
    assert host in words.meta(message)  # what stands over it


@pytest.mark.model
def test_a_reply_is_stopped(using: Opened, qtbot: QtBot) -> None:
    using.window.show_pane("chat")
    chat = Chat(qtbot, using)
    chat.send("Tell me a very long story about a lighthouse.")
    chat.until(lambda: chat.controller.writing is not None and bool(chat.replies))
    qtbot.wait(300)
    chat.bot.keyClick(chat.composer.text, Qt.Key.Key_Escape)
    message = chat.wait_reply()
    assert message.status in (Status.STOPPED, Status.COMPLETE)


@pytest.mark.model
def test_a_story_goes_on_from_there(using: Opened, qtbot: QtBot, address: str) -> None:
    story = Story(qtbot, using, (1280, 800), "The boat came on the Tuesday, two days late, and with it")
    generation, editor = story.pane.generation, story.editor
    generation.offers = False
    assert not story.pane.page_.sent.isHidden()
    assert "127.0.0.1" in story.pane.page_.sent.text()
    before = editor.text()
    story.caret(len(before))
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    story.until(lambda: generation.writing)
    story.until(lambda: not generation.writing)
    assert generation.take is not None
    assert generation.take.text.strip()


@pytest.mark.model
def test_a_file_is_translated_there(using: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    pane = Translate(qtbot, using, (1280, 800))
    path = tmp_path / "manual.txt"
    path.write_text("The lamp is lit.\n\nThe boat is late.\n", encoding="utf-8")
    pane.controller.open_file(path)
    pane.until(lambda: pane.controller.job is not None and pane.controller.job.complete)
    foot = pane.page.foot.model.text()
    assert "127.0.0.1" in foot
    segments = pane.translation_service.translations.segments(pane.controller.job.id)
    assert all(segment.target.strip() for segment in segments)


def test_plain_http_is_warned_about_before_anything_is_sent(open_program: OpenWindow, qtbot: QtBot) -> None:
    hand = Hand(qtbot, open_program())
    hand.form.address.setText("192.168.1.7:8080")
    assert hand.form.warning.isVisible()
    assert "192.168.1.7:8080" in hand.form.warning.what.text()
    for quiet in ("https://192.168.1.7", "127.0.0.1:8080", "nonsense here"):
        hand.form.address.setText(quiet)
        assert not hand.form.warning.isVisible()
    assert not hand.form.connect_button.isEnabled()


@pytest.fixture
def fake() -> Iterator[HostileServer]:
    """A server with two models that answers at once and asks for a key."""

    def guarded(answer: Callable[[Visit], None]) -> Callable[[Visit], None]:
        def script(visit: Visit) -> None:
            if visit.headers.get("authorization") == f"Bearer {KEY}":
                answer(visit)
            else:
                visit.json({"error": {"message": "Invalid API key"}}, "401 Unauthorized")

        return script

    models = lambda visit: visit.json({"data": [{"id": "big"}, {"id": "small"}]})  # noqa: E731
    chat = lambda visit: visit.json({"choices": [{"message": {"content": "x"}}]})  # noqa: E731
    with serving({"/v1/models": guarded(models), "/v1/chat/completions": guarded(chat)}) as server:
        yield server


def test_a_key_is_asked_for_kept_and_forgotten(open_program: OpenWindow, qtbot: QtBot, fake: HostileServer) -> None:
    from desktop.base import secrets

    opened = open_program()
    hand = Hand(qtbot, opened)
    hand.look(fake.address)
    assert "key" in hand.form.failure.what.text()
    hand.look(fake.address, KEY)
    assert set(hand.form.model_buttons) == {"big", "small"}
    key = hand.add("big")
    model = hand.section.cards[key].entry.model
    assert model.endpoint is not None
    assert model.endpoint.has_key
    assert model.endpoint.kind is ServerKind.OTHER
    assert secrets.secret(model.endpoint.secret_name) == KEY
    written = b"".join(path.read_bytes() for path in opened.app.paths.data.rglob("*") if path.is_file())
    assert KEY.encode() not in written
    hand.bot.mouseClick(hand.section.cards[key].remove_button, Qt.MouseButton.LeftButton)
    question = hand.window.findChild(Confirm)
    assert question is not None
    hand.bot.mouseClick(question.go, Qt.MouseButton.LeftButton)
    hand.until(lambda: not hand.section.cards)
    assert secrets.secret(model.endpoint.secret_name) == ""


def test_it_stands_apart_from_what_is_on_this_machine(
    open_program: OpenWindow, qtbot: QtBot, fake: HostileServer
) -> None:
    opened = open_program()
    hand = Hand(qtbot, opened)
    hand.look(fake.address, KEY)
    key = hand.add("big")
    pane = hand.window.current
    assert isinstance(pane, ModelsPane)
    machine = pane.sections[MachineSection.key]
    assert isinstance(machine, MachineSection)
    assert key not in machine.cards
    assert any(entry.model.key == key for entry in opened.window.model_list.entries)


def test_the_palette_leads_there(open_program: OpenWindow, qtbot: QtBot) -> None:
    window = open_program().show()
    assert commands.run(ANOTHER_MACHINE)
    pane = window.current
    assert isinstance(pane, ModelsPane)
    assert pane.state() == {"section": EndpointsSection.key}


def test_nothing_is_sent_when_the_program_starts(open_program: OpenWindow, qtbot: QtBot, fake: HostileServer) -> None:
    first = open_program()
    hand = Hand(qtbot, first)
    hand.look(fake.address, KEY)
    hand.use(hand.add("big"))
    first.close()
    asked = len(fake.visits)
    again = open_program(load=True)
    window = again.show()
    qtbot.waitUntil(lambda: again.app.model_manager.model is not None, timeout=WAIT)
    assert again.app.model_manager.model.host == fake.address.split("/")[2]
    assert again.app.model_manager.state.phase is Phase.STOPPED
    assert fake.address.split("/")[2] in window.model_list.shown().word
    assert len(fake.visits) == asked
