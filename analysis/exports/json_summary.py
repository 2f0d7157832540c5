"""The summary of a log and the account of an import as plain data, for the command line's JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from analysis.counting.safe_levels import ROUNDED_TO
from analysis.results import ExactTest
from analysis.wording.cautions import caution
from analysis.wording.numbers import level_name
from analysis.wording.sharing import what_is_shared

if TYPE_CHECKING:
    from analysis.counting.anonymity import Anonymity
    from analysis.importing.decision import Decision
    from analysis.importing.import_account import ImportAccount
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.questions.sharing import Shared
    from analysis.results import Estimate, FactorResult, LevelRate, Rate, Ratio


def check_as_data(report: ImportAccount, anonymity: Anonymity) -> dict[str, Any]:
    """Return what was understood of a file."""
    return {
        **asdict(report.layout),
        "rows": _rows(report),
        "columns": [
            {
                "column": each.name,
                "field": each.field,
                "confidence": each.confidence,
                "meaning": each.meaning,
                "reason": each.reason,
                "kind": None if each.kind is None else asdict(each.kind),
            }
            for each in report.columns
        ],
        "outcome_values": [asdict(each) for each in report.outcome.texts],
        "values": {column.name: [asdict(each) for each in column.texts] for column in report.meanings},
        "identifiers": [asdict(each) for each in report.findings],
        "anonymity": asdict(anonymity),
        "problems": [
            {"row": row, "column": column, "value": value, "reason": reason, "row_kept": problem.row_kept}
            for problem in report.problems
            for row, column, value, reason in problem.each_row()
        ],
        "notes": list(report.notes),
        "date_order_needed": list(report.date_order_needed),
        "decisions": [decision_as_data(each) for each in report.decisions],
    }


def decision_as_data(decision: Decision) -> dict[str, Any]:
    """Return what was decided, or is to be decided, about the reading of a file."""
    return {
        "about": decision.about,
        "question": decision.question,
        "chosen": decision.chosen,
        "because": decision.because,
        "alternatives": [
            {
                "reading": each.reading,
                "rate": None if each.consequence is None else each.consequence.rate,
                "counts": None
                if each.consequence is None
                else {
                    "treatments": each.consequence.treatments,
                    "breakouts": each.consequence.breakouts,
                    "no_breakouts": each.consequence.no_breakouts,
                },
                "parts": each.parts,
            }
            for each in decision.alternatives
        ],
    }


def summary_as_data(overview: AtAGlance, report: ImportAccount, counted: Counted) -> dict[str, Any]:
    """Return the counts, the rate and every factor of a log.

    Whatever is counted, the keys of counts are "treatments" and "breakouts"; "outcome" and "count" say what they stand
    for.
    """
    return {
        "rows": _rows(report),
        "notes": list(report.notes),
        "readings": list(report.readings),
        **_overview(overview, counted),
    }


def shared_as_data(of: Shared) -> dict[str, Any]:
    """Return the same of counts for outside the clinic, with what was done to them and without a word on the file.

    Where too few outcomes are unknown to be counted, their number is null.
    """
    data = {
        "shared": {
            "every_count_is_0_or_at_least": of.rule.fewest,
            "rounded_to": ROUNDED_TO if of.rule.is_rounded else None,
            "in_words": what_is_shared(of),
        },
        **_overview(of.found, of.counts.counted),
    }
    if of.without_unknown:
        for each in (data, *(level for factor in data["factors"] for level in factor["levels"])):
            each["unknown"] = None
    return data


def _overview(overview: AtAGlance, counted: Counted) -> dict[str, Any]:
    total = overview.total
    return {
        "outcome": {"column": counted.outcome.name, "levels": list(counted.outcome.levels)},
        "count": counted.unit,
        "treatments": total.treatments,
        "breakouts": total.breakouts,
        "no_breakouts": total.treatments - total.breakouts - total.unknown,
        "unknown": total.unknown,
        "rate": _rate(total.rate, full=True),
        "reviewed_early": _reviewed_early(overview),
        "cautions": [caution(each, counted) for each in overview.cautions],
        "factors": [_factor(result, counted) for result in overview.factors],
    }


def _rows(report: ImportAccount) -> dict[str, int]:
    return {"read": report.rows_read, "kept": report.rows_kept, "set_aside": report.rows_set_aside}


def _rate(rate: Rate | None, *, full: bool = False) -> dict[str, Any] | None:
    if rate is None:
        return None
    data: dict[str, Any] = {"value": rate.value, "low": rate.interval.low, "high": rate.interval.high}
    return data | {"level": rate.interval.level, "method": rate.interval.method} if full else data


def _reviewed_early(overview: AtAGlance) -> dict[str, Any] | None:
    """Return how many treatments without a breakout were reviewed early, and the rate that allows for them."""
    of = overview.early
    if of is None:
        return None
    found = of.cumulative
    return {
        "no_breakouts": of.early,
        "window_days": of.window_days,
        "cumulative_incidence": None
        if found is None
        else {
            "value": found.value,
            "low": found.interval.low,
            "high": found.interval.high,
            "level": found.interval.level,
            "method": found.interval.method,
        },
        "reviewed_at_different_times": [factor.name for factor in of.apart],
    }


def _level(each: LevelRate, result: FactorResult) -> dict[str, Any]:
    return {
        "level": level_name(each.level, result.factor),
        "treatments": each.treatments,
        "breakouts": each.breakouts,
        "unknown": each.unknown,
        "rate": _rate(each.rate),
    }


def _factor(result: FactorResult, counted: Counted) -> dict[str, Any]:
    test, contrast = result.test, result.contrast
    return {
        "factor": result.factor.name,
        "levels": [_level(each, result) for each in result.levels],
        "not_known": result.not_answered.treatments,
        "test": None
        if test is None
        else {
            "name": test.name,
            "statistic": None if isinstance(test, ExactTest) else test.statistic,
            "p_value": test.p_value,
            "p_adjusted": result.p_adjusted,
            "source": test.source,
        },
        "linked": result.has_link,
        "shape": None
        if result.shape is None
        else {
            "name": result.shape.test.name,
            "p_value": result.shape.test.p_value,
            "p_adjusted": result.shape.p_adjusted,
            "linked": result.shape.is_linked,
            "highest_at": result.shape.highest_at,
        },
        "factors_allowed_for": None if result.family is None else result.family.size,
        "effect": None
        if contrast is None
        else {
            "measure": "risk difference",
            "compared": [level_name(level, result.factor) for level in (contrast.level, contrast.reference)],
            **_estimate(contrast.comparison.risk_difference),
        },
        "risk_ratio": None
        if contrast is None or contrast.comparison.risk_ratio is None
        else _estimate(contrast.comparison.risk_ratio),
        "cautions": [caution(each, counted) for each in result.cautions],
    }


def _estimate(estimate: Estimate | Ratio) -> dict[str, Any]:
    """Return an estimate; "level" is what is left of "computed_level" once the factors compared are allowed for."""
    interval = estimate.interval
    return {
        "value": estimate.value,
        "low": interval.low,
        "high": interval.high,
        "level": interval.stated_level,
        "computed_level": interval.level,
        "method": interval.method,
    }
