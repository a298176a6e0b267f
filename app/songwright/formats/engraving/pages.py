"""Blocks on pages: broken where a page is full, with the space that is left shared out, and page numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from songwright.formats.engraving.drawing import Block, Face, Ink, Page
from songwright.formats.engraving.lettering import set_text

__all__ = ["Flow", "column_pages", "paged"]

_FOOT = 26.0
# A page that another follows is filled by moving its blocks apart, but no further than this, or than so much of the
# tallest: where the next system is a tall one, much is left over.
_MOST_STRETCH, _STRETCH_SHARE = 16.0, 0.4


@dataclass(frozen=True, slots=True)
class Flow:
    """A block that stands below the one before it, `gap` points away unless it is the first on a page."""

    block: Block
    gap: float


def paged(
    flows: Sequence[Flow],
    paper: tuple[float, float],
    margin: float,
    title: str,
    *,
    one: bool = False,
    stretch: bool = True,
) -> tuple[Page, ...]:
    """The flows on pages, moved apart to fill them if `stretch`. With `one`: a single page, as long as it has to be."""
    width, height = paper
    if one:
        content = sum(flow.gap + flow.block.height for flow in flows)
        return (Page(width, content + 2 * margin, _placed(flows, margin, 0.0)),)
    room = height - 2 * margin - _FOOT
    sheets = _sheets(flows, room)
    pages = []
    for number, sheet in enumerate(sheets, 1):
        apart = _apart(sheet, room) if stretch and number < len(sheets) else 0.0
        blocks = _placed(sheet, margin, apart)
        if len(sheets) > 1:
            blocks = (*blocks, _foot(number, len(sheets), title, width, height, margin))
        pages.append(Page(width, height, blocks))
    return tuple(pages)


def column_pages(
    top: Sequence[Flow],
    flows: Sequence[Flow],
    paper: tuple[float, float],
    margin: float,
    title: str,
    *,
    columns: int = 1,
    gutter: float = 0.0,
    one: bool = False,
) -> tuple[Page, ...]:
    """Blocks in columns below a head that goes over all of them; evenly filled on the last page."""
    if columns == 1:
        return paged([*top, *flows], paper, margin, title, one=one, stretch=False)
    width, height = paper
    inner = (width - 2 * margin - gutter * (columns - 1)) / columns
    head = _placed(top, margin, 0.0)
    begin = max((block.y + block.height for block in head), default=margin) + 14
    pages: list[list[Block]] = []
    left = list(flows)
    while left or not pages:
        start = margin if pages else begin
        room = height - margin - _FOOT - start
        blocks = list(() if pages else head)
        fits = _sheets(left, room)
        if len(fits) <= columns:  # the last page: as high as the words need in even columns
            room = _even_height(left, columns, room)
            fits = _sheets(left, room)
        for place, sheet in enumerate(fits[:columns]):
            x = margin + place * (inner + gutter)
            blocks += [replace(block, x=x, y=block.y - margin + start) for block in _placed(sheet, margin, 0.0)]
            left = left[len(sheet) :]
        pages.append(blocks)
    count = len(pages)
    if count > 1:
        feet = [_foot(number, count, title, width, height, margin) for number in range(1, count + 1)]
        pages = [[*blocks, foot] for blocks, foot in zip(pages, feet, strict=True)]
    return tuple(Page(width, height, tuple(blocks)) for blocks in pages)


def _even_height(flows: Sequence[Flow], columns: int, most: float) -> float:
    """The least height at which the flows fit into so many columns."""
    height = _taken(flows) / columns
    while height < most and len(_sheets(flows, height)) > columns:
        height += 12
    return min(height, most)


def _sheets(flows: Sequence[Flow], room: float) -> list[list[Flow]]:
    sheets: list[list[Flow]] = [[]]
    for flow in flows:
        if sheets[-1] and _taken([*sheets[-1], flow]) > room:
            sheets.append([])
        sheets[-1].append(flow)
    return sheets


def _apart(sheet: Sequence[Flow], room: float) -> float:
    """How far the blocks of a sheet move apart to fill it."""
    most = max(_MOST_STRETCH, _STRETCH_SHARE * max(flow.block.height for flow in sheet))
    return min(most, (room - _taken(sheet)) / max(1, len(sheet) - 1))


def _taken(sheet: Sequence[Flow]) -> float:
    return sum(flow.block.height for flow in sheet) + sum(flow.gap for flow in sheet[1:])


def _placed(flows: Sequence[Flow], margin: float, stretch: float) -> tuple[Block, ...]:
    y = margin
    placed = []
    for index, flow in enumerate(flows):
        if index:
            y += flow.gap + stretch
        placed.append(replace(flow.block, x=margin, y=y))
        y += flow.block.height
    return tuple(placed)


def _foot(number: int, count: int, title: str, width: float, height: float, margin: float) -> Block:
    inner = width - 2 * margin
    items, _ = set_text(f"{number} / {count}", inner, 8, Face.SANS, 8, Ink.MUTED, anchor=1)
    if number > 1:
        items += set_text(title[:90], 0, 8, Face.SANS, 8, Ink.MUTED)[0]
    return Block(margin, height - margin - 6, inner, 10, tuple(items))
