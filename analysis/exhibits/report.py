"""The exhibits of a report in their order, after its first page: the one list that every export maps over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.exhibits.account import account_exhibit
from analysis.exhibits.adjusted import adjusted_exhibit
from analysis.exhibits.avoidable import avoidable_exhibit
from analysis.exhibits.cusum import cusum_exhibit
from analysis.exhibits.imputed import imputed_exhibit
from analysis.exhibits.one_factor import one_factor_exhibit
from analysis.exhibits.ranking import compared, ranking_exhibit
from analysis.exhibits.recovery import recovery_exhibits
from analysis.exhibits.story import story_exhibit
from analysis.exhibits.teams import teams_exhibit
from analysis.outcome_log.asked import Asked
from analysis.outcome_log.report_settings import SECTIONS
from analysis.questions.adjusted import Adjusted
from analysis.wording.numbers import uncapitalised
from analysis.wording.recovery import when_they_begin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from analysis.exhibits.asked import Answered
    from analysis.exhibits.exhibit import Exhibit
    from analysis.importing.import_account import ImportAccount
    from analysis.outcome_log.outcomes import Counted
    from analysis.outcome_log.report_settings import Order
    from analysis.questions.adjusted import Refusal
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.questions.cusum import Cusum
    from analysis.questions.imputed import Imputed, NotImputed
    from analysis.questions.recovery import Recovery
    from analysis.questions.story import Story
    from analysis.questions.teams import Teams


@dataclass(frozen=True)
class Sections:
    """What goes into a report; hashable, so that it can be part of a cache key.

    Without a `title` it has the one of what it looks into. Its first page has the months and the strongest links.
    `recovery_by` names a factor of the log, by which recovery is shown. The CUSUM of each clinic is adjusted for its
    clients where `cusum_adjusted` is so. `order` has every section once, and the exhibits added to them; what another
    section has already is left out.
    """

    title: str = ""
    is_sample: bool = False
    over_time: bool = True
    ranking: bool = False
    cusum: bool = False
    cusum_adjusted: bool = True
    recovery: bool = False
    recovery_by: str = ""
    factors: tuple[str, ...] = ()
    account: bool = True
    tables: bool = False
    methods: bool = False
    order: Order = SECTIONS

    @property
    def added(self) -> tuple[Asked, ...]:
        """The exhibits that were added to the sections."""
        return tuple(each for each in self.order if isinstance(each, Asked))


def report_exhibits(
    found: AtAGlance,
    report: ImportAccount,
    sections: Sections,
    together: Adjusted | Refusal | None,
    counted: Counted,
    *,
    filled_in: Imputed | NotImputed | None,
    stories: Mapping[str, Story],
    expected: Recovery | None = None,
    compared_units: Teams | None = None,
    scores: Cusum | None = None,
    added: Mapping[Asked, Answered] | None = None,
    over_time: Exhibit | None = None,
) -> Iterator[Exhibit]:
    """Yield the exhibits that a report has after its first page.

    Parameters
    ----------
    found : AtAGlance
    report : ImportAccount
        The account of the import that made the log.
    sections : Sections
        A factor that the log lacks is passed over.
    together : Adjusted, Refusal or None
        Several factors at once, where the report is to have them.
    counted : Counted
    filled_in : Imputed, NotImputed or None
        The same with blanks filled in, where there are any.
    stories : mapping of str to Story
        By the name of a factor, where its difference is followed from on its own to after adjusting.
    expected : Recovery, optional
        When breakouts begin and how long they last, where the report is to have it.
    compared_units : Teams, optional
        Practitioners, cartridge lots or other units beside each other, where the report is to have them.
    scores : Cusum, optional
        The CUSUM of each clinic, where the report is to have it and the log has one.
    added : mapping of Asked to callable, optional
        What makes each added exhibit; those that are not here have no answer.
    over_time : Exhibit, optional
        The months, where the first page has them.
    """
    usual = {
        "ranking": _ranking(found, counted) if sections.ranking else (),
        "adjusted": _several(together, filled_in, counted) if together is not None else (),
        "factors": _factors(found, sections, stories, counted),
        "teams": (teams_exhibit(compared_units, counted),) if compared_units is not None else (),
        "cusum": (cusum_exhibit(scores, counted),) if sections.cusum else (),
        "recovery": _recovery(expected) if expected is not None else (),
        "account": (account_exhibit(found, report, counted),) if sections.account else (),
    }
    made = {section: tuple(exhibits) for section, exhibits in usual.items()}
    shown = {_answer(each) for exhibits in (*made.values(), filter(None, (over_time,))) for each in exhibits}
    for each in sections.order:
        if not isinstance(each, Asked):
            yield from made[each]
        elif (make := (added or {}).get(each)) is not None:
            exhibit = make()
            if _answer(exhibit) not in shown:
                yield exhibit


def _answer(of: Exhibit) -> tuple[str, str, str]:
    """Return what tells the answer of an exhibit from any other."""
    return of.stem, of.finding, of.alt


def _ranking(found: AtAGlance, counted: Counted) -> Iterator[Exhibit]:
    if compared(found):
        yield replace(ranking_exhibit(found, counted), heading="All factors compared")


def _factors(found: AtAGlance, sections: Sections, stories: Mapping[str, Story], counted: Counted) -> Iterator[Exhibit]:
    by_name = {result.factor.name: result for result in found.factors}
    for name in sections.factors:
        if name in by_name:
            exhibit = one_factor_exhibit(by_name[name], counted)
            yield _with_story(exhibit, stories[name], counted) if name in stories else exhibit


def _several(
    together: Adjusted | Refusal, filled_in: Imputed | NotImputed | None, counted: Counted
) -> Iterator[Exhibit]:
    """Yield several factors at once, with blanks filled in, and what could prevent the most."""
    yield adjusted_exhibit(together, counted)
    if isinstance(together, Adjusted):
        if filled_in is not None:
            yield imputed_exhibit(filled_in, counted)
        yield avoidable_exhibit(together, counted)


def _recovery(found: Recovery) -> Iterator[Exhibit]:
    """Yield what clients can expect; by which day breakouts begin stands on the page above its exhibits."""
    when = () if found.onset is None else tuple(filter(None, (when_they_begin(found.onset.whole),)))
    for place, each in enumerate(recovery_exhibits(found)):
        heading = f"Recovery: {uncapitalised(each.heading)}"
        yield replace(each, heading=heading, sentences=each.sentences if place else (*when, *each.sentences))


def _with_story(of: Exhibit, story: Story, counted: Counted) -> Exhibit:
    """Return the exhibit of a factor with its difference on its own, within groups and after adjusting."""
    line = story_exhibit(story, counted)
    return replace(of, sentences=(" ".join((line.finding, *line.sentences)),))
