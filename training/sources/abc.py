"""ABC notation (standard 2.1, https://abcnotation.com/wiki/abc:standard:v2.1) as far as tune books use it.

Read are headers, inline fields, voices, notes with accidentals that last to the bar line, chords (their top note),
rests, ties, tuplets, broken rhythm and aligned words (`w:`). Left out are grace notes, decorations, slurs, repeats
(each bar is read once, as printed) and chord symbols.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from training.sources.tune import Bar, Sung, Tone, Tune

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_book", "read_tune"]

NATURALS = {"C": 60, "D": 62, "E": 64, "F": 65, "G": 67, "A": 69, "B": 71}
SHARPS = "FCGDAEB"
LINE_OF_FIFTHS = {
    name: i for i, name in enumerate(["Fb", "Cb", "Gb", "Db", "Ab", "Eb", "Bb", *"FCGDAEB"], start=-8)
} | {f"{letter}#": i for i, letter in enumerate("FCGDAEB", start=6)}
MODE_FIFTHS = {
    "": 0,
    "maj": 0,
    "ion": 0,
    "m": -3,
    "min": -3,
    "aeo": -3,
    "mix": -1,
    "dor": -2,
    "phr": -4,
    "lyd": 1,
    "loc": -5,
}
ACCIDENTALS = {"^^": 2, "^": 1, "=": 0, "_": -1, "__": -2}
TUPLET_TIME = {2: 3, 3: 2, 4: 3, 5: 2, 6: 2, 7: 2, 8: 3, 9: 2}

TOKEN = re.compile(
    r"""(?P<skip>"[^"]*"|![^!]*!|\+[a-z.]+\+|\{[^}]*\})
    |(?P<field>\[[A-Za-z]:[^\]]*\])
    |(?P<ending>\[\d[\d,\-]*)
    |(?P<tuplet>\(\d(?::\d?){0,2})
    |(?P<bar>:*\|[|:\]]*\d*|::)
    |(?P<note>(?P<accidental>\^\^|__|[\^_=])?(?P<letter>[A-Ga-g])(?P<octave>[,']*)(?P<length>\d*/*\d*))
    |(?P<open>\[)
    |(?P<close>\](?P<times>\d*/*\d*))
    |(?P<rest>[zx](?P<pause>\d*/*\d*))
    |(?P<tie>-)
    |(?P<broken>>+|<+)
    |.""",
    re.VERBOSE | re.DOTALL,
)
WORD_TOKEN = re.compile(r"[^\s\-_*|]+|-|_|\*|\|")


def key_signature(text: str) -> tuple[int, bool | None]:
    """`K:` field -> (sharps above 0 or flats below, whether minor); (0, None) when no key is named."""
    match = re.match(r"\s*([A-G])([#b]?)\s*([A-Za-z]*)", text)
    if match is None:
        return 0, None
    mode = match.group(3).lower()
    mode = mode if mode == "m" else mode[:3]
    mode = mode if mode in MODE_FIFTHS else ""
    fifths = LINE_OF_FIFTHS[match.group(1) + match.group(2)] + MODE_FIFTHS[mode]
    return max(-7, min(7, fifths)), mode in {"m", "min", "aeo", "dor", "phr"}


def metre_of(text: str) -> tuple[int, int] | None:
    """`M:` field -> (beats, unit); None for free metre."""
    text = text.strip()
    if text.startswith("C|"):
        return 2, 2
    if text.startswith("C"):
        return 4, 4
    match = re.match(r"(\d+)/(\d+)", text)
    return (int(match.group(1)), int(match.group(2))) if match else None


def length_of(text: str, unit: Fraction) -> Fraction:
    """A length suffix ("", "2", "/", "3/2", "//") times the unit note length."""
    match = re.match(r"(\d*)(/*)(\d*)", text)
    if match is None:
        return unit
    count, slashes, divisor = match.groups()
    below = 1 if not slashes else int(divisor) if divisor else 2 ** len(slashes)
    return unit * Fraction(int(count) if count else 1, max(1, below))


@dataclass(slots=True)
class _Draft:
    """A note while its bar is still being read."""

    onset: Fraction
    length: Fraction
    pitch: int
    tied: bool
    words: dict[int, Sung] = field(default_factory=dict)


@dataclass(slots=True)
class _Voice:
    """The reading state of one voice."""

    time: Fraction = Fraction(0)
    notes: list[_Draft] = field(default_factory=list)
    bars: list[tuple[Fraction, tuple[int, int] | None]] = field(default_factory=list)
    line: list[_Draft] = field(default_factory=list)
    altered: dict[str, int] = field(default_factory=dict)
    tied: bool = False
    tuplet: tuple[int, Fraction] = (0, Fraction(1))
    pending: Fraction | None = None
    verse: int = 0


@dataclass(slots=True)
class _Reader:
    """Sans-I/O reader of one tune's body."""

    unit: Fraction
    metre: tuple[int, int] | None
    fifths: int
    minor: bool | None
    voices: dict[str, _Voice] = field(default_factory=dict)
    name: str = ""

    def voice(self) -> _Voice:
        return self.voices.setdefault(self.name, _Voice())

    def body_line(self, line: str) -> None:
        if line.startswith("w:"):
            self._words(line[2:])
            return
        if match := re.match(r"\[V:\s*([^\]\s]+)[^\]]*\]|V:\s*(\S+).*$", line):
            self.name = match.group(1) or match.group(2)
            line = line[match.end() :]
        elif match := re.match(r"([A-Za-z]):(.*)$", line):
            self._field(match.group(1), match.group(2))
            return
        line = line.split("%")[0]
        if line.strip():
            voice = self.voice()
            voice.line, voice.verse = [], 0
            self._music(voice, line)

    def _field(self, letter: str, text: str) -> None:
        if letter == "K":
            self.fifths = key_signature(text)[0]
        elif letter == "M":
            self.metre = metre_of(text)
        elif letter == "L" and (match := re.match(r"\s*(\d+)/(\d+)", text)):
            self.unit = Fraction(int(match.group(1)), int(match.group(2))) * 4

    def _music(self, voice: _Voice, line: str) -> None:
        stack: list[tuple[int, Fraction]] | None = None
        for match in TOKEN.finditer(line):
            kind = match.lastgroup
            if match.group("note"):
                pitch, length = self._pitch(voice, match), length_of(match.group("length"), self.unit)
                if stack is None:
                    self._note(voice, pitch, length)
                else:
                    stack.append((pitch, length))
            elif match.group("open"):
                stack = []
            elif match.group("close"):
                if stack:
                    pitch, length = max(stack)
                    self._note(voice, pitch, length * length_of(match.group("times"), Fraction(1)))
                stack = None
            else:
                self._sign(voice, kind or "", match)

    def _sign(self, voice: _Voice, kind: str, match: re.Match[str]) -> None:
        token = match.group(0)
        if match.group("rest"):
            voice.time += self._scaled(voice, length_of(match.group("pause"), self.unit))
        elif match.group("bar"):
            voice.bars.append((voice.time, self.metre))
            voice.altered.clear()
        elif match.group("field"):
            self._field(token[1], token[3:-1])
        elif match.group("tuplet"):
            count = int(token[1])
            voice.tuplet = (count, Fraction(TUPLET_TIME.get(count, 2), count))
        elif kind == "tie":
            voice.tied = True
        elif kind == "broken" and voice.notes:
            self._broken(voice, token)

    @staticmethod
    def _broken(voice: _Voice, token: str) -> None:
        short = Fraction(1, 2 ** len(token))
        first, second = (2 - short, short) if token[0] == ">" else (short, 2 - short)
        note = voice.notes[-1]
        voice.time += note.length * (first - 1)
        note.length *= first
        voice.pending = second

    def _pitch(self, voice: _Voice, match: re.Match[str]) -> int:
        letter, octave = match.group("letter"), match.group("octave")
        place = letter + octave
        if match.group("accidental"):
            voice.altered[place] = ACCIDENTALS[match.group("accidental")]
        pitch = NATURALS[letter.upper()] + 12 * (letter.islower() + octave.count("'") - octave.count(","))
        return pitch + voice.altered.get(place, self._signature(letter.upper()))

    def _signature(self, letter: str) -> int:
        if self.fifths >= 0:
            return int(letter in SHARPS[: self.fifths])
        return -int(letter in SHARPS[self.fifths :])

    @staticmethod
    def _scaled(voice: _Voice, length: Fraction) -> Fraction:
        left, factor = voice.tuplet
        if left:
            voice.tuplet = (left - 1, factor)
            length *= factor
        if voice.pending is not None:
            length *= voice.pending
            voice.pending = None
        return length

    def _note(self, voice: _Voice, pitch: int, length: Fraction) -> None:
        length = self._scaled(voice, length)
        tied = voice.tied and bool(voice.notes) and voice.notes[-1].pitch == pitch
        note = _Draft(voice.time, length, pitch, tied)
        voice.notes.append(note)
        voice.line.append(note)
        voice.tied = False
        voice.time += length

    def _words(self, text: str) -> None:
        voice = self.voice()
        notes = iter(voice.line)
        for sung, advance in _syllables(text):
            note = next(notes, None)
            if note is None:
                break
            if sung is not None and advance:
                note.words[voice.verse] = sung
        voice.verse += 1


def _syllables(text: str) -> Iterator[tuple[Sung | None, bool]]:
    """One pair a note: the syllable or None (held or skipped), and whether it starts there."""
    pieces: list[list[object]] = []
    for token in WORD_TOKEN.findall(text.strip().replace(r"\-", "\u2011")):
        if token == "-":  # noqa: S105 - a hyphen, no password
            if pieces and pieces[-1][0] and not pieces[-1][1]:
                pieces[-1][1] = True
            else:
                pieces.append(["", False])
        elif token in {"_", "*"}:
            pieces.append(["", False])
        elif token != "|":  # noqa: S105
            pieces.append([re.sub(r"^\d+\.~?", "", token).replace("~", " ").strip() or token, False])
    inside = False
    for syllable, hyphen in pieces:
        if not syllable:
            yield None, False
            continue
        yield Sung(str(syllable), opens=not inside, closes=not hyphen), True
        inside = bool(hyphen)


def _joined(notes: list[_Draft]) -> tuple[Tone, ...]:
    """Ties become one longer note."""
    tones: list[Tone] = []
    for note in notes:
        last = tones[-1] if tones else None
        if note.tied and last is not None and last.pitch == note.pitch and last.end == note.onset:
            tones[-1] = Tone(last.onset, last.length + note.length, last.pitch, last.words)
        else:
            tones.append(Tone(note.onset, note.length, note.pitch, note.words))
    return tuple(tones)


def _bars(voice: _Voice, first: tuple[int, int] | None) -> tuple[Bar, ...]:
    """Bar lines -> bars; a short first bar is an upbeat, and two short halves make one bar (a repeat mid-bar)."""
    edges = [(Fraction(0), first), *voice.bars, (voice.time, first)]
    bars: list[Bar] = []
    for (start, metre), (end, _) in pairwise(edges):
        if end <= start:
            continue
        metre = metre or (4, 4)
        full = Fraction(4 * metre[0], metre[1])
        offset = Fraction(0)
        if end - start < full:
            last = bars[-1] if bars else None
            if last is None:
                offset = full - (end - start)
            elif last.offset == 0 and last.length + (end - start) == full:
                offset = last.length
        bars.append(Bar(start, end - start, offset, metre))
    return tuple(bars)


def read_tune(text: str, source: str, melody: str | None = None) -> Tune | None:
    """One tune (from its `X:` line). `melody` names the voice with the tune, else the first voice is taken.

    None when the text has no key or the melody no notes.
    """
    heads: dict[str, list[str]] = {}
    lines = [line.rstrip() for line in text.replace("\r", "").split("\n") if not line.startswith("%")]
    start = next((i for i, line in enumerate(lines) if line.startswith("K:")), None)
    if start is None:
        return None
    for line in lines[: start + 1]:
        if match := re.match(r"([A-Za-z]):\s*(.*)$", line):
            heads.setdefault(match.group(1), []).append(match.group(2).split("%")[0].strip())
    metre = metre_of(heads.get("M", [""])[0])
    unit = Fraction(1, 8) if metre is None or Fraction(*metre) >= Fraction(3, 4) else Fraction(1, 16)
    fifths, minor = key_signature(heads["K"][0])
    reader = _Reader(unit * 4, metre, fifths, minor)
    if "L" in heads:
        reader._field("L", heads["L"][0])  # noqa: SLF001 - same module
    for line in re.sub(r"\\\n", " ", "\n".join(lines[start + 1 :])).split("\n"):
        reader.body_line(line)
    voice = reader.voices.get(melody) if melody else next(iter(reader.voices.values()), None)
    if voice is None or not voice.notes:
        return None
    others = tuple(_joined(v.notes) for v in reader.voices.values() if v is not voice)
    tones = _joined(voice.notes)
    return Tune(
        name=heads.get("T", ["?"])[0],
        source=source,
        fifths=fifths,
        minor=minor,
        tones=tones,
        bars=_bars(voice, metre),
        voices=(tones, *others),
        notice=" ".join(heads.get("C", [])),
    )


def read_book(text: str, source: str, melody: str | None = None) -> Iterator[Tune]:
    """Every tune of a tune book."""
    for part in re.split(r"(?m)^(?=X:)", text.replace("\r", ""))[1:]:
        tune = read_tune(part, source, melody)
        if tune is not None:
            yield tune
