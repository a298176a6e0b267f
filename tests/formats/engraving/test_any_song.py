"""Whatever a project file may hold can be drawn, or is refused in a sentence."""

from __future__ import annotations

import contextlib

from defusedxml.ElementTree import fromstring
from hypothesis import HealthCheck, given, settings

from formats.strategies import documents
from songwright.core.session import Document
from songwright.formats.engraving.chord_sheet import SheetOptions, draw_chord_sheet
from songwright.formats.engraving.fingering import FrettedInstrument
from songwright.formats.engraving.pdf import to_pdf
from songwright.formats.engraving.score_pages import ScoreOptions, draw_score
from songwright.formats.engraving.staves import PartKind
from songwright.formats.engraving.svg import to_svg
from songwright.formats.errors import ExportError
from songwright.lyrics.lexicon import Lexicon

FEW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


@FEW
@given(documents)
def test_any_song_has_a_sheet(lexicon: Lexicon, document: Document) -> None:
    sheet = draw_chord_sheet(document.song, lexicon, SheetOptions(diagrams=FrettedInstrument.PIANO))
    assert to_pdf(sheet).endswith(b"%%EOF\n")
    fromstring(to_svg(sheet))


@FEW
@given(documents)
def test_any_song_with_music_has_a_score(lexicon: Lexicon, document: Document) -> None:
    for kind in (PartKind.LEAD, PartKind.FULL):
        with contextlib.suppress(ExportError):  # a sentence: there is nothing with pitches
            drawing = draw_score(document.song, lexicon, ScoreOptions(kind))
            assert to_pdf(drawing).endswith(b"%%EOF\n")
            fromstring(to_svg(drawing))
