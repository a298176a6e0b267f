from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from songwright.core.errors import SongwrightError
from songwright.core.song import Key, Metre, Mode, Note, Piece, Section, SectionKind, Song, Track, TrackRole
from songwright.core.timeline import timeline
from songwright.core.words import with_lyric_text
from songwright.lyrics.syllables import Syllable
from songwright.music.check import check_song
from songwright.music.chords import chord_classes
from songwright.music.rule_composer import VOICES, Composer, ComposeRequest, RuleComposer
from songwright.music.styles import load_styles

STYLES = load_styles().ids
METRES = [(3, 4), (6, 8), (12, 8), (5, 4), (7, 8), (2, 2), (2, 4), (9, 8)]
Divide = Callable[[str], Sequence[Syllable]]


def vocal_track(song: Song) -> str:
    return next(track.id for track in song.tracks if track.role is TrackRole.VOCAL)


def sung(song: Song, section: Section) -> tuple[Note, ...]:
    assert section.music is not None
    return section.music.part(vocal_track(song)).notes


@pytest.mark.parametrize("style", STYLES)
def test_words_and_notes_fit_in_every_style(remembering: Composer, divide: Divide, words: Song, style: str) -> None:
    song = remembering.compose(words, ComposeRequest(style=style, seed=1))
    report = check_song(song, divide)
    assert report.coverage == 1.0
    stronger, _, weaker = report.stress
    assert stronger >= 0.95
    assert weaker <= 0.02
    low, high = report.span
    voice = VOICES[ComposeRequest().voice]
    assert voice.low <= low <= high <= voice.high
    assert high - low <= 16
    assert not [line.awkward for line in report.lines if line.awkward]


@pytest.mark.parametrize("metre", METRES)
def test_words_and_notes_fit_in_every_metre(
    composer: RuleComposer, divide: Divide, words: Song, metre: tuple[int, int]
) -> None:
    song = composer.compose(words, ComposeRequest(style="pop", metre=Metre(*metre), seed=3))
    report = check_song(song, divide)
    assert report.coverage == 1.0
    assert report.stress[0] >= 0.95
    assert report.stress[2] <= 0.02
    assert song.metre == Metre(*metre)


@pytest.mark.parametrize("voice", VOICES)
def test_a_tune_stays_in_the_voice_that_sings_it(
    composer: RuleComposer, divide: Divide, lighthouse: Song, voice: str
) -> None:
    for tonic in range(0, 12, 5):
        request = ComposeRequest(style="folk", key=Key(tonic, Mode.MINOR), voice=voice, seed=tonic)
        low, high = check_song(composer.compose(lighthouse, request), divide).span
        assert VOICES[voice].low <= low <= high <= VOICES[voice].high


@pytest.mark.parametrize("tempo", [20, 55, 230, 400])
def test_words_fit_at_any_tempo(composer: RuleComposer, divide: Divide, words: Song, tempo: float) -> None:
    report = check_song(composer.compose(words, ComposeRequest(style="rock", tempo=tempo)), divide)
    assert report.coverage == 1.0
    assert report.stress[2] <= 0.02


def test_the_same_seed_gives_the_same_song_and_another_another(composer: RuleComposer, lighthouse: Song) -> None:
    first = composer.compose(lighthouse, ComposeRequest(style="folk", seed=5))
    assert first == composer.compose(lighthouse, ComposeRequest(style="folk", seed=5))
    other = composer.compose(lighthouse, ComposeRequest(style="folk", seed=6))
    assert sung(first, first.sections[1]) != sung(other, other.sections[1])


def test_composing_again_with_the_same_seed_changes_nothing(composer: RuleComposer, words: Song) -> None:
    once = composer.compose(words, ComposeRequest(style="ballad", seed=2))
    assert composer.compose(once, ComposeRequest()) == once


def test_words_are_not_touched(composer: RuleComposer, words: Song) -> None:
    song = composer.compose(words, ComposeRequest(style="hymn"))
    kept = {section.id: section.lines for section in song.sections}
    assert all(kept[section.id] == section.lines for section in words.sections)


def test_repeated_sections_share_their_music(composer: RuleComposer, lighthouse: Song) -> None:
    song = composer.compose(lighthouse, ComposeRequest(style="pop"))
    repeats = [section for section in song.sections if section.repeats is not None]
    assert repeats
    assert all(section.music is None for section in repeats)
    assert all(section.music is not None for section in song.sections if section.repeats is None)


def test_a_second_verse_is_sung_to_the_first_ones_tune(composer: RuleComposer, lighthouse: Song) -> None:
    song = composer.compose(lighthouse, ComposeRequest(style="folk", seed=1))
    verses = [section for section in song.sections if section.kind is SectionKind.VERSE]
    tunes = [{note.start: note.pitch for note in sung(song, verse)} for verse in verses]
    shared = tunes[0].keys() & tunes[1].keys()
    assert len(shared) >= 0.7 * len(tunes[0])
    assert sum(tunes[0][tick] == tunes[1][tick] for tick in shared) >= 0.9 * len(shared)


