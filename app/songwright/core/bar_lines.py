"""Where bars begin, and which metre and key hold where: the one place that is asked. Pure.

A section's bars are counted from its first downbeat; `songwright.core.timeline` lays those of a whole song end to end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from songwright.core.signatures import Key, Marking, Metre
from songwright.core.song import Music, Section, Song

__all__ = [
    "Bar",
    "as_heard_in",
    "bar_edges",
    "bar_holding",
    "bars_of",
    "continued",
    "first_metre",
    "key_at",
    "metre_at",
    "music_ticks",
]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from `start` (ticks) in its metre."""

    start: int
    metre: Metre

    @property
    def end(self) -> int:
        """Tick at which the next bar begins."""
        return self.start + self.metre.bar_ticks


def bar_edges(bars: Sequence[Bar], count: int) -> list[int]:
    """Where so many bars begin, and where the last ends; beyond the last of `bars` its metre goes on."""
    edges = [bar.start for bar in bars[:count]]
    last = bars[min(count, len(bars)) - 1]
    while len(edges) <= count:
        edges.append(last.end + (len(edges) - min(count, len(bars))) * last.metre.bar_ticks)
    return edges


def continued(bars: Sequence[Bar], end: int) -> tuple[Bar, ...]:
    """The bars, and more in the metre of the last, to the one that reaches a tick. At least one is given."""
    found = list(bars)
    while found[-1].end < end:
        found.append(Bar(found[-1].end, found[-1].metre))
    return tuple(found)


def first_metre(markings: Sequence[Marking], usual: Metre) -> Metre:
    """The metre of a section's first bar; `usual` is the song's."""
    return next((m.metre for m in markings if m.start <= 0 and m.metre is not None), usual)


def bars_of(music: Music, usual: Metre) -> tuple[Bar, ...]:
    """The bars of a section's music, from its first downbeat; `usual` is the song's metre."""
    return tuple(_bars(music.bars, music.markings, usual))


def _bars(count: int, markings: Sequence[Marking], metre: Metre) -> Iterator[Bar]:
    changes = [(marking.start, marking.metre) for marking in markings if marking.metre is not None]
    start = place = 0
    for _ in range(count):
        while place < len(changes) and changes[place][0] <= start:
            metre = changes[place][1]
            place += 1
        yield Bar(start, metre)
        start += metre.bar_ticks


def music_ticks(music: Music, usual: Metre) -> int:
    """How long a section's music lasts; `usual` is the song's metre."""
    if not any(marking.metre for marking in music.markings):
        return music.bars * usual.bar_ticks
    return bars_of(music, usual)[-1].end


def metre_at(music: Music, usual: Metre, tick: int) -> Metre:
    """The metre of the bar that holds a tick of a section; that of its first bar before it, of its last after it."""
    found = usual
    for bar in bars_of(music, usual):
        if bar.start > max(0, tick):
            break
        found = bar.metre
    return found


def bar_holding(music: Music | None, usual: Metre, tick: int) -> Bar:
    """The bar of a section that holds a tick; before its first and after its last as if they went on."""
    odd = music is not None and any(marking.metre for marking in music.markings)
    bars = bars_of(music, usual) if music is not None and odd else (Bar(0, usual),)
    near = next((bar for bar in reversed(bars) if bar.start <= tick), bars[0])
    length = near.metre.bar_ticks
    return Bar(near.start + (tick - near.start) // length * length, near.metre)


def key_at(music: Music | None, usual: Key, tick: int) -> Key:
    """The key that holds at a tick of a section; `usual` is the song's. A pick-up is in the key it leads to."""
    for marking in music.markings if music is not None else ():
        if marking.start > max(0, tick):
            break
        usual = marking.key or usual
    return usual


def as_heard_in(song: Song, section: Section) -> Song:
    """The song in the key, metre and tempo in which a section begins, for what works on one section at a time."""
    music = song.music(section)
    begins = [marking for marking in music.markings if marking.start <= 0] if music is not None else []
    if not begins:
        return song
    marking = begins[0]
    at_once = marking.tempo if marking.tempo is not None and not marking.over else song.tempo
    return replace(song, key=marking.key or song.key, metre=marking.metre or song.metre, tempo=at_once)
