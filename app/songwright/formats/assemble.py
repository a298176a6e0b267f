"""A song made of what was read from another program's file: sections, lines, notes, chords and tracks."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from songwright.core.edits import TEMPO_RANGE
from songwright.core.language import said
from songwright.core.song import Chord, Line, Music, Note, Part, Section, SectionKind, Song, Track, TrackRole
from songwright.core.words import heading_kind
from songwright.formats.changes_in import markings_between
from songwright.formats.estimate import estimated_chords, estimated_key
from songwright.formats.heard import Heard, HeardChange, HeardNote, HeardPart, Imported, SectionMark, checked
from songwright.formats.outline import section_marks
from songwright.formats.worded_lines import WordedLine, broken_into_lines, worded_lines
from songwright.lyrics.lexicon import Lexicon

__all__ = ["assembled"]

# A note that follows this closely on a sung one draws out its syllable.
_LEGATO = 30
_BASSES = range(32, 40)


def assembled(heard: Heard, lexicon: Lexicon) -> Imported:
    """The song. Raises UnreadableError when there is more of it than a song can have, or nothing at all."""
    heard = checked(heard)
    left_out = list(heard.left_out)
    key = heard.key or estimated_key(_pitched(heard))
    low, high = TEMPO_RANGE
    tempo = min(max(heard.tempo, low), high)
    if tempo != heard.tempo:
        left_out.append(
            said(
                "Its tempo of {tempo:g} is beyond what can be played here; it became {nearest:g}.",
                tempo=heard.tempo,
                nearest=tempo,
            )
        )
    heard = replace(heard, changes=tuple(_playable(heard.changes, left_out)))
    song = Song(title=heard.title, key=key, metre=heard.metre, tempo=tempo)
    chords = heard.chords
    if not chords:
        chords = estimated_chords(_pitched(heard), heard.ruler, key, _end(heard))
        if chords:
            left_out.append(said("It has no chord symbols: the chords were estimated from what is played."))
    return Imported(_Assembly(song, heard, chords, lexicon).song(), tuple(left_out))


def _playable(changes: Sequence[HeardChange], left_out: list[str]) -> Iterator[HeardChange]:
    """The changes, tempi beyond what can be played brought within."""
    low, high = TEMPO_RANGE
    strange = said("Some of its tempi are beyond what can be played here; they became the nearest that can.")
    for change in changes:
        if change.tempo is not None and not low <= change.tempo <= high:
            if strange not in left_out:
                left_out.append(strange)
            yield change._replace(tempo=min(high, max(low, change.tempo)))
        else:
            yield change


def _pitched(heard: Heard) -> list[HeardNote]:
    """What has a pitch."""
    parts = [part for part in heard.parts if not part.drums]
    return [note for part in parts for note in part.notes]


def _end(heard: Heard) -> int:
    ends = [start + length for part in heard.parts for start, length, _, _ in part.notes[-64:]]
    return max([heard.end, *ends])


@dataclass(slots=True)
class _Draft:
    """A section being put together; `start` is the absolute tick of its first downbeat."""

    id: str
    start: int
    bars: int
    title: str
    lines: list[Line]
    repeats: str | None = None


class _Assembly:
    """One piece on its way to a song."""

    def __init__(self, song: Song, heard: Heard, chords: Sequence[Chord], lexicon: Lexicon) -> None:
        self._song = song
        self._heard = heard
        self._chords = chords
        self._ruler = heard.ruler
        self._serial = 0
        singer = next((place for place, part in enumerate(heard.parts) if part.words), None)
        words = heard.parts[singer].words if singer is not None else ()
        self._singer = singer
        self._lines = worded_lines(broken_into_lines(words, song.metre.beat_ticks), lexicon)

    def song(self) -> Song:
        """The finished song."""
        tracks = tuple(self._track(place, part) for place, part in enumerate(self._heard.parts))
        marks = section_marks(self._heard, self._lines, self._ruler)
        drafts = self._drafts(marks)
        sung = self._words_of(drafts)
        parts = self._parts(drafts, tracks, sung)
        chords = self._shared_chords(drafts)
        sections: list[Section] = []
        for draft in drafts:
            notes = parts[draft.id]
            markings = markings_between(self._song, self._heard.changes, draft.start, self._end_of(draft))
            whole = Music(draft.bars, tuple(chords[draft.id]), tuple(notes), markings)
            music = whole if notes or chords[draft.id] else None
            if draft is not drafts[-1]:
                # On the page a blank row stands between sections.
                draft.lines = [*draft.lines, Line(self._new_id("l"), "")]
            sections.append(self._section(draft, music, sections))
        return replace(self._song, sections=tuple(sections), tracks=tracks, serial=self._serial)

    def _end_of(self, draft: _Draft) -> int:
        end = draft.start
        for _ in range(draft.bars):
            end = self._ruler.bar_at(end).end
        return end

    def _new_id(self, prefix: str) -> str:
        self._serial += 1
        return f"{prefix}{self._serial}"

    def _track(self, place: int, part: HeardPart) -> Track:
        role = _role(part, sings=place == self._singer)
        name = part.name or ("Voice" if place == self._singer else f"Part {place + 1}")
        return Track(self._new_id("t"), name, role, part.program, part.mix)

    def _drafts(self, marks: Sequence[SectionMark]) -> list[_Draft]:
        """The sections, whole bars each."""
        end = max(_end(self._heard), marks[-1].tick + 1)
        edges = [*(mark.tick for mark in marks[1:]), end]
        return [
            _Draft(self._new_id("s"), mark.tick, self._ruler.count(mark.tick, edge), mark.title, [])
            for mark, edge in zip(marks, edges, strict=True)
        ]

    def _words_of(self, drafts: list[_Draft]) -> dict[int, tuple[int, str, int]]:
        """Put the lines into their sections; for each sung tick the section's index, the line and the syllable."""
        texts: list[list[WordedLine]] = [[] for _ in drafts]
        starts = [draft.start for draft in drafts]
        for line in self._lines:
            texts[max(0, bisect_right(starts, line.middle) - 1)].append(line)
        sung: dict[int, tuple[int, str, int]] = {}
        known: dict[tuple[object, ...], _Draft] = {}
        for place, (draft, lines) in enumerate(zip(drafts, texts, strict=True)):
            same = known.setdefault((draft.title, *((line.text, line.divisions) for line in lines)), draft)
            if same is not draft and lines and draft.title:
                draft.repeats = same.id
                shown = same.lines
            else:
                draft.lines = shown = [Line(self._new_id("l"), line.text, divisions=line.divisions) for line in lines]
            for kept, worded in zip(shown, lines, strict=True):
                sung.update((tick, (place, kept.id, index)) for tick, index in worded.places)
        return sung

    def _parts(
        self, drafts: list[_Draft], tracks: Sequence[Track], sung: dict[int, tuple[int, str, int]]
    ) -> dict[str, list[Part]]:
        found: defaultdict[str, list[Part]] = defaultdict(list)
        starts = [draft.start for draft in drafts]
        for place, (track, part) in enumerate(zip(tracks, self._heard.parts, strict=True)):
            shares: list[list[Note]] = [[] for _ in drafts]
            if place == self._singer:
                for index, note in _sung_notes(part.notes, starts, sung):
                    shares[index].append(note)
                for share in shares:
                    share.sort(key=attrgetter("start", "pitch"))
            else:
                _share_out(part.notes, starts, shares)
            for draft, notes in zip(drafts, shares, strict=True):
                if notes:
                    found[draft.id].append(Part(track.id, tuple(notes)))
        return found

    def _shared_chords(self, drafts: list[_Draft]) -> dict[str, list[Chord]]:
        """Chords by section; one that still holds where a section begins is said again there."""
        starts = [draft.start for draft in drafts]
        found: dict[str, list[Chord]] = {draft.id: [] for draft in drafts}
        for chord in sorted(self._chords, key=lambda chord: chord.start):
            draft = drafts[max(0, bisect_right(starts, chord.start) - 1)]
            found[draft.id].append(replace(chord, start=chord.start - draft.start))
        holding: Chord | None = None
        for draft in drafts:
            chords = found[draft.id]
            if holding is not None and (not chords or chords[0].start > 0):
                chords.insert(0, replace(holding, start=0))
            holding = chords[-1] if chords else holding
        return found

    def _section(self, draft: _Draft, music: Music | None, before: list[Section]) -> Section:
        title = draft.title
        worded = any(line.text for line in draft.lines)
        kind = SectionKind(title) if title in _KIND_NAMES and worded else heading_kind(title, self._song.piece)
        if title in _KIND_NAMES and worded:
            title = ""  # a section without a heading is marked by its kind alone
        if draft.repeats is not None:
            source = next(section for section in before if section.id == draft.repeats)
            music = None if music == source.music else music
        return Section(draft.id, kind, title, tuple(draft.lines), music, draft.repeats)


