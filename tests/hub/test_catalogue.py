"""The catalogue says what it must of every model, in both languages, and nothing that can't be."""

from __future__ import annotations

import pytest

from desktop.base.i18n import translator
from desktop.formats.markdown.text import is_chinese
from desktop.hub.addresses import reference
from desktop.hub.catalogue import CatalogueModel, Task, catalogue, find, for_task, of_file
from desktop.hub.quantizations import quantization_of
from desktop.hub.transfer.local_names import local_name

_MODELS = {model.key: model for model in catalogue()}
_MEMORY = {2, 4, 8, 16, 32}
_LICENCES = {"Apache-2.0", "MIT", "LFM 1.0", "Gemma", "Tencent HY", "OpenMDW-1.1"}


@pytest.mark.parametrize("model", catalogue(), ids=lambda model: model.key)
def test_a_model_of_the_catalogue(model: CatalogueModel) -> None:
    assert model.name.strip() == model.name != ""
    assert model.licence in _LICENCES
    assert model.languages
    assert all(len(code) == 2 for code in model.languages)
    assert 0 < model.active <= model.parameters
    assert 1.5 < model.size * 8 / model.parameters < 10  # bits for each weight
    assert model.layers > 0
    assert model.uses
    for use in model.uses:
        assert use.memory in _MEMORY
        assert model.size < use.memory * 1e9
        assert set(use.good_at.by_language) == {"en", "zh_CN"}
    for words in (model.trap, model.doubt, model.note, *(use.good_at for use in model.uses)):
        assert not words or is_chinese(words.by_language["zh_CN"])
        assert not any(mark in text for text in words.by_language.values() for mark in "!！")
    if model.repository:
        assert reference(model.repository, "https://huggingface.co").repository == model.repository
        assert local_name(model.file.replace("*", "x"))
        assert quantization_of(model.file.replace("*", "x-")) != ""


def test_every_row_that_was_collected_is_there() -> None:
    uses = [use for model in catalogue() for use in model.uses]
    assert len(_MODELS) == len(catalogue()) == 41
    assert len(uses) == 48
    by_task = {task: sum(use.task is task for use in uses) for task in Task}
    assert by_task == {
        Task.CHAT: 14,
        Task.TRANSLATION: 8,
        Task.PROSE: 6,
        Task.REASONING: 7,
        Task.EMBEDDING: 5,
        Task.RERANKER: 2,
        Task.VISION: 6,
    }


def test_every_task_has_something_for_every_memory() -> None:
    for task in (Task.CHAT, Task.TRANSLATION, Task.VISION):
        found = {use.memory for model in for_task(task) if (use := model.use(task))}
        assert {2, 4, 8, 16, 32} <= found


def test_licences_that_surprise_are_told() -> None:
    assert "European Union" in str(_MODELS["hy-mt2-30b-a3b"].trap)
    assert all(model.trap for model in catalogue() if model.licence in ("LFM 1.0", "Gemma", "Tencent HY"))
    translator.use("zh_CN")
    assert "欧盟" in str(_MODELS["hy-mt2-30b-a3b"].trap)


def test_a_model_is_found_by_key_name_and_file() -> None:
    assert find("QWEN3.5 4b") is find("qwen3.5-4b") is _MODELS["qwen3.5-4b"]
    assert find("nothing") is None
    assert of_file("tencent/Hy-MT2-7B-GGUF", "hy-mt2-7b-q8_0.gguf") is _MODELS["hy-mt2-7b-q8"]
    assert _MODELS["minicpm5-1b"].repository_at("modelscope") == "OpenBMB/MiniCPM5-1B-GGUF"
    assert _MODELS["minicpm5-1b"].repository_at("huggingface") == "openbmb/MiniCPM5-1B-GGUF"
