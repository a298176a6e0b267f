"""Poetic and song forms as data, the form of a given text, and a report of how a text keeps a form."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.resources import files
from itertools import cycle
from typing import Any

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.words import heading_title
from songwright.lyrics.analysis import LineAnalysis
from songwright.lyrics.endings import Ending
from songwright.lyrics.liberties import Saying, sayings
from songwright.lyrics.linking import linked_marks
from songwright.lyrics.metre import LineMetre, best_metres, metre_named, scan, scan_pattern
from songwright.lyrics.rhyme import RhymeKind, kind_between
from songwright.lyrics.scheme import letter
from songwright.lyrics.syllables import Syllable

__all__ = [
    "Fault",
    "Form",
    "FormError",
    "LineForm",
    "LineReport",
    "check_form",
    "form_of",
    "forms_by_name",
    "load_forms",
    "read_forms",
]


_MOST = 99  # syllables of a line that may have any number


class FormError(SongwrightError):
    """A form's description cannot be understood."""


class Fault(StrEnum):
    """What can be wrong with a line."""

    SYLLABLES = "syllables"
    STRESS = "stress"
    RHYME = "rhyme"
    INNER_RHYME = "inner rhyme"
    REFRAIN = "refrain"
    END_WORD = "end word"
    MISSING = "missing"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class LineForm:
    """What a form asks of one line.

    Lines of a form with the same `rhyme` rhyme, those with the same `refrain` are the same, those with the same
    `end_word` end alike. `patterns` are the metrical patterns that it may follow (see `lyrics.metre`), none for any;
    it has `least` to `most` syllables. `stanza` counts from 0. A word before the last rhymes with the letter `inner`:
    with the ends of lines that have this `rhyme`, or with words inside others that have it as `inner`; the syllable on
    which its rhyme begins has the number `inner_at` (from 1; 0: any).
    """

    stanza: int = 0
    rhyme: str | None = None
    refrain: str | None = None
    end_word: str | None = None
    patterns: tuple[str, ...] = ()
    least: int = 1
    most: int = _MOST
    inner: str | None = None
    inner_at: int = 0

    @property
    def letters(self) -> tuple[str, ...]:
        """Every rhyme that is heard in it, the inner one first."""
        return tuple(letter for letter in (self.inner, self.rhyme) if letter is not None)

    @property
    def told_rhyme(self) -> str:
        """Its rhymes for a reader: "A", "A+B" with B inside, or ""."""
        return f"{self.rhyme or ''}+{self.inner}" if self.inner else self.rhyme or ""

    @property
    def sizes(self) -> Sequence[int]:
        """The numbers of syllables that it may have, in order."""
        return sorted({len(pattern) for pattern in self.patterns}) or range(self.least, self.most + 1)

    @property
    def told_size(self) -> str:
        """The same for a reader: "8", "8–9", "5/8", or "" for any number."""
        sizes = self.sizes
        if sizes[-1] >= _MOST:
            return ""
        if len(sizes) < 1 + sizes[-1] - sizes[0]:
            return "/".join(map(str, sizes))
        return str(sizes[0]) if len(sizes) == 1 else f"{sizes[0]}–{sizes[-1]}"


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its name, a sentence about it and its lines.

    `headings` are the titles of its stanzas in order ("Verse 1", "Chorus"), none where they have no titles. `also` are
    other names that people ask for it by ("sonnet").
    """

    id: str
    name: str
    about: str
    lines: tuple[LineForm, ...]
    headings: tuple[str, ...] = ()
    also: tuple[str, ...] = field(default=(), compare=False)  # what it is called changes no form


@dataclass(frozen=True, slots=True)
class LineReport:
    """How a line keeps its form: what was asked (None for one too many), what it is (None when missing).

    `taken` are words that it keeps the form with by a syllable more or less than usual, with their syllables.
    """

    asked: LineForm | None
    line: LineAnalysis | None
    faults: tuple[Fault, ...]
    taken: tuple[tuple[str, int], ...] = ()


def load_forms() -> tuple[Form, ...]:
    """Every form that ships with Songwright, in the order of its menu."""
    return read_forms((files("songwright_resources") / "words" / "forms.toml").read_text(encoding="utf-8"))


def forms_by_name() -> dict[str, Form]:
    """The shipped forms by id, by name and by every other name that people ask for them by, in lower case."""
    forms = load_forms()
    other = {name.lower(): form for form in forms for name in (form.name, form.name.replace(",", ""), *form.also)}
    return {**other, **{form.id: form for form in forms}}


def read_forms(text: str) -> tuple[Form, ...]:
    """Forms from TOML (the notation is explained in forms.toml); FormError when a description does not make sense."""
    try:
        return tuple(map(_named_form, tomllib.loads(text)["form"]))
    except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise FormError(
            said(
                "The list of forms cannot be read, so no form can be chosen: {reason}. Please correct that "
                "description.",
                reason=error,
            ),
            detail=f"{type(error).__name__}: {error}",
        ) from error


def form_of(lines: Sequence[LineAnalysis], name: str = "") -> Form:
    """The form of a stanza or a whole text, so that another can be written to the same tune.

    Lines keep their syllable counts, their rhymes (those that stanzas share too) and refrains, and their metre: that of
    the stanza where it has one, else their own stresses, with places left free where a one-syllable word may be read
    either way. Headings become the form's own.
    """
    stanzas = [(title, found) for title, found in _stanzas(lines) if found]
    repeats = Counter(line.words for line in lines if line.syllables)
    marks = linked_marks([found for _, found in stanzas])
    letters: dict[str, str] = {}
    refrains: dict[str, tuple[str, str]] = {}  # words of a repeated line to its rhyme and its mark
    forms: list[LineForm] = []
    for number, (_, found) in enumerate(stanzas):
        metres = best_metres([line.syllables for line in found]) or (None,) * len(found)
        for line, metre, linked in zip(found, metres, marks[number], strict=True):
            rhyme = letters.setdefault(linked.letter, letter(len(letters))) if linked else None
            mark = None
            if repeats[line.words] > 1:
                rhyme, mark = refrains.setdefault(line.words, _refrain(rhyme, letters, refrains))
            forms.append(_line_like(line, metre, number, rhyme, mark))
    titles = tuple(title for title, _ in stanzas)
    about = "The lines, stresses and rhymes of a text of yours."
    return Form("as-this", name or "As this text", about, tuple(forms), headings=titles if any(titles) else ())


def _stanzas(lines: Sequence[LineAnalysis]) -> list[tuple[str, list[LineAnalysis]]]:
    """The sung lines of each stanza, with its heading or ""."""
    found: list[tuple[str, list[LineAnalysis]]] = [("", [])]
    for line in lines:
        if line.heading:
            found.append((heading_title(line.text) or "", []))
        elif line.syllables:
            found[-1][1].append(line)
        elif found[-1][1]:
            found.append(("", []))
    return found


def _refrain(rhyme: str | None, letters: dict[str, str], refrains: dict[str, tuple[str, str]]) -> tuple[str, str]:
    """The rhyme and the mark of a line that comes again, and was not met before."""
    if rhyme is None:
        rhyme = letters.setdefault(f"alone {len(refrains)}", letter(len(letters)))
    return rhyme, f"{rhyme}{1 + sum(known == rhyme for known, _ in refrains.values())}"


def _line_like(
    line: LineAnalysis, metre: LineMetre | None, stanza: int, rhyme: str | None, refrain: str | None
) -> LineForm:
    reading = scan(line.syllables, metre) if metre else None
    pattern = reading.pattern if reading else _stress_pattern(line)
    return LineForm(stanza, rhyme, refrain, None, (pattern,), line.count, line.count)


def check_form(form: Form, lines: Sequence[LineAnalysis]) -> tuple[LineReport, ...]:
    """One report a line, in order; headings and empty rows are passed over."""
    sung = [line for line in lines if not line.bounds_stanza]
    reports = []
    for index in range(max(len(sung), len(form.lines))):
        asked = form.lines[index] if index < len(form.lines) else None
        line = sung[index] if index < len(sung) else None
        if asked is None or line is None:
            reports.append(LineReport(asked, line, (Fault.EXTRA if asked is None else Fault.MISSING,)))
        else:
            earlier = list(zip(form.lines[:index], sung[:index], strict=False))
            said = _said_to_fit(asked, line)
            faults = (*_measured(asked, line, said), *_faults(asked, line, earlier))
            reports.append(LineReport(asked, line, faults, said.words if said else ()))
    return tuple(reports)


def _said_to_fit(asked: LineForm, line: LineAnalysis) -> Saying | None:
    """The line as it keeps its measure, said as usual if it can be; None when it does not keep it."""
    if not asked.patterns and line.count in asked.sizes:
        return Saying(line.syllables, ())
    sizes = sorted(asked.sizes if len(asked.sizes) < _MOST else (), key=lambda size: abs(size - line.count))
    return next((said for size in sizes for said in sayings(line.syllables, size) if _scans(asked, said)), None)


def _scans(asked: LineForm, said: Saying) -> bool:
    readings = (scan_pattern(said.syllables, pattern) for pattern in asked.patterns)
    return not asked.patterns or any(reading is not None and reading.fits for reading in readings)


def _measured(asked: LineForm, line: LineAnalysis, said: Saying | None) -> tuple[Fault, ...]:
    if said is not None:
        return ()
    return (Fault.STRESS if line.count in asked.sizes else Fault.SYLLABLES,)


def _faults(asked: LineForm, line: LineAnalysis, earlier: list[tuple[LineForm, LineAnalysis]]) -> Iterator[Fault]:
    """What a line of the right size does wrong, compared with the lines before it."""
    first_refrain = next((other for form, other in earlier if asked.refrain and form.refrain == asked.refrain), None)
    if first_refrain is not None:
        # A refrain is the same line again: its rhymes and its end word are those of the first time.
        if first_refrain.words != line.words:
            yield Fault.REFRAIN
        return
    if asked.rhyme and not _answers(_endings(line), _first_heard(asked.rhyme, earlier)):
        yield Fault.RHYME
    if asked.inner and not _rhymes_inside(asked, asked.inner, line, earlier):
        yield Fault.INNER_RHYME
    alike = [other for form, other in earlier if asked.end_word and form.end_word == asked.end_word]
    if any(other.end_word != line.end_word for other in alike):
        yield Fault.END_WORD


def _endings(line: LineAnalysis) -> list[Ending]:
    return [] if line.ending is None else [line.ending]


def _rhymes_inside(
    asked: LineForm, inner: str, line: LineAnalysis, earlier: list[tuple[LineForm, LineAnalysis]]
) -> bool:
    """Whether a word inside the line, where the form wants it, answers the line's end or the lines before."""
    inside = [one for last, one in line.inside if asked.inner_at in (0, *_beginnings(last, one))]
    with_end = inner == asked.rhyme
    return _answers(inside, _endings(line) if with_end else _first_heard(inner, earlier))


