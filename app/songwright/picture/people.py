"""Figures: small people without faces, built from joints, so that each pose is a row of angles."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from songwright.picture.colour import mix
from songwright.picture.contours import Point, cut, ellipse, poly, rect, smooth, stroke
from songwright.picture.motifs import has_motif, motif
from songwright.picture.plate import Plate
from songwright.picture.poses import CHARACTERS, POSES, Character, Pose

__all__ = ["Tones", "figure"]

# Lengths in heights of a grown person: an eighth for the head, half for the legs.
_THIGH, _SHIN, _TORSO, _NECK, _UPPER, _FORE = 0.25, 0.235, 0.3, 0.04, 0.155, 0.15
_SHOULDER, _HIP = 0.07, 0.035
_HEAD = (0.05, 0.064)


_POSES_HOLDING = {"umbrella": "hold", "suitcase": "carry", "guitar": "strum", "lantern": "reach", "flag": "hold"}


@dataclass(slots=True)
class Body:
    """Where a figure's joints are on the plate, and the transformation that puts them there."""

    x: float
    y: float
    height: float
    facing: int
    lean: float
    head: Point

    def place(self, along: float, up: float) -> Point:
        """A point in heights from the hip, leaning with the torso."""
        turn = math.radians(self.lean)
        across = along * math.cos(turn) + up * math.sin(turn)
        rise = up * math.cos(turn) - along * math.sin(turn)
        return self.x + self.facing * across * self.height, self.y - rise * self.height

    def level(self, along: float, up: float) -> Point:
        """A point in heights from the hip that does not lean."""
        return self.x + self.facing * along * self.height, self.y - up * self.height

    def about_head(self, along: float, up: float) -> Point:
        """A point in heights from the middle of the head."""
        return self.head[0] + self.facing * along * self.height, self.head[1] - up * self.height


def figure(
    plate: Plate,
    who: str,
    x: float,
    base: float,
    height: float,
    *,
    facing: int = 1,
    pose: str = "",
    silhouette: str = "",
    holding: str = "",
) -> None:
    """Someone who stands on (x, base) and would be `height` tall upright; all in one colour as a `silhouette`.

    `holding` is the concept of what is in the hand.
    """
    look = _dressed(plate, CHARACTERS[who])
    if holding and not silhouette:
        look = replace(look, prop=holding, hat="" if holding == "umbrella" else look.hat)
    name = pose or _POSES_HOLDING.get(holding) or plate.rng.choice(look.poses)
    stance = POSES[name]
    height *= look.size
    feet = [_leg_ends(angles)[1][1] for angles in stance.legs]
    lift = max(0.07, -min(feet))
    hip = base - lift * height
    body = Body(x, hip, height, facing, stance.lean, (0.0, 0.0))
    nod = math.radians(stance.nod)
    neck = body.place(0.012, _TORSO + 0.01)
    body.head = (neck[0] + facing * math.sin(nod) * 0.1 * height, neck[1] - math.cos(nod) * 0.1 * height)
    tones = Tones(plate, look, silhouette)
    _draw(plate, body, stance, look, tones)
    if not silhouette:
        _rim(plate, body)


@dataclass(slots=True)
class Tones:
    """The colours of a look; one for all of a silhouette."""

    plate: Plate
    look: Character
    silhouette: str

    def of(self, name: str) -> str:
        """The colour of a tone."""
        return self.silhouette or self.plate.tone(name, self.plate.inks.ink)

    @property
    def skin(self) -> str:
        """Faces and hands: dark, whoever it is."""
        inks = self.plate.inks
        return self.silhouette or mix(inks.ink, inks.accent, 0.22)


def _dressed(plate: Plate, look: Character) -> Character:
    """The look in this weather: a coat and a hat only where it is cold or wet."""
    cold = plate.snowy or plate.weather in ("rain", "storm")
    if not cold or look.garment in ("robe", "coat") or plate.recipe.place in ("room", "bar", "stage"):
        return look
    hat = look.hat or ("beanie" if plate.snowy else "hood" if look.hair != "short" else "trilby")
    return replace(look, garment="coat", bottom="ink", hat=hat)


def _leg_ends(angles: tuple[float, float]) -> tuple[Point, Point]:
    """Knee and ankle from the hip, in heights, y upwards."""
    thigh, shin = math.radians(angles[0]), math.radians(angles[0] - angles[1])
    knee = (_THIGH * math.sin(thigh), -_THIGH * math.cos(thigh))
    return knee, (knee[0] + _SHIN * math.sin(shin), knee[1] - _SHIN * math.cos(shin) - 0.012)


def _draw(plate: Plate, body: Body, pose: Pose, look: Character, tones: Tones) -> None:
    _arm(plate, body, pose.arms[1], -1, look, tones)
    if look.garment != "robe":
        bare = look.garment in ("dress", "skirt")
        for side, angles in ((-1, pose.legs[1]), (1, pose.legs[0])):
            _leg(plate, body, angles, side, tones.skin if bare else tones.of(look.bottom), tones)
    _clothes(plate, body, pose, look, tones)
    _head(plate, body, look, tones)
    _arm(plate, body, pose.arms[0], 1, look, tones)
    _prop(plate, body, pose, look, tones)


