"""Tunes that sections have had: kept once, in order, and not without end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from songwright.core import kept_tunes as module
from songwright.core.kept_tunes import kept, marked, remembered, tunes_of, with_tune
from songwright.core.song import Line, Music, Note, Part, Section, Song, Track, TrackRole, Tune


def song(pitch: int, section: str = "s1") -> Song:
    """A section of one bar in which one pitch is sung four times."""
    notes = tuple(Note(480 * i, 480, pitch, line="l1", syllable=i) for i in range(4))
    return Song(
        sections=(
            Section(section, lines=(Line("l1", "row the boat home"),), music=Music(1, (), (Part("t1", notes),))),
        ),
        tracks=(Track("t1", "Voice", TrackRole.VOCAL),),
    )


def pitches(tunes: tuple[Tune, ...]) -> list[int]:
    return [tune.music.parts[0].notes[0].pitch for tune in tunes]


def test_what_was_and_what_is_made_are_kept_once_each() -> None:
    found = remembered((), "Surprise Me", song(60), (song(62), song(64)))
    found = remembered(found, "Similar", song(62), (song(65), song(60)))
    assert pitches(found) == [60, 62, 64, 65]
    assert [(tune.number, tune.origin) for tune in found] == [
        (1, ""), (2, "Surprise Me"), (3, "Surprise Me"), (4, "Similar")
    ]  # fmt: skip
    assert kept(found, song(65), "s1") == found
    assert pitches(kept(found, song(70), "s1"))[-1] == 70


def test_the_first_music_of_a_section_is_kept_when_it_is_changed() -> None:
    blank = replace(song(60), sections=(replace(song(60).sections[0], music=None),))
    assert remembered((), "Compose", blank, (song(60),)) == ()


def test_the_oldest_go_but_not_those_that_are_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    found = kept((), song(60), "s1")
    found = marked(found, found[0], "A")
    for pitch in range(61, 66):
        found = kept(found, song(pitch), "s1")
    assert pitches(found) == [60, 64, 65]
    assert [tune.number for tune in found] == [1, 5, 6]
    monkeypatch.setattr(module, "MOST_NOTES", 8)
    assert pitches(kept(found, song(70, "s2"), "s2")) == [60, 70]


def test_a_mark_is_on_one_tune_of_a_section() -> None:
    found = kept(kept((), song(60), "s1"), song(62), "s1")
    found = marked(found, found[0], "A")
    found = marked(found, found[1], "A")
    assert [tune.mark for tune in found] == ["", "A"]
    assert [tune.mark for tune in marked(found, found[1], "B")] == ["", "B"]


def test_a_tune_of_other_tracks_is_not_offered_and_a_line_that_is_gone_loses_its_words() -> None:
    found = kept((), song(60), "s1")
    assert tunes_of(found, song(62), "s1") == found
    assert tunes_of(found, replace(song(62), tracks=()), "s1") == ()
    other = replace(song(62), sections=(replace(song(62).sections[0], lines=(Line("l2", "away"),)),))
    music = with_tune(other, found[0]).sections[0].music
    assert music is not None
    assert {(note.pitch, note.line) for note in music.parts[0].notes} == {(60, None)}