def _first_heard(letter: str, lines: list[tuple[LineForm, LineAnalysis]]) -> list[Ending] | None:
    """What the first of these lines in which the letter is heard has to rhyme with: its end or any word inside it."""
    for form, line in lines:
        if form.rhyme == letter:
            return [] if line.ending is None else [line.ending]
        if form.inner == letter:
            return [one for _, one in line.inside]
    return None


def _answers(ends: Sequence[Ending], others: Sequence[Ending] | None) -> bool:
    """Whether one of the ends rhymes with one of the others, if there is anything to rhyme with."""
    if others is None:
        return True
    return any(kind_between(one, other) is RhymeKind.PERFECT for one in ends for other in others)


def _beginnings(last: int, ending: Ending) -> Iterator[int]:
    """The numbers, from 1, of the syllables on which the rhymes of a word with this last syllable may begin."""
    return (last + 2 - part.syllables for part in ending.parts)


def _place_sign(syllable: Syllable) -> str:
    if syllable.stress == 1:
        return "s"
    weak = syllable.word_length > 1 and syllable.stress == 0
    return "w" if weak else "x"


def _stress_pattern(line: LineAnalysis) -> str:
    """Strong and weak places of a line as it stands; one-syllable words that may go either way leave theirs free.

    A rhyming last syllable of that sort is strong.
    """
    pattern = "".join(map(_place_sign, line.syllables))
    return pattern[:-1] + "s" if line.rhyme and pattern.endswith("x") else pattern


