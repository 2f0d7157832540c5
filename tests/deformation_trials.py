"""Deformed logs, many at once: what the product makes of each, against what is true of it."""

from __future__ import annotations

import argparse
import random
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from analysis.counting.in_memory import InMemory
from analysis.errors import DashboardError
from analysis.files.problems import Problem
from analysis.importing.choices import ImportChoices
from analysis.importing.opening import open_file
from analysis.importing.typed_columns import NOT_AN_OUTCOME
from analysis.outcome_log.log import Log
from tests.clean_logs import DOUBTS, Doubt, Sheet, Truth, clean_log
from tests.deformations import DEFORMATIONS, Deformation

Verdict = Literal["right", "asked", "refused", "WRONG", "TRACEBACK"]
VERDICTS: tuple[Verdict, ...] = ("right", "asked", "refused", "WRONG", "TRACEBACK")
BAD = frozenset({"WRONG", "TRACEBACK"})
# By name, for a release that asks no questions has no error for them.
QUESTIONS = frozenset({"UndecidedError", "OutcomeNeededError"})
KEY = b"0" * 32
MOST_AT_ONCE = 5
# Of a hundred cases so many hold something that may be asked about, and so many something that must be.
FAIR_TO_ASK, MUST_ASK = 8, 4
LEAST_ANSWERED = 0.8
CHECKED_VALUES = frozenset(
    {
        "treatment_date",
        "new_product",
        "harsh_product",
        "persistent_redness",
        "followed_up",
        "skin_type",
        "acne_history",
        "needle_depth_mm",
        "makeup_after_hours",
        "onset_day",
        "severity",
    }
)


@dataclass(frozen=True)
class Step:
    """One deformation in one of its wordings, by chance of its own: the other steps do not change it."""

    name: str
    wording: int
    seed: int

    @property
    def deformation(self) -> Deformation:
        return DEFORMATIONS[self.name]

    def __str__(self) -> str:
        wordings = self.deformation.wordings
        return f"{self.name} {wordings[self.wording]!r}" if len(wordings) > 1 else self.name


@dataclass(frozen=True)
class Case:
    """A clean log and what is done to it."""

    log: int
    steps: tuple[Step, ...]

    @cached_property
    def sheet(self) -> Sheet:
        sheet = clean_log(self.log)
        for step in self.steps:
            sheet = step.deformation.put_on(sheet, random.Random(f"{step.name} {step.seed}"), step.wording)
        return sheet

    def __str__(self) -> str:
        return f"log {self.log}: " + (" + ".join(map(str, self.steps)) or "as it is")


@dataclass(frozen=True)
class Answer:
    """What the product made of a file: its counts, or why there are none; `values` where one of them is another."""

    verdict: Verdict
    shown: str = ""
    values: str = ""


@dataclass(frozen=True, eq=False)
class Read:
    """What came of reading a file: a log, or the sentence that asks or refuses.

    `torn` rows were set aside by name, as slips: of another width, or with an outcome that stands nowhere else.
    """

    log: Log | None
    sentence: str = ""
    is_question: bool = False
    torn: int = 0


def read_or_ask(content: bytes, file_name: str) -> Read:
    """Bring a file in as the pages do when nobody has said anything of it yet."""
    try:
        log, account = open_file(content, file_name, ImportChoices(), KEY).cleaned(ImportChoices())
    except DashboardError as error:
        names = {kind.__name__ for kind in type(error).__mro__}
        return Read(None, str(error), is_question=not QUESTIONS.isdisjoint(names))
    return Read(log, torn=sum(len(each.rows) for each in account.set_aside if is_slip(each)))


def is_slip(problem: Problem) -> bool:
    """Tell whether rows were set aside because one cell of each may be a slip."""
    return problem.is_of_another_width or problem.reason == NOT_AN_OUTCOME


