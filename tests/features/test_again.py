"""Another version by another model, with the real ones."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from desktop.app import App, build
from desktop.base.errors import Code, ModelFileError
from desktop.base.paths import Paths
from desktop.base.settings import MAX_TOKENS, MODEL, SEED
from desktop.engine.client.engine import Phase
from desktop.features.chat.chat import Begun, Ended
from desktop.features.generation.stop import Stop
from desktop.store import Made, Status

pytestmark = pytest.mark.model


@pytest.fixture
def app(paths: Paths) -> Iterator[App]:
    built = build(paths)
    built.settings.override(SEED, 4)
    built.settings.override(MAX_TOKENS, 6)
    built.open_store()
    yield built
    built.close()


def test_another_model_writes_a_version_and_the_one_before_is_in_use_again(app: App) -> None:
    *_, ended = app.chat.send("Name a river.", None, Stop())
    assert isinstance(ended, Ended)
    assert ended.message.reply is not None
    first = app.model_manager.model
    assert first is not None
    other = next(model for model in app.library.models() if model.key != first.key)
    *_, again = app.chat.regenerate(ended.message.id, Stop(), model=other.key)
    assert isinstance(again, Ended)
    reply = again.message.reply
    assert reply is not None
    assert (reply.model_name, reply.made) == (other.name, Made.MODEL)
    assert reply.model_hash not in ("", ended.message.reply.model_hash)
    assert (again.message.version, again.message.versions) == (2, 2)
    assert again.message.status in (Status.COMPLETE, Status.CUT)
    until = time.monotonic() + 60
    while (
        app.model_manager.model != first or app.model_manager.state.phase is not Phase.READY
    ) and time.monotonic() < until:
        time.sleep(0.05)
    assert app.model_manager.model == first
    assert app.settings[MODEL] in ("", first.key)


def test_a_version_by_another_model_that_is_stopped_gives_the_one_before_back(app: App) -> None:
    app.settings.override(MAX_TOKENS, 300)
    *_, ended = app.chat.send("Name a river.", None, Stop())
    assert isinstance(ended, Ended)
    first = app.model_manager.model
    other = next(model for model in app.library.models() if first is not None and model.key != first.key)
    for event in app.chat.regenerate(ended.message.id, Stop(), model=other.key):
        if isinstance(event, Begun):
            assert app.model_manager.model == other
            break  # the window is closed in the middle of it
    until = time.monotonic() + 60
    while app.model_manager.model != first and time.monotonic() < until:
        time.sleep(0.05)
    assert app.model_manager.model == first


def test_a_model_that_is_gone_is_told_before_anything_is_kept(app: App) -> None:
    *_, ended = app.chat.send("Name a river.", None, Stop())
    assert isinstance(ended, Ended)
    with pytest.raises(ModelFileError) as raised:
        list(app.chat.regenerate(ended.message.id, Stop(), model="no-such-model"))
    assert raised.value.code is Code.MODEL_UNKNOWN
    assert len(app.store.siblings(ended.message.id)) == 1
