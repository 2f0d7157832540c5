"""Which column records whether the skin broke out, where several may, or one that is not quite called so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.files.quoting import quoted
from analysis.importing.decision import PLAIN_HEADER
from analysis.importing.doubts.doubt import Doubt, Option
from analysis.importing.doubts.outcome_days import are_days, days_alone, when_it_broke_out
from analysis.importing.numbered_visits import with_each_visit_a_row
from analysis.outcome_log.codebook import NO, YES, fold, load
from analysis.outcome_log.columns import LEAVE_OUT, share_of_values
from analysis.outcome_log.dates import read_date
from analysis.outcome_log.header_spellings import field_called, key_of
from analysis.outcome_log.headers import HeaderMeaning, may_deny, read_header
from analysis.outcome_log.log import ONSET, OUTCOME
from analysis.outcome_log.no_dates import is_no_date
from analysis.outcome_log.questions_in_headers import asks_about, asks_more, names_breakouts
from analysis.outcome_log.words_of_headers import REVIEWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analysis.importing.choices import ImportChoices
    from analysis.importing.draft import Draft
    from analysis.outcome_log.column_texts import Texts

ABOUT = f"{OUTCOME} column"
QUESTION = "Which column records whether the skin broke out after the treatment?"
NONE_OF_THEM = "none of these: I will choose the column"
ANY_OF_THEM = "a breakout in any of them"
EACH_VISIT = "each of them is a separate treatment"
MOST_OPTIONS = 8
# A column of answers has few different ones; a list of spots or a remark has many.
MOST_ANSWERS = 20
LIKELY_ANSWERS = 0.5
# A column that is filled in so few of another's rows may be a summary beside the log, whatever it is called.
HARDLY_FILLED = 0.1
# A column that answers in more of the rows in which another is blank tells more than slips of the pen.
OTHERWISE_BLANK = 0.1
# What a choice is called that a tick in it denies a breakout.
_NO_BREAKOUT = frozenset(
    ("none", "nothing", "none of these", "none of the above", "not applicable", "n/a", "no reaction", "aucun", "aucune")
)


@dataclass(frozen=True, eq=False)
class _Candidate:
    """A column that may be the outcome, and what its header means; `header` is None for a question."""

    name: str
    header: HeaderMeaning | None
    texts: Texts

    @property
    def holds_answers(self) -> bool:
        few = len({fold(text) for text in self.texts.filled}) <= MOST_ANSWERS
        return few or share_of_values(load().outcome, self.texts) >= LIKELY_ANSWERS

    @property
    def holds_days(self) -> bool:
        """Whether it says when the skin broke out rather than whether."""
        filled = self.texts.filled[:MOST_ANSWERS]
        return bool(filled) and all(is_no_date(text) or read_date(text, "day first") is not None for text in filled)

    @property
    def has_answers(self) -> bool:
        """Whether any of its texts is an answer: a blank column may hold a line of a summary."""
        outcome = load().outcome
        return len(self.texts.filled) > 1 or any(outcome.level_of(text) for text in self.texts.filled)

    @property
    def holds_only_days(self) -> bool:
        """Whether it says when the skin broke out, and nothing else."""
        is_negated = self.header is not None and self.header.is_negated
        has_words = any(map(is_no_date, self.texts.filled))
        return not is_negated and not has_words and are_days(self.name, self.texts)

    @property
    def is_about_more(self) -> bool:
        """Whether it asks something else about a breakout: its type, who is prone to one."""
        return self.header is not None and asks_more(self.header.detail)

    @property
    def is_own_name(self) -> bool:
        """Whether it is called as the field is, whatever stands in brackets behind."""
        bare = key_of(self.name.partition("(")[0].partition("[")[0])
        return bare in {key_of(load().outcome.name), key_of(load().outcome.title)}

    @property
    def reviews(self) -> bool:
        """Whether somebody looked over the answers of another column in it."""
        return self.header is not None and not REVIEWS.isdisjoint(self.header.detail.casefold().split())

    @property
    def is_ticked_or_blank(self) -> bool:
        """Whether all that stands in it is one mark, as in a column for one answer."""
        filled = {fold(text) for text in self.texts.filled}
        return len(filled) == 1 and (_is_tick(*filled) or filled == {fold(_choice(self.header))})

    @property
    def is_plain(self) -> bool:
        return self.header is not None and self.header.is_plain

    @property
    def is_sure(self) -> bool:
        """Whether, alone, it is the outcome without a doubt."""
        header = self.header
        if header is None:
            return False
        whatever_time = replace(header, when="") if header.when == "after" else header
        return whatever_time.names_field or whatever_time.denies

    @property
    def is_numbered(self) -> bool:
        """Whether only a number tells it from others."""
        header = self.header
        return (
            header is not None
            and header == HeaderMeaning(OUTCOME, group=header.group, detail=header.detail)
            and (header.detail.isdigit() or len(header.detail) == 1)
        )


def which_column(draft: Draft) -> Doubt | None:
    """Return which column the outcome is; None where the manager named it, or no header is about it."""
    if OUTCOME in dict(draft.choices.columns).values():
        return None
    candidates = _candidates(draft)
    possible = [each for each in candidates if each.header is None or each.header.when != "before"]
    if len(possible) == 1 and possible[0].holds_only_days:
        return days_alone(draft, possible[0].name)
    if possible:
        return _which_of_candidates(draft, candidates, possible)
    nearly = _called_so_abroad(draft)
    return _which_of(draft, nearly) if nearly else when_it_broke_out(draft)


def _which_of_candidates(draft: Draft, candidates: Sequence[_Candidate], possible: Sequence[_Candidate]) -> Doubt:
    plain = [each for each in candidates if each.is_plain]
    named = [each for each in plain if each.is_own_name] or plain
    if named and _filled_rows(named) < HARDLY_FILLED * _filled_rows(possible):
        return _which_of(draft, possible)
    numbered = [each for each in candidates if each.is_numbered]
    if named or (numbered and len(numbered) == len(candidates)):
        more = _that_answer_more(draft, named[0], possible) if len(named) == 1 else []
        return _certain_or_which_of(draft, list(dict.fromkeys([*named, *numbered, *more])), PLAIN_HEADER)
    choices = _of_choices(candidates)
    if choices:
        return _one_column_a_choice(draft, choices)
    sure = [each for each in possible if each.is_sure]
    if len(sure) == 1 and (len(possible) == 1 or (sure[0].header is not None and sure[0].header.when == "after")):
        return _certain(draft, sure[0], _why(sure[0], candidates))
    return _which_of(draft, possible)


def _that_answer_more(draft: Draft, named: _Candidate, possible: Sequence[_Candidate]) -> list[_Candidate]:
    """Return the other columns that answer where the one called as the field is blank, or that look over its answers.

    A form of which a question was worded anew has the answers in two columns.
    """
    if not named.texts.filled:
        return []
    rows = len(draft.table.frame)
    is_filled = draft.rows_with(named.name, named.texts.filled)
    return [
        each
        for each in possible
        if each.name != named.name
        and (
            (
                each.is_sure
                and (draft.rows_with(each.name, each.texts.filled) & ~is_filled).sum() > OTHERWISE_BLANK * rows
            )
            or (each.reviews and _differ(draft, named, each))
        )
    ]


def _called_so_abroad(draft: Draft) -> list[_Candidate]:
    """Return the columns that hold answers under a word for breakouts that may mean other things, too: “Ausbruch”."""
    chosen = dict(draft.choices.columns)
    found = [
        _Candidate(name, None, clues.texts)
        for name, clues in draft.clues.items()
        if name not in chosen and not clues.bookkeeping and read_header(name) is None and names_breakouts(name)
    ]
    return [each for each in found if each.texts.filled and each.holds_answers and not each.holds_days]


def _differ(draft: Draft, one: _Candidate, other: _Candidate) -> bool:
    """Tell whether two columns answer the same row differently anywhere."""
    first, second = (
        np.array(list(map(draft.meanings(each.name).get, each.texts.texts)), dtype=object)[each.texts.row_texts]
        for each in (one, other)
    )
    return bool(((first != second) & np.isin(first, ["yes", "no"]) & np.isin(second, ["yes", "no"])).any())


def _certain_or_which_of(draft: Draft, candidates: Sequence[_Candidate], why: str) -> Doubt:
    return _certain(draft, candidates[0], why) if len(candidates) == 1 else _which_of(draft, candidates)


def _filled_rows(candidates: Sequence[_Candidate]) -> int:
    return max(each.texts.filled_rows for each in candidates)


def _candidates(draft: Draft) -> list[_Candidate]:
    """Return the columns whose header is about a breakout: filled ones with answers before any others."""
    chosen = dict(draft.choices.columns)
    diary = [name for name, clues in draft.clues.items() if _is_of_a_diary(read_header(name), clues.texts)]
    found = []
    for name, clues in draft.clues.items():
        header = read_header(name)
        if header is not None and len(diary) > 1 and name in diary:
            header = replace(header, field=OUTCOME)
        is_about = header.field == OUTCOME if header is not None else asks_about(name) == OUTCOME
        if is_about and name not in chosen and not clues.bookkeeping:
            found.append(_Candidate(name, header, clues.texts))
    ticks = {each.name for each in _of_choices(found) if each.is_ticked_or_blank}
    for is_better in (
        lambda each: bool(each.texts.filled),
        lambda each: not each.holds_days,
        lambda each: each.holds_answers,
        lambda each: each.has_answers,
        lambda each: not each.is_about_more,
    ):
        # Of columns for one answer each none is dropped, whatever answer it is for.
        found = [each for each in found if is_better(each) or each.name in ticks] or found
    return found


def _is_of_a_diary(header: HeaderMeaning | None, texts: Texts) -> bool:
    """Tell whether a column such as “breakout day 3” holds answers, and so asks whether there was one on that day."""
    is_numbered = header is not None and header == HeaderMeaning(ONSET, group=header.group, detail=header.detail)
    if header is None or not is_numbered or not header.detail.isdigit():
        return False
    return bool(texts.filled) and all(map(load().answer_of, texts.filled))


def _why(candidate: _Candidate, candidates: Sequence[_Candidate]) -> str:
    header = candidate.header
    if header is not None and header.is_negated:
        return "the header asks for no breakout: yes means no breakout, no means a breakout"
    if len(candidates) > 1:
        return "it is the only one about the time after the treatment"
    return PLAIN_HEADER


def _certain(draft: Draft, candidate: _Candidate, why: str) -> Doubt:
    reading = f"“{candidate.name}” records the breakouts"
    # Where recognition finds it by itself it stays as sure as it is.
    found = draft.column_of(OUTCOME)
    is_found = found is not None and found.name == candidate.name
    chosen = draft if is_found else draft.with_outcome(candidate.name, why)
    return Doubt(ABOUT, QUESTION, why, [Option(reading, chosen)], (candidate.name,))


def _which_of(draft: Draft, candidates: Sequence[_Candidate]) -> Doubt:
    """Ask which of several columns is the outcome; several of one kind may also be taken together."""
    names = [each.name for each in candidates[:MOST_OPTIONS]]
    options = []
    for name in names:
        others = [other for other in names if other != name]
        of_one = draft.with_outcome(name, "chosen by you", others)
        options.append(Option(f"“{name}”", of_one))
    if len(names) > 1:
        options.append(Option(ANY_OF_THEM, _any_of(draft, names)))
        if (each_visit := with_each_visit_a_row(draft, names)) is not None:
            options.append(Option(EACH_VISIT, each_visit))
        because = f"{len(names)} columns are possible: {quoted(names)}."
    else:
        if may_deny(names[0]):
            options.append(Option(f"“{names[0]}” the other way round: yes means no breakout", _turned(draft, names[0])))
        options.append(Option(NONE_OF_THEM, draft.with_choices(_without(draft.choices, names[0]))))
        because = f"The header “{names[0]}” is about breakouts, but may not be the outcome."
    return Doubt(ABOUT, QUESTION, because, options, tuple(names))


def _turned(draft: Draft, name: str) -> Draft:
    """Return the draft with a column as its outcome that denies."""
    meanings = draft.meanings(name, is_turned=True)
    of_one = draft.with_outcome(name, "chosen by you: yes means no breakout, no means a breakout")
    return of_one.with_meanings(meanings)


def _without(choices: ImportChoices, name: str) -> ImportChoices:
    return replace(choices, columns=(*choices.columns, (name, LEAVE_OUT)))


def _any_of(draft: Draft, names: Sequence[str]) -> Draft:
    """Return the draft with one outcome of several columns: yes where any says yes, else no where any says no."""
    is_yes, is_no = (np.zeros(len(draft.table.frame), dtype=bool) for _ in range(2))
    for name in names:
        header = read_header(name)
        is_turned = header is not None and header.is_negated
        meanings = draft.meanings(name, is_turned=is_turned)
        is_yes |= draft.rows_with(name, (text for text, meaning in meanings.items() if meaning == "yes"))
        is_no |= draft.rows_with(name, (text for text, meaning in meanings.items() if meaning == "no"))
    return _together(draft, names, is_yes, is_no & ~is_yes)


def _together(draft: Draft, names: Sequence[str], is_yes: np.ndarray, is_no: np.ndarray) -> Draft:
    name = f"{load().outcome.title} in any of {len(names)} columns"
    while name in draft.clues:
        name += " "
    codes = np.where(is_yes, 2, np.where(is_no, 1, 0))
    with_column = draft.with_column(name, ["", NO, YES], codes)
    return with_column.with_outcome(name, f"combined from {quoted(names)}", names)


# One column a choice ----


def _of_choices(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Return the columns that stand for one answer each: they say so, or one of several in brackets is “none”."""
    choices = [each for each in candidates if each.header is not None and each.header.choice is not None]
    details = [each for each in candidates if each.header is not None and _choice(each.header)]
    is_one_each = len(details) > 1 and any(_denies(_choice(each.header)) for each in details)
    return choices or (details if is_one_each else [])


