"""Composing a part again changes that part and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import groupby, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from music.conftest import LIGHTHOUSE
from songwright.core.edits import edit_notes, replace_notes, set_chord, set_music, set_note_locks
from songwright.core.errors import SongwrightError
from songwright.core.song import Chord, Metre, Music, Note, SectionKind, Song, TrackRole
from songwright.core.words import with_lyric_text
from songwright.lyrics.lexicon import load_lexicon
from songwright.music.check import check_song
from songwright.music.composers import compose
from songwright.music.kit import Kit
from songwright.music.recompose import recompose, reharmonise
from songwright.music.request import Cancelled, ComposeRequest, Selection, Watch
from songwright.music.tunes import between, more_like_this, surprise

KIT = Kit(load_lexicon())
COMPOSED = {
    name: compose(with_lyric_text(Song(), LIGHTHOUSE), ComposeRequest(style=style, seed=3, composer=name), KIT)
    for name, style in (("rules", "folk"), ("learned", "waltz"))
}


def verse(song: Song) -> str:
    return next(section.id for section in song.sections if section.kind is SectionKind.VERSE)


def music(song: Song, section: str) -> Music:
    found = song.section(section).music
    assert found is not None
    return found


def vocal(song: Song) -> str:
    return next(track.id for track in song.tracks if track.role is TrackRole.VOCAL)


def sung(song: Song, section: str) -> tuple[Note, ...]:
    return music(song, section).part(vocal(song)).notes


def outside(song: Song, section: str, first: int, last: int) -> object:
    """Everything of a section that does not begin in its bars first ... last - 1."""
    bar = song.metre.bar_ticks
    found = music(song, section)

    def inside(tick: int) -> bool:
        return (tick >= first * bar or first == 0) and (tick < last * bar or last == found.bars)

    parts = {part.track: tuple(note for note in part.notes if not inside(note.start)) for part in found.parts}
    chords = [chord for chord in found.chords if not inside(chord.start)]
    return {track: notes for track, notes in parts.items() if notes}, chords, found.bars


@settings(max_examples=8)
@given(
    name=st.sampled_from(["rules", "learned"]),
    first=st.integers(0, 6),
    bars=st.integers(1, 4),
    seed=st.integers(0, 99),
)
def test_only_the_selected_bars_change(name: str, first: int, bars: int, seed: int) -> None:
    song = COMPOSED[name]
    section = verse(song)
    last = min(first + bars, music(song, section).bars)
    request = ComposeRequest(composer=name, seed=seed)
    after = recompose(song, request, Selection(section, first, last - first), KIT)
    bar = song.metre.bar_ticks
    before_chords = set(music(song, section).chords)
    extra = [c for c in music(after, section).chords if c.start == last * bar and c not in before_chords]
    trimmed = set_music(
        after,
        section,
        replace(music(after, section), chords=tuple(c for c in music(after, section).chords if c not in extra)),
    )
    assert outside(trimmed, section, first, last) == outside(song, section, first, last)
    assert len(extra) <= 1
    others = [(one, other) for one, other in zip(song.sections, after.sections, strict=True) if one.id != section]
    assert all(one == other for one, other in others)
    assert check_song(after, KIT.divide).coverage == 1.0
    assert (after.tracks, after.seed, after.key) == (song.tracks, song.seed, song.key)


def test_every_attempt_differs_from_the_one_before() -> None:
    song = COMPOSED["rules"]
    once = recompose(song, ComposeRequest(), Selection(verse(song), 2, 4), KIT)
    twice = recompose(once, ComposeRequest(), Selection(verse(song), 2, 4), KIT)
    assert len({sung(song, verse(song)), sung(once, verse(song)), sung(twice, verse(song))}) == 3
    assert recompose(song, ComposeRequest(), Selection(verse(song), 2, 4), KIT) == once


def test_only_the_selected_track_changes() -> None:
    song = COMPOSED["rules"]
    section, track = verse(song), vocal(song)
    after = recompose(song, ComposeRequest(seed=8), Selection(section, tracks=frozenset({track})), KIT)
    assert sung(after, section) != sung(song, section)
    assert music(after, section).chords == music(song, section).chords
    for part in music(song, section).parts:
        assert part.track == track or music(after, section).part(part.track) == part


@pytest.mark.parametrize("name", ["rules", "learned"])
def test_locked_notes_and_edits_stay_inside_the_selection(name: str) -> None:
    song = COMPOSED[name]
    section, track = verse(song), vocal(song)
    notes = sung(song, section)
    song = set_note_locks(song, section, track, notes[4:6], locked=True)
    low = replace(notes[10], pitch=notes[10].pitch - 2)
    song = edit_notes(song, section, track, [*sung(song, section)[:10], low, *notes[11:]])
    kept = {note for note in sung(song, section) if note.locked or note.edited}
    assert len(kept) == 3
    for seed in range(3):
        assert kept <= set(
            sung(recompose(song, ComposeRequest(seed=seed, composer=name), Selection(section), KIT), section)
        )
    request = ComposeRequest(seed=1, composer=name, keep_edits=False)
    again = recompose(song, request, Selection(section), KIT)
    assert not any(note.edited for note in sung(again, section))
    assert {note for note in kept if note.locked} <= set(sung(again, section))


@pytest.mark.parametrize("name", ["rules", "learned"])
def test_composing_all_again_keeps_what_a_hand_changed_unless_asked(name: str) -> None:
    song = COMPOSED[name]
    section, track = verse(song), vocal(song)
    notes = sung(song, section)
    song = edit_notes(song, section, track, [replace(notes[3], pitch=notes[3].pitch + 1), *notes[:3], *notes[4:]])
    edited = [note for note in sung(song, section) if note.edited]
    assert len(edited) == 1
    request = ComposeRequest(seed=50, composer=name)
    assert edited[0] in sung(compose(song, request, KIT), section)
    fresh = compose(song, replace(request, keep_edits=False), KIT)
    assert edited[0] not in sung(fresh, section)


@pytest.mark.parametrize("name", ["rules", "learned"])
def test_new_chords_leave_the_tune_and_the_locked_chords_alone_and_the_band_follows(name: str) -> None:
    song = COMPOSED["rules"]
    section = verse(song)
    song = set_chord(song, section, Chord(song.metre.bar_ticks * 2, (song.key.tonic + 2) % 12, "m", locked=True))
    found = {reharmonise(song, ComposeRequest(seed=seed, composer=name), Selection(section), KIT) for seed in range(3)}
    assert any(music(after, section).chords != music(song, section).chords for after in found)
    for after in found:
        assert sung(after, section) == sung(song, section)
        assert [c for c in music(after, section).chords if c.locked] == [
            c for c in music(song, section).chords if c.locked
        ]
        bass = next(track.id for track in song.tracks if track.role is TrackRole.BASS)
        starts = {note.start: note.pitch % 12 for note in music(after, section).part(bass).notes}
        for chord in music(after, section).chords:
            assert starts.get(chord.start, chord.root) == (chord.root if chord.bass is None else chord.bass)


@pytest.mark.parametrize("name", ["rules", "learned"])
def test_new_chords_keep_moving_under_a_tune_that_does_not(name: str) -> None:
    song = COMPOSED["learned"]
    section, bar = verse(song), song.metre.bar_ticks
    drone = tuple(replace(note, pitch=60 + song.key.tonic) for note in sung(song, section))
    still = replace(music(song, section), chords=(Chord(0, song.key.tonic, ""),))
    song = replace_notes(set_music(song, section, still), section, vocal(song), drone)
    for seed in range(3):
        after = music(reharmonise(song, ComposeRequest(seed=seed, composer=name), Selection(section), KIT), section)
        ends = [chord.start for chord in after.chords[1:]] + [after.bars * bar]
        spans = [(chord.root, end - chord.start) for chord, end in zip(after.chords, ends, strict=True)]
        stays = [sum(length for _, length in stay) for _, stay in groupby(spans[:-1], key=lambda span: span[0])]
        assert max(stays) <= 2 * bar


def test_a_selection_that_is_not_there_is_refused_in_words() -> None:
    song = COMPOSED["rules"]
    with pytest.raises(SongwrightError, match="no longer"):
        recompose(song, ComposeRequest(), Selection("s999"), KIT)
    with pytest.raises(SongwrightError, match="bars 1 to"):
        recompose(song, ComposeRequest(), Selection(verse(song), 3, 99), KIT)
    words = with_lyric_text(Song(), LIGHTHOUSE)
    with pytest.raises(SongwrightError, match="no music"):
        recompose(words, ComposeRequest(), Selection(words.sections[0].id), KIT)


def test_stopping_is_noticed_and_progress_told() -> None:
    song = COMPOSED["rules"]
    with pytest.raises(Cancelled):
        recompose(song, ComposeRequest(), Selection(verse(song)), KIT, Watch(lambda: True))
    shares: list[float] = []
    compose(song, ComposeRequest(seed=9), KIT, Watch(progress=shares.append))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


@pytest.mark.parametrize("change", [surprise, more_like_this])
def test_another_tune_keeps_rhythm_words_chords_and_locked_notes(change: Callable[..., Song]) -> None:
    song = COMPOSED["learned"]
    section, track = verse(song), vocal(song)
    song = set_note_locks(song, section, track, sung(song, section)[5:8], locked=True)
    after = change(song, ComposeRequest(seed=4), Selection(section), KIT)
    assert sung(after, section) != sung(song, section)
    assert [replace(note, pitch=60) for note in sung(after, section)] == [
        replace(note, pitch=60) for note in sung(song, section)
    ]
    assert {note for note in sung(song, section) if note.locked} <= set(sung(after, section))
    assert music(after, section).chords == music(song, section).chords


def test_a_near_tune_is_nearer_than_a_surprise() -> None:
    song = COMPOSED["learned"]
    section = verse(song)

    def moved(after: Song) -> int:
        pairs = zip(sung(song, section), sung(after, section), strict=True)
        return sum(one.pitch != other.pitch for one, other in pairs)

    requests = [ComposeRequest(seed=seed) for seed in range(4)]
    near = sum(moved(more_like_this(song, one, Selection(section), KIT, distance=0.2)) for one in requests)
    assert near < sum(moved(surprise(song, one, Selection(section), KIT)) for one in requests)


def test_the_way_between_two_tunes_leads_from_one_to_the_other() -> None:
    song = COMPOSED["learned"]
    section = verse(song)
    other = surprise(song, ComposeRequest(seed=4), Selection(section), KIT)
    path = between(song, Selection(section), sung(song, section), sung(other, section), 5, KIT)

    def distance(one: Song, two: Song) -> int:
        pairs = zip(sung(one, section), sung(two, section), strict=True)
        return sum(abs(a.pitch - b.pitch) for a, b in pairs)

    assert len(path) == 5
    assert distance(path[0], song) < distance(path[-1], song)
    assert distance(path[-1], other) < distance(path[0], other)
    way = [song, *path, other]
    steps = [
        sum(a.pitch != b.pitch for a, b in zip(sung(one, section), sung(two, section), strict=True))
        for one, two in pairwise(way)
    ]
    assert max(steps) <= 1.6 * sum(steps) / len(steps)


def test_a_surprise_in_a_metre_that_the_map_does_not_know_is_composed_by_rules() -> None:
    words = with_lyric_text(Song(), LIGHTHOUSE)
    song = compose(words, ComposeRequest(style="folk", seed=3, metre=Metre(5, 4)), KIT)
    after = surprise(song, ComposeRequest(seed=4), Selection(verse(song)), KIT)
    assert sung(after, verse(song)) != sung(song, verse(song))
    assert check_song(after, KIT.divide).coverage == 1.0