def test_a_chorus_lies_higher_than_its_verse(composer: RuleComposer, lighthouse: Song) -> None:
    higher = 0
    for seed in range(8):
        song = composer.compose(lighthouse, ComposeRequest(style="pop", seed=seed))
        verse, chorus = (
            next(section for section in song.sections if section.kind is kind)
            for kind in (SectionKind.VERSE, SectionKind.CHORUS)
        )
        means = [sum(note.pitch for note in part) / len(part) for part in (sung(song, verse), sung(song, chorus))]
        higher += means[1] > means[0] + 1
    assert higher == 8


def test_choruses_are_fuller_than_verses(composer: RuleComposer, lighthouse: Song) -> None:
    song = composer.compose(lighthouse, ComposeRequest(style="ballad"))
    by_kind = {section.kind: section.music for section in reversed(song.sections) if section.music is not None}
    verse, chorus = by_kind[SectionKind.VERSE], by_kind[SectionKind.CHORUS]
    assert len(chorus.parts) > len(verse.parts)
    assert sum(len(part.notes) for part in chorus.parts) > sum(len(part.notes) for part in verse.parts)


def test_sections_end_on_a_stable_note_and_the_tonic_chord(composer: RuleComposer, lighthouse: Song) -> None:
    for seed in range(6):
        song = composer.compose(lighthouse, ComposeRequest(style="folk", seed=seed))
        for section in song.sections:
            if section.kind in (SectionKind.VERSE, SectionKind.CHORUS) and section.music is not None:
                assert section.music.chords[-1].root == song.key.tonic
                last = sung(song, section)[-1]
                assert last.pitch % 12 in chord_classes(section.music.chords[-1])


def test_verses_rest_halfway_away_from_home(composer: RuleComposer, lighthouse: Song) -> None:
    song = composer.compose(lighthouse, ComposeRequest(style="hymn", key=Key(7), seed=4))
    verse = next(section.music for section in song.sections if section.kind is SectionKind.VERSE)
    assert verse is not None
    half = verse.bars * song.metre.bar_ticks // 2
    before = [chord for chord in verse.chords if chord.start < half]
    assert before[-1].root == 2


def test_notes_are_not_all_of_one_length(composer: RuleComposer, words: Song) -> None:
    song = composer.compose(words, ComposeRequest(style="ballad", seed=8))
    lengths = {note.length for section in song.sections if section.music for note in sung(song, section)}
    assert len(lengths) >= 3


def test_no_singer_holds_two_notes_at_once_and_nothing_rings_past_its_section(
    remembering: Composer, words: Song
) -> None:
    for style in STYLES:
        song = remembering.compose(words, ComposeRequest(style=style, seed=1))
        for section in song.sections:
            if section.music is None:
                continue
            voice = sung(song, section)
            assert all(one.end <= other.start for one, other in itertools.pairwise(voice))
            end = section.music.bars * song.metre.bar_ticks
            assert all(note.end <= end for part in section.music.parts for note in part.notes)


def test_a_pickup_never_runs_into_the_section_before(remembering: Composer, words: Song) -> None:
    for style in STYLES:
        song = remembering.compose(words, ComposeRequest(style=style, seed=1))
        notes = timeline(song).notes(vocal_track(song))
        assert all(one.end <= other.start for one, other in itertools.pairwise(notes))


def test_singers_get_time_to_breathe(remembering: Composer, divide: Divide, lighthouse: Song) -> None:
    for style in STYLES:
        report = check_song(remembering.compose(lighthouse, ComposeRequest(style=style, seed=1)), divide)
        assert all(line.breath is None or line.breath >= 0.1 for line in report.lines), style


def test_five_tracks_with_general_midi_programs(composer: RuleComposer, lighthouse: Song) -> None:
    song = composer.compose(lighthouse, ComposeRequest(style="waltz"))
    roles = [track.role for track in song.tracks]
    assert roles == [
        TrackRole.VOCAL,
        TrackRole.ACCOMPANIMENT,
        TrackRole.ACCOMPANIMENT,
        TrackRole.BASS,
        TrackRole.DRUMS,
    ]
    assert len({track.id for track in song.tracks}) == 5


def test_tracks_keep_their_ids_and_mix_in_another_style(composer: RuleComposer, lighthouse: Song) -> None:
    song = composer.compose(lighthouse, ComposeRequest(style="folk"))
    quiet = replace(song.tracks[1], mix=replace(song.tracks[1].mix, volume=11))
    song = replace(song, tracks=(song.tracks[0], quiet, *song.tracks[2:]))
    again = composer.compose(song, ComposeRequest(style="rock"))
    assert [track.id for track in again.tracks] == [track.id for track in song.tracks]
    assert again.tracks[1].mix.volume == 11
    assert again.tracks[1].program != song.tracks[1].program