def tried(case: Case) -> Answer:
    """Return what the product makes of a case."""
    sheet = case.sheet
    content = sheet.written()
    try:
        read = read_or_ask(content, sheet.name)
        if read.log is None:
            return Answer("asked" if read.is_question else "refused", read.sentence)
        shown = counts_of(read.log)
    except Exception:  # noqa: BLE001 - whatever comes up is what is looked for
        return Answer("TRACEBACK", traceback.format_exc(limit=-3))
    treatments, breakouts, no_breakouts = sheet.truth.counts
    sentence = f"{shown} for ({treatments}, {breakouts}, {no_breakouts})"
    # A row is set aside by name that may have lost its outcome or only its blank, or whose outcome may be a slip:
    # while none of the known outcomes is missing, no rate is another for that.
    is_short_of_unknown = shown[1:] == (breakouts, no_breakouts) and 0 <= treatments - shown[0] <= read.torn
    if shown != sheet.truth.counts and not is_short_of_unknown:
        return Answer("WRONG", sentence)
    if sheet.doubt == "must ask":
        return Answer("WRONG", f"{shown} though nobody can know")
    return Answer("right", sentence, other_values(read.log, sheet.truth))


def counts_of(log: Log) -> tuple[int, int, int]:
    """Return treatments, those with a breakout and those without."""
    total = InMemory(log).total
    return int(total.treatments), int(total.breakouts), int(total.no_breakouts)


def other_values(log: Log, truth: Truth) -> str:
    """Return the columns that hold values beside outcomes which the log did not; a value may be left blank."""
    wrong = []
    for name in sorted(CHECKED_VALUES & truth.values.keys()):
        if name in log:
            true = Counter(zip(map(_plain, truth.values[name]), truth.outcomes, strict=True))
            read = Counter(zip(_texts(log, name), _texts(log, "breakout"), strict=True))
            more = [pair for pair in (read - true) if pair[0]]
            if more:
                wrong.append(f"{name} ({', '.join(sorted({value for value, _ in more})[:3])})")
    return ", ".join(wrong)


def _texts(log: Log, name: str) -> list[str]:
    values = [*map(_plain, map(str, log.values(name))), ""]
    return [values[code] for code in log.codes(name)]


def _plain(text: str) -> str:
    return text.removesuffix(".0")


def case(number: int) -> Case:
    """Return one case; the same number gives the same one."""
    random_ = random.Random(f"case {number}")
    place = random_.randrange(100)
    doubt: Doubt = "must ask" if place < MUST_ASK else "fair to ask" if place < MUST_ASK + FAIR_TO_ASK else "none"
    sheet = clean_log(number)
    happening = [each for each in DEFORMATIONS.values() if each.happens_to(sheet)]
    chosen: list[Deformation] = []
    if doubt != "none":
        chosen.append(random_.choice([each for each in happening if each.doubt == doubt]))
    at_once = random_.randint(1, MOST_AT_ONCE)
    while len(chosen) < at_once:
        fitting = [each for each in happening if each.doubt == "none" and all(map(each.goes_with, chosen))]
        if not fitting:
            break
        chosen.append(random_.choice(fitting))
    return Case(number, steps(chosen, random_))


def steps(chosen: Iterable[Deformation], random_: random.Random) -> tuple[Step, ...]:
    """Return the deformations in their order, each with a wording."""
    order = list(DEFORMATIONS)
    drawn = [Step(each.name, random_.randrange(len(each.wordings)), random_.randrange(10**6)) for each in chosen]
    return tuple(sorted(drawn, key=lambda step: order.index(step.name)))


def alone(logs: Sequence[int], names: Iterable[str] = DEFORMATIONS, *, logs_each: int = 2) -> Iterator[Case]:
    """Yield some deformations in every wording on their own, each on the first logs to which it happens."""
    for name in names:
        each = DEFORMATIONS[name]
        fitting = [log for log in logs if each.happens_to(clean_log(log))]
        for wording in range(len(each.wordings)):
            for log in fitting[:logs_each]:
                yield Case(log, (Step(name, wording, wording),))


def shrunk(wrong: Case) -> Case:
    """Return a case that is wrong, too, without the steps that are not needed for that."""
    for step in wrong.steps:
        fewer = Case(wrong.log, tuple(each for each in wrong.steps if each != step))
        if tried(fewer).verdict in BAD:
            return shrunk(fewer)
    return wrong


