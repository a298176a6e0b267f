"""Wishes as they stand in the fields of a dialog: words parted by commas, the outline in rows."""

from __future__ import annotations

from dataclasses import dataclass, replace

from songwright.llm.brief import Brief
from songwright.llm.wish_text import read_wishes, wish_texts
from songwright.llm.wishes import Wishes

__all__ = ["Wished"]


@dataclass(frozen=True, slots=True)
class Wished:
    """What is wished for beyond the form, as it is typed."""

    acrostic: str = ""
    words: str = ""
    avoid: str = ""
    letters: str = ""
    theme: str = ""
    view: str = ""
    images: str = ""
    era: str = ""
    outline: str = ""
    manner: str = ""

    def __bool__(self) -> bool:
        return self != Wished()

    @classmethod
    def of(cls, brief: Brief) -> Wished:
        """What a brief wishes for, as one would type it."""
        texts = wish_texts(brief.wishes)
        return cls(
            texts["acrostic"],
            texts["with"],
            texts["avoid"],
            texts["without-letters"],
            texts["theme"],
            brief.point_of_view,
            brief.images,
            brief.era,
            "\n".join(brief.outline),
            brief.manner,
        )

    def wishes(self) -> Wishes:
        """What a form has to fulfil. Raises SongwrightError for the number of a line that is none."""
        return read_wishes(
            acrostic=self.acrostic, words=self.words, avoid=self.avoid, letters=self.letters, theme=self.theme
        )

    def parts(self) -> tuple[str, ...]:
        """What each part should tell."""
        return tuple(row for part in self.outline.split("\n") if (row := " ".join(part.split())))

    def asked_of(self, brief: Brief) -> Brief:
        """The brief with these wishes. Raises SongwrightError as `wishes` does."""
        return replace(
            brief,
            wishes=self.wishes(),
            point_of_view=self.view,
            images=self.images,
            era=self.era,
            outline=self.parts(),
            manner=self.manner,
        )
