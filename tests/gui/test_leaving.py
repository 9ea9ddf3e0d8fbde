"""What happens between two windows: the writing moves, a version comes and goes, nothing is left; and the way there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import build
from desktop.base.paths import ENV_HOME, Paths
from desktop.base.settings import LANGUAGE, MODELS_FOLDER, UPDATES
from desktop.features.updates.installation import Kind
from desktop.features.updates.updates import Updates
from desktop.store.core.backups import BEFORE_UPDATE, list_backups
from desktop.ui import leaving, main
from desktop.ui.frame.window import MainWindow
from desktop.ui.leaving import Next
from desktop.ui.panes.settings.data.move_row import MoveRow
from desktop.ui.panes.settings.data.remove_row import RemoveRow, RemoveSheet
from desktop.ui.panes.settings.data.updates_page import UpdatesPage
from desktop.ui.panes.settings.pane import SettingsPane
from desktop.ui.startup import Question
from desktop.ui.update_notice import tell_new_version
from desktop.ui.widgets import Toast
from tests.features.updates.world import NEW, OLD, World
from tests.gui.conftest import Opened, OpenWindow
from tests.hub.server import HubServer, hub_server


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with hub_server() as server:
        yield server


def _page(window: MainWindow, section: str) -> object:
    window.show_pane("settings")
    pane = window.pane("settings")
    assert isinstance(pane, SettingsPane)
    pane.go(section)
    return pane.section(section)


def _noted(opened: Opened) -> list[Callable[..., Next]]:
    """What the page wants to be done once the window has closed."""
    wanted: list[Callable[..., Next]] = []
    object.__setattr__(opened.services, "leave", wanted.append)
    return wanted


def _answer(key: str, said: list[str]) -> None:
    def press() -> None:
        shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, Question) and w.isVisible()]
        if not shown:
            QTimer.singleShot(20, press)
            return
        said.append(shown[0].what.text())
        shown[0].buttons[key].click()

    QTimer.singleShot(20, press)


def test_a_version_is_looked_for_fetched_installed_and_gone_back_from(
    open_program: OpenWindow,
    qtbot: QtBot,
    paths: Paths,
    hub: HubServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened = open_program()
    window = opened.show()
    world = World(hub, paths, tmp_path / "place", Kind.APPIMAGE)
    world.be_this_program(monkeypatch)
    page = _page(window, "updates")
    assert isinstance(page, UpdatesPage)
    qtbot.waitUntil(page.look_button.isEnabled)
    assert "127.0.0.1" in page.look_row.note.text()
    assert not page.card.isVisible()
    assert not page.back_row.isVisible()
    assert hub.requests == []
    page.look_button.click()
    qtbot.waitUntil(lambda: "There is version 1.2.0" in page.told.text())
    assert page.notes.text() == "News of 1.2.0"
    page.button.click()
    qtbot.waitUntil(lambda: page.button.text() == "Install…")
    wanted = _noted(opened)
    question = page.ask_to_install()
    assert question is not None
    monkeypatch.setattr(window, "close", lambda: True)
    question.go.click()
    assert wanted[0](opened.app) is Next.RESTART
    assert world.program.read_bytes() == NEW
    assert len(list_backups(paths.backups, BEFORE_UPDATE)) == 1
    world.signer = type(world.signer)()  # another key signs now
    world.publish()
    page.look_button.click()
    qtbot.waitUntil(lambda: page.notice is not None)
    assert "signature" in page.notice.what.text()
    newer = Updates(paths, opened.app.settings, world.updates().facts, version="1.2.0")
    newer._record.change(version="1.1.0")
    page._made((world.updates("1.2.0"), world.updates("1.2.0").before()))
    assert page.back_row.isVisible()
    question = page.ask_to_go_back()
    assert question is not None
    question.go.click()
    qtbot.waitUntil(lambda: len(wanted) == 2)
    assert wanted[1](opened.app) is Next.RESTART
    assert world.program.read_bytes() == OLD


def test_an_installation_that_fails_opens_the_window_again(
    open_program: OpenWindow, paths: Paths, hub: HubServer, tmp_path: Path
) -> None:
    opened = open_program()
    world = World(hub, paths, tmp_path / "place", Kind.APPIMAGE)
    updates, package = world.get()
    package.unlink()
    said: list[str] = []
    _answer("on", said)
    assert leaving.install_update(updates, package, "1.2.0")(opened.app) is Next.OPEN_AGAIN
    assert "still works" in said[0]
    assert world.program.read_bytes() == OLD
    assert opened.app.open_store() is not None
    world.kind = Kind.ZIP
    by_hand = world.updates()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("desktop.features.updates.installing.open_with_system", lambda path: None)
        _answer("close", said)
        assert leaving.install_update(by_hand, package, "1.2.0")(opened.app) is Next.END
    assert "checked and ready" in said[1]


def test_it_is_looked_for_every_week_only_after_a_yes(
    open_program: OpenWindow,
    qtbot: QtBot,
    paths: Paths,
    hub: HubServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened = open_program()
    window = opened.show()
    World(hub, paths, tmp_path / "place", Kind.APPIMAGE).be_this_program(monkeypatch)
    tell_new_version(opened.services, window)
    assert hub.requests == []
    opened.app.settings.set(UPDATES, "weekly")
    tell_new_version(opened.services, window)
    qtbot.waitUntil(lambda: any("1.2.0" in toast.accessibleName() for toast in window.findChildren(Toast)))


def test_what_is_removed_is_shown_and_a_word_is_typed(
    open_program: OpenWindow, qtbot: QtBot, paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "big"
    mine.mkdir()
    (mine / "large.gguf").write_bytes(b"GGUF" * 10)
    opened = open_program({MODELS_FOLDER: str(mine)})
    window = opened.show()
    page = _page(window, "files")
    wanted = _noted(opened)
    monkeypatch.setattr(window, "close", lambda: True)
    page.findChild(RemoveRow).button.click()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: window.findChild(RemoveSheet) is not None)
    sheet = window.findChild(RemoveSheet)
    assert not sheet.agreed.isEnabled()
    qtbot.keyClicks(sheet.field, "remove")
    assert sheet.agreed.isEnabled()
    assert not sheet.elsewhere.isChecked()
    sheet.agreed.click()
    said: list[str] = []
    _answer("close", said)
    assert wanted[0](opened.app) is Next.END
    assert "Everything is gone" in said[0]
    assert not paths.database.exists()
    assert (mine / "large.gguf").exists()


def test_the_writing_moves_the_window_opens_there_and_in_the_end_nothing_is_left(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two whole windows, one after the other, and what the second one leaves."""
    monkeypatch.delenv(ENV_HOME, raising=False)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    app = build()
    app.settings.set(LANGUAGE, "en")
    app.open_store().create_conversation("kept")
    before = app.paths
    seen: list[Path] = []

    def act() -> None:
        windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()]
        if not windows or not windows[0]._begun:
            QTimer.singleShot(20, act)
            return
        window = windows[0]
        seen.append(window._services.paths.data)
        if len(seen) == 2:
            remove(window)
            return
        page = _page(window, "files")
        row = page.findChild(MoveRow)  # type: ignore[attr-defined]
        row.choose(before.data / "inside")
        qtbot.waitUntil(lambda: "one lies in the other" in row.note.text())
        row.ask(tmp_path / "disk").go.click()
        QTimer.singleShot(20, act)

    def remove(window: MainWindow) -> None:
        kept.extend(each.title for each in window._services.store.conversations())
        row = _page(window, "files").findChild(RemoveRow)  # type: ignore[attr-defined]
        row.look()
        qtbot.waitUntil(lambda: window.findChild(RemoveSheet) is not None)
        sheet = window.findChild(RemoveSheet)
        sheet.field.setText("remove")
        _answer("close", [])
        sheet.agreed.click()

    kept: list[str] = []
    QTimer.singleShot(20, act)
    assert main.run(app) == 0
    assert seen == [before.data, tmp_path / "disk"]
    assert kept == ["kept"]
    assert [path.name for path in tmp_path.rglob("*") if "XDG" not in path.name] == []
    assert Paths.from_environment() == before
