"""Two hundred transfers from a server on this machine that cuts, stalls, corrupts, throttles and lies.

    python benchmarks/downloads.py [--transfers 200] [--seed 1]

A transfer ends well with the true file in its place, or with a sentence and nothing there. Wrong is a file in its
place that is not the true one; stuck is a transfer that takes longer than its patience allows (a minute here). Mendable
faults strike a few times and then leave off: from these the true file has to come.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "app"), str(ROOT / "resources"), str(ROOT / "tests")]

from host.faulty_server import FATAL, FAULTS, serving  # noqa: E402
from songwright.host.network.download import DownloadError, DownloadOrder, Patience, download, part_of  # noqa: E402

PATIENCE = Patience(silence=0.3, tries=5, pause=0.01)
STUCK = 60.0


def transfer(source: random.Random, fault: str, known: bool, folder: Path) -> tuple[str, float]:
    """(whole, refused or wrong; seconds) of one transfer of a file of up to two million bytes."""
    data = source.randbytes(source.randrange(1000, 2_000_000))
    target = folder / "model.gguf"
    started = time.monotonic()
    with serving(data, fault, seed=source.randrange(1 << 30), times=source.randrange(1, 4)) as server:
        order = DownloadOrder(server.url, target, len(data) if known else 0, server.sha256)
        try:
            download(order, patience=PATIENCE)
            outcome = "whole" if target.read_bytes() == data else "wrong"
        except DownloadError:
            outcome = "wrong" if target.exists() else "refused"
    for path in (target, part_of(target), part_of(target).with_name(f"{part_of(target).name}.json")):
        path.unlink(missing_ok=True)
    return outcome, time.monotonic() - started


def main() -> None:
    """Print a row for each fault."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--transfers", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    source = random.Random(given.seed)
    outcomes: dict[str, Counter[str]] = {fault: Counter() for fault in FAULTS}
    slowest: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(given.transfers):
            fault = FAULTS[number % len(FAULTS)]
            outcome, seconds = transfer(source, fault, source.random() < 0.5, Path(folder))
            outcomes[fault][outcome] += 1
            outcomes[fault]["stuck"] += seconds > STUCK
            slowest[fault] = max(slowest[fault], round(seconds * 1000))
    print(f"{'fault':<14} {'transfers':>9} {'whole':>6} {'refused':>8} {'wrong':>6} {'stuck':>6} {'slowest':>9}")
    for fault, counts in outcomes.items():
        total = counts["whole"] + counts["refused"] + counts["wrong"]
        row = f"{fault:<14} {total:>9} {counts['whole']:>6} {counts['refused']:>8} {counts['wrong']:>6}"
        print(f"{row} {counts['stuck']:>6} {slowest[fault] / 1000:>8.1f}s")
    lost = sum(outcomes[fault]["refused"] for fault in FAULTS if fault not in FATAL)
    wrong = sum(counts["wrong"] for counts in outcomes.values())
    print(
        f"wrong files {wrong}, stuck {sum(counts['stuck'] for counts in outcomes.values())}, mendable ones lost {lost}"
    )


if __name__ == "__main__":
    main()
