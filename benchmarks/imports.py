"""Speed of reading files of other programs: a MIDI file of one megabyte, and scores, tunes and texts of usual size.

python benchmarks/imports.py      (with `app` and `resources` on PYTHONPATH, or Songwright installed)
"""

from __future__ import annotations

import random
import resource
import statistics
import time

from songwright.core.song import Song
from songwright.core.words import with_lyric_text
from songwright.formats.chordpro import to_chordpro
from songwright.formats.imports import imported
from songwright.formats.midi import to_midi
from songwright.formats.musicxml import to_musicxml
from songwright.formats.text import to_text
from songwright.lyrics.lexicon import Lexicon, load_lexicon
from songwright.music.request import ComposeRequest
from songwright.music.rule_composer import RuleComposer

TRACKS = 16
MEGABYTE = 1_000_000


def long_words(verses: int) -> str:
    """Verses of our own, often enough for a long song."""
    verse = "The tide goes out tonight\nand leaves the boats behind\nthe lantern keeps\nthe harbour all alone\n"
    return "\n".join(f"[Verse {number}]\n{verse}" for number in range(1, verses + 1))


def large_midi(size: int) -> bytes:
    """A file of 16 busy parts, with words on the first, of about `size` bytes."""
    chance = random.Random(3)
    chunks = [b"\0\xff\x51\x03\x07\xa1\x20\0\xff\x58\x04\x04\x02\x18\x08\0\xff\x2f\0"]
    for channel in range(TRACKS):
        track = bytearray((0, 0xC0 | channel, chance.randrange(128)))
        place = 0
        while len(track) < size // TRACKS:
            pitch = chance.randrange(40, 80)
            if channel == 0:
                word = chance.choice((b"riv", b"er ", b"stone ", b"home\r"))
                track += bytes((0, 0xFF, 5, len(word))) + word
            # A status byte with each event, as careless programs write them.
            track += bytes((0, 0x90 | channel, pitch, 80, 0x78, 0x80 | channel, pitch, 0))
            place += 1
        chunks.append(bytes(track) + b"\0\xff\x2f\0")
    head = b"MThd\0\0\0\x06\0\x01" + len(chunks).to_bytes(2) + (240).to_bytes(2)
    return head + b"".join(b"MTrk" + len(chunk).to_bytes(4) + chunk for chunk in chunks)


def timed(name: str, data: bytes, lexicon: Lexicon) -> tuple[float, float, int]:
    """Seconds on the clock and of the processor that reading takes (medians of three), and the notes found."""
    clocks, processors = [], []
    notes = 0
    for _ in range(3):
        clock, processor = time.perf_counter(), time.process_time()
        song = imported(name, data, lambda: lexicon).song
        clocks.append(time.perf_counter() - clock)
        processors.append(time.process_time() - processor)
        notes = sum(len(p.notes) for s in song.sections if s.music for p in s.music.parts)
    return statistics.median(clocks), statistics.median(processors), notes


def main() -> None:
    """Print the table."""
    lexicon = load_lexicon()
    song = RuleComposer(lexicon).compose(
        with_lyric_text(Song(title="Long"), long_words(8)), ComposeRequest(style="pop", seed=1)
    )
    files = {
        "1 MB.mid": large_midi(MEGABYTE),
        "song.mid": to_midi(song, lexicon),
        "song.musicxml": to_musicxml(song, lexicon),
        "song.cho": to_chordpro(song, lexicon).encode(),
        "song.txt": to_text(song).encode(),
    }
    print(f"{'file':<14} {'bytes':>9} {'notes':>8} {'clock':>9} {'CPU':>9}")
    for name, data in files.items():
        clock, processor, notes = timed(name, data, lexicon)
        goal = "   (goal 1 s)" if name.startswith("1 MB") else ""
        print(f"{name:<14} {len(data):>9,} {notes:>8,} {clock * 1e3:>6.0f} ms {processor * 1e3:>6.0f} ms{goal}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
