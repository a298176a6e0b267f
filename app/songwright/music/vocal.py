"""The sung line of a section: rhythms and pitches of its phrases, and what they share with each other."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from songwright.core.language import said
from songwright.core.song import TICKS_PER_QUARTER, Metre, Note
from songwright.music.climax import Climax
from songwright.music.harmony import Chart
from songwright.music.layout import Placed
from songwright.music.locks import Locks, NoRoomError
from songwright.music.melody import Cadence, Sung
from songwright.music.metrics import beats, level, sung_step
from songwright.music.prosody import RhythmSearch
from songwright.music.setting import SongSetting
from songwright.music.sources import RhythmSource, SlurSource, TuneSource, checked_rhythm
from songwright.music.sung_phrase import SungPhrase

__all__ = ["around", "phrase_letters", "set_rhythms", "set_tune", "vocal_notes", "with_slurs"]

_ARCS: Final[Mapping[str, tuple[float, ...]]] = {
    "arch": (-0.5, 0.3, 1.0, 0.5, -0.3),
    "late arch": (-0.6, -0.3, 0.2, 1.0, 0.2),
    "fall": (0.9, 0.7, 0.3, -0.3, -0.9),
    "rise": (-0.8, -0.3, 0.2, 0.7, 0.9),
    "valley": (0.6, -0.2, -0.7, 0.0, 0.4),
    "wave": (-0.2, 0.8, -0.1, 0.7, -0.4),
}
"""The course of a phrase, from 1 (above its centre) to -1 (below), at equal distances through it."""

_OPENERS: Final = ("arch", "wave", "late arch", "rise")
_ANSWERS: Final = ("rise", "late arch", "valley", "arch")
_CLOSERS: Final = ("fall", "arch", "wave")
_AMPLITUDE: Final = 5.0

_TESSITURA: Final[Mapping[str, float]] = {"verse": 0.4, "pre-chorus": 0.52, "chorus": 0.64, "bridge": 0.56}
"""Where in the range the middle of a section's tune lies, from its bottom (0) to its top (1)."""

_LOOK_BACK: Final = 16
"""Phrases within which a tune is remembered; a prose text of thousands must not be searched for each."""

_LETTERS: Final[Mapping[int, tuple[str, ...]]] = {
    1: ("A",),
    2: ("AB", "AA"),
    3: ("AAB", "ABA"),
    4: ("ABAC", "AABA", "ABAB", "ABCB"),
    5: ("ABABC", "AABBA"),
    6: ("ABABCB", "AABAAB", "ABCABC"),
    8: ("ABACDBAC", "ABABCDAB", "ABACABAC"),
}
"""Which phrases of a section share a tune, by the number of its phrases."""


