"""Songs written to a file and read again: what the format can carry comes back equal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formats.songs import lantern_song
from songwright.core.edits import set_capo
from songwright.core.session import Document
from songwright.core.song import Song, TrackRole
from songwright.core.timeline import timeline
from songwright.core.words import lyric_text, with_lyric_text
from songwright.formats.abc import to_abc
from songwright.formats.chordpro import to_chordpro
from songwright.formats.full_score import to_full_score
from songwright.formats.heard import Imported
from songwright.formats.imports import imported
from songwright.formats.lrc import to_lrc
from songwright.formats.midi import to_midi
from songwright.formats.musicxml import to_musicxml
from songwright.formats.mxl import packed
from songwright.formats.project import dump, load
from songwright.formats.sung import singing_track, sung_syllables
from songwright.formats.text import to_markdown, to_text
from songwright.lyrics.lexicon import Lexicon
from songwright.music.request import ComposeRequest
from songwright.music.rule_composer import RuleComposer

# Own verse: words that a file divides otherwise than letters would, signs, a chorus that comes again, capitals.
WORDS = """[Verse 1]
The tide goes out tonight,
and leaves the boats behind;
every fire burns for hours
upon the stone-cold sand.

[Chorus]
Carry me home, “alone”,
carry me back again!

[Verse 2]
The lantern keeps the harbour
and nobody is home.
O beautiful, beautiful river,
how many years ago?

