"""Writes what tells whether a new tune is a known one: `python -m training.tunes --data PREPARED --out WEIGHTS`.

`tunes.z` holds the intervals in semitones of every training tune, deflated, without rhythms, keys or names: a byte an
interval, 64 for none, tunes parted by 0 and each once. All sources are in the public domain or CC0.
"""

from __future__ import annotations

import argparse
import zlib
from pathlib import Path

import numpy as np

from songwright.music.originality import NONE, PARTED, WIDEST
from training.melody_rows import COLUMNS

__all__ = ["interval_text", "main"]


def interval_text(tunes: list[np.ndarray]) -> bytes:
    """Pitches of tunes -> the text in which `songwright.music.originality` searches; the same for any order of them."""
    found = {
        bytes((np.clip(np.diff(tune.astype(np.int64)), -WIDEST, WIDEST) + NONE).astype(np.uint8))
        for tune in tunes
        if len(tune) > 1
    }
    return bytes([PARTED]).join(sorted(found))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    plan = parser.parse_args()
    with np.load(plan.data / "melody.npz") as file:
        pieces = np.split(file["train_rows"], np.cumsum(file["train_sizes"])[:-1])
    text = interval_text([rows[:, COLUMNS.index("pitch")] for rows in pieces])
    plan.out.mkdir(parents=True, exist_ok=True)
    (plan.out / "tunes.z").write_bytes(zlib.compress(text, 9))


if __name__ == "__main__":
    main()
