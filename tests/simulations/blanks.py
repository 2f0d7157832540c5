"""Whether answers with blanks filled in are honest: how far off they are, and how often their intervals hold the truth.

The treatments and their clients are those of the sample log in which nothing is blank; outcomes are drawn as in
``honesty``, and then factors are blanked, the more often where nothing happened and no new product was used. So the
treatments that are left are not like all of them, while what is blank goes with nothing that the log does not hold. Run
``python -m tests.simulations.blanks`` to write ``analysis/wording/blanks.md``; it takes some minutes.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from analysis.counting.in_memory import InMemory
from analysis.outcome_log.log import Log
from analysis.questions.adjusted import Refusal, adjusted
from analysis.questions.imputed import Imputed, imputed
from tests.simulations.honesty import ROOT, TRUTH, World, holds, sample_log, with_outcomes

TABLE = ROOT / "analysis" / "wording" / "blanks.md"
LOGS = 500
SEED = 20_260_114

# Which factors are blanked, and how often: mostly where nothing happened and no new product was used.
BLANKED = ("acne_history", "active_acne", "skin_type", "moisturiser")
SELDOM, OFTEN = 0.03, 0.10
LEFT_OUT, FILLED_IN = "left out", "filled in"


@dataclass(frozen=True)
class Found:
    """What was counted in simulated logs.

    Attributes
    ----------
    logs, refused : int
    share : float
        Of the treatments, those in which something was blank.
    off : dict
        For each way and factor how far each difference lay from the truth.
    held : dict
        Whether each interval held it.
    """

    logs: int
    refused: int
    share: float
    off: dict[tuple[str, str], list[float]]
    held: dict[tuple[str, str], list[bool]]


def simulate(logs: int, seed: int = SEED) -> Found:
    log, chance = sample_log(), np.random.default_rng(seed)
    world = World(log)
    log = Log(log.frame.loc[world.used].reset_index(drop=True), log.factors)
    world = World(log)
    off: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    held: defaultdict[tuple[str, str], list[bool]] = defaultdict(list)
    refused, blank = 0, []
    for _ in range(logs):
        counts = InMemory(_drawn(log, world, chance))
        without, with_them = adjusted(counts, tuple(TRUTH)), imputed(counts, tuple(TRUTH))
        if isinstance(without, Refusal) or not isinstance(with_them, Imputed):
            refused += 1
            continue
        blank.append(with_them.filled_in / with_them.known)
        for each in with_them.factors:
            factor = each.complete.factor
            # Of several levels the one that happens to lie furthest away is compared, which is off by itself.
            if factor.kind == "number" or each.complete.picked_from > 1:
                continue
            truth = world.rate(factor.name, each.complete.level) - world.rate(factor.name, each.complete.reference)
            # Each by itself: those shown are wider, as they allow for all the factors.
            for way, found in ((LEFT_OUT, each.complete.pair.difference()), (FILLED_IN, each.pair.difference())):
                off[way, factor.title].append(found.value - truth)
                held[way, factor.title].append(holds(found, truth))
    return Found(logs, refused, float(np.mean(blank)), dict(off), dict(held))


def _drawn(log: Log, world: World, chance: np.random.Generator) -> Log:
    """Return the log with other outcomes, and with blanks."""
    outcomes = world.draw(chance)
    often = np.where((outcomes == 0) & (world.values["new_product"] == "no"), OFTEN, SELDOM)
    drawn = with_outcomes(log, outcomes)
    frame = drawn.frame.copy()
    for name in BLANKED:
        frame.loc[chance.random(len(log)) < often, name] = np.nan
    return Log(frame, log.factors)


def as_markdown(found: Found) -> str:
    """Return the table of the Methods page."""
    lines = [
        "| Factor | Off by, per 100, blanks left out | Filled in | Hold the truth, blanks left out | Filled in |",
        "|---|---|---|---|---|",
    ]
    titles = list(dict.fromkeys(title for _, title in found.off))
    for title in titles:
        # No minus in front of a zero.
        off = [round(100 * float(np.mean(found.off[way, title])), 1) + 0.0 for way in (LEFT_OUT, FILLED_IN)]
        held = [float(np.mean(found.held[way, title])) for way in (LEFT_OUT, FILLED_IN)]
        lines.append(f"| {title} | {off[0]:+.1f} | {off[1]:+.1f} | {held[0]:.1%} | {held[1]:.1%} |")
    everything = {way: [each for title in titles for each in found.held[way, title]] for way in (LEFT_OUT, FILLED_IN)}
    root = {
        way: 100 * float(np.sqrt(np.mean([each**2 for title in titles for each in found.off[way, title]])))
        for way in (LEFT_OUT, FILLED_IN)
    }
    held = [float(np.mean(everything[way])) for way in (LEFT_OUT, FILLED_IN)]
    lines.append(
        f"| **all** (root mean square) | {root[LEFT_OUT]:.1f} | {root[FILLED_IN]:.1f} | {held[0]:.1%} | {held[1]:.1%} |"
    )
    unable = f"; {found.refused:,} had no answer" if found.refused else ""
    rests_on = (
        f"{found.logs:,} logs with a known truth, something blank in {found.share:.0%} of the treatments{unable}; seed "
        f"{SEED}."
    )
    return "\n".join([*lines, "", rests_on, ""])


def main() -> None:
    found = simulate(LOGS)
    TABLE.write_text(as_markdown(found), encoding="utf-8")
    print(as_markdown(found))


if __name__ == "__main__":
    main()
