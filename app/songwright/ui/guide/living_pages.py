"""What stands under the words of each page of “How It Works”, drawn from this song and on this machine."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from songwright.core.roll import section_names
from songwright.core.song import Song
from songwright.host.listening import SittingFolder
from songwright.music.kit import Kit
from songwright.music.listening.results import Group, pooled
from songwright.music.nets.harmony import HalfBar, chord_odds
from songwright.music.tune_map import MapPlace, tune_map
from songwright.ui.fields import caption
from songwright.ui.guide.odds import Chance
from songwright.ui.guide.odds_view import OddsView
from songwright.ui.guide.pictures import CoinView, TuneMapView
from songwright.ui.listening.interval_view import IntervalView
from songwright.ui.services import Services

__all__ = ["ChordPage", "CoinPage", "MapPage"]

_SHOWN = 7
_GUESSES = 20
_KNOWN = ("C", "Am", "?", "G")
_ROOTS = ("C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B")


class _Page(QWidget):
    """A sentence, and pictures under it."""

    def __init__(self, *pictures: QWidget) -> None:
        super().__init__()
        self.told = caption()
        self.told.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.told)
        for picture in pictures:
            column.addWidget(picture)


class ChordPage(_Page):
    """What the net of chords expects in a bar, asked as the page is built."""

    def __init__(self, services: Services, kit: Callable[[], Kit]) -> None:
        self.view = OddsView(services.theme)
        super().__init__(self.view)
        self.view.setAccessibleName(self.tr("Odds of a chord"))
        self.told.setText(self.tr("The net of chords is being asked…"))
        services.jobs.run(lambda: _expected(kit()), self._show, self._fail)

    def _show(self, odds: tuple[tuple[str, float], ...]) -> None:
        asked = " · ".join(_KNOWN)
        self.told.setText(self.tr("What the net of chords expects in the third bar of {0}").format(asked))
        self.view.show_chances(tuple(Chance(chord, share, share) for chord, share in odds))

    def _fail(self, _error: Exception) -> None:
        self.told.setText(self.tr("The nets cannot run on this machine, so there is nothing to show."))


def _expected(kit: Kit) -> tuple[tuple[str, float], ...]:
    """The likeliest chords in the third of four bars."""
    known = {"C": (0, ""), "Am": (9, "m"), "G": (7, "")}
    halves = [HalfBar(bar, second=second, section="verse", chord=known.get(name)) for bar, name in enumerate(_KNOWN)
              for second in (False, True)]  # fmt: skip
    odds = chord_odds(kit.harmony, halves, 2 * _KNOWN.index("?"), tonic=0, minor=False)
    return tuple((_ROOTS[root] + quality, share) for (root, quality), share in odds[:_SHOWN])


class MapPage(_Page):
    """The song's own tunes on the map."""

    def __init__(self, services: Services, kit: Callable[[], Kit]) -> None:
        self.view = TuneMapView(services.theme)
        super().__init__(self.view)
        self._song: Song = services.session.song
        self.view.hide()
        if any(section.music is not None for section in self._song.sections):
            self.told.setText(self.tr("The tunes of this song are being laid out…"))
            services.jobs.run(lambda: tune_map(self._song, kit()), self._show, self._fail)
        else:
            self.told.setText(self.tr("Compose a tune, and its place on the map is drawn here."))

    def _show(self, places: tuple[MapPlace, ...]) -> None:
        self.view.setVisible(bool(places))
        if not places:
            self.told.setText(
                self.tr("The tunes of this song have no place on the map: it knows 2/4, 3/4, 4/4 and 6/8.")
            )
            return
        self.told.setText(
            self.tr(
                "This song on the map: every dot is two bars, joined as they are sung, from the ringed one on. "
                "Dots that lie on each other are the same tune; the 32 numbers are laid flat for the eye."
            )
        )
        self.view.show_places(places, section_names(self._song))

    def _fail(self, _error: Exception) -> None:
        self.told.setText(self.tr("The nets cannot run on this machine, so there is nothing to show."))


class CoinPage(_Page):
    """What guessing gives, and what the tests on this machine have shown."""

    def __init__(self, services: Services) -> None:
        self.coin, self.share = CoinView(services.theme), IntervalView(services.theme)
        super().__init__(self.coin, self.share)
        folder = SittingFolder(services.paths.listening)
        self.share.hide()
        self._show(())
        services.jobs.run(lambda: pooled(folder.load()), self._show, lambda _error: None)

    def _show(self, groups: tuple[Group, ...]) -> None:
        best = max(groups, key=lambda group: group.tally.count, default=None)
        if best is None or not best.tally.count:
            self.coin.show_answers(_GUESSES, None)
            self.told.setText(
                self.tr(
                    "Of {0} guesses so many are right, and so often. No test was taken on this machine yet."
                ).format(_GUESSES)
            )
            return
        tally = best.tally
        self.coin.show_answers(tally.count, tally.right)
        told = self.tr("On this machine {right} of {count} answers were right; guessing would give the grey columns.")
        self.told.setText(told.format(right=tally.right, count=tally.count))
        self.share.show_tally(tally)
        self.share.show()
