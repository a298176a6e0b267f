"""ABC tunes (standard 2.1) as songs: notes, words below them, chord symbols in quotes, repeats and voices."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from songwright.core.language import said
from songwright.core.song import Key, Metre, Mode
from songwright.formats.abc_voice import AbcVoice, Clock
from songwright.formats.assemble import assembled
from songwright.formats.errors import UnreadableError
from songwright.formats.heard import Imported
from songwright.formats.performed import WrittenChange, WrittenPart, performed
from songwright.formats.text_in import text_of_bytes
from songwright.lyrics.lexicon import Lexicon
from songwright.music.pitch import key_fifths, parse_pitch_class

__all__ = ["from_abc"]

_FIELD = re.compile(r"([A-Za-z+]):[ \t]*(.*)")
_PROGRAM = re.compile(r"%%MIDI[ \t]+program[ \t]+(?:\d{1,2}[ \t]+)?(\d{1,3})")
_KEY = re.compile(r"([A-G])([#b♯♭]?)[ \t]*([A-Za-z]*)")
_FRACTION = re.compile(r"\(?(\d{1,2}(?:\+\d{1,2})*)\)?/(\d{1,2})")
_TEMPO = re.compile(r"(?:(\d{1,2})/(\d{1,2})\s*=\s*)?(\d{1,3}(?:\.\d{1,2})?)")
# Steps from a mode's tonic along the line of fifths to that of the major key with its signature.
_MODES = {"maj": 0, "ion": 0, "mix": -1, "dor": -2, "aeo": -3, "min": -3, "m": -3, "phr": -4, "loc": -5, "lyd": 1}
_KEPT = {"maj": Mode.MAJOR, "ion": Mode.MAJOR, "mix": Mode.MIXOLYDIAN, "dor": Mode.DORIAN, "aeo": Mode.MINOR,
         "lyd": Mode.LYDIAN, "phr": Mode.PHRYGIAN,         "min": Mode.MINOR, "m": Mode.MINOR}  # fmt: skip
_HEADER_ONLY = frozenset("ABCDFGHINORSXZrmUu")
_MOST_VOICES = 64
_COMMENT = re.compile(r"(?<!\\)%")
_UNTITLED = "Untitled"  # what our own writer calls a tune without a title, since a tune must have one


def from_abc(data: bytes, lexicon: Lexicon) -> Imported:
    """The first tune of a file. UnreadableError when there is none."""
    tune = _Tune()
    rows = list(_first_tune(text_of_bytes(data).split("\n"), tune))
    if not any(row.startswith("K:") for row in rows):
        raise UnreadableError(said("This is no ABC tune: it has no key (a row that begins with “K:”)."))
    for row in rows:
        tune.read(row)
    return tune.imported(lexicon)


def _first_tune(rows: list[str], tune: _Tune) -> Iterator[str]:
    """The rows of the first tune: up to the next that is numbered, or a blank row after its key."""
    begun = keyed = False
    for row in rows:
        text = row.rstrip()
        if text.startswith("X:"):
            if begun and keyed:
                tune.left_out[said("The file holds several tunes; the first of them was taken.")] += 1
                return
            begun = True
        keyed = keyed or text.startswith("K:")
        if text:
            yield text


class _Tune:
    """A tune being read."""

    def __init__(self) -> None:
        self.left_out: Counter[str] = Counter()
        self._title = ""
        self._metre = self._usual_metre = Metre()
        self._changes: list[WrittenChange] = []
        self._unit: int | None = None
        self._tempo = 120.0
        self._tempo_field = ""
        self._key: Key | None = None
        self._fifths = 0
        self._body = False
        self._voices: dict[str, AbcVoice] = {}
        self._now = "1"
        self._program = 0

    def read(self, row: str) -> None:
        """Take in one row."""
        program = _PROGRAM.match(row)
        if program is not None:
            self._set_program(min(127, int(program[1])))
            return
        if row.startswith("%"):
            return
        field = _FIELD.fullmatch(row)
        if field is not None and (not self._body or field[1] in "wWsPKMLQVTIN+" or field[1] in _HEADER_ONLY):
            self._field(field[1], _COMMENT.split(field[2])[0].strip() if field[1] != "w" else field[2])
        elif self._body:
            self._voice().music(row, self._inline)

    def imported(self, lexicon: Lexicon) -> Imported:
        """The song that has been read."""
        voices = [voice for voice in self._voices.values() if voice.close()]
        if not voices:
            raise UnreadableError(said("This ABC tune has no notes, so there is nothing to open."))
        for voice in voices:
            self.left_out.update(voice.left_out)
        longest = max(voices, key=lambda voice: len(voice.bars))
        parts = [WrittenPart(voice.name, voice.notes, voice.program) for voice in voices]
        chords = max((voice.chords for voice in voices), key=len)
        heard = performed(
            longest.bars, parts, self._usual_metre, chords=chords, marks=voices[0].marks, changes=self._changes
        )
        left_out = (*heard.left_out, *self.left_out)
        heard = replace(
            heard, title=self._title, tempo=self._quarters_a_minute(self._tempo_field), metre=self._usual_metre,
            key=self._key, left_out=left_out,
        )  # fmt: skip
        return assembled(heard, lexicon)

    def _voice(self) -> AbcVoice:
        if self._now not in self._voices:
            if len(self._voices) >= _MOST_VOICES:
                raise UnreadableError(
                    said("This ABC tune has more than {most} voices. It is damaged.", most=_MOST_VOICES)
                )
            voice = AbcVoice(self._clock())
            voice.program = self._program
            self._voices[self._now] = voice
        return self._voices[self._now]

    def _clock(self) -> Clock:
        """What notes mean now. Without L: it is a sixteenth in metres below three quarters, else an eighth."""
        usual = 120 if self._metre.beats / self._metre.unit < 0.75 else 240
        return Clock(self._unit or usual, self._metre.bar_ticks, self._fifths)

    def _set_program(self, program: int) -> None:
        if self._body:
            self._voice().program = program
        else:
            self._program = program

    def _inline(self, name: str, value: str) -> AbcVoice:
        """A field inside a row of music; the voice that goes on."""
        self._field(name, value)
        return self._voice()

    def _field(self, name: str, value: str) -> None:
        setters = {
            "T": self._set_title, "M": self._set_metre, "L": self._set_unit, "Q": self._set_tempo,
            "K": self._set_key, "V": self._begin_voice, "P": self._mark,
        }  # fmt: skip
        if name in setters:
            setters[name](value)
        elif name == "w" and self._body:
            self._voice().words(value)
        elif name == "W":
            self.left_out[said("Words that stand below the tune without notes (W:) were left out.")] += 1

    def _set_title(self, value: str) -> None:
        title = " ".join(value.replace("\\%", "%").split())
        self._title = self._title or ("" if title == _UNTITLED else title)

    def _set_unit(self, value: str) -> None:
        match = re.fullmatch(r"1/(\d{1,3})|1", value)
        if match is not None and int(match[1] or 1) in (1, 2, 4, 8, 16, 32, 64):
            self._unit = 1920 // int(match[1] or 1)
            self._retime()

    def _mark(self, value: str) -> None:
        if self._body:
            self._voice().mark(value)
        else:
            self.left_out[said("The order of its parts (P:) was left out; they stand as they are written.")] += 1

    def _retime(self) -> None:
        if self._body:
            self._voice().clock = self._clock()

    def _set_metre(self, value: str) -> None:
        named = {"C": (4, 4), "C|": (2, 2), "NONE": (4, 4)}
        match = _FRACTION.fullmatch(value.replace(" ", ""))
        found = named.get(value.strip().upper())
        if match is not None:
            found = (sum(int(beats) for beats in match[1].split("+")), int(match[2]))
        try:
            metre = Metre(*found) if found else None
        except ValueError:
            metre = None
        if metre is None:
            self.left_out[said("Its metre “{value}” could not be understood and was left out.", value=value[:12])] += 1
        else:
            self._metre = metre
            if self._body:
                self._change(metre=metre)
                self._retime()
            else:
                self._usual_metre = metre

    def _set_tempo(self, value: str) -> None:
        bare = re.sub(r'"[^"]*"', "", value).strip()
        match = _TEMPO.fullmatch(bare)
        if match is None:
            return
        if self._body and self._tempo_field:
            self._change(tempo=self._quarters_a_minute(bare))
        else:
            self._tempo_field = bare

    def _change(self, tempo: float | None = None, metre: Metre | None = None, key: Key | None = None) -> None:
        """Note what changes where the voice that leads has come to; the others say it again."""
        voice = self._voice()
        if voice is next(iter(self._voices.values())):
            self._changes.append(WrittenChange(*voice.place, tempo, metre, key))

    def _quarters_a_minute(self, field: str) -> float:
        match = _TEMPO.fullmatch(field)
        if match is None:
            return self._tempo
        beat = int(match[1]) / max(1, int(match[2])) if match[1] else self._clock().unit / 1920
        return float(match[3]) * beat * 4 or self._tempo

    def _set_key(self, value: str) -> None:
        match = _KEY.match(value)
        fifths, key = 0, Key()
        if match is not None:
            word = match[3].lower()[:3]
            word = "m" if word == "m" and match[3] != "M" else word
            steps = _MODES.get(word, 0)
            tonic = parse_pitch_class(match[1] + match[2])
            # A mode that songs here do not have is written in the major key of its signature.
            mode = _KEPT.get(word, Mode.MAJOR)
            key = Key(tonic if word in _KEPT or word not in _MODES else (tonic + 7 * -steps) % 12, mode)
            fifths = key_fifths(Key(tonic, Mode.MAJOR)) + steps
        elif not value.strip().lower().startswith(("none", "hp")) and not self._body:
            self.left_out[said("Its key “{value}” could not be understood; it is read as C.", value=value[:12])] += 1
        if not self._body:
            self._key, self._body = key, True
            self._fifths = fifths
        elif fifths != self._fifths and match is not None:
            self._change(key=key)
            self._fifths = fifths
        if self._voices:
            self._retime()

    def _begin_voice(self, value: str) -> None:
        name, _, rest = value.strip().partition(" ")
        if not name:
            return
        before, self._now = self._now, name
        if not self._body and not rest:
            self._now = before
            return
        named = re.search(r'(?:name|nm)\s*=\s*"([^"]*)"', rest)
        body, self._body = self._body, True
        if named is not None and not self._voice().name:
            self._voice().name = " ".join(named[1].split())
        self._body = body
        if not body:
            self._now = before
