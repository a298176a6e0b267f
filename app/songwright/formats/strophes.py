"""Verses that share a tune, written once: which sections are passes through the same music, and what each one sings.

What repeats may be several sections long (verse and refrain), and its last section may end in its own way each time
(first and second endings). Where one verse has a syllable more, the notes are written for it and tied for the others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from songwright.core.song import Chord, Music, Note, Part, Section, Song
from songwright.core.timeline import Span, Timeline, timeline
from songwright.formats.shared_notes import clipped, shared_chords, shared_notes
from songwright.formats.written_signs import snapped

__all__ = ["Repeat", "Strophes", "Volta", "section_names", "strophes"]

_LONGEST_PERIOD = 4
_MOST_PASSES = 12
# Two tunes that part before this share of their bars are two tunes, not one with two endings.
_LEAST_SHARED = 0.5
_ENDLESS = 1 << 40  # ticks: what is played once is written whole


@dataclass(frozen=True, slots=True)
class Volta:
    """An ending: its absolute ticks in the written song, and for which times it is."""

    start: int
    end: int
    times: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """What is played several times, from its pick-up on (absolute ticks in the written song)."""

    start: int
    end: int
    times: int
    voltas: tuple[Volta, ...] = ()


@dataclass(frozen=True, slots=True)
class Strophes:
    """A song as it is written with repeats.

    `song` has every passage once; `verses` are songs laid out alike, each with the words of its pass. `held` are the
    ticks, by track, at which only some passes begin a note. `unwritten` are stretches that stand for no time:
    what a pick-up inside the repeat leaves of the bars around it.
    """

    song: Song
    verses: tuple[Song, ...]
    repeats: tuple[Repeat, ...]
    held: Mapping[str, frozenset[int]]
    unwritten: tuple[tuple[int, int], ...]

    @property
    def cuts(self) -> frozenset[int]:
        """Ticks at which a measure ends besides at bar lines."""
        edges: set[int] = set()
        for repeat in self.repeats:
            edges |= {repeat.start, repeat.end}
            for volta in repeat.voltas:
                edges |= {volta.start, volta.end}
        return frozenset(edges.union(*self.unwritten))


def strophes(song: Song, tracks: Collection[str]) -> Strophes | None:
    """The song with what repeats in all of `tracks` written once; None when nothing does."""
    sounding = [(section, music) for section in song.sections if (music := song.music(section)) is not None]
    written: list[_Passage] = []
    place = 0
    while place < len(sounding):
        found = _longest(sounding[place:], tracks, song.metre.bar_ticks)
        written.append(found or _Passage([[sounding[place]]], tracks, song.metre.bar_ticks))
        place += len(written[-1].passes) * len(written[-1].passes[0])
    if all(len(passage.passes) == 1 for passage in written):
        return None
    for passage, following in zip(written, [*written[1:], None], strict=True):
        if following is not None and len(passage.passes) > 1 and following.pickup < passage.pickup:
            return None  # what leads on would stand inside the repeat
    return _Sheet(song, written).strophes()


def section_names(song: Song, laid: Timeline, written: Strophes | None) -> dict[int, str]:
    """The names of sections by the ticks of their first downbeats; an ending of one `written` with repeats has none."""
    titles = {section.id: section.title or ("" if written else str(section.kind)) for section in song.sections}
    return {span.start: titles[span.section_id] for span in laid.spans if titles[span.section_id]}


Sounding = tuple[Section, Music]


def _longest(sounding: Sequence[Sounding], tracks: Collection[str], bar: int) -> _Passage | None:
    """The repeat that begins here and saves the most bars."""
    best: _Passage | None = None
    for period in range(1, min(_LONGEST_PERIOD, len(sounding) // 2) + 1):
        for times in range(2, min(_MOST_PASSES, len(sounding) // period) + 1):
            passes = [list(sounding[turn * period : (turn + 1) * period]) for turn in range(times)]
            passage = _Passage(passes, tracks, bar)
            if not passage.alike():
                break
            best = passage if best is None or passage.saved > best.saved else best
    return best


class _Passage:
    """A stretch of the written song: the same sections of every pass through it, and its endings, if there are any."""

    def __init__(self, passes: list[list[Sounding]], tracks: Collection[str], bar: int) -> None:
        self.passes = passes
        self.tracks = tracks
        self.bar = bar
        self.shared_bars = passes[0][-1][1].bars
        """How many bars of the last section all passes share."""
        starts = [note.start for one in passes for track in tracks for note in one[0][1].part(track).notes]
        # Where its first note is written, which may be beside where it sounds: bars are cut there.
        self.pickup = -snapped(-min(0, *starts, 0))

    @property
    def saved(self) -> int:
        """Bars that need not be written again."""
        shared = sum(music.bars for _, music in self.passes[0][:-1]) + self.shared_bars
        endings = [self.passes[group[0]][-1][1].bars - self.shared_bars for group in self.endings()]
        played = sum(music.bars for one in self.passes for _, music in one)
        return played - shared - sum(endings)

    def alike(self) -> bool:
        """Whether every pass has the same music, but for the last section's end; finds where that begins."""
        if any(music.markings for one in self.passes for _, music in one):
            return False  # a tempo, metre or key of its own is written where it is
        if not any(music.part(track).notes for _, music in self.passes[0] for track in self.tracks):
            return False
        if any(self._overhangs(one) for one in self.passes):
            return False
        count = len(self.passes[0])
        if not all(self._alike_at(place) for place in range(count - 1)):
            return False
        return self._kinds_at(count - 1) == 1 and self._ends_alike([music for _, music in self._at(-1)])

    def _overhangs(self, one: Sequence[Sounding]) -> bool:
        """Whether a note begins after its section, or where the pick-up to the next pass has its place."""
        ends = [music.bars * self.bar for _, music in one]
        ends[-1] += self.pickup
        return any(
            note.start >= end
            for (_, music), end in zip(one, ends, strict=True)
            for track in self.tracks
            for note in music.part(track).notes
        )

    def _kinds_at(self, place: int) -> int:
        return len({section.kind for section, _ in self._at(place)})

    def _alike_at(self, place: int) -> bool:
        musics = [music for _, music in self._at(place)]
        bars = {music.bars for music in musics}
        return self._kinds_at(place) == len(bars) == 1 and self._same(musics, musics[0].bars * self.bar)

    def _ends_alike(self, last: Sequence[Music]) -> bool:
        """Whether the last sections are one, or have bars enough in common before their endings."""
        if len({music.bars for music in last}) == 1 and self._same(last, self.limit(last[0])):
            return True
        fewest = min(music.bars for music in last)
        for bars in range(fewest - 1, max(1, round(fewest * _LEAST_SHARED)) - 1, -1):
            if not _crossed(last, self.tracks, bars * self.bar) and self._same(last, bars * self.bar):
                self.shared_bars = bars
                return True
        return False

    def limit(self, music: Music) -> int:
        """Where the repeat's own time ends in its last section: before the pick-up to the next pass."""
        return music.bars * self.bar + self.pickup

    def endings(self) -> list[list[int]]:
        """The passes (from 0) by the ending that they take; a single list where all share everything."""
        last = [music for _, music in self._at(-1)]
        classes: list[list[int]] = []
        for turn, music in enumerate(last):
            group = [last[other] for other in classes[-1]] if classes else []
            alike = bool(group) and all(other.bars == music.bars for other in group)
            if alike and self._same([*group, music], self.limit(music)):
                classes[-1].append(turn)
            else:
                classes.append([turn])
        return classes

    def _at(self, place: int) -> list[Sounding]:
        return [one[place] for one in self.passes]

    def _same(self, musics: Sequence[Music], until: int) -> bool:
        chords = shared_chords([music.chords for music in musics], until)
        parts = (shared_notes([music.part(track).notes for music in musics], until) for track in self.tracks)
        return chords is not None and all(part is not None for part in parts)


