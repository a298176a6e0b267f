"""The code for this processor comes from llama.cpp's own folder, and from there only."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from songwright.host.child.environment import child_environment

CHOOSE = """
from songwright.llm import processors
processors.choose_processor_code()
processors.choose_processor_code()
import llama_cpp
print(llama_cpp.llama_cpp._lib.ggml_backend_reg_count())
"""


def test_there_is_code_for_this_processor_once_and_none_is_taken_from_the_current_folder(tmp_path: Path) -> None:
    for name in ("libggml-cpu-evil.so", "libggml-cpu.so", "libggml-blas.so"):
        (tmp_path / name).write_bytes(b"not a library")
    command = [sys.executable, "-P", "-c", CHOOSE]
    done = subprocess.run(
        command, cwd=tmp_path, env=child_environment(), capture_output=True, text=True, check=True, timeout=100
    )
    assert int(done.stdout) >= 1
    assert "evil" not in done.stderr
