"""How wide and how bright every style sounds: `python benchmarks/mix_width.py [STYLE ...]`.

A verse and a chorus of our own, rendered as an export mixes them, with the melody played by its instrument. Printed are
the side signal against the middle, what lies above 8 kHz and above 2 kHz against everything (all in dB), the loudness
of the whole, and the quietest and the loudest accompanying part alone (LUFS).
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "app"), str(ROOT / "resources"), str(ROOT / "tests")]

import numpy as np  # noqa: E402
from numpy.typing import NDArray  # noqa: E402

from music.verses import LIGHTHOUSE  # noqa: E402
from songwright.audio.instruments import Instruments, built_in_soundfont  # noqa: E402
from songwright.audio.loudness import integrated_loudness  # noqa: E402
from songwright.audio.render import sound  # noqa: E402
from songwright.audio.score import Score, score  # noqa: E402
from songwright.audio.synth import RATE  # noqa: E402
from songwright.core.song import Song, TrackRole  # noqa: E402
from songwright.core.words import with_lyric_text  # noqa: E402
from songwright.lyrics.lexicon import load_lexicon  # noqa: E402
from songwright.music.rule_composer import ComposeRequest, RuleComposer  # noqa: E402
from songwright.music.styles import load_styles  # noqa: E402

WORDS = LIGHTHOUSE.split("[Verse 2]")[0]
TREBLE, PRESENCE = 8000, 2000


def side(frames: NDArray[np.float32]) -> float:
    """The side signal's energy against the middle's, in dB."""
    left, right = frames[:, 0].astype(np.float64), frames[:, 1].astype(np.float64)
    return decibel(((left - right) ** 2).sum() / max(((left + right) ** 2).sum(), 1e-12))


def above(frames: NDArray[np.float32], hertz: float) -> float:
    """The energy above a frequency against all energy, in dB."""
    spectrum = np.abs(np.fft.rfft(frames.astype(np.float64).sum(axis=1))) ** 2
    place = round(hertz * len(frames) / RATE)
    return decibel(spectrum[place:].sum() / max(spectrum.sum(), 1e-12))


def decibel(share: float) -> float:
    """A ratio of energies in dB."""
    return float(10 * np.log10(max(share, 1e-12)))


def only(playable: Score, track: str) -> Score:
    """One part alone."""
    return replace(playable, tracks=tuple(one for one in playable.tracks if one.id == track))


def rendered(playable: Score, instruments: Instruments) -> NDArray[np.float32]:
    """The sound of a score as stereo frames."""
    return np.concatenate([np.asarray(block, np.float32) for block in sound(playable, instruments)])


def main() -> None:
    """Print the table."""
    composer = RuleComposer(load_lexicon())
    instruments = Instruments(built_in_soundfont(), RATE)
    styles = sys.argv[1:] or [style.id for style in load_styles()]
    heads = ("side", "> 8 kHz", "> 2 kHz", "LUFS", "quietest part", "loudest part")
    print(f"{'style':<12}" + "".join(f"{head:>15}" for head in heads))
    for style in styles:
        song = composer.compose(with_lyric_text(Song(), WORDS), ComposeRequest(style, seed=2))
        playable = score(song)
        whole = rendered(playable, instruments)
        roles = {track.id: track for track in song.tracks if track.role is TrackRole.ACCOMPANIMENT}
        parts = []
        for track in playable.tracks:
            if track.id in roles:
                frames = rendered(only(playable, track.id), instruments)
                parts.append((integrated_loudness(frames, RATE), roles[track.id].name))
        parts.sort()
        cells = [side(whole), above(whole, TREBLE), above(whole, PRESENCE), integrated_loudness(whole, RATE)]
        ends = [f"{loud:.1f} {name}" for loud, name in (parts[0], parts[-1])]
        print(f"{style:<12}" + "".join(f"{cell:15.1f}" for cell in cells) + "".join(f"{end:>15}" for end in ends))


if __name__ == "__main__":
    main()
