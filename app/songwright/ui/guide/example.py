"""The example song: its words are written here, its music is composed when it is opened, by rules and from one seed."""

from __future__ import annotations

from dataclasses import replace

from songwright.core.song import Song
from songwright.core.words import with_lyric_text

__all__ = ["EXAMPLE_SEED", "example_words"]

EXAMPLE_SEED = 2024
_TITLE = "The Last Light"  # as it is: a song
_ABOUT = "A lighthouse keeper's last night before the light goes automatic"
# as it is: a song
_WORDS = """[Verse 1]
The lamp goes round the harbour wall
And writes its name upon the foam
I keep the hours, I count them all
And send the last late sailors home

[Chorus]
Turn, turn, old light, one more time
Before the morning takes the flame
I never asked the sea to be mine
But every night it knows my name

[Verse 2]
The stairs are steep, the oil is low
The gulls have nothing left to say
I see the dark before I go
And then I see the edge of day

[Chorus]

[Bridge]
Tomorrow there will be a switch
A humming box, a wire, a key
But who will tell it which is which
The drowning man, the sleeping sea

[Chorus]"""


def example_words() -> Song:
    """The song before it has music."""
    return replace(with_lyric_text(Song(), _WORDS), title=_TITLE, about=_ABOUT, style="folk")
