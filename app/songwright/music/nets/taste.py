"""The learned composer's taste: rhythm, slurs, chords and tune from the nets, where they know the music asked for."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np

from songwright.core.song import Chord, Mode, SectionKind
from songwright.music.chords import chord_classes
from songwright.music.harmony import Chart
from songwright.music.kit import Kit
from songwright.music.metrics import WEAK, level, sung_step
from songwright.music.nets.cells import chord_family
from songwright.music.nets.grid import METRES, STEP_TICKS, bar_steps
from songwright.music.nets.harmony import HalfBar, fill_chords
from songwright.music.nets.melody import AWKWARD, WIDEST, MelodyStyle, SungNote, fill_pitches
from songwright.music.nets.prosody import ProsodyModel, SungSyllable, Wishes, classify, draw_rhythm
from songwright.music.phrases import Phrase
from songwright.music.prosody import Rhythm, Window
from songwright.music.request import Watch
from songwright.music.setting import Setting
from songwright.music.sources import ChordTask, RhythmSource, Taste, TuneTask, rule_rhythms, rule_slurs
from songwright.music.sung import SungPhrase

__all__ = ["learned_taste", "section_name", "style_of_chords"]


@dataclass(frozen=True, slots=True)
class _Schooling:
    """Which of the nets' repertories a style is nearest to; empty chords for a style that they do not know."""

    words: str
    chords: str
    tune: MelodyStyle


_SCHOOLS: Final[Mapping[str, _Schooling]] = MappingProxyType(
    {
        "ballad": _Schooling("lead sheet", "standard", MelodyStyle.LEAD_SHEET),
        "blues": _Schooling("lead sheet", "", MelodyStyle.LEAD_SHEET),
        "bossa": _Schooling("lead sheet", "standard", MelodyStyle.LEAD_SHEET),
        "country": _Schooling("lead sheet", "pop", MelodyStyle.LEAD_SHEET),
        "folk": _Schooling("hymn", "hymn", MelodyStyle.FOLK),
        "hymn": _Schooling("hymn", "hymn", MelodyStyle.HYMN),
        "lullaby": _Schooling("lied", "lied", MelodyStyle.LIED),
        "march": _Schooling("hymn", "hymn", MelodyStyle.LEAD_SHEET),
        "pop": _Schooling("lead sheet", "pop", MelodyStyle.LEAD_SHEET),
        "reggae": _Schooling("lead sheet", "pop", MelodyStyle.LEAD_SHEET),
        "rock": _Schooling("lead sheet", "pop", MelodyStyle.LEAD_SHEET),
        "shanty": _Schooling("hymn", "", MelodyStyle.FOLK),
        "waltz": _Schooling("lead sheet", "standard", MelodyStyle.LEAD_SHEET),
    }
)
_OTHER: Final = _Schooling("lead sheet", "pop", MelodyStyle.LEAD_SHEET)

_MEMORY: Final = 1.0
_MOTIF: Final = 0.2
_FINE: Final = 1.6
"""Nats that an onset gains where the parallel line or the style's motif has one, and loses off the usual grid."""

_SHORTEST: Final = 0.12
"""Seconds; no onsets nearer to each other than this, whatever the net would sing."""

_PASSES: Final = 20
_RECALLED: Final = 0.75
"""The part of a phrase through which it goes as its twin did."""

_TRIADS: Final[Mapping[str, str]] = MappingProxyType({"7": "", "maj7": "", "m7": "m"})
_REPEATS: Final = 0.6
"""Nats that a repeated note loses: filling from both sides, the net repeats notes more than songs do."""

_ROOM: Final = 2
"""Semitones by which the net may go beyond the rules' tune, so that a chorus still lies above its verse."""


def _school(setting: Setting) -> _Schooling:
    return _SCHOOLS.get(setting.style.id, _OTHER)


def style_of_chords(style: str) -> str:
    """The harmony net's name for a style; empty when it has learned none like it."""
    return _SCHOOLS.get(style, _OTHER).chords


def section_name(kind: SectionKind) -> str:
    """The harmony net's name for a kind of section."""
    return _SECTIONS.get(kind, "verse")


def _seeded(text: str) -> int:
    return zlib.crc32(text.encode())


def _known(setting: Setting) -> bool:
    """Whether the nets have learned songs in this metre."""
    return (setting.metre.beats, setting.metre.unit) in METRES


