"""What setting up costs, from empty caches: `python benchmarks/setup_time.py [--llama]`.

Clones the checkout into a temporary folder and runs its own set-up with an empty package cache, then once more, as
every later `make run` does. With `--llama`, also builds llama-cpp-python twice, as it comes and with the parts that
Songwright never calls switched off, each from an empty cache. Needs the network, some minutes and 4 GB of disk.

Processor seconds are the figure to compare: they hardly depend on what else the machine is doing.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def timed(command: list[str], cwd: Path, **variables: str) -> tuple[float, float]:
    """Run a command; wall-clock and processor seconds, its children's included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    subprocess.run(command, cwd=cwd, check=True, env=os.environ | variables, stdout=subprocess.DEVNULL)
    wall = time.monotonic() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def locked_llama() -> str:
    """The requirement that the lock file names for llama-cpp-python."""
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    return next(line.split(" ")[0] for line in lines if line.startswith("llama-cpp-python=="))


def rows(*, llama: bool) -> list[tuple[str, float, float]]:
    """One row a measurement: what, wall seconds, processor seconds."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        clone, cache = work / "songwright", {"UV_CACHE_DIR": str(work / "cache"), "PIP_CACHE_DIR": str(work / "pip")}
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        setup = [sys.executable, "packaging/setup_env.py", "test"]
        found.append(("set-up from empty caches", *timed(setup, clone, **cache)))
        found.append(("the same again (make run, every later time)", *timed(setup, clone, **cache)))
        if llama:
            include = clone / "packaging" / "llama_build.cmake"
            trimmed = f"-DLLAVA_BUILD=OFF -DCMAKE_PROJECT_llama_cpp_INCLUDE={include}"
            for name, arguments in (("as it comes", ""), ("unused parts off", trimmed)):
                wheel = ["-m", "uv", "pip", "install", "--no-deps", "--target", str(work / name), locked_llama()]
                cost = timed(
                    [str(clone / ".venv/bin/python"), *wheel],
                    clone,
                    CMAKE_ARGS=arguments,
                    UV_CACHE_DIR=str(work / f"cache {name}"),
                )
                found.append((f"llama.cpp, {name}", *cost))
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--llama", action="store_true", help="also compare the two builds of llama.cpp")
    arguments = parser.parse_args()
    print(f"{'':46}{'minutes':>10}{'cpu min':>10}   ({os.cpu_count()} cores)")
    for name, wall, cpu in rows(llama=arguments.llama):
        print(f"{name:46}{wall / 60:10.2f}{cpu / 60:10.2f}", flush=True)


if __name__ == "__main__":
    main()
