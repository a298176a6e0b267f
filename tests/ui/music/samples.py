"""Songs made by hand for the tests of the music view."""

from __future__ import annotations

from dataclasses import replace

from songwright.core.song import (
    TICKS_PER_QUARTER,
    Chord,
    Key,
    Line,
    Mix,
    Mode,
    Music,
    Note,
    Part,
    Section,
    SectionKind,
    Song,
    Track,
    TrackRole,
)

BEAT = TICKS_PER_QUARTER
BAR = 4 * BEAT
VERSE = (
    "The harbour light is burning low",
    "And all the boats are home",
    "I count the waves, I let them go",
    "And wait for you alone",
)
CHORUS = ("Oh carry me over the water", "Sing me a morning of gold")
TRACKS = (
    Track("t1", "Voice", TrackRole.VOCAL, 53, Mix(volume=110)),
    Track("t2", "Guitar", TrackRole.ACCOMPANIMENT, 24, Mix(volume=84, pan=44)),
    Track("t3", "Bass", TrackRole.BASS, 32),
    Track("t4", "Drums", TrackRole.DRUMS, 0, Mix(volume=78)),
)
_TUNE = (67, 69, 71, 72, 71, 69, 67, 64, 62, 64, 67, 66)
_CHORDS = ((7, ""), (4, "m"), (0, "maj7"), (2, "7"))


def one_line_song(*pitches: int) -> Song:
    """A song of one line, one note of a beat each, in C."""
    notes = tuple(Note(i * BEAT, BEAT, pitch, line="l1", syllable=i) for i, pitch in enumerate(pitches))
    bars = -(-len(notes) // 4)
    music = Music(bars, (Chord(0, 0),), (Part("t1", notes),))
    words = " ".join(["la"] * len(notes))
    section = Section("s1", title="Verse 1", lines=(Line("l1", words),), music=music)
    return Song(title="One line", sections=(section,), tracks=TRACKS[:1], serial=10)


def song() -> Song:
    """Verse, chorus, verse, repeated chorus; four tracks; G major."""
    verse = _section("s1", SectionKind.VERSE, "Verse 1", VERSE, 1)
    chorus = _section("s2", SectionKind.CHORUS, "Chorus", CHORUS, 20)
    second = _section("s3", SectionKind.VERSE, "Verse 2", VERSE[::-1], 30)
    again = Section("s4", SectionKind.CHORUS, "Chorus", repeats="s2")
    return Song(
        title="Harbour Light",
        key=Key(7, Mode.MAJOR),
        tempo=96,
        sections=(verse, chorus, second, again),
        tracks=TRACKS,
        serial=100,
    )


def long_song(bars: int) -> Song:
    """The verse again and again, with its own notes each time, for `bars` bars."""
    verses = bars // 8
    sections = tuple(
        replace(_section(f"s{i}", SectionKind.VERSE, f"Verse {i + 1}", VERSE, 10 * i), id=f"s{i}")
        for i in range(verses)
    )
    return Song(title="Long", key=Key(7), sections=sections, tracks=TRACKS, serial=1000)


def _section(section_id: str, kind: SectionKind, title: str, texts: tuple[str, ...], first: int) -> Section:
    lines = tuple(Line(f"l{first + i}", text) for i, text in enumerate(texts))
    bars = 2 * len(lines)
    sung: list[Note] = []
    for place, line in enumerate(lines):
        count = SYLLABLES[line.text]
        for syllable in range(count):
            start = place * 2 * BAR + syllable * (BEAT * 3 // 4 if count > 8 else BEAT) // 1
            length = BEAT * 3 // 4 if count > 8 else BEAT
            pitch = _TUNE[(place * 5 + syllable) % len(_TUNE)] + (3 if kind is SectionKind.CHORUS else 0)
            sung.append(Note(start, length - 30 if syllable % 3 else length, pitch, line=line.id, syllable=syllable))
    chords = tuple(Chord(bar * BAR, *_CHORDS[bar % 4], locked=bar == 2) for bar in range(bars))
    roots = [chord.root for chord in chords]
    guitar = [
        Note(bar * BAR + half * BEAT // 2, BEAT // 2, 48 + root + step)
        for bar, root in enumerate(roots)
        for half, step in enumerate((0, 7, 4, 7, 12, 7, 4, 7))
    ]
    bass = [
        Note(bar * BAR + half, 2 * BEAT - 60, 28 + root) for bar, root in enumerate(roots) for half in (0, 2 * BEAT)
    ]
    drums = [Note(bar * BAR + i * BEAT, 60, (36, 38)[i % 2]) for bar in range(bars) for i in range(4)]
    parts = tuple(Part(t, tuple(notes)) for t, notes in (("t1", sung), ("t2", guitar), ("t3", bass), ("t4", drums)))
    return Section(section_id, kind, title, lines, Music(bars, chords, parts))


SYLLABLES = {
    "The harbour light is burning low": 8,
    "And all the boats are home": 6,
    "I count the waves, I let them go": 8,
    "And wait for you alone": 6,
    "Oh carry me over the water": 9,
    "Sing me a morning of gold": 7,
}
