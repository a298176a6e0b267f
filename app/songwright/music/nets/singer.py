"""The melody net sings: other pitches for the notes of a section, on its rhythm and chords."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songwright.core.song import Chord
from songwright.music.chords import chord_classes
from songwright.music.harmony import Chart
from songwright.music.kit import Kit
from songwright.music.metrics import WEAK, level
from songwright.music.nets.cells import chord_family
from songwright.music.nets.grid import STEP_TICKS
from songwright.music.nets.melody import AWKWARD, WIDEST, SungNote, TuneFrame, TuneLeaning, fill_pitches
from songwright.music.nets.schools import seeded, syllables_of, tune_style
from songwright.music.request import Watch
from songwright.music.sources import TuneTask
from songwright.music.sung_phrase import SungPhrase
from songwright.music.tonality import has_minor_third, singable_classes

__all__ = ["Singer"]

_PASSES: Final = 20
_RECALLED: Final = 0.75
"""The part of a phrase through which it goes as its twin did."""

_TRIADS: Final[Mapping[str, str]] = MappingProxyType({"7": "", "maj7": "", "m7": "m"})
_REPEATS: Final = 0.7
_LEAPS: Final = 0.15
_CONSONANCE: Final = 0.5
"""Nats that a repeated note and a leap lose, and how much chord notes are favoured on strong beats: filling from both
sides, the net repeats notes and leaps from one chord note to another more than songs do."""

_SPREAD: Final = 4.0
"""Semitones from the middle of its phrase in the rules' tune at which a note loses half a nat."""

_HOME: Final = 0.92
"""The share of closing sections whose last note is the tonic; in lead sheets about nine in ten."""

_ROOM: Final = 6
"""Semitones by which the net may go beyond the rules' tune, so that a chorus still lies above its verse."""


