"""LRC, the timed lyrics that music players and karaoke programs show: a time for each line, or for each word too."""

from __future__ import annotations

from collections.abc import Iterator

from songwright.core.language import said
from songwright.core.song import Song
from songwright.core.timeline import Timeline, timeline
from songwright.formats.errors import ExportError
from songwright.formats.sung import SungSyllable, singing_track, sung_syllables
from songwright.lyrics.lexicon import Lexicon

__all__ = ["to_lrc"]


def to_lrc(song: Song, lexicon: Lexicon, *, words: bool = False) -> str:
    """The words with the times at which they are sung; `words` also times each word (enhanced LRC).

    ExportError when nothing is sung.
    """
    laid = timeline(song)
    sung = sung_syllables(song, laid, lexicon, singing_track(song, laid))
    if not sung:
        raise ExportError(said("No words are sung yet: compose the song first, then export its timed lyrics."))
    rows = [f"[ti:{_plain(song.title)}]"] if song.title.strip() else []
    rows += [f"[length:{_time(laid.seconds(laid.end), digits=0)}]", "[tool:Songwright]"]
    lines = list(_lines(sung))
    for number, line in enumerate(lines):
        rows.append(f"[{_time(laid.seconds(line[0].start))}]{_words(line, laid) if words else _plain(_text(line))}")
        end = line[-1].end
        # An empty row clears the screen before a pause.
        if number + 1 == len(lines) or lines[number + 1][0].start - end >= laid.bar_ticks:
            rows.append(f"[{_time(laid.seconds(end))}]")
    return "\n".join(rows) + "\n"


def _lines(sung: tuple[SungSyllable, ...]) -> Iterator[list[SungSyllable]]:
    """The syllables by line, as often as each line is sung."""
    line: list[SungSyllable] = []
    for syllable in sung:
        if line and (
            (syllable.span, syllable.line) != (line[-1].span, line[-1].line) or syllable.index <= line[-1].index
        ):
            yield line
            line = []
        line.append(syllable)
    if line:
        yield line


def _text(line: list[SungSyllable]) -> str:
    return "".join(syllable.text + (" " if syllable.ends_word else "") for syllable in line).strip()


def _words(line: list[SungSyllable], laid: Timeline) -> str:
    """Each word with its own time before it, and the time of the line's end."""
    found = []
    for place, syllable in enumerate(line):
        if place == 0 or line[place - 1].ends_word:
            found.append(f" <{_time(laid.seconds(syllable.start))}> ")
        found.append(_plain(syllable.text))
    return "".join(found) + f" <{_time(laid.seconds(line[-1].end))}>"


def _plain(text: str) -> str:
    """Text without what a reader would take for a time; on one row."""
    return " ".join(text.replace("<", "‹").replace(">", "›").replace("[", "(").replace("]", ")").split())


def _time(seconds: float, digits: int = 2) -> str:
    hundredths = round(seconds * 100)
    minutes, rest = divmod(hundredths, 6000)
    return f"{minutes:02d}:{rest / 100:05.2f}" if digits else f"{minutes:02d}:{rest // 100:02d}"
