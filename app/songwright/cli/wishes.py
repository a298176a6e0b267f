"""Options for exact form and what a writer asks for beyond it, and what they mean."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from songwright.cli.documents import read_document
from songwright.cli.options import whole_number
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.words import lyric_text
from songwright.host.atomic import read_file
from songwright.host.own_forms import OWN, form_folder, load_own_forms
from songwright.host.paths import find_paths
from songwright.host.pronunciations import own_lexicon
from songwright.llm.brief import Brief
from songwright.llm.form.verse.wish_plan import WishPlan
from songwright.llm.form.words.vocabulary import load_vocabulary
from songwright.llm.prompts import form_for
from songwright.llm.wish_text import read_wishes
from songwright.llm.wishes import Wishes
from songwright.lyrics.analysis import analyse
from songwright.lyrics.forms import form_of
from songwright.lyrics.notation import form_text, parse_form

if TYPE_CHECKING:
    from songwright.lyrics.analysis import Analysis
    from songwright.lyrics.forms import Form

__all__ = [
    "add_wishes",
    "analysis_of",
    "brief_with_wishes",
    "named_form",
    "refuse_impossible",
    "wishes_from",
]

_LARGEST_FORM = 100_000


def add_wishes(parser: argparse.ArgumentParser, *, forms: bool = True) -> None:
    """Add letters and words to be kept or left out, and, with `forms`, where a form may come from."""
    group = parser.add_argument_group(
        "wishes", "In a form they are kept for certain; what cannot be kept is refused before writing."
    )
    group.add_argument(
        "--quality",
        type=whole_number(1, 32),
        metavar="N",
        help="drafts of each line in form, 1 (quick) to 32 (best)",
    )
    group.add_argument(
        "--acrostic", default="", metavar="LETTERS", help="first letters of the lines, read downwards; _ for any"
    )
    group.add_argument(
        "--with",
        dest="with_words",
        default="",
        metavar="WORDS",
        help='words to use, such as "moon, harbor, 2:salt" (2: in line 2)',
    )
    group.add_argument("--avoid", default="", metavar="WORDS", help='words and phrases to leave out: "heart, sea of *"')
    group.add_argument(
        "--without-letters", "--without-letter", default="", metavar="LETTERS", help="letters that no word may have"
    )
    group.add_argument("--theme", default="", metavar="WORDS", help="words to use where they fit")
    group.add_argument("--point-of-view", default="", metavar="WHO", help='who speaks, such as "a child"')
    group.add_argument("--era", default="", metavar="WHEN", help='when it is set, such as "the 1920s"')
    group.add_argument("--images", default="", metavar="WORDS", help='images to use, such as "salt, rope, a lamp"')
    if forms:
        source = group.add_mutually_exclusive_group()
        source.add_argument(
            "--form-file", type=Path, metavar="FILE", help="a form of your own; see `songwright forms --help`"
        )
        source.add_argument("--like", type=Path, metavar="FILE", help="keep the form of this text")


def wishes_from(arguments: argparse.Namespace) -> Wishes:
    """What the options ask for. Raises SongwrightError for a line number that is none."""
    return read_wishes(
        acrostic=arguments.acrostic,
        words=arguments.with_words,
        avoid=arguments.avoid,
        letters=arguments.without_letters,
        theme=arguments.theme,
    )


def brief_with_wishes(brief: Brief, arguments: argparse.Namespace) -> Brief:
    """The brief with what the options of `add_wishes` say."""
    form = brief.form
    if getattr(arguments, "form_file", None) is not None:
        form = _form_in(arguments.form_file)
    elif getattr(arguments, "like", None) is not None:
        form = form_text(_form_like(arguments.like))
    elif form:
        found = named_form(form)
        form = form_text(found) if found.id.startswith(OWN) else form
    return replace(
        brief,
        form=form,
        wishes=wishes_from(arguments),
        point_of_view=arguments.point_of_view,
        era=arguments.era,
        images=arguments.images,
    )


def refuse_impossible(brief: Brief) -> None:
    """Raise SongwrightError, with the nearest wish that can be kept, before a model is started for nothing."""
    if not brief.form or not (brief.wishes or brief.kept or brief.endings):
        return

    vocabulary = load_vocabulary(asked=brief.wishes.asked(), lexicon=own_lexicon())
    settling = WishPlan(form_for(brief.form), vocabulary, dict(brief.kept), dict(brief.endings))
    settling.settle(brief.wishes)


def analysis_of(path: Path) -> Analysis:
    """A text or project as analysed lines. Raises SongwrightError when it has no words."""
    analysis = analyse(lyric_text(read_document(path).song), own_lexicon())
    if not analysis.syllables:
        raise SongwrightError(said("“{name}” has no words in it.", name=path.name))
    return analysis


def named_form(name: str) -> Form:
    """The user's own form of this name, else a shipped one, else what the text describes. Raises SongwrightError."""
    own = {form.id.removeprefix(OWN).lower(): form for form in load_own_forms(form_folder(find_paths().config))}
    found = own.get(name.removeprefix(OWN).lower())
    return found if found is not None else form_for(name)


def _form_like(path: Path) -> Form:

    return form_of(analysis_of(path).lines, path.stem)


def _form_in(path: Path) -> str:
    """A form's notation from a file, checked."""
    data = read_file(path)
    if len(data) > _LARGEST_FORM:
        raise SongwrightError(said("“{name}” is too large to be a form.", name=path.name))
    text = data.decode("utf-8-sig", errors="replace")
    return form_text(parse_form(text, name=path.stem))
