"""What it costs to say a run of words, or of tokens, once more: the longer the run, the more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

__all__ = ["Repeats"]

_GROWTH = 1.75  # each further item of a run costs so many times as much
_REACH = 40  # a run counts as no longer than this
_CEILING = 12.0  # nats: beyond, nothing is drawn any more


class Repeats:
    """A text as a row of numbers, negative for what is like nothing else.

    To go on with a run of `free` items or more as it went on before costs `weight` nats, and with each further item
    of the run 1.75 times as much (the penalty known as DRY). Nothing costs anything when `weight` is 0.
    """

    def __init__(self, weight: float, free: int) -> None:
        self._weight = weight
        self._free = max(1, free)
        self._text: list[int] = []
        self._places: defaultdict[int, list[int]] = defaultdict(list)

    def copy(self) -> Repeats:
        """The same, which goes on by itself."""
        other = Repeats(self._weight, self._free)
        other.add(self._text)
        return other

    def add(self, items: Sequence[int]) -> None:
        """The text goes on with these."""
        for place, item in enumerate(items, len(self._text)):
            self._places[item].append(place)
        self._text += items

    def costs(self, line: Sequence[int] = ()) -> dict[int, float]:
        """What each number that would go on with a run costs, in nats, after the text and a line that is not added."""
        text = [*self._text, *line] if line else self._text
        if self._weight <= 0 or len(text) <= self._free or text[-1] < 0:
            return {}
        last, newest = text[-1], len(text) - 1
        start = newest - len(line) + 1
        places = [*self._places.get(last, ()), *(at for at in range(start, newest) if text[at] == last)]
        lengths: dict[int, int] = {}
        for place in places:
            if place < newest and text[place + 1] >= 0:
                following = text[place + 1]
                lengths[following] = max(lengths.get(following, 0), _run(text, place))
        return {
            following: min(_CEILING, self._weight * _GROWTH ** (length - self._free))
            for following, length in lengths.items()
            if length >= self._free
        }


def _run(text: Sequence[int], place: int) -> int:
    """How many items up to this place are the same as at the end of the text."""
    length = 1
    while length < _REACH and length <= place and text[place - length] == text[-1 - length] >= 0:
        length += 1
    return length
