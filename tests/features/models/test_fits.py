"""Verdicts on this machine as it is: free memory, what comes back, what was measured, and the words for it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.base.devices import Device, DeviceKind
from desktop.base.errors import ModelFileError
from desktop.base.i18n import translator
from desktop.base.paths import Paths
from desktop.base.settings import CONTEXT, Settings
from desktop.engine.protocol.messages import Finished, Load
from desktop.engine.protocol.outcome import Ending, Outcome
from desktop.features.models import fit_text, fits
from desktop.features.models.engines import Engines
from desktop.features.models.fits import Fits
from desktop.features.models.memory import Costs
from desktop.features.models.model_manager import ModelManager
from desktop.library.fit import bench, rates_store
from desktop.library.fit.placement import Placement
from desktop.library.fit.speed import Rates, Speed
from desktop.library.fit.verdict import Outcome as VerdictOutcome
from desktop.library.fit.verdict import Verdict
from desktop.library.models import Library

GB = 1_000_000_000


@pytest.fixture
def found(paths: Paths) -> Fits:
    return Fits(paths)


@pytest.fixture
def load(chat_model: Path) -> Load:
    return Load(str(chat_model), context=8192)


@pytest.fixture
def manager(paths: Paths) -> Iterator[ModelManager]:
    settings = Settings()
    engines = Engines(paths, settings)
    made = ModelManager(Library(paths), settings, engines)
    yield made
    made.close()
    engines.close()


def free(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(fits, "available_memory", lambda: count)


def done(written: int, speed: float, read: int = 0, seconds: float = 0.0, cached: int = 0) -> Finished:
    return Finished(1, Outcome(Ending.END), read + cached, cached, written, seconds, speed)


def test_what_the_model_before_gives_back_counts(
    found: Fits, load: Load, chat_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free(monkeypatch, 200_000_000)
    assert not found.verdict([chat_model], load).fits
    found.returned = lambda: 300_000_000
    assert found.verdict([chat_model], load).fits


def test_the_settings_and_options_count(manager: ModelManager, monkeypatch: pytest.MonkeyPatch) -> None:
    free(monkeypatch, 300_000_000)
    model = manager._library.find("smollm2")
    verdict = manager.fit(model)
    assert (verdict.outcome, verdict.context) == ("shorter", 8192)
    manager._settings.set(CONTEXT, 1024)
    assert manager.fit(model).fits
    assert manager.fit(model, context=8192).context == 8192
    assert manager.fit(model, context=10**6).context == model.trained_context


def test_a_model_without_a_file_has_no_verdict(manager: ModelManager, tmp_path: Path) -> None:
    model = manager._library.find("smollm2")
    assert manager.fit(dataclasses.replace(model, size=0)) is None
    (tmp_path / "broken.gguf").write_bytes(b"GGUF\3\0\0\0")
    assert manager.fit(dataclasses.replace(model, path=tmp_path / "broken.gguf")) is None


def test_a_header_is_read_once(found: Fits, load: Load, tmp_path: Path, chat_model: Path, paths: Paths) -> None:
    copy = tmp_path / "copy.gguf"
    copy.write_bytes(chat_model.read_bytes())
    first = found.shape([copy])
    stamp = copy.stat().st_mtime_ns
    copy.write_bytes(b"x" * copy.stat().st_size)
    import os

    os.utime(copy, ns=(stamp, stamp))
    assert Fits(paths).shape([copy]) == first
    copy.write_bytes(b"another")
    with pytest.raises(ModelFileError):
        Fits(paths).shape([copy])


@pytest.mark.parametrize("damaged", ["{", "[]", '{"version": 1, "shapes": 7}', '{"version": 1, "shapes": {"a": 1}}'])
def test_damaged_notes_are_made_anew(damaged: str, paths: Paths, chat_model: Path) -> None:
    (paths.cache / "model_shapes.json").write_text(damaged)
    (paths.cache / "machine_speed.json").write_text(damaged)
    again = Fits(paths)
    assert again.shape([chat_model]).embedding == 576
    assert again.rates is None
    assert again.measured().bandwidth > 0


def test_a_machine_is_measured_once(found: Fits, paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found.rates is None
    first = found.measured()
    monkeypatch.setattr(bench, "measure", lambda: pytest.fail("again"))
    assert found.measured() == first
    assert Fits(paths).rates == first
    monkeypatch.setattr(rates_store, "machine_id", lambda: "another processor")
    assert Fits(paths).rates is None


def test_replies_correct_the_prediction(found: Fits, load: Load, chat_model: Path) -> None:
    found.measured()
    expected = found.verdict([chat_model], load).speed
    assert expected is not None
    for _ in range(9):
        found.note_reply([chat_model], load, done(200, expected.writing / 2, 400, 400 / expected.reading / 3), 10**9)
    now = found.verdict([chat_model], load).speed
    assert now.writing == pytest.approx(expected.writing / 2, rel=0.05)
    assert now.reading == pytest.approx(expected.reading * 3, rel=0.05)
    ran = found.ran(chat_model)
    assert (ran.writing, ran.resident) == (pytest.approx(expected.writing / 2), 10**9)


def test_a_few_words_say_nothing_of_speed(found: Fits, load: Load, chat_model: Path) -> None:
    found.note_reply([chat_model], load, done(3, 500.0, 5, 0.001))
    assert found.ran(chat_model) is None


def test_layers_go_on_the_devices_that_are_known(paths: Paths, load: Load) -> None:
    card = Device("Vulkan0", "a card", DeviceKind.GPU, 8 * GB, 8 * GB, "Vulkan")
    looked: list[int] = []

    def look() -> list[Device]:
        looked.append(1)
        return [card]

    found = Fits(paths, look)
    files = [Path(load.path)]
    assert found.verdict(files, dataclasses.replace(load, gpu_layers=0)).placement.gpu_layers == 0
    assert looked == []  # "None" never touches a driver
    assert found.verdict(files, load).placement.gpu_layers == 31
    assert found.verdict(files, dataclasses.replace(load, gpu_layers=7)).placement.gpu_layers == 7
    assert found.verdict(files, dataclasses.replace(load, devices=("CUDA0",))).placement.gpu_layers == 0
    assert looked == [1]


def test_what_a_model_costs_is_what_it_needs(found: Fits, load: Load, manager: ModelManager) -> None:
    model = manager._library.find("smollm2")
    assert Costs(found).of(model, load).total == found.memory(model.files, load).needed


# -- words ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def verdict(found: Fits, load: Load, chat_model: Path, monkeypatch: pytest.MonkeyPatch) -> Verdict:
    free(monkeypatch, 8 * GB)
    return found.verdict([chat_model], load)


def test_the_sentence_of_one_that_fits(verdict: Verdict) -> None:
    assert fit_text.verdict_text(verdict) == "Fits"
    card = dataclasses.replace(verdict.placement, gpu_layers=24, layers=32)
    told = dataclasses.replace(verdict, placement=card, speed=Speed(15.0, 800.0))
    assert fit_text.verdict_text(told) == "Fits; 24 of 32 layers on the graphics card; about 11 words a second"
    whole = dataclasses.replace(told, placement=dataclasses.replace(card, gpu_layers=32))
    assert "all of it on the graphics card" in fit_text.verdict_text(whole)


def test_the_sentences_of_those_that_do_not(verdict: Verdict) -> None:
    shorter = dataclasses.replace(verdict, outcome=VerdictOutcome.SHORTER, context=32768, shorter=16384)
    assert fit_text.verdict_text(shorter) == "Fits with 16,000 tokens, not with 32,000"
    large = dataclasses.replace(verdict, outcome=VerdictOutcome.TOO_LARGE, smallest=9 * GB, free=6 * GB)
    assert fit_text.verdict_text(large) == "Needs 9.0 GB, 6.0 GB are free"
    beside = dataclasses.replace(large, smallest=large.memory.weights + GB)
    assert fit_text.verdict_text(beside) == "Needs 1.1 GB, 6.0 GB are free: a model of up to 5.0 GB would fit"


def test_what_it_held_stands_beside_what_was_reckoned(verdict: Verdict) -> None:
    expected = fit_text.memory_text(verdict.memory.resident)
    assert fit_text.held_text(verdict, 380_000_000) == f"held 380 MB, {expected} were expected"


@pytest.mark.parametrize(
    ("tokens", "said"), [(16384, "16,000"), (1024, "1,000"), (6144, "6,000"), (131072, "131,000"), (512, "512")]
)
def test_tokens_are_round(tokens: int, said: str) -> None:
    assert fit_text.tokens_text(tokens) == said


def test_speed_is_said_with_what_came_of_it() -> None:
    assert fit_text.writing_text(None) == ""
    assert fit_text.writing_text(Speed(2.0, 1.0)) == "about 1.5 words a second"
    assert fit_text.real_text(Speed(20.0, 1.0), 40.0) == "measured 30 words a second, 15 were expected"
    assert fit_text.reading_text(Speed(1.0, 266.0)) == "reads a page in 2 s"
    assert fit_text.reading_text(Speed(1.0, 9000.0)) == "reads a page in less than a second"


def test_it_is_said_in_chinese(verdict: Verdict) -> None:
    translator.use("zh_CN")
    try:
        shorter = dataclasses.replace(verdict, outcome=VerdictOutcome.SHORTER, context=32768, shorter=16384)
        assert "16,000" in fit_text.verdict_text(shorter)
        assert "Fits" not in fit_text.verdict_text(shorter)
    finally:
        translator.use("en")


def test_nothing_is_on_a_card_where_nothing_is(verdict: Verdict) -> None:
    assert fit_text.placement_text(Placement(0, 31, verdict.memory)) == ""


def test_rates_are_kept_within_reason() -> None:
    rates = Rates(1e9, 1e9)
    for _ in range(50):
        rates = rates.learned(Speed(1.0, 1.0), writing=1000.0)
    assert rates.writing == 10.0
