"""Whether a model's chances hold: calibration by tenths, and discrimination."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.results import Rate


@dataclass(frozen=True, slots=True)
class CalibrationGroup:
    """Treatments of about equal predicted chance: the mean of these chances, and the rate they had."""

    predicted: float
    observed: Rate
