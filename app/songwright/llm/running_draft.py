"""A piece while the model writes it."""

from __future__ import annotations

from dataclasses import dataclass, field

from songwright.core.song import Take
from songwright.llm.brief import Brief, take_of

__all__ = ["RunningDraft"]


@dataclass(slots=True)
class RunningDraft:
    """The words as they stream in. It becomes a take however it ends."""

    brief: Brief
    seed: int
    model: str = ""
    model_sha256: str = ""
    settings: tuple[tuple[str, str], ...] = ()
    created: str = ""
    title: str = ""
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All the words so far."""
        return "".join(self.pieces)

    def take(self, take_id: str, *, complete: bool) -> Take:
        """The draft as a take of the document."""
        return take_of(
            self.brief,
            self.text.strip("\n"),
            self.title,
            self.settings,
            take_id=take_id,
            seed=self.seed,
            model=self.model,
            model_sha256=self.model_sha256,
            created=self.created,
            complete=complete,
        )
