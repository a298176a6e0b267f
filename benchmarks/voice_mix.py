"""How loud the voice stands beside the band, in LUFS, and the true peak of the whole: `python benchmarks/voice_mix.py`.

A verse and a chorus of our own in each style, sung by the voice that suits it, as an export mixes them.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "app"), str(ROOT / "resources"), str(ROOT / "tests")]

import numpy as np  # noqa: E402

from music.verses import LIGHTHOUSE  # noqa: E402
from songwright.audio.instruments import Instruments, built_in_soundfont  # noqa: E402
from songwright.audio.loudness import integrated_loudness  # noqa: E402
from songwright.audio.render import sound  # noqa: E402
from songwright.audio.score import Score, score  # noqa: E402
from songwright.audio.synth import RATE  # noqa: E402
from songwright.audio.true_peak import true_peaks  # noqa: E402
from songwright.audio.voice.casting import cast  # noqa: E402
from songwright.audio.voice.clips import ClipStore  # noqa: E402
from songwright.audio.voice.cue import cues  # noqa: E402
from songwright.audio.voice.sung_score import Singers, sung_score  # noqa: E402
from songwright.core.song import Song  # noqa: E402
from songwright.core.timeline import timeline  # noqa: E402
from songwright.core.words import with_lyric_text  # noqa: E402
from songwright.lyrics.lexicon import load_lexicon  # noqa: E402
from songwright.music.rule_composer import ComposeRequest, RuleComposer  # noqa: E402

STYLES = tuple(sys.argv[1:]) or ("ballad", "blues", "bossa", "folk", "hymn", "pop", "rock", "waltz")
WORDS = LIGHTHOUSE.split("[Verse 2]")[0]


def main() -> None:
    """Print the table."""
    lexicon = load_lexicon()
    composer = RuleComposer(lexicon)
    instruments = Instruments(built_in_soundfont(), RATE)
    print(f"{'style':<12}{'voice':<12}{'voice LUFS':>11}{'band':>8}{'voice over band':>17}{'peak dBTP':>11}")
    with tempfile.TemporaryDirectory() as folder:
        singers = Singers(ClipStore(Path(folder)))
        for style in STYLES:
            song = composer.compose(with_lyric_text(Song(), WORDS), ComposeRequest(style, seed=2))
            sung = sung_score(score(song), cues(song, lexicon), singers, lambda _share: None)
            part = cast(song, timeline(song))[0]
            heard = [_rendered(one, instruments) for one in (_only(sung, part.track), _without(sung, part.track), sung)]
            voice, band = (integrated_loudness(frames, RATE) for frames in heard[:2])
            peak = 20 * np.log10(true_peaks(heard[2][: len(heard[2]) // 240 * 240], 240, 0.0).max())
            print(f"{style:<12}{part.voice.id:<12}{voice:11.1f}{band:8.1f}{voice - band:+17.1f}{peak:11.1f}")


def _only(playable: Score, track: str) -> Score:
    return replace(playable, tracks=tuple(one for one in playable.tracks if one.id == track))


def _without(playable: Score, track: str) -> Score:
    return replace(playable, tracks=tuple(one for one in playable.tracks if one.id != track))


def _rendered(playable: Score, instruments: Instruments) -> np.ndarray:
    return np.concatenate(list(sound(playable, instruments)))


if __name__ == "__main__":
    main()
