r"""ABC (standard 2.1): the melody with words below it, chord symbols in quotes, a part name a section.

A row of music holds one sung line, so that the row of words below it is that line. A line that begins with a pick-up
begins inside a bar; ABC allows a row to end there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from songwright.core.bar_lines import bar_edges
from songwright.core.language import said
from songwright.core.song import Key, Metre, Mode, Song
from songwright.core.timeline import TimedNote, Timeline, timeline
from songwright.core.turns import opening, turns
from songwright.formats.errors import ExportError
from songwright.formats.melody_track import melody_track
from songwright.formats.sung import SungSyllable, sung_syllables
from songwright.formats.written_signs import WrittenSign, notated
from songwright.lyrics.lexicon import Lexicon
from songwright.music.chords import format_symbol
from songwright.music.pitch import key_fifths, spell, spell_class

__all__ = ["to_abc"]

_UNIT = 120  # ticks of a note without a number: a sixteenth
_MODES = {Mode.MAJOR: "", Mode.MINOR: "m", Mode.DORIAN: "dor", Mode.MIXOLYDIAN: "mix",
          Mode.LYDIAN: "lyd", Mode.PHRYGIAN: "phr"}  # fmt: skip
_SIGNS = {2: "^^", 1: "^", 0: "=", -1: "_", -2: "__"}
_SHARPS, _FLATS = "FCGDAEB", "BEADGCF"
_ROW_BARS = 4
_NAME = re.compile(r"([A-G])(#*|b*)(-?\d+)")
# What means something else below the notes.
_WORD_SIGNS = str.maketrans({"_": " ", "*": "×", "|": "/", "~": " ", "\\": "/", "%": "\\%"})


def to_abc(song: Song, lexicon: Lexicon) -> str:
    """The tune; sections that repeat others are written out. ExportError when the song has no music."""
    laid = timeline(song)
    if not laid.spans:
        raise ExportError(said("There is no music yet: compose the song first, then export its tune."))
    track = melody_track(song, laid)
    notes = laid.notes(track.id) if track else ()
    rows = [*_head(song, laid), *_Tune(song, laid, notes, sung_syllables(song, laid, lexicon)).rows()]
    return "\n".join(rows) + "\n"


def _head(song: Song, laid: Timeline) -> Iterator[str]:
    first = opening(laid)
    yield "X:1"
    yield f"T:{_plain(song.title) or 'Untitled'}"
    yield f"M:{_metre(first.metre or song.metre)}"
    yield "L:1/16"
    yield f"Q:{_tempo(laid.tempi.tempo_at(0))}"
    yield f"K:{_key(first.key or song.key)}"


def _metre(metre: Metre) -> str:
    return f"{metre.beats}/{metre.unit}"


def _tempo(tempo: float) -> str:
    return f"1/4={tempo:.10g}"


def _key(key: Key) -> str:
    return f"{spell_class(key.tonic, key)}{_MODES[key.mode]}"


def _plain(text: str) -> str:
    printable = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(printable.replace("\\", "/").replace("%", "\\%").split())


@dataclass(slots=True)
class _Row:
    """Music and the words below it; a row may be without either."""

    music: str = ""
    words: str = ""
    sung: bool = False
    bars: int = 0


class _Tune:
    """The rows of the body, built sign by sign."""

    def __init__(
        self, song: Song, laid: Timeline, notes: tuple[TimedNote, ...], sung: tuple[SungSyllable, ...]
    ) -> None:
        self._song = song
        self._laid = laid
        self._notes = notes
        self._key = laid.key_at(0)
        self._gradual = [turn for turn in turns(laid) if turn.over]
        self._steps = [step for step in laid.tempi.steps if step.tick > 0]
        self._sung = {(s.span, s.line, s.index): s for s in reversed(sung)}
        self._last: object = None
        self._chords = list(laid.chords)
        self._altered: dict[str, int] = {}
        titles = {section.id: section.title or str(section.kind) for section in song.sections}
        self._marks = {span.start: _plain(titles[span.section_id]).replace("]", ")") for span in laid.spans}
        self._rows = [_Row()]

    def rows(self) -> Iterator[str]:
        """Rows of music, each with its words below."""
        bars = notated(self._notes, self._laid.bars, self._laid.end)
        for number, (start, signs) in enumerate(zip(bar_edges(self._laid.bars, len(bars)), bars, strict=False)):
            self._begin_bar(start)
            for sign in self._cut(signs):
                self._sign(sign)
            self._rows[-1].music += "|]" if number == len(bars) - 1 else "|"
            self._rows[-1].bars += 1
        for row in self._rows:
            if row.music:
                yield row.music.strip()
            if row.sung:
                yield f"w:{row.words.rstrip()}"

    def _begin_bar(self, tick: int) -> None:
        self._altered = {}
        changes = self._changes(tick)
        row = self._rows[-1]
        if row.bars >= _ROW_BARS and not row.sung:
            self._rows.append(_Row())
        if tick in self._marks:
            if self._rows[-1].music and not (self._rows[-1].sung and self._line_goes_on(tick)):
                self._rows.append(_Row())
            self._rows[-1].music += f"[P:{self._marks[tick]}]"
        self._rows[-1].music += changes

    def _changes(self, tick: int) -> str:
        """The fields of a bar that is in another metre or key than the one before."""
        found = ""
        if tick and self._laid.metre_at(tick) != self._laid.metre_at(tick - 1):
            found += f"[M:{_metre(self._laid.metre_at(tick))}]"
        if self._laid.key_at(tick) != self._key:
            self._key = self._laid.key_at(tick)
            found += f"[K:{_key(self._key)}]"
        return found

    def _line_goes_on(self, tick: int) -> bool:
        """Whether the line that is being sung began as the pick-up to what begins here."""
        later = [note for note in self._notes if note.start >= tick and note.line]
        return bool(later) and self._last == (later[0].section, later[0].line)

    def _cut(self, signs: list[WrittenSign]) -> Iterator[WrittenSign]:
        """The signs, those under which a chord changes cut there."""
        starts = {chord.start for chord in self._chords}
        for sign in signs:
            cuts = sorted(tick for tick in starts if sign.start < tick < sign.end)
            edges = [sign.start, *cuts, sign.end]
            for place, (start, end) in enumerate(pairwise(edges)):
                value = sign.value._replace(ticks=end - start) if cuts else sign.value
                tied = sign.note is not None
                yield replace(
                    sign,
                    start=start,
                    value=value,
                    tied_from=sign.tied_from or (tied and place > 0),
                    tied_to=sign.tied_to or (tied and place < len(cuts)),
                )

    def _sign(self, sign: WrittenSign) -> None:
        if sign.note is not None and not sign.tied_from:
            self._break_before(sign.note)
        row = self._rows[-1]
        row.music += self._tempo_until(sign.start)
        while self._chords and self._chords[0].start < sign.end:
            row.music += f'"{format_symbol(self._chords.pop(0).chord, self._key)}"'
        length = _length(sign.value.ticks, triplet=sign.value.triplet)
        if sign.note is None:
            row.music += f"z{length} "
            return
        tuplet = "(3:2:1" if sign.value.triplet else ""
        tie = "-" if sign.tied_to else ""
        row.music += f"{tuplet}{self._pitch(sign.note.pitch)}{length}{tie} "
        word = self._word(sign)
        # A held syllable's sign stands at it, not at the next one.
        row.words = f"{row.words.removesuffix(' ')}_ " if word == "_" and row.words[-1:] == " " else row.words + word
        row.sung = row.sung or bool(row.words.strip("* "))

    def _tempo_until(self, tick: int) -> str:
        """The tempo that has come to hold; a gradual change goes from note to note, since no tune is cut for it."""
        come = [step for step in self._steps if step.tick <= tick]
        self._steps = self._steps[len(come) :]
        begun = next((turn for turn in self._gradual if come and come[0].tick <= turn.tick <= tick), None)
        word = "" if begun is None else '"^rit."' if begun.slows else '"^accel."'
        return f"{word}[Q:{_tempo(come[-1].tempo)}]" if come else ""

    def _break_before(self, note: TimedNote) -> None:
        """A new row where a line of words begins."""
        place = (note.section, note.line)
        syllable = self._syllable(note)
        if syllable is not None and note.line and (place != self._last or syllable.index == 0):
            if self._rows[-1].sung:
                self._rows.append(_Row())
            self._last = place

    def _syllable(self, note: TimedNote) -> SungSyllable | None:
        """The syllable that begins with a note."""
        found = self._sung.get((note.section, note.line or "", -1 if note.syllable is None else note.syllable))
        # A later note on the same syllable draws it out.
        return found if found is not None and abs(found.start - note.start) <= _UNIT // 2 else None

    def _word(self, sign: WrittenSign) -> str:
        note = sign.note
        assert note is not None  # noqa: S101 - rests have no words
        if sign.tied_from:
            return "_" if note.line else "*"
        syllable = self._syllable(note)
        if syllable is None:
            return "_" if note.line and self._rows[-1].sung else "*"
        text = " ".join(syllable.text.translate(_WORD_SIGNS).split()).replace(" ", "~").replace("-", "\\-")
        return (text or "*") + (" " if syllable.ends_word else "-")

    def _pitch(self, pitch: int) -> str:
        match = _NAME.fullmatch(spell(pitch, self._key))
        assert match is not None  # noqa: S101 - the form of every name that `spell` gives
        letter, alter, octave = match[1], match[2].count("#") - match[2].count("b"), int(match[3])
        name = (letter.lower() + "'" * (octave - 5)) if octave >= 5 else letter + "," * (4 - octave)
        if self._altered.get(name, _signed(letter, self._key)) == alter:
            return name
        self._altered[name] = alter
        return _SIGNS[alter] + name


def _signed(letter: str, key: Key) -> int:
    """What the key signature does to a letter."""
    fifths = key_fifths(key)
    return (letter in _SHARPS[: max(0, fifths)]) - (letter in _FLATS[: max(0, -fifths)])


def _length(ticks: int, *, triplet: bool) -> str:
    """A length in units; that of a triplet's note as it is written, half as long again."""
    share = Fraction(ticks, _UNIT) * (Fraction(3, 2) if triplet else 1)
    if share == 1:
        return ""
    return f"{share.numerator if share.numerator != 1 else ''}" + (
        f"/{share.denominator}" if share.denominator != 1 else ""
    )
