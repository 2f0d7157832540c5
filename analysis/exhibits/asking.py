"""What several questions of a report need of the same counts, found once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from analysis.methods.ranking import planned as as_planned
from analysis.questions.adjusted import default_factors
from analysis.questions.each_level import each_level
from analysis.questions.entering import levels_to_choose
from analysis.questions.largest_set import largest_set
from analysis.questions.recovery import recovery, recovery_by
from analysis.questions.teams import possible_units, teams
from analysis.questions.trend import trend
from analysis.wording.numbers import level_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Hashable

    from analysis.counting.counts import Counts
    from analysis.methods.adjusted.terms import Entered
    from analysis.outcome_log.asked import Asked
    from analysis.outcome_log.chart_settings import ChartSettings
    from analysis.outcome_log.log import Factor
    from analysis.questions.adjusted import Adjusted, Refusal
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.questions.recovery import Recovery
    from analysis.questions.teams import Teams
    from analysis.questions.trend import Trend
    from analysis.results import FactorResult

Found = TypeVar("Found")


class Asking:
    """Answers questions of the same counts, and remembers what several of them need.

    Parameters
    ----------
    counts : Counts
    found : AtAGlance
        What these counts say.
    settings : ChartSettings
        What is set on the chart over time.
    today : date
        Which follow-ups are due depends on it.
    """

    def __init__(
        self,
        counts: Counts,
        found: AtAGlance,
        settings: ChartSettings,
        today: dt.date,
    ) -> None:
        self.counts = counts
        self.counted = counts.counted
        self.found = found
        self.settings = settings
        self.today = today
        self._remembered: dict[tuple[Hashable, ...], Any] = {}

    def factor(self, name: str) -> Factor | None:
        """Return a factor of the log."""
        return next((each for each in self.counts.factors if each.name == name), None)

    def result(self, asked: Asked) -> FactorResult | None:
        """Return what is known of the factor that a question is about."""
        found = next((each for each in self.found.factors if each.factor.name == asked.factor), None)
        if found is not None and asked.level:
            whole, factor = found, found.factor
            of_each = self._once(("levels", asked.factor), lambda: each_level(self.counts, whole, self.found))
            found = next((each for level, each in of_each.items() if level_name(level, factor) == asked.level), None)
        return as_planned(found) if found is not None and asked.planned == asked.factor else found

    def several(self, asked: Asked) -> Adjusted | Refusal | None:
        """Return what the factors of a question say together; None where the log has none of them."""
        names, entered = self.names(asked), entered_as(asked)
        if not names:
            return None
        one_of = tuple(
            (name, level)
            for name, called in asked.levels
            if name in names
            for level in levels_to_choose(self.counts, self.counts.factor(name))
            if level_name(level, self.counts.factor(name)) == called
        )
        planned = asked.planned if asked.planned in names else None
        return self._once(
            ("several", names, entered, one_of, planned),
            lambda: largest_set(self.counts, names, entered, one_of, planned),
        )

    def names(self, asked: Asked) -> tuple[str, ...]:
        """Return the factors that a question names, those suggested where it leaves that open."""
        if asked.names is None:
            entered = entered_as(asked)
            return self._once(("suggested", entered), lambda: default_factors(self.counts, entered))
        return tuple(name for name in asked.names if self.factor(name) is not None)

    def trend(self, asked: Asked) -> Trend | None:
        """Return the rate over time; by other periods where it cannot be by those asked for."""
        by = asked.by or None
        whole = self._once(("trend", None), lambda: trend(self.counts, None, self.settings))
        if whole is None or by is None:
            return whole
        return self._once(("trend", by), lambda: trend(self.counts, by, self.settings)) or whole

    def teams(self, asked: Asked) -> Teams | None:
        """Return the units of a question beside each other."""
        if asked.factor not in {each.name for each in possible_units(self.counts)}:
            return None
        names = None if asked.names is None else self.names(asked)
        unit, adjusted, widened = asked.factor, asked.adjusted, asked.widened
        return self._once(
            ("teams", unit, adjusted, widened, names),
            lambda: teams(self.counts, unit, adjusted=adjusted, widened=widened, of=names),
        )

    def recovery(self, asked: Asked) -> Recovery:
        """Return what clients can expect, by the levels of a factor where the question names one."""
        whole, factor = self._once(("recovery",), lambda: recovery(self.counts)), self.factor(asked.factor)
        if factor is None:
            return whole
        return self._once(("recovery", factor.name), lambda: recovery_by(self.counts, factor, whole))

    def _once(self, what: tuple[Hashable, ...], find: Callable[[], Found]) -> Found:
        """Return what was found before, else find it."""
        if what not in self._remembered:
            self._remembered[what] = find()
        return cast("Found", self._remembered[what])


def entered_as(asked: Asked) -> Entered:
    """Return how numbers enter where several factors are looked at together."""
    return "levels" if asked.numbers_in_groups else "per unit"
