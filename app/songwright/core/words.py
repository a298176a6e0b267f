"""The words of a song as one text, and back again without losing what hangs on them.

The text is what the lyric page shows: a heading row such as `[Verse 1]`, then lines. Every row of the text is a
heading or a line, blank rows included, so a text always comes back as it was typed (only blanks after a heading's
bracket are dropped).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from songwright.core.song import Line, Music, Note, Part, Piece, Section, SectionKind, Song

__all__ = [
    "append_lyric_text",
    "heading_kind",
    "heading_title",
    "lyric_text",
    "section_text",
    "with_lyric_text",
    "without_lost_words",
]

_HEADING = re.compile(r"^\[([^\[\]]+)\]\s*$")

# First word of a heading, letters only -> kind. Longer names stand for one kind under several names in use.
_KINDS = {
    "intro": SectionKind.INTRO,
    "verse": SectionKind.VERSE,
    "strophe": SectionKind.VERSE,
    "prechorus": SectionKind.PRE_CHORUS,
    "pre": SectionKind.PRE_CHORUS,
    "lift": SectionKind.PRE_CHORUS,
    "chorus": SectionKind.CHORUS,
    "refrain": SectionKind.CHORUS,
    "hook": SectionKind.CHORUS,
    "bridge": SectionKind.BRIDGE,
    "middle": SectionKind.BRIDGE,
    "interlude": SectionKind.INTERLUDE,
    "instrumental": SectionKind.INTERLUDE,
    "solo": SectionKind.INTERLUDE,
    "break": SectionKind.INTERLUDE,
    "outro": SectionKind.OUTRO,
    "coda": SectionKind.OUTRO,
    "tag": SectionKind.OUTRO,
    "stanza": SectionKind.STANZA,
    "chapter": SectionKind.PROSE,
}

_UNTITLED = {Piece.SONG: SectionKind.VERSE, Piece.POEM: SectionKind.STANZA, Piece.STORY: SectionKind.PROSE}

# Beyond this many changed rows an exact comparison costs more than it saves: rows are then paired in order.
_COMPARED_ROWS = 1500


def heading_title(row: str) -> str | None:
    """The title inside a heading row (`[Verse 1]` gives "Verse 1"); None when the row is not a heading."""
    match = _HEADING.match(row)
    return match[1] if match else None


def heading_kind(title: str, piece: Piece) -> SectionKind:
    """The kind of section that a heading's title names; the usual kind of the piece when it names none."""
    letters = re.match(r"[^\W\d_]+(?:-[^\W\d_]+)?", title.strip().lower())
    word = letters[0] if letters else ""
    return _KINDS.get(word.replace("-", "")) or _KINDS.get(word.split("-")[0]) or _UNTITLED[piece]


def section_text(song: Song, section: Section) -> str:
    """The words a section shows, without its heading: those of the section that it repeats, when it does."""
    return "\n".join(line.text for line in song.source(section).lines).strip("\n")


def lyric_text(song: Song) -> str:
    """The whole document as text, with headings; a repeated section shows its heading only."""
    return "\n".join(row.text for section in song.sections for row in _rows(section))


def append_lyric_text(song: Song, text: str) -> Song:
    """The song with a text put after its last section, a blank row between."""
    old = lyric_text(song).rstrip("\n")
    return with_lyric_text(song, f"{old}\n\n{text}" if old.strip() else text)


def with_lyric_text(song: Song, text: str) -> Song:
    """The song whose words are `text`.

    Unchanged lines and sections keep their identity, an edited line keeps its id and so its notes, and a heading
    without words whose title an earlier section has repeats that section. Notes of a line that is gone stay,
    without its words.
    """
    old = [row for section in song.sections for row in _rows(section)]
    new = text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if text else []
    return _Rebuilding(song, _matched(old, new)).result()


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the document's text and where it stands; `line` is None for a heading."""

    text: str
    section: Section
    line: Line | None


def _rows(section: Section) -> list[_Row]:
    heading = [_Row(f"[{section.title}]", section, None)] if section.title else []
    return heading + [_Row(line.text, section, line) for line in section.lines]


def _matched(old: list[_Row], new: list[str]) -> list[tuple[str, _Row | None]]:
    """Each new row with the old row that it continues."""
    head = 0
    while head < min(len(old), len(new)) and old[head].text == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail].text == new[-1 - tail]:
        tail += 1
    partners: list[_Row | None] = [*old[:head], *_pairs(old[head : len(old) - tail], new[head : len(new) - tail])]
    partners += old[len(old) - tail :]
    return list(zip(new, partners, strict=True))


def _pairs(old: list[_Row], new: list[str]) -> list[_Row | None]:
    """For each row of a changed stretch, the old row that it continues: the same text, else the one in its place."""
    found: list[_Row | None] = [None] * len(new)
    if len(old) > _COMPARED_ROWS or len(new) > _COMPARED_ROWS:
        found[: len(old)] = old[: len(new)]
        return found
    matcher = SequenceMatcher(None, [row.text for row in old], new, autojunk=False)
    for _, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        for place, row in zip(range(new_from, new_to), old[old_from:old_to], strict=False):
            found[place] = row
    return found


