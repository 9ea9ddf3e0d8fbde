"""Fits, fits with a shorter context, or doesn't; and how fast."""

from __future__ import annotations

import dataclasses

import pytest

from desktop.base.devices import Device, DeviceKind
from desktop.library.fit.memory import LoadPlan, memory_of
from desktop.library.fit.shape import ModelShape
from desktop.library.fit.speed import Rates, bytes_for_token, predict
from desktop.library.fit.verdict import Outcome, judge
from tests.library.fit.shapes import shape_named

PLAN = LoadPlan(context=8192, batch=512, sequences=32, stateful_sequences=4, outputs=64)
RATES = Rates(bandwidth=40e9, operations=200e9)


@pytest.fixture
def shape() -> ModelShape:
    return shape_named("qwen3")


def needed(shape: ModelShape, context: int) -> int:
    return memory_of(shape, dataclasses.replace(PLAN, context=context)).needed


def test_it_fits(shape: ModelShape) -> None:
    found = judge(shape, PLAN, needed(shape, 8192))
    assert found.outcome is Outcome.FITS
    assert (found.needed, found.limit, found.shorter) == (needed(shape, 8192), 8192, 0)


def test_it_fits_with_fewer_tokens(shape: ModelShape) -> None:
    found = judge(shape, PLAN, needed(shape, 8192) - 1)
    assert (found.outcome, found.shorter) == (Outcome.SHORTER, 6144)
    assert judge(shape, dataclasses.replace(PLAN, context=found.shorter), found.free).fits
    assert judge(shape, PLAN, needed(shape, 4096)).shorter == 4096
    assert 4096 <= judge(shape, PLAN, needed(shape, 4096)).limit <= 4096 + 256


def test_it_does_not_fit_at_all(shape: ModelShape) -> None:
    found = judge(shape, PLAN, needed(shape, 1024) - 1)
    assert (found.outcome, found.limit, found.shorter) == (Outcome.TOO_LARGE, 0, 0)
    assert found.smallest == needed(shape, 1024)


def test_a_card_makes_room_on_the_machine(shape: ModelShape) -> None:
    free = needed(shape, 8192) - 200_000_000
    card = Device("CUDA0", "a card", DeviceKind.GPU, 8 * 10**9, 8 * 10**9, "CUDA")
    assert judge(shape, PLAN, free).outcome is not Outcome.FITS
    found = judge(shape, PLAN, free, [card], RATES)
    assert found.fits
    assert (found.placement.gpu_layers, found.placement.layers) == (15, 15)
    assert found.speed.writing > judge(shape, PLAN, 10**12, [], RATES).speed.writing
    assert not judge(shape, PLAN, free, [card], gpu_layers=0).fits


def test_a_chip_without_memory_of_its_own_makes_none(shape: ModelShape) -> None:
    chip = Device("Vulkan0", "a chip", DeviceKind.INTEGRATED, 8 * 10**9, 8 * 10**9, "Vulkan")
    found = judge(shape, PLAN, needed(shape, 8192) // 2, [chip])
    assert found.outcome is not Outcome.FITS


def test_a_model_of_states_fits_with_any_context_or_none() -> None:
    mamba = shape_named("mamba2")
    assert judge(mamba, PLAN, needed(mamba, 8192)).limit == 8192
    assert judge(mamba, PLAN, needed(mamba, 8192) // 2).outcome is Outcome.TOO_LARGE


def test_writing_is_as_fast_as_memory_is_read(shape: ModelShape) -> None:
    slow, fast = predict(shape, PLAN, RATES), predict(shape, PLAN, dataclasses.replace(RATES, bandwidth=80e9))
    assert slow.writing < fast.writing < 2 * slow.writing
    assert slow.writing < 40e9 / bytes_for_token(shape, PLAN)


def test_of_experts_only_those_in_use_are_read() -> None:
    mixture = shape_named("mixture of experts")
    experts = sum(layer.weights.experts for layer in mixture.layers)
    every = sum(layer.weights.size for layer in mixture.layers) + mixture.output.size
    read = bytes_for_token(mixture, PLAN, tokens=0)
    assert read == pytest.approx(every - experts * (1 - 4 / 32), abs=8)


def test_what_really_happened_corrects_the_prediction(shape: ModelShape) -> None:
    predicted = predict(shape, PLAN, RATES)
    rates = RATES
    for _ in range(8):
        rates = rates.learned(predict(shape, PLAN, rates), writing=predicted.writing / 2, reading=predicted.reading * 3)
    assert predict(shape, PLAN, rates).writing == pytest.approx(predicted.writing / 2, rel=0.02)
    assert predict(shape, PLAN, rates).reading == pytest.approx(predicted.reading * 3, rel=0.02)
    assert rates.learned(predicted, writing=0.0, reading=0.0) == rates
