"""llama.cpp built for every processor against a build for this one: processor time a token, taken in turns.

    python benchmarks/prebuilt_speed.py FOLDER-OF-THE-WHEEL'S-LIBRARIES [--rounds 3]

The other side is the build that is installed. One thread, so that only the arithmetic is compared.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

_MEASURE = """
import time
import numpy as np
from songwright.llm.backend import LlamaBackend
from songwright.llm.cancel import CancelFlag
from songwright.llm.model import LoadOptions
from songwright.llm.models import embedded_model
backend = LlamaBackend(CancelFlag())
backend.load(embedded_model().path, LoadOptions(threads=1), lambda share: None)
tokens = backend.encode("The sea is " * 60)
backend.begin(tokens, lambda done, total: None)
writing = []
for _ in range(5):
    start = time.process_time()
    for _ in range(60):
        backend.extend([int(np.argmax(backend.logits()))])
    writing.append((time.process_time() - start) / 60 * 1000)
start = time.process_time()
backend.begin([5, *tokens], lambda done, total: None)
print(min(writing), (time.process_time() - start) / len(tokens) * 1000)
"""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("libraries", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    sides = {"for this processor": {}, "for every processor": {"LLAMA_CPP_LIB_PATH": str(options.libraries.resolve())}}
    found: dict[str, list[list[float]]] = {name: [] for name in sides}
    for _ in range(options.rounds):
        for name, variables in sides.items():
            environment = os.environ | {"OMP_NUM_THREADS": "1"} | variables
            done = subprocess.run(
                [sys.executable, "-c", _MEASURE], env=environment, capture_output=True, text=True, check=True
            )
            found[name].append([float(number) for number in done.stdout.split()])
    best = {name: [min(column) for column in zip(*rows, strict=True)] for name, rows in found.items()}
    print(f"{'':22}{'writing, ms a token':>22}{'reading, ms a token':>22}")
    for name, (writing, reading) in best.items():
        print(f"{name:22}{writing:22.2f}{reading:22.2f}")
    (own, own_reading), (all_, all_reading) = best.values()
    print(f"{'ratio':22}{all_ / own:22.3f}{all_reading / own_reading:22.3f}")


if __name__ == "__main__":
    main()
