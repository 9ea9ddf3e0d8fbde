"""A process that can't be started, speaks another protocol, or talks nonsense: told, ended, and nobody waits for it."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest

from desktop.base.errors import Code, EngineError
from desktop.engine.client.engine import Engine, Phase
from desktop.engine.protocol.messages import Load


def test_a_process_that_can_not_be_started(base_model: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("desktop.engine.client.engine.EngineProcess", refuse)
    call = engine.load(Load(str(base_model), context=512))
    with pytest.raises(EngineError) as caught:
        call.result(10)
    assert caught.value.code is Code.ENGINE_FAILED
    assert "temporarily unavailable" in str(caught.value.details["cause"])
    assert engine.state.phase is Phase.STOPPED
    assert engine.pid is None


@pytest.mark.model
def test_another_protocol_is_not_spoken(base_model: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.engine.client.engine.VERSION", 999)
    call = engine.load(Load(str(base_model), context=512))
    with pytest.raises(EngineError):
        call.result(60)
    assert engine.state.phase is not Phase.READY


@pytest.mark.model
def test_nonsense_from_the_pipe_ends_the_process(
    base_model: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nonsense(_: bytes) -> NoReturn:
        raise EngineError(Code.ENGINE_FAILED, cause="not JSON")

    monkeypatch.setattr("desktop.engine.client.process.decode_all", nonsense)
    call = engine.load(Load(str(base_model), context=512))
    with pytest.raises(EngineError) as caught:
        call.result(60)
    assert caught.value.code is Code.ENGINE_DIED
    monkeypatch.undo()
    engine.load(Load(str(base_model), context=512)).result(60)
    assert engine.state.phase is Phase.READY
