"""Texts to types: the recognised columns of a table, each as its levels and one code for every row."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.errors import DashboardError
from analysis.files.cores import on_cores
from analysis.files.many_texts import value_of_each
from analysis.files.quoting import quoted
from analysis.importing.code_rates import have_rates_without_order
from analysis.importing.outcome_meanings import outcome_meanings
from analysis.outcome_log.answers import answers_of_pair
from analysis.outcome_log.code_lists import cells_with, codes_in_cells
from analysis.outcome_log.codebook import NO, YES, Field, fold, load
from analysis.outcome_log.date_columns import date_order, future_dates
from analysis.outcome_log.headers import field_of_header
from analysis.outcome_log.log import AS_IN_FILE, OUTCOME, YES_OR_NO, Factor
from analysis.outcome_log.number_values import read_numbers
from analysis.outcome_log.numbers import (
    common_unit,
    decimal_marks,
    is_limit,
    is_same_unit,
    missing_codes,
    read_number,
    read_quantity,
)
from analysis.outcome_log.reading import BLANK, NOT_UNDERSTOOD, Reading
from analysis.outcome_log.value_kinds import KindFound, kind_of_values, places_of, without_order_in_rates
from analysis.outcome_log.values import (
    are_codes_of_ages,
    group_key,
    level_key,
    read_open_category,
    read_scale,
    read_values,
    why_no_values,
)
from analysis.progress import report_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from analysis.files.text_table import TextTable
    from analysis.importing.choices import ImportChoices
    from analysis.outcome_log.column_texts import Texts
    from analysis.outcome_log.columns import Column
    from analysis.outcome_log.dates import DateOrder
    from analysis.outcome_log.log import FactorKind

NAMED_COLUMNS = 12
# Limits such as “<5” that a note names.
NAMED_LIMITS = 3
# Texts of a column that say which mark begins a fraction.
JUDGED_TEXTS = 2_000
# A date column of which less than this is understood is in another form altogether.
HARDLY = 0.5
# "n/a" is no opposite of a group A.
SHORTEST_DENIED = 4
PLAIN_ANSWERS = {"yes": YES, "y": YES, "no": NO, "n": NO}
LARGEST_GAP = dt.timedelta(days=366)
NOT_AN_OUTCOME = "it is unclear whether this means yes, no or unknown"
DATE_ORDER_NEEDED = "it is unclear whether the day or the month comes first"


class OutcomeNeededError(DashboardError):
    """No column was recognised as the outcome; the manager has to name it."""


@dataclass(frozen=True, eq=False)
class TypedColumn:
    """One column of a table, understood.

    Attributes
    ----------
    source : str
        The column of the file.
    levels : sequence
        The values that occur, in their order: str, float or date.
    codes : ndarray of int, one for each row
        Position in `levels`, or BLANK, or NOT_UNDERSTOOD.
    factor : Factor or None
        The factor it makes; None for identifiers, dates, the outcome and what came of it.
    refusal : str
        What is wrong with the values that were not understood.
    note : str
        What the manager should know about the whole column, to end the sentence "In this column: …".
    kind : KindFound or None
        What its values are, where it is a column of the clinic's own.
    of_texts : ndarray of int, one for each distinct text
        The same of its texts, as they were read; empty where it was worked out from others.
    """

    source: str
    levels: Sequence[Any]
    codes: np.ndarray
    factor: Factor | None = None
    refusal: str = ""
    note: str = ""
    kind: KindFound | None = None
    of_texts: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.int64))


def _typed(
    source: str,
    texts: Texts,
    levels: Sequence[Any],
    of_texts: np.ndarray,
    *,
    factor: Factor | None = None,
    refusal: str = "",
    note: str = "",
    kind: KindFound | None = None,
) -> TypedColumn:
    """Return a column whose texts were read, each of its rows in as few bytes as all codes fit in."""
    least, most = int(of_texts.min(initial=0)), int(of_texts.max(initial=0))
    narrow = of_texts.astype(np.min_scalar_type(min(least, -most - 1)))
    # A column without rows has no text, whatever categories it has.
    of_categories = narrow[texts.places] if len(narrow) else narrow
    return TypedColumn(source, levels, value_of_each(texts.codes, of_categories), factor, refusal, note, kind, of_texts)


def read_columns(
    table: TextTable,
    texts: Mapping[str, Texts],
    columns: Iterable[Column],
    choices: ImportChoices,
) -> dict[str, TypedColumn]:
    """Return each column that is not left out under its name in the log: the outcome, the fields, the extra factors.

    Parameters
    ----------
    table : TextTable
    texts : mapping
        The distinct texts of each column of `table`.
    columns : iterable of Column
        What each column was recognised as.
    choices : ImportChoices

    Raises
    ------
    OutcomeNeededError
        Where no column is the outcome.
    """
    codebook, columns = load(), tuple(columns)
    source = {column.field: column.name for column in columns if column.field is not None}
    if table.frame.columns.empty:
        raise OutcomeNeededError(
            f"Every column of “{table.file_name}” was left out because it may hold personal data: keep the one that "
            "records the breakouts."
        )
    if OUTCOME not in source:
        names = ", ".join(table.frame.columns[:NAMED_COLUMNS])
        raise OutcomeNeededError(
            f"No column of “{table.file_name}” was recognised as the outcome: choose the one that records the "
            f"breakouts (its columns are: {names}{', …' if table.frame.shape[1] > NAMED_COLUMNS else ''})."
        )
    known = {fold(spelling) for field in codebook.fields for spelling in (field.name, field.title)}
    chosen = {column: {level_key(text): meaning for text, meaning in meanings} for column, meanings in choices.values}
    commas = decimal_commas(table, texts)
    is_turned = any(column.field == OUTCOME and column.is_turned for column in columns)
    typed = {OUTCOME: _outcome(texts[source[OUTCOME]], source[OUTCOME], choices, is_turned=is_turned)}
    fields = [each for each in codebook.fields if each.name in source and each.name != OUTCOME]

    def read(each: Field) -> TypedColumn:
        name = source[each.name]
        column_texts = _with_meanings(texts[name], chosen.get(name))
        if each.kind == "date":
            return _date(column_texts, name, each, order_of(column_texts.filled, choices))
        return _field(column_texts, name, each, decimal_comma=commas[name])

    columns_read = on_cores(read, fields, len(table.frame))
    for each in fields:
        report_progress("columns", 1, 2)
        typed[each.name] = next(columns_read)
    taken, kinds = {*typed, *texts}, dict(choices.kinds)
    for column in columns:
        if column.meaning == "extra factor":
            name = column.name + _told_apart(texts[column.name]) if fold(column.name) in known else column.name
            column_texts = _with_meanings(texts[column.name], chosen.get(column.name))
            decimal_comma = commas[column.name]
            kind = column.kind if column.name not in chosen else None
            kind = kind or kind_of_values(column.name, column_texts, kinds.get(column.name))
            kind = _by_rates(kind, column_texts, typed)
            own = _code_factors(column_texts, column.name, name, taken, kind, decimal_comma=decimal_comma)
            typed |= own or {name: _extra_factor(column_texts, column.name, name, kind, decimal_comma=decimal_comma)}
            taken.update(own or (name,))
    return typed


def _told_apart(texts: Texts) -> str:
    """Return what tells a column from the field that it is called like."""
    answers = {load().answer_of(text) for text in texts.filled if not load().is_missing(text)}
    return YES_OR_NO if answers == {YES, NO} else AS_IN_FILE


def _by_rates(kind: KindFound, texts: Texts, columns: Mapping[str, TypedColumn]) -> KindFound:
    """Return what doubtful numbers are: names where their rates follow no order."""
    is_in_doubt = kind.is_doubtful and kind.kind == "number"
    return without_order_in_rates() if is_in_doubt and have_rates_without_order(texts, columns) else kind


def _with_meanings(texts: Texts, meanings: Mapping[str, str] | None) -> Texts:
    """Put what the manager chose as the meaning of a text in its place: a level, or a blank for "not known"."""
    if not meanings:
        return texts
    return replace(texts, texts=tuple(meanings.get(level_key(text), text) for text in texts.texts))


def _outcome(texts: Texts, source: str, choices: ImportChoices, *, is_turned: bool) -> TypedColumn:
    codes = {"no": 0, "yes": 1, "unknown": BLANK, "not understood": NOT_UNDERSTOOD}
    meanings = outcome_meanings(texts.texts, choices, header=source, is_turned=is_turned)
    by_text = np.array([codes[meaning] for meaning in meanings], dtype=np.int64)
    present = set(map(level_key, texts.texts))
    chosen = sorted(text for text in choices.yes | choices.no | choices.unknown if text.strip())
    absent = [text for text in chosen if level_key(text) not in present]
    note = f"{quoted(absent)} does not occur in the column, although you gave its meaning" if absent else ""
    if is_turned and not chosen:
        note = "the header asks for no breakout, so “yes” was read as no breakout and “no” as a breakout"
    return _typed(source, texts, (NO, YES), by_text, refusal=NOT_AN_OUTCOME, note=note)


def decimal_commas(table: TextTable, texts: Mapping[str, Texts]) -> dict[str, bool]:
    """Tell of each column whether the file around it writes one and a half as "1,5"."""
    marks = {name: decimal_marks(each.filled[:JUDGED_TEXTS]) for name, each in texts.items()}
    columns = Counter(mark for each in marks.values() for mark in each)
    return {name: _has_decimal_comma(table, (columns - Counter(each)).keys()) for name, each in marks.items()}


def _has_decimal_comma(table: TextTable, marks: AbstractSet[str]) -> bool:
    """Tell whether the file writes one and a half as "1,5": by marks in other columns, else by its delimiter."""
    return marks == {","} or (table.layout.delimiter == ";" and marks != {"."})


def _field(texts: Texts, source: str, field: Field, *, decimal_comma: bool) -> TypedColumn:
    note = ""
    if field.kind == "open category":
        reading = read_open_category(texts.texts, field.is_missing)
        note = reading.note
    else:
        reading = read_values(field, texts.texts, None, decimal_comma=decimal_comma)
    if field.bands_from and any(read_number(text) is not None for text in texts.filled):
        note = "ages were grouped by ten years; exact ages are not kept"
    elif field.kind == "number":
        note = "; ".join(filter(None, (_limits(texts), reading.note)))
    factor = _factor(field, reading) if field.role == "factor" else None
    refusal = f"not {reading.expected}; the value was left blank"
    return _typed(source, texts, reading.levels, reading.codes, factor=factor, refusal=refusal, note=note)


def _date(texts: Texts, source: str, field: Field, order: DateOrder | None) -> TypedColumn:
    reading = read_values(field, texts.texts, order)
    refusal = f"not {reading.expected}; the value was left blank"
    if order is None:
        refusal = DATE_ORDER_NEEDED
    elif (reading.codes >= 0).sum() < HARDLY * len(texts.filled):
        refusal = f"{why_no_values(field, texts.filled)}; the value was left blank"
    # Somewhere it is tomorrow already.
    today = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)
    note = "; ".join(filter(None, (reading.note, _stray_date(reading.levels), future_dates(reading.levels, today))))
    return _typed(source, texts, reading.levels, reading.codes, refusal=refusal, note=note)


def order_of(dates: Sequence[str], choices: ImportChoices) -> DateOrder | None:
    """Return how dates written alike are read: as they show, else as the manager chose; None where neither does."""
    if choices.forced_date_order is not None:
        return choices.forced_date_order
    order = date_order(dates)
    return "day first" if order == "either" else choices.date_order if order == "unclear" else order


def _stray_date(days: Sequence[dt.date]) -> str:
    """Return what to check where one date lies long after or before all others: it stretches every chart."""
    if len(days) < 2:  # noqa: PLR2004 - a gap has two ends
        return ""
    first, second, before, last = (day.isoformat() for day in (*days[:2], *days[-2:]))
    if days[-1] - days[-2] > LARGEST_GAP:
        return f"the latest date, {last}, is long after the one before, {before}: please check it"
    if days[1] - days[0] > LARGEST_GAP:
        return f"the earliest date, {first}, is long before the next, {second}: please check it"
    return ""


def _limits(texts: Texts) -> str:
    """Return what became of texts such as "<5"; empty where there are none."""
    limits = [text.strip() for text in texts.filled if is_limit(text)]
    if not limits:
        return ""
    return f"{quoted(limits, NAMED_LIMITS, ', …')} is only a limit, not a value, and was left blank"


def _answers(filled: Sequence[str]) -> Callable[[str], str | None]:
    """Return how to tell yes from no in a column outside the codebook.

    Where every text is one or the other, codes count too (1 and 0, ✓ and ✗); beside other texts only plain words do,
    because there a 1 may be a grade and a T a type.
    """
    codebook = load()
    pair = answers_of_pair(filled)
    if pair is not None:
        # A level may be called 1 that is written 1.0 in the file.
        of_levels = {level_key(text): answer for text, answer in pair.items()}
        return lambda text: of_levels.get(level_key(text))
    answered = tuple(text for text in filled if not codebook.is_missing(text))
    answers = {codebook.answer_of(text) for text in answered}
    if answers == {YES, NO}:
        return codebook.answer_of
    words = {fold(text) for text in filled}
    if YES in words or NO in words:
        return lambda text: PLAIN_ANSWERS.get(fold(text))
    return lambda _: None


def _factor(field: Field, reading: Reading) -> Factor:
    kind: FactorKind = "number" if field.kind == "number" else "ordered" if field.kind == "ordered" else "category"
    return Factor(
        field.name,
        field.title,
        kind,
        tuple(reading.levels),
        field.reference,
        field.unit,
        field.caution_above,
        field.description,
    )


def _denies_another(text: str, filled: Iterable[str]) -> bool:
    """Tell whether a word for "not known" is the opposite of another text: "not given" beside "given"."""
    word = fold(text)
    return any(len(other) >= SHORTEST_DENIED and other != word and word.endswith(other) for other in map(fold, filled))


def _extra_factor(texts: Texts, source: str, name: str, kind: KindFound, *, decimal_comma: bool) -> TypedColumn:
    """Read a column outside the codebook under its own name; words that say "not known" become blanks."""
    codebook = load()
    numeric = kind.kind == "number"
    answer_of = _answers(() if numeric else texts.filled)
    # "-" is an answer beside "+".
    unknown = tuple(
        text
        for text in texts.filled
        if codebook.is_missing(text) and answer_of(text) is None and not _denies_another(text, texts.filled)
    )
    words = sorted({text.strip() for text in unknown})
    known_blank = f"{quoted(words, NAMED_COLUMNS, ', …')} was read as unknown" if words else ""
    is_missing = {*unknown, *(text for text in texts.texts if not text.strip())}.__contains__
    if numeric:
        unit = common_unit(
            filter(None, map(read_quantity, (text for text in texts.filled if not text[-1:].isdecimal())))
        )
        reading = read_numbers(texts.texts, is_missing, decimal_comma=decimal_comma, unit=unit)
        notes = (known_blank, _limits(texts), reading.note, _likely_codes(reading.levels))
        unit = unit if unit is not None and _all_have_unit(texts, unit) else None
        factor = Factor(name, name, "number", tuple(reading.levels), unit=unit, is_extra=True)
        refusal = f"not {reading.expected}; the value was left blank"
        note = "; ".join(filter(None, notes))
        return _typed(
            source, texts, reading.levels, reading.codes, factor=factor, refusal=refusal, note=note, kind=kind
        )
    places = places_of(texts) if kind.kind == "ordered" else None
    if places is not None:
        reading = read_scale(texts.texts, places)
        factor = Factor(name, name, "ordered", tuple(reading.levels), is_extra=True)
        numbers = texts.numbers or frozenset[float]()
        in_order = "" if numbers else f"the groups have an order, {', '.join(reading.levels)}"
        notes = (in_order, known_blank, _codes_of_ages(source, texts), _likely_codes(tuple(sorted(numbers)), "a group"))
        note = "; ".join(filter(None, notes))
        return _typed(source, texts, reading.levels, reading.codes, factor=factor, note=note, kind=kind)
    reading = read_open_category(texts.texts, is_missing, key_of=lambda text: answer_of(text) or group_key(text))
    reference = next((level for level in reading.levels if answer_of(level) == NO), None)
    factor = Factor(name, name, "category", tuple(reading.levels), reference, is_extra=True)
    read_as_one = "" if reference is not None else reading.note
    note = "; ".join(filter(None, (known_blank, read_as_one, _codes_of_ages(source, texts))))
    return _typed(source, texts, reading.levels, reading.codes, factor=factor, note=note, kind=kind)


def _codes_of_ages(source: str, texts: Texts) -> str:
    """Return what to say of a column that is called an age and holds codes of age groups."""
    field = field_of_header(source)
    if field is None or not load()[field].bands_from or not are_codes_of_ages(texts.filled):
        return ""
    return "the numbers are codes of age groups and not ages, so they are groups of their own"


def _all_have_unit(texts: Texts, unit: str) -> bool:
    """Tell whether every number of a column is written with `unit` or a name of the same."""
    found = [quantity for text in texts.filled if (quantity := read_quantity(text)) is not None]
    return all(is_same_unit(quantity.unit, unit) for quantity in found)


def _likely_codes(numbers: Sequence[float], read_as: str = "a number") -> str:
    """Return what to say of numbers that look like codes for "not known"; they stay numbers until somebody says so."""
    codes = missing_codes(numbers)
    if not codes:
        return ""
    return f"{', '.join(f'{code:g}' for code in codes)} looks like a code for “unknown”, but was read as {read_as}"


def _code_factors(
    texts: Texts, source: str, name: str, taken: set[str], kind: KindFound, *, decimal_comma: bool
) -> dict[str, TypedColumn]:
    """Return one yes/no factor for each code where the cells of a column list several; none where they do not."""
    if kind.kind != "names" or kind.is_chosen:
        return {}
    counts = texts.counts.tolist()
    codes = codes_in_cells(texts.texts, counts, decimal_comma=decimal_comma)
    if codes is None:
        return {}
    is_blank = np.array([load().is_missing(text) for text in texts.texts], dtype=bool)
    note = f"cells list several codes, so each of {quoted(codes, NAMED_COLUMNS, ', …')} became a separate yes/no factor"
    columns: dict[str, TypedColumn] = {}
    for code in codes:
        own = f"{name}: {code}"
        own = f"{own}{AS_IN_FILE}" if own in taken else own
        has_code = np.array(cells_with(code, texts.texts, counts, decimal_comma=decimal_comma), dtype=np.int64)
        by_text = np.where(is_blank, BLANK, has_code)
        factor = Factor(own, own, "category", (NO, YES), NO, is_extra=True)
        # One column of the file has one note.
        first_note = "" if columns else note
        columns[own] = _typed(source, texts, (NO, YES), by_text, factor=factor, note=first_note, kind=kind)
    return columns
