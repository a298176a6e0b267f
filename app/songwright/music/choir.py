"""Chorale mode: the sung tune of a song in four voices, each a track with the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

from songwright.core.song import Key, Mix, Music, Note, Part, Section, Song, Track, TrackRole
from songwright.music.locks import Hold, held_notes
from songwright.music.request import Watch

if TYPE_CHECKING:
    from songwright.music.kit import Kit

__all__ = ["CHOIR", "choir_tracks", "is_choir", "lower_voices", "voices_again", "with_choir", "without_choir"]

Held = tuple[Sequence[Note], Sequence[Note], Sequence[Note]]
_Course = tuple[tuple[int, int, int, int], ...]

_CHOIR_AAHS: Final = 52
CHOIR: Final[Mapping[str, int]] = {"Soprano": 50, "Alto": 74, "Tenor": 54, "Bass": 78}
"""The four voices from the top, with where they stand from left (0) to right (127)."""


def with_choir(song: Song, kit: Kit, *, seed: int, watch: Watch | None = None) -> Song:
    """The song sung by four voices without a band: the tune on top, every voice with the words.

    The vocal track becomes the soprano; its tune is moved by octaves if it lies outside a soprano's range and nothing
    in it is locked. Locked notes of the other voices stay, and so does a track of the band on which something is
    locked. A section without words, an introduction for a band, takes no time, unless something in it is locked. Raises
    NetError when the net cannot run, Cancelled.
    """
    watch = watch or Watch()
    song, tracks = choir_tracks(song)
    names = tuple(track.id for track in tracks)
    octaves = _octaves(song, names[0])
    sections: list[Section] = []
    done: dict[_Course, Music] = {}
    for index, section in enumerate(song.sections):
        watch.report(index / len(song.sections))
        music = section.music
        if music is not None:
            held = _locked(music, names)
            course = _course(music, names[0])
            before = done.get(course) if course and not any(held) else None
            if before is not None:
                music = _sung_again(music, before, names)
            else:
                music = _in_four_voices(
                    music, names, kit, seed + index, key=song.key, held=held, octaves=octaves, watch=watch
                )
                done.setdefault(course, music)
            silent = not music.parts and not any(chord.locked for chord in music.chords)
            music = None if silent else music
        sections.append(replace(section, music=music))
    watch.report(1.0)
    players = tuple(track for track in song.tracks if track.id not in names and _has_locked(song, track.id))
    return replace(song, sections=tuple(sections), tracks=(*tracks, *players))


def choir_tracks(song: Song) -> tuple[Song, tuple[Track, ...]]:
    """The four tracks of a choir, those that are there kept with their mix: the vocal one, and three of harmony."""
    spare = [track for track in song.tracks if track.role is TrackRole.HARMONY]
    vocal = next((track for track in song.tracks if track.role is TrackRole.VOCAL), None)
    found: list[Track] = []
    for name, pan in CHOIR.items():
        old = vocal if not found else spare.pop(0) if spare else None
        if old is None:
            track_id, song = song.new_id("t")
            old = Track(track_id, "", TrackRole.HARMONY if found else TrackRole.VOCAL, mix=Mix(reverb=70))
        if old.name != name:
            old = replace(old, name=name, program=_CHOIR_AAHS, mix=replace(old.mix, pan=pan))
        found.append(old)
    return song, tuple(found)


def is_choir(song: Song) -> bool:
    """Whether the song is set for the four voices that `with_choir` makes."""
    roles = [track.role for track in song.tracks]
    return TrackRole.VOCAL in roles and roles.count(TrackRole.HARMONY) == len(CHOIR) - 1


def lower_voices(song: Song) -> tuple[Track, ...]:
    """Alto, tenor and bass of a song that is set for a choir; none in any other."""
    return tuple(track for track in song.tracks if track.role is TrackRole.HARMONY) if is_choir(song) else ()


def without_choir(song: Song) -> Song:
    """A song that is set for a choir without its three lower voices, locked ones apart; any other song as it is."""
    if not is_choir(song):
        return song
    gone = {t.id for t in song.tracks if t.role is TrackRole.HARMONY and not _has_locked(song, t.id)}

    def unsung(section: Section) -> Section:
        if section.music is None:
            return section
        parts = tuple(part for part in section.music.parts if part.track not in gone)
        return replace(section, music=replace(section.music, parts=parts))

    # Without a name a track is given its instrument again, so that the soprano becomes the band's singer.
    tracks = (replace(t, name="") if t.role is TrackRole.VOCAL else t for t in song.tracks if t.id not in gone)
    return replace(song, sections=tuple(map(unsung, song.sections)), tracks=tuple(tracks))


def voices_again(song: Song, music: Music, hold: Hold, seed: int, kit: Kit, watch: Watch) -> Music:
    """A choir's music with the lower voices that `hold` frees sung again under the tune; all else as it was."""
    names = tuple(track.id for track in choir_tracks(song)[1])
    held = tuple(
        tuple(sorted(held_notes(music, name, hold), key=lambda note: (note.start, note.pitch))) for name in names[1:]
    )
    new = _in_four_voices(
        music, names, kit, seed, key=song.key, held=(held[0], held[1], held[2]), octaves=0, watch=watch
    )
    parts = {part.track: part for part in music.parts}
    parts |= {part.track: part for part in new.parts if part.track in hold.tracks and part.track != names[0]}
    return replace(music, parts=tuple(parts.values()))


