"""How a word that no dictionary has is probably said: by its stem, as a compound, or letter by letter.

A `Lookup` answers for a possible stem with its frequency (Zipf, 0.0 when unknown) and its pronunciations.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from songwright.lyrics.letters import sound_out
from songwright.lyrics.phones import is_vowel, plain
from songwright.lyrics.stress import StressTable

__all__ = ["Lookup", "Phones", "derived", "guess"]

Phones: TypeAlias = tuple[str, ...]
Lookup: TypeAlias = Callable[[str], tuple[float, tuple[Phones, ...]]]

_SIBILANTS = frozenset({"S", "Z", "SH", "ZH", "CH", "JH"})
_VOICELESS = frozenset({"P", "T", "K", "F", "TH", "S", "SH", "CH", "HH"})

# Endings with the sounds they add; "s" and "d" stand for endings that take on the voice of the sound before.
_SUFFIXES: tuple[tuple[str, str], ...] = (
    ("'s", "s"), ("s'", "s"), ("es", "s"), ("s", "s"), ("ed", "d"), ("'d", "d"), ("d", "d"),
    ("n't", "AH0 N T"), ("'ll", "AH0 L"), ("'ve", "AH0 V"), ("'re", "ER0"), ("'m", "M"),
    ("ing", "IH0 NG"), ("in'", "IH0 N"), ("ings", "IH0 NG Z"), ("er", "ER0"), ("ers", "ER0 Z"), ("or", "ER0"),
    ("est", "AH0 S T"), ("ly", "L IY0"), ("ness", "N AH0 S"), ("less", "L AH0 S"), ("lessly", "L AH0 S L IY0"),
    ("lessness", "L AH0 S N AH0 S"), ("ful", "F AH0 L"), ("fully", "F AH0 L IY0"), ("ment", "M AH0 N T"),
    ("ments", "M AH0 N T S"), ("y", "IY0"), ("ie", "IY0"), ("ish", "IH0 SH"), ("able", "AH0 B AH0 L"),
    ("ably", "AH0 B L IY0"), ("hood", "HH UH2 D"), ("ship", "SH IH2 P"), ("dom", "D AH0 M"), ("like", "L AY2 K"),
    ("some", "S AH0 M"), ("ward", "W ER0 D"), ("wards", "W ER0 D Z"), ("wise", "W AY2 Z"), ("eth", "AH0 TH"),
    ("ism", "IH2 Z AH0 M"), ("ist", "IH0 S T"), ("ists", "IH0 S T S"), ("ingly", "IH0 NG L IY0"),
    ("edly", "AH0 D L IY0"),
    ("en", "AH0 N"), ("let", "L AH0 T"), ("man", "M AH0 N"), ("men", "M AH0 N"), ("th", "TH"), ("'n", "AH0 N"),
)  # fmt: skip
_SUFFIXES = tuple(sorted(_SUFFIXES, key=lambda pair: -len(pair[0])))

_PREFIXES: tuple[tuple[str, str], ...] = (
    ("un", "AH0 N"), ("re", "R IY0"), ("dis", "D IH0 S"), ("mis", "M IH0 S"), ("over", "OW2 V ER0"),
    ("out", "AW2 T"), ("under", "AH2 N D ER0"), ("fore", "F AO2 R"), ("non", "N AA2 N"), ("pre", "P R IY2"),
    ("be", "B IH0"), ("en", "IH0 N"), ("in", "IH0 N"), ("inter", "IH2 N T ER0"), ("super", "S UW2 P ER0"),
    ("anti", "AE2 N T IY0"), ("a", "AH0"), ("up", "AH2 P"), ("sub", "S AH2 B"), ("counter", "K AW2 N T ER0"),
)  # fmt: skip

_COMMON_ENOUGH = 3.0
_SHORT_PARTS = frozenset({"up", "in", "on", "by", "my", "oh", "go", "no", "so", "we"})


def guess(word: str, lookup: Lookup, stress: StressTable) -> tuple[Phones, ...]:
    """The likely pronunciations of an unknown word in lower case ASCII, the likeliest first; never empty."""
    return derived(word, lookup) or (sound_out(word, stress),)


def derived(word: str, lookup: Lookup) -> tuple[Phones, ...]:
    """How an unknown word is said by the words that it is made of; empty when it is made of none that is known."""
    return (
        _by_elision(word, lookup) or _by_suffix(word, lookup) or _by_compound(word, lookup) or _by_prefix(word, lookup)
    )


def _by_elision(word: str, lookup: Lookup) -> tuple[Phones, ...]:
    """A known word with a vowel left out: "wand'ring", "op'ning", "mem'ry"."""
    at = word.find("'", 1, len(word) - 1)
    if at < 0:
        return ()
    for letter in "eioau":
        _, ways = lookup(word.replace("'", letter, 1))
        for way in ways:
            weak = [index for index, phone in enumerate(way) if phone in {"AH0", "ER0", "IH0"} and index]
            if weak:
                lost = min(weak, key=lambda index: abs(index / len(way) - at / len(word)))
                return ((*way[:lost], *(("R",) if way[lost] == "ER0" else ()), *way[lost + 1 :]),)
    return ()


def _by_suffix(word: str, lookup: Lookup, endings_left: int = 2) -> tuple[Phones, ...]:
    """A known stem with a regular ending or two: "harkened", "moonlings", "lovest"."""
    endings = [
        (suffix, sounds) for suffix, sounds in _SUFFIXES if word.endswith(suffix) and len(word) - len(suffix) >= 3
    ]
    for suffix, sounds in endings:
        for stem in _stems(word.removesuffix(suffix), suffix):
            frequency, ways = lookup(stem)
            if frequency > 0.0 and ways:
                return tuple(_join(way, sounds) for way in ways)
    for suffix, sounds in endings if endings_left > 1 else ():
        for stem in _stems(word.removesuffix(suffix), suffix):
            derived = _by_suffix(stem, lookup, endings_left - 1) or _by_compound(stem, lookup)
            if derived:
                return tuple(_join(way, sounds) for way in derived)
    return ()


def _stems(start: str, suffix: str) -> tuple[str, ...]:
    """How the stem may be spelled without the ending: "lov-ing" love, "run-n-ing" run, "happi-ness" happy."""
    stems = [start]
    if suffix[0] in "aeiouy":
        stems.append(start + "e")
        if len(start) > 3 and start[-1] == start[-2]:
            stems.append(start[:-1])
    if start.endswith("i"):
        stems.append(start[:-1] + "y")
    if suffix in {"s", "es", "ed", "d"} and start.endswith("ie"):
        stems.append(start[:-2] + "y")
    return tuple(stems)


def _join(stem: Phones, sounds: str) -> Phones:
    """A stem with an ending, which is said as the stem's last sound wants it."""
    if sounds == "s":
        ending = _plural(stem[-1])
    elif sounds == "d":
        ending = _past(stem[-1])
    else:
        ending = tuple(sounds.split())
    return (*stem, *ending)


