"""Names the form and the metre of forty famous poems and holds them against the handbooks.

    python benchmarks/scansion.py [--all]

The poems are in benchmarks/famous_poems.txt, half of them to tune on and half held out. A metre counts when its foot
and the usual number of feet are those of the handbook; so "iambic pentameter, line 9 hexameter" is iambic pentameter.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "app"), str(HERE.parent / "resources")]

from songwright.lyrics.analysis import analyse  # noqa: E402
from songwright.lyrics.lexicon import load_lexicon  # noqa: E402
from songwright.lyrics.verse_names import PoemScan, scan_poem  # noqa: E402


@dataclass(frozen=True)
class Poem:
    """A poem with the forms and metres that handbooks give it."""

    title: str
    half: str
    forms: tuple[str, ...]
    metres: tuple[str, ...]
    text: str


def poems() -> Iterator[Poem]:
    """Those of famous_poems.txt."""
    for block in (HERE / "famous_poems.txt").read_text(encoding="utf-8").split("\n## ")[1:]:
        head, text = block.split("\n", 1)
        title, _, half, forms, metres = (part.strip() for part in head.split("|"))
        yield Poem(title, half, _choices(forms), _choices(metres), text.strip())


def _choices(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";"))


def form_right(poem: Poem, scan: PoemScan) -> bool:
    """Whether the name that was found is one of the handbooks' (or its plural)."""
    found = scan.form.name if scan.form else ""
    return any(found.startswith(name) for name in poem.forms)


def metre_right(poem: Poem, scan: PoemScan) -> bool:
    """Whether the metre that was found is one of the handbooks'."""
    found = scan.metre.name if scan.metre else ""
    return any(found == name or (name and found.startswith((f"{name},", f"{name} "))) for name in poem.metres) and (
        " and " in found or " and " not in "".join(poem.metres)
    )


def main() -> None:
    """Print a row for each half, and with --all one for each poem."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--all", action="store_true", help="a row for every poem as well")
    given = options.parse_args()
    lexicon = load_lexicon()
    counts: dict[str, list[int]] = {}
    spent = 0.0
    for poem in poems():
        started = time.process_time()
        scan = scan_poem(analyse(poem.text, lexicon))
        spent += time.process_time() - started
        right = form_right(poem, scan), metre_right(poem, scan)
        count = counts.setdefault(poem.half, [0, 0, 0])
        for place, one in enumerate((True, *right)):
            count[place] += one
        if given.all or not all(right):
            marks = "".join("+" if one else "-" for one in right)
            form, metre = scan.form.name if scan.form else "-", scan.metre.name if scan.metre else "-"
            print(f"{marks} {poem.title[:36]:36}  {form:32}  {metre}")
    print(f"{'half':<10} {'poems':>6} {'form named':>11} {'metre':>7}")
    for half, (total, forms, metres) in counts.items():
        print(f"{half:<10} {total:>6} {forms / total:>11.0%} {metres / total:>7.0%}")
    print(f"{spent / sum(total for total, *_ in counts.values()) * 1000:.0f} ms a poem")


if __name__ == "__main__":
    main()
