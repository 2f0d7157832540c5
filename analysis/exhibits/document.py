"""What a file for a reader holds, made once of exhibits: HTML, PDF and every other format map over it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.exhibits.asked import answers
from analysis.exhibits.asking import Asking
from analysis.exhibits.codebook import codebook_table
from analysis.exhibits.report import report_exhibits
from analysis.exhibits.summary import summary
from analysis.questions.at_a_glance import at_a_glance
from analysis.questions.cusum import cusum
from analysis.questions.recovery import recovery, recovery_by
from analysis.wording.files import filters_in_words
from analysis.wording.numbers import day
from analysis.wording.one_factor import methods_in_short
from analysis.wording.outcomes import report_title
from analysis.wording.pictures import about_picture, picture_source
from analysis.wording.report import period_shown, provenance, source_shown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    import pandas as pd

    from analysis.counting.counts import Counts
    from analysis.exhibits.asked import Answered
    from analysis.exhibits.exhibit import Exhibit
    from analysis.exhibits.report import Sections
    from analysis.exhibits.summary import Summary
    from analysis.importing.import_account import ImportAccount
    from analysis.outcome_log.asked import Asked
    from analysis.questions.adjusted import Adjusted, Refusal
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.questions.cusum import Cusum
    from analysis.questions.imputed import Imputed, NotImputed
    from analysis.questions.recovery import Recovery
    from analysis.questions.story import Story
    from analysis.questions.teams import Teams


@dataclass(frozen=True)
class Signature:
    """Whose report it is: every text is plain, and empty where nothing was given.

    Attributes
    ----------
    clinic, author, comment : str
    logo : bytes
        A picture as PNG.
    """

    clinic: str = ""
    author: str = ""
    comment: str = ""
    logo: bytes = b""


UNSIGNED = Signature()


@dataclass(frozen=True, eq=False)
class Placed:
    """An exhibit in its place in a document.

    Attributes
    ----------
    exhibit : Exhibit
    name : str
        What its figure is called, once in a document.
    notes : tuple of str
        What limits it, but for what the document has shown before.
    """

    exhibit: Exhibit
    name: str
    notes: tuple[str, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class Document:
    """A report, or a sheet for one reader.

    Attributes
    ----------
    title : str
    dated : date
        The day it bears: that of the version of the saved log, so that it is the same again, or the day it was made.
    is_sample : bool
        Whether the log is made up.
    about : mapping of str to str
        What it is about, by name: period, source, which treatments count.
    readings : tuple of str
        How the file was read, where it could be read otherwise.
    summary : Summary or None
        The first page; a sheet has none.
    over_time : Placed or None
        The months, on the first page.
    parts : tuple of Placed
    methods : tuple of str
        How the numbers were worked out, in short; empty unless asked for.
    has_tables, has_methods : bool
        Whether the numbers, and how each was worked out, are shown without being asked for.
    caption : tuple of str
        What each figure says of its numbers where it stands alone.
    source : str
        Where they come from, there.
    provenance : tuple of str
        What it takes to make the document again.
    codebook : DataFrame or None
        What the columns of the log mean; a sheet has none.
    signature : Signature
    """

    title: str
    dated: dt.date
    is_sample: bool
    about: Mapping[str, str]
    readings: tuple[str, ...] = ()
    summary: Summary | None = None
    over_time: Placed | None = None
    parts: tuple[Placed, ...]
    methods: tuple[str, ...] = ()
    has_tables: bool
    has_methods: bool
    caption: tuple[str, ...]
    source: str
    provenance: tuple[str, ...]
    codebook: pd.DataFrame | None = None
    signature: Signature = UNSIGNED

    def caption_of(self, exhibit: Exhibit) -> tuple[str, ...]:
        """Return what a figure says of its numbers: some count other things than the document."""
        return (exhibit.counts or self.caption[0], *self.caption[1:]) if self.caption else ()

    @property
    def placed(self) -> tuple[Placed, ...]:
        """Every exhibit in its order, that of the first page included."""
        return (*([self.over_time] if self.over_time is not None else []), *self.parts)


def report_of(
    counts: Counts,
    account: ImportAccount,
    sections: Sections,
    *,
    made_on: dt.date,
    found: AtAGlance | None = None,
    together: Adjusted | Refusal | None = None,
    filled_in: Imputed | NotImputed | None = None,
    stories: Mapping[str, Story] | None = None,
    compared_units: Teams | None = None,
    added: Mapping[Asked, Answered] | None = None,
    signature: Signature = UNSIGNED,
) -> Document:
    """Return a report.

    Parameters
    ----------
    counts : Counts
    account : ImportAccount
        The account of the import that made the log.
    sections : Sections
        What the log lacks is passed over.
    made_on : date
        The day that the report of a file bears; that of the saved log bears the day of its version.
    found : AtAGlance, optional
        What the counts say, where it is known already.
    together : Adjusted or Refusal, optional
        Several factors at once, where the report is to have them.
    filled_in : Imputed or NotImputed, optional
        The same with blanks filled in, where there are any.
    stories : mapping of str to Story, optional
        By the name of a factor, where its difference is followed from on its own to after adjusting.
    compared_units : Teams, optional
        Practitioners, cartridge lots or other units beside each other, where the report is to have them.
    added : mapping of Asked to callable, optional
        What makes the exhibits that were added on other pages; worked out here where it is left out.
    signature : Signature
    """
    found = found or at_a_glance(counts, account.chart)
    counted, dated = counts.counted, account.dated or made_on
    first_page = summary(found, account, counted, together, has_months=sections.over_time)
    placing = _Placing()
    over_time = placing.placed(first_page.over_time) if first_page.over_time is not None else None
    exhibits = report_exhibits(
        found,
        account,
        sections,
        together,
        counted,
        filled_in=filled_in,
        stories=stories or {},
        expected=_expected(counts, sections),
        compared_units=compared_units,
        scores=_scores(counts, found, sections),
        added=answers(asking(counts, found, account, dated), sections.added) if added is None else added,
        over_time=first_page.over_time,
    )
    return Document(
        title=sections.title or report_title(counted),
        dated=dated,
        is_sample=sections.is_sample,
        about={
            "Period": period_shown(counts),
            **_source(account, dated),
            "Counted": filters_in_words(counts, found.clustering),
            **({"By": signature.author} if signature.author else {}),
        },
        readings=account.readings,
        summary=first_page,
        over_time=over_time,
        parts=tuple(placing.each(exhibits)),
        methods=methods_in_short(counted) if sections.methods else (),
        has_tables=sections.tables,
        has_methods=sections.methods,
        caption=about_picture(counts),
        source=picture_source(account, is_sample=sections.is_sample),
        provenance=provenance(account, dated),
        codebook=codebook_table(counts.factors),
        signature=signature,
    )


def asking(counts: Counts, found: AtAGlance, account: ImportAccount, dated: dt.date) -> Asking:
    """Return who answers questions of a report: with what is set on its chart over time, as of the day it bears."""
    trend = found.over_time.trend
    return Asking(counts, found, account.chart if trend is None else trend.settings, dated)


def _scores(counts: Counts, found: AtAGlance, sections: Sections) -> Cusum | None:
    """Return the CUSUM of each clinic, by what is set on the chart over time."""
    trend = found.over_time.trend
    if not sections.cusum or trend is None:
        return None
    return cusum(counts, trend.settings, adjusted=sections.cusum_adjusted)


def _expected(counts: Counts, sections: Sections) -> Recovery | None:
    if not sections.recovery:
        return None
    whole = recovery(counts)
    return recovery_by(counts, counts.factor(sections.recovery_by), whole) if sections.recovery_by else whole


def sheet_of(
    exhibits: Iterable[Exhibit],
    title: str,
    counted_in_words: str,
    account: ImportAccount,
    *,
    caption: tuple[str, ...],
    is_sample: bool,
    made_on: dt.date,
) -> Document:
    """Return some exhibits without the first page of a report: for one reader.

    Parameters
    ----------
    exhibits : iterable of Exhibit
    title : str
    counted_in_words : str
        Which treatments count.
    account : ImportAccount
        The account of the import that made the log.
    caption : tuple of str
        What each figure says of its numbers.
    is_sample : bool
        Whether the log is made up.
    made_on : date
        The day that the sheet of a file bears.
    """
    dated = account.dated or made_on
    return Document(
        title=title,
        dated=dated,
        is_sample=is_sample,
        about={**_source(account, dated), "Counted": counted_in_words},
        parts=tuple(_Placing().each(exhibits)),
        has_tables=True,
        has_methods=False,
        caption=caption,
        source=picture_source(account, is_sample=is_sample),
        provenance=provenance(account, dated),
    )


def _source(account: ImportAccount, dated: dt.date) -> dict[str, str]:
    """Return where a log is from and of which day, by name."""
    made = {} if account.dated is not None else {"Made": day(dated)}
    return {"Source": source_shown(account), **made}


class _Placing:
    """Puts exhibits into one document: no two figures share a name, and no note is repeated."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()
        self._noted: set[str] = set()

    def each(self, exhibits: Iterable[Exhibit]) -> Iterator[Placed]:
        return map(self.placed, exhibits)

    def placed(self, exhibit: Exhibit) -> Placed:
        self._taken[exhibit.stem] += 1
        # Two factors may have names that make the same file name.
        name = exhibit.stem if self._taken[exhibit.stem] == 1 else f"{exhibit.stem}-{self._taken[exhibit.stem]}"
        notes = dict.fromkeys((*exhibit.details, *exhibit.left_out, *exhibit.cautions))
        above = " ".join((exhibit.finding, *exhibit.sentences))
        new = tuple(note for note in notes if note not in self._noted and note not in above)
        self._noted.update(new)
        return Placed(exhibit, name, new)
