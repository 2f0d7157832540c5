"""What the answers in the outcome column mean, where they are neither yes, no nor “not known” in so many words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.files.quoting import quoted
from analysis.importing.doubts.answer_texts import by_first_word, in_every_part, numbers_in
from analysis.importing.doubts.course import found_by_course
from analysis.importing.doubts.doubt import Doubt, Option
from analysis.outcome_log.answers import doubtful_answers
from analysis.outcome_log.codebook import NO, YES, fold, load, opposite
from analysis.outcome_log.dates import read_date
from analysis.outcome_log.legends import legend_of
from analysis.outcome_log.log import OUTCOME
from analysis.outcome_log.no_dates import is_no_date
from analysis.outcome_log.numbers import missing_codes
from analysis.outcome_log.outcome_words import likely_answer, sign_of
from analysis.outcome_log.visit_words import is_no_visit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from analysis.importing.draft import Draft
    from analysis.importing.import_account import OutcomeMeaning
    from analysis.outcome_log.outcome_words import Sign

ABOUT_ANSWERS, ABOUT_BLANKS = f"{OUTCOME} answers", f"{OUTCOME} blanks"
ABOUT_LEGEND = f"{OUTCOME} legend"
# A slip of the pen in so few rows is set aside, and reported; a whole answer is asked about.
STRAY_SHARE = 0.02
MOST_NAMED = 4
# Of more different answers than this none is proposed to be a grade or a number of spots.
MOST_GRADES = 40
_IN_WORDS = {YES: "a breakout", NO: "no breakout", "": "unknown"}
_CROSSES = frozenset("✗✘×✕✖❌❎☒⨯x")
# Marks that are written where there is nothing to note.
_PLACEHOLDER = re.compile(r"[-–—.·/_\s()\[\]]*")


@dataclass(frozen=True)
class _Answers:
    """The texts of the outcome column, with what each is taken to mean and in how many rows it stands."""

    column: str
    meanings: Mapping[str, OutcomeMeaning]
    rows: Mapping[str, int]
    is_turned: bool

    def with_certain(self, known: Mapping[str, str]) -> _Answers:
        """Return the answers with texts that certainly say yes or no."""
        certain: dict[str, OutcomeMeaning] = {text: "yes" if answer == YES else "no" for text, answer in known.items()}
        return replace(self, meanings={**self.meanings, **certain})

    def meaning(self, *wanted: OutcomeMeaning) -> list[str]:
        return [text for text, meaning in self.meanings.items() if meaning in wanted]

    @property
    def placed(self) -> list[str]:
        """The texts that say something: yes, no, or something that is not understood."""
        return [text for text in self.meaning("yes", "no", "not understood") if not is_no_visit(text)]

    @property
    def strange(self) -> list[str]:
        return [text for text in self.meaning("not understood") if not is_no_visit(text)]


def legend_beside_the_table(draft: Draft) -> Doubt | None:
    """Return whether a note beside the table, such as “1 = clear, 0 = spots”, says what the answers mean.

    None where there is no such note, or it says what the answers mean without it.
    """
    answers = _answers(draft)
    if answers is None:
        return None
    noted = legend_of(draft.table.beside, answers.placed)
    meant: dict[str, str] = {text: answer or "unknown" for text, answer in noted.items()}
    turned = [text for text, meaning in meant.items() if answers.meanings[text] != meaning]
    if not turned:
        return None
    if {answers.meanings[text] for text in turned} <= {"yes", "no"}:
        # Where a note turns a sign round, it turns the one beside it, too.
        rest = (text for text in answers.meaning("yes", "no") if text not in meant)
        meant |= {text: opposite(answers.meanings[text]) for text in rest}
    reading = _meaning_each(meant)
    because = f"A note next to the table explains {_listed(noted)}."
    options = [
        Option(f"it is about this column: {reading}", _with_meanings(draft, answers, meant)),
        Option("it is about something else", draft),
    ]
    question = f"Is the note next to the table about “{answers.column}”?"
    return Doubt(ABOUT_LEGEND, question, because, options, (answers.column,), tuple(meant))


def meaning_of_answers(draft: Draft) -> Doubt | None:
    """Return what the answers mean that are not understood; None where the manager chose so, or all are."""
    answers = _answers(draft)
    if answers is None or not answers.strange or _are_strays(answers):
        return None
    certain = in_every_part(answers.strange, is_turned=answers.is_turned)
    answers = answers.with_certain(certain)
    if not answers.strange or (certain and _are_strays(answers)):
        only = Option("all parts of an answer mean the same", _with_meanings(draft, answers, certain))
        because = "the answers have a code or a second language next to them"
        return Doubt(ABOUT_ANSWERS, _question(answers.column), because, [only], (answers.column,))
    options = [Option(reading, _with_meanings(draft, answers, meant)) for reading, meant in _readings(answers) if meant]
    because = f"The meaning of {_listed(answers.strange)} in the column “{answers.column}” is unclear."
    question, options = _question(answers.column), _without_repeats(options)
    by_course = found_by_course(draft, answers.column, options, answers.placed, answers.strange)
    if by_course is not None:
        because = f"“{by_course[1]}” is filled in where they mean a breakout, and nowhere else"
        return Doubt(ABOUT_ANSWERS, question, because, [by_course[0]], (answers.column,))
    return Doubt(ABOUT_ANSWERS, question, because, options, (answers.column,), tuple(answers.strange))


def _question(column: str) -> str:
    return f"What do the answers in “{column}” mean?"


def meaning_of_blanks(draft: Draft) -> Doubt | None:
    """Return what a blank means in a column of ticks: nothing there, or not known."""
    answers = _answers(draft)
    if answers is None:
        return None
    blanks = [text for text in answers.meaning("unknown") if _PLACEHOLDER.fullmatch(text)]
    meant = {answers.meanings[text] for text in answers.placed}
    if not blanks or len(meant) != 1 or meant == {"not understood"}:
        return None
    only = meant.pop()
    other = opposite(only)
    options = _with_crosses_as_marks(draft, answers, blanks) if only == NO else []
    options += [
        Option(f"a blank means {_IN_WORDS[other]}", _with_meanings(draft, answers, dict.fromkeys(blanks, other))),
        Option("a blank means unknown", draft),
    ]
    because = (
        f"Every answer in the column “{answers.column}” means {_IN_WORDS[only]}, and "
        f"{sum(answers.rows[text] for text in blanks):,} of its rows are blank."
    )
    return Doubt(ABOUT_BLANKS, f"What does a blank in “{answers.column}” mean?", because, options, (answers.column,))


def _with_crosses_as_marks(draft: Draft, answers: _Answers, blanks: Sequence[str]) -> list[Option]:
    """Return the reading in which a cross only marks what happened, as somebody writes who has no tick at hand."""
    crosses = answers.placed
    if not all(fold(text) in _CROSSES for text in crosses):
        return []
    reading = f"{_listed(crosses)} means a breakout, a blank none"
    meant = dict.fromkeys(crosses, YES) | dict.fromkeys(blanks, NO)
    return [Option(reading, _with_meanings(draft, answers, meant))]


def _answers(draft: Draft) -> _Answers | None:
    """Return the answers of the outcome column; None where there is none, or the manager chose what they mean."""
    column = draft.column_of(OUTCOME)
    if column is None or draft.answers_are_chosen:
        return None
    texts = draft.texts(column.name)
    return _Answers(
        column.name,
        draft.meanings(column.name, is_turned=column.is_turned),
        dict(zip(texts.texts, texts.counts.tolist(), strict=True)),
        column.is_turned,
    )


def _are_strays(answers: _Answers) -> bool:
    """Tell whether the strange texts are slips of the pen: each in one row, few of all rows, beside both answers."""
    meant = {answers.meanings[text] for text in answers.placed}
    rows = sum(answers.rows[text] for text in answers.placed)
    strange = [answers.rows[text] for text in answers.strange]
    return meant >= {"yes", "no"} and max(strange) == 1 and sum(strange) <= STRAY_SHARE * rows


def _with_meanings(draft: Draft, answers: _Answers, meant: Mapping[str, str]) -> Draft:
    """Return the draft in which some texts mean something, and all others what they mean by themselves."""
    return draft.with_meanings({**answers.meanings, **meant})


def _without_repeats(options: Iterable[Option]) -> list[Option]:
    seen: dict[tuple[frozenset[str], ...], Option] = {}
    for option in options:
        choices = option.draft.choices
        seen.setdefault((choices.yes, choices.no, choices.unknown), option)
    return list(seen.values())


# Readings that are proposed ----


def _readings(answers: _Answers) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield what the answers may mean, each in words and text by text; the last ones fit any texts."""
    texts = answers.placed
    for pair in doubtful_answers(texts, load().outcome):
        yield _meaning_each(pair), dict(pair)
    numbers = numbers_in(texts)
    if len(numbers) == len(texts) <= MOST_GRADES:
        yield from _of_numbers(numbers, is_turned=answers.is_turned)
        return
    days = {text for text in texts if is_no_date(text) or read_date(text, "day first") is not None}
    if len(days) == len(texts) and any(map(is_no_date, texts)):
        yield from _of_days(texts)
        return
    signs: dict[str, Sign] = {text: sign for text in answers.strange if (sign := sign_of(text)) is not None}
    if len(signs) == len(answers.strange):
        yield from _of_signs(signs)
        return
    words = {
        text: answer
        for text in texts
        if (answer := by_first_word(text) if text in answers.strange else answers.meanings[text]) is not None
    }
    if len(words) == len(texts) and {*answers.strange} & {*words}:
        yield "the first word counts: yes means a breakout, no means none", words
    likely = {text: answer for text in answers.strange if (answer := likely_answer(text)) is not None}
    yield from _of_words(likely, [text for text in answers.strange if text not in likely])
    places = load().places_on_a_scale(texts)
    if places is not None:
        yield from _of_grades(places)
    yield from _of_any(answers)


