"""Another key for a part of a song: the last chorus a tone up, or the sections that somebody chose."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from songwright.core.edits import moved_key, moved_keys, set_music
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.markings import with_own_music
from songwright.core.signatures import Marking
from songwright.core.song import Chord, Music, Note, Part, SectionKind, Song, TrackRole
from songwright.music.request import VOICES

__all__ = ["FURTHEST", "from_last_chorus", "in_another_key"]

FURTHEST = 11
"""Semitones up or down; twelve are the same key."""

_OCTAVE = 12
_SUNG = (TrackRole.VOCAL, TrackRole.HARMONY)
_STRAY = 2
"""Semitones beyond a voice's comfortable range that a singer still dares."""


def from_last_chorus(song: Song) -> tuple[str, ...]:
    """Ids of the last chorus and all that follows it. Raises SongwrightError where no chorus has music."""
    with_music = [section for section in song.sections if song.music(section) is not None]
    choruses = [place for place, section in enumerate(with_music) if section.kind is SectionKind.CHORUS]
    if not choruses:
        raise SongwrightError(said("There is no chorus with music whose key could change. Choose sections instead."))
    return tuple(section.id for section in with_music[choruses[-1] :])


def in_another_key(song: Song, sections: Collection[str], semitones: int) -> Song:
    """The song with some sections (ids) so many semitones higher: tune, chords, band and choir; locks stay locked.

    The key is marked where each begins. Voices are moved an octave back where they would leave their range otherwise.
    A chosen repeat, and one of a chosen section that is not chosen itself, gets music of its own. Raises
    SongwrightError for sections without music, and beyond `FURTHEST`.
    """
    if not -FURTHEST <= semitones <= FURTHEST or semitones == 0:
        raise SongwrightError(
            said(
                "Choose 1 to {most} semitones up or down; {semitones} is no other key within an octave.",
                most=FURTHEST,
                semitones=semitones,
            )
        )
    chosen = [section for section in song.sections if section.id in sections]
    # First every section that parts company gets what it has now: a repeat would change with what it repeats.
    for section in song.sections:
        parts_company = section.repeats is not None and (section.id in sections) != (section.repeats in sections)
        if section.music is None and parts_company and song.music(section) is not None:
            song, _ = with_own_music(song, section.id)
    octaves = _octaves(song, [song.music(section) for section in chosen], semitones)
    for section in chosen:
        music = song.section(section.id).music
        if music is None and section.repeats in sections:
            continue  # it goes with what it repeats
        song, music = with_own_music(song, section.id)
        song = set_music(song, section.id, _moved(song, music, semitones, octaves))
    return song


def _octaves(song: Song, chosen: list[Music | None], semitones: int) -> int:
    """0, or by how many octaves voices move besides: the way that leaves the singer's range least."""
    singers = [track.id for track in song.tracks if track.role is TrackRole.VOCAL]
    sung = _pitches([section.music for section in song.sections], singers)
    moving = _pitches(chosen, singers)
    if not sung or not moving:
        return 0
    middle = (min(sung) + max(sung)) / 2
    voice = min(VOICES.values(), key=lambda one: abs((one.low + one.high) / 2 - middle))
    low, high = min(voice.low, *sung) - _STRAY, max(voice.high, *sung) + _STRAY

    def beyond(octaves: int) -> int:
        shift = semitones + _OCTAVE * octaves
        return sum(max(0, low - pitch - shift, pitch + shift - high) for pitch in moving)

    return min((0, -1, 1), key=beyond)


def _pitches(musics: Iterable[Music | None], tracks: Sequence[str]) -> list[int]:
    """Every pitch of some tracks."""
    found: list[int] = []
    for music in musics:
        if music is not None:
            for name in tracks:
                found += [note.pitch for note in music.part(name).notes]
    return found


def _moved(song: Song, music: Music, semitones: int, octaves: int) -> Music:
    roles = {track.id: track.role for track in song.tracks}

    def part(one: Part) -> Part:
        role = roles.get(one.track)
        if role is TrackRole.DRUMS:
            return one
        shift = semitones + _OCTAVE * octaves * (role in _SUNG)
        return Part(one.track, tuple(_note(note, shift) for note in one.notes))

    keys = moved_keys(music.markings, semitones)
    if not keys or keys[0].start > 0:
        keys = (Marking(0, key=moved_key(song.key, semitones)), *keys)
    elif keys[0].key is None:
        keys = (replace(keys[0], key=moved_key(song.key, semitones)), *keys[1:])
    plain = tuple(found for marking in keys if (found := _without_home(marking, song)) is not None)
    chords = tuple(_chord(chord, semitones) for chord in music.chords)
    return replace(music, parts=tuple(map(part, music.parts)), chords=chords, markings=plain)


def _without_home(marking: Marking, song: Song) -> Marking | None:
    """A marking at a section's beginning without the song's own key, which holds there anyhow; None if that is all."""
    if marking.start > 0 or marking.key != song.key:
        return marking
    if marking.tempo is None and marking.metre is None:
        return None
    return replace(marking, key=None)


def _note(note: Note, semitones: int) -> Note:
    """A note moved, by octaves back where there would be no such pitch."""
    pitch = note.pitch + semitones
    while pitch > 127:
        pitch -= _OCTAVE
    while pitch < 0:
        pitch += _OCTAVE
    return replace(note, pitch=pitch)


def _chord(chord: Chord, semitones: int) -> Chord:
    bass = None if chord.bass is None else (chord.bass + semitones) % _OCTAVE
    return replace(chord, root=(chord.root + semitones) % _OCTAVE, bass=bass)
