"""How people stand and what they wear: tables for the painter of figures. Angles are in degrees from hanging down."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CHARACTERS", "POSES", "Character", "Pose"]

Angles = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pose:
    """Limbs as (first joint, bend): thighs and upper arms turn forwards, knees bend back and elbows forwards."""

    legs: tuple[Angles, Angles]
    arms: tuple[Angles, Angles]
    lean: float = 0.0
    nod: float = 0.0
    """Turns the head: above 0 it looks down."""


POSES: dict[str, Pose] = {
    "stand": Pose(((4, 2), (-5, 2)), ((8, 10), (-10, 12))),
    "wait": Pose(((2, 0), (-7, 3)), ((-16, 48), (-22, 52)), nod=6),
    "walk": Pose(((24, 6), (-20, 20)), ((-26, 16), (22, 26)), lean=3),
    "stroll": Pose(((16, 4), (-13, 14)), ((-14, 44), (-18, 48)), lean=2, nod=6),
    "run": Pose(((56, 62), (-30, 42)), ((52, 88), (-50, 70)), lean=13),
    "wave": Pose(((4, 2), (-5, 2)), ((152, 18), (-12, 10))),
    "cheer": Pose(((8, 2), (-10, 4)), ((160, 12), (-164, -8)), nod=-10),
    "gaze": Pose(((3, 2), (-6, 2)), ((8, 10), (-12, 12)), lean=-3, nod=-20),
    "shade": Pose(((4, 2), (-6, 2)), ((104, 112), (-10, 12)), lean=-2),
    "mourn": Pose(((2, 0), (-4, 2)), ((18, 42), (12, 46)), lean=4, nod=24),
    "sit": Pose(((84, 92), (78, 74)), ((34, 40), (22, 30)), lean=6, nod=10),
    "huddle": Pose(((112, 128), (106, 122)), ((64, 52), (58, 50)), lean=24, nod=22),
    "kneel": Pose(((62, 62), (-4, 92)), ((38, 96), (34, 98)), lean=4, nod=20),
    "dance": Pose(((34, 44), (-14, 2)), ((128, 26), (-104, -24)), lean=-7, nod=-12),
    "twirl": Pose(((12, 2), (-52, 46)), ((164, 8), (-72, -18)), lean=9, nod=-10),
    "reach": Pose(((10, 4), (-14, 6)), ((96, 8), (-20, 16)), lean=5, nod=-6),
    "hold": Pose(((4, 2), (-5, 2)), ((26, 92), (-10, 12))),
    "carry": Pose(((18, 4), (-16, 16)), ((6, 6), (22, 30)), lean=2),
    "sing": Pose(((6, 2), (-8, 3)), ((36, 108), (-70, 30)), lean=-4, nod=-8),
    "strum": Pose(((6, 2), (-8, 3)), ((34, 62), (-26, 92)), lean=2, nod=10),
    "embrace": Pose(((4, 2), (-5, 2)), ((70, 26), (52, 34)), lean=5, nod=8),
    "lead": Pose(((14, 6), (-10, 8)), ((84, 14), (62, 44)), lean=-2),
    "hands": Pose(((3, 1), (-4, 2)), ((30, 6), (-8, 10)), nod=-4),
    "stoop": Pose(((6, 8), (-8, 10)), ((24, 30), (-6, 16)), lean=17, nod=8),
    "march": Pose(((34, 20), (-18, 8)), ((28, 92), (-30, 10)), lean=2),
    "row": Pose(((84, 60), (78, 50)), ((60, 24), (50, 30)), lean=14),
}


@dataclass(frozen=True, slots=True)
class Character:
    """What a figure looks like; `garment` is "trousers", "dress", "skirt", "coat" or "robe", tones as in motifs."""

    garment: str = "trousers"
    top: str = "accent"
    bottom: str = "ink"
    hair: str = "short"
    hat: str = ""
    prop: str = ""
    size: float = 1.0
    poses: tuple[str, ...] = ("stand", "wait", "walk", "gaze", "stroll")


CHARACTERS: dict[str, Character] = {
    "man": Character(),
    "man2": Character(top="pale", bottom="deep", poses=("wait", "stroll", "shade", "gaze")),
    "woman": Character("dress", "accent", hair="long", poses=("stand", "walk", "gaze", "shade", "hands")),
    "woman2": Character("skirt", "pale", "accent", hair="bun", poses=("stand", "stroll", "wave", "gaze")),
    "woman3": Character("trousers", "accent", "ink", hair="bob", poses=("walk", "wait", "gaze", "stroll")),
    "child": Character(
        "trousers", "accent", "deep", hair="short", size=0.62, poses=("run", "cheer", "wave", "stand", "reach")
    ),
    "girl": Character("dress", "accent", hair="tails", size=0.62, poses=("run", "cheer", "wave", "reach", "stand")),
    "old_man": Character("trousers", "deep", "ink", hair="fringe", prop="cane", size=0.94, poses=("stoop", "stand")),
    "old_woman": Character(
        "skirt", "deep", "ink", hair="grey bun", prop="cane", size=0.9, poses=("stoop", "stand", "mourn")
    ),
    "nurse": Character("dress", "pale", hair="bun", hat="nurse", poses=("stand", "walk", "hold")),
    "soldier": Character("coat", "mid", "ink", hat="helmet", prop="rifle", poses=("march", "stand", "mourn")),
    "sailor": Character("trousers", "pale", "ink", hat="sailor", poses=("stand", "shade", "wave", "stroll")),
    "farmer": Character("trousers", "warm", "deep", hat="straw", prop="fork", poses=("stand", "shade", "walk")),
    "keeper": Character("trousers", "pale", "mid", hat="veil", poses=("stand", "reach", "hold")),
    "king": Character("robe", "accent", "deep", hat="crown", prop="staff", poses=("stand",)),
    "queen": Character("robe", "accent", "deep", hair="long", hat="crown", poses=("stand", "gaze")),
    "priest": Character("robe", "ink", "ink", poses=("stand", "kneel", "mourn")),
    "witch": Character("robe", "ink", "ink", hair="long", hat="witch", prop="staff", poses=("stand", "stoop")),
    "singer": Character("dress", "accent", hair="long", poses=("sing",)),
    "musician": Character("trousers", "deep", "ink", hat="trilby", prop="guitar", poses=("strum",)),
    "dancer": Character("dress", "accent", hair="bun", poses=("dance", "twirl")),
    "bride": Character("robe", "pale", "pale", hair="bun", hat="bridal", poses=("stand", "hold")),
    "worker": Character("trousers", "mid", "ink", hat="flat", poses=("walk", "wait", "carry")),
    "traveller": Character("coat", "deep", "ink", hat="trilby", prop="case", poses=("carry",)),
}
"""The kinds of people; which of them stands for a concept is decided in `casting of people`."""
