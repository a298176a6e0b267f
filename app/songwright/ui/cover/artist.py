"""Draws covers off the window's thread: the newest wish for each place wins, and what was drawn is kept for a while."""

from __future__ import annotations

import base64
import binascii
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from songwright.core.artwork import Artwork, Recipe
from songwright.formats.cover.cover_sheet import draw_cover
from songwright.ui.cover.press import print_poster
from songwright.ui.jobs import Job, Jobs

__all__ = ["Artist", "PictureOrder", "own_image"]

_MOST_KEPT = 60


@dataclass(frozen=True, slots=True)
class PictureOrder:
    """A picture that is wanted: a recipe, what is printed on it, and its side in pixels."""

    recipe: Recipe
    title: str
    author: str
    side: int

    def drawn(self) -> QImage:
        """The picture; takes a tenth of a second to a second."""
        return print_poster(draw_cover(self.recipe, self.title, self.author), self.side, self.recipe.seed)


class Artist(QObject):
    """Draws orders one after the other."""

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._kept: OrderedDict[PictureOrder, QImage] = OrderedDict()
        self._waiting: OrderedDict[str, tuple[PictureOrder, Callable[[QImage], None]]] = OrderedDict()
        self._running: Job | None = None

    def draw(self, place: str, order: PictureOrder, done: Callable[[QImage], None]) -> None:
        """Draw for a place of the window, then call `done`; an older order for the same place is dropped."""
        self._waiting.pop(place, None)
        found = self._kept.get(order)
        if found is not None:
            done(found)
            return
        self._waiting[place] = (order, done)
        if place == "large":
            self._waiting.move_to_end(place, last=False)
        self._next()

    def forget(self) -> None:
        """Nothing that was asked for is wanted any more."""
        self._waiting.clear()

    def _next(self) -> None:
        if self._running is not None or not self._waiting:
            return
        place, (order, _) = next(iter(self._waiting.items()))
        self._running = self._jobs.run(
            order.drawn, lambda image: self._finished(place, order, image), lambda _error: self._finished(place, order)
        )

    def _finished(self, place: str, order: PictureOrder, image: QImage | None = None) -> None:
        self._running = None
        waiting = self._waiting.get(place)
        if image is not None:
            self._kept[order] = image
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        if waiting is not None and waiting[0] == order:
            del self._waiting[place]
            if image is not None:
                waiting[1](image)
        self._next()


def own_image(artwork: Artwork) -> QImage:
    """The user's own picture; a null image where there is none or it is damaged."""
    try:
        return QImage.fromData(base64.b64decode(artwork.own, validate=True))
    except (binascii.Error, ValueError):
        return QImage()
