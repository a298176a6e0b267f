"""Accompaniment and bass: a style's figures played through the chords.

Marks of an accompaniment pattern: "c" the whole chord, "s" the same short, "C" and "S" with an accent, digits one voice
(1 the lowest), "B" the root below the voicing. Marks of a bass pattern: "R" the root (or the chord's own bass), "3",
"5" and "6" above it, "8" its octave, "a" a step into the next root.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from songwright.core.song import TICKS_PER_QUARTER, Chord, Key, Metre, Note
from songwright.music.chords import QUALITIES, chord_classes, leading_tone
from songwright.music.fretboard import grip
from songwright.music.grids import Step, fit_metre, parse_pattern
from songwright.music.harmony import Chart
from songwright.music.metrics import beats, level
from songwright.music.pitch import scale
from songwright.music.variation import Bar

__all__ = ["Passage", "clear_of", "play_bass", "play_figure", "voice_chord"]

_BASS_LOW, _BASS_HIGH = 28, 48
_LOWEST_FIFTH: Final = 30
_OFF_CENTRE: Final = 0.9  # of a semitone moved, for each by which the middle of the voices is off
_DOUBLED_LEADING_TONE: Final = 50.0  # never, where there is another voicing
_SHORT: Final = 0.45
_LONG: Final = TICKS_PER_QUARTER
"""Ticks from which a sung note is heard against what the band strikes under it."""

_TURN: Final = 4
"""Bars after which a bass that only holds roots leads on."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What an accompanist reads: the chords of a section of `bars` bars; `hold` makes its last bar one long chord.

    `middle` is the pitch around which the voice sings, when somebody does, and `sung` are its notes.
    """

    chart: Chart
    bars: int
    metre: Metre
    source: Metre
    key: Key
    hold: bool = False
    middle: float | None = None
    sung: tuple[Note, ...] = ()

    @property
    def end(self) -> int:
        """The tick at which the section ends."""
        return self.bars * self.metre.bar_ticks


def voice_chord(chord: Chord, before: tuple[int, ...] | None, centre: int) -> tuple[int, ...]:
    """Four voices for a chord near `centre`, moving least from the voices `before`; the leading tone is not doubled."""
    classes = list(chord_classes(chord))
    if len(classes) > 4:
        fifth = (chord.root + 7) % 12
        classes = [tone for tone in classes if tone != fifth][:3] + classes[-1:]
    ladder = [pitch for pitch in range(centre - 12, centre + 13) if pitch % 12 in classes]
    voicings = [tuple(ladder[place : place + 4]) for place in range(len(ladder) - 3)]
    never_twice = leading_tone(chord)

    def cost(voices: tuple[int, ...]) -> float:
        doubled = sum(voice % 12 == never_twice for voice in voices) > 1
        moved = sum(abs(voice - old) for voice, old in zip(voices, before or voices, strict=False))
        return moved + _OFF_CENTRE * abs(sum(voices) / 4 - centre) + (_DOUBLED_LEADING_TONE if doubled else 0.0)

    return min(voicings, key=cost, default=tuple(ladder))


def play_figure(
    pattern: str | Sequence[Bar],
    passage: Passage,
    centre: int,
    velocity: int,
    *,
    bare: bool = False,
    fretted: bool = False,
) -> tuple[Note, ...]:
    """An accompaniment part from its pattern, or from the steps of every bar.

    A `bare` one is without thirds where the chord has its fifth; a `fretted` one is held on a guitar's neck. What would
    rub against a long sung note is left out.
    """
    if passage.middle is not None and not fretted:
        centre = clear_of(centre, passage.middle)
    found: list[Note] = []
    voices: tuple[int, ...] | None = None
    voiced: Chord | None = None
    for start, end, chord, step in _moments(pattern, passage, "c"):
        if voices is None or voiced != chord:
            voices, voiced = _voiced(chord, voices, centre, bare=bare, fretted=fretted), chord
        loud = velocity + _accent(passage.metre, start) + (12 if step.mark in "CS" else 0)
        length = max(1, round((end - start) * _SHORT)) if step.mark in "sS" else end - start
        loud = max(1, min(127, loud))
        struck = _struck(step.mark, voices, chord, centre)
        kept = _clear(struck, voices, _long(passage.sung, start, start + length))
        found += [Note(start, length, pitch, loud) for pitch in kept]
    return tuple(sorted(found, key=lambda note: (note.start, note.pitch)))


def _voiced(chord: Chord, before: tuple[int, ...] | None, centre: int, *, bare: bool, fretted: bool) -> tuple[int, ...]:
    power = bare and 7 in QUALITIES.get(chord.quality, ())
    held = grip(chord, before, centre, bare=power) if fretted else ()
    return held or voice_chord(replace(chord, quality="5") if power else chord, before, centre)


def _long(sung: Sequence[Note], start: int, end: int) -> list[int]:
    """The pitches of sung notes that last and are heard with what is struck from `start` to `end`."""
    return [
        note.pitch
        for note in sung
        if note.length >= _LONG and min(note.end, end) - max(note.start, start) >= _LONG // 2
    ]


def _clear(struck: tuple[int, ...], voices: tuple[int, ...], long: Sequence[int]) -> tuple[int, ...]:
    """The pitches of a stroke without those a semitone or minor ninth from one of the `long` sung ones.

    Where none would be left, the nearest of the other voices that does not rub, if there is one.
    """
    kept = tuple(pitch for pitch in struck if not _rubs(pitch, long))
    if kept or not struck:
        return kept
    others = [voice for voice in voices if not _rubs(voice, long)]
    return (min(others, key=lambda voice: abs(voice - struck[0])),) if others else struck


def _rubs(pitch: int, tunes: Sequence[int]) -> bool:
    return any(abs(pitch - tune) % 12 == 1 for tune in tunes)


def clear_of(centre: int, middle: float) -> int:
    """A centre for voicings that leaves room for a tune around `middle`: a fifth below it, or above if it was there."""
    if centre >= middle - 1:
        return max(centre, round(middle) + 7)
    return min(centre, round(middle) - 7) if centre > middle - 6 else centre


def play_bass(
    pattern: str | Sequence[Bar], passage: Passage, velocity: int, *, leading: bool = False
) -> tuple[Note, ...]:
    """A bass part from its pattern; a `leading` one steps into the next chord at the end of every fourth bar."""
    found: list[Note] = []
    last = 36
    for start, end, chord, step in _moments(pattern, passage, "R"):
        root = _near(chord.root if chord.bass is None else chord.bass, last)
        following = passage.chart.following(end)
        sounding = passage.chart.at(start)
        changed = sounding is not None and sounding.start == start
        # A new chord is heard as what it is only over its root.
        mark = "R" if changed and step.mark in "a356" else step.mark
        pitch = _bass_pitch(mark, chord, root, following, passage.key)
        if _rubs(pitch, _long(passage.sung, start, end)):
            pitch = root
        last = root
        loud = velocity + _accent(passage.metre, start)
        note = Note(start, end - start, pitch, max(1, min(127, loud)))
        turn = _turn(note, passage, sounding) if leading else None
        if turn is None or following is None:
            found.append(note)
            continue
        step_in = _bass_pitch("a", chord, root, following, passage.key)
        found += [replace(note, length=turn - start), replace(note, start=turn, length=end - turn, pitch=step_in)]
    return tuple(found)


def _turn(note: Note, passage: Passage, sounding: Chord | None) -> int | None:
    """The last beat of a note that holds through the end of a fourth bar into another chord; None for any other."""
    bar, inside = divmod(note.end, passage.metre.bar_ticks)
    beat = beats(passage.metre)[-1][1]
    following = passage.chart.at(note.end)
    if inside or bar % _TURN or note.end == passage.end or note.length < 2 * beat or sounding is None:
        return None
    return None if following is None or following.root == sounding.root else note.end - beat


def _moments(pattern: str | Sequence[Bar], passage: Passage, held: str) -> Iterator[tuple[int, int, Chord, Step]]:
    """What is struck when: a held step is struck again where the chord under it changes."""
    bar_ticks = passage.metre.bar_ticks
    bars: Sequence[Bar] = ((),)
    if not isinstance(pattern, str):
        bars = pattern
    elif pattern:
        bars = fit_metre(parse_pattern(pattern, passage.source), passage.source, passage.metre)
    for bar in range(passage.bars):
        steps = bars[bar % len(bars)]
        if passage.hold and bar == passage.bars - 1:
            steps = (Step(0, bar_ticks, held),)
        for step in steps:
            start, stop = bar * bar_ticks + step.start, bar * bar_ticks + step.start + step.length
            yield from _parted(start, stop, passage, step)


def _parted(start: int, stop: int, passage: Passage, step: Step) -> Iterator[tuple[int, int, Chord, Step]]:
    chord = passage.chart.at(start)
    if chord is None:
        return
    for later in passage.chart.between(start, stop):
        yield start, later.start, replace(chord, start=0, locked=False), step
        start, chord = later.start, later
        # What follows inside a held step stands on the root again.
        step = Step(step.start, step.length, "R" if step.mark in "a3568" else step.mark)
    yield start, stop, replace(chord, start=0, locked=False), step


def _struck(mark: str, voices: tuple[int, ...], chord: Chord, centre: int) -> tuple[int, ...]:
    if mark.isdigit():
        return (voices[min(int(mark), len(voices)) - 1],)
    if mark == "B":
        low = centre - 16
        return (low + (chord.root - low) % 12,)
    return voices


def _near(pitch_class: int, last: int) -> int:
    """The pitch of a class in the bass range nearest to the last one, and rather low than high."""
    choices = [pitch for pitch in range(_BASS_LOW, _BASS_HIGH - 4) if pitch % 12 == pitch_class]
    return min(choices, key=lambda pitch: (abs(pitch - last) + 0.6 * abs(pitch - 36), pitch))


def _bass_pitch(mark: str, chord: Chord, root: int, following: Chord | None, key: Key) -> int:
    """What a mark of a bass pattern means: a tone of the chord, its octave, or "a", the way to the next root."""
    if mark == "a" and following is not None:
        return _approach(root, following, key)
    if mark == "8":
        return root + 12 if root + 12 <= _BASS_HIGH else root
    base = root if chord.bass is None else root + (chord.root - chord.bass) % 12
    intervals = QUALITIES.get(chord.quality, QUALITIES[""])
    if mark in ("5", "a"):
        fifth = base + _first_of((7, 6, 8), intervals)
        # The fifth lies under the root where the instrument has it, as bass players do.
        return fifth - 12 if fifth - 12 >= _LOWEST_FIFTH else fifth
    if mark == "3":
        return _folded(base + _first_of((3, 4, 5, 2), intervals))
    if mark == "6":
        return _folded(base + (10 if 10 in intervals else 9))
    return root


def _first_of(sizes: Sequence[int], intervals: Container[int]) -> int:
    """The first of these intervals that a chord has; a fifth for a chord with none of them."""
    return next((size for size in sizes if size in intervals), 7)


def _approach(root: int, following: Chord, key: Key) -> int:
    """A step of the scale or a semitone below the next root, from the side on which the bass already is."""
    goal = _near(following.root if following.bass is None else following.bass, root)
    if goal == root:
        return _folded(root + 7)
    if goal > root:
        return goal - 1 if goal - 2 == root or (goal - 2) % 12 not in scale(key) else goal - 2
    return goal + 2 if (goal + 2) % 12 in scale(key) else goal + 1


def _folded(pitch: int) -> int:
    return pitch if pitch <= _BASS_HIGH else pitch - 12


def _accent(metre: Metre, tick: int) -> int:
    return (-6, -5, -3, 0, 4, 8)[level(metre, tick)]
