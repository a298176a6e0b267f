"""The composer that lets the net sing keeps all that a composer promises."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from songwright.core.song import Metre, Note, Section, Song, TrackRole
from songwright.core.words import with_lyric_text
from songwright.lyrics.lexicon import load_lexicon
from songwright.lyrics.syllables import syllabify
from songwright.music.check import check_song
from songwright.music.chords import parse_roman
from songwright.music.kit import Kit
from songwright.music.nets.net_composer import LearnedComposer
from songwright.music.nets.runtime import Net, NetError
from songwright.music.request import Cancelled, ComposeRequest, Watch
from songwright.music.rule_composer import RuleComposer

LEXICON = load_lexicon()
RULES = RuleComposer(LEXICON)
LEARNED = LearnedComposer(Kit(LEXICON))
WORDS = """[Verse 1]
The winter sun was sinking low behind the silver hill
And every window held a star and all the world was still

[Chorus]
Carry me over the water tonight
Carry me into the morning light

[Verse 2]
The harbour bell was ringing slow above the frozen bay
And every lantern found a hand to lead us on our way
"""
REQUEST = ComposeRequest(style="folk", seed=5)


def sung(song: Song, section: Section) -> list[Note]:
    track = next(track.id for track in song.tracks if track.role is TrackRole.VOCAL)
    notes = section.music.part(track).notes if section.music else ()
    return [note for note in notes if note.line is not None]


def song() -> Song:
    return with_lyric_text(Song(seed=4), WORDS)


@pytest.mark.parametrize("style", ["blues", "bossa", "hymn", "pop", "waltz"])
def test_every_syllable_is_sung_and_stresses_fall_on_strong_places(style: str) -> None:
    for seed in range(2):
        learned = LEARNED.compose(song(), ComposeRequest(style=style, seed=seed))
        report = check_song(learned, lambda text: syllabify(text, LEXICON))
        assert report.coverage == 1.0
        assert report.stress[2] <= 0.1
        assert not any(line.awkward for line in report.lines)


@pytest.mark.parametrize("style", ["bossa", "pop", "waltz"])
def test_the_chords_keep_moving(style: str) -> None:
    for seed in range(3):
        learned = LEARNED.compose(song(), ComposeRequest(style=style, seed=seed))
        bar = learned.metre.bar_ticks
        for music in (section.music for section in learned.sections if section.music):
            starts = [chord.start for chord in music.chords]
            assert max(end - start for start, end in pairwise([*starts, music.bars * bar])) <= 3 * bar


def test_rhythm_chords_and_tune_differ_from_the_rules() -> None:
    ruled, learned = RULES.compose(song(), REQUEST), LEARNED.compose(song(), REQUEST)
    for of in (
        lambda one, section: [note.start for note in sung(one, section)],
        lambda one, section: [note.pitch for note in sung(one, section)],
        lambda _, section: section.music and section.music.chords,
    ):
        assert [of(ruled, section) for section in ruled.sections] != [
            of(learned, section) for section in learned.sections
        ]


@pytest.mark.parametrize("metre", [Metre(5, 4), Metre(7, 8)])
def test_metres_that_the_nets_do_not_know_are_set_by_rules(metre: Metre) -> None:
    learned = LEARNED.compose(song(), replace(REQUEST, metre=metre))
    assert check_song(learned, lambda text: syllabify(text, LEXICON)).coverage == 1.0
    assert learned.metre == metre


def test_the_dial_moves_stresses_onto_the_beat() -> None:
    def off_beat(dial: float) -> int:
        found = 0
        for seed in range(2):
            learned = LEARNED.compose(song(), ComposeRequest(style="pop", seed=seed, prosody=dial))
            report = check_song(learned, lambda text: syllabify(text, LEXICON))
            found += sum(line.phrase_weaker + line.phrase_equal for line in report.lines)
        return found

    assert off_beat(1.0) < off_beat(0.0)


def test_fixed_chords_are_obeyed_and_the_tune_goes_with_them() -> None:
    ruled = RULES.compose(song(), REQUEST)
    place = next(i for i, section in enumerate(ruled.sections) if sung(ruled, section))
    section = ruled.sections[place]
    assert section.music
    bar = ruled.metre.bar_ticks
    wanted = tuple(
        replace(parse_roman(numeral, ruled.key, index * bar), locked=True)
        for index, numeral in enumerate(["I", "bVII", "IV", "V7/V"])
    )
    fixed = replace(section, music=replace(section.music, chords=wanted))
    start = replace(ruled, sections=tuple(fixed if i == place else one for i, one in enumerate(ruled.sections)))
    after = LEARNED.compose(start, replace(REQUEST, seed=8))
    music = after.sections[place].music
    assert music
    assert [chord for chord in music.chords if chord.locked] == list(wanted)


def test_nothing_is_left_locked_that_was_not() -> None:
    learned = LEARNED.compose(song(), REQUEST)
    music = [section.music for section in learned.sections if section.music]
    assert not any(note.locked for one in music for part in one.parts for note in part.notes)
    assert not any(chord.locked for one in music for chord in one.chords)


def test_the_second_verse_begins_like_the_first() -> None:
    learned = LEARNED.compose(song(), REQUEST)
    first, second = (sung(learned, section) for section in learned.sections if section.title.startswith("Verse"))
    assert [note.pitch for note in first[:6]] == [note.pitch for note in second[:6]]


def test_locked_notes_and_chords_stay() -> None:
    ruled = RULES.compose(song(), REQUEST)
    place = next(i for i, section in enumerate(ruled.sections) if sung(ruled, section))
    section = ruled.sections[place]
    assert section.music
    track = next(track.id for track in ruled.tracks if track.role is TrackRole.VOCAL)
    part = section.music.part(track)
    kept = tuple(replace(note, locked=i in {3, 9, 10}) for i, note in enumerate(part.notes))
    chords = tuple(replace(chord, locked=i == 1) for i, chord in enumerate(section.music.chords))
    parts = tuple(replace(one, notes=kept) if one.track == track else one for one in section.music.parts)
    locked = replace(section, music=replace(section.music, parts=parts, chords=chords))
    start = replace(ruled, sections=tuple(locked if i == place else one for i, one in enumerate(ruled.sections)))
    after = LEARNED.compose(start, replace(REQUEST, seed=77)).sections[place]
    assert after.music
    assert {note for note in kept if note.locked} <= set(after.music.part(track).notes)
    assert chords[1] in after.music.chords


def test_the_same_request_gives_the_same_song_and_another_seed_another_tune() -> None:
    assert LEARNED.compose(song(), REQUEST) == LEARNED.compose(song(), REQUEST)
    other = LEARNED.compose(song(), replace(REQUEST, seed=6))
    assert other != LEARNED.compose(song(), REQUEST)


def test_the_rules_compose_alone_where_the_nets_cannot_run(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def missing(name: str) -> Net:
        raise NetError("A part of the trained composer is missing.", detail=name)

    for module in ("prosody", "harmony", "melody"):
        monkeypatch.setattr(f"songwright.music.nets.{module}.load_net", missing)
    alone = LearnedComposer(Kit(LEXICON)).compose(song(), REQUEST)
    assert alone == RULES.compose(song(), REQUEST)
    assert "missing" in caplog.text


def test_stopping_is_noticed() -> None:
    with pytest.raises(Cancelled):
        LEARNED.compose(song(), REQUEST, Watch(lambda: True))
