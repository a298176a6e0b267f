"""What a singer sings in one breath: syllables as the network's tokens, on notes in seconds.

A value that travels to the process that sings as JSON; the same utterance always gives the same sound.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

__all__ = ["Sounding", "Tone", "Utterance"]


class Tone(NamedTuple):
    """A note from `start` to `end` (s from the first note's beginning) at a MIDI pitch."""

    start: float
    end: float
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class Sounding:
    """A syllable: tokens since the vowel before it, tokens that it is held on, and its notes (several are a slur)."""

    before: tuple[str, ...]
    nucleus: tuple[str, ...]
    tones: tuple[Tone, ...]

    @property
    def start(self) -> float:
        """When its vowel should be heard."""
        return self.tones[0].start

    @property
    def end(self) -> float:
        """When its last note ends."""
        return self.tones[-1].end


@dataclass(frozen=True, slots=True)
class Utterance:
    """Syllables that are sung without a rest, and the tokens that close the last one."""

    syllables: tuple[Sounding, ...]
    after: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain values for `json.dumps`; `from_json` is the way back."""
        syllables = [
            {"before": list(one.before), "nucleus": list(one.nucleus), "tones": [list(tone) for tone in one.tones]}
            for one in self.syllables
        ]
        return {"syllables": syllables, "after": list(self.after)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Utterance:
        """Raises KeyError, TypeError or ValueError when `data` is not what `to_json` gives."""
        return cls(
            tuple(
                Sounding(tuple(one["before"]), tuple(one["nucleus"]), tuple(_tone(*tone) for tone in one["tones"]))
                for one in data["syllables"]
            ),
            tuple(data["after"]),
        )


def _tone(start: float, end: float, pitch: int, velocity: int) -> Tone:
    return Tone(float(start), float(end), int(pitch), int(velocity))
