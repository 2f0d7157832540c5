"""How often chance alone is flagged, and how often intervals hold the truth, where clients come back and where not.

The levels are those of the sample log: what is a client's own (age, skin) stays with the client, who they are treated
by mostly does, and all else is drawn anew for each treatment. Outcomes are drawn so that those of one client are alike,
seldom or often, with nothing to be found or with effects that are known.
Run ``python -m tests.simulations.coming_back`` to write ``analysis/wording/coming_back.md``; it takes about ten
minutes of two processors.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd
from scipy.special import expit
from scipy.stats import norm

from analysis.counting.in_memory import InMemory
from analysis.methods.two_levels import at_level
from analysis.outcome_log.log import CLIENT, OUTCOME, Log
from analysis.questions.adjusted import Adjusted, adjusted, default_factors
from analysis.questions.at_a_glance import AtAGlance, at_a_glance
from analysis.results import CONFIDENCE_LEVEL, SIGNIFICANT
from tests.simulations.honesty import sample_log

TABLE = Path(__file__).parents[2] / "analysis" / "wording" / "coming_back.md"

# Logs of each situation. The first of them are also adjusted, and of every so many of these one is drawn from the truth
# as well, whose intervals are searched for it.
LOGS, ADJUSTED = 4_000, 680
SEARCHED = 4
SEED = 777
CLIENTS, VISITS = 600, 4
# The outcomes of one client's treatments come from normal deviates that correlate so.
LIKENESS = 0.5
OF_THE_CLIENT = ("age_band", "fitzpatrick", "skin_type", "acne_history", "active_acne")
OF_THE_TEAM = ("clinic", "practitioner", "practitioner_grade", "device")
# How often a client is treated by the same team as the time before.
SAME_TEAM = 0.7
# Log odds of some levels over the others, in the logs with a known truth.
EFFECTS = MappingProxyType({"new_product": {"yes": 0.6}, "acne_history": {"past": 0.4, "current": 0.8}})


@dataclass(frozen=True)
class Situation:
    """How common breakouts are, and whether clients come back."""

    name: str
    log_odds: float
    comes_back: bool


SITUATIONS = (
    Situation("Rare breakouts (4%), clients who came once", -3.2, comes_back=False),
    Situation("Rare breakouts (4%), clients who came back", -3.2, comes_back=True),
    Situation("Common breakouts (20%), clients who came once", -1.4, comes_back=False),
    Situation("Common breakouts (20%), clients who came back", -1.4, comes_back=True),
)


@dataclass(slots=True)
class Seen:
    """What was counted in the logs of one situation."""

    logs: int = 0
    flagged: int = 0
    shaped: int = 0
    modelled: int = 0
    flagged_adjusted: int = 0
    held: Counter[str] = field(default_factory=Counter)
    intervals: Counter[str] = field(default_factory=Counter)


class World:
    """Treatments to draw outcomes for."""

    def __init__(self, sample: Log, situation: Situation, chance: np.random.Generator) -> None:
        self.situation = situation
        visits = (
            1 + chance.poisson(VISITS - 1, size=CLIENTS) if situation.comes_back else np.ones(CLIENTS * VISITS, int)
        )
        self.client = np.repeat(np.arange(len(visits)), visits)
        rows = chance.integers(0, len(sample), len(self.client))
        firsts = np.flatnonzero(np.diff(self.client, prepend=-1))
        of_client = rows[firsts][self.client]
        moves = chance.random(len(rows)) > SAME_TEAM
        moves[firsts] = True
        of_team = rows[np.maximum.accumulate(np.where(moves, np.arange(len(rows)), 0))]
        columns = {}
        for factor in sample.factors:
            taken = of_client if factor.name in OF_THE_CLIENT else of_team if factor.name in OF_THE_TEAM else rows
            columns[factor.name] = sample.frame[factor.name].iloc[taken].reset_index(drop=True)
        columns[CLIENT] = pd.Series([f"C{each}" for each in self.client], dtype="category")
        columns[OUTCOME] = sample.frame[OUTCOME].iloc[rows].reset_index(drop=True)
        self.log = Log(pd.DataFrame(columns), sample.factors)
        self.levels = {
            factor.name: np.array([*self.log.values(factor.name), None], dtype=object)[self.log.codes(factor.name)]
            for factor in sample.factors
        }

    def chances(self, *, has_effects: bool) -> np.ndarray:
        """Return the true chance of each treatment."""
        log_odds = np.full(len(self.client), self.situation.log_odds)
        for name, of_levels in EFFECTS.items() if has_effects else ():
            for level, effect in of_levels.items():
                log_odds[self.levels[name] == level] += effect
        chances: np.ndarray = expit(log_odds)
        return chances

    def drawn(self, chances: np.ndarray, chance: np.random.Generator) -> InMemory:
        """Return counts of the treatments with outcomes that have these chances, alike within clients."""
        of_client = chance.normal(size=self.client.max() + 1)[self.client]
        deviates = np.sqrt(LIKENESS) * of_client + np.sqrt(1 - LIKENESS) * chance.normal(size=len(self.client))
        frame = self.log.frame.copy(deep=False)
        drawn = (norm.cdf(deviates) < chances).astype(np.int8)
        frame[OUTCOME] = type(frame[OUTCOME].array).from_codes(drawn, dtype=frame[OUTCOME].dtype)
        return InMemory(Log(frame, self.log.factors))

    def coverage(self, found: AtAGlance, chances: np.ndarray) -> Iterator[tuple[str, bool]]:
        """Tell of the interval of each rate and difference whether it holds the truth."""
        for result in found.factors:
            if result.factor.kind == "number":
                continue
            levels = self.levels[result.factor.name]
            truth = {each.level: chances[levels == each.level].mean() for each in result.levels}
            for each in result.levels:
                if each.rate is not None:
                    yield "rates", each.rate.interval.low <= truth[each.level] <= each.rate.interval.high
            # The level that lies furthest away of several is picked, and its interval widened for that.
            if result.contrast is not None and (len(result.levels) == 2 or result.factor.kind == "ordered"):
                compared = at_level(result.contrast.comparison, CONFIDENCE_LEVEL).risk_difference.interval
                true = truth[result.contrast.level] - truth[result.contrast.reference]
                yield "differences", compared.low <= true <= compared.high


def simulate(logs: int, situation: Situation, seed: int = SEED) -> Seen:
    """Count in as many logs what is flagged: called linked by its difference or its shape, or after adjusting."""
    sample, seen = sample_log(), Seen()
    for number in range(logs):
        chance = np.random.default_rng([seed, SITUATIONS.index(situation), number])
        world = World(sample, situation, chance)
        counts = world.drawn(world.chances(has_effects=False), chance)
        seen.logs += 1
        factors = at_a_glance(counts).factors
        seen.flagged += any(each.has_link for each in factors)
        seen.shaped += any(each.is_linked_in_shape for each in factors)
        if number < ADJUSTED:
            adjust(counts, seen)
            if number % SEARCHED == 0:
                search(world, chance, seen)
    return seen


def adjust(counts: InMemory, seen: Seen) -> None:
    """Count what is flagged after adjusting."""
    model = adjusted(counts, default_factors(counts))
    if isinstance(model, Adjusted):
        seen.modelled += 1
        seen.flagged_adjusted += any(each.is_linked for each in model.factors)


def search(world: World, chance: np.random.Generator, seen: Seen) -> None:
    """Count in a log with known effects which intervals hold them."""
    true = world.chances(has_effects=True)
    for kind, holds in world.coverage(at_a_glance(world.drawn(true, chance)), true):
        seen.intervals[kind] += 1
        seen.held[kind] += holds


def as_markdown(found: dict[str, Seen]) -> str:
    """Return the table of the Methods page."""
    lines = [
        "| Logs | Any factor flagged | Any shape | Any flagged after adjustment | Rates held | Differences held |",
        "|---|---|---|---|---|---|",
    ]
    for name, seen in found.items():
        held = [f"{seen.held[kind] / seen.intervals[kind]:.1%}" for kind in ("rates", "differences")]
        adjusted_share = seen.flagged_adjusted / max(seen.modelled, 1)
        after = f"{adjusted_share:.1%} of {seen.modelled:,}"
        flagged = f"{seen.flagged / seen.logs:.1%} of {seen.logs:,}"
        shaped = f"{seen.shaped / seen.logs:.1%}"
        lines.append(f"| {name} | {flagged} | {shaped} | {after} | {held[0]} | {held[1]} |")
    return "\n".join([*lines, "", f"{_standard_errors()} Seed {SEED}.", ""])


def _standard_errors() -> str:
    """Say how far chance moves a share of flagged logs."""
    alone, after = (100 * math.sqrt(SIGNIFICANT * (1 - SIGNIFICANT) / logs) for logs in (LOGS, ADJUSTED))
    moves = f"{alone:.1f} points in {LOGS:,} logs and {after:.1f} in {ADJUSTED:,}"
    return f"Chance moves a share of 5% by {moves} (standard error)."


def main() -> None:
    with ProcessPoolExecutor(2) as pool:
        found = dict(
            zip((each.name for each in SITUATIONS), pool.map(partial(simulate, LOGS), SITUATIONS), strict=True)
        )
    TABLE.write_text(as_markdown(found), encoding="utf-8")
    print(as_markdown(found))


if __name__ == "__main__":
    main()
