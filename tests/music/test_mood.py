from __future__ import annotations

from collections import Counter

import pytest

from songwright.core.song import Mode, SectionKind, Song, TrackRole
from songwright.core.words import with_lyric_text
from songwright.music.mood import feeling_of
from songwright.music.request import FOR_YOU, ComposeRequest
from songwright.music.rule_composer import RuleComposer
from songwright.music.setting import choose_setting
from songwright.music.styles import load_styles
from songwright.music.tonality import has_minor_third

STYLES = load_styles()
PLAIN = "One two three four\nFive six seven"


def song(text: str = PLAIN, about: str = "") -> Song:
    return with_lyric_text(Song(about=about), text)


@pytest.mark.parametrize(
    ("brighter", "darker"), [("joyful", "wistful"), ("full of joy", "sad and lonely"), ("playful", "spooky")]
)
def test_a_mood_that_is_asked_for_is_understood(brighter: str, darker: str) -> None:
    assert feeling_of(song(), brighter).bright > feeling_of(song(), darker).bright


def test_words_feel_like_something_too() -> None:
    grave = feeling_of(song("Tears upon a lonely grave\nGone is all the love we gave\nI cry alone in winter"))
    merry = feeling_of(song("Laugh and dance and sing with joy\nHappy girl and merry boy"))
    assert grave.bright < 0 < merry.bright
    assert feeling_of(song()).sure == 0


def test_a_word_tells_by_its_own_stem_and_not_by_that_of_another() -> None:
    assert feeling_of(song("Since warm hearths crowd the miner")).bright >= 0  # not sin, war, heart, crow and mine
    assert feeling_of(song("Sinning, warring, dying")).bright < 0


def test_a_style_that_wants_a_reason_does_not_come_without_one() -> None:
    plain = Counter(choose_setting(song(), ComposeRequest(FOR_YOU, seed=seed), STYLES).style.id for seed in range(40))
    reserved = {style.id for style in STYLES if style.reserve >= 0.4}
    assert sum(plain[style] for style in reserved) <= 2
    tango = song("The dancer with a rose and dagger\nJealous passion, tango and revenge")
    assert choose_setting(tango, ComposeRequest(FOR_YOU), STYLES).style.id == "tango"


def test_sad_songs_are_oftener_minor_and_slower_than_joyful_ones() -> None:
    minor: Counter[str] = Counter()
    tempo: Counter[str] = Counter()
    for mood in ("joyful", "sad"):
        for seed in range(30):
            setting = choose_setting(song(), ComposeRequest("pop", seed=seed, mood=mood), STYLES)
            minor[mood] += has_minor_third(setting.key)
            tempo[mood] += round(setting.tempo)
    assert minor["sad"] >= minor["joyful"] + 8
    assert tempo["joyful"] > tempo["sad"] + 30 * 5


def test_the_words_choose_a_style_that_is_left_to_the_composer() -> None:
    sea = song("The captain turned the ship about\nAnd bade the sailors haul the anchor out")
    psalm = song("Praise the Lord of grace and mercy\nHoly is the God of heaven")
    chosen = {
        text.sections[0].lines[0].text[:3]: Counter(
            choose_setting(text, ComposeRequest(FOR_YOU, seed=seed), STYLES).style.id for seed in range(12)
        )
        for text in (sea, psalm)
    }
    assert chosen["The"].most_common(1)[0][0] == "shanty"
    assert chosen["Pra"].most_common(1)[0][0] in ("hymn", "gospel")


def test_a_composed_song_keeps_its_style_when_it_is_left_to_the_composer() -> None:
    from songwright.lyrics.lexicon import load_lexicon

    composed = RuleComposer(load_lexicon()).compose(song(), ComposeRequest("waltz"))
    assert choose_setting(composed, ComposeRequest(FOR_YOU), STYLES).style.id == "waltz"


def test_keys_lie_well_for_the_instruments() -> None:
    found = {choose_setting(song(), ComposeRequest("folk", seed=seed), STYLES).key for seed in range(60)}
    assert {key.tonic for key in found if key.mode is Mode.MAJOR} <= {4, 9, 2, 7, 0}
    assert len({key.tonic for key in found}) >= 4


@pytest.mark.parametrize("style", ["hiphop", "patter"])
def test_fast_words_come_at_speaking_pace(style: str, lighthouse: Song, composer: RuleComposer) -> None:
    done = composer.compose(lighthouse, ComposeRequest(style, seed=2))
    track = next(track.id for track in done.tracks if track.role is TrackRole.VOCAL)
    verse = next(section for section in done.sections if section.kind is SectionKind.VERSE)
    assert verse.music is not None
    rates = []
    for line in verse.sung_lines:
        notes = [note for note in verse.music.part(track).notes if note.line == line.id]
        seconds = (max(n.end for n in notes) - min(n.start for n in notes)) / 480 * 60 / done.tempo
        rates.append(len(notes) / seconds)
    assert 3.5 < sorted(rates)[len(rates) // 2] < 7.5


def test_rap_is_spoken_on_few_notes_and_its_hook_is_sung(lighthouse: Song, composer: RuleComposer) -> None:
    done = composer.compose(lighthouse, ComposeRequest("hiphop", seed=2))
    track = next(track.id for track in done.tracks if track.role is TrackRole.VOCAL)
    pitches = {
        section.kind: {note.pitch for note in section.music.part(track).notes}
        for section in done.sections
        if section.music is not None
    }
    assert len(pitches[SectionKind.VERSE]) <= 4
    assert len(pitches[SectionKind.CHORUS]) > len(pitches[SectionKind.VERSE])
