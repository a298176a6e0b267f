"""What the player understands and reports, loaded when the first of it is used.

A song begins as words, in silence, and thirty dataclasses cost a window that starts as much as a drawer full of widgets
(benchmarks/start.py): so `__getattr__` fetches the names (PEP 562), and mypy knows them all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from songwright.audio.client import *  # noqa: F403 - what `__getattr__` gives
    from songwright.audio.protocol import *  # noqa: F403
else:

    def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever has that name
        # Imported when used: see above.
        from songwright.audio import client, protocol

        for module in (client, protocol):
            if name in module.__all__:
                return getattr(module, name)
        raise AttributeError(name)
