"""Screen a table of texts for identifiers: what points to a person is gone before anything is drawn, cached or kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from analysis.identifiers import kinds
from analysis.identifiers.choices import ScreenChoices
from analysis.identifiers.headers import kind_of_header
from analysis.identifiers.mentions import HIDDEN, without_mentions
from analysis.identifiers.personal_columns import AGE_BAND, Verdict, exact_age, field_of, is_id, judge, may_hide_age
from analysis.identifiers.pseudonyms import new_key, pseudonym
from analysis.identifiers.samples import sample
from analysis.outcome_log.codebook import fold, load
from analysis.outcome_log.column_texts import distinct_texts
from analysis.outcome_log.columns import Clues, clues_in
from analysis.outcome_log.counted_rows import columns_of_counts, weighted
from analysis.outcome_log.values import band_of_age
from analysis.progress import report_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from analysis.files.problems import Problem
    from analysis.files.text_table import TextTable
    from analysis.outcome_log.codebook import Field

Action = Literal["dropped", "kept", "pseudonymised", "banded", "hidden", "offered"]
# What these say of a column leaves it as it is.
UNCHANGED = frozenset({"kept", "offered"})


@dataclass(frozen=True)
class Finding:
    """One column that points to a person, and what was done with it.

    Attributes
    ----------
    column : str
    kind : str
        What it holds; see `kinds`.
    reason : str
        Why that is thought, in plain words and without a value of the column.
    action : str
        "hidden" where the column is kept and only some of its texts were replaced by `HIDDEN`; "offered" where it names
        staff and is kept, unless somebody asks for pseudonyms.
    """

    column: str
    kind: str
    reason: str
    action: Action


@dataclass(frozen=True, eq=False)
class Screened:
    """A table without what points to a person, an account of it, and what each of its columns can be.

    Attributes
    ----------
    table : TextTable
    findings : tuple of Finding
    clues : dict of str to Clues
        Of the columns of `table`: those that the screen went by where it left a column as it is.
    """

    table: TextTable
    findings: tuple[Finding, ...]
    clues: Mapping[str, Clues]


NO_CHOICES = ScreenChoices()
# As many rows distinguish one column from another.
COMPARED_ROWS = 200


def screen(table: TextTable, choices: ScreenChoices = NO_CHOICES, key: bytes = b"") -> Screened:
    """Return `table` without identifiers, and what was found.

    Parameters
    ----------
    table : TextTable
        Not changed; rows and row numbers stay as they are.
    choices : ScreenChoices
    key : bytes
        The key of the pseudonyms; without one, pseudonyms hold only as long as the program runs.
    """
    judged: dict[str, tuple[Field | None, Verdict | None]] = {}
    known = clues_in(table)
    counts = next(columns_of_counts(known), None)
    for done, (name, clues) in enumerate(known.items()):
        report_progress("personal data", done, len(known))
        field, column = field_of(clues), table.frame[name]
        # The groups of a table of counts stand in few rows and for many treatments.
        clues_to_judge = clues if counts is None else weighted(clues, known[counts])
        judged[name] = field, judge(clues_to_judge, column, sample(column, clues.texts), field)
    plain_ids = frozenset(
        field.name
        for name, (field, verdict) in judged.items()
        if field is not None and _is_plain(verdict, table.frame[name])
    )
    findings: list[Finding] = []
    columns: dict[str, pd.Series] = {}
    for name, (field, verdict) in judged.items():
        # Beside a column of plain client codes, another that names the clients is not needed.
        is_needed_id = (
            field is not None
            and is_id(field)
            and (field.name not in plain_ids or _is_plain(verdict, table.frame[name]))
        )
        finding = _finding(name, verdict, choices, is_needed_id=is_needed_id)
        if finding is not None:
            findings.append(finding)
        if finding is None or finding.action != "dropped":
            columns[name] = _treated(table.frame[name], finding, verdict, key or _passing_key())
    frame = pd.DataFrame(columns, index=table.frame.index, copy=False)
    changed = {finding.column for finding in findings if finding.action not in UNCHANGED}
    set_aside = tuple(_without_identifiers(problem, changed) for problem in table.set_aside)
    notes = tuple(map(without_mentions, table.notes))
    screened = replace(table.without_columns(frame, changed), set_aside=set_aside, notes=notes)
    left = {name: Clues(name, distinct_texts(screened, name)) if name in changed else known[name] for name in columns}
    return Screened(screened, tuple(findings), left)


def named_as_found(table: TextTable, found: TextTable, findings: Iterable[Finding]) -> TextTable:
    """Return a table whose header the manager chose, its columns that point to a person called as under the one found.

    A header that is really a row of values says nothing of its columns, and is itself what must not be shown.

    Parameters
    ----------
    table : TextTable
        Laid out as the manager chose.
    found : TextTable
        The same file, laid out as it was found.
    findings : iterable of Finding
        What points to a person in `found`.
    """
    names = list(table.frame.columns)
    shared = table.frame.index.intersection(found.frame.index)[:COMPARED_ROWS]
    now = {name: table.frame.loc[shared, name].astype(str).tolist() for name in names}
    for finding in (each for each in findings if each.action not in UNCHANGED and each.kind != kinds.UNCLEAR):
        texts = found.frame.loc[shared, finding.column].astype(str).tolist()
        for place, name in enumerate(table.frame.columns):
            # A name that itself says what the column holds is a name, and stays where the one found says nothing.
            is_name = kind_of_header(name) is not None and kind_of_header(finding.column) is None
            if now[name] == texts and any(texts) and not is_name:
                names[place] = finding.column if finding.column not in names else f"{finding.column} ({place + 1})"
    # A note may quote the names of columns.
    is_same = names == list(table.frame.columns)
    notes = table.notes if is_same else tuple(note for note in table.notes if "“" not in note)
    return replace(table.renamed(names), notes=notes)


def _finding(name: str, verdict: Verdict | None, choices: ScreenChoices, *, is_needed_id: bool) -> Finding | None:
    """Return what to do with a column; the manager's word comes before ours."""
    is_asked = name in choices.pseudonymise
    is_saved = verdict is not None and choices.keeps(name, verdict.kind)
    if verdict is None or (is_asked and verdict.marks is not None and not is_saved):
        return Finding(name, kinds.CLIENT_ID, "you asked for pseudonyms", "pseudonymised") if is_asked else None
    action: Action = "dropped"
    if is_saved:
        action = "kept"
    elif is_asked or is_needed_id:
        action = "pseudonymised"
    elif verdict.kind == kinds.STAFF:
        action = "offered"
    elif verdict.kind in {kinds.AGE, kinds.AGE_OVER_89}:
        action = "banded"
    elif verdict.marks is not None:
        action = "hidden"
    return Finding(name, verdict.kind, verdict.reason, action)


