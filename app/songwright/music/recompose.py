"""Composing a part again: some bars, some tracks, or the chords under a tune. All else stays, note for note."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from songwright.core.edits import set_music
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import Chord, Music, Note, Part, Section, Song, TrackRole
from songwright.music.choir import is_choir, voices_again
from songwright.music.composers import composer_of
from songwright.music.evening import evened
from songwright.music.kit import Kit
from songwright.music.locks import Hold, edits_locked, edits_released
from songwright.music.reharmony import chords_for_tune
from songwright.music.request import ComposeRequest, Selection, Watch

__all__ = ["chosen_seed", "hold_of", "recompose", "reharmonise", "selected_section"]


@evened
def recompose(song: Song, request: ComposeRequest, selection: Selection, kit: Kit, watch: Watch | None = None) -> Song:
    """The song with the selected bars (of the selected tracks) composed again.

    Style, key, metre and tempo stay the song's. Notes and chords outside the selection, locked ones and, unless the
    request says otherwise, those that a hand changed are equal afterwards. `request.seed` None gives another result at
    every call: the seed is drawn from the notes that there are. Only when the words no longer fit into the bars that
    they had may a wholly selected section become longer. Raises SongwrightError, Cancelled.
    """
    watch = watch or Watch()
    watch.report(0.0)
    section = selected_section(song, selection)
    music = _music_of(section)
    hold = hold_of(song, music, selection)
    request = replace(request, seed=chosen_seed(song, request, section.id))
    work = edits_locked(song) if request.keep_edits else song
    new = composer_of(request, kit).compose_part(work, request, section.id, hold)
    whole = hold.first <= 0 and hold.last >= hold.end
    if new.bars != music.bars and not (whole and selection.tracks is None):
        raise SongwrightError(
            said(
                "The words of this section no longer fit into its bars, so a part of it cannot be composed again. "
                "Compose the whole section."
            ),
            detail=f"{section.id}: {music.bars} bars, {new.bars} needed",
        )
    watch.report(0.6)
    merged = _merged(_music_of(work.section(section.id)), new, hold, _sung_tracks(song))
    if is_choir(song):
        merged = voices_again(work, merged, hold, request.seed or 0, kit, watch)
    watch.report(1.0)
    done = set_music(work, section.id, merged)
    return edits_released(done, song) if request.keep_edits else done


@evened
def reharmonise(
    song: Song, request: ComposeRequest, selection: Selection, kit: Kit, watch: Watch | None = None
) -> Song:
    """The song with other chords under the selected bars, to suit the tune, which stays; the band follows.

    Locked chords stay. `selection.tracks` is not looked at. Raises SongwrightError, Cancelled.
    """
    watch = watch or Watch()
    watch.report(0.0)
    section = selected_section(song, selection)
    music = _music_of(section)
    band = frozenset(track.id for track in song.tracks if track.role is not TrackRole.VOCAL)
    hold = hold_of(song, music, replace(selection, tracks=None))
    seed = chosen_seed(song, request, section.id)
    chords = chords_for_tune(song, section, hold, seed, kit, learned=request.composer == "learned")
    watch.report(0.5)
    settled = replace(music, chords=tuple(replace(chord, locked=True) for chord in chords))
    work = set_music(edits_locked(song) if request.keep_edits else song, section.id, settled)
    hold = Hold(hold.first, hold.last, hold.end, band, chords=False)
    new = composer_of(request, kit).compose_part(work, replace(request, seed=song.seed), section.id, hold)
    merged = _merged(music, replace(new, bars=music.bars), hold, _sung_tracks(song))
    watch.report(1.0)
    return set_music(song, section.id, replace(merged, chords=chords))


def selected_section(song: Song, selection: Selection) -> Section:
    """The section that owns the selected music. Raises SongwrightError when there is none, or no such bars."""
    try:
        section = song.section(selection.section)
    except KeyError as error:
        raise SongwrightError(
            said("The selected section is no longer in the song."), detail=selection.section
        ) from error
    owner = section if section.music is not None else song.source(section)
    if owner.music is None:
        raise SongwrightError(said("This section has no music yet. Compose the song first."), detail=section.id)
    last = owner.music.bars if selection.bars is None else selection.first_bar + selection.bars
    if not 0 <= selection.first_bar < last <= owner.music.bars:
        raise SongwrightError(
            said("This section has the bars 1 to {bars}. Select some of them.", bars=owner.music.bars),
            detail=repr(selection),
        )
    return owner


def chosen_seed(song: Song, request: ComposeRequest, section: str) -> int:
    """The seed asked for; else one drawn from the music that there is, so that every attempt differs from the last."""
    if request.seed is not None:
        return request.seed
    present = repr((song.seed, song.section(section).music)).encode()
    return int.from_bytes(hashlib.blake2b(present, digest_size=4).digest(), "big") >> 1


def _music_of(section: Section) -> Music:
    if section.music is None:
        raise SongwrightError(said("This section has no music yet. Compose the song first."), detail=section.id)
    return section.music


def _sung_tracks(song: Song) -> frozenset[str]:
    return frozenset(track.id for track in song.tracks if track.role is TrackRole.VOCAL)


def hold_of(song: Song, music: Music, selection: Selection) -> Hold:
    """What a selection of a section with `music` frees."""
    bar = song.metre.bar_ticks
    last = music.bars if selection.bars is None else selection.first_bar + selection.bars
    tracks = frozenset(track.id for track in song.tracks) if selection.tracks is None else selection.tracks
    return Hold(selection.first_bar * bar, last * bar, music.bars * bar, tracks, chords=selection.tracks is None)


def _merged(old: Music, new: Music, hold: Hold, sung: frozenset[str]) -> Music:
    """The old music with what is free taken from the new."""
    names = dict.fromkeys([*(part.track for part in old.parts), *(part.track for part in new.parts)])
    parts = []
    for name in names:
        before, after = old.part(name).notes, new.part(name).notes
        if name not in hold.tracks:
            notes = before
        elif name in sung:
            # What is not free was locked while the line was sung again, so it is all there.
            notes = after
        else:
            notes = _joined(name, before, after, hold)
        if notes:
            parts.append(Part(name, notes))
    chords = new.chords if hold.chords else old.chords
    return Music(new.bars, _plain(old.chords, chords), tuple(parts))


def _joined(track: str, before: tuple[Note, ...], after: tuple[Note, ...], hold: Hold) -> tuple[Note, ...]:
    """The new notes that are free to change, among the old ones that are not."""
    kept = [note for note in before if note.locked or not hold.frees(track, note.start)]
    there = set(kept)
    fresh = [note for note in after if hold.frees(track, note.start) and not note.locked and note not in there]
    if hold.last < hold.end:
        fresh = [replace(note, length=min(note.length, max(1, hold.last - note.start))) for note in fresh]
    return tuple(sorted([*kept, *fresh], key=lambda note: (note.start, note.pitch)))


def _plain(old: tuple[Chord, ...], new: tuple[Chord, ...]) -> tuple[Chord, ...]:
    """The new chords without one that only says again what sounds, unless it stood there before."""
    there = set(old)
    found: list[Chord] = []
    for chord in new:
        again = found and replace(chord, start=0, locked=False) == replace(found[-1], start=0, locked=False)
        if chord in there or not again:
            found.append(chord)
    return tuple(found)
