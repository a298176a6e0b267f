"""A learned model takes the place of the rules' searches; the hard rules stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from songwright.core.song import Metre, SectionKind, Song, TrackRole
from songwright.core.words import with_lyric_text
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.syllables import Syllable
from songwright.music.check import check_song
from songwright.music.phrases import Phrase
from songwright.music.prosody import Rhythm, Window
from songwright.music.rule_composer import ComposeRequest, RuleComposer
from songwright.music.sources import RhythmSource, Taste

VERSE = "[Verse]\nThe lighthouse keeper climbs the stair\nWith salt and starlight in his hair"


class EvenRhythms:
    """One syllable an eighth from the downbeat on, as no one would sing it."""

    def __init__(self, wrong: bool) -> None:
        self.wrong = wrong

    def fit(
        self,
        phrase: Phrase,
        window: Window,
        *,
        memory: tuple[int, ...] = (),
        fixed: Mapping[int, int] | None = None,
        blocked: tuple[tuple[int, int], ...] = (),
    ) -> Rhythm | None:
        onsets = tuple(240 * index for index in range(len(phrase)))
        return Rhythm(onsets[:-1] if self.wrong else onsets, 0.0)


def composed(lexicon: Lexicon, source: Callable[..., RhythmSource]) -> Song:
    composer = RuleComposer(lexicon, taste=Taste(rhythms=source))
    return composer.compose(with_lyric_text(Song(), VERSE), ComposeRequest(style="hymn", metre=Metre(4, 4), tempo=90))


def onsets(song: Song) -> list[int]:
    verse = next(section for section in song.sections if section.kind is SectionKind.VERSE)
    vocal = next(track.id for track in song.tracks if track.role is TrackRole.VOCAL)
    assert verse.music is not None
    return [note.start for note in verse.music.part(vocal).notes]


def test_rhythms_from_elsewhere_are_used(lexicon: Lexicon) -> None:
    assert onsets(composed(lexicon, lambda *_: EvenRhythms(wrong=False)))[:8] == [240 * index for index in range(8)]


def test_rhythms_that_break_a_hard_rule_are_replaced(
    lexicon: Lexicon, divide: Callable[[str], Sequence[Syllable]]
) -> None:
    report = check_song(composed(lexicon, lambda *_: EvenRhythms(wrong=True)), divide)
    assert report.coverage == 1.0
    assert report.stress[0] == 1.0
