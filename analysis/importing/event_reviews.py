"""Columns that tell the reviews of a treatment apart: their day, their number, or a name such as “week 2”."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.identifiers.headers import words_of
from analysis.importing.event_rows import MOST_EVENTS
from analysis.importing.event_words import (
    INSTANCE_KEYS,
    REDCAP_EVENT_KEYS,
    VISIT_KEYS,
    comes_after,
    comes_before,
    names_treatment,
)
from analysis.importing.typed_columns import order_of
from analysis.outcome_log.bookkeeping import is_bookkeeping
from analysis.outcome_log.codebook import fold, load
from analysis.outcome_log.dates import read_date
from analysis.outcome_log.log import DATE, OUTCOME
from analysis.outcome_log.numbers import read_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analysis.importing.draft import Draft
    from analysis.outcome_log.column_texts import Texts
    from analysis.outcome_log.columns import Column

_DAYS = (
    "day days d tag tage tages jour jours j dia dias giorno giorni dag dagen dagar dage dager dzien dni den dny paiva "
    "gun день дней ημερα 天 日"
)
_WEEKS = (
    "week weeks wk w woche wochen semaine semaines semana semanas settimana settimane weken vecka veckor uge uger uke "
    "uker tydzien tygodni tyden viikko hafta неделя недель εβδομαδα 周 週"
)
_MONTHS = (
    "month months mo monat monate mois mes meses mese mesi maand maanden manad maned maaned miesiac mesic kuukausi ay "
    "месяц μηνας 月"
)
_FOLLOW_UPS = (
    "follow followup fu review reviews check checkup recheck control controls kontrolle kontrollen kontrolltermin "
    "nachkontrolle nachsorge nachsorgetermin nachuntersuchung verlaufskontrolle wiedervorstellung controle controles "
    "suivi revision revisiones seguimiento controllo controlli rivalutazione opvolging nacontrole kontroll uppfoljning "
    "aterbesok opfolgning kontrol oppfolging kontrola kontrolna kontrolni seuranta kontrolli takip контроль осмотр "
    "diary tagebuch journal diario dagboek dagbok 复诊 復診 随访 隨訪 再診 経過 経過日数 再診日 回访 경과 경과일 재진"
)
_VISITS = (
    "visit visits timepoint event assessment wave phase interval round occasion contact call besuch termin zeitpunkt "
    "visite visita bezoek besok besog wizyta navsteva kaynti ziyaret визит επισκεψη 来院 방문"
)
# These count reviews only where they hold small numbers.
_COUNTS = "time times index measurement measure repeat rep messung mesure medicion misura meting 回"
_BESIDE = (
    "after since of the treatment tx post op no nr number num date datum data fecha on at in name label nummer n nach "
    "der behandlung apres traitement despues tratamiento dopo trattamento na behandeling behandling study studien du "
    "de del la le les des di d up point code type typ seq order date is dato paivamaara дата after visit 日期 日付 日"
)
# How many days the units of a review have.
_UNITS = {
    **dict.fromkeys(_DAYS.split(), 1),
    **dict.fromkeys(_WEEKS.split(), 7),
    **dict.fromkeys(_MONTHS.split(), 30),
}
_DIARIES_AND_REVIEWS = frozenset(_FOLLOW_UPS.split())
_COUNTING = frozenset(_COUNTS.split())
_WORDS_AFTER = frozenset({*_UNITS, *_DIARIES_AND_REVIEWS, *_COUNTING})
_REVIEW_WORDS = _WORDS_AFTER | {*_VISITS.split()}
_EVENT_KEYS = VISIT_KEYS | REDCAP_EVENT_KEYS | INSTANCE_KEYS
_HARMLESS = _REVIEW_WORDS | {*_BESIDE.split()}
_OF_REVIEWS = frozenset({None, "follow_up_date", "followed_up"})
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, eq=False)
class ReviewColumn:
    """A column that may tell the reviews of one treatment apart.

    Attributes
    ----------
    name : str
    codes : ndarray of int, one for each row
        Which review the row is of; -1 where it does not say.
    places : ndarray of float, one for each code
        The order of the reviews in time; nan where it is not known.
    is_named : bool
        Whether its header or each of its texts speaks of reviews, rather than that it only holds other days.
    is_after : bool
        Whether it speaks of the time after a treatment, as a mere number of visits does not.
    """

    name: str
    codes: np.ndarray
    places: np.ndarray
    is_named: bool
    is_after: bool

    @property
    def is_in_order(self) -> bool:
        """Whether the order of all its reviews is known."""
        return bool(len(self.places)) and not np.isnan(self.places).any()


def review_columns(draft: Draft) -> list[ReviewColumn]:
    """Return the columns that may tell reviews apart, those that say so before those that only hold days."""
    found = [
        review
        for column in draft.columns
        if column.confidence != "chosen" or column.field is not None
        if (review := _review_column(draft, column)) is not None
    ]
    return sorted(found, key=lambda each: not each.is_named)


def codes_of(texts: Texts) -> np.ndarray:
    """Return which text each row has, whatever its case and blanks; -1 where it has none."""
    places: dict[str, int] = {}
    of_texts = [places.setdefault(key, len(places)) if (key := fold(text)) else -1 for text in texts.texts]
    codes: np.ndarray = np.array(of_texts, dtype=np.int64)[texts.row_texts]
    return codes


def _review_column(draft: Draft, column: Column) -> ReviewColumn | None:
    texts, name = draft.texts(column.name), column.name
    is_event = "".join(words_of(name)) in _EVENT_KEYS
    is_of_reviews = column.field in _OF_REVIEWS or (column.field == DATE and _is_day_of_review(name))
    if not is_of_reviews or not texts.filled or (draft.clues[name].bookkeeping and not is_event):
        return None
    if all(map(load().answer_of, texts.filled)):
        return None
    days = _days(draft, texts)
    is_counting_rows = len(texts.filled) == texts.filled_rows and days is None
    if is_counting_rows or (days is None and len(texts.filled) > MOST_EVENTS):
        return None
    by_header = column.field is not None or is_event or _header_names_review(name, texts)
    by_texts = all(map(_names_review, texts.filled))
    if not by_header and not by_texts and (days is None or is_bookkeeping(name, texts.filled, "time")):
        return None
    in_time = days or _places(texts.filled)
    codes = codes_of(texts)
    places = np.full(int(codes.max(initial=-1)) + 1, np.nan)
    of_texts = {fold(text): in_time.get(text, np.nan) for text in texts.filled}
    for place, key in enumerate(dict.fromkeys(key for text in texts.texts if (key := fold(text)))):
        places[place] = of_texts[key]
    after = (
        column.field is not None
        or "".join(words_of(name)) in INSTANCE_KEYS
        or not _WORDS_AFTER.isdisjoint(words_of(name))
    )
    after = after or by_texts or any(comes_after(text) or comes_before(text) for text in texts.filled)
    return ReviewColumn(name, codes, places, by_header or by_texts, after)


def _is_day_of_review(header: str) -> bool:
    """Tell whether a date that is taken for the day of treatment is called that of a review, or of a diary."""
    return not _DIARIES_AND_REVIEWS.isdisjoint(words_of(header)) and not names_treatment(header)


def _header_names_review(header: str, texts: Texts) -> bool:
    words = words_of(header)
    if "".join(words) in _REVIEW_WORDS:
        return _COUNTING.isdisjoint(words) or all(
            (read_number(text) or 0) in range(MOST_EVENTS) for text in texts.filled
        )
    return not _REVIEW_WORDS.isdisjoint(words) and _HARMLESS.issuperset(words)


def _names_review(text: str) -> bool:
    """Tell whether a text names a review by itself: “Day 3”, “2 weeks”; “T1” may be a room."""
    words = [word for word in words_of(text) if len(word) > 1 or not word.isascii()]
    if comes_before(text) and not _NUMBER.search(text):
        return True
    return bool(words) and not _REVIEW_WORDS.isdisjoint(words) and _HARMLESS.issuperset(words_of(text))


def _days(draft: Draft, texts: Texts) -> dict[str, float] | None:
    """Return the place in time of each text where all are days; nan where it is not known which part is the month."""
    if any(read_number(text) is not None for text in texts.filled):
        return None
    order = order_of(texts.filled, draft.choices)
    days = {text: read_date(text, order or "day first") or read_date(text, "month first") for text in texts.filled}
    if any(day is None for day in days.values()):
        return None
    return {text: float(day.toordinal()) if day and order else np.nan for text, day in days.items()}


def _places(texts: Sequence[str]) -> Mapping[str, float]:
    """Return the place in time of reviews that are numbered: “day 3” is before “week 1”, “baseline” before all."""
    return {text: place for text in texts if (place := _place(text)) is not None}


def _place(text: str) -> float | None:
    number = _NUMBER.search(text.translate(str.maketrans("０１２３４５６７８９", "0123456789")))
    if number is None:
        return -1.0 if comes_before(text) else None
    units = {_UNITS[word] for word in _WORD.findall(fold(text)) if word in _UNITS}
    return float(number[0].replace(",", ".")) * (units.pop() if len(units) == 1 else 1)


def is_outcome_or_after(field: str | None) -> bool:
    """Tell whether a field is the outcome, or says what came of it."""
    return field is not None and (field == OUTCOME or load()[field].role in {"follow-up", "course", "warning sign"})