def learned_taste(kit: Kit, watch: Watch) -> Taste:
    """A fresh taste for one composing: it remembers the lines that it has set, so that alike lines share a tune."""
    return Taste(
        rhythms=lambda setting, motif, seed: _rhythms(kit, setting, motif, seed),
        slurs=lambda phrase, gaps, setting, seed: _slurs(kit, phrase, gaps, setting, seed),
        chords=lambda task: _chords(kit, task, watch),
        retune=_Singer(kit, watch),
    )


def _syllables(phrase: Phrase) -> list[SungSyllable]:
    """A phrase as the prosody net reads it."""
    words = phrase.words
    found = []
    for index, word in enumerate(words):
        stress = {2: 1, 1: 2, 0: 0}[phrase.strengths[index]]
        found.append(
            SungSyllable(
                classify(stress, words.count(word)),
                opens=index == 0 or words[index - 1] != word,
                closes=index == len(words) - 1 or words[index + 1] != word,
                pause=phrase.pauses[index],
            )
        )
    return found


def _rhythms(kit: Kit, setting: Setting, motif: tuple[frozenset[int], ...], seed: str) -> RhythmSource:
    if not _known(setting):
        return rule_rhythms(setting, motif, seed)
    return _LearnedRhythms(kit.prosody, setting, motif, seed)


