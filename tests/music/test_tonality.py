from __future__ import annotations

import pytest

from songwright.core.song import Chord, Key, Mode, Song, TrackRole
from songwright.core.words import with_lyric_text
from songwright.lyrics.lexicon import Lexicon
from songwright.music.chords import chord_classes, parse_roman
from songwright.music.composers import COMPOSERS, compose
from songwright.music.kit import Kit
from songwright.music.request import ComposeRequest
from songwright.music.tonality import foreign_third, keeps_mode, signature_home, singable_classes

D_MINOR = Key(2, Mode.MINOR)
F_SHARP = 6
WORDS = """[Verse]
The lighthouse keeper climbs the stair
With salt and starlight in his hair

[Chorus]
Oh, burn a little longer
Burn until the morning
"""


def chord_of(numeral: str, key: Key) -> tuple[int, tuple[int, ...]]:
    chord = parse_roman(numeral, key)
    return chord.root, chord_classes(chord)


def pitches(song: Song, *roles: TrackRole) -> list[int]:
    tracks = {track.id for track in song.tracks if track.role in roles}
    return [
        note.pitch
        for section in song.sections
        if section.music
        for part in section.music.parts
        if part.track in tracks
        for note in part.notes
    ]


@pytest.mark.parametrize("numeral", ["I", "I7", "#iii", "vi", "VI7"])
def test_a_chord_with_the_major_third_takes_minor_music_out_of_its_mode(numeral: str) -> None:
    key = Key(2, Mode.MAJOR) if numeral in ("vi",) else D_MINOR
    root, classes = chord_of(numeral, key)
    assert keeps_mode(root, classes, D_MINOR) == (F_SHARP not in classes)


@pytest.mark.parametrize("numeral", ["i", "iv", "V7", "III", "VI", "VII", "iiø7"])
def test_a_minor_key_keeps_its_own_chords(numeral: str) -> None:
    assert keeps_mode(*chord_of(numeral, D_MINOR), D_MINOR)


def test_major_music_may_borrow_but_has_no_minor_tonic() -> None:
    key = Key(0, Mode.MAJOR)
    assert keeps_mode(*chord_of("bVI", key), key)
    assert keeps_mode(*chord_of("IV7", key), key)
    assert not keeps_mode(*chord_of("i", key), key)


def test_over_the_dominant_of_a_minor_key_its_leading_tone_is_sung_and_not_the_seventh() -> None:
    over_dominant = singable_classes(Chord(0, 9, "7"), D_MINOR)
    assert 1 in over_dominant
    assert 0 not in over_dominant
    assert foreign_third(D_MINOR) not in over_dominant


@pytest.mark.parametrize(("mode", "home"), [(Mode.MINOR, 5), (Mode.DORIAN, 0), (Mode.LYDIAN, 9), (Mode.PHRYGIAN, 10)])
def test_the_home_of_a_signature_is_its_major_tonic(mode: Mode, home: int) -> None:
    assert signature_home(Key(2, mode)) == home


@pytest.mark.parametrize("composer", sorted(COMPOSERS))
@pytest.mark.parametrize("style", ["hymn", "march", "waltz"])
def test_no_tune_in_a_minor_key_is_sung_in_the_major_one(lexicon: Lexicon, composer: str, style: str) -> None:
    kit = Kit(lexicon)
    for seed in range(3):
        song = compose(
            with_lyric_text(Song(), WORDS), ComposeRequest(style, D_MINOR, seed=seed, composer=composer), kit
        )
        assert F_SHARP not in {pitch % 12 for pitch in pitches(song, TrackRole.VOCAL)}
        assert not [chord for s in song.sections if s.music for chord in s.music.chords if chord.root == F_SHARP]


def test_a_choir_in_a_minor_key_sings_no_major_third(lexicon: Lexicon) -> None:
    for seed in range(3):
        request = ComposeRequest("hymn", D_MINOR, seed=seed, composer="learned", chorale=True)
        song = compose(with_lyric_text(Song(), WORDS), request, Kit(lexicon))
        assert F_SHARP not in {pitch % 12 for pitch in pitches(song, TrackRole.VOCAL, TrackRole.HARMONY)}


@pytest.mark.parametrize(("mode", "colour", "plain"), [(Mode.LYDIAN, 6, 5), (Mode.PHRYGIAN, 1, 2)])
def test_modes_with_a_colour_of_their_own_are_composed_in_it(
    lexicon: Lexicon, mode: Mode, colour: int, plain: int
) -> None:
    sung: set[int] = set()
    heard: set[int] = set()
    for seed in range(3):
        request = ComposeRequest("folk", Key(0, mode), seed=seed, composer="learned", intro=0)
        song = compose(with_lyric_text(Song(), WORDS), request, Kit(lexicon))
        sung |= {pitch % 12 for pitch in pitches(song, TrackRole.VOCAL)}
        heard |= {tone for s in song.sections if s.music for chord in s.music.chords for tone in chord_classes(chord)}
    assert colour in heard
    assert plain not in sung | heard
