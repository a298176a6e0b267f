"""What free writing must not have by its wishes: letters, words and phrases, and first letters it must have."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from songwright.llm.cliches import phrase_pattern
from songwright.llm.wishes import Wishes

__all__ = ["Refusals"]

_MARKS = ".,;:!?'’”\"-–—"


@dataclass(frozen=True, slots=True)
class Refusals:
    """What a piece must not have by its wishes, ready to be asked about every token."""

    wishes: Wishes = field(default_factory=Wishes)
    letters: frozenset[str] = field(init=False)
    words: frozenset[str] = field(init=False)
    phrases: re.Pattern[str] | None = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "letters", frozenset(self.wishes.without.lower()))
        object.__setattr__(self, "words", frozenset(word.lower() for word in self.wishes.forbidden))
        object.__setattr__(self, "phrases", phrase_pattern((*self.wishes.banned, *self.wishes.held_back)))

    def initial(self, line: int) -> str:
        """The letter that the line with this index has to begin with; "" for any."""
        return self.wishes.acrostic[line : line + 1].strip().lower()

    def refuse(self, piece: str, whole: str) -> bool:
        """Whether a token's text may not come, the line then being `whole`."""
        if self.letters and not self.letters.isdisjoint(piece.lower()):
            return True
        words = whole.split()
        if words and words[-1].strip(_MARKS).lower() in self.words:
            return True
        return self.phrases is not None and self.phrases.search(whole.rstrip(_MARKS)) is not None
