"""`songwright cover --paint`: the drawn cover painted over with weights of the user's own."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from songwright.cli.documents import PROJECT_SUFFIX, read_document, write_document
from songwright.cli.options import number_within, whole_number
from songwright.cli.terminal import Terminal
from songwright.core.artwork import Artwork, Recipe
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.host.atomic import write_file
from songwright.painter.overpaint import is_installed, memory_told, paint_over
from songwright.painter.weights import look_at_weights

__all__ = ["add_painting", "paint"]

_FAINTEST = 0.01  # of painting over: at nothing the drawing would stay


def add_painting(parser: argparse.ArgumentParser) -> None:
    """Add the options of a learned painter."""
    parser.add_argument(
        "--paint",
        type=Path,
        metavar="WEIGHTS",
        help="paint over it with a model of yours (extra “pictures”; 512 pixels)",
    )
    parser.add_argument(
        "--strength",
        type=number_within(_FAINTEST, 1),
        default=0.55,
        metavar="0-1",
        help="how far from the drawing (0.55)",
    )
    parser.add_argument(
        "--steps", type=whole_number(1, 100), default=4, metavar="N", help="of the painter; SDXS needs 1 (default: 4)"
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
    terminal.notice(memory_told(weights))
    # Imported here: only pixels need the window's toolkit, which paints them without a display.
    from songwright.ui.cover.cover_files import painted_file
    from songwright.ui.cover.overpainting import painting_of

    request = painting_of(recipe, weights.path, arguments.steps, arguments.strength)
    picture = paint_over(request, lambda share: terminal.progress(said("Painting"), share))
    write_file(out, painted_file(picture, out.suffix.lower()))
    if arguments.keep:
        _keep(source, recipe, out)
    terminal.result(str(out))
    return 0


def _keep(source: Path, recipe: Recipe, picture: Path) -> None:
    """Make a picture the song's own; the recipe below it stays, to go back to."""
    # Imported here: only pictures need the window's toolkit, which paints them without a display.
    from songwright.ui.cover.cover_files import picture_taken_in

    document = read_document(source)
    artwork = replace(document.song.artwork or Artwork(), recipe=recipe, own=picture_taken_in(picture))
    write_document(replace(document, song=replace(document.song, artwork=artwork)), source)
