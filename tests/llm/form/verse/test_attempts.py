"""Lines that rhyme are written several times as a whole, and the best of the attempts is what is read and kept."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from llm.form.fakes import BlindBranches, BlindReader, FakeTokenizer
from songwright.llm.form.line import pen
from songwright.llm.form.verse.attempts import attempts_of, groups_of, promising
from songwright.llm.form.verse.poet import Poet
from songwright.llm.form.words.tries import Tokens
from songwright.llm.form.words.vocabulary import Vocabulary
from songwright.llm.wishes import Wishes
from songwright.lyrics.notation import parse_form


class RememberingReader(BlindReader):
    """Scores by the last three tokens, always the same; counts its steps."""

    steps: int = 0
    most_ways: int = 1000

    def after(self, read: Sequence[int]) -> npt.NDArray[np.float32]:
        random = np.random.default_rng(zlib.crc32(repr(list(read[-3:])).encode()))
        return (random.standard_normal(self._size) * self._sharpness).astype(np.float32)

    def logits(self) -> npt.NDArray[np.float32]:
        return self.after(self.read)

    def branch(self, count: int, tokens: int) -> RememberingBranches:
        return RememberingBranches(self, min(count, self.most_ways))


class RememberingBranches(BlindBranches):
    def grow(self, tokens: Sequence[tuple[int, int]]) -> npt.NDArray[np.float32]:
        reader, rows = self._reader, []
        assert isinstance(reader, RememberingReader)
        reader.steps += 1
        for branch, token in tokens:
            self.read[branch].append(token)
            rows.append(reader.after([*reader.read, *self.read[branch]]))
        return np.stack(rows)


class NarrowReader(RememberingReader):
    """A model with room for one attempt only."""

    most_ways = 5


def loss(reader: RememberingReader, line_end: int) -> float:
    """Nats of the lines that were read, by the reader itself: their mean, and the worst line's again."""
    lines, total = [], 0.0
    for at, token in enumerate(reader.read):
        scores = reader.after(reader.read[:at]).astype(np.float64)
        total += float(np.log(np.exp(scores - scores.max()).sum()) + scores.max() - scores[token])
        if token == line_end or at + 1 == len(reader.read):
            lines.append(total)
            total = 0.0
    return sum(lines) / len(lines) + max(lines)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_read_and_shown_at_the_end_is_the_attempt_that_is_kept(
    vocabulary: Vocabulary, tokens: Tokens, tokenizer: FakeTokenizer, seed: int
) -> None:
    reader = RememberingReader(len(tokenizer.texts), seed, 3.0)
    shown: list[str] = []
    form = parse_form("8a 8b 8a 8b / 8c 8c")
    lines = Poet(vocabulary, tokens, reader, quality=10, seed=seed).write(
        form, kept={2: "I saw her standing in the light,"}, show=shown.append
    )
    read = b"".join(map(tokenizer.piece, reader.read)).decode()
    assert [row for row in read.split("\n") if row] == lines
    assert [row for row in "".join(shown).split("\n") if row] == lines
    assert lines[2] == "I saw her standing in the light,"


def test_several_attempts_find_likelier_lines_than_one(
    vocabulary: Vocabulary, tokens: Tokens, tokenizer: FakeTokenizer
) -> None:
    found: dict[type[RememberingReader], float] = {}
    for kind in (RememberingReader, NarrowReader):
        losses = []
        for seed in range(6):
            reader = kind(len(tokenizer.texts), seed, 3.0)
            Poet(vocabulary, tokens, reader, quality=20, seed=seed).write(parse_form("8a 8b 8a 8b"))
            losses.append(loss(reader, tokenizer.numbers["\n"]))
        found[kind] = sum(losses) / len(losses)
    assert found[RememberingReader] + 4 < found[NarrowReader]


