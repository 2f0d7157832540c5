"""Several factors at once, each with the others allowed for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.number_columns import estimate_columns, share_per_100, significant
from analysis.figures.adjusted import adjusted_figure
from analysis.figures.adjusted_rates import adjusted_rates_figure
from analysis.figures.calibration import calibration_figure
from analysis.questions.adjusted import Refusal
from analysis.wording.adjusted import (
    adjusted_account,
    adjusted_contrast_name,
    adjusted_finding,
    adjusted_how,
    crude_beside_adjusted,
    describe_adjusted,
    describe_adjusted_rates,
    describe_calibration,
    how_well_it_sorts,
    odds_ratio_name,
    stands_out,
)
from analysis.wording.cautions import caution
from analysis.wording.numbers import file_stem, level_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.methods.adjusted.fit_quality import CalibrationGroup
    from analysis.methods.adjusted.standardised import AdjustedFactor
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.adjusted import Adjusted


def adjusted_exhibit(found: Adjusted | Refusal, counted: Counted) -> Exhibit:
    """Return the difference of each factor, alone and with the others allowed for; the reason where there is none."""
    heading, stem = "Is it the factor itself?", "crude-beside-adjusted"
    cautions = tuple(caution(each, counted) for each in found.cautions)
    finding = adjusted_finding(found, counted)
    if isinstance(found, Refusal):
        reason = caution(found.reason, counted)
        return Exhibit(stem=stem, heading=heading, finding=finding, sentences=(reason,), cautions=cautions)
    several = len(found.factors) > 1
    return Exhibit(
        stem=stem,
        heading=heading,
        finding=finding,
        figure=adjusted_figure(found.factors),
        alt=describe_adjusted(found),
        numbers=adjusted_table(found.factors),
        only_in_files=("CI level, %", "p"),
        details=tuple(crude_beside_adjusted(each) for each in found.factors) if several else (),
        left_out=(adjusted_account(found, counted),),
        cautions=cautions,
        how=adjusted_how(found, counted),
    )


def adjusted_rates_exhibit(found: Adjusted, each: AdjustedFactor, counted: Counted) -> Exhibit:
    """Return the rate of each level of one of the factors, as it is and with the others allowed for."""
    is_only_one = len(found.factors) == 1
    return Exhibit(
        stem=file_stem("adjusted rate by", each.factor.title),
        heading=each.factor.title,
        finding=crude_beside_adjusted(each, is_only_one=is_only_one),
        figure=adjusted_rates_figure(each, counted, is_only_one=is_only_one),
        alt=describe_adjusted_rates(each, is_only_one=is_only_one),
        numbers=adjusted_rates_table(each),
        left_out=(adjusted_account(found, counted),),
        cautions=tuple(caution(of, counted) for of in (*found.cautions, *each.cautions)),
        how=adjusted_how(found, counted),
    )


def calibration_exhibit(found: Adjusted, counted: Counted) -> Exhibit:
    """Return whether the chances that the model predicts come true."""
    return Exhibit(
        stem="predicted-and-seen",
        heading="Does the model fit?",
        finding=how_well_it_sorts(found, counted),
        figure=calibration_figure(found.calibration) if found.calibration else None,
        alt=describe_calibration(found) if found.calibration else "",
        numbers=calibration_table(found.calibration) if found.calibration else None,
        left_out=(adjusted_account(found, counted),),
        cautions=tuple(caution(each, counted) for each in found.cautions),
        how=adjusted_how(found, counted),
    )


def adjusted_table(factors: Sequence[AdjustedFactor]) -> pd.DataFrame:
    """Return one row a factor: its difference per 100 taken alone and adjusted."""
    return pd.DataFrame(
        [
            {
                "Factor": each.factor.title,
                "Compared": adjusted_contrast_name(each),
                **estimate_columns("Alone", each.alone),
                **estimate_columns("Adjusted", each.risk_difference),
                "CI level, %": share_per_100(each.risk_difference.interval.level),
                "p": significant(each.test.p_value),
                "p, these factors allowed for": significant(each.p_adjusted),
                "Stands out": "yes" if stands_out(each) else "no",
            }
            for each in factors
        ]
    )


def adjusted_rates_table(each: AdjustedFactor) -> pd.DataFrame:
    """Return one row a level: its counts, its rate as it is, and the adjusted one."""
    return pd.DataFrame(
        [
            {
                "Level": level_name(rate.level, each.factor),
                "Known": rate.known,
                "Yes": rate.breakouts,
                "As it is, per 100": share_per_100(rate.breakouts / rate.known),
                **estimate_columns("Adjusted", rate.rate),
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
                "Seen, per 100": share_per_100(group.observed.value),
                "CI from": share_per_100(group.observed.interval.low),
                "CI to": share_per_100(group.observed.interval.high),
            }
            for group in groups
        ]
    )
