"""The models on this machine in the window: rows by owner, reasons, folders, files that come and go, a move."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.base.paths import Paths
from desktop.library import owners
from desktop.library.model_file import ModelFile
from desktop.library.moving import copying
from desktop.library.owners import Owner, Place
from desktop.ui.commands import commands
from desktop.ui.model_look import ModelLook
from desktop.ui.panes.models.machine.commands import ADD_FOLDER, LEAVE_OUT
from desktop.ui.panes.models.machine.machine_section import MachineSection
from desktop.ui.panes.models.machine.views import FOLDERS, OWN_VIEW, PROBLEMS, View
from tests.gui.conftest import Opened, OpenWindow
from tests.library.conftest import gguf_file

Until = Callable[[Callable[[], object]], None]


@pytest.fixture
def until(qtbot: QtBot) -> Until:
    return lambda condition: qtbot.waitUntil(lambda: bool(condition()), timeout=20_000)


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What LM Studio keeps."""
    folder = tmp_path / "studio"
    folder.mkdir()
    monkeypatch.setattr(owners, "places", lambda: [Place(Owner.LM_STUDIO, folder)])
    return folder


def _settled(path: Path) -> Path:
    """The file was written a while ago."""
    then = time.time() - 60
    os.utime(path, (then, then))
    return path


def _machine(program: Opened) -> MachineSection:
    program.window.show_pane("models")
    program.window.current.show_section("machine")  # type: ignore[attr-defined]
    section = program.window.current.machine  # type: ignore[attr-defined]
    assert isinstance(section, MachineSection)
    return section


def _rows(section: MachineSection) -> dict[str, str]:
    """The rows below the section's own, with the characters at their right."""
    return {row.text(): row.accessibleDescription() for row in section._view_rows.values()}


def test_models_of_another_program_have_a_row_and_cards_of_their_own(
    open_program: OpenWindow, until: Until, studio: Path
) -> None:
    for number in range(3):
        _settled(gguf_file(studio / f"author/repo{number}/m{number}.gguf", name=f"Model {number}"))
    program = open_program()
    program.show()
    section = _machine(program)
    until(lambda: "From LM Studio" in _rows(section))
    assert _rows(section) == {"From LM Studio": "3", "Folders": ""}
    assert len(section.cards) == 2
    row = section._view_rows[View("lm-studio")]
    row.click()
    until(lambda: len(section.cards) == 3)
    assert row.isChecked()
    assert not program.window.current._rows["machine"].isChecked()  # type: ignore[attr-defined]
    assert program.window.current.title() == "From LM Studio"
    program.window.current._rows["machine"].click()  # type: ignore[attr-defined]
    assert section.view == OWN_VIEW
    assert not row.isChecked()


def test_a_file_that_comes_appears_and_one_that_goes_disappears(
    open_program: OpenWindow, until: Until, paths: Paths
) -> None:
    program = open_program()
    window = program.show()
    section = _machine(program)
    look = window.model_list._look
    assert isinstance(look, ModelLook)
    until(lambda: str(paths.models) in look._watch.followed())
    path = gguf_file(paths.models / "new.gguf", data=b"w" * 4000)
    whole = path.read_bytes()
    path.write_bytes(whole[:2000])
    until(lambda: _rows(section).get("Can’t be used") == "1")
    assert window.model_list.problems[0].arriving
    path.write_bytes(whole)
    until(lambda: any(entry.model.path == path for entry in window.model_list.entries))
    until(lambda: "Can’t be used" not in _rows(section))
    path.unlink()
    until(lambda: all(entry.model.path != path for entry in window.model_list.entries))
    until(lambda: not look.waits)


def test_nothing_wakes_up_while_nothing_happens(open_program: OpenWindow, until: Until) -> None:
    window = open_program().show()
    look = window.model_list._look
    assert isinstance(look, ModelLook)
    until(lambda: not look._running)
    assert not look.waits
    assert not look._watch._soon.isActive()
    window.close()
    assert not look._watch.followed()


def test_what_can_not_be_used_says_why(open_program: OpenWindow, until: Until, paths: Paths) -> None:
    (paths.models / "page.gguf").write_bytes(b"<!DOCTYPE html>")
    _settled(paths.models / "page.gguf")
    program = open_program()
    program.show()
    section = _machine(program)
    until(lambda: "Can’t be used" in _rows(section))
    section.show_view(View(PROBLEMS))
    said = [row.accessibleName() for row in section.problems._rows.children() if hasattr(row, "accessibleName")]
    assert said == ["page.gguf is not a GGUF model file."]
    (paths.models / "page.gguf").unlink()
    until(lambda: section.view == OWN_VIEW)  # the last of them has gone


