"""Engraves staves with Verovio, section by section, and keeps what it has engraved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

from songwright.core.language import said, sayable
from songwright.formats.engraving.drawing import Op
from songwright.formats.engraving.fitting import shared_out
from songwright.formats.engraving.mei import COURTESY, MeiPassage, SyllablesAt, to_mei
from songwright.formats.engraving.staves import Staff
from songwright.formats.engraving.verovio_svg import System, read_systems
from songwright.formats.errors import ExportError
from songwright.formats.measures import Measure

if TYPE_CHECKING:
    import verovio

__all__ = ["EngravedPassage", "Engraver"]

# Verovio's unit is a tenth of a millimetre, and its SVG's inner box counts tenths of that.
POINTS_PER_UNIT = 72 / 254
_INNER = 10
# So many bars at most are engraved in one call, which holds Python's lock: about ten milliseconds for one staff.
_MOST_BARS, _FEWEST_BARS = 16, 4
_KEPT = 200
_FAILED = sayable("The score could not be engraved; export MusicXML instead.")


@dataclass(frozen=True, slots=True)
class EngravedPassage:
    """Systems of bars `first` to `last` (exclusive), with the outlines of the glyphs on them."""

    passage: MeiPassage
    systems: tuple[System, ...]
    glyphs: dict[str, tuple[Op, ...]]


class Engraver:
    """One Verovio toolkit at a size: `width` is that of a system and `staff` the height of a staff, in points."""

    def __init__(self, width: float, staff: float = 18.0) -> None:
        # Four spaces of two units of nine tenths of a millimetre each is Verovio's staff.
        self._zoom = staff / (72 * POINTS_PER_UNIT)
        self._width = width
        self._toolkit: verovio.toolkit | None = None
        self._done: dict[tuple[str, bool], EngravedPassage] = {}

    def engrave(
        self,
        staves: Sequence[Staff],
        spans: Sequence[tuple[int, int]],
        syllables: SyllablesAt,
        lines: Sequence[Measure],
    ) -> Iterator[EngravedPassage]:
        """Engrave bars section by section; `spans` are (first bar, end bar) of each, `lines` their bar lines.

        ExportError when it fails.
        """
        self._toolkit = None  # one toolkit a call: it belongs to the thread that made it
        end = spans[-1][1]
        for first, last in spans:
            section = MeiPassage(first, last, opens=first == spans[0][0], closes=True, ends=last == end)
            section = shared_out(staves, section, self._width, self._zoom, syllables, lines)
            for passage in _pieces(section, len(staves)):
                mei = to_mei(staves, passage, syllables, lines)
                yield self._kept(passage, mei, full=bool(section.systems))

    def _kept(self, passage: MeiPassage, mei: str, *, full: bool) -> EngravedPassage:
        """A passage as it was engraved before, or engraved now: an edit changes few of them."""
        engraved = self._done.pop((mei, full), None) or self._engraved(passage, mei, full=full)
        self._done[mei, full] = engraved
        if len(self._done) > _KEPT:
            del self._done[next(iter(self._done))]
        return engraved

    def _engraved(self, passage: MeiPassage, mei: str, *, full: bool) -> EngravedPassage:
        toolkit = self._made()
        # Systems that a section was shared out over go from edge to edge (`full`); a single short one stays short.
        toolkit.setOptions({"minLastJustification": 0.0 if full else 0.45})
        if not toolkit.loadData(mei):
            raise ExportError(said(_FAILED), detail=toolkit.getLog())
        svg: str = toolkit.renderToSVG(1)
        systems, glyphs = read_systems(svg, POINTS_PER_UNIT / _INNER * self._zoom)
        systems = [system for system in systems if COURTESY not in system.bars]
        if not systems:
            raise ExportError(said(_FAILED), detail=svg[:400])
        return EngravedPassage(passage, tuple(systems), glyphs)

    def _made(self) -> verovio.toolkit:
        if self._toolkit is None:
            import verovio  # heavy, and only for scores

            verovio.enableLog(verovio.LOG_OFF)
            # Where its fonts are, Verovio remembers for the thread that imported it only: tell it each time.
            self._toolkit = verovio.toolkit(initFont=False)
            self._toolkit.setResourcePath(str(files("verovio") / "data"))
            self._toolkit.setOptions(
                {
                    "pageWidth": round(self._width / POINTS_PER_UNIT / self._zoom),
                    "pageHeight": 60000,
                    "adjustPageHeight": True,
                    "pageMarginLeft": 0,
                    "pageMarginRight": 0,
                    "pageMarginTop": 0,
                    "pageMarginBottom": 0,
                    "breaks": "encoded",
                    "condense": "none",
                    "systemDivider": "none",
                    "header": "none",
                    "footer": "none",
                    "mnumInterval": 0,
                    "svgFormatRaw": True,
                    "svgRemoveXlink": True,
                    "lyricWordSpace": 2.6,
                    "lyricTopMinMargin": 3.0,
                }
            )
        return self._toolkit


def _pieces(section: MeiPassage, staves: int) -> Iterator[MeiPassage]:
    """A section in pieces that are engraved in one call: as many whole systems each as one call may take."""
    most = max(_FEWEST_BARS, _MOST_BARS // max(1, staves // 2))
    first, breaks = section.first, []
    for begin, end in pairwise((*section.systems, section.last)):
        if end - first <= most:
            breaks.append(begin)
            continue
        yield _piece(section, first, begin, breaks)
        first, breaks = begin, []
    yield _piece(section, first, section.last, breaks)


def _piece(section: MeiPassage, first: int, last: int, breaks: Sequence[int]) -> MeiPassage:
    return MeiPassage(
        first,
        last,
        opens=section.opens and first == section.first,
        closes=section.closes and last == section.last,
        ends=section.ends and last == section.last,
        systems=tuple(breaks),
    )
