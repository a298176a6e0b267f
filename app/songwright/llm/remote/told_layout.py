"""A writing plan put into words, for a model that is asked for the whole text and cannot be led token by token."""

from __future__ import annotations

import re
from collections.abc import Iterator

from songwright.llm.plan import Fill, Plan, Say, Verse
from songwright.lyrics.forms import Form

__all__ = ["asked_layout", "is_titled", "is_verse"]

_TELL_SHAPE = 16  # lines; a longer form is told by its stanzas alone


def is_titled(plan: Plan) -> bool:
    """Whether the plan asks for a title."""
    return any(isinstance(step, Fill) and step.title for step in plan.steps)


def is_verse(plan: Plan) -> bool:
    """Whether the text is in lines of verse."""
    return any(isinstance(step, Verse) or (isinstance(step, Fill) and step.shape.verse) for step in plan.steps)


def asked_layout(plan: Plan) -> str:
    """What the text is to look like, as sentences for the model."""
    parts = list(_parts(plan))
    told = []
    if is_titled(plan):
        told.append('The first row is "Title: " and a title of two to six words, then an empty row.')
    if any(heading for heading, _ in parts):
        told.append("The parts, each with its heading on a row of its own and an empty row before it:")
        told += [f"{heading or 'no heading'}: {asked}." for heading, asked in parts]
    elif parts:
        told.append(f"It has {len(parts)} part{'s' if len(parts) > 1 else ''}, with an empty row between two of them:")
        told += [f"{asked}." for _, asked in parts]
    told.append("Write nothing but the text itself: no remarks, no quotation marks around it, no markup.")
    return "\n".join(told)


def _parts(plan: Plan) -> Iterator[tuple[str, str]]:
    """The heading and what is asked of each part, in order."""
    heading = ""
    for step in plan.steps:
        match step:
            case Say(text, shown=True):
                found = re.findall(r"\[[^\]]+\]", text)
                heading = found[-1] if found else heading
            case Fill(title=False):
                yield heading, _filled(step)
                heading = ""
            case Verse():
                yield from _stanzas(step.form)


def _filled(step: Fill) -> str:
    unit = "line" if step.shape.verse else "paragraph"
    begun = f", the first beginning with “{step.start.strip()}”" if step.start.strip() else ""
    return f"{step.count} {unit}{'s' if step.count > 1 else ''} of about {step.shape.wish} words{begun}"


def _stanzas(form: Form) -> Iterator[tuple[str, str]]:
    for stanza in range(max((line.stanza for line in form.lines), default=-1) + 1):
        lines = [line for line in form.lines if line.stanza == stanza]
        heading = form.headings[stanza] if stanza < len(form.headings) else ""
        shown = f"{len(lines)} line{'s' if len(lines) > 1 else ''}"
        if len(lines) <= _TELL_SHAPE:
            sizes = ", ".join(line.told_size or "any" for line in lines)
            shown += f" of {sizes} syllables"
            if letters := "".join(line.rhyme or "-" for line in lines).strip("-"):
                shown += f", rhymed {letters}"
        yield f"[{heading}]" if heading else "", shown
