from __future__ import annotations

import pytest

from songwright.core.song import Note, Section, SectionKind, Song, TrackRole
from songwright.lyrics.lexicon import Lexicon
from songwright.music.composers import COMPOSERS, compose
from songwright.music.kit import Kit
from songwright.music.request import ComposeRequest

STYLES = ("rock", "bossa", "folk", "hymn")


@pytest.fixture(scope="module")
def kit(lexicon: Lexicon) -> Kit:
    return Kit(lexicon)


def sung(song: Song, section: Section) -> tuple[Note, ...]:
    track = next(track.id for track in song.tracks if track.role is TrackRole.VOCAL)
    return section.music.part(track).notes if section.music else ()


def first(song: Song, kind: SectionKind) -> tuple[Note, ...]:
    return sung(song, next(section for section in song.sections if section.kind is kind))


def composed(lighthouse: Song, style: str, seed: int, composer: str, kit: Kit) -> Song:
    return compose(lighthouse, ComposeRequest(style, seed=seed, composer=composer), kit)


@pytest.mark.parametrize("composer", sorted(COMPOSERS))
@pytest.mark.parametrize("style", STYLES)
def test_a_chorus_lifts_above_its_verse(lighthouse: Song, kit: Kit, style: str, composer: str) -> None:
    song = composed(lighthouse, style, 3, composer, kit)
    verse, chorus = first(song, SectionKind.VERSE), first(song, SectionKind.CHORUS)
    assert max(note.pitch for note in chorus) > max(note.pitch for note in verse)
    means = [sum(note.pitch * note.length for note in part) / sum(n.length for n in part) for part in (verse, chorus)]
    assert means[1] > means[0]


@pytest.mark.parametrize("composer", sorted(COMPOSERS))
def test_one_line_alone_reaches_the_highest_note(lighthouse: Song, kit: Kit, composer: str) -> None:
    for style in STYLES:
        song = composed(lighthouse, style, 1, composer, kit)
        notes = [note for section in song.sections for note in sung(song, section)]
        top = max(note.pitch for note in notes)
        assert len({note.line for note in notes if note.pitch == top}) == 1


@pytest.mark.parametrize("composer", sorted(COMPOSERS))
def test_songs_come_home_at_their_last_note(lighthouse: Song, kit: Kit, composer: str) -> None:
    ends = []
    for style in STYLES:
        for seed in range(3):
            song = composed(lighthouse, style, seed, composer, kit)
            last = [notes for notes in (sung(song, song.source(section)) for section in song.sections) if notes][-1]
            ends.append(last[-1].pitch % 12 == song.key.tonic)
    assert sum(ends) >= 0.8 * len(ends)


def test_a_locked_high_note_is_the_climax(lighthouse: Song, kit: Kit) -> None:
    from dataclasses import replace

    from songwright.core.edits import set_music

    song = composed(lighthouse, "folk", 2, "rules", kit)
    chorus = next(section for section in song.sections if section.kind is SectionKind.CHORUS)
    track = next(track.id for track in song.tracks if track.role is TrackRole.VOCAL)
    assert chorus.music is not None
    parts = tuple(
        replace(part, notes=(replace(part.notes[0], pitch=79, locked=True), *part.notes[1:]))
        if part.track == track
        else part
        for part in chorus.music.parts
    )
    again = compose(set_music(song, chorus.id, replace(chorus.music, parts=parts)), ComposeRequest(seed=9), kit)
    pitches = [note.pitch for note in first(again, SectionKind.CHORUS)]
    assert pitches[0] == 79
    assert max(pitches[1:]) < 79
