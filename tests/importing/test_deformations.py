"""A log that the world has deformed gives its true counts, or a question: never another rate.

`make deform` tries 2,000 cases and prints what came of each deformation; `BREAKOUT_EXAMPLES=2000 pytest
tests/importing/test_deformations.py` asserts as many.
"""

from __future__ import annotations

import os
from collections import Counter
from functools import cache

import pytest

from tests.deformation_trials import BAD, LEAST_ANSWERED, Answer, Case, alone, case, share_answered, shrunk, tried
from tests.deformations import DEFORMATIONS

pytestmark = pytest.mark.usefixtures("parsed_here")

EXAMPLES = int(os.environ.get("BREAKOUT_EXAMPLES", "80"))
# Several shards, so that two processes share them.
SHARDS = 12
LOGS = range(40)
COUNTED_FOR_THE_SHARE = 80
# Of the deformations whose wordings are languages, each in so many patterns: each language is tried in one of these.
PATTERNS = {"month_names_in_another_language": 3, "answers_labelled_twice": 3}


@cache
def answer_to(trial: Case) -> Answer:
    """Return what the product makes of a case, which several tests ask."""
    return tried(trial)


def wrong(trial: Case) -> str:
    """Return what is wrong with a case in its shortest form, "" where nothing is."""
    answer = answer_to(trial)
    if answer.verdict in BAD:
        shortest = shrunk(trial)
        return f"{shortest}: {tried(shortest).shown}"
    return f"{trial}: other values in {answer.values}" if answer.values else ""


def leaves_no_doubt(trial: Case) -> bool:
    """Tell whether a careful reader of the file would know the truth."""
    return all(DEFORMATIONS[step.name].doubt == "none" for step in trial.steps)


def is_in_turn(trial: Case) -> bool:
    """Tell whether a case of one step has the pattern in which its language is tried."""
    (step,) = trial.steps
    patterns = PATTERNS.get(step.name, 1)
    language, pattern = divmod(step.wording, patterns)
    return pattern == language % patterns


@pytest.mark.parametrize("shard", range(SHARDS))
def test_a_log_deformed_in_several_ways_gives_its_true_counts_or_a_question(shard: int) -> None:
    found = [sentence for number in range(shard, EXAMPLES, SHARDS) if (sentence := wrong(case(number)))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", DEFORMATIONS)
def test_a_log_deformed_in_one_way_gives_its_true_counts_or_a_question_in_every_wording(name: str) -> None:
    trials = filter(is_in_turn, alone(LOGS, [name], logs_each=1))
    found = [sentence for trial in trials if (sentence := wrong(trial))]
    assert not found, "\n".join(found)


def test_most_cases_that_leave_no_doubt_are_answered_without_a_question() -> None:
    """Asking about everything is no solution."""
    cases = filter(leaves_no_doubt, map(case, range(COUNTED_FOR_THE_SHARE)))
    verdicts = Counter(answer_to(each).verdict for each in cases)
    assert share_answered(verdicts) >= LEAST_ANSWERED, verdicts


@pytest.mark.parametrize("log", range(20))
def test_a_clean_log_is_answered(log: int) -> None:
    answer = answer_to(Case(log, ()))
    assert (answer.verdict, answer.values) == ("right", ""), answer
