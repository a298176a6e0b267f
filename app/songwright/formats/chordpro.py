"""ChordPro: words with the chords in brackets where they change, as songbook programs read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from songwright.core.song import Chord, Key, Section, SectionKind, Song
from songwright.core.timeline import Span, TimedChord, Timeline, timeline
from songwright.formats.sung import SungSyllable, singing_track, sung_syllables
from songwright.lyrics.lexicon import Lexicon
from songwright.music.chords import format_symbol
from songwright.music.pitch import spell_class

__all__ = ["to_chordpro"]

# Environments that every reader knows; other sections get a comment with their name.
_ENVIRONMENTS = {SectionKind.VERSE: "verse", SectionKind.CHORUS: "chorus", SectionKind.BRIDGE: "bridge"}
_BAR = "|"


def to_chordpro(song: Song, lexicon: Lexicon) -> str:
    """The song as a chord sheet, each section written out; without music, the words alone."""
    laid = timeline(song)
    sung = sung_syllables(song, laid, lexicon, singing_track(song, laid))
    spans = {span.section_id: span for span in laid.spans}
    blocks = ["\n".join(_head(song))]
    for section in song.sections:
        span = spans.get(section.id)
        rows = list(_rows(song, section, [s for s in sung if span and s.span == span.index], laid, span))
        if rows or section.title:
            blocks.append("\n".join(_environment(section, rows)))
    return "\n\n".join(block for block in blocks if block) + "\n"


def _head(song: Song) -> Iterator[str]:
    if song.title.strip():
        yield f"{{title: {_plain(song.title)}}}"
    minor = "m" if song.key.mode in ("minor", "dorian", "phrygian") else ""
    key = _fingered_key(song)
    yield f"{{key: {spell_class(key.tonic, key)}{minor}}}"
    if song.capo:
        yield f"{{capo: {song.capo}}}"
    yield f"{{tempo: {song.tempo:g}}}"
    yield f"{{time: {song.metre.beats}/{song.metre.unit}}}"


def _environment(section: Section, rows: list[str]) -> list[str]:
    name = _ENVIRONMENTS.get(section.kind)
    if name is None:
        return [f"{{comment: {_plain(section.title)}}}", *rows] if section.title else rows
    label = f': label="{_plain(section.title)}"' if section.title else ""
    return [f"{{start_of_{name}{label}}}", *rows, f"{{end_of_{name}}}"]


def _rows(song: Song, section: Section, sung: list[SungSyllable], laid: Timeline, span: Span | None) -> Iterator[str]:
    """The section's lines with its chords; a row of chords alone where nobody sings."""
    chords = [chord for chord in laid.chords if span and span.start <= chord.start < span.end]
    lines = song.source(section).sung_lines
    if not lines:
        if chords and span:
            yield _chord_row(song, chords, span, laid.bar_ticks)
        return
    places = _places(chords, sung)
    for line in lines:
        syllables = [syllable for syllable in sung if syllable.line == line.id]
        row = _line(song, syllables, places) if syllables else _plain(line.text)
        # A row that begins with this sign would be a remark that nobody sees.
        yield row.replace("#", "♯", 1) if row.startswith("#") else row


def _places(chords: list[TimedChord], sung: list[SungSyllable]) -> dict[int, list[TimedChord]]:
    """For each syllable (by its start) the chords that begin with it, or since the syllable before it ended."""
    places: defaultdict[int, list[TimedChord]] = defaultdict(list)
    starts = [syllable.start for syllable in sung]
    for chord in chords:
        # A chord under a held syllable belongs to it; one in a rest to the next syllable, if there is one.
        held = [syllable.start for syllable in sung if syllable.start <= chord.start < syllable.end]
        following = [start for start in starts if start >= chord.start]
        if starts:
            places[(held or following or starts[-1:])[0]].append(chord)
    return places


def _line(song: Song, syllables: list[SungSyllable], places: dict[int, list[TimedChord]]) -> str:
    found = []
    for syllable in syllables:
        # Sung twice in one section, a line is shown with the chords of the first time.
        chords = places.get(syllable.start, [])
        found.append("".join(f"[{_symbol(song, chord.chord)}]" for chord in chords))
        found.append(_plain(syllable.text) + (" " if syllable.ends_word else ""))
        if syllable.ends_line:
            break
    return "".join(found).strip()


def _chord_row(song: Song, chords: list[TimedChord], span: Span, bar: int) -> str:
    """Chords in bars: "| [Dm] | [G] [C] |"."""
    bars: defaultdict[int, list[str]] = defaultdict(list)
    for chord in chords:
        bars[(chord.start - span.start) // bar].append(f"[{_symbol(song, chord.chord)}]")
    return f"{_BAR} " + f" {_BAR} ".join(" ".join(bars[number]) or "-" for number in range(span.bars)) + f" {_BAR}"


def _fingered_key(song: Song) -> Key:
    """The key of the chords as they are fingered above the capo."""
    return Key((song.key.tonic - song.capo) % 12, song.key.mode)


def _symbol(song: Song, chord: Chord) -> str:
    """The chord as it is fingered: with a capo, lower than it sounds."""
    bass = None if chord.bass is None else (chord.bass - song.capo) % 12
    return format_symbol(replace(chord, root=(chord.root - song.capo) % 12, bass=bass), _fingered_key(song))


def _plain(text: str) -> str:
    """Text without what ChordPro would take for a chord or a directive."""
    return " ".join(text.translate(_BRACKETS).split())


_BRACKETS = str.maketrans("[]{}", "()()")
