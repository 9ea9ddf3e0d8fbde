"""Another version by another model, with the real ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop.app import App, build
from desktop.base.errors import Code, ModelFileError
from desktop.base.paths import Paths
from desktop.base.settings import MAX_TOKENS, MODEL, SEED
from desktop.features.chat import Ended
from desktop.features.stop import Stop
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


def test_another_model_writes_a_version_and_becomes_the_one_in_use(app: App) -> None:
    *_, ended = app.chat.send("Name a river.", None, Stop())
    assert isinstance(ended, Ended)
    assert ended.message.reply is not None
    first = app.host.model
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
    assert app.settings[MODEL] == other.key


def test_a_model_that_is_gone_is_told_before_anything_is_kept(app: App) -> None:
    *_, ended = app.chat.send("Name a river.", None, Stop())
    assert isinstance(ended, Ended)
    with pytest.raises(ModelFileError) as raised:
        list(app.chat.regenerate(ended.message.id, Stop(), model="no-such-model"))
    assert raised.value.code is Code.MODEL_UNKNOWN
    assert len(app.store.siblings(ended.message.id)) == 1
