"""Colours, mixed in OKLab (Ottosson 2020) so that tints stay clean; written as "#rrggbb"."""

from __future__ import annotations

from functools import lru_cache

__all__ = ["lightness", "mix"]

Lab = tuple[float, float, float]


@lru_cache(maxsize=4096)
def _lab(colour: str) -> Lab:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _written(value: float) -> str:
    shown = 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
    return f"{max(0, min(255, round(255 * shown))):02x}"


def _hex(light: float, a: float, b: float) -> str:
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        "#"
        + _written(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short)
        + _written(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short)
        + _written(-0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short)
    )


@lru_cache(maxsize=4096)
def mix(first: str, second: str, share: float) -> str:
    """The colour that lies `share` (0 to 1, held there) of the way from the first to the second."""
    share = max(0.0, min(1.0, share))
    one, two = _lab(first), _lab(second)
    return _hex(*(start + (end - start) * share for start, end in zip(one, two, strict=True)))


def lightness(colour: str) -> float:
    """OKLab's lightness: 0 black, 1 white."""
    return _lab(colour)[0]