def _plural(last: str) -> Phones:
    """The sound of -s: buses, cats, dogs."""
    if last in _SIBILANTS:
        return ("IH0", "Z")
    return ("S",) if last in _VOICELESS else ("Z",)


def _past(last: str) -> Phones:
    """The sound of -ed: waited, walked, called."""
    if last in {"T", "D"}:
        return ("IH0", "D")
    return ("T",) if last in _VOICELESS else ("D",)


def _by_compound(word: str, lookup: Lookup) -> tuple[Phones, ...]:
    """Two common words written as one: "moonwater"; the split whose rarer half is the commonest wins."""
    best: tuple[float, tuple[Phones, ...]] = (_COMMON_ENOUGH, ())
    for cut in range(2, len(word) - 1):
        halves = word[:cut], word[cut:]
        if any(len(half) < 3 and half not in _SHORT_PARTS for half in halves):
            continue
        (first_zipf, first), (second_zipf, second) = lookup(halves[0]), lookup(halves[1])
        rarer = min(first_zipf, second_zipf)
        if first and second and rarer > best[0]:
            best = rarer, ((*first[0], *_weakened(second[0])),)
    return best[1]


def _by_prefix(word: str, lookup: Lookup) -> tuple[Phones, ...]:
    for prefix, sounds in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            frequency, ways = lookup(word.removeprefix(prefix))
            if frequency > 1.0 and ways:
                return tuple((*sounds.split(), *way) for way in ways)
    return ()


def _weakened(phones: Phones) -> Phones:
    """The same sounds with the primary stress made secondary, as in the second half of a compound."""
    return tuple(plain(phone) + "2" if is_vowel(phone) and phone[-1] == "1" else phone for phone in phones)
