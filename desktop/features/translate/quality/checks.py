"""What can be wrong with a translation that a program can see, without knowing either language well."""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum

from desktop.base.text.scripts import CJK, is_cjk_text
from desktop.features.translate.quality.numbers import lost_numbers
from desktop.features.translate.segmentation.languages import LANGUAGES, Language, detect, script_counts
from desktop.formats.markdown.inline import plain, same_marks


class Problem(StrEnum):
    """Kept with a segment; the pane and the command line have the sentences."""

    EMPTY = "empty"
    CUT = "cut"
    REPEATS = "repeats"
    WRONG_LANGUAGE = "wrong_language"
    TOO_LONG = "too_long"
    TOO_SHORT = "too_short"
    COPIED = "copied"
    LOST_NUMBER = "lost_number"
    LOST_ADDRESS = "lost_address"
    LOST_PLACEHOLDER = "lost_placeholder"
    LOST_MARKS = "lost_marks"
    MISSING_TERM = "missing_term"
    UNSURE = "unsure"
    FAILED = "failed"  # the engine did


# The worst first: of two bad translations the one with the lesser problems is kept.
SEVERITY: dict[str, float] = {
    Problem.FAILED: 100,
    Problem.EMPTY: 100,
    Problem.COPIED: 50,
    Problem.WRONG_LANGUAGE: 50,
    Problem.REPEATS: 40,
    Problem.CUT: 30,
    Problem.TOO_SHORT: 20,
    Problem.TOO_LONG: 20,
    Problem.LOST_PLACEHOLDER: 10,
    Problem.LOST_ADDRESS: 8,
    Problem.LOST_NUMBER: 6,
    Problem.MISSING_TERM: 5,
    Problem.LOST_MARKS: 2,
    Problem.UNSURE: 1,
}

_ADDRESS = re.compile(
    r"(?:https?://|ftp://|www\.)[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII
)
_PLACEHOLDER = re.compile(
    r"%(?:\d+\$|\(\w+\))?[-+#0]*\d*(?:\.\d+)?[sdifgxXcuoeEpq@](?![A-Za-z])"
    r"|\$\{\w[\w.]*\}|\{\{\s*[\w.]+\s*\}\}|\{[\w.]*(?:![rsa])?(?::[^{}\s]*)?\}"
    r"|</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>|&(?:[a-z]+|#\d+);"
)
_CHINESE_LETTERS = 3.2  # Latin letters and spaces that say what one Chinese character does (parallel corpora: 3 to 3.5)


def check(
    source: str, target: str, source_language: Language, target_language: Language, *, cut: bool = False
) -> list[Problem]:
    """Every problem found, none twice; an empty list is the best a program can say."""
    said, written = plain(source).strip(), plain(target).strip()
    if not written:
        return [Problem.EMPTY]
    found: list[Problem] = []
    if cut:
        found.append(Problem.CUT)
    if repeats(written) and not repeats(said):
        found.append(Problem.REPEATS)
    if is_copied(said, written, source_language, target_language):
        found.append(Problem.COPIED)
    elif not right_language(said, written, source_language, target_language):
        found.append(Problem.WRONG_LANGUAGE)
    ratio, difference = length_ratio(said, written), weight(written) - weight(said)
    if ratio > 2.6 and difference > 30:
        found.append(Problem.TOO_LONG)
    if ratio < 0.35 and -difference > 20:
        found.append(Problem.TOO_SHORT)
    if lost_literals(said, written, _ADDRESS):
        found.append(Problem.LOST_ADDRESS)
    if lost_literals(said, written, _PLACEHOLDER):
        found.append(Problem.LOST_PLACEHOLDER)
    if lost_numbers(_bare(said), _bare(written)):
        found.append(Problem.LOST_NUMBER)
    if not same_marks(source, target):
        found.append(Problem.LOST_MARKS)
    return found


def severity(problems: list[Problem] | tuple[str, ...]) -> float:
    """How bad they are together; 0 is none."""
    return sum(SEVERITY.get(problem, 1) for problem in problems)


def needs_translation(source: str) -> bool:
    """Whether anything is left to translate but numbers, addresses, placeholders and signs."""
    return any(sign.isalpha() for sign in _bare(plain(source)))


def literals(source: str) -> list[str]:
    """What must be in the target as it stands: addresses and placeholders, in order."""
    said = plain(source)
    found = [(match.start(), match[0]) for pattern in (_ADDRESS, _PLACEHOLDER) for match in pattern.finditer(said)]
    return [text.rstrip(".,;:!?)") if text.startswith(("http", "www")) else text for _, text in sorted(found)]


