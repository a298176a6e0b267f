"""Write the golden files anew: `PYTHONPATH=app:resources:tests .venv/bin/python tests/golden/regenerate.py`.

Do it only when a difference is meant, and read the difference before committing it. Project files of earlier
versions are never written again: they prove that old files still open.
"""

from __future__ import annotations

from pathlib import Path

from formats.songs import lantern_document, lantern_song
from songwright.formats.midi import to_midi
from songwright.formats.project import VERSION, dump
from songwright.lyrics.lexicon import load_lexicon

GOLDEN = Path(__file__).parent


def golden_files() -> dict[str, bytes]:
    """Every golden file that the current code writes, by name."""
    lexicon = load_lexicon()
    files = {f"lantern-type{kind}.mid": to_midi(lantern_song(), lexicon, type=kind) for kind in (0, 1)}
    return files | {f"lantern-v{VERSION}.songwright": dump(lantern_document())}


if __name__ == "__main__":
    for name, data in golden_files().items():
        (GOLDEN / name).write_bytes(data)
        print(f"{name}: {len(data)} bytes")
