"""Tables of sums or rates, such as a pivot table makes: a row is a group of treatments, and no reading counts them."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from analysis.errors import DashboardError
from analysis.outcome_log.codebook import NO, YES, fold, load
from analysis.outcome_log.columns import INDIVIDUAL
from analysis.outcome_log.headers import field_of_header, read_header
from analysis.outcome_log.log import OUTCOME
from analysis.outcome_log.numbers import read_number

if TYPE_CHECKING:
    from analysis.files.text_table import TextTable

# More groups nobody adds up by hand; a pivot table has a few dozen.
MOST_GROUPS = 500
# Smaller numbers may be codes.
LARGEST_CODE = 2
_TREATED = frozenset({"treatments", "treated", "visits", "sessions", "procedures", "clients", "patients", "cases", "n"})
_EVENTS = frozenset({"breakouts", "broke out", "with breakout", "breakout count", "number of breakouts"})
# As case-control studies call them.
_CASES = {
    **dict.fromkeys(("cases", "ncases", "n cases", "number of cases"), YES),
    **dict.fromkeys(("controls", "ncontrols", "n controls", "non cases", "noncases", "number of controls"), NO),
}
# What makes a rate of a breakout, in a header.
_SHARE = re.compile(r"%|\b(?:percent(?:age)?|per cent|pct|rate|share|proportion|ratio)\b(?: of\b)?", re.IGNORECASE)
_ALL, _SOME = "all treatments", "those with a breakout"
# What two columns of a table of sums count.
_PAIRS = ({YES, NO}, {_ALL, _SOME})


def refuse_sums(table: TextTable) -> None:
    """Refuse a table whose numbers count the treatments of groups, or are their rates.

    Raises
    ------
    DashboardError
        Where two columns count treatments with and without a breakout, or all treatments and the breakouts, or where
        one is the rate of breakouts.
    """
    if not 0 < len(table.frame) <= MOST_GROUPS:
        return
    if not INDIVIDUAL.isdisjoint(filter(None, map(field_of_header, table.frame.columns))):
        return
    # Of columns that count the same the first stands for all.
    counted: dict[tuple[frozenset[str], bool], str] = {}
    for name in table.frame.columns:
        if (what := _counted(name)) and (numbers := _counts(table, name)):
            counted.setdefault((what, max(numbers) > LARGEST_CODE), name)
    for ((what, is_large), one), ((beside, is_large_beside), other) in combinations(counted.items(), 2):
        if (is_large or is_large_beside) and any({first, second} in _PAIRS for first in what for second in beside):
            raise DashboardError(
                f"“{table.file_name}” is a table of sums: “{one}” and “{other}” count treatments, and each row is a "
                "group of them. Upload the log itself, with one row for each treatment. Or write each group in two "
                "rows, one with “yes” and one with “no” under “Breakout”, and the number of treatments under "
                f"“Treatment count”.{_another_sheet(table)}"
            )
    rates = next((name for name in table.frame.columns if _are_rates(table, name)), None)
    if rates is not None:
        raise DashboardError(
            f"“{table.file_name}” is a table of rates: “{rates}” is the share of treatments with a breakout, and each "
            "row is a group of them. Upload the log itself, with one row for each treatment."
            f"{_another_sheet(table)}"
        )


def _another_sheet(table: TextTable) -> str:
    return " If another sheet holds the log, choose that one." if len(table.sheets) > 1 else ""


def _are_rates(table: TextTable, name: str) -> bool:
    """Tell whether a column is called a share of breakouts and holds numbers that are neither yes nor no."""
    rest = _SHARE.sub(" ", name).strip(" ()[]")
    header = read_header(rest) if _SHARE.search(name) and rest else None
    if header is None or header.field != OUTCOME:
        return False
    numbers = [read_number(text) for text in table.frame[name].cat.categories if text.strip()]
    return None not in numbers and not {*numbers} <= {0, 1}


def _counted(name: str) -> frozenset[str]:
    """Return what a column of counts may count by its name: breakouts, treatments without one, or all treatments."""
    folded = fold(name)
    all_or_some = _ALL if folded in _TREATED else _SOME if folded in _EVENTS else None
    return frozenset(filter(None, (_answer(name), _CASES.get(folded), all_or_some)))


def _counts(table: TextTable, name: str) -> frozenset[int]:
    """Return the whole numbers of a column that holds nothing else."""
    numbers = [read_number(text) for text in table.frame[name].cat.categories if text.strip()]
    known = [number for number in numbers if number is not None and number >= 0 and number == int(number)]
    return frozenset(map(int, known)) if len(known) == len(numbers) else frozenset()


def _answer(name: str) -> str | None:
    """Return what the treatments that a column counts have in common: a breakout or none; None where it says neither.

    Such a column is called “yes”, “breakout”, “no breakout” or “breakout no”.
    """
    answer_of = load().answer_of
    if (alone := answer_of(name)) is not None:
        return alone
    # "Measure 1" is no answer.
    words = [word for word in re.findall(r"\w+", fold(name))[1:] if not word.isdecimal()]
    answers = [answer for word in words if (answer := answer_of(word))]
    if len(answers) == 1:
        return answers[0]
    header = read_header(name)
    if header is None or header.field != OUTCOME:
        return None
    return NO if header.is_negated else YES
