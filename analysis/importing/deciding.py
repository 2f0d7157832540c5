"""Decide how a file is read: what is certain silently, what is in doubt by the manager's answer, nothing by a guess."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.importing.decision import Alternative, Decision, UndecidedError
from analysis.importing.doubts.client_ids import ids_in_other_letters, ids_without_zeros, shortened_ids, whole_numbers
from analysis.importing.doubts.counted_rows import rows_that_stand_for_several
from analysis.importing.doubts.dates import another_calendar, swapped_days
from analysis.importing.doubts.days_as_dates import days_as_dates, days_until_follow_up
from analysis.importing.doubts.doubtful_rows import (
    another_table,
    days_closed,
    rows_filled_in_before,
    rows_pasted_twice,
    rows_struck_through,
    sums_without_a_word,
    tests_and_examples,
)
from analysis.importing.doubts.follow_ups import rows_of_one_treatment
from analysis.importing.doubts.good_news import way_round
from analysis.importing.doubts.missing_codes import codes_for_unknown_days
from analysis.importing.doubts.no_contact import clients_not_reached
from analysis.importing.doubts.no_visits import visits_that_did_not_happen, visits_without_treatment
from analysis.importing.doubts.numbers import how_numbers_are_written, shares_beside_percentages
from analysis.importing.doubts.outcome_answers import legend_beside_the_table, meaning_of_answers, meaning_of_blanks
from analysis.importing.doubts.outcome_column import which_column
from analysis.importing.doubts.own_answers import answers_of_their_own
from analysis.importing.doubts.same_day import rows_of_a_client_and_a_day
from analysis.importing.doubts.scales import codes_in_headers, scores_of_adherence, severity_in_numbers
from analysis.importing.doubts.short_rows import rows_that_end_early
from analysis.importing.doubts.sign_answers import sign_doubts
from analysis.importing.doubts.sign_lists import signs_in_lists
from analysis.importing.doubts.struck_answers import answers_struck_through
from analysis.importing.doubts.tick_blanks import blanks_beside_ticks
from analysis.importing.doubts.torn_rows import rows_of_another_width
from analysis.importing.doubts.units import days_in_another_unit, days_in_words, time_without_a_unit
from analysis.importing.doubts.void_records import money_given_back, records_that_do_not_count
from analysis.importing.doubts.which_table import which_table
from analysis.importing.typed_columns import OutcomeNeededError
from analysis.progress import report_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from analysis.importing.decision import Outcomes
    from analysis.importing.doubts.doubt import Doubt, Option
    from analysis.importing.draft import Draft
    from analysis.importing.import_account import ImportAccount

# In the order in which they are asked: each may rest on the answers before it.
DOUBTS = (
    which_table,
    rows_that_end_early,
    rows_of_another_width,
    another_table,
    tests_and_examples,
    rows_struck_through,
    sums_without_a_word,
    rows_filled_in_before,
    days_closed,
    rows_pasted_twice,
    rows_that_stand_for_several,
    shortened_ids,
    whole_numbers,
    ids_in_other_letters,
    ids_without_zeros,
    which_column,
    legend_beside_the_table,
    way_round,
    meaning_of_answers,
    meaning_of_blanks,
    answers_struck_through,
    visits_that_did_not_happen,
    visits_without_treatment,
    records_that_do_not_count,
    money_given_back,
    clients_not_reached,
    codes_in_headers,
    scores_of_adherence,
    severity_in_numbers,
    signs_in_lists,
    *sign_doubts(),
    answers_of_their_own,
    blanks_beside_ticks("factor", "warning sign"),
    blanks_beside_ticks("follow-up"),
    rows_of_one_treatment,
    rows_of_a_client_and_a_day,
    days_in_words,
    time_without_a_unit,
    days_in_another_unit,
    days_as_dates,
    days_until_follow_up,
    how_numbers_are_written,
    codes_for_unknown_days,
    shares_beside_percentages,
    swapped_days,
    another_calendar,
)
# What these lead to depends on what the answers mean.
BEFORE_ANSWERS = DOUBTS[: DOUBTS.index(meaning_of_blanks)]
# What these lead to depends on which rows are one treatment.
BEFORE_ROWS = DOUBTS[: DOUBTS.index(rows_of_one_treatment)]


def decide(draft: Draft) -> tuple[Draft, tuple[Decision, ...]]:
    """Return how a file is read, and what that rests on.

    Raises
    ------
    UndecidedError
        Where it can be read in more than one way that part the counts, and nobody has chosen yet which is right.
    """
    decisions: list[Decision] = []
    for done, find in enumerate(DOUBTS):
        report_progress("columns", done, 2 * len(DOUBTS))
        doubt = find(draft)
        if doubt is None:
            continue
        decision, chosen = _settled(doubt, draft, find)
        if chosen is None:
            raise UndecidedError(draft.table.file_name, decision, _account(draft))
        decisions.append(decision)
        draft = chosen.draft
    return draft, tuple(decisions)


def _leaves_answers_open(draft: Draft) -> bool:
    """Tell whether nobody can say what a reading leads to before it is known what the answers in it mean."""
    later = (find(draft) for find in (meaning_of_answers, meaning_of_blanks))
    return any(doubt is not None and len(doubt.options) > 1 for doubt in later)


def _outcomes(draft: Draft, find: Callable[[Draft], Doubt | None]) -> Outcomes | None:
    """Return what a reading of one doubt leads to; None where a later question comes first."""
    if draft.table_doubt is not None or (find in BEFORE_ANSWERS and _leaves_answers_open(draft)):
        return None
    later = rows_of_one_treatment(draft) if find in BEFORE_ROWS else None
    if later is None:
        return draft.outcomes
    readings = [option.draft.outcomes for option in later.options]
    return readings[0] if _agree(readings) else None


def _account(draft: Draft) -> ImportAccount | None:
    """Return what is understood of a file that is still in doubt."""
    try:
        return draft.cleaned()[1]
    except OutcomeNeededError:
        return None


def _settled(doubt: Doubt, draft: Draft, find: Callable[[Draft], Doubt | None]) -> tuple[Decision, Option | None]:
    """Return the decision and the option that holds; None where the manager has to choose."""
    if len(doubt.options) == 1 and not doubt.must_ask:
        only = doubt.options[0]
        return Decision(doubt.about, doubt.question, doubt.because, only.reading, (), doubt.columns), only
    outcomes = [_outcomes(each.draft, find) for each in doubt.options]
    alternatives = tuple(
        Alternative(option.reading, None if each is None else each.consequence, option.parts)
        for option, each in zip(doubt.options, outcomes, strict=True)
    )
    answer = draft.choices.answer_to(doubt.about)
    chosen = next((each for each in doubt.options if each.reading == answer), None)
    if chosen is None and not doubt.must_ask and _agree(outcomes):
        chosen = doubt.options[0]
    columns, rows = draft.shown(doubt.columns, doubt.texts, doubt.rows) if doubt.columns or doubt.rows else ((), ())
    reading = chosen.reading if chosen is not None else None
    return Decision(doubt.about, doubt.question, doubt.because, reading, alternatives, columns, rows), chosen


def _agree(outcomes: Sequence[Outcomes | None]) -> bool:
    """Tell whether nobody could tell the readings apart by their numbers."""
    first = outcomes[0]
    return first is not None and all(each is not None and each.agree_with(first) for each in outcomes)
