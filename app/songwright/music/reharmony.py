"""Chords for a tune that is there: the likeliest way through a key's chords, by dynamic programming."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import Chord, Key, Metre, Music, Note, Section, Song, TrackRole
from songwright.music.chords import chord_classes, parse_roman
from songwright.music.kit import Kit
from songwright.music.locks import Hold
from songwright.music.pitch import SCALES
from songwright.music.styles import role_of_kind

__all__ = ["chords_for_tune", "heard_between"]

Floats = NDArray[np.float64]

_FIFTH_DOWN: Final = 5
_FOREIGN: Final = 5.0
"""Cost of a bar whose tune is all outside the chord."""

_NOISE: Final = 0.7


def chords_for_tune(
    song: Song, section: Section, hold: Hold, seed: int, kit: Kit, *, learned: bool = False
) -> tuple[Chord, ...]:
    """All the chords of a section, those in `hold` found again to go with the tune, by rules one a bar.

    Locked chords and those outside stay. `learned` asks the harmony net where it knows style, mode and metre. Raises
    SongwrightError for a section without music.
    """
    music = section.music
    if music is None:
        raise SongwrightError(said("This section has no music yet. Compose the song first."), detail=section.id)
    sung = next((track.id for track in song.tracks if track.role is TrackRole.VOCAL), "")
    bar = song.metre.bar_ticks
    first, last = hold.first // bar, hold.last // bar
    notes = music.part(sung).notes
    closes = last == music.bars and role_of_kind(section.kind) in ("verse", "chorus")
    fresh = None
    if learned:
        fresh = _learned(song, section, notes, (first, last), seed, kit, closing=closes)
    if fresh is None:
        choices = _choices(song, section, kit)
        rng = random.Random(f"{seed}/{section.id}/chords")
        costs = _costs(song, choices, notes, range(first, last), rng, closing=closes)
        before = _sounding(music, first * bar - 1) if first else None
        after = _sounding(music, last * bar) if last < music.bars else None
        path = _best_path(costs, choices, song.key, before, after)
        fresh = [replace(choices[index], start=(first + place) * bar) for place, index in enumerate(path)]
    return _spliced(music, fresh, hold, song.metre)


def _costs(
    song: Song, choices: Sequence[Chord], notes: Sequence[Note], bars: range, rng: random.Random, *, closing: bool
) -> NDArray[np.float64]:
    """What each chord costs in each bar [bars, choices]: how badly it goes with the tune, with a little chance."""
    bar = song.metre.bar_ticks
    heard = [heard_between(notes, place * bar, (place + 1) * bar) for place in bars]
    costs = np.array([[_misfit(choice, tones) for choice in choices] for tones in heard])
    costs += np.array([[_NOISE * rng.random() for _ in choices] for _ in bars])
    if closing:
        costs[-1] += [0.0 if choice.root == song.key.tonic else _FOREIGN for choice in choices]
    return costs


def _learned(
    song: Song,
    section: Section,
    notes: Sequence[Note],
    bars: tuple[int, int],
    seed: int,
    kit: Kit,
    *,
    closing: bool,
) -> list[Chord] | None:
    # Imported when used: nets bring numpy and onnxruntime, which rules do without.
    from songwright.music.nets.reharmony import learned_chords

    if section.music is None:
        return None
    bar = song.metre.bar_ticks
    parts = 2 if bar % 960 == 0 else 1
    heard = [
        heard_between(notes, place * bar // parts, (place + 1) * bar // parts)
        for place in range(parts * section.music.bars)
    ]
    return learned_chords(
        section,
        section.music,
        notes,
        bars,
        style=kit.styles.get(song.style),
        key=song.key,
        metre=song.metre,
        heard=heard,
        closing=closing,
        seed=seed,
        kit=kit,
    )


def heard_between(notes: Sequence[Note], start: int, stop: int) -> tuple[float, ...]:
    """The share of a stretch of time that each pitch class of a tune sounds: twelve numbers that sum to 1 at most."""
    found = [0.0] * 12
    for note in notes:
        found[note.pitch % 12] += max(0, min(note.end, stop) - max(note.start, start))
    return tuple(ticks / (stop - start) for ticks in found)


def _choices(song: Song, section: Section, kit: Kit) -> list[Chord]:
    """Every chord that the style uses in such a section, and the plain ones of the key."""
    harmony = kit.styles.get(song.style).harmony[song.key.mode, role_of_kind(section.kind)]
    cells = [
        numeral for row in (*harmony.opening, *harmony.closing) for cell in row.split() for numeral in cell.split("-")
    ]
    plain = ("i", "III", "iv", "v", "VI", "VII") if 3 in SCALES[song.key.mode] else ("I", "ii", "iii", "IV", "V", "vi")
    found = dict.fromkeys(parse_roman(numeral, song.key) for numeral in (*cells, *plain))
    return list(found)


def _misfit(chord: Chord, heard: Sequence[float]) -> float:
    """What is wrong with a chord under what is sung: the share of sound outside it."""
    members = set(chord_classes(chord))
    total = sum(heard)
    return _FOREIGN * sum(share for tone, share in enumerate(heard) if tone not in members) / total if total else 0.0


def _best_path(
    costs: Floats, choices: Sequence[Chord], key: Key, before: Chord | None, after: Chord | None
) -> list[int]:
    """The choice of each bar; no root holds for more than two, so every choice is a state twice: new, and held."""
    count = len(choices)
    moves = np.array([[_move(one, other, key) for other in choices] for one in choices])
    same = np.array([[one.root == other.root for other in choices] for one in choices])
    new, held, never = np.where(same, np.inf, moves), np.where(same, moves, np.inf), np.full_like(moves, np.inf)
    steps = np.block([[new, held], [new, never]])
    start = np.zeros(count) if before is None else np.array([_move(before, choice, key) for choice in choices])
    total = np.concatenate([costs[0] + start, np.full(count, np.inf)])
    came: list[NDArray[np.int64]] = []
    for row in costs[1:]:
        paths = total[:, None] + steps
        came.append(np.argmin(paths, axis=0))
        total = paths.min(axis=0) + np.tile(row, 2)
    if after is not None:
        total = total + np.tile([_move(choice, after, key) for choice in choices], 2)
    path = [int(np.argmin(total))]
    for step in reversed(came):
        path.append(int(step[path[-1]]))
    return [place % count for place in reversed(path)]


def _move(one: Chord, other: Chord, key: Key) -> float:
    """How a chord follows another: a fifth down is best, staying is dull, the dominant wants to go home."""
    if (one.root, one.quality) == (other.root, other.quality):
        return 0.9
    step = (other.root - one.root) % 12
    cost = 0.0 if step == _FIFTH_DOWN else 0.25 if step in (2, 7, 9) else 0.5
    dominant = one.root == (key.tonic + 7) % 12
    return cost + (
        0.5 if dominant and other.root not in (key.tonic, (key.tonic + 9) % 12, (key.tonic + 8) % 12) else 0.0
    )


def _sounding(music: Music, tick: int) -> Chord | None:
    found = [chord for chord in music.chords if chord.start <= tick]
    return found[-1] if found else None


def _spliced(music: Music, fresh: Sequence[Chord], hold: Hold, metre: Metre) -> tuple[Chord, ...]:
    """The new chords inside, the old ones outside; locked ones inside hold for as long as they did."""
    ordered = sorted(music.chords, key=lambda chord: chord.start)
    inside = [span for span in _spans(ordered, music.bars * metre.bar_ticks) if hold.first <= span[0].start < hold.last]
    held = [(chord, end) for chord, end in inside if chord.locked]
    kept = [chord for chord in ordered if chord.locked or not hold.first <= chord.start < hold.last]
    placed = {chord.start: chord for chord in fresh if not _sounds_at(held, chord.start)}
    # What stays wins over what is new in the same place.
    placed |= {chord.start: chord for chord in kept}
    placed = _resumed(held, hold.last, fresh) | placed
    if inside and hold.last < hold.end:
        placed.setdefault(hold.last, replace(inside[-1][0], start=hold.last, locked=False))
    return _without_repeats([placed[start] for start in sorted(placed)], set(ordered))


def _resumed(held: Iterable[tuple[Chord, int]], last: int, fresh: Sequence[Chord]) -> dict[int, Chord]:
    """What sounds where a locked chord ends inside."""
    return {end: _after(chord, end, fresh) for chord, end in held if end < last}


def _spans(ordered: Sequence[Chord], end: int) -> list[tuple[Chord, int]]:
    """Chords with the ticks at which they end."""
    return list(zip(ordered, [*(chord.start for chord in ordered[1:]), end], strict=False))


def _sounds_at(spans: Iterable[tuple[Chord, int]], tick: int) -> bool:
    return any(chord.start <= tick < end for chord, end in spans)


def _after(chord: Chord, end: int, fresh: Sequence[Chord]) -> Chord:
    """What sounds when a locked chord ends: the new chord that would sound there, else the locked one on."""
    sounding = [other for other in fresh if other.start <= end]
    return replace(sounding[-1], start=end) if sounding else replace(chord, start=end, locked=False)


def _without_repeats(chords: Sequence[Chord], there: set[Chord]) -> tuple[Chord, ...]:
    found: list[Chord] = []
    for chord in chords:
        same = found and replace(found[-1], start=0, locked=False) == replace(chord, start=0, locked=False)
        if chord in there or not same:
            found.append(chord)
    return tuple(found)