def _leg(plate: Plate, body: Body, angles: tuple[float, float], side: int, colour: str, tones: Tones) -> None:
    knee, ankle = _leg_ends(angles)
    hip = body.level(side * _HIP * 0.6, 0.0)
    knee_at = body.level(knee[0] + side * _HIP * 0.4, knee[1])
    ankle_at = body.level(ankle[0] + side * _HIP * 0.3, ankle[1])
    height = body.height
    plate.fill(stroke([hip, knee_at], 0.088 * height, 0.062 * height), colour)
    plate.fill(stroke([knee_at, ankle_at], 0.06 * height, 0.04 * height), colour)
    toe = (ankle_at[0] + body.facing * 0.055 * height, ankle_at[1] + 0.004 * height)
    plate.fill(
        stroke([(ankle_at[0] - body.facing * 0.008 * height, ankle_at[1]), toe], 0.036 * height, 0.022 * height),
        tones.of("ink"),
    )


def _arm_ends(angles: tuple[float, float]) -> tuple[Point, Point]:
    upper, fore = math.radians(angles[0]), math.radians(angles[0] + angles[1])
    elbow = (_UPPER * math.sin(upper), -_UPPER * math.cos(upper))
    return elbow, (elbow[0] + _FORE * math.sin(fore), elbow[1] - _FORE * math.cos(fore))


def _hand(body: Body, angles: tuple[float, float], side: int) -> tuple[Point, Point, Point]:
    """Shoulder, elbow and hand on the plate."""
    elbow, hand = _arm_ends(angles)
    start = (side * _SHOULDER, _TORSO - 0.02)
    shoulder = body.place(*start)
    facing, height = body.facing, body.height
    elbow_at = (shoulder[0] + facing * elbow[0] * height, shoulder[1] - elbow[1] * height)
    hand_at = (shoulder[0] + facing * hand[0] * height, shoulder[1] - hand[1] * height)
    return shoulder, elbow_at, hand_at


def _arm(plate: Plate, body: Body, angles: tuple[float, float], side: int, look: Character, tones: Tones) -> None:
    shoulder, elbow, hand = _hand(body, angles, side)
    height = body.height
    sleeveless = look.garment == "dress"
    sleeve = tones.skin if sleeveless else tones.of(look.top)
    if side > 0 and not sleeveless and not tones.silhouette:
        sleeve = mix(sleeve, plate.inks.ink, 0.16)
    thick = 0.05 if look.garment in ("coat", "robe") else 0.042
    plate.fill(stroke([shoulder, elbow], (thick + 0.006) * height, thick * height), sleeve)
    plate.fill(stroke([elbow, hand], thick * height, (thick - 0.012) * height), sleeve)
    plate.fill(ellipse(*hand, 0.019 * height), tones.skin)


def _clothes(plate: Plate, body: Body, pose: Pose, look: Character, tones: Tones) -> None:
    top, bottom = tones.of(look.top), tones.of(look.bottom)
    place = body.place
    chest = [
        (-0.024, 0.33),
        (-0.08, 0.3),
        (-0.092, 0.26),
        (-0.064, 0.13),
        (-0.07, -0.02),
        (0.07, -0.02),
        (0.06, 0.13),
        (0.09, 0.26),
        (0.08, 0.3),
        (0.024, 0.33),
    ]
    plate.fill([smooth([place(*point) for point in chest], steps=4)], top)
    sway = (_leg_ends(pose.legs[0])[1][0] + _leg_ends(pose.legs[1])[1][0]) / 2
    spread = abs(_leg_ends(pose.legs[0])[1][0] - _leg_ends(pose.legs[1])[1][0]) / 2
    hems = {"dress": (0.2, 0.135), "skirt": (0.16, 0.12), "coat": (0.14, 0.1), "robe": (0.47, 0.15)}
    if look.garment not in hems:
        plate.fill(
            poly(place(-0.067, 0.0), place(0.066, 0.0), place(0.06, 0.022), place(-0.062, 0.022)), tones.of("ink")
        )
        return
    if pose.legs[0][0] > 70:  # seated: the cloth lies over the knees
        lap = [(-0.08, 0.06), (0.05, 0.09), (0.24, 0.04), (0.3, -0.06), (0.26, -0.14), (0.06, -0.08), (-0.08, -0.06)]
        plate.fill([smooth([body.level(*point) for point in lap], steps=4)], bottom if look.garment == "skirt" else top)
        return
    drop, half = hems[look.garment]
    half = max(half, spread * 0.9 + 0.04)
    waist = 0.1 if look.garment != "coat" else 0.26
    hem = [
        (-0.07, waist),
        (0.066, waist),
        (0.085, -0.02),
        (sway + half, -drop),
        (sway, -drop - 0.02),
        (sway - half, -drop),
        (-0.09, -0.02),
    ]
    cloth = bottom if look.garment in ("skirt", "robe") else top
    plate.fill([smooth([body.level(*point) for point in hem], steps=4)], cloth)
    if look.garment in ("dress", "robe") and not tones.silhouette:
        fold = [
            body.level(0.01, 0.02),
            body.level(sway * 0.5 + 0.03, -drop * 0.5),
            body.level(sway + half * 0.45, -drop),
        ]
        plate.fill(cut(fold, 0.014 * body.height), mix(cloth, plate.inks.ink, 0.4))


