"""Makes everything in resources/songwright_resources/pictures that is made: the words and the silhouettes.

    apt-get install wordnet-base openclipart-svg
    python training/picture/make.py [--wordnet /usr/share/wordnet] [--drawings /usr/share/openclipart/svg]

Same inputs, same bytes; `manifest.json` gets the digests.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PICTURES = Path("resources/songwright_resources/pictures")


def main() -> None:
    """Run both makers and write down what they read and made."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    parser.add_argument("--drawings", type=Path, default=Path("/usr/share/openclipart/svg"))
    chosen = parser.parse_args()
    for script, folder in (("vocabulary.py", chosen.wordnet), ("trace.py", chosen.drawings)):
        subprocess.run([sys.executable, str(HERE / script), str(folder)], check=True)
    manifest = {
        "read": {
            "WordNet 3.0 (Debian wordnet-base 1:3.0-39), Princeton's licence": {
                name: _digest(chosen.wordnet / name) for name in ("index.noun", "data.noun")
            },
            "Open Clip Art Library 0.18 (Debian openclipart-svg 1:0.18+dfsg-19), public domain": {
                file: _digest(chosen.drawings / file) for file in _drawings()
            },
        },
        "made": {name: _digest(PICTURES / name) for name in ("vocabulary.z", "silhouettes.z")},
    }
    text = json.dumps(manifest, indent=1, sort_keys=True)
    (PICTURES / "manifest.json").write_text(text + "\n", encoding="utf-8")


def _drawings() -> list[str]:
    rows = (HERE / "silhouettes.txt").read_text(encoding="utf-8").splitlines()
    return [row.split("|")[2].strip() for row in rows if row and not row.startswith("#")]


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
