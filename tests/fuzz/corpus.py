"""Good files of every kind that can be opened, and damage that is done to them; all from seeds."""

from __future__ import annotations

import random
from collections.abc import Callable

from formats.songs import lantern_song
from songwright.core.song import Song
from songwright.core.words import with_lyric_text
from songwright.formats.chordpro import to_chordpro
from songwright.formats.lrc import to_lrc
from songwright.formats.midi import to_midi
from songwright.formats.musicxml import to_musicxml
from songwright.formats.mxl import packed
from songwright.formats.text import to_markdown, to_text
from songwright.lyrics.lexicon import Lexicon

__all__ = ["corpus", "damaged"]

ABC = """X:1
T:The Harbour
M:6/8
L:1/8
Q:3/8=60
K:Ddor
V:1 name="Voice"
P:Verse
A|"Dm"A2 d d>ef|"C" (3efg g2 z A|"G/B"[GBd]2 (B A)G{ab}!trill!^F|1 "Am"A3- A2:|2 "Dm"d6|]
w:The lan-tern keeps the har-bour_ and no-body is home to-night_
w:2.A sec-ond verse~of words that fits * it some-how
V:2
[K:D] D3 A,3|E3 C3|G,6|A,3-A,3:|D6|]
"""
KARAOKE_TEXTS = (
    b"@KMIDI KARAOKE FILE",
    b"@TThe Harbour",
    b"\\The ",
    b"lan",
    b"tern ",
    b"/keeps ",
    b"the ",
    b"har",
    b"bour",
)
# Values that have broken readers before.
TOKENS: dict[str, tuple[bytes, ...]] = {
    "midi": (
        b"MTrk",
        b"MThd",
        b"\xff\x2f\x00",
        b"\xff\x51\x03\x00\x00\x00",
        b"\xff\x51\x03\xff\xff\xff",
        b"\xff\x58\x04\xff\xff\0\0",
        b"\x00\x90\x3c\x40",
        b"\x80\x80",
        b"\xff\xff\xff\x7f",
        b"\xf0\x7f",
        b"\x9f\x7f\x7f",
        b"\xff\x05\x7f",
        b"\xff\xff\xff\xff",
        b"\x90",
        b"\xff\x59\x02\x80\x02",
        b"\xc0\xff",
    ),
    "xml": (
        b"<note>",
        b"</note>",
        b"<duration>-1</duration>",
        b"<duration>99999999999</duration>",
        b"<divisions>0</divisions>",
        b"<divisions>1e9</divisions>",
        b"<backup><duration>9999</duration></backup>",
        b"<alter>99</alter>",
        b"&lt;",
        b"&x;",
        b'<repeat direction="backward" times="999999"/>',
        b"<octave>-9</octave>",
        b"<beats>0</beats>",
        b"<!DOCTYPE a>",
        b"\0",
        b'<barline><repeat direction="forward"/></barline>',
        b'<sound dacapo="yes" fine="yes"/>',
        b"<chord/>",
        b"<grace/>",
    ),
    "text": (
        b"[",
        b"]",
        b"{",
        b"}",
        b"{start_of_verse",
        b"{zork: 9}",
        b"|:",
        b":|",
        b"[1",
        b"|2",
        b"(9",
        b"(0",
        b"99999/0",
        b"\n\n",
        b"w: a-b_c*d|e\n",
        b"K:\n",
        b"M:0/0\n",
        b"L:1/0\n",
        b"Q:0\n",
        b"V:x y\n",
        b"[00:99.99]",
        b"[99999:99]",
        b"#",
        b"**",
        b"\xff\xfe",
        b"\0",
        b"\xed\xa0\x80",
        b"Z9999|",
        b"{soc}{soc}",
        b"[Am",
        b"[H9]",
        b'"',
        b"```",
        b"\r",
        b"\xe2\x80\xa8",
        b"9" * 400,
    ),
}


