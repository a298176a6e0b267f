from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest

from songwright.llm.sampler import BrokenModelError, ModelTokenKind, Sampler, likeliest
from songwright.llm.sampling_settings import Sampling, SettingsError

# Nothing held back and nothing cut off, unless a test says so.
PLAIN = {"temperature": 1.0, "min_p": 0.0, "top_p": 1.0, "top_k": 1000, "freshness": 0.0, "dry": 0.0}


def scores(*chances: float) -> np.ndarray:
    return np.log(np.array(chances, dtype=np.float32))


def sampler(seed: int = 1, kind: ModelTokenKind = ModelTokenKind.CONTENT, **changes: float) -> Sampler:
    return Sampler(Sampling(**{**PLAIN, **changes}), seed, lambda _: kind)


def anything(_: int) -> float:
    return 0.0


def draws(made: Sampler, logits: np.ndarray, count: int = 4000) -> Counter[int | None]:
    return Counter(made.draw(logits, anything) for _ in range(count))


def test_tokens_come_as_often_as_they_are_likely() -> None:
    counts = draws(sampler(), scores(0.6, 0.3, 0.1))
    for token, chance in enumerate((0.6, 0.3, 0.1)):
        assert abs(counts[token] / 4000 - chance) < 4 * math.sqrt(chance * (1 - chance) / 4000)


def test_the_same_seed_draws_the_same_tokens() -> None:
    logits = scores(0.4, 0.3, 0.2, 0.1)
    runs = [[made.draw(logits, anything) for _ in range(50)] for made in (sampler(5), sampler(5), sampler(6))]
    assert runs[0] == runs[1] != runs[2]


def test_any_integer_is_a_seed() -> None:
    for seed in (-1, 0, 2**70):
        assert sampler(seed).draw(scores(0.5, 0.5), anything) in (0, 1)


def test_no_temperature_takes_the_likeliest() -> None:
    assert set(draws(sampler(temperature=0.0), scores(0.3, 0.4, 0.3), 20)) == {1}


def test_min_p_cuts_what_is_unlikely_beside_the_likeliest() -> None:
    assert set(draws(sampler(min_p=0.4), scores(0.5, 0.3, 0.15, 0.05))) == {0, 1}


def test_top_p_keeps_the_fewest_tokens_with_that_probability() -> None:
    assert set(draws(sampler(top_p=0.7), scores(0.5, 0.3, 0.15, 0.05))) == {0, 1}


def test_top_k_keeps_that_many() -> None:
    assert set(draws(sampler(top_k=3), scores(0.4, 0.1, 0.3, 0.2))) == {0, 2, 3}


def test_forbidden_tokens_never_come_however_likely() -> None:
    made = sampler(min_p=0.5)
    logits = scores(0.97, 0.02, 0.01)
    found = {made.draw(logits, lambda token: None if token == 0 else 0.0) for _ in range(200)}
    assert found == {1, 2}


def test_nothing_comes_when_all_is_forbidden() -> None:
    assert sampler().draw(scores(0.5, 0.5), lambda _: None) is None


def test_an_adjustment_moves_the_odds() -> None:
    made = sampler()
    counts = Counter(made.draw(scores(0.5, 0.5), lambda token: math.log(9) * token) for _ in range(4000))
    assert 0.87 < counts[1] / 4000 < 0.93


def test_plain_tokens_are_asked_about_only_when_they_are_drawn_and_the_odds_stay() -> None:
    made, asked = sampler(), list[int]()

    def adjust(token: int) -> float | None:
        asked.append(token)
        return None if token in (0, 3) else math.log(4) * (token == 2)

    logits = scores(0.4, 0.3, 0.1, 0.2)
    counts = Counter(made.draw(logits, adjust, lambda token: token != 2) for _ in range(4000))
    assert set(counts) == {1, 2}
    assert abs(counts[1] / 4000 - 0.3 / 0.7) < 0.04
    assert asked.count(2) == 4000
    assert asked.count(1) < 2500
    assert made.draw(scores(0.5, 0.5), lambda _: None, lambda _: True) is None


def test_content_words_grow_stale_but_parts_of_words_do_not() -> None:
    logits = scores(0.5, 0.5)
    for kind, stale in ((ModelTokenKind.CONTENT, True), (ModelTokenKind.WORD, False), (ModelTokenKind.PART, False)):
        made = sampler(kind=kind, freshness=2.0)
        made.remember([0, 0])
        assert (draws(made, logits)[0] < 400) is stale


def test_a_phrase_is_not_said_again() -> None:
    made = sampler(kind=ModelTokenKind.WORD, dry=2.0, dry_length=2)
    made.remember([1, 2, 3, 0, 1, 2])
    counts = draws(made, scores(0.25, 0.25, 0.25, 0.25))
    assert counts[3] < 300
    assert counts[0] > 1000
    fresh = sampler(kind=ModelTokenKind.WORD, dry=2.0, dry_length=2)
    fresh.remember([1, 2, 3, 0, 4, 2])
    assert draws(fresh, scores(0.25, 0.25, 0.25, 0.25))[3] > 800


@pytest.mark.parametrize("broken", [math.nan, math.inf])
def test_numbers_that_are_none_are_a_broken_model(broken: float) -> None:
    with pytest.raises(BrokenModelError, match="damaged"):
        sampler().draw(np.full(3, broken, dtype=np.float32), anything)


def test_odds_are_the_true_softmax() -> None:
    found = likeliest(scores(0.1, 0.6, 0.3), 2)
    assert [token for token, _ in found] == [1, 2]
    assert [chance for _, chance in found] == pytest.approx([0.6, 0.3], abs=1e-6)
    assert len(likeliest(scores(0.5, 0.5), 10)) == 2


def test_settings_out_of_range_are_refused_with_a_sentence() -> None:
    with pytest.raises(SettingsError, match="temperature must be between 0 and 2, not 9"):
        Sampling(temperature=9)
    with pytest.raises(SettingsError, match="top-k"):
        Sampling(top_k=0)


def test_a_choice_that_is_refused_almost_everywhere_is_found_without_drawing_everything() -> None:
    asked: list[int] = []

    def only_the_last(token: int) -> float | None:
        asked.append(token)
        return 0.0 if token == 4999 else None

    sampler = Sampler(Sampling(min_p=0, top_p=1, top_k=1000), 1, lambda _: ModelTokenKind.WORD)
    chosen = sampler.draw(np.zeros(5000, dtype=np.float32), only_the_last, lambda _: True)
    assert chosen == 4999
    assert len(asked) < 5 * 5000