def _choice(header: HeaderMeaning | None) -> str:
    if header is None:
        return ""
    if header.is_negated and field_called(header.group) == OUTCOME:
        return NO  # under the question itself stands the answer that denies
    return header.detail if header.choice is None else header.choice


def _one_column_a_choice(draft: Draft, candidates: Sequence[_Candidate]) -> Doubt:
    """Put together an outcome of which each answer has a column of its own, ticked or not."""
    names = [each.name for each in candidates]
    choices = {each.name: _choice(each.header) for each in candidates}
    is_coded = any(each.header.is_coded for each in candidates if each.header is not None)
    codebook = load()
    if not is_coded:
        denying = [name for name, choice in choices.items() if _denies(choice)]
        unknown = [name for name in names if name not in denying and codebook.outcome.is_missing(choices[name])]
        reading = "a breakout where any of these is ticked"
        if denying:
            reading = f"no breakout where “{choices[denying[0]]}” is ticked, a breakout where any other is"
        because = "The file has one column for each answer."
        return Doubt(
            ABOUT, QUESTION, because, [Option(reading, _of_ticks(draft, names, denying, unknown))], tuple(names)
        )
    options = [
        Option(f"{choice} means no breakout, any other number a breakout", _of_ticks(draft, names, [name], ()))
        for name, choice in sorted(choices.items(), key=lambda pair: pair[1] != "0")[: MOST_OPTIONS - 1]
        if len(names) > 1
    ]
    options.append(Option("every number means a breakout", _of_ticks(draft, names, (), ())))
    because = "The file has one column for each answer and gives only the number of the answer."
    return Doubt(ABOUT, "What do the numbered answers about breakouts mean?", because, options, tuple(names))


