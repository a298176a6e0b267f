"""A typed chord changes what the band plays under it, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from songwright.core.song import Music, Song, TrackRole
from songwright.core.words import with_lyric_text
from songwright.music.request import ComposeRequest
from songwright.music.rule_composer import RuleComposer
from songwright.music.typed_chord import ChordChange, changed_chord, played_again
from songwright.ui.bars.chord_change import ChordChanges
from songwright.ui.services import LexiconHolder, Services

WORDS = "[Verse 1]\nThe harbour light is burning low\nAnd all the boats are home\n\n[Chorus]\nSing me a morning of gold"


@pytest.fixture(scope="module")
def composer(lexicon: LexiconHolder) -> RuleComposer:
    return RuleComposer(lexicon())


@pytest.fixture(scope="module")
def song(composer: RuleComposer) -> Song:
    return composer.compose(with_lyric_text(Song(), WORDS), ComposeRequest(style="folk", seed=3))


def verse(song: Song) -> tuple[str, Music]:
    section = next(section for section in song.sections if section.title == "Verse 1")
    assert section.music is not None
    return section.id, section.music


def played(song: Song, role: TrackRole) -> dict[int, set[int]]:
    """Pitch classes by start, of the verse."""
    track = next(track for track in song.tracks if track.role is role)
    found: dict[int, set[int]] = {}
    for note in verse(song)[1].part(track.id).notes:
        found.setdefault(note.start, set()).add(note.pitch % 12)
    return found


def test_the_band_plays_the_new_chord_and_the_rest_is_as_it_was(song: Song, composer: RuleComposer) -> None:
    owner, music = verse(song)
    chord = music.chords[1]
    end = music.chords[2].start
    after = changed_chord(song, ChordChange(owner, chord.start, "F#dim"))
    after = played_again(after, composer, owner, chord.start)
    assert played(after, TrackRole.BASS)[chord.start] == {6}
    assert {pitch for start, pitches in played(after, TrackRole.ACCOMPANIMENT).items() if chord.start <= start < end
            for pitch in pitches} <= {6, 9, 0}  # fmt: skip
    for role in TrackRole:
        if not any(track.role is role for track in song.tracks):
            continue
        before_elsewhere = {s: p for s, p in played(song, role).items() if not chord.start <= s < end}
        assert {s: p for s, p in played(after, role).items() if not chord.start <= s < end} == before_elsewhere
    assert played(after, TrackRole.VOCAL) == played(song, TrackRole.VOCAL)
    assert [one for one in after.sections if one.id != owner] == [one for one in song.sections if one.id != owner]


def test_locked_notes_of_the_band_stay(song: Song, composer: RuleComposer) -> None:
    from songwright.core.edits import set_note_locks

    owner, music = verse(song)
    bass = next(track for track in song.tracks if track.role is TrackRole.BASS)
    start = music.chords[1].start
    kept = next(note for note in music.part(bass.id).notes if note.start == start)
    held = set_note_locks(song, owner, bass.id, [kept], locked=True)
    after = played_again(changed_chord(held, ChordChange(owner, start, "F#dim")), composer, owner, start)
    assert any(note.locked and note.pitch == kept.pitch for note in verse(after)[1].part(bass.id).notes)


def test_chords_typed_in_a_row_are_all_obeyed_each_a_step_of_undo(
    song: Song, composer: RuleComposer, make_services: Callable[[Song], Services], qtbot: QtBot
) -> None:
    services = make_services(song)
    owner, music = verse(song)
    changes = ChordChanges(services, lambda: composer)
    starts = [chord.start for chord in music.chords[:3]]
    with qtbot.waitSignal(changes.settled):
        for start, text in zip(starts, ("Bb", "Gm", "")):  # noqa: B905
            changes.obey(ChordChange(owner, start, text))
    roots = [chord.root for chord in verse(services.session.song)[1].chords]
    assert roots[:2] == [10, 7]
    assert len(roots) == len(music.chords) - 1
    steps = 0
    while services.session.undo_label:
        services.session.undo()
        steps += 1
    assert steps == 3
    assert services.session.song == song
