"""Warning signs of several days, or in other words than yes and no: which of them are a reason to call is asked."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from analysis.files.quoting import quoted
from analysis.importing.doubts.doubt import Doubt, Option, in_rows
from analysis.importing.draft import NOT_KNOWN
from analysis.outcome_log.codebook import NO, REFERRED, YES, load
from analysis.outcome_log.dates import DateOrder, read_date
from analysis.outcome_log.headers import field_of_header
from analysis.outcome_log.log import FOLLOW_UP, FOLLOWED_UP, OUTCOME
from analysis.outcome_log.numbers import missing_codes, read_number
from analysis.outcome_log.reading import BLANK, NOT_UNDERSTOOD
from analysis.outcome_log.signs_in_headers import sign_named
from analysis.outcome_log.value_order import order_in
from analysis.outcome_log.values import read_values

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from analysis.importing.draft import Draft
    from analysis.outcome_log.codebook import Field

# A column of more different answers holds notes, unless all of them are numbers.
MOST_ANSWERS, MOST_NUMBERS = 12, 60
# From which number on it is a reason to call: from each of the lowest. Of so few words one alone may be.
MOST_GRADES, MOST_ALONE = 10, 4
MOST_NAMED, MOST_COUNTED = 4, 8
# What a date in its column says was done.
DONE_ON_A_DAY = frozenset({FOLLOWED_UP, REFERRED})
ORDERS: tuple[DateOrder, ...] = ("day first", "month first", "year first")
# Of these any number is a sign.
COUNTED = "pustules"
_FROM = re.compile(r"(\d+(?:\.\d+)?) and above count")
# What a field records, where its title is no noun.
_NOUNS = {
    "infection_suspected": "a suspected infection",
    REFERRED: "a referral to a doctor",
    FOLLOWED_UP: "a follow-up",
}
NONE_COUNTS = "no row counts"
NO_YES, UNKNOWN = (NO, YES), -1


def sign_doubts() -> tuple[Callable[[Draft], Doubt | None], ...]:
    """Return two questions for each warning sign, which column records it and what its answers mean, and the second
    for the follow-up.
    """
    signs = [field for field in load().fields if field.role == "warning sign"]
    of_signs = (partial(ask, field) for field in signs for ask in (_recorded_in, _answers_of))
    return (*of_signs, partial(_answers_of, load()[FOLLOWED_UP]))


def _recorded_in(field: Field, draft: Draft) -> Doubt | None:
    """Return which of the columns that name a sign, and a day or something else beside it, records it; None of none."""
    if draft.column_of(OUTCOME) is None or _column_of(field, draft) is not None or draft.column_of(field.name):
        return None
    found = _naming(field, draft)
    if not found:
        return None
    noun = _noun(field)
    readings = [(f"yes, “{name}” does", _as_sign(draft, name, field, found)) for name in found]
    if len(found) > 1 and all(_says_yes_or_no(draft, name, field) for name in found):
        readings.append(("a sign in any of them counts", _in_any(draft, found, field)))
    options = [Option(reading, of, _counted(of, field)) for reading, of in readings]
    options.append(Option("no", draft.without_columns(found, f"it does not record {noun}"), NONE_COUNTS))
    because = (
        f"{quoted(found, MOST_NAMED)} {'mentions' if len(found) == 1 else 'mention'} {noun}, but also something else, "
        "such as a day."
    )
    question = f"Does {'a column' if len(found) > 1 else f'“{found[0]}”'} record {noun}?"
    return Doubt(f"{field.name} column", question, because, options, tuple(found), must_ask=True)


def _naming(field: Field, draft: Draft) -> list[str]:
    """Return the columns that name a sign, and perhaps something more."""
    chosen = dict(draft.choices.columns)
    return [
        name
        for name in draft.clues
        if name not in chosen and (named := sign_named(name)) and named.field == field.name and _are_few(draft, name)
    ]


def _are_few(draft: Draft, name: str) -> bool:
    filled = draft.texts(name).filled
    are_numbers = len(filled) <= MOST_NUMBERS and all(read_number(text) is not None for text in filled)
    return 0 < len(filled) <= MOST_ANSWERS or are_numbers


def _says_yes_or_no(draft: Draft, name: str, field: Field) -> bool:
    return bool((read_values(field, draft.texts(name).filled, None).codes != NOT_UNDERSTOOD).all())


def _as_sign(draft: Draft, name: str, field: Field, found: Sequence[str]) -> Draft:
    """Return the draft with one of some columns as a sign; the others are left out."""
    others = [each for each in found if each != name]
    sign = draft.with_choices_for_columns({name: field.name}, {name: f"it records {_noun(field)}"})
    return sign.without_columns(others, f"“{name}” records it")


def _in_any(draft: Draft, found: Sequence[str], field: Field) -> Draft:
    """Return the draft with a column that says yes where one of some columns does, and no where all that say it do."""
    answers = np.full(len(draft.table.frame), UNKNOWN)
    are_blank = np.ones(len(answers), dtype=bool)
    for name in found:
        texts = draft.texts(name)
        are_blank &= np.array([not text.strip() for text in texts.texts], dtype=bool)[texts.row_texts]
        reading = read_values(field, texts.texts, None)
        levels = np.array([*(NO_YES.index(level) for level in reading.levels), UNKNOWN])
        answers = np.maximum(answers, levels[reading.codes][texts.row_texts])
    name = f"{field.title} in any of {len(found)} columns"
    places = np.where(answers != UNKNOWN, answers, np.where(are_blank, len(NO_YES) + 1, len(NO_YES)))
    draft = draft.with_column(name, (*NO_YES, NOT_KNOWN, ""), places)
    return _as_sign(draft, name, field, (name, *found))


def _answers_of(field: Field, draft: Draft) -> Doubt | None:
    """Return which answers mean the sign; None where each says yes, no or "not known", or where nothing records it."""
    name = _column_of(field, draft)
    if name is None:
        return None
    texts = draft.texts(name)
    reading = read_values(field, texts.filled, None)
    codes = {text: code for text, code in zip(texts.filled, reading.codes.tolist(), strict=True) if code != BLANK}
    answers = list(codes)
    known = {text: reading.levels[code] for text, code in codes.items() if code != NOT_UNDERSTOOD}
    about = f"{field.name} answers"
    remembered = _FROM.match(draft.choices.answer_to(about) or "")
    if len(known) == len(answers) and remembered is None:
        return None
    days = [text for text in answers if text not in known and _is_day(text)]
    if days and field.name in DONE_ON_A_DAY:
        return _done_on_these_days(field, draft, name, days)
    if field.name == COUNTED and all((number := read_number(text)) is not None and number >= 0 for text in answers):
        some = {text: YES if read_number(text) else NO for text in answers}
        only = Option("any number of them counts", _with_answers(draft, name, field, some))
        return Doubt(about, f"What do the numbers in “{name}” mean?", "they count what was seen", [only], (name,))
    if not _are_few(draft, name):
        return None
    rows = dict(zip(texts.texts, texts.counts.tolist(), strict=True))
    others = [text for text in answers if text not in known]
    readings = _readings(field, answers, known, float(remembered[1]) if remembered is not None else None)
    drafts = [(reading, _with_answers(draft, name, field, meant)) for reading, meant in readings]
    options = [Option(reading, of, _counted(of, field)) for reading, of in drafts]
    reason = "nobody knows which of its answers are a warning sign"
    options.append(Option("leave the column out", draft.without_columns([name], reason), NONE_COUNTS))
    said = [f"“{text.strip()}” ({in_rows(rows[text])})" for text in answers[:MOST_COUNTED]]
    more = f" and {len(answers) - MOST_COUNTED} more" if len(answers) > MOST_COUNTED else ""
    because = f"The answers are {', '.join(said)}{more}."
    question = f"Which answers in “{name}” count as {_noun(field)}?"
    return Doubt(about, question, because, options, (name,), tuple(others) or None, must_ask=True)


def _is_day(text: str) -> bool:
    return any(read_date(text, order) is not None for order in ORDERS)


def _done_on_these_days(field: Field, draft: Draft, name: str, days: Sequence[str]) -> Doubt:
    """Return that a day on which something was done says that it was, and what the other answers mean.

    The day of a follow-up is its date, too; beside days of referrals a blank means that there was none.
    """
    read = draft
    if field.name == FOLLOWED_UP and draft.column_of(FOLLOW_UP) is None:
        texts = draft.texts(name)
        places = {text: place for place, text in enumerate(days)}
        of_texts = np.array([places.get(text, len(days)) for text in texts.texts])
        dates = f"Dates of “{name}”"
        read = draft.with_column(dates, (*days, ""), of_texts[texts.row_texts])
        read = read.with_choices_for_columns({dates: FOLLOW_UP}, {dates: f"the dates in “{name}”"})
    blank = {text: NO for text in draft.texts(name).texts if not text.strip()} if field.name == REFERRED else {}
    with_days = _with_answers(read, name, field, dict.fromkeys(days, YES) | blank)
    others = _answers_of(field, with_days)
    if others is not None:
        return others
    option = Option("a date says that it was done", with_days)
    question = f"What does a date in “{name}” mean?"
    because = f"it has dates such as “{days[0].strip()}”"
    return Doubt(f"{field.name} answers", question, because, [option], (name,), tuple(days[:MOST_NAMED]))


def _column_of(field: Field, draft: Draft) -> str | None:
    """Return the column that records a sign beside an outcome, where no manager has said what it means."""
    if draft.column_of(OUTCOME) is None:
        return None
    taken = draft.column_of(field.name)
    if taken is not None:
        return None if taken.name in draft.chosen_by_manager or taken.is_turned else taken.name
    unnamed = dict(draft.choices.columns)
    called = next((name for name in draft.clues if name not in unnamed and field_of_header(name) == field.name), None)
    if called is not None:
        return called
    naming = _naming(field, draft)
    # Of “Redness severity” one question is enough: which answers count, if any.
    return naming[0] if len(naming) == 1 and not _says_yes_or_no(draft, naming[0], field) else None


def _readings(
    field: Field, answers: Sequence[str], known: Mapping[str, str], remembered: float | None
) -> Iterator[tuple[str, Mapping[str, str | None]]]:
    """Yield ways to read the answers: in words, and what each means; None is unknown."""
    numbers = {text: number for text in answers if (number := read_number(text)) is not None}
    if len(numbers) == len(answers):
        yield from _of_numbers(field, numbers, remembered)
        return
    none = [text for text in answers if known.get(text) == NO]
    signs = [text for text in answers if text not in none]
    places = order_in(answers) or {}
    grades = sorted({places[text] for text in signs}) if places else []
    if len(grades) > 1:
        for least in grades:
            above = sorted((text for text in signs if places[text] >= least), key=places.__getitem__)
            below = [*none, *sorted((text for text in signs if places[text] < least), key=places.__getitem__)]
            yield _in_words(field, above, below), dict.fromkeys(above, YES) | dict.fromkeys(below, NO)
        return
    others = [text for text in answers if text not in known]
    yield _in_words(field, signs, none), dict.fromkeys(signs, YES) | dict.fromkeys(none, NO)
    if 1 < len(others) <= MOST_ALONE and len(others) == len(signs):
        for sign in others:
            rest = [text for text in answers if text != sign]
            yield _in_words(field, [sign], rest), dict.fromkeys(rest, NO) | {sign: YES}
    if known:
        yield f"{_named(others)} {_mean(others)} no", {**known, **dict.fromkeys(others, NO)}
        yield f"{_named(others)} {_mean(others)} unknown", {**known, **dict.fromkeys(others)}


def _of_numbers(
    field: Field, numbers: Mapping[str, float], remembered: float | None
) -> Iterator[tuple[str, Mapping[str, str | None]]]:
    """Yield from which number on they are a sign; codes such as -9 and 99 are unknown."""
    codes = {number for number in numbers.values() if number < 0} | {*missing_codes(numbers.values())}
    values = sorted({*numbers.values()} - codes)
    noun = _noun(field)
    unknown = f", {', '.join(f'{code:g}' for code in sorted(codes))} unknown" if codes else ""

    def meant(signs: Collection[float], none: Collection[float]) -> dict[str, str | None]:
        return {text: YES if number in signs else NO if number in none else None for text, number in numbers.items()}

    if values == [1, 2]:
        for sign, other in ((1, 2), (2, 1)):
            yield f"{sign} counts as {noun}, {other} does not{unknown}", meant({sign}, {other})
    for least in sorted({*values[:MOST_GRADES], *([] if remembered is None else [remembered])} - {0}):
        signs = [number for number in values if number >= least]
        yield f"{least:g} and above count as {noun}{unknown}", meant(signs, {*values} - {*signs})
    if values[:2] == [0, 1] and len(values) > len(NO_YES):
        yield f"1 counts as {noun}, 0 does not, and the others are unknown", meant({1}, {0})


def _in_words(field: Field, signs: Sequence[str], none: Sequence[str]) -> str:
    said = f"{_named(signs)} {'counts' if len(signs) == 1 else 'count'} as {_noun(field)}"
    return f"{said}, {_named(none)} {'does' if len(none) == 1 else 'do'} not" if none else said


def _noun(field: Field) -> str:
    return _NOUNS.get(field.name, field.title.lower())


def _named(texts: Sequence[str]) -> str:
    return quoted([text.strip() for text in texts])


def _mean(texts: Sequence[str]) -> str:
    return "means" if len(texts) == 1 else "mean"


def _counted(draft: Draft, field: Field) -> str:
    """Return in how many rows of a draft a sign was seen, as far as its answers are understood."""
    column = draft.column_of(field.name)
    if column is None:
        return NONE_COUNTS
    texts = draft.texts(column.name)
    reading = read_values(field, texts.texts, None)
    if (reading.codes == NOT_UNDERSTOOD).any():
        return "leads to one more question"
    rows = sum(
        rows
        for code, rows in zip(reading.codes.tolist(), texts.counts.tolist(), strict=True)
        if code >= 0 and reading.levels[code] == YES
    )
    return f"{in_rows(rows)} {'counts' if rows == 1 else 'count'}" if rows else NONE_COUNTS


def _with_answers(draft: Draft, name: str, field: Field, meant: Mapping[str, str | None]) -> Draft:
    """Return the draft with the column as the sign, in plain answers."""
    reason = "the header fits, and what its answers mean is said below"
    plain = draft.with_texts(name, {text: answer or NOT_KNOWN for text, answer in meant.items()})
    return plain.with_choices_for_columns({name: field.name}, {name: reason})
