"""What the writer asks for, and how a take remembers it."""

from __future__ import annotations

from dataclasses import dataclass, field

from songwright.core.song import Piece, Take

__all__ = ["LENGTHS", "Brief", "Draft", "brief_of", "take_title"]

LENGTHS = ("short", "medium", "long")


@dataclass(frozen=True, slots=True)
class Brief:
    """One request to the model. `form` is the id of a form to be kept exactly; its length is then the form's own."""

    about: str
    piece: Piece = Piece.SONG
    mood: str = ""
    length: str = "medium"
    form: str = ""


@dataclass(slots=True)
class Draft:
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
        brief = self.brief
        asked = {"mood": brief.mood, "length": brief.length, "form": brief.form, "title": self.title.strip()}
        settings = {**dict(self.settings), **asked}
        return Take(
            id=take_id,
            text=self.text.strip("\n"),
            about=brief.about,
            piece=brief.piece,
            seed=self.seed,
            model=self.model,
            model_sha256=self.model_sha256,
            settings=tuple(sorted((key, value) for key, value in settings.items() if value)),
            created=self.created,
            complete=complete,
        )


def brief_of(take: Take) -> Brief:
    """The request that a take answered."""
    settings = dict(take.settings)
    length = settings.get("length", "medium")
    return Brief(
        take.about,
        take.piece,
        settings.get("mood", ""),
        length if length in LENGTHS else "medium",
        settings.get("form", ""),
    )


def take_title(take: Take) -> str:
    """The title that the model gave a take; often empty."""
    return dict(take.settings).get("title", "")
