"""What may close a line after what, by the table learned from verse."""

from __future__ import annotations

import numpy as np
import pytest

from songwright.llm.form.words.closing import closing_costs, kind_of


def cost(line: str) -> float:
    *before, last = line.lower().split()
    return float(closing_costs([last])[kind_of(before), 0])


@pytest.mark.parametrize(
    ("escape", "sound"),
    [
        ("I am a night", "I am a man"),
        ("we were the free", "we were the night"),
        ("he had a gold", "he had a child"),
        ("she wanted to dead", "she wanted to go"),
        ("I have the me", "I have the night"),
    ],
)
def test_an_escape_costs_more_than_a_sound_close(escape: str, sound: str) -> None:
    assert cost(escape) > cost(sound) + 0.3


def test_only_the_words_just_before_decide() -> None:
    assert kind_of(["of", "the"]) == kind_of(["he", "sang", "of", "the"])
    assert kind_of(["of", "the"]) != kind_of(["is", "the"])
    assert kind_of([]) == kind_of(["lantern"])


def test_words_beyond_the_table_cost_nothing() -> None:
    assert not np.any(closing_costs(["zyzzyva", "qwertyuiop"]))
