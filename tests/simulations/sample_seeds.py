"""What the product says of logs of the sample generator, beside what is true of them.

Of each seed two things are looked at: whether each factor is called linked after adjusting, and whether what is said
of the change by adjusting, or by comparing within groups, is true. What a log without chance would show is the truth of
a change. Run ``python -m tests.simulations.sample_seeds`` to write ``analysis/wording/sample_seeds.md``; it takes about
half an hour.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis.methods.linked import evidence
from analysis.outcome_log.codebook import load
from analysis.questions.adjusted import default_factors
from analysis.questions.at_a_glance import at_a_glance
from analysis.questions.story import story
from analysis.questions.stratified import something_else
from analysis.results import SIGNIFICANT
from tests.simulations.honesty import ROOT
from tests.simulations.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Callable

    from analysis.methods.change import Change

TABLE = ROOT / "analysis" / "wording" / "sample_seeds.md"
SEEDS, FIRST_SEED = 500, 30_101
# The tables are written after so many logs each time, so that nothing is lost where it is stopped.
WRITTEN_EVERY = 25
# Factors with an effect of their own in the sample, and without. The aftercare items and the hours until make-up, from
# which the adherence is made, stand for it where it is not in the model: neither.
TRUE = (
    *("acne_history", "active_acne", "skin_type", "new_product"),
    *("moisturiser", "adherence_percent", "needle_depth_mm", "cartridge_lot"),
)
ABSENT = (
    *("clinic", "practitioner_grade", "treatment", "device", "sterilisation"),
    *("pre_cleanse", "age_band", "fitzpatrick", "harsh_product"),
)

# What is claimed holds from these true shares of the own difference on.
MOST, SOME, FEW = 0.5, 0.02, 0.1
Differences = tuple[float, float]


def _is_shared(of: Differences, share: float) -> bool:
    own, left = of
    return (own - left) / own >= share


# Whether a statement is true, by the true differences on its own and after adjusting.
IS_TRUE: dict[str, Callable[[Differences], bool]] = {
    "partly shared": lambda of: _is_shared(of, SOME),
    "mostly shared": lambda of: _is_shared(of, MOST),
    "hidden": lambda of: of[0] * of[1] > 0 and _is_shared((of[1], of[0]), SOME),
    "reversed": lambda of: of[0] * of[1] < 0,
    "unchanged": lambda of: abs(of[1] - of[0]) <= FEW * abs(of[0]),
}


@dataclass(slots=True)
class Seen:
    """What was counted: statements by place and verdict, false ones, and factors asked about and found linked."""

    said: Counter[tuple[str, str]] = field(default_factory=Counter)
    false: Counter[tuple[str, str]] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    intervals: Counter[str] = field(default_factory=Counter)
    seeds_false: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    alone: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    planned: Counter[str] = field(default_factory=Counter)
    logs: int = 0

    def note(self, place: str, verdict: str, change: Change, truth: Differences) -> bool:
        interval = change.estimate.interval
        self.intervals[place] += 1
        self.held[place] += interval.low <= truth[1] - truth[0] <= interval.high
        self.said[place, verdict] += 1
        is_false = verdict in IS_TRUE and not IS_TRUE[verdict](truth)
        self.false[place, verdict] += is_false
        return is_false


def look(seed: int, seen: Seen) -> None:
    truth = Truth(seed)
    counts, found = truth.counts, at_a_glance(truth.counts)
    names = default_factors(counts)
    wrong: set[str] = set()
    for result in found.factors:
        name = result.factor.name
        if name not in {*TRUE, *ABSENT}:
            continue
        within = something_else(counts, result, found)
        of = story(counts, within, names)
        asked = None if of is None else of.adjusted.asked
        seen.asked[name] += 1
        seen.alone[name] += result.is_linked or result.is_linked_in_shape
        seen.after[name] += asked is not None and asked.is_linked
        if asked is not None:
            planned = 1.0 if asked.units_are_too_few else evidence(asked.pair.p_value, asked.picked_from)
            seen.planned[name] += planned < SIGNIFICANT
        if of is None:
            continue
        changes = truth.after_adjusting(of)
        if changes is not None and seen.note("adjusted", of.adjusted.asked.verdict, of.adjusted.asked.change, changes):
            wrong.add("adjusted")
        for each in within.changing[:1]:
            if seen.note("within", each.alike.verdict, each.alike.change, truth.within_groups(name, each)):
                wrong.add("within")
    seen.seeds_false.update(wrong)
    seen.logs += 1


SENTENCES = {
    "partly shared": "“Part of the difference is explained by …”",
    "mostly shared": "“Most of the difference is explained by …”",
    "hidden": "“Part of the difference was hidden by …”",
    "reversed": "“The difference points the other way”",
    "unchanged": "“hardly changes it”",
}
WHERE = {"adjusted": "after adjusting", "within": "within groups"}


def as_markdown(seen: Seen) -> str:
    """Return the tables of the Methods page."""
    lines = ["| Sentence | Said | False |", "|---|---|---|"]
    for place, where in WHERE.items():
        for verdict, sentence in SENTENCES.items():
            said, false = seen.said[place, verdict], seen.false[place, verdict]
            share = f"{false / said:.1%}" if said else "–"
            lines.append(f"| {sentence}, {where} | {said:,} | {share} |")
    said, false = (
        sum(of[place, verdict] for place in WHERE for verdict in SENTENCES) for of in (seen.said, seen.false)
    )
    lines += [
        f"| **all** | {said:,} | {false / said:.1%} |",
        "",
        "| Factor | Has an effect | On its own | After adjusting, in a search | After adjusting, planned |",
        "|---|---|---|---|---|",
    ]
    for names, has in ((TRUE, "yes"), (ABSENT, "no")):
        for name in names:
            shares = (f"{of[name] / seen.asked[name]:.1%}" for of in (seen.alone, seen.after, seen.planned))
            lines.append(f"| {load()[name].title} | {has} | {' | '.join(shares)} |")
    held, of = sum(seen.held.values()), sum(seen.intervals.values())
    rests_on = (
        f"{seen.logs:,} logs of the sample generator; {held / of:.1%} of {of:,} intervals of a change held the true "
        f"one; seeds from {FIRST_SEED:,} on."
    )
    return "\n".join([*lines, "", rests_on, ""])


def main() -> None:
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS
    seen = Seen()
    for seed in range(FIRST_SEED, FIRST_SEED + seeds):
        look(seed, seen)
        if seen.logs % WRITTEN_EVERY == 0 or seen.logs == seeds:
            TABLE.write_text(as_markdown(seen), encoding="utf-8")
    print(as_markdown(seen))


if __name__ == "__main__":
    main()
