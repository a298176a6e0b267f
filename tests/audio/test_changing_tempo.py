"""Tempo and metre that change while the music plays: frames, clicks, voices and the count-in."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from songwright.audio.metronome import Metronome
from songwright.audio.score import ClickGrid, Score, score
from songwright.audio.synth import BLOCK, Engine, Motion
from songwright.audio.transport import Transport
from songwright.audio.voice.cue import cues
from songwright.core.markings import change_bar, set_marking, slow_ending
from songwright.core.song import Line, Marking, Metre, Music, Note, Part, Section, Song, Track, TrackRole
from songwright.core.tempo_map import TempoMap, TempoStep
from songwright.core.timeline import timeline
from songwright.lyrics.lexicon import Lexicon, load_lexicon

RATE = 48_000
TEMPI = TempoMap([TempoStep(0, 120.0), TempoStep(480, 60.0), TempoStep(960, 240.0)])


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def a_song() -> Song:
    tune = tuple(Note(beat * 480, 480, 60, line="l1", syllable=beat) for beat in range(4))
    music = Music(4, parts=(Part("t1", tune),))
    return Song(
        tempo=120.0,
        sections=(Section("s1", title="Verse", lines=(Line("l1", "come and sing it"),), music=music),),
        tracks=(Track("t1", "Voice", TrackRole.VOCAL),),
    )


def test_every_tick_has_its_frame_wherever_the_music_was_entered() -> None:
    whole = Transport(RATE)
    whole.set_tempi(TEMPI)
    assert [whole.frames_until(tick) for tick in (480, 960, 1440)] == [24_000, 72_000, 84_000]
    whole.advance(48_000)
    assert whole.tick == pytest.approx(720)
    assert whole.tempo == 60.0
    entered = Transport(RATE)
    entered.set_tempi(TEMPI)
    entered.jump(720)
    assert entered.frames_until(1440) == whole.frames_until(1440) == 36_000


def test_the_player_is_told_of_every_step_and_a_steady_song_of_none() -> None:
    slowed = score(slow_ending(a_song()))
    assert Score.from_json(json.loads(json.dumps(slowed.to_json()))) == slowed
    assert len(slowed.changes) == 17
    assert score(a_song()).changes == ()


def test_clicks_follow_the_bars() -> None:
    song = change_bar(a_song(), "s1", 1920, Metre(2, 4))
    grids = score(song).grids
    assert [(grid.start, grid.bar) for grid in grids] == [(0, 1920), (1920, 960), (2880, 1920)]
    assert _clicks(grids, 4800) == [(at, at in (0, 1920, 2880)) for at in range(0, 4800, 480)]


def test_a_bar_that_is_no_whole_number_of_beats_long_begins_on_a_click() -> None:
    grids = (ClickGrid.of(Metre(3, 8)), ClickGrid.of(Metre(4, 4), 720))
    assert _clicks(grids, 2000) == [(0, True), (240, False), (480, False), (720, True), (1200, False), (1680, False)]


def _clicks(grids: tuple[ClickGrid, ...], end: int) -> list[tuple[int, bool]]:
    """Ticks of the clicks before `end`, and whether each is that of a bar."""
    transport, metronome = Transport(RATE, 60.0), Metronome(RATE)
    metronome.locate(0, grids)
    frames = transport.frames_until(end)
    metronome.advance(transport, grids, 0, frames, audible=True)
    out = np.zeros((frames, 2), np.float32)
    metronome.add_to(out)
    heard = np.abs(out[:, 0]) > 1e-4
    starts = [at for at in np.flatnonzero(heard) if not heard[max(0, at - 2000) : at].any()]
    return [(round(at / 100 / 5) * 5, _pitch(out[at : at + 2400, 0]) > 1600) for at in starts]


def _pitch(sound: np.ndarray) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(sound, RATE))))


def test_what_is_counted_in_is_what_begins() -> None:
    song = set_marking(a_song(), "s1", Marking(3840, tempo=60.0, metre=Metre(3, 4)))
    engine = Engine(RATE)
    engine.load(replace(score(song), tracks=()), [])
    engine.play(3840, count_in=1)
    assert engine.motion is Motion.COUNTING
    assert engine.tempo == 60.0
    blocks = 0
    while engine.motion is Motion.COUNTING:
        engine.render()
        blocks += 1
    assert blocks * BLOCK == pytest.approx(3 * RATE, abs=2 * BLOCK)  # three quarters at 60
    engine.seek(0)
    engine.render()
    assert engine.tempo == 120.0


def test_the_songs_tempo_carries_all_others_along_while_it_plays() -> None:
    engine = Engine(RATE)
    engine.load(replace(score(set_marking(a_song(), "s1", Marking(1920, tempo=60.0))), tracks=()), [])
    engine.play(2000)
    engine.set_tempo(240.0)
    assert engine.tempo == pytest.approx(120.0)
    engine.load(replace(engine.score, tempo=120.0), [])
    assert engine.tempo == pytest.approx(120.0)


def test_the_voice_sings_longer_where_the_music_slows(lexicon: Lexicon) -> None:
    song = set_marking(a_song(), "s1", Marking(960, tempo=60.0))
    (cue,) = cues(song, lexicon)
    tones = [tone for syllable in cue.utterance.syllables for tone in syllable.tones]
    assert [tone.start for tone in tones] == pytest.approx([0.0, 0.5, 1.0, 2.0])
    assert tones[-1].end == pytest.approx(3.0)
    assert cue.name != cues(a_song(), lexicon)[0].name
    assert timeline(song).seconds(cue.end) == pytest.approx(3.0)