def karaoke() -> bytes:
    """A karaoke file as they are found: words as text events in a track of their own."""
    words = bytearray()
    notes = bytearray(b"\x00\xc0\x35")
    for place, text in enumerate(KARAOKE_TEXTS):
        words += (b"\x00" if place < 3 else b"\x60") + b"\xff\x01" + bytes([len(text)]) + text
    for pitch in (60, 62, 64, 65, 67, 65, 64):
        notes += bytes((0, 0x90, pitch, 80, 0x60, pitch, 0))
    chunks = b"".join(
        b"MTrk" + len(track).to_bytes(4) + track
        for track in (bytes(words) + b"\0\xff\x2f\0", bytes(notes) + b"\0\xff\x2f\0")
    )
    return b"MThd\0\0\0\x06\0\x01\0\x02\0\x60" + chunks


def corpus(lexicon: Lexicon) -> dict[str, tuple[str, list[bytes]]]:
    """By the id of the import format: what tokens suit it, and good files."""
    song = lantern_song()
    bare = with_lyric_text(Song(title="Bare"), "[Verse]\nla la\n\n[Chorus]\nlo lo\n")
    score = to_musicxml(song, lexicon)
    return {
        "midi": ("midi", [to_midi(song, lexicon), to_midi(song, lexicon, type=0), karaoke()]),
        "musicxml": ("xml", [score]),
        "mxl": ("midi", [packed(score)]),
        "abc": ("text", [ABC.encode()]),
        "chordpro": ("text", [to_chordpro(song, lexicon).encode(), to_chordpro(bare, lexicon).encode()]),
        "lrc": ("text", [to_lrc(song, lexicon).encode(), to_lrc(song, lexicon, words=True).encode()]),
        "markdown": ("text", [to_markdown(song).encode()]),
        "text": ("text", [to_text(song).encode(), to_text(bare).encode()]),
    }


def damaged(good: bytes, tokens: str, chance: random.Random) -> bytes:
    """Bytes flipped, cut, dropped, doubled and put in; now and then nothing but noise."""
    if chance.random() < 0.03:
        return good[: chance.randrange(12)] + chance.randbytes(chance.randrange(300))
    found = bytearray(good)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(found) + 1)
        chance.choice(_WAYS)(found, at, tokens, chance)
    return bytes(found)


def _flip(found: bytearray, at: int, tokens: str, chance: random.Random) -> None:
    if at < len(found):
        found[at] = chance.randrange(256)


def _drop(found: bytearray, at: int, tokens: str, chance: random.Random) -> None:
    del found[at : at + chance.randint(1, 40)]


def _double(found: bytearray, at: int, tokens: str, chance: random.Random) -> None:
    piece = bytes(found[at : at + chance.randint(1, 120)])
    found[at:at] = piece * chance.choice((1, 1, 2, 20))


def _put(found: bytearray, at: int, tokens: str, chance: random.Random) -> None:
    found[at:at] = chance.choice(TOKENS[tokens])


def _swap(found: bytearray, at: int, tokens: str, chance: random.Random) -> None:
    other = chance.randrange(len(found) + 1)
    piece = bytes(found[other : other + chance.randint(1, 60)])
    found[at : at + len(piece)] = piece


def _cut(found: bytearray, at: int, tokens: str, chance: random.Random) -> None:
    if chance.random() < 0.4:
        del found[at:]


def _number(found: bytearray, at: int, tokens: str, chance: random.Random) -> None:
    """Another number where there is one."""
    digits = [place for place, byte in enumerate(found) if 0x30 <= byte <= 0x39]
    if digits:
        found[chance.choice(digits)] = chance.choice(b"0123456789-.")


_WAYS: tuple[Callable[[bytearray, int, str, random.Random], None], ...] = (
    _flip, _flip, _drop, _double, _put, _put, _swap, _cut, _number,
)  # fmt: skip
