"""Lyrics of our own and out of copyright, and one composer for all tests of the area."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import pytest

from songwright.core.song import Piece, Song
from songwright.core.words import with_lyric_text
from songwright.lyrics.lexicon import Lexicon, load_lexicon
from songwright.lyrics.syllables import Syllable, syllabify
from songwright.music.compose import Composer, ComposeRequest, RuleComposer

LIGHTHOUSE = """[Verse 1]
The lighthouse keeper climbs the stair
With salt and starlight in his hair
He counts the ships that pass him by
And lights a window in the sky

[Chorus]
Oh, burn a little longer
Burn until the morning
Every heart grows stronger
When it hears the warning

[Verse 2]
The letters that she used to send
Are folded where the stairways end
He reads them when the fog comes in
And lets the long dark night begin

[Chorus]

[Bridge]
And if the lamp should fail tonight
Some other hand will hold the light

[Chorus]
"""

SONNET = """Shall I compare thee to a summer's day?
Thou art more lovely and more temperate:
Rough winds do shake the darling buds of May,
And summer's lease hath all too short a date;

Sometime too hot the eye of heaven shines,
And often is his gold complexion dimm'd;
And every fair from fair sometime declines,
By chance or nature's changing course untrimm'd;
"""

ANNABEL = """[Verse]
It was many and many a year ago, in a kingdom by the sea
That a maiden there lived whom you may know by the name of Annabel Lee
And this maiden she lived with no other thought
Than to love and be loved by me
"""

ODDITIES = """[Verse]
Yes
Go!
7 o'clock & 100% ready \N{SLIGHTLY SMILING FACE}
hmm brrr tsk
あなたの歌 Привет мир καλημέρα
incomprehensibilities antidisestablishmentarianism
Rain rain rain rain rain rain rain rain rain rain rain rain rain rain rain rain rain rain rain rain rain rain rain
"""

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
