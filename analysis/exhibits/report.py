"""The exhibits of a report in their order: the one list that every export maps over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.exhibits.account import account_exhibit
from analysis.exhibits.adjusted import adjusted_exhibit
from analysis.exhibits.avoidable import avoidable_exhibit
from analysis.exhibits.imputed import imputed_exhibit
from analysis.exhibits.one_factor import one_factor_exhibit
from analysis.exhibits.over_time import over_time_exhibit
from analysis.exhibits.ranking import ranking_exhibit
from analysis.questions.adjusted import Adjusted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.exhibits.exhibit import Exhibit
    from analysis.importing.import_account import ImportAccount
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.adjusted import Refusal
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.questions.imputed import Imputed, NotImputed


@dataclass(frozen=True, slots=True)
class Sections:
    """What goes into a report; hashable, so that it can be part of a cache key.

    Without a `title` it has the one of what it looks into.
    """

    title: str = ""
    remark: str = ""
    over_time: bool = True
    ranking: bool = True
    factors: tuple[str, ...] = ()
    account: bool = True
    methods: bool = True


def report_exhibits(
    found: AtAGlance,
    report: ImportAccount,
    sections: Sections,
    together: Adjusted | Refusal | None,
    counted: Counted,
    *,
    filled_in: Imputed | NotImputed | None,
) -> Iterator[Exhibit]:
    """Yield the exhibits that a report has.

    Parameters
    ----------
    found : AtAGlance
    report : ImportAccount
        The account of the import that made the log.
    sections : Sections
        What the log lacks is passed over: a factor, or the months where it has no dates.
    together : Adjusted, Refusal or None
        Several factors at once, where the report is to have them.
    counted : Counted
    filled_in : Imputed, NotImputed or None
        The same with blanks filled in, where there are any.
    """
    if sections.over_time and found.months:
        yield over_time_exhibit(found, counted)
    if sections.ranking:
        yield ranking_exhibit(found, counted)
    if together is not None:
        yield adjusted_exhibit(together, counted)
        if isinstance(together, Adjusted):
            if filled_in is not None:
                yield imputed_exhibit(filled_in, counted)
            yield avoidable_exhibit(together, counted)
    by_name = {result.factor.name: result for result in found.factors}
    for name in sections.factors:
        if name in by_name:
            yield one_factor_exhibit(by_name[name], counted)
    if sections.account:
        yield account_exhibit(found, report, counted)
