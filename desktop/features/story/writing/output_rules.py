"""What of a model's answer is story: without a chat's courtesies, thinking, loops, or words over the wished length."""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop.store.stories.word_count import count

_PREAMBLE = re.compile(
    r"(?:sure|certainly|of course|absolutely|okay|ok|great|here(?:[’']s| is| are)|as you wish|"
    r"当然|好的|好，|没问题|可以，|以下是|以下为|下面是|这是(?:修改|改写|为您|一[个段]))",
    re.I,
)
_LABEL = re.compile(
    r"[*#\s]*(?:(?:(?:the )?(?:rewritten|revised|corrected|improved|clearer|shorter|longer|expanded)"
    r"(?: (?:passage|version|text|paragraph))?|rewrite|passage|summary|synopsis|outline|continuation|dialogue)"
    r"|(?:修改|改写|更正|扩写|缩写)(?:后)?(?:的?(?:段落|版本|文字))?|译文|摘要|梗概|大纲|续写|对话)\s*\**[:：]\**\s*",
    re.I,
)
_HERE = re.compile(r"(?:\bhere(?:[’']s| is)|以下是|下面是)[^\n]{0,160}[:：]\**[ \t]*\n+", re.I)
_REMARK = re.compile(
    r"\n\s*\n(?=[*(（_]*(?:I hope\b|Let me know\b|Note:|Would you like\b|In this (?:version|revised|rewritten)\b|"
    r"This (?:version|revision|revised|rewritten)\b|Feel free\b|I(?:'ve| have) (?:made|kept|tried)\b|"
    r"希望(?:这|对)|注[:：]|注意[:：]|说明[:：]|如果您|如果你(?:需要|想)|以上))",
)
_THINK = re.compile(r"\s*<(think|thinking|reasoning)>")
_BREAK = re.compile(r"\s*\*[ \t]*\*[ \t]*\*(?=\s|\Z)")
_FENCE = re.compile(r"```[\w-]*\n")
_QUOTES = {"“": "”", '"': '"', "「": "」", "『": "』", "‘": "’"}
_FIRST = 700  # characters in which a preamble is looked for
_WAIT = 240  # characters that wait while they may be one
_ENDS = re.compile(r"[.!?…]+[\"'”’)\]*_]*(?=\s)|[。！？…]+[”’」』）]*(?=[^”’」』）。！？…])")
_LAST_END = re.compile(r"[.!?…]+[\"'”’)\]*_]*\Z|[。！？…]+[”’」』）]*\Z")
_TOO_LONG = 1.5  # times the wished words: then it is cut between two words
_LOOP_LEAST, _LOOP_MOST = 10, 400


@dataclass(frozen=True)
class Rules:
    """What holds for an answer. `words` 0: no limit. `answer`: it was asked for and may chat back.

    `source` is the passage that was to be rewritten.
    """

    language: str = "en"
    words: int = 0
    answer: bool = False
    source: str = ""
    after_space: bool = False  # the text before the caret ends with white space
    lines: bool = False  # paragraphs are lines in the answer
    opening: bool = False  # a next sentence: a scene break before it is none


def visible(raw: str, rules: Rules, final: bool) -> tuple[int, int]:
    """Start and end of what counts in an answer so far; nothing yet while its beginning may be a courtesy."""
    start, end = _after_thinking(raw), len(raw)
    if start >= end:
        return end, end
    if rules.answer:
        start = _after_preamble(raw, start, final)
        remark = _REMARK.search(raw, start)
        end = remark.start() if remark else end
        if final:
            start, end = _unwrapped(raw, start, end, rules.source)
    else:
        start = _after_break(raw, start, final) if rules.opening else start
        start += len(raw[start:]) - len(raw[start:].lstrip()) if rules.after_space else 0
        end = start + len(raw[start:].rstrip()) if final else end
    return (start, end) if start < end else (end, end)


