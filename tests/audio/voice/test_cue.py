"""What is sung in a song, and by whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from songwright.audio.voice.casting import cast
from songwright.audio.voice.cue import Cue, cues
from songwright.core.song import UNSUNG, Line, Music, Note, Part, Section, Singing, Song, Track, TrackRole
from songwright.core.timeline import timeline
from songwright.host.child.message_codec import from_plain, to_plain
from songwright.lyrics.lexicon import Lexicon, load_lexicon


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def _song(*heights: int, words: bool = True) -> Song:
    """Parts of three notes at these pitches, twice the same section."""
    parts = tuple(
        Part(f"t{part}", tuple(Note(at * 480, 480, high + at, 80, "l1" if words else None, at if words else None)
                               for at in range(3)))
        for part, high in enumerate(heights)
    )  # fmt: skip
    music = Music(2, (), parts)
    sections = (Section("s1", lines=(Line("l1", "one two three"),), music=music), Section("s2", repeats="s1"))
    tracks = tuple(Track(f"t{part}", f"Part {part}", TrackRole.VOCAL) for part in range(len(heights)))
    return Song(tempo=120.0, sections=sections, tracks=tracks)


def test_four_parts_are_sung_by_four_voices_from_the_top(lexicon: Lexicon) -> None:
    song = _song(72, 50, 65, 58)
    assert [part.voice.id for part in cast(song, timeline(song))] == ["soprano", "bass", "alto", "tenor"]


def test_a_track_sings_when_it_has_words_or_is_told_to() -> None:
    song = _song(60, words=False)
    assert cast(song, timeline(song)) == ()
    told = replace(song, tracks=(replace(song.tracks[0], singing=Singing("bass", hum="mm")),))
    assert [part.voice.id for part in cast(told, timeline(told))] == ["bass"]
    worded = _song(60)
    silent = replace(worded, tracks=(replace(worded.tracks[0], singing=Singing(UNSUNG)),))
    assert cast(silent, timeline(silent)) == ()


def test_a_voice_of_a_later_version_is_sung_by_the_usual_one() -> None:
    song = _song(60)
    song = replace(song, tracks=(replace(song.tracks[0], singing=Singing("countertenor")),))
    assert [part.voice.id for part in cast(song, timeline(song))] == ["mezzo"]


def test_a_repeat_is_the_same_sound_and_another_word_is_not(lexicon: Lexicon) -> None:
    song = _song(60)
    first, again = cues(song, lexicon)
    assert first.name == again.name
    assert first.start != again.start
    other = replace(song.sections[0], lines=(Line("l1", "one two four"),))
    assert cues(replace(song, sections=(other, song.sections[1])), lexicon)[0].name != first.name


def test_a_low_voice_sings_a_high_tune_an_octave_down(lexicon: Lexicon) -> None:
    song = _song(72)
    song = replace(song, tracks=(replace(song.tracks[0], singing=Singing("bass")),))
    sung = cues(song, lexicon)[0].utterance.syllables[0].tones[0].pitch
    assert sung < 64
    assert (72 - sung) % 12 == 0


def test_tempo_changes_the_lengths(lexicon: Lexicon) -> None:
    song = _song(60)
    slow, quick = (cues(song, lexicon, tempo=tempo)[0] for tempo in (60.0, 120.0))
    assert slow.utterance.syllables[1].start == pytest.approx(2 * quick.utterance.syllables[1].start)
    assert from_plain(to_plain(slow), Cue) == slow
