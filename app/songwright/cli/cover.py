"""`songwright cover`: a cover drawn from a song's words, or from a caption."""

from __future__ import annotations

import argparse
from pathlib import Path

from songwright.cli.documents import read_document
from songwright.cli.options import whole_number
from songwright.cli.painting import add_painting, paint
from songwright.cli.terminal import Terminal
from songwright.core.artwork import Recipe
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import Song
from songwright.formats.cover.cover_sheet import draw_cover
from songwright.formats.cover.of_song import first_artwork
from songwright.formats.cover.vector import to_svg_cover
from songwright.host.atomic import write_file
from songwright.picture.frames import FRAMES
from songwright.picture.imagining import is_abstract
from songwright.picture.inks import palettes
from songwright.picture.poster import Poster
from songwright.picture.views import VIEWS

__all__ = ["add_options", "run"]

_SMALLEST, _LARGEST = 64, 6000
_HOURS = ("dawn", "day", "dusk", "night")
_WEATHERS = ("clear", "rain", "snow", "fog", "storm", "wind")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the words, the file and what may be chosen."""
    parser.add_argument("source", metavar="SONG|TEXT", help="a song file, or a caption in quotes")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="an .svg, .png or .jpg file")
    parser.add_argument(
        "--side",
        type=whole_number(_SMALLEST, _LARGEST),
        default=3000,
        metavar="PIXELS",
        help="of PNG and JPEG (default: 3000)",
    )
    parser.add_argument("--title", metavar="TEXT", help="printed on it (default: the song's; '' for none)")
    parser.add_argument("--author", default="", metavar="NAME", help="printed below the title")
    parser.add_argument("--seed", type=int, default=None, metavar="N", help="another number, another composition")
    parser.add_argument("--frame", choices=list(FRAMES), default="")
    names = [inks.name for inks in palettes()]
    parser.add_argument(
        "--palette", choices=names, default="", metavar="NAME", help=said("one of: {names}", names=", ".join(names))
    )
    parser.add_argument(
        "--place", choices=list(VIEWS), default="", metavar="NAME", help=said("one of: {names}", names=", ".join(VIEWS))
    )
    parser.add_argument("--hour", choices=_HOURS, default="")
    parser.add_argument("--weather", choices=_WEATHERS, default="")
    add_painting(parser)


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Draw the cover and print its file; says what it shows on the way."""
    if arguments.out.suffix.lower() not in (".svg", ".png", ".jpg", ".jpeg"):
        raise SongwrightError(
            said("“{name}” has to end in .svg, .png or .jpg: that says what is written.", name=arguments.out.name)
        )
    path = Path(arguments.source)
    taken = _is_file(path)
    song = read_document(path, terminal).song if taken else Song(title=arguments.source)
    recipe = _recipe(song, arguments)
    # A caption says what is to be seen; it is no title.
    title = arguments.title
    if title is None:
        title = song.title if taken else ""
    if arguments.paint is not None:
        terminal.notice(_told(recipe))
        return paint(recipe, arguments, terminal)
    if arguments.keep:
        raise SongwrightError(said("--keep goes with --paint: a drawn cover is kept in the window."))
    poster = draw_cover(recipe, title, arguments.author)
    terminal.notice(_told(recipe))
    write_file(arguments.out, _written(poster, recipe, title, arguments))
    terminal.result(str(arguments.out))
    return 0


def _is_file(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a caption is no path
        return False


def _recipe(song: Song, arguments: argparse.Namespace) -> Recipe:
    """The song's own recipe unless something is chosen here."""
    chosen = {name: getattr(arguments, name) for name in ("frame", "palette", "place", "hour", "weather")}
    if song.artwork and arguments.seed is None and not any(chosen.values()):
        return song.artwork.recipe
    return first_artwork(song, Recipe(seed=arguments.seed or 0, **chosen)).recipe


def _told(recipe: Recipe) -> str:
    where = said(
        "{place}, {hour}, {weather}; inks “{palette}”",
        place=said(recipe.place.replace("_", " ")),
        hour=said(recipe.hour),
        weather=said(recipe.weather),
        palette=recipe.palette,
    )
    if is_abstract(recipe):
        return said("{where}. The words name nothing to be seen: light and weather answer them.", where=where)
    cast = ", ".join(
        said("{concept} (from “{word}”)", concept=said(actor.concept.replace("_", " ")), word=actor.word)
        for actor in recipe.cast
        if actor.word
    )
    return f"{where}{': ' if cast else ''}{cast}"


def _written(poster: Poster, recipe: Recipe, title: str, arguments: argparse.Namespace) -> bytes:
    if arguments.out.suffix.lower() == ".svg":
        return to_svg_cover(poster, title)
    # Imported here: only pixels need the window's toolkit, which paints them without a display.
    from songwright.ui.cover.press import as_jpeg, as_png, print_poster

    image = print_poster(poster, arguments.side, recipe.seed)
    return as_png(image) if arguments.out.suffix.lower() == ".png" else as_jpeg(image)
