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

__all__ = ["BroughtSounds", "Given", "Sound", "given_of"]

Sound: TypeAlias = tuple[int, int]  # (onset, tail) by the vocabulary's numbers; -1 for one that none of its words has


@dataclass(frozen=True, slots=True)
class Given:
    """Lines by their index in the form.

    `kept` are whole lines, `sounds` the rhyme parts that can be heard at their ends, the strictest first, and `inside`
    those of the words before. `endings` are the last words of lines whose beginnings are still to be written. `guessed`
    are lines whose last word no dictionary knows: others rhyme with it as it is guessed to be said, if any can.
    """

    kept: Mapping[int, str] = field(default_factory=dict)
    sounds: Mapping[int, tuple[Sound, ...]] = field(default_factory=dict)
    endings: Mapping[int, str] = field(default_factory=dict)
    inside: Mapping[int, tuple[Sound, ...]] = field(default_factory=dict)
    guessed: frozenset[int] = frozenset()

    def last_word(self, index: int) -> str:
        """How line `index` ends; empty where that is open."""
        if index in self.endings:
            return self.endings[index]
        words = self.kept.get(index, "").split()
        return words[-1].strip(".,;:!?\"”’'…–—") if words else ""


@dataclass(frozen=True, slots=True)
class BroughtSounds:
    """What kept lines and settled last words bring to a letter, by line: the sounds heard at ends and inside, words."""

    heard: Mapping[int, tuple[Sound, ...]]
    inside: Mapping[int, tuple[Sound, ...]]
    ends: Mapping[int, int]

    @property
    def source(self) -> int:
        """The line that says how the letter sounds: a kept end before a settled word before a word inside; -1: none."""
        for known in (self.heard, self.ends, self.inside):
            if known:
                return min(known)
        return -1

    def tails(self, vocabulary: Vocabulary) -> list[int]:
        """The rhyme parts that the letter may have, the strictest first."""
        if self.source in self.ends:
            return [int(vocabulary.tails[self.ends[self.source]])]
        told = self.heard.get(self.source) or self.inside.get(self.source, ())
        return list(dict.fromkeys(tail for _, tail in told))

    def taken(self, tail: int, vocabulary: Vocabulary) -> set[int] | None:
        """The sounds that are there already with this rhyme part; None when words have another, or two the same."""
        if any(vocabulary.tails[word] != tail for word in self.ends.values()):
            return None
        everything = [*self.heard.values(), *self.inside.values()]
        kept = {vocabulary.sound(*one) for known in everything for one in known if one[1] == tail}
        taken = kept | {int(vocabulary.sounds[word]) for word in self.ends.values()}
        return taken if len(taken) == len(kept) + len(self.ends) else None


def given_of(form: Form, kept: Mapping[int, str], endings: Mapping[int, str], vocabulary: Vocabulary) -> Given:
    """What is given, with the ends of the kept lines heard; lines beyond the form are passed over.

    A kept line with a refrain settles every line with that refrain.
    """
    lines = _with_refrains(form, _within(form, kept))
    settled = {index: word for index, word in _within(form, endings).items() if index not in lines}
    for index in [*settled]:
        mark = form.lines[index].refrain
        if mark is not None:
            settled.setdefault(next(at for at, line in enumerate(form.lines) if line.refrain == mark), settled[index])
    if not lines:
        return Given(endings=settled)
    lexicon = own_lexicon()
    sounds = {index: _sounds(text, vocabulary, lexicon) for index, text in lines.items()}
    inside = {
        index: _sounds_inside(text, vocabulary, lexicon) for index, text in lines.items() if form.lines[index].inner
    }
    heard = {index: ending(text, lexicon) for index, text in lines.items()}
    guessed = frozenset(index for index, end in heard.items() if end is not None and not lexicon.knows(end.word))
    return Given(lines, _some(sounds), settled, _some(inside), guessed)


def _within(form: Form, texts: Mapping[int, str]) -> dict[int, str]:
    """The texts that say something, of lines that the form has."""
    return {index: text.strip() for index, text in texts.items() if 0 <= index < len(form.lines) and text.strip()}


def _with_refrains(form: Form, lines: dict[int, str]) -> dict[int, str]:
    """The lines, with every line that repeats one of them; of several with one refrain the first says how it goes."""
    refrains = {form.lines[index].refrain: lines[index] for index in sorted(lines, reverse=True)}
    repeated = {
        index: refrains[line.refrain]
        for index, line in enumerate(form.lines)
        if line.refrain is not None and line.refrain in refrains
    }
    return lines | {index: text for index, text in repeated.items() if index not in lines}


def _some(heard: Mapping[int, tuple[Sound, ...]]) -> dict[int, tuple[Sound, ...]]:
    return {index: sounds for index, sounds in heard.items() if sounds}


def _sounds_inside(text: str, vocabulary: Vocabulary, lexicon: Lexicon) -> tuple[Sound, ...]:
    """The rhyme parts of all words of a line but the last."""
    return tuple(sound for word in tokens(text)[:-1] for sound in _sounds(word.text, vocabulary, lexicon))


def _sounds(text: str, vocabulary: Vocabulary, lexicon: Lexicon) -> tuple[Sound, ...]:
    """The rhyme parts at the end of a text; a word that no dictionary knows is heard as it is guessed to be said."""
    heard = ending(text, lexicon)
    if heard is None:
        return ()
    return tuple(
        (vocabulary.onset_numbers.get(part.onset, -1), vocabulary.tail_numbers.get(part.tail, -1))
        for part in heard.parts
    )
