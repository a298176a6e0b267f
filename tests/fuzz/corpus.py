"""Good files of every kind that can be opened, and damage that is done to them; all from seeds."""

from __future__ import annotations

import copy
import io
import random
import xml.etree.ElementTree as ET
import zipfile
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

__all__ = ["corpus", "damaged", "damaged_within"]

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


def damaged_within(good: bytes, kind: str, chance: random.Random) -> bytes:
    """Damage that leaves the outer form whole, so that it reaches what lies inside: chunks, elements, the archive."""
    if kind == "midi":
        return _invented(chance) if chance.random() < 0.6 else _reframed(damaged(good, "midi", chance))
    if kind == "musicxml":
        return _other_tree(good, chance)
    if kind == "mxl":
        with zipfile.ZipFile(io.BytesIO(good)) as archive:
            score = archive.read("score.musicxml")
        return packed(_other_tree(score, chance) if chance.random() < 0.5 else damaged(score, "xml", chance))
    return damaged(good, "text", chance)


def _reframed(data: bytes) -> bytes:
    """A MIDI file whose tracks say how long they are now."""
    head, *tracks = data.split(b"MTrk")
    return head + b"".join(b"MTrk" + max(0, len(track) - 4).to_bytes(4) + track[4:] for track in tracks)


def _invented(chance: random.Random) -> bytes:
    """A MIDI file whose events are well formed and make no sense."""
    tracks = [b"".join(_event(chance) for _ in range(chance.randrange(60))) for _ in range(chance.randint(1, 5))]
    division = chance.choice((1, 24, 96, 480, 0x7FFF, 0x8000, 0xE728, 0xFFFF, 0))
    head = b"MThd\0\0\0\x06\0" + bytes((chance.choice((0, 1, 1, 1, 2)),)) + chance.choice((b"\0\0", b"\0\x03"))
    framed = (track + b"\0\xff\x2f\0" for track in tracks)
    return head + division.to_bytes(2) + b"".join(b"MTrk" + len(track).to_bytes(4) + track for track in framed)


def _event(chance: random.Random) -> bytes:
    delta = chance.choice((b"\0", b"\0", bytes((chance.randrange(128),)), b"\x83\x60", b"\xbf\xff\x7f"))
    channel, data = chance.choice((0, 0, 1, 9, 15)), bytes((chance.randrange(128), chance.randrange(128)))
    status = chance.choice((0x80, 0x90, 0x90, 0x90, 0x90, 0xA0, 0xB0, 0xC0, 0xD0, 0xE0, 0xF0, 0xFF, 0xFF, 0xFF))
    if status == 0xFF:
        payload = chance.choice((chance.randbytes(chance.randrange(6)), b"la ", b"/lo", b"@Tx", b"\r", b"\xc3\xa4-"))
        kind = chance.choice((0x01, 0x03, 0x05, 0x05, 0x05, 0x06, 0x51, 0x58, 0x59, 0x7F, chance.randrange(0x30, 0x80)))
        return delta + bytes((0xFF, kind, len(payload))) + payload
    if status == 0xF0:
        return delta + b"\xf0\x02" + data
    one = status in (0xC0, 0xD0)
    return delta + bytes((status | channel,)) + (data[:1] if one else data)


ODD_NUMBERS = ("0", "-1", "1", "7", "480", "999999999999", "1e9", "0.001", "", "x", "NaN", "backward", "start", "2,1")


def _other_tree(good: bytes, chance: random.Random) -> bytes:
    """A score with elements dropped, doubled, moved or given other texts."""
    root = ET.fromstring(good)  # noqa: S314 - our own file
    for _ in range(chance.randint(1, 8)):
        parents = [element for element in root.iter() if len(element)]
        parent = chance.choice(parents)
        child = chance.choice(list(parent))
        action = chance.randrange(5)
        if action == 0:
            parent.remove(child)
        elif action == 1:
            parent.insert(chance.randrange(len(parent) + 1), copy.deepcopy(child))
        elif action == 2:
            chance.choice(parents).append(copy.deepcopy(child))
        elif action == 3:
            child.text = chance.choice(ODD_NUMBERS)
        elif child.attrib:
            child.set(chance.choice(list(child.attrib)), chance.choice(ODD_NUMBERS))
    return ET.tostring(root)


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
