"""Numbers and symbols as the words that one says for them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from songwright.lyrics.tokens import NAMED_SYMBOLS

__all__ = ["cardinal", "spoken_number", "spoken_symbol"]

_NAMES = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen
"""
_SMALL = _NAMES.split()
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ((1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand"), (100, "hundred"))
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
_MONEY = {"$": "dollar", "£": "pound", "€": "euro"}
_NUMBER = re.compile(r"['’‘ʼ]?(?P<money>[$£€])?(?P<digits>[\d,.:]*\d)(?P<after>%|st|nd|rd|th|s)?", re.IGNORECASE)
_LONGEST = 12


def cardinal(number: int) -> list[str]:
    """The words for 0 to 999,999,999,999, as in "one hundred twenty three"."""
    for scale, name in _SCALES:
        if number >= scale:
            rest = number % scale
            return [*cardinal(number // scale), name, *(cardinal(rest) if rest else [])]
    if number < 20:
        return [_SMALL[number]]
    return [_TENS[number // 10], *([_SMALL[number % 10]] if number % 10 else [])]


def spoken_number(text: str) -> tuple[str, ...]:
    """The words for a written number: 7, 1,250, 3.5, 1984, 10:30, 21st, '90s, $5, 50%.

    Four digits from 1100 to 2099 are read as a year; what is too long to count is read digit by digit.
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        return tuple(_SMALL[int(digit)] for digit in text if digit.isdigit())
    money, digits, after = match["money"], match["digits"], (match["after"] or "").lower()
    words = _digits(digits)
    if money:
        name = _MONEY[money]
        words = [*words, name if words == ["one"] else name + "s"]
    if after == "%":
        words = [*words, "percent"]
    elif after == "s":
        words = [*words[:-1], _plural(words[-1])]
    elif after:
        words = [*words[:-1], _ordinal(words[-1])]
    return tuple(words)


def spoken_symbol(text: str) -> tuple[str, ...]:
    """The word for a symbol that has a name in a sentence ("&" is "and"), else nothing."""
    return tuple(NAMED_SYMBOLS[text].split()) if text in NAMED_SYMBOLS else ()


def _digits(digits: str) -> list[str]:
    if ":" in digits:
        return _by_colons([part for part in digits.split(":") if part])
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", digits):
        return cardinal(int(digits.replace(",", ""))) if len(digits) < 16 else _one_by_one(digits)
    whole, point, fraction = digits.partition(".")
    if point and whole.isdigit() and fraction.isdigit():
        return [*_whole(whole), "point", *_one_by_one(fraction)]
    return _whole(digits) if digits.isdigit() else _one_by_one(digits)


def _by_colons(parts: Sequence[str]) -> list[str]:
    """A time of day, a score or a ratio; what is none of them, digit by digit."""
    clock = all(part.isdigit() and len(part) <= 4 for part in parts)
    said = map(_clock if clock else _one_by_one, parts)
    return [word for words in said for word in words]


def _whole(digits: str) -> list[str]:
    if len(digits) > _LONGEST or (len(digits) > 1 and int(digits[0]) == 0):
        return ["oh" if digit == "0" else word for digit in digits for word in [_SMALL[int(digit)]]]
    number = int(digits)
    if len(digits) == 4 and 1100 <= number <= 2099:
        return _year(number)
    return cardinal(number)


def _year(number: int) -> list[str]:
    century, rest = divmod(number, 100)
    if century == 20 and rest < 10:
        return cardinal(number)
    if rest == 0:
        return [*cardinal(century), "hundred"]
    return [*cardinal(century), *(["oh", _SMALL[rest]] if rest < 10 else cardinal(rest))]


def _clock(part: str) -> list[str]:
    if part == "00":
        return []
    return ["oh", *cardinal(int(part))] if len(part) == 2 and part[0] == "0" else cardinal(int(part))


def _one_by_one(text: str) -> list[str]:
    return [_SMALL[int(digit)] for digit in text if digit.isdigit()]


def _ordinal(word: str) -> str:
    return _ORDINALS.get(word) or (word[:-1] + "ieth" if word.endswith("y") else word + "th")


def _plural(word: str) -> str:
    return word[:-1] + "ies" if word.endswith("y") else word + ("es" if word in {"six", "zero"} else "s")