def test_a_track_of_the_users_own_stays_with_its_notes(composer: RuleComposer, lighthouse: Song) -> None:
    song = composer.compose(lighthouse, ComposeRequest(style="folk"))
    section = song.sections[1]
    assert section.music is not None
    from songwright.core.song import Part

    own = Part("mine", (Note(0, 480, 72),))
    marked = replace(section, music=replace(section.music, parts=(*section.music.parts, own)))
    song = replace(
        song,
        tracks=(*song.tracks, Track("mine", "Descant", TrackRole.HARMONY)),
        sections=tuple(marked if one.id == section.id else one for one in song.sections),
    )
    again = composer.compose(song, ComposeRequest(seed=77))
    kept = again.section(section.id).music
    assert kept is not None
    assert kept.part("mine") == own
    assert "mine" in {track.id for track in again.tracks}


def test_what_is_asked_for_is_used(composer: RuleComposer, lighthouse: Song) -> None:
    request = ComposeRequest("rock", Key(3, Mode.DORIAN), Metre(6, 8), 99.0, 12, "tenor", intro=3, ending=False)
    song = composer.compose(lighthouse, request)
    assert (song.style, song.key, song.metre, song.tempo, song.seed) == (
        "rock",
        Key(3, Mode.DORIAN),
        Metre(6, 8),
        99.0,
        12,
    )
    assert song.sections[0].kind is SectionKind.INTRO
    assert song.sections[0].music is not None
    assert song.sections[0].music.bars == 3
    assert song.sections[-1].kind is not SectionKind.OUTRO


def test_without_an_introduction_the_song_begins_with_its_words(composer: RuleComposer, lighthouse: Song) -> None:
    song = composer.compose(lighthouse, ComposeRequest(style="folk", intro=0, ending=False))
    assert [section.id for section in song.sections] == [section.id for section in lighthouse.sections]


def test_a_song_that_has_music_keeps_its_key_and_tempo(composer: RuleComposer, lighthouse: Song) -> None:
    song = composer.compose(lighthouse, ComposeRequest(style="folk", key=Key(8), tempo=77))
    again = composer.compose(song, ComposeRequest(seed=99))
    assert (again.key, again.tempo, len(again.sections)) == (Key(8), 77, len(song.sections))


def test_a_story_is_sung_in_phrases_without_losing_a_word(composer: RuleComposer, divide: Divide) -> None:
    text = (
        "The keeper of the lamp had not spoken to anyone since autumn, when the supply boat came for the last time, "
        "and by now he had begun to answer the wind. It asked him small things: where the oil was kept, whether the "
        "stairs were sound, and what he would do when the light went out.\n\n"
        "He told it everything; nobody had asked for years."
    )
    story = with_lyric_text(Song(piece=Piece.STORY), text)
    song = composer.compose(story, ComposeRequest(style="ballad"))
    report = check_song(song, divide)
    assert sum(line.syllables for line in report.lines) > 70
    assert report.coverage == 1.0
    assert report.stress[0] >= 0.95


def test_a_poem_of_stanzas_is_set_like_a_song(composer: RuleComposer, divide: Divide) -> None:
    text = "The rain came down\nupon the town\n\nand every street\nwas full of feet\n\nuntil the sun\nhad everyone"
    song = composer.compose(with_lyric_text(Song(piece=Piece.POEM), text), ComposeRequest(style="lullaby"))
    assert sum(section.kind is SectionKind.STANZA for section in song.sections) == 3
    assert check_song(song, divide).coverage == 1.0


def test_very_long_lyrics_are_set_whole(composer: RuleComposer, divide: Divide) -> None:
    verse = "\n".join(f"The ship of number {index} went over the sea" for index in range(120))
    song = composer.compose(with_lyric_text(Song(), f"[Verse]\n{verse}"), ComposeRequest(style="shanty"))
    assert check_song(song, divide).coverage == 1.0


@pytest.mark.parametrize("text", ["", "[Verse]\n\n[Chorus]\n", "   \n\n"])
def test_no_words_is_an_error_with_a_way_out(composer: RuleComposer, text: str) -> None:
    with pytest.raises(SongwrightError, match="no words"):
        composer.compose(with_lyric_text(Song(), text), ComposeRequest())


@pytest.mark.parametrize("tempo", [0.0, 10_000.0, -3.0, float("nan"), float("inf")])
def test_an_impossible_tempo_is_refused(composer: RuleComposer, lighthouse: Song, tempo: float) -> None:
    with pytest.raises(SongwrightError, match="between 20 and 400"):
        composer.compose(lighthouse, ComposeRequest(tempo=tempo))


def test_an_unknown_style_voice_or_introduction_is_refused(composer: RuleComposer, lighthouse: Song) -> None:
    for request in (ComposeRequest(style="polka"), ComposeRequest(voice="castrato"), ComposeRequest(intro=99)):
        with pytest.raises(SongwrightError):
            composer.compose(lighthouse, request)
