"""Which letters of a word spell which of its sounds."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from songwright.lyrics.phones import is_vowel, plain

__all__ = ["Grapheme", "align", "plain_letters"]


@dataclass(frozen=True, slots=True)
class Grapheme:
    """Letters `start:end` of a word and the phones that they spell, without stress digits.

    Silent letters belong to the grapheme before them, or at the start of a word to the one after.
    """

    start: int
    end: int
    phones: tuple[str, ...]

    @property
    def vowel(self) -> bool:
        """Whether a syllable's nucleus is in here."""
        return any(is_vowel(phone) for phone in self.phones)


# How sounds are spelled: sounds, then every spelling of them.
_SPELLINGS = """
AA: a o ah aa au ea ow e i ho ha
AE: a ai au aa i ha
AH: a e i o u y ou ea oo ai ei ia io eo iou ie au ah oa ho hu he oe ae ui ough
AO: o a au aw oa ou augh ough oo ah eo ho
AW: ou ow au ough hou ao
AY: i y igh ie ye eye uy ai ei eigh ey ay ui hi is ais
EH: e ea a ai ay ei ie eo u ae he hea ue
ER: er or ir ur ar ear our yr re eur r eer ere her oar ier olo aur ure err irr urr orr yrrh
EY: a ai ay ei ey eigh ea e ee aigh et ao au ae hei ez er
IH: i y e ee ie a u o ui ei ea ia hi ai
IY: e ea ee i y ie ei ey eo ay ae oe is he hy ois
OW: o oa ow oe ou ough ew au eau oo ho oh ot aux
OY: oy oi uoy
UH: u oo ou o ew eu oul
UW: u oo ou ew ue o ui eu ough oe wo ou ieu hu
B: b bb pb
CH: ch tch t ti cz c cc
D: d dd ed ld
DH: th
F: f ff ph gh lf ft
G: g gg gh gu gue ckg x
HH: h wh j
JH: j g dg gg d di dj
K: c k ck ch cc q qu kk que cq lk cqu kh x cch ke
L: l ll
M: m mm mb mn lm gm
N: n nn kn gn pn mn nd
NG: ng n ngue nd
P: p pp ph
R: r rr wr rh rrh
S: s ss c sc st ps sch sw ts z
SH: sh ti ci ss si ch s sch sci c
T: t tt ed bt th pt ght tte ct d cht
TH: th
V: v f ph vv lv
W: w wh u o
Y: y i j e
Z: z s zz ss x ze se es ts cz sc thes
ZH: s z si g zi j ti
K S: x cc xc cs cks
G Z: x xh
K SH: x xi cti
G ZH: x
K W: qu cqu
W AH: o
W AA: oi oi
W AY: oi
Y UW: u ew eu ue iew eau you ewe ou ui
Y AH: u eu ia io ie
Y ER: ur ure
Y UH: u eu
Y OW: io eo
Y IY: y
AH W: u
UW W: u
AH L: le el al il ol l ul 'll
AH M: m om
AH N: n en on an in 'n n
DH AH M: thm
Z AH M: sm
IY AH: ia ea io eo
T S: z zz ts
T Z: z
EH L: l
EH M: m
EH N: n
AA R: ar ear er r
AY ER: ire yre ier
AH V: 've of
AH D: 'd
IH Z: 's
W AH N: one
"""


