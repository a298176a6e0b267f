"""Named versions of a song: kept beside it, and put back whole."""

from __future__ import annotations

from dataclasses import replace

from songwright.core.changes import Aspect, Change
from songwright.core.session import Document, Session
from songwright.core.song import Song
from songwright.core.versions import is_version, with_song_kept, with_version
from songwright.core.words import lyric_text, with_lyric_text

SONG = with_lyric_text(Song(), "The tide is late")


def test_a_version_keeps_the_song_whatever_becomes_of_it() -> None:
    session = Session(Document(SONG))
    session.keep_versions(with_song_kept(session.versions, session.song, "Before the new bridge"))
    session.apply("Type", with_lyric_text(session.song, "The horn is low"))
    (version,) = session.versions
    assert not is_version(session.song, version)
    session.apply("Put back", with_version(session.song, version))
    assert lyric_text(session.song) == "The tide is late"
    assert is_version(session.song, version)
    session.undo()
    assert lyric_text(session.song) == "The horn is low"
    assert session.versions == (version,)


def test_a_song_put_back_gives_out_no_identifier_a_second_time() -> None:
    (version,) = with_song_kept((), SONG, "First")
    later = replace(SONG, serial=SONG.serial + 5)
    assert with_version(later, version).serial == later.serial


def test_versions_have_identifiers_of_their_own_when_one_is_gone() -> None:
    versions = with_song_kept(with_song_kept((), SONG, "One"), SONG, "Two")
    again = with_song_kept(versions[1:], SONG, "Three")
    assert len({version.id for version in again}) == 2


def test_keeping_a_version_is_told_is_unsaved_work_and_is_gone_in_another_document() -> None:
    session = Session(Document(SONG))
    told: list[Change] = []
    session.subscribe(told.append)
    session.keep_versions(with_song_kept((), SONG, "One"))
    assert told[-1].aspects == Aspect.VERSIONS
    assert session.modified
    assert session.document.versions == session.versions
    session.replace_document(Document())
    assert session.versions == ()
