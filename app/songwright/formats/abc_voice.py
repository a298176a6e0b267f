"""One voice of an ABC tune: rows of music and the words below them, as notes in bars."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.formats.abc_words import aligned
from songwright.formats.errors import UnreadableError
from songwright.formats.heard import MOST_BARS, MOST_NOTES
from songwright.formats.performed import WrittenBar, WrittenChord, WrittenMark, WrittenNote, WrittenWord
from songwright.formats.unfold import BarFlow
from songwright.music.chords import parse_symbol

__all__ = ["AbcVoice", "Clock"]

_TOKEN = re.compile(
    r"""
    (?P<field>\[[A-Za-z]:[^\[\]]*\])
    |(?P<quoted>"[^"]*")
    |(?P<decoration>![^!|\s]{1,30}!|\+[^+|\s]{1,30}\+)
    |(?P<grace>\{[^{}]*\})
    |(?P<tuplet>\(\d(?::\d?(?::\d{0,2})?)?)
    |(?P<bar>:*\|*\[?\|+\]?:*|:+\|*:*)(?P<ending>\s*\[?\d[\d,.-]*)?
    |(?P<number>\[\d[\d,.-]*)
    |(?P<note>(?:\^\^|\^|__|_|=)?[A-Ga-g][,']*)(?P<length>\d{0,4}/*\d{0,4})
    |(?P<rest>[zx])(?P<rested>\d{0,4}/*\d{0,4})
    |(?P<bars>[ZX])(?P<count>\d{0,4})
    |(?P<open>\[)|(?P<close>\])(?P<closed>\d{0,4}/*\d{0,4})
    |(?P<tie>-)
    |(?P<broken>>{1,3}|<{1,3})
    |(?P<comment>%.*)
    |(?P<other>.)
    """,
    re.VERBOSE,
)
_PITCHES = {"C": 60, "D": 62, "E": 64, "F": 65, "G": 67, "A": 69, "B": 71}
_SHARPS, _FLATS = "FCGDAEB", "BEADGCF"
_ALTERED = {"^^": 2, "^": 1, "=": 0, "_": -1, "__": -2}
# How many notes fit the time of a tuplet of p notes, where it is not written; 0: three in compound metres, else two.
_IN_TIME_OF = {2: 3, 3: 2, 4: 3, 5: 0, 6: 2, 7: 0, 8: 3, 9: 0}
_DA_CAPO = {"D.C.": "da_capo", "dacapo": "da_capo", "D.S.": "dal_segno", "dalsegno": "dal_segno", "fine": "fine",
            "segno": "segno", "coda": "coda", "dacoda": "to_coda"}  # fmt: skip
_LONGEST = 200_000


class Clock(NamedTuple):
    """What the letters of a row mean: ticks of a plain note and of a bar, and the sharps (or flats, below 0)."""

    unit: int
    bar: int
    fifths: int


class AbcVoice:
    """Takes in rows; `close` when there are no more. Then `bars`, `notes`, `chords` and `marks` are whole."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.name = ""
        self.program = 0
        self.bars: list[WrittenBar] = []
        self.notes: list[WrittenNote] = []
        self.chords: list[WrittenChord] = []
        self.marks: list[WrittenMark] = []
        self.left_out: Counter[str] = Counter()
        self._flow = BarFlow()
        self._at = Fraction(0)
        self._altered: dict[str, int] = {}
        self._tied: set[int] = set()  # pitches that a tie leads on
        self._struck: list[int] = []  # notes (by their place) of the last sign
        self._chord: list[tuple[str, str]] | None = None  # letters inside [ ]
        self._stretch: list[Fraction] = []  # what the coming notes of a tuplet are multiplied by
        self._broken = Fraction(1)
        self._row_notes: list[int] = []
        self._row_bars: list[int] = []  # for each note of the row, its bar
        self._verse = 0
        self._ending: tuple[int, ...] = ()

    def music(self, row: str, inline: Callable[[str, str], AbcVoice]) -> None:
        """A row of music. A field in it may hand over to another voice."""
        voice = self
        voice._begin_row()
        for match in _TOKEN.finditer(row):
            kind = match.lastgroup or ""
            kind = _WHOLE.get(kind, kind)
            if kind == "field":
                body = match["field"][1:-1]
                if body[0] == "P":
                    voice.mark(body[2:])
                    continue
                following = inline(body[0], body[2:].strip())
                if following is not voice:
                    voice = following
                    voice._begin_row()  # noqa: SLF001 - another of the same kind
            elif kind != "comment":
                voice._take(kind, match)  # noqa: SLF001
            else:
                break

    def _begin_row(self) -> None:
        self._row_notes, self._row_bars, self._verse = [], [], 0

    def words(self, row: str) -> None:
        """A row of words below the last row of music; the next is the next verse."""
        self._verse += 1
        for place, word in aligned(row, self._row_bars):
            index = self._row_notes[place]
            note = self.notes[index]
            self.notes[index] = note._replace(words={**note.words, self._verse: WrittenWord(*word)})

    @property
    def place(self) -> tuple[int, int]:
        """The bar that is being read, and how far it has come, in ticks."""
        return len(self.bars), round(self._at)

    def mark(self, title: str) -> None:
        """A part's name; it counts from the bar that begins."""
        text = " ".join(title.split())[:100]
        if text:
            self.marks.append(WrittenMark(len(self.bars) + (self._at > 0), text))

    def close(self) -> bool:
        """End the last bar; whether there are any notes."""
        self._end_bar()
        return bool(self.notes)

    def _take(self, kind: str, match: re.Match[str]) -> None:
        handler = getattr(self, f"_{kind}", None)
        if handler is not None:
            handler(match)

    # One method a kind of token ----------------------------------------------------------------------------------

    def _bar(self, match: re.Match[str]) -> None:
        sign, ending = match["bar"], match["ending"]
        if sign.startswith(":"):
            colons = len(sign) - len(sign.lstrip(":"))
            # "::" is the end of one repeat and the beginning of the next, without the bars between.
            backward = colons // 2 if colons == len(sign) else colons
            self._flow.times = max(self._flow.times, 1 + backward)
            if not self._at and self.bars:
                self.bars[-1].flow.times = max(self.bars[-1].flow.times, self._flow.times)
                self._flow.times = 0
        closes = sign.startswith(":") or "||" in sign or "]" in sign or "[" in sign or sign.endswith(":")
        self._end_bar()
        if closes or ending:
            self._ending = self._flow.endings = ()
        if sign.endswith(":"):
            self._flow.forward = True
        if ending:
            self._set_ending(ending)

    def _number(self, match: re.Match[str]) -> None:
        self._set_ending(match["number"])

    def _set_ending(self, text: str) -> None:
        found: list[int] = []
        for first, last in re.findall(r"(\d{1,2})(?:-(\d{1,2}))?", text):
            found += range(int(first), min(int(last or first), int(first) + 15) + 1)
        self._ending = self._flow.endings = tuple(found)

    def _end_bar(self) -> None:
        """Close the bar, unless nothing stands in it."""
        self._altered.clear()
        if self._at <= 0:
            return
        if len(self.bars) >= MOST_BARS:
            raise UnreadableError(said("This ABC tune has more than {most:,} bars. It is damaged.", most=MOST_BARS))
        self.bars.append(WrittenBar(min(_LONGEST, round(self._at)), self._flow))
        self._flow = BarFlow(endings=self._ending)
        self._at = Fraction(0)

    def _quoted(self, match: re.Match[str]) -> None:
        text = match["quoted"][1:-1].strip()
        # What begins otherwise is a remark to the player: above or below the staff, a fingering, "segue".
        if text[:1] not in _PITCHES or text.upper().strip(".") in ("N.C", "NC"):
            return
        try:
            chord = parse_symbol(text)
        except SongwrightError:
            self.left_out[
                said("The chord “{text}” is none that Songwright knows; it was left out.", text=text[:20])
            ] += 1
            return
        self.chords.append(WrittenChord(len(self.bars), round(self._at), chord))

    def _decoration(self, match: re.Match[str]) -> None:
        name = _DA_CAPO.get(match["decoration"].strip("!+"))
        if name is not None:
            setattr(self._flow, name, True)

    def _tuplet(self, match: re.Match[str]) -> None:
        found = [int(part) if part else 0 for part in match["tuplet"][1:].split(":")]
        count = found[0]
        compound = self.clock.bar % 720 == 0 and self.clock.bar >= 720 and self.clock.unit * 3 != self.clock.bar
        usual = _IN_TIME_OF.get(count, 0) or (3 if compound else 2)
        time = found[1] if len(found) > 1 and found[1] else usual
        notes = found[2] if len(found) > 2 and found[2] else count
        if count:
            self._stretch = [Fraction(time, count)] * notes

    def _note(self, match: re.Match[str]) -> None:
        if self._chord is not None:
            self._chord.append((match["note"], match["length"]))
        else:
            self._sound([match["note"]], _length(match["length"]))

    def _open(self, match: re.Match[str]) -> None:  # noqa: ARG002 - all handlers are called alike
        self._chord = []

    def _close(self, match: re.Match[str]) -> None:
        letters, self._chord = self._chord, None
        if letters:
            # The first note's length counts, and that written after the bracket.
            self._sound([letter for letter, _ in letters], _length(letters[0][1]) * _length(match["closed"]))

    def _rest(self, match: re.Match[str]) -> None:
        if self._chord is None:
            self._struck = []
            self._at += self._ticks(_length(match["rested"]))

    def _bars(self, match: re.Match[str]) -> None:
        for _ in range(min(int(match["count"] or 1), MOST_BARS)):
            self._at += self.clock.bar
            self._end_bar()

    def _tie(self, match: re.Match[str]) -> None:  # noqa: ARG002
        if self._chord is None:
            self._tied = {self.notes[place].pitch for place in self._struck}

    def _broken_(self, match: re.Match[str]) -> None:
        """`A>B`: the first note longer by half, the second shorter (and the other way round)."""
        sign = match["broken"]
        share = Fraction(1, 2 ** len(sign))
        ahead = 2 - share if sign[0] == ">" else share
        self._broken = share if sign[0] == ">" else 2 - share
        if self._struck:
            length = self.notes[self._struck[0]].length
            self._at += length * (ahead - 1)
            for place in self._struck:
                self.notes[place] = self.notes[place]._replace(length=max(1, round(length * ahead)))

    # ---------------------------------------------------------------------------------------------------------------

    def _ticks(self, length: Fraction) -> Fraction:
        stretch = self._stretch.pop() if self._stretch else Fraction(1)
        broken, self._broken = self._broken, Fraction(1)
        return min(Fraction(_LONGEST), length * self.clock.unit * stretch * broken)

    def _sound(self, letters: list[str], length: Fraction) -> None:
        ticks = self._ticks(length)
        start, end = round(self._at), round(self._at + ticks)
        if len(self.notes) > MOST_NOTES:
            raise UnreadableError(said("This ABC tune has more than {most:,} notes. It is no song.", most=MOST_NOTES))
        self._struck = []
        for letter in dict.fromkeys(letters):
            pitch = self._pitch(letter)
            if 0 <= pitch <= 127 and end > start:
                self._struck.append(len(self.notes))
                tied = pitch in self._tied
                self.notes.append(WrittenNote(len(self.bars), start, end - start, pitch, 80, tied, {}))
        if self._struck:
            self._row_notes.append(self._struck[0])
            self._row_bars.append(len(self.bars))
        self._tied = set()
        self._at += ticks

    def _pitch(self, letter: str) -> int:
        sign = re.match(r"[\^_=]*", letter)
        accidental = sign[0] if sign else ""
        name = letter[len(accidental) :]
        step = name[0].upper()
        pitch = _PITCHES[step] + (12 if name[0].islower() else 0) + 12 * (name.count("'") - name.count(","))
        if accidental:
            self._altered[name] = _ALTERED[accidental]
        fifths = self.clock.fifths
        signed = (step in _SHARPS[: max(0, fifths)]) - (step in _FLATS[: max(0, -fifths)])
        return pitch + self._altered.get(name, signed)


def _length(text: str) -> Fraction:
    """`3`, `/`, `//`, `3/2`, `/4` as a share of the plain note."""
    above, slash, below = text.partition("/")
    halves = 1 + len(below) - len(below.lstrip("/"))
    under = int(below.lstrip("/") or 2**halves) if slash else 1
    return Fraction(int(above or 1) or 1, min(max(1, under), 4096))


_WHOLE = {"ending": "bar", "length": "note", "rested": "rest", "count": "bars", "closed": "close", "broken": "broken_"}