def _is_plain(verdict: Verdict | None, column: pd.Series) -> bool:
    """Tell whether most ids of a column are plain codes."""
    if verdict is None or verdict.marks is None:
        return verdict is None
    return 2 * int(verdict.marks[column.cat.codes.to_numpy()].sum()) < len(column)


def _treated(column: pd.Series, finding: Finding | None, verdict: Verdict | None, key: bytes) -> pd.Series:
    if finding is None or finding.action in UNCHANGED:
        return column
    if finding.action == "banded":
        return _replaced(column, _band)
    # Where the manager asked for it, all of a column becomes pseudonyms.
    marks = verdict.marks if verdict is not None and verdict.kind == finding.kind else None
    if finding.action == "pseudonymised":
        missing = load().missing
        return _replaced(column, lambda text: text if fold(text) in missing else pseudonym(text, key), marks)
    return _replaced(column, lambda _: HIDDEN, marks)


def _band(text: str) -> str:
    """Return the codebook's band of an exact age; what else has a number in it is hidden, a band stays."""
    if exact_age(text) is None:
        return HIDDEN if may_hide_age(text) else text
    return band_of_age(text, load()[AGE_BAND]) or HIDDEN


def _replaced(column: pd.Series, replacement: Callable[[str], str], marks: np.ndarray | None = None) -> pd.Series:
    """Return a column with each of its texts replaced, or those that are marked; texts that no row has are gone."""
    codes = column.cat.codes.to_numpy()
    occurring = np.flatnonzero(np.bincount(codes, minlength=len(column.cat.categories)))
    chosen = np.ones(len(occurring), dtype=bool) if marks is None else marks[occurring]
    texts = column.cat.categories[occurring]
    new = [replacement(text) if is_chosen else text for text, is_chosen in zip(texts, chosen, strict=True)]
    places = {text: place for place, text in enumerate(dict.fromkeys(new))}
    recoded = np.zeros(len(column.cat.categories), dtype=np.int32)
    recoded[occurring] = [places[text] for text in new]
    new_texts = pd.Categorical.from_codes(recoded[codes], categories=pd.Index(list(places), dtype=object))
    return pd.Series(new_texts, index=column.index, name=column.name)


def _without_identifiers(problem: Problem, changed: set[str]) -> Problem:
    """Return `problem` without the text of a column that was changed; a whole row may hold such a text anywhere."""
    if problem.column in changed or (changed and not problem.column):
        return replace(problem, value=HIDDEN) if problem.value else problem
    return replace(problem, value=without_mentions(problem.value))


@cache
def _passing_key() -> bytes:
    return new_key()
