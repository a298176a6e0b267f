"""The rate of writing is told often enough to be seen, and not so often that it flickers."""

from __future__ import annotations

from songwright.llm.writing_rate import WritingRate


def test_the_rate_is_what_came_since_the_first_token() -> None:
    now = [10.0]
    rate = WritingRate(lambda: now[0])
    assert not rate.count()
    now[0] = 10.3
    assert not rate.count()
    assert rate.value == 0.0
    now[0] = 10.5
    assert rate.count()
    assert rate.value == 6.0  # three tokens in half a second
    now[0] = 10.6
    assert not rate.count()


def test_what_the_writer_measured_counts_in_the_end_and_a_new_piece_begins_at_nothing() -> None:
    now = [0.0]
    rate = WritingRate(lambda: now[0])
    rate.count()
    now[0] = 1.0
    rate.count()
    rate.end(0.0)
    assert rate.value == 2.0
    rate.end(7.5)
    assert rate.value == 7.5
    rate.begin()
    assert rate.value == 0.0
