"""A song as a score on pages: title, sections, systems with chord symbols, page numbers."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from songwright.core.bar_lines import bar_edges
from songwright.core.edits import moved_key
from songwright.core.language import said
from songwright.core.song import Key, Song
from songwright.core.timeline import TimedChord, Timeline, timeline
from songwright.core.turns import Turn, opening, tempo_turns, turns
from songwright.formats.engraving.diagrams import diagrams, used_chords
from songwright.formats.engraving.drawing import A4, Block, Drawing, Face, Ink, Item, Mark, Op
from songwright.formats.engraving.engraver import EngravedPassage, Engraver
from songwright.formats.engraving.fingering import FrettedInstrument, fingered
from songwright.formats.engraving.heading import heading
from songwright.formats.engraving.lettering import chord_symbol, music_glyphs, set_text
from songwright.formats.engraving.moving import lowered
from songwright.formats.engraving.pages import Flow, paged
from songwright.formats.engraving.staves import PartKind, Sign, Staff, staves, written_tracks
from songwright.formats.engraving.verovio_svg import DrawnSystem, System
from songwright.formats.errors import ExportError
from songwright.formats.measures import measures, signed
from songwright.formats.stacked_words import WordsAt, words_under
from songwright.formats.strophes import Strophes, section_names, strophes
from songwright.formats.sung import SungSyllable, sung_syllables
from songwright.formats.swing import STRAIGHT, straightened
from songwright.formats.written_signs import WrittenSign
from songwright.lyrics.lexicon import Lexicon

__all__ = ["MARGIN", "ScoreOptions", "draw_score", "score_engraver"]

MARGIN = 42.0
"""Points of white on each side of a page."""
_CHORD_SIZE = 11.0
_TURN_SIZE = 9.0
_CROWDED = 20.0
"""Points by which a mark of tempo may be moved to the right to have room."""
_TITLE_SIZE = 11.5
_STAFF = {PartKind.LEAD: 18.0, PartKind.VOCAL: 16.0, PartKind.FULL: 13.5}
"""Height of a staff in points (a rastral size of 4 to 7)."""

_SNAP = 59
"""A syllable's note may have been written so many ticks away from where it sounds."""


@dataclass(frozen=True, slots=True)
class ScoreOptions:
    """What is drawn and on which paper. `one_page`: a single page as long as the music.

    `diagrams` names an instrument whose chord diagrams stand below the title. `stacked`: verses to one tune stand
    below one another, with repeats; else every bar is drawn as it is played.
    """

    kind: PartKind = PartKind.LEAD
    paper: tuple[float, float] = A4
    one_page: bool = False
    diagrams: FrettedInstrument | None = None
    stacked: bool = False


def score_engraver(options: ScoreOptions) -> Engraver:
    """The engraver for these options. Keeping one makes drawing again after an edit quick."""
    return Engraver(options.paper[0] - 2 * MARGIN, _STAFF[options.kind])


def draw_score(
    song: Song, lexicon: Lexicon, options: ScoreOptions, engraver: Engraver | None = None, *, first_page: bool = False
) -> Drawing:
    """The song's score, or only its `first_page`, which is there sooner.

    ExportError when there is no music, or nothing with pitches.
    """
    song, swing = straightened(song)
    laid = timeline(song)
    stacked = _stacked(song, laid, options) if options.stacked else None
    if stacked is not None:
        song, laid = stacked.song, timeline(stacked.song)
    parts = staves(song, laid, options.kind, stacked)
    if not laid.spans or not parts:
        raise ExportError(said("There is no music yet: compose the song first, then look at its score."))
    drawn = _Score(song, laid, parts, lexicon, options, stacked)
    return drawn.draw(engraver or score_engraver(options), swing=swing, first_page=first_page)


def _stacked(song: Song, laid: Timeline, options: ScoreOptions) -> Strophes | None:
    tracks = written_tracks(song, laid, options.kind)
    return strophes(song, [track.id for track in tracks]) if tracks else None


