"""What the painters of a picture share: its recipe, inks, light and horizon, and the tones of near and far."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from songwright.core.artwork import Actor, Recipe
from songwright.picture.colour import lightness, mix
from songwright.picture.concepts import having
from songwright.picture.contours import Contours, Outlines, ellipse, moved, turned
from songwright.picture.inks import Inks, inks_named
from songwright.picture.motifs import motif
from songwright.picture.picture_cast import Roles, roles_of
from songwright.picture.poster import Poster

__all__ = ["Light", "Plate", "Room"]


@dataclass(slots=True)
class Light:
    """The sun, the moon or a lamp: where it is and its radius."""

    x: float = 320.0
    y: float = 260.0
    radius: float = 84.0


@dataclass(frozen=True, slots=True)
class Room:
    """What a frame leaves free: `above` and `below` are covered by the title; in a `round` one corners are cut."""

    above: float = 0.0
    below: float = 0.0
    round: bool = False
    narrow: float = 0.0
    """How much of the width on either side a tall frame cuts off."""

    @property
    def lift(self) -> float:
        """How far the picture is moved up, so that the hero's feet stand above a title at its foot."""
        return min(190.0, self.below * 0.8)

    @property
    def top(self) -> float:
        """Where the sky that stays in sight begins."""
        return max(self.above, self.lift)


