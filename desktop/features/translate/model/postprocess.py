"""What can be put right in a translation without a model: script, tone, and punctuation."""

from __future__ import annotations

import re

from desktop.base.text.scripts import CJK_TEXT
from desktop.features.translate.segmentation.languages import Language, convert_chinese

_HALF = str.maketrans({",": "，", ";": "；", "!": "！", "?": "？", ":": "："})
_ENDS = {".": ".。", "。": ".。", "!": "!！", "！": "!！", "?": "?？", "？": "?？"}
_BEFORE = f"(?<=[{CJK_TEXT}”’])"
_AFTER = rf"(?=[{CJK_TEXT}“‘]|\s|\Z)"
_MARK_PLACE = re.compile(rf"{_BEFORE}([,;!?:]){_AFTER} ?")
_STOP_PLACE = re.compile(rf"{_BEFORE}\.(?=\s*\Z)")


def finish(target: str, target_language: Language, tone: str = "", source: str = "") -> str:
    """The target in the right Chinese characters, with Chinese punctuation, and 您 or 你 as the tone asks.

    With `source` it ends as that does: a heading gets no full stop, a sentence doesn't lose its own.
    """
    if source:
        target = _end_alike(source.rstrip(), target.rstrip(), wide=not target_language.spaced)
    if not target_language.is_chinese:
        return target
    target = convert_chinese(target, target_language)
    target = _MARK_PLACE.sub(lambda found: found[1].translate(_HALF), target)
    target = _STOP_PLACE.sub("。", target)
    return with_tone(target, tone)


def _end_alike(source: str, target: str, *, wide: bool) -> str:
    if not source or not target:
        return target
    sign = _ENDS.get(source[-1])
    if sign is None and source[-1].isalnum() and target[-1] in ".。" and target[-2:-1] not in (".", "。"):
        return target[:-1]
    if sign is not None and target[-1].isalnum():
        return target + (sign[1] if wide else sign[0])
    return target


def with_tone(target: str, tone: str) -> str:
    """Chinese addresses one person by 您 or 你; several by 你们 in either tone."""
    if tone == "formal":
        return re.sub(r"你(?!们|們)", "您", target)
    if tone == "informal":
        return target.replace("您", "你")
    return target
