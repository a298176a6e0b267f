"""Styles as data: what makes a waltz a waltz, read from `songwright_resources/styles/*.toml`.

Harmony that a style leaves out (a mode, a kind of section) comes from `common.toml`.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from math import inf
from typing import Any, Final

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import Key, Metre, Mix, Mode, SectionKind, TrackRole
from songwright.music.chords import parse_roman
from songwright.music.metrics import parse_metre
from songwright.music.pitch import parse_pitch_class

__all__ = ["USUAL_PACE", "Groove", "Harmony", "Instrument", "School", "Style", "Styles", "load_styles", "role_of_kind"]

USUAL_PACE: Final = 2.0
"""Syllables a second at which most songs are sung."""

_ROLES: Final[Mapping[SectionKind, str]] = {
    SectionKind.CHORUS: "chorus",
    SectionKind.BRIDGE: "bridge",
    SectionKind.PRE_CHORUS: "pre-chorus",
}

_DYNAMICS: Final[Mapping[SectionKind, float]] = {
    SectionKind.INTRO: 0.82,
    SectionKind.VERSE: 0.86,
    SectionKind.PRE_CHORUS: 0.94,
    SectionKind.CHORUS: 1.06,
    SectionKind.BRIDGE: 0.96,
    SectionKind.INTERLUDE: 0.92,
    SectionKind.OUTRO: 0.82,
    SectionKind.STANZA: 0.9,
    SectionKind.PROSE: 0.8,
}
"""Loudness of the kinds of section against each other, unless a style says otherwise."""


def role_of_kind(kind: SectionKind) -> str:
    """The word under which harmony is filed for a kind of section: verse, pre-chorus, chorus or bridge."""
    return _ROLES.get(kind, "verse")


@dataclass(frozen=True, slots=True)
class Harmony:
    """Progressions for one kind of section, as Roman numerals, one cell a bar ("ii-V7" shares a bar).

    `opening` phrases end on a half cadence (or keep a loop turning), `closing` ones come home; `whole` holds forms
    for a section of just that many bars (the twelve-bar blues).
    """

    opening: tuple[str, ...]
    closing: tuple[str, ...]
    whole: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Groove:
    """Drum patterns of one bar or more, by the name of the drum."""

    patterns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Instrument:
    """One track of a style: its General MIDI program and what it plays.

    `verse` and `chorus` are patterns to choose from (see `songwright.music.figures`); none is silence. `centre` is the
    pitch around which its voicings lie; `bare` ones leave out the third, which growls on an overdriven guitar; those
    that are not `free` keep their rhythm, as a dance wants it.
    """

    name: str
    role: TrackRole
    program: int
    verse: tuple[str, ...] = ()
    chorus: tuple[str, ...] = ()
    centre: int = 60
    bare: bool = False
    free: bool = True
    velocity: int = 68
    mix: Mix = field(default_factory=Mix)


@dataclass(frozen=True, slots=True)
class School:
    """Which of the trained nets' repertories a style is nearest to.

    `words` for rhythm ("lead sheet", "hymn" or "lied"), `chords` for harmony ("pop", "standard", "hymn", "lied", or
    empty for none: the style's own tables alone), `tune` for melody ("lead sheet", "hymn", "lied" or "folk").
    """

    words: str = "lead sheet"
    chords: str = "pop"
    tune: str = "lead sheet"


@dataclass(frozen=True, slots=True)
class Style:
    """Everything that a style decides.

    `bent` are semitones above the tonic that its tunes sing beside the scale (blue notes); `strangeness` is what any
    other chromatic note costs a tune in nats (0: as the nets have learned). `crash` tells whether a cymbal marks a full
    section, `looseness` how far its players stray from the beat (`Song.looseness`). `pace` is the syllables a second of
    its words, and in sections of a `recited` kind they are spoken on few notes. `keys` are tonics that lie well for its
    instruments, by mode. `mood` is where it stands between dark (-1) and bright (1), still (-1) and lively (1), and
    `themes` are words that call for it; its `reserve` is what these must outweigh before it comes unasked. `swing` is
    where the second half of a beat falls (0.67 in a shuffle), `syncopation` how far its words shift off the beat (1 as
    far as can be, below 0 for squarer ones), `slurs` the share of syllables that take two notes. In a `strophic` style
    later verses are sung to the first one's tune, note for note, wherever their words go to it. `voice` sings it unless
    the user says another (`audio.voice.voice_types`; "": the usual one).
    """

    id: str
    name: str
    summary: str
    metre: Metre
    tempo: tuple[float, float]
    modes: tuple[Mode, ...]
    swing: float
    intro: int
    line_bars: int
    rhythms: Mapping[str, tuple[str, ...]]
    leaps: float
    syncopation: float
    slurs: float
    instruments: tuple[Instrument, ...]
    grooves: Mapping[str, Groove]
    harmony: Mapping[tuple[Mode, str], Harmony]
    dynamics: Mapping[SectionKind, float]
    own_harmony: Mapping[tuple[Mode, str], Harmony] = field(default_factory=dict)
    school: School = field(default_factory=School)
    bent: tuple[int, ...] = ()
    strangeness: float = inf
    crash: bool = True
    looseness: float = 1.0
    pace: float = USUAL_PACE
    recited: tuple[str, ...] = ()
    keys: Mapping[Mode, tuple[int, ...]] = field(default_factory=dict)
    mood: tuple[float, float] = (0.0, 0.0)
    themes: tuple[str, ...] = ()
    reserve: float = 0.0
    strophic: bool = False
    voice: str = ""

    def numerals(self, mode: Mode) -> Counter[str]:
        """Every chord of the style's own tables in a mode, as Roman numerals with how often each is written there.

        A style that has nothing of its own in the mode has what is common to all.
        """
        own = [harmony for (of, _), harmony in self.own_harmony.items() if of is mode]
        found: Counter[str] = Counter()
        for harmony in own or [harmony for (of, _), harmony in self.harmony.items() if of is mode]:
            rows = (*harmony.opening, *harmony.closing, *(form for forms in harmony.whole.values() for form in forms))
            found.update(numeral for row in rows for cell in row.split() for numeral in cell.split("-"))
        return found

    def chords(self, mode: Mode) -> Mapping[tuple[int, str], int]:
        """How often the style's tables have each chord: (semitones above the tonic, quality) to a number."""
        found: Counter[tuple[int, str]] = Counter()
        for numeral, times in self.numerals(mode).items():
            chord = parse_roman(numeral, Key(0, mode))
            found[chord.root, chord.quality] += times
        return found


class Styles:
    """The styles that there are, by id."""

    def __init__(self, styles: Mapping[str, Style]) -> None:
        self._styles = dict(styles)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all styles in alphabetical order."""
        return tuple(sorted(self._styles))

    def __iter__(self) -> Iterator[Style]:
        return iter(self._styles[name] for name in self.ids)

    def get(self, style_id: str) -> Style:
        """The style with this id or name, in any case; SongwrightError names the others when there is none."""
        wanted = style_id.strip().lower()
        found = self._styles.get(wanted)
        if found is None:
            raise SongwrightError(
                said(
                    "There is no style called “{style_id}”. Choose one of: {names}.",
                    style_id=style_id,
                    names=", ".join(self.ids),
                ),
            )
        return found


def load_styles() -> Styles:
    """Read every style that ships with Songwright; SongwrightError when one is damaged."""
    folder = files("songwright_resources") / "styles"
    texts = {entry.name.removesuffix(".toml"): entry for entry in folder.iterdir() if entry.name.endswith(".toml")}
    try:
        tables = {name: tomllib.loads(entry.read_text(encoding="utf-8")) for name, entry in sorted(texts.items())}
        common = _harmonies(tables.pop("common")["harmony"])
        return Styles({name: _style(name, table, common) for name, table in tables.items()})
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise SongwrightError(
            said("Songwright's styles cannot be read, so nothing can be composed. Install Songwright again."),
            detail=repr(error),
        ) from error


def _style(style_id: str, table: dict[str, Any], common: Mapping[tuple[Mode, str], Harmony]) -> Style:
    low, high = table["tempo"]
    mood = table.get("mood", (0.0, 0.0))
    own = _harmonies(table.get("harmony", {}))
    dynamics = {**_DYNAMICS, **{SectionKind(kind): float(value) for kind, value in table.get("dynamics", {}).items()}}
    return Style(
        id=style_id,
        name=table["name"],
        summary=table["summary"],
        metre=parse_metre(table["metre"]),
        tempo=(float(low), float(high)),
        modes=tuple(Mode(mode) for mode in table["modes"]),
        swing=float(table.get("swing", 0.5)),
        intro=int(table.get("intro", 2)),
        line_bars=int(table["line_bars"]),
        rhythms={kind: tuple(patterns) for kind, patterns in table["rhythms"].items()},
        leaps=float(table.get("leaps", 1.0)),
        syncopation=float(table.get("syncopation", 0.0)),
        slurs=float(table.get("slurs", 0.04)),
        instruments=tuple(_instrument(entry) for entry in table["tracks"]),
        grooves={name: Groove(dict(patterns)) for name, patterns in table.get("drums", {}).items()},
        harmony={**common, **own},
        dynamics=dynamics,
        own_harmony=own,
        school=School(**table.get("school", {})),
        bent=tuple(int(step) for step in table.get("bent", ())),
        strangeness=float(table.get("strangeness", inf)),
        crash=bool(table.get("crash", True)),
        looseness=float(table.get("looseness", 1.0)),
        pace=float(table.get("pace", USUAL_PACE)),
        recited=tuple(table.get("recited", ())),
        keys={Mode(mode): tuple(map(parse_pitch_class, names)) for mode, names in table.get("keys", {}).items()},
        mood=(float(mood[0]), float(mood[1])),
        themes=tuple(table.get("themes", ())),
        reserve=float(table.get("reserve", 0.0)),
        strophic=bool(table.get("strophic", False)),
        voice=str(table.get("voice", "")),
    )


def _instrument(entry: dict[str, Any]) -> Instrument:
    mix = Mix(volume=entry.get("volume", 96), pan=entry.get("pan", 64), reverb=entry.get("reverb", 40))
    return Instrument(
        name=entry["name"],
        role=TrackRole(entry["role"]),
        program=int(entry.get("program", 0)),
        verse=_patterns(entry.get("verse", "")),
        chorus=_patterns(entry.get("chorus", entry.get("verse", ""))),
        centre=int(entry.get("centre", 60)),
        bare=bool(entry.get("bare", False)),
        free=bool(entry.get("free", True)),
        velocity=int(entry.get("velocity", 68)),
        mix=mix,
    )


def _patterns(entry: str | list[str]) -> tuple[str, ...]:
    """One pattern or several; an empty one is none."""
    return tuple(pattern for pattern in ([entry] if isinstance(entry, str) else entry) if pattern)


def _harmonies(table: dict[str, Any]) -> dict[tuple[Mode, str], Harmony]:
    return {
        (Mode(mode), kind): Harmony(
            opening=tuple(entry["open"]),
            closing=tuple(entry["close"]),
            whole={int(bars): tuple(forms) for bars, forms in entry.get("whole", {}).items()},
        )
        for mode, kinds in table.items()
        for kind, entry in kinds.items()
    }
