"""Whether the adjusted page is honest: how often it flags what chance made, and how often its intervals hold the truth.

The treatments, their clients and what is recorded of them are those of the sample log; only outcomes are drawn anew.
Run ``python -m tests.simulations.honesty`` to write ``analysis/wording/honesty.md``; it takes some minutes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from scipy.special import expit
from scipy.stats import norm

from analysis.counting.in_memory import InMemory
from analysis.files.reading import read
from analysis.importing.cleaning import clean
from analysis.methods.adjusted.standardised import AdjustedFactor
from analysis.methods.avoidable import Avoidable
from analysis.outcome_log.filters import WINDOW_DAYS
from analysis.outcome_log.log import CLIENT, ONSET, OUTCOME, Log
from analysis.questions.adjusted import Adjusted, Refusal, adjusted, default_factors
from analysis.results import SIGNIFICANT, Estimate, ValueRange
from tests.simulations.intervals import by_itself

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_data" / "outcomes.csv"
TABLE = ROOT / "analysis" / "wording" / "honesty.md"

LOGS = 1000
SEED = 20_260_105

# The truth of the drawn logs: log odds by level, or by unit of a number, over a constant.
CONSTANT = -2.2
TRUTH = MappingProxyType(
    {
        "acne_history": {"none": 0.0, "past": 0.55, "current": 0.85},
        "active_acne": {"no": 0.0, "yes": 0.5},
        "skin_type": {"normal": 0.0, "dry": 0.0, "oily": 0.45, "combination": 0.0, "sensitive": 0.0},
        "adherence_percent": -0.013,
        "new_product": {"no": 0.0, "yes": 0.5},
        "harsh_product": {"no": 0.0, "yes": 0.0},
        "moisturiser": {"non-comedogenic": 0.0, "comedogenic": 0.6, "none": 0.0},
    }
)
# The outcomes of one client's treatments come from normal deviates that correlate so. Unlike an effect of each client
# on the log odds, this leaves the chances by level exactly logistic.
LIKENESS = 0.5

DIFFERENCE, WIDENED, SHOWN, RATE, AVOIDED = (
    "Difference per 100 after adjustment",
    "Difference with a widened interval (several levels)",
    "Difference as shown, allowing for all factors",
    "Standardised rates of the levels",
    "Avoidable per 100",
)
KINDS = (DIFFERENCE, WIDENED, SHOWN, RATE, AVOIDED)


@dataclass(frozen=True)
class Honesty:
    """What was counted in simulated logs.

    Attributes
    ----------
    shuffled : int
        Logs with shuffled outcomes.
    flagged : int
        Those in which any factor was flagged after adjustment.
    drawn : int
        Logs drawn from the truth.
    refused : int
        Those in which the model was refused.
    coverage : dict
        For each kind of interval and factor, how many intervals held the truth, of how many.
    seed : int
    """

    shuffled: int
    flagged: int
    drawn: int
    refused: int
    coverage: dict[tuple[str, str], tuple[int, int]]
    seed: int


def sample_log() -> Log:
    return clean(read(SAMPLE.read_bytes(), SAMPLE.name))[0]


def simulate(logs: int, seed: int = SEED) -> Honesty:
    log, chance = sample_log(), np.random.default_rng(seed)
    flagged = sum(_is_any_flagged(with_outcomes(log, chance.permutation(_outcomes(log)))) for _ in range(logs))
    world = World(log)
    counts: defaultdict[tuple[str, str], list[bool]] = defaultdict(list)
    refused = 0
    for _ in range(logs):
        found = adjusted(InMemory(with_outcomes(log, world.draw(chance))), tuple(TRUTH))
        if isinstance(found, Refusal):
            refused += 1
            continue
        for key, holds in world.coverage(found):
            counts[key].append(holds)
    return Honesty(logs, flagged, logs, refused, {key: (sum(each), len(each)) for key, each in counts.items()}, seed)


def _outcomes(log: Log) -> np.ndarray:
    """Return the outcome of each treatment as it counts: 0 no, 1 yes, -1 unknown."""
    outcomes = log.codes(OUTCOME).copy()
    late = np.array([*(day > WINDOW_DAYS for day in log.values(ONSET)), False])[log.codes(ONSET)]
    outcomes[late & (outcomes == 1)] = 0
    return outcomes


def with_outcomes(log: Log, outcomes: np.ndarray) -> Log:
    frame = log.frame.drop(columns=ONSET)
    frame[OUTCOME] = type(frame[OUTCOME].array).from_codes(outcomes, dtype=frame[OUTCOME].dtype)
    return Log(frame, log.factors)


def _is_any_flagged(log: Log) -> bool:
    counts = InMemory(log)
    found = adjusted(counts, default_factors(counts))
    return isinstance(found, Adjusted) and any(each.is_linked for each in found.factors)


class World:
    """The sample log's treatments with a known truth, and the same standardisation under it."""

    def __init__(self, log: Log) -> None:
        self.outcomes = _outcomes(log)
        self.client = np.unique(
            np.where(log.codes(CLIENT) < 0, -1 - np.arange(len(log)), log.codes(CLIENT)), return_inverse=True
        )[1]
        self.values = {name: np.array([*log.values(name), None], dtype=object)[log.codes(name)] for name in TRUTH}
        self.parts = {name: np.array([_log_odds(name, value) for value in each]) for name, each in self.values.items()}
        self.log_odds = CONSTANT + sum(self.parts.values())
        known = np.all([[value is not None for value in each] for each in self.values.values()], axis=0)
        self.used = known & (self.outcomes >= 0)

    def draw(self, chance: np.random.Generator) -> np.ndarray:
        """Return outcomes with the true chances, alike within clients, unknown where they were."""
        of_client = chance.normal(size=self.client.max() + 1)[self.client]
        deviates = np.sqrt(LIKENESS) * of_client + np.sqrt(1 - LIKENESS) * chance.normal(size=len(self.client))
        drawn = (norm.cdf(deviates) < expit(self.log_odds)).astype(self.outcomes.dtype)
        return np.where(self.outcomes < 0, self.outcomes, drawn)

    def rate(self, name: str, value: Any, moved: np.ndarray | None = None) -> float:  # noqa: ANN401
        """Return the mean true chance of the treatments used, those `moved` set to a value of a factor."""
        changed = self.log_odds - self.parts[name] + _log_odds(name, value)
        log_odds = changed if moved is None else np.where(moved, changed, self.log_odds)
        return float(expit(log_odds[self.used]).mean())

    def coverage(self, found: Adjusted) -> Iterator[tuple[tuple[str, str], bool]]:
        """Tell of each interval of an answer whether it holds the truth; levels that were merged have none."""
        merged = {each.factor.name for each in found.factors if each.merged}
        for each in found.factors:
            if each.factor.name not in merged:
                yield from self._of_factor(each)
        for change in found.avoidable:
            if change.factor.name not in merged:
                yield (AVOIDED, change.factor.title), holds(by_itself(change.avoidable), self._avoided(change))

    def _of_factor(self, each: AdjustedFactor) -> Iterator[tuple[tuple[str, str], bool]]:
        name, title = each.factor.name, each.factor.title
        truth = {rate.level: self.rate(name, self._value(name, rate.level)) for rate in each.rates}
        kind = WIDENED if each.picked_from > 1 else DIFFERENCE
        true = truth[each.level] - truth[each.reference]
        yield (kind, title), holds(each.pair.difference(1 - SIGNIFICANT / each.picked_from), true)
        yield (SHOWN, title), holds(each.risk_difference, true)
        for rate in each.rates:
            yield (RATE, title), holds(rate.rate, truth[rate.level])

    def _avoided(self, change: Avoidable) -> float:
        name = change.factor.name
        target = self._value(name, change.targets[0])
        is_number = isinstance(target, float)
        values = self.values[name]
        moved = np.array([each is not None and (each < target if is_number else each != target) for each in values])
        return float(expit(self.log_odds[self.used]).mean()) - self.rate(name, target, moved)

    def _value(self, name: str, level: Any) -> Any:  # noqa: ANN401
        """Return a level, or the middle value of a fifth."""
        if not isinstance(level, ValueRange):
            return level
        values = self.values[name][self.used].astype(float)
        among = values[(values >= level.low) & (values <= level.high)]
        return float(np.quantile(among, 0.5, method="inverted_cdf"))


