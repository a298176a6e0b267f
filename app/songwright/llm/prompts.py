"""From what the user asks for to a writing plan, by the templates in `songwright_resources/prompts/writing.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from difflib import get_close_matches
from importlib.resources import files
from typing import Any

from songwright.core.language import said
from songwright.core.song import Piece
from songwright.llm.brief import Brief, BriefError
from songwright.llm.chat import Message
from songwright.llm.cliches import cliches, read_phrases, without
from songwright.llm.opening import ABOUT, Opening
from songwright.llm.plan import Fill, LineShape, Plan, Say, Step, Verse
from songwright.llm.usual_form import as_line, hook_line
from songwright.llm.wishes import Wishes
from songwright.lyrics.forms import Form, FormError, forms_by_name, load_forms
from songwright.lyrics.notation import parse_form

__all__ = ["Prompts", "form_for", "load_prompts"]

_WITH_HEADINGS = Piece.SONG
_CHORUS = "Chorus"
_EXAMPLE_WORDS = 6  # of an example's first line, by which it is asked for
_USUAL_SONG = "song"
_MOST_TOLD_WORDS = 12
_STANZA = 4  # lines that a poem or song goes on with
_NEAR = 3000  # characters of a text that the model reads before it goes on
_GRAMMAR = frozenset({"full", "with", "very", "little", "some", "and", "but", "like", "more", "than", "bit"})


class Prompts:
    """The templates, read once."""

    def __init__(self, templates: dict[str, Any], cliches: tuple[str, ...] = (), talk: tuple[str, ...] = ()) -> None:
        """`templates` has the shape of writing.toml; `cliches` are held back in every piece, `talk` in verse."""
        self.templates = templates
        self.cliches = cliches
        self.talk = talk

    def plan(self, brief: Brief) -> Plan:
        """The plan for a brief. Raises BriefError when it says nothing."""
        about = _tidy(brief.about).rstrip(".")
        if not about:
            raise BriefError(said("There is nothing to write about yet. Say in a few words what the piece is about."))
        template = self.templates[brief.piece.value]
        asked = replace(brief, extra=self._extra(brief))
        ask = _filled(template["ask"], asked)
        plain = _filled(template["opening"], asked) + "\n\n"
        page = "" if brief.piece is Piece.STORY else self.templates["page"]["poems"].strip()
        if page:
            plain = f"{page}\n\n\n{ABOUT}\n\n"
        wishes = self._wishes(brief)
        steps = self._steps(template, replace(brief, wishes=wishes))
        shown = tuple(row for row in page.splitlines() if row.strip())
        prose = brief.piece is Piece.STORY
        return Plan((Message("user", ask),), plain, steps, about, wishes, prose=prose, shown=shown)

    def _extra(self, brief: Brief) -> str:
        """Everything beyond the subject and mood, as sentences for the model."""
        words = (*(word for _, word in brief.wishes.required), *brief.wishes.anywhere, *brief.wishes.theme)
        told = {
            "point_of_view": brief.point_of_view,
            "era": brief.era,
            "images": brief.images,
            "outline": " ".join(map(_sentence, brief.outline)),
            "title": brief.hook,
            "words": "" if brief.form else ", ".join(words[:_MOST_TOLD_WORDS]),
        }
        return " ".join(filter(None, (_sentence(brief.extra), self.wish_sentences(**told))))

    def _wishes(self, brief: Brief) -> Wishes:
        """The wishes with clichés held back, and the words of the mood, which is to be felt and not named."""
        asked = " ".join((brief.about, brief.extra, brief.images, *brief.wishes.anywhere, *brief.wishes.theme))
        named = [word for word in re.findall(r"[a-z]{4,}", brief.mood.lower()) if word not in _GRAMMAR]
        moods = tuple(f"{word}*" for word in named if word not in asked.lower())
        unwanted = self.cliches if brief.piece is Piece.STORY else (*self.cliches, *self.talk)
        held_back = dict.fromkeys((*brief.wishes.held_back, *without(unwanted, asked), *moods))
        return replace(brief.wishes, held_back=tuple(held_back))

    def outline(self, brief: Brief) -> Plan:
        """The plan for a proposal of what each part is about, a row each ("Chorus: ..."), the hook of a song first.

        Its user may change the rows; they go into `Brief.outline`. Raises BriefError when the brief says nothing.
        """
        about = _tidy(brief.about).rstrip(".")
        if not about:
            raise BriefError(said("There is nothing to write about yet. Say in a few words what the piece is about."))
        template = self.templates["outline"]
        parts = template["parts"][brief.piece.value]
        asked = replace(brief, extra=self._extra(replace(brief, outline=())))
        ask, plain = (
            _filled(template[name].replace("{kind}", brief.piece.value), asked) for name in ("ask", "opening")
        )
        steps: list[Step] = []
        for number, part in enumerate(parts):
            steps += [Say(f"{chr(10) if number else ''}{part}:"), Say(" ", read=False)]
            steps.append(Fill(1, LineShape(*template["shape"])))
        return Plan((Message("user", ask),), plain + "\n\n", tuple(steps), about, self._wishes(brief), prose=True)

    def hook(self, brief: Brief) -> Plan:
        """The plan for a proposal of a song's title, the line that its chorus says; raises as `plan` does."""
        form = form_for(brief.form or _USUAL_SONG)
        place = hook_line(form)
        if place is None:
            form = form_for(_USUAL_SONG)
            place = hook_line(form) or 0
        line = replace(form.lines[place], stanza=0, inner=None)
        openings = tuple(self.templates["album"]["openings"])
        wishes = replace(brief.wishes, held_back=(*brief.wishes.held_back, *openings))
        plan = self.plan(replace(brief, piece=Piece.SONG, form=_USUAL_SONG, hook="", wishes=wishes))
        return replace(plan, steps=(Verse(Form("", "", "", (line,)), plan.wishes),))

    def continuation(self, brief: Brief, text: str, parts: int = 1) -> Plan:
        """The plan for going on where a free text ends: so many paragraphs of a story, stanzas of a poem or song.

        Only the new words are given out, from the next paragraph or stanza on.
        """
        template = self.templates[brief.piece.value]
        opening = self.opening(brief.piece.value, brief.about)
        story = brief.piece is Piece.STORY
        fill = self._fill(template, "paragraph" if story else "verse", parts if story else _STANZA, brief.piece)
        steps: list[Step] = [Say(_near_end(text) + "\n\n", shown=False)]
        for part in range(1 if story else parts):
            steps += [*([Say("\n\n")] if part else []), fill]
        return Plan(opening.messages, opening.plain, tuple(steps), opening.about, self._wishes(brief), prose=story)

    def revision(self, brief: Brief, selection: str, how: str = "", *, before: str = "") -> Plan:
        """The plan for saying a passage again, in as many paragraphs or lines; `how` is a wish such as "shorter".

        Without one it becomes clearer and better ordered. `before` is the text that leads up to the passage.
        Raises BriefError for an empty passage.
        """
        rows = [row for row in selection.splitlines() if row.strip()]
        if not rows:
            raise BriefError(said("No words are selected, so there is nothing to rewrite. Select some first."))
        template = self.templates["revision"]
        wish = _tidy(how).rstrip(".") or template["usual"]
        lead = template["before"].replace("{before}", _near_end(before)) if before.strip() else ""
        ask = lead + template["ask"].replace("{kind}", brief.piece.value).replace("{how}", wish)
        plain = lead + template["opening"].replace("{how}", wish)
        story = brief.piece is Piece.STORY
        words = [len(row.split()) for row in rows]
        usual = round(sum(words) / len(words))
        shape = LineShape(max(2, round(usual * 0.6)), max(3, usual), max(5, round(usual * 1.4) + 1), verse=not story)
        steps = (Fill(len(rows), shape, gap="\n\n" if story and "\n\n" in selection else "\n"),)
        return Plan(
            (Message("user", ask),),
            plain,
            steps,
            "\n".join(rows),
            self._wishes(replace(brief, about=selection)),
            prose=story,
        )

    def wish_sentences(self, **wishes: str) -> str:
        """What is wished, by the names of the table `wishes` in writing.toml, as sentences; empty ones say nothing."""
        told = {name: _tidy(value).rstrip(".") for name, value in wishes.items()}
        return " ".join(
            self.templates["wishes"][name].replace("{value}", value) for name, value in told.items() if value
        )

    def opening(self, kind: str, about: str, extra: str = "") -> Opening:
        """What a model reads before a text of this kind (a `Piece`'s value) that stands already."""
        template = self.templates.get(kind, self.templates[Piece.POEM.value])
        brief = Brief(_tidy(about).rstrip("."), extra=extra)
        unsaid = "" if brief.about else f" about {ABOUT}"
        ask, plain = (_filled(template[part].replace(unsaid or "\0", ""), brief) for part in ("ask", "opening"))
        return Opening((Message("user", ask),), plain + "\n\n", brief.about)

    def after(self, example: str, kind: str, opening: Opening) -> Opening:
        """The opening after a piece of this kind that stands as an example of the manner."""
        asked = self.opening(kind, " ".join(example.split("\n")[0].split()[:_EXAMPLE_WORDS]).strip(".,;:!?"))
        turn = asked.messages[0]
        earlier = (replace(turn, content=turn.content.replace(ABOUT, asked.about)), Message("assistant", example))
        return replace(opening, messages=(*earlier, *opening.messages), plain=f"{example}\n\n\n{opening.plain}")

    def _steps(self, template: dict[str, Any], brief: Brief) -> tuple[Step, ...]:
        if brief.form:
            form = form_for(brief.form)
            hook, kept = hook_line(form), brief.kept
            if hook is not None and brief.hook:
                kept = ((hook, as_line(brief.hook)), *(one for one in kept if one[0] != hook))
            verse = Verse(form, brief.wishes, kept, brief.endings)
            return (verse,) if hook is not None or brief.hook else (verse, *_title(template))
        steps: list[Step] = []
        headings = brief.piece is _WITH_HEADINGS
        for place, section in enumerate(template["forms"][brief.length.value]):
            heading, _, lines = section.partition(":")
            if place:
                steps.append(Say("\n\n", read=bool(lines)))
            if headings:
                steps.append(Say(f"[{heading}]" + ("\n" if lines else ""), read=False))
            if lines:
                fill = self._fill(template, heading, int(lines), brief.piece)
                steps.append(replace(fill, start=brief.hook) if heading == _CHORUS else fill)
        return tuple(steps) if brief.hook else (*steps, *_title(template))

    @staticmethod
    def _fill(template: dict[str, Any], heading: str, lines: int, piece: Piece) -> Fill:
        least, wish, most = template["shapes"][re.sub(r"\W*\d*$", "", heading).lower()]
        prose = piece is Piece.STORY
        return Fill(lines, LineShape(least, wish, most, verse=not prose), gap="\n\n" if prose else "\n")


