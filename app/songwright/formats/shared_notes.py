"""Several passes through one tune as the notes that serve all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from songwright.core.song import Chord, Note

__all__ = ["clipped", "shared_chords", "shared_notes"]

# Where more of the notes than this are held by some passes, the tunes are not one.
_MOST_HELD = 0.3


def clipped(notes: Sequence[Note], start: int, until: int) -> tuple[Note, ...]:
    """The notes from tick `start` on, counted from there, for `until` ticks; what begins before 0 goes with 0."""
    return tuple(
        replace(note, start=note.start - start, length=min(note.length, start + until - note.start))
        for note in notes
        if (note.start >= start or start == 0) and note.start < start + until
    )


def shared_chords(passes: Sequence[Sequence[Chord]], until: int) -> tuple[Chord, ...] | None:
    """The chords before tick `until`; None where the passes do not agree."""
    first, *others = (tuple(chord for chord in chords if chord.start < until) for chords in passes)
    agree = all(_sounding(other) == _sounding(first) for other in others)
    return first if agree else None


def _sounding(chords: Sequence[Chord]) -> list[tuple[int, int, str, int | None]]:
    """What is heard of chords: whether they are locked makes no difference."""
    return [(chord.start, chord.root, chord.quality, chord.bass) for chord in chords]


def shared_notes(passes: Sequence[Sequence[Note]], until: int) -> tuple[tuple[Note, ...], frozenset[int]] | None:
    """Notes before tick `until` that serve every pass, and the starts of those that only some of them strike.

    None where two passes sound different pitches at one time.
    """
    cut = [clipped(notes, 0, until) for notes in passes]
    first, *others = cut
    if all(_places(other) == _places(first) for other in others):
        return first, frozenset()
    if not all(notes and _single(notes) for notes in cut):
        return None
    edges = sorted({edge for notes in cut for note in notes for edge in (note.start, note.end)})
    course = _course(first, edges)
    if any(_course(other, edges) != course for other in others):
        return None
    starts, held = _struck(cut)
    if len(held) > _MOST_HELD * len(starts):
        return None
    return tuple(_written(first, starts, edges, course)), held


def _places(notes: Sequence[Note]) -> list[tuple[int, int, int]]:
    return [(note.start, note.length, note.pitch) for note in notes]


def _struck(passes: Sequence[Sequence[Note]]) -> tuple[list[int], frozenset[int]]:
    """Where any pass begins a note, and where not all do."""
    struck = [{note.start for note in notes} for notes in passes]
    starts = set[int]().union(*struck)
    return sorted(starts), frozenset(starts.difference(set[int].intersection(*struck)))


def _single(notes: Sequence[Note]) -> bool:
    return all(before.end <= after.start for before, after in pairwise(notes))


def _course(notes: Sequence[Note], edges: Sequence[int]) -> list[int | None]:
    """The pitch that sounds from each edge on; None where none does."""
    found: list[int | None] = []
    place = 0
    for edge in edges:
        while place < len(notes) and notes[place].end <= edge:
            place += 1
        sounds = place < len(notes) and notes[place].start <= edge
        found.append(notes[place].pitch if sounds else None)
    return found


def _written(
    first: Sequence[Note], starts: Sequence[int], edges: Sequence[int], course: Sequence[int | None]
) -> list[Note]:
    """A note from each start to the next start or silence, with the words of the first pass."""
    silences = [edge for edge, pitch in zip(edges, course, strict=True) if pitch is None]
    found = []
    for start, following in zip(starts, [*starts[1:], edges[-1] + 1], strict=True):
        end = min([following, *(edge for edge in silences if edge > start)])
        source = next(note for note in reversed(first) if note.start <= start)
        found.append(replace(source, start=start, length=end - start))
    return found