def _log_odds(name: str, value: Any) -> float:  # noqa: ANN401
    truth = TRUTH[name]
    if value is None:
        return 0.0
    return float(truth[value] if isinstance(truth, dict) else truth * value)


def holds(estimate: Estimate, truth: float) -> bool:
    high = estimate.interval.high
    return estimate.interval.low <= truth and (high is None or truth <= high)


def as_markdown(found: Honesty) -> str:
    """Return the tables of the Methods page."""
    lines = [
        "| Logs | Any factor flagged after adjustment |",
        "|---|---|",
        f"| {found.shuffled:,} with shuffled outcomes | {found.flagged / found.shuffled:.1%} |",
        "",
        f"| Interval, in {found.drawn:,} logs with a known truth | Factor | Intervals | Hold the truth |",
        "|---|---|---|---|",
    ]
    for kind in KINDS:
        of_kind = {title: counts for (each, title), counts in found.coverage.items() if each == kind}
        lines += [f"| {kind} | {title} | {of:,} | {held / of:.1%} |" for title, (held, of) in of_kind.items()]
        held, of = (sum(counts[place] for counts in of_kind.values()) for place in (0, 1))
        lines.append(f"| {kind} | **all** | {of:,} | {held / of:.1%} |")
    unable = f"; the model was refused in {found.refused:,} logs" if found.refused else ""
    return "\n".join([*lines, "", f"Seed {found.seed}{unable}.", ""])


def main() -> None:
    found = simulate(LOGS)
    TABLE.write_text(as_markdown(found), encoding="utf-8")
    print(as_markdown(found))


if __name__ == "__main__":
    main()
