"""The readers of music for training, on small pieces of our own."""

from __future__ import annotations

import zipfile
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from training.families import families, split_of
from training.harmony_marks import estimate
from training.keys import tonic_of
from training.sources.abc import read_book, read_tune
from training.sources.billboard import read_sheet
from training.sources.musicxml import read_mxl
from training.sources.tune import Tone, Tune

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "X:1\nT:A test\nM:4/4\nL:1/4\nK:{key}\n"


def read(body: str, key: str = "C") -> Tune:
    tune = read_tune(HEAD.format(key=key) + body, "folk")
    assert tune is not None
    return tune


def pitches(body: str, key: str = "C") -> list[int]:
    return [tone.pitch for tone in read(body, key).tones]


def lengths(body: str) -> list[Fraction]:
    return [tone.length for tone in read(body).tones]


def test_accidentals_last_to_the_bar_line_and_one_octave() -> None:
    assert pitches("^F F f | F") == [66, 66, 77, 65]


@pytest.mark.parametrize(
    ("key", "expected"), [("G", 66), ("F", 65), ("Bm", 66), ("Ddor", 65), ("Amix", 66), ("Ebmaj", 65), ("Gb", 65)]
)
def test_key_signatures_alter_f(key: str, expected: int) -> None:
    assert pitches("F", key) == [expected]


def test_octave_marks_and_lengths() -> None:
    assert pitches("C, C c c'") == [48, 60, 72, 84]
    assert lengths("C2 C C/ C// C3/2 C/4") == [2, 1, Fraction(1, 2), Fraction(1, 4), Fraction(3, 2), Fraction(1, 4)]


def test_broken_rhythm_triplets_and_ties() -> None:
    assert lengths("C>D E<F") == [Fraction(3, 2), Fraction(1, 2), Fraction(1, 2), Fraction(3, 2)]
    assert lengths("(3CDE F") == [Fraction(2, 3)] * 3 + [1]
    assert lengths("C2- C2 | C") == [4, 1]


def test_chords_keep_their_top_note_and_grace_notes_are_left_out() -> None:
    tune = read('"C"[CEG]2 {a}c2 !trill!d')
    assert [(tone.pitch, tone.length) for tone in tune.tones] == [(67, 2), (72, 2), (74, 1)]


def test_words_fall_on_their_notes() -> None:
    tune = read("C D E F | G4 |\nw: 1.~Lan- tern light _ burns\nw: Sec- ond * verse now\n")
    first = {i: tone.words[0].text for i, tone in enumerate(tune.tones) if 0 in tone.words}
    second = {i: tone.words[1].text for i, tone in enumerate(tune.tones) if 1 in tone.words}
    assert first == {0: "Lan", 1: "tern", 2: "light", 4: "burns"}
    assert second == {0: "Sec", 1: "ond", 3: "verse", 4: "now"}
    assert (tune.tones[0].words[0].opens, tune.tones[0].words[0].closes) == (True, False)
    assert (tune.tones[1].words[0].opens, tune.tones[1].words[0].closes) == (False, True)


def test_an_upbeat_counts_from_the_end_of_its_bar() -> None:
    tune = read("G | c d e f | g3 |]")
    assert [bar.offset for bar in tune.bars] == [3, 0, 0]
    assert tune.metre == (4, 4)


def test_voices_are_read_side_by_side() -> None:
    text = HEAD.format(key="C") + "V: S\nV: B\n[V: S] c d |\n[V: B] C, G, |\n"
    tune = read_tune(text, "hymn", "S")
    assert tune is not None
    assert [[tone.pitch for tone in line] for line in tune.voices] == [[72, 74], [48, 55]]


def test_a_book_is_parted_into_its_tunes() -> None:
    book = HEAD.format(key="C") + "C D\n\n" + HEAD.format(key="G") + "G A\n"
    assert [tune.fifths for tune in read_book(book, "folk")] == [0, 1]


