"""Where a word is divided under the notes: by its sounds, in the manner of American songbooks ("lan-tern", "riv-er").

Syllables follow the pronunciation; inside it, compounds and endings keep their shape ("moon-light", "sing-ing"), a
dictionary of hyphenation, where one is at hand, says which consonants part, and where it says nothing a short stressed
vowel keeps its consonant and otherwise as many consonants as can begin a word go with what follows. The shipped lexicon
was divided with such a dictionary (`training/words/divisions.py`); words that it lacks are divided without.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heapify, heappush, heapreplace
from itertools import pairwise
from typing import TypeAlias

from songwright.lyrics.graphemes import Grapheme, align, plain_letters
from songwright.lyrics.phones import CHECKED_VOWELS, ONSETS, is_vowel, plain

__all__ = ["Hyphens", "Stem", "divide"]

Phones: TypeAlias = tuple[str, ...]
# What is known of a possible part of a word: its frequency (Zipf, names less) and its pronunciations.
Stem: TypeAlias = Callable[[str], tuple[float, tuple[Phones, ...]]]
Points: TypeAlias = Sequence[int]
# Offsets at which a dictionary of hyphenation divides a word; it leaves out what it is not sure of.
Hyphens: TypeAlias = Callable[[str], Points]

_PART_ZIPF = 3.3
_WORD_ZIPF = 2.0
_ENDINGS: tuple[tuple[str, Phones], ...] = (
    ("ing", ("IH", "NG")), ("ings", ("IH", "NG", "Z")), ("in'", ("IH", "N")), ("ed", ("AH", "D")), ("ed", ("IH", "D")),
    ("es", ("AH", "Z")), ("es", ("IH", "Z")), ("est", ("AH", "S", "T")), ("ish", ("IH", "SH")), ("er", ("ER",)),
    ("ers", ("ER", "Z")), ("ly", ("L", "IY")), ("ness", ("N", "AH", "S")), ("less", ("L", "AH", "S")),
    ("ful", ("F", "AH", "L")), ("ment", ("M", "AH", "N", "T")), ("able", ("AH", "B", "AH", "L")), ("en", ("AH", "N")),
    ("y", ("IY",)), ("eth", ("AH", "TH")), ("eth", ("IH", "TH")),
)  # fmt: skip
_BEGINNINGS: tuple[tuple[str, Phones], ...] = (
    ("un", ("AH", "N")), ("dis", ("D", "IH", "S")), ("mis", ("M", "IH", "S")), ("up", ("AH", "P")),
    ("with", ("W", "IH", "TH")), ("with", ("W", "IH", "DH")), ("where", ("W", "EH", "R")), ("there", ("DH", "EH", "R")),
    ("here", ("HH", "IH", "R")), ("out", ("AW", "T")), ("hence", ("HH", "EH", "N", "S")),
)  # fmt: skip
# Endings that many simple words share by chance: the stem must not be much rarer than the word.
_DOUBTFUL_ENDINGS = frozenset({"er", "ers", "est", "en", "y"})
_SIMPLE = frozenset({"tempest", "tender", "corner", "master", "ladder", "mother", "father", "enter", "sudden"})
_OPEN_BEGINNINGS = frozenset({"re", "de", "be", "a", "pre", "e", "pro"})


def _unknown(_word: str) -> tuple[int, ...]:
    """The hyphenation dictionary of those who have none."""
    return ()


def divide(word: str, phones: Phones, stem: Stem, hyphens: Hyphens = _unknown) -> tuple[int, ...]:
    """The offset at which each syllable of the word starts; as many as the phones have vowels, the first is 0.

    The word has no hyphens. ValueError when it has fewer letters than syllables.
    """
    word = plain_letters(word)
    count = sum(map(is_vowel, phones))
    if count <= 1:
        return (0,)
    if count > len(word):
        raise ValueError(f"{word!r} has fewer letters than its {count} syllables")
    points = hyphens(word.lower())
    cut = _seam(word, phones, stem, points)
    if cut is None:
        return _spread(_by_sound(word, phones, points), count, len(word))
    letters, sounds = cut
    rest = divide(word[letters:], phones[sounds:], stem, hyphens)
    return (*divide(word[:letters], phones[:sounds], stem, hyphens), *(letters + offset for offset in rest))


def _seam(word: str, phones: Phones, stem: Stem, points: Points) -> tuple[int, int] | None:
    """Where the word's parts meet, as (letters, phones) before the seam; None for a simple word."""
    sounds = tuple([plain(phone) for phone in phones])
    if word in _SIMPLE:
        return None
    whole, _ = stem(word)
    for ending, spoken in _ENDINGS:
        if word.endswith(ending) and sounds[-len(spoken) :] == spoken and len(word) > len(ending) + 2:
            start, before = word.removesuffix(ending), sounds[: -len(spoken)]
            if _divided_elsewhere(word, len(start), ending, points):
                continue
            if any(map(is_vowel, before)) and _is_stem(start, before, ending, whole, stem):
                return len(start), len(before)
    for beginning, spoken in _BEGINNINGS:
        if word.startswith(beginning) and sounds[: len(spoken)] == spoken:
            zipf, ways = stem(word.removeprefix(beginning))
            if zipf > _WORD_ZIPF and sounds[len(spoken) :] in _plain(ways):
                return len(beginning), len(spoken)
    return _compound(word, sounds, stem)