def _of_numbers(numbers: Mapping[str, float], *, is_turned: bool) -> Iterator[tuple[str, dict[str, str]]]:
    values = sorted(set(numbers.values()))
    codes = [number for number in values if number < 0 or number in missing_codes(values)]
    if codes and len(values) - len(codes) > 1:
        unknown = {text: "unknown" for text, number in numbers.items() if number in codes}
        others = {text: number for text, number in numbers.items() if text not in unknown}
        said = quoted(unknown, MOST_NAMED)
        for reading, meant in _of_numbers(others, is_turned=is_turned):
            yield f"{reading}, {said} unknown", {**meant, **unknown}
        return

    def split(is_yes: set[float], is_no: set[float]) -> dict[str, str]:
        return {
            text: YES if number in is_yes else NO if number in is_no else "unknown" for text, number in numbers.items()
        }

    low = values[0]
    if values == [0, 1]:
        # Codes as a spreadsheet writes them: "1,0" and "0,0".
        yield "1 means yes, 0 means no", split({0}, {1}) if is_turned else split({1}, {0})
        return
    if low == 0:
        yield "0 means no breakout, every other number a breakout", split({*values} - {0}, {0})
        if 1 not in values:
            yield "0 means no breakout, every other number unknown", split(set(), {0})
        elif len(values) > 2:  # noqa: PLR2004 - yes, no, and something else
            yield "1 means a breakout, 0 none, every other number unknown", split({1}, {0})
            yield "only numbers above 1 mean a breakout", split({*values} - {0, 1}, {0, 1})
        return
    if len(values) == 1:
        yield f"{low:g} means a breakout", split({low}, set())
        yield f"{low:g} means no breakout", split(set(), {low})
        return
    high = values[-1]
    if len(values) == 2:  # noqa: PLR2004 - yes and no
        yield f"{low:g} means a breakout, {high:g} none", split({low}, {high})
        yield f"{low:g} means no breakout, {high:g} a breakout", split({high}, {low})
        return
    yield f"{low:g} means a breakout, {values[1]:g} none, every other number unknown", split({low}, {values[1]})
    yield (
        f"{low:g} means no breakout, {values[1]:g} a breakout, every other number unknown",
        split({values[1]}, {low}),
    )
    yield f"{low:g} means no breakout, every other number a breakout", split({*values} - {low}, {low})
    yield "every number means a breakout", split({*values}, set())


