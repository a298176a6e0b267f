"""ChordPro sheets, and words with chords above them, as songs: every chord at its syllable, and locked.

A sheet has no tune. So that chords keep their places, the words are recited on the key's tonic in an even rhythm in
which every change of chord falls on a half bar; composing replaces the recitation and keeps the chords.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from songwright.core.edits import transpose
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import Chord, Key, Metre, Song
from songwright.formats.chord_grid import grid_bars, is_grid_row
from songwright.formats.errors import UnreadableError
from songwright.formats.headings import heading_of
from songwright.formats.heard import HeardChange, Imported
from songwright.formats.recited import SheetLine, SheetSection, recited, sheet_chords
from songwright.formats.sheet_key import fingered_key
from songwright.formats.text_in import text_of_bytes, titled
from songwright.lyrics.lexicon import Lexicon
from songwright.music.chords import parse_symbol
from songwright.music.metrics import parse_metre
from songwright.music.pitch import parse_key

__all__ = ["from_chordpro", "looks_like_chords"]

_DIRECTIVE = re.compile(r"\{\s*([A-Za-z_][\w-]*)((?:[:\s].*)?)\}")
_CHORD = re.compile(r"\[([^\[\]]*)\]")
_LABEL = re.compile(r'label\s*=\s*"([^"]*)"')
_SHORT = {
    "t": "title", "st": "subtitle", "c": "comment", "ci": "comment", "cb": "comment", "comment_italic": "comment",
    "comment_box": "comment", "highlight": "comment", "soc": "start_of_chorus", "eoc": "end_of_chorus",
    "sov": "start_of_verse", "eov": "end_of_verse", "sob": "start_of_bridge", "eob": "end_of_bridge",
    "sot": "start_of_tab", "eot": "end_of_tab", "sog": "start_of_grid", "eog": "end_of_grid", "ns": "new_song",
}  # fmt: skip
# What says nothing about words, chords or sections.
_SILENT = frozenset({
    "subtitle", "artist", "composer", "lyricist", "copyright", "album", "year", "duration", "define", "chord",
    "sorttitle", "tag", "arranger", "columns", "column_break", "new_page", "np", "colb", "col", "g", "grid",
    "no_grid", "ng", "titles", "transpose", "textfont", "textsize", "chordfont", "chordsize",
})  # fmt: skip
_DRAWN = ("tab", "abc", "ly", "svg", "textblock")
_GRID = "grid"
_SHAPE = re.compile(r'shape\s*=\s*"[^"]*"|^[\d+x\s]+$')
_NAMES = {"verse": "Verse", "chorus": "Chorus", "bridge": "Bridge", _GRID: "Instrumental"}


def from_chordpro(data: bytes, lexicon: Lexicon) -> Imported:
    """The song of a sheet. UnreadableError when there is neither a word nor a chord in it."""
    sheet = _Sheet()
    rows = text_of_bytes(data).split("\n")
    if not any(_DIRECTIVE.fullmatch(row.strip()) for row in rows):
        sheet.title, rows = titled(rows)
    for row in _inline(rows):
        if not sheet.read(row):
            break
    sections = sheet.sections()
    if not sections:
        raise UnreadableError(said("There are no words and no chords in this sheet, so there is nothing to open."))
    song = Song(title=sheet.title, key=sheet.fingered_key(sections), metre=sheet.metre, tempo=sheet.tempo)
    song, has_music = recited(song, sections, lexicon, key_known=sheet.key is not None)
    left_out = list(dict.fromkeys(sheet.left_out))
    if has_music:
        left_out.append(said("A sheet has no tune: the words are recited. Compose to have one; the chords are locked."))
    return Imported(_sounding(song, sheet.capo), tuple(left_out))


def _sounding(song: Song, capo: int) -> Song:
    """The song as it sounds: chords are written as they are fingered above the capo."""
    return replace(transpose(song, capo), capo=capo) if capo else song


_TURNS = ("key", "time", "tempo")


@dataclass(slots=True)
class _Sheet:
    """What has been read of a sheet so far."""

    title: str = ""
    key: Key | None = None
    metre: Metre = field(default_factory=Metre)
    tempo: float = 100.0
    capo: int = 0
    left_out: list[str] = field(default_factory=list)
    _found: list[SheetSection] = field(default_factory=list)
    _skipping: str = ""
    _grid: list[str] | None = None
    _explicit: bool = False
    _after_blank: bool = True
    _change: HeardChange | None = None

    def read(self, row: str) -> bool:
        """Take in a row; False when the song ends with it."""
        text = row.strip()
        directive = _DIRECTIVE.fullmatch(text)
        if directive is not None:
            name = directive[1].lower()
            return self._directive(_SHORT.get(name, name), directive[2].strip().removeprefix(":").strip())
        if self._grid is not None:
            self._grid.append(text)
            return True
        if self._skipping or row.startswith("#"):
            return True
        heading = heading_of(text) if not _is_chord(text) else None
        after_blank, self._after_blank = self._after_blank, not text
        if heading is not None and (heading.marked or after_blank) and not heading.rest:
            self._begin(heading.title)
        elif text:
            self._section().lines.append(replace(self._line(text), change=self._taken_change()))
        elif self._found and self._found[-1].lines:
            self._blank()
        return True

    def _blank(self) -> None:
        """A blank row ends a stanza; one inside a section that the sheet itself marks off stays a blank row there."""
        if self._explicit:
            self._found[-1].lines.append(SheetLine("", ()))
        else:
            self._found.append(SheetSection(""))

    def fingered_key(self, sections: Sequence[SheetSection]) -> Key:
        """The key of the chords as they are written; C major while it is to be found from them."""
        if self.key is None or not self.capo:
            return self.key or Key()
        return fingered_key(self.key, self.capo, sheet_chords(sections))

    def sections(self) -> list[SheetSection]:
        """The sections that have words or chords or repeat others; a grid that nothing ends, ends here."""
        self._end_grid()
        for section in self._found:
            while section.lines and _is_blank(section.lines[-1]):
                section.lines.pop()
        return [section for section in self._found if section.lines or section.title]

    def _section(self) -> SheetSection:
        if not self._found:
            self._found.append(SheetSection(""))
        return self._found[-1]

    def _begin(self, title: str, *, explicit: bool = False) -> None:
        self._found.append(SheetSection(title))
        self._explicit = explicit

    def _directive(self, name: str, value: str) -> bool:
        if name == "meta":
            name, _, value = value.partition(" ")
        if name == "new_song":
            if self.sections():
                self.left_out.append(said("The file holds several songs; the first of them was taken."))
                return False
        elif name.startswith("start_of_"):
            self._start(name.removeprefix("start_of_"), value)
        elif name.startswith("end_of_"):
            self._end()
        elif name == "chorus":
            self._repeat_chorus(value)
        elif name == "comment":
            heading = heading_of(value) or heading_of(f"[{value}]")
            if heading is not None:
                self._begin(heading.title)
        else:
            self._setting(name, value)
        return True

    def _end_grid(self) -> None:
        if self._grid is not None:
            bars = grid_bars(self._grid, self._chord)
            self._found[-1].lines.append(SheetLine("", (), bars, self._taken_change()))
            self._grid = None

    def _end(self) -> None:
        self._end_grid()
        if not self._skipping and self._found:
            self._begin("")
        self._skipping = ""

    def _repeat_chorus(self, value: str) -> None:
        chorus = next((found.title for found in reversed(self._found) if "horus" in found.title), "Chorus")
        self._begin(value or chorus)
        self._begin("")

    def _start(self, kind: str, value: str) -> None:
        if kind in _DRAWN:
            self._skipping = kind
            self.left_out.append(said("Tablature and drawings in it were left out."))
            return
        label = _LABEL.search(value)
        title = label[1] if label else _SHAPE.sub("", value).strip()
        self._begin(title or _NAMES.get(kind, kind.replace("_", " ").capitalize()), explicit=True)
        if kind == _GRID:
            self._grid = []

    def _taken_change(self) -> HeardChange | None:
        """What has changed since the row before."""
        change, self._change = self._change, None
        return change

    def _turned(self, name: str, value: str) -> bool:
        """Whether a setting stands inside the song, and so changes what follows it."""
        if name not in _TURNS or not any(section.lines for section in self._found) or self._grid is not None:
            return False
        change = self._change or HeardChange(0)
        if name == "key":
            change = change._replace(key=parse_key(value))
        elif name == "time":
            change = change._replace(metre=parse_metre(value))
        else:
            change = change._replace(tempo=_tempo(value))
        self._change = change
        return True

    def _setting(self, name: str, value: str) -> None:
        try:
            if self._turned(name, value):
                return
            if name == "title":
                self.title = " ".join(value.split())
            elif name == "key":
                self.key = parse_key(value)
            elif name == "time":
                self.metre = parse_metre(value)
            elif name == "capo":
                self.capo = min(11, max(0, int(value[:4])))
            elif name == "tempo":
                self.tempo = _tempo(value)
            elif name not in _SILENT and not name.startswith("x_"):
                self.left_out.append(
                    said("Songwright does not know what “{name}” means; it was left out.", name=f"{{{name[:30]}}}")
                )
        except (SongwrightError, ValueError):
            self.left_out.append(
                said("Its {name} “{value}” could not be understood and was left out.", name=name, value=value[:30])
            )

    def _line(self, text: str) -> SheetLine:
        """A row's words without the chords, and the chords with the places of their words."""
        if is_grid_row(text):
            bars = grid_bars([text], self._chord)
            if any(any(bar) for bar in bars):
                return SheetLine("", (), bars)
        words: list[str] = []
        chords: list[tuple[int, Chord]] = []
        length = at = 0
        for match in _CHORD.finditer(text):
            between = text[at : match.start()]
            words.append(between)
            length += len(words[-1])
            chord = self._chord(match[1])
            if chord is not None:
                chords.append((length, chord))
            at = match.end()
        words.append(text[at:])
        whole = "".join(words)
        ahead = len(whole) - len(whole.lstrip())
        return SheetLine(whole.strip(), tuple((max(0, place - ahead), chord) for place, chord in chords))

    def _chord(self, symbol: str) -> Chord | None:
        text = symbol.strip().strip("()").removeprefix("*")
        if not text or text.upper() in ("N.C.", "NC") or symbol.startswith("*"):
            return None
        try:
            return parse_symbol(text)
        except SongwrightError:
            self.left_out.append(
                said("The chord “{text}” is none that Songwright knows; it was left out.", text=text[:20])
            )
            return None


