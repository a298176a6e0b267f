"""The bars before a chorus: the band grows, or stops for a beat."""

from __future__ import annotations

import pytest

from songwright.core.song import Metre, Note, Section, SectionKind, Song, TrackRole
from songwright.core.words import with_lyric_text
from songwright.lyrics.lexicon import load_lexicon
from songwright.music.leading import built, stopped
from songwright.music.request import ComposeRequest
from songwright.music.rule_composer import RuleComposer

FOUR = Metre()
BEATS = tuple(Note(480 * beat, 480, 60, 80) for beat in range(16))

WORDS = """[Verse 1]
The tide goes out tonight
and leaves the boats behind

[Chorus]
Carry me home again

[Verse 2]
The lantern keeps the harbour
and nobody is home

[Chorus]
"""


def test_a_build_grows_over_the_last_two_bars_alone() -> None:
    loud = [note.velocity for note in built(BEATS, 4, FOUR)]
    assert loud[:9] == [80] * 9
    assert loud[9:] == sorted(loud[9:])
    assert 80 < loud[-1] <= 96


def test_a_stop_leaves_the_last_beat_free() -> None:
    held = (*BEATS[:12], Note(12 * 480, 4 * 480, 60))
    assert max(note.end for note in stopped(held, 4, FOUR)) == 15 * 480
    assert max(note.end for note in stopped(BEATS, 4, FOUR)) == 15 * 480


@pytest.fixture(scope="module")
def song() -> Song:
    composer = RuleComposer(load_lexicon())
    return composer.compose(with_lyric_text(Song(), WORDS), ComposeRequest("pop", seed=4))


def verse(song: Song, number: int) -> Section:
    return [section for section in song.sections if section.kind is SectionKind.VERSE][number - 1]


def test_the_band_stops_before_the_second_chorus_while_the_drums_lead_over(song: Song) -> None:
    second = verse(song, 2).music
    assert second is not None
    last_beat = second.bars * 1920 - 480
    for track in song.tracks:
        ends = [note.end for note in second.part(track.id).notes if note.line is None]
        if track.role in (TrackRole.ACCOMPANIMENT, TrackRole.BASS) and ends:
            assert max(ends) <= last_beat
        if track.role is TrackRole.DRUMS:
            assert max(ends) > last_beat


def test_the_band_plays_on_before_the_first_chorus(song: Song) -> None:
    first = verse(song, 1).music
    assert first is not None
    bass = next(track for track in song.tracks if track.role is TrackRole.BASS)
    assert max(note.end for note in first.part(bass.id).notes) > first.bars * 1920 - 480
