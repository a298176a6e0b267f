"""The learned composer's taste: rhythm, slurs, chords and tune from the nets, where they know the music asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from songwright.core.song import Chord, Mode
from songwright.music.kit import Kit
from songwright.music.metrics import sung_step
from songwright.music.nets.cells import chord_family
from songwright.music.nets.dress import dressed, usual_families
from songwright.music.nets.grid import STEP_TICKS, bar_steps
from songwright.music.nets.harmony import Filled, HalfBar, as_chords, blank_halves, progression
from songwright.music.nets.prosody import ProsodyModel, ProsodyWishes
from songwright.music.nets.rhythm_lattice import draw_rhythm
from songwright.music.nets.schools import is_known, section_name, seeded, syllables_of
from songwright.music.nets.singer import Singer
from songwright.music.phrases import Phrase
from songwright.music.prosody import Rhythm, Window
from songwright.music.reharmony import heard_between
from songwright.music.request import Watch
from songwright.music.setting import SongSetting
from songwright.music.sources import ChordTask, RhythmSource, Taste, rule_rhythms, rule_slurs

__all__ = ["learned_taste"]


_MEMORY: Final = 1.0
_MOTIF: Final = 0.2
_FINE: Final = 1.6
"""Nats that an onset gains where the parallel line or the style's motif has one, and loses off the usual grid."""

_SHORTEST: Final = 0.12
"""Seconds; no onsets nearer to each other than this, whatever the net would sing."""


def learned_taste(kit: Kit, watch: Watch) -> Taste:
    """A fresh taste for one composing: it remembers the lines that it has set, so that alike lines share a tune."""
    return Taste(
        rhythms=lambda setting, motif, seed: _rhythms(kit, setting, motif, seed),
        slurs=lambda phrase, gaps, setting, seed: _slurs(kit, phrase, gaps, setting, seed),
        chords=lambda task: _chords(kit, task, watch),
        retune=Singer(kit, watch),
    )


def _rhythms(kit: Kit, setting: SongSetting, motif: tuple[frozenset[int], ...], seed: str) -> RhythmSource:
    # The net has learned no words that come twice as fast as songs sing them.
    if not is_known(setting) or setting.doubled:
        return rule_rhythms(setting, motif, seed)
    return _LearnedRhythms(kit.prosody, setting, motif, seed)


