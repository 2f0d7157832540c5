"""What older releases wrote, as today's codebook has it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import DashboardError
from analysis.outcome_log.reading import BLANK
from analysis.saved_log.texts import TextColumn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FIRST_CODEBOOK = "1"


@dataclass(frozen=True)
class Step:
    """What a new version of the codebook changed: `to` is that version.

    `renamed` pairs a field's former name with its new one, `levels` a field (under its new name) with what became of
    its levels.
    """

    to: str
    renamed: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


# In order, one for each version of the codebook since the first.
STEPS: tuple[Step, ...] = ()


def migrated(
    columns: Mapping[str, TextColumn],
    codebooks: Sequence[str],
    row_codebooks: np.ndarray,
    steps: Sequence[Step] = STEPS,
) -> dict[str, TextColumn]:
    """Return `columns` as today's codebook has them.

    Parameters
    ----------
    columns : mapping
        Each column as it was written.
    codebooks : sequence of str
        The versions of the codebook that anything was written under.
    row_codebooks : ndarray of int, one for each row
        The position in `codebooks` of the one it was written under.
    steps : sequence of Step

    Raises
    ------
    DashboardError
        Where a newer release has written any of it.
    """
    order = [FIRST_CODEBOOK, *(step.to for step in steps)]
    if not set(codebooks) <= set(order):
        raise newer_release()
    age = np.array([order.index(each) for each in codebooks], dtype=np.int64)[row_codebooks]
    current = dict(columns)
    for number, step in enumerate(steps):
        before = age <= number
        if before.any():
            current = _taken(current, step, before)
    return current


def newer_release() -> DashboardError:
    """Return the error for a log that needs a newer dashboard."""
    return DashboardError(
        "A newer release of the dashboard has written to this saved log: open it with that release, so that nothing is "
        "misread."
    )


def _taken(columns: dict[str, TextColumn], step: Step, rows: np.ndarray) -> dict[str, TextColumn]:
    """Return `columns` after `step`, which concerns `rows` only."""
    for former, name in step.renamed.items():
        if former in columns:
            column = columns.pop(former)
            moved = replace(column, codes=np.where(rows, column.codes, BLANK))
            stays = replace(column, codes=np.where(rows, BLANK, column.codes))
            columns[name] = _filled_up(columns[name], moved) if name in columns else moved
            if (stays.codes >= 0).any():
                columns[former] = stays
    for name, levels in step.levels.items():
        if name in columns:
            column = columns[name]
            now = tuple(levels.get(text, text) for text in column.texts)
            rest = replace(column, codes=np.where(rows, BLANK, column.codes))
            columns[name] = _filled_up(rest, TextColumn(now, np.where(rows, column.codes, BLANK)))
    return columns


def _filled_up(column: TextColumn, other: TextColumn) -> TextColumn:
    """Return `column` with the values of `other` in the rows where it has none."""
    texts = tuple(dict.fromkeys((*column.texts, *other.texts)))
    position = {text: code for code, text in enumerate(texts)}
    codes = np.array([position[text] for text in other.texts] + [BLANK], dtype=np.int32)[other.codes]
    own = np.array([position[text] for text in column.texts] + [BLANK], dtype=np.int32)[column.codes]
    return TextColumn(texts, np.where(own >= 0, own, codes))
