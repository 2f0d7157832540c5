"""Early warnings as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.wording.warnings import about_in_words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.warnings import EarlyWarning


def warnings_as_data(
    found: Sequence[EarlyWarning], counted: Counted, before: Collection[str] | None, dismissed: Collection[str]
) -> dict[str, Any]:
    """Return warnings as JSON has them.

    Parameters
    ----------
    found : sequence of EarlyWarning
    counted : Counted
    before : collection of str or None
        The keys of those that were there before the last import; None for a file, which has no earlier version.
    dismissed : collection of str
        The keys of those that somebody has dismissed.
    """
    return {
        "warnings": [
            {
                "key": each.key,
                "on": each.on.isoformat() if each.on is not None else None,
                "text": about_in_words(each.about, counted),
                "new": None if before is None else each.key not in before,
                "dismissed": each.key in dismissed,
            }
            for each in found
        ]
    }