def main() -> None:
    """Try cases, and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first case")
    parser.add_argument("--alone", action="store_true", help="every deformation in every wording, none with another")
    parser.add_argument("--only", nargs="*", default=list(DEFORMATIONS), help="of --alone: these deformations")
    parser.add_argument("--keep", type=Path, help="a folder for the files that are read wrongly")
    said = parser.parse_args()
    cases = alone(range(40), said.only) if said.alone else map(case, range(said.first, said.first + said.cases))
    answers = {each: tried(each) for each in cases}
    for line in report(answers):
        print(line)
    wrong = {each: shrunk(each) for each, answer in answers.items() if answer.verdict in BAD}
    for line in findings(wrong):
        print(line)
    for each, answer in answers.items():
        if answer.values and len(each.steps) == 1:
            print(f"VALUES {each} → {answer.values}")
    if said.keep:
        keep(wrong.values(), said.keep)


def report(answers: dict[Case, Answer]) -> Iterator[str]:
    """Yield a table of the deformations, and the shares that were answered."""
    of_names: Counter[tuple[str, Verdict]] = Counter()
    values: Counter[str] = Counter()
    for each, answer in answers.items():
        of_names.update((step.name, answer.verdict) for step in each.steps)
        values.update(step.name for step in each.steps if answer.values)
    yield f"{'':45}{'cases':>7}" + "".join(f"{verdict:>11}" for verdict in VERDICTS) + f"{'VALUES':>9}"
    for name, kind in DEFORMATIONS.items():
        counts = [of_names[name, verdict] for verdict in VERDICTS]
        if sum(counts):
            cells = "".join(f"{count or '':>11}" for count in counts)
            doubt = "" if kind.doubt == "none" else kind.doubt
            yield f"{name:45}{sum(counts):7}{cells}{values[name] or '':>9}  {doubt}"
    for known in (*DOUBTS, None):
        verdicts = Counter(answer.verdict for each, answer in answers.items() if known in {None, each.sheet.doubt})
        if verdicts:
            said = ", ".join(f"{verdict} {verdicts[verdict]:,}" for verdict in VERDICTS)
            yield f"{f'doubt: {known}' if known else 'all'}: {said}; answered rightly {share_answered(verdicts):.1%}"
    yield f"right counts beside other values: {sum(bool(answer.values) for answer in answers.values()):,}"


def share_answered(verdicts: Counter[Verdict]) -> float:
    """Return the share of cases that are answered rightly without a question."""
    return verdicts["right"] / max(verdicts.total(), 1)


def findings(wrong: dict[Case, Case]) -> Iterator[str]:
    """Yield each shortest chain that is read wrongly, the most common first, with an example."""
    by_names: dict[tuple[str, ...], list[Case]] = {}
    for fewest in wrong.values():
        by_names.setdefault(tuple(step.name for step in fewest.steps), []).append(fewest)
    for _, cases in sorted(by_names.items(), key=lambda pair: (len(pair[0]), -len(pair[1]))):
        shown = {str(step) for each in cases for step in each.steps if len(each.steps) == 1}
        answer = tried(cases[0])
        yield f"{len(cases):5} × {cases[0]} → {answer.verdict} {answer.shown.strip().splitlines()[-1]}"
        if len(shown) > 1:
            yield "        wordings: " + "; ".join(sorted(each.partition(" ")[2] for each in shown))


def keep(cases: Iterable[Case], folder: Path) -> None:
    """Write the files of some cases, and what was done to each."""
    folder.mkdir(parents=True, exist_ok=True)
    chains = {}
    for each in cases:
        name = "+".join([str(each.log), *(f"{step.name}-{step.wording}" for step in each.steps)])
        name += "".join(Path(each.sheet.name).suffixes)
        (folder / name).write_bytes(each.sheet.written())
        chains[name] = str(each)
    (folder / "chains.txt").write_text("".join(f"{name}: {chain}\n" for name, chain in chains.items()), "utf-8")
