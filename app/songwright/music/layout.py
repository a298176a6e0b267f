"""How many bars each phrase gets, and where in its section it stands.

Phrases of a section share one length where their syllables allow it, because square phrases are what listeners
expect. Every phrase keeps the end of its last bar free for the next one's pick-up, and a breath before that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import Final

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import TICKS_PER_QUARTER, Metre, Note
from songwright.music.locks import Locks, NoRoomError
from songwright.music.metrics import beats, is_compound, sung_step
from songwright.music.phrases import Phrase
from songwright.music.prosody import RhythmSearch, Window
from songwright.music.styles import USUAL_PACE

__all__ = ["Ground", "Placed", "lay_out", "pickup_room"]

_RATE: Final = USUAL_PACE
"""Syllables a second that a sung line comes near to, at the tempo of the words."""

_LENGTHS: Final = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256)
_SQUARE: Final = {1: 0.8, 2: 0.0, 4: 0.0, 8: 0.5, 16: 1.0}
"""Cost of phrase lengths that divide into two and two; other lengths cost `_UNEVEN`."""

_UNEVEN: Final = 7.0
_FOREIGN: Final = 1.0
"""Cost of a length that is not the style's own."""

_QUARTERS: Final = {False: 1.3, True: 0.85}
"""Quarter notes that a line wants for each of its syllables, in simple and in compound time. Old songs give them 1.16
and 0.99; the other costs draw lines together in simple time and apart in compound, hence more and less."""

_STRAY: Final = 10.0
"""Cost of a line that is twice or half as long as its syllables take in songs."""

_OWN_LENGTH: Final = 7.0
"""How much better a phrase must fare at a length of its own to leave its section's."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What every section of a song stands on; `line_bars` is the style's own phrase length, 0 for no preference.

    `tempo` is that of the words (`Setting.sung_tempo`), `haste` how many times faster than usual they come.
    """

    metre: Metre
    tempo: float
    line_bars: int
    haste: float = 1.0

    @property
    def step(self) -> int:
        """The grid of the words in ticks."""
        return sung_step(self.metre, self.tempo)

    @property
    def bar_seconds(self) -> float:
        """Length of a bar in seconds."""
        return self.metre.bar_ticks / TICKS_PER_QUARTER * 60.0 / self.tempo


@dataclass(frozen=True, slots=True)
class Placed:
    """A phrase in its section: its first bar and its number of bars; `window` counts from that bar's downbeat."""

    phrase: Phrase
    bar: int
    bars: int
    window: Window
    fixed: Mapping[int, int]
    blocked: tuple[tuple[int, int], ...]