def test_attempts_take_hardly_more_steps_of_the_model_than_one(
    vocabulary: Vocabulary, tokens: Tokens, tokenizer: FakeTokenizer
) -> None:
    steps = []
    for kind in (RememberingReader, NarrowReader):
        reader = kind(len(tokenizer.texts), 1, 3.0)
        Poet(vocabulary, tokens, reader, quality=20, seed=1).write(parse_form("8a 8b 8a 8b"))
        steps.append(reader.steps)
    assert steps[0] < 1.6 * steps[1]


def test_lines_that_rhyme_with_each_other_are_written_together() -> None:
    assert groups_of(parse_form("8a 6b 8a 6b")) == [range(4)]
    assert groups_of(parse_form("8a 8a 8b 8b")) == [range(2), range(2, 4)]
    assert groups_of(parse_form("8a 8b 8a 8b / 8c 8c")) == [range(4), range(4, 6)]
    sonnet = groups_of(parse_form(" ".join("10" + letter for letter in "ababcdcdefefgg")))
    assert [len(group) for group in sonnet] == [4, 4, 4, 2]
    chained = groups_of(parse_form(" ".join("8" + letter for letter in "ababcbcdcded")))
    assert max(len(group) for group in chained) <= 6
    assert [line for group in chained for line in group] == list(range(12))


def test_quality_is_how_often_and_with_how_many_drafts() -> None:
    assert attempts_of(1) == (1, 1)
    times, drafts = attempts_of(16)
    assert times > 1
    assert 1 < drafts < 16
    assert attempts_of(32)[0] > times
    assert attempts_of(16, large=True)[0] == 1


def test_attempts_that_begin_worst_are_given_up_on_the_way() -> None:
    begun = [[-2.0], [-4.5], [-2.5], [-3.0]]
    assert promising(begun, [True] * 4, 3, 4) == [0, 2]
    assert promising([[-2.0, -4.0], [-2.5, -2.5], [-3.0, -2.9]], [True] * 3, 2, 4) == [1, 2]
    assert promising([[-2.0], [-1.9]], [True] * 2, 3, 2) == [1, 0]
    assert promising([[-2.0, -2.0], [-1.9, -2.0]], [True] * 2, 2, 2) == [1]
    assert promising([[-2.0], [-1.9]], [True] * 2, 0, 2) == [1]


def test_one_that_names_the_subject_goes_on_whatever_it_is_worth() -> None:
    begun = [[-2.0], [-4.5], [-2.5], [-3.0]]
    assert promising(begun, [False, True, False, True], 3, 4) == [0, 3]
    assert promising(begun, [False, True, False, True], 0, 4) == [3]
    assert promising(begun, [False] * 4, 0, 4) == [0]


@pytest.mark.parametrize("named", [(), ("water", "stone")])
def test_a_piece_that_names_its_subject_is_preferred(
    vocabulary: Vocabulary, tokens: Tokens, tokenizer: FakeTokenizer, named: tuple[str, ...]
) -> None:
    ways = [Wishes(), Wishes(), Wishes(required=((0, "water"),))]
    found = []
    for seed in range(6):
        reader = RememberingReader(len(tokenizer.texts), seed, 3.0)
        poet = Poet(vocabulary, tokens, reader, quality=12, seed=seed, named=named)
        found.append("water" in " ".join(poet.write(parse_form("8a 8a"), ways=ways)).lower())
    assert all(found) is bool(named)


@pytest.mark.parametrize("nats", [0.0, 6.0])
def test_a_wished_word_comes_where_it_fits_and_not_where_nothing_else_is_left(
    vocabulary: Vocabulary, tokens: Tokens, tokenizer: FakeTokenizer, monkeypatch: pytest.MonkeyPatch, nats: float
) -> None:
    monkeypatch.setattr(pen, "_WISH", nats)
    places = []
    for seed in range(6):
        reader = RememberingReader(len(tokenizer.texts), seed, 2.0)
        wishes = Wishes(required=((0, "water"),))
        line, _ = Poet(vocabulary, tokens, reader, quality=8, seed=seed).write(parse_form("10 10"), wishes)
        words = re.findall("[a-z']+", line.lower())
        places.append(words.index("water") / (len(words) - 1))
    assert (sum(place < 0.75 for place in places) >= 3) is bool(nats)
