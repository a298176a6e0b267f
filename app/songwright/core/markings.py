"""Edits of tempo, metre and key inside a song. Pure, from song to song; what cannot be is refused in a sentence."""

from __future__ import annotations

from dataclasses import replace

from songwright.core.bar_lines import Bar, bars_of, music_ticks
from songwright.core.edits import TEMPO_RANGE, check_tempo, set_music
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.signatures import Key, Marking, Metre
from songwright.core.song import Music, Note, Part, Song, TrackRole
from songwright.core.tempo_map import tempo_steps

__all__ = [
    "change_bar",
    "change_metre",
    "checked_marking",
    "marked_at",
    "remove_marking",
    "set_marking",
    "slow_ending",
    "with_own_music",
]

SLOWED = 0.6
"""The share of its tempo that a song comes to in a ritardando: plainly slower, and not yet felt as half the tempo."""


def checked_marking(
    start: int, *, tempo: float | None = None, over: int = 0, metre: Metre | None = None, key: Key | None = None
) -> Marking:
    """A marking. Raises SongwrightError for a tempo that cannot be played, or when nothing changes."""
    if tempo is not None:
        check_tempo(tempo)
    if tempo is None and metre is None and key is None:
        raise SongwrightError(said("Nothing changes here: choose a tempo, a metre or a key."))
    return Marking(start, tempo, over if tempo is not None else 0, metre, key)


def with_own_music(song: Song, section_id: str) -> tuple[Song, Music]:
    """The song in which a section shares its music with none that it repeats, and that music.

    Raises SongwrightError where there is none yet.
    """
    section = song.section(section_id)
    music = song.music(section)
    if music is None:
        raise SongwrightError(
            said("This section has no music yet. Compose it first; then its tempo, metre and key can change inside it.")
        )
    return set_music(song, section_id, music), music


def marked_at(music: Music, start: int) -> Marking | None:
    """The marking that stands at a tick of a section."""
    return next((marking for marking in music.markings if marking.start == start), None)


def set_marking(song: Song, section_id: str, marking: Marking) -> Song:
    """The song with a change in a section, in place of what stands at the same tick.

    Notes keep their ticks: with another metre bar lines fall elsewhere, and the section is filled up to a whole bar.
    Raises SongwrightError beyond the section's end, and for a metre that would begin inside a bar.
    """
    song, music = with_own_music(song, section_id)
    _check_place(music, song.metre, marking)
    others = (other for other in music.markings if other.start != marking.start)
    return set_music(song, section_id, _barred(music, song.metre, (*others, marking)))


def remove_marking(song: Song, section_id: str, start: int) -> Song:
    """The song without what is marked at a tick of a section; what held before holds on."""
    song, music = with_own_music(song, section_id)
    others = tuple(marking for marking in music.markings if marking.start != start)
    return song if others == music.markings else set_music(song, section_id, _barred(music, song.metre, others))


def change_metre(song: Song, section_id: str, start: int, metre: Metre) -> Song:
    """The song with another metre from a bar line to its section's end, or to the next change of metre.

    Notes keep their ticks. Raises SongwrightError as `set_marking`.
    """
    _, music = with_own_music(song, section_id)
    here = marked_at(music, start)
    return set_marking(song, section_id, replace(here, metre=metre) if here else Marking(start, metre=metre))


def change_bar(song: Song, section_id: str, start: int, metre: Metre) -> Song:
    """The song with one bar of a section in another metre; all other bars keep what they hold.

    What a shorter bar has no room for goes, a longer one ends in a pause. Raises SongwrightError where words would go,
    and when `start` is no bar line.
    """
    song, music = with_own_music(song, section_id)
    _check_place(music, song.metre, Marking(start, metre=metre))
    bar = next(bar for bar in bars_of(music, song.metre) if bar.start == start)
    kept = Bar(start, metre)
    if kept.end < bar.end and any(_is_sung(part, song, kept.end, bar.end) for part in music.parts):
        raise SongwrightError(
            said("Words are sung in the beats that would go. Move them, or choose a longer metre for this bar.")
        )
    moved = _stretched(music, kept.end, bar.end)
    marks = {marking.start: marking for marking in moved.markings}
    marks[start] = _joined(marks.get(start), Marking(start, metre=metre))
    if kept.end not in marks or marks[kept.end].metre is None:
        marks[kept.end] = _joined(marks.get(kept.end), Marking(kept.end, metre=bar.metre))
    end = music_ticks(music, song.metre) + kept.end - bar.end
    inside = tuple(marks[tick] for tick in sorted(marks) if tick < end)
    return set_music(song, section_id, replace(moved, markings=_plain(inside, song.metre)))


