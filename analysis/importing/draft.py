"""A file on its way from the screen to the log: what is decided of it so far, each step a new value."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.importing.cleaning import clean
from analysis.importing.decision import BROKE_OUT, CLEAR, UNKNOWN, Outcomes
from analysis.importing.outcome_meanings import outcome_meanings
from analysis.importing.typed_columns import OutcomeNeededError
from analysis.outcome_log.codebook import YES
from analysis.outcome_log.column_texts import distinct_texts
from analysis.outcome_log.columns import LEAVE_OUT, Clues, Column
from analysis.outcome_log.filters import WINDOW_DAYS, begins_too_late
from analysis.outcome_log.log import ONSET, OUTCOME
from analysis.outcome_log.recognising import recognise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analysis.files.text_table import TextTable
    from analysis.identifiers.screening import Finding
    from analysis.importing.choices import ImportChoices
    from analysis.importing.doubts.which_table import TableDoubt
    from analysis.importing.import_account import ImportAccount, OutcomeMeaning
    from analysis.outcome_log.column_texts import Texts
    from analysis.outcome_log.log import Log

# Beside the columns that a question is about, so many others help to find the row again.
MOST_BESIDE = 2
# Of rows that are in doubt as a whole.
MOST_ALONE = 6
SHOWN_ROWS = 3
# What the codebook reads as no answer, whatever the others mean.
NOT_KNOWN = "unknown"


def outcomes_in(log: Log) -> Outcomes:
    """Return the outcome of every treatment of a log; a breakout that began too late is none."""
    codes = log.codes(OUTCOME)
    outcome = np.where(codes < 0, UNKNOWN, codes == log.values(OUTCOME).index(YES))
    if ONSET in log:
        too_late = begins_too_late(log, WINDOW_DAYS)
        outcome[(outcome == BROKE_OUT) & too_late[log.codes(ONSET)]] = CLEAR
    return Outcomes(log.frame.index.to_numpy(), outcome, log.period)


@dataclass(frozen=True, eq=False)
class Draft:
    """A file as it is read so far.

    Attributes
    ----------
    table : TextTable
        Without what points to a person.
    clues : mapping
        What each column of `table` can be.
    choices : ImportChoices
        What the manager chose, and what follows from the answers.
    findings : sequence of Finding
    because : mapping
        Why a column is what `choices` say, where that was decided here.
    table_doubt : TableDoubt or None
        Where it is not certain which table of the file is the log: what each reading gives.
    people : Series of int or None
        Which rows name the same person, in a column that was left out and whose name it has; -1 where none is named.
    records : str
        The column that tells records, where several rows of one may be one treatment; "" where nobody was asked.
    answers_are_chosen : bool
        Whether the manager chose what the answers mean, blanks included.
    """

    table: TextTable
    clues: Mapping[str, Clues]
    choices: ImportChoices
    findings: Sequence[Finding] = ()
    because: Mapping[str, str] = field(default_factory=dict)
    table_doubt: TableDoubt | None = None
    people: pd.Series | None = None
    records: str = ""
    answers_are_chosen: bool = False

    def cleaned(self) -> tuple[Log, ImportAccount]:
        """Return the log as the file is read so far, and its account."""
        return clean(self.table, self.choices, self.findings, self.clues, self.because)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """What each column is read as so far."""
        return recognise(self.clues, dict(self.choices.columns), self.because, dict(self.choices.kinds))

    @property
    def chosen_by_manager(self) -> frozenset[str]:
        """The columns of which the manager chose what they mean, and not an answer to a question."""
        return frozenset(name for name, _ in self.choices.columns if name not in self.because)

    def column_of(self, field_name: str) -> Column | None:
        """Return the column that is read as a field; None where none is."""
        return next((each for each in self.columns if each.field == field_name), None)

    def texts(self, column: str) -> Texts:
        """Return the distinct texts of a column."""
        return self.clues[column].texts

    def meanings(self, column: str, *, is_turned: bool = False) -> dict[str, OutcomeMeaning]:
        """Return what each text of a column means where the column is the outcome; see `outcome_meanings`."""
        texts = self.texts(column).texts
        return dict(zip(texts, outcome_meanings(texts, self.choices, header=column, is_turned=is_turned), strict=True))

    @cached_property
    def outcomes(self) -> Outcomes | None:
        """The outcome of every treatment as the file is read so far; None where no column is the outcome yet."""
        try:
            log, _ = self.cleaned()
        except OutcomeNeededError:
            return None
        return outcomes_in(log)

    def with_choices(self, choices: ImportChoices) -> Draft:
        """Return the same file with more choices."""
        return replace(self, choices=choices)

    def with_meanings(self, meanings: Mapping[str, str]) -> Draft:
        """Return the draft with what the texts of its outcome mean: yes, no or unknown; others are not understood."""
        yes, no, unknown = (
            frozenset(text for text, meaning in meanings.items() if meaning == wanted)
            for wanted in ("yes", "no", "unknown")
        )
        return self.with_choices(replace(self.choices, yes=yes, no=no, unknown=unknown))

    def with_choices_for_columns(self, columns: Mapping[str, str], because: Mapping[str, str]) -> Draft:
        """Return the draft with what some of its columns mean, and why; what was chosen of others stays."""
        return replace(
            self,
            choices=replace(self.choices, columns=tuple({**dict(self.choices.columns), **columns}.items())),
            because={**self.because, **because},
        )

    def without_columns(self, names: Iterable[str], why: str) -> Draft:
        """Return the draft with some columns left out, and why."""
        left_out = list(names)
        return self.with_choices_for_columns(dict.fromkeys(left_out, LEAVE_OUT), dict.fromkeys(left_out, why))

    def with_outcome(self, column: str, why: str, parts: Iterable[str] = ()) -> Draft:
        """Return the draft with a column as its outcome; `parts` are contained in it and are no factors."""
        meanings = {column: OUTCOME} | dict.fromkeys(parts, LEAVE_OUT)
        reasons = {column: why} | dict.fromkeys(parts, f"it is part of “{column}”" if column in self.clues else why)
        return self.with_choices_for_columns(meanings, reasons)

    def with_column(self, name: str, texts: Sequence[str], codes: np.ndarray) -> Draft:
        """Return the draft with one column more, or another in the place of one.

        Parameters
        ----------
        name : str
        texts : sequence of str
            Distinct.
        codes : ndarray of int, one for each row
            Position in `texts`.
        """
        column = pd.Categorical.from_codes(codes, categories=pd.Index(list(texts), dtype=object))
        table = replace(self.table, frame=self.table.frame.assign(**{name: column}))
        return replace(self, table=table, clues={**self.clues, name: Clues(name, distinct_texts(table, name))})

    def with_texts(self, name: str, meant: Mapping[str, str]) -> Draft:
        """Return the draft with other texts in one column; those that `meant` lacks stay as they are."""
        texts = self.texts(name)
        new = [meant.get(text, text) for text in texts.texts]
        places = {text: place for place, text in enumerate(dict.fromkeys(new))}
        of_texts = np.array([places[text] for text in new], dtype=np.int64)
        return self.with_column(name, list(places), of_texts[texts.row_texts])

    def with_unknown(self, name: str, rows: np.ndarray) -> Draft:
        """Return the draft with one column saying in some rows that the value is not known."""
        texts = self.texts(name)
        places = list(dict.fromkeys((*texts.texts, NOT_KNOWN)))
        return self.with_column(name, places, np.where(rows, places.index(NOT_KNOWN), texts.row_texts))

    def without_rows(self, rows: np.ndarray, column: str, reason: str) -> Draft:
        """Return the draft with rows set aside for a reason that stands in a column."""
        table = self.table.without_rows(rows, column, reason)
        return replace(self, table=table, clues={name: Clues(name, distinct_texts(table, name)) for name in self.clues})

    def rows_with(self, column: str, texts: Iterable[str]) -> np.ndarray:
        """Mark the rows in which a column holds one of some texts."""
        wanted = set(texts)
        of_column = self.texts(column)
        rows: np.ndarray = np.array([text in wanted for text in of_column.texts], dtype=bool)[of_column.row_texts]
        return rows

    def shown(
        self, columns: Sequence[str], texts: Iterable[str] | None = None, rows: Sequence[int] = ()
    ) -> tuple[tuple[str, ...], tuple[tuple[int, tuple[str, ...]], ...]]:
        """Return a few rows that show a doubt, and their columns.

        They are `rows`, or one for each of some texts of the first column; the first columns where none is named. The
        columns in doubt come first: on a phone the others need a swipe.
        """
        frame = self.table.frame
        beside = [name for name in frame.columns if name not in columns][: MOST_BESIDE if columns else MOST_ALONE]
        names = (*columns, *beside)
        firsts = list(rows[:SHOWN_ROWS]) or self._one_row_each(columns[0], texts)
        others = (row for row in range(min(len(frame), 2 * SHOWN_ROWS)) if row not in firsts)
        positions = sorted([*firsts, *[row for row, _ in zip(others, range(SHOWN_ROWS - len(firsts)), strict=False)]])
        shown = tuple(
            (int(frame.index[place]), tuple(str(frame[name].iloc[place]) for name in names)) for place in positions
        )
        return names, shown

    def _one_row_each(self, column: str, texts: Iterable[str] | None) -> list[int]:
        of_column = self.texts(column)
        doubtful = None if texts is None else set(texts)
        wanted = [place for place, text in enumerate(of_column.texts) if doubtful is None or text in doubtful]
        return [int(np.argmax(of_column.row_texts == place)) for place in wanted[:SHOWN_ROWS]]
