"""From a band to a choir and back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from songwright.core.edits import set_note_locks
from songwright.core.song import Song, TrackRole
from songwright.core.words import with_lyric_text
from songwright.lyrics.lexicon import load_lexicon
from songwright.music.choir import is_choir, without_choir
from songwright.music.composers import compose
from songwright.music.kit import Kit
from songwright.music.request import ComposeRequest

WORDS = "[Verse 1]\nThe harbour light is burning low\nAnd all the boats are home"
ASKED = ComposeRequest(style="hymn", seed=2)


@pytest.fixture(scope="module")
def kit() -> Kit:
    return Kit(load_lexicon())


@pytest.fixture(scope="module")
def choir(kit: Kit) -> Song:
    return compose(with_lyric_text(Song(), WORDS), replace(ASKED, chorale=True), kit)


def test_a_band_takes_the_place_of_the_choir_again(choir: Song, kit: Kit) -> None:
    assert is_choir(choir)
    band = compose(choir, ASKED, kit)
    plain = compose(with_lyric_text(Song(), WORDS), ASKED, kit)
    assert not is_choir(band)
    assert [(t.name, t.role) for t in band.tracks] == [(t.name, t.role) for t in plain.tracks]
    known = {track.id for track in band.tracks}
    assert all(part.track in known for s in band.sections if s.music is not None for part in s.music.parts)


def test_a_voice_with_a_locked_note_stays(choir: Song) -> None:
    alto = next(track for track in choir.tracks if track.name == "Alto")
    section = next(s for s in choir.sections if s.music is not None and s.music.part(alto.id).notes)
    assert section.music is not None
    note = section.music.part(alto.id).notes[0]
    left = without_choir(set_note_locks(choir, section.id, alto.id, [note], locked=True))
    assert [track.name for track in left.tracks if track.role is TrackRole.HARMONY] == ["Alto"]


def test_a_song_for_a_band_is_left_alone(kit: Kit) -> None:
    band = compose(with_lyric_text(Song(), WORDS), ASKED, kit)
    assert without_choir(band) is band