def pickup_room(phrase: Phrase, ground: Ground) -> int:
    """Ticks before its first downbeat that a phrase may need: a beat for one weak syllable, a step each for more."""
    weak = min(phrase.pickup, 3)
    metre, step = ground.metre, ground.step
    beat = beats(metre)[0][1]
    room = beat if weak == 1 and not is_compound(metre) and ground.haste == 1.0 else weak * step
    return min(room if weak else 0, metre.bar_ticks // 2 // step * step)


def lay_out(
    phrases: Sequence[Phrase], ground: Ground, search: RhythmSearch, tail: int, locks: Locks
) -> tuple[Placed, ...]:
    """Give every phrase its bars. `tail` is the room kept at the section's end for what may follow.

    SongwrightError when locked notes leave no room for the syllables between them.
    """
    rooms = [pickup_room(phrase, ground) for phrase in phrases] + [tail]
    pinned = [_pinned(phrase, locks) for phrase in phrases]
    before = _kept_layout(phrases, rooms, pinned, ground, search, locks) if locks.vocal else None
    if before is not None:
        return before
    lengths = _lengths(phrases, rooms, ground, search)
    placed: list[Placed] = []
    cursor, index = 0, 0
    while index < len(phrases):
        # A run of free phrases, and the one with locked notes that it has to leave room for.
        stop = next((place for place in range(index, len(phrases)) if pinned[place]), len(phrases))
        fitted = list(lengths[index:stop])
        start, bars = cursor, 0
        if stop < len(phrases):
            start, bars = _around_locks(
                phrases[stop], pinned[stop], locks.vocal, cursor, lengths[index : stop + 1], ground, search
            )
            fitted = _squeezed(fitted, start - cursor, phrases[stop])
        for place, length in enumerate(fitted, start=index):
            placed.append(_place(phrases[place], cursor, length, rooms[place : place + 2], {}, ground, locks))
            cursor += length
        if stop < len(phrases):
            placed.append(_place(phrases[stop], start, bars, rooms[stop : stop + 2], pinned[stop], ground, locks))
            cursor = start + bars
        index = stop + 1
    return tuple(placed)


def _kept_layout(
    phrases: Sequence[Phrase],
    rooms: Sequence[int],
    pinned: Sequence[dict[int, int]],
    ground: Ground,
    search: RhythmSearch,
    locks: Locks,
) -> tuple[Placed, ...] | None:
    """The bars that phrases with locked notes have already; None when they have to be laid out again."""
    if all(len(pins) == len(phrase) for pins, phrase in zip(pinned, phrases, strict=True)):
        return _where_they_are(phrases, pinned, ground, locks)
    return _as_before(phrases, rooms, ground, search, locks)


def _where_they_are(
    phrases: Sequence[Phrase], pinned: Sequence[dict[int, int]], ground: Ground, locks: Locks
) -> tuple[Placed, ...]:
    """Phrases whose every syllable is locked, wherever they are: nothing has to fit."""
    bar = ground.metre.bar_ticks
    starts = [
        max(0, pins[min(phrase.pickup, len(phrase) - 1)] // bar) for phrase, pins in zip(phrases, pinned, strict=True)
    ]
    ends = [max(pins.values()) // bar + 1 for pins in pinned]
    placed = []
    for index, (phrase, start, pins) in enumerate(zip(phrases, starts, pinned, strict=True)):
        following = starts[index + 1] if index + 1 < len(starts) else max(ends[index], locks.bars)
        bars = max(1, ends[index] - start, following - start)
        fixed = {place: tick - start * bar for place, tick in pins.items()}
        window = Window(min([0, *fixed.values()]), max([bars * bar, *(tick + 1 for tick in fixed.values())]))
        placed.append(Placed(phrase, start, bars, window, fixed, ()))
    return tuple(placed)


def _as_before(
    phrases: Sequence[Phrase], rooms: Sequence[int], ground: Ground, search: RhythmSearch, locks: Locks
) -> tuple[Placed, ...] | None:
    """The bars that the phrases had; None when that is not known, or the words no longer fit into them."""
    bar = ground.metre.bar_ticks
    starts: list[int] = []
    for phrase in phrases:
        downbeat = locks.onsets.get((phrase.line, phrase.index(phrase.pickup)))
        if downbeat is None or (starts and downbeat // bar <= starts[-1]):
            return None
        starts.append(downbeat // bar)
    placed: list[Placed] = []
    pins = [_pinned(phrase, locks) for phrase in phrases]
    # A locked pick-up may reach further back than the words alone would ask for.
    reach = [
        max([room, *(start * bar - tick + place * ground.step for place, tick in pinned.items())])
        for room, start, pinned in zip(rooms, starts, pins, strict=False)
    ] + [rooms[-1]]
    for index, (phrase, start, end) in enumerate(zip(phrases, starts, [*starts[1:], locks.bars], strict=True)):
        if end <= start:
            return None
        pinned = pins[index]
        place = _place(phrase, start, end - start, reach[index : index + 2], pinned, ground, locks)
        fit = search.fit(phrase, place.window, fixed=place.fixed, blocked=place.blocked)
        if fit is None and len(pinned) < len(phrase):
            return None
        placed.append(place)
    return tuple(placed)


def _pinned(phrase: Phrase, locks: Locks) -> dict[int, int]:
    """The locked syllables of a phrase with their onsets in ticks from the section's first downbeat."""
    groups = {index: locks.sung.get((phrase.line, phrase.index(index))) for index in range(len(phrase))}
    return {index: group[0].start for index, group in groups.items() if group}


def _lengths(phrases: Sequence[Phrase], rooms: Sequence[int], ground: Ground, search: RhythmSearch) -> list[int]:
    """The number of bars of every phrase when nothing is locked."""
    options = [_options(phrase, rooms[index], rooms[index + 1], ground, search) for index, phrase in enumerate(phrases)]
    if not options:
        return []
    shared = sorted({length for option in options for length in option})
    best = [min(option.values()) for option in options]
    section = min(
        shared,
        key=lambda length: sum(option.get(length, low + 12.0) for option, low in zip(options, best, strict=True)),
    )
    return [
        section if option.get(section, low + 99) <= low + _OWN_LENGTH else min(option, key=lambda bars: option[bars])
        for option, low in zip(options, best, strict=True)
    ]


def _options(phrase: Phrase, before: int, after: int, ground: Ground, search: RhythmSearch) -> dict[int, float]:
    """What each possible number of bars costs a phrase."""
    natural = (len(phrase) / _RATE + 0.8) / ground.bar_seconds
    sung = (
        (len(phrase) * _QUARTERS[is_compound(ground.metre)] / ground.haste + 0.5)
        * TICKS_PER_QUARTER
        / ground.metre.bar_ticks
    )
    tried = [length for length in _LENGTHS if natural * 0.45 <= length <= natural * 2.3] or [
        min(_LENGTHS, key=lambda length: abs(length - natural))
    ]
    found: dict[int, float] = {}
    for length in (*tried, *(length for length in _LENGTHS if length > tried[-1])):
        if length > tried[-1] and found:
            break
        fit = search.fit(phrase, _window(length, before, after, ground))
        if fit is not None:
            liking = 0.0 if ground.line_bars in (0, length) else _FOREIGN
            stray = _STRAY * abs(log2(length / sung))
            found[length] = fit.cost + _SQUARE.get(length, _UNEVEN) + liking + stray
    if not found:
        raise SongwrightError(
            said("A line has more syllables than its bars can hold. Choose a slower tempo or a longer bar."),
            detail=f"line {phrase.line}: {len(phrase)} syllables in {ground.metre}",
        )
    return found


def _window(bars: int, before: int, after: int, ground: Ground) -> Window:
    breath = min(ground.step, ground.metre.bar_ticks // 4)
    if ground.haste > 1.0:
        breath = max(1, round(breath / ground.haste))
    return Window(-before, bars * ground.metre.bar_ticks - after - breath)


def _place(
    phrase: Phrase, bar: int, bars: int, rooms: Sequence[int], pinned: dict[int, int], ground: Ground, locks: Locks
) -> Placed:
    downbeat = bar * ground.metre.bar_ticks
    window = _window(bars, rooms[0], rooms[1], ground)
    blocked = _blocked(locks.vocal, downbeat, window.earliest, window.latest)
    blocked += tuple((start - downbeat, end - downbeat) for start, end in locks.walls)
    return Placed(phrase, bar, bars, window, {place: tick - downbeat for place, tick in pinned.items()}, blocked)


def _blocked(held: Sequence[Note], downbeat: int, first: int, end: int) -> tuple[tuple[int, int], ...]:
    """The spans of locked notes that reach into a window, counted from its downbeat."""
    return tuple(
        (note.start - downbeat, note.end - downbeat)
        for note in held
        if note.end > downbeat + first and note.start < downbeat + end
    )


def _around_locks(
    phrase: Phrase,
    pinned: dict[int, int],
    held: Sequence[Note],
    cursor: int,
    lengths: Sequence[int],
    ground: Ground,
    search: RhythmSearch,
) -> tuple[int, int]:
    """Where a phrase with locked syllables starts and how many bars it takes, so that the others fit around them."""
    bar = ground.metre.bar_ticks
    wished = cursor + sum(lengths[:-1])
    room = pickup_room(phrase, ground)
    first, last = min(pinned.values()), max(pinned.values())
    best: tuple[float, int, int] | None = None
    earliest = max(cursor + len(lengths) - 1, first // bar - lengths[-1] - 2)
    for start in range(earliest, max(cursor, first // bar + 1) + 1):
        least = max(1, -(-(last + 1 - start * bar) // bar))
        for length in sorted({lengths[-1], least, least + 1, 2 * least}):
            if length < least:
                continue
            fixed = {place: tick - start * bar for place, tick in pinned.items()}
            early = max(room, -min(fixed.values()))
            blocked = _blocked(held, start * bar, -early, length * bar)
            fit = search.fit(phrase, _window(length, early, 0, ground), fixed=fixed, blocked=blocked)
            if fit is None:
                continue
            cost = fit.cost + abs(start - wished) * 2.0 + abs(length - lengths[-1]) * 2.0
            if best is None or cost < best[0]:
                best = (cost, start, length)
    if best is not None:
        return best[1], best[2]
    if len(pinned) == len(phrase):
        start = max(cursor + len(lengths) - 1, first // bar)
        return start, max(1, -(-(last + 1 - start * bar) // bar))
    raise _no_room(phrase)


def _squeezed(lengths: list[int], room: int, before: Phrase) -> list[int]:
    """The same phrases in `room` bars, the longest ones shortened first."""
    fitted = list(lengths)
    while sum(fitted) > room:
        longest = max(range(len(fitted)), key=lambda place: fitted[place], default=None)
        if longest is None or fitted[longest] == 1:
            raise _no_room(before)
        fitted[longest] -= 1
    return fitted


def _no_room(phrase: Phrase) -> NoRoomError:
    return NoRoomError(
        said(
            "The words no longer fit around the locked notes of a line, so it cannot be set again. Unlock some of its "
            "notes, or shorten the words before them."
        ),
        detail=f"line {phrase.line}, syllables {phrase.first}-{phrase.first + len(phrase) - 1}",
    )
