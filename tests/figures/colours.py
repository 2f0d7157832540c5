"""Contrast of two colours after WCAG 2.2."""

from __future__ import annotations

from collections.abc import Sequence


def channels(colour: str) -> list[float]:
    """Return red, green and blue of #RRGGBB, up to 255."""
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def over(colour: Sequence[float], strength: float, page: str) -> str:
    """Return the colour that is seen where another covers a page so much."""
    mixed = [strength * one + (1 - strength) * other for one, other in zip(colour, channels(page), strict=True)]
    return "#" + "".join(f"{round(each):02X}" for each in mixed)


def luminance(colour: str) -> float:
    shares = (each / 255 for each in channels(colour))
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