SCORE = """<?xml version="1.0"?><score-partwise><part-list/>
<part id="P1"><measure number="0" implicit="yes"><attributes><divisions>2</divisions><key><fifths>-1</fifths>
<mode>major</mode></key><time><beats>3</beats><beat-type>4</beat-type></time></attributes>
<note><pitch><step>C</step><octave>5</octave></pitch><duration>2</duration><voice>1</voice>
<lyric number="1"><syllabic>single</syllabic><text>O</text></lyric></note></measure>
<measure number="1"><harmony><root><root-step>B</root-step><root-alter>-1</root-alter></root><kind>minor-seventh</kind>
</harmony><note><grace/><pitch><step>E</step><octave>5</octave></pitch><voice>1</voice></note>
<note><pitch><step>F</step><octave>5</octave></pitch><duration>6</duration><tie type="start"/><voice>1</voice>
<lyric number="1"><syllabic>begin</syllabic><text>mor</text></lyric></note></measure>
<measure number="2"><note><pitch><step>F</step><octave>5</octave></pitch><duration>2</duration><tie type="stop"/>
<voice>1</voice></note><note><pitch><step>A</step><alter>-1</alter><octave>4</octave></pitch><duration>4</duration>
<voice>1</voice><lyric number="1"><syllabic>end</syllabic><text>ning</text></lyric></note></measure></part>
<part id="P2"><measure number="0"><note><pitch><step>F</step><octave>3</octave></pitch><duration>2</duration></note>
</measure></part></score-partwise>"""


def test_musicxml_gives_the_sung_line_its_words_and_chords(tmp_path: Path) -> None:
    path = tmp_path / "song.mxl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("META-INF/container.xml", "<container/>")
        archive.writestr("score.xml", SCORE)
    tune = read_mxl(path, "lied")
    assert tune is not None
    assert [(tone.onset, tone.length, tone.pitch) for tone in tune.tones] == [(0, 1, 72), (1, 4, 77), (5, 2, 68)]
    assert [tone.words[0].text for tone in tune.tones] == ["O", "mor", "ning"]
    assert (tune.fifths, tune.minor, tune.metre) == (-1, False, (3, 4))
    assert tune.bars[0].offset == 2
    assert [(chord.onset, chord.root, chord.quality) for chord in tune.chords] == [(1, 10, "m7")]
    assert tune.voices[1][0].pitch == 53


def test_a_chord_sheet_gives_bars_with_sections() -> None:
    sheet = read_sheet(
        "# title: Ours\n# metre: 4/4\n# tonic: D\n\n0.0\tsilence\n1.0\tA, verse, | D:maj | G:maj A:7/b7 |\n"
        "2.0\tB, chorus, | B:min . E:min7 . | N | x2\n9.0\tend\n",
        "1",
    )
    assert sheet is not None
    assert (sheet.tonic, sheet.title) == (2, "ours")
    assert [bar.section for bar in sheet.bars] == ["verse"] * 2 + ["chorus"] * 4
    assert sheet.bars[1].chords == ((7, ""), (9, "7"))
    assert sheet.bars[2].chords == ((11, "m"), (11, "m"), (4, "m7"), (4, "m7"))
    assert sheet.bars[3].chords == ((-1, ""),)
    assert [bar.opens for bar in sheet.bars] == [True, False, True, False, False, False]


def test_versions_of_a_tune_are_one_family_in_any_key() -> None:
    rng = np.random.default_rng(1)
    tune = [60 + int(step) for step in rng.integers(-9, 9, 60)]
    other = [60 + int(step) for step in rng.integers(-9, 9, 60)]
    found = families(["One", "Two", "Three"], [tune, [pitch + 5 for pitch in tune[:40]], other])
    assert found[0] == found[1] != found[2]


def test_the_split_depends_on_the_name_alone() -> None:
    names = [f"tune {i}" for i in range(400)]
    sides = split_of(names)
    assert split_of(reversed(names)) == sides[::-1]
    assert {side: sides.count(side) for side in set(sides)}.keys() == {"train", "valid", "test"}
    assert 0.75 < sides.count("train") / 400 < 0.92


def test_chords_are_heard_from_sounding_notes() -> None:
    triad = [Tone(Fraction(0), Fraction(2), pitch) for pitch in (48, 64, 67)]
    seventh = [Tone(Fraction(2), Fraction(2), pitch) for pitch in (43, 62, 65, 71)]
    spans = [(Fraction(start), Fraction(start + 2)) for start in (0, 2, 4)]
    assert estimate([triad, seventh], spans) == [(0, ""), (7, "7"), None]


@pytest.mark.parametrize(("body", "expected"), [("c d e d c4", (0, False)), ("A B c B A4", (9, True))])
def test_the_ending_tells_major_from_minor(body: str, expected: tuple[int, bool]) -> None:
    tune = read(body)
    assert tonic_of(Tune(tune.name, tune.source, 0, None, tune.tones, tune.bars, voices=tune.voices)) == expected
