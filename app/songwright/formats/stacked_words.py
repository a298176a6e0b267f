"""The words under the notes of a score: those of one verse, or of all verses that share the tune."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence

from songwright.core.song import Song
from songwright.core.timeline import TimedNote, Timeline, timeline
from songwright.formats.strophes import Strophes
from songwright.formats.sung import SungSyllable, sung_syllables
from songwright.formats.written_signs import WrittenSign, snapped
from songwright.lyrics.lexicon import Lexicon

__all__ = ["StackedWords", "WordsAt", "words_under"]

WordsAt = Callable[[WrittenSign], list[tuple[int, SungSyllable]]]
"""The syllables that begin with a sign, each with the number of its verse; signs are asked about in order."""

# A syllable's note may have been written so many ticks away from where it sounds.
_NEAR = 59


def words_under(song: Song, laid: Timeline, lexicon: Lexicon, track: str | None, written: Strophes | None) -> WordsAt:
    """The words of a track: of every verse where the song is `written` with repeats."""
    if written is None or track is None:
        return _OneVerse(sung_syllables(song, laid, lexicon, track)).at
    stacked = StackedWords(written.verses, lexicon, track)
    return lambda sign: stacked.at(sign.start) if sign.note is not None and sign.start == sign.note.start else []


class _OneVerse:
    """Syllables by the notes that name them; a later note on the same syllable draws it out."""

    def __init__(self, sung: Iterable[SungSyllable]) -> None:
        self._sung = deque(sung)
        self._singing: tuple[object, ...] = ()

    def at(self, sign: WrittenSign) -> list[tuple[int, SungSyllable]]:
        """The syllable that begins with a sign, if one does."""
        if sign.note is None or sign.tied_from:
            return []
        syllable = self._begun(sign.note)
        return [] if syllable is None else [(1, syllable)]

    def _begun(self, note: TimedNote) -> SungSyllable | None:
        before, self._singing = self._singing, (note.section, note.line, note.syllable)
        if before == self._singing:
            return None
        wanted = [(s.span, s.line, s.index) for s in self._sung]
        if self._singing not in wanted:
            return None
        for _ in range(wanted.index(self._singing)):
            self._sung.popleft()
        return self._sung.popleft()


class StackedWords:
    """What is sung on a track at a tick of the written song, verse by verse."""

    def __init__(self, verses: Sequence[Song], lexicon: Lexicon, track: str) -> None:
        self._rows = [_by_tick(verse, lexicon, track) for verse in verses]

    def at(self, tick: int) -> list[tuple[int, SungSyllable]]:
        """Each verse (from 1) that begins a syllable at a tick, with the syllable."""
        found = ((number, _nearest(row, tick)) for number, row in enumerate(self._rows, 1))
        return [(number, syllable) for number, syllable in found if syllable is not None]


def _by_tick(verse: Song, lexicon: Lexicon, track: str) -> dict[int, SungSyllable]:
    return {snapped(syllable.start): syllable for syllable in sung_syllables(verse, timeline(verse), lexicon, track)}


def _nearest(row: dict[int, SungSyllable], tick: int) -> SungSyllable | None:
    if tick in row:
        return row[tick]
    near = [place for place in row if abs(place - tick) <= _NEAR]
    return row[min(near, key=lambda place: abs(place - tick))] if near else None
