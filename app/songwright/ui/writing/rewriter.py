"""The command that writes the chosen lines, or the stanza at the cursor, again around what is locked in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from songwright.core.errors import SongwrightError
from songwright.core.song import Piece
from songwright.core.words import heading_title
from songwright.llm.wishes import Wishes
from songwright.ui.notices import Level, Until
from songwright.ui.page.line_locks import chosen_rows
from songwright.ui.page.sheet import LyricSheet
from songwright.ui.services import Services
from songwright.ui.writing.desk import WritingDesk
from songwright.ui.writing.form_shelf import FormShelf, form_sign

if TYPE_CHECKING:
    from PySide6.QtGui import QTextCursor

    from songwright.lyrics.form_check import CheckedLine
    from songwright.lyrics.forms import Form
    from songwright.lyrics.lexicon import Lexicon

__all__ = ["Rewriter"]

_NOTICE = "rewrite"
_GIST_WORDS = 6
_BEFORE_ROWS = 24
"""So many rows before the stanza are read by the model, so that it goes on from them."""


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Rows of a stanza that are to be written again, the locked ones among them; `rows` are the stanza's all.

    Where the page's form has them as a whole, `lines` are those in it that the rows answer to, else it is empty.
    """

    rows: tuple[int, ...]
    kept: tuple[int, ...]
    lines: tuple[CheckedLine, ...] = ()


class Rewriter(QObject):
    """Makes a draft of the stanza at the cursor: locked lines, and lines outside a selection, stay as they are."""

    def __init__(self, services: Services, desk: WritingDesk, sheet: LyricSheet, forms: FormShelf) -> None:
        super().__init__(sheet)
        self._services = services
        self._desk = desk
        self._sheet = sheet
        self._forms = forms
        services.actions.on("rewrite", self.rewrite)

    def rewrite(self) -> None:
        """Start the draft, or say why not."""
        self._services.settle()
        self._services.notices.withdraw(_NOTICE)
        if self._services.session.song.piece is Piece.STORY:
            # Prose has no form to be kept: it is said again.
            self._services.actions["clearer"].trigger()
            return
        chosen = self._chosen()
        if chosen is None:
            self._refuse(self.tr("Put the cursor into a stanza first: its lines are then written again."))
        elif len(chosen.kept) == len(chosen.rows):
            self._refuse(self.tr("Every line here is locked, so there is nothing to rewrite."))
        else:
            texts = [self._sheet.editor.document().findBlockByNumber(row).text() for row in chosen.rows]
            measure = self._measure(chosen)
            lexicon = self._services.lexicon
            self._services.jobs.run(
                lambda: (measure or _form_of(texts, lexicon), _gist(texts, lexicon)),
                lambda found: self._begin(chosen, texts, *found),
                lambda error: self._services.notices.error(error, key=_NOTICE, until=Until.OPENED),
            )

    def _chosen(self) -> _Chosen | None:
        editor = self._sheet.editor
        cursor, rows = editor.textCursor(), editor.rows()
        picked = [row for row in chosen_rows(cursor) if rows.has_words(row)] or self._below_heading(cursor)
        if not picked:
            return None
        first, last = picked[0], picked[-1] if cursor.hasSelection() else picked[0]
        while first > 0 and rows.has_words(first - 1):
            first -= 1
        while rows.has_words(last + 1):
            last += 1
        stanza = tuple(row for row in range(first, last + 1) if rows.has_words(row))
        again = set(picked) if cursor.hasSelection() else set(stanza)
        return self._tied(_Chosen(stanza, tuple(row for row in stanza if row not in again or rows.locked(row))))

    def _tied(self, chosen: _Chosen) -> _Chosen:
        """With the stanzas that must rhyme with it, repeat its lines or end like them, whose lines are all kept."""
        check = self._sheet.watch.check
        lines = [check.by_row.get(row) for row in chosen.rows] if check is not None else []
        mine = [line for line in lines if line is not None and line.report.asked is not None]
        if check is None or len(mine) < len(chosen.rows):
            return chosen
        if len({line.part for line in mine}) > 1:
            return replace(chosen, lines=tuple(mine))
        found = _bound_to(mine, check.lines)
        rows = tuple(line.row for line in found if line.row is not None)
        return _Chosen(rows, tuple(row for row in rows if row in chosen.kept or row not in chosen.rows), found)

    def _below_heading(self, cursor: QTextCursor) -> list[int]:
        """The first row with words of the section at whose heading the cursor is."""
        if cursor.hasSelection() or heading_title(cursor.block().text()) is None:
            return []
        block = cursor.block().next()
        while block.isValid() and not block.text().strip():
            block = block.next()
        return [block.blockNumber()] if self._sheet.editor.rows().has_words(block.blockNumber()) else []

    def _measure(self, chosen: _Chosen) -> Form | None:
        """What the page's form asks of exactly these rows; None when they are not a part of it as a whole."""
        # Imported when used, here and below: the window starts without it (tests/test_start.py).
        from songwright.lyrics.forms import Form

        measure = self._sheet.watch.measure
        if not chosen.lines or not isinstance(measure, Form):
            return None
        places = {stanza: place for place, stanza in enumerate(dict.fromkeys(map(_stanza, chosen.lines)))}
        lines = [
            replace(line.report.asked, stanza=places[_stanza(line)])
            for line in chosen.lines
            if line.report.asked is not None
        ]
        return replace(measure, id="part", lines=tuple(lines), headings=())

    def _begin(self, chosen: _Chosen, texts: list[str], form: Form, gist: str) -> None:
        editor = self._sheet.editor
        rows = editor.rows()
        ids = [rows.line_id(row) for row in chosen.rows]
        brief = self._desk.asked()
        before = [editor.document().findBlockByNumber(row).text() for row in range(chosen.rows[0])][-_BEFORE_ROWS:]
        try:
            sign = form_sign(form, self._forms)
        except SongwrightError as error:
            self._refuse(error.message)
            return
        self._desk.begin(
            replace(
                brief,
                about=brief.about or gist or texts[0].strip(),
                piece=self._services.session.song.piece,
                form=sign,
                wishes=_of_lines(brief.wishes, chosen.lines),
                outline=(),
                rewrites=tuple(line_id for line_id in ids if line_id is not None),
                kept=tuple((place, texts[place]) for place, row in enumerate(chosen.rows) if row in chosen.kept),
                before="\n".join(row for row in before if not row.startswith("[")).strip("\n"),
            )
        )

    def _refuse(self, text: str) -> None:
        self._services.notices.show(text, Level.INFO, key=_NOTICE)