def _denies(choice: str) -> bool:
    return fold(choice) in _NO_BREAKOUT or load().outcome.level_of(choice) == NO


def _of_ticks(draft: Draft, names: Sequence[str], denying: Iterable[str], unknown: Iterable[str]) -> Draft:
    """Return the draft with the outcome of ticks: a row that denies and affirms at once says nothing."""
    denying, unknown = set(denying), set(unknown)
    ticked = {name: _ticked(draft, name) for name in names}
    nowhere = np.zeros(len(draft.table.frame), dtype=bool)
    is_no = np.logical_or.reduce([ticked[name] for name in names if name in denying] or [nowhere])
    is_yes = np.logical_or.reduce([ticked[name] for name in names if name not in denying | unknown] or [nowhere])
    return _together(draft, names, is_yes & ~is_no, is_no & ~is_yes)


def _is_tick(text: str) -> bool:
    return load().answer_of(text) == YES


def _ticked(draft: Draft, name: str) -> np.ndarray:
    """Mark the rows in which a column of ticks is ticked: it says yes, or repeats the answer that it stands for."""
    filled, header = draft.texts(name).filled, read_header(name)
    # Where it says yes, "no" in a column for the answer "no" is no tick.
    ticks = list(filter(_is_tick, filled))
    choice = "" if header is None else fold(header.detail if header.choice is None else header.choice)
    repeated = [] if choice in {"0", "1"} else [text for text in filled if fold(text) == choice]
    return draft.rows_with(name, ticks or repeated)
