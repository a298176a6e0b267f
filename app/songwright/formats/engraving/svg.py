"""A page as SVG 1.1 that stands alone: its typefaces are inside, cut down to what is used."""

from __future__ import annotations

import base64
import html
import re
from collections import defaultdict
from collections.abc import Iterator

from songwright.formats.engraving.drawing import Drawing, Face, Glyph, Ink, Item, Op, Page, Shape, TextRun
from songwright.formats.engraving.webfont import web_font

__all__ = ["to_svg"]

_GREY = "#666666"
# What XML cannot hold, not even escaped.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def to_svg(drawing: Drawing) -> bytes:
    """The first page of a drawing (make it with `one_page` to have all of the song on it)."""
    page = drawing.pages[0]
    used: defaultdict[Face, set[str]] = defaultdict(set)
    signs: set[str] = set()
    for block in page.blocks:
        for item in block.items:
            if isinstance(item, TextRun):
                used[item.face].update(item.text)
            elif isinstance(item, Glyph):
                signs.add(item.code)
    return "\n".join(_document(drawing, page, used, signs)).encode("utf-8", "replace")


def _document(drawing: Drawing, page: Page, used: dict[Face, set[str]], signs: set[str]) -> Iterator[str]:
    size = f'width="{page.width:.2f}pt" height="{page.height:.2f}pt" viewBox="0 0 {page.width:.2f} {page.height:.2f}"'
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" '
        f'{size} xml:space="preserve">'
    )
    yield f"<title>{_plain(drawing.title)}</title>"
    yield f"<defs><style>{''.join(_face(face, used[face]) for face in sorted(used))}</style>"
    for code in sorted(signs):
        yield f'<path id="{code}" d="{_outline(drawing.glyphs.get(code, ()))}"/>'
    yield '</defs><rect width="100%" height="100%" fill="#ffffff"/>'
    for block in page.blocks:
        yield f'<g transform="translate({block.x:.2f} {block.y:.2f})">'
        yield from map(_item, block.items)
        yield "</g>"
    yield "</svg>"


def _plain(text: str) -> str:
    return html.escape(_IMPOSSIBLE.sub(" ", text))


def _face(face: Face, characters: set[str]) -> str:
    data = base64.b64encode(web_font(face, characters)).decode("ascii")
    return f"@font-face{{font-family:'{face}';src:url(data:font/ttf;base64,{data}) format('truetype')}}"


def _outline(ops: tuple[Op, ...]) -> str:
    return "".join(name + " ".join(f"{value:.2f}" for value in values) for name, values in ops)


def _item(item: Item) -> str:
    colour = _GREY if item.ink is Ink.MUTED else "#000000"
    if isinstance(item, Glyph):
        place = f"translate({item.x:.3f} {item.y:.3f}) scale({item.scale:.5f})"
        return f'<use xlink:href="#{item.code}" transform="{place}" fill="{colour}"/>'
    if isinstance(item, Shape):
        paint = f'fill="none" stroke="{colour}" stroke-width="{item.stroke:.3f}"'
        return f'<path d="{_outline(item.ops)}" {paint if item.stroke else f"fill={chr(34)}{colour}{chr(34)}"}/>'
    families = f"'{item.face}', {'sans-serif' if item.face.startswith('Inter') else 'serif'}"
    return (
        f'<text x="{item.x:.2f}" y="{item.y:.2f}" font-family="{families}" font-size="{item.size:.2f}" '
        f'fill="{colour}">{_plain(item.text)}</text>'
    )
