"""MIDI and karaoke files as songs: the words found among the texts, and the tune that carries them among the parts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import TypeVar

from songwright.core.language import said
from songwright.core.song import TICKS_PER_QUARTER, Key, Metre, Mix, Mode
from songwright.formats.assemble import assembled
from songwright.formats.changes_in import turns
from songwright.formats.errors import UnreadableError
from songwright.formats.gradual import quarters_a_minute
from songwright.formats.heard import (
    MOST_NOTES,
    Heard,
    HeardChange,
    HeardNote,
    HeardPart,
    HeardSyllable,
    Imported,
    SectionMark,
)
from songwright.formats.karaoke import karaoke_title, sung_words
from songwright.formats.smf import Meta, MidiTrack, SmfFile, Strike, in_sequence, read_smf
from songwright.lyrics.lexicon import Lexicon
from songwright.music.pitch import key_fifths

__all__ = ["LARGEST_MIDI", "decoded", "from_midi"]

T = TypeVar("T")

LARGEST_MIDI = 8 * 1024 * 1024

_TEXT, _NAME, _LYRIC, _MARKER = 0x01, 0x03, 0x05, 0x06
_TEMPO, _METRE, _KEY = 0x51, 0x58, 0x59
_USUAL_TEMPO = 120.0
# The share of a piece that its first tempo (or metre) holds for to be called the piece's own.
_GOOD_PART = 0.2
_DRUM_CHANNEL = 9
_VOLUME, _PAN, _REVERB = 7, 10, 91
# A syllable belongs to a note that begins within a thirty-second of it.
_NEAR = TICKS_PER_QUARTER // 8
_SINGING = re.compile(r"vo[ck]|melod|lead|sing|choir|solist|words|lyric|gesang|voix|cant[oa]", re.IGNORECASE)


def from_midi(data: bytes, lexicon: Lexicon) -> Imported:
    """The song of a MIDI file of type 0 or 1, or of a karaoke file. Raises UnreadableError."""
    if len(data) > LARGEST_MIDI:
        size = len(data) // 1_000_000
        raise UnreadableError(said("This MIDI file has {size} MB, far more than a song; it was not opened.", size=size))
    read = read_smf(data)
    file = in_sequence(read) if read.type == 2 else read
    struck = sum(len(notes) for track in file.tracks for notes in track.notes.values())
    if struck > MOST_NOTES:
        raise UnreadableError(
            said("This MIDI file has more than {most:,} notes: it is damaged, or no song.", most=MOST_NOTES)
        )
    found = _counted(assembled(_Listening(file).heard(), lexicon), struck)
    patterns = (said("Its separate patterns (MIDI of type 2) were laid one after another."),) if read.type == 2 else ()
    return replace(found, left_out=(*patterns, *found.left_out))


def _counted(found: Imported, struck: int) -> Imported:
    """What was imported, with a sentence when notes of the file are missing in it."""
    song = found.song
    kept = 0
    for section in song.sections:
        music = song.music(section)
        kept += sum(len(part.notes) for part in music.parts) if music is not None else 0
    if kept >= struck:
        return found
    lost = said("{lost:,} of its {all:,} notes found no place and were left out.", lost=struck - kept, all=struck)
    return replace(found, left_out=(*found.left_out, lost))


def decoded(pieces: Sequence[bytes]) -> list[str]:
    """Texts of a file in UTF-8 when all of them are, else in Windows' western letters."""
    try:
        return [piece.decode() for piece in pieces]
    except UnicodeDecodeError:
        return [piece.decode("cp1252", "replace") for piece in pieces]


@dataclass(slots=True)
class _Part:
    """A part with what tells whether it sings: the number of its track."""

    part: HeardPart
    track: int


