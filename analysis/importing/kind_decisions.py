"""The kind of values that columns were taken for where neither header nor values decide, with the other kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.files.quoting import quoted
from analysis.importing.decision import Alternative, Decision
from analysis.outcome_log.value_kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from analysis.importing.decision import Consequence
    from analysis.outcome_log.columns import Column
    from analysis.outcome_log.value_kinds import ValueKind

MOST_NAMED = 6
IN_WORDS: Mapping[ValueKind, str] = {
    "number": "numbers that measure",
    "ordered": "groups in an order",
    "names": "names without an order",
}


def decisions_about_kinds(columns: Iterable[Column], consequence: Consequence) -> Iterator[Decision]:
    """Yield one decision for each kind that columns were taken for although it is in doubt.

    Parameters
    ----------
    columns : iterable of Column
    consequence : Consequence
        What the log comes to, whatever the kinds.
    """
    found = [(column.name, column.kind) for column in columns if column.kind is not None and column.kind.is_doubtful]
    for kind in KINDS:
        reasons = {name: each.because for name, each in found if each.kind == kind}
        if reasons:
            yield Decision(
                f"{kind} columns",
                f"What are the numbers in {quoted(reasons, MOST_NAMED)}?",
                "; ".join(dict.fromkeys(reasons.values())),
                IN_WORDS[kind],
                tuple(Alternative(IN_WORDS[each], consequence) for each in KINDS),
                tuple(reasons),
            )