def _after_thinking(raw: str) -> int:
    begun = _THINK.match(raw)
    if begun:
        closing = f"</{begun[1]}>"
        at = raw.find(closing)
        if at < 0:
            return len(raw)
        at += len(closing)
        return at + len(raw[at:]) - len(raw[at:].lstrip())
    return len(raw) if any(tag.startswith(raw.strip()) for tag in ("<think>", "<thinking>", "<reasoning>")) else 0


def _after_break(raw: str, start: int, final: bool) -> int:
    found = _BREAK.match(raw, start)
    if found:
        return found.end()
    waits = not final and len(raw) - start < _WAIT and not raw[start:].strip(" \t\n*")
    return len(raw) if waits else start


def _after_preamble(raw: str, start: int, final: bool) -> int:
    start += len(raw[start:]) - len(raw[start:].lstrip())
    here = _HERE.search(raw, start, start + _FIRST)
    if here:
        start = here.end()
    elif _PREAMBLE.match(raw, start):
        line = raw.find("\n", start, start + _WAIT)
        if line < 0 and not final and len(raw) - start < _WAIT:
            return len(raw)
        ending = raw[start:line].rstrip()[-1:] if line >= 0 else ""
        if ending and ending in ":：!！.。*":
            start = line + 1
        else:
            colon = re.match(r"[^:：\n]{0,120}[:：]\s*", raw[start : start + _WAIT])
            start += colon.end() if colon and line < 0 else 0
    for pattern in (_LABEL, _FENCE):
        found = pattern.match(raw, start)
        start = found.end() if found else start
    return start + len(raw[start:]) - len(raw[start:].lstrip())


def _unwrapped(raw: str, start: int, end: int, source: str) -> tuple[int, int]:
    """Without quotation marks around the whole, a closing fence, and white space at the end."""
    end = start + len(raw[start:end].rstrip())
    if raw[start:end].endswith("```"):
        end = start + len(raw[start : end - 3].rstrip())
    opening = raw[start : start + 1]
    closing = _QUOTES.get(opening, "")
    inner = raw[start + 1 : end - 1]
    whole = bool(closing) and raw[start:end].endswith(closing) and end - start > 2
    if whole and closing not in inner and opening not in inner and not source.lstrip().startswith(opening):
        return start + 1, end - 1
    return start, end


def cut(text: str, rules: Rules, final: bool) -> int:
    """Where a text that is long enough ends: after a whole sentence; -1 while it isn't, or goes on without limit."""
    if not rules.words or count(text, rules.language) < rules.words:
        return -1
    for ending in _ENDS.finditer(text):
        if count(text[: ending.end()], rules.language) >= rules.words:
            return ending.end()
    if final and _LAST_END.search(text):
        return len(text.rstrip())
    most = int(rules.words * _TOO_LONG) + 30
    return _between_words(text, most, rules.language) if count(text, rules.language) > most else -1


def _between_words(text: str, most: int, language: str) -> int:
    """Where a text without sentences has so many words."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high) // 2
        if count(text[:middle], language) > most:
            high = middle
        else:
            low = middle + 1
    at = max(text.rfind(" ", 0, low), text.rfind("\n", 0, low))
    return at if at > low // 2 else max(1, low - 1)


def loop(text: str, seen: int = 0) -> int:
    """Where a text ends that begins to say the same thing for the third time: after the first, or its sentence.

    -1 for one that doesn't. The first `seen` characters were looked at before: what is found doesn't depend on the
    pieces in which a text comes.
    """
    for end in range(max(seen, 3 * _LOOP_LEAST - 1) + 1, len(text) + 1):
        for length in range(_LOOP_LEAST, min(_LOOP_MOST, end // 3) + 1):
            if text[end - 1] != text[end - 1 - length]:
                continue
            last = text[end - length : end]
            first = end - 2 * length
            thrice = last == text[first : end - length] == text[first - length : first]
            if thrice and last.strip(" .…*-—\n_"):
                sentence = _ENDS.search(text, max(0, first - 1), first + length)
                return sentence.end() if sentence and sentence.end() >= first else first
    return -1
