"""`songwright cover --paint`: the drawn cover painted over with weights of the user's own."""

from __future__ import annotations

import argparse
import base64
from dataclasses import replace
from pathlib import Path

from songwright.cli.documents import PROJECT_SUFFIX, read_document, write_document
from songwright.cli.terminal import Terminal
from songwright.core.artwork import Artwork, Recipe
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.formats.cover.sheet import draw_cover
from songwright.host.atomic import write_file
from songwright.llm.models import available_memory
from songwright.painter.overpaint import PAINTED_SIDE, is_installed, paint_over, prompt_of
from songwright.painter.protocol import PaintOver
from songwright.painter.weights import PaintingWeights, look_at_weights

__all__ = ["add_painting", "paint"]


def add_painting(parser: argparse.ArgumentParser) -> None:
    """Add what a learned painter is told."""
    parser.add_argument(
        "--paint",
        type=Path,
        metavar="WEIGHTS",
        help="paint over it with a model of yours (extra “pictures”; 512 pixels)",
    )
    parser.add_argument(
        "--strength", type=_strength, default=0.55, metavar="0-1", help="how far from the drawing (0.55)"
    )
    parser.add_argument(
        "--steps", type=_steps, default=4, metavar="N", help="of the painter; SDXS needs 1 (default: 4)"
    )
    parser.add_argument("--keep", action="store_true", help="keep the painted picture in SONG as its cover")


def paint(recipe: Recipe, arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Paint over what a recipe draws, without its lettering; write the picture and print its file."""
    source, out = Path(arguments.source), arguments.out
    if out.suffix.lower() == ".svg":
        raise SongwrightError(
            said("A painted picture is made of pixels: let “{name}” end in .png or .jpg.", name=out.name)
        )
    if arguments.keep and (source.suffix.lower() != PROJECT_SUFFIX or not source.is_file()):
        raise SongwrightError(said("--keep needs a song file (.songwright), to keep the picture in."))
    weights = look_at_weights(arguments.paint)
    if not is_installed():
        raise SongwrightError(
            said("Painting needs the extra “pictures” (stable-diffusion-cpp-python), which is not installed.")
        )
    terminal.notice(_memory_told(weights))
    # Imported here: only pixels need the window's toolkit, which paints them without a display.
    from songwright.ui.cover.files import painted_file

    picture = paint_over(_request(recipe, weights, arguments), lambda share: terminal.progress(said("Painting"), share))
    write_file(out, painted_file(picture, out.suffix.lower()))
    if arguments.keep:
        _keep(source, recipe, out)
    terminal.result(str(out))
    return 0


def _memory_told(weights: PaintingWeights) -> str:
    needed, free = weights.memory / 1e9, available_memory() / 1e9
    told = said(
        "Painting takes about {needed:.1f} GB of memory; {free:.1f} GB are free. It takes minutes; Ctrl+C ends it. "
        "Check the licence of your model before you sell a picture.",
        needed=needed,
        free=free,
    )
    return told if needed <= free else said("That may be too much for this machine.") + " " + told


def _request(recipe: Recipe, weights: PaintingWeights, arguments: argparse.Namespace) -> PaintOver:
    from songwright.ui.cover.press import as_png, print_poster

    drawn = as_png(print_poster(draw_cover(recipe, "", ""), PAINTED_SIDE, recipe.seed))
    return PaintOver(
        weights=weights.path.resolve(),
        prompt=prompt_of(recipe),
        picture=base64.b64encode(drawn).decode("ascii"),
        side=PAINTED_SIDE,
        seed=recipe.seed,
        steps=arguments.steps,
        strength=arguments.strength,
    )


def _keep(source: Path, recipe: Recipe, picture: Path) -> None:
    """Make a picture the song's own; the recipe below it stays, to go back to."""
    from songwright.ui.cover.files import picture_taken_in

    document = read_document(source)
    artwork = replace(document.song.artwork or Artwork(), recipe=recipe, own=picture_taken_in(picture))
    write_document(replace(document, song=replace(document.song, artwork=artwork)), source)


def _strength(text: str) -> float:
    strength = float(text)
    if not 0 < strength <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not a strength between 0 and 1")
    return strength


def _steps(text: str) -> int:
    steps = int(text)
    if not 1 <= steps <= 100:
        raise argparse.ArgumentTypeError(f"{text} is not a number of steps from 1 to 100")
    return steps
