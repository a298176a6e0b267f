from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songwright.core.errors import SongwrightError
from songwright.core.song import Metre
from songwright.music.metrics import beats, level, parse_metre, strong_beats, sung_step

metres = st.builds(Metre, st.integers(1, 32), st.sampled_from([1, 2, 4, 8, 16, 32]))


@pytest.mark.parametrize(
    ("metre", "pattern"),
    [
        ("4/4", "52324232"),
        ("3/4", "523232"),
        ("2/4", "5232"),
        ("6/8", "522422"),
        ("9/8", "522322322"),
        ("12/8", "522322422322"),
        ("5/4", "5232324232"),
        ("7/8", "5242422"),
    ],
)
def test_the_accents_of_each_metre_by_eighths(metre: str, pattern: str) -> None:
    parsed = parse_metre(metre)
    assert "".join(str(level(parsed, tick)) for tick in range(0, parsed.bar_ticks, 240)) == pattern


@pytest.mark.parametrize(
    ("metre", "eighths"),
    [
        ("6/8", (0, 3)),
        ("9/8", (0,)),
        ("12/8", (0, 6)),
        ("15/8", (0,)),
        ("18/8", (0,)),
        ("4/4", (0, 4)),
        ("6/4", (0, 4, 8)),
    ],
)
def test_the_strong_beats_of_simple_and_compound_metres(metre: str, eighths: tuple[int, ...]) -> None:
    assert strong_beats(parse_metre(metre)) == {240 * eighth for eighth in eighths}


@given(metres, st.integers(-5, 5))
def test_every_bar_begins_strongest_wherever_it_is(metre: Metre, bar: int) -> None:
    assert level(metre, bar * metre.bar_ticks) == 5
    assert all(level(metre, bar * metre.bar_ticks + tick) < 5 for tick in range(1, metre.bar_ticks, 97))


@given(metres)
def test_beats_fill_the_bar_without_a_gap(metre: Metre) -> None:
    places = beats(metre)
    ends = [start + length for start, length in places]
    assert [start for start, _ in places] == [0, *ends[:-1]]
    assert ends[-1] == metre.bar_ticks
    assert strong_beats(metre) <= {start for start, _ in places} | {0}


def test_slow_tempos_get_a_finer_grid() -> None:
    assert sung_step(Metre(4, 4), 120) == 240
    assert sung_step(Metre(4, 4), 30) < 240


@pytest.mark.parametrize("text", ["", "4", "4/5", "0/4", "x/4", "99/4"])
def test_what_is_no_metre_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(SongwrightError, match="not a time signature"):
        parse_metre(text)
