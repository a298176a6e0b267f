"""Chords by the half-bar: fill the free ones to suit the section, the style and, if there is one, the tune."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from songwright.core.song import Chord, Key, Mode
from songwright.music.nets.melody import QUALITIES
from songwright.music.nets.neighbours import nearest_known
from songwright.music.nets.runtime import Net, check_cancelled, load_net, softmax
from songwright.music.tonality import keeps_mode

__all__ = [
    "CHORDS",
    "CHORD_COLUMNS",
    "MOST_BARS",
    "NO_CHORD",
    "SECTIONS",
    "STYLES",
    "Filled",
    "HalfBar",
    "HarmonyModel",
    "as_chords",
    "blank_halves",
    "chord_odds",
    "chord_token",
    "fill_chords",
    "keep_moving",
    "load_harmony_model",
    "progression",
]  # fmt: skip

CHORD_COLUMNS = ("chord", "half", "bar", "section", "minor", "style", "triple", "heard")
QUALITY_COUNT = len(QUALITIES)
NO_CHORD = 12 * QUALITY_COUNT
CHORDS = NO_CHORD + 1
SECTIONS = ("verse", "chorus", "bridge", "intro", "outro", "interlude", "pre-chorus", "other")
STYLES = ("pop", "standard", "hymn", "lied")
AGREEMENT = 3.0
_AGAIN = 6
_TURNS = 48
"""Passes in which a few half-bars are filled again, and how often that is done in one section."""
_UNUSUAL = 4.0
"""Nats: an unusual chord has to be fifty times as likely as a usual one."""
MOST_BARS = 2
"""What the styles' own progressions stay on one root for."""


def chord_token(root: int, quality: int) -> int:
    """Index of a chord: its root's pitch class above the tonic and its place in QUALITIES."""
    return root * QUALITY_COUNT + quality


@dataclass(frozen=True, slots=True)
class HalfBar:
    """Half a bar (a whole one in triple time).

    `bar` counts from the section's first bar; `second` marks the later half. `heard` gives the share of the half-bar
    that each pitch class of the tune sounds (absolute pitch classes, twelve numbers), empty when no tune is known.
    `chord` is (root pitch class, key of QUALITIES) when it must stay; `closing` asks for the tonic chord; `left` are
    roots that must not be here, because the music has been on them for long enough.
    """

    bar: int
    second: bool = False
    section: str = "other"
    heard: tuple[float, ...] = ()
    chord: tuple[int, str] | None = None
    closing: bool = False
    left: frozenset[int] = frozenset()


Filled = tuple[tuple[int, str], ...]
"""(root pitch class, quality) for each half-bar."""


@dataclass(frozen=True, slots=True)
class HarmonyModel:
    """The net of chords."""

    net: Net

    def logits(
        self, fields: dict[str, NDArray[np.generic]], chord: NDArray[np.int64], hidden: NDArray[np.bool_]
    ) -> NDArray[np.float32]:
        """(half-bars, CHORDS)."""
        left, left_far, right, right_far = nearest_known(chord, hidden, CHORDS)
        given = fields | {
            "shown": np.where(hidden, CHORDS, chord), "left": left, "left_far": left_far, "right": right,
            "right_far": right_far,
        }  # fmt: skip
        return np.asarray(self.net.run({name: values[None] for name, values in given.items()})[0][0])


def load_harmony_model() -> HarmonyModel:
    """The net that ships with Songwright. Raises NetError when it cannot be used."""
    return HarmonyModel(load_net("harmony"))


