"""The song document: frozen dataclasses that hold words, music and mix, and nothing that could be derived.

Positions and lengths are in ticks, `TICKS_PER_QUARTER` to a quarter note. Positions inside a section count from
that section's first downbeat; a pick-up (anacrusis) before it has a negative start. Where a section falls in the
whole song is worked out by `songwright.core.timeline`.

Identifiers ("l12", "s3") are handed out from `Song.serial`, so that the same edits always give the same document.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from songwright.core.artwork import Artwork
from songwright.core.signatures import TICKS_PER_QUARTER, Key, Marking, Metre, Mode, check_kind, check_order

LIKE_FIRST = "like-first"
"""As a song's form: every section should be like the first of its kind."""

UNSUNG = "instrument"
"""As a track's voice: its instrument plays, whatever words it has."""

LOOSEST = 2.0
"""The most that a song's players may stray from the beat, 1 being what hands do."""

__all__ = [
    "LIKE_FIRST",
    "LOOSEST",
    "TICKS_PER_QUARTER",
    "UNSUNG",
    "Chord",
    "Key",
    "Line",
    "Marking",
    "Metre",
    "Mix",
    "Mode",
    "Music",
    "Note",
    "Part",
    "Piece",
    "Section",
    "SectionKind",
    "Singing",
    "Song",
    "Take",
    "Track",
    "TrackRole",
    "Tune",
]


class Piece(StrEnum):
    """What the writer is making."""

    SONG = "song"
    POEM = "poem"
    STORY = "story"


class SectionKind(StrEnum):
    """The job a section does in the form of the piece."""

    INTRO = "intro"
    VERSE = "verse"
    PRE_CHORUS = "pre-chorus"
    CHORUS = "chorus"
    BRIDGE = "bridge"
    INTERLUDE = "interlude"
    OUTRO = "outro"
    STANZA = "stanza"
    PROSE = "prose"


