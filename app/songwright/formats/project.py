"""The `.songwright` project file: versioned, readable JSON that holds a whole document.

    {
      "format": "songwright",
      "version": 4,
      "song": {"title": "...", ..., "sections": [...], "tracks": [...]},
      "takes": [...],
      "tunes": [...],
      "versions": [...]
    }

The table below is the format. What it does not name is refused, so nothing is dropped in silence when an edited
file is saved again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

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
from songwright.formats.errors import BadProjectError, NewerProjectError
from songwright.formats.migrations import MIGRATIONS, Migration, migrated
from songwright.formats.readable_json import readable_json
from songwright.formats.references import check_references
from songwright.formats.settle import settled

__all__ = ["FORMAT", "SUFFIX", "VERSION", "dump", "load"]

FORMAT = "songwright"
SUFFIX = ".songwright"
VERSION = len(MIGRATIONS) + 1

# A song of an hour with hundreds of takes is under 20 MB. Refusing more keeps a wrong file from eating the memory.
LARGEST_BYTES = 256 * 1024 * 1024

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


def dump(document: Document) -> bytes:
    """The project file of a document; the same bytes for equal documents."""
    content = DOCUMENT.encode(document)
    assert isinstance(content, dict)  # noqa: S101 - a record is always written as one; tells the type checker
    return readable_json({"format": FORMAT, "version": VERSION, **content})


def load(data: bytes, migrations: Sequence[Migration] = MIGRATIONS) -> Document:
    """Read a project file of this or an earlier version.

    Raises BadProjectError, whose message names the place of the damage, and nothing else.
    """
    tree = _tree(data)
    version = _version(tree, newest=len(migrations) + 1)
    try:
        tree = migrated(
            {name: value for name, value in tree.items() if name not in ("format", "version")}, version, migrations
        )
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise BadProjectError(
            said(
                "This project file of version {version} is damaged and cannot be brought up to date. "
                "Open its backup, or an earlier copy.",
                version=version,
            ),
            detail=repr(error),
        ) from error
    try:
        document = DOCUMENT.decode(tree)
        check_references(document.song, document.tunes, document.versions)
    except Misfit as misfit:
        raise _damaged(misfit) from misfit
    return settled(document)


def _damaged(misfit: Misfit) -> BadProjectError:
    place = misfit.place.removeprefix("song.")
    return BadProjectError(
        said(
            "This project file is damaged or was changed by hand: {place} {problem}. "
            "Put that right in a text editor, or open the backup beside it.",
            place=place or said("its content"),
            problem=misfit.problem,
        ),
        detail=f"{misfit.place}: {misfit.problem}",
    )


def _tree(data: bytes) -> dict[str, Json]:
    if len(data) > LARGEST_BYTES:
        raise BadProjectError(
            said("This file is {size} MB, larger than any project; it was not opened.", size=len(data) // 1_000_000)
        )
    if not data.strip():
        raise BadProjectError(said("This project file is empty. Open its backup, or an earlier copy."))
    try:
        tree = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadProjectError(
            said("This is not a Songwright project: it is not a text file."), detail=str(error)
        ) from error
    except json.JSONDecodeError as error:
        raise _not_json(error) from error
    except (RecursionError, ValueError) as error:  # nested thousands deep; a number of thousands of digits
        raise BadProjectError(
            said(
                "This is not a Songwright project, or it is damaged beyond reading. Open its backup, or "
                "an earlier copy."
            ),
            detail=repr(error)[:500],
        ) from error
    if not isinstance(tree, dict) or tree.get("format") != FORMAT:
        raise BadProjectError(said("This is not a Songwright project: it does not say so in its first lines."))
    return tree


def _not_json(error: json.JSONDecodeError) -> BadProjectError:
    start = error.doc.lstrip()[:1]
    if start != "{":
        return BadProjectError(said("This is not a Songwright project, which would be JSON text."), detail=str(error))
    cut = error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated string")
    place = {"line": error.lineno, "column": error.colno}
    if cut:
        problem = said(
            "This project file ends in the middle: part of it is missing (line {line}, column {column}). "
            "Open its backup, or an earlier copy.",
            **place,
        )
    else:
        problem = said(
            "This project file cannot be read (line {line}, column {column}). Open its backup, or an earlier copy.",
            **place,
        )
    return BadProjectError(problem, detail=str(error))


def _version(tree: dict[str, Json], newest: int) -> int:
    version = tree.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise BadProjectError(said("This project file is damaged: it does not say which version it has."))
    if version > newest:
        raise NewerProjectError(
            said(
                "This project was saved by a newer Songwright: its file has version {version}, and this one "
                "reads up to version {newest}. Please update Songwright to open it; the file was left as it is.",
                version=min(version, 10**9),
                newest=newest,
            )
        )
    return version