@dataclass(slots=True)
class Plate:
    """The printing plate that views are cut into."""

    recipe: Recipe
    room: Room = field(default_factory=Room)
    poster: Poster = field(default_factory=Poster)
    light: Light = field(default_factory=Light)
    horizon: float = 640.0
    hero_x: float = 690.0
    flip: bool = False
    layout: str = ""
    inks: Inks = field(init=False)
    rng: Random = field(init=False)
    roles: Roles = field(init=False)

    def __post_init__(self) -> None:
        self.inks = inks_named(self.recipe.palette)
        self.roles = roles_of(self.recipe)
        names = ",".join(actor.concept for actor in (*self.recipe.cast, *self.recipe.setting))
        self.rng = Random(f"paint {self.recipe.seed} {self.recipe.place} {names}".encode("utf-8", "replace"))

    # What the recipe says ---------------------------------------------------------------------------------------

    @property
    def night(self) -> bool:
        """Whether the sky is dark."""
        return lightness(self.inks.sky) < 0.45

    @property
    def glowing(self) -> bool:
        """Whether lamps and windows are lit."""
        return self.night or self.recipe.hour in ("dusk", "night")

    @property
    def weather(self) -> str:
        """The weather's name."""
        return self.recipe.weather

    @property
    def snowy(self) -> bool:
        """Whether the land is white."""
        return self.recipe.weather == "snow" or self.recipe.season == "winter"

    @property
    def wind(self) -> float:
        """How far things lean with the wind."""
        return 1.2 if self.recipe.weather in ("storm", "wind") else 0.45

    @property
    def hidden(self) -> bool:
        """Whether the weather covers the light."""
        return self.recipe.weather in ("rain", "fog", "storm", "snow") and self.roles.emblem is None

    def actor(self, *names: str) -> Actor | None:
        """The first of these concepts that was named."""
        named = {actor.concept: actor for actor in (*self.recipe.setting, *self.recipe.cast)}
        return next((named[name] for name in names if name in named), None)

    def has(self, *names: str) -> bool:
        """Whether one of these concepts was named."""
        return self.actor(*names) is not None

    # Tones ------------------------------------------------------------------------------------------------------

    def far(self, near: float) -> str:
        """The colour of what is `near` (0 at the horizon, 1 here)."""
        inks = self.inks
        return mix(inks.low, inks.mid, near * 2) if near < 0.5 else mix(inks.mid, inks.ink, near * 2 - 1)

    def ground(self, near: float) -> str:
        """The colour of land, white in winter."""
        if not self.snowy:
            return self.far(near)
        share = 0.45 - 0.2 * near if self.night else 0.08 + 0.5 * (1 - near)
        return mix(self.inks.glow, self.inks.mid, share)

    def cutter(self, near: float) -> str:
        """The colour of the knife's cuts in the land."""
        if self.snowy:
            return mix(self.ground(near), self.inks.mid, 0.5)
        lighter = self.inks.low if near > 0.5 else self.inks.glow
        return mix(self.far(near), lighter, 0.42 if near > 0.5 else 0.4)

    @property
    def pale(self) -> str:
        """White as it is printed here."""
        return mix(self.inks.glow, self.inks.low, 0.12)

    @property
    def rim(self) -> str:
        """The edge that the light draws."""
        if self.night or self.recipe.hour == "dusk":
            return mix(self.inks.glow, self.inks.accent, 0.35)
        return mix(self.inks.low, self.inks.glow, 0.6)

    @property
    def lamp(self) -> str:
        """A lit window, or a dark one by day."""
        inks = self.inks
        return mix(inks.glow, inks.accent, 0.3) if self.glowing or self.snowy else mix(inks.low, inks.mid, 0.55)

    def tone(self, name: str, body: str, veil: float = 0.0) -> str:
        """The colour of a tone of motifs; `veil` (0 to 1) mixes it with the air before it."""
        inks = self.inks
        colours = {
            "ink": inks.ink,
            "body": body,
            "mid": mix(inks.mid, inks.ink, 0.15),
            "pale": self.pale,
            "soft": mix(self.pale, inks.ink, 0.45),
            "accent": inks.accent,
            "deep": mix(inks.accent, inks.ink, 0.45),
            "warm": mix(inks.accent, inks.glow, 0.45),
            "glow": inks.glow,
            "lit": self.lamp,
        }
        return mix(colours.get(name, inks.ink), mix(inks.low, inks.mid, 0.35), veil) if veil else colours[name]

    # Printing ---------------------------------------------------------------------------------------------------

    def lit(self, x: float) -> int:
        """On which side of x the light is: 1 for the right, -1 for the left."""
        return 1 if self.light.x > x else -1

    def fill(self, area: Outlines, colour: str, opacity: float = 1.0, clip: Outlines | None = None) -> None:
        """Print an area."""
        self.poster.fill(area, colour, opacity, clip)

    def stamp(
        self,
        name: str,
        x: float,
        base: float,
        height: float,
        *,
        body: str = "",
        facing: int = 1,
        veil: float = 0.0,
        turn: float = 0.0,
        widest: float = 0.0,
    ) -> tuple[Contours, float]:
        """Print a motif that stands on (x, base); its outline and its height, less where it would be wider."""
        drawn = motif(name)
        if widest and drawn.width * height > widest:
            height = widest / drawn.width
        flip = (facing < 0) != (name in having("leftward"))
        body = body or self.inks.ink
        outline: Contours = []
        for part in drawn.parts:
            area = moved(part.area, x, base, height, flip=flip)
            area = turned(area, x, base - height / 2, turn) if turn else area
            outline = outline or area
            self.fill(area, self.tone(part.tone, body, veil), part.opacity)
        return outline, height

    def stamp_lit(self, name: str, x: float, base: float, height: float, *, body: str, facing: int) -> None:
        """Print a traced motif with the light along its edge and cuts on the side that it falls on."""
        drawn = motif(name)
        flip = (facing < 0) != (name in having("leftward"))
        hull, *rest = drawn.parts
        area = moved(hull.area, x, base, height, flip=flip)
        self.fill(area, self.rim)
        side = self.lit(x)
        self.fill(moved(area, -side * 3.0, 2.0), body, clip=area)
        for part in rest:
            self.fill(moved(part.area, x, base, height, flip=flip), self.tone(part.tone, body), part.opacity, area)

    def halo(self, x: float, y: float, radius: float, colour: str, strength: float = 1.0) -> None:
        """Light around a lamp."""
        for size, share in ((1.0, 0.1), (0.64, 0.14), (0.36, 0.2)):
            self.fill(ellipse(x, y, radius * size), colour, share * strength)
