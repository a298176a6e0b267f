"""The writing plan of a brief, whatever its task."""

from __future__ import annotations

from dataclasses import replace

from songwright.llm.brief import Brief, Task
from songwright.llm.plan import Plan, Say, Verse
from songwright.llm.prompts import Prompts

__all__ = ["plan_of"]


def plan_of(brief: Brief, prompts: Prompts) -> Plan:
    """What the model is to do. Raises BriefError when the brief says nothing, FormError for a senseless form."""
    if brief.task is Task.OUTLINE:
        return prompts.outline(brief)
    if brief.task is Task.HOOK:
        return prompts.hook(brief)
    if brief.task is Task.CONTINUE:
        return prompts.continuation(brief, brief.before)
    if brief.task is Task.CLEARER:
        return prompts.revision(brief, brief.passage, before=brief.before)
    plan = prompts.plan(brief)
    if not brief.rewrites:
        return plan
    # Lines of a text that has its title already go on from the words before them.
    before = (Say(f"{brief.before}\n\n", shown=False),) if brief.before else ()
    return replace(plan, steps=(*before, *(step for step in plan.steps if isinstance(step, Verse))))
