"""The project file's format as tables: what each part of a document is called in it, and what may stand there."""

from __future__ import annotations

from songwright.core.artwork import Actor, Artwork, Recipe, WordSource
from songwright.core.language import said
from songwright.core.session import Document
from songwright.core.song import (
    Chord,
    Key,
    Line,
    Marking,
    Metre,
    Mix,
    Mode,
    Music,
    Note,
    Part,
    Piece,
    Section,
    SectionKind,
    Singing,
    Song,
    Take,
    Track,
    TrackRole,
    Tune,
)
from songwright.core.versions import SongVersion
from songwright.formats.codec import (
    FLAG,
    INTEGER,
    NUMBER,
    TEXT,
    Codec,
    Json,
    Member,
    Misfit,
    choice,
    many,
    maybe,
    record,
    whole,
)

__all__ = ["DOCUMENT"]

# Far beyond any song, and small enough that nothing which counts bars or ticks runs away.
TICKS = whole(-(2**31), 2**31)
BARS = whole(1, 100_000)

KEY = record(Key, {"tonic": INTEGER, "mode": choice(Mode)})
METRE = record(Metre, {"beats": INTEGER, "unit": INTEGER})


def _readings(value: Json) -> tuple[tuple[str, int], ...]:
    if not isinstance(value, dict):
        raise Misfit(said("should be a group of numbers by word"))
    for word, way in value.items():
        if not isinstance(way, int) or isinstance(way, bool) or not 0 <= way < 100:
            raise Misfit(said("should be a small whole number")).inside(f".{word[:40]}")
    return tuple(sorted(value.items()))


def _divisions(value: Json) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict) or not all(isinstance(cut, str) for cut in value.values()):
        raise Misfit(said("should be a group of texts by word"))
    return tuple(sorted(value.items()))


READINGS: Codec[tuple[tuple[str, int], ...]] = Codec(lambda pairs: dict(sorted(pairs)), _readings)
DIVISIONS: Codec[tuple[tuple[str, str], ...]] = Codec(lambda pairs: dict(sorted(pairs)), _divisions)
LINE = record(
    Line,
    {
        "id": TEXT,
        "text": TEXT,
        "locked": Member(FLAG, default=False),
        "readings": Member(READINGS, default=()),
        "divisions": Member(DIVISIONS, default=()),
    },
)
NOTE = record(
    Note,
    {
        "start": TICKS,
        "length": TICKS,
        "pitch": INTEGER,
        "velocity": INTEGER,
        "line": Member(maybe(TEXT), default=None),
        "syllable": Member(maybe(INTEGER), default=None),
        "locked": Member(FLAG, default=False),
        "edited": Member(FLAG, default=False),
    },
)
CHORD = record(
    Chord,
    {
        "start": TICKS,
        "root": INTEGER,
        "quality": TEXT,
        "bass": Member(maybe(INTEGER), default=None),
        "locked": Member(FLAG, default=False),
        "line": Member(maybe(TEXT), default=None),
        "syllable": Member(maybe(INTEGER), default=None),
    },
)
PART = record(Part, {"track": TEXT, "notes": many(NOTE)})
MARKING = record(
    Marking,
    {
        "start": whole(0, 2**31),
        "tempo": Member(maybe(NUMBER), default=None),
        "over": Member(whole(0, 2**31), default=0),
        "metre": Member(maybe(METRE), default=None),
        "key": Member(maybe(KEY), default=None),
    },
)
MUSIC = record(
    Music,
    {"bars": BARS, "markings": Member(many(MARKING), default=()), "chords": many(CHORD), "parts": many(PART)},
)
SECTION = record(
    Section,
    {
        "id": TEXT,
        "kind": choice(SectionKind),
        "title": TEXT,
        "repeats": Member(maybe(TEXT), default=None),
        "lines": many(LINE),
        "music": Member(maybe(MUSIC), default=None),
    },
)
MIX = record(Mix, {"volume": INTEGER, "pan": INTEGER, "reverb": INTEGER, "mute": FLAG, "solo": FLAG})
SINGING = record(
    Singing,
    {"voice": Member(TEXT, default=""), "hum": Member(TEXT, default="ooh"), "doubled": Member(FLAG, default=False)},
)
TRACK = record(
    Track,
    {
        "id": TEXT,
        "name": TEXT,
        "role": choice(TrackRole),
        "program": INTEGER,
        "mix": MIX,
        "singing": Member(SINGING, default=Singing()),
    },
)
ACTOR = record(Actor, {"concept": TEXT, "word": Member(TEXT, default="")})
RECIPE = record(
    Recipe,
    {
        "version": INTEGER,
        "seed": INTEGER,
        "frame": TEXT,
        "palette": TEXT,
        "place": TEXT,
        "hour": TEXT,
        "weather": TEXT,
        "season": Member(TEXT, default=""),
        "mood": Member(TEXT, default=""),
        "cast": many(ACTOR),
        "setting": Member(many(ACTOR), default=()),
        "locks": Member(many(TEXT), default=()),
    },
)
ARTWORK = record(
    Artwork,
    {
        "recipe": RECIPE,
        "source": Member(choice(WordSource), default=WordSource.SONG),
        "caption": Member(TEXT, default=""),
        "lines": Member(many(TEXT), default=()),
        "own": Member(TEXT, default=""),
    },
)
SONG = record(
    Song,
    {
        "title": TEXT,
        "about": TEXT,
        "piece": choice(Piece),
        "form": Member(TEXT, default=""),
        "tags": Member(many(TEXT), default=()),
        "style": TEXT,
        "key": KEY,
        "metre": METRE,
        "tempo": NUMBER,
        "seed": INTEGER,
        "capo": INTEGER,
        "artwork": Member(maybe(ARTWORK), default=None),
        "looseness": Member(NUMBER, default=0.0),
        "serial": INTEGER,
        "tracks": many(TRACK),
        "sections": many(SECTION),
    },
)


