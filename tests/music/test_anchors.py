"""Chords that go with syllables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from songwright.core.song import Chord, Line, Music, Section, Song, Track, TrackRole
from songwright.lyrics.lexicon import Lexicon, load_lexicon
from songwright.music.request import ComposeRequest
from songwright.music.rule_composer import RuleComposer

TEXT = "the lantern keeps the harbour light"
LINE = "l1"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def sheet(*chords: Chord, text: str = TEXT) -> Song:
    section = Section("s1", title="Verse", lines=(Line(LINE, text),), music=Music(4, chords))
    return Song(sections=(section,), tracks=(Track("t1", "Voice", TrackRole.VOCAL),), serial=9)


def on(syllable: int, root: int, start: int = 0) -> Chord:
    return Chord(start, root, locked=True, line=LINE, syllable=syllable)


def composed(song: Song, lexicon: Lexicon, seed: int) -> tuple[Music, dict[int, int]]:
    """The music of the verse and where each of its syllables begins."""
    request = ComposeRequest(style="folk", seed=seed, intro=0, ending=False)
    music = RuleComposer(lexicon).compose(song, request).section("s1").music
    assert music is not None
    onsets: dict[int, int] = {}
    for note in music.part("t1").notes:
        if note.line == LINE and note.syllable is not None:
            onsets.setdefault(note.syllable, note.start)
    return music, onsets


@pytest.mark.parametrize("seed", range(4))
def test_each_chord_begins_with_its_syllable(seed: int, lexicon: Lexicon) -> None:
    music, onsets = composed(sheet(on(1, 0), on(3, 5, 960), on(7, 7, 1920)), lexicon, seed)
    placed = {chord.syllable: chord for chord in music.chords if chord.locked}
    assert {syllable: chord.start for syllable, chord in placed.items()} == {
        place: onsets[place] for place in (1, 3, 7)
    }
    assert [placed[place].root for place in (1, 3, 7)] == [0, 5, 7]


@pytest.mark.parametrize("seed", range(4))
def test_a_weak_first_syllable_with_a_chord_is_no_pickup(seed: int, lexicon: Lexicon) -> None:
    _, onsets = composed(sheet(on(0, 0), on(7, 7)), lexicon, seed)
    assert onsets[0] >= 0
    _, free = composed(sheet(), lexicon, seed)
    assert free[0] < free[1] <= 0


def test_two_chords_on_one_syllable_share_its_time(lexicon: Lexicon) -> None:
    music, onsets = composed(sheet(on(1, 0), on(1, 5, 10), on(7, 7)), lexicon, 1)
    starts = {chord.root: chord.start for chord in music.chords if chord.locked}
    assert starts[0] == onsets[1]
    assert starts[0] < starts[5] < starts[7]


def test_a_chord_after_the_last_syllable_comes_after_it(lexicon: Lexicon) -> None:
    music, onsets = composed(sheet(on(1, 0), on(8, 7)), lexicon, 1)
    last = next(chord for chord in music.chords if chord.locked and chord.root == 7)
    assert last.start > onsets[7]


def test_a_locked_chord_without_a_syllable_stays_at_its_tick(lexicon: Lexicon) -> None:
    music, _ = composed(sheet(Chord(960, 5, locked=True)), lexicon, 1)
    assert Chord(960, 5, locked=True) in music.chords


def test_a_chord_of_a_line_that_is_gone_stays_where_it_was(lexicon: Lexicon) -> None:
    music, _ = composed(sheet(replace(on(2, 5, 960), line="l7")), lexicon, 1)
    assert 960 in {chord.start for chord in music.chords if chord.root == 5}
