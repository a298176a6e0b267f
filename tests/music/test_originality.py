"""How much of a tune is known."""

from __future__ import annotations

from itertools import pairwise

from songwright.core.song import Music, Note, Part, Section, Song, Track, TrackRole
from songwright.music.originality import NONE, PARTED, KnownTunes, load_known_tunes, originality

ODE = (64, 64, 65, 67, 67, 65, 64, 62, 60, 60, 62, 64, 64, 62, 62)


def text(*tunes: tuple[int, ...]) -> bytes:
    return bytes([PARTED]).join(bytes(NONE + after - before for before, after in pairwise(tune)) for tune in tunes)


def sung(*pitches: int) -> Song:
    notes = tuple(Note(480 * i, 480, pitch, line="l1", syllable=i) for i, pitch in enumerate(pitches))
    section = Section("s1", title="Verse", music=Music(8, (), (Part("t", notes),)))
    return Song(sections=(section,), tracks=(Track("t", "Voice", TrackRole.VOCAL),))


def test_a_copy_is_found_in_any_key_and_counted_in_notes() -> None:
    known = KnownTunes(text((60, 72, 50, 61), ODE))
    found = originality(sung(*(pitch + 5 for pitch in ODE)), known)
    assert (found.notes, found.section, found.line, found.known_share) == (len(ODE), "s1", "l1", 1.0)


def test_only_the_longest_shared_stretch_counts() -> None:
    known = KnownTunes(text(ODE))
    strange = (60, 71, 58, 69, 64, 64, 65, 67, 67, 40)
    found = originality(sung(*strange), known)
    assert found.notes == 5
    assert found.known_share == 0.0


def test_a_stretch_across_two_tunes_is_no_copy() -> None:
    known = KnownTunes(text((60, 62, 64), (64, 65, 67)))
    assert originality(sung(60, 62, 64, 65, 67), known).notes == 3


def test_nothing_sung_is_nothing_copied() -> None:
    assert originality(Song(), KnownTunes(text(ODE))).notes == 0


def test_a_tune_that_everybody_knows_is_in_the_list_that_ships() -> None:
    known = load_known_tunes()
    assert known.count > 5000
    # "Auld Lang Syne", which is in the old tune books.
    auld = (60, 65, 65, 65, 69, 67, 65, 67, 69, 65, 65, 69, 72, 74)
    assert originality(sung(*auld), known).notes >= 8