def _tempo(value: str) -> float:
    """A tempo as it can be played. ValueError for what is no number."""
    tempo = float(value[:12])
    if not math.isfinite(tempo):
        raise ValueError(value)
    return min(400.0, max(20.0, tempo))


def _is_blank(line: SheetLine) -> bool:
    return not (line.text or line.chords or line.bars)


def _is_chord(text: str) -> bool:
    """Whether a row is one chord in brackets, and no heading."""
    match = _CHORD.fullmatch(text)
    return match is not None and _known(match[1])


def _known(symbol: str) -> bool:
    try:
        parse_symbol(symbol.strip("()"))
    except SongwrightError:
        return False
    return True


_TOKEN = re.compile(r"\S+")
_REST = frozenset({"|", "||", "-", "/", "%", "N.C.", "NC", "x2", "x3", "x4", "|:", ":|"})


def looks_like_chords(row: str) -> bool:
    """Whether a row holds nothing but chord symbols, as they stand above words."""
    found = _TOKEN.findall(row)
    chords = sum(_known(token) for token in found)
    return chords > 0 and len(found) <= 40 and all(token in _REST or _known(token) for token in found)


def _inline(rows: list[str]) -> Iterator[str]:
    """The rows, chords that stand above words put into them."""
    # A sheet is written one way or the other: where chords stand in brackets, "A" is a word.
    if any(_is_chord(match[0]) for row in rows for match in _CHORD.finditer(row)):
        yield from rows
        return
    above: str | None = None
    for row in rows:
        row = row.expandtabs()
        if looks_like_chords(row) and not is_grid_row(row):
            if above is not None:
                yield _merged(above, "")
            above = row
        elif above is not None:
            if row.strip() and heading_of(row) is None:
                yield _merged(above, row)
            else:
                yield _merged(above, "")
                yield row
            above = None
        else:
            yield row
    if above is not None:
        yield _merged(above, "")


def _merged(chords: str, words: str) -> str:
    """The words with each chord before the letter that it stands above."""
    found = words
    places: Mapping[int, str] = {match.start(): match[0] for match in _TOKEN.finditer(chords) if match[0] not in _REST}
    for place in sorted(places, reverse=True):
        padded = found.ljust(place)
        found = f"{padded[:place]}[{places[place]}]{padded[place:]}"
    return found if words else " ".join(f"[{symbol}]" for symbol in places.values())
