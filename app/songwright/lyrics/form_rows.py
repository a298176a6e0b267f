"""The lines of a form as rows that can be filled in: how long, what they rhyme with, what they repeat."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from songwright.core.language import language
from songwright.lyrics.forms import Form, FormError, LineForm
from songwright.lyrics.metre import FEET
from songwright.lyrics.notation import form_text, parse_form, with_plain_refrains

__all__ = ["KINDS", "FormRow", "form_of_rows", "rows_of_form"]

# What a length is counted in -> its sign in the notation, "" where the number itself is the sign.
KINDS: dict[str, str] = {
    "any": "",
    "syllables": "",
    "iambic": "i",
    "trochaic": "t",
    "anapaestic": "an",
    "dactylic": "d",
    "amphibrachic": "am",
    "places": "",
}
_FEET = {sign: kind for kind, sign in KINDS.items() if sign}
_INSIDE = re.compile(r"(?:(?P<letter>[A-WYZ])(?P<at>[1-9]\d?)?)?")
_USUAL = 8  # syllables
_MOST_FEET = 8
_LONG = re.compile(r"(?P<foot>an|am|[itd])(?P<feet>\d)")


@dataclass(frozen=True, slots=True)
class FormRow:
    """One line. `kind` is a key of `KINDS`, `amount` a number, a range ("8-10") or places ("x/x/") of that kind.

    `rhyme` is a letter or "". `repeats` is the number of the earlier line that it is, `ends_like` of the one whose last
    word it ends in; 0 for none. `inside` is the letter that a word inside the line rhymes with, maybe with the number
    of the syllable ("B4"). `begins` says that a stanza begins here, with the title `heading`.
    """

    kind: str = "syllables"
    amount: str = "8"
    rhyme: str = ""
    repeats: int = 0
    ends_like: int = 0
    inside: str = ""
    begins: bool = False
    heading: str = ""

    def with_kind(self, kind: str) -> FormRow:
        """The row counted in something else, about as long as it was."""
        size = self._syllables()
        if kind in FEET:
            amount = str(min(max(round(size / len(FEET[kind])), 1), _MOST_FEET))
        else:
            amount = {"any": "", "syllables": str(size), "places": ("x/" * size)[:size]}[kind]
        return replace(self, kind=kind, amount=amount)

    def _syllables(self) -> int:
        """How many it has, at least; a usual number where that is not said."""
        try:
            line = _line(self, 1)
        except FormError:
            return _USUAL
        if self.kind == "any":
            return _USUAL
        return len(line.patterns[0]) if line.patterns else line.least


def rows_of_form(form: Form) -> list[FormRow]:
    """A form's lines as rows."""
    rows: list[FormRow] = []
    refrains: dict[str, int] = {}
    words: dict[str, int] = {}
    for number, line in enumerate(form.lines, 1):
        kind, amount = _length(line)
        begins = number == 1 or line.stanza != form.lines[number - 2].stanza
        first = refrains.setdefault(line.refrain, number) if line.refrain else number
        word = words.setdefault(line.end_word, number) if line.end_word else number
        heading = form.headings[line.stanza] if begins and line.stanza < len(form.headings) else ""
        rows.append(
            FormRow(
                kind,
                amount,
                line.rhyme or "",
                first if first < number else 0,
                word if word < number else 0,
                f"{line.inner or ''}{line.inner_at or ''}",
                begins,
                heading,
            )
        )
    return rows


def _length(line: LineForm) -> tuple[str, str]:
    bare = replace(line, stanza=0, rhyme=None, refrain=None, end_word=None, inner=None, inner_at=0)
    sign = form_text(Form("", "", "", (bare,))).strip().rstrip(":")
    foot = _LONG.fullmatch(sign)
    if foot:
        return _FEET[foot["foot"]], foot["feet"]
    if sign == "x":
        return "any", ""
    return ("syllables", sign) if sign[0].isdigit() else ("places", sign)


def form_of_rows(rows: Sequence[FormRow]) -> Form:
    """The form that rows describe, as the notation can write it. Raises FormError, with a sentence for the user."""
    if not rows:
        raise FormError(_tr("The form has no lines. Add one."))
    lines: list[LineForm] = []
    headings: list[str] = []
    for number, row in enumerate(rows, 1):
        if row.begins or number == 1:
            headings.append(row.heading.strip())
        lines.append(replace(_line(row, number), stanza=len(headings) - 1))
    for number, row in enumerate(rows, 1):
        if row.repeats:
            _repeat(lines, row.repeats - 1, number - 1)
        if row.ends_like:
            _end_alike(lines, row.ends_like - 1, number - 1)
    numbers: dict[str, str] = {}  # end words in the order in which they come
    for place, line in enumerate(lines):
        if line.end_word:
            lines[place] = replace(line, end_word=numbers.setdefault(line.end_word, str(len(numbers) + 1)))
    form = Form("own", "", "", tuple(lines), headings=tuple(headings) if any(headings) else ())
    return parse_form(form_text(with_plain_refrains(form)))


def _line(row: FormRow, number: int) -> LineForm:
    """A row's line by itself."""
    amount = row.amount.strip().replace("–", "-").replace(" ", "")
    wanted, sentence = {
        "any": (r".*", ""),
        "syllables": (r"\d+(-\d+)?", _tr("Line {0}: write how many syllables it has, such as 8, or 8-10.")),
        "places": (r"[x/.|]+", _tr("Line {0}: write x for each weak place and / for each strong one, such as x/x/x/.")),
    }.get(row.kind, (r"[1-8]", _tr("Line {0}: write how many feet it has, 1 to 8.")))
    if not re.fullmatch(wanted, amount):
        raise FormError(sentence.format(number))
    rhyme = row.rhyme.strip().upper()
    if not re.fullmatch(r"[A-WYZ]?", rhyme):
        raise FormError(_tr("Line {0}: write one letter for the rhyme, or none. X stands for no rhyme.").format(number))
    sign = "x" if row.kind == "any" else f"{KINDS[row.kind]}{amount}"
    try:
        (line,) = parse_form(f"{sign}:" if row.kind == "places" else sign).lines
    except FormError as error:
        raise FormError(_tr("Line {0} has no sensible length. A line has 1 to 40 syllables.").format(number)) from error
    inside = _INSIDE.fullmatch(row.inside.strip().upper())
    at = int(inside["at"] or 0) if inside else 0
    if inside is None or at >= line.most:
        sentence = _tr("Line {0}: write one letter for the rhyme inside, maybe with its syllable, such as B or B4.")
        raise FormError(sentence.format(number))
    return replace(line, rhyme=rhyme or None, inner=inside["letter"] or None, inner_at=at)


def _repeat(lines: list[LineForm], first: int, again: int) -> None:
    """Make one line the same as an earlier one."""
    mark = lines[first].refrain or f"R{first}"
    lines[first] = replace(lines[first], refrain=mark)
    lines[again] = replace(lines[first], stanza=lines[again].stanza)


def _end_alike(lines: list[LineForm], first: int, again: int) -> None:
    """Make one line end in the last word of an earlier one."""
    word = lines[first].end_word or str(1 + len({line.end_word for line in lines if line.end_word}))
    lines[first] = replace(lines[first], end_word=word, rhyme=None, refrain=None)
    lines[again] = replace(lines[again], end_word=word, rhyme=None, refrain=None)


def _tr(text: str) -> str:
    return language().text(text, "FormRows")
