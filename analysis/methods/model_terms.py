"""How factors enter a model: levels that can carry a parameter, and numbers by fifths or per unit."""

from __future__ import annotations

from typing import Literal

# How a numeric factor enters: by its fifths, or by its value in a straight line.
Entered = Literal["levels", "per unit"]
