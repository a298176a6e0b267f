"""From a breath of a song to an utterance: ticks to seconds, sounds to tokens, the tune to an octave that suits."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from songwright.audio.voice.alphabet import BLANK, STOP, tokens_of
from songwright.audio.voice.utterance import TokenSyllable, Tone, Utterance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from songwright.audio.voice.voice_types import VoiceType
    from songwright.core.tempo_map import TempoMap
    from songwright.music.breaths import Breath, SungUnit

__all__ = ["octaves_for", "utterance_of"]

_OCTAVES = (0, -1, 1, -2, 2)  # the first that is best


def utterance_of(breath: Breath, tempi: TempoMap, octaves: int = 0) -> Utterance:
    """What is sung in a breath, in seconds from its first note at the tempo that holds there."""
    pending: list[str] = []
    syllables: list[TokenSyllable] = []
    for unit in breath.units:
        before, nucleus, after = tokens_of(unit.uttered)
        gap = [BLANK] if unit.uttered.opens and syllables else []
        tones = _tones(unit, breath.start, tempi, 12 * octaves)
        syllables.append(TokenSyllable((*pending, *gap, *before), tuple(nucleus), tones))
        pending = after
    return Utterance(tuple(syllables), (*pending, STOP))


def _tones(unit: SungUnit, start: int, tempi: TempoMap, shift: int) -> tuple[Tone, ...]:
    return tuple(
        Tone(tempi.between(start, note.start), tempi.between(start, note.end), note.pitch + shift, note.velocity)
        for note in unit.notes
    )


def octaves_for(pitches: Iterable[int], voice: VoiceType) -> int:
    """By how many octaves a tune moves to lie best in a voice: few notes beyond its compass, and near its middle."""
    sung = list(pitches)
    if not sung:
        return 0
    centre = (voice.lowest + voice.highest) / 2

    def strain(octaves: int) -> tuple[int, int]:
        moved = [pitch + 12 * octaves for pitch in sung]
        beyond = sum(max(voice.lowest - pitch, pitch - voice.highest, 0) for pitch in moved)
        return beyond, 0 if abs(median(moved) - centre) <= 7 else 1

    return min(_OCTAVES, key=strain)
