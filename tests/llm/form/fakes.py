"""A tokenizer of short letter groups and a model that knows nothing: form must come from the rules alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from songwright.llm.form.words.vocabulary import Vocabulary


class FakeTokenizer:
    """Greedy pieces of one to four characters; words of the vocabulary's commonest hundreds are single tokens."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        common = np.argsort(-vocabulary.frequency * vocabulary.inside)[:600]
        single = [word for word in vocabulary.words if " " not in word]
        whole = [" " + vocabulary.words[word] for word in common]
        groups = {word[at : at + size] for word in single for size in (2, 3) for at in range(0, 6, 2)}
        singles = [chr(code) for code in range(32, 127)] + ["\n"]
        texts = dict.fromkeys([*singles, *whole, *sorted(group for group in groups if len(group) > 1)[:3000]])
        self.texts = list(texts)
        self.numbers = {text: number for number, text in enumerate(self.texts)}
        self._longest = max(map(len, self.texts))

    def encode(self, text: str) -> list[int]:
        found = []
        at = 0
        while at < len(text):
            size = next(size for size in range(self._longest, 0, -1) if text[at : at + size] in self.numbers)
            found.append(self.numbers[text[at : at + size]])
            at += size
        return found

    def piece(self, token: int) -> bytes:
        return self.texts[token].encode()


class BlindReader:
    """Scores at random: `sharpness` 0.5 is nearly flat, 8 picks one token almost surely."""

    def __init__(self, size: int, seed: int, sharpness: float) -> None:
        self._random = np.random.Generator(np.random.PCG64(seed))
        # New scores for every token would take longer than writing: other parts of one block are as good.
        self._scores = (self._random.standard_normal(size * 4) * sharpness).astype(np.float32)
        self._size = size
        self._sharpness = sharpness
        self.read: list[int] = []
        self.rewinds = 0

    def logits(self) -> npt.NDArray[np.float32]:
        start = int(self._random.integers(len(self._scores) - self._size))
        return self._scores[start : start + self._size]

    def extend(self, tokens: Sequence[int]) -> None:
        self.read += tokens

    def tokenizer(self) -> str:
        return ""

    def branch(self, count: int, tokens: int) -> BlindBranches:
        return BlindBranches(self, count)

    def score(self, continuations: Sequence[Sequence[int]]) -> list[list[float]]:
        return [list(self._random.standard_normal(len(one)) - 5) for one in continuations]

    def rewind(self, count: int) -> bool:
        self.rewinds += 1
        del self.read[len(self.read) - count :]
        return True


class HabitReader(BlindReader):
    """Scores by the last token alone, always the same: a model with likes and dislikes."""

    def logits(self) -> npt.NDArray[np.float32]:
        return self.after(self.read[-1] if self.read else 0)

    def after(self, token: int) -> npt.NDArray[np.float32]:
        random = np.random.Generator(np.random.PCG64(token))
        return (random.standard_normal(self._size) * self._sharpness).astype(np.float32)

    def branch(self, count: int, tokens: int) -> HabitBranches:
        return HabitBranches(self, count)


class BlindBranches:
    """Branches of a blind reader: each remembers what it read, and none knows anything."""

    def __init__(self, reader: BlindReader, count: int) -> None:
        self._reader = reader
        self.read: list[list[int]] = [[] for _ in range(count)]

    @property
    def count(self) -> int:
        return len(self.read)

    def grow(self, tokens: Sequence[tuple[int, int]]) -> npt.NDArray[np.float32]:
        for branch, token in tokens:
            self.read[branch].append(token)
        return np.stack([self._reader.logits() for _ in tokens])

    def copy(self, source: int, target: int) -> None:
        self.read[target] = list(self.read[source])

    def take(self, branch: int) -> None:
        self._reader.extend(self.read[branch])
        self.close()

    def close(self) -> None:
        self.read = []


class HabitBranches(BlindBranches):
    """Branches of a reader with habits."""

    def grow(self, tokens: Sequence[tuple[int, int]]) -> npt.NDArray[np.float32]:
        super().grow(tokens)
        assert isinstance(self._reader, HabitReader)
        return np.stack([self._reader.after(token) for _, token in tokens])
