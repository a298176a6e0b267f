"""What of a piece that is written a second time is new: its beginning has been heard before."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["SaidAgain"]


@dataclass(slots=True)
class SaidAgain:
    """What is still to be heard again of a text and of its title, before anything new comes."""

    text: str = ""
    title: str = ""

    def new_part(self, heard: str, *, title: bool = False) -> str | None:
        """What of the words is new, "" for nothing; None when they are others than before."""
        expected = self.title if title else self.text
        known = min(len(expected), len(heard))
        if heard[:known] != expected[:known]:
            return None
        if title:
            self.title = expected[known:]
        else:
            self.text = expected[known:]
        return heard[known:]
