"""What a writer asks for beyond the form: plain data that goes through the protocol (no numpy here)."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Wishes"]


@dataclass(frozen=True, slots=True)
class Wishes:
    """Letters and words that a piece must, should or must not have.

    `acrostic` gives the first letter of each line in turn (a blank leaves a line free); `required` are words that must
    be in the line with that index, `anywhere` words that must be in some line. `forbidden` words, `without` letters and
    `banned` phrases ("heart of *", where "*" stands for any word or part of one) must not be used at all. `theme`
    words are preferred where they fit.
    """

    acrostic: str = ""
    required: tuple[tuple[int, str], ...] = ()
    anywhere: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    without: str = ""
    theme: tuple[str, ...] = ()
    banned: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != Wishes()