def _divided_elsewhere(word: str, seam: int, ending: str, points: Points) -> bool:
    """Whether the dictionary parts the word just beside a doubtful seam: "of-fer", "par-ty", "sin-ning"."""
    doubled = word[seam - 1] == word[seam - 2] and word[seam - 1] not in "ls"
    return (ending in _DOUBTFUL_ENDINGS or doubled) and seam not in points and seam - 1 in points


def _compound(word: str, sounds: Phones, stem: Stem) -> tuple[int, int] | None:
    """The seam between two words that together are spelled and sound like this one; the commonest pair wins."""
    best: tuple[float, tuple[int, int] | None] = (_PART_ZIPF, None)
    for cut in range(3, len(word) - 2):
        first_zipf, first = stem(word[:cut])
        if first_zipf < best[0]:
            continue
        second_zipf, second = stem(word[cut:])
        if second_zipf < best[0]:
            continue
        for way in _plain(first):
            if sounds[: len(way)] == way and sounds[len(way) :] in _plain(second):
                best = min(first_zipf, second_zipf), (cut, len(way))
    return best[1]


def _is_stem(start: str, sounds: Phones, ending: str, whole: float, stem: Stem) -> bool:
    """Whether "sing" (or "danc" for "dance") is the word that the ending was put to."""
    for spelling in (start, start + "e") if ending[0] in "aei" else (start,):
        zipf, ways = stem(spelling)
        # "corner" is no kind of "corn": a stem that is much rarer than the word is a chance likeness.
        likely = zipf > whole - 0.2 if ending in _DOUBTFUL_ENDINGS else zipf > 1.0
        if likely and sounds in _plain(ways):
            return True
    return False


def _plain(ways: tuple[Phones, ...]) -> list[Phones]:
    return [tuple([plain(phone) for phone in way]) for way in ways]


def _by_sound(word: str, phones: Phones, points: Points) -> list[int]:
    """Syllable starts from the spelling of the sounds."""
    graphemes = align(word, phones)
    nuclei = [index for index, grapheme in enumerate(graphemes) if grapheme.vowel]
    stresses = [phone[-1] for phone in phones if is_vowel(phone)]
    starts = [0]
    place = 0
    for here, following in pairwise(nuclei):
        between = graphemes[here + 1 : following]
        vowel = graphemes[here]
        stressed = stresses[min(place, len(stresses) - 1)] != "0"
        syllable = word[starts[-1] : vowel.end].lower()
        place += sum(map(is_vowel, vowel.phones))
        known = [point for point in points if vowel.end <= point <= graphemes[following].start]
        if len(known) == 1:
            at = known[0]
        elif between:
            at = _boundary(word.lower(), vowel, between, graphemes[following], stressed=stressed, syllable=syllable)
        else:
            next_stressed = stresses[min(place, len(stresses) - 1)] != "0"
            at = _hiatus(word.lower(), vowel, stressed=next_stressed)
        starts.append(at)
    return starts


