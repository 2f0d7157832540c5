"""The option ``--share``: what a command gives is for outside the clinic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.counting.safe_levels import RULES
from analysis.errors import DashboardError
from analysis.questions.sharing import for_sharing
from analysis.wording.sharing import too_few_to_share

if TYPE_CHECKING:
    import argparse

    from analysis.counting.counts import Counts
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.questions.sharing import Shared


def add_sharing_option(command: argparse.ArgumentParser) -> None:
    """Let a command share its counts."""
    command.add_argument(
        "--share",
        choices=RULES,
        help="for sharing outside the clinic: join small groups until every count is 0 or at least this",
    )


def shared_by(rule: str, counts: Counts, found: AtAGlance) -> Shared:
    """Return what may be known outside the clinic by the rule of this name.

    Raises
    ------
    DashboardError
        If there is too little to share.
    """
    shared = for_sharing(counts, RULES[rule], found)
    if shared is None:
        raise DashboardError(too_few_to_share(RULES[rule], counts.counted))
    return shared
