"""How a model's tokenizer writes words, asked once and kept on disk."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from songwright.core.errors import SongwrightError
from songwright.host.atomic import read_file, write_file
from songwright.llm.form.words.vocabulary import Vocabulary

__all__ = ["Foresee", "Speller", "SpellingCache", "Spellings", "read_spellings"]

_PROBE = "x"
_MARKS = (",", ";", ":", ".", "!", "?")
_SAMPLE = 61  # every so many-th word of what was kept is asked again: a damaged or foreign file is noticed
_MOST_BYTES = 64 << 20

Sequences: TypeAlias = tuple[tuple[int, ...], ...]
Foresee: TypeAlias = Callable[[Sequence[str]], object]
"""Told which texts are about to be asked for: a tokenizer far away asks for them in one go."""


@dataclass(frozen=True, slots=True)
class Spellings:
    """A tokenizer's answers, as sequences of tokens; empty ones where it cannot write something.

    `inner` has the vocabulary's words with a blank before them, `first` with a capital at the start of a line, `others`
    its other words. `marks` are the punctuation marks that are one token.
    """

    inner: Sequences
    first: Sequences
    others: Sequences
    marks: dict[str, int]
    line_end: tuple[int, ...]
    stanza_end: tuple[int, ...]

    def widened(self, words: Sequence[str], wanted: Sequence[str], speller: Speller) -> Spellings:
        """The spellings of a vocabulary of `wanted` words; only what is not among these, of `words`, is asked for."""
        known = {word: both for word, *both in zip(words, self.inner, self.first, strict=True)}
        new = [word for word in wanted if word not in known]
        asked = zip(new, speller.all(_PROBE, _inner(new)), speller.all("\n", _first(new)), strict=True)
        known |= {word: both for word, *both in asked}
        inner, first = zip(*[known[word] for word in wanted], strict=True)
        return replace(self, inner=inner, first=first)


def read_spellings(
    vocabulary: Vocabulary,
    encode: Callable[[str], list[int]],
    piece: Callable[[int], bytes],
    foresee: Foresee = lambda _texts: None,
) -> Spellings:
    """Ask a tokenizer for every word, as it writes it after other text. `piece` spells a token."""
    speller = Speller(encode, piece, foresee)
    marks = zip(_MARKS, speller.all(_PROBE, _MARKS), strict=True)
    return Spellings(
        inner=speller.all(_PROBE, _inner(vocabulary.words)),
        first=speller.all("\n", _first(vocabulary.words)),
        others=speller.all(_PROBE, _inner([word for word, _ in vocabulary.others])),
        marks={mark: after[0] for mark, after in marks if len(after) == 1},
        line_end=speller.all(_PROBE, ["\n"])[0],
        stanza_end=speller.all(_PROBE, ["\n\n"])[0],
    )


def _inner(words: Sequence[str]) -> list[str]:
    return [" " + word for word in words]


def _first(words: Sequence[str]) -> list[str]:
    return [word[0].upper() + word[1:] for word in words]


@dataclass(frozen=True, slots=True)
class Speller:
    """Spells text as it follows other text."""

    encode: Callable[[str], list[int]]
    piece: Callable[[int], bytes]
    foresee: Foresee = lambda _texts: None

    def all(self, before: str, texts: Sequence[str]) -> Sequences:
        """The tokens of each text after `before`; none when the two melt together or the tokens say something else."""
        self.foresee([before, *(before + text for text in texts)])
        head = self.encode(before)
        found = []
        for text in texts:
            whole = self.encode(before + text)
            after = tuple(whole[len(head) :])
            right = whole[: len(head)] == head and b"".join(map(self.piece, after)) == text.encode()
            found.append(after if right else ())
        return tuple(found)

    def line(self, text: str) -> tuple[int, ...]:
        """The tokens of any text as it stands on a line of its own, as near as they come to spelling it."""
        return self.all("\n", [text])[0] or tuple(self.encode(text))


class SpellingCache:
    """Keeps spellings in a folder, one file for each tokenizer and vocabulary."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def spellings(
        self,
        tokenizer: str,
        vocabulary: Vocabulary,
        encode: Callable[[str], list[int]],
        piece: Callable[[int], bytes],
        *,
        asking: Callable[[], None] = lambda: None,
        foresee: Foresee = lambda _texts: None,
    ) -> Spellings:
        """The spellings of a tokenizer, from its file if that is there and sound, else asked for and kept.

        `tokenizer` says which one it is: two with the same name write alike. `asking` is called before they are asked
        for, which takes a second or two.
        """
        words = " ".join((*vocabulary.words, *(word for word, _ in vocabulary.others)))
        name = hashlib.sha256(f"{tokenizer}\n{words}".encode()).hexdigest()[:32]
        path = self._folder / f"{name}.npz"
        found = _load(path)
        if found is None or not _agrees(found, vocabulary, Speller(encode, piece, foresee)):
            asking()
            found = read_spellings(vocabulary, encode, piece, foresee)
            _save(path, found)
        return found


