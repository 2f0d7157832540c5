"""Several factors at once, each after adjusting for the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.exhibits.exhibit import Exhibit, OfficeChart
from analysis.exhibits.number_columns import estimate_columns, estimate_series, share_per_100, significant
from analysis.figures.adjusted import adjusted_figure
from analysis.figures.adjusted_rates import adjusted_rates_figure
from analysis.figures.calibration import calibration_figure
from analysis.methods.model_cautions import Incomplete
from analysis.questions.adjusted import Refusal
from analysis.wording.adjusted import (
    adjusted_account,
    adjusted_contrast_name,
    adjusted_finding,
    adjusted_how,
    describe_adjusted,
    describe_adjusted_rates,
    describe_calibration,
    how_well_it_sorts,
    odds_ratio_name,
    own_and_adjusted,
    reading_odds_ratios,
    reading_the_adjusted,
    what_changes,
)
from analysis.wording.cautions import caution
from analysis.wording.largest_set import not_as_asked
from analysis.wording.numbers import decimals_of, difference, file_stem, level_name
from analysis.wording.one_factor import link_in_short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.methods.adjusted.fit_quality import CalibrationGroup
    from analysis.methods.adjusted.standardised import AdjustedFactor
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.adjusted import Adjusted


# The page and the report have them in words.
ONLY_IN_FILES = (
    "On its own, per 100",
    "On its own, CI from",
    "On its own, CI to",
    "After adjusting, per 100",
    "After adjusting, CI from",
    "After adjusting, CI to",
    "p",
    "p, these factors allowed for",
)


def adjusted_exhibit(found: Adjusted | Refusal, counted: Counted) -> Exhibit:
    """Return each factor's difference, on its own and after adjusting for the others; the reason if there is none."""
    heading, stem = "On its own and after adjusting", "on-its-own-and-after-adjusting"
    cautions = _cautions(found, counted)
    finding = adjusted_finding(found, counted)
    if isinstance(found, Refusal):
        reason = caution(found.reason, counted)
        return Exhibit(stem=stem, heading=heading, finding=finding, sentences=(reason,), cautions=cautions)
    return Exhibit(
        stem=stem,
        heading=heading,
        finding=finding,
        figure=adjusted_figure(found.factors),
        alt=describe_adjusted(found),
        numbers=adjusted_table(found.factors),
        only_in_files=ONLY_IN_FILES,
        office_chart=OfficeChart(
            kind="differences",
            names=("Factor", "Compared"),
            series=(estimate_series("After adjusting"), estimate_series("On its own")),
            rows=len(found.factors),
        ),
        sentences=tuple(filter(None, (not_as_asked(found, counted), reading_the_adjusted(found)))),
        left_out=(adjusted_account(found, counted),),
        cautions=cautions,
        how=adjusted_how(found, counted),
    )


def _cautions(found: Adjusted | Refusal, counted: Counted) -> tuple[str, ...]:
    """Return what limits an answer, but for the treatments left out: the account has them."""
    has_account = not isinstance(found, Refusal)
    return tuple(
        caution(each, counted) for each in found.cautions if not (has_account and isinstance(each, Incomplete))
    )


def adjusted_rates_exhibit(found: Adjusted, each: AdjustedFactor, counted: Counted) -> Exhibit:
    """Return the rate of each level of one of the factors, in the log and after adjusting for the others."""
    is_only_one = len(found.factors) == 1
    return Exhibit(
        stem=file_stem("adjusted rate by", each.factor.title),
        heading=each.factor.title,
        finding=own_and_adjusted(each, is_only_one=is_only_one),
        figure=adjusted_rates_figure(each, counted, is_only_one=is_only_one),
        alt=describe_adjusted_rates(each, is_only_one=is_only_one),
        numbers=adjusted_rates_table(each),
        left_out=(adjusted_account(found, counted),),
        cautions=(*_cautions(found, counted), *(caution(of, counted) for of in each.cautions)),
        how=adjusted_how(found, counted),
    )


def calibration_exhibit(found: Adjusted, counted: Counted) -> Exhibit:
    """Return whether the chances that the model predicts come true."""
    return Exhibit(
        stem="predicted-and-observed",
        heading="Does the model fit?",
        finding=how_well_it_sorts(found, counted),
        figure=calibration_figure(found.calibration) if found.calibration else None,
        alt=describe_calibration(found) if found.calibration else "",
        numbers=calibration_table(found.calibration) if found.calibration else None,
        left_out=(adjusted_account(found, counted),),
        cautions=_cautions(found, counted),
        how=adjusted_how(found, counted),
    )


def odds_ratios_exhibit(found: Adjusted, counted: Counted) -> Exhibit:
    """Return the odds ratio of each level in the model of the factors."""
    return Exhibit(
        stem="odds-ratios",
        heading="Odds ratios of the model",
        finding=reading_odds_ratios(counted),
        alt="The odds ratio of each level in the model of these factors",
        numbers=odds_ratios_table(found.factors),
        decimals=2,
        left_out=(adjusted_account(found, counted),),
        cautions=_cautions(found, counted),
        how=adjusted_how(found, counted),
    )


def adjusted_table(factors: Sequence[AdjustedFactor]) -> pd.DataFrame:
    """Return one row a factor: its difference per 100 on its own and after adjusting, in words and in numbers."""
    return pd.DataFrame([_adjusted_row(each) for each in factors])


def _adjusted_row(each: AdjustedFactor) -> dict[str, object]:
    decimals = max(decimals_of(each.alone), decimals_of(each.risk_difference))
    return {
        "Factor": each.factor.title,
        "Compared": adjusted_contrast_name(each),
        "On its own": difference(each.alone, decimals),
        "After adjusting": difference(each.risk_difference, decimals),
        "Link": link_in_short(each),
        "What adjusting changes": what_changes(each),
        **estimate_columns("On its own", each.alone),
        **estimate_columns("After adjusting", each.risk_difference),
        "p": significant(each.test.p_value),
        "p, these factors allowed for": significant(each.p_adjusted),
    }


def adjusted_rates_table(each: AdjustedFactor) -> pd.DataFrame:
    """Return one row a level: its counts, its rate in the log, and the adjusted one."""
    return pd.DataFrame(
        [
            {
                "Level": level_name(rate.level, each.factor),
                "Known": rate.known,
                "Yes": rate.breakouts,
                "In the log, per 100": share_per_100(rate.breakouts / rate.known),
                **estimate_columns("After adjusting", rate.rate),
            }
            for rate in each.rates
        ]
    )


def odds_ratios_table(factors: Sequence[AdjustedFactor]) -> pd.DataFrame:
    """Return one row for each odds ratio of the model."""
    return pd.DataFrame(
        [
            {
                "Factor": each.factor.title,
                "Compared": odds_ratio_name(each, level),
                "Odds ratio": estimate.value,
                "CI from": estimate.interval.low,
                "CI to": estimate.interval.high,
            }
            for each in factors
            for level, estimate in each.odds_ratios
        ]
    )


def calibration_table(groups: Sequence[CalibrationGroup]) -> pd.DataFrame:
    """Return one row a tenth of the predicted chances."""
    return pd.DataFrame(
        [
            {
                "Predicted, per 100": share_per_100(group.predicted),
                "Known": group.observed.known,
                "Yes": group.observed.breakouts,
                "Observed, per 100": share_per_100(group.observed.value),
                "CI from": share_per_100(group.observed.interval.low),
                "CI to": share_per_100(group.observed.interval.high),
            }
            for group in groups
        ]
    )
