"""The engine plays what the score says, when it says, and does as it is told while playing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from audio.listening import cents, engine_with, frequency, level, listen, onset, song_of, strong_pitches
from songwright.audio.instruments import Instruments, built_in_soundfont
from songwright.audio.score import score
from songwright.audio.synth import BLOCK, RATE, Engine, Motion, players
from songwright.core.song import Mix, Note, TrackRole

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


DRY = Mix(volume=127, reverb=0)


@pytest.mark.parametrize("program", [0, 24, 52, 73])
def test_a4_sounds_at_440_hertz_on_the_built_in_font(program: int) -> None:
    song = song_of([Note(0, 1900, 69, 90)])
    song = replace(song, tracks=(replace(song.tracks[0], program=program),))
    engine = engine_with(song, Instruments(built_in_soundfont(), RATE))
    engine.play()
    sound = listen(engine, 1.5)[RATE // 4 :]
    found = frequency(sound)
    octave = round(np.log2(found / 440))  # a piano's second partial may be the strongest
    assert abs(cents(found, 440 * 2.0**octave)) < 6


@pytest.mark.parametrize("pitch", [45, 60, 69, 81])
def test_each_key_sounds_at_its_pitch(sine: Instruments, pitch: int) -> None:
    engine = engine_with(song_of([Note(0, 1900, pitch, 90)]), sine)
    engine.play()
    assert abs(cents(frequency(listen(engine, 1.0)), 440 * 2 ** ((pitch - 69) / 12))) < 2


def test_notes_begin_and_end_on_their_frames(sine: Instruments) -> None:
    starts = (480, 1111, 2000)
    engine = engine_with(song_of([Note(start, 240, 69, 100) for start in starts]), sine)
    engine.play()
    sound = listen(engine, 4.0)
    for start in starts:
        frame = start * 50  # 120 beats a minute: 50 frames a tick
        assert level(sound[frame - 2000 : frame]) < 0.003
        assert abs(onset(sound[frame - 2000 :]) - 2000) < 30
        assert level(sound[frame + 1000 : frame + 11_000]) > 0.02


def test_tracks_sound_together_and_a_muted_one_not_at_all(sine: Instruments) -> None:
    song = song_of([Note(0, 1900, 57, 100)], [Note(0, 1900, 81, 100)])
    engine = engine_with(song, sine)
    engine.play()
    listen(engine, 0.2)
    assert len(strong_pitches(listen(engine, 0.5))) == 2
    engine.set_mix("t0", replace(DRY, mute=True))
    listen(engine, 0.1)
    assert strong_pitches(listen(engine, 0.5)) == [81]


def test_a_note_held_through_a_mute_is_heard_again_after_it(sine: Instruments) -> None:
    engine = engine_with(song_of([Note(0, 3800, 69, 100)]), sine)
    engine.play()
    engine.set_mix("t0", replace(DRY, mute=True))
    listen(engine, 0.5)
    assert level(listen(engine, 0.2)) < 1e-4
    engine.set_mix("t0", DRY)
    listen(engine, 0.05)
    assert level(listen(engine, 0.2)) > 0.02


def test_solo_leaves_the_other_tracks_out(sine: Instruments) -> None:
    engine = engine_with(song_of([Note(0, 1900, 57, 100)], [Note(0, 1900, 81, 100)]), sine)
    engine.play()
    engine.set_mix("t0", replace(DRY, solo=True))
    listen(engine, 0.1)
    assert strong_pitches(listen(engine, 0.5)) == [57]


def test_pan_and_volume_act_while_playing(sine: Instruments) -> None:
    engine = engine_with(song_of([Note(0, 3800, 69, 100)]), sine)
    engine.play()
    listen(engine, 0.2)
    centre = np.abs(listen(engine, 0.3)).max(axis=0)
    assert centre[0] == pytest.approx(centre[1], rel=0.02)
    engine.set_mix("t0", replace(DRY, pan=0))
    listen(engine, 0.1)
    left, right = np.abs(listen(engine, 0.3)).max(axis=0)
    assert left > 0.02
    assert right < 1e-4
    engine.set_mix("t0", replace(DRY, pan=0, volume=64))
    listen(engine, 0.1)
    assert np.abs(listen(engine, 0.3)).max() == pytest.approx(left * (64 / 127) ** 2, rel=0.05)


def test_turning_a_knob_makes_no_click(sine: Instruments) -> None:
    engine = engine_with(song_of([Note(0, 3800, 69, 100)]), sine)
    engine.play()
    listen(engine, 0.3)
    steady = np.abs(np.diff(listen(engine, 0.3), axis=0)).max()
    engine.set_mix("t0", replace(DRY, mute=True))
    assert np.abs(np.diff(listen(engine, 0.3), axis=0)).max() < 1.2 * steady


def test_reverb_lets_a_note_ring_on_and_then_falls_silent(sine: Instruments) -> None:
    def rest(reverb: int) -> tuple[float, float]:
        engine = engine_with(song_of([Note(0, 240, 69, 110)], mix=Mix(volume=127, reverb=reverb)), sine)
        engine.play()
        listen(engine, 0.5)
        early = level(listen(engine, 0.3))
        listen(engine, 8.0)
        return early, level(listen(engine, 0.2))

    assert rest(0)[0] < 1e-4
    early, late = rest(127)
    assert early > 0.002
    assert late == 0.0


def test_the_master_volume_scales_everything(sine: Instruments) -> None:
    engine = engine_with(song_of([Note(0, 3800, 69, 60)]), sine)
    engine.play()
    listen(engine, 0.2)
    loud = level(listen(engine, 0.3))
    engine.set_volume(50)
    listen(engine, 0.1)
    assert level(listen(engine, 0.3)) == pytest.approx(loud / 4, rel=0.02)


def test_seeking_into_a_note_sounds_its_rest(sine: Instruments) -> None:
    engine = engine_with(song_of([Note(0, 3000, 69, 100)]), sine)
    engine.play(1500)
    sound = listen(engine, 1.0)
    assert onset(sound) < 200
    assert level(sound[: RATE // 2]) > 0.02


def test_seeking_lets_go_of_what_sounded(sine: Instruments) -> None:
    engine = engine_with(song_of([Note(0, 1000, 57, 100), Note(2880, 900, 81, 100)]), sine)
    engine.play()
    listen(engine, 0.2)
    engine.seek(2880)
    listen(engine, 0.1)
    assert strong_pitches(listen(engine, 0.5)) == [81]


def test_a_loop_comes_round_on_the_frame(sine: Instruments) -> None:
    engine = engine_with(song_of([Note(480, 120, 69, 110), Note(2400, 120, 57, 110)]), sine)
    engine.set_loop((240, 1200))  # one second
    engine.play(240)
    sound = listen(engine, 4.0)
    onsets = [onset(sound[start * RATE :]) for start in range(4)]
    assert all(abs(found - 12_000) < 30 for found in onsets)
    assert 240 <= engine.tick < 1200
    engine.set_loop(None)
    listen(engine, 1.5)
    assert engine.tick > 1200


def test_playing_from_behind_a_loop_goes_on_to_the_end(sine: Instruments) -> None:
    engine = engine_with(song_of([Note(0, 480, 69)]), sine)
    engine.set_loop((0, 480))
    engine.play(960)
    listen(engine, 0.5)
    assert engine.tick > 960


def test_a_loop_of_nothing_or_outside_the_song_is_no_loop(sine: Instruments) -> None:
    engine = engine_with(song_of([Note(0, 480, 69)], bars=1), sine)
    for loop in ((480, 480), (900, 100), (10_000, 20_000)):
        engine.set_loop(loop)
        engine.play(0)
        listen(engine, 2.2)
        assert engine.motion is Motion.STOPPED


def test_a_change_of_tempo_acts_at_once(sine: Instruments) -> None:
    engine = engine_with(song_of([Note(1920, 400, 69, 110)]), sine)
    engine.play()
    listen(engine, 1.0)  # half of the bar before the note
    engine.set_tempo(60)  # the other half now takes two seconds
    sound = listen(engine, 3.0)
    assert abs(onset(sound) - 2 * RATE) < 30


def test_the_song_ends_and_goes_back_to_where_play_was_pressed(sine: Instruments) -> None:
    engine = engine_with(song_of([Note(0, 480, 69)], bars=1), sine)
    engine.play(960)
    listen(engine, 1.1)
    assert engine.motion is Motion.STOPPED
    assert engine.tick == 960


def test_pause_keeps_the_place_and_stop_returns(sine: Instruments) -> None:
    engine = engine_with(song_of([Note(0, 3800, 69, 100)]), sine)
    engine.play(480)
    listen(engine, 0.5)
    engine.pause()
    listen(engine, 1.0)
    assert engine.tick == pytest.approx(960, abs=1)
    assert level(listen(engine, 0.1)) < 1e-4
    engine.stop()
    assert engine.tick == 480
    engine.stop()
    assert engine.tick == 0


def test_the_count_in_clicks_a_bar_before_the_music_sets_in(sine: Instruments) -> None:
    engine = engine_with(song_of([Note(0, 480, 57, 110)]), sine)
    engine.play(0, count_in=1)
    assert engine.motion is Motion.COUNTING
    assert engine.tick == 0
    sound = listen(engine, 3.0)
    for beat in range(4):
        assert abs(onset(sound[beat * RATE // 2 :])) < 60
        assert frequency(sound[BLOCK + beat * RATE // 2 :][:2400]) > 900
        assert level(sound[beat * RATE // 2 + 6000 : (beat + 1) * RATE // 2]) < 1e-3
    assert strong_pitches(sound[2 * RATE : 2 * RATE + 20_000]) == [57]


def test_the_first_beat_of_a_bar_clicks_higher(sine: Instruments) -> None:
    engine = engine_with(song_of([], bars=2), sine)
    engine.click = True
    engine.play()
    sound = listen(engine, 2.5)
    first, second, fifth = (frequency(sound[BLOCK + start :][:2400]) for start in (0, RATE // 2, 2 * RATE))
    assert first > 1.3 * second
    assert fifth == pytest.approx(first, rel=0.01)


def test_a_new_score_takes_over_without_a_gap(sine: Instruments) -> None:
    held = Note(0, 3800, 69, 100)
    engine = engine_with(song_of([held]), sine)
    engine.play()
    listen(engine, 0.5)
    edited = score(song_of([held, Note(960, 960, 81, 100)]))
    before = engine.tick
    engine.load(edited, players(edited, sine))
    sound = listen(engine, 0.4)
    steps = np.abs(np.diff(sound, axis=0)).max()
    assert steps < 1.1 * np.abs(np.diff(listen(engine, 0.2), axis=0)).max()
    assert engine.tick > before
    assert strong_pitches(listen(engine, 0.5)) == [69, 81]


def test_another_instrument_takes_over_the_held_note(sine: Instruments) -> None:
    engine = engine_with(song_of([Note(0, 3800, 69, 100)]), sine)
    engine.play()
    listen(engine, 0.5)
    engine.set_instrument("t0", sine.get(5, drums=False))
    listen(engine, 0.1)
    assert level(listen(engine, 0.3)) > 0.02
    engine.pause()
    listen(engine, 2.5)
    assert level(listen(engine, 0.1)) < 1e-4


def test_an_audition_sounds_beside_the_music_and_ends(sine: Instruments) -> None:
    engine = engine_with(song_of([Note(0, 480, 69)]), sine)
    engine.audition(sine.get(0, drums=False), (57, 81), 100, 0.5)
    assert strong_pitches(listen(engine, 0.45)) == [57, 81]
    listen(engine, 0.5)
    assert level(listen(engine, 0.2)) < 1e-3


def test_panic_silences_at_once(sine: Instruments) -> None:
    engine = engine_with(song_of([Note(0, 3800, 69, 127)], mix=Mix(volume=127, reverb=127)), sine)
    engine.play()
    engine.audition(sine.get(0, drums=False), (81,), 127, 5.0)
    listen(engine, 0.5)
    engine.panic()
    listen(engine, 0.05)
    assert level(listen(engine, 0.5)) < 1e-4
    assert engine.motion is Motion.STOPPED


@pytest.mark.parametrize("act", [lambda engine: engine.set_volume(20), lambda engine: engine.panic()])
def test_a_new_volume_and_silence_come_without_a_click(sine: Instruments, act: Callable[[Engine], None]) -> None:
    engine = engine_with(song_of([Note(0, 3800, 69, 100)], mix=DRY), sine)
    engine.play()
    before = listen(engine, 0.5)
    act(engine)
    after = listen(engine, 0.5)
    step = np.abs(np.diff(before, axis=0)).max()
    assert np.abs(np.diff(np.concatenate([before, after]), axis=0)).max() < 1.2 * step
    assert np.abs(after[4800:]).max() < 0.1 * np.abs(before).max()


def test_what_is_played_right_after_a_panic_is_heard(sine: Instruments) -> None:
    engine = engine_with(song_of([Note(0, 3800, 69, 100)]), sine)
    engine.play()
    listen(engine, 0.5)
    engine.panic()
    engine.play(0)
    assert np.abs(listen(engine, 0.5)[4800:]).max() > 0.01


def test_nothing_ever_clips(sine: Instruments) -> None:
    loud = [
        [Note(480 * beat, 470, 40 + 3 * voice + track, 127) for beat in range(8) for voice in range(8)]
        for track in range(8)
    ]
    engine = engine_with(song_of(*loud, mix=Mix(volume=127, reverb=127)), sine)
    engine.set_volume(127)
    engine.click = True
    engine.play()
    sound = listen(engine, 4.0)
    assert 0.8 < level(sound) <= 0.8401  # the ceiling: room for the peaks between samples


def test_what_is_not_loud_passes_the_limiter_untouched(sine: Instruments) -> None:
    def at(volume: int) -> NDArray[np.float32]:
        engine = engine_with(song_of([Note(0, 1900, 69, 60)]), sine)
        engine.set_volume(volume)
        engine.play()
        return listen(engine, 0.5)

    np.testing.assert_allclose(at(100) * 0.25, at(50), atol=1e-6)


def test_the_meters_show_each_track_after_its_fader(sine: Instruments) -> None:
    engine = engine_with(song_of([Note(0, 1900, 57, 100)], [Note(0, 1900, 81, 100)]), sine)
    engine.set_mix("t1", replace(DRY, mute=True))
    engine.play()
    listen(engine, 0.2)
    engine.take_peaks()
    listen(engine, 0.2)
    master, tracks = engine.take_peaks()
    assert min(master) > 0.02
    assert tracks["t0"] > 0.01
    assert tracks["t1"] == 0.0


def test_the_same_song_gives_the_same_sound(sine: Instruments) -> None:
    def once() -> NDArray[np.float32]:
        engine = engine_with(
            song_of([Note(0, 1900, 57)], [Note(240, 480, 38)], roles=[TrackRole.VOCAL, TrackRole.DRUMS]), sine
        )
        engine.play()
        return listen(engine, 1.0)

    np.testing.assert_array_equal(once(), once())


def test_after_a_long_rest_it_plays_as_ever(sine: Instruments) -> None:
    def played(rest: float) -> NDArray[np.float32]:
        engine = engine_with(song_of([Note(480, 480, 69, 100)]), sine)
        listen(engine, rest)
        engine.play()
        return listen(engine, 1.5)

    np.testing.assert_array_equal(played(0.05), played(5.0))
    engine = engine_with(song_of([Note(0, 480, 69)]), sine)
    listen(engine, 5.0)
    engine.audition(sine.get(0, drums=False), (69,), 100, 0.2)
    assert level(listen(engine, 0.2)) > 0.02
