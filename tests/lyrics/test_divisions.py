"""Words that a file or a user cuts otherwise than the dictionary."""

from __future__ import annotations

import pytest

from songwright.core.session import Document
from songwright.core.song import Line
from songwright.core.timeline import timeline
from songwright.formats.abc import to_abc
from songwright.formats.imports import imported
from songwright.formats.musicxml import to_musicxml
from songwright.formats.project import dump, load
from songwright.formats.sung import sung_syllables
from songwright.lyrics.diction import articulate_line
from songwright.lyrics.divisions import line_syllables
from songwright.lyrics.lexicon import Lexicon, load_lexicon


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.mark.parametrize(
    ("text", "divisions", "parts", "stresses"),
    [
        ("Nothing at all", (("nothing", "noth-ing"),), ["Noth", "ing", "at", "all"], [1, 0, 0, 1]),
        ("To heaven, heaven", (("heaven", "heaven"),), ["To", "heaven", "heaven"], [0, 1, 1]),
        ("by fire", (("fire", "fi-re"),), ["by", "fi", "re"], [0, 1, 0]),
        ("by fire", (("fire", "fi-er"),), ["by", "fire"], [0, 1]),
    ],
)
def test_a_line_is_cut_as_it_says(
    text: str, divisions: tuple[tuple[str, str], ...], parts: list[str], stresses: list[int], lexicon: Lexicon
) -> None:
    line = Line("l1", text, divisions=divisions)
    found = line_syllables(line, lexicon)
    assert [syllable.text for syllable in found] == parts
    assert [syllable.stress for syllable in found] == stresses
    assert len(articulate_line(line, lexicon)) == len(parts)


TUNE = """X:1
M:4/4
L:1/4
K:C
C D E F | G A B c |]
w: No-thing ev-ery heaven fi-re burns
"""


def test_a_file_keeps_its_own_division_of_words(lexicon: Lexicon) -> None:
    song = imported("x.abc", TUNE.encode(), lambda: lexicon).song
    (line,) = song.sections[0].sung_lines
    assert line.text == "Nothing every heaven fire burns"
    assert dict(line.divisions) == {"nothing": "no-thing", "heaven": "heaven", "fire": "fi-re"}
    sung = [syllable.text for syllable in sung_syllables(song, timeline(song), lexicon)]
    assert sung == ["No", "thing", "ev", "ery", "heaven", "fi", "re", "burns"]
    assert load(dump(Document(song))).song == song
    for name, data in (("x.musicxml", to_musicxml(song, lexicon)), ("x.abc", to_abc(song, lexicon).encode())):
        again = imported(name, data, lambda: lexicon).song
        assert [s.text for s in sung_syllables(again, timeline(again), lexicon)] == sung
        assert [one.divisions for one in again.sections[0].sung_lines] == [line.divisions]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("into the arms‿of", ["in", "to", "the", "arms‿of"]),
        ("pure‿a‿'o mare", ["pure‿a‿'o", "mare"]),
        ("the‿eternal rest", ["the‿e", "ter", "nal", "rest"]),
    ],
)
def test_words_bound_by_an_elision_share_a_syllable(text: str, parts: list[str], lexicon: Lexicon) -> None:
    line = Line("l1", text)
    found = line_syllables(line, lexicon)
    assert [syllable.text for syllable in found] == parts
    assert len(articulate_line(line, lexicon)) == len(parts)


def test_words_on_one_note_of_a_score_are_bound(lexicon: Lexicon) -> None:
    tune = TUNE.replace("burns", "burns~on")
    song = imported("x.abc", tune.encode(), lambda: lexicon).song
    assert song.sections[0].sung_lines[0].text.endswith("burns‿on")
    last = song.sections[0].music
    assert last is not None
    assert last.parts[0].notes[-1].syllable == len(line_syllables(song.sections[0].sung_lines[0], lexicon)) - 1
