"""What the writer asks for, and how a take remembers it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from songwright.core.song import Piece, Take
from songwright.llm.wish_text import read_wishes
from songwright.llm.wishes import Wishes

__all__ = ["LENGTHS", "Brief", "Draft", "Task", "Wished", "brief_of", "take_title"]

LENGTHS = ("short", "medium", "long")


@dataclass(frozen=True, slots=True)
class Wished:
    """What is wished for beyond the form, as it is typed: words parted by commas, the outline in rows."""

    acrostic: str = ""
    words: str = ""
    avoid: str = ""
    letters: str = ""
    theme: str = ""
    view: str = ""
    images: str = ""
    era: str = ""
    outline: str = ""

    def __bool__(self) -> bool:
        return self != Wished()

    def parts(self) -> tuple[str, ...]:
        """What each part should tell."""
        return tuple(row for part in self.outline.split("\n") if (row := " ".join(part.split())))

    def wishes(self) -> Wishes:
        """What a form has to fulfil. Raises SongwrightError for the number of a line that is none."""
        return read_wishes(
            acrostic=self.acrostic, words=self.words, avoid=self.avoid, letters=self.letters, theme=self.theme
        )


# The name of a wish in a take's settings, the words of the command line -> the field here.
_NAMES = {
    "acrostic": "acrostic",
    "with": "words",
    "avoid": "avoid",
    "without-letters": "letters",
    "theme": "theme",
    "point-of-view": "view",
    "images": "images",
    "era": "era",
    "outline": "outline",
}


class Task(StrEnum):
    """What is to be done with the lines that a brief names."""

    REWRITE = ""
    """Write them anew in their form."""
    CONTINUE = "continue"
    """Write what comes after the last of them."""
    CLEARER = "clearer"
    """Say them anew, more clearly."""
    OUTLINE = "outline"
    """Propose what each part of the piece tells, before it is written."""


@dataclass(frozen=True, slots=True)
class Brief:
    """One request to the model.

    `form` is a form to be kept exactly: the id of one that ships with Songwright, or one in the notation of
    `songwright.lyrics.notation`; its length is then the form's own. `rewrites` are the ids of the document's lines that
    the words are to take the place of, one for each line of the form; of these `kept` stay as they are (index in the
    form, words), and `before` are the words that stand before them. `task` may ask for something else to be done with
    them; `passage` are then their words.
    """

    about: str
    piece: Piece = Piece.SONG
    mood: str = ""
    length: str = "medium"
    form: str = ""
    wished: Wished = field(default_factory=Wished)
    rewrites: tuple[str, ...] = ()
    kept: tuple[tuple[int, str], ...] = ()
    before: str = ""
    task: Task = Task.REWRITE
    passage: str = ""


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
        asked = {
            "mood": brief.mood,
            "length": brief.length,
            "form": brief.form,
            "title": self.title.strip(),
            "rewrites": " ".join(brief.rewrites),
            "kept": " ".join(str(index) for index, _ in brief.kept),
            "before": brief.before,
            "task": brief.task.value,
            "passage": brief.passage,
            **{name: getattr(brief.wished, key) for name, key in _NAMES.items()},
        }
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
    brief = Brief(
        take.about,
        take.piece,
        settings.get("mood", ""),
        length if length in LENGTHS else "medium",
        settings.get("form", ""),
        Wished(**{key: settings.get(name, "") for name, key in _NAMES.items()}),
    )
    if "rewrites" not in settings:
        return brief
    # The lines that were kept stand in the take as they were.
    lines = [line for line in take.text.split("\n") if line.strip()]
    kept = [int(index) for index in settings.get("kept", "").split() if index.isdecimal()]
    return replace(
        brief,
        rewrites=tuple(settings["rewrites"].split()),
        kept=tuple((index, lines[index] if index < len(lines) else "") for index in kept),
        before=settings.get("before", ""),
        task=Task(settings["task"]) if settings.get("task") in list(Task) else Task.REWRITE,
        passage=settings.get("passage", ""),
    )


def take_title(take: Take) -> str:
    """The title that the model gave a take; often empty."""
    return dict(take.settings).get("title", "")
