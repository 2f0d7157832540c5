"""The treatments with a known outcome as a model's design matrix, with what is blank in it."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.methods.adjusted.terms import LineTerm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.counting.tallies import Patterns
    from analysis.methods.adjusted.model import Model
    from analysis.methods.adjusted.terms import Term

# In place of a group: the level is not recorded, or is one that no treatment of the model has.
BLANK, NEVER_SEEN = -1, -2
# What makes clients of the same treatments alike, whatever they are called.
_MARKS = 20_260_112


@dataclass(frozen=True, eq=False, kw_only=True)
class Blanks:
    """Treatments with a known outcome: those without a blank by pattern and client, those with one each by itself.

    Attributes
    ----------
    terms : tuple of Term
    columns : tuple of slice
        Those of each term in `matrix`.
    matrix : ndarray, shape (rows, columns)
        The design matrix, a column of ones first; ordered by client, and zero where a factor is blank.
    breakouts, known : ndarray of int, shape (rows,)
    client : ndarray of int, shape (rows,), or None
        None where no client has more than one of these treatments, or the log has no client IDs.
    incomplete : ndarray of int
        The rows with a blank, in an order that does not depend on that of the log.
    groups : ndarray of int, shape (incomplete rows, terms)
        The group of each, or `BLANK`; of a number, 0 where it is known.
    left_out : int
        Treatments with a level that none of the model's has.
    seed : int
        The same for the same counts.
    """

    terms: tuple[Term, ...]
    columns: tuple[slice, ...]
    matrix: np.ndarray
    breakouts: np.ndarray
    known: np.ndarray
    client: np.ndarray | None
    incomplete: np.ndarray
    groups: np.ndarray
    left_out: int
    seed: int


def rows_to_fit(patterns: Patterns) -> int:
    """Return how many rows `Blanks` would have: patterns without a blank, and each treatment with one."""
    known = patterns.counts[:, :2].sum(axis=1)
    is_blank = (patterns.codes == [len(levels) - 1 for levels in patterns.levels]).any(axis=1)
    return int(np.count_nonzero(known[~is_blank]) + known[is_blank].sum())


def with_blanks(patterns: Patterns, model: Model) -> Blanks:
    """Return the treatments in `patterns` whose outcome is known, as they would stand in `model`.

    Parameters
    ----------
    patterns : Patterns
        Those that the model's complete cases were taken from.
    model : Model
    """
    outcomes = patterns.counts[:, :2]
    places = [patterns.factors.index(term.factor.name) for term in model.terms]
    coded = [
        _places(term, patterns.levels[place], model.cases.codes[:, place])
        for term, place in zip(model.terms, places, strict=True)
    ]
    groups = np.column_stack([each[patterns.codes[:, place]] for each, place in zip(coded, places, strict=True)])
    is_known = outcomes.any(axis=1)
    is_seen = (groups != NEVER_SEEN).all(axis=1)
    is_blank = (groups == BLANK).any(axis=1)
    whole, partial = np.flatnonzero(is_known & ~is_blank & is_seen), np.flatnonzero(is_known & is_blank & is_seen)
    kinds, mark, seed = _marks(patterns.codes[:, places], outcomes, patterns.client)
    # Each treatment with a blank may be filled in otherwise.
    singles = [np.repeat(partial, outcomes[partial, outcome]) for outcome in (0, 1)]
    rows = np.concatenate([whole, *singles])
    breakouts = np.concatenate([outcomes[whole, 1], *(np.full(len(each), yes) for yes, each in enumerate(singles))])
    known = np.concatenate([outcomes[whole].sum(axis=1), np.ones(len(rows) - len(whole), dtype=np.int64)])
    client = None
    if patterns.client is not None:
        order = np.argsort(patterns.client[rows], kind="stable")
        rows, breakouts, known = rows[order], breakouts[order], known[order]
        client = np.unique(patterns.client[rows], return_inverse=True)[1]
    incomplete = np.flatnonzero(is_blank[rows])
    of = rows[incomplete]
    incomplete = incomplete[np.lexsort((mark[of], breakouts[incomplete], kinds[of]))]
    parts = [
        _entries(term, patterns.levels[place], each, patterns.codes[rows, place])
        for term, each, place in zip(model.terms, coded, places, strict=True)
    ]
    return Blanks(
        terms=model.terms,
        columns=tuple(model.columns(term) for term in model.terms),
        matrix=np.hstack([np.ones((len(rows), 1)), *parts]),
        breakouts=breakouts,
        known=known,
        client=client if client is not None and client[-1] + 1 < known.sum() else None,
        incomplete=incomplete,
        groups=groups[rows[incomplete]],
        left_out=int(outcomes[~is_seen].sum()),
        seed=seed,
    )


def _places(term: Term, levels: Sequence[object], used: np.ndarray) -> np.ndarray:
    """Return the group of each level, "not known" the last; of a number in a straight line, 0."""
    if isinstance(term, LineTerm):
        places = np.zeros(len(levels), dtype=np.int64)
    else:
        places = np.full(len(levels), NEVER_SEEN, dtype=np.int64)
        if term.factor.kind == "number":
            # A value between two fifths belongs to the upper one, and one beyond all to the last.
            highest = [each.high for each in term.groups[:-1]]  # type: ignore[union-attr]
            places[:-1] = np.searchsorted(highest, np.array(levels[:-1], dtype=float))
        places[used] = term.group
    places[-1] = BLANK
    return places


def _entries(term: Term, levels: Sequence[object], places: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Return the columns that a term has in the design matrix, zero where it is blank."""
    entries: np.ndarray
    if isinstance(term, LineTerm):
        along = np.append((np.array(levels[:-1], dtype=float) - term.centre) / term.step, 0.0)
        entries = along[codes][:, np.newaxis]
    else:
        entries = np.vstack([term.coding, np.zeros(term.parameters)])[places][codes]
    return entries


def _marks(codes: np.ndarray, outcomes: np.ndarray, client: np.ndarray | None) -> tuple[np.ndarray, np.ndarray, int]:
    """Return what kind of treatment each pattern is, a mark of its client, and a seed.

    Two clients with the same treatments have the same mark, so that neither the order of rows nor what clients are
    called changes what is filled in.
    """
    kinds, kind = np.unique(codes, axis=0, return_inverse=True)
    kind = kind.ravel()
    totals = np.zeros((len(kinds), 2), dtype=np.int64)
    np.add.at(totals, kind, outcomes)
    seed = zlib.crc32(np.hstack([kinds, totals]).astype(np.int64).tobytes())
    mark = np.zeros(len(codes), dtype=np.uint64)
    if client is not None:
        tokens = np.random.default_rng(_MARKS).integers(2**63, size=(len(kinds), 2), dtype=np.uint64)
        of_client = np.zeros(client.max() + 1, dtype=np.uint64)
        np.add.at(of_client, client, (tokens[kind] * outcomes.astype(np.uint64)).sum(axis=1, dtype=np.uint64))
        mark = of_client[client]
    return kind, mark, seed
