"""Scales of a clinic's own: codes that a header explains, scores in place of percentages, severity in numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.files.quoting import quoted
from analysis.importing.doubts.doubt import Doubt, Option
from analysis.outcome_log.codebook import fold, load
from analysis.outcome_log.columns import EXTRA_FACTOR, LEAVE_OUT
from analysis.outcome_log.headers import read_header
from analysis.outcome_log.legends import explained_in
from analysis.outcome_log.log import ADHERENCE, OUTCOME, SEVERITY
from analysis.outcome_log.numbers import read_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from analysis.importing.draft import Draft
    from analysis.outcome_log.codebook import Field

ABOUT_CODES, ABOUT_SCORE, ABOUT_SEVERITY = "codes in headers", "adherence score", "severity numbers"
# Scores are out of five or ten, if nothing else is said; a higher number is a percentage.
USUAL_TOPS = (5, 10)
HIGHEST_SCORE, HIGHEST_SEVERITY = 10, 10
_OUT_OF = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:/|of|out of)\s*(\d+)", re.IGNORECASE)
# "(out of 10)", "/5", "0-10", "1 to 5".
_TOP_IN_HEADER = re.compile(r"(?:\bout of|\bof|/|\b[01]\s*(?:-|–|to))\s*(\d{1,2})\b", re.IGNORECASE)
_GRADE = re.compile(r"(?:grade|level|stage)?\s*(\d{1,2})", re.IGNORECASE)
MOST_NAMED = 4
# The levels of severity that the codebook's own numbers are: of more a person says which is which.
LEVELS = ("mild", "moderate", "severe")
_SHORT_SCALE = 5


def codes_in_headers(draft: Draft) -> Doubt | None:
    """Return the draft with what headers say that codes mean: “Skin type (1 = oily, 2 = dry)”. It is certain."""
    if draft.column_of(OUTCOME) is None:
        return None
    chosen = dict(draft.choices.columns)
    read, said = draft, dict[str, str]()
    for name in draft.clues:
        header = read_header(name)
        if header is None or not header.names_field or header.field == OUTCOME or name in chosen:
            continue
        meant = _meant_by_codes(draft, name, load()[header.field])
        if meant:
            said[name] = ", ".join(f"{code.strip()} means {level}" for code, level in meant.items())
            read = read.with_texts(name, meant).with_choices_for_columns(
                dict(read.choices.columns) | {name: header.field}, {name: "the header explains its codes"}
            )
    if not said:
        return None
    reading = "; ".join(said.values())
    question = f"What do the codes in {quoted(said, MOST_NAMED)} mean?"
    return Doubt(ABOUT_CODES, question, "the header explains it", [Option(reading, read)], tuple(said))


def _meant_by_codes(draft: Draft, name: str, field: Field) -> dict[str, str]:
    """Return the level of each text that the header explains; none where nothing is read in another way for it."""
    explained = {code: level for code, words in explained_in(name).items() if (level := field.level_of(words))}
    texts = draft.texts(name).filled if field.levels and explained else ()
    meant = {text: explained[fold(text)] for text in texts if fold(text) in explained}
    return {} if all(field.level_of(text) == level for text, level in meant.items()) else meant


def scores_of_adherence(draft: Draft) -> Doubt | None:
    """Return which share of the advice a score such as 4 stands for; None where adherence is given in percent."""
    name = _column_about(draft, ADHERENCE) if draft.column_of(OUTCOME) is not None else None
    if name is None:
        return None
    filled = [text for text in draft.texts(name).filled if not load().is_missing(text)]
    parts = {text: match for text in filled if (match := _OUT_OF.fullmatch(text.strip()))}
    if parts:
        meant = {text: _percent(read_number(each[1]) or 0, int(each[2])) for text, each in parts.items()}
        only = Option("the number behind the mark", _with_scores(draft, name, meant))
        because = f"it has scores such as “{next(iter(parts)).strip()}”"
        return Doubt(ABOUT_SCORE, _highest(name), because, [only], (name,))
    numbers = {text: number for text in filled if (number := read_number(text)) is not None}
    is_score = len(set(numbers.values())) > 1 and len(numbers) == len(filled) and "%" not in "".join(filled)
    return _of_scores(draft, name, numbers) if is_score else None


def _highest(name: str) -> str:
    return f"What is the highest score in “{name}”?"


def _of_scores(draft: Draft, name: str, numbers: Mapping[str, float]) -> Doubt | None:
    """Return the doubt about numbers as low as scores, or what the header says of them; None of higher ones."""
    lowest, highest = min(numbers.values()), max(numbers.values())
    if lowest < 0 or not 1 < highest <= HIGHEST_SCORE:
        return None
    top = _TOP_IN_HEADER.search(name)
    if top is not None and int(top[1]) >= highest:
        only = Option(f"{int(top[1])}", _out_of(draft, name, numbers, int(top[1])))
        return Doubt(ABOUT_SCORE, _highest(name), "the header explains it", [only], (name,))
    of_itself = [int(highest)] if highest == int(highest) else []
    tops = sorted({*(top for top in USUAL_TOPS if top >= highest), *of_itself})
    percent = {text: f"{number:g} %" for text, number in numbers.items()}
    own = dict(draft.choices.columns) | {name: EXTRA_FACTOR}
    options = [
        *(
            Option(
                f"{top}: it means that all was followed",
                _out_of(draft, name, numbers, top),
                f"{100 * lowest / top:g}% to {100 * highest / top:g}%",
            )
            for top in tops
        ),
        Option("100: they are percentages", _with_scores(draft, name, percent), f"{lowest:g}% to {highest:g}%"),
        Option(
            "nobody knows: compare the scores as they are",
            draft.with_choices_for_columns(own, {name: "its scores are no percentages"}),
            f"{lowest:g} to {highest:g}",
        ),
    ]
    because = f"Its numbers go from {lowest:g} to {highest:g}, and no percent sign stands in it."
    return Doubt(ABOUT_SCORE, _highest(name), because, options, (name,), tuple(numbers), must_ask=True)


def _column_about(draft: Draft, field: str) -> str | None:
    """Return the column that is a field or whose header names it, whatever stands behind; None where it was chosen."""
    chosen = dict(draft.choices.columns)
    headers = {name: read_header(name) for name in draft.clues if name not in chosen}
    about = (
        name
        for name, header in headers.items()
        if header and header.field == field and not (header.is_negated or header.when)
    )
    column = draft.column_of(field)
    return column.name if column is not None and column.name not in chosen else next(about, None)


def _percent(score: float, top: int) -> str:
    return f"{100 * score / max(top, 1):g} %"


def _out_of(draft: Draft, name: str, numbers: Mapping[str, float], top: int) -> Draft:
    return _with_scores(draft, name, {text: _percent(number, top) for text, number in numbers.items()})


def _with_scores(draft: Draft, name: str, meant: Mapping[str, str]) -> Draft:
    columns = dict(draft.choices.columns) | {name: ADHERENCE}
    return draft.with_texts(name, meant).with_choices_for_columns(
        columns, {name: "the header fits, and its scores are said below"}
    )


def severity_in_numbers(draft: Draft) -> Doubt | None:
    """Return which numbers of a longer scale than the codebook's are mild, moderate and severe; None of another."""
    name = _column_about(draft, SEVERITY) if draft.column_of(OUTCOME) is not None else None
    grades = _grades(draft, name) if name is not None else {}
    highest = max(grades.values(), default=0)
    if name is None or not len(LEVELS) < highest <= HIGHEST_SEVERITY:
        return None
    options = [
        Option(
            _in_levels(highest, *ends), _with_levels(draft, name, grades, *ends), _severe(draft, name, grades, ends[1])
        )
        for ends in _ends(highest)
    ]
    without = dict(draft.choices.columns) | {name: LEAVE_OUT}
    left_out = draft.with_choices_for_columns(without, {name: "nobody knows which of its numbers are severe"})
    options.append(Option("nobody knows: leave the column out", left_out, "no severe breakouts"))
    because = f"Its numbers go up to {highest}, and the codebook knows three levels: mild, moderate and severe."
    return Doubt(ABOUT_SEVERITY, f"Which numbers in “{name}” are severe?", because, options, (name,), must_ask=True)


