"""Words with chords: each chord above the syllable that it begins with, sections under their names, in columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from songwright.core.edits import moved_key
from songwright.core.song import Chord, Key, Line, Section, Song
from songwright.core.timeline import Span, TimedChord, timeline
from songwright.core.turns import turns
from songwright.formats.engraving.diagrams import diagrams, used_chords
from songwright.formats.engraving.drawing import A4, Block, Drawing, Face, Ink, Item
from songwright.formats.engraving.fingering import FrettedInstrument, fingered
from songwright.formats.engraving.heading import heading
from songwright.formats.engraving.lettering import chord_symbol, music_glyphs, set_text, text_width
from songwright.formats.engraving.pages import Flow, column_pages
from songwright.formats.sung import SungSyllable, singing_track, sung_syllables
from songwright.lyrics.lexicon import Lexicon
from songwright.music.turn_words import turn_words

__all__ = ["SheetOptions", "draw_chord_sheet"]

_MARGIN = 48.0
_GUTTER = 28.0
_WORDS, _CHORDS, _TITLE, _TURN = 11.5, 10.0, 11.5, 9.0
_LINE, _CHORD_LINE = 15.5, 12.5
_SECTION_GAP, _ROW_GAP, _CHORD_GAP = 16.0, 3.0, 5.0
_STEP = 8.0
"""By so much rows are made narrower to see whether the words still fit into as many."""


@dataclass(frozen=True, slots=True)
class SheetOptions:
    """The paper, whether chords are shown, and whose diagrams stand below the title."""

    paper: tuple[float, float] = A4
    diagrams: FrettedInstrument | None = None
    one_page: bool = False


@dataclass(frozen=True, slots=True)
class _Cell:
    """What cannot be taken apart: a syllable and the chords that begin with it; `ends_word` allows a break after it."""

    text: str
    chords: tuple[TimedChord, ...]
    ends_word: bool


def draw_chord_sheet(song: Song, lexicon: Lexicon, options: SheetOptions | None = None) -> Drawing:
    """The sheet of a song; without music it has the words alone."""
    return _Sheet(song, lexicon, options or SheetOptions()).draw()


class _Sheet:
    """One sheet in the making."""

    def __init__(self, song: Song, lexicon: Lexicon, options: SheetOptions) -> None:
        self._song = song
        self._options = options
        self._laid = timeline(song)
        self._turns = turns(self._laid)
        self._shape_key = Key((song.key.tonic - song.capo) % 12, song.key.mode)
        sung = sung_syllables(song, self._laid, lexicon, singing_track(song, self._laid))
        self._sung: defaultdict[int, list[SungSyllable]] = defaultdict(list)
        for syllable in sung:
            self._sung[syllable.span].append(syllable)
        self._spans: dict[str, Span] = {span.section_id: span for span in self._laid.spans}

    def draw(self) -> Drawing:
        """All pages: two columns where the words are short and many."""
        paper = self._options.paper
        width = paper[0] - 2 * _MARGIN
        top = [heading(self._song, width)]
        if self._options.diagrams is not None:
            chords = used_chords((timed.chord for timed in self._laid.chords), self._song.capo)
            top += diagrams(chords, self._shape_key, self._options.diagrams, width)
        rows = [(section, list(self._rows(section))) for section in self._song.sections]
        half = (width - _GUTTER) / 2
        columns = 1
        if not self._options.one_page and self._narrow(rows, half) and self._tall(rows, width, paper[1]):
            columns = 2
        flows = [
            flow for section, cells in rows for flow in self._flows(section, cells, half if columns > 1 else width)
        ]
        title = self._song.title.strip()
        one = self._options.one_page
        pages = column_pages(top, flows, paper, _MARGIN, title, columns=columns, gutter=_GUTTER, one=one)
        return Drawing(title, pages, dict(music_glyphs()))

    def _narrow(self, rows: list[tuple[Section, list[list[_Cell]]]], width: float) -> bool:
        lines = [cells for _, found in rows for cells in found]
        wide = sum(1 for cells in lines if text_width(_reading(cells), Face.SERIF, _WORDS) > width)
        return wide <= len(lines) // 10

    def _tall(self, rows: list[tuple[Section, list[list[_Cell]]]], width: float, height: float) -> bool:
        flows = [flow for section, cells in rows for flow in self._flows(section, cells, width)]
        return sum(flow.block.height + flow.gap for flow in flows) > height - 2 * _MARGIN - 90

    # Cells ----------------------------------------------------------------------------------------------------

    def _rows(self, section: Section) -> Iterator[list[_Cell]]:
        span = self._spans.get(section.id)
        chords = [chord for chord in self._laid.chords if span and span.start <= chord.start < span.end]
        sung = self._sung.get(span.index, []) if span else []
        lines = self._song.source(section).sung_lines
        if not lines:
            if chords:
                yield [_Cell("", (timed,), ends_word=True) for timed in chords]
            return
        places = _places(chords, sung)
        for line in lines:
            yield list(_cells(line, [syllable for syllable in sung if syllable.line == line.id], places))

    # Blocks ---------------------------------------------------------------------------------------------------

    def _flows(self, section: Section, rows: list[list[_Cell]], width: float) -> Iterator[Flow]:
        """The section's name with its first line, then its other lines, each a block that stays whole."""
        first = True
        if not rows and section.title:
            rows = [[]]
        for cells in rows:
            for broken in self._broken(cells, width):
                yield self._flow(section, broken, width, first=first)
                first = False

    def _flow(self, section: Section, cells: list[_Cell], width: float, *, first: bool) -> Flow:
        items: list[Item] = []
        y = 0.0
        if first and section.title:
            y += _TITLE
            drawn, taken = set_text(section.title, 0, y, Face.SANS_BOLD, _TITLE, Ink.SECTION)
            items += drawn
            items += set_text(self._turned(section), taken + 8, y, Face.SANS, _TURN, Ink.MUTED)[0]
            y += 5
        if any(cell.chords for cell in cells):
            y += _CHORD_LINE * (2 if self._song.capo else 1)
        y += _LINE if _reading(cells) else 2.0
        items += self._row(cells, y if _reading(cells) else y + _LINE)[0]
        return Flow(Block(0, 0, width, y + 2, tuple(items)), gap=_SECTION_GAP if first else _ROW_GAP)

    def _turned(self, section: Section) -> str:
        """What is other from the beginning of a section on: its key, metre and tempo."""
        span = self._spans.get(section.id)
        turn = next((turn for turn in self._turns if span is not None and turn.tick == span.start), None)
        return "" if turn is None else turn_words(turn)

    def _broken(self, cells: list[_Cell], width: float) -> list[list[_Cell]]:
        """Cells in as few rows as fit, broken between words into rows of about one length: no word stands alone."""
        rows = even = self._filled(cells, width)
        while len(rows) > 1 and len(even) == len(rows):
            rows, width = even, width - _STEP
            even = self._filled(cells, width)
        return rows

    def _filled(self, cells: list[_Cell], width: float) -> list[list[_Cell]]:
        """Cells in rows, each as full as it can be."""
        rows: list[list[_Cell]] = [[]]
        for word in _words(cells):
            if rows[-1] and self._row([*rows[-1], *word], 0.0)[1] > width:
                rows.append([])
            rows[-1] += word
        return rows

    def _row(self, cells: list[_Cell], y: float) -> tuple[list[Item], float]:
        """Syllables one after the other, and where they end; one with a chord waits for the end of the chord before."""
        items: list[Item] = []
        x = free = end = 0.0
        for cell in cells:
            if cell.chords:
                x = max(x, free)
                drawn, taken = self._chords(cell.chords, x, y)
                items += drawn
                free = x + taken
            if cell.text:
                drawn, taken = set_text(cell.text + (" " if cell.ends_word else ""), x, y, Face.SERIF, _WORDS)
                items += drawn
                end = x + text_width(cell.text, Face.SERIF, _WORDS)
                x += taken
            else:
                x = free
        return items, max(end, free - _CHORD_GAP)

    def _chords(self, chords: tuple[TimedChord, ...], x: float, y: float) -> tuple[list[Item], float]:
        items: list[Item] = []
        taken = 0.0
        for chord in chords:
            wide = 0.0
            for row, (shown, key, ink) in enumerate(self._ways(chord)):
                base = y - _LINE + 2.5 - row * _CHORD_LINE
                brackets = ink is Ink.SHAPE
                drawn, width = chord_symbol(shown, key, x + taken, base, _CHORDS, ink, brackets=brackets)
                items += drawn
                wide = max(wide, width)
            taken += wide + _CHORD_GAP
        return items, taken

    def _ways(self, timed: TimedChord) -> list[tuple[Chord, Key, Ink]]:
        """How a chord is shown, from the words upwards: as it is fingered above a capo, and as it sounds."""
        chord, key, capo = timed.chord, self._laid.key_at(timed.start), self._song.capo
        sounding = (chord, key, Ink.CHORD)
        return [(fingered(chord, capo), moved_key(key, -capo), Ink.SHAPE), sounding] if capo else [sounding]


