"""A hummed phrase as the melody of a line: its notes given syllables, and put in place of the notes that were there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from songwright.audio.hum.quantise import GridNote, best_transposition, fitted, pace, pitches
from songwright.core.bar_lines import as_heard_in, music_ticks
from songwright.core.edits import replace_notes
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import Note, TrackRole
from songwright.music.metrics import grid_step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from songwright.audio.hum.listen import HeardNote
    from songwright.core.song import Section, Song

__all__ = ["Fit", "LineSpan", "Melody", "MelodyWishes", "melody", "place_of"]

_MIDDLE = 64.0  # where a tune lies when nothing else is known: E4
_VELOCITY = 88


class Fit(StrEnum):
    """What is done when there are not as many notes as syllables."""

    EVERY_SYLLABLE = "every"
    """Each syllable gets a note: long notes are parted, notes too many are slurred."""
    AS_HUMMED = "hummed"
    """The notes stay: syllables that are left over have none, notes that are left over are slurred to the last."""


@dataclass(frozen=True, slots=True)
class LineSpan:
    """Where a line's melody goes: from `start` to before `limit` (ticks of its section), around the pitch `near`.

    A note there usually has `step` ticks, with the rests between notes.
    """

    section: str
    track: str
    line: str
    start: int
    limit: int
    near: float
    step: float


@dataclass(frozen=True, slots=True)
class MelodyWishes:
    """How a phrase is to be taken.

    It begins `later` ticks later than the line did, is sung `pace` times as fast as it was hummed (None: once, twice
    or half, as suits the line), is moved by `transpose` semitones (None: as the key asks), and fitted to its syllables.
    The pitches of an `exact` one were played: they are neither rounded nor moved unasked.
    """

    later: int = 0
    transpose: int | None = None
    fit: Fit = Fit.EVERY_SYLLABLE
    exact: bool = False
    pace: float | None = None


@dataclass(frozen=True, slots=True)
class Melody:
    """A song with the phrase in it, and what became of the phrase.

    `heard` notes were sung for `syllables`; `notes` are the ones now in the song. `pace` tells how many times faster
    they are sung than they were hummed, `squeezed` that the phrase was too long for its place even so and is sung
    faster still; `transposed` how many semitones it was moved.
    """

    song: Song
    notes: tuple[Note, ...]
    heard: int
    syllables: int
    pace: float
    squeezed: bool
    transposed: int


def place_of(song: Song, line: str) -> LineSpan:
    """Where the melody of a line goes.

    Raises SongwrightError when its section has no music or nobody to sing, and when something of the line is locked.
    """
    section = _section_of(song, line)
    track = next((track for track in song.tracks if track.role is TrackRole.VOCAL), None)
    if section.music is None or track is None:
        raise SongwrightError(
            said("This line has no music around it yet. Compose the song once; then hum any of its lines.")
        )
    part = section.music.part(track.id).notes
    own = [note for note in part if note.line == line]
    if _locked(section, line, own):
        raise SongwrightError(
            said(
                "This line is locked, or some of its notes are, and what is locked stays as it is. Unlock it in "
                "the bars (K), or choose another line."
            )
        )
    beat = as_heard_in(song, section).metre.beat_ticks
    end, limit = _room(section, line, part, music_ticks(section.music, song.metre))
    start = min((note.start for note in own), default=-(-end // beat) * beat)
    step = _usual_length(own, part) or float(beat)
    return LineSpan(section.id, track.id, line, start, max(limit, start + beat), _usual_pitch(own or part), step)


def _locked(section: Section, line: str, notes: Sequence[Note]) -> bool:
    """Whether the line or any of its notes is."""
    return any(note.locked for note in notes) or any(known.id == line and known.locked for known in section.lines)


def _room(section: Section, line: str, part: Sequence[Note], last: int) -> tuple[int, int]:
    """Where the lines before a line end, and where those after it begin (`last` without any)."""
    order = [known.id for known in section.sung_lines]
    place = order.index(line)
    before, after = set(order[:place]), set(order[place + 1 :])
    end = max((note.end for note in part if note.line in before), default=0)
    return end, min((note.start for note in part if note.line in after), default=last)


def _usual_pitch(notes: Sequence[Note]) -> float:
    """The mean pitch, long notes counting more."""
    length = sum(note.length for note in notes)
    return sum(note.pitch * note.length for note in notes) / length if length else _MIDDLE


def _usual_length(own: Sequence[Note], part: Sequence[Note]) -> float:
    """The ticks that a note of a line has, rests included; of any line, where it has no notes; 0 without any."""
    if own:
        return (own[-1].end - own[0].start) / len(own)
    return sum(note.length for note in part) / len(part) if part else 0.0


def melody(
    song: Song,
    place: LineSpan,
    heard: Sequence[HeardNote],
    syllables: int,
    wishes: MelodyWishes = MelodyWishes(),
) -> Melody:
    """Put a phrase in the place of a line's melody. Raises SongwrightError when there is no note in it."""
    if not heard:
        raise SongwrightError(
            said("No note was heard. Hum or sing a little louder, on “la” or “da”, near the microphone.")
        )
    here = as_heard_in(song, song.section(place.section))
    start = min(
        max(place.start + wishes.later, place.start - here.metre.bar_ticks), place.limit - grid_step(here.metre)
    )
    start = max(start, _held_until(song, place))
    moved, pitched = _pitched(here, place, heard, wishes)
    room = place.limit - start
    faster = wishes.pace or pace(heard, here.tempo, place.step, syllables or len(heard), room)
    tempo, squeezed = here.tempo / faster, False
    phrase = _on_grid(here, heard, pitched, tempo, start)
    if phrase[-1].start + start >= place.limit:
        squeezed = True
        tempo *= room / phrase[-1].end
        phrase = _on_grid(here, heard, pitched, tempo, start)
    fitting = _within(phrase, room)
    if wishes.fit is Fit.EVERY_SYLLABLE:
        fitting = _parted(fitting, syllables)
    notes = tuple(
        Note(start + note.start, note.length, note.pitch, _VELOCITY, place.line, syllable, edited=True)
        for note, syllable in zip(fitting, _syllables(fitting, syllables), strict=True)
    )
    return Melody(_placed(song, place, notes), notes, len(heard), syllables, faster, squeezed, moved)