def _head(plate: Plate, body: Body, look: Character, tones: Tones) -> None:
    height, at = body.height, body.about_head
    grown = 1.0 if look.size > 0.8 else 1.3
    neck = body.place(0.005, _TORSO)
    plate.fill(stroke([neck, body.head], 0.042 * height), tones.skin)
    across, down = _HEAD[0] * grown * height, _HEAD[1] * grown * height
    plate.fill(ellipse(*body.head, across, down), tones.skin)
    for name in (f"hair {look.hair}", f"hat {look.hat}"):
        for part in motif(name).parts if has_motif(name) else ():
            area = [[at(x * grown, -y * grown) for x, y in outline] for outline in part.area]
            plate.fill(area, tones.of(part.tone), part.opacity)


def _prop(plate: Plate, body: Body, pose: Pose, look: Character, tones: Tones) -> None:
    if not look.prop or tones.silhouette:
        return
    height, ink = body.height, tones.of("ink")
    _, _, hand = _hand(body, pose.arms[0], 1)
    foot = body.y - min(_leg_ends(angles)[1][1] for angles in pose.legs) * height
    if look.prop in ("cane", "staff", "fork"):
        top = hand[1] - {"cane": 0.01, "staff": 0.4, "fork": 0.36}[look.prop] * height
        plate.fill(stroke([(hand[0], top), (hand[0] + body.facing * 0.02 * height, foot)], 0.018 * height), ink)
        for tine in (-0.03, 0.0, 0.03) if look.prop == "fork" else ():
            plate.fill(
                stroke([(hand[0] + tine * height, top), (hand[0] + tine * height, top - 0.09 * height)], 0.01 * height),
                ink,
            )
    elif look.prop == "rifle":
        start = body.place(-0.06, 0.05)
        plate.fill(stroke([start, body.place(-0.03, 0.46)], 0.02 * height, 0.012 * height), ink)
    elif look.prop in ("case", "suitcase"):
        x, y = hand
        plate.fill(rect(x - 0.09 * height, y + 0.03 * height, 0.18 * height, 0.13 * height), tones.of("deep"))
        plate.fill(
            stroke(
                [(x - 0.03 * height, y + 0.03 * height), (x, y), (x + 0.03 * height, y + 0.03 * height)], 0.012 * height
            ),
            ink,
        )
    elif look.prop == "umbrella":
        tall = 0.78 * height
        plate.stamp("umbrella", hand[0], hand[1] + 0.16 * tall, tall)
        plate.fill(ellipse(*hand, 0.02 * height), tones.skin)
    elif look.prop in ("lantern", "violin", "flag"):
        tall = {"lantern": 0.24, "violin": 0.14, "flag": 0.8}[look.prop] * height
        drop = {"lantern": 0.98, "violin": 0.5, "flag": 0.3}[look.prop] * tall
        if look.prop == "lantern" and plate.glowing:
            plate.halo(hand[0], hand[1] + tall * 0.5, height * 0.5, plate.inks.glow)
        plate.stamp("hurricane_lamp" if look.prop == "lantern" else look.prop, hand[0], hand[1] + drop, tall)
    elif look.prop == "guitar":
        middle = body.place(0.05, 0.06)
        plate.fill(ellipse(middle[0] - body.facing * 0.02 * height, middle[1], 0.075 * height), tones.of("warm"))
        plate.fill(
            ellipse(middle[0] + body.facing * 0.06 * height, middle[1] - 0.045 * height, 0.055 * height),
            tones.of("warm"),
        )
        neck = [middle, (middle[0] + body.facing * 0.3 * height, middle[1] - 0.17 * height)]
        plate.fill(stroke(neck, 0.022 * height), ink)
        plate.fill(ellipse(middle[0] + body.facing * 0.02 * height, middle[1] - 0.02 * height, 0.022 * height), ink)
        elbow, hand_at = _hand(body, pose.arms[0], 1)[1:]
        plate.fill(stroke([elbow, hand_at], 0.036 * height, 0.028 * height), tones.of(look.top))


def _rim(plate: Plate, body: Body) -> None:
    """The light along the side that it falls on."""
    side = plate.lit(body.x) * body.facing
    place = body.place
    line = [place(side * 0.084, 0.29), place(side * 0.075, 0.2), place(side * 0.06, 0.1)]
    plate.fill(cut(line, 0.014 * body.height), plate.rim, 0.9)
    plate.fill(
        cut(
            [
                body.about_head(side * 0.034, 0.044),
                body.about_head(side * 0.05, 0.0),
                body.about_head(side * 0.036, -0.04),
            ],
            0.012 * body.height,
        ),
        plate.rim,
        0.9,
    )
