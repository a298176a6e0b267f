"""What a writer asks a model for: one value for window and command line, and how a take of the document keeps it."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, field, replace
from enum import StrEnum

from songwright.core.errors import SongwrightError
from songwright.core.song import Piece, Take
from songwright.llm.wish_text import read_wishes, wish_texts
from songwright.llm.wishes import Wishes

__all__ = ["Brief", "BriefError", "Length", "Task", "brief_of", "take_of", "take_title"]

_LONGEST_LIST = 4000  # characters of a list of wishes in a take's settings that are read: more is no list of words


class BriefError(SongwrightError):
    """The request cannot be written from."""


class Length(StrEnum):
    """How long a piece should be."""

    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"


class Task(StrEnum):
    """What is to be done with the lines that a brief names."""

    REWRITE = ""
    """Write them again in their form."""
    CONTINUE = "continue"
    """Write what comes after the last of them."""
    CLEARER = "clearer"
    """Say the same, more clearly."""
    OUTLINE = "outline"
    """Propose what each part of the piece is about, before it is written."""
    HOOK = "hook"
    """Propose the title of a song, as the line that its chorus says, before it is written."""


@dataclass(frozen=True, slots=True)
class Brief:
    """One request to the model, in the writer's own words. `extra` is one more wish, such as "Mention the sea.".

    `point_of_view` ("I", "a child", "the sea itself"), `era` ("the 1920s") and `images` ("salt, rope, a lamp") are
    words for the model. `form` is kept exactly; then `length` does not matter: the id of a shipped form, or a form in
    the notation of `songwright.lyrics.notation` (a user's own form is given so, and a take remembers it whole).
    `wishes` are kept exactly too, in a form; without one, letters and words to be left out are, the others are asked
    for. `kept` are lines that stand already, by their index in the form, `endings` words that lines must end in.
    `outline` are sentences on what each part tells, the hook of a song first. `hook` is its title, which its chorus
    says; `manner` names whose texts it is to be like (see `llm.manners`).

    `rewrites` are the ids of the document's lines that the words are to take the place of, one for each line of the
    form; `before` are the words that stand before them. `task` may ask for something else to be done with them;
    `passage` are then their words.
    """

    about: str
    piece: Piece = Piece.SONG
    mood: str = ""
    length: Length = Length.MEDIUM
    extra: str = ""
    form: str = ""
    wishes: Wishes = field(default_factory=Wishes)
    kept: tuple[tuple[int, str], ...] = ()
    endings: tuple[tuple[int, str], ...] = ()
    point_of_view: str = ""
    era: str = ""
    images: str = ""
    outline: tuple[str, ...] = ()
    rewrites: tuple[str, ...] = ()
    before: str = ""
    task: Task = Task.REWRITE
    passage: str = ""
    hook: str = ""
    manner: str = ""

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Everything but what and about, as sorted pairs of text, the way a take keeps it."""
        pairs = {
            "mood": self.mood,
            "length": self.length.value,
            "extra": self.extra,
            "form": self.form,
            "point-of-view": self.point_of_view,
            "era": self.era,
            "images": self.images,
            "outline": "\n".join(self.outline),
            "rewrites": " ".join(self.rewrites),
            "kept": " ".join(str(index) for index, _ in self.kept),
            "before": self.before,
            "task": self.task.value,
            "passage": self.passage,
            "hook": self.hook,
            "manner": self.manner,
            **wish_texts(self.wishes),
        }
        return tuple(sorted((name, value) for name, value in pairs.items() if value))


def take_of(
    brief: Brief,
    text: str,
    title: str,
    settings: tuple[tuple[str, str], ...],
    *,
    take_id: str,
    seed: int,
    model: str,
    model_sha256: str,
    created: str,
    complete: bool,
) -> Take:
    """A take with everything that is needed to write it again; its title is kept among the settings."""
    title = brief.hook.strip() or title.strip()
    named = (("title", title),) if title else ()
    pairs = dict((*settings, *brief.pairs(), *named))
    return Take(
        id=take_id,
        text=text,
        about=brief.about,
        piece=brief.piece,
        seed=seed,
        model=model,
        model_sha256=model_sha256,
        settings=tuple(sorted(pairs.items())),
        created=created,
        complete=complete,
    )


def brief_of(take: Take) -> Brief:
    """The request that a take answered, as far as its settings make sense."""
    settings = dict(take.settings)
    length, task = settings.get("length", ""), settings.get("task", "")
    brief = Brief(
        take.about,
        take.piece,
        settings.get("mood", ""),
        Length(length) if length in list(Length) else Length.MEDIUM,
        settings.get("extra", ""),
        settings.get("form", ""),
        _wishes_in(settings),
        point_of_view=settings.get("point-of-view", ""),
        era=settings.get("era", ""),
        images=settings.get("images", ""),
        # Rows, or sentences parted by a stroke as the command line kept them.
        outline=tuple(filter(None, (row.strip() for row in re.split(r"\n| / ", settings.get("outline", ""))))),
        hook=settings.get("hook", ""),
        manner=settings.get("manner", ""),
    )
    if "rewrites" not in settings:
        return brief
    # The lines that were kept stand in the take as they were.
    lines = [line for line in take.text.split("\n") if line.strip()]
    kept = [int(index) for index in settings.get("kept", "").split() if index.isdecimal() and len(index) < 6]
    return replace(
        brief,
        rewrites=tuple(settings["rewrites"].split()),
        kept=tuple((index, lines[index] if index < len(lines) else "") for index in kept),
        before=settings.get("before", ""),
        task=Task(task) if task in list(Task) else Task.REWRITE,
        passage=settings.get("passage", ""),
    )


def take_title(take: Take) -> str:
    """The title that the model gave a take; often empty."""
    return dict(take.settings).get("title", "")


def _wishes_in(settings: dict[str, str]) -> Wishes:
    """The wishes among a take's settings; none where they make no sense (a file that somebody edited by hand)."""
    texts = {name: settings.get(name, "")[:_LONGEST_LIST] for name in wish_texts(Wishes())}
    with contextlib.suppress(SongwrightError, ValueError):
        return read_wishes(
            acrostic=texts["acrostic"],
            words=texts["with"],
            avoid=texts["avoid"],
            letters=texts["without-letters"],
            theme=texts["theme"],
        )
    return Wishes()
