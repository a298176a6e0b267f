"""Items and blocks put somewhere else."""

from __future__ import annotations

from dataclasses import replace

from songwright.formats.engraving.drawing import Block, Item, Shape
from songwright.formats.engraving.outlines import moved

__all__ = ["lowered", "moved_item"]


def moved_item(item: Item, dx: float, dy: float) -> Item:
    """The item moved by so many points."""
    if isinstance(item, Shape):
        return replace(item, ops=moved(item.ops, dx, dy))
    return replace(item, x=item.x + dx, y=item.y + dy)


def lowered(block: Block, by: float) -> Block:
    """The block with everything in it moved down."""
    return replace(
        block,
        items=tuple(moved_item(item, 0.0, by) for item in block.items),
        marks=tuple(replace(mark, top=mark.top + by, bottom=mark.bottom + by) for mark in block.marks),
        top=block.top + by,
        bottom=block.bottom + by,
    )