def _pairs(value: Json) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        raise Misfit(said("should be a group of named texts"))
    for name, text in value.items():
        if not isinstance(text, str):
            raise Misfit(said("should be text")).inside(f".{name[:40]}")
    return tuple(sorted(value.items()))


SETTINGS: Codec[tuple[tuple[str, str], ...]] = Codec(lambda pairs: dict(sorted(pairs)), _pairs)
TAKE = record(
    Take,
    {
        "id": TEXT,
        "about": TEXT,
        "piece": choice(Piece),
        "seed": INTEGER,
        "model": TEXT,
        "model_sha256": TEXT,
        "settings": SETTINGS,
        "created": TEXT,
        "complete": FLAG,
        "name": Member(TEXT, default=""),
        "favourite": Member(FLAG, default=False),
        "text": TEXT,
    },
)


def _names(value: Json) -> frozenset[str]:
    return frozenset(_NAMES.decode(value))


_NAMES = many(TEXT)
NAMES: Codec[frozenset[str]] = Codec(lambda names: _NAMES.encode(tuple(sorted(names))), _names)
TUNE = record(
    Tune,
    {
        "section": TEXT,
        "number": whole(1, 10**9),
        "origin": TEXT,
        "mark": Member(TEXT, default=""),
        "name": Member(TEXT, default=""),
        "favourite": Member(FLAG, default=False),
        "tracks": NAMES,
        "music": MUSIC,
    },
)
SONGVERSION = record(
    SongVersion,
    {
        "id": TEXT,
        "name": TEXT,
        "created": TEXT,
        "favourite": Member(FLAG, default=False),
        "song": SONG,
    },
)
DOCUMENT = record(
    Document,
    {
        "song": SONG,
        "takes": many(TAKE),
        "tunes": many(TUNE),
        "versions": Member(many(SONGVERSION), default=()),
    },
)
