"""One difference on its own, within groups and after adjusting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.number_columns import estimate_columns
from analysis.figures.story import story_figure
from analysis.wording.numbers import file_stem
from analysis.wording.one_factor import contrast_name
from analysis.wording.story import (
    describe_story,
    differences,
    how_story,
    short_names,
    story_account,
    story_line,
    why_they_differ,
)

if TYPE_CHECKING:
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.story import Story


def story_exhibit(of: Story, counted: Counted) -> Exhibit:
    """Return what becomes of the difference of a factor when others are taken into account."""
    title = f"{of.result.factor.title}: {contrast_name(of.result)}"
    estimates = [estimate for _, estimate in differences(of)]
    return Exhibit(
        stem=file_stem(of.result.factor.title, "on its own and after adjusting"),
        heading=of.result.factor.title,
        finding=story_line(of),
        sentences=tuple(filter(None, (why_they_differ(of),))),
        figure=story_figure(title, short_names(of), estimates),
        alt=describe_story(of),
        numbers=story_table(of),
        left_out=story_account(of, counted),
        how=how_story(of, counted),
    )


def story_table(of: Story) -> pd.DataFrame:
    """Return one row a difference."""
    return pd.DataFrame(
        [
            {
                "Factor": of.result.factor.title,
                "Compared": contrast_name(of.result),
                "Difference": what,
                **estimate_columns("Difference", estimate),
            }
            for what, estimate in differences(of)
        ]
    )
