"""Numbers that a translation must still have, in whatever way its language writes them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

_NUMBER = re.compile(r"\d+(?:[.,’' \u202f]\d{3})+(?![\d])|\d+(?:\.\d+)+|\d+,\d+|\d+")
_SCALES = {
    "百": 2,
    "千": 3,
    "万": 4,
    "萬": 4,
    "十万": 5,
    "百万": 6,
    "百萬": 6,
    "千万": 7,
    "千萬": 7,
    "亿": 8,
    "億": 8,
    "十亿": 9,
    "十億": 9,
    "万亿": 12,
    "兆": 12,
    "hundred": 2,
    "thousand": 3,
    "million": 6,
    "millionen": 6,
    "mio": 6,
    "bn": 9,
    "billion": 9,
    "milliarden": 9,
    "milliard": 9,
    "trillion": 12,
    "k": 3,
    "m": 6,
    "万个": 4,
}
_SCALE = re.compile(r"\s*(" + "|".join(sorted(_SCALES, key=len, reverse=True)) + r")(?![a-z])", re.IGNORECASE)
_ENGLISH = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_ORDINALS = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]
_TENS = dict(
    zip(range(20, 100, 10), ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], strict=True)
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DIGITS = "〇一二三四五六七八九"


def lost_numbers(said: str, written: str) -> list[str]:
    """Numbers of the source that the target has in no form: 1,000,000 may be 100万, 9:30 九点半, 3月 March."""
    said, written = unicodedata.normalize("NFKC", said), unicodedata.normalize("NFKC", written)
    there = [value for text in _found(written) for value in _values(written, text)]
    low = written.lower()
    lost = []
    for found in _found(said):
        ours = _values(said, found)
        if any(value in there for value in ours) or _in_words(ours[0], low):
            continue
        lost.append(found[0])
    return lost


def _found(text: str) -> list[re.Match[str]]:
    return list(_NUMBER.finditer(text))


def _values(text: str, found: re.Match[str]) -> list[Decimal]:
    """What a number may mean: as it stands and, where a scale follows, with it."""
    digits = found[0]
    if re.fullmatch(r"\d{1,3}(?:[.,’' \u202f]\d{3})+", digits):
        readings = [re.sub(r"\D", "", digits)] + (
            [digits.replace(",", ".")] if len(re.findall(r"[.,]", digits)) == 1 else []
        )
    else:
        readings = [digits.replace(",", ".")]
    values: list[Decimal] = []
    scale = _SCALE.match(text, found.end())
    for reading in readings:
        try:
            value = Decimal(reading)
        except InvalidOperation:  # 2.5.1: a version, compared part by part by its own text
            value = Decimal("".join(f"{int(part):04}" for part in reading.split("."))) / Decimal(7)
        values.append(value)
        if scale:
            values.append(value.scaleb(_SCALES[scale[1].lower()]))
    # The scaled reading first: it is what the number means.
    return values[::-1]


def _in_words(value: Decimal, written: str) -> bool:
    if value != value.to_integral_value() or value < 0 or value > 10_000_000_000:
        return False
    number = int(value)
    if any(form in written for form in _chinese(number)):
        return True
    return any(re.search(rf"\b{form}", written) for form in _english(number))


def _english(number: int) -> list[str]:
    forms = []
    if number <= 20:
        forms.append(_ENGLISH[number])
    if number in _TENS:
        forms.append(_TENS[number])
    elif 20 < number < 100:
        forms.append(f"{_TENS[number // 10 * 10]}[- ]{_ENGLISH[number % 10]}")
    if 1 <= number <= 12:
        forms += [_ORDINALS[number], _MONTHS[number - 1]]
    if number == 30:
        forms.append("half")
    forms += {1: ["once", "single", "an? "], 2: ["twice", "both", "pair"], 100: ["hundred"], 1000: ["thousand"]}.get(
        number, []
    )
    if number >= 1_000_000 and number % 1_000_000 == 0 and number < 21_000_000:
        forms.append(f"{_ENGLISH[number // 1_000_000]} million")
    return forms


def _chinese(number: int) -> list[str]:
    forms = ["".join(_DIGITS[int(digit)] for digit in str(number))]
    forms.append(forms[0].replace("〇", "零"))
    forms.append(chinese_numeral(number))
    forms += {2: ["两", "兩", "双"], 30: ["半"], 0: ["零"]}.get(number, [])
    return [form for form in forms if form]


def chinese_numeral(number: int) -> str:
    """一百零五 for 105; "" from a hundred million on."""
    if number >= 100_000_000:
        return ""
    if number >= 10_000:
        rest = number % 10_000
        tail = ("零" if 0 < rest < 1000 else "") + (chinese_numeral(rest) if rest else "")
        return f"{chinese_numeral(number // 10_000)}万{tail}"
    written, zero = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            written += ("零" if zero else "") + _DIGITS[digit] + unit
            zero = False
        elif written:
            zero = True
    if 10 <= number < 20:
        written = written.removeprefix("一")
    return written or "零"
