"""The acoustic network: tokens with durations and a pitch become spectral frames.

Cut out of hibari-tts (see resources/songwright_resources/voice). It makes a spoken voice; singing is done outside it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from songwright.core.errors import SongwrightError
from songwright.core.language import said

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["BINS", "FRAME", "HOP", "RATE", "WINDOW", "Acoustics", "Frames", "SingerError", "load_acoustics"]

RATE = 24_000
HOP, WINDOW = 300, 1200
FRAME = HOP / RATE  # 12.5 ms; a unit of duration is two frames
BINS = WINDOW // 2 + 1

_FLOOR = 7.0  # of log magnitudes: what the network says above it is an outlier
_DURATIONS = "/Clip_output_0"  # what the cut graphs call them

Floats = NDArray[np.float32]


class SingerError(SongwrightError):
    """The network of the sung voice is missing, damaged or cannot run here; instruments play the tune instead."""


@dataclass(frozen=True, slots=True)
class Frames:
    """What the network made of an utterance, each (BINS, frames).

    `tone` is the log magnitude of what has a pitch, `noise` the power of what has none, with its `phase`.
    """

    tone: Floats
    noise: Floats
    phase: Floats


class Acoustics:
    """The three graphs, each on one thread."""

    def __init__(self, graphs: dict[str, bytes], alphabet: dict[str, int]) -> None:
        """Take the bytes of ONNX files. Raises SingerError when onnxruntime is absent or rejects them."""
        try:
            # Imported when used: a child answers first, then loads what sings.
            import onnxruntime

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            options.log_severity_level = 3
            options.enable_cpu_mem_arena = options.enable_mem_pattern = False
            sessions = {
                name: onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
                for name, data in graphs.items()
            }
        except Exception as error:
            raise _broken(repr(error)) from error
        self._sessions = sessions
        self._alphabet = alphabet

    def numbers(self, tokens: Sequence[str]) -> NDArray[np.int64]:
        """The tokens as the network counts them, between two pads: (1, tokens + 2)."""
        return np.array([[0, *[self._alphabet[token] for token in tokens], 0]], np.int64)

    def durations(self, numbers: NDArray[np.int64]) -> NDArray[np.float64]:
        """The length of each token in speech, in units of two frames."""
        found = self._sessions["durations"].run(None, {"ids": numbers, "speed": np.ones(1, np.float32)})[0]
        return np.asarray(found, np.float64)

    def pitch(self, numbers: NDArray[np.int64], durations: NDArray[np.float64]) -> Floats:
        """The pitch of speech by frame (Hz); near 0 where there is none."""
        feed = {"ids": numbers, _DURATIONS: durations.astype(np.float32)}
        return np.asarray(self._sessions["pitch"].run(None, feed)[0][0])

    def frames(self, numbers: NDArray[np.int64], durations: NDArray[np.float64], pitch: Floats) -> Frames:
        """The spectra of these tokens at this pitch by frame."""
        feed = {"ids": numbers, _DURATIONS: durations.astype(np.float32), "f0_in": pitch[None].astype(np.float32)}
        tone, _, bound, free, phase = [one[0] for one in self._sessions["frames"].run(None, feed)]
        # Two branches of the network make noise; the one that keeps to the pitch is as loud as two of the other.
        noise = np.exp(2 * np.minimum(free, _FLOOR)) + 2 * np.exp(2 * np.minimum(bound, _FLOOR))
        return Frames(np.minimum(tone, _FLOOR), noise, phase)


def load_acoustics() -> Acoustics:
    """The network that ships with Songwright (0.4 s). Raises SingerError."""
    folder = files("songwright_resources") / "voice"
    try:
        graphs = {name: (folder / f"{name}.onnx").read_bytes() for name in ("durations", "pitch", "frames")}
        alphabet = json.loads((folder / "alphabet.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _broken(repr(error)) from error
    return Acoustics(graphs, alphabet)


def _broken(detail: str) -> SingerError:
    return SingerError(
        said(
            "The singer cannot be started, so instruments play the tune instead. Please install Songwright again "
            "to get the voice back."
        ),
        detail=detail,
    )
