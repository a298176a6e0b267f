"""The excerpts of Bach, the machine's settings of their sopranos, and how both are played."""

from __future__ import annotations

from dataclasses import replace

import pytest

from music.listening.making import EXCERPTS
from songwright.core.song import Song
from songwright.lyrics.lexicon import load_lexicon
from songwright.music.kit import Kit
from songwright.music.listening.excerpts import STEP_TICKS
from songwright.music.listening.pieces import as_song, human, machine_made, make_trials, seconds
from songwright.music.listening.trials import TrialKind, TuneAuthor, plan
from songwright.music.request import Cancelled, Watch


@pytest.fixture(scope="module")
def kit() -> Kit:
    return Kit(load_lexicon())


def played(song: Song) -> list[list[tuple[int, int, int, int]]]:
    music = song.sections[0].music
    assert music is not None
    return [[(n.start, n.length, n.pitch, n.velocity) for n in part.notes] for part in music.parts]


def test_there_are_enough_excerpts_for_the_longest_test_each_with_a_tune_of_its_own() -> None:
    assert len(EXCERPTS) >= 40
    assert len({excerpt.id for excerpt in EXCERPTS}) == len(EXCERPTS)
    intervals = [[b[0] - a[0] for a, b in zip(e.voices[0], e.voices[0][1:], strict=False)] for e in EXCERPTS]
    assert len(set(map(tuple, intervals))) == len(EXCERPTS)
    assert all(8 <= seconds(human(excerpt)) <= 12 for excerpt in EXCERPTS)


def test_the_tune_of_an_excerpt_has_a_line_a_phrase_and_its_upbeat_before_the_bar() -> None:
    for excerpt in EXCERPTS:
        tune = excerpt.tune()
        assert tune[0].start == -excerpt.upbeat * STEP_TICKS
        assert [(note.pitch, note.length // STEP_TICKS) for note in tune] == list(excerpt.voices[0])
        lines = [note.line for note in tune]
        assert len(set(lines)) == len(excerpt.phrases)
        first = [note for note in tune if note.line == lines[0]]
        assert sum(note.length for note in first) == excerpt.phrases[0] * STEP_TICKS


def test_the_machine_keeps_the_tune_and_sings_as_long(kit: Kit) -> None:
    excerpt = EXCERPTS[0]
    made = machine_made(excerpt, kit, seed=5)
    assert made.author is TuneAuthor.MACHINE
    assert made.voices[0] == excerpt.voices[0]
    assert {sum(length for _, length in line) for line in made.voices} == {sum(excerpt.phrases)}
    assert made.voices[1:] != excerpt.voices[1:]
    assert machine_made(excerpt, kit, seed=5) == made
    assert machine_made(excerpt, kit, seed=6).voices != made.voices


def test_what_a_score_ties_or_repeats_makes_no_difference_to_the_ear() -> None:
    piece = human(EXCERPTS[0])
    untied = tuple(tuple((pitch, 1) for pitch, length in line for _ in range(length)) for line in piece.voices[1:])
    assert played(as_song(replace(piece, voices=(piece.voices[0], *untied)))) == played(as_song(piece))


def test_bach_and_machine_are_played_by_the_same_instruments(kit: Kit) -> None:
    one, other = as_song(human(EXCERPTS[1])), as_song(machine_made(EXCERPTS[1], kit, seed=1))
    assert (one.tracks, one.tempo, one.metre) == (other.tracks, other.tempo, other.metre)
    assert played(one)[0] == played(other)[0]
    ends = [{part[-1][0] + part[-1][1] for part in played(song)} for song in (one, other)]
    assert ends[0] == ends[1]
    assert len(ends[0]) == 1
    assert {note[3] for song in (one, other) for part in played(song) for note in part} == {80}


def test_making_a_test_tells_how_far_it_is_and_stops_at_once(kit: Kit) -> None:
    plans = plan(TrialKind.PAIRS, 3, EXCERPTS, 1, {})
    told: list[float] = []
    trials = make_trials(plans, kit, Watch(progress=told.append))
    assert [trial.pieces[0].excerpt for trial in trials] == [planned.excerpt.id for planned in plans]
    assert told == sorted(told)
    assert told[-1] == 1.0
    with pytest.raises(Cancelled):
        make_trials(plans, kit, Watch(cancelled=lambda: True))
