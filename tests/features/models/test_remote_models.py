"""Models on other machines as the features see them: chosen by a person only, asked when a person asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace

import pytest

from desktop.app import App, build
from desktop.base import secrets
from desktop.base.endpoints import ServerKind, secret_name
from desktop.base.errors import Code, LamplightError
from desktop.base.paths import Paths
from desktop.base.settings import MODEL, TRANSLATE_MODEL
from desktop.engine.client.phase import Phase
from desktop.engine.protocol.messages import Delta, Generate, Message, Sampling
from desktop.features.models.abilities import require_exact_words, require_scoring
from desktop.features.models.kept_sampling import UNSENT, kept_sampling, names_of, unsent_at
from desktop.library.models import ModelFile
from tests.engine.remote.hostile_server import HostileServer, Visit, serving

KEY = "sk-feature-31415926"


def chat(visit: Visit) -> None:
    if visit.body.get("stream"):
        visit.says("From ", "afar")
    else:
        visit.json({"choices": [{"message": {"content": "x"}}]})


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with serving({"/v1/chat/completions": chat}, models=("hy-mt-translator", "other")) as found:
        yield found


@pytest.fixture
def app(paths: Paths) -> Iterator[App]:
    made = build(paths)
    yield made
    made.close()


def added(app: App, server: HostileServer, key: str = "") -> ModelFile:
    found = app.remote_models.look(server.address, key)
    return app.remote_models.add(found, ["hy-mt-translator"], key).models[0]


def test_it_writes_when_it_was_chosen(app: App, server: HostileServer) -> None:
    model = added(app, server)
    app.model_manager.choose(model.key)
    call = app.model_manager.engine().generate(Generate(messages=(Message("user", "Hello"),), max_tokens=8))
    call.result(20)
    assert "".join(event.text for event in call.events() if isinstance(event, Delta)) == "From afar"
    assert app.model_manager.model_hash() == ""


def test_a_start_only_chooses_it(app: App, server: HostileServer) -> None:
    app.settings.set(MODEL, added(app, server).key)
    asked = len(server.visits)
    app.model_manager._begin()  # what `start` does on its thread
    assert app.model_manager.model is not None
    assert app.model_manager.model.host
    assert app.model_manager.state.phase is Phase.STOPPED
    assert len(server.visits) == asked


def test_the_best_translator_elsewhere_isnt_taken_unasked(app: App, server: HostileServer) -> None:
    model = added(app, server)
    assert not app.translation_model.model.host
    assert all(not better.host for better in app.translation_model.better())
    app.settings.set(TRANSLATE_MODEL, model.key)
    assert app.translation_model.model == model
    assert app.translation_model.better() == []


def test_a_key_goes_to_its_server_and_with_its_last_model(app: App, server: HostileServer) -> None:
    model = added(app, server, KEY)
    assert {visit.headers["authorization"] for visit in server.visits} == {f"Bearer {KEY}"}
    assert model.endpoint is not None
    assert secrets.secret(model.endpoint.secret_name) == KEY
    app.remote_models.remove(model)
    assert secrets.secret(model.endpoint.secret_name) == ""
    assert app.remote_models.all() == []


def test_what_was_found_is_put_right_and_the_number_at_once_stays(app: App, server: HostileServer) -> None:
    model = app.remote_models.set_at_once(added(app, server), 9)
    assert app.remote_models.test(model).endpoint == model.endpoint
    server.scripts["/v1/models"] = lambda visit: visit.json({"data": [{"id": "other"}]})
    with pytest.raises(LamplightError) as raised:
        app.remote_models.test(model)
    assert raised.value.code is Code.ENDPOINT_NO_MODEL


def test_what_it_cant_do_is_said(app: App, server: HostileServer) -> None:
    model = added(app, server)
    for require in (require_exact_words, require_scoring):
        with pytest.raises(LamplightError) as raised:
            require(model)
        assert raised.value.code is Code.ENDPOINT_UNABLE
    assert model.endpoint is not None
    can = replace(model.endpoint.abilities, probabilities=True, continues=True)
    require_exact_words(replace(model, endpoint=replace(model.endpoint, abilities=can)))


def test_a_server_that_has_moved_is_asked_at_its_new_address(app: App, server: HostileServer) -> None:
    model = added(app, server, KEY)
    app.settings.set(MODEL, model.key)
    app.settings.set(TRANSLATE_MODEL, model.key)
    app.remote_models.set_at_once(model, 7)
    (model,) = app.remote_models.all()
    with serving({}, models=("another",)) as wrong, pytest.raises(LamplightError) as refused:
        app.remote_models.move(model, wrong.address)
    assert refused.value.code is Code.ENDPOINT_NO_MODEL
    assert app.remote_models.all() == [model]  # nothing has changed
    with serving({"/v1/chat/completions": chat}, models=("hy-mt-translator",)) as place:
        (moved,) = app.remote_models.move(model, place.address).models
        assert all(KEY not in str(visit.headers) for visit in place.visits)  # it is the other host's
    assert app.remote_models.all() == [moved]
    assert moved.endpoint is not None
    assert (moved.endpoint.address, moved.endpoint.at_once) == (place.address, 7)
    assert app.settings[MODEL] == app.settings[TRANSLATE_MODEL] == moved.key != model.key
    assert secrets.secret(secret_name(server.address)) == ""  # nobody needs it any more


def test_what_a_server_can_not_be_told_is_kept_with_the_text(app: App, server: HostileServer) -> None:
    model = added(app, server)
    plain = asdict(Sampling(top_k=0, min_p=0.0))
    assert kept_sampling(plain, {}, model) == plain
    asked = {**plain, "top_k": 40, "repeat_penalty": 1.1, "dry_base": 2.0, UNSENT: ["x"], "adapters": []}
    assert kept_sampling(asked, {}, model)[UNSENT] == ["top_k", "repeat_penalty"]
    assert UNSENT not in kept_sampling(asked, {}, None)
    assert names_of(["top_k", "dry_multiplier", "dry_base"]) == ["Top-k", "DRY"]
    assert unsent_at(ServerKind.LLAMA_SERVER) == ["banned phrases"]
    assert "XTC" in unsent_at(ServerKind.OTHER)
