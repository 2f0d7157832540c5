"""Scales of a clinic's own: codes that a header explains, scores in place of percentages, severity in numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.files.quoting import quoted
from analysis.importing.doubts.doubt import Doubt, Option, in_rows
from analysis.importing.draft import NOT_KNOWN
from analysis.outcome_log.codebook import fold, load
from analysis.outcome_log.columns import EXTRA_FACTOR
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
# "(out of 10)", "/5", "0-10"; "days 1-7" is no scale.
_TOP_IN_HEADER = re.compile(r"(?:\bout of|/|\b[01]\s*(?:-|–|to))\s*(\d{1,2})\b", re.IGNORECASE)
_OF_TIME = re.compile(r"\b(?:days?|weeks?|months?|dates?|visits?|hours?)\b", re.IGNORECASE)
_GRADE = re.compile(r"(?:grade|level|stage)?\s*(\d{1,2})(?:[.,]0)?(?:\s*/\s*\d{1,2})?", re.IGNORECASE)
_FROM = re.compile(r"severe from (\d+), moderate from (\d+)")
MOST_NAMED = 4
# The levels of severity that the codebook's own numbers are: of more a person says which is which.
LEVELS = ("mild", "moderate", "severe")
# On a longer scale each level is about a third of the numbers.
LONGEST_SHORT = 5


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
                {name: header.field}, {name: "the header explains its codes"}
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
    if all(field.level_of(text) == level for text, level in meant.items()):
        return {}
    # Of 1 to 5, of which the ends are explained, nobody knows what 3 is.
    others = {text: NOT_KNOWN for text in texts if text not in meant and read_number(text) is not None}
    return meant | others


def scores_of_adherence(draft: Draft) -> Doubt | None:
    """Return which share of the advice a score such as 4 stands for; None where adherence is given in percent."""
    name = _column_about(draft, ADHERENCE) if draft.column_of(OUTCOME) is not None else None
    if name is None:
        return None
    filled = [text for text in draft.texts(name).filled if not load().is_missing(text)]
    parts = {text: match for text in filled if (match := _OUT_OF.fullmatch(text.strip()))}
    numbers = {text: number for text in filled if text not in parts and (number := read_number(text)) is not None}
    if parts and 2 * len(parts) >= len(filled):
        meant = {text: _percent(float(each[1].replace(",", ".")), int(each[2])) for text, each in parts.items()}
        # Beside 4/5, a 3 may be three of five or three per cent.
        meant |= {text: NOT_KNOWN for text in numbers if "%" not in text}
        without = ", and numbers without one are unknown" if len(meant) > len(parts) else ""
        only = Option(f"the number after “/” or “of”{without}", _with_scores(draft, name, meant))
        because = f"it has scores such as “{next(iter(parts)).strip()}”"
        return Doubt(ABOUT_SCORE, _highest(name), because, [only], (name,))
    says_percent = re.search(r"%|\bper ?cent|\bpct\b", name, re.IGNORECASE) or "%" in "".join(filled)
    is_score = len(set(numbers.values())) > 1 and len(numbers) == len(filled) and not says_percent
    return _of_scores(draft, name, numbers) if is_score else None


def _highest(name: str) -> str:
    return f"What is the highest score in “{name}”?"


def _of_scores(draft: Draft, name: str, numbers: Mapping[str, float]) -> Doubt | None:
    """Return the doubt about numbers as low as scores, or what the header says of them; None of higher ones."""
    lowest, highest = min(numbers.values()), max(numbers.values())
    if lowest < 0 or not 1 < highest <= HIGHEST_SCORE:
        return None
    top = _top_in(name)
    if top is not None and top >= highest:
        only = Option(f"{top}", _out_of(draft, name, numbers, top))
        return Doubt(ABOUT_SCORE, _highest(name), "the header explains it", [only], (name,))
    of_itself = [int(highest)] if highest == int(highest) else []
    tops = sorted({*(top for top in USUAL_TOPS if top >= highest), *of_itself})
    percent = {text: f"{number:g} %" for text, number in numbers.items()}
    options = [
        *(
            Option(
                f"{top}, so {top} means that all of the advice was followed",
                _out_of(draft, name, numbers, top),
                f"{100 * lowest / top:g}% to {100 * highest / top:g}%",
            )
            for top in tops
        ),
        Option("100: they are percentages", _with_scores(draft, name, percent), f"{lowest:g}% to {highest:g}%"),
        Option(
            "nobody knows: compare the scores as they are",
            draft.with_choices_for_columns({name: EXTRA_FACTOR}, {name: "its scores are no percentages"}),
            f"{lowest:g} to {highest:g}",
        ),
    ]
    because = f"Its numbers go from {lowest:g} to {highest:g}, and there is no percent sign."
    return Doubt(ABOUT_SCORE, _highest(name), because, options, (name,), tuple(numbers), must_ask=True)


def _top_in(header: str) -> int | None:
    """Return the highest number of the scale that a header names; None where it names none."""
    top = _TOP_IN_HEADER.search(header) if _OF_TIME.search(header) is None else None
    return None if top is None else int(top[1])


def _column_about(draft: Draft, field: str) -> str | None:
    """Return the column that is a field or whose header names it, whatever stands behind; None where it was chosen."""
    headers = {name: read_header(name) for name in draft.clues if name not in dict(draft.choices.columns)}
    about = (
        name
        for name, header in headers.items()
        if header and header.field == field and not (header.is_negated or header.when)
    )
    column = draft.column_of(field)
    if column is not None:
        return None if column.name in draft.chosen_by_manager else column.name
    return next(about, None)


def _percent(score: float, top: int) -> str:
    return f"{100 * score / max(top, 1):g} %"


def _out_of(draft: Draft, name: str, numbers: Mapping[str, float], top: int) -> Draft:
    return _with_scores(draft, name, {text: _percent(number, top) for text, number in numbers.items()})


def _with_scores(draft: Draft, name: str, meant: Mapping[str, str]) -> Draft:
    return draft.with_texts(name, meant).with_choices_for_columns(
        {name: ADHERENCE}, {name: "the header fits, and its scores are said below"}
    )


def severity_in_numbers(draft: Draft) -> Doubt | None:
    """Return which numbers of a longer scale than the codebook's are mild, moderate and severe; None of another."""
    name = _column_about(draft, SEVERITY) if draft.column_of(OUTCOME) is not None else None
    grades = _grades(draft, name) if name is not None else {}
    remembered = _FROM.fullmatch(draft.choices.answer_to(ABOUT_SEVERITY) or "")
    if name is None or not grades:
        return None
    highest = max(_top_in(name) or 0, *grades.values())
    if not len(LEVELS) < highest <= HIGHEST_SEVERITY and remembered is None:
        return None
    starts = dict.fromkeys(_starts(highest) if highest > len(LEVELS) else ())
    starts |= {} if remembered is None else {(int(remembered[2]), int(remembered[1])): None}
    options = [
        Option(
            f"severe from {severe}, moderate from {moderate}",
            _with_levels(draft, name, grades, moderate, severe),
            _severe(draft, name, grades, severe),
        )
        for moderate, severe in starts
    ]
    left_out = draft.without_columns([name], "nobody knows which of its numbers are severe")
    options.append(Option("nobody knows: leave the column out", left_out, "no row is severe"))
    because = f"Its numbers go up to {highest}, and the codebook knows three levels: mild, moderate and severe."
    question = f"From which number on is “{name}” severe?"
    return Doubt(ABOUT_SEVERITY, question, because, options, (name,), must_ask=True)


