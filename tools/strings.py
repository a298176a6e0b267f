"""Lists every text that goes through the seam of languages: `python tools/strings.py [--missing de]`.

Found are the literals in calls of `tr`, `translate`, `said`, `counted` and `sayable`; in the help texts of the command
line; in the rows of tables that are said when they are shown (commands, places, settings, formats); and the names and
descriptions in data files (forms, styles, models, what covers show).
"""

from __future__ import annotations

import argparse
import ast
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "app" / "songwright"
RESOURCES = ROOT / "resources" / "songwright_resources"
CATALOGUES = RESOURCES / "languages"

# Of a call, which arguments are texts: by their place, and by their name.
_GROUPED = ((), ("label", "group", "explained"))
CALLS: dict[str, tuple[tuple[int, ...], tuple[str, ...]]] = {
    "tr": ((0,), ()),
    "_": ((0,), ()),
    "said": ((0,), ()),
    "counted": ((0, 1), ()),
    "sayable": ((0,), ()),
    "translate": ((1,), ()),
    "_tr": ((0,), ()),
    "_T": ((1,), ()),
    # argparse's: said by `cli.usage.in_language`
    "add_argument": ((), ("help", "metavar")),
    "add_argument_group": ((0, 1), ("title", "description")),
    "add_subparsers": ((), ("title", "metavar")),
    # Rows of tables
    "ActionSpec": ((2, 3), ("text", "tip")),
    "StageSpec": ((), ("title", "tip")),
    "DrawerSpec": ((), ("title", "tip")),
    "HelperSpec": ((), ("title", "tip")),
    "ExportPreset": ((1, 2), ("name", "tip")),
    "ExportFormat": ((1,), ("name", "lacks")),
    "ImportFormat": ((1,), ("name",)),
    "AudioFormat": ((0,), ("name",)),
    "StemsFormat": ((1,), ("name",)),
    "VoiceType": ((1,), ("name",)),
    "_Cause": ((0,), ()),
    "choice": ((3, 4, 5), _GROUPED[1]),
    "flag": _GROUPED,
    "whole": ((4, 5, 6), _GROUPED[1]),
    "share": ((4, 5, 6), _GROUPED[1]),
    "text": ((2, 3, 4), _GROUPED[1]),
    "file": ((2, 3, 4), _GROUPED[1]),
}
# Elsewhere than below these folders the same names mean other functions, or options that no user sees.
_ONLY_IN = dict.fromkeys(("choice", "flag", "whole", "share", "text", "file"), "host") | dict.fromkeys(
    ("add_argument", "add_argument_group", "add_subparsers"), "cli"
)

_DRAWN = {"animal", "person", "vehicle", "building", "thing", "plant"}
_SPOKEN = {"old", "notes"}  # `ui.cover.cast_list` calls them otherwise


def texts_of(source: str, folder: str = "host") -> Iterator[str]:
    """The texts in one module, of this folder of the package, that a language may say otherwise."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from _texts_of_call(node, folder)


def called(call: ast.Call) -> str:
    """The name by which something is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _texts_of_call(call: ast.Call, folder: str) -> Iterator[str]:
    for argument in said_arguments(call, folder):
        yield from _literals(argument)


def said_arguments(call: ast.Call, folder: str) -> Iterator[ast.expr]:
    """The arguments of a call that go through the seam."""
    name = called(call)
    if name not in CALLS or _ONLY_IN.get(name, folder) != folder:
        return
    places, names = CALLS[name]
    yield from (call.args[place] for place in places if place < len(call.args))
    yield from (keyword.value for keyword in call.keywords if keyword.arg in names)


def _literals(node: ast.expr) -> Iterator[str]:
    """A literal, the literals between which a condition chooses, those of a table (of a mapping its values)."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from _literals(body)
            yield from _literals(other)
        case ast.Dict(values=values):
            for value in values:
                yield from _literals(value)
        case ast.Tuple(elts=items) | ast.List(elts=items):
            for item in items:
                yield from _literals(item)


def texts_of_data() -> Iterator[str]:
    """What forms, styles and models are called and said to be, and what a cover may show."""
    for form in tomllib.loads((RESOURCES / "words" / "forms.toml").read_text("utf-8"))["form"]:
        yield from (form[key] for key in ("name", "about") if form.get(key))
    for style in sorted((RESOURCES / "styles").glob("*.toml")):
        table = tomllib.loads(style.read_text("utf-8"))
        yield from (table[key] for key in ("name", "summary") if table.get(key))
        yield from _track_names(table)
    for model in tomllib.loads((RESOURCES / "models" / "catalogue.toml").read_text("utf-8"))["model"]:
        yield from (model["good_at"], model["languages"])
    for row in (RESOURCES / "pictures" / "concepts.txt").read_text("utf-8").splitlines():
        name, kind, *_ = (*(part.strip() for part in row.split("|")), "")
        if kind in _DRAWN and name not in _SPOKEN and name.isascii() and name[0].isalpha():
            yield name.replace("_", " ")


def _track_names(table: object) -> Iterator[str]:
    """What a style calls its tracks: every name below the table's own."""
    if isinstance(table, dict):
        for key, value in table.items():
            if key == "name" and isinstance(value, str):
                yield value
            else:
                yield from _track_names(value)
    elif isinstance(table, list):
        for value in table:
            yield from _track_names(value)


def every_text() -> list[str]:
    """All texts of the program, each once, in the order of the modules; those of data come last."""
    found: dict[str, None] = {}
    for module in sorted(SOURCES.rglob("*.py")):
        for text in texts_of(module.read_text(encoding="utf-8"), module.relative_to(SOURCES).parts[0]):
            if text.strip():
                found.setdefault(text)
    for text in texts_of_data():
        found.setdefault(text)
    return list(found)


def main() -> None:
    """Print the texts as JSON: all of them, or those that a language has no word for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missing", metavar="LANGUAGE")
    language = parser.parse_args().missing
    known: dict[str, str] = {}
    if language and (CATALOGUES / f"{language}.json").is_file():
        known = json.loads((CATALOGUES / f"{language}.json").read_text(encoding="utf-8"))
    print(json.dumps([text for text in every_text() if text not in known], ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
