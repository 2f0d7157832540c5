"""What is true of the logs of the sample generator: which links there are, and what adjusting does to a difference."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from analysis.counting.in_memory import InMemory
from analysis.files.reading import read
from analysis.importing.cleaning import clean
from analysis.methods.adjusted.complete_cases import complete_cases
from analysis.methods.adjusted.model import Design, Model, design, fit_model, model_of_one
from analysis.methods.adjusted.standardised import standardise
from analysis.methods.adjusted.terms import LineTerm
from analysis.methods.numeric import fifths
from analysis.outcome_log.log import OUTCOME
from analysis.questions.adjusted import Refusal
from analysis.results import ValueRange
from sample_data.generate import with_true_log_odds

if TYPE_CHECKING:
    from analysis.methods.stratified import Stratified
    from analysis.outcome_log.log import Level, Log
    from analysis.questions.story import Story

# Of breakouts this share begins after the window, and so counts as none.
LATE = 0.02


class Truth:
    """The log of one seed, and the true chance of a breakout within the window of each of its rows."""

    def __init__(self, seed: int) -> None:
        table, log_odds = with_true_log_odds(seed)
        self.log: Log = clean(read(table.to_csv(index=False, lineterminator="\n").encode(), "log.csv"))[0]
        self.counts = InMemory(self.log)
        self.chances = (1 - LATE) * expit(log_odds)
        self.known = self.log.codes(OUTCOME) >= 0

    def values(self, name: str) -> np.ndarray:
        found: np.ndarray = np.array([*self.log.values(name), None], dtype=object)[self.log.codes(name)]
        return found

    def after_adjusting(self, of: Story) -> tuple[float, float] | None:
        """Return the difference on its own and after adjusting that a log without chance would show; None without."""
        asked, answer = of.adjusted.asked, of.adjusted.answer
        if asked is None or isinstance(answer, Refusal):
            return None
        factors = answer.factors
        patterns = self.counts.patterns(*(factor.name for factor in factors))
        cases = complete_cases(patterns)
        expected, known = self._expected(tuple(factor.name for factor in factors), patterns.levels, cases.codes)
        assert (known == cases.known).all()
        together = design(factors, patterns, cases, "per unit")
        assert isinstance(together, Design)
        model = fit_model(replace(together, cases=replace(cases, breakouts=expected, by_client=None)))
        assert isinstance(model, Model)
        term = model.terms[0]
        places = term.groups.index(asked.level), term.groups.index(asked.reference)
        chances = standardise(model, term).chances
        if isinstance(term, LineTerm):
            only = model_of_one(model, term)
            assert only is not None
            own = standardise(only, only.terms[0]).chances
        else:
            own = np.bincount(term.group, weights=expected) / np.bincount(term.group, weights=known)
        return float(own[places[0]] - own[places[1]]), float(chances[places[0]] - chances[places[1]])

    def _expected(
        self, names: tuple[str, ...], levels: tuple[tuple[Level, ...], ...], codes: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return how many breakouts are to be expected in each pattern, and its treatments with a known outcome."""
        places = [{level: place for place, level in enumerate(each)} for each in levels]
        rows = np.column_stack(
            [[place[value] for value in self.values(name)] for name, place in zip(names, places, strict=True)]
        )
        both = np.vstack([codes, rows[self.known]])
        _, number = np.unique(both, axis=0, return_inverse=True)
        number, size = number.ravel(), int(number.max()) + 1
        of_patterns, of_rows = number[: len(codes)], number[len(codes) :]
        expected = np.bincount(of_rows, weights=self.chances[self.known], minlength=size)[of_patterns]
        return expected, np.bincount(of_rows, minlength=size)[of_patterns]

    def within_groups(self, name: str, of: Stratified) -> tuple[float, float]:
        """Return the difference on its own and within groups that a log without chance would show."""
        values, groups = self.values(name), self.values(of.by.name)
        if of.by.kind == "number":
            ranges = fifths(self.counts.by(of.by.name)).levels
            groups = np.array(
                [next((each for each in ranges if value is not None and value in each), None) for value in groups],
                dtype=object,
            )
        first, second = (
            np.array([_is_at(level, value) for value in values]) & self.known
            for level in (of.contrast.level, of.contrast.reference)
        )
        used, weights, apart = np.zeros(len(values), dtype=bool), [], []
        for group in {each for each in groups if each is not None}:
            here = np.array([each == group for each in groups])
            n_first, n_second = (here & first).sum(), (here & second).sum()
            if n_first and n_second:
                used |= here
                weights.append(n_first * n_second / (n_first + n_second))
                apart.append(self.chances[here & first].mean() - self.chances[here & second].mean())
        own = self.chances[used & first].mean() - self.chances[used & second].mean()
        return float(own), float(np.average(apart, weights=weights))


def _is_at(level: Level, value: Level) -> bool:
    if value is None:
        return False
    return value in level if isinstance(level, ValueRange) else value == level
