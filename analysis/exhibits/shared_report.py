"""A report for outside the clinic: every sentence, chart and table of it is made of counts that are safe to share."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.exhibits.document import UNSIGNED, report_of
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

    from analysis.exhibits.document import Document, Signature
    from analysis.exhibits.report import Sections
    from analysis.exhibits.summary import Summary
    from analysis.importing.import_account import ImportAccount
    from analysis.questions.sharing import Shared


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
        provenance=(what_is_shared(shared), *shared_provenance(day(of.dated))),
    )


def _summary(of: Summary, shared: Shared) -> Summary:
    """Return a first page without the numbers that are not shared, and without an account of a file."""
    return replace(
        of,
        key_numbers=tuple(each for each in of.key_numbers if each.value != NO_NUMBER),
        data_quality=what_is_shared(shared),
        not_followed_up=few_unknown(shared) if shared.without_unknown else of.not_followed_up,
    )
