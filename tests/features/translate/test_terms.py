"""Terms in any case and inflection, the memory, finishing touches, languages."""

from __future__ import annotations

import pytest

from desktop.base.errors import Code, LamplightError
from desktop.features.translate.model.postprocess import finish
from desktop.features.translate.segmentation.languages import LANGUAGES, convert_chinese, detect, find
from desktop.features.translate.terms.glossary import Matcher, has
from desktop.features.translate.terms.memory import Recall, key_of
from desktop.store import Store
from desktop.store.translation.records import MemoryEntry, Origin, Term
from desktop.store.translation.terms import Memory


def found(matcher: Matcher, text: str) -> list[str]:
    return [hit.term.source for hit in matcher.find(text)]


def test_terms_in_english() -> None:
    terms = [
        Term("lamp", "灯"),
        Term("language model", "语言模型"),
        Term("model", "模特"),
        Term("IT", "信息技术"),
        Term("e-mail", "邮件"),
    ]
    matcher = Matcher([*terms, Term("walk", "走"), Term("Apple", "苹果公司", "", True)], "en", "zh")
    assert found(matcher, "Lamps and LANGUAGE MODELS, it is IT. He walks.") == ["lamp", "language model", "IT", "walk"]
    assert found(matcher, "An apple is no Apple; lampshade; my E-Mails") == ["Apple", "e-mail"]
    hits = matcher.find("The lamp and the model")
    assert [term.source for term in matcher.missing(hits, "灯和人")] == ["model"]


def test_terms_in_chinese_have_no_word_boundaries() -> None:
    matcher = Matcher(
        [Term("模型", "model"), Term("大模型", "large model"), Term("灯", "lamp"), Term("灯", "lantern")], "zh", "en"
    )
    hits = matcher.find("这个大模型很好，模型也是灯下的")
    assert {hit.term.source for hit in hits} == {"大模型", "模型", "灯"}
    assert matcher.missing(hits, "Large Models, models by lanterns") == []
    assert [term.source for term in matcher.missing(hits, "large models by lamps, a pattern")] == []
    assert [term.target for term in matcher.missing(hits, "a big model and a light")] == ["large model", "lamp"]


@pytest.mark.parametrize(
    ("text", "wanted", "language", "there"),
    [
        ("大 语言模型", "语言模型", "zh", True),
        ("the lanterns", "lantern", "en", True),
        ("lanternfish", "lantern", "en", False),
        ("Die Häuser", "Haus", "de", True),
        ("les lampes", "lampe", "fr", True),
        ("语言", "语言模型", "zh", False),
    ],
)
def test_a_target_has_a_term(text: str, wanted: str, language: str, there: bool) -> None:
    assert has(text, wanted, language) is there


def test_the_memory_recalls(store: Store) -> None:
    memory = Memory(store.database)
    mine = MemoryEntry(
        "Press ⟦1⟧Enter⟦/1⟧ to continue.", "按⟦1⟧回车⟦/1⟧继续。", Origin.PERSON, key=key_of("Press Enter to continue.")
    )
    memory.keep("en", "zh", [mine, MemoryEntry("Stop here.", "停在这里。", Origin.MODEL, key=key_of("Stop here."))])
    recall = Recall(memory, "en", "zh")
    assert recall.exact("Press ⟦1⟧Enter⟦/1⟧ to continue.") == "按⟦1⟧回车⟦/1⟧继续。"
    assert recall.exact("press enter  to CONTINUE.") == "按回车继续。"
    assert recall.exact("⟦7⟧Press Enter to continue.⟦/7⟧") == "⟦7⟧按回车继续。⟦/7⟧"
    assert recall.exact("Press Escape to continue.") is None
    (match,) = recall.similar("Press Escape to continue.")
    assert match.entry.target == mine.target
    assert 75 <= match.score < 100
    assert recall.similar("Something else entirely, quite long.") == []
    assert recall.examples("Press Escape to continue.") == [match]
    assert recall.similar("Stop here!")[0].entry.target == "停在这里。"
    assert recall.examples("Stop here!") == [], "a model's own work is no example for it"
    assert Recall(memory, "en", "zh", people_only=True).exact("Stop here.") is None
    recall.learn([MemoryEntry("New.", "新。")])
    assert recall.exact("new.") == "新。"


def test_finishing_chinese() -> None:
    chinese, traditional, english = LANGUAGES["zh"], LANGUAGES["zh-Hant"], LANGUAGES["en"]
    assert finish("你好,世界.", chinese) == "你好，世界。"
    assert finish("版本 2.5, 网址 a.b. 好!", chinese) == "版本 2.5, 网址 a.b. 好！"
    assert finish("頭髮很長。", chinese) == "头发很长。"
    assert finish("头发很长，他出发了。", traditional) == "頭髮很長，他出發了。"
    assert finish("你和你们", chinese, "formal") == "您和你们"
    assert finish("您好", chinese, "informal") == "你好"
    assert finish("Hello, you.", english, "formal") == "Hello, you."
    assert finish("短报告。", chinese, source="A short report") == "短报告"
    assert finish("他走了", chinese, source="He went.") == "他走了。"
    assert finish("他走了", english, source="他走了吗？") == "他走了?"
    assert finish("And so on...", english, source="等等") == "And so on..."


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Hello, how are you today?", "en"),
        ("hello", "en"),
        ("Dies ist ein kurzer Test.", "de"),
        ("今天天气很好", "zh"),
        ("今天天氣很好，我們去了公園", "zh-Hant"),
        ("東京は日本の首都です", "ja"),
        ("Привет, как дела?", "ru"),
        ("안녕하세요", "ko"),
        ("我用 Python 写了一个 parser", "zh"),
        ("I met 李明 yesterday", "en"),
        ("12345", "en"),
        ("Bonjour tout le monde", "fr"),
        ("皇后在里面", "zh"),
        ("https://example.com/de/der/die/das 你好", "zh"),
    ],
)
def test_languages_are_detected(text: str, tag: str) -> None:
    assert detect(text).tag == tag


def test_languages_by_name() -> None:
    names = [
        "zh_TW",
        "zh-CN",
        "Chinese",
        "中文",
        "繁體中文",
        "deutsch",
        "EN-us",
        "Simplified Chinese",
        "zh-Hant-HK",
        "nb",
    ]
    assert [find(name).tag for name in names] == [
        "zh-Hant",
        "zh",
        "zh",
        "zh",
        "zh-Hant",
        "de",
        "en",
        "zh",
        "zh-Hant",
        "no",
    ]
    for name in ("klingon", "", "xx-YY"):
        with pytest.raises(LamplightError) as error:
            find(name)
        assert error.value.code is Code.LANGUAGE_UNKNOWN


def test_scripts_are_converted_by_phrases() -> None:
    assert convert_chinese("理发后出发", LANGUAGES["zh-Hant"]) == "理髮後出發"