def _grades(draft: Draft, name: str) -> dict[str, int]:
    """Return the number of each text of a column that holds grades, and words for severity alone; else none."""
    field = load()[SEVERITY]
    filled = [text for text in draft.texts(name).filled if not field.is_missing(text)]
    grades = {text: int(match[1]) for text in filled if (match := _GRADE.fullmatch(text.strip()))}
    words = [text for text in filled if text not in grades]
    return grades if all(field.level_of(text) is not None for text in words) else {}


def _starts(highest: int) -> Iterator[tuple[int, int]]:
    """Yield the first moderate and the first severe number of sensible readings."""
    if highest <= LONGEST_SHORT:
        yield highest - 2, highest - 1
        yield max(highest - 2, 2), highest
        return
    # As scales of pain are read: 1 to 3 mild, 4 to 6 moderate, and 7 to 10 severe.
    yield highest // 3 + 1, 2 * highest // 3 + 1
    yield highest // 3 + 1, highest - 1


def _severe(draft: Draft, name: str, grades: Mapping[str, int], severe: int) -> str:
    rows = int(draft.rows_with(name, [text for text, grade in grades.items() if grade >= severe]).sum())
    return f"{in_rows(rows)} {'is' if rows == 1 else 'are'} severe" if rows else "no row is severe"


def _with_levels(draft: Draft, name: str, grades: Mapping[str, int], moderate: int, severe: int) -> Draft:
    def level(grade: int) -> str:
        return "none" if grade == 0 else LEVELS[(grade >= moderate) + (grade >= severe)]

    meant = {text: level(grade) for text, grade in grades.items()}
    reason = "the header fits, and what its numbers mean is said below"
    return draft.with_texts(name, meant).with_choices_for_columns({name: SEVERITY}, {name: reason})