[Chorus]
"""
STYLES = ("folk", "waltz", "pop", "bossa")


def composed(lexicon: Lexicon, style: str, seed: int, words: str = WORDS) -> Song:
    song = with_lyric_text(Song(title="The Tide"), words)
    return RuleComposer(lexicon).compose(song, ComposeRequest(style=style, seed=seed))


def read(name: str, data: bytes | str, lexicon: Lexicon) -> Imported:
    data = data.encode() if isinstance(data, str) else data
    found = imported(name, data, lambda: lexicon)
    # Whatever was read is a song that can be saved and opened.
    assert load(dump(Document(found.song))).song == found.song
    return found


def words(song: Song) -> list[str]:
    return [row for row in lyric_text(song).split("\n") if row.strip()]


def sections(song: Song) -> list[tuple[str, str, int | None]]:
    """Title, kind, and which section it repeats, by place."""
    places = {section.id: place for place, section in enumerate(song.sections)}
    return [(s.title, str(s.kind), places.get(s.repeats or "")) for s in song.sections]


def notes(song: Song, track: str) -> list[tuple[int, ...]]:
    return [(n.start, n.length, n.pitch, n.velocity) for n in timeline(song).notes(track)]


def tune(song: Song) -> list[tuple[object, ...]]:
    track = singing_track(song, timeline(song))
    assert track is not None
    return [(n.start, n.length, n.pitch, n.syllable) for n in timeline(song).notes(track)]


def syllables(song: Song, lexicon: Lexicon) -> list[tuple[object, ...]]:
    return [(s.start, s.end, s.text, s.ends_word, s.ends_line) for s in sung_syllables(song, timeline(song), lexicon)]


def chords(song: Song) -> list[tuple[object, ...]]:
    return [
        (c.start, c.end, c.chord.root, c.chord.quality, c.chord.bass if c.chord.bass != c.chord.root else None)
        for c in timeline(song).chords
    ]


@dataclass(frozen=True)
class Carrier:
    """A format that carries notes and words."""

    name: str
    write: Callable[[Song, Lexicon], bytes | str]
    chords: bool


NOTES = [
    Carrier("x.mid", to_midi, chords=False),
    Carrier("x0.mid", lambda song, lexicon: to_midi(song, lexicon, type=0), chords=False),
    Carrier("x.kar", lambda song, lexicon: to_midi(song, lexicon, karaoke=True), chords=False),
    Carrier("x.musicxml", to_musicxml, chords=True),
    Carrier("x.mxl", lambda song, lexicon: packed(to_full_score(song, lexicon)), chords=True),
    Carrier("x.abc", to_abc, chords=True),
]


@pytest.mark.parametrize("carrier", NOTES, ids=lambda carrier: carrier.name)
@pytest.mark.parametrize("style", STYLES)
def test_words_syllables_notes_and_sections_come_back(carrier: Carrier, style: str, lexicon: Lexicon) -> None:
    song = composed(lexicon, style, 11)
    back = read(carrier.name, carrier.write(song, lexicon), lexicon).song
    assert words(back) == words(song)
    assert sections(back) == sections(song)
    assert tune(back) == tune(song)
    assert syllables(back, lexicon) == syllables(song, lexicon)
    assert (back.title, back.key, back.metre, back.tempo) == (song.title, song.key, song.metre, song.tempo)
    if carrier.chords:
        assert chords(back) == chords(song)


def test_every_part_of_a_midi_file_comes_back(lexicon: Lexicon) -> None:
    song = composed(lexicon, "pop", 3)
    for kind in (0, 1):
        back = read("x.mid", to_midi(song, lexicon, type=kind), lexicon).song
        before = sorted(notes(song, track.id) for track in song.tracks if notes(song, track.id))
        assert sorted(notes(back, track.id) for track in back.tracks) == before
        programs = {track.program for track in song.tracks if track.role is not TrackRole.DRUMS}
        assert {track.program for track in back.tracks if track.role is not TrackRole.DRUMS} == programs
    assert {(track.name, track.mix) for track in back.tracks} == {(track.name, track.mix) for track in song.tracks}


@pytest.mark.parametrize("style", STYLES)
def test_every_part_of_a_full_score_comes_back(style: str, lexicon: Lexicon) -> None:
    song = composed(lexicon, style, 11)
    back = read("x.musicxml", to_full_score(song, lexicon), lexicon).song
    found = {track.name: track for track in back.tracks}
    for track in song.tracks:
        before = notes(song, track.id)
        if before:
            same = found[track.name]
            assert (same.role is TrackRole.DRUMS) == (track.role is TrackRole.DRUMS)
            assert (same.program, same.mix.volume, same.mix.pan) == (track.program, track.mix.volume, track.mix.pan)
            after = notes(back, same.id)
            assert sorted((start, pitch) for start, _, pitch, _ in after) == sorted((n[0], n[2]) for n in before)


def test_pick_ups_melismas_and_repeats_come_back(lexicon: Lexicon) -> None:
    song = lantern_song()
    for carrier in NOTES:
        back = read(carrier.name, carrier.write(song, lexicon), lexicon).song
        assert tune(back) == tune(song), carrier.name
        assert sections(back) == sections(song), carrier.name
        assert words(back) == words(song), carrier.name


@pytest.mark.parametrize("style", STYLES)
def test_chords_estimated_from_a_band_are_mostly_those_that_it_plays(style: str, lexicon: Lexicon) -> None:
    song = composed(lexicon, style, 5)
    back = read("x.mid", to_midi(song, lexicon), lexicon)
    assert any("estimated" in sentence for sentence in back.left_out)
    beats = range(0, timeline(song).end, song.metre.beat_ticks)
    roots = [(timeline(song).chord_at(t), timeline(back.song).chord_at(t)) for t in beats]
    assert sum(a is not None and b is not None and a.root == b.root for a, b in roots) >= 0.75 * len(roots)


@pytest.mark.parametrize("style", STYLES)
def test_a_chord_sheet_comes_back_chord_by_syllable(style: str, lexicon: Lexicon) -> None:
    song = composed(lexicon, style, 8)
    sheet = to_chordpro(song, lexicon)
    back = read("x.cho", sheet, lexicon).song
    assert words(back) == words(song)
    assert sections(back) == sections(song)
    assert to_chordpro(back, lexicon) == sheet
    assert all(chord.locked for section in back.sections if section.music for chord in section.music.chords)


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_composing_an_imported_sheet_keeps_each_chord_on_its_syllable(seed: int, lexicon: Lexicon) -> None:
    sheet = to_chordpro(composed(lexicon, "folk", 8), lexicon)
    again = RuleComposer(lexicon).compose(read("x.cho", sheet, lexicon).song, ComposeRequest(style="folk", seed=seed))

    def sung_rows(text: str) -> list[str]:
        return [row for row in text.splitlines() if row and row[0] not in "{|"]

    assert sung_rows(to_chordpro(again, lexicon)) == sung_rows(sheet)


def test_a_capo_is_written_as_it_is_fingered_and_read_as_it_sounds(lexicon: Lexicon) -> None:
    song = set_capo(composed(lexicon, "folk", 8), 3)
    sheet = to_chordpro(song, lexicon)
    assert "{capo: 3}" in sheet
    assert sheet != to_chordpro(set_capo(song, 0), lexicon)
    back = read("x.cho", sheet, lexicon).song
    assert (back.capo, back.key) == (3, song.key)
    assert to_chordpro(back, lexicon) == sheet
    assert {(c[2], c[3]) for c in chords(back)} == {(c[2], c[3]) for c in chords(song)}


def test_timed_lyrics_come_back_as_lines(lexicon: Lexicon) -> None:
    song = composed(lexicon, "folk", 4)
    sung = [line.text for s in song.sections for line in song.source(s).sung_lines]
    for timed_words in (False, True):
        back = read("x.lrc", to_lrc(song, lexicon, words=timed_words), lexicon).song
        assert [row for row in words(back) if not row.startswith("[")] == sung
        assert back.title == "The Tide"


# Letters of several scripts and the signs that Markdown and text readers care about.
_letters = st.text(st.sampled_from("abcdéABCαж"), min_size=2, max_size=8)
_signs = st.text(st.sampled_from("*_`#>-+1.()!~|\\&<'’, "), max_size=6)
_line = st.tuples(_signs, _letters, _signs, _letters, _signs).map(lambda parts: " ".join("".join(parts).split()))


@settings(max_examples=120)
@given(lines=st.lists(_line.filter(lambda text: sum(c.isalpha() for c in text) > 3), min_size=1, max_size=5))
def test_words_in_sections_come_back_from_text_and_markdown(lines: list[str]) -> None:
    song = with_lyric_text(Song(title="A Title"), "[Verse 1]\n" + "\n".join(lines) + "\n\n[Chorus]\nla la la")
    text = imported("x.txt", to_text(song).encode(), _no_lexicon).song
    assert (text.title, words(text)) == ("A Title", words(song))
    markdown = imported("x.md", to_markdown(song).encode(), _no_lexicon).song
    assert (markdown.title, words(markdown)) == ("A Title", words(song))


def _no_lexicon() -> Lexicon:
    raise AssertionError("text needs no dictionary")
