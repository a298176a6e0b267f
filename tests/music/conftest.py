"""Lyrics of our own and out of copyright, and one composer for all tests of the area."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import pytest

from music.verses import ANNABEL, LIGHTHOUSE, ODDITIES, SONNET
from songwright.core.song import Piece, Song
from songwright.core.words import with_lyric_text
from songwright.lyrics.lexicon import Lexicon, load_lexicon
from songwright.lyrics.syllables import Syllable, syllabify
from songwright.music.rule_composer import Composer, ComposeRequest, RuleComposer

LYRICS = {"lighthouse": LIGHTHOUSE, "sonnet": SONNET, "annabel": ANNABEL, "oddities": ODDITIES}


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="session")
def composer(lexicon: Lexicon) -> RuleComposer:
    return RuleComposer(lexicon)


class Remembering:
    """A composer that sets the same request once, for tests that look at one song from many sides."""

    def __init__(self, composer: RuleComposer) -> None:
        self._composer = composer
        self._done: dict[tuple[Song, ComposeRequest], Song] = {}

    def compose(self, song: Song, request: ComposeRequest) -> Song:
        if (song, request) not in self._done:
            self._done[song, request] = self._composer.compose(song, request)
        return self._done[song, request]


@pytest.fixture(scope="session")
def remembering(composer: RuleComposer) -> Composer:
    return Remembering(composer)


@pytest.fixture(scope="session")
def divide(lexicon: Lexicon) -> Callable[[str], Sequence[Syllable]]:
    return partial(syllabify, lexicon=lexicon)


@pytest.fixture(params=sorted(LYRICS))
def words(request: pytest.FixtureRequest) -> Song:
    piece = Piece.POEM if request.param == "sonnet" else Piece.SONG
    return with_lyric_text(Song(piece=piece), LYRICS[request.param])


@pytest.fixture
def lighthouse() -> Song:
    return with_lyric_text(Song(), LIGHTHOUSE)