class _Rebuilding:
    """Sections put together again from matched rows."""

    def __init__(self, song: Song, rows: list[tuple[str, _Row | None]]) -> None:
        self._song = song
        self._rows = rows
        self._serial = song.serial
        self._taken: set[str] = set()
        self._sections: list[Section] = []

    def result(self) -> Song:
        for rows in self._grouped():
            self._sections.append(self._section(rows))
        sections = tuple(self._linked(section, place) for place, section in enumerate(self._sections))
        old = {section.id: section for section in self._song.sections}
        # Equal sections keep their identity: views compare by `is` and redraw only what changed.
        same = tuple(old[s.id] if old.get(s.id) == s else s for s in without_lost_words(sections))
        if same == self._song.sections:
            return self._song
        return replace(self._song, sections=same, serial=self._serial)

    def _grouped(self) -> list[list[tuple[str, _Row | None]]]:
        """Rows by section: a heading starts one, and in verse so does a line after a blank row.

        A section that has music keeps its extent through other edits: it is not parted by a blank row, and does not
        run into the section before it while its heading is being retyped.
        """
        groups: list[list[tuple[str, _Row | None]]] = []
        words = blank = False
        homes = self._homes()
        for place, (text, row) in enumerate(self._rows):
            home, before = homes[place], homes[place - 1] if place else None
            said, heading = bool(text.strip()), heading_title(text) is not None
            stanza = said and words and blank and self._song.piece is not Piece.STORY
            if not groups or heading or self._parted(home, before, stanza=stanza, blank=blank):
                groups.append([])
                words = False
            words = words or (said and not heading)
            blank = not said
            groups[-1].append((text, row))
        return groups

    @staticmethod
    def _parted(home: Section | None, before: Section | None, *, stanza: bool, blank: bool) -> bool:
        """Whether a row begins a section: `home` is the section that it comes from, `before` that of the row above."""
        if home is None or home.music is None:
            return stanza
        return home is not before and (before is not None or blank or stanza)

    def _homes(self) -> list[Section | None]:
        """The old section of each row; a new row inside one belongs to it."""
        homes = [row.section if row else None for _, row in self._rows]
        known: Section | None = None
        gap: list[int] = []
        for place, home in enumerate(homes):
            if home is None:
                gap.append(place)
                continue
            if home is known:
                for inside in gap:
                    homes[inside] = home
            known, gap = home, []
        return homes

    def _section(self, rows: list[tuple[str, _Row | None]]) -> Section:
        title = heading_title(rows[0][0])
        body = rows if title is None else rows[1:]
        lines = tuple(self._line(text, row) for text, row in body)
        old = next((row.section for _, row in rows if row and row.section.id not in self._taken), None)
        if old is None:
            section = Section(self._new_id("s"))
        else:
            self._taken.add(old.id)
            section = old
        same_heading = old is not None and old.title == (title or "")
        kind = section.kind if same_heading else heading_kind(title or "", self._song.piece)
        wordless = not any(line.text.strip() for line in lines)
        repeats = section.repeats if same_heading and wordless else None
        return replace(section, title=title or "", kind=kind, lines=lines, repeats=repeats)

    def _line(self, text: str, row: _Row | None) -> Line:
        if row is None or row.line is None or row.line.id in self._taken:
            return Line(self._new_id("l"), text)
        self._taken.add(row.line.id)
        return row.line if row.line.text == text else replace(row.line, text=text)

    def _linked(self, section: Section, place: int) -> Section:
        """The section as a repeat of an earlier one, when it has no words of its own.

        What it repeated before comes first, then the first section with its title.
        """
        if not section.title or section.sung_lines:
            return section
        written = [earlier for earlier in self._sections[:place] if earlier.sung_lines]
        same = [earlier.id for earlier in written if earlier.id == section.repeats]
        same += [earlier.id for earlier in written if earlier.title == section.title]
        return replace(section, repeats=same[0] if same else None)

    def _new_id(self, prefix: str) -> str:
        self._serial += 1
        return f"{prefix}{self._serial}"


def without_lost_words(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections, with notes that name a line which none of them has sounding on without its words."""
    lines = {line.id for section in sections for line in section.lines}
    return tuple(_without_lost_lines(section, lines) for section in sections)


def _without_lost_lines(section: Section, lines: set[str]) -> Section:
    music = section.music
    if music is None or all(note.line is None or note.line in lines for part in music.parts for note in part.notes):
        return section
    return replace(section, music=_wordless(music, lines))


def _wordless(music: Music, lines: set[str]) -> Music:
    def kept(note: Note) -> Note:
        return note if note.line is None or note.line in lines else replace(note, line=None, syllable=None)

    return replace(music, parts=tuple(Part(part.track, tuple(map(kept, part.notes))) for part in music.parts))
