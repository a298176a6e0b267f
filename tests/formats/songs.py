"""A small whole song, written for the tests (words and tune are ours)."""

from __future__ import annotations

from dataclasses import replace

from songwright.core.session import Document
from songwright.core.song import (
    Chord,
    Key,
    Line,
    Metre,
    Mix,
    Mode,
    Music,
    Note,
    Part,
    Piece,
    Section,
    SectionKind,
    Song,
    Take,
    Track,
    TrackRole,
    Tune,
)

VERSE = ("The lantern keeps the harbour", "and nobody is home")
CHORUS = ("Carry me, river", "over the stone")


def sung(line: str, start: int, pitches: list[int], length: int = 240) -> list[Note]:
    """A line with one note a syllable."""
    return [Note(start + index * length, length, pitch, 80, line, index) for index, pitch in enumerate(pitches)]


def lantern_song() -> Song:
    """Verse, chorus, verse again (a repeat) in D dorian; a pick-up, a melisma and drums."""
    verse_notes = (
        *sung("l1", -240, [62, 65, 64, 65, 69, 67, 65]),
        *sung("l2", 1920, [65, 64, 62, 60, 62, 64]),
        # "home" is drawn out over a second note.
        Note(3360, 480, 62, 80, "l2", 5),
    )
    chorus_notes = (*sung("l3", 0, [69, 67, 65, 67, 69]), *sung("l4", 1920, [72, 69, 67, 65]))
    bass = tuple(Note(bar * 1920, 1920, 38 + bar, 90) for bar in range(2))
    beats = tuple(Note(beat * 480, 120, 36 if beat % 2 == 0 else 38, 100) for beat in range(8))
    chords = (Chord(0, 2, "m"), Chord(1920, 7, "", 11))
    return Song(
        title="The Lantern",
        about="a harbour at night",
        piece=Piece.SONG,
        style="folk",
        key=Key(2, Mode.DORIAN),
        metre=Metre(4, 4),
        tempo=96.0,
        seed=7,
        tracks=(
            Track("t1", "Voice", TrackRole.VOCAL, 52, Mix(110, 64, 50)),
            Track("t2", "Bass", TrackRole.BASS, 32, Mix(100, 40, 10)),
            Track("t3", "Drums", TrackRole.DRUMS, 0, Mix(90, 64, 20)),
        ),
        sections=(
            Section(
                "s1",
                SectionKind.VERSE,
                "Verse 1",
                (Line("l1", VERSE[0]), Line("l2", VERSE[1], locked=True), Line("l5", "")),
                Music(2, chords, (Part("t1", verse_notes), Part("t2", bass), Part("t3", beats))),
            ),
            Section(
                "s2",
                SectionKind.CHORUS,
                "Chorus",
                (Line("l3", CHORUS[0]), Line("l4", CHORUS[1])),
                Music(2, chords, (Part("t1", chorus_notes), Part("t2", bass))),
            ),
            Section("s3", SectionKind.VERSE, "Verse 1", repeats="s1"),
        ),
        serial=5,
    )


def lantern_document() -> Document:
    """The song, with the take that its words came from and a tune that its chorus once had."""
    take = Take(
        id="k1",
        text="\n".join(VERSE),
        about="a harbour at night",
        piece=Piece.SONG,
        seed=7,
        model="SmolLM2-135M-Instruct",
        model_sha256="ab" * 32,
        settings=(("length", "short"), ("mood", "quiet")),
        created="2026-01-02T03:04:05Z",
    )
    song = lantern_song()
    music = song.sections[1].music
    assert music is not None
    tune = Tune(1, "s2", transposed(music, 2), frozenset(track.id for track in song.tracks), "Surprise Me", "A")
    return Document(song, (take,), (tune,))


def transposed(music: Music, semitones: int) -> Music:
    """The music with its first part moved."""
    first, *others = music.parts
    notes = tuple(replace(note, pitch=note.pitch + semitones) for note in first.notes)
    return replace(music, parts=(replace(first, notes=notes), *others))
