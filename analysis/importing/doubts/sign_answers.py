"""Warning signs in other words than yes and no, as grades or numbers: which of them are a reason to call is asked."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from analysis.files.quoting import quoted
from analysis.importing.doubts.doubt import Doubt, Option
from analysis.outcome_log.codebook import NO, YES, load
from analysis.outcome_log.columns import LEAVE_OUT
from analysis.outcome_log.headers import field_of_header
from analysis.outcome_log.log import OUTCOME
from analysis.outcome_log.numbers import read_number
from analysis.outcome_log.reading import BLANK, NOT_UNDERSTOOD
from analysis.outcome_log.value_order import order_in
from analysis.outcome_log.values import read_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from analysis.importing.draft import Draft
    from analysis.outcome_log.codebook import Field

# A column of more different answers holds notes.
MOST_ANSWERS = 12
# From which grade on it is a reason to call: from the lowest, and from so many above it.
MOST_GRADES = 3
MOST_NAMED = 4


def sign_doubts() -> tuple[Callable[[Draft], Doubt | None], ...]:
    """Return one question for each warning sign."""
    return tuple(partial(_answers_of, field) for field in load().fields if field.role == "warning sign")


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
    if len(known) == len(answers) or len(answers) > MOST_ANSWERS:
        return None
    rows = dict(zip(texts.texts, texts.counts.tolist(), strict=True))
    others = [text for text in answers if text not in known]
    options = [
        Option(reading, _with_answers(draft, name, field, meant)) for reading, meant in _readings(field, answers, known)
    ]
    options.append(Option("leave the column out", _without(draft, name)))
    because = f"The answers are {', '.join(f'“{text.strip()}” ({_in_rows(rows[text])})' for text in answers)}."
    question = f"Which answers in “{name}” count as {field.title.lower()}?"
    return Doubt(f"{field.name} answers", question, because, options, (name,), tuple(others), must_ask=True)


def _column_of(field: Field, draft: Draft) -> str | None:
    """Return the column that records a sign beside an outcome, where nobody has said what it means."""
    if draft.column_of(OUTCOME) is None:
        return None
    chosen = dict(draft.choices.columns)
    taken = draft.column_of(field.name)
    if taken is not None:
        return None if taken.name in chosen or taken.is_turned else taken.name
    return next((name for name in draft.clues if name not in chosen and field_of_header(name) == field.name), None)


def _readings(
    field: Field, answers: Sequence[str], known: Mapping[str, str]
) -> Iterator[tuple[str, Mapping[str, str | None]]]:
    """Yield ways to read the answers: in words, and what each means; None is unknown."""
    places = _places(answers)
    grades = [text for text in sorted(answers, key=places.__getitem__) if known.get(text) != NO] if places else []
    if len(grades) > 1:
        below = [text for text in answers if known.get(text) == NO]
        for least in range(min(len(grades), MOST_GRADES)):
            signs, none = grades[least:], [*below, *grades[:least]]
            yield _in_words(field, signs, none), dict.fromkeys(signs, YES) | dict.fromkeys(none, NO)
        return
    none = [text for text in answers if known.get(text) == NO]
    others = [text for text in answers if text not in known]
    signs = [text for text in answers if text not in none]
    yield _in_words(field, signs, none), dict.fromkeys(signs, YES) | dict.fromkeys(none, NO)
    if known:
        yield f"{_named(others)} {_do(others)} not count", {**known, **dict.fromkeys(others, NO)}
        yield f"{_named(others)} {_is(others)} unknown", {**known, **dict.fromkeys(others)}


def _places(answers: Sequence[str]) -> Mapping[str, float] | None:
    numbers = {text: read_number(text) for text in answers}
    found = {text: number for text, number in numbers.items() if number is not None}
    return found if len(found) == len(numbers) else order_in(answers)


def _in_words(field: Field, signs: Sequence[str], none: Sequence[str]) -> str:
    said = f"{_named(signs)} {'counts' if len(signs) == 1 else 'count'} as {field.title.lower()}"
    return f"{said}, {_named(none)} {_do(none)} not" if none else said


def _named(texts: Sequence[str]) -> str:
    return quoted([text.strip() for text in texts], MOST_NAMED)


def _do(texts: Sequence[str]) -> str:
    return "does" if len(texts) == 1 else "do"


def _is(texts: Sequence[str]) -> str:
    return "is" if len(texts) == 1 else "are"


def _in_rows(rows: int) -> str:
    return f"{rows:,} {'row' if rows == 1 else 'rows'}"


def _with_answers(draft: Draft, name: str, field: Field, meant: Mapping[str, str | None]) -> Draft:
    """Return the draft with the column as the sign, in plain answers."""
    choices = replace(draft.choices, columns=(*draft.choices.columns, (name, field.name)))
    return draft.with_texts(name, {text: answer or "" for text, answer in meant.items()}).with_choices(choices)


def _without(draft: Draft, name: str) -> Draft:
    return draft.with_choices_for_columns(
        dict(draft.choices.columns) | {name: LEAVE_OUT}, {name: "nobody knows which of its answers are a warning sign"}
    )
