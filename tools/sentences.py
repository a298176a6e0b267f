"""Sentences for the user that do not go through the seam of languages: `python tools/sentences.py` lists them.

Below Qt a sentence is `said("... {name} ...", name=value)` (`songwright.core.language`), in the window `tr`. Looked at
is, in every layer, what errors say: the first argument of a class that derives from SongwrightError; and, where texts
are shown (`ui`, `cli`), every literal of two words or more that is in no call of the seam or row of a table that
`tools/strings.py` reads. `# as it is: WHY` in its
row or the one above marks what no language changes.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from strings import called, said_arguments

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "app" / "songwright"
ROOT_ERROR = "SongwrightError"
SHOWING = ("ui", "cli")
"""Layers that show texts."""
AS_IT_IS = "# as it is: "

_WORDS = re.compile(r"[A-Za-z]{2,}[,;:.]? +[A-Za-z]{2,}")
_MARKUP = re.compile(r"[<{#$][^<>]*[>};:]|^[A-Z]+ ")  # of pages, styles and queries
# Who reads what is given to these is a programmer, not a user.
_FOR_PROGRAMMERS = frozenset(
    ("note", "debug", "info", "warning", "exception", "getLogger", "error", "compile", "search", "match", "sub",
     "split", "Template", "cast", "TypeVar", "KeyError", "TypeError", "ValueError", "RuntimeError", "AssertionError",
     "NotImplementedError", "ArgumentParser")
)  # fmt: skip
_NOT_SHOWN = frozenset(("detail", "merge", "name", "origin"))  # arguments of that name


def error_classes(package: Path = PACKAGE) -> set[str]:
    """The names of SongwrightError and of all classes that derive from it."""
    bases: dict[str, set[str]] = defaultdict(set)
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases[node.name] |= {base.id for base in node.bases if isinstance(base, ast.Name)}
    found = {ROOT_ERROR}
    while more := {name for name, above in bases.items() if above & found} - found:
        found |= more
    return found


def is_sentence(node: ast.expr) -> bool:
    """Whether an expression is a text written on the spot, with values put into it or not."""
    match node:
        case ast.JoinedStr() | ast.Constant(value=str()):
            return True
        case ast.BinOp(left=left, right=right):
            return is_sentence(left) or is_sentence(right)
        case ast.IfExp(body=body, orelse=other):
            return is_sentence(body) or is_sentence(other)
    return False


def outside(package: Path = PACKAGE) -> dict[str, list[str]]:
    """Places ("file:line") by layer where an error says something outside the seam."""
    errors = error_classes(package)
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[first, *_]) if name in errors and is_sentence(first):
                    file = path.relative_to(package).as_posix()
                    found[file.partition("/")[0]].append(f"{file}:{node.lineno}")
    return found


def shown(package: Path = PACKAGE) -> list[str]:
    """Places ("file:line: text") where `ui` or `cli` has words that go through no seam."""
    found = []
    for path in sorted(one for layer in SHOWING for one in (package / layer).rglob("*.py")):
        source = path.read_text("utf-8")
        rows = source.splitlines()
        file = path.relative_to(package).as_posix()
        for line, text in words_beside_the_seam(ast.parse(source), file.partition("/")[0]):
            if not any(AS_IT_IS in row for row in rows[max(0, line - 2) : line]):
                found.append(f"{file}:{line}: {text[:60]!r}")
    return found


def words_beside_the_seam(node: ast.AST, folder: str) -> Iterator[tuple[int, str]]:
    """(line, text) of each literal with words in it that the seam does not see."""
    match node:
        case ast.Constant(value=str(text)) if _is_wording(text):
            yield node.lineno, text
        case ast.JoinedStr(values=values):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "0" for part in values)
            if _is_wording(text):
                yield node.lineno, text
        case ast.Call() if called(node) in _FOR_PROGRAMMERS:
            return
        case ast.Call():
            said = set(map(id, said_arguments(node, folder)))
            parts = [node.func, *node.args, *(one.value for one in node.keywords if one.arg not in _NOT_SHOWN)]
            for part in parts:
                if id(part) not in said:
                    yield from words_beside_the_seam(part, folder)
        case _:
            for child in ast.iter_child_nodes(node):
                if not _is_docstring(child, node) and child is not getattr(node, "annotation", None):
                    yield from words_beside_the_seam(child, folder)


def _is_wording(text: str) -> bool:
    return bool(_WORDS.search(text)) and not _MARKUP.search(text)


def _is_docstring(child: ast.AST, node: ast.AST) -> bool:
    """Whether it is a text that stands alone: what explains a module, class, function or constant."""
    return (
        isinstance(child, ast.Expr)
        and isinstance(child.value, ast.Constant)
        and isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
    )


def main() -> int:
    """Print what is outside; the exit status is 1 when anything is."""
    told = [
        f"{layer}: {len(places)} sentences outside the seam: say them by `said`. {' '.join(places)}"
        for layer, places in outside().items()
    ]
    told += [f"{place} is shown beside the seam: `tr`, `said`, or `sayable` for a table" for place in shown()]
    print("\n".join(told) or "sentences outside the seam of languages: none")
    return int(bool(told))


if __name__ == "__main__":
    sys.exit(main())