def _crossed(musics: Sequence[Music], tracks: Collection[str], tick: int) -> bool:
    notes = (note for music in musics for track in tracks for note in music.part(track).notes)
    return any(note.start < tick < note.end for note in notes)


@dataclass(slots=True)
class _Piece:
    """A section of the written song: for each pass that plays it the section and its music between two ticks."""

    turns: list[int]
    passes: list[Sounding]
    start: int
    bars: int
    until: int
    title: str


class _Sheet:
    """The written song being put together."""

    def __init__(self, song: Song, passages: Sequence[_Passage]) -> None:
        self._song = song
        self._passages = passages
        self._bar = song.metre.bar_ticks
        self._pieces = [list(self._cut(passage)) for passage in passages]

    def strophes(self) -> Strophes:
        """The written song with its verses and repeats."""
        most = max(len(passage.passes) for passage in self._passages)
        verses = tuple(self._verse(turn) for turn in range(most))
        song, held = self._shared(verses[0], self._passages[0].tracks)
        spans = iter(timeline(song).spans)
        repeats: list[Repeat] = []
        unwritten: list[tuple[int, int]] = []
        for passage, pieces in zip(self._passages, self._pieces, strict=True):
            own = [next(spans) for _ in pieces]
            if len(passage.passes) > 1:
                repeats.append(_repeat(passage, pieces, own))
                unwritten += self._left_over(passage, repeats[-1], own)
        return Strophes(song, verses, tuple(repeats), held, tuple(unwritten))

    def _left_over(self, passage: _Passage, repeat: Repeat, spans: Sequence[Span]) -> list[tuple[int, int]]:
        """What the repeat leaves of the bars around it: before the song's first pick-up, and after what leads back."""
        last = passage is self._passages[-1]
        found = [(0, repeat.start)] if passage is self._passages[0] and repeat.start else []
        if not passage.pickup:
            return found
        ends = [volta.end for volta in repeat.voltas] or [spans[-1].end + passage.pickup]
        # After the last ending what follows the repeat begins: its own pick-up stands there.
        return found + [(end, end - passage.pickup) for end in (ends if last else ends[:-1])]

    def _cut(self, passage: _Passage) -> Iterator[_Piece]:
        """The written sections of a passage: one for each of its sections, and one for each ending."""
        turns = list(range(len(passage.passes)))
        count = len(passage.passes[0])
        for place in range(count):
            passes = [one[place] for one in passage.passes]
            bars = passage.shared_bars if place == count - 1 else passes[0][1].bars
            ends = len(turns) > 1 and place == count - 1 and bars == passes[0][1].bars
            title = _title([section for section, _ in passes])
            until = bars * self._bar + (passage.pickup if ends else 0) if len(turns) > 1 else _ENDLESS
            yield _Piece(turns, passes, 0, bars, until, title)
        if len(turns) == 1 or len(passage.endings()) == 1:
            return
        for group in passage.endings():
            passes = [passage.passes[turn][-1] for turn in group]
            bars = passes[0][1].bars - passage.shared_bars
            start = passage.shared_bars * self._bar
            yield _Piece(group, passes, start, bars, passage.limit(passes[0][1]) - start, "")

    def _verse(self, turn: int) -> Song:
        """The song of one pass; what it does not sing again has the notes of the first that plays it, without words."""
        pieces = [piece for passage in self._pieces for piece in passage]
        tracks = self._passages[0].tracks
        sections = tuple(self._section(piece, turn, number, tracks) for number, piece in enumerate(pieces))
        return replace(self._song, sections=sections)

    def _section(self, piece: _Piece, turn: int, number: int, tracks: Collection[str]) -> Section:
        sings = turn in piece.turns and not (turn > 0 and piece.turns[0] != turn and _same_words(self._song, piece))
        section, music = piece.passes[piece.turns.index(turn) if turn in piece.turns else 0]
        parts = []
        for track in tracks:
            notes = clipped(music.part(track).notes, piece.start, piece.until)
            parts.append(Part(track, notes if sings else tuple(map(_wordless, notes))))
        # A chord that holds where an ending begins is said again: another ending stands before it on paper.
        chords = _chords(music, piece.start, piece.until)
        lines = self._song.source(section).lines
        kept = replace(music, bars=piece.bars, chords=chords, parts=tuple(parts))
        return Section(f"w{number}", section.kind, piece.title, lines, kept)

    def _shared(self, first: Song, tracks: Collection[str]) -> tuple[Song, Mapping[str, frozenset[int]]]:
        """The song with notes that serve every pass, and where they are held by some of them."""
        held: dict[str, set[int]] = {track: set() for track in tracks}
        spans = timeline(first).spans
        pieces = [piece for passage in self._pieces for piece in passage]
        sections = []
        for section, piece, span in zip(first.sections, pieces, spans, strict=True):
            assert section.music is not None  # noqa: S101 - `_section` gives every one its music
            parts = []
            for part in section.music.parts:
                passes = [clipped(music.part(part.track).notes, piece.start, piece.until) for _, music in piece.passes]
                passes[0] = part.notes
                notes, ticks = shared_notes(passes, piece.until) or (part.notes, frozenset[int]())
                held[part.track] |= {span.start + tick for tick in ticks}
                parts.append(Part(part.track, notes))
            sections.append(replace(section, music=replace(section.music, parts=tuple(parts))))
        return replace(first, sections=tuple(sections)), {track: frozenset(ticks) for track, ticks in held.items()}


