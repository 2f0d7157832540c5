"""The numbers behind each chart as tables, and tables as CSV that is safe to open in a spreadsheet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from analysis.outcome_log.codebook import load
from analysis.outcome_log.outcomes import BREAKOUTS
from analysis.wording.cautions import caution
from analysis.wording.numbers import level_name
from analysis.wording.one_factor import contrast_name
from analysis.wording.outcomes import column_names
from analysis.wording.saved_log import version_kind, when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.files.problems import Problem
    from analysis.outcome_log.columns import Column
    from analysis.outcome_log.log import Factor
    from analysis.outcome_log.outcomes import Counted
    from analysis.results import FactorResult, LevelRate
    from analysis.saved_log.history import Version

# What a manager needs to see of a column to know it again.
ROWS_TO_LOOK_AT, EXAMPLES, LONGEST_EXAMPLE = 1000, 3, 24
# A spreadsheet takes a cell that starts like this for a formula (OWASP, CSV injection).
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(table: pd.DataFrame) -> bytes:
    """Return `table` as UTF-8 CSV with a byte-order mark; an apostrophe disarms texts that a spreadsheet would run."""
    safe = table.rename(columns=_harmless)
    for name in safe.select_dtypes(exclude="number").columns:
        safe[name] = safe[name].map(_harmless, na_action="ignore")
    return safe.to_csv(index=False).encode("utf-8-sig")


def _harmless(cell: object) -> object:
    is_formula = isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if is_formula else cell


def levels_table(result: FactorResult, counted: Counted = BREAKOUTS) -> pd.DataFrame:
    """Return one row a level, "not known" last where there are such treatments."""
    rows = [*result.levels, *([result.not_answered] if result.not_answered.treatments else [])]
    # Not the title alone: a column of a file may be called "Breakouts".
    return _rates(rows, f"Level of {result.factor.title}", counted, result.factor)


def months_table(months: Sequence[LevelRate], counted: Counted = BREAKOUTS) -> pd.DataFrame:
    """Return one row a month."""
    return _rates(months, "Month", counted)


def _rates(rows: Sequence[LevelRate], first: str, counted: Counted, factor: Factor | None = None) -> pd.DataFrame:
    units, events = column_names(counted)
    return pd.DataFrame(
        [
            {
                first: level_name(each.level, factor),
                units: each.treatments,
                events: each.breakouts,
                "Outcome not known": each.unknown,
                "Rate, %": round(100 * each.rate.value, 2) if each.rate else None,
                "95% CI from, %": round(100 * each.rate.interval.low, 2) if each.rate else None,
                "95% CI to, %": round(100 * (each.rate.interval.high or 0), 2) if each.rate else None,
            }
            for each in rows
        ]
    )


def ranking_table(results: Sequence[FactorResult], counted: Counted = BREAKOUTS) -> pd.DataFrame:
    """Return one row a factor, in the order given."""
    return pd.DataFrame([_ranked(result, counted) for result in results])


def _ranked(result: FactorResult, counted: Counted) -> dict[str, object]:
    estimate = result.contrast.comparison.risk_difference if result.contrast is not None else None
    return {
        "Factor": result.factor.title,
        "Compared": contrast_name(result),
        "Difference per 100": round(100 * (estimate.value or 0), 2) if estimate else None,
        "CI from": round(100 * estimate.interval.low, 2) if estimate else None,
        "CI to": round(100 * (estimate.interval.high or 0), 2) if estimate else None,
        "CI level, %": round(100 * estimate.interval.level, 1) if estimate else None,
        "Test": result.test.name if result.test else "none",
        "p": _significant_digits(result.test.p_value) if result.test else None,
        "p, all factors allowed for": _significant_digits(result.p_adjusted),
        "Cautions": " ".join(caution(each, counted) for each in result.cautions),
    }


def _significant_digits(p: float | None) -> float | None:
    return None if p is None else float(f"{p:.3g}")


def columns_table(columns: Sequence[Column], frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row a column of the file: what it was taken for, how sure that is, and what its first rows hold.

    Parameters
    ----------
    columns : sequence of Column
    frame : DataFrame
        The texts of the file, without the columns that were dropped because they point to a person.
    """
    first = frame.head(ROWS_TO_LOOK_AT)
    return pd.DataFrame(
        [
            {
                "Column": each.name,
                "Read as": load()[each.field].title if each.field else each.meaning,
                "How sure": each.confidence or "",
                "Holds": _examples(first[each.name]) if each.name in first else "",
                "Why": each.reason,
            }
            for each in columns
        ],
        columns=["Column", "Read as", "How sure", "Holds", "Why"],
    )


def _examples(column: pd.Series) -> str:
    """Return the most common texts of a column, so that a manager recognises it."""
    filled = column.astype(str).str.strip()
    common = filled[filled != ""].value_counts().index[:EXAMPLES]
    return " · ".join(text if len(text) <= LONGEST_EXAMPLE else f"{text[:LONGEST_EXAMPLE]}…" for text in common)


def versions_table(versions: Sequence[Version]) -> pd.DataFrame:
    """Return one row a version of the log, the newest first."""
    return pd.DataFrame(
        [
            {
                "Version": each.number,
                "When": when(each),
                "What": version_kind(each),
                "In effect": "yes" if each.in_effect else "taken back",
                "Rows read": each.rows_read,
                "Rows kept": each.rows_kept,
                "New": each.new,
                "Changed": each.changed,
                "Already there": each.unchanged,
                "By": each.by or "",
                "Digest (SHA-256)": each.digest,
            }
            for each in reversed(versions)
        ]
    )


def problems_table(problems: Sequence[Problem]) -> pd.DataFrame:
    """Return one row for each row of the file that a problem touches."""
    return pd.DataFrame(
        [
            {
                "Row": row,
                "Column": column,
                "Value": value,
                "Reason": reason,
                "Row kept": "yes" if problem.row_kept else "no",
            }
            for problem in problems
            for row, column, value, reason in problem.each_row()
        ],
        columns=["Row", "Column", "Value", "Reason", "Row kept"],
    )
