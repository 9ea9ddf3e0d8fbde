"""Languages by their tag: names, scripts, and which one a text is in.

Chinese comes in two: `zh` is Simplified, `zh-Hant` Traditional. Whether a text is one or the other follows from the
characters that exist in only one of them, by OpenCC's tables.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from desktop.base.errors import Code, LamplightError
from desktop.base.text.scripts import is_han, is_hangul, is_kana

_WHOLE_TEXT = 4000  # characters looked at; more say nothing new


@dataclass(frozen=True)
class Language:
    """`tag` is BCP 47, `english` and `chinese` name it in prompts, `native` in menus; `script` is ISO 15924."""

    tag: str
    english: str
    chinese: str
    native: str
    script: str = "Latn"

    @property
    def is_chinese(self) -> bool:
        return self.tag.startswith("zh")

    @property
    def spaced(self) -> bool:
        """Whether words and sentences are set apart by spaces."""
        return self.script not in ("Hans", "Hant", "Jpan", "Thai")


LANGUAGES: dict[str, Language] = {
    language.tag: language
    for language in (
        Language("en", "English", "英语", "English"),
        Language("zh", "Chinese", "中文", "简体中文", "Hans"),
        Language("zh-Hant", "Traditional Chinese", "繁体中文", "繁體中文", "Hant"),
        Language("ar", "Arabic", "阿拉伯语", "العربية", "Arab"),
        Language("bg", "Bulgarian", "保加利亚语", "Български", "Cyrl"),
        Language("bn", "Bengali", "孟加拉语", "বাংলা", "Beng"),
        Language("ca", "Catalan", "加泰罗尼亚语", "Català"),
        Language("cs", "Czech", "捷克语", "Čeština"),
        Language("da", "Danish", "丹麦语", "Dansk"),
        Language("de", "German", "德语", "Deutsch"),
        Language("el", "Greek", "希腊语", "Ελληνικά", "Grek"),
        Language("es", "Spanish", "西班牙语", "Español"),
        Language("et", "Estonian", "爱沙尼亚语", "Eesti"),
        Language("fa", "Persian", "波斯语", "فارسی", "Arab"),
        Language("fi", "Finnish", "芬兰语", "Suomi"),
        Language("fr", "French", "法语", "Français"),
        Language("he", "Hebrew", "希伯来语", "עברית", "Hebr"),
        Language("hi", "Hindi", "印地语", "हिन्दी", "Deva"),
        Language("hr", "Croatian", "克罗地亚语", "Hrvatski"),
        Language("hu", "Hungarian", "匈牙利语", "Magyar"),
        Language("id", "Indonesian", "印尼语", "Bahasa Indonesia"),
        Language("it", "Italian", "意大利语", "Italiano"),
        Language("ja", "Japanese", "日语", "日本語", "Jpan"),
        Language("ko", "Korean", "韩语", "한국어", "Kore"),
        Language("lt", "Lithuanian", "立陶宛语", "Lietuvių"),
        Language("lv", "Latvian", "拉脱维亚语", "Latviešu"),
        Language("ms", "Malay", "马来语", "Bahasa Melayu"),
        Language("nl", "Dutch", "荷兰语", "Nederlands"),
        Language("no", "Norwegian", "挪威语", "Norsk"),
        Language("pl", "Polish", "波兰语", "Polski"),
        Language("pt", "Portuguese", "葡萄牙语", "Português"),
        Language("ro", "Romanian", "罗马尼亚语", "Română"),
        Language("ru", "Russian", "俄语", "Русский", "Cyrl"),
        Language("sk", "Slovak", "斯洛伐克语", "Slovenčina"),
        Language("sl", "Slovenian", "斯洛文尼亚语", "Slovenščina"),
        Language("sr", "Serbian", "塞尔维亚语", "Српски", "Cyrl"),
        Language("sv", "Swedish", "瑞典语", "Svenska"),
        Language("ta", "Tamil", "泰米尔语", "தமிழ்", "Taml"),
        Language("te", "Telugu", "泰卢固语", "తెలుగు", "Telu"),
        Language("th", "Thai", "泰语", "ไทย", "Thai"),
        Language("tl", "Filipino", "菲律宾语", "Filipino"),
        Language("tr", "Turkish", "土耳其语", "Türkçe"),
        Language("uk", "Ukrainian", "乌克兰语", "Українська", "Cyrl"),
        Language("ur", "Urdu", "乌尔都语", "اردو", "Arab"),
        Language("vi", "Vietnamese", "越南语", "Tiếng Việt"),
    )
}

_TRADITIONAL = {"hant", "tw", "hk", "mo", "cht"}
_ALIASES = {"cmn": "zh", "zho": "zh", "chi": "zh", "cn": "zh", "jp": "ja", "kr": "ko", "iw": "he", "in": "id"}
_ALIASES |= {"nb": "no", "nn": "no", "fil": "tl", "cht": "zh-Hant", "chs": "zh", "eng": "en"}

# The first character of a script's Unicode name, by the script's tag.
_NAMED = {
    "LATIN": "Latn",
    "CYRILLIC": "Cyrl",
    "GREEK": "Grek",
    "ARABIC": "Arab",
    "HEBREW": "Hebr",
    "DEVANAGARI": "Deva",
    "BENGALI": "Beng",
    "TAMIL": "Taml",
    "TELUGU": "Telu",
    "THAI": "Thai",
}


def find(name: str) -> Language:
    """The language of a tag (`zh-TW`, `en_GB`) or a name in English, Chinese or its own tongue.

    Raises LamplightError(LANGUAGE_UNKNOWN).
    """
    wanted = name.strip().replace("_", "-")
    parts = wanted.lower().split("-")
    first = _ALIASES.get(parts[0], parts[0])
    if first == "zh" and _TRADITIONAL & set(parts[1:]):
        first = "zh-Hant"
    if first in LANGUAGES:
        return LANGUAGES[first]
    for language in LANGUAGES.values():
        if wanted.lower() in (language.english.lower(), language.chinese, language.native.lower()):
            return language
    if wanted.lower() in ("simplified chinese", "chinese simplified", "mandarin", "汉语", "中文（简体）"):
        return LANGUAGES["zh"]
    raise LamplightError(Code.LANGUAGE_UNKNOWN, name=name, known=", ".join(LANGUAGES))


def script_counts(text: str) -> dict[str, int]:
    """How many letters of each script a text has; Han is `Hani`, kana `Kana`."""
    counts: dict[str, int] = {}
    for mark in text[:_WHOLE_TEXT]:
        script = _script(mark)
        if script:
            counts[script] = counts.get(script, 0) + 1
    return counts


@functools.lru_cache(8192)
def _script(mark: str) -> str:
    if not mark.isalpha():
        return ""
    for is_of, script in ((is_han, "Hani"), (is_kana, "Kana"), (is_hangul, "Kore")):
        if is_of(mark):
            return script
    return _NAMED.get(unicodedata.name(mark, "").split(" ")[0], "Zyyy")


# Changed by one table though both scripts use them: 皇后, 里程, 干涉, 乾隆, 著名.
_IN_BOTH = frozenset(
    "后里干台系制准余云沈丑斗范谷几姜克困了蒙仆曲秋舍术松涂吁郁御岳只冲表面才板辟采乾著藉覆瞭麼徵夥卜党"
    "布淀吊冬杠柜合哄胡回家奸卷夸累霉弥蔑妙千签洒升尸托咸旋佣涌游于欲愿芸灶扎占折征志致周朱筑"
)


def chinese_kind(text: str) -> tuple[int, int]:
    """How many characters are Simplified only and how many Traditional only."""
    simplified = sum(_only(mark, "s2t") for mark in text[:_WHOLE_TEXT])
    return simplified, sum(_only(mark, "t2s") for mark in text[:_WHOLE_TEXT])


@functools.lru_cache(16384)
def _only(mark: str, way: str) -> bool:
    """Whether `way` changes the character, and it is not one of those at home in both."""
    return is_han(mark) and mark not in _IN_BOTH and _converter(way).convert(mark) != mark


def convert_chinese(text: str, target: Language) -> str:
    """The same Chinese text in the characters of `target` (OpenCC, by phrases: 头发 becomes 頭髮, 出发 出發)."""
    converted: str = _converter("s2t" if target.script == "Hant" else "t2s").convert(text)
    return converted


@functools.lru_cache(4)
def _converter(way: str) -> Any:
    import opencc

    return opencc.OpenCC(way)


def detect(text: str, default: str = "en") -> Language:
    """The language a text is in; by its script, then by py3langid's letter statistics where several share one.

    Short Latin text says little: it counts as `default` unless the statistics are sure.
    """
    text = _without_noise(text[:_WHOLE_TEXT])
    counts = script_counts(text)
    if not counts:
        return LANGUAGES[default]
    han, kana = counts.get("Hani", 0), counts.get("Kana", 0)
    others = {script: count for script, count in counts.items() if script not in ("Hani", "Kana")}
    leading = max(others, key=lambda script: others[script]) if others else ""
    # A Chinese word takes two characters where a Latin one takes five letters.
    if (han + kana) * 2.5 >= others.get(leading, 0):
        return _east_asian(text, han, kana)
    sharing = [language.tag for language in LANGUAGES.values() if language.script == leading]
    if len(sharing) == 1:
        return LANGUAGES[sharing[0]]
    return LANGUAGES[_by_letters(text, tuple(sharing), default)] if sharing else LANGUAGES[default]


def _without_noise(text: str) -> str:
    return re.sub(r"https?://\S+|www\.\S+|\S+@\S+|</?[A-Za-z][^>]*>|⟦[^⟧]*⟧|%\(?\w*\)?[sd]|\{[^{}]*\}", " ", text)


def _east_asian(text: str, han: int, kana: int) -> Language:
    if kana and kana * 10 >= han:
        return LANGUAGES["ja"]
    simplified, traditional = chinese_kind(text)
    return LANGUAGES["zh-Hant" if traditional > simplified else "zh"]


def _by_letters(text: str, sharing: tuple[str, ...], default: str) -> str:
    ranked = _identifier(sharing).rank(text)
    best, sure = str(ranked[0][0]), float(ranked[0][1])
    best = _ALIASES.get(best, best)
    if default in sharing and sure < (0.99 if len(text) < 40 else 0.8):
        return default
    return best if best in LANGUAGES else default


@functools.lru_cache(8)
def _identifier(sharing: tuple[str, ...]) -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([tag for tag in sharing if tag in identifier.nb_classes])
    return identifier