def _octaves(song: Song, vocal: str) -> int:
    """By how many octaves the tune of the whole song moves; not at all when a note of it is locked."""
    # Imported when used, here and below: nets bring numpy and onnxruntime, which rules do without.
    from songwright.music.nets.chorale import octaves_to_soprano

    notes = [note for section in song.sections if section.music for note in section.music.part(vocal).notes]
    if not notes or any(note.locked or note.edited for note in notes):
        return 0
    return octaves_to_soprano([note.pitch for note in notes])


def _course(music: Music, vocal: str) -> _Course:
    """The tune that a section sings, and which of its notes begin a syllable; not with which words."""
    notes = [note for note in music.part(vocal).notes if note.line is not None]
    begun = [0, *(int(_words(one) != _words(other)) for one, other in pairwise(notes))]
    return tuple(
        (note.start, note.length, note.pitch, syllable)
        for note, syllable in zip(notes, accumulate(begun), strict=False)
    )


def _words(note: Note) -> tuple[str | None, int | None]:
    return note.line, note.syllable


def _sung_again(music: Music, before: Music, tracks: Sequence[str]) -> Music:
    """The voices of an earlier section that has the same tune, with this section's words: a hymn has one setting."""
    tune = [note for note in music.part(tracks[0]).notes if note.line is not None]
    first = [note for note in before.part(tracks[0]).notes if note.line is not None]
    words = {_words(old): _words(new) for old, new in zip(first, tune, strict=True)}

    def sung(note: Note) -> Note:
        line, syllable = words.get(_words(note), (None, None))
        return replace(note, line=line, syllable=syllable)

    # The tune itself stays as it is, with its locks; only an octave may have changed.
    soprano = tuple(replace(new, pitch=old.pitch) for old, new in zip(first, tune, strict=True))
    lower = [Part(name, tuple(map(sung, before.part(name).notes))) for name in tracks[1:] if before.part(name).notes]
    own = [Part(tracks[0], soprano), *lower]
    others = [part for part in music.parts if part.track not in tracks and any(note.locked for note in part.notes)]
    return replace(music, parts=(*own, *others))


def _locked(music: Music, names: Sequence[str]) -> Held:
    """The locked and the edited notes of the three lower voices."""
    kept = [tuple(note for note in music.part(name).notes if note.locked or note.edited) for name in names[1:]]
    return kept[0], kept[1], kept[2]


def _has_locked(song: Song, track: str) -> bool:
    return any(note.locked for section in song.sections if section.music for note in section.music.part(track).notes)


def _in_four_voices(
    music: Music, tracks: Sequence[str], kit: Kit, seed: int, *, key: Key, held: Held, octaves: int, watch: Watch
) -> Music:
    """The music of one section for the choir; notes of other tracks stay where they are locked."""
    from songwright.music.nets.chorale import chorale

    tune = tuple(note for note in music.part(tracks[0]).notes if note.line is not None)
    voices = chorale(kit, tune, seed=seed, key=key, octaves=octaves, held=held, cancelled=watch.cancelled)
    parts = [Part(name, notes) for name, notes in zip(tracks, voices, strict=True) if notes]
    others = [
        Part(part.track, kept)
        for part in music.parts
        if part.track not in tracks and (kept := tuple(note for note in part.notes if note.locked))
    ]
    return replace(music, parts=(*parts, *others))
