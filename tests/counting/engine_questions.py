"""Every question of `Counts`, to be asked of two places that must agree to the last count."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.counting.tallies import AlikeClients, ByDay, ClientPairs, Merging, Patterns, Tally
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.log import Log
from analysis.outcome_log.outcomes import Counted, possible_outcomes
from tests.logs import log_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from analysis.counting.counts import Counts

COLUMNS: dict[str, tuple[str, ...]] = {
    "client_id": ("", "C01", "C02", "C03", "C04", "C05", "C06", "C07", "C08", "C09"),
    "treatment_date": ("", "2026-01-30", "2026-03-02", "2026-03-09", "2026-05-01"),
    "follow_up_date": ("", "2026-02-01", "2026-03-11", "2026-03-20", "2026-05-04", "2026-11-30"),
    "clinic": ("", "Harbour", "Meadow", "Old Mill"),
    "acne_history": ("", "none", "past", "current"),
    "new_product": ("", "yes", "no"),
    "needle_depth_mm": ("", "0.5", "1.5", "2.5"),
    "breakout": ("", "yes", "yes", "no", "no"),
    "onset_day": ("", "0", "3", "14", "15", "40"),
    "resolved_day": ("", "2", "9", "60", "300"),
    "severity": ("", "mild", "moderate", "severe"),
    "pustules": ("", "yes", "no"),
    "followed_up": ("", "yes", "no"),
    "Room & chair": ("", "1 a", "1 b"),
}
DEPTHS = Merging("needle_depth_mm", ("shallow", "deep"), (0, 1, 1))
CLINICS = Merging("clinic", ("some",), (0, -1, 0))
FILTERS = (
    Filters(),
    Filters(start=dt.date(2026, 3, 1), window_days=3),
    Filters(end=dt.date(2026, 3, 31), levels=(("clinic", ("Harbour", "Old Mill")),)),
    Filters(levels=(("acne_history", ("past",)), ("new_product", ("yes",))), ranges=(("needle_depth_mm", 1.0, 2.5),)),
    Filters(levels=(("clinic", ("gone",)),)),
)


def sorted_rows(found: AlikeClients | None) -> list[list[int]] | None:
    """Return a line for each client, who come in no order, in one."""
    return None if found is None else sorted(np.repeat(found.counts, found.clients, axis=0).tolist())


def followed_up_in_time(counts: Counts) -> list[Any] | None:
    """Return every count of follow-ups in time, where anybody recorded them, and that no breakout is among these."""
    found = counts.follow_ups(20, dt.date(2026, 3, 25))
    if found is None:
        return None
    pairs = [found.pairs(factor.name) for factor in found.factors]
    breakouts = [found.late_breakouts, *found.begun_by_review]
    by_each = [found.by(factor.name) for factor in found.factors]
    return [found.total, *by_each, *pairs, sorted_rows(found.by_client()), breakouts]


QUESTIONS: dict[str, Callable[[Counts], Any]] = {
    "empty": lambda counts: counts.is_empty,
    "begun by review": lambda counts: counts.begun_by_review,
    "late": lambda counts: counts.late_breakouts,
    "total": lambda counts: counts.total,
    "by each": lambda counts: [counts.by(factor.name) for factor in counts.factors],
    "by two": lambda counts: [counts.by_both("clinic", "acne_history"), counts.by_both(CLINICS, DEPTHS)],
    "by day": lambda counts: [counts.by_day(), counts.by_day(dt.date(2026, 3, 1), dt.date(2026, 3, 5))],
    "by grade": lambda counts: [counts.by_grade(), counts.by_grade("clinic", "new_product")],
    "visits": lambda counts: counts.visits("clinic"),
    "pairs": lambda counts: [
        counts.pairs("clinic"),
        counts.pairs(DEPTHS, "new_product"),
        counts.pairs("clinic", of="grade"),
        counts.pairs(of="known"),
        counts.pairs("clinic", of="duration") if counts.has("resolved_day") and counts.has("onset_day") else None,
    ],
    "times": lambda counts: [counts.times(), counts.times("clinic"), counts.onsets("new_product")],
    "followed": lambda counts: [counts.followed_onsets(), counts.followed_onsets("clinic")],
    "durations": lambda counts: [counts.durations(), counts.durations("clinic")],
    "seen": lambda counts: counts.seen(),
    "by client": lambda counts: [sorted_rows(counts.by_client()), sorted_rows(counts.by_client("grade"))],
    "patterns": lambda counts: [counts.patterns("clinic", "needle_depth_mm"), counts.patterns()],
    "combinations": lambda counts: [
        counts.combinations("clinic", DEPTHS),
        counts.occurring("clinic", "needle_depth_mm"),
    ],
    "follow-ups": followed_up_in_time,
    "between": lambda counts: counts.between(dt.date(2026, 3, 2), None).by("acne_history"),
}


def some_log(rows: int, seed: int, *without: str, clients: int = 9) -> Log:
    """Return a log with every kind of column but those named, with blanks everywhere."""
    random = np.random.default_rng(seed)
    names = [name for name in COLUMNS if name not in without]
    values = {name: random.choice(np.array(COLUMNS[name], dtype=object), rows) for name in names}
    if clients > 9 and "client_id" in values:
        values["client_id"] = np.array([f"C{number:05}" for number in random.integers(0, clients, rows)], dtype=object)
    lines = [",".join(line) for line in zip(*values.values(), strict=True) if any(line)]
    return log_of("\n".join([",".join(names), *lines]) + "\n")


def ways_to_count(log: Log) -> Iterator[Counted]:
    """Yield some outcomes, one of each kind, with every unit."""
    kinds = {(each.is_breakout, each.is_course, each.is_ordered, each.name): each for each in possible_outcomes(log)}
    for outcome in kinds.values():
        if outcome.name in {"breakout", "severity", "pustules", "acne_history"}:
            for unit in ("treatments", "first treatments", "clients"):
                yield Counted(outcome, unit)


def plain(found: Any) -> Any:  # noqa: ANN401
    """Return an answer as lists, to be compared."""
    if isinstance(found, list | tuple):
        return [plain(each) for each in found]
    if isinstance(found, ByDay | ClientPairs | Patterns | Tally):
        return [(each.name, plain(getattr(found, each.name))) for each in fields(found)]
    return found.tolist() if isinstance(found, np.ndarray) else found


def assert_same(counts: Counts, expected: Counts) -> None:
    """Ask both everything."""
    for name, ask in QUESTIONS.items():
        assert plain(ask(counts)) == plain(ask(expected)), (name, counts.filters, counts.counted)