class _Score:
    """One drawing in the making."""

    def __init__(
        self,
        song: Song,
        laid: Timeline,
        parts: Sequence[Staff],
        lexicon: Lexicon,
        options: ScoreOptions,
        stacked: Strophes | None,
    ) -> None:
        self._song = song
        self._laid = laid
        self._parts = parts
        self._options = options
        self._glyphs: dict[str, tuple[Op, ...]] = dict(music_glyphs())
        singing = {part.track.id for part in parts if part.sings}
        self._words = {track: _words(song, laid, lexicon, track, stacked) for track in singing}
        last = max(len(part.bars) for part in parts)
        self._measures = signed(measures(bar_edges(laid.bars, last), stacked), laid)
        self._turns = list(tempo_turns(laid))
        starts = [measure.start for measure in self._measures]
        self._shape_key = Key((song.key.tonic - song.capo) % 12, song.key.mode)
        self._titles = {
            max(0, bisect_right(starts, start) - 1): _shortened(name[:1].upper() + name[1:])
            for start, name in section_names(song, laid, stacked).items()
        }

    def draw(self, engraver: Engraver, *, swing: float, first_page: bool) -> Drawing:
        """All pages, or the first."""
        width = self._options.paper[0] - 2 * MARGIN
        flows = [heading(_as_it_begins(self._song, self._laid), width, swings=swing != STRAIGHT)]
        if self._options.diagrams is not None:
            chords = used_chords((timed.chord for timed in self._laid.chords), self._song.capo)
            flows += diagrams(chords, self._shape_key, self._options.diagrams, width)
        for passage in engraver.engrave(self._parts, self._spans(), self._sung, self._measures):
            self._glyphs |= passage.glyphs
            flows += self._flows(passage, width)
            if first_page and sum(flow.block.height + flow.gap for flow in flows) > self._options.paper[1]:
                break
        title = self._song.title.strip()
        pages = paged(flows, self._options.paper, MARGIN, title, one=self._options.one_page)
        whole = not first_page or len(pages) == 1
        return Drawing(title, pages if whole else pages[:1], self._glyphs, whole)

    def _spans(self) -> list[tuple[int, int]]:
        """(first, end) bar of every section; pick-ups before the first go with it, and endings with what they end."""
        starts = [0, *sorted(self._opening(bar) for bar in self._titles)[1:]]
        # Notes may ring on after the last section.
        return list(pairwise([*starts, len(self._measures)]))

    def _opening(self, bar: int) -> int:
        """The measure with which a section begins: where a repeat begins with its pick-up, that."""
        before = bar - 1
        while before >= 0 and self._measures[before].part and self._measures[before].opens is None:
            before -= 1
        opens = before >= 0 and self._measures[before].part and self._measures[before].opens is not None
        return before if opens and self._measures[bar].opens is None else bar

    def _sung(self, staff: Staff, sign: Sign) -> Sequence[tuple[int, SungSyllable]]:
        return self._words[staff.track.id](sign.written)

    def _flows(self, passage: EngravedPassage, width: float) -> Iterator[Flow]:
        for system in passage.systems:
            # Verovio may break where nothing asked it to: a system says itself which bars it holds.
            held = [int(name.removeprefix("m")) for name in system.bars]
            if not held:
                continue
            first, last = min(held), max(held) + 1
            title = self._title(first, last)
            yield Flow(self._block(system, first, last, title, width), gap=24.0 if title else 14.0)

    def _title(self, first: int, last: int) -> str:
        """The name of the section that begins with this system (its pick-up bars may come before)."""
        named = {self._opening(bar): title for bar, title in self._titles.items()}
        begun = [title for bar, title in sorted(named.items()) if first <= bar < last]
        return begun[0] if begun and (first in named or first == 0) else ""

    def _block(self, system: System, first: int, last: int, title: str, width: float) -> Block:
        marks = tuple(self._marks(system))
        held = self._measures[first:last]
        bars = tuple(
            (one.start, one.end, *system.bars.get(f"m{number}", (0.0, width))) for number, one in enumerate(held, first)
        )
        items: list[Item] = list(system.items)
        top = min(system.extent.top, system.staff_top)
        above, top = self._chord_row(_Places(bars, marks), held[0].start, held[-1].end, top - 4.5)
        items += above
        above, top = self._turn_row(_Places(bars, marks), held[0].start, held[-1].end, top)
        items += above
        if first:
            number, _ = set_text(str(held[0].bar + 1), 0, system.staff_top - 8.5, Face.SANS, 6.5, Ink.MUTED)
            items += number
        if title:
            top -= 5
            items += set_text(title, 0, top, Face.SANS_BOLD, _TITLE_SIZE, Ink.SECTION)[0]
            top -= 0.8 * _TITLE_SIZE
        bottom = max(system.extent.bottom, system.staff_bottom)
        label = f"{title}, " if title else ""
        block = Block(
            0, 0, width, bottom - top, tuple(items), marks, bars, system.staff_top, system.staff_bottom,
            f"{label}{held[0].bar + 1}–{held[-1].bar + 1}",
        )  # fmt: skip
        return lowered(block, -top)

    def _marks(self, system: System) -> Iterator[Mark]:
        for name, box in system.heads.items():
            staff_number, bar, place = (int(part) for part in name.removeprefix("n").split("-"))
            staff = self._parts[staff_number - 1]
            signs = staff.bar(bar)
            if any(sign.pitches for sign in signs):
                yield _mark(name, box, signs[place], staff)
            else:  # a rest for the whole bar, whatever signs it was made of
                measure = self._measures[bar]
                places = (box.left, box.top, box.right, box.bottom)
                yield Mark(name, measure.start, measure.end, *places, track=staff.track.id)

    def _chord_row(self, places: _Places, start: int, end: int, base: float) -> tuple[list[Item], float]:
        """The chords of a system above `base`, and where that row begins; above a capo their shapes as well."""
        chords = [chord for chord in self._laid.chords if start <= chord.start < end]
        if not chords:
            return [], base + 4.5
        rows = [(base, False)]
        if self._song.capo:
            # What is fingered stands nearest to the staff, what sounds above it.
            rows = [(base, True), (base - 1.15 * _CHORD_SIZE, False)]
        items: list[Item] = []
        free = 0.0
        for timed in chords:
            x = max(places.x(timed.start), free)
            for y, shapes in rows:
                drawn, taken = self._symbol(timed, x, y, shapes=shapes)
                items += drawn
                free = max(free, x + taken + 4)
        return items, rows[-1][0] - _CHORD_SIZE

    def _symbol(self, timed: TimedChord, x: float, y: float, *, shapes: bool) -> tuple[list[Item], float]:
        key = self._laid.key_at(timed.start)
        if shapes:
            lower = fingered(timed.chord, self._song.capo)
            shape_key = moved_key(key, -self._song.capo)
            return chord_symbol(lower, shape_key, x, y, _CHORD_SIZE, Ink.SHAPE, brackets=True)
        return chord_symbol(timed.chord, key, x, y, _CHORD_SIZE)

    def _turn_row(self, places: _Places, start: int, end: int, base: float) -> tuple[list[Item], float]:
        """What the tempo does in a system, in words above `base`, and where that row begins."""
        here = [turn for turn in self._turns if start <= turn.tick < end]
        if not here:
            return [], base
        items: list[Item] = []
        free = 0.0
        for turn in here:
            x = places.x(turn.tick)
            if free - x > _CROWDED:
                continue  # a tempo that breathes with a player: one mark in a while says enough
            drawn, taken = set_text(tempo_words(turn), max(x, free), base - 3, Face.SANS, _TURN_SIZE)
            items += drawn
            free = max(x, free) + taken + 8
        return items, base - 3 - _TURN_SIZE


