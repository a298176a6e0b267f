"""Turns a conversation into the text a model was trained on, with the template from the model's own file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from songwright.llm.bounded import TooMuchError

__all__ = ["Message", "render_chat"]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation; `role` is "system", "user" or "assistant"."""

    role: str
    content: str


def render_chat(render: Callable[[Sequence[Message]], str], messages: Sequence[Message]) -> str | None:
    """The prompt for `messages`, ready for the assistant's turn; None when the template cannot be used at all.

    Some templates refuse a system turn (Gemma's for one): its text then leads the first user turn.
    `render` may raise anything, because templates are programs that come with the model's file.
    """
    for attempt in (messages, _without_system(messages)):
        try:
            prompt = render(attempt)
        except TooMuchError:
            return None
        except Exception:  # noqa: BLE001, S112 - a template may raise anything; the plain prompt still works
            continue
        if all(message.content.strip()[:40] in prompt for message in attempt):
            return prompt
    return None


def _without_system(messages: Sequence[Message]) -> tuple[Message, ...]:
    system = "\n\n".join(message.content for message in messages if message.role == "system")
    rest = tuple(message for message in messages if message.role != "system")
    if not system or not rest:
        return rest
    return (replace(rest[0], content=f"{system}\n\n{rest[0].content}"), *rest[1:])