def _agrees(found: Spellings, vocabulary: Vocabulary, speller: Speller) -> bool:
    """Whether the tokenizer still writes a sample of the words like that."""
    sizes = (len(found.inner), len(found.first), len(found.others))
    if sizes != (len(vocabulary), len(vocabulary), len(vocabulary.others)):
        return False
    inner, first = vocabulary.words[::_SAMPLE], vocabulary.words[1::_SAMPLE]
    return (
        speller.all(_PROBE, _inner(inner)) == found.inner[::_SAMPLE]
        and speller.all("\n", _first(first)) == found.first[1::_SAMPLE]
        and speller.all(_PROBE, ["\n", "\n\n", *found.marks])
        == (found.line_end, found.stanza_end, *((token,) for token in found.marks.values()))
    )


def _load(path: Path) -> Spellings | None:
    """What a file holds; None when it is not there or makes no sense."""
    try:
        with np.load(io.BytesIO(read_file(path, most=_MOST_BYTES)), allow_pickle=False) as arrays:
            inner, first, others, ends, marks = (
                _split(arrays[f"{name}_lengths"], arrays[f"{name}_tokens"])
                for name in ("inner", "first", "others", "ends", "marks")
            )
        line_end, stanza_end = ends
        known = {mark: one[0] for mark, one in zip(_MARKS, marks, strict=True) if one}
    except (SongwrightError, OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    return Spellings(inner, first, others, known, line_end, stanza_end)


def _save(path: Path, spellings: Spellings) -> None:
    """Keep spellings; that it fails does no harm, they are asked for again."""
    parts = {
        "inner": spellings.inner,
        "first": spellings.first,
        "others": spellings.others,
        "ends": (spellings.line_end, spellings.stanza_end),
        "marks": tuple((spellings.marks[mark],) if mark in spellings.marks else () for mark in _MARKS),
    }
    arrays: dict[str, Any] = {}
    for name, sequences in parts.items():
        arrays[f"{name}_lengths"] = np.array([len(one) for one in sequences], dtype=np.int32)
        arrays[f"{name}_tokens"] = np.array([token for one in sequences for token in one], dtype=np.int32)
    data = io.BytesIO()
    np.savez_compressed(data, **arrays)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, data.getvalue())
    except (SongwrightError, OSError):
        return


def _split(lengths: Sequence[int], tokens: Sequence[int]) -> Sequences:
    """Sequences of these lengths, one after the other. Raises ValueError when the numbers do not add up."""
    sizes, flat = np.asarray(lengths).tolist(), np.asarray(tokens).tolist()
    if min(sizes, default=0) < 0 or sum(sizes) != len(flat):
        raise ValueError("lengths and tokens do not agree")
    found, at = [], 0
    for size in sizes:
        found.append(tuple(flat[at : at + size]))
        at += size
    return tuple(found)
