"""What the user may set about sampling; declared as data so that a form and the command line can be made from it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Self

from songwright.core.errors import SongwrightError
from songwright.core.language import said

__all__ = ["RANGES", "Sampling", "SettingsError"]


class SettingsError(SongwrightError):
    """A sampler setting lies outside its range."""


# name: (lowest, highest, what it does)
RANGES: dict[str, tuple[float, float, str]] = {
    "temperature": (0.0, 2.0, "0 always takes the likeliest word; higher is more daring"),
    "min_p": (0.0, 1.0, "leaves out words less likely than this share of the likeliest one"),
    "top_p": (0.0, 1.0, "keeps the likeliest words that together have this probability"),
    "top_k": (1, 1000, "keeps at most this many words"),
    "freshness": (0.0, 2.0, "holds back content words that were used already"),
    "dry": (0.0, 4.0, "holds back phrases that were used already, longer ones more; 0 lets them come again"),
    "dry_length": (1, 20, "phrases up to this many tokens, in a form words, may be repeated freely"),
    "quality": (1, 32, "how many drafts of a line in exact form grow side by side, of which the best is kept"),
    "alternatives": (0, 20, "how many likely next words to report with their probabilities"),
}


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the next token is drawn. The same settings, seed, prompt and model give the same text.

    The defaults were chosen by reading what SmolLM2-135M-Instruct wrote on ten themes: hotter it babbles, colder it
    goes round in circles, and without `freshness` and `dry` it says one thing four times.
    """

    temperature: float = 0.85
    min_p: float = 0.12
    top_p: float = 0.95
    top_k: int = 60
    freshness: float = 1.3
    dry: float = 1.5
    dry_length: int = 2
    alternatives: int = 0
    quality: int = 16

    def __post_init__(self) -> None:
        for entry in fields(self):
            low, high, _ = RANGES[entry.name]
            value = getattr(self, entry.name)
            if not low <= value <= high:
                name = entry.name.replace("_", "-")
                raise SettingsError(
                    said(
                        "The setting {name} must be between {low:g} and {high:g}, not {value:g}.",
                        name=name,
                        low=low,
                        high=high,
                        value=value,
                    )
                )

    @classmethod
    def from_pairs(cls, pairs: tuple[tuple[str, float], ...]) -> Self:
        """The usual settings with some set otherwise; what is unknown or out of range is left out."""
        kinds: dict[str, Any] = {entry.name: type(entry.default) for entry in fields(cls)}
        usable = (
            (name, value) for name, value in pairs if name in kinds and RANGES[name][0] <= value <= RANGES[name][1]
        )
        return cls(**{name: kinds[name](value) for name, value in usable})

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The settings as sorted pairs of text, the way a take keeps them."""
        return tuple(sorted((entry.name, f"{getattr(self, entry.name):g}") for entry in fields(self)))