def _by_first_letter(spellings: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for spelling in spellings:
        found.setdefault(spelling[0], []).append(spelling)
    return found


_GRAPHEMES: dict[tuple[str, ...], dict[str, list[str]]] = {
    tuple(sounds.split()): _by_first_letter(letters.split())
    for sounds, _, letters in (line.partition(": ") for line in _SPELLINGS.strip().splitlines())
}

_UNREACHED = (1e9, 0, 0)
_HOPELESS = 9.0  # a reading that costs more is given up
_LONGEST = 200  # letters of any word; what is longer is one grapheme, since the work grows with their square
_ELIDED = frozenset({"er", "ar", "or", "ir", "ur", "al", "ol", "il", "ul"})
_SILENT = {"e": 0.7, "'": 0.0, "h": 0.9, "-": 0.0}
_SILENT_OTHER = 1.2
_UNSPELLED = 2.5
_ODD_VOWEL, _ODD_CONSONANT, _UNRELATED = 1.6, 2.2, 5.0
_SEVERAL = 0.15  # a grapheme of several sounds gives way to single ones


def align(word: str, phones: tuple[str, ...]) -> tuple[Grapheme, ...]:
    """The cheapest reading of the word's letters as these phones; graphemes cover the word from end to end.

    Phones that no letter spells join the grapheme before them.
    """
    letters, sounds = plain_letters(word), tuple([plain(phone) for phone in phones])
    steps = _cheapest(letters, sounds) if len(letters) <= _LONGEST else [(0, len(letters), sounds)]
    found: list[Grapheme] = []
    silent = 0
    for start, end, spoken in steps:
        if not spoken and found and not _leans_forward(letters, start):
            found[-1] = Grapheme(found[-1].start, end, found[-1].phones)
        elif not spoken:
            silent += end - start
        elif start == end and found:
            found[-1] = Grapheme(found[-1].start, end, found[-1].phones + spoken)
        else:
            found.append(Grapheme(start - silent, end, spoken))
            silent = 0
    if silent and found:
        found[-1] = Grapheme(found[-1].start, len(word), found[-1].phones)
    return tuple(found)


def _leans_forward(letters: str, at: int) -> bool:
    """Whether a silent letter belongs to what follows: an elided vowel, as in "ev-ery" and "choc-olate"."""
    return letters[at : at + 2] in _ELIDED and at + 2 < len(letters)


def plain_letters(word: str) -> str:
    """The word in lower case, letter for letter, without accents and with straight apostrophes."""
    if word.isascii():
        return word.lower()
    letters = [unicodedata.normalize("NFKD", "'" if letter in "’‘ʼ" else letter)[:1] for letter in word]
    return "".join(letters).lower()


def _cheapest(letters: str, sounds: tuple[str, ...]) -> list[tuple[int, int, tuple[str, ...]]]:
    """Steps (letter start, letter end, sounds) of least cost, by dynamic programming over both texts."""
    rows, columns = len(letters), len(sounds)
    best: list[list[tuple[float, int, int]]] = [[_UNREACHED] * (columns + 1) for _ in range(rows + 1)]
    best[0][0] = (0.0, 0, 0)
    choices = [_choices(sounds, column) for column in range(columns)]
    for row in range(rows + 1):
        for column in range(columns + 1):
            cost = best[row][column][0]
            if cost > _HOPELESS:
                continue
            if row < rows:
                _offer(best[row + 1], column, cost + _SILENT.get(letters[row], _SILENT_OTHER), row, column)
            if column < columns:
                _offer(best[row], column + 1, cost + _UNSPELLED, row, column)
            if row == rows or column == columns:
                continue
            for spelling, taken, extra in choices[column].get(letters[row], ()):
                if letters.startswith(spelling, row):
                    _offer(best[row + len(spelling)], column + taken, cost + extra, row, column)
            _offer(best[row + 1], column + 1, cost + _odd(letters[row], sounds[column]), row, column)
    if best[rows][columns] is _UNREACHED:
        return [(0, rows, sounds)]
    return _trace(best, sounds, rows, columns)


def _odd(letter: str, sound: str) -> float:
    """What it costs that a letter spells a sound which the table does not know it for."""
    if is_vowel(sound):
        return _ODD_VOWEL if letter in "aeiouy" else _UNRELATED
    return _ODD_CONSONANT if letter not in "aeiou" else _UNRELATED


def _offer(cells: list[tuple[float, int, int]], column: int, cost: float, row: int, before: int) -> None:
    if cost < cells[column][0]:
        cells[column] = (cost, row, before)


def _choices(sounds: tuple[str, ...], column: int) -> dict[str, list[tuple[str, int, float]]]:
    """By first letter, every (spelling, sounds taken, cost) for the sounds from `column` on."""
    found: dict[str, list[tuple[str, int, float]]] = {}
    for taken in range(1, min(3, len(sounds) - column) + 1):
        for letter, spellings in _GRAPHEMES.get(sounds[column : column + taken], {}).items():
            found.setdefault(letter, []).extend([(spelling, taken, _SEVERAL * (taken - 1)) for spelling in spellings])
    return found


def _trace(
    best: list[list[tuple[float, int, int]]], sounds: tuple[str, ...], row: int, column: int
) -> list[tuple[int, int, tuple[str, ...]]]:
    steps = []
    while row or column:
        _, before_row, before_column = best[row][column]
        steps.append((before_row, row, sounds[before_column:column]))
        row, column = before_row, before_column
    return steps[::-1]
