"""Chords that would go well in a place: drawn from the net of chords with all others of the section as they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from songwright.core.song import Chord, Music, Section, Song, TrackRole
from songwright.music.chords import chord_classes, parse_roman
from songwright.music.kit import Kit
from songwright.music.nets.cells import chord_family
from songwright.music.nets.dress import usual_families
from songwright.music.nets.harmony import blank_halves, fill_chords
from songwright.music.reharmony import heard_between
from songwright.music.tonality import has_minor_third

if TYPE_CHECKING:
    from songwright.music.nets.harmony import HalfBar

__all__ = ["chord_ideas"]

DRAWS = 20
WARMTH = 1.35
_ANY_CHORDS = "pop"
"""Temperature of the draws: the likeliest chord alone would be no choice."""
_MAJOR, _MINOR = ("I", "IV", "V", "vi", "ii"), ("i", "iv", "v", "VI", "VII")
"""What is offered where the net is sure of one chord."""


def chord_ideas(song: Song, section_id: str, tick: int, kit: Kit, count: int = 6) -> tuple[Chord, ...]:
    """Up to `count` chords for the half-bar at a tick of a section (whole bars in triple time), likeliest first.

    The chord that is there is not among them. Raises NetError when the net cannot run.
    """
    section = song.section(section_id)
    music = section.music
    if music is None:
        return ()
    triple = song.metre.beats == 3
    step = song.metre.bar_ticks if triple else max(1, song.metre.bar_ticks // 2)
    place = min(max(0, tick) // step, music.bars * song.metre.bar_ticks // step - 1)
    halves = _halves(song, section, music, step, place, triple=triple)
    minor = has_minor_third(song.key)
    style = kit.styles.get(song.style)
    usual = usual_families(style, song.key.mode)
    found: Counter[tuple[int, str]] = Counter()
    for seed in range(DRAWS):
        drawn = fill_chords(
            kit.harmony,
            halves,
            tonic=song.key.tonic,
            minor=minor,
            seed=seed,
            style=style.school.chords or _ANY_CHORDS,
            usual=usual,
            triple=triple,
            passes=1,
            temperature=WARMTH,
        )
        found[drawn[place]] += 1
    there = _sounding(music.chords, tick)
    chords = [Chord(tick, root, quality) for (root, quality), times in found.most_common() if times > 1]
    chords += [parse_roman(numeral, song.key, tick) for numeral in (_MINOR if minor else _MAJOR)]
    # One of each sound: "Am7" and "C6" are the same notes.
    known = {} if there is None else {frozenset(chord_classes(there)): there}
    for chord in chords:
        known.setdefault(frozenset(chord_classes(chord)), chord)
    return tuple(chord for chord in known.values() if chord is not there)[:count]


def _halves(song: Song, section: Section, music: Music, step: int, free: int, *, triple: bool) -> list[HalfBar]:

    vocal = next((track.id for track in song.tracks if track.role is TrackRole.VOCAL), "")
    tune = music.part(vocal).notes
    halves = []
    for place, half in enumerate(blank_halves(music.bars, section.kind.value, triple=triple)):
        chord = _sounding(music.chords, place * step)
        known = None if chord is None or place == free else (chord.root, chord_family(chord.quality))
        heard = heard_between(tune, place * step, (place + 1) * step)
        halves.append(replace(half, heard=heard if any(heard) else (), chord=known))
    return halves


def _sounding(chords: Sequence[Chord], tick: int) -> Chord | None:
    return next((chord for chord in reversed(chords) if chord.start <= tick), next(iter(chords), None))
