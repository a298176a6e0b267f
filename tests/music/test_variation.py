"""The band does not loop: bars, fills, grips and touch."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songwright.core.edits import set_looseness
from songwright.core.errors import SongwrightError
from songwright.core.song import Chord, Metre, Section, SectionKind, Song, Track, TrackRole
from songwright.core.timeline import TimedNote
from songwright.music.chords import QUALITIES, chord_classes
from songwright.music.drums import play_drums
from songwright.music.fills import written_fill
from songwright.music.fretboard import GUITARS, grip, is_playable
from songwright.music.rule_composer import Composer, ComposeRequest
from songwright.music.styles import Groove
from songwright.music.touch import loosened
from songwright.music.variation import PERIOD, Pass, varied

FOUR, SIX = Metre(4, 4), Metre(6, 8)
PATTERNS = ("C---c---c---c---", "C-----c-c-------")


def rhythm(bar: object) -> tuple[int, ...]:
    return tuple(step.start for step in bar)  # type: ignore[attr-defined]


def test_no_rhythm_fills_more_than_half_of_a_section() -> None:
    for seed in range(10):
        bars = varied(PATTERNS, 16, FOUR, FOUR, Pass(f"{seed}"))
        assert max(Counter(map(rhythm, bars)).values()) <= 8


def test_another_pass_is_played_otherwise_and_the_same_one_alike() -> None:
    first, again, second = (varied(PATTERNS, 8, FOUR, FOUR, Pass("song", number)) for number in (0, 0, 1))
    assert first == again
    assert first != second


def test_a_dance_keeps_its_rhythm() -> None:
    bars = varied(PATTERNS[:1], 8, FOUR, FOUR, Pass("song", free=False))
    assert len(set(bars)) == 1


@pytest.mark.parametrize(
    "pattern", ["C---c---c---c---", "1.3.4.3.2.3.4.3.", "R---5---R---a---", "s...s...s...s...", "C"]
)
@given(seed=st.integers(0, 1000))
def test_bars_stay_whole_whatever_is_bent(pattern: str, seed: int) -> None:
    for bar in varied((pattern,), 8, FOUR, FOUR, Pass(f"{seed}", eager=True)):
        assert bar
        ends = 0
        for step in bar:
            assert step.start >= ends
            ends = step.start + step.length
        assert ends <= FOUR.bar_ticks


def test_verse_two_is_not_verse_one_again(remembering: Composer, lighthouse: Song) -> None:
    song = remembering.compose(lighthouse, ComposeRequest("pop", seed=1))
    one, other = [s for s in song.sections if s.kind is SectionKind.VERSE and s.music is not None][:2]
    alike = [track for track in song.tracks if track.role is not TrackRole.VOCAL and _plays_alike(one, other, track.id)]
    assert not alike


def _plays_alike(one: Section, other: Section, track: str) -> bool:
    parts = [
        [(note.start, note.pitch) for note in section.music.part(track).notes] if section.music else []
        for section in (one, other)
    ]
    return bool(parts[0]) and parts[0] == parts[1]


@pytest.mark.parametrize("metre", [FOUR, SIX, Metre(3, 4), Metre(7, 8)])
def test_fills_are_many_and_get_louder(metre: Metre) -> None:
    drums = {"snare": "x", "high-tom": "x", "low-tom": "x", "kick": "x"}
    fills = [written_fill(drums, metre, 2, random.Random(seed), calm=False) for seed in range(40)]
    assert len({tuple((name, step.start) for name, step, _ in fill) for fill in fills}) >= 10
    for fill in fills:
        assert all(0 <= step.start < metre.bar_ticks for _, step, _ in fill)
        assert [loud for *_, loud in fill] == sorted(loud for *_, loud in fill)


def test_a_style_without_drums_for_it_has_no_fill() -> None:
    assert written_fill({"kick": "x", "ride": "x"}, FOUR, 1, random.Random(1), calm=False) == ()


def test_the_groove_is_touched_and_its_fills_differ() -> None:
    groove = Groove({"kick": "x.......x.......", "snare": "....x.......x...", "closed-hat": "x.x.x.x.x.x.x.x."})
    fill = Groove({"snare": "xxxxxxxxxxxxxxxx", "low-tom": "............xxxx"})
    notes = play_drums(groove, fill, 16, (FOUR, FOUR), 1.0, turn=Pass("song"))
    bars = [
        frozenset((note.start % 1920, note.pitch) for note in notes if note.start // 1920 == bar) for bar in range(16)
    ]
    assert len({bars[bar] for bar in range(PERIOD - 1, 16, PERIOD)}) >= 3
    assert max(Counter(bars).values()) <= 8


@given(
    st.builds(
        Chord, st.just(0), st.integers(0, 11), st.sampled_from(["", "m", "7", "maj7", "m7", "sus4", "add9", "6"])
    ),
    st.integers(50, 66),
)
def test_a_guitar_chord_can_be_held(chord: Chord, centre: int) -> None:
    pitches = grip(chord, None, centre)
    assert pitches
    assert is_playable(pitches)
    assert {pitch % 12 for pitch in pitches} <= set(chord_classes(chord))
    assert pitches[0] % 12 == chord.root


def test_a_power_chord_is_root_fifth_and_octave_in_one_hand() -> None:
    for root in range(12):
        pitches = grip(Chord(0, root, "5"), None, 47, bare=True)
        assert [pitch - pitches[0] for pitch in pitches] == [0, 7, 12]
        assert is_playable(pitches)


def test_what_spans_two_octaves_of_fifths_is_in_no_hand() -> None:
    assert not is_playable((41, 42, 43))
    assert is_playable((40, 47, 52, 55, 59, 64))


@pytest.mark.parametrize("style", ["rock", "folk", "bossa", "indie", "ska"])
def test_guitars_of_a_style_play_what_hands_can_hold(remembering: Composer, lighthouse: Song, style: str) -> None:
    song = remembering.compose(lighthouse, ComposeRequest(style, seed=1))
    for track in song.tracks:
        if track.program in GUITARS and track.role is TrackRole.ACCOMPANIMENT:
            for section in song.sections:
                strokes: dict[int, list[int]] = {}
                for note in section.music.part(track.id).notes if section.music else ():
                    strokes.setdefault(note.start, []).append(note.pitch)
                assert all(map(is_playable, strokes.values()))


def timed(*starts: int) -> list[TimedNote]:
    return [TimedNote(start, 120, 60 + 4 * voice, 80, 0, None, None) for start in starts for voice in range(3)]


def test_hands_stray_by_milliseconds_and_machines_do_not() -> None:
    song = Song(looseness=1.0, tempo=120.0)
    piano, machine = (Track("t", "", TrackRole.ACCOMPANIMENT, program) for program in (0, 81))
    plain = timed(*range(0, 9600, 480))
    played = loosened(plain, piano, song)
    assert loosened(plain, machine, song) == tuple(plain)
    away = [new.start - old.start for old, new in zip(plain, played, strict=True)]
    assert len(set(away)) > 3
    assert max(map(abs, away)) <= 0.03 * 2 * 480
    assert loosened(plain, piano, replace(song, looseness=0.0)) == tuple(plain)
    assert loosened(plain, piano, song) == played


def test_no_note_begins_before_the_last_of_its_pitch_has_ended() -> None:
    notes = [TimedNote(tick, 120, 60, 80, 0, None, None) for tick in range(0, 4800, 120)]
    played = loosened(notes, Track("t", "", TrackRole.ACCOMPANIMENT, 25), Song(looseness=2.0))
    ends = 0
    for note in played:
        assert note.start >= ends
        ends = note.end


def test_looseness_has_bounds() -> None:
    assert set_looseness(Song(), 0.5).looseness == 0.5
    for wrong in (-0.1, 2.1):
        with pytest.raises(SongwrightError, match="stray"):
            set_looseness(Song(), wrong)


def test_every_quality_has_a_grip_or_falls_back() -> None:
    assert sum(bool(grip(Chord(0, 0, quality), None, 57)) for quality in QUALITIES) >= 0.8 * len(QUALITIES)
