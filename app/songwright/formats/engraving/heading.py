"""The head of a score or a chord sheet: title, tempo, key."""

from __future__ import annotations

from songwright.core.language import said
from songwright.core.song import Key, Song
from songwright.formats.engraving.drawing import Block, Face, Ink, Item
from songwright.formats.engraving.lettering import set_text, wrapped
from songwright.formats.engraving.pages import Flow
from songwright.formats.engraving.typefaces import typeface
from songwright.music.chords import pretty_symbol
from songwright.music.pitch import key_name

__all__ = ["heading"]

_SIZE, _SMALLEST = 22.0, 14.0


def heading(song: Song, width: float, *, swings: bool = False) -> Flow:
    """Title in the middle; tempo on the left, with a word where straight eighths swing, and key on the right below."""
    items: list[Item] = []
    y = 0.0
    title = song.title.strip() or "Untitled"
    size = _SIZE
    while size > _SMALLEST and typeface(Face.BOLD).width(title, size) > width:
        size -= 1
    for line in wrapped(title, Face.BOLD, size, width):
        y += 1.15 * size
        items += set_text(line, width / 2, y, Face.BOLD, size, anchor=0.5)[0]
    y += 18
    metre = f"{song.metre.beats}/{song.metre.unit}"
    items += set_text(f"♩ = {song.tempo:g}{'   Swing' if swings else ''}", 0, y, Face.SANS, 9.5)[0]
    items += set_text(f"{_named(song.key)} · {metre}", width, y, Face.SANS, 9.5, Ink.MUTED, anchor=1)[0]
    if song.capo:
        shapes = Key((song.key.tonic - song.capo) % 12, song.key.mode)
        told = said("Capo {capo}: fingered in {shapes}", capo=song.capo, shapes=_named(shapes))
        items += set_text(told, width / 2, y, Face.SANS, 9.5, Ink.SHAPE, anchor=0.5)[0]
    return Flow(Block(0, 0, width, y + 4, tuple(items), label=title), gap=0)


def _named(key: Key) -> str:
    tonic, _, mode = key_name(key).partition(" ")
    return f"{pretty_symbol(tonic)} {mode}"