def _grades(draft: Draft, name: str) -> dict[str, int]:
    """Return the number of each text of a column that holds grades, and words for severity alone; else none."""
    field = load()[SEVERITY]
    filled = [text for text in draft.texts(name).filled if not field.is_missing(text)]
    grades = {text: int(match[1]) for text in filled if (match := _GRADE.fullmatch(text.strip()))}
    words = [text for text in filled if text not in grades]
    return grades if all(field.level_of(text) is not None for text in words) else {}


def _ends(highest: int) -> Iterator[tuple[int, int]]:
    """Yield the last mild and the last moderate number of sensible readings."""
    if highest <= _SHORT_SCALE:
        yield highest - 3, highest - 2
        yield max(highest - 3, 1), highest - 1
        return
    # As scales of pain are read: 1 to 3, 4 to 6, and 7 to 10.
    yield highest // 3, 2 * highest // 3
    yield highest // 3, highest - highest // _SHORT_SCALE


def _in_levels(highest: int, mild: int, moderate: int) -> str:
    return f"{_span(moderate + 1, highest)} severe, {_span(mild + 1, moderate)} moderate, {_span(1, mild)} mild"


def _severe(draft: Draft, name: str, grades: Mapping[str, int], moderate: int) -> str:
    rows = int(draft.rows_with(name, [text for text, grade in grades.items() if grade > moderate]).sum())
    return f"{rows:,} severe {'breakout' if rows == 1 else 'breakouts'}"


def _span(first: int, last: int) -> str:
    return f"{first} is" if first == last else f"{first} to {last} are"


def _with_levels(draft: Draft, name: str, grades: Mapping[str, int], mild: int, moderate: int) -> Draft:
    def level(grade: int) -> str:
        return "none" if grade == 0 else LEVELS[(grade > mild) + (grade > moderate)]

    columns = dict(draft.choices.columns) | {name: SEVERITY}
    meant = {text: level(grade) for text, grade in grades.items()}
    reason = "the header fits, and what its numbers mean is said below"
    return draft.with_texts(name, meant).with_choices_for_columns(columns, {name: reason})