class _LearnedRhythms:
    """A `RhythmSource`: the prosody net under the rules' windows, locks and motif."""

    def __init__(self, model: ProsodyModel, setting: Setting, motif: tuple[frozenset[int], ...], seed: str) -> None:
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
        wishes = Wishes(first, last, self._allowed(phrase, steps, fixed, blocked), self._liked(steps, memory))
        bars = max(1, -(-window.latest // metre.bar_ticks))
        seed = _seeded(f"{self._seed}/{phrase.strengths}/{window}/{memory}")
        onsets = draw_rhythm(
            self._model,
            _syllables(phrase),
            self._spread(wishes, bars),
            metre=(metre.beats, metre.unit),
            bars=bars,
            seed=seed,
            dial=2 * self._setting.prosody**2,
            style=_school(self._setting).words,
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
        liked = np.where(ticks % sung_step(setting.metre, setting.tempo) == 0, 0.0, -_FINE)
        if memory:
            liked = liked + np.where(np.isin(ticks, memory), _MEMORY, -_MEMORY)
        elif self._motif:
            inside = [int(tick) % bar in self._motif[int(tick) // bar % len(self._motif)] for tick in ticks]
            liked = liked + np.where(inside, _MOTIF, -_MOTIF) * 2 * (1 - setting.prosody)
        return np.asarray(liked)

    def _spread(self, wishes: Wishes, bars: int) -> Wishes:
        """The wishes over all steps of the line's bars, nothing allowed in what its window leaves out."""
        metre = self._setting.metre
        missing = bars * bar_steps((metre.beats, metre.unit)) - wishes.last
        if missing <= 0:
            return wishes
        allowed = np.pad(wishes.allowed, ((0, 0), (0, missing)))
        return replace(wishes, allowed=allowed, liked=np.pad(wishes.liked, (0, missing)))


def _slurs(kit: Kit, phrase: Phrase, gaps: Sequence[int], setting: Setting, seed: str) -> tuple[int, ...]:
    """How many notes each syllable is sung on; the same rhythm and words are slurred alike."""
    if not _known(setting):
        return rule_slurs(phrase, gaps, setting, seed)
    lengths = [max(1, gap // STEP_TICKS) for gap in gaps]
    metre = (setting.metre.beats, setting.metre.unit)
    chances = kit.prosody.note_counts(_syllables(phrase), lengths, metre, _school(setting).words)
    rng = np.random.default_rng(_seeded(f"{seed}/{lengths}/{phrase.strengths}"))
    drawn = (chances.cumsum(-1) < rng.random((len(gaps), 1))).sum(-1) + 1
    return tuple(min(3, int(count)) for count in drawn)


def _chords(kit: Kit, task: ChordTask, watch: Watch) -> tuple[Chord, ...] | None:
    """A section's chords, or None in styles, modes and metres that the net has not learned."""
    setting = task.setting
    style, mode = _school(setting).chords, setting.key.mode
    if not style or mode not in (Mode.MAJOR, Mode.MINOR) or not _known(setting) or task.spans[0][0] != 0:
        return None
    bar = setting.metre.bar_ticks
    triple = bar % 960 != 0
    parts = [(0, bar)] if triple else [(0, bar // 2), (bar // 2, bar)]
    bars = task.spans[-1][1]
    halves = [
        HalfBar(
            bar=index,
            second=place > 0,
            section=section_name(task.section.kind),
            chord=_held_chord(task, index * bar + start, index * bar + end),
            closing=task.closing and index == bars - 1,
        )
        for index in range(bars)
        for place, (start, end) in enumerate(parts)
    ]

    def filled(given: Sequence[HalfBar]) -> tuple[tuple[int, str], ...]:
        return fill_chords(
            kit.harmony,
            given,
            tonic=setting.key.tonic,
            minor=mode is Mode.MINOR,
            seed=_seeded(f"{setting.seed}/{task.role}/harmony/{bars}"),
            style=style,
            triple=triple,
            temperature=_HEAT,
            cancelled=watch.cancelled,
        )

    found = filled(halves)
    twins = _twin_bars(task)
    if twins:
        each = len(parts)
        again = [
            half if half.chord or half.closing else replace(half, chord=found[_twin_half(place, each, twins)])
            for place, half in enumerate(halves)
        ]
        ends = {end - 1 for _, end in task.spans}
        loose = [
            replace(half, chord=old.chord) if half.bar in ends and half.bar in twins else half
            for half, old in zip(again, halves, strict=True)
        ]
        found = filled(loose)
    starts = [index * bar + start for index in range(bars) for start, _ in parts]
    chords: list[Chord] = []
    for start, (root, quality) in zip(starts, found, strict=True):
        if not chords or (chords[-1].root, chords[-1].quality) != (root, quality):
            chords.append(Chord(start, root, quality))
    return tuple(chords)


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
_SECTIONS: Final[Mapping[SectionKind, str]] = MappingProxyType(
    {
        SectionKind.VERSE: "verse",
        SectionKind.STANZA: "verse",
        SectionKind.CHORUS: "chorus",
        SectionKind.BRIDGE: "bridge",
        SectionKind.PRE_CHORUS: "pre-chorus",
    }
)


def _held_chord(task: ChordTask, start: int, end: int) -> tuple[int, str] | None:
    """The locked chord that holds through a stretch, as the net knows it."""
    for chord, stop in task.held:
        if chord.start <= start and end <= stop:
            return chord.root, chord_family(chord.quality)
    return None


@dataclass(frozen=True, slots=True)
class _Singer:
    """Gives the rules' notes the melody net's pitches."""

    kit: Kit
    watch: Watch

    def __call__(self, task: TuneTask) -> tuple[SungPhrase, ...]:
        cells, given = self._cells(task), _known_pitches(task)
        phrases = _sung(task.phrases, self._filled(task, cells, given, _PASSES))
        again = _recalled_pitches(task, phrases, given)
        if again is None:
            return phrases
        return _sung(task.phrases, self._filled(task, cells, again, _PASSES // 2))

    def _filled(
        self, task: TuneTask, cells: Sequence[SungNote], given: Sequence[int | None], passes: int
    ) -> tuple[int, ...]:
        setting = task.setting
        rules = [pitch for phrase in task.phrases for pitch in phrase.pitches]
        low = max(setting.low, min(rules) - _ROOM)
        return fill_pitches(
            self.kit.melody,
            [replace(cell, pitch=pitch) for cell, pitch in zip(cells, given, strict=True)],
            tonic=setting.key.tonic,
            minor=setting.key.mode in {Mode.MINOR, Mode.DORIAN},
            metre=(setting.metre.beats, setting.metre.unit),
            low=low,
            high=max(low + 7, min(setting.high, max(rules) + _ROOM)),
            seed=_seeded(f"{setting.seed}/{task.role}/sung"),
            style=_school(setting).tune,
            passes=passes,
            repeats=_REPEATS,
            cancelled=self.watch.cancelled,
        )

    def _cells(self, task: TuneTask) -> list[SungNote]:
        """The notes as the net sees them; onsets are moved by a bar so that an upbeat's is not negative."""
        bar = task.setting.metre.bar_ticks
        chart = Chart(task.chords)
        starts = [phrase.placed.bar * bar + onset for phrase in task.phrases for onset in phrase.onsets]
        last = task.phrases[-1]
        ends = [*starts[1:], last.placed.bar * bar + max(last.placed.window.latest, last.onsets[-1] + STEP_TICKS)]
        cells: list[SungNote] = []
        for phrase in task.phrases:
            owners, words = phrase.syllables, _syllables(phrase.placed.phrase)
            for index, owner in enumerate(owners):
                start, end = starts[len(cells)], ends[len(cells)]
                chord = chart.at(start)
                ends_line = index == len(owners) - 1
                family = "" if chord is None else chord_family(chord.quality)
                cells.append(
                    SungNote(
                        onset=round((start + bar) / STEP_TICKS),
                        length=max(1, round((end - start) / STEP_TICKS)),
                        root=None if chord is None else chord.root,
                        # A line comes to rest on its chord's triad, not on the seventh.
                        quality=_TRIADS.get(family, family) if ends_line else family,
                        kind=int(words[owner].kind),
                        held=index > 0 and owners[index - 1] == owner,
                        line_end=ends_line,
                    )
                )
        return cells


def _sung(phrases: Sequence[SungPhrase], pitches: Sequence[int]) -> tuple[SungPhrase, ...]:
    """The phrases with all their pitches in a row."""
    found = []
    first = 0
    for phrase in phrases:
        found.append(replace(phrase, pitches=tuple(pitches[first : first + len(phrase.onsets)])))
        first += len(phrase.onsets)
    return tuple(found)


def _known_pitches(task: TuneTask) -> list[int | None]:
    """The pitches of locked notes, and those that the earlier verse has at the same places."""
    found: list[int | None] = []
    chart, bar = Chart(task.chords), task.setting.metre.bar_ticks
    for index, phrase in enumerate(task.phrases):
        words, start = phrase.placed.phrase, phrase.placed.bar * bar
        model = task.model[index % len(task.model)] if task.model else None
        there = {} if model is None else dict(zip(model.onsets, model.pitches, strict=True))
        for onset, owner in zip(phrase.onsets, phrase.syllables, strict=True):
            kept = task.locks.sung.get((words.line, words.first + owner))
            pitch = kept[0].pitch if kept else there.get(onset)
            if not kept and onset == phrase.onsets[-1] and not _in_triad(pitch, chart.at(start + onset)):
                pitch = None
            found.append(pitch)
    return found


def _in_triad(pitch: int | None, chord: Chord | None) -> bool:
    """Whether a line may come to rest on a pitch."""
    return pitch is not None and (chord is None or pitch % 12 in chord_classes(chord)[:3])


def _recalled_pitches(
    task: TuneTask, phrases: Sequence[SungPhrase], given: Sequence[int | None]
) -> list[int | None] | None:
    """The first tune, but where a phrase recalls its twin the twin's notes, the rest of it open; None if none does."""
    found: list[int | None] = []
    opened = False
    firsts: dict[str, SungPhrase] = {}
    for index, phrase in enumerate(phrases):
        letter = task.letters[index] if index < len(task.letters) else str(index)
        known = given[len(found) : len(found) + len(phrase.onsets)]
        twin = firsts.setdefault(letter, phrase)
        if twin is phrase or task.model:
            found += phrase.pitches
            continue
        opened = True
        found += _as_twin(task, phrase, twin, known)
    return found if opened else None


def _as_twin(task: TuneTask, phrase: SungPhrase, twin: SungPhrase, known: Sequence[int | None]) -> list[int | None]:
    """The twin's pitches where the phrase has notes at the same places, as long as its own chords bear them."""
    metre, chart = task.setting.metre, Chart(task.chords)
    there = dict(zip(twin.onsets, twin.pitches, strict=True))
    limit = phrase.onsets[0] + _RECALLED * (phrase.onsets[-1] - phrase.onsets[0])
    found: list[int | None] = []
    for onset, kept in zip(phrase.onsets, known, strict=True):
        tick = phrase.placed.bar * metre.bar_ticks + onset
        pitch = there.get(onset) if onset <= limit else None
        chord = chart.at(tick)
        clashes = pitch is not None and chord is not None and pitch % 12 not in chord_classes(chord)
        if clashes and level(metre, tick) >= WEAK:
            pitch = None
        before = found[-1] if found else None
        if pitch is not None and before is not None and abs(pitch - before) in (*AWKWARD, WIDEST + 1):
            pitch = None
        found.append(kept if kept is not None else pitch)
    return found