class _LearnedRhythms:
    """A `RhythmSource`: the prosody net under the rules' windows, locks and motif."""

    def __init__(self, model: ProsodyModel, setting: SongSetting, motif: tuple[frozenset[int], ...], seed: str) -> None:
        self._model, self._setting, self._motif, self._seed = model, setting, motif, seed

    def fit(
        self,
        phrase: Phrase,
        window: Window,
        *,
        memory: tuple[int, ...] = (),
        fixed: Mapping[int, int] | None = None,
        blocked: tuple[tuple[int, int], ...] = (),
    ) -> Rhythm | None:
        """Onsets for a phrase; None where the net has none that keep every rule. See `RhythmSource.fit`."""
        fixed = fixed or {}
        if any(tick % STEP_TICKS for tick in fixed.values()) or len(phrase) < 2:
            return None
        first, last = -(-window.earliest // STEP_TICKS), window.latest // STEP_TICKS
        steps = np.arange(first, last)
        if any(not first <= tick // STEP_TICKS < last for tick in fixed.values()):
            return None
        metre = self._setting.metre
        wishes = ProsodyWishes(first, last, self._allowed(phrase, steps, fixed, blocked), self._liked(steps, memory))
        bars = max(1, -(-window.latest // metre.bar_ticks))
        seed = seeded(f"{self._seed}/{phrase.strengths}/{window}/{memory}")
        onsets = draw_rhythm(
            self._model,
            syllables_of(phrase),
            self._spread(wishes, bars),
            metre=(metre.beats, metre.unit),
            bars=bars,
            seed=seed,
            dial=2 * self._setting.prosody**2,
            style=self._setting.style.school.words,
        )
        return None if onsets is None else Rhythm(tuple(step * STEP_TICKS for step in onsets), 0.0)

    def _allowed(
        self, phrase: Phrase, steps: np.ndarray, fixed: Mapping[int, int], blocked: Sequence[tuple[int, int]]
    ) -> np.ndarray:
        ticks = steps * STEP_TICKS
        free = np.ones(len(steps), np.bool_)
        for start, end in blocked:
            free &= (ticks < start) | (ticks >= end)
        seconds = 60.0 / self._setting.tempo / 4
        if seconds < _SHORTEST:
            free &= ticks % (2 * STEP_TICKS) == 0
        rows = [ticks == fixed[index] if index in fixed else free for index in range(len(phrase))]
        return np.array(rows)

    def _liked(self, steps: np.ndarray, memory: tuple[int, ...]) -> np.ndarray:
        setting, ticks = self._setting, steps * STEP_TICKS
        bar = setting.metre.bar_ticks
        liked = np.where(ticks % sung_step(setting.metre, setting.sung_tempo) == 0, 0.0, -_FINE)
        if memory:
            liked = liked + np.where(np.isin(ticks, memory), _MEMORY, -_MEMORY)
        elif self._motif:
            inside = [int(tick) % bar in self._motif[int(tick) // bar % len(self._motif)] for tick in ticks]
            liked = liked + np.where(inside, _MOTIF, -_MOTIF) * 2 * (1 - setting.prosody)
        return np.asarray(liked)

    def _spread(self, wishes: ProsodyWishes, bars: int) -> ProsodyWishes:
        """The wishes over all steps of the line's bars, nothing allowed in what its window leaves out."""
        metre = self._setting.metre
        missing = bars * bar_steps((metre.beats, metre.unit)) - wishes.last
        if missing <= 0:
            return wishes
        allowed = np.pad(wishes.allowed, ((0, 0), (0, missing)))
        return replace(wishes, allowed=allowed, liked=np.pad(wishes.liked, (0, missing)))


def _slurs(kit: Kit, phrase: Phrase, gaps: Sequence[int], setting: SongSetting, seed: str) -> tuple[int, ...]:
    """How many notes each syllable is sung on; the same rhythm and words are slurred alike."""
    if not is_known(setting):
        return rule_slurs(phrase, gaps, setting, seed)
    lengths = [max(1, gap // STEP_TICKS) for gap in gaps]
    metre = (setting.metre.beats, setting.metre.unit)
    chances = kit.prosody.note_counts(syllables_of(phrase), lengths, metre, setting.style.school.words)
    rng = np.random.default_rng(seeded(f"{seed}/{lengths}/{phrase.strengths}"))
    drawn = (chances.cumsum(-1) < rng.random((len(gaps), 1))).sum(-1) + 1
    return tuple(min(3, int(count)) for count in drawn)


def _chords(kit: Kit, task: ChordTask, watch: Watch) -> tuple[Chord, ...] | None:
    """Chords for a tune that is there; None where the rules know better.

    They do without a tune: what songs of a style are built on is a handful of progressions with real cadences, which
    its tables have and the net, having heard many styles at once, blurs. And in modes and metres it has not learned.
    """
    if not _is_for_the_net(task):
        return None
    setting = task.setting
    bar, bars = setting.metre.bar_ticks, task.spans[-1][1]
    triple = bar % 960 != 0
    span = bar if triple else bar // 2
    halves = _asked_halves(task, bars, span, triple=triple)

    def filled(given: Sequence[HalfBar]) -> Filled:
        return progression(
            kit.harmony,
            given,
            tonic=setting.key.tonic,
            minor=setting.key.mode is Mode.MINOR,
            seed=seeded(f"{setting.seed}/{task.role}/harmony/{bars}"),
            style=setting.style.school.chords,
            triple=triple,
            temperature=_HEAT,
            usual=usual_families(setting.style, setting.key.mode),
            cancelled=watch.cancelled,
        )

    found = filled(halves)
    twins = _twin_bars(task)
    if twins:
        found = filled(_twinned(halves, found, task, twins, bar // span))
    return dressed(as_chords(found, span), setting.style, setting.key, f"{setting.seed}/{task.role}/dress")


def _is_for_the_net(task: ChordTask) -> bool:
    """Whether there is a tune from the first bar on, in a style, a mode and a metre that the net has learned."""
    setting = task.setting
    if not task.tune or task.spans[0][0] != 0 or not setting.style.school.chords:
        return False
    return setting.key.mode in (Mode.MAJOR, Mode.MINOR) and is_known(setting)


def _asked_halves(task: ChordTask, bars: int, span: int, *, triple: bool) -> list[HalfBar]:
    """The stretches that want a chord (half bars; bars in triple time): what holds there, and what the tune sounds."""
    return [
        replace(
            half,
            chord=_held_chord(task, place * span, (place + 1) * span),
            heard=_heard(task, place * span, (place + 1) * span),
            closing=task.closing and half.bar == bars - 1,
        )
        for place, half in enumerate(blank_halves(bars, section_name(task.section.kind), triple=triple))
    ]


def _twinned(
    halves: Sequence[HalfBar], found: Filled, task: ChordTask, twins: Mapping[int, int], each: int
) -> list[HalfBar]:
    """The stretches with the chords of the bars whose tune they share; the ends of phrases are to be found again."""
    ends = {end - 1 for _, end in task.spans}
    again = []
    for place, half in enumerate(halves):
        free = half.closing or (half.bar in ends and half.bar in twins)
        again.append(half if half.chord or free else replace(half, chord=found[_twin_half(place, each, twins)]))
    return again


def _heard(task: ChordTask, start: int, end: int) -> tuple[float, ...]:
    """What the notes that stay sound in a stretch; nothing where none does."""
    found = heard_between(task.tune, start, end) if task.tune else ()
    return found if any(found) else ()


def _twin_bars(task: ChordTask) -> dict[int, int]:
    """For every bar of a phrase that shares its tune with an earlier one the bar there; phrases' lengths must agree."""
    found: dict[int, int] = {}
    firsts: dict[str, tuple[int, int]] = {}
    for letter, (start, end) in zip(task.letters, task.spans, strict=False):
        twin = firsts.setdefault(letter, (start, end))
        if twin[0] != start and twin[1] - twin[0] == end - start:
            found |= {start + place: twin[0] + place for place in range(end - start)}
    return found


def _twin_half(place: int, each: int, twins: Mapping[int, int]) -> int:
    bar, inside = divmod(place, each)
    return twins.get(bar, bar) * each + inside


_HEAT: Final = 0.8


def _held_chord(task: ChordTask, start: int, end: int) -> tuple[int, str] | None:
    """The locked chord that holds through a stretch, as the net knows it."""
    for chord, stop in task.held:
        if chord.start <= start and end <= stop:
            return chord.root, chord_family(chord.quality)
    return None