def _repeat(passage: _Passage, pieces: Sequence[_Piece], spans: Sequence[Span]) -> Repeat:
    """The repeat of a passage whose written sections lie at `spans`."""
    most = len(passage.passes)
    voltas = tuple(
        Volta(span.start, span.end + passage.pickup, tuple(turn + 1 for turn in piece.turns))
        for span, piece in zip(spans, pieces, strict=True)
        if len(piece.turns) < most
    )
    end = voltas[-2].end if voltas else spans[-1].end + passage.pickup
    return Repeat(spans[0].start + passage.pickup, end, most, voltas)


def _wordless(note: Note) -> Note:
    return replace(note, line=None, syllable=None)


def _title(sections: Sequence[Section]) -> str:
    """The names of the sections that stand in one place, each once."""
    return " / ".join(dict.fromkeys(section.title or str(section.kind) for section in sections))


def _same_words(song: Song, piece: _Piece) -> bool:
    """Whether every pass sings the same words to the same notes: a refrain has one row of words."""
    sung = []
    for section, music in piece.passes:
        texts = {line.id: line.text for line in song.source(section).lines}
        notes = (note for part in music.parts for note in part.notes if note.line is not None)
        sung.append([(note.start, texts.get(note.line or ""), note.syllable) for note in notes])
    return all(one == sung[0] for one in sung)


def _chords(music: Music, start: int, until: int) -> tuple[Chord, ...]:
    found = [
        replace(c, start=c.start - start)
        for c in music.chords
        if (start == 0 or c.start >= start) and c.start < start + until
    ]
    before = [chord for chord in music.chords if chord.start < start]
    if before and not (found and found[0].start == 0):
        found.insert(0, replace(max(before, key=lambda chord: chord.start), start=0))
    return tuple(found)
