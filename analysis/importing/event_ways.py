"""Ways to join the rows of records, each of which holds for certain or not at all."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from analysis.importing.event_joining import has_several_outcomes, join, spread
from analysis.importing.event_rows import merged_codes
from analysis.importing.event_words import ARM, comes_after, is_treatment, names_treatment
from analysis.outcome_log.headers import field_of_header
from analysis.outcome_log.log import DATE

if TYPE_CHECKING:
    from analysis.importing.event_joining import Joined
    from analysis.importing.event_rows import EventRows

# What is noted of the treatment itself, on its day.
_OF_TREATMENT = frozenset({"treatment", "device", "cartridge_lot", "needle_depth_mm", "sterilisation"})
_NUMBER = re.compile(r"\d+")


def one_a_record(rows: EventRows) -> Joined | None:
    """Join all rows of a record, where no event of it comes twice and each event fills columns of its own."""
    if not rows.is_once or not fill_apart(rows):
        return None
    if rows.outcome is None:
        return None if rows.varying else join(rows, rows.ids)
    dates = [name for name in rows.varying if field_of_header(name) in {DATE, "follow_up_date"}]
    if not rows.apart or has_several_outcomes(rows, rows.ids) or len(rows.varying) > len(rows.apart) + len(dates):
        return None
    return join(rows, rows.ids, side_by_side=rows.varying)


def fill_apart(rows: EventRows) -> bool:
    """Tell whether two columns are never filled in the same event."""
    patterns = list({tuple(each) for each in rows.filled_in.values()})
    return any(not np.logical_and(one, other).any() for one in patterns for other in patterns)


def numbered(rows: EventRows) -> Joined | None:
    """Join "treatment 1" and "follow-up 1", "treatment 2" and "follow-up 2" of a record."""
    stems: dict[str, dict[str, int]] = defaultdict(dict)
    for place, name in enumerate(rows.names):
        if match := _NUMBER.search(ARM.sub("", name)):
            stems[f"{name[: match.start()]}#{ARM.sub('', name)[match.end() :]}"][match.group()] = place
    paired = [stem for stem in stems if any(stem != other and {*stems[stem]} & {*stems[other]} for other in stems)]
    numbers = {number for stem in paired for number in stems[stem]}
    if len(numbers) < 2 or not any(map(is_treatment, paired)) or not rows.is_once:  # noqa: PLR2004 - one is no series
        return None
    number_of = np.full(len(rows.names), -1)
    for stem in paired:
        for number, place in stems[stem].items():
            number_of[place] = sorted(numbers).index(number)
    of_row = number_of[rows.events]
    return spread(rows, rows.ids.astype(np.int64) * len(numbers) + of_row, of_row < 0)


def in_turn(rows: EventRows) -> Joined | None:
    """Join "treatment" with the "follow-up" below it, then the next "treatment" of the record with its own."""
    if rows.outcome is None or rows.is_once or not rows.apart:
        return None
    order = np.argsort(rows.ids, kind="stable")
    ids, events = rows.ids[order], rows.events[order]
    groups, first, seen, last = np.zeros(len(ids), dtype=np.int64), [0], {int(events[0])}, 0
    for row in range(1, len(ids)):
        if ids[row] != ids[row - 1] or int(events[row]) in seen:
            last, seen = last + 1, set()
            first.append(row)
        seen.add(int(events[row]))
        groups[row] = last
    if len({int(events[row]) for row in first}) > 1:
        return None
    of_row = np.empty_like(groups)
    of_row[order] = groups
    is_apart = not any(merged_codes(rows.cells[name], of_row, rows.cells[name].content)[1] for name in rows.data)
    is_in_turn = bool((np.bincount(groups) > 1).all())
    return join(rows, of_row) if is_apart and is_in_turn and not has_several_outcomes(rows, of_row) else None


def repeated_forms(rows: EventRows) -> Joined | None:
    """Take each repetition of one form for a treatment."""
    if rows.instances is None or not rows.instances.any() or rows.instances.all():
        return None
    if len(np.unique(rows.events[rows.instances])) > 1:
        return None
    return spread(rows, np.arange(len(rows.ids)), ~rows.instances) if _are_treatments(rows, rows.instances) else None


def one_an_outcome(rows: EventRows) -> Joined | None:
    """Take each row of the events with an outcome for a treatment, where it has a treatment's day or details."""
    if rows.outcome is None or not rows.apart:
        return None
    treated = rows.filled_in[rows.outcome][rows.events]
    return spread(rows, np.arange(len(rows.ids)), ~treated) if _are_treatments(rows, treated) else None


def _are_treatments(rows: EventRows, treated: np.ndarray) -> bool:
    """Tell whether rows are treatments rather than visits after one: by their names, day of treatment or details."""
    names = [rows.names[event] for event in np.unique(rows.events[treated])]
    if all(map(is_treatment, names)):
        return True
    fields = {name: field_of_header(name) for name in rows.data}
    details = [name for name, field in fields.items() if field in _OF_TREATMENT]
    days = [name for name, field in fields.items() if field == DATE and _is_day_of_treatment(name, names)]
    own = [name for name in (*details, *days) if rows.cells[name].content[treated].all()]
    elsewhere = [name for name in (*details, *days) if rows.cells[name].content[~treated].any()]
    if not own or elsewhere:
        return False
    return all(_differs_within_records(rows, name, treated) for name in own if name in days)


def _is_day_of_treatment(header: str, events: list[str]) -> bool:
    """Tell whether a date is the day of treatment rather than of whatever visit."""
    return names_treatment(header) or not any(map(comes_after, events))


def _differs_within_records(rows: EventRows, name: str, treated: np.ndarray) -> bool:
    cells = rows.cells[name]
    pairs = np.stack([rows.ids[treated], cells.codes[treated]])
    return bool(np.unique(pairs, axis=1).shape[1] == pairs.shape[1])
