from __future__ import annotations

import pytest

from songwright.core.song import Chord, Metre, Music, Note, Part, Section, Song
from songwright.core.timeline import timeline

BAR = 1920


def section(name: str, bars: int, *notes: Note, chords: tuple[Chord, ...] = ()) -> Section:
    return Section(name, title=name, music=Music(bars, chords, (Part("voice", notes),)))


def test_sections_are_laid_end_to_end_and_repeats_sound_again() -> None:
    verse = section("v", 4, Note(0, 480, 60))
    chorus = section("c", 2, Note(480, 480, 67))
    song = Song(sections=(verse, chorus, Section("c2", title="c", repeats="c"), Section("quiet", title="quiet")))
    line = timeline(song)
    assert [(span.section_id, span.start, span.end) for span in line.spans] == [
        ("v", 0, 4 * BAR),
        ("c", 4 * BAR, 6 * BAR),
        ("c2", 6 * BAR, 8 * BAR),
    ]
    assert [note.start for note in line.notes("voice")] == [0, 4 * BAR + 480, 6 * BAR + 480]
    assert line.end == 8 * BAR
    assert line.notes("nobody") == ()


def test_a_pick_up_gets_a_whole_bar_before_the_first_downbeat() -> None:
    song = Song(sections=(section("v", 2, Note(-240, 240, 60), Note(0, 480, 62)), section("w", 1, Note(-480, 480, 64))))
    line = timeline(song)
    assert line.lead_in == BAR
    assert [note.start for note in line.notes("voice")] == [BAR - 240, BAR, 3 * BAR - 480]


def test_the_lead_in_is_as_long_as_the_pick_up_needs_in_any_metre() -> None:
    song = Song(metre=Metre(3, 4), sections=(section("v", 2, Note(-1441, 100, 60)),))
    assert timeline(song).lead_in == 2 * 1440


def test_chords_hold_until_the_next_one_or_the_end_of_their_section() -> None:
    song = Song(sections=(section("v", 2, chords=(Chord(BAR, 7), Chord(0, 0))), section("w", 1)))
    line = timeline(song)
    assert [(c.start, c.end, c.chord.root) for c in line.chords] == [(0, BAR, 0), (BAR, 2 * BAR, 7)]
    assert line.chord_at(BAR) == Chord(BAR, 7)
    assert line.chord_at(2 * BAR) is None
    assert line.chord_at(-1) is None


def test_the_section_at_a_tick() -> None:
    line = timeline(Song(sections=(section("v", 1), section("w", 1))))
    found = [span.section_id if (span := line.span_at(tick)) else None for tick in (-1, 0, BAR - 1, BAR, 2 * BAR)]
    assert found == [None, "v", "v", "w", None]


def test_ticks_and_seconds_at_the_songs_tempo() -> None:
    line = timeline(Song(tempo=120, sections=(section("v", 1),)))
    assert line.seconds(960) == pytest.approx(1.0)
    assert line.tick(1.0) == 960


def test_a_song_without_music_has_no_time() -> None:
    line = timeline(Song(sections=(Section("v", title="v"),)))
    assert (line.spans, line.chords, line.end, line.lead_in) == ((), (), 0, 0)
