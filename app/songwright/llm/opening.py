"""The prompt as tokens: in the model's own template or plain, with a description that fits the model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from songwright.core.language import said
from songwright.llm.chat import Message
from songwright.llm.model import Backend, ModelError

__all__ = ["ABOUT", "Opening"]

ABOUT = "{about}"  # stands for the description in messages, since it may have to be shortened


@dataclass(frozen=True, slots=True)
class Opening:
    """What the model reads before it writes.

    `messages` is the conversation up to the model's turn, `plain` the same for a model without a chat template; in
    both, `ABOUT` stands for the description `about`.
    """

    messages: tuple[Message, ...]
    plain: str
    about: str = ""

    def tokens(self, backend: Backend, limit: int, notice: Callable[[str], None]) -> list[int]:
        """The prompt's tokens, at most `limit`, with the description shortened (with a notice) when it is too long.

        Raises ModelError when not even the prompt without a description fits.
        """
        about = backend.harmless(self.about)
        tokens = self._render(backend, about)
        if len(tokens) <= limit:
            return tokens
        shortened = self._shortened(backend, about, limit)
        tokens = self._render(backend, shortened)
        if len(tokens) > limit:
            raise ModelError(said("This model can read too few words at a time to write from a description."))
        notice(
            said(
                "The description is longer than the model can read: it was given the first {read:,} of {words:,} "
                "words.",
                read=len(shortened.split()),
                words=len(about.split()),
            )
        )
        return tokens

    def _shortened(self, backend: Backend, about: str, limit: int) -> str:
        low, high = 0, len(about)
        while low < high:
            middle = (low + high + 1) // 2
            if len(self._render(backend, about[:middle])) <= limit:
                low = middle
            else:
                high = middle - 1
        return about[:low].rsplit(maxsplit=1)[0] if " " in about[:low] else about[:low]

    def _render(self, backend: Backend, about: str) -> list[int]:
        messages = [Message(turn.role, turn.content.replace(ABOUT, about)) for turn in self.messages]
        prompt = backend.chat(messages)
        return backend.encode(self.plain.replace(ABOUT, about) if prompt is None else prompt, special=True)