def test_folders_are_added_and_left_out(
    open_program: OpenWindow, until: Until, studio: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    _settled(gguf_file(studio / "theirs.gguf", name="Theirs"))
    _settled(gguf_file(tmp_path / "disk" / "deep" / "mine.gguf", name="Mine"))
    program = open_program()
    window = program.show()
    section = _machine(program)
    assert commands.run(ADD_FOLDER)
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "disk"))
    dialog.close()
    until(lambda: {"Theirs", "Mine"} <= {entry.model.name for entry in window.model_list.entries})
    assert section.view == View(FOLDERS)
    section.folders.switches[str(studio)].click()
    until(lambda: all(entry.model.name != "Theirs" for entry in window.model_list.entries))
    assert not section.folders.switches[str(studio)].isChecked()
    section.folders.switches[str(studio)].click()
    until(lambda: any(entry.model.name == "Theirs" for entry in window.model_list.entries))
    place = next(place for place in window.model_list.places.looked_into if place.owner is Owner.PERSON)
    assert commands.run(LEAVE_OUT.on(place))
    until(lambda: all(entry.model.name != "Mine" for entry in window.model_list.entries))


def test_everything_moves_and_the_originals_go_when_one_says_so(
    open_program: OpenWindow, until: Until, paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "_link", lambda source, target: False)
    original = _settled(gguf_file(paths.models / "mine.gguf", data=b"w" * 4000, name="Mine"))
    program = open_program()
    program.show()
    section = _machine(program)
    section.show_view(View(FOLDERS))
    panel = section.folders.panel
    assert panel.isHidden()
    target = tmp_path / "new disk"
    section.move_to(target)
    assert not panel.moving.isHidden()
    assert not section.folders.move_button.isEnabled()
    until(lambda: section.mover.done is not None)
    assert panel.moving.isHidden()
    assert "still take" in panel.words.text()
    assert original.exists()
    until(lambda: section._model_list.places.home == target)
    panel.yes.click()
    until(lambda: not original.exists())
    until(lambda: panel.isHidden())
    assert (target / "mine.gguf").exists()


def test_a_move_that_is_stopped_or_fails_leaves_everything(
    open_program: OpenWindow, until: Until, paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = _settled(gguf_file(paths.models / "mine.gguf", name="Mine"))
    program = open_program()
    program.show()
    section = _machine(program)
    section.move_to(paths.models / "inside")
    until(lambda: section.mover.trouble is not None)
    assert not section.folders.panel.trouble.isHidden()
    monkeypatch.setattr(copying, "_link", lambda source, target: section.mover.stop())
    section.move_to(tmp_path / "new disk")
    until(lambda: not section.mover.moving)
    assert section.mover.trouble is None
    assert original.exists()
    assert not (tmp_path / "new disk").exists()


def test_hundreds_of_models_are_shown_a_few_at_a_time_and_found(
    open_program: OpenWindow, until: Until, studio: Path
) -> None:
    for number in range(100):
        _settled(gguf_file(studio / f"a/r{number}/m{number}.gguf", name=f"Model number {number}"))
    program = open_program()
    window = program.show()
    section = _machine(program)
    until(lambda: _rows(section).get("From LM Studio") == "100")
    section.show_view(View("lm-studio"))
    until(lambda: len(section.cards) == 24)
    section._cards.search.setText("number 77")
    until(lambda: [card.entry.model.name for card in section.cards.values()] == ["Model number 77"])
    last = next(entry.model.key for entry in window.model_list.entries if entry.model.name == "Model number 99")
    section.show_model(last)
    assert last in section.cards
    until(lambda: len(section.cards) == 25)  # those above it aren't built for it
    until(lambda: all(card.entry.fit is not None for card in section.cards.values()))


def test_another_look_judges_what_is_shown_and_builds_nothing(
    open_program: OpenWindow, until: Until, studio: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(60):
        _settled(gguf_file(studio / f"a/r{number}/m{number}.gguf", name=f"Model number {number}"))
    program = open_program()
    window = program.show()
    section, models = _machine(program), window.model_list
    until(lambda: _rows(section).get("From LM Studio") == "60")
    section.show_view(View("lm-studio"))
    until(lambda: len(section.cards) == 24 and all(card.entry.fit is not None for card in section.cards.values()))
    until(lambda: not models.looking)
    built, cards = section._cards.built, dict(section.cards)
    judged: list[Path] = []
    fit = program.app.model_manager.fit

    def counted(model: ModelFile) -> object:
        judged.append(model.path)
        return fit(model)

    monkeypatch.setattr(program.app.model_manager, "fit", counted)
    looks = models._lists
    with hold_looks(monkeypatch, program) as looked:
        models.refresh()
        until(lambda: len(looked) == 1)
        models.refresh()
        models.refresh()  # asked while a look is under way: one more follows it
    until(lambda: models._lists == looks + 2 and not models.looking)
    assert len(looked) == 2
    assert section._cards.built == built
    assert section.cards == cards
    assert len(judged) == len(set(judged)) * 2 <= 2 * (24 + 10 + 1)


@contextmanager
def hold_looks(monkeypatch: pytest.MonkeyPatch, program: Opened) -> Iterator[list[float]]:
    """Looks begin, and go on when this ends; the list of those that began."""
    go_on, began = threading.Event(), []
    look = program.app.library.look

    def held(*arguments: Any, **options: Any) -> Iterator[Any]:
        began.append(time.monotonic())
        go_on.wait(20)
        yield from look(*arguments, **options)

    monkeypatch.setattr(program.app.library, "look", held)
    try:
        yield began
    finally:
        go_on.set()
