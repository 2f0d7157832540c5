"""Who was followed up in time, and what the others could change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.exhibits.follow_up import followed_up_exhibit
from analysis.outcome_log.asked import Asked
from analysis.outcome_log.follow_ups import followed_up_within
from analysis.outcome_log.outcomes import Counted
from analysis.outcome_log.periods import today
from analysis.questions.follow_up import followed_up
from analysis.wording.files import which_treatments
from analysis.wording.follow_up import followed_up_in_time, no_follow_ups
from pages.parts import closer, follow_up, session, show
from pages.parts.choosing import one_of

if TYPE_CHECKING:
    from analysis.questions.follow_up import FollowedUp
    from pages.parts.frame import View


def show_shares(view: View) -> None:
    """Show how many treatments were followed up in time, by practitioner, clinic or month."""
    st.header("Who was followed up in time?", divider="gray")
    days, as_of = follow_up.days_of_settings().overdue_after, today()
    counted = Counted(followed_up_within(days))

    def ask() -> FollowedUp | None:
        counts = view.counts.follow_ups(days, as_of)
        return followed_up(counts) if counts is not None else None

    found = view.answer("followed up", days, as_of, ask=ask)
    if found is None:
        st.info(no_follow_ups(has_dates=view.log.has_dates))
        return
    by = {result.factor.name: result for result in found.factors}
    if not by:
        show.sentence(followed_up_in_time(found, days))
        return
    result = by[one_of("By", by, session.FOLLOWED_UP_BY, names=lambda name: by[name].factor.title)]
    of = view.exhibit(
        "followed up", days, as_of, result.factor.name, make=lambda: followed_up_exhibit(found, result, counted, days)
    )
    asked = Asked(question="followed up", factor=result.factor.name, days=days)
    show.exhibit(of, which_treatments(view.counts), has_table=True, asked=asked)
    if st.button("What could the unknown outcomes change?", icon=":material/help:", type="tertiary"):
        closer.open_part(closer.UNKNOWN_OUTCOMES)