def _pitched(
    song: Song, place: LineSpan, heard: Sequence[HeardNote], wishes: MelodyWishes
) -> tuple[int, tuple[int, ...]]:
    """By how many semitones the phrase is moved, and its pitches then."""
    if wishes.exact:
        moved = wishes.transpose or 0
        return moved, tuple(min(127, max(0, round(note.pitch) + moved)) for note in heard)
    moved = best_transposition(heard, song.key) if wishes.transpose is None else wishes.transpose
    return moved, pitches(heard, song.key, transpose=moved, near=place.near)


def _section_of(song: Song, line: str) -> Section:
    for section in song.sections:
        if any(known.id == line for known in section.lines):
            return section
    raise SongwrightError(said("This line is not in the song any more; choose another one."))


def _on_grid(
    song: Song, heard: Sequence[HeardNote], pitched: Sequence[int], tempo: float, start: int
) -> tuple[GridNote, ...]:
    step = grid_step(song.metre) // 2
    return fitted(heard, pitched, metre=song.metre, tempo=tempo, step=step, begin=start)


def _within(phrase: Sequence[GridNote], room: int) -> list[GridNote]:
    """The notes that begin within `room` ticks, the last one no longer than it."""
    kept = [note for note in phrase if note.start < room]
    kept[-1] = replace(kept[-1], length=min(kept[-1].length, room - kept[-1].start))
    return kept


def _parted(phrase: list[GridNote], count: int) -> list[GridNote]:
    """The phrase with its longest notes parted in halves until there are `count`; they may become too short for it."""
    phrase = list(phrase)
    while len(phrase) < count:
        index = max(range(len(phrase)), key=lambda place: phrase[place].length)
        note = phrase[index]
        half = note.length // 2 // 30 * 30 or note.length // 2
        if half < 1:
            break
        phrase[index : index + 1] = [
            replace(note, length=note.length - half),
            replace(note, start=note.end - half, length=half),
        ]
    return phrase


def _syllables(phrase: Sequence[GridNote], count: int) -> list[int | None]:
    """The index of each note's syllable.

    Of notes too many, those that best continue the one before are slurred to it: short ones, without a rest before.
    """
    if count == 0:
        return [None] * len(phrase)
    many = len(phrase) - count
    slurred: set[int] = set()
    if many > 0:
        costs = {
            index: phrase[index].length + 4 * (phrase[index].start - phrase[index - 1].end)
            for index in range(1, len(phrase))
        }
        slurred = set(sorted(costs, key=lambda index: (costs[index], -index))[:many])
    syllable, out = -1, []
    for index in range(len(phrase)):
        syllable += index not in slurred
        out.append(syllable)
    return list(out)


def _held_until(song: Song, place: LineSpan) -> int:
    """Where the last locked note before the line's place ends: the melody cuts off no such note."""
    music = song.section(place.section).music
    notes = () if music is None else music.part(place.track).notes
    locked = (note for note in notes if note.locked and note.line != place.line and note.start < place.start)
    return max((note.end for note in locked), default=place.start - song.metre.bar_ticks)


def _placed(song: Song, place: LineSpan, notes: tuple[Note, ...]) -> Song:
    """The song with these notes for the line; what the ones before still hold is cut where these begin."""
    music = song.section(place.section).music
    assert music is not None  # noqa: S101 - `place_of` looked
    first = notes[0].start
    others = [note for note in music.part(place.track).notes if note.line != place.line]
    kept = [replace(note, length=first - note.start) if note.start < first < note.end else note for note in others]
    return replace_notes(song, place.section, place.track, [*kept, *notes])