class TrackRole(StrEnum):
    """What a track does in the arrangement."""

    VOCAL = "vocal"
    HARMONY = "harmony"
    ACCOMPANIMENT = "accompaniment"
    BASS = "bass"
    DRUMS = "drums"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of verse, or one paragraph of prose.

    `readings` says how words of several pronunciations are sung here: (word in small letters, which of the
    dictionary's ways, counted from 0); the first where a word is not named. `divisions` says how words are cut where
    they are sung otherwise than the dictionary has it: (word in small letters, "noth-ing"; "heaven" is one syllable).
    """

    id: str
    text: str
    locked: bool = False
    readings: tuple[tuple[str, int], ...] = ()
    divisions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """One sounding note.

    A sung note names the syllable it carries: the line's id and the syllable's index in that line. Successive notes
    on the same syllable are a melisma (slur). `edited` tells that a hand made it what it is: composing again keeps it
    unless asked not to, while every other edit treats it as any note (`locked` protects from those too).
    """

    start: int
    length: int
    pitch: int
    velocity: int = 80
    line: str | None = None
    syllable: int | None = None
    locked: bool = False
    edited: bool = False

    def __post_init__(self) -> None:
        if self.length <= 0:
            raise ValueError(f"a note needs a length above 0 ticks, not {self.length}")
        if not 0 <= self.pitch <= 127:
            raise ValueError(f"pitch must be 0-127, not {self.pitch}")
        if not 1 <= self.velocity <= 127:
            raise ValueError(f"velocity must be 1-127, not {self.velocity}")

    @property
    def end(self) -> int:
        """Tick at which the note stops."""
        return self.start + self.length


@dataclass(frozen=True, slots=True)
class Chord:
    """A chord that holds from `start` until the next one.

    `quality` is a suffix from the table in `songwright.music.chords` ("", "m", "7", "maj7", "dim", ...).
    `bass` is a pitch class, when it is not the root. A chord of a chord sheet names, as a sung note does, the
    syllable that it begins with: the words get another rhythm when the song is composed, and the chord goes with them.
    """

    start: int
    root: int
    quality: str = ""
    bass: int | None = None
    locked: bool = False
    line: str | None = None
    syllable: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.root <= 11 or (self.bass is not None and not 0 <= self.bass <= 11):
            raise ValueError("a chord's root and bass are pitch classes 0-11")


@dataclass(frozen=True, slots=True)
class Part:
    """What one track plays in one section; notes are sorted by start, then pitch."""

    track: str
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Music:
    """The music of a section: its length in bars, its chords and one part per track that plays.

    `markings` are changes of tempo, metre and key inside it, by their starts; without any the song's own hold.
    """

    bars: int
    chords: tuple[Chord, ...] = ()
    parts: tuple[Part, ...] = ()
    markings: tuple[Marking, ...] = ()

    def __post_init__(self) -> None:
        if self.bars < 1:
            raise ValueError("a section's music lasts at least one bar")
        if self.markings:
            check_order(self.markings)

    def part(self, track: str) -> Part:
        """The part of a track; an empty one when the track is silent here."""
        return next((part for part in self.parts if part.track == track), Part(track))


@dataclass(frozen=True, slots=True)
class Section:
    """A verse, a chorus, a stanza, ...

    `title` is what its heading says ("Verse 1"); a section without a heading has none. A section with neither
    heading nor lines has no place in the text: give an instrumental one a title ("Intro"). Blank lines are kept as
    lines, so that the text a user typed comes back exactly; `sung_lines` leaves them out.
    A section that `repeats` another (by id) has no words of its own: its words are the other's, and so is its
    music unless it has `music` of its own.
    """

    id: str
    kind: SectionKind = SectionKind.VERSE
    title: str = ""
    lines: tuple[Line, ...] = ()
    music: Music | None = None
    repeats: str | None = None

    def __post_init__(self) -> None:
        check_kind(self.kind, SectionKind)
        if self.repeats is not None and self.sung_lines:
            raise ValueError("a section that repeats another has no words of its own")

    @property
    def sung_lines(self) -> tuple[Line, ...]:
        """The lines that have words."""
        return tuple(line for line in self.lines if line.text.strip())


@dataclass(frozen=True, slots=True)
class Mix:
    """How a track sounds: `volume` 0-127, `pan` 0 (left) to 127 (right), `reverb` 0-127."""

    volume: int = 100
    pan: int = 64
    reverb: int = 40
    mute: bool = False
    solo: bool = False

    def __post_init__(self) -> None:
        for name in ("volume", "pan", "reverb"):
            if not 0 <= getattr(self, name) <= 127:
                raise ValueError(f"{name} must be 0-127, not {getattr(self, name)}")


@dataclass(frozen=True, slots=True)
class Singing:
    """Who sings a track: `voice` is the id of a voice type, `UNSUNG`, or "" for the voice that suits.

    Left to what suits, a track sings when it has words. `hum` is what is sung where there are none ("ooh", "mm", "la"),
    `doubled` lets three voices sing the part.
    """

    voice: str = ""
    hum: str = "ooh"
    doubled: bool = False


@dataclass(frozen=True, slots=True)
class Track:
    """An instrument in the arrangement; `program` is a General MIDI program 0-127 (a drum kit for drums).

    A track that is sung keeps its program: it is played until its voice is ready, and wherever nobody can sing.
    """

    id: str
    name: str
    role: TrackRole
    program: int = 0
    mix: Mix = field(default_factory=Mix)
    singing: Singing = field(default_factory=Singing)

    def __post_init__(self) -> None:
        check_kind(self.role, TrackRole)
        if not 0 <= self.program <= 127:
            raise ValueError(f"program must be 0-127, not {self.program}")


@dataclass(frozen=True, slots=True)
class Take:
    """One generated text, with everything needed to generate it again.

    `settings` holds the sampler's settings and the request (mood, length, ...) as sorted pairs of text.
    `model_sha256` is empty while it is not known. `name` and `favourite` are its user's.
    """

    id: str
    text: str
    about: str
    piece: Piece
    seed: int
    model: str = ""
    model_sha256: str = ""
    settings: tuple[tuple[str, str], ...] = ()
    created: str = ""
    complete: bool = True
    name: str = ""
    favourite: bool = False


@dataclass(frozen=True, slots=True)
class Tune:
    """The music that a section once had, kept to be heard and taken again.

    `number` counts from 1 within the section; `tracks` are the ids of the tracks that the song had then, `origin` says
    what made it in the user's words, and `mark` is "A" or "B" while it is compared. `name` and `favourite` are its
    user's; a favourite is never dropped.
    """

    number: int
    section: str
    music: Music
    tracks: frozenset[str]
    origin: str = ""
    mark: str = ""
    name: str = ""
    favourite: bool = False


@dataclass(frozen=True, slots=True)
class Song:
    """The whole document that undo and redo move through. `tempo` is in quarter notes a minute.

    Notes and chords are kept as they sound; `capo` is the fret of a guitar's capo (0: none), above which a player
    fingers each chord so many semitones lower. `form` is what the words are measured by: the id of a form, a form in
    the notation of `songwright.lyrics.notation`, `LIKE_FIRST`, or nothing (""). `tags` are its user's own words for it.
    `artwork` is the cover, once there is one. `looseness` is how far its players stray from the beat when it sounds,
    from 0 (never) over 1 (as hands do) to 2; notes and scores stay on it.
    """

    title: str = ""
    about: str = ""
    piece: Piece = Piece.SONG
    style: str = "folk"
    key: Key = field(default_factory=Key)
    metre: Metre = field(default_factory=Metre)
    tempo: float = 100.0
    seed: int = 0
    sections: tuple[Section, ...] = ()
    tracks: tuple[Track, ...] = ()
    serial: int = 0
    capo: int = 0
    form: str = ""
    tags: tuple[str, ...] = ()
    artwork: Artwork | None = None
    looseness: float = 0.0

    def __post_init__(self) -> None:
        check_kind(self.piece, Piece)
        if not 0 <= self.looseness <= LOOSEST:
            raise ValueError(f"players stray by 0 (never) to {LOOSEST:g}, not by {self.looseness}")
        if not 0 <= self.capo <= 11:
            raise ValueError(f"a capo stands on fret 1-11, or there is none (0), not on {self.capo}")
        if not 20 <= self.tempo <= 400:
            raise ValueError(f"tempo must be 20-400 beats a minute, not {self.tempo}")

    def section(self, section_id: str) -> Section:
        """The section with this id; KeyError when there is none."""
        for section in self.sections:
            if section.id == section_id:
                return section
        raise KeyError(section_id)

    def source(self, section: Section) -> Section:
        """The section whose words `section` shows: itself, or the one that it repeats."""
        return section if section.repeats is None else self.section(section.repeats)

    def music(self, section: Section) -> Music | None:
        """The music that sounds in `section`: its own, else that of the section it repeats."""
        return section.music if section.music is not None else self.source(section).music

    def new_id(self, prefix: str) -> tuple[str, Song]:
        """A fresh identifier, and the song that remembers having given it."""
        serial = self.serial + 1
        return f"{prefix}{serial}", replace(self, serial=serial)