def _of_grades(places: Mapping[str, int]) -> Iterator[tuple[str, dict[str, str]]]:
    grades = sorted(set(places.values()))
    named = {place: next(text for text in places if places[text] == place).strip() for place in grades}
    none_means_no = any(places[text] == grades[0] and load().outcome.level_of(text) == NO for text in places)
    for place in grades[1:] if none_means_no else grades:
        reading = f"“{named[place]}” or worse means a breakout"
        yield reading, {text: YES if places[text] >= place else NO for text in places}


def _of_days(texts: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield what days of a breakout mean, where some stand for no date."""
    none = [text for text in texts if is_no_date(text)]
    for meaning in (NO, ""):
        reading = f"a day means a breakout, {_listed(none)} {_IN_WORDS[meaning]}"
        yield reading, {text: (meaning or "unknown") if text in none else YES for text in texts}


def _meaning_each(meant: Mapping[str, str]) -> str:
    in_words = {text.strip(): _IN_WORDS.get(meaning, _IN_WORDS[""]) for text, meaning in meant.items()}
    return ", ".join(f"“{text}” means {words}" for text, words in in_words.items())


def _of_signs(signs: Mapping[str, Sign]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield what signs of well and badly may mean; what stands between may be either."""
    for well in (NO, YES):
        badly = opposite(well)
        for between in {badly: None, well: None} if "between" in signs.values() else (badly,):
            means = {"good": well, "bad": badly, "between": between}
            meant = {text: means[sign] for text, sign in signs.items()}
            yield _meaning_each(meant), meant


def _of_words(likely: Mapping[str, str], rest: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield what answers in words may mean: a few spots may not count as a breakout, and the rest is anything."""
    spots = [text for text, answer in likely.items() if answer == YES]
    if rest and likely:
        for meaning, in_words in _IN_WORDS.items():
            reading = f"any spots mean a breakout, no spots none, and {_listed(rest)} {in_words}"
            yield reading, {**likely, **dict.fromkeys(rest, meaning or "unknown")}
    elif spots:
        yield "any spots mean a breakout, no spots none", dict(likely)
        reading = f"{_listed(spots)} {'means' if len(spots) == 1 else 'mean'} no breakout"
        yield reading, {**likely, **dict.fromkeys(spots, NO)}


def _listed(texts: Iterable[str]) -> str:
    return quoted(map(str.strip, texts), MOST_NAMED)


def _of_any(answers: _Answers) -> Iterator[tuple[str, dict[str, str]]]:
    strange = answers.strange
    meant = {answers.meanings[text] for text in answers.placed} - {"not understood"}
    if len(strange) == 2 and not meant:  # noqa: PLR2004 - yes and no
        first, second = strange
        yield f"“{first}” means a breakout, “{second}” none", {first: YES, second: NO}
        yield f"“{second}” means a breakout, “{first}” none", {first: NO, second: YES}
        yield f"both “{first}” and “{second}” mean a breakout", {first: YES, second: YES}
        return
    what = f"“{strange[0].strip()}” means" if len(strange) == 1 else "all these answers mean"
    # The one that a careless click does least harm with comes first.
    yield f"{what} unknown", dict.fromkeys(strange, "unknown")
    yield f"{what} no breakout", dict.fromkeys(strange, NO)
    yield f"{what} a breakout", dict.fromkeys(strange, YES)
