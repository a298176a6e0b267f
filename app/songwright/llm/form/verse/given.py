"""What of a piece is there before it is written: lines that stay as they are, and last words that are settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from songwright.host.pronunciations import own_lexicon
from songwright.llm.form.words.vocabulary import Vocabulary
from songwright.lyrics.forms import Form
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.rhyme import ending
from songwright.lyrics.tokens import tokens

__all__ = ["Given", "Sound", "given_of"]

Sound: TypeAlias = tuple[int, int]  # (onset, tail) by the vocabulary's numbers; -1 for one that none of its words has


@dataclass(frozen=True, slots=True)
class Given:
    """Lines by their index in the form.

    `kept` are whole lines, `sounds` the rhyme parts that can be heard at their ends, the strictest first, and `inside`
    those of the words before. `endings` are the last words of lines whose beginnings are still to be written.
    """

    kept: Mapping[int, str] = field(default_factory=dict)
    sounds: Mapping[int, tuple[Sound, ...]] = field(default_factory=dict)
    endings: Mapping[int, str] = field(default_factory=dict)
    inside: Mapping[int, tuple[Sound, ...]] = field(default_factory=dict)

    def last_word(self, index: int) -> str:
        """How line `index` ends; empty where that is open."""
        if index in self.endings:
            return self.endings[index]
        words = self.kept.get(index, "").split()
        return words[-1].strip(".,;:!?\"”’'…–—") if words else ""


def given_of(form: Form, kept: Mapping[int, str], endings: Mapping[int, str], vocabulary: Vocabulary) -> Given:
    """What is given, with the ends of the kept lines heard; lines beyond the form are passed over.

    A kept line with a refrain settles every line with that refrain.
    """
    lines = {index: text.strip() for index, text in kept.items() if 0 <= index < len(form.lines) and text.strip()}
    refrains = {form.lines[index].refrain: lines[index] for index in sorted(lines, reverse=True)}
    for index, line in enumerate(form.lines):
        if line.refrain is not None and line.refrain in refrains:
            lines.setdefault(index, refrains[line.refrain])
    settled = {
        index: word.strip()
        for index, word in endings.items()
        if 0 <= index < len(form.lines) and index not in lines and word.strip()
    }
    for index in [*settled]:
        mark = form.lines[index].refrain
        if mark is not None:
            settled.setdefault(next(at for at, line in enumerate(form.lines) if line.refrain == mark), settled[index])
    lexicon = own_lexicon() if lines else None
    sounds = {index: _sounds(text, vocabulary, lexicon) for index, text in lines.items()} if lexicon else {}
    inside = {
        index: tuple(sound for word in tokens(lines[index])[:-1] for sound in _sounds(word.text, vocabulary, lexicon))
        for index in lines
        if lexicon and form.lines[index].inner
    }
    return Given(
        lines,
        {index: heard for index, heard in sounds.items() if heard},
        settled,
        {index: heard for index, heard in inside.items() if heard},
    )


def _sounds(text: str, vocabulary: Vocabulary, lexicon: Lexicon) -> tuple[Sound, ...]:
    """The rhyme parts at the end of a text; none when its last word is in no dictionary."""
    heard = ending(text, lexicon)
    if heard is None or not lexicon.knows(heard.word):
        return ()
    return tuple(
        (vocabulary.onset_numbers.get(part.onset, -1), vocabulary.tail_numbers.get(part.tail, -1))
        for part in heard.parts
    )
