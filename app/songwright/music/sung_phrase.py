"""A phrase of words as notes."""

from __future__ import annotations

from dataclasses import dataclass

from songwright.music.layout import Placed

__all__ = ["SungPhrase"]


@dataclass(frozen=True, slots=True)
class SungPhrase:
    """A phrase set to notes: onsets in ticks from its first downbeat, a pitch for each, and whose they are.

    `owners` holds for each note the index of its syllable in the phrase (more than once for a slur); empty means a
    note for every syllable.
    """

    placed: Placed
    onsets: tuple[int, ...]
    pitches: tuple[int, ...] = ()
    owners: tuple[int, ...] = ()

    @property
    def syllables(self) -> tuple[int, ...]:
        """The index of the syllable that each note carries."""
        return self.owners or tuple(range(len(self.onsets)))

    @property
    def begun(self) -> tuple[int, ...]:
        """Where each syllable begins."""
        owners = self.syllables
        return tuple(
            onset for index, onset in enumerate(self.onsets) if index == 0 or owners[index] != owners[index - 1]
        )
