"""Write the golden files anew: `PYTHONPATH=app:resources:tests .venv/bin/python tests/golden/regenerate.py`.

Do it only when a difference is meant, and read the difference before committing it. Project files of earlier
versions are never written again: they prove that old files still open.
"""

from __future__ import annotations

from pathlib import Path

from formats.songs import lantern_document
from songwright.formats.project import VERSION, dump

GOLDEN = Path(__file__).parent


def golden_files() -> dict[str, bytes]:
    """Every golden file that the current code writes, by name."""
    return {f"lantern-v{VERSION}.songwright": dump(lantern_document())}


if __name__ == "__main__":
    for name, data in golden_files().items():
        (GOLDEN / name).write_bytes(data)
        print(f"{name}: {len(data)} bytes")