def lost_literals(said: str, written: str, pattern: re.Pattern[str] | None = None) -> list[str]:
    """Literals of the source that the target has less often. Other placeholders made up count as lost ones, too."""
    patterns = [pattern] if pattern else [_ADDRESS, _PLACEHOLDER]
    lost: Counter[str] = Counter()
    for each in patterns:
        ours = Counter(_trimmed(found[0]) for found in each.finditer(said))
        for text, count in ours.items():
            missing = count - written.count(text)
            if missing > 0:
                lost[text] = missing
        if each is _PLACEHOLDER and not lost:
            lost += Counter(found[0] for found in each.finditer(written)) - ours
    return list(lost.elements())


def _trimmed(text: str) -> str:
    return text.rstrip(".,;:!?)'") if "://" in text or text.startswith("www.") else text


def _bare(text: str) -> str:
    return _PLACEHOLDER.sub(" ", _ADDRESS.sub(" ", text))


def weight(text: str) -> float:
    """Length in Latin letters: a Chinese character says as much as about three."""
    chinese = sum(map(is_cjk_text, text))
    return len(text) - chinese + chinese * _CHINESE_LETTERS


def length_ratio(said: str, written: str) -> float:
    """The target's weight over the source's."""
    return weight(written) / max(1.0, weight(said))


_WORDS = re.compile(rf"[{CJK}]|[^\W_{CJK}]+")
_LOOP = re.compile(r"(.{2,40}?)\1{3,}|(\S)\2{9,}", re.DOTALL)


def repeats(text: str) -> bool:
    """Whether the text goes round in circles: a piece four times in a row, or a phrase again and again."""
    loop = _LOOP.search(text)
    if loop and len(loop[0]) >= 10 and any(map(str.isalnum, loop[0])):
        return True
    words = _WORDS.findall(text.lower())
    size = 5 if any(map(is_cjk_text, text)) else 4
    counts = Counter(tuple(words[at : at + size]) for at in range(len(words) - size + 1))
    return bool(counts) and counts.most_common(1)[0][1] >= 4


def is_copied(said: str, written: str, source_language: Language, target_language: Language) -> bool:
    """Whether the target only repeats the source. Names, codes and single capitalised words may."""
    if source_language.tag == target_language.tag or " ".join(said.lower().split()) != " ".join(
        written.lower().split()
    ):
        return False
    words = re.findall(r"[^\W\d_]+", _bare(said))
    if any(map(is_cjk_text, said)):
        return len("".join(words)) > 1 and not target_language.is_chinese
    names = all(word[:1].isupper() for word in words)
    return bool(words) and not (names and len(words) <= 3)


def right_language(said: str, written: str, source_language: Language, target_language: Language) -> bool:
    """Whether the target's letters are of its language's script, names and codes of the source left out."""
    fresh = _bare(written)
    for word in set(re.findall(r"[A-Za-z][\w.+#-]*", said)):
        if word.islower() and word.isalpha() and source_language.script == "Latn":
            continue
        fresh = re.sub(rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])", " ", fresh)
    counts = script_counts(fresh)
    total = sum(counts.values())
    if not total:
        return True
    if target_language.script in ("Hans", "Hant"):
        foreign = counts.get("Kana", 0) + counts.get("Kore", 0)
        # A Latin word has some five letters where a Chinese one has two.
        others = (total - counts.get("Hani", 0) - foreign) / 2.5
        return foreign == 0 and counts.get("Hani", 0) >= others
    if target_language.script == "Jpan":
        return counts.get("Hani", 0) + counts.get("Kana", 0) >= total * 0.4
    expected = counts.get(target_language.script, 0)
    chinese = counts.get("Hani", 0) + counts.get("Kana", 0)
    if target_language.script != "Kore" and chinese > max(1, total * 0.04):
        return False
    if expected < total * 0.6:
        return False
    return not _is_still_the_source(fresh, source_language, target_language)


def _is_still_the_source(fresh: str, source_language: Language, target_language: Language) -> bool:
    """For languages of one script: the statistics, on texts long enough for them."""
    if source_language.script != target_language.script or len(fresh) < 30:
        return False
    return detect(fresh, target_language.tag).tag == source_language.tag


def languages_of(source: str, target: str) -> tuple[Language, Language]:
    """Both languages by their tags."""
    return LANGUAGES[source], LANGUAGES[target]
