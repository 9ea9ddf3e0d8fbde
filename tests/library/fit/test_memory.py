"""The arithmetic part by part, against llama.cpp's own formulas written out."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from desktop.library.fit import memory
from desktop.library.fit.memory import LoadPlan, Memory, cache_of, memory_of
from desktop.library.fit.repack import types_for
from desktop.library.fit.shape import ModelShape, shape_from_json, shape_of
from tests.library.fit.shapes import MODELS, header_of, shape_named

PLAN = LoadPlan(context=4096, batch=512, sequences=32, stateful_sequences=4, outputs=64)


@pytest.fixture
def shape() -> ModelShape:
    """A plain llama with 12 layers, 4 of 16 heads for keys and values, its output tied to the embedding."""
    return shape_named("llama, tied")


def total_cache(shape: ModelShape, plan: LoadPlan) -> int:
    return sum(cache_of(shape, layer, plan) for layer in shape.layers)


def test_a_cache_holds_keys_and_values_of_every_layer(shape: ModelShape) -> None:
    assert total_cache(shape, PLAN) == 12 * 4096 * (256 + 256) * 2
    assert total_cache(shape, dataclasses.replace(PLAN, context=4000)) == total_cache(shape, PLAN)  # padded to 256


def test_quantized_caches_are_smaller_by_what_their_blocks_take(shape: ModelShape) -> None:
    half = dataclasses.replace(PLAN, cache_type_k="q8_0", cache_type_v="q4_0")
    assert total_cache(shape, half) == 12 * 4096 * (256 * 34 // 32 + 256 * 18 // 32)


def test_sliding_layers_keep_only_their_window_where_that_is_asked_for() -> None:
    gemma = shape_named("gemma3")
    kept = dataclasses.replace(PLAN, swa_full=False, sequences=1)
    width = 2 * 256 * 2
    assert total_cache(gemma, PLAN) == 12 * 4096 * width
    assert total_cache(gemma, kept) == (2 * 4096 + 10 * 1024) * width  # a window of 512 and a batch of 512


def test_latent_attention_keeps_one_key_and_no_values() -> None:
    assert total_cache(shape_named("deepseek2, latent attention"), PLAN) == 6 * 4096 * (256 + 32) * 2


def test_states_do_not_grow_with_the_context() -> None:
    mamba = shape_named("mamba2")
    state = 3 * (2048 + 2 * 128) + 128 * 2048
    for context in (1024, 8192):
        taken = memory_of(mamba, dataclasses.replace(PLAN, context=context))
        assert (taken.cache, taken.states) == (0, 16 * 4 * state * 4)


def test_hybrid_models_have_a_cache_in_some_layers_and_a_state_in_the_others() -> None:
    lfm2, qwen35 = (memory_of(shape_named(name), PLAN) for name in ("lfm2", "qwen35"))
    assert (lfm2.cache, lfm2.states) == (4 * 4096 * 1024 * 2, 8 * 4 * 2 * 1024 * 4)
    assert (qwen35.cache, qwen35.states) == (3 * 4096 * 512 * 2, 9 * 4 * (3 * 3072 + 128 * 1024) * 4)


def test_both_in_every_layer() -> None:
    falcon = memory_of(shape_named("falcon-h1"), PLAN)
    assert falcon.cache == 10 * 4096 * 512 * 2
    assert falcon.states == 10 * 4 * (3 * (1536 + 256) + 128 * 1536) * 4


def test_without_the_fused_kernel_the_scores_of_every_head_are_written_out(shape: ModelShape) -> None:
    slow = memory_of(shape, dataclasses.replace(PLAN, flash_attention=False))
    assert slow.compute - memory_of(shape, PLAN).compute > 16 * 4096 * 512 * 4


def test_weights_in_an_order_of_its_own_are_copied(shape: ModelShape, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "packed_types", lambda: types_for(frozenset()))
    plain = memory_of(shape, PLAN)
    monkeypatch.setattr(memory, "packed_types", lambda: types_for(frozenset({"avx2"})))
    packed = memory_of(shape, PLAN)
    matrices = sum(layer.weights.packed(frozenset({"Q4_K"})) for layer in shape.layers)
    assert plain.copied == 0
    assert packed.copied == matrices > 0
    assert packed.weights == plain.weights  # what the copies were made from is given back


def test_a_tied_output_is_there_twice_where_it_is_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "packed_types", lambda: types_for(frozenset({"avx2"})))
    shape = shape_named("llama, tied Q4_K")
    assert memory_of(shape, PLAN).weights == sum(layer.weights.size for layer in shape.layers) + (
        shape.output.size + 2 * shape.input.size
    )


def test_without_mapping_the_file_everything_is_a_copy(shape: ModelShape) -> None:
    read = memory_of(shape, dataclasses.replace(PLAN, mmap=False))
    assert (read.mapped, read.idle) == (0, 0)
    assert read.copied >= sum(layer.weights.size for layer in shape.layers)


def test_a_head_that_predicts_further_tokens_is_not_loaded(tmp_path: Path) -> None:
    made = MODELS["llama, tied"]()
    made.keys["nextn_predict_layers"] = 1
    shape = shape_of(header_of(made, tmp_path))
    assert len(shape.layers) == 11
    assert shape.unused == sum(size for size in [shape.layers[0].weights.size])


@pytest.mark.parametrize("name", MODELS)
def test_a_shape_survives_being_kept(name: str) -> None:
    shape = shape_named(name)
    kept = json.dumps(shape.as_json())
    assert shape_from_json(json.loads(kept)) == shape
    assert len(kept) < 4000


@pytest.mark.parametrize("damaged", [None, [], {}, {"layers": [[1]]}, "text", {"input": [1, 2]}])
def test_what_is_no_shape_is_refused(damaged: object) -> None:
    with pytest.raises(ValueError, match="not a shape"):
        shape_from_json(damaged)


def test_more_context_never_needs_less(shape: ModelShape) -> None:
    needs = [memory_of(shape, dataclasses.replace(PLAN, context=context)).needed for context in range(256, 9000, 256)]
    assert needs == sorted(needs)


def test_a_dot_product_processor_repacks_more_than_an_older_one() -> None:
    assert types_for(frozenset()) == frozenset()
    assert types_for(frozenset({"avx2"})) < types_for(frozenset({"avx2", "avx512f"}))
    assert {"Q8_0", "Q6_K", "Q4_0"} <= types_for(frozenset({"asimddp"}))


def test_what_comes_back_is_not_what_the_file_holds() -> None:
    taken = Memory(mapped=100, copied=20, idle=30, cache=7, process=3, programs=5, unwritten=2)
    assert (taken.needed, taken.owned, taken.resident) == (135, 30, 163)
