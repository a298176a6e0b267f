"""The order in which the bars of a score are played: repeats, endings, da capo and dal segno written out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from songwright.core.language import said
from songwright.formats.errors import UnreadableError
from songwright.formats.heard import MOST_BARS

__all__ = ["BarFlow", "Played", "played_bars"]

_MOST_TIMES = 16


@dataclass(slots=True)
class BarFlow:
    """What a bar says about where to go on: `times` is how often the repeat that ends with it is played (0: none)."""

    forward: bool = False
    times: int = 0
    endings: tuple[int, ...] = ()
    segno: bool = False
    coda: bool = False
    fine: bool = False
    to_coda: bool = False
    da_capo: bool = False
    dal_segno: bool = False


@dataclass(frozen=True, slots=True)
class Played:
    """A bar as it is played: its index in the score, which time it is (from 1), and whether a jump leads to it."""

    bar: int
    time: int
    jumped: bool = False


def played_bars(bars: Sequence[BarFlow]) -> tuple[Played, ...]:
    """The bars in the order in which they sound. UnreadableError when the repeats would never end."""
    found: list[Played] = []
    for played in _Walk(bars).steps():
        found.append(played)
        if len(found) > MOST_BARS:
            raise UnreadableError(
                said("With its repeats, this piece has more than {most:,} bars. It is damaged.", most=MOST_BARS)
            )
    return tuple(found)


class _Walk:
    """A reader's finger on the score."""

    def __init__(self, bars: Sequence[BarFlow]) -> None:
        self._bars = bars
        self._start = 0  # of the repeat that is being played
        self._time = 1
        self._done: set[int] = set()  # bars whose repeat is over
        self._again = False  # after da capo or dal segno: without repeats

    def steps(self) -> Iterator[Played]:
        """Every bar as it comes."""
        place, jumped = 0, False
        while 0 <= place < len(self._bars):
            bar = self._bars[place]
            if bar.forward and place != self._start and not jumped:
                self._start, self._time = place, 1
            if bar.endings and not self._taken(place, bar):
                place += 1
                continue
            yield Played(place, self._time, jumped)
            following = self._following(place, bar)
            jumped = following != place + 1
            place = following

    def _taken(self, place: int, bar: BarFlow) -> bool:
        """Whether an ending is the one to play now; after a da capo it is the last."""
        if not self._again:
            return self._time in bar.endings
        later = (other.endings for other in self._bars[place + 1 :])
        following = next((endings for endings in later if endings != bar.endings), ())
        return not following

    def _following(self, place: int, bar: BarFlow) -> int:
        """The bar that is played after this one; -1 after the last."""
        if self._again:
            return -1 if bar.fine else self._after_jump(place, bar)
        if bar.times > 1 and place not in self._done:
            if self._time < min(bar.times, _MOST_TIMES) or self._has_next_ending(place):
                self._time += 1
                return self._start
            self._done.add(place)
            self._start, self._time = place + 1, 1
        if bar.da_capo or bar.dal_segno:
            self._again, self._time = True, 1
            return 0 if bar.da_capo else self._next_with(lambda other: other.segno, -1, otherwise=0)
        return place + 1

    def _after_jump(self, place: int, bar: BarFlow) -> int:
        """When the piece is played again: on, or to the coda that follows; repeats and jumps are not made again."""
        return self._next_with(lambda other: other.coda, place, otherwise=place + 1) if bar.to_coda else place + 1

    def _next_with(self, sign: Callable[[BarFlow], bool], after: int, *, otherwise: int) -> int:
        return next((n for n, other in enumerate(self._bars) if n > after and sign(other)), otherwise)

    def _has_next_ending(self, place: int) -> bool:
        """Whether an ending for the next time follows."""
        if self._time >= _MOST_TIMES:
            return False
        wanted = self._time + 1
        return bool(self._bars[place].endings) and any(wanted in bar.endings for bar in self._bars[self._start :])
