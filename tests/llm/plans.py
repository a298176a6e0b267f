"""Plans and lines of our own for the tests."""

from __future__ import annotations

from songwright.llm.chat import Message
from songwright.llm.plan import ABOUT, Fill, LineShape, Plan, Say

LINES = "The tide goes out below the wall\nA lamp is lit in every hall\n"

COUPLET = Plan(
    messages=(Message("user", f"Write about {ABOUT}."),),
    plain=f"About {ABOUT}.\n\n",
    steps=(Say("[Verse 1]\n"), Fill(2, LineShape(3, 6, 9))),
    about="the harbour",
)
COUPLET_TEXT = "[Verse 1]\nThe tide goes out below the wall\nA lamp is lit in every hall"
