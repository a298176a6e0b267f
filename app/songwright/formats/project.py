"""The `.songwright` project file: versioned, readable JSON that holds a whole document.

    {
      "format": "songwright",
      "version": 4,
      "song": {"title": "...", ..., "sections": [...], "tracks": [...]},
      "takes": [...],
      "tunes": [...],
      "versions": [...]
    }

The tables of `project_tables` are the format. What they do not name is refused, so nothing is dropped in silence when
an edited file is saved again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from songwright.core.language import said
from songwright.core.session import Document
from songwright.formats.codec import Json, Misfit
from songwright.formats.errors import BadProjectError, NewerProjectError
from songwright.formats.migrations import MIGRATIONS, Migration, migrated
from songwright.formats.project_tables import DOCUMENT
from songwright.formats.readable_json import readable_json
from songwright.formats.references import check_references
from songwright.formats.settle import settled

__all__ = ["FORMAT", "SUFFIX", "VERSION", "dump", "load"]

FORMAT = "songwright"
SUFFIX = ".songwright"
VERSION = len(MIGRATIONS) + 1

# A song of an hour with hundreds of takes is under 20 MB. Refusing more keeps a wrong file from eating the memory.
LARGEST_BYTES = 256 * 1024 * 1024


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
