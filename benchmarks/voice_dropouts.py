"""Drop-outs while a song is sung, written and edited: `python benchmarks/voice_dropouts.py [--seconds 300]`.

A real window plays a sung song round and round on the machine's sound device, or on the null device where there is
none, which asks for sound at the same pace. Meanwhile the built-in model writes stories, and every three seconds a word
is edited, so that phrases are sung anew all the time. Counted are the drop-outs that the player's own process
counts: moments at which the device cannot have had anything left to play. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from dataclasses import replace

SONG_WORDS = ("lamp", "stone", "bird", "door", "field", "name", "road", "fire")
EDIT_SECONDS, TICK_SECONDS = 3.0, 0.05
SOUNDING, RESTING = ("playing", "counting"), ("ready", "paused")


def edited(bench: object, number: int) -> None:
    """Put another word into one of the lines."""
    from songwright.core.words import lyric_text, with_lyric_text
    from studio_window import Bench

    assert isinstance(bench, Bench)
    song = bench.session.song
    rows = lyric_text(song).split("\n")
    words = [place for place, row in enumerate(rows) if row.strip() and not row.startswith("[")]
    place = words[number % len(words)]
    first, _, rest = rows[place].partition(" ")
    rows[place] = f"{first} {SONG_WORDS[number // 3 % len(SONG_WORDS)]} {rest.partition(' ')[2]}"
    bench.session.apply("Another word", with_lyric_text(song, "\n".join(rows)))


def main() -> None:
    """Print what was counted."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--seconds", type=float, default=300.0)
    options = reader.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ["SONGWRIGHT_HOME"] = home
        from playback import writing
        from studio_window import Bench

        bench = Bench()
        bench.size(1280, 800)
        bench.words()
        bench.session.apply("Seed", replace(bench.session.song, seed=5))
        bench.compose()
        playback, playing = bench.window.music.playback, bench.window.music.playing
        told: list[str] = []
        playback.voices.sung.connect(lambda track, _spans: told.append(track))
        with writing() as text:
            playing.play_from(0)
            began, edits, heard = time.monotonic(), 0, 0
            while time.monotonic() < began + options.seconds:
                bench.loop.rest(TICK_SECONDS)
                status = playback.client.status
                heard += status.state in SOUNDING
                if time.monotonic() - began > EDIT_SECONDS * (edits + 1):
                    edited(bench, edits)
                    edits += 1
                if status.state in RESTING:
                    playing.play_from(0)
            written = len("".join(text).split())
        ready, phrases = playback.voices.ready
        status, device = playback.client.status, playback.client.device
        sounds = "sound" if device is not None and device.audible else "null"
        print(f"{options.seconds:.0f} s, of which {heard * TICK_SECONDS:.0f} s at least were played; {edits} edits")
        print(f"written by the model meanwhile: {written} words")
        print(f"newly sung {len(told)} times; of the song as it stands {ready} of {phrases} phrases are ready")
        print(
            f"load of the machine {os.getloadavg()[0]:.1f}; {sounds} device; "
            f"making sound takes {status.load:.0%} of the time"
        )
        print(f"drop-outs: {status.xruns}")
        bench.close()


if __name__ == "__main__":
    main()
