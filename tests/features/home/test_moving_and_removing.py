"""The writing moves without a loss, and everything goes when a person says so; nobody else's things do."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from desktop.base import secrets
from desktop.base.endpoints import Abilities, Endpoint, ServerKind
from desktop.base.errors import Code, LamplightError, StoreError
from desktop.base.i18n import translator
from desktop.base.log import start_log
from desktop.base.paths import ENV_HOME, Paths, choose_folder
from desktop.base.settings import HUB_TOKENS, LANGUAGE, MODELS_FOLDER, Settings
from desktop.features.home import moving, removing
from desktop.features.home.disks import Room
from desktop.features.home.inventory import What, what_text
from desktop.features.home.moving import check_move, move_writing
from desktop.features.home.removing import inventory, is_word, remove
from desktop.library.endpoints import Endpoints
from desktop.store import Store
from desktop.store.core.backups import MANUAL, list_backups, make_backup


@pytest.fixture
def usual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """The system's folders, in the test's own, with what a person has after a while."""
    monkeypatch.delenv(ENV_HOME, raising=False)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    found = Paths.from_environment()
    fill(found)
    return found


def fill(paths: Paths) -> Settings:
    paths.ensure()
    start_log(paths.app_log)
    store = Store.open(paths.database, paths.backups)
    store.create_conversation("kept")
    store.close()
    make_backup(paths.database, paths.backups, MANUAL)
    settings = Settings(paths.settings_file)
    settings.set(LANGUAGE, "en")
    (paths.models / "model.gguf").write_bytes(b"GGUF" * 1000)
    (paths.models / ".downloads" / "1").mkdir(parents=True)
    (paths.data / "own-words.txt").write_text("word")
    (paths.data / "dictionaries").mkdir()
    (paths.data / "dictionaries" / "de.dic").write_text("1")
    (paths.cache / "states").mkdir()
    (paths.cache / "states" / "a").write_bytes(b"state")
    (paths.config / "prompts").mkdir()
    paths.window_file.write_text("{}")
    return settings


def titles(paths: Paths) -> list[str]:
    store = Store.open(paths.database, paths.backups)
    try:
        return [each.title for each in store.conversations()]
    finally:
        store.close()


# -- moving ------------------------------------------------------------------------------------------------------------


def test_the_writing_moves_and_the_models_stay(usual: Paths, tmp_path: Path) -> None:
    settings = Settings(usual.settings_file)
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk" / "photo.jpg").touch()
    moved = move_writing(usual, settings, tmp_path / "disk")
    assert moved.data == tmp_path / "disk" / "Lamplight"
    assert moved == Paths.from_environment()
    assert titles(moved) == ["kept"]
    assert len(list_backups(moved.backups, MANUAL)) == 1
    assert (moved.data / "dictionaries" / "de.dic").read_text() == "1"
    assert Settings(moved.settings_file)[MODELS_FOLDER] == str(usual.models)
    assert sorted(path.name for path in usual.data.iterdir()) == ["models"]
    moved.cache.mkdir()
    back = move_writing(moved, settings, usual.data.parent)  # beside its models, in a folder of its own
    assert titles(back) == ["kept"]
    assert not moved.data.exists()


def test_where_nothing_can_move_nothing_is_changed(
    usual: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(usual.settings_file)
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "lamplight.sqlite3").touch()
    (tmp_path / "file").touch()
    for place, code in (
        (tmp_path / "taken", Code.PLACE_TAKEN),
        (usual.data / "inside", Code.PLACE_INSIDE),
        (tmp_path / "file", Code.DATA_READ_ONLY),
    ):
        with pytest.raises(StoreError) as error:
            move_writing(usual, settings, place)
        assert error.value.code is code
    monkeypatch.setattr(moving, "room_of", lambda folder: Room(folder, 1000, 2000))
    with pytest.raises(StoreError) as error:
        check_move(usual, tmp_path / "small")
    assert error.value.code is Code.PLACE_NO_ROOM
    with pytest.raises(StoreError) as error:
        check_move(Paths.under(tmp_path / "home"), tmp_path / "small")
    assert error.value.code is Code.PLACE_FIXED
    assert Paths.from_environment() == usual
    assert titles(usual) == ["kept"]


@pytest.mark.parametrize("fails", ["copy_database", "choose_folder", "copy_file"])
def test_a_disk_that_fills_up_leaves_everything_where_it_was(
    usual: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    settings = Settings(usual.settings_file)
    with monkeypatch.context() as patch:
        patch.setattr(moving, fails, full)
        with pytest.raises(LamplightError) as error:
            move_writing(usual, settings, tmp_path / "new")
        assert error.value.code is Code.DISK_FULL
    assert Paths.from_environment() == usual
    assert titles(usual) == ["kept"]
    if fails == "copy_file":
        assert titles(move_writing(usual, settings, tmp_path / "new")) == ["kept"]  # what was left is in nobody's way


# -- removing ----------------------------------------------------------------------------------------------------------


def test_everything_goes_and_nothing_of_others(usual: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = tmp_path / "big" / "models"
    (mine / "sub").mkdir(parents=True)
    (mine / "sub" / "large.gguf").write_bytes(b"GGUF")
    (mine / "letter.txt").write_text("mine")
    settings = Settings(usual.settings_file)
    settings.set(MODELS_FOLDER, str(mine))
    settings.set(HUB_TOKENS, "huggingface")
    endpoint = Endpoint("http://10.0.0.1:8080/v1", "m", ServerKind.VLLM, 4096, abilities=Abilities())
    Endpoints(usual.data / "endpoints.json").add(endpoint)
    (usual.data / "of a later version").mkdir()
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").touch()
    os.symlink(outside, usual.data / "link")
    forgotten: list[str] = []

    def forget(name: str, value: str) -> bool:
        forgotten.append(name)
        return value == ""

    monkeypatch.setattr(secrets, "keep", forget)
    kept = inventory(usual, settings)
    found = {each.what: each for each in kept}
    assert set(found) == set(What) - {What.UPDATES}
    assert all(what_text(what) for what in What)
    assert found[What.MODELS].size >= 4000
    assert found[What.MODELS_ELSEWHERE].paths == (mine / "sub" / "large.gguf",)
    removed = remove(kept, usual)
    assert removed.left == ()
    assert removed.size > 4000
    assert forgotten == ["huggingface-token", endpoint.secret_name]
    for folder in (usual.data, usual.config, usual.cache, usual.logs):
        assert not folder.exists()
    assert (outside / "precious").exists()
    assert (mine / "sub" / "large.gguf").exists()  # a folder that was chosen for models: only when asked for
    assert Paths.from_environment().untouched
    remove([found[What.MODELS_ELSEWHERE]], usual, models_elsewhere=True)
    assert [path.name for path in mine.rglob("*") if path.is_file()] == ["letter.txt"]


def test_a_folder_that_was_named_from_outside_keeps_what_is_not_ours(paths: Paths) -> None:
    settings = fill(paths)
    (paths.data / "thesis.odt").write_text("mine")
    (paths.data / "photos").mkdir()
    removed = remove(inventory(paths, settings), paths)
    assert removed.left == ()
    assert sorted(path.name for path in paths.data.iterdir()) == ["photos", "thesis.odt"]


def test_a_chosen_folder_goes_with_its_pointer(usual: Paths, tmp_path: Path) -> None:
    shutil.rmtree(usual.data)
    disk = tmp_path / "disk" / "Lamplight"
    disk.mkdir(parents=True)
    choose_folder(usual.config, disk)
    paths = Paths.from_environment()
    settings = Settings(paths.settings_file)
    (paths.config / "prompts").rmdir()
    fill(paths)
    remove(inventory(paths, settings), paths)
    assert not disk.exists()
    assert Paths.from_environment() == usual


def test_models_of_another_program_are_never_ours(
    usual: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.features.home import inventory as module
    from desktop.library.owners import Owner, Place

    theirs = tmp_path / "lmstudio"
    (theirs / "models").mkdir(parents=True)
    (theirs / "models" / "a.gguf").touch()
    settings = Settings(usual.settings_file)
    settings.set(MODELS_FOLDER, str(theirs / "models"))
    monkeypatch.setattr(module, "owned_by_others", lambda: [Place(Owner.LM_STUDIO, theirs)])
    assert What.MODELS_ELSEWHERE not in {each.what for each in inventory(usual, settings)}


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid"), reason="needs folders that refuse")
def test_what_can_not_be_removed_is_told(usual: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.unlink

    def unlink(path: str, *arguments: object, **options: object) -> None:
        if str(path).endswith("de.dic"):
            raise PermissionError(1, "Operation not permitted")
        real(path, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "unlink", unlink)
    monkeypatch.setattr(secrets, "keep", lambda name, value: False)
    settings = Settings(usual.settings_file)
    settings.set(HUB_TOKENS, "modelscope")
    left = remove(inventory(usual, settings), usual).left
    assert sorted(Path(name).name for name, _ in left) == ["dictionaries", "modelscope-token"]
    assert not usual.database.exists()


def test_the_word_that_is_typed() -> None:
    assert is_word(" Remove ")
    assert not is_word("yes")
    translator.use("zh_CN")
    assert is_word(removing.word())
    assert is_word("remove")
