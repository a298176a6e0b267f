"""Words on their way to notes: phrases and rhythms."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songwright.core.song import Metre
from songwright.lyrics.syllables import Syllable
from songwright.music.metrics import level
from songwright.music.phrases import LONGEST_PHRASE, Phrase, split_line
from songwright.music.prosody import RhythmSearch, Window

Divide = Callable[[str], Sequence[Syllable]]


def phrase(stresses: str) -> Phrase:
    """A phrase of one-syllable words from its strengths: "0202"."""
    strengths = tuple(int(mark) for mark in stresses)
    return Phrase("l1", 0, strengths, tuple(range(len(strengths))), (False,) * len(strengths))


@given(st.text(alphabet="ab cd,.;ef 7é—日本🙂-'\n", max_size=300))
def test_phrases_hold_every_syllable_once_and_in_order(divide: Divide, text: str) -> None:
    syllables = divide(text)
    phrases = split_line("l1", text, syllables)
    assert [one.first for one in phrases] == [sum(len(one) for one in phrases[:count]) for count in range(len(phrases))]
    assert sum(len(one) for one in phrases) == len(syllables)
    assert all(1 <= len(one) <= LONGEST_PHRASE for one in phrases)


def test_long_lines_breathe_at_their_punctuation(divide: Divide) -> None:
    text = "It was many and many a year ago, in a kingdom by the sea"
    first, second = split_line("l1", text, divide(text))
    assert len(first) == 11
    assert second.pickup == 2


def test_words_are_not_parted_between_phrases(divide: Divide) -> None:
    text = "remember the yesterday evening forever together another remembering somebody wandering over"
    syllables = divide(text)
    for one in split_line("l1", text, syllables):
        assert syllables[one.first].in_word == 0


@pytest.mark.parametrize(
    ("stresses", "metre"), [("02020202", Metre(4, 4)), ("002002002", Metre(6, 8)), ("202020", Metre(3, 4))]
)
def test_stresses_fall_on_stronger_places_than_their_neighbours(stresses: str, metre: Metre) -> None:
    found = RhythmSearch(metre, 100).fit(phrase(stresses), Window(-480, 2 * metre.bar_ticks - 240))
    assert found is not None
    places = [level(metre, onset) for onset in found.onsets]
    for index in range(len(places) - 1):
        if stresses[index] != stresses[index + 1]:
            strong, weak = sorted((index, index + 1), key=lambda place: stresses[place], reverse=True)
            assert places[strong] > places[weak]


def test_a_last_syllable_without_time_to_breathe_costs() -> None:
    """It wants 0.6 seconds: a window that ends sooner is worse, one that ends a little later as good."""
    search = RhythmSearch(Metre(4, 4), 120)

    def cost(seconds: float) -> float:
        latest = 1440 + round(seconds * 960)
        found = search.fit(phrase("2020"), Window(0, latest), fixed={place: 480 * place for place in range(4)})
        assert found is not None
        return found.cost

    assert cost(0.65) == cost(0.7) == pytest.approx(cost(0.5) - 1.5) == pytest.approx(cost(0.3) - 4.0)


def test_a_weak_beginning_is_a_pickup_and_a_strong_one_is_not() -> None:
    search = RhythmSearch(Metre(4, 4), 100)
    window = Window(-480, 3600)
    weak, strong = search.fit(phrase("0202020"), window), search.fit(phrase("2020202"), window)
    assert weak is not None
    assert strong is not None
    assert weak.onsets[0] < 0 <= weak.onsets[1]
    assert weak.onsets[1] == strong.onsets[0] == 0


def test_the_last_stress_falls_on_a_strong_beat() -> None:
    for stresses in ("0202", "020202", "0202020", "2002002", "00200200200"):
        found = RhythmSearch(Metre(4, 4), 96).fit(phrase(stresses), Window(-480, 3600))
        assert found is not None
        assert level(Metre(4, 4), found.onsets[stresses.rindex("2")]) >= 4


def test_parallel_lines_share_their_rhythm() -> None:
    search = RhythmSearch(Metre(4, 4), 100)
    first = search.fit(phrase("02020202"), Window(-240, 3600))
    assert first is not None
    alone = search.fit(phrase("0202002"), Window(-240, 3600))
    beside = search.fit(phrase("0202002"), Window(-240, 3600), memory=first.onsets)
    assert alone is not None
    assert beside is not None
    assert len(set(beside.onsets) & set(first.onsets)) >= len(set(alone.onsets) & set(first.onsets))
    assert len(set(beside.onsets) & set(first.onsets)) >= 6


def test_a_fixed_syllable_stays_where_it_is_even_off_the_grid() -> None:
    found = RhythmSearch(Metre(4, 4), 100).fit(phrase("02020202"), Window(-480, 3600), fixed={3: 1234})
    assert found is not None
    assert found.onsets[3] == 1234
    assert list(found.onsets) == sorted(set(found.onsets))


def test_nothing_begins_where_it_may_not() -> None:
    found = RhythmSearch(Metre(4, 4), 100).fit(phrase("2020"), Window(0, 3600), blocked=((0, 1000),))
    assert found is not None
    assert min(found.onsets) >= 1000


def test_what_cannot_fit_is_said_not_squeezed() -> None:
    assert RhythmSearch(Metre(4, 4), 100).fit(phrase("20" * 7), Window(0, 100)) is None
    backwards = RhythmSearch(Metre(4, 4), 100).fit(phrase("2020"), Window(0, 3600), fixed={0: 960, 1: 480})
    assert backwards is None
