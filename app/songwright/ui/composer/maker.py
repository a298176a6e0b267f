"""What the commands that make music do: say what is wanted, have it made off the event loop, keep every tune."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from songwright.core.errors import SongwrightError
from songwright.core.kept_tunes import kept, marked, remembered, tunes_of, with_tune
from songwright.core.song import Chord, Music, Song, Tune
from songwright.music.gm_names import track_title
from songwright.music.request import Composer, ComposeRequest
from songwright.music.styles import Styles
from songwright.music.works import (
    Work,
    between_tunes,
    composed,
    fitted,
    other_tune,
    recomposed,
    reharmonised,
    sung_to,
)
from songwright.ui.bars.bars_view import BarsView
from songwright.ui.composer.compose_panel import ComposePanel
from songwright.ui.composer.composing import ComposeTask, Composing
from songwright.ui.composer.selection import Chosen, chosen
from songwright.ui.composer.tune_path import STOPS
from songwright.ui.notices import Until
from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.music.kit import Kit

__all__ = ["Maker"]


@dataclass(frozen=True, slots=True)
class _Path:
    """The stops on the way between two tunes, made for a song of these words, key and metre."""

    ends: tuple[Tune, Tune]
    ground: tuple[object, ...]
    stops: tuple[Music, ...]


class Maker(QObject):
    """Leads composing by the commands of the window, of the compose panel and of the bars."""

    words_wanted = Signal()
    """There are words in a draft only: it has to be accepted before it can be set to music."""
    play_asked = Signal(int)
    hearing_asked = Signal(int)
    """A tick from which to play, unless something is playing already."""

    def __init__(
        self, services: Services, styles: Styles, panel: ComposePanel, bars: BarsView, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._styles = styles
        self._panel = panel
        self._bars = bars
        self._kit: Kit | None = None
        self._path: _Path | None = None
        self._again = False
        self._placed = 0.0
        self.composing = Composing(services, self.kit, self)
        self._connect()

    def _connect(self) -> None:
        actions, panel, composing = self._services.actions, self._panel, self.composing
        for name, function in (
            ("compose", self.compose),
            ("stop", composing.cancel),
            ("recompose", self.recompose),
            ("recompose_track", self.recompose_track),
            ("reharmonise", self.reharmonise),
            ("surprise", self.surprise),
            ("more_like_this", self.more_like_this),
        ):
            actions.on(name, function)
        panel.compose_asked.connect(self.compose)
        panel.another_asked.connect(self.compose_another)
        panel.cancel_asked.connect(composing.cancel)
        composing.started.connect(lambda: panel.set_busy(busy=True))
        composing.ended.connect(lambda: panel.set_busy(busy=False))
        composing.progressed.connect(panel.show_progress)
        composing.made.connect(self._remember)
        composing.made.connect(self._tell_seed)
        composing.composed.connect(panel.show_outcome)
        panel.tunes.tune_chosen.connect(self._take)
        panel.tunes.marked.connect(self._mark)
        panel.tunes.keep_asked.connect(self._keep_now)
        panel.tunes.between_asked.connect(self.between)
        panel.tunes.sing_to_asked.connect(self.sing_to)
        panel.tunes.play_asked.connect(self._play)
        panel.tunes.shown.connect(self.place)
        panel.tunes.hidden.connect(lambda: self._bars.mark_chosen(None))
        panel.fit.fit_asked.connect(self.fit_again)
        self._bars.ideas_wanted.connect(self._find_chords)

    # What composing needs ---------------------------------------------------------------------------------------

    def kit(self) -> Kit:
        """Words, styles and nets; called on worker threads (at worst it is made twice)."""
        from songwright.music.kit import Kit  # it stands on all that divides words: not needed before something is made

        lexicon = self._services.lexicon()
        if self._kit is None or self._kit.lexicon is not lexicon:
            self._kit = Kit(lexicon, self._styles)
        return self._kit

    def composer(self) -> Composer:
        """The composer that plays typed chords: by rules, since the tune is left alone."""
        # Imported when used, here and below: the window starts without it (tests/test_start.py).
        from songwright.music.rule_composer import RuleComposer

        kit = self.kit()
        return RuleComposer(kit.lexicon, kit.styles)

    # The whole song ---------------------------------------------------------------------------------------------

    def compose(self) -> None:
        """Set the words to music as the panel says."""
        self._services.settle()
        if not self.words:
            if self.draft_waits:
                self.words_wanted.emit()
            return
        self._again = self._services.actions.state("has_music")
        if self._again and self._panel.seed.value() == self._services.session.song.seed:
            # The same seed would give the same music: who composes again wants other music.
            self._panel.new_seed()
        told = self.tr("The music is the same: it follows from words, settings and seed. The dice draws another.")
        self._start(self.tr("Compose"), composed(self._panel.request), told)

    def _tell_seed(self, label: str, before: Song, songs: tuple[Song, ...]) -> None:
        """Say that composing again gave other music, and how to have the one before."""
        if label == self.tr("Compose") and self._again and songs[0] != before:
            text = self.tr("Other music, from seed {0}. Undo brings back the music before.").format(songs[0].seed)
            self._services.notices.show(text, key="compose", until=Until.OPENED | Until.WORDS)

    def compose_another(self) -> None:
        """The same wishes with another seed."""
        self._panel.new_seed()
        self.compose()

    def _start(self, label: str, work: Work, unchanged: str = "") -> None:
        kept = self.tr("Nothing changed: what is chosen is locked, was changed by hand, or is the best there is.")
        self.composing.start(ComposeTask(label, work, self._failed, unchanged or kept))

    def _failed(self, error: Exception) -> None:
        from songwright.music.nets.runtime import NetError

        if not isinstance(error, NetError):
            self._services.notices.error(error, key="compose", until=Until.OPENED)
            return
        self._services.notices.show(
            error.message,
            detail=error.detail,
            key="compose",
            action=(self.tr("Compose by Rules"), self._by_rules),
            until=Until.OPENED,
        )

    def _by_rules(self) -> None:
        self._panel.singing.choose_composer("rules")
        self.compose()

    # The chosen bars --------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> Chosen | None:
        """The bars that the commands change: while the page of tunes shows them, they stay when the song plays on."""
        stays = self._bars.scene.playing and self._panel.tunes.isVisible()
        return chosen(self._bars.scene, self._placed if stays else None)

    def place(self) -> None:
        """Choose what is at the playhead, which was put somewhere or has come to rest."""
        self._placed = self._bars.scene.playhead
        self.show_chosen()

    def _part_request(self) -> ComposeRequest:
        """The panel's wishes for a part of the song: what the whole song shares stays the song's."""
        return replace(self._panel.request, style=None, key=None, metre=None, tempo=None, seed=None, chorale=False)

    def recompose(self) -> None:
        """Compose the chosen bars again, chords and all tracks."""
        where = self.chosen
        if where is not None:
            self._start(self.tr("Compose Bars Again"), recomposed(self._part_request(), where.selection))

    def recompose_track(self) -> None:
        """Compose the track in the large lane again in the chosen bars; all else stays."""
        where = self.chosen
        if where is not None and where.track is not None:
            label = self.tr("Compose {track} Again").format(track=track_title(where.track))
            self._start(label, recomposed(self._part_request(), where.voice_only))

    def reharmonise(self) -> None:
        """Find other chords for the tune of the chosen bars."""
        where = self.chosen
        if where is not None:
            self._start(self.tr("New Chords"), reharmonised(self._part_request(), where.selection))

    def _find_chords(self, owner: str, start: int) -> None:
        """Look for chords that would suit a place while its field is open; without the nets there are none."""
        song, kit = self._services.session.song, self.kit

        def look() -> tuple[Chord, ...]:
            from songwright.music.chord_ideas import chord_ideas

            return chord_ideas(song, owner, start, kit())

        def shown(chords: tuple[Chord, ...]) -> None:
            self._bars.offer_chords(owner, start, chords)

        self._services.jobs.run(look, shown, lambda _error: None)

    def surprise(self) -> None:
        """Find another tune for the chosen bars, from anywhere."""
        self._new_tune(self.tr("Surprise Me"), (1.0, 1.0, 1.0))

    def more_like_this(self) -> None:
        """Find a tune for the chosen bars that is much like the one there: the nearest that is not the same."""
        self._new_tune(self.tr("More Like This"), (0.3, 0.45, 0.6, 0.8))

    def _new_tune(self, label: str, distances: Sequence[float]) -> None:
        where = self.chosen
        if where is not None:
            self._start(label, other_tune(self._part_request(), where.selection, distances))

    def between(self, first: Tune, last: Tune, stop: int) -> None:
        """Go to a stop on the way from one kept tune to another; the way is found when it is first gone."""
        self._services.settle()
        song = self._services.session.song
        ground = (song.key, song.metre, song.tracks, song.section(first.section).lines)
        path = self._path
        if stop in (0, STOPS + 1):
            self._stop_at(first, last, (last if stop else first).music)
        elif path is not None and (path.ends, path.ground) == ((first, last), ground):
            self._stop_at(first, last, path.stops[stop - 1])
        elif not self.composing.busy:  # else what is found goes to where the slider is then
            self._find_path(first, last, ground)

    def _find_path(self, first: Tune, last: Tune, ground: tuple[object, ...]) -> None:
        def found(songs: tuple[Song, ...]) -> None:
            stops = tuple(one.section(first.section).music for one in songs)
            self._path = _Path((first, last), ground, tuple(music for music in stops if music is not None))
            self.between(first, last, self._panel.tunes.path.slider.value())

        work = between_tunes(self._part_request(), first, last, STOPS)
        self.composing.start(ComposeTask(self.tr("Between Two Tunes"), work, self._failed, taken=found))

    def _stop_at(self, first: Tune, last: Tune, music: Music) -> None:
        """Take the music of a stop, and let it be heard; going along the way is one step of undo."""
        session = self._services.session
        merge = f"between {first.section} {first.number} {last.number}"
        song = with_tune(session.song, replace(first, music=music))
        session.apply(self.tr("Between Two Tunes"), song, merge=merge)
        where = self.chosen
        if where is not None:
            self.hearing_asked.emit(where.start)

    def sing_to(self, like: str) -> None:
        """Sing the words of the chosen section to the tune of another."""
        where = self.chosen
        if where is not None:
            self._start(self.tr("Sing to Another Tune"), sung_to(where.selection.section, like))

    def fit_again(self, lines: tuple[str, ...]) -> None:
        """Fit the notes of lines to their words as they are now, with as few changes as can be."""
        if lines:
            self._start(self.tr("Fit Tune to Words"), fitted(lines))

    # The tunes that there were ----------------------------------------------------------------------------------

    def open_song(self) -> None:
        """Another document: its tunes are its own."""
        self._path = None

    def _remember(self, label: str, before: Song, songs: tuple[Song, ...]) -> None:
        session = self._services.session
        session.keep_tunes(remembered(session.tunes, label, before, songs))

    def _mark(self, tune: Tune, name: str) -> None:
        session = self._services.session
        session.keep_tunes(marked(session.tunes, tune, name))

    def _take(self, tune: Tune) -> None:
        session = self._services.session
        self._services.settle()
        session.seal()
        try:
            song = with_tune(session.song, tune)
        except (KeyError, SongwrightError):
            return  # its section is gone
        session.apply(self.tr("Tune {number}").format(number=tune.number), song)

    def _keep_now(self) -> None:
        """Keep the chosen section's music as it is, edits by hand and all."""
        where = self.chosen
        if where is not None:
            session = self._services.session
            session.keep_tunes(kept(session.tunes, session.song, where.selection.section))

    def _play(self) -> None:
        where = self.chosen
        if where is not None:
            self.play_asked.emit(where.start)

    def show_chosen(self) -> None:
        """Show what is chosen, its tunes, and whose tune it could be sung to, while that page is looked at."""
        page = self._panel.tunes
        if not page.isVisible():
            return
        where, song = self.chosen, self._services.session.song
        self._bars.mark_chosen(None if where is None else (where.start, where.end))
        page.show_chosen(where)
        owner = "" if where is None else where.selection.section
        page.show_tunes(tunes_of(self._services.session.tunes, song, owner), song)
        spans = {span.owner: span for span in reversed(self._bars.roll.spans) if span.section.sung_lines}
        models = [(span.owner, span.name) for span in reversed(spans.values()) if span.owner != owner]
        page.show_models(models if owner in spans else [])

    # What there is to work on -----------------------------------------------------------------------------------

    @property
    def words(self) -> bool:
        """Whether the document has words."""
        return any(section.sung_lines for section in self._services.session.song.sections)

    @property
    def draft_waits(self) -> bool:
        """Whether there are words in a finished draft only: Accept says that there is one on show."""
        return not self.words and self._services.actions["accept"].isEnabled()
