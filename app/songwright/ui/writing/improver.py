"""The command that makes the words on the page better line by line, the weakest first, until it is stopped."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from songwright.core.errors import SongwrightError
from songwright.core.seeds import fresh_seed
from songwright.core.song import Line, Piece, Section, Song
from songwright.llm.brief import Brief
from songwright.ui.notices import Level, Until
from songwright.ui.page.form_watch import Mould
from songwright.ui.page.line_locks import chosen_rows
from songwright.ui.page.sheet import LyricSheet
from songwright.ui.services import Services
from songwright.ui.writing.desk import WritingDesk
from songwright.ui.writing.form_shelf import FormShelf, form_sign
from songwright.ui.writing.inquiries import Inquiry
from songwright.ui.writing.writer import WritingFault

if TYPE_CHECKING:
    from songwright.llm.improving import Answer, Better, Wanted
    from songwright.llm.questions import LineCosts
    from songwright.lyrics.forms import Form
    from songwright.lyrics.lexicon import Lexicon

__all__ = ["Improver"]

_NOTICE = "improve"
_PATIENCE_MS = 700
"""A question that took the place of ours is let finish."""
_ROUNDS = 400
"""It ends by itself before that, when no line gets better; else somebody stops it."""


@dataclass(slots=True)
class _Run:
    """Lines of the page that get better: their ids, how they stand now, and which may not change."""

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    fixed: tuple[int, ...]
    page: str
    """The lines in their stanzas."""
    steps: Generator[Wanted, Answer, tuple[str, ...]] | None = None
    bettered: int = 0
    written: str | None = None
    """What the model has written of the text so far, while it writes one."""


class Improver(QObject):
    """Drives `llm.improving` with the window's model; what gets better goes into the page at once, as one undo."""

    def __init__(self, services: Services, desk: WritingDesk, sheet: LyricSheet, forms: FormShelf) -> None:
        super().__init__(sheet)
        self._services = services
        self._desk = desk
        self._sheet = sheet
        self._forms = forms
        self._run: _Run | None = None
        self._inquiry: Inquiry | None = None
        # A step may end in the midst of the writer's own work: the next one begins when that is done.
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._go_on)
        self._again = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._again.timeout.connect(self._ask)
        self._question: LineCosts | None = None
        self._answer: Answer = None
        services.actions.on("improve", self.toggle)
        services.actions.on("stop", self.stop)
        services.closing.append(self._forget)
        writer = desk.writer
        writer.text_added.connect(self._grow)
        writer.finished.connect(lambda complete: self._wrote(complete=complete))
        writer.failed.connect(self._failed)

    @property
    def running(self) -> bool:
        """Whether lines are getting better now."""
        return self._run is not None

    def toggle(self) -> None:
        """Begin with the chosen lines, or with all when none are chosen; stop when it is under way."""
        if self.running:
            self.stop()
            return
        self._services.settle()
        self._services.notices.withdraw(_NOTICE)
        run = self._chosen()
        if self._services.session.song.piece is Piece.STORY:
            self._refuse(self.tr("A story has no lines to weigh: choose Make It Clearer for a paragraph."))
        elif run is None:
            self._refuse(self.tr("There is nothing to improve: write some lines first, or unlock one."))
        else:
            self._run = run
            self._show()
            lexicon = self._services.lexicon
            measure = self._sheet.watch.measure
            self._services.jobs.run(
                lambda: _form_of(run.page, measure, lexicon),
                lambda form: self._begin(run, form),
                lambda error: self._end(str(error), Level.WARNING),
            )

    def stop(self) -> None:
        """Leave the lines as they are now."""
        if self._run is not None:
            writing = self._run.written is not None
            self._end(self._told(self._run))
            if writing:
                self._desk.writer.stop()

    def _chosen(self) -> _Run | None:
        """The page's lines; None when there are none, or none of them may change."""
        editor = self._sheet.editor
        rows, document = editor.rows(), editor.document()
        every = [row for row in range(document.blockCount()) if rows.has_words(row)]
        fixed = self._fixed(every)
        ids = tuple(one for row in every if (one := rows.line_id(row)) is not None)
        if len(fixed) == len(every) or len(ids) < len(every):
            return None
        texts = tuple(document.findBlockByNumber(row).text().strip() for row in every)
        return _Run(ids, texts, fixed, _in_stanzas(every, texts))

    def _fixed(self, every: Sequence[int]) -> tuple[int, ...]:
        """The places, among these rows, of those that are locked or lie outside what is selected."""
        cursor, rows = self._sheet.editor.textCursor(), self._sheet.editor.rows()
        picked = set(chosen_rows(cursor)) if cursor.hasSelection() else set(every)
        return tuple(place for place, row in enumerate(every) if rows.locked(row) or row not in picked)

    def _begin(self, run: _Run, form: Form) -> None:
        # Imported when used, here and below: the window starts without it (tests/test_start.py).
        from songwright.llm.improving import improving

        if run is not self._run:
            return
        asked = self._desk.asked()
        song = self._services.session.song
        try:
            sign = form_sign(form, self._forms)
        except SongwrightError as error:
            self._end(error.message, Level.WARNING)
            return
        about = asked.about or song.about or run.texts[0].rstrip(".,;:!?")
        brief = Brief(about, song.piece, asked.mood, form=sign, manner=asked.manner)
        seed = fresh_seed()
        run.steps = improving(run.texts, form, brief, seed=seed, rounds=_ROUNDS, fixed=run.fixed)
        self._next.start()

    def _go_on(self) -> None:
        """Take the next step with the answer to the last one."""
        run = self._run
        if run is None or run.steps is None:
            return
        if not self._stands(run):
            self._end(self.tr("The words were changed meanwhile, so improving has stopped."))
            return
        answer, self._answer = self._answer, None
        try:
            wanted = run.steps.send(answer)
        except StopIteration:
            self._end(self._told(run))
            return
        self._take_up(run, wanted)

    def _take_up(self, run: _Run, wanted: Wanted) -> None:
        from songwright.llm.improving import Better, Rewritten

        if isinstance(wanted, Better):
            self._better(run, wanted)
            self._next.start()
        elif isinstance(wanted, Rewritten):
            run.written = ""
            try:
                self._desk.writer.write(wanted.brief, wanted.seed)
            except SongwrightError as error:
                run.written = None
                self._end(error.message, Level.WARNING)
        else:
            self._question = wanted
            self._ask()

    def _ask(self) -> None:
        """Have the lines weighed."""
        if self._question is not None:
            inquiry = self._inquiry = Inquiry(self)
            inquiry.answered.connect(lambda options: self._answered(inquiry, options))
            inquiry.unanswered.connect(lambda fault: self._unanswered(inquiry, fault))
            self._desk.inquiries.ask(inquiry, self._question)

    def _better(self, run: _Run, step: Better) -> None:
        """Put the better lines into the page."""
        words = {run.ids[line]: step.lines[line] for line in step.changed}
        run.texts, run.bettered = step.lines, run.bettered + 1
        song = _with_words(self._services.session.song, words)
        self._services.session.apply(self.tr("Improve"), song, merge=_NOTICE, lasting=True)
        self._show()

    def _stands(self, run: _Run) -> bool:
        """Whether the page's lines are those that were weighed."""
        lines = (line for section in self._services.session.song.sections for line in section.lines)
        now = {line.id: line.text.strip() for line in lines}
        return all(now.get(one) == text for one, text in zip(run.ids, run.texts, strict=True))

    # --- what the model says ----------------------------------------------------------------------------------

    def _grow(self, text: str) -> None:
        if self._run is not None and self._run.written is not None:
            self._run.written += text

    def _wrote(self, *, complete: bool) -> None:
        run = self._run
        if run is None or run.written is None:
            return
        text, run.written = run.written, None
        if not complete:
            self._end(self._told(run))
            return
        self._answer = tuple(row.strip() for row in text.splitlines() if row.strip() and not row.startswith("["))
        self._next.start()

    def _failed(self, fault: WritingFault) -> None:
        if self._run is not None and self._run.written is not None:
            self._end(fault.message, Level.ERROR, fault.detail)

    def _answered(self, inquiry: Inquiry, options: Answer) -> None:
        inquiry.deleteLater()
        if inquiry is self._inquiry and self.running:
            self._inquiry, self._answer = None, options
            self._next.start()

    def _unanswered(self, inquiry: Inquiry, fault: WritingFault | None) -> None:
        inquiry.deleteLater()
        if inquiry is self._inquiry and self._run is not None:
            self._inquiry = None
            if fault is not None:
                self._end(fault.message)
            else:
                self._again.start()  # somebody else asked: the lines are weighed after that

    # --- telling ----------------------------------------------------------------------------------------------

    def _show(self) -> None:
        """Tell how it goes, with a way to stop."""
        run = self._run
        self._services.actions.set_state(improving=run is not None)
        self._services.actions["improve"].setChecked(run is not None)
        if run is not None:
            text = self.tr("Improving, the weakest line first. Better so far: {0}. Esc stops.").format(run.bettered)
            self._services.notices.show(text, key=_NOTICE, action=(self.tr("Stop"), self.stop))

    def _told(self, run: _Run) -> str:
        if not run.bettered:
            return self.tr("Improving has ended: no line got better.")
        return self.tr("Improving has ended. Lines that got better: {0}. One undo takes all back.").format(run.bettered)

    def _end(self, text: str, level: Level = Level.INFO, detail: str = "") -> None:
        self._forget()
        self._show()
        self._services.notices.show(text, level, detail=detail, key=_NOTICE, until=Until.OPENED)

    def _forget(self) -> None:
        run, self._run, self._answer, self._question = self._run, None, None, None
        self._next.stop()
        self._again.stop()
        inquiry, self._inquiry = self._inquiry, None
        self._desk.inquiries.drop(inquiry)
        if run is not None:
            self._services.session.seal()

    def _refuse(self, text: str) -> None:
        self._services.actions["improve"].setChecked(False)
        self._services.notices.show(text, key=_NOTICE)


def _in_stanzas(rows: Sequence[int], texts: Sequence[str]) -> str:
    """The texts of these rows, with a blank row where others lie between them."""
    gaps = ["", *("\n" if row > before + 1 else "" for before, row in pairwise(rows))]
    return "\n".join(gap + text for gap, text in zip(gaps, texts, strict=True))


def _with_words(song: Song, words: dict[str, str]) -> Song:
    """The song with new words in these lines, by their ids; they keep their notes."""

    def changed(line: Line) -> Line:
        return replace(line, text=words[line.id]) if line.id in words and not line.locked else line

    def with_lines(section: Section) -> Section:
        return replace(section, lines=tuple(map(changed, section.lines)))

    return replace(song, sections=tuple(map(with_lines, song.sections)))


def _form_of(page: str, measure: Form | Mould, lexicon: Callable[[], Lexicon]) -> Form:
    """The form that the page is held to, when that has as many lines, else that of the lines themselves."""
    from songwright.lyrics.analysis import analyse
    from songwright.lyrics.forms import Form, form_of

    lines = [line for line in page.split("\n") if line]
    if isinstance(measure, Form) and len(measure.lines) == len(lines):
        return measure
    return form_of(analyse(page, lexicon()).lines)