def load_prompts(own_cliches: str = "") -> Prompts:
    """The templates and clichés that ship with Songwright, and the clichés of the user's own list (a text)."""
    folder = files("songwright_resources").joinpath("prompts")
    templates = tomllib.loads(folder.joinpath("writing.toml").read_text("utf-8"))
    talk = read_phrases(folder.joinpath("talk.txt").read_text("utf-8"))
    return Prompts(templates, cliches(own_cliches), talk)


def _title(template: dict[str, Any]) -> tuple[Step, ...]:
    return Say(template["title"], shown=False), Fill(1, LineShape(*template["title_shape"]), title=True)


def form_for(text: str) -> Form:
    """The shipped form with this id or name, else the one that the text describes. Raises BriefError, FormError."""
    known = forms_by_name()
    if (named := known.get(text) or known.get(text.strip().lower())) is not None:
        return named
    forms = [form.id for form in load_forms()]
    try:
        return parse_form(text)
    except FormError as error:
        if any(sign in text for sign in "0123456789\n/[="):
            raise
        near = get_close_matches(text.lower().replace(" ", "-"), forms, n=2, cutoff=0.7)
        offer = (
            said("Did you mean {near}?", near=said(" or ").join(near))
            if near
            else said("The forms are: {forms}.", forms=", ".join(forms))
        )
        raise BriefError(
            said(
                "There is no form called “{text}”. {offer} A form may also be written out, such as “8a 6b 8a 6b”.",
                text=text,
                offer=offer,
            )
        ) from error


def _filled(template: str, brief: Brief) -> str:
    """The template with mood and extra put in; `ABOUT` stays, gaps close, and "a" before a vowel becomes "an"."""
    mood, extra = _tidy(brief.mood).lower(), _tidy(brief.extra)
    article = template.replace("a {mood}", f"{_article(mood)} {{mood}}") if mood else template
    text = article.replace("{mood}", mood).replace("{extra}", extra)
    return " ".join(text.split())


def _article(word: str) -> str:
    return "an" if word[:1] in "aeiou" else "a"


def _near_end(text: str) -> str:
    """The last words of a text, from the start of a row, as many as help."""
    tail = text.rstrip()[-_NEAR:]
    return tail if len(text.rstrip()) <= _NEAR else tail.partition("\n")[2] or tail.partition(" ")[2]


def _sentence(text: str) -> str:
    text = _tidy(text)
    return text if not text or text[-1] in ".!?" else f"{text}."


def _tidy(text: str) -> str:
    """One line of valid text."""
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ").split())
