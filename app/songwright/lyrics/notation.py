"""Forms as a text that a person can write, such as "8a 6b 8a 6b".

A line of a form is a size and a mark without a blank between them; lines are parted by blanks or line ends, stanzas by
"/", an empty row or a heading.

    sizes   8           eight syllables
            8-10        eight to ten
            i4          four iambic feet (i iambic, t trochaic, an anapaestic, d dactylic, am amphibrachic)
            x/x/x/x/    each place: "x" weak, "/" strong, "." either; "x/x/|x/x/x" is the one or the other
            (none)      any length
    marks   a b c ...   lines with the same letter rhyme
            x or none   rhymes with nothing
            A1 A2 ...   a refrain: lines with the same mark are the same, and rhyme as their letter does
            =1 =2 ...   ends in the same word as every other line with that number
        +a          after a mark: a word inside the line rhymes too, here with a ("8a+a" with the line's own end,
                    "8a+b 8a+b" with each other); "+a4" has its rhyme on the fourth syllable

Between a size of "x" and "/" and its mark stands a colon ("x/x/x/:a"). Before the lines may stand rows "name: ...",
"about: ..." and "inner rhyme: yes", which puts "+" and its own letter to every line that rhymes; "#" begins a remark.
`[Chorus]` on a row of its own gives the stanza its heading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from songwright.core.language import said
from songwright.lyrics.forms import Form, FormError, LineForm
from songwright.lyrics.metre import FEET, LineMetre

__all__ = ["form_text", "parse_form", "with_plain_refrains"]

_FEET = {"i": "iambic", "t": "trochaic", "an": "anapaestic", "d": "dactylic", "am": "amphibrachic"}
_CODES = {foot: code for code, foot in _FEET.items()}
_ANY = (1, 99)
_MOST_SYLLABLES = 40
_MOST_LINES = 400

_LINE = re.compile(
    r"(?:(?P<least>\d{1,3})(?:-(?P<most>\d{1,3}))?|(?P<foot>an|am|[itd])(?P<feet>\d)|(?P<places>(?=[x/.|]*[/.|:]|xx)[x/.|]+))?"
    r":?(?:(?P<free>[x-])|(?P<rhyme>[a-z])|(?P<refrain>[A-Z]\d{1,3})|=(?P<word>\d{1,3}))?"
    r"(?:\+(?P<inner>[a-wyz])(?P<at>\d{1,3})?)?"
)
_HEADING = re.compile(r"\[(?P<title>[^\[\]]*)\]")
_FIELD = re.compile(r"(?P<key>name|about|inner rhyme)\s*:\s*(?P<value>.*)", re.IGNORECASE)
_PLACES = str.maketrans("x/.", "wsx")
_SIGNS = str.maketrans("wsx", "x/.")


def parse_form(text: str, *, form_id: str = "", name: str = "", about: str = "") -> Form:
    """The form that a text describes; `name` and `about` serve where it says none. Raises FormError with the place."""
    fields = {"name": name, "about": about, "inner rhyme": "no"}
    stanzas: list[tuple[str, list[LineForm]]] = [("", [])]
    for number, row in enumerate(text.splitlines(), 1):
        bare = row.split("#")[0].strip()
        field, heading = _FIELD.fullmatch(bare), _HEADING.fullmatch(bare)
        if field:
            fields[field["key"].lower()] = field["value"].strip()
        elif heading:
            stanzas.append((heading["title"].strip(), []))
        elif not bare:
            stanzas.append(("", []))
        else:
            _add(stanzas, bare, number)
    return _built(fields, [stanza for stanza in _joined(stanzas) if stanza[1]], form_id)


def form_text(form: Form) -> str:
    """The form in this notation: `parse_form` gives an equal one back. FormError for a mark that it has no sign for."""
    rows = [f"{key}: {value}" for key, value in (("name", form.name), ("about", form.about)) if value]
    for stanza, lines in groupby(form.lines, key=lambda line: line.stanza):
        title = form.headings[stanza] if stanza < len(form.headings) else ""
        rows += ["", f"[{title}]"] if title else [""]
        rows.append(" ".join(map(_sign, lines)))
    return "\n".join(rows).strip() + "\n"


def _add(stanzas: list[tuple[str, list[LineForm]]], row: str, number: int) -> None:
    for sign in row.split():
        if sign == "/":
            stanzas.append(("", []))
        else:
            stanzas[-1][1].append(_line(sign, number))


def _joined(stanzas: list[tuple[str, list[LineForm]]]) -> Iterator[tuple[str, list[LineForm]]]:
    """Stanzas, with a heading that an empty row parts from its lines put to them."""
    waiting = ""
    for title, lines in stanzas:
        waiting = title or waiting
        yield waiting, lines
        if lines:
            waiting = ""


def _check_inner_rhymes(lines: Sequence[LineForm]) -> None:
    """FormError when a word inside a line is to rhyme with nothing."""
    letters = Counter(letter for line in lines for letter in line.letters)
    alone = next((line.inner for line in lines if line.inner and letters[line.inner] == 1), None)
    if alone:
        raise FormError(
            said(
                "A word inside a line is to rhyme with “{mark}”, but nothing else has this letter. Give it to "
                "the line's end or to another line too, as in “8a+a” or “8a+b 8a+b”.",
                mark=alone.lower(),
            )
        )


def _built(fields: dict[str, str], stanzas: list[tuple[str, list[LineForm]]], form_id: str) -> Form:
    inner = fields["inner rhyme"].lower() in {"yes", "true", "1"}
    lines = tuple(
        replace(line, stanza=number, inner=line.inner or (line.rhyme if inner else None))
        for number, (_, found) in enumerate(stanzas)
        for line in found
    )
    if not lines:
        raise FormError(said("The form has no lines. Write one sign for each line, such as “8a 6b 8a 6b”."))
    if len(lines) > _MOST_LINES:
        raise FormError(
            said(
                "The form has {count:,} lines. Forms of up to {most} lines can be kept.",
                count=len(lines),
                most=_MOST_LINES,
            )
        )
    _check_inner_rhymes(lines)
    headings = tuple(title for title, _ in stanzas)
    return Form(
        form_id or "own",
        fields["name"] or "Own form",
        fields["about"],
        lines,
        headings if any(headings) else (),
    )


def _line(sign: str, row: int) -> LineForm:
    found = _LINE.fullmatch(sign)
    if found is None:
        raise FormError(
            said(
                "“{sign}” in row {row} is no line of a form. Write its syllables or metre and its rhyme letter, "
                "such as “8a”, “8-10b”, “i4a” or “x/x/x/:a”.",
                sign=sign,
                row=row,
            )
        )
    patterns, least, most = _size(found, sign, row)
    refrain, at = found["refrain"], int(found["at"] or 0)
    if found["at"] and not 1 <= at < most:
        raise FormError(
            said(
                "“{sign}” in row {row} wants a rhyme on syllable {at}, which no word inside the line has.",
                sign=sign,
                row=row,
                at=at,
            )
        )
    return LineForm(
        rhyme=refrain[0] if refrain else (found["rhyme"] or "").upper() or None,
        refrain=refrain,
        end_word=found["word"],
        patterns=patterns,
        least=least,
        most=most,
        inner=(found["inner"] or "").upper() or None,
        inner_at=at,
    )


def _size(found: re.Match[str], sign: str, row: int) -> tuple[tuple[str, ...], int, int]:
    """(patterns, least, most) of a line."""
    patterns: tuple[str, ...] = ()
    least, most = _ANY
    if found["least"]:
        least, most = int(found["least"]), int(found["most"] or found["least"])
    elif found["foot"]:
        if found["feet"] not in "12345678":
            raise FormError(
                said(
                    "“{sign}” in row {row} asks for {feet} feet. A line has one to eight.",
                    sign=sign,
                    row=row,
                    feet=found["feet"],
                )
            )
        patterns = LineMetre(_FEET[found["foot"]], int(found["feet"])).patterns
    elif found["places"]:
        patterns = tuple(found["places"].translate(_PLACES).split("|"))
    if patterns:
        least, most = min(map(len, patterns)), max(map(len, patterns))
    if not 1 <= least <= most or (most > _MOST_SYLLABLES and (least, most) != _ANY):
        raise FormError(
            said(
                "“{sign}” in row {row} has no sensible length. A line has 1 to {most} syllables.",
                sign=sign,
                row=row,
                most=_MOST_SYLLABLES,
            )
        )
    return patterns, least, most


def _sign(line: LineForm) -> str:
    size = _size_sign(line)
    mark = _mark_sign(line)
    colon = ":" if size[:1] in ("x", "/", ".", "|") and (mark or "/" not in size or size == "/") else ""
    inner = f"+{line.inner.lower()}{line.inner_at or ''}" if line.inner else ""
    return f"{size}{colon}{mark}{inner}" or "x"


def _size_sign(line: LineForm) -> str:
    if not line.patterns:
        if (line.least, line.most) == _ANY:
            return ""
        return str(line.least) if line.least == line.most else f"{line.least}-{line.most}"
    for foot, code in _CODES.items():
        feet, rest = divmod(len(line.patterns[0]), len(FEET[foot]))
        if not rest and 1 <= feet <= 8 and LineMetre(foot, feet).patterns == line.patterns:
            return f"{code}{feet}"
    return "|".join(line.patterns).translate(_SIGNS)


def _mark_sign(line: LineForm) -> str:
    if line.end_word is not None:
        mark = f"={line.end_word}"
    elif line.refrain is not None:
        mark = line.refrain if line.rhyme is None or line.refrain[:1] == line.rhyme else "?"
    else:
        mark = (line.rhyme or "").lower()
    if not re.fullmatch(r"|=\d+|[A-Z]\d+|[a-wyz]", mark) or not re.fullmatch(r"|[A-WYZ]", line.inner or ""):
        raise FormError(said("The notation has no sign for the rhyme “{mark}” of a line.", mark=mark or line.rhyme))
    return mark


def with_plain_refrains(form: Form) -> Form:
    """The form with refrains named after their rhyme, as the notation wants, or after a letter of their own."""
    names: dict[str, tuple[str, str]] = {}
    spare = [letter for letter in "ZYWVUTSRQPONML" if letter not in {line.rhyme for line in form.lines}]
    for line in form.lines:
        if line.refrain is not None and line.refrain not in names:
            letter = line.rhyme or spare.pop(0)
            names[line.refrain] = letter, f"{letter}{len(names) + 1}"

    def renamed(line: LineForm) -> LineForm:
        if line.refrain is None:
            return line
        letter, name = names[line.refrain]
        return replace(line, rhyme=letter, refrain=name)

    return replace(form, lines=tuple(map(renamed, form.lines)))
