"""ChordPro: words with the chords in brackets where they change, as songbook programs read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from songwright.core.edits import moved_key
from songwright.core.song import Key, Section, SectionKind, Song
from songwright.core.timeline import Span, TimedChord, Timeline, timeline
from songwright.core.turns import opening, turns
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
    signs = _Signs(song, laid)
    blocks = ["\n".join(_head(song, laid))]
    for section in song.sections:
        span = spans.get(section.id)
        before = list(signs.until(span.start)) if span else []
        rows = list(_rows(song, section, [s for s in sung if span and s.span == span.index], laid, span, signs))
        if rows or section.title:
            blocks.append("\n".join([*before, *_environment(section, rows)]))
    return "\n\n".join(block for block in blocks if block) + "\n"


class _Signs:
    """The directives of what changes inside the song, in order of time; a gradual tempo is said where it begins."""

    def __init__(self, song: Song, laid: Timeline) -> None:
        self._song = song
        self._waiting = list(turns(laid))
        first = opening(laid)
        metre = first.metre or song.metre
        self._said = {
            "key": _key_row(song, first.key or song.key),
            "time": f"{{time: {metre.beats}/{metre.unit}}}",
            "tempo": f"{{tempo: {round(first.tempo or song.tempo, 2):g}}}",
        }

    def until(self, tick: int) -> Iterator[str]:
        """What has changed up to a tick, and was not said yet; what has changed back by then is not said."""
        now: dict[str, str] = {}
        while self._waiting and self._waiting[0].tick <= tick:
            turn = self._waiting.pop(0)
            if turn.key is not None:
                now["key"] = _key_row(self._song, turn.key)
            if turn.metre is not None:
                now["time"] = f"{{time: {turn.metre.beats}/{turn.metre.unit}}}"
            if turn.tempo is not None:
                now["tempo"] = f"{{tempo: {round(turn.tempo, 2):g}}}"
        yield from (row for name, row in now.items() if self._said.get(name) != row)
        self._said |= now


def _key_row(song: Song, key: Key) -> str:
    """A key as it is fingered."""
    fingered = moved_key(key, -song.capo)
    minor = "m" if key.mode in ("minor", "dorian", "phrygian") else ""
    return f"{{key: {spell_class(fingered.tonic, fingered)}{minor}}}"


def _head(song: Song, laid: Timeline) -> Iterator[str]:
    first = opening(laid)
    if song.title.strip():
        yield f"{{title: {_plain(song.title)}}}"
    yield _key_row(song, first.key or song.key)
    if song.capo:
        yield f"{{capo: {song.capo}}}"
    metre = first.metre or song.metre
    yield f"{{tempo: {first.tempo or song.tempo:g}}}"
    yield f"{{time: {metre.beats}/{metre.unit}}}"


def _environment(section: Section, rows: list[str]) -> list[str]:
    name = _ENVIRONMENTS.get(section.kind)
    if name is None:
        return [f"{{comment: {_plain(section.title)}}}", *rows] if section.title else rows
    label = f': label="{_plain(section.title)}"' if section.title else ""
    return [f"{{start_of_{name}{label}}}", *rows, f"{{end_of_{name}}}"]


def _rows(
    song: Song, section: Section, sung: list[SungSyllable], laid: Timeline, span: Span | None, signs: _Signs
) -> Iterator[str]:
    """The section's lines with its chords; a row of chords alone where nobody sings."""
    chords = [chord for chord in laid.chords if span and span.start <= chord.start < span.end]
    lines = song.source(section).sung_lines
    if not lines:
        if chords and span:
            yield _chord_row(song, chords, span, laid)
        return
    places = _places(chords, sung)
    for line in lines:
        syllables = [syllable for syllable in sung if syllable.line == line.id]
        if syllables:
            yield from signs.until(syllables[0].start)
        row = _line(song, syllables, places, laid) if syllables else _plain(line.text)
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


def _line(song: Song, syllables: list[SungSyllable], places: dict[int, list[TimedChord]], laid: Timeline) -> str:
    found = []
    for syllable in syllables:
        # Sung twice in one section, a line is shown with the chords of the first time.
        chords = places.get(syllable.start, [])
        found.append("".join(f"[{_symbol(song, chord, laid)}]" for chord in chords))
        found.append(_plain(syllable.text) + (" " if syllable.ends_word else ""))
        if syllable.ends_line:
            break
    return "".join(found).strip()


def _chord_row(song: Song, chords: list[TimedChord], span: Span, laid: Timeline) -> str:
    """Chords in bars: "| [Dm] | [G] [C] |"."""
    bars: defaultdict[int, list[str]] = defaultdict(list)
    for chord in chords:
        bars[laid.bar_number(chord.start) - laid.bar_number(span.start)].append(f"[{_symbol(song, chord, laid)}]")
    return f"{_BAR} " + f" {_BAR} ".join(" ".join(bars[number]) or "-" for number in range(span.bars)) + f" {_BAR}"


def _symbol(song: Song, timed: TimedChord, laid: Timeline) -> str:
    """The chord as it is fingered: with a capo, lower than it sounds."""
    chord, key = timed.chord, moved_key(laid.key_at(timed.start), -song.capo)
    bass = None if chord.bass is None else (chord.bass - song.capo) % 12
    return format_symbol(replace(chord, root=(chord.root - song.capo) % 12, bass=bass), key)


def _plain(text: str) -> str:
    """Text without what ChordPro would take for a chord or a directive."""
    return " ".join(text.translate(_BRACKETS).split())


_BRACKETS = str.maketrans("[]{}", "()()")