def _boundary(
    word: str, vowel: Grapheme, between: tuple[Grapheme, ...], following: Grapheme, *, stressed: bool, syllable: str
) -> int:
    """The offset that parts two vowels with consonants between them."""
    checked = stressed and _checked(word, vowel)
    if len(between) == 1:
        ends_in_le = word[following.start : following.end] == "le"
        return _single(word, between[0], following.start, checked=checked and not ends_in_le)
    if _doubled(word, between[0]) or between[0].phones[-1] == "NG":
        return between[1].start
    keeps_s = len(between) == 2 and between[0].phones[0] == "S" and syllable not in _OPEN_BEGINNINGS
    return _onset_start(between, 1 if checked or keeps_s else 0, following.start)


def _onset_start(between: tuple[Grapheme, ...], first: int, otherwise: int) -> int:
    """Where the longest run of consonants begins, from `first` on, with which English words begin."""
    for index in range(first, len(between)):
        cluster = tuple(phone for grapheme in between[index:] for phone in grapheme.phones)
        if cluster in ONSETS:
            return between[index].start
    return otherwise


def _hiatus(word: str, vowel: Grapheme, *, stressed: bool) -> int:
    """Where a vowel meets the next: an "r" in its letters may go over ("mem-o-ry", "se-ren-i-ty", "hur-ry")."""
    letters = word[vowel.start : vowel.end]
    if letters.endswith("rr"):
        return vowel.end - 1
    carries = vowel.phones[-1] == "ER" and letters.endswith("r") and len(letters) > 1
    return vowel.end - 1 if carries and (stressed or letters != "er") else vowel.end


def _single(word: str, consonant: Grapheme, end: int, *, checked: bool) -> int:
    """Where one consonant between two vowels is cut off or cut in two ("lit-tle", "riv-er", "o-pen")."""
    if _doubled(word, consonant) and consonant.end - consonant.start == 2:
        return consonant.start + 1
    letters = word[consonant.start : consonant.end]
    if letters == "ght":
        return consonant.end - 1
    if letters in {"st", "ft"}:
        return consonant.start + 1
    if letters in {"x", "ck", "dg"} or consonant.phones == ("NG",):
        return end
    if consonant.phones[0] in {"SH", "ZH", "CH"} and word[consonant.start + 1 : end + 1].endswith(("i", "ia", "io")):
        return consonant.start
    return end if checked else consonant.start


def _doubled(word: str, grapheme: Grapheme) -> bool:
    letters = word[grapheme.start : grapheme.end]
    return len(letters) >= 2 and letters[0] == letters[1]


def _checked(word: str, vowel: Grapheme) -> bool:
    """Whether the vowel is short and so holds on to the next consonant; "o" as in "body" is, "a" as in "father" not."""
    sound = next(phone for phone in reversed(vowel.phones) if is_vowel(phone))
    if sound == "AA":
        return word[vowel.start : vowel.end] == "o"
    return sound in CHECKED_VOWELS and not (sound == "UH" and word[vowel.end :].startswith("r"))


def _spread(starts: list[int], count: int, letters: int) -> tuple[int, ...]:
    """Exactly `count` rising starts: vowels that share a grapheme, or have none, take a letter each where they fall."""
    starts = sorted(set(starts))
    while len(starts) > count:
        starts.pop()
    # The widest is parted first, of equals the last.
    wide = [(start - end, -start) for start, end in pairwise([*starts, letters])]
    heapify(wide)
    while len(starts) < count:
        width, before = wide[0]
        start, end = -before, -before - width
        middle = (start + end + 1) // 2
        starts.append(middle)
        heapreplace(wide, (start - middle, before))
        heappush(wide, (middle - end, -middle))
    return tuple(sorted(starts))