class _Listening:
    """One file, its ticks turned into those of songs."""

    def __init__(self, file: SmfFile) -> None:
        self._file = file
        self._left_out: list[str] = []
        self._metas = sorted(
            ((meta, number) for number, track in enumerate(file.tracks) for meta in track.metas),
            key=lambda found: found[0].tick,
        )
        self._scale = TICKS_PER_QUARTER / file.division
        if file.seconds:
            # Time in seconds: as many quarters as the usual tempo gives.
            self._scale *= _USUAL_TEMPO / 60

    def heard(self) -> Heard:
        """What the file holds."""
        tempo, metre, key = self._tempo(), self._metre(), self._key()
        found = self._parts()
        if not found:
            raise UnreadableError(said("This MIDI file has no notes, so there is nothing to open."))
        words, home = self._words()
        parts = [one.part for one in found]
        if words:
            place = _singer(found, words, home)
            # The part that sings comes first.
            singer = _singing(parts.pop(place), words)
            parts.insert(0, singer)
        else:
            place = _tune(found)
            parts.insert(0, parts.pop(place))
        self._note_the_rest()
        marks = tuple(SectionMark(self._ticks(meta.tick), text) for meta, text in self._texts(_MARKER))
        return Heard(
            self._title(), tempo, metre, key, tuple(parts), marks, (), self._end(), tuple(self._left_out),
            self._changes(),
        )  # fmt: skip

    def _ticks(self, tick: int) -> int:
        return round(tick * self._scale)

    def _end(self) -> int:
        """Where the last track ends; an end mark long after the last note is no music."""
        parts = [notes for track in self._file.tracks for notes in track.notes.values()]
        last = max(start + length for notes in parts for start, length, _, _ in notes)
        bar = self._metre().bar_ticks
        return min(self._ticks(max(track.end for track in self._file.tracks)), self._ticks(last) + 4 * bar)

    def _texts(self, kind: int) -> list[tuple[Meta, str]]:
        metas = [meta for meta, _ in self._metas if meta.kind == kind]
        return list(zip(metas, decoded([meta.data for meta in metas]), strict=True))

    def _title(self) -> str:
        karaoke = karaoke_title([text for _, text in self._texts(_TEXT)])
        if karaoke:
            return karaoke
        # The first track of a file of type 1 is the conductor's, and its name the piece's.
        conductor = self._file.tracks[0]
        if self._file.type == 1 and conductor.notes:
            return ""
        names = decoded([meta.data for meta in conductor.metas if meta.kind == _NAME and meta.tick == 0])
        return " ".join(names[0].split()) if names else ""

    def _tempi(self) -> list[tuple[int, int]]:
        """Ticks of the file with microseconds a quarter."""
        if self._file.seconds:
            return []
        return [
            (meta.tick, int.from_bytes(meta.data))
            for meta, _ in self._metas
            if meta.kind == _TEMPO and len(meta.data) == 3 and any(meta.data)
        ]

    def _tempo(self) -> float:
        """The tempo that the piece begins with, if it holds for a good part of it, else its usual; 120 without any."""
        changes = self._tempi()
        return quarters_a_minute(self._usual(changes)) if changes else _USUAL_TEMPO

    def _usual(self, changes: list[tuple[int, T]]) -> T:
        """What a song is headed with: its first value, unless another holds most of the time."""
        times = _times(changes, max(track.end for track in self._file.tracks))
        first = changes[0][1]
        return first if times[first] >= _GOOD_PART * times.total() else times.most_common(1)[0][0]

    def _metres(self) -> list[tuple[int, Metre]]:
        return [
            (meta.tick, Metre(meta.data[0], 2 ** meta.data[1]))
            for meta, _ in self._metas
            if meta.kind == _METRE and len(meta.data) >= 2 and 1 <= meta.data[0] <= 32 and meta.data[1] <= 5
        ]

    def _metre(self) -> Metre:
        changes = self._metres()
        return self._usual(changes) if changes else Metre()

    def _keys(self) -> list[tuple[int, Key]]:
        found = []
        for meta, _ in self._metas:
            if meta.kind == _KEY and len(meta.data) == 2 and meta.data[1] <= 1:
                fifths = int.from_bytes(meta.data[:1], signed=True)
                mode = Mode.MINOR if meta.data[1] else Mode.MAJOR
                if -7 <= fifths <= 7:
                    keys = (Key(tonic, mode) for tonic in range(12))
                    found.append((meta.tick, next(key for key in keys if (key_fifths(key) - fifths) % 12 == 0)))
        return found

    def _key(self) -> Key | None:
        keys = self._keys()
        return keys[0][1] if keys else None

    def _changes(self) -> tuple[HeardChange, ...]:
        """All that the file says of tempo, metre and key, where it differs from what came before."""
        tempi = [(tick, quarters_a_minute(tempo)) for tick, tempo in self._tempi()]
        found = [HeardChange(self._ticks(tick), tempo=tempo) for tick, tempo in turns(self._tempo(), tempi)]
        found += [HeardChange(self._ticks(tick), metre=metre) for tick, metre in turns(self._metre(), self._metres())]
        found += [HeardChange(self._ticks(tick), key=key) for tick, key in turns(self._key(), self._keys())]
        return tuple(sorted(found, key=lambda change: change.tick))

    def _parts(self) -> list[_Part]:
        """A part for each track and channel that plays."""
        programs: dict[int, int] = {}
        for track in self._file.tracks:
            programs = {**track.programs, **programs}
        found = []
        for number, track in enumerate(self._file.tracks):
            named = decoded([meta.data for meta in track.metas if meta.kind == _NAME])
            alone = len(track.notes) == 1
            for channel, strikes in sorted(track.notes.items()):
                name = " ".join(named[0].split()) if named and alone else ""
                notes = _scaled(strikes, self._scale)
                program = track.programs.get(channel, programs.get(channel, 0))
                drums = channel == _DRUM_CHANNEL
                found.append(_Part(HeardPart(name, notes, (), program, drums, _mix(track, channel)), number))
        return found

    def _words(self) -> tuple[list[HeardSyllable], int]:
        """The words, and the number of the track that they are in; lyric events before mere texts."""
        by_track: defaultdict[tuple[int, int], list[Meta]] = defaultdict(list)
        for meta, number in self._metas:
            if meta.kind in (_LYRIC, _TEXT):
                by_track[meta.kind, number].append(meta)
        best: list[HeardSyllable] = []
        home = 0
        for (kind, number), metas in sorted(by_track.items(), key=lambda item: item[0][0] != _LYRIC):
            texts = decoded([meta.data for meta in metas])
            placed = [(self._ticks(meta.tick), text) for meta, text in zip(metas, texts, strict=True)]
            words = sung_words(placed, mere_text=kind == _TEXT)
            if len(words) > len(best) * (1 if kind == _LYRIC else 2):
                best, home = words, number
        return best, home

    def _note_the_rest(self) -> None:
        tracks = self._file.tracks
        if any(track.bent for track in tracks):
            self._left_out.append(said("Bends, pedals and other changes of sound while a note lasts were left out."))
        if any(track.changes for track in tracks):
            self._left_out.append(said("A part keeps the instrument that it begins with; later changes were left out."))
        if any(track.hanging for track in tracks):
            self._left_out.append(said("Some of its notes never end; they were ended with their track."))


