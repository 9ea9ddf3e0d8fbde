"""Which layers go on which device, as llama.cpp deals them out."""

from __future__ import annotations

import dataclasses

import pytest

from desktop.base.devices import Device, DeviceKind
from desktop.library.fit.memory import LoadPlan, memory_of
from desktop.library.fit.placement import place_layers, placed, shared_with_machine
from desktop.library.fit.shape import ModelShape
from tests.library.fit.shapes import shape_named

PLAN = LoadPlan(context=4096, batch=512, sequences=32, stateful_sequences=4, outputs=64)
MEGABYTE = 1_000_000


@pytest.fixture
def shape() -> ModelShape:
    return shape_named("llama, untied")


def card(free: int, kind: DeviceKind = DeviceKind.GPU, name: str = "Vulkan0") -> Device:
    return Device(name, "a card", kind, free, free * 2, "Vulkan")


def test_without_a_device_everything_stays(shape: ModelShape) -> None:
    found = place_layers(shape, PLAN, [])
    assert (found.gpu_layers, found.layers, found.devices) == (0, 13, ())
    assert found.own == memory_of(shape, PLAN)
    assert place_layers(shape, PLAN, [card(8000 * MEGABYTE, DeviceKind.CPU)]).gpu_layers == 0


def test_a_large_card_takes_all_of_it_with_the_cache(shape: ModelShape) -> None:
    found = place_layers(shape, PLAN, [card(8000 * MEGABYTE)])
    assert found.whole
    assert found.devices[0].layers == 13
    assert found.devices[0].memory.cache == memory_of(shape, PLAN).cache
    assert found.devices[0].memory.weights == sum(layer.weights.size for layer in shape.layers) + shape.output.size
    assert found.own.weights == shape.input.size  # the embedding stays
    assert found.own.cache == 0


def test_a_small_card_takes_the_last_layers_and_never_more_than_it_has(shape: ModelShape) -> None:
    counts = []
    for free in range(300, 700, 10):
        found = place_layers(shape, PLAN, [card(free * MEGABYTE)])
        counts.append(found.gpu_layers)
        for part in found.devices:
            assert part.memory.needed < part.device.free
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (0, 13)
    assert len(set(counts)) > 5


def test_what_is_on_a_card_and_what_stays_is_the_whole(shape: ModelShape) -> None:
    whole = memory_of(shape, PLAN)
    found = placed(shape, PLAN, [card(10**10)], 7)
    assert found.own.weights + found.devices[0].memory.weights == whole.weights
    assert found.own.cache + found.devices[0].memory.cache == whole.cache


def test_each_of_two_cards_gets_what_its_own_memory_holds(shape: ModelShape) -> None:
    """Shared out by their free memory the small one would get more than it has room for, or both would get less."""
    small, large = card(360 * MEGABYTE, name="small"), card(500 * MEGABYTE, name="large")
    found = place_layers(shape, PLAN, [large, small])
    assert [part.device.name for part in found.devices] == ["small", "large"]  # the largest has the output
    alone = [place_layers(shape, PLAN, [each]).gpu_layers for each in (small, large)]
    assert found.devices[1].layers == alone[1]
    assert found.devices[0].layers > 0
    for part in found.devices:
        assert part.memory.needed < part.device.free
    assert found.split == tuple(float(part.layers) for part in found.devices)
    assert sum(found.split) == found.gpu_layers


def test_what_one_card_holds_stays_together_and_other_machines_come_last(shape: ModelShape) -> None:
    two = [card(8000 * MEGABYTE, name="a"), card(9000 * MEGABYTE, name="b")]
    assert [part.device.name for part in place_layers(shape, PLAN, two).devices] == ["b"]
    other = card(10**11, DeviceKind.REMOTE, "RPC0")
    assert [part.device.name for part in place_layers(shape, PLAN, [other, *two]).devices] == ["b"]
    found = place_layers(shape, PLAN, [card(450 * MEGABYTE), other])
    assert found.whole
    assert [part.device.name for part in found.devices] == ["RPC0", "Vulkan0"]  # as llama.cpp gets them


def test_more_than_fits_is_shared_in_proportion_to_what_is_free(shape: ModelShape) -> None:
    """llama-model.cpp: upper_bound of (number of the layer on devices / all of those) in the running shares."""
    found = placed(shape, PLAN, [card(300 * MEGABYTE, name="a"), card(100 * MEGABYTE, name="b")], -1)
    assert {part.device.name: part.layers for part in found.devices} == {"a": 9, "b": 4}  # 3/13 < 0.25 <= 4/13


def test_a_tied_output_is_copied_to_the_card() -> None:
    shape = shape_named("gemma3")
    found = placed(shape, PLAN, [card(10**10)], 1)
    assert found.devices[0].memory.weights == shape.output.size + shape.input.size
    assert found.own.mapped >= shape.input.size


def test_an_integrated_chip_takes_the_machines_memory(shape: ModelShape) -> None:
    found = place_layers(shape, PLAN, [card(8000 * MEGABYTE, DeviceKind.INTEGRATED)])
    assert shared_with_machine(found) == found.devices[0].memory.needed > 0
    assert shared_with_machine(place_layers(shape, PLAN, [card(8000 * MEGABYTE)])) == 0


def test_no_more_layers_than_are_asked_for(shape: ModelShape) -> None:
    assert place_layers(shape, PLAN, [card(10**10)], most=5).gpu_layers == 5
    assert place_layers(shape, PLAN, [card(10**10)], most=0).gpu_layers == 0


def test_a_longer_context_leaves_room_for_fewer_layers(shape: ModelShape) -> None:
    counts = [
        place_layers(shape, dataclasses.replace(PLAN, context=context), [card(450 * MEGABYTE)]).gpu_layers
        for context in (1024, 4096, 8192)
    ]
    assert counts[0] > counts[1] > counts[2]
