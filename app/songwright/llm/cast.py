"""The people of a story: noted as they are named, so that they stay, and that not everybody is somebody new."""

from __future__ import annotations

import re

__all__ = ["Cast"]

_FREE = 2  # names that a short story may have without a price
_PRICE = 1.5  # nats for the next, and as much again for each after it
_MOST = 6.0
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+(?:['’][a-z]+)?")  # where no sentence begins
_ENDS = '.!?:"“”‘('


class Cast:
    """Names that stood inside a sentence, people's and places' alike."""

    def __init__(self) -> None:
        self._names: set[str] = set()

    def hear(self, text: str) -> None:
        """A paragraph stands."""
        self._names.update(re.sub("['’]s$", "", name) for name in _NAME.findall(text))

    def has(self, start: str) -> bool:
        """Whether a name begins with these letters, capital and all."""
        return start[:1].isupper() and any(name.startswith(start) for name in self._names)

    def price(self, text: str, piece: str) -> float:
        """What it costs, in nats, to go on with this piece after the text of a paragraph: something for a new name."""
        word, before = piece.strip(), text.rstrip()
        if not word[:1].isupper() or word == "I" or not piece[:1].isspace() or not before or before[-1] in _ENDS:
            return 0.0
        if self.has(word):
            return 0.0
        return min(_MOST, _PRICE * max(0, len(self._names) - _FREE + 1))
