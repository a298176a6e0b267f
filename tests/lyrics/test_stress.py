from __future__ import annotations

import pytest

from songwright.lyrics.stress import StressTable, beginnings_and_endings, load_stress_table

TABLE = load_stress_table()


@pytest.mark.parametrize(
    ("word", "syllables", "place"),
    [
        ("blorption", 2, 0),
        ("blorpation", 3, 1),
        ("splendricity", 4, 1),
        ("vornington", 3, 0),
        ("befrond", 2, 1),
        ("glim", 1, 0),
    ],
)
def test_made_up_words_are_stressed_like_their_kin(word: str, syllables: int, place: int) -> None:
    assert TABLE.place(word, syllables) == place


def test_the_longest_row_on_each_side_counts() -> None:
    table = StressTable({("-", 2): (-0.7, -0.7), ("-g", 2): (-3.0, -0.05), ("-ng", 2): (-0.05, -3.0)})
    assert table.place("xxng", 2) == 1
    assert table.place("xxg", 2) == 0


@pytest.mark.parametrize("syllables", [1, 2, 9, 40])
def test_any_number_of_syllables_has_a_place(syllables: int) -> None:
    assert 0 <= TABLE.place("x", syllables) < syllables
    assert TABLE.place("", syllables) >= 0


def test_beginnings_and_endings_grow_to_six_letters() -> None:
    first, last = beginnings_and_endings("remembering")
    assert (first[0], first[-1]) == ("r-", "rememb-")
    assert (last[0], last[-1]) == ("-g", "-bering")