def phrase_letters(count: int, rng: random.Random) -> str:
    """A letter a phrase; phrases with the same letter begin with the same tune."""
    if count in _LETTERS:
        return rng.choice(_LETTERS[count])
    four = rng.choice(_LETTERS[4])
    return (four * (count // 4 + 1))[:count]


def set_rhythms(
    placed: Sequence[Placed], letters: str, source: RhythmSource, rules: RhythmSearch, model: Sequence[SungPhrase]
) -> tuple[SungPhrase, ...]:
    """Rhythms for all phrases from a source, or by rule where it has none.

    `model` is the tune of the earlier verse that this one follows, if there is one.
    """
    done: list[SungPhrase] = []
    for index, place in enumerate(placed):
        if len(place.fixed) == len(place.phrase):
            done.append(SungPhrase(place, _all_locked(place)))
            continue
        memory = _rhythm_model(index, placed, letters, done, model)
        found = source.fit(place.phrase, place.window, memory=memory, fixed=place.fixed, blocked=place.blocked)
        rhythm = checked_rhythm(found, place.phrase, place.window, place.fixed)
        if rhythm is None and source is not rules:
            rhythm = rules.fit(place.phrase, place.window, memory=memory, fixed=place.fixed, blocked=place.blocked)
        if rhythm is None:
            done.append(SungPhrase(place, _all_locked(place)))
        else:
            done.append(SungPhrase(place, rhythm.onsets))
    return tuple(done)


def _all_locked(place: Placed) -> tuple[int, ...]:
    if len(place.fixed) == len(place.phrase):
        return tuple(place.fixed[index] for index in range(len(place.phrase)))
    raise NoRoomError(
        said("A line no longer fits between the locked notes around it. Unlock some of them, or shorten the line."),
        detail=f"line {place.phrase.line}, {place.window}, fixed {dict(place.fixed)}",
    )


def _rhythm_model(
    index: int, placed: Sequence[Placed], letters: str, done: Sequence[SungPhrase], model: Sequence[SungPhrase]
) -> tuple[int, ...]:
    """The onsets that a phrase should share: the earlier verse's, its twin's, or those of the phrase before last."""
    if model and model[index % len(model)].placed.bars == placed[index].bars:
        return model[index % len(model)].begun
    earlier = [place for place in range(max(0, index - _LOOK_BACK), index) if placed[place].bars == placed[index].bars]
    twins = [place for place in earlier if letters[place] == letters[index]]
    alike = [place for place in earlier if placed[place].phrase.shape == placed[index].phrase.shape]
    parallel = [place for place in earlier if place == index - 2]
    for group in (twins, alike, parallel):
        if group:
            return done[group[0]].begun
    return ()


def with_slurs(
    phrases: Sequence[SungPhrase], source: SlurSource, setting: SongSetting, locks: Locks, seed: str
) -> tuple[SungPhrase, ...]:
    """The phrases with further notes on the syllables that a source wants slurred and that have time for it."""
    return tuple(_slurred(phrase, source, setting, locks, seed) for phrase in phrases)


def _slurred(phrase: SungPhrase, source: SlurSource, setting: SongSetting, locks: Locks, seed: str) -> SungPhrase:
    placed = phrase.placed
    ends = [*phrase.onsets[1:], max(placed.window.latest, phrase.onsets[-1] + 1)]
    gaps = [end - onset for onset, end in zip(phrase.onsets, ends, strict=True)]
    counts = source(placed.phrase, gaps, setting, seed)
    step = sung_step(setting.metre, setting.sung_tempo)
    onsets: list[int] = []
    owners: list[int] = []
    for index, (onset, gap, count) in enumerate(zip(phrase.onsets, gaps, counts, strict=True)):
        held = (placed.phrase.line, placed.phrase.index(index)) in locks.sung
        last = index == len(gaps) - 1
        further = [] if held or last else _slur_onsets(onset, gap, count, step)
        blocked = any(start < onset + gap and end > onset for start, end in placed.blocked)
        onsets += [onset, *([] if blocked else further)]
        owners += [index] * (len(onsets) - len(owners))
    return SungPhrase(placed, tuple(onsets), (), tuple(owners))


def _slur_onsets(onset: int, gap: int, count: int, step: int) -> list[int]:
    """Where the second and third notes of a syllable begin: in its second half, on the grid."""
    while count > 1 and gap < count * step:
        count -= 1
    if count < 2:
        return []
    half = -(-(gap // step) // 2) * step
    return [onset + half] if count == 2 or gap - half < 2 * step else [onset + half, onset + half + step]


def set_tune(
    phrases: Sequence[SungPhrase],
    letters: str,
    role: str,
    chart: Chart,
    search: TuneSource,
    span: tuple[int, int],
    metre: Metre,
    locks: Locks,
    model: Sequence[SungPhrase],
    seed: str,
    closing: bool,
    climax: Climax | None = None,
) -> tuple[SungPhrase, ...]:
    """Pitches for all phrases; the arguments are those of the section."""
    rng = random.Random(seed)
    done: list[SungPhrase] = []
    before: int | None = None
    for index, phrase in enumerate(phrases):
        noise = np.random.default_rng(rng.getrandbits(64)).normal(size=(len(phrase.onsets), len(search.pitches)))
        arc = _arc(index, len(phrases), rng)
        last = index == len(phrases) - 1
        cadence = Cadence.CLOSE if last and closing else Cadence.OPEN if last or index % 2 else Cadence.INNER
        centre = _centre(index, len(phrases), role, span)
        notes = _notes_to_find(phrase, arc, centre, cadence, chart, metre, locks)
        notes = _remembering(notes, phrase, index, letters, done, model, search)
        if climax is not None and climax.phrase == index:
            notes[climax.note] = replace(notes[climax.note], fixed=climax.pitch)
        pitches = search.fit(notes, before, noise)
        done.append(replace(phrase, pitches=pitches))
        before = pitches[-1]
    return tuple(done)


def _arc(index: int, count: int, rng: random.Random) -> tuple[float, ...]:
    if index == count - 1:
        return _ARCS[rng.choice(_CLOSERS)]
    asks = index % 2 == 0
    return _ARCS[rng.choice(_OPENERS if asks else _ANSWERS)]


def _centre(index: int, count: int, role: str, span: tuple[int, int]) -> float:
    """The pitch around which a phrase moves: the third quarter of a section is its summit."""
    low, high = span
    through = (index + 0.5) / count
    summit = 0.0
    if count >= 3 and 0.5 <= through < 0.8:
        summit = 1.6
    elif through > 0.8:
        summit = -0.6
    return low + (high - low) * _TESSITURA.get(role, 0.42) + summit


def _notes_to_find(
    phrase: SungPhrase,
    arc: tuple[float, ...],
    centre: float,
    cadence: Cadence,
    chart: Chart,
    metre: Metre,
    locks: Locks,
) -> list[Sung]:
    placed, onsets = phrase.placed, phrase.onsets
    downbeat = placed.bar * metre.bar_ticks
    ends = [*onsets[1:], max(placed.window.latest, onsets[-1] + 1)]
    first, whole = onsets[0], max(1, onsets[-1] - onsets[0])
    beat = beats(metre)[0][1]
    owners = phrase.syllables
    found = []
    for index, onset in enumerate(onsets):
        slurred = index > 0 and owners[index] == owners[index - 1]
        through = (onset - first) / whole * (len(arc) - 1)
        left = min(int(through), len(arc) - 2)
        height = arc[left] + (arc[left + 1] - arc[left]) * (through - left)
        kept = locks.sung.get((placed.phrase.line, placed.phrase.index(owners[index])))
        found.append(
            Sung(
                level=level(metre, downbeat + onset),
                strength=0 if slurred else placed.phrase.strengths[owners[index]],
                long=ends[index] - onset >= 1.5 * beat,
                chord=chart.at(downbeat + onset),
                target=centre + _AMPLITUDE * height,
                fixed=kept[0].pitch if kept else None,
                cadence=cadence if index == len(onsets) - 1 else None,
                slurred=slurred,
            )
        )
    return found


def _remembering(
    notes: list[Sung],
    phrase: SungPhrase,
    index: int,
    letters: str,
    done: Sequence[SungPhrase],
    model: Sequence[SungPhrase],
    search: TuneSource,
) -> list[Sung]:
    """The same notes with the tune that they should recall.

    That is the earlier verse's all through, a twin's for its greater part, and else the opening steps of the phrase
    before (a sequence).
    """
    if model:
        return _recalling(notes, phrase.onsets, model[index % len(model)], 2.5, 1.0)
    twins = [place for place in range(max(0, index - _LOOK_BACK), index) if letters[place] == letters[index]]
    if twins:
        return _recalling(notes, phrase.onsets, done[twins[0]], 1.6, 0.62)
    if index == 0 or index % 2 == 0:
        return notes
    steps = search.steps(done[index - 1].pitches)
    count = min(len(steps), len(notes) - 1, 4)
    return [
        replace(note, step=steps[place - 1], weight=0.7) if 0 < place <= count else note
        for place, note in enumerate(notes)
    ]


def _recalling(notes: list[Sung], onsets: Sequence[int], model: SungPhrase, weight: float, part: float) -> list[Sung]:
    limit = onsets[0] + (onsets[-1] - onsets[0]) * part
    found = []
    for note, onset in zip(notes, onsets, strict=True):
        sounding = [pitch for start, pitch in zip(model.onsets, model.pitches, strict=True) if start <= onset]
        if onset > limit or not model.pitches:
            found.append(note)
        else:
            found.append(replace(note, memory=sounding[-1] if sounding else model.pitches[0], step=None, weight=weight))
    return found


def vocal_notes(
    phrases: Sequence[SungPhrase],
    metre: Metre,
    tempo: float,
    loudness: float,
    locks: Locks,
    *,
    spoken: bool = False,
) -> tuple[Note, ...]:
    """The notes that are new in a section's vocal part, clear of the locked ones, before swing.

    `spoken` ones are never held.
    """
    starts = [phrase.placed.bar * metre.bar_ticks + onset for phrase in phrases for onset in phrase.onsets]
    taken = sorted(starts + [note.start for note in locks.vocal])
    found: list[Note] = []
    for phrase in phrases:
        downbeat, words, owners = phrase.placed.bar * metre.bar_ticks, phrase.placed.phrase, phrase.syllables
        lengths = _lengths(phrase, metre, tempo, spoken=spoken)
        for index, (onset, pitch, length) in enumerate(zip(phrase.onsets, phrase.pitches, lengths, strict=True)):
            place = (words.line, words.index(owners[index]))
            if place in locks.sung:
                continue
            start = downbeat + onset
            after = bisect_right(taken, start)
            following = taken[after] if after < len(taken) else start + length
            length = min(length, following - start)
            slurred = index > 0 and owners[index] == owners[index - 1]
            if slurred and found and found[-1].pitch == pitch and found[-1].end == start:
                # A slur on one pitch is a longer note.
                found[-1] = replace(found[-1], length=found[-1].length + length)
                continue
            stressed = words.strengths[owners[index]] == 2 and not slurred
            accent = 3 * (level(metre, start) - 3) + (4 if stressed else 0)
            velocity = max(1, min(127, round(86 * loudness) + accent))
            found.append(Note(start, length, pitch, velocity, *place))
    return tuple(sorted(found, key=lambda note: (note.start, note.pitch)))


def around(sung: Sequence[Note], locked: Sequence[Note]) -> tuple[Note, ...]:
    """New notes and locked ones together, one at a time; SongwrightError where no room is left for a syllable."""
    if not locked:
        return tuple(sung)
    found = list(locked)
    for note in sung:
        start = max((other.end for other in locked if other.start <= note.start < other.end), default=note.start)
        end = min((other.start for other in locked if other.start > note.start), default=max(note.end, start + 1))
        end = min(end, max(note.end, start + 1))
        if end <= start:
            raise NoRoomError(
                said("A locked note leaves no room for the syllable after it. Shorten it, or unlock it."),
                detail=f"{note} among {len(locked)} locked notes",
            )
        found.append(replace(note, start=start, length=end - start))
    return tuple(sorted(found, key=lambda note: (note.start, note.pitch)))


def _lengths(phrase: SungPhrase, metre: Metre, tempo: float, *, spoken: bool) -> list[int]:
    """Lengths in ticks: joined up to the next syllable, with a breath at punctuation and at the phrase's end."""
    step = sung_step(metre, tempo)
    longest = max(2 * step, round(2.4 * tempo / 60 * TICKS_PER_QUARTER / step) * step)
    longest = 2 * step if spoken else longest
    owners = phrase.syllables
    found = []
    for index, (onset, after) in enumerate(zip(phrase.onsets, phrase.onsets[1:], strict=False)):
        length = min(after - onset, longest)
        parted = owners[index] != owners[index + 1]
        if parted and phrase.placed.phrase.pauses[owners[index]] and length > 2 * step:
            length -= step
        found.append(length)
    last = phrase.placed.window.latest - phrase.onsets[-1]
    return [*found, max(step // 8, min(last, longest))]
