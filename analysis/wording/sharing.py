"""What a report for outside the clinic says of itself: what is joined, named by letters and left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.counting.safe_levels import ROUNDED_TO
from analysis.wording.glossary import explain
from analysis.wording.numbers import all_of
from analysis.wording.outcomes import unit
from analysis.wording.pictures import PRODUCT, VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from analysis.counting.safe_levels import Rule
    from analysis.outcome_log.log import Factor
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.safe_factors import Reason
    from analysis.questions.sharing import Shared

FOR_SHARING = "For sharing outside the clinic"
WHAT_IT_DOES = (
    "Joins small groups until every count is 0 or large enough, gives practitioners, clinics, devices and lots "
    "letters, and leaves out what cannot be made safe."
)
NOT_IN_IT = (
    "Results after adjusting are left out: they rest on combinations of answers that few clients share, and might give "
    "these clients away. Teams, CUSUM, Recovery and data quality in detail are left out, too."
)
COUNTED_TOGETHER = (
    "Intervals may be wider or narrower than in a report of your own: how often clients came back is shared for all "
    "treatments together, not for each group."
)
LEFT_OUT = "Left out of a report for sharing."
_WHY: dict[Reason, str] = {
    "too small": "too small",
    "given away": "other tables would give small counts away",
    "whole units": "each practitioner or clinic is in one group",
    "reviewed apart": "groups were followed up at different times",
    "too many": "too many groups",
    "not linked": "safe counts alone would make the link look too clear",
}


def about_sharing() -> str:
    """Return what sharing does to a report, for whoever asks."""
    return f"{WHAT_IT_DOES} {explain('small numbers')}"


def choice_name(rule: Rule | None) -> str:
    """Return what a choice of a rule is called."""
    if rule is None:
        return "No"
    return f"Counts of at least {rule.fewest}{f', rounded to {ROUNDED_TO}' if rule.is_rounded else ''}"


def shared_in_short(rule: Rule) -> str:
    """Return in one sentence what a report for sharing does to counts."""
    rounded = f", rounded to {ROUNDED_TO}" if rule.is_rounded else ""
    return f"Small groups are joined for sharing: every count is 0 or at least {rule.fewest}{rounded}."


def what_is_shared(shared: Shared) -> str:
    """Return what was joined and left out of a report for sharing, in a few sentences."""
    return " ".join(_sentences(shared))


def _sentences(shared: Shared) -> Iterator[str]:
    yield shared_in_short(shared.rule)
    if shared.rule.is_rounded:
        yield "Parts may not add up to their total; rates and intervals are those of the rounded counts."
    if shared.joined:
        yield f"Joined groups in: {_titles(shared.joined)}."
    if shared.renamed:
        yield f"Letters in place of names: {_titles(shared.renamed)}."
    for reason, why in _WHY.items():
        of_reason = [each.factor for each in shared.left_out if each.reason == reason]
        if of_reason:
            yield f"Left out ({why}): {_titles(of_reason)}."
    if shared.counts.clients_repeat:
        yield COUNTED_TOGETHER
    if shared.without_unknown:
        yield few_unknown(shared)
    if shared.shortest is None:
        yield "The rate over time is left out."
    elif shared.shortest != "month":
        yield f"Months are too small to share, so the rate is shown by {shared.shortest}."
    yield NOT_IN_IT


def few_unknown(shared: Shared) -> str:
    """Say that the few unknown outcomes count nowhere."""
    return f"Fewer than {shared.rule.fewest} outcomes are unknown; they are not counted in this report."


def too_few_to_share(rule: Rule, counted: Counted) -> str:
    """Say why there can be no report for sharing."""
    return (
        f"There are too few {unit(counted)}s to share: with and without a yes, at least {rule.fewest} are needed. "
        "Choose a longer period or fewer filters."
    )


def shared_source(*, is_sample: bool) -> str:
    """Return where the numbers of a picture for sharing come from, without the name of a file."""
    return f"Source: outcome log{' (sample data)' if is_sample else ''} · {PRODUCT}"


def shared_provenance(dated: str) -> tuple[str, ...]:
    """Return what made a report for sharing, without the names of files."""
    return (f"Made with {PRODUCT} {VERSION}. Dated {dated}.",)


def _titles(factors: Iterable[Factor]) -> str:
    return all_of([each.title for each in factors])