def _bound_to(mine: Sequence[CheckedLine], lines: Sequence[CheckedLine]) -> tuple[CheckedLine, ...]:
    """The lines of all stanzas of a part that have something to do with `mine`, these included."""
    bonds = {bond for line in mine for bond in _bonds(line)}
    part = [line for line in lines if line.part == mine[0].part and line.row is not None]
    stanzas = {_stanza(line) for line in part if line in mine or bonds.intersection(_bonds(line))}
    return tuple(line for line in part if _stanza(line) in stanzas)


def _stanza(line: CheckedLine) -> tuple[int, int]:
    return line.part, line.report.asked.stanza if line.report.asked is not None else -1


def _bonds(line: CheckedLine) -> tuple[tuple[str, str], ...]:
    """What ties a line to others: rhymes, being repeated, its last word."""
    asked = line.report.asked
    if asked is None:
        return ()
    marks = (*(("rhyme", letter) for letter in asked.letters), ("refrain", asked.refrain), ("end", asked.end_word))
    return tuple((kind, mark) for kind, mark in marks if mark)


def _of_lines(wishes: Wishes, lines: Sequence[CheckedLine]) -> Wishes:
    """What is wished for some lines of a form; what is asked for anywhere stands already."""
    first = all(line.part == 1 for line in lines)
    return wishes.of_lines([line.number - 1 for line in lines] if first else ())


def _form_of(texts: list[str], lexicon: Callable[[], Lexicon]) -> Form:
    from songwright.lyrics.analysis import analyse
    from songwright.lyrics.forms import form_of

    return form_of(analyse("\n".join(texts), lexicon()).lines)


def _gist(texts: list[str], lexicon: Callable[[], Lexicon]) -> str:
    """What lines without a brief are about: their rarest words, since whole lines would only be repeated."""
    from songwright.lyrics.lexicon import normal
    from songwright.lyrics.syllables import FUNCTION_WORDS
    from songwright.lyrics.tokens import TokenKind, tokens

    words = [normal(token.text) for text in texts for token in tokens(text) if token.kind is TokenKind.LETTERS]
    telling = list(dict.fromkeys(word for word in words if word not in FUNCTION_WORDS))
    rarest = sorted(telling, key=lexicon().zipf)[:_GIST_WORDS]
    return ", ".join(word for word in telling if word in rarest)