@dataclass(frozen=True, slots=True)
class Singer:
    """Gives the rules' notes the melody net's pitches."""

    kit: Kit
    watch: Watch

    def __call__(self, task: TuneTask) -> tuple[SungPhrase, ...]:
        """The phrases of a section with the net's pitches; see `Retuner`."""
        cells, given = self._cells(task), _known_pitches(task)
        phrases = _sung(task.phrases, self._filled(task, cells, given, _PASSES))
        again = _recalled_pitches(task, phrases, given)
        if again is None:
            return phrases
        return _sung(task.phrases, self._filled(task, cells, again, _PASSES // 2))

    def _filled(
        self, task: TuneTask, cells: Sequence[SungNote], given: Sequence[int | None], passes: int
    ) -> tuple[int, ...]:
        setting = task.setting
        rules = [pitch for phrase in task.phrases for pitch in phrase.pitches]
        low = max(setting.low, min(rules) - _ROOM)
        high = min(task.top, setting.high, max(rules) + _ROOM)
        return fill_pitches(
            self.kit.melody,
            [replace(cell, pitch=pitch) for cell, pitch in zip(cells, given, strict=True)],
            TuneFrame(
                tonic=setting.key.tonic,
                minor=has_minor_third(setting.key),
                metre=(setting.metre.beats, setting.metre.unit),
                low=low,
                high=max(low + 7, high),
                style=tune_style(setting.style),
            ),
            seed=seeded(f"{setting.seed}/{task.role}/sung"),
            leaning=TuneLeaning(
                consonance=_CONSONANCE,
                repeats=_REPEATS,
                leaps=_LEAPS,
                classes=_classes(task),
                strangeness=setting.style.strangeness,
                liking=_register(task),
            ),
            passes=passes,
            cancelled=self.watch.cancelled,
        )

    def _cells(self, task: TuneTask) -> list[SungNote]:
        """The notes as the net sees them; onsets are moved by a bar so that an upbeat's is not negative."""
        bar = task.setting.metre.bar_ticks
        chart = Chart(task.chords)
        starts = [phrase.placed.bar * bar + onset for phrase in task.phrases for onset in phrase.onsets]
        last = task.phrases[-1]
        ends = [*starts[1:], last.placed.bar * bar + max(last.placed.window.latest, last.onsets[-1] + STEP_TICKS)]
        cells: list[SungNote] = []
        for phrase in task.phrases:
            owners, words = phrase.syllables, syllables_of(phrase.placed.phrase)
            for index, owner in enumerate(owners):
                start, end = starts[len(cells)], ends[len(cells)]
                chord = chart.at(start)
                ends_line = index == len(owners) - 1
                family = "" if chord is None else chord_family(chord.quality)
                cells.append(
                    SungNote(
                        onset=round((start + bar) / STEP_TICKS),
                        length=max(1, round((end - start) / STEP_TICKS)),
                        root=None if chord is None else chord.root,
                        # A line comes to rest on its chord's triad, not on the seventh.
                        quality=_TRIADS.get(family, family) if ends_line else family,
                        kind=int(words[owner].kind),
                        held=index > 0 and owners[index - 1] == owner,
                        line_end=ends_line,
                    )
                )
        return cells


def _classes(task: TuneTask) -> list[frozenset[int]]:
    """The pitch classes that every note may have: the key's and its chord's, so that the mode is kept."""
    setting, chart = task.setting, Chart(task.chords)
    bar = setting.metre.bar_ticks
    found = [
        singable_classes(chart.at(phrase.placed.bar * bar + onset), setting.key, setting.style.bent)
        for phrase in task.phrases
        for onset in phrase.onsets
    ]
    if task.closing and _comes_home(task, chart.at(task.phrases[-1].placed.bar * bar + task.phrases[-1].onsets[-1])):
        found[-1] = frozenset({setting.key.tonic})
    return found


def _comes_home(task: TuneTask, chord: Chord | None) -> bool:
    """Whether the last note is the tonic: nearly always, as in songs, if the chord there has it."""
    rng = random.Random(f"{task.setting.seed}/{task.role}/home")
    return (chord is None or task.setting.key.tonic in chord_classes(chord)) and rng.random() < _HOME


def _register(task: TuneTask) -> NDArray[np.float64]:
    """(notes, 128): how much each note is drawn towards where its phrase lies in the rules' tune."""
    rows = []
    for phrase in task.phrases:
        centre = sum(phrase.pitches) / len(phrase.pitches)
        pull = -0.5 * ((np.arange(128) - centre) / _SPREAD) ** 2
        rows += [pull] * len(phrase.pitches)
    return np.array(rows)


def _sung(phrases: Sequence[SungPhrase], pitches: Sequence[int]) -> tuple[SungPhrase, ...]:
    """The phrases with all their pitches in a row."""
    found = []
    first = 0
    for phrase in phrases:
        found.append(replace(phrase, pitches=tuple(pitches[first : first + len(phrase.onsets)])))
        first += len(phrase.onsets)
    return tuple(found)


def _known_pitches(task: TuneTask) -> list[int | None]:
    """The pitches of locked notes, the climax, and what the earlier verse has at the same places."""
    peak = None if task.climax is None else (task.climax.phrase, task.climax.note)
    found: list[int | None] = []
    chart, bar = Chart(task.chords), task.setting.metre.bar_ticks
    for index, phrase in enumerate(task.phrases):
        words, start = phrase.placed.phrase, phrase.placed.bar * bar
        model = task.model[index % len(task.model)] if task.model else None
        there = {} if model is None else dict(zip(model.onsets, model.pitches, strict=True))
        for place, (onset, owner) in enumerate(zip(phrase.onsets, phrase.syllables, strict=True)):
            if task.climax is not None and (index, place) == peak:
                found.append(task.climax.pitch)
                continue
            kept = task.locks.sung.get((words.line, words.index(owner)))
            pitch = kept[0].pitch if kept else there.get(onset)
            ends_badly = onset == phrase.onsets[-1] and not _in_triad(pitch, chart.at(start + onset))
            if not kept and (ends_badly or _is_unsingable(found[-1] if found else None, pitch)):
                pitch = None
            found.append(pitch)
    return found


def _is_unsingable(before: int | None, pitch: int | None) -> bool:
    """Whether nobody sings one pitch after the other."""
    return before is not None and pitch is not None and (abs(pitch - before) in AWKWARD or abs(pitch - before) > WIDEST)


def _in_triad(pitch: int | None, chord: Chord | None) -> bool:
    """Whether a line may come to rest on a pitch."""
    return pitch is not None and (chord is None or pitch % 12 in chord_classes(chord)[:3])


def _recalled_pitches(
    task: TuneTask, phrases: Sequence[SungPhrase], given: Sequence[int | None]
) -> list[int | None] | None:
    """The first tune, but where a phrase recalls its twin the twin's notes, the rest of it open; None if none does."""
    found: list[int | None] = []
    opened = False
    firsts: dict[str, SungPhrase] = {}
    for index, phrase in enumerate(phrases):
        letter = task.letters[index] if index < len(task.letters) else str(index)
        known = given[len(found) : len(found) + len(phrase.onsets)]
        twin = firsts.setdefault(letter, phrase)
        if twin is phrase or task.model:
            found += phrase.pitches
            continue
        opened = True
        found += _as_twin(task, phrase, twin, known)
    return found if opened else None


def _as_twin(task: TuneTask, phrase: SungPhrase, twin: SungPhrase, known: Sequence[int | None]) -> list[int | None]:
    """The twin's pitches where the phrase has notes at the same places, as long as its own chords bear them."""
    metre, chart = task.setting.metre, Chart(task.chords)
    there = dict(zip(twin.onsets, twin.pitches, strict=True))
    limit = phrase.onsets[0] + _RECALLED * (phrase.onsets[-1] - phrase.onsets[0])
    found: list[int | None] = []
    for onset, kept in zip(phrase.onsets, known, strict=True):
        tick = phrase.placed.bar * metre.bar_ticks + onset
        pitch = there.get(onset) if onset <= limit else None
        chord = chart.at(tick)
        clashes = pitch is not None and chord is not None and pitch % 12 not in chord_classes(chord)
        if clashes and level(metre, tick) >= WEAK:
            pitch = None
        before = found[-1] if found else None
        if _is_unsingable(before, pitch):
            pitch = None
        found.append(kept if kept is not None else pitch)
    return found