def _cells(line: Line, syllables: list[SungSyllable], places: dict[int, list[TimedChord]]) -> Iterator[_Cell]:
    if not syllables:
        for word in line.text.split():
            yield _Cell(word, (), ends_word=True)
        return
    for syllable in syllables:
        chords = tuple(places.get(syllable.start, ()))
        yield _Cell(syllable.text, chords, syllable.ends_word)
        if syllable.ends_line:  # sung twice in one section, it is shown once
            break


def _places(chords: list[TimedChord], sung: list[SungSyllable]) -> dict[int, list[TimedChord]]:
    """By the start of a syllable, the chords that begin while it is held, or in the rest before it."""
    places: defaultdict[int, list[TimedChord]] = defaultdict(list)
    for chord in chords:
        held = [syllable.start for syllable in sung if syllable.start <= chord.start < syllable.end]
        following = [syllable.start for syllable in sung if syllable.start >= chord.start]
        before = [syllable.start for syllable in sung]
        for start in (held or following or before[-1:])[:1]:
            places[start].append(chord)
    return places


def _reading(cells: list[_Cell]) -> str:
    return "".join(cell.text + (" " if cell.ends_word else "") for cell in cells).strip()


def _words(cells: list[_Cell]) -> list[list[_Cell]]:
    words: list[list[_Cell]] = [[]]
    for cell in cells:
        words[-1].append(cell)
        if cell.ends_word:
            words.append([])
    return [word for word in words if word]