def _named_form(entry: dict[str, Any]) -> Form:
    """The form of a description; ValueError with its name and what is wrong with it."""
    try:
        return _form(entry)
    except KeyError as error:
        raise ValueError(f"the form {entry.get('id', entry)!r} has no {error.args[0]}") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise ValueError(f"the form {entry.get('id', entry)!r}: {error}") from error


def _form(entry: dict[str, Any]) -> Form:
    stanzas = [stanza.split() for stanza in str(entry["scheme"]).split("/")]
    total = sum(map(len, stanzas))
    sizes = [_size(str(size)) for size in entry.get("metre", entry.get("syllables", ["1-99"]))]
    lines: list[LineForm] = []
    running = iter(sizes if len(sizes) == total else ())
    for stanza, marks in enumerate(stanzas):
        own = running if len(sizes) == total else cycle(sizes)
        lines += [_line(mark, stanza, next(own)) for mark in marks]
    if not lines:
        raise ValueError(f"{entry['id']} has no lines")
    headings = tuple(map(str, entry.get("headings", ())))
    if len(headings) not in (0, len(stanzas)):
        raise ValueError(f"{entry['id']} has {len(stanzas)} stanzas and {len(headings)} headings")
    also = tuple(name.strip() for name in entry.get("also", "").split(",") if name.strip())
    return Form(entry["id"], entry["name"], entry["about"], tuple(lines), headings, also)


def _size(text: str) -> tuple[tuple[str, ...], int, int]:
    """(patterns, least, most) for "iambic tetrameter", "7" or "9-12"."""
    counts = re.fullmatch(r"(\d+)(?:-(\d+))?", text)
    if counts:
        return (), int(counts[1]), int(counts[2] or counts[1])
    patterns = metre_named(text).patterns
    return patterns, min(map(len, patterns)), max(map(len, patterns))


def _line(mark: str, stanza: int, size: tuple[tuple[str, ...], int, int]) -> LineForm:
    patterns, least, most = size
    found = re.fullmatch(
        r"(?:x|(?P<rhyme>[a-z])|(?P<refrain>[A-Z]\d+)|=(?P<word>\d+))(?:\+(?P<inner>[a-z])(?P<at>\d+)?)?", mark
    )
    if found is None:
        raise ValueError(f"{mark!r} is no mark of a scheme")
    refrain = found["refrain"]
    return LineForm(
        stanza=stanza,
        rhyme=refrain[0] if refrain else (found["rhyme"] or "").upper() or None,
        inner=(found["inner"] or "").upper() or None,
        inner_at=int(found["at"] or 0),
        refrain=refrain,
        end_word=found["word"],
        patterns=patterns,
        least=least,
        most=most,
    )
