"""An album is planned so that no song tells what another told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from songwright.core.errors import SongwrightError
from songwright.llm.album import AlbumPlan, hook_brief, in_turn, planned, song_brief
from songwright.llm.brief import Task


def test_thirteen_songs_tell_thirteen_sides_of_one_subject() -> None:
    tracks = planned("two brothers and one field.", 13, seed=4)
    assert [track.number for track in tracks] == list(range(1, 14))
    assert len({track.about for track in tracks}) == 13
    assert len({track.seed for track in tracks}) == 13
    assert all("two brothers and one field" in track.about for track in tracks)
    assert not any("{" in track.about or track.about.endswith(".") for track in tracks)


def test_an_album_opens_and_closes_whatever_its_length() -> None:
    short, long = planned("rust", 3, seed=1), planned("rust", 20, seed=1)
    assert (short[0].about, short[-1].about) == (long[0].about, long[-1].about)
    assert (len(short), len(long), len(planned("rust", 1, seed=1))) == (3, 20, 1)


def test_another_seed_tells_the_sides_in_another_order() -> None:
    one, other = planned("rust", 13, seed=1), planned("rust", 13, seed=2)
    assert [track.about for track in one] != [track.about for track in other]
    assert planned("rust", 13, seed=1) == one


def test_an_album_about_nothing_is_refused() -> None:
    with pytest.raises(SongwrightError, match="nothing to write an album about"):
        planned(" . ", 13, seed=1)


def test_titles_are_made_of_words_of_their_own() -> None:
    songs = planned("two brothers", 3, seed=1)
    plan = AlbumPlan("two brothers", songs, form="song", manner="poet:hardy")
    plan = plan.with_song(replace(songs[0], hook="The Letter and the Brothers"))
    held = song_brief(plan, plan.songs[1]).wishes.held_back
    assert "letter" in held
    assert "brothers" not in held
    assert "letter" not in song_brief(plan, plan.songs[0]).wishes.held_back
    assert hook_brief(plan, plan.songs[1]).task is Task.HOOK


def test_turns_take_all_values_before_one_comes_again() -> None:
    turns = in_turn(["a", "b", "c"], 6, seed=4)
    assert sorted(turns[:3]) == sorted(turns[3:]) == ["a", "b", "c"]
    assert in_turn([], 2, seed=4) == ["", ""]


def test_a_plan_is_read_back_as_it_was_written() -> None:
    plan = AlbumPlan("rust", planned("rust", 3, seed=1), form="song", style="folk", folder="/tmp/rust")
    assert AlbumPlan.from_text(plan.to_text()) == plan
