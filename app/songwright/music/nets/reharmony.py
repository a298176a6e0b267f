"""Chords for a tune from the harmony net, which knows what usually stands around them."""

from __future__ import annotations

from collections.abc import Sequence

from songwright.core.song import Chord, Key, Metre, Mode, Music, Note, Section
from songwright.music.harmony import Chart
from songwright.music.kit import Kit
from songwright.music.nets.cells import chord_family
from songwright.music.nets.grid import METRES
from songwright.music.nets.harmony import HalfBar, fill_chords
from songwright.music.nets.schools import section_name, style_of_chords

__all__ = ["learned_chords"]

_HEAT = 0.9


def learned_chords(
    section: Section,
    music: Music,
    tune: Sequence[Note],
    bars: tuple[int, int],
    *,
    style: str,
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
    name = style_of_chords(style)
    if not name or key.mode not in (Mode.MAJOR, Mode.MINOR) or (metre.beats, metre.unit) not in METRES or not tune:
        return None
    parts = len(heard) // music.bars
    span = metre.bar_ticks // parts
    chart = Chart(tuple(sorted(music.chords, key=lambda chord: chord.start)))
    halves = []
    for place, sounding in enumerate(heard):
        bar, half = divmod(place, parts)
        there = chart.at(place * span)
        free = bars[0] <= bar < bars[1] and (there is None or not there.locked)
        halves.append(
            HalfBar(
                bar,
                second=half > 0,
                section=section_name(section.kind),
                heard=sounding if any(sounding) else (),
                chord=None if free or there is None else (there.root, chord_family(there.quality)),
                closing=free and closing and bar == music.bars - 1,
            )
        )
    found = fill_chords(
        kit.harmony,
        halves,
        tonic=key.tonic,
        minor=key.mode is Mode.MINOR,
        seed=seed,
        style=name,
        triple=parts == 1,
        temperature=_HEAT,
    )
    chords: list[Chord] = []
    for place, (root, quality) in enumerate(found):
        if bars[0] <= place // parts < bars[1] and (
            not chords or (chords[-1].root, chords[-1].quality) != (root, quality)
        ):
            chords.append(Chord(place * span, root, quality))
    return chords