def _as_it_begins(song: Song, laid: Timeline) -> Song:
    """The song headed by what its first bar has."""
    first = opening(laid)
    turn = next((turn for turn in turns(laid) if turn.tick == 0 and turn.over), None)
    tempo = turn.before if turn is not None else first.tempo
    return replace(song, tempo=tempo or song.tempo, metre=first.metre or song.metre, key=first.key or song.key)


def tempo_words(turn: Turn) -> str:
    """What the tempo does, as it stands over the notes: "rit.", or a metronome mark."""
    if turn.over:
        return "rit." if turn.slows else "accel."
    return f"♩ = {round(turn.tempo or 0, 1):g}"


def _shortened(title: str) -> str:
    """The names of numbered verses as one, “Verse 1–3”; any other title as it is."""
    parts = [name.rpartition(" ") for name in title.split(" / ")]
    kinds = {kind for kind, _, _ in parts}
    numbers = [int(number) if number.isdecimal() else 0 for _, _, number in parts]
    counted = len(parts) > 1 and len(kinds) == 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return f"{parts[0][0]} {numbers[0]}–{numbers[-1]}" if counted and numbers[0] > 0 else title


def _words(song: Song, laid: Timeline, lexicon: Lexicon, track: str, stacked: Strophes | None) -> WordsAt:
    """The words that begin with a sign of a track, however the engraver asks."""
    if stacked is not None:
        return words_under(song, laid, lexicon, track, stacked)
    sung: defaultdict[tuple[object, ...], list[SungSyllable]] = defaultdict(list)
    for syllable in sung_syllables(song, laid, lexicon, track):
        sung[syllable.span, syllable.line, syllable.index].append(syllable)

    def at(sign: WrittenSign) -> list[tuple[int, SungSyllable]]:
        note = sign.note
        if note is None or sign.tied_from:
            return []
        begun = sung.get((note.section, note.line, note.syllable), ())
        return [(1, syllable) for syllable in begun if abs(syllable.start - note.start) <= _SNAP][:1]

    return at


def _mark(name: str, box: DrawnSystem, sign: Sign, staff: Staff) -> Mark:
    written = sign.written
    return Mark(
        name,
        written.start,
        written.end,
        box.left,
        box.top,
        box.right,
        box.bottom,
        pitch=sign.pitches[-1] if sign.pitches else None,
        line=written.note.line if written.note else None,
        syllable=written.note.syllable if written.note else None,
        track=staff.track.id,
    )


class _Places:
    """Where a tick is in a system."""

    def __init__(self, bars: Sequence[tuple[int, int, float, float]], marks: Sequence[Mark]) -> None:
        self._points: dict[int, float] = {}
        for start, end, left, right in bars:
            inside = [mark for mark in marks if start <= mark.start < end]
            for mark in inside:
                whole = mark.pitch is None and mark.end - mark.start == end - start
                # A rest for a whole bar stands in its middle, as far from the clef as from the bar line.
                x = max(left, mark.x + mark.right - right) if whole else mark.x
                self._points[mark.start] = min(x, self._points.get(mark.start, x))
            self._points.setdefault(start, left)
        self._ticks = sorted(self._points)
        self._end = (bars[-1][1], bars[-1][3])

    def x(self, tick: int) -> float:
        """The place of a tick, in proportion between what is written before and after it."""
        before = max((t for t in self._ticks if t <= tick), default=self._ticks[0])
        after = min((t for t in self._ticks if t > tick), default=self._end[0])
        left, right = self._points[before], self._points.get(after, self._end[1])
        return left + (right - left) * (tick - before) / max(1, after - before)
