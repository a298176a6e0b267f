"""How much of the processor a process of ours may have where others want it too."""

from __future__ import annotations

import contextlib
import os
import sys

__all__ = ["step_back"]

_NICE = 5  # a third of an ordinary process's share, and what wakes up for a moment comes first


def step_back() -> None:
    """Let the window, the sound and other programs come before this process; alone it is as quick as before."""
    with contextlib.suppress(OSError, AttributeError):
        if sys.platform == "win32":
            # Imported when used: only Windows needs it.
            import ctypes

            below_normal = 0x4000  # BELOW_NORMAL_PRIORITY_CLASS of the Windows API
            kernel = ctypes.windll.kernel32
            kernel.SetPriorityClass(kernel.GetCurrentProcess(), below_normal)
        else:
            os.nice(_NICE)
