"""Staves as MEI, the engraver's own format: a few bars at a time, with names on every note so that it is found again.

MEI (Music Encoding Initiative) 5: https://music-encoding.org/guidelines/v5/. Bars that belong together in one system
are separated by `<sb/>` from the next.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from songwright.core.song import TICKS_PER_QUARTER, Key
from songwright.formats.engraving.staves import Clef, Sign, Staff
from songwright.formats.measures import Measure
from songwright.formats.strophes import Volta
from songwright.formats.sung import SungSyllable
from songwright.formats.written_signs import WrittenSign
from songwright.music.pitch import key_fifths, spell

__all__ = ["COURTESY", "MeiPassage", "SyllablesAt", "to_mei"]

SyllablesAt = Callable[[Staff, Sign], Sequence[tuple[int, SungSyllable]]]
"""The syllables that begin with a sign of a staff, each with the number of its verse (from 1)."""

_DURATIONS = {"whole": "1", "half": "2", "quarter": "4", "eighth": "8", "16th": "16", "32nd": "32", "64th": "64"}
_FLAGGED = frozenset({"eighth", "16th", "32nd", "64th"})
_CLEFS = {
    Clef.TREBLE: 'clef.shape="G" clef.line="2"',
    Clef.TREBLE_8: 'clef.shape="G" clef.line="2" clef.dis="8" clef.dis.place="below"',
    Clef.BASS: 'clef.shape="F" clef.line="4"',
    Clef.DRUMS: 'clef.shape="perc"',
}
# Where the drums of General MIDI are written (0 is the lowest line) and with which head, after the Percussive Arts
# Society's guide: skins have round heads, cymbals crosses.
_DRUM_PLACES = {
    35: (1, ""), 36: (1, ""), 38: (5, ""), 40: (5, ""), 37: (5, "x"), 39: (5, "x"), 41: (2, ""), 43: (2, ""),
    45: (4, ""), 47: (6, ""), 48: (6, ""), 50: (7, ""), 42: (9, "x"), 44: (-1, "x"), 46: (9, "+"), 49: (10, "x"),
    57: (10, "x"), 51: (8, "x"), 59: (8, "x"), 53: (8, "diamond"), 54: (9, "x"), 70: (9, "x"), 56: (7, "x"),
}  # fmt: skip
_DRUM_ELSE = (6, "x")
COURTESY = "courtesy"
"""The id of a measure that only asks for signs at the end of the system before it."""
_SHARPS, _FLATS = "FCGDAEB", "BEADGCF"
_WORD_PLACES = {(True, False): "i", (False, False): "m", (False, True): "t"}
_NAME = re.compile(r"([A-G])(#*|b*)(-?\d+)")
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class MeiPassage:
    """Bars `first` to `last` (exclusive), engraved together. `systems` are the first bars of its later systems.

    `opens` says whether the time signature stands at its start, `closes` whether a section ends with it, `ends` whether
    the song does.
    """

    first: int
    last: int
    systems: tuple[int, ...] = ()
    opens: bool = False
    closes: bool = False
    ends: bool = False


def to_mei(
    staves: Sequence[Staff],
    passage: MeiPassage,
    syllables_at: SyllablesAt,
    lines: Sequence[Measure],
) -> str:
    """The passage as an MEI document. Signs are named `n<staff>-<bar>-<place>`, bars `m<bar>`.

    `lines` has the measure of every bar of the staves: what its bar lines say.
    """
    bars = []
    slurs = _slurs(staves, passage)
    for bar in range(passage.first, passage.last):
        line = lines[bar]
        begins = bar in (passage.first, *passage.systems) or line.opens is not None
        written = _bar(staves, passage, bar, syllables_at, slurs[bar], line, begins=begins)
        broken = "<sb/>" if bar in passage.systems else ""
        if line.volta is not None and (line.enters or bar == passage.first):
            broken += f'<ending n="{_times(line.volta)}">'
        closed = "</ending>" if line.volta is not None and (line.leaves or bar == passage.last - 1) else ""
        turned = _changed(lines[bar - 1], line, staves) if bar > passage.first else ""
        bars.append(f"{turned}{broken}{written}{closed}")
    if passage.last < len(lines):
        bars.append(_courtesy(staves, lines[passage.last - 1], lines[passage.last]))
    first = lines[passage.first]
    shown = passage.opens or first.metre != lines[passage.first - 1].metre
    count = f'<meterSig count="{first.metre.beats}" unit="{first.metre.unit}"{"" if shown else _HIDDEN}/>'
    return (
        '<mei xmlns="http://www.music-encoding.org/ns/mei" meiversion="5.0"><meiHead><fileDesc><titleStmt><title/>'
        "</titleStmt><pubStmt/></fileDesc></meiHead><music><body><mdiv><score>"
        f'<scoreDef keysig="{_key_signature(first.key)}">{count}{_staff_group(staves)}</scoreDef>'
        f"<section>{''.join(bars)}</section></score></mdiv></body></music></mei>"
    )


def _changed(before: Measure, line: Measure, staves: Sequence[Staff]) -> str:
    """The key and time signature of a measure, where they are not those of the one before; drums have no key."""
    metre, key = line.metre, _key_signature(line.key)
    time = f'<meterSig count="{metre.beats}" unit="{metre.unit}"/>' if metre != before.metre else ""
    if line.key == before.key:
        return f"<scoreDef>{time}</scoreDef>" if time else ""
    keyed = (
        f'<staffDef n="{number}" keysig="{"0" if staff.clef is Clef.DRUMS else key}"/>'
        for number, staff in enumerate(staves, 1)
    )
    return f"<scoreDef>{time}<staffGrp>{''.join(keyed)}</staffGrp></scoreDef>"


def _courtesy(staves: Sequence[Staff], last: Measure, following: Measure) -> str:
    """An empty system in the signs of the next one, so that the last shows them at its end; it is not drawn itself."""
    turned = _changed(last, following, staves)
    rests = "".join(
        f'<staff n="{number}"><layer n="1"><mRest/></layer></staff>' for number in range(1, len(staves) + 1)
    )
    return f'{turned}<sb/><measure xml:id="{COURTESY}">{rests}</measure>' if turned else ""


def _times(volta: Volta) -> str:
    """For which times an ending is: "1–3." where it is for several in a row."""
    first, last = volta.times[0], volta.times[-1]
    return f"{first}." if first == last else f"{first}–{last}."


_HIDDEN = ' form="invis"'


def _key_signature(key: Key) -> str:
    fifths = key_fifths(key)
    return "0" if fifths == 0 else f"{abs(fifths)}{'s' if fifths > 0 else 'f'}"


def _staff_group(staves: Sequence[Staff]) -> str:
    inside = []
    numbered = list(enumerate(staves, 1))
    for brace, group in groupby(numbered, key=lambda entry: entry[1].brace):
        members = list(group)
        named = len(staves) > 1
        definitions = "".join(_staff(number, staff, named=named and not brace) for number, staff in members)
        if brace and len(members) > 1:
            label = _label(members[0][1].label) if named else ""
            definitions = f'<staffGrp symbol="brace" bar.thru="true">{label}{definitions}</staffGrp>'
        inside.append(definitions)
    symbol = ' symbol="bracket"' if len(staves) > 1 else ""
    return f"<staffGrp{symbol}>{''.join(inside)}</staffGrp>"


def _label(text: str) -> str:
    return f"<label>{_plain(text)}</label><labelAbbr>{_plain(text)}</labelAbbr>" if text else ""


def _staff(number: int, staff: Staff, *, named: bool) -> str:
    unkeyed = ' keysig="0"' if staff.clef is Clef.DRUMS else ""
    label = _label(staff.label) if named else ""
    return f'<staffDef n="{number}" lines="5" {_CLEFS[staff.clef]}{unkeyed}>{label}</staffDef>'


def _bar(
    staves: Sequence[Staff],
    passage: MeiPassage,
    bar: int,
    syllables_at: SyllablesAt,
    slurs: str,
    line: Measure,
    *,
    begins: bool,
) -> str:
    written = []
    for number, staff in enumerate(staves, 1):
        signs = staff.bar(bar)
        content = _Layer(staff, f"n{number}-{bar}", line, syllables_at, numbered=begins).write(signs)
        written.append(f'<staff n="{number}"><layer n="1">{content}</layer></staff>')
    partial = ' metcon="false"' if line.part else ""
    return (
        f'<measure n="{line.bar + 1}" xml:id="m{bar}"{partial}{_bar_lines(passage, bar, line)}>'
        f"{''.join(written)}{slurs}</measure>"
    )


def _bar_lines(passage: MeiPassage, bar: int, line: Measure) -> str:
    last = bar == passage.last - 1
    left = ' left="rptstart"' if line.opens is not None else ""
    if line.again:
        return f'{left} right="rptend"'
    if last and passage.ends:
        return f'{left} right="end"'
    return f'{left} right="dbl"' if last and passage.closes else left


def _slurs(staves: Sequence[Staff], passage: MeiPassage) -> defaultdict[int, str]:
    """By bar: a slur over each syllable that is sung on several notes."""
    found: defaultdict[int, str] = defaultdict(str)
    for number, staff in enumerate(staves, 1):
        sung = [
            (f"n{number}-{bar}-{place}", bar, sign.written)
            for bar in range(passage.first, min(passage.last, len(staff.bars)))
            for place, sign in enumerate(staff.bars[bar])
            if staff.sings and sign.pitches
        ]
        for (_, line, syllable), group in groupby(sung, key=lambda entry: _sung(entry[2])):
            notes = list(group)
            if line is not None and syllable is not None and sum(1 for note in notes if not note[2].tied_from) > 1:
                found[notes[0][1]] += f'<slur startid="#{notes[0][0]}" endid="#{notes[-1][0]}"/>'
    return found


def _sung(written: WrittenSign) -> tuple[int, str | None, int | None]:
    note = written.note
    return (note.section, note.line, note.syllable) if note is not None else (-1, None, None)


class _Layer:
    """One voice of one bar."""

    def __init__(self, staff: Staff, prefix: str, line: Measure, syllables_at: SyllablesAt, *, numbered: bool) -> None:
        self._numbered = numbered  # whether the verses' numbers still stand before what comes
        self._staff = staff
        self._prefix = prefix
        self._line = line
        self._key = key = line.key
        self._syllables_at = syllables_at
        fifths = key_fifths(key)
        letters = _SHARPS[:fifths] if fifths > 0 else _FLATS[:-fifths]
        self._signature = dict.fromkeys(letters, 1 if fifths > 0 else -1)
        self._altered: dict[tuple[str, str], int] = {}

    def write(self, signs: Sequence[Sign]) -> str:
        """The content of the layer; a rest for the whole bar when nothing sounds."""
        if not any(sign.pitches for sign in signs):
            return f'<mRest xml:id="{self._prefix}-0"/>'
        named = [(f"{self._prefix}-{place}", sign) for place, sign in enumerate(signs)]
        return "".join(self._tuplet(run) if triplet else self._beamed(run) for triplet, run in _runs(named))

    def _tuplet(self, run: list[tuple[str, Sign]]) -> str:
        return f'<tuplet num="3" numbase="2">{self._beamed(run)}</tuplet>'

    def _beamed(self, run: list[tuple[str, Sign]]) -> str:
        found = []
        for beam, group in groupby(run, key=lambda entry: self._beam(entry[1])):
            written = [self._sign(name, sign) for name, sign in group]
            content = "".join(written)
            found.append(f"<beam>{content}</beam>" if beam is not None and len(written) > 1 else content)
        return "".join(found)

    def _beam(self, sign: Sign) -> int | None:
        """The group under one beam that a sign belongs to; None when it has no flag."""
        if not sign.pitches or sign.written.value.sign not in _FLAGGED:
            return None
        metre = self._line.metre
        compound = metre.unit >= 8 and metre.beats % 3 == 0
        group = metre.beat_ticks * 3 if compound else max(metre.beat_ticks, TICKS_PER_QUARTER)
        return (sign.written.start - self._line.bar_start) // group

    def _sign(self, name: str, sign: Sign) -> str:
        value = sign.written.value
        time = f'dur="{_DURATIONS[value.sign]}"' + (f' dots="{value.dots}"' if value.dots else "")
        if not sign.pitches:
            return f'<rest xml:id="{name}" {time}/>'
        tie = {(True, True): "m", (False, True): "i", (True, False): "t"}.get(
            (sign.written.tied_from, sign.written.tied_to)
        )
        tied = f' tie="{tie}"' if tie else ""
        verse = self._verse(sign)
        if len(sign.pitches) == 1:
            return f'<note xml:id="{name}" {time}{tied}{self._pitch(sign, 0)}>{verse}</note>'
        heads = "".join(f"<note{tied}{self._pitch(sign, place)}/>" for place in range(len(sign.pitches)))
        return f'<chord xml:id="{name}" {time}>{heads}{verse}</chord>'

    def _pitch(self, sign: Sign, place: int) -> str:
        pitch = sign.pitches[place]
        if self._staff.clef is Clef.DRUMS:
            at, head = _DRUM_PLACES.get(pitch, _DRUM_ELSE)
            return f' loc="{at}"' + (f' head.shape="{head}"' if head else "")
        match = _NAME.fullmatch(spell(pitch, self._key))
        assert match is not None  # noqa: S101 - the form of every name that `spell` gives
        letter, accidental, octave = match.groups()
        alteration = accidental.count("#") - accidental.count("b")
        sounding = f' accid.ges="{_accidental(alteration)}"' if alteration else ""
        now = self._altered.get((letter, octave), self._signature.get(letter, 0))
        if now != alteration and not sign.written.tied_from:
            self._altered[letter, octave] = alteration
            sounding = f' accid="{_accidental(alteration)}"'
        return f' pname="{letter.lower()}" oct="{octave}"{sounding}'

    def _verse(self, sign: Sign) -> str:
        sung = self._syllables_at(self._staff, sign) if self._staff.sings else ()
        numbered = self._numbered and len(sung) > 1
        self._numbered = self._numbered and not numbered
        return "".join(_verse(number, syllable, numbered=numbered) for number, syllable in sung)


def _verse(number: int, syllable: SungSyllable, *, numbered: bool) -> str:
    place = _WORD_PLACES.get((syllable.in_word == 0, syllable.ends_word), "")
    word = f' wordpos="{place}"' if place else ""
    joint = ' con="d"'
    if syllable.ends_word:
        # A line under the notes that its last syllable is drawn over.
        joint = ' con="u"' if syllable.end > syllable.first_end else ""
    label = f"<label>{number}.</label>" if numbered else ""
    return f'<verse n="{number}">{label}<syl{word}{joint}>{_plain(syllable.text)}</syl></verse>'


def _accidental(alteration: int) -> str:
    return {-2: "ff", -1: "f", 0: "n", 1: "s", 2: "x"}[alteration]


def _runs(named: list[tuple[str, Sign]]) -> Iterator[tuple[bool, list[tuple[str, Sign]]]]:
    """Signs in runs of ordinary values, and triplets one beat at a time."""
    run: list[tuple[str, Sign]] = []
    triplet = False
    for entry in named:
        value = entry[1].written.value
        if run and value.triplet != triplet:
            yield triplet, run
            run = []
        triplet = value.triplet
        run.append(entry)
        if triplet and entry[1].written.end % TICKS_PER_QUARTER == 0:
            yield True, run
            run = []
    if run:
        yield triplet, run


def _plain(text: str) -> str:
    """Text as XML content: escaped, without what XML cannot hold."""
    return html.escape(" ".join(_IMPOSSIBLE.sub(" ", text).split()), quote=False)
