"""How a word sounds: its phones and the stresses of its syllables."""

from __future__ import annotations

from dataclasses import dataclass, field

from songwright.lyrics.phones import is_vowel

__all__ = ["Pronunciation"]


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """Phones in ARPABET, vowels with a stress digit; `guessed` when no dictionary vouches for them.

    `stresses` has one digit a syllable, such as "10" for "lantern". A word without a vowel ("shh") is one stressed
    syllable.
    """

    phones: tuple[str, ...]
    guessed: bool = False
    stresses: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        stresses = "".join([phone[-1] for phone in self.phones if is_vowel(phone)])
        object.__setattr__(self, "stresses", stresses or "1")

    @property
    def syllables(self) -> int:
        """How many syllables the word has, at least 1."""
        return len(self.stresses)