def fill_chords(
    model: HarmonyModel,
    halves: Sequence[HalfBar],
    *,
    tonic: int,
    minor: bool,
    seed: int,
    style: str = "pop",
    triple: bool = False,
    passes: int = 20,
    temperature: float = 1.0,
    usual: frozenset[tuple[int, str]] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Filled:
    """(root pitch class, quality) for each half-bar; given chords stay. Never "no chord", nor one that leaves the mode.

    `usual` are the chords that the style has (semitones above the tonic, quality); others are drawn where hardly
    anything else will do. Raises Cancelled.
    """
    if not halves:
        return ()
    rng = np.random.default_rng(seed)
    fields = _fields(halves, tonic, minor, style, triple)
    free = np.array([half.chord is None for half in halves])
    names = list(QUALITIES)
    chord = np.array([0 if half.chord is None else _token(half.chord, tonic) for half in halves], np.int64)
    bias = _bias(halves, tonic, minor) + _mode_bias(minor, usual)
    for turn in range(passes if free.any() else 0):
        check_cancelled(cancelled)
        share = max(1.5 / len(halves), 1.0 - turn / (0.8 * passes))
        hidden = free & ((rng.random(len(halves)) < share) | (turn == 0))
        heat = temperature if turn < 0.75 * passes else 0.85 * temperature
        chances = softmax((model.logits(fields, chord, hidden) + bias).astype(np.float32), heat)
        drawn = (chances.cumsum(-1) < rng.random((len(halves), 1))).sum(-1).clip(0, NO_CHORD - 1)
        chord = np.where(hidden, drawn, chord)
    found = [((int(token) // QUALITY_COUNT + tonic) % 12, names[int(token) % QUALITY_COUNT]) for token in chord]
    return tuple(half.chord if half.chord is not None else new for half, new in zip(halves, found, strict=True))


def chord_odds(
    model: HarmonyModel, halves: Sequence[HalfBar], place: int, *, tonic: int, minor: bool, style: str = "pop"
) -> list[tuple[tuple[int, str], float]]:
    """What the net expects in one half-bar beside the chords of the others: ((root, quality), share of 1).

    The likeliest come first; all shares add up to 1.
    """
    hidden = np.array([half.chord is None for half in halves])
    chord = np.array([0 if half.chord is None else _token(half.chord, tonic) for half in halves], np.int64)
    logits = model.logits(_fields(halves, tonic, minor, style, triple=False), chord, hidden)
    shares = softmax(logits[place, :NO_CHORD], 1.0)
    names = list(QUALITIES)
    found = [
        (((token // QUALITY_COUNT + tonic) % 12, names[token % QUALITY_COUNT]), float(share))
        for token, share in enumerate(shares)
    ]
    return sorted(found, key=lambda one: -one[1])


def blank_halves(bars: int, section: str, *, triple: bool) -> list[HalfBar]:
    """The half-bars (in triple time bars) of a section of some kind, with nothing known of them."""
    return [
        HalfBar(bar, second=second, section=section) for bar in range(bars) for second in (False, True)[: 2 - triple]
    ]


def progression(
    model: HarmonyModel,
    halves: Sequence[HalfBar],
    *,
    tonic: int,
    minor: bool,
    seed: int,
    style: str,
    triple: bool,
    temperature: float,
    usual: frozenset[tuple[int, str]] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Filled:
    """Chords for the half-bars as of `fill_chords`, but the music stays on no root for more than MOST_BARS bars."""
    fill = partial(
        fill_chords,
        model,
        tonic=tonic,
        minor=minor,
        seed=seed,
        style=style,
        triple=triple,
        temperature=temperature,
        usual=usual,
        cancelled=cancelled,
    )
    return keep_moving(halves, fill(halves), partial(fill, passes=_AGAIN))


def as_chords(found: Filled, span: int, first: int = 0) -> list[Chord]:
    """Chords of half-bars that last `span` ticks each and begin with number `first`; a stay is one chord."""
    starts = [place for place, chord in enumerate(found) if place == 0 or chord != found[place - 1]]
    return [Chord((first + place) * span, *found[place]) for place in starts]


def keep_moving(halves: Sequence[HalfBar], found: Filled, fill: Callable[[Sequence[HalfBar]], Filled]) -> Filled:
    """The chords found for the half-bars, filled again wherever the music stays on one root for too long.

    No root holds for more than MOST_BARS bars, unless chords that are given and the close leave nothing free there.
    """
    halves = list(halves)
    # Every turn takes a root away from a bar, so that there is an end; hardly ever are there more than a few.
    for _ in range(min(2 * len(halves), _TURNS)):
        stay = _too_long(halves, found)
        if stay is None:
            break
        first, end = stay
        for place in range(first, end):
            if halves[place].bar == halves[first].bar:
                halves[place] = replace(halves[place], left=halves[place].left | {found[first][0]})
        again = (half if first <= i < end else replace(half, chord=found[i]) for i, half in enumerate(halves))
        found = fill([*again])
    return found


def _too_long(halves: Sequence[HalfBar], found: Filled) -> tuple[int, int] | None:
    """The first stay that is too long: the bar at which it can end, and where it ends now."""
    parts = 2 if any(half.second for half in halves) else 1
    for root, group in groupby(range(len(found)), key=lambda place: found[place][0]):
        stay = [*group]
        if len(stay) <= MOST_BARS * parts:
            continue
        free = [
            place
            for place in stay[1:]
            if not halves[place].second and halves[place].chord is None and not halves[place].closing
            if root not in halves[place].left
        ]
        if free:
            soon = [place for place in free if place - stay[0] <= MOST_BARS * parts]
            return (soon[-1] if soon else free[0]), stay[-1] + 1
    return None


def _token(chord: tuple[int, str], tonic: int) -> int:
    names = list(QUALITIES)
    return chord_token((chord[0] - tonic) % 12, names.index(chord[1]) if chord[1] in QUALITIES else 0)


def _bias(halves: Sequence[HalfBar], tonic: int, minor: bool) -> NDArray[np.float64]:
    """No "no chord"; the tonic where the music closes; chords that hold the tune's long notes are favoured."""
    bias = np.zeros((len(halves), CHORDS))
    bias[:, NO_CHORD] = -1e9
    members = np.zeros((NO_CHORD, 12))
    for root in range(12):
        for place, steps in enumerate(QUALITIES.values()):
            members[chord_token(root, place), [(root + step) % 12 for step in steps]] = 1.0
    home = chord_token(0, 1 if minor else 0)
    for row, half in enumerate(halves):
        if half.closing:
            bias[row] -= 1e6
            bias[row, home] = 0.0
        for root in ((root - tonic) % 12 for root in half.left):
            bias[row, chord_token(root, 0) : chord_token(root + 1, 0)] = -1e9
        if half.heard:
            bias[row, :NO_CHORD] += AGREEMENT * (members @ np.roll(np.asarray(half.heard), -tonic))
    return bias


def _mode_bias(minor: bool, usual: frozenset[tuple[int, str]] | None) -> NDArray[np.float64]:
    """(CHORDS,): chords that leave the mode are ruled out, unusual ones lose _UNUSUAL nats."""
    key = Key(0, Mode.MINOR if minor else Mode.MAJOR)
    bias = np.zeros(CHORDS)
    for root in range(12):
        for place, (name, steps) in enumerate(QUALITIES.items()):
            token = chord_token(root, place)
            if not keeps_mode(root, ((root + step) % 12 for step in steps), key):
                bias[token] = -1e8
            elif usual is not None and (root, name) not in usual:
                bias[token] = -_UNUSUAL
    return bias


def _fields(
    halves: Sequence[HalfBar], tonic: int, minor: bool, style: str, triple: bool
) -> dict[str, NDArray[np.generic]]:
    count = len(halves)
    heard = np.zeros((count, 13), np.float32)
    for row, half in enumerate(halves):
        if half.heard:
            heard[row] = [1.0, *np.roll(np.asarray(half.heard, np.float32), -tonic)]
    known = [half.section if half.section in SECTIONS else "other" for half in halves]
    return {
        "half": np.array([int(half.second) for half in halves], np.int64),
        "bar": np.array([half.bar % 8 for half in halves], np.int64),
        "section": np.array([SECTIONS.index(name) for name in known], np.int64),
        "minor": np.full(count, int(minor), np.int64),
        "style": np.full(count, STYLES.index(style) if style in STYLES else 0, np.int64),
        "triple": np.full(count, int(triple), np.int64),
        "heard": heard,
    }
