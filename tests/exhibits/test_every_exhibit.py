"""Every exhibit is whole: whoever shows or exports one finds the answer, the picture in words and its numbers."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from analysis.counting.in_memory import InMemory
from analysis.exhibits.account import account_exhibit
from analysis.exhibits.adjusted import adjusted_exhibit, adjusted_rates_exhibit, calibration_exhibit
from analysis.exhibits.avoidable import avoidable_exhibit
from analysis.exhibits.curve import curve_exhibit
from analysis.exhibits.cusum import cusum_exhibit
from analysis.exhibits.document import report_of
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.firth import penalised_exhibit
from analysis.exhibits.gaps import gaps_exhibit
from analysis.exhibits.grades import grades_exhibit
from analysis.exhibits.imputed import imputed_exhibit
from analysis.exhibits.one_factor import one_factor_exhibit
from analysis.exhibits.over_time import over_time_exhibit
from analysis.exhibits.power import power_exhibit
from analysis.exhibits.ranking import MOST_RANKED, RANKED, compared, ranking_exhibit
from analysis.exhibits.recovery import recovery_exhibits
from analysis.exhibits.report import Sections
from analysis.exhibits.stratified import stratified_exhibit
from analysis.exhibits.teams import case_mix_exhibit, one_unit_exhibit, teams_exhibit
from analysis.exhibits.together import together_exhibit
from analysis.exhibits.trend import trend_exhibit
from analysis.exhibits.trend_groups import trend_groups_exhibit
from analysis.exhibits.unknowns import unknowns_exhibit
from analysis.exports.html_report import as_html
from analysis.files.reading import read
from analysis.importing.cleaning import clean
from analysis.importing.import_account import ImportAccount
from analysis.outcome_log.log import Log
from analysis.outcome_log.outcomes import Counted, possible_outcomes
from analysis.questions.adjusted import Adjusted, adjusted, default_factors
from analysis.questions.at_a_glance import AtAGlance, at_a_glance
from analysis.questions.curve import rate_along
from analysis.questions.cusum import cusum
from analysis.questions.firth import with_few_breakouts
from analysis.questions.grades import grades_by_level
from analysis.questions.imputed import imputed
from analysis.questions.one_unit import one_unit
from analysis.questions.power import enough_data
from analysis.questions.recovery import recovery, recovery_by
from analysis.questions.stratified import something_else
from analysis.questions.teams import possible_units, teams
from analysis.questions.together import possible_others, together
from analysis.questions.trend import between_breakouts, trend_of_groups
from analysis.questions.unknowns import unknowns_of
from analysis.wording.key_numbers import key_numbers
from tests.pages.opening import DIFFICULT_LOGS
from tests.tallies import BREAKOUTS

SAMPLE = (Path(__file__).parents[2] / "sample_data" / "outcomes.csv").read_bytes()
READABLE = {name: content for name, content in DIFFICULT_LOGS.items() if b"breakout" in content}
LOGS = {"sample": SAMPLE, **READABLE}


@cache
def opened(name: str) -> tuple[Log, ImportAccount, AtAGlance]:
    log, account = clean(read(LOGS[name], "clinic.csv"))
    return log, account, at_a_glance(InMemory(log))


def over_time(counts: InMemory, found: AtAGlance) -> Iterator[Exhibit]:
    """Make the exhibits of the rate over time."""
    counted = counts.counted
    if found.over_time.trend is None:
        return
    yield trend_exhibit(found.over_time.trend, counted)
    yield gaps_exhibit(between_breakouts(counts), counted)
    yield cusum_exhibit(cusum(counts, adjusted=True), counted)
    for result in [each for each in found.factors if each.factor.kind != "number"][:1]:
        of_groups = trend_of_groups(counts, result.factor, found.over_time.trend)
        if of_groups.groups:
            yield trend_groups_exhibit(of_groups, result.factor, counted)
    if (on_home := over_time_exhibit(found, counted)) is not None:
        yield on_home


@cache
def exhibits(name: str) -> tuple[Exhibit, ...]:
    """Return every exhibit there is of a log; no one changes them."""
    return tuple(made(name))


def made(name: str) -> Iterator[Exhibit]:
    """Make every exhibit there is of a log, for its first, its last and its first numeric factor."""
    log, account, found = opened(name)
    counts = InMemory(log)
    counted = counts.counted
    yield from over_time(counts, found)
    yield from units_exhibits(counts)
    yield ranking_exhibit(found, counted)
    yield account_exhibit(found, account, counted)
    yield from of_recovery(counts)
    numeric = [result for result in found.factors if result.factor.kind == "number"]
    for result in {id(each): each for each in (*found.factors[:1], *found.factors[-1:], *numeric[:1])}.values():
        yield one_factor_exhibit(result, counted)
        yield power_exhibit(enough_data(found.factors), result.factor.name, counted)
        yield unknowns_exhibit(unknowns_of(counts, result, found), counted)
        asked = something_else(counts, result, found)
        yield from (stratified_exhibit(asked, each, counted) for each in asked.looked_at[:2])
        for other in possible_others(result, found)[:1]:
            yield together_exhibit(together(counts, result.factor, other, found), counted)
    yield from (curve_exhibit(rate_along(counts, each, found), counted) for each in numeric[:1])
    for outcome in [each for each in possible_outcomes(log) if each.is_ordered][:1]:
        graded = counts.of(Counted(outcome))
        for result in at_a_glance(graded).factors[:1]:
            yield grades_exhibit(grades_by_level(graded, result), graded.counted)
    names = default_factors(counts) or tuple(each.factor.name for each in found.factors[:2])
    if names:
        several = adjusted(counts, names)
        yield adjusted_exhibit(several, counted)
        if isinstance(several, Adjusted):
            yield avoidable_exhibit(several, counted)
            yield calibration_exhibit(several, counted)
            yield from (adjusted_rates_exhibit(several, each, counted) for each in several.factors[:1])
        filled_in = imputed(counts, names)
        if filled_in is not None:
            yield imputed_exhibit(filled_in, counted)
        yield penalised_exhibit(with_few_breakouts(counts, names[0], names[1:3]), counted)


def of_recovery(counts: InMemory) -> Iterator[Exhibit]:
    numeric = [each for each in counts.factors if each.kind == "number"]
    whole = recovery(counts)
    yield from recovery_exhibits(whole)
    for factor in (*counts.factors[:1], *numeric[:1]):
        yield from recovery_exhibits(recovery_by(counts, factor, whole))


def units_exhibits(counts: InMemory) -> Iterator[Exhibit]:
    """Make the exhibits of the first units of a log, on their own and adjusted, and of the first of them."""
    for unit in possible_units(counts)[:1]:
        for adjusted_too in (False, True):
            compared_units = teams(counts, unit.name, adjusted=adjusted_too)
            if compared_units is None:
                continue
            yield teams_exhibit(compared_units, counts.counted)
            first = compared_units.funnel.units[0]
            yield one_unit_exhibit(first, compared_units, counts.counted)
            its = one_unit(counts, unit.name, first.observed.level)
            yield case_mix_exhibit(first, its, compared_units)


def texts(of: Exhibit) -> tuple[str, ...]:
    return (of.finding, *of.sentences, *of.details, *of.left_out, *of.cautions, *of.how)


@pytest.mark.parametrize("name", LOGS)
def test_it_has_all_that_belongs_to_it(name: str) -> None:
    assert exhibits(name)
    for each in exhibits(name):
        assert each.stem
        assert each.heading
        assert all(text and text == text.strip() for text in texts(each)), each.stem
        if each.figure is not None:
            assert each.alt, each.stem
            assert each.numbers is not None, each.stem
            assert len(each.numbers), each.stem
        if each.numbers is not None:
            assert set(each.only_in_files) <= set(each.numbers.columns), each.stem
            assert each.table is not None
            assert not set(each.only_in_files) & set(each.table.columns)


def test_the_sample_has_a_picture_of_every_kind() -> None:
    """A log rich enough for every question gets a figure of each."""
    drawn = {each.stem.split("-")[0] for each in exhibits("sample") if each.figure is not None}
    assert {"breakout", "what", "on", "predicted", "unknown", "rate", "adjusted", "severity"} <= drawn


def test_making_one_changes_no_result() -> None:
    """A second exhibit of the same answer is the first again, to the last digit."""
    for one, other in zip(exhibits("sample"), made("sample"), strict=True):
        assert texts(one) == texts(other)
        assert one.figure == other.figure
        assert one.numbers is None or one.numbers.equals(other.numbers)


def test_the_ranking_draws_so_many_and_names_the_rest() -> None:
    log, _, found = opened("sample")
    few, all_of_them = ranking_exhibit(found, BREAKOUTS), ranking_exhibit(found, BREAKOUTS, MOST_RANKED)
    assert few.table is not None
    assert all_of_them.table is not None
    assert (len(few.table), len(all_of_them.table)) == (RANKED, len(compared(found)))
    assert few.numbers is not None
    assert len(few.numbers) == len(found.factors)
    assert f"Not shown: {len(compared(found)) - RANKED} more factors." in few.left_out
    assert not any(text.startswith("Not shown") for text in all_of_them.left_out)
    assert len(log.factors) == len(found.factors)


def test_a_ranking_without_a_comparison_says_why() -> None:
    _, _, unknown = opened("all unknown")
    of = ranking_exhibit(unknown, BREAKOUTS)
    assert of.figure is None
    assert of.finding == "No outcome is known yet, so no factor can be compared."
    _, _, bare = opened("outcome alone")
    assert "no column to split the rate by" in ranking_exhibit(bare, BREAKOUTS).finding


def test_the_report_says_all_that_its_exhibits_say() -> None:
    log, account, found = opened("all yes")
    counted = BREAKOUTS
    sections = Sections(factors=("clinic",), ranking=True)
    text = as_html(report_of(InMemory(log), account, sections, made_on=dt.date(2026, 11, 26), found=found))
    clinic = next(result for result in found.factors if result.factor.name == "clinic")
    # Its first page has the changes over time in short.
    over_time = over_time_exhibit(found, counted)
    assert over_time is not None
    over_time = replace(over_time, details=())
    assert all(number.note in text for number in key_numbers(found, counted))
    for each in (
        over_time,
        ranking_exhibit(found, counted),
        one_factor_exhibit(clinic, counted),
        account_exhibit(found, account, counted),
    ):
        for said in texts(each):
            assert said.replace("'", "&#39;") in text, each.stem


def test_an_exhibit_cannot_be_changed() -> None:
    _, _, found = opened("all yes")
    of = copy.copy(ranking_exhibit(found, BREAKOUTS))
    with pytest.raises(AttributeError):
        of.finding = "something else"  # type: ignore[misc]
