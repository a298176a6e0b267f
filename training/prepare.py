"""Reads the sources once and writes the compact arrays that every training command starts from.

`python -m training.prepare --data FOLDER [--corpus FOLDER] --out FOLDER`

`--data` is the folder of music sources (docs/training.md says what lies in it), `--corpus` the corpus folder of the
package music21, for its old tune books. Written are one .npz a net and `manifest.json`: per source its name, licence,
counts and SHA-256.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from songwright.lyrics.lexicon import load_lexicon
from training import chord_rows, melody_rows, prosody_rows, score_rows
from training.collection import Collection, collect
from training.families import families, runs, split_of

__all__ = ["main", "prepare"]

KIN = 0.15  # a hymn with a larger share of its runs in a held-out chorale's soprano is taken for the same tune


def prepare(data: Path, corpus: Path | None, out: Path) -> dict[str, object]:
    """Write the arrays; returns the manifest."""
    out.mkdir(parents=True, exist_ok=True)
    collection = collect(data, corpus)
    sides, held = _sides(collection)
    lexicon = load_lexicon()
    counts = {
        "score": score_rows.write(collection, held, out / "score.npz"),
        "melody": melody_rows.write(collection, sides, out / "melody.npz", lexicon),
        "prosody": prosody_rows.write(collection, sides, out / "prosody.npz", lexicon),
        "harmony": chord_rows.write(collection, sides, out / "harmony.npz"),
    }
    manifest = {"sources": [source.as_dict() for source in collection.sources], "prepared": counts}
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return manifest


def _sides(collection: Collection) -> tuple[list[str], list[bool]]:
    """The split of each tune, and whether a version of it is among the chorales that are never trained on."""
    fixed = [*collection.chorales["test"], *collection.chorales["valid"]]
    names = [tune.name for tune in collection.tunes]
    melodies = [[tone.pitch for tone in tune.tones] for tune in collection.tunes]
    roots = families(names, melodies)
    sides = split_of(names[root] for root in roots)
    known: set[tuple[int, ...]] = set()
    for rows in fixed:
        known |= runs([row[0] for row in rows if row[0] is not None])
    shares = [len(found & known) / max(1, len(found)) for found in map(runs, melodies)]
    return sides, [share > KIN for share in shares]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    print(json.dumps(prepare(args.data, args.corpus, args.out), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
