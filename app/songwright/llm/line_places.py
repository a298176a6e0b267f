"""Where in the document a question is asked: the rows around a line, and what its form asks of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from songwright.llm.questions import Place, place_in
from songwright.llm.wishes import Wishes
from songwright.lyrics.forms import Form, form_of

if TYPE_CHECKING:
    from songwright.core.song import Song
    from songwright.lyrics.analysis import Analysis
    from songwright.lyrics.form_check import CheckedLine, FormCheck
    from songwright.lyrics.forms import Form

__all__ = ["Surroundings", "place_of", "place_to_go_on", "setting_of"]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of the page: its analysis, and how it keeps the form it is measured by (None: it is by none)."""

    analysis: Analysis
    check: FormCheck | None = None
    about: str = ""
    kind: str = "poem"
    wishes: Wishes = field(default_factory=Wishes)


def setting_of(analysis: Analysis, check: FormCheck | None, song: Song, wishes: Wishes) -> Surroundings:
    """The setting of a page of the song; of the wishes those that are for every line."""
    about = song.about.strip() or song.title.strip()
    return Surroundings(analysis, check, about, song.piece.value, replace(wishes, anywhere=()))


def place_of(page: Surroundings, row: int) -> Place:
    """The place of a row: in the form that the page is measured by, else in the stanza's own form.

    An empty row beside a stanza that is not measured takes part in no form: what fits is about as long as the lines
    around it.
    """
    near = _near(page, row)
    checked = page.check.by_row.get(row) if page.check is not None else None
    if checked is not None and page.check is not None and checked.report.asked is not None:
        within, form, index = _measured(page.check, checked)
    else:
        stanza = next((stanza for stanza in page.analysis.stanzas() if row in stanza), None)
        if stanza is None:
            return near

        lines = [page.analysis.lines[place] for place in stanza]
        within, form, index = [line.text for line in lines], form_of(lines), row - stanza.start
    return _within(page, near, within, form, index)


def place_to_go_on(page: Surroundings, row: int, form: Form | None = None) -> Place:
    """The place of a row that is being written: in the form that the page is measured by, else in none.

    An empty row is the next line of the form, if that is the one to come; with a `form` that the page is measured by it
    may also be the first line of another round.
    """
    near, check, lines = _near(page, row), page.check, page.analysis.lines
    if check is None:
        return near
    if row in check.by_row or row >= len(lines) or lines[row].text.strip():
        checked = check.by_row.get(row)
    else:
        above = next((place for place in range(row - 1, -1, -1) if lines[place].text.strip()), -1)
        last = check.by_row.get(above)
        apart = row - above > 1
        checked = _line_after(check, last, apart=apart) if last is not None else None
        if checked is None and form is not None and (_opens(page, above) or (apart and _is_last(check, last))):
            return _within(page, near, ["_"] * len(form.lines), form, 0)
    if checked is None or checked.report.asked is None:
        return near
    return _within(page, near, *_measured(check, checked))


def _opens(page: Surroundings, above: int) -> bool:
    """Whether what follows row `above` (-1: nothing stands above) begins a stanza."""
    return above < 0 or page.analysis.lines[above].heading


def _line_after(check: FormCheck, last: CheckedLine, *, apart: bool) -> CheckedLine | None:
    """The line of the form that is missing after another, if a blank row stands between where stanzas part."""
    following = _numbered(check, last.part, last.number + 1)
    if following is None or following.row is not None:
        return None
    asked, before = following.report.asked, last.report.asked
    other_stanza = asked is not None and before is not None and asked.stanza != before.stanza
    return following if apart == other_stanza else None


def _is_last(check: FormCheck, line: CheckedLine | None) -> bool:
    return line is not None and _numbered(check, line.part, line.number + 1) is None


def _numbered(check: FormCheck, part: int, number: int) -> CheckedLine | None:
    return next((line for line in check.lines if (line.part, line.number) == (part, number)), None)


def _within(page: Surroundings, near: Place, within: Sequence[str], form: Form, index: int) -> Place:
    """The place of line `index` of a form, with the words that are really around it."""
    found = place_in(within, index, form, about=page.about, kind=page.kind, wishes=page.wishes)
    return replace(found, before=near.before, after=near.after)


def _near(page: Surroundings, row: int) -> Place:
    """The place in no form, with the words around it but without headings."""
    shown = [("" if line.heading else line.text.strip()) for line in page.analysis.lines]
    return place_in(_without_runs(shown, row), _moved(shown, row), about=page.about, kind=page.kind, wishes=page.wishes)


def _without_runs(rows: Sequence[str], row: int) -> list[str]:
    """The rows with one blank row at most between two stanzas; the row itself stays whatever it is."""
    return [text for place, text in enumerate(rows) if _stays(rows, place, row)]


def _moved(rows: Sequence[str], row: int) -> int:
    return sum(_stays(rows, place, row) for place in range(row))


def _stays(rows: Sequence[str], place: int, row: int) -> bool:
    return place == row or bool(rows[place]) or (place > 0 and bool(rows[place - 1]))


def _measured(check: FormCheck, checked: CheckedLine) -> tuple[list[str], Form, int]:
    """The words of one part of the page as lines of its form: missing ones are "_"."""
    part = [line for line in check.lines if line.part == checked.part and line.report.asked is not None]
    words = [line.report.line.text.strip() if line.report.line is not None else "_" for line in part]
    lines = tuple(replace(line.report.asked, stanza=0) for line in part if line.report.asked is not None)
    return words, Form("part", "", "", lines), checked.number - 1
