"""Every family of models is asked as its makers documented it, and a user's file comes first."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock

import pytest

from desktop.base.errors import Code, ModelFileError
from desktop.base.settings import Settings
from desktop.features.translate.model.prompts import (
    Task,
    can_translate,
    families,
    family_of,
    most_tokens,
    rank,
    standing_examples,
)
from desktop.features.translate.model.translation_model import TranslationModel
from desktop.features.translate.segmentation.languages import LANGUAGES
from desktop.library.models import ModelFile
from desktop.store.translation.records import Term


def model(name: str, *, template: bool = True, architecture: str = "llama", parameters: int = 1) -> ModelFile:
    return ModelFile(
        name.lower(), name, Path(f"/m/{name}.gguf"), 1, architecture, "Q4", parameters, 4096, 1, template, ""
    )


def task(source: str = "Hello.", pair: str = "en zh", **more: object) -> Task:
    one, other = (LANGUAGES[tag] for tag in pair.split())
    return Task(source, one, other, **more)  # type: ignore[arg-type]


def test_families_are_found_by_name_and_template() -> None:
    assert family_of(model("HY-MT1.5-1.8B-Q4_K_M")).name == "hy-mt"
    assert family_of(model("Hunyuan-MT-7B")).name == "hy-mt"
    assert family_of(model("translategemma-4b-it")).name == "translategemma"
    assert family_of(model("Qwen3-4B-Instruct")).name == "instruct"
    assert family_of(model("gemma-3-270m", template=False)).name == "base"


def test_base_models_continue_a_list_of_pairs() -> None:
    family = family_of(model("gemma-3-270m", template=False))
    request = family.request(task("Press ⟦1⟧Enter⟦/1⟧.", terms=(Term("Enter", "回车"),), before=(("One.", "一。"),)))
    lines = request.prompt.split("\n")
    assert lines[:2] == [
        "English: The old man closed the window and sat down by the fire.",
        "Chinese: 老人关上窗户，在炉火边坐了下来。",
    ]
    assert request.prompt.endswith(
        "English: Enter\nChinese: 回车\n\nEnglish: One.\nChinese: 一。\n\nEnglish: Press Enter.\nChinese:"
    )
    assert request.stop == ("\n",)
    assert request.sampling.temperature == 0
    assert request.messages == ()
    back = family.request(task("你好。", "zh en"), prefill="Hello")
    assert back.prompt.endswith("Chinese: 你好。\nEnglish:")
    assert back.prefill == " Hello"
    shared = [family.request(task(text)).prompt.rpartition("English:")[0] for text in ("One.", "Two.")]
    assert shared[0] == shared[1], "what segments share must come first, or nothing of it is found in the cache"


def test_instruct_models_by_their_template() -> None:
    family = family_of(model("Qwen3-4B-Instruct"))
    job_options = task(
        "Press ⟦1⟧Enter⟦/1⟧.", terms=(Term("Enter", "回车"),), tone="formal", instructions="For a child."
    )
    system, user = family.request(job_options).messages
    assert "from English into Chinese" in system.content
    assert user.content == (
        "Use these translations of terms:\n- Enter = 回车\n\nAddress the reader formally.\n"
        "For a child.\n"
        "Translate into Chinese:\nPress <1>Enter</1>."
    )
    assert family.read("译文：按<1>回车</1>。\n", job_options.source) == "按⟦1⟧回车⟦/1⟧。"


def test_hunyuan_as_documented() -> None:
    family = family_of(model("HY-MT1.5-1.8B"))
    (plain,) = family.request(task()).messages
    assert plain.content == "将以下文本翻译为中文，注意只需要输出翻译后的结果，不要额外解释：\n\nHello."
    (other,) = family.request(task(pair="en fr")).messages
    assert other.content == "Translate the following segment into French, without additional explanation.\n\nHello."
    (terms,) = family.request(task(terms=(Term("lamp", "灯"),))).messages
    assert (
        terms.content == "参考下面的翻译：\nlamp 翻译成 灯\n\n"
        "将以下文本翻译为中文，注意只需要输出翻译后的结果，不要额外解释：\nHello."
    )
    (context,) = family.request(task(before=(("One.", "一。"),))).messages
    assert (
        context.content == "One.\n参考上面的信息，把下面的文本翻译成中文，注意不需要翻译上文，也不要额外解释：\nHello."
    )
    (marks,) = family.request(task("A ⟦1⟧b⟦/1⟧.")).messages
    assert marks.content.endswith("<source>A <s1>b</s1>.</source>")
    assert family.read("<target>甲<s1>乙</s1>。</target>", "A ⟦1⟧b⟦/1⟧.") == "甲⟦1⟧乙⟦/1⟧。"
    sampling = family.request(task()).sampling
    assert (sampling.temperature, sampling.top_k, sampling.top_p, sampling.repeat_penalty) == (0.7, 20, 0.6, 1.05)


def test_translategemma_as_its_template_writes_it() -> None:
    request = family_of(model("translategemma-4b-it")).request(task())
    assert request.prompt == (
        "<start_of_turn>user\nYou are a professional English (en) to Chinese (zh-Hans) translator. Your goal is to "
        "accurately convey the meaning and nuances of the original English text while adhering to Chinese grammar, "
        "vocabulary, and cultural sensitivities.\nProduce only the Chinese translation, without any additional "
        "explanations or commentary. Please translate the following English text into Chinese:\n\n\n"
        "Hello.<end_of_turn>\n<start_of_turn>model\n"
    )


def test_a_users_own_file_comes_first(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "mine.toml").write_text('name = "base"\nkind = "raw"\n[[prompt]]\ntext = "{text} =>"\n')
    (tmp_path / "broken.toml").write_text("name = ")
    found = families(tmp_path)
    assert [family.name for family in found].count("base") == 1
    assert family_of(model("anything"), tmp_path).request(task()).prompt == "Hello. =>"
    assert "broken.toml" in caplog.text
    caplog.clear()


def test_which_models_translate() -> None:
    smol, gemma, hunyuan = model("SmolLM2 135M"), model("Gemma 3 270M", template=False), model("HY-MT1.5-1.8B")
    assert [can_translate(item) for item in (smol, gemma, hunyuan)] == [False, True, True]
    assert sorted([gemma, hunyuan, model("Big", parameters=9)], key=rank)[0] is hunyuan


@pytest.mark.parametrize(
    ("installed", "code"), [([], Code.NO_MODEL), ([model("SmolLM2 135M")], Code.NO_TRANSLATOR)], ids=str
)
def test_models_that_can_not_translate_are_not_said_to_be_none(
    installed: list[ModelFile], code: Code, tmp_path: Path
) -> None:
    library, settings = Mock(models=lambda: installed), Settings(tmp_path / "settings.json")
    with pytest.raises(ModelFileError) as none:
        _ = TranslationModel(library, settings, Mock(), tmp_path).model
    assert none.value.code is code


def test_examples_agree_in_number_and_follow_the_tone() -> None:
    for tag in ("zh", "zh-Hant", "de", "ja"):
        assert len(standing_examples("en", tag, "")) == 4
    assert standing_examples("en", "zh", "formal")[-1][1] == "请问您贵姓？"
    assert standing_examples("en", "zh", "", 1)[0] == standing_examples("en", "zh", "")[1]
    assert standing_examples("en", "sr", "") == []


def test_the_answers_length_is_bounded_by_the_sources() -> None:
    assert most_tokens("a") < 40 < most_tokens("a" * 100) < 200
