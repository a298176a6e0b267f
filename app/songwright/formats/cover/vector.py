"""A poster as SVG 1.1 that stands alone: outlines only, no fonts and no links."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from songwright.picture.contours import Outlines, Point
from songwright.picture.poster import Poster

__all__ = ["svg_markup", "to_svg_cover"]

_PIXELS = 3000
# What XML cannot hold, not even escaped.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def to_svg_cover(poster: Poster, title: str = "") -> bytes:
    """The poster as a file; the same bytes for equal posters."""
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + svg_markup(poster, title, _PIXELS) + "\n").encode("utf-8")


def svg_markup(poster: Poster, title: str = "", pixels: int = 0) -> str:
    """The element `svg`, for pages that hold it; without a size it fills what it is put in."""
    size = f' width="{pixels}" height="{pixels}"' if pixels else ""
    return "\n".join(_document(poster, _IMPOSSIBLE.sub(" ", title), size))


def _document(poster: Poster, title: str, size: str) -> Iterator[str]:
    yield f'<svg xmlns="http://www.w3.org/2000/svg" version="1.1" viewBox="0 0 1000 1000"{size} role="img">'
    yield f"<title>{html.escape(title)}</title>"
    clips: dict[int, str] = {}
    for patch in poster.patches:
        if patch.clip is not None and id(patch.clip) not in clips:
            clips[id(patch.clip)] = f"c{len(clips)}"
            yield f'<clipPath id="c{len(clips) - 1}"><path clip-rule="evenodd" d="{_path(patch.clip)}"/></clipPath>'
        clip = "" if patch.clip is None else f' clip-path="url(#{clips[id(patch.clip)]})"'
        thin = f' fill-opacity="{patch.opacity:.2f}"' if patch.opacity < 1 else ""
        yield f'<path fill="{patch.colour}"{thin}{clip} fill-rule="evenodd" d="{_path(patch.area)}"/>'
    yield "</svg>"


def _path(area: Outlines) -> str:
    return "".join(f"M{_points(outline)}Z" for outline in area)


def _points(outline: Sequence[Point]) -> str:
    return "L".join(f"{_number(x)} {_number(y)}" for x, y in outline)


def _number(value: float) -> str:
    text = f"{value:.1f}"
    return "0" if text == "-0.0" else text.removesuffix(".0")
