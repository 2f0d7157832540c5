"""The exhibits that somebody added to a report on another page, answered anew for the treatments of the report."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from analysis.exhibits.adjusted import (
    adjusted_exhibit,
    adjusted_rates_exhibit,
    calibration_exhibit,
    odds_ratios_exhibit,
)
from analysis.exhibits.asking import entered_as
from analysis.exhibits.avoidable import avoidable_exhibit
from analysis.exhibits.curve import curve_exhibit
from analysis.exhibits.cusum import cusum_exhibit
from analysis.exhibits.firth import penalised_exhibit
from analysis.exhibits.follow_up import followed_up_exhibit
from analysis.exhibits.gaps import gaps_exhibit
from analysis.exhibits.grades import grades_exhibit
from analysis.exhibits.imputed import imputed_exhibit
from analysis.exhibits.one_factor import one_factor_exhibit
from analysis.exhibits.over_time import charted_over_time
from analysis.exhibits.power import power_exhibit
from analysis.exhibits.ranking import RANKED, compared, ranking_exhibit
from analysis.exhibits.recovery import lasting_exhibit, onset_exhibit, severity_exhibit, signs_exhibit
from analysis.exhibits.story import story_exhibit
from analysis.exhibits.stratified import stratified_exhibit
from analysis.exhibits.teams import case_mix_exhibit, one_unit_exhibit, teams_exhibit
from analysis.exhibits.together import together_exhibit
from analysis.exhibits.trend import trend_exhibit
from analysis.exhibits.trend_groups import trend_groups_exhibit
from analysis.exhibits.unknowns import unknowns_exhibit
from analysis.questions.adjusted import Adjusted
from analysis.questions.curve import rate_along
from analysis.questions.cusum import cusum
from analysis.questions.firth import with_few_breakouts
from analysis.questions.follow_up import followed_up
from analysis.questions.grades import grades_by_level
from analysis.questions.imputed import imputed
from analysis.questions.one_unit import one_unit
from analysis.questions.power import enough_data
from analysis.questions.story import story
from analysis.questions.stratified import something_else
from analysis.questions.together import possible_others, together
from analysis.questions.trend import between_breakouts, trend_of_groups
from analysis.questions.unknowns import unknowns_of
from analysis.wording.asked import asked_in_words, titles_of
from analysis.wording.numbers import level_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from analysis.exhibits.asking import Asking
    from analysis.exhibits.exhibit import Exhibit
    from analysis.methods.funnel import FunnelUnit
    from analysis.outcome_log.asked import Asked, Question
    from analysis.questions.teams import Teams

# Makes an exhibit of what was found, a fresh one each time: whoever shows it may dress its figure.
Answered: TypeAlias = "Callable[[], Exhibit]"
# What safe tallies answer, as they hold nothing but those of each factor and of periods.
SHAREABLE: tuple[Question, ...] = ("over time", "ranking", "rates", "enough data")


def answer_of(of: Asking, asked: Asked) -> Answered | None:
    """Return what makes the exhibit of a question; None where these counts have no answer."""
    make = _ANSWERS[asked.question](of, asked)
    return None if make is None else partial(_headed, make, asked_in_words(asked, titles_of(of.counts)))


def answers(asking: Asking, asked: Iterable[Asked]) -> dict[Asked, Answered]:
    """Return what makes the exhibit of each question that has an answer."""
    made = ((each, answer_of(asking, each)) for each in asked)
    return {each: make for each, make in made if make is not None}


def _headed(make: Answered, heading: str) -> Exhibit:
    return replace(make(), heading=heading)


def _over_time(of: Asking, _asked: Asked) -> Answered | None:
    over_time = of.found.over_time
    return None if over_time.trend is None else partial(charted_over_time, over_time, over_time.trend, of.counted)


def _ranking(of: Asking, asked: Asked) -> Answered | None:
    if not compared(of.found):
        return None
    return partial(ranking_exhibit, of.found, of.counted, asked.most or RANKED)


def _rates(of: Asking, asked: Asked) -> Answered | None:
    result = of.result(asked)
    return None if result is None else partial(one_factor_exhibit, result, of.counted)


def _story(of: Asking, asked: Asked) -> Answered | None:
    result = of.result(asked)
    if result is None:
        return None
    found = story(of.counts, something_else(of.counts, result, of.found), of.names(asked), entered_as(asked))
    return None if found is None else partial(story_exhibit, found, of.counted)


def _grades(of: Asking, asked: Asked) -> Answered | None:
    result = of.result(asked)
    if result is None or not of.counted.outcome.is_ordered:
        return None
    return partial(grades_exhibit, grades_by_level(of.counts, result), of.counted)


def _curve(of: Asking, asked: Asked) -> Answered | None:
    result = of.result(asked)
    if result is None or result.factor.kind != "number":
        return None
    return partial(curve_exhibit, rate_along(of.counts, result, of.found), of.counted)


def _within_groups(of: Asking, asked: Asked) -> Answered | None:
    result = of.result(asked)
    if result is None:
        return None
    within = something_else(of.counts, result, of.found)
    beside = next((each for each in within.looked_at if each.by.name == asked.beside), None)
    return None if beside is None else partial(stratified_exhibit, within, beside, of.counted)


def _two_factors(of: Asking, asked: Asked) -> Answered | None:
    result = of.result(asked)
    if result is None:
        return None
    beside = next((each for each in possible_others(result, of.found) if each.name == asked.beside), None)
    if beside is None:
        return None
    return partial(together_exhibit, together(of.counts, result.factor, beside, of.found), of.counted)


def _unknowns(of: Asking, asked: Asked) -> Answered | None:
    result = of.result(asked)
    return None if result is None else partial(unknowns_exhibit, unknowns_of(of.counts, result, of.found), of.counted)


def _enough_data(of: Asking, asked: Asked) -> Answered | None:
    if of.result(asked) is None:
        return None
    return partial(power_exhibit, enough_data(of.found.factors), asked.factor, of.counted)


def _after_adjusting(of: Asking, asked: Asked) -> Answered | None:
    found = of.several(asked)
    return None if found is None else partial(adjusted_exhibit, found, of.counted)


def _blanks(of: Asking, asked: Asked) -> Answered | None:
    found = of.several(asked)
    if not isinstance(found, Adjusted):
        return None
    planned = asked.planned if asked.planned in found.names else None
    beside = imputed(of.counts, found.names, entered_as(asked), found.one_of, planned)
    return None if beside is None else partial(imputed_exhibit, beside, of.counted)


def _could_prevent(of: Asking, asked: Asked) -> Answered | None:
    found = of.several(asked)
    return partial(avoidable_exhibit, found, of.counted) if isinstance(found, Adjusted) else None


def _adjusted_rates(of: Asking, asked: Asked) -> Answered | None:
    found = of.several(asked)
    factors = found.factors if isinstance(found, Adjusted) else ()
    each = next((each for each in factors if each.factor.name == asked.factor), None)
    if each is None or not isinstance(found, Adjusted):
        return None
    return partial(adjusted_rates_exhibit, found, each, of.counted)


def _odds_ratios(of: Asking, asked: Asked) -> Answered | None:
    found = of.several(asked)
    return partial(odds_ratios_exhibit, found, of.counted) if isinstance(found, Adjusted) else None


def _model_fit(of: Asking, asked: Asked) -> Answered | None:
    found = of.several(asked)
    return partial(calibration_exhibit, found, of.counted) if isinstance(found, Adjusted) else None


def _few_breakouts(of: Asking, asked: Asked) -> Answered | None:
    if of.factor(asked.factor) is None:
        return None
    names = tuple(name for name in asked.names or () if of.factor(name) is not None)
    return partial(penalised_exhibit, with_few_breakouts(of.counts, asked.factor, names), of.counted)


def _trend(of: Asking, asked: Asked) -> Answered | None:
    found = of.trend(asked)
    return None if found is None else partial(trend_exhibit, found, of.counted)


def _trend_of_groups(of: Asking, asked: Asked) -> Answered | None:
    found, factor = of.trend(asked), of.factor(asked.factor)
    if found is None or factor is None:
        return None
    groups = trend_of_groups(of.counts, factor, found)
    return partial(trend_groups_exhibit, groups, factor, of.counted) if groups.groups else None


def _between_breakouts(of: Asking, asked: Asked) -> Answered | None:
    if of.trend(asked) is None:
        return None
    return partial(gaps_exhibit, between_breakouts(of.counts), of.counted)


def _cusum(of: Asking, asked: Asked) -> Answered | None:
    if of.trend(asked) is None:
        return None
    return partial(cusum_exhibit, cusum(of.counts, of.settings, adjusted=asked.adjusted), of.counted)


def _teams(of: Asking, asked: Asked) -> Answered | None:
    found = of.teams(asked)
    return None if found is None else partial(teams_exhibit, found, of.counted)


def _one_of(found: Teams | None, asked: Asked) -> FunnelUnit | None:
    if found is None:
        return None
    units = found.funnel.units
    return next((each for each in units if level_name(each.observed.level, found.unit) == asked.level), None)


def _one_unit(of: Asking, asked: Asked) -> Answered | None:
    found = of.teams(asked)
    unit = _one_of(found, asked)
    return None if found is None or unit is None else partial(one_unit_exhibit, unit, found, of.counted)


def _clients(of: Asking, asked: Asked) -> Answered | None:
    found = of.teams(asked)
    unit = _one_of(found, asked)
    if found is None or unit is None:
        return None
    return partial(case_mix_exhibit, unit, one_unit(of.counts, asked.factor, unit.observed.level), found)


def _trend_of_unit(of: Asking, asked: Asked) -> Answered | None:
    unit = _one_of(of.teams(asked), asked)
    found = None if unit is None else one_unit(of.counts, asked.factor, unit.observed.level).trend
    return None if found is None else partial(trend_exhibit, found, of.counted)


def _begin(of: Asking, asked: Asked) -> Answered | None:
    found = of.recovery(asked)
    return None if found.onset is None else partial(onset_exhibit, found.onset, found.counted)


def _last(of: Asking, asked: Asked) -> Answered | None:
    found = of.recovery(asked)
    return None if found.lasting is None else partial(lasting_exhibit, found.lasting, found.counted)


def _severity(of: Asking, asked: Asked) -> Answered | None:
    found = of.recovery(asked)
    return None if found.severity is None else partial(severity_exhibit, found.severity, found.counted)


def _signs(of: Asking, asked: Asked) -> Answered | None:
    found = of.recovery(asked)
    return partial(signs_exhibit, found.signs, by_onset=found.signs_by_onset) if found.signs else None


def _followed_up(of: Asking, asked: Asked) -> Answered | None:
    counts = of.counts.follow_ups(asked.days, of.today)
    found = None if counts is None else followed_up(counts)
    if counts is None or found is None:
        return None
    result = next((each for each in found.factors if each.factor.name == asked.factor), None)
    return None if result is None else partial(followed_up_exhibit, found, result, counts.counted, asked.days)


_ANSWERS: Mapping[Question, Callable[[Asking, Asked], Answered | None]] = {
    "over time": _over_time,
    "ranking": _ranking,
    "rates": _rates,
    "story": _story,
    "grades": _grades,
    "curve": _curve,
    "within groups": _within_groups,
    "two factors": _two_factors,
    "unknown outcomes": _unknowns,
    "enough data": _enough_data,
    "after adjusting": _after_adjusting,
    "blanks filled in": _blanks,
    "could prevent": _could_prevent,
    "adjusted rates": _adjusted_rates,
    "odds ratios": _odds_ratios,
    "model fit": _model_fit,
    "few breakouts": _few_breakouts,
    "trend": _trend,
    "trend of groups": _trend_of_groups,
    "between breakouts": _between_breakouts,
    "cusum": _cusum,
    "teams": _teams,
    "one unit": _one_unit,
    "clients of one unit": _clients,
    "trend of one unit": _trend_of_unit,
    "when breakouts begin": _begin,
    "how long breakouts last": _last,
    "how severe breakouts are": _severity,
    "warning signs": _signs,
    "followed up": _followed_up,
}
