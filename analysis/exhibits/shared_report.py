"""A report for outside the clinic: every sentence, chart and table of it is made of counts that are safe to share."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.exhibits.asked import SHAREABLE, answers
from analysis.exhibits.document import UNSIGNED, asking, report_of
from analysis.wording.asked import not_shared, titles_of
from analysis.wording.numbers import NO_NUMBER, day
from analysis.wording.sharing import (
    few_unknown,
    shared_in_short,
    shared_provenance,
    shared_source,
    what_is_shared,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from analysis.exhibits.asked import Answered
    from analysis.exhibits.document import Document, Signature
    from analysis.exhibits.report import Sections
    from analysis.exhibits.summary import Summary
    from analysis.importing.import_account import ImportAccount
    from analysis.outcome_log.asked import Asked
    from analysis.questions.sharing import Shared


# The sections that need more than safe tallies.
NOT_SHARED = ("adjusted", "teams", "cusum", "recovery", "account")


def shared_report(
    shared: Shared,
    account: ImportAccount,
    sections: Sections,
    *,
    made_on: dt.date,
    signature: Signature = UNSIGNED,
) -> Document:
    """Return a report for outside the clinic.

    Nothing is taken out of a report: it is made like any other, of counts that hold nothing but safe tallies. The parts
    that need more than these are left out.

    Parameters
    ----------
    shared : Shared
        What may be known outside the clinic.
    account : ImportAccount
        The account of the import that made the log.
    sections : Sections
        What cannot be made safe is passed over.
    made_on : date
        The day that the report of a file bears.
    signature : Signature
    """
    added = _answers(shared, account, sections.added, account.dated or made_on)
    of = report_of(
        shared.counts,
        account,
        replace(
            sections,
            over_time=sections.over_time and shared.shortest is not None,
            cusum=False,
            recovery=False,
            account=False,
        ),
        made_on=made_on,
        found=shared.found,
        added=added,
        signature=signature,
    )
    about = {name: value for name, value in of.about.items() if name != "Source"}
    return replace(
        of,
        about={**about, "Shared": shared_in_short(shared.rule)},
        readings=(),
        summary=None if of.summary is None else _summary(of.summary, shared),
        caption=(*of.caption, shared_in_short(shared.rule)),
        source=shared_source(is_sample=of.is_sample),
        provenance=(
            what_is_shared(shared),
            *not_in_it(shared, sections.added),
            *shared_provenance(day(of.dated)),
        ),
    )


def _answers(shared: Shared, account: ImportAccount, added: Iterable[Asked], dated: dt.date) -> dict[Asked, Answered]:
    """Return what makes those of the added exhibits that safe tallies can answer; a level may be a person."""
    return answers(
        asking(shared.counts, shared.found, account, dated), (each for each in added if _is_shareable(each, shared))
    )


def not_in_it(shared: Shared, added: Iterable[Asked]) -> tuple[str, ...]:
    """Say in one sentence which of the added exhibits cannot be made safe; nothing where all can."""
    kept = {"", *(each.factor.name for each in shared.found.factors)}
    left_out = [each for each in added if not _is_shareable(each, shared) or each.factor not in kept]
    titles = {each.factor.name: each.factor.title for each in shared.left_out}
    return (not_shared(left_out, titles_of(shared.counts) | titles),) if left_out else ()


def _is_shareable(asked: Asked, shared: Shared) -> bool:
    if asked.question == "over time" and shared.shortest is None:
        return False
    return asked.question in SHAREABLE and not asked.level


def _summary(of: Summary, shared: Shared) -> Summary:
    """Return a first page without the numbers that are not shared, and without an account of a file."""
    return replace(
        of,
        key_numbers=tuple(each for each in of.key_numbers if each.value != NO_NUMBER),
        data_quality=what_is_shared(shared),
        not_followed_up=few_unknown(shared) if shared.without_unknown else of.not_followed_up,
    )