_KIND_NAMES = frozenset(kind.value for kind in SectionKind)


def _role(part: HeardPart, *, sings: bool) -> TrackRole:
    if sings:
        return TrackRole.VOCAL
    if part.drums:
        return TrackRole.DRUMS
    if part.words:
        return TrackRole.HARMONY
    return TrackRole.BASS if part.program in _BASSES else TrackRole.ACCOMPANIMENT


def _share_out(notes: Sequence[HeardNote], starts: list[int], shares: list[list[Note]]) -> None:
    """Notes into the sections in which they begin; those before the first belong to it as its pick-up."""
    place, last = 0, len(starts) - 1
    start, edge = starts[0], starts[1] if last else None
    share = shares[0]
    for tick, length, pitch, velocity in notes:
        while edge is not None and tick >= edge:
            place += 1
            share, start = shares[place], edge
            edge = starts[place + 1] if place < last else None
        share.append(Note(tick - start, length, pitch, velocity))


def _sung_notes(
    notes: Sequence[HeardNote], starts: list[int], sung: dict[int, tuple[int, str, int]]
) -> Iterator[tuple[int, Note]]:
    """The singer's notes, each with the index of its section; a note that follows at once draws a syllable out."""
    holding: tuple[int, str, int] | None = None
    held_to = 0
    for tick, length, pitch, velocity in notes:
        word = sung.get(tick)
        if word is None and holding is not None and tick <= held_to + _LEGATO:
            word = holding
        if word is None:
            place = max(0, bisect_right(starts, tick) - 1)
            yield place, Note(tick - starts[place], length, pitch, velocity)
            holding = None
            continue
        place, line, syllable = word
        yield place, Note(tick - starts[place], length, pitch, velocity, line, syllable)
        holding, held_to = word, tick + length
