"""Chord diagrams: frets and fingers, or the keys of a piano, in rows above the music."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from songwright.core.song import Chord, Key
from songwright.formats.engraving.drawing import Block, Face, Ink, Item, Shape
from songwright.formats.engraving.fingering import FrettedInstrument, fingered, shape
from songwright.formats.engraving.fingering import FrettedShape as Fingering
from songwright.formats.engraving.lettering import set_text
from songwright.formats.engraving.moving import moved_item
from songwright.formats.engraving.outlines import circle, line, rectangle
from songwright.formats.engraving.pages import Flow
from songwright.music.chords import chord_classes, format_symbol, pretty_symbol

__all__ = ["diagrams", "used_chords"]

_WIDTHS = {FrettedInstrument.GUITAR: 50.0, FrettedInstrument.UKULELE: 44.0, FrettedInstrument.PIANO: 82.0}
_HEIGHTS = {FrettedInstrument.GUITAR: 66.0, FrettedInstrument.UKULELE: 66.0, FrettedInstrument.PIANO: 50.0}
_NAME_SIZE = 9.5
_FRETS = 4
_STRING, _FRET = 6.2, 9.5
"""Distances of strings and frets in points."""
_WHITE = (0, 2, 4, 5, 7, 9, 11)
_KEY_WIDTH, _KEY_HEIGHT = 5.2, 26.0
_MOST = 24
"""More chords than that are not drawn: nobody looks through three rows."""


def used_chords(chords: Iterable[Chord], capo: int = 0) -> tuple[Chord, ...]:
    """Each different chord once, in order of its first use, as it is fingered above a capo."""
    found: dict[tuple[int, str, int | None], Chord] = {}
    for chord in chords:
        shown = fingered(chord, capo)
        found.setdefault((shown.root, shown.quality, shown.bass), shown)
    return tuple(found.values())[:_MOST]


def diagrams(chords: Iterable[Chord], key: Key, instrument: FrettedInstrument, width: float) -> Iterator[Flow]:
    """Rows of diagrams, as wide as `width` at most; chords that no hand can play are left out."""
    step = _WIDTHS[instrument]
    drawn = [made for chord in chords if (made := _diagram(chord, key, instrument)) is not None]
    row = max(1, int(width // step))
    for start in range(0, len(drawn), row):
        items: list[Item] = []
        for place, diagram in enumerate(drawn[start : start + row]):
            items += _shifted(diagram, place * step)
        yield Flow(
            Block(0, 0, width, _HEIGHTS[instrument], tuple(items), label="chords"), gap=12.0 if start == 0 else 4.0
        )


def _shifted(items: list[Item], by: float) -> list[Item]:
    return [moved_item(item, by, 0.0) for item in items]


def _diagram(chord: Chord, key: Key, instrument: FrettedInstrument) -> list[Item] | None:
    if instrument is FrettedInstrument.PIANO:
        body, width = _keyboard(chord), 14 * _KEY_WIDTH
    else:
        found = shape(chord, instrument)
        if found is None:
            return None
        body, width = _fretboard(found), (len(found.frets) - 1) * _STRING
    name, _ = set_text(
        pretty_symbol(format_symbol(chord, key)), width / 2 + 6, 10, Face.SANS_BOLD, _NAME_SIZE, Ink.CHORD, anchor=0.5
    )
    return [*name, *body]


def _fretboard(found: Fingering) -> list[Item]:
    left, top = 6.0, 22.0
    strings = len(found.frets)
    right, bottom = left + (strings - 1) * _STRING, top + _FRETS * _FRET
    items: list[Item] = [Shape(line(left + n * _STRING, top, left + n * _STRING, bottom), 0.5) for n in range(strings)]
    items += [Shape(line(left, top + n * _FRET, right, top + n * _FRET), 0.5) for n in range(_FRETS + 1)]
    if found.first == 1:
        items.append(Shape(rectangle(left - 0.25, top - 1.6, right - left + 0.5, 2.0)))
    else:
        items += set_text(str(found.first), right + 3.5, top + 0.75 * _FRET, Face.SANS, 6.5, Ink.MUTED)[0]
    if found.barre is not None:
        items.append(_barre(found, left, top))
    for string, fret in enumerate(found.frets):
        x = left + string * _STRING
        if fret:
            items.append(Shape(circle(x, top + (fret - found.first + 0.5) * _FRET, 2.3)))
        elif fret == 0:
            items.append(Shape(circle(x, top - 4.6, 1.7), 0.6))
        else:
            items += [Shape(line(x - 1.6, top - 6.2, x + 1.6, top - 3.0), 0.6)]
            items += [Shape(line(x - 1.6, top - 3.0, x + 1.6, top - 6.2), 0.6)]
    return items


def _barre(found: Fingering, left: float, top: float) -> Shape:
    held = [string for string, fret in enumerate(found.frets) if fret == found.barre]
    y = top + ((found.barre or 1) - found.first + 0.5) * _FRET
    return Shape(rectangle(left + held[0] * _STRING, y - 1.1, (held[-1] - held[0]) * _STRING, 2.2))


def _keyboard(chord: Chord) -> list[Item]:
    """Two octaves of keys from C; the chord's keys are marked from its root up, a bass below it at the left."""
    left, top = 6.0, 20.0
    pitches = _piano_pitches(chord)
    items: list[Item] = []
    for number in range(14):
        x = left + number * _KEY_WIDTH
        items.append(Shape(rectangle(x, top, _KEY_WIDTH, _KEY_HEIGHT), 0.5))
        if 12 * (number // 7) + _WHITE[number % 7] in pitches:
            items.append(Shape(circle(x + _KEY_WIDTH / 2, top + _KEY_HEIGHT - 4.5, 1.9), ink=Ink.CHORD))
    for octave in range(2):
        for white, tone in ((1, 1), (2, 3), (4, 6), (5, 8), (6, 10)):
            x = left + (7 * octave + white) * _KEY_WIDTH - 1.7
            key = rectangle(x, top, 3.4, 0.6 * _KEY_HEIGHT)
            if 12 * octave + tone in pitches:
                items += [Shape(key, 0.6), Shape(circle(x + 1.7, top + 0.6 * _KEY_HEIGHT - 3, 1.6), ink=Ink.CHORD)]
            else:
                items.append(Shape(key))
    return items


def _piano_pitches(chord: Chord) -> set[int]:
    """Places on two octaves of keys: the bass lowest, then the chord upwards from its root."""
    found: list[int] = []
    if chord.bass is not None:
        found.append(chord.bass)
    for tone in chord_classes(chord):
        pitch = tone
        while found and pitch <= found[-1]:
            pitch += 12
        found.append(pitch)
    return {pitch % 24 for pitch in found}
