"""The words as a screen shows them while they are sung: line after line, each syllable with its time.

From the same timings as `.kar` and LRC files (`formats.sung`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from songwright.core.song import Song
from songwright.core.timeline import timeline
from songwright.formats.sung import SungSyllable, sung_syllables
from songwright.lyrics.lexicon import Lexicon

__all__ = ["LyricScreen", "ScreenLine", "lyric_screen"]


@dataclass(frozen=True, slots=True)
class ScreenLine:
    """One sung line: the text of each syllable (with the blank after it), and when it starts and ends (ticks)."""

    texts: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @property
    def text(self) -> str:
        """The line as it is read."""
        return "".join(self.texts).strip()

    def sung(self, tick: float) -> tuple[int, float]:
        """(syllables that are over, the share of the next one that is) at a tick."""
        index = bisect_right(self.starts, tick) - 1
        if index < 0:
            return 0, 0.0
        length = max(self.ends[index] - self.starts[index], 1)
        share = min((tick - self.starts[index]) / length, 1.0)
        return (index + 1, 0.0) if share >= 1.0 else (index, share)


@dataclass(frozen=True, slots=True)
class LyricScreen:
    """All lines that are sung, in order."""

    lines: tuple[ScreenLine, ...] = ()

    def current(self, tick: float) -> int:
        """Index of the line to be read now: the one that is sung, or the next as soon as the last is over."""
        for index, line in enumerate(self.lines):
            if tick < line.ends[-1]:
                return index
        return max(len(self.lines) - 1, 0)

    def wait(self, tick: float) -> float:
        """Ticks until the line to be read now begins; 0 while it is sung."""
        if not self.lines:
            return 0.0
        return max(self.lines[self.current(tick)].starts[0] - tick, 0.0)


def lyric_screen(song: Song, lexicon: Lexicon) -> LyricScreen:
    """The sung lines of a song; none when nothing is sung."""
    lines: list[list[SungSyllable]] = []
    for syllable in sung_syllables(song, timeline(song), lexicon):
        if not lines or _begins_line(lines[-1][-1], syllable):
            lines.append([])
        lines[-1].append(syllable)
    return LyricScreen(tuple(_line(line) for line in lines))


def _begins_line(last: SungSyllable, syllable: SungSyllable) -> bool:
    """Whether a line begins, be it the same one sung again."""
    return (syllable.span, syllable.line) != (last.span, last.line) or syllable.index <= last.index


def _line(syllables: Sequence[SungSyllable]) -> ScreenLine:
    return ScreenLine(
        tuple(one.text + (" " if one.ends_word else "") for one in syllables),
        tuple(one.start for one in syllables),
        tuple(one.end for one in syllables),
    )