def slow_ending(song: Song, *, bars: int = 2, to: float = SLOWED) -> Song:
    """The song with a ritardando over its last bars, to a share of the tempo that it has there.

    Raises SongwrightError for a song without music, and for a tempo that nobody plays.
    """
    last = next((section for section in reversed(song.sections) if song.music(section) is not None), None)
    if last is None:
        raise SongwrightError(said("There is no music yet to slow down at its end. Compose some first."))
    song, music = with_own_music(song, last.id)
    laid = bars_of(music, song.metre)
    start = laid[max(0, len(laid) - max(1, bars))].start
    end = laid[-1].end
    before = [m for m in music.markings if m.start < start or (m.start == start and not m.over)]
    tempo = [step.tempo for step in tempo_steps(song.tempo, before, start + 1)][-1]
    slower = checked_marking(start, tempo=max(TEMPO_RANGE[0], round(tempo * to, 2)), over=end - start)
    kept = [m if m.start <= start else replace(m, tempo=None, over=0) for m in music.markings if _stays(m, start)]
    song = set_music(song, last.id, replace(music, markings=tuple(kept)))
    return set_marking(song, last.id, _joined(marked_at(music, start), slower))


def _stays(marking: Marking, start: int) -> bool:
    """Whether something of a marking is left when the tempo changes from `start` on are taken out."""
    return marking.start <= start or marking.metre is not None or marking.key is not None


def _joined(old: Marking | None, new: Marking) -> Marking:
    """Both at one place; where both say something, the new one holds."""
    if old is None:
        return new
    sets_tempo = new if new.tempo is not None else old
    return Marking(new.start, sets_tempo.tempo, sets_tempo.over, new.metre or old.metre, new.key or old.key)


def _check_place(music: Music, usual: Metre, marking: Marking) -> None:
    if not 0 <= marking.start < music_ticks(music, usual):
        raise SongwrightError(said("That place is beyond the end of its section, where no bar is."))
    if marking.metre is not None and marking.start not in {bar.start for bar in bars_of(music, usual)}:
        raise SongwrightError(said("A metre can only change where a bar begins. Choose a place at a bar line."))


def _barred(music: Music, usual: Metre, markings: tuple[Marking, ...]) -> Music:
    """The music with other markings: as many bars as it takes to hold what it held."""
    ordered = tuple(sorted(markings, key=lambda marking: marking.start))
    end = music_ticks(music, usual)
    bars = 1
    while (ticks := music_ticks(replace(music, bars=bars, markings=ordered), usual)) < end:
        bars += max(1, (end - ticks) // (32 * 1920))
    barred = replace(music, bars=bars, markings=ordered)
    lines = [bar.start for bar in bars_of(barred, usual)]
    found: dict[int, Marking] = {}
    for marking in ordered:
        place = marking.start if marking.metre is None else next((at for at in lines if at >= marking.start), None)
        if place is not None:
            found[place] = _joined(found.get(place), replace(marking, start=place))
    return replace(barred, markings=_plain(tuple(found[place] for place in sorted(found)), usual))


def _plain(markings: tuple[Marking, ...], metre: Metre) -> tuple[Marking, ...]:
    """The markings without metres that hold already."""
    found = []
    for marking in markings:
        if marking.metre == metre:
            if marking.tempo is None and marking.key is None:
                continue
            marking = replace(marking, metre=None)
        metre = marking.metre or metre
        found.append(marking)
    return tuple(found)


def _is_sung(part: Part, song: Song, first: int, last: int) -> bool:
    sung = {track.id for track in song.tracks if track.role in (TrackRole.VOCAL, TrackRole.HARMONY)}
    return part.track in sung and any(first <= note.start < last and note.line is not None for note in part.notes)


def _stretched(music: Music, new: int, old: int) -> Music:
    """The music in which what began at `old` begins at `new`: time is taken out before it, or put in."""

    def place(tick: int) -> int:
        return tick + new - old if tick >= old else min(tick, new)

    def moved(note: Note) -> Note:
        # A note that is held into time that is put in ends as it did.
        end = place(note.end) if new < old or note.start >= old else note.end
        return replace(note, start=place(note.start), length=end - place(note.start))

    parts = tuple(
        Part(part.track, tuple(moved(note) for note in part.notes if not new <= note.start < old))
        for part in music.parts
    )
    chords = {place(chord.start): replace(chord, start=place(chord.start)) for chord in music.chords}
    markings: dict[int, Marking] = {}
    for marking in music.markings:
        at = place(marking.start)
        markings[at] = _joined(markings.get(at), replace(marking, start=at))
    ordered = tuple(markings[at] for at in sorted(markings))
    return replace(music, parts=parts, chords=tuple(chords.values()), markings=ordered)
