"""The words as they are sung, for every format that carries lyrics.

Each syllable stands at the tick of its first note, with the punctuation around it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

from songwright.core.song import Line, Song, TrackRole
from songwright.core.timeline import TimedNote, Timeline
from songwright.lyrics.divisions import ELISION, line_syllables
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.syllables import Syllable

__all__ = ["SungSyllable", "singing_track", "sung_syllables", "syllable_texts"]


@dataclass(frozen=True, slots=True)
class SungSyllable:
    """A syllable from `start` to `end` (absolute ticks); `end` is later than `first_end` in a melisma.

    `text` has the punctuation around it and no space. `span` is the index of the section in the timeline.
    """

    start: int
    first_end: int
    end: int
    text: str
    span: int
    line: str
    index: int
    in_word: int
    ends_word: bool
    ends_line: bool
    ends_section: bool


def singing_track(song: Song, timeline: Timeline) -> str | None:
    """The id of the track that carries the words: the first vocal one with words, else any other with words."""
    ordered = sorted(song.tracks, key=lambda track: track.role is not TrackRole.VOCAL)
    return next((track.id for track in ordered if any(note.line for note in timeline.notes(track.id))), None)


def syllable_texts(text: str, syllables: tuple[Syllable, ...]) -> tuple[str, ...]:
    """What to show for each syllable of a line, so that together they read like the line.

    A sign that is sung in several syllables ("7") is shown as it is spoken, since its characters cannot be shared out.
    """
    spans = Counter((syllable.start, syllable.end) for syllable in syllables)
    shown = [s.text if spans[s.start, s.end] > 1 else text[s.start : s.end] for s in syllables]
    for index, (this, following) in enumerate(pairwise(syllables)):
        gap = text[this.end : following.start]
        # "sleep — “alone": what stands before the last blank closes one word, what stands after it opens the next.
        blank = max((place for place, character in enumerate(gap) if character.isspace()), default=len(gap))
        shown[index] += gap[:blank].rstrip()
        shown[index + 1] = gap[blank:].lstrip() + shown[index + 1]
    if syllables:
        shown[0] = text[: syllables[0].start].lstrip() + shown[0]
        shown[-1] += text[syllables[-1].end :].rstrip()
    return tuple(shown)


def sung_syllables(
    song: Song, timeline: Timeline, lexicon: Lexicon, track: str | None = None
) -> tuple[SungSyllable, ...]:
    """Every syllable that a track sings, in order of time: `track`, or the one that `singing_track` finds.

    A syllable inside or at the end of a word that has no note of its own is sung with the one before it ("ev-ery").
    """
    track = singing_track(song, timeline) if track is None else track
    if track is None:
        return ()
    words = _Words(song, lexicon)
    found: list[SungSyllable] = []
    for note in timeline.notes(track):
        if found and _continues(found[-1], note):
            last = found.pop()
            found.append(replace(last, end=max(last.end, note.end)))
        elif (syllable := words.syllable(note)) is not None:
            found.append(syllable)
    return tuple(words.whole(this, following) for this, following in zip(found, [*found[1:], None], strict=False))


def _continues(last: SungSyllable, note: TimedNote) -> bool:
    """Whether a note draws out the syllable before it (or sounds with it, in a chord)."""
    return (last.span, last.line, last.index) == (note.section, note.line, note.syllable)


class _Words:
    """Lines by id, each divided once."""

    def __init__(self, song: Song, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._lines = {line.id: line for section in song.sections for line in section.lines}
        self._last_lines = {section.sung_lines[-1].id for section in song.sections if section.sung_lines}
        self._divided: dict[str, tuple[tuple[Syllable, ...], tuple[str, ...]]] = {}

    def syllable(self, note: TimedNote) -> SungSyllable | None:
        """The syllable that a note carries; None when it has none, or its line has changed since."""
        line = self._lines.get(note.line or "")
        if line is None or note.syllable is None:
            return None
        syllables, texts = self._of(line)
        if not 0 <= note.syllable < len(syllables):
            return None
        this, final = syllables[note.syllable], note.syllable == len(syllables) - 1
        ends_word = this.in_word == this.word_length - 1
        ends_section = final and line.id in self._last_lines
        return SungSyllable(
            note.start,
            note.end,
            note.end,
            texts[note.syllable],
            note.section,
            line.id,
            note.syllable,
            this.in_word,
            ends_word,
            final,
            ends_section,
        )

    def whole(self, this: SungSyllable, following: SungSyllable | None) -> SungSyllable:
        """A syllable with those of its word that have no note before the `following` one."""
        goes_on = following is not None and (following.span, following.line) == (this.span, this.line)
        if goes_on and following is not None and following.index in (this.index, this.index + 1):
            return this
        syllables, texts = self._of(self._lines[this.line])
        if this.ends_word:
            return self._elided(this, following, syllables, texts)
        stop = following.index if goes_on and following is not None and following.index > this.index else len(syllables)
        word = syllables[this.index].word
        swallowed = [place for place in range(this.index + 1, stop) if syllables[place].word == word]
        if not swallowed:
            return this
        final = swallowed[-1] == len(syllables) - 1
        last = syllables[swallowed[-1]]
        return replace(
            this,
            text=this.text + "".join(texts[place] for place in swallowed),
            ends_word=last.in_word == last.word_length - 1,
            ends_line=final,
            ends_section=final and this.line in self._last_lines,
        )

    @staticmethod
    def _elided(
        this: SungSyllable, following: SungSyllable | None, syllables: tuple[Syllable, ...], texts: tuple[str, ...]
    ) -> SungSyllable:
        """A syllable with a short word after it that has no note, between two that have one: "gli‿occhi"."""
        alone = this.index + 1
        between = following is not None and (following.span, following.line) == (this.span, this.line)
        if not between or following is None or following.index != alone + 1 or syllables[alone].word_length > 1:
            return this
        return replace(this, text=f"{this.text}{ELISION}{texts[alone]}")

    def _of(self, line: Line) -> tuple[tuple[Syllable, ...], tuple[str, ...]]:
        if line.id not in self._divided:
            syllables = line_syllables(line, self._lexicon)
            self._divided[line.id] = syllables, syllable_texts(line.text, syllables)
        return self._divided[line.id]
