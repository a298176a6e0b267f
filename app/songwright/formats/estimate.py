"""Key and chords, worked out from notes where a file does not say.

The key is the one whose profile of pitch classes (Krumhansl and Kessler, 1982) correlates best with how long each
sounds. Chords are the path through a table of qualities that covers best what sounds in each half bar, where a change
has a price (Viterbi).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from songwright.core.song import Chord, Key, Mode
from songwright.formats.bar_ruler import BarRuler
from songwright.formats.heard import HeardNote
from songwright.music.chords import QUALITIES
from songwright.music.pitch import scale

__all__ = ["estimated_chords", "estimated_key"]

_Floats = npt.NDArray[np.float64]

_PROFILES = {
    Mode.MAJOR: (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88),
    Mode.MINOR: (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17),
}
# What songs are made of, with what it costs to hear something rarer.
_HEARD = {
    "": 0.0,
    "m": 0.0,
    "7": 0.06,
    "m7": 0.06,
    "maj7": 0.08,
    "6": 0.09,
    "sus4": 0.1,
    "dim": 0.1,
    "m7b5": 0.12,
    "aug": 0.16,
}
_CHANGE = 0.22
_STRANGE = 0.05
_BASS_SHARE = 0.5


def estimated_key(notes: Sequence[HeardNote]) -> Key:
    """The key that the notes are most likely in; C major when there are none."""
    if not notes:
        return Key()
    table = _table(notes)
    weights = np.bincount(table[:, 2].astype(np.intp) % 12, weights=table[:, 1], minlength=12)
    found = max(
        (float(np.corrcoef(np.roll(profile, tonic), weights)[0, 1]) if weights.std() else 0.0, tonic, mode)
        for mode, profile in _PROFILES.items()
        for tonic in range(12)
    )
    return Key(found[1], found[2])


def estimated_chords(notes: Sequence[HeardNote], ruler: BarRuler, key: Key, end: int) -> tuple[Chord, ...]:
    """Chords from the first downbeat to `end` (ticks), at least half a bar each; none where nothing sounds."""
    if not notes or end <= 0:
        return ()
    edges = np.array([*_edges(ruler, end)], dtype=np.float64)
    sound, bass = _sounding(_table(notes), edges)
    names, costs = _costs(sound, bass, key)
    silent = sound.sum(axis=1) <= 0
    # Silence costs nothing and so keeps the chord before it.
    costs[silent] = 0.0
    path = _cheapest_path(costs)
    return _spelled(path, names, edges, int(np.argmin(silent)))


def _edges(ruler: BarRuler, end: int) -> Iterator[int]:
    """Half bars, whole ones where beats are odd, from the first downbeat to one that is not before the end."""
    line = 0
    for line in ruler.lines(0, end):
        bar = ruler.bar_at(line)
        yield line
        if bar.metre.beats % 2 == 0:
            yield line + bar.metre.bar_ticks // 2
    yield ruler.bar_at(line).end


def _table(notes: Sequence[HeardNote]) -> _Floats:
    """The notes as rows of numbers (notes x 4)."""
    return np.fromiter(chain.from_iterable(notes), np.float64, 4 * len(notes)).reshape(-1, 4)


def _spelled(path: Sequence[int], names: list[tuple[int, str]], edges: _Floats, first: int) -> tuple[Chord, ...]:
    chords: list[Chord] = []
    before = -1
    for place in range(first, len(path)):
        if path[place] != before:
            root, quality = names[path[place]]
            chords.append(Chord(int(edges[place]), root, quality))
            before = path[place]
    return tuple(chords)


def _sounding(table: _Floats, edges: _Floats) -> tuple[_Floats, _Floats]:
    """How long each pitch class sounds between two edges (segments x 12), and how long each sounds lowest."""
    segments = len(edges) - 1
    sound = np.zeros((segments, 12))
    starts, ends = table[:, 0], table[:, 0] + table[:, 1]
    classes = table[:, 2].astype(np.intp) % 12
    for pitch_class in range(12):
        chosen = classes == pitch_class
        sound[:, pitch_class] = np.diff(_elapsed(starts[chosen], edges) - _elapsed(ends[chosen], edges))
    bass = np.zeros((segments, 12))
    places = np.clip(np.searchsorted(edges, starts, side="right") - 1, 0, segments - 1)
    order = np.lexsort((table[:, 2], places))
    firsts = np.unique(places[order], return_index=True)[1]
    lowest = order[firsts]
    bass[places[lowest], classes[lowest]] = 1.0
    return sound, bass


def _elapsed(times: _Floats, edges: _Floats) -> _Floats:
    """For each edge the sum over all times before it of what has passed since."""
    ordered = np.sort(times)
    sums = np.concatenate(([0.0], np.cumsum(ordered)))
    counts = np.searchsorted(ordered, edges)
    return np.asarray(counts * edges - sums[counts], dtype=np.float64)


def _costs(sound: _Floats, bass: _Floats, key: Key) -> tuple[list[tuple[int, str]], _Floats]:
    """What each chord of the table fails to explain in each segment (0 is a perfect match)."""
    names = [(root, quality) for root in range(12) for quality in _HEARD]
    tones = np.zeros((len(names), 12))
    roots = np.zeros((len(names), 12))
    home = set(scale(key))
    price = np.zeros(len(names))
    for place, (root, quality) in enumerate(names):
        members = {(root + interval) % 12 for interval in QUALITIES[quality]}
        tones[place, list(members)] = 1.0
        roots[place, root] = 1.0
        price[place] = _HEARD[quality] + _STRANGE * len(members - home)
    share = sound / np.maximum(sound.sum(axis=1, keepdims=True), 1e-9)
    explained = share @ tones.T
    # A tone of the chord that never sounds counts against it.
    missing = (share < 0.04).astype(np.float64) @ tones.T / tones.sum(axis=1)
    return names, (1.0 - explained) + 0.5 * missing - _BASS_SHARE * 0.4 * (bass @ roots.T) + price


def _cheapest_path(costs: _Floats) -> list[int]:
    """The chord of each segment, a change between segments costing `_CHANGE`."""
    total = costs[0].copy()
    origins = np.zeros(costs.shape, dtype=np.intp)
    stay = np.arange(costs.shape[1])
    for place in range(1, len(costs)):
        best = int(np.argmin(total))
        changed = total[best] + _CHANGE
        origins[place] = np.where(total <= changed, stay, best)
        total = np.minimum(total, changed) + costs[place]
    at = int(np.argmin(total))
    path = [at]
    for place in range(len(costs) - 1, 0, -1):
        at = int(origins[place][at])
        path.append(at)
    return path[::-1]
