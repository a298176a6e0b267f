"""Loads a net that ships with Songwright and runs it on one thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.music.request import Cancelled

__all__ = ["Arrays", "Cancelled", "Net", "NetError", "check_cancelled", "load_net", "softmax"]

Arrays = Mapping[str, NDArray[np.generic]]


class NetError(SongwrightError):
    """A trained net is missing, damaged or cannot run on this machine; the rules still compose without it."""


class Net:
    """One graph, ready to run. Safe to use from several threads: a run keeps no state."""

    __slots__ = ("_run", "inputs", "name")

    def __init__(self, name: str, weights: bytes) -> None:
        """Take the bytes of an ONNX file. Raises NetError when onnxruntime is absent or rejects them."""
        try:
            # Imported when used: nets bring numpy and onnxruntime, which rules do without.
            import onnxruntime

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.inter_op_num_threads = 1
            options.log_severity_level = 3
            session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
        except Exception as error:
            raise NetError(
                said(
                    "The trained composer cannot be started, so Songwright composes by rules alone. "
                    "Please install Songwright again to get it back."
                ),
                detail=f"{name}: {error!r}",
            ) from error
        self.name = name
        self.inputs = tuple(one.name for one in session.get_inputs())
        self._run = session.run

    def run(self, arrays: Arrays) -> list[NDArray[np.float32]]:
        """The outputs in the graph's order. Inputs that the graph does not use are ignored."""
        found: list[NDArray[np.float32]] = self._run(None, {name: arrays[name] for name in self.inputs})
        return found


def load_net(name: str) -> Net:
    """The net `name`.onnx of the resources. Raises NetError when it is missing, damaged or cannot run."""
    try:
        weights = (files("songwright_resources") / "weights" / f"{name}.onnx").read_bytes()
    except OSError as error:
        raise NetError(
            said(
                "A part of the trained composer is missing, so Songwright composes by rules alone. "
                "Please install Songwright again to get it back."
            ),
            detail=f"{name}.onnx: {error!r}",
        ) from error
    return Net(name, weights)


def softmax(logits: NDArray[np.floating], temperature: float = 1.0) -> NDArray[np.float64]:
    """Probabilities along the last axis."""
    scaled = logits.astype(np.float64) / max(1e-3, temperature)
    scaled -= scaled.max(-1, keepdims=True)
    weights = np.exp(scaled)
    return np.asarray(weights / weights.sum(-1, keepdims=True))


def check_cancelled(cancelled: Callable[[], bool] | None) -> None:
    """Raise Cancelled when the caller's question says so."""
    if cancelled is not None and cancelled():
        raise Cancelled(said("Composing was stopped; the song is as it was before."))
