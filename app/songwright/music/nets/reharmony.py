"""Chords for a tune from the harmony net, which knows what usually stands around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from songwright.core.song import Chord, Key, Metre, Mode, Music, Note, Section
from songwright.music.harmony import Chart
from songwright.music.kit import Kit
from songwright.music.nets.cells import chord_family
from songwright.music.nets.dress import dressed, usual_families
from songwright.music.nets.grid import METRES
from songwright.music.nets.harmony import HalfBar, as_chords, blank_halves, progression
from songwright.music.nets.schools import section_name
from songwright.music.styles import Style

__all__ = ["learned_chords"]

_HEAT = 0.9


def learned_chords(
    section: Section,
    music: Music,
    tune: Sequence[Note],
    bars: tuple[int, int],
    *,
    style: Style,
    key: Key,
    metre: Metre,
    heard: Sequence[tuple[float, ...]],
    closing: bool,
    seed: int,
    kit: Kit,
) -> list[Chord] | None:
    """Chords for the bars `bars` (first, after the last) to go with a tune; None where the net knows no such music.

    `heard` holds for every half-bar of the section (bar in triple time) the share that each pitch class sounds.
    """
    name = style.school.chords
    if not name or key.mode not in (Mode.MAJOR, Mode.MINOR) or (metre.beats, metre.unit) not in METRES or not tune:
        return None
    parts = len(heard) // music.bars
    span = metre.bar_ticks // parts
    chart = Chart(tuple(sorted(music.chords, key=lambda chord: chord.start)))

    def asked(place: int, half: HalfBar) -> HalfBar:
        there = chart.at(place * span)
        free = there is None or (bars[0] <= half.bar < bars[1] and not there.locked)
        return replace(
            half,
            heard=heard[place] if any(heard[place]) else (),
            chord=None if there is None or free else (there.root, chord_family(there.quality)),
            closing=free and closing and half.bar == music.bars - 1,
        )

    blank = blank_halves(music.bars, section_name(section.kind), triple=parts == 1)
    found = progression(
        kit.harmony,
        [asked(place, half) for place, half in enumerate(blank)],
        tonic=key.tonic,
        minor=key.mode is Mode.MINOR,
        seed=seed,
        style=name,
        triple=parts == 1,
        temperature=_HEAT,
        usual=usual_families(style, key.mode),
    )
    plain = as_chords(found[bars[0] * parts : bars[1] * parts], span, bars[0] * parts)
    return list(dressed(plain, style, key, f"{seed}/{section.id}/dress"))