def _scaled(strikes: Sequence[Strike], scale: float) -> tuple[HeardNote, ...]:
    if scale == 1:
        return tuple(strikes)
    found = [
        (round(start * scale), round(length * scale) or 1, pitch, velocity)
        for start, length, pitch, velocity in strikes
    ]
    # On a coarser grid, two that began one after the other may begin together.
    return tuple(found if scale > 1 else sorted(found, key=itemgetter(0, 2)))


def _times(changes: list[tuple[int, T]], end: int) -> Counter[T]:
    """For how many ticks each value holds."""
    times: Counter[T] = Counter()
    ends = [tick for tick, _ in changes[1:]] + [max(end, changes[-1][0] + 1)]
    for (tick, value), until in zip(changes, ends, strict=True):
        times[value] += until - tick
    return times


def _mix(track: MidiTrack, channel: int) -> Mix:
    usual = Mix()
    return Mix(
        track.controls.get((channel, _VOLUME), usual.volume),
        track.controls.get((channel, _PAN), usual.pan),
        track.controls.get((channel, _REVERB), usual.reverb),
    )


def _singer(found: Sequence[_Part], words: Sequence[HeardSyllable], home: int) -> int:
    """The part whose notes the words stand at; a few hundred of them tell."""
    heard = words[:: max(1, len(words) // 300)]

    def fit(place: int) -> float:
        part = found[place].part
        if part.drums:
            return -1.0
        onsets = {note[0] for note in part.notes}
        met = sum(_met(onsets, word.tick) for word in heard) / len(heard)
        extra = abs(len(part.notes) - len(words)) / max(len(part.notes), len(words))
        named = 0.3 * bool(_SINGING.search(part.name)) + 0.5 * (found[place].track == home)
        return met - 0.5 * extra + named

    return max(range(len(found)), key=fit)


def _tune(found: Sequence[_Part]) -> int:
    """The part that leads where nothing is sung: called so, else the one that is highest and mostly of one voice."""

    def lead(place: int) -> float:
        part = found[place].part
        if part.drums:
            return -1000.0
        alone = len({note[0] for note in part.notes}) / len(part.notes)
        height = sum(note[2] for note in part.notes) / len(part.notes)
        return 60 * bool(_SINGING.search(part.name)) + height + 30 * alone + min(len(part.notes), 64) / 2

    return max(range(len(found)), key=lead)


def _singing(part: HeardPart, words: Sequence[HeardSyllable]) -> HeardPart:
    """The part with the words put at its own onsets."""
    onsets = sorted({note[0] for note in part.notes})
    placed: list[HeardSyllable] = []
    for word in words:
        near = _nearest(onsets, word.tick)
        tick = word.tick if near is None or (placed and near <= placed[-1].tick) else near
        placed.append(word._replace(tick=tick))
    return replace(part, words=tuple(sorted(placed, key=itemgetter(0))))


def _met(onsets: set[int], tick: int) -> bool:
    return tick in onsets or any(near in onsets for near in range(tick - _NEAR, tick + _NEAR + 1))


def _nearest(onsets: Sequence[int], tick: int) -> int | None:
    place = bisect_left(onsets, tick - _NEAR)
    near = list(_from(onsets, place, tick + _NEAR))
    return min(near, key=lambda onset: abs(onset - tick), default=None)


def _from(onsets: Sequence[int], place: int, last: int) -> Iterator[int]:
    while place < len(onsets) and onsets[place] <= last:
        yield onsets[place]
        place += 1
