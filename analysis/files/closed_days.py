"""Rows of days on which nobody was treated: "CLOSED" or "Bank holiday" in place of a client or a treatment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis.files.row_cells import MOST_FILLED, cells_that, few_cells, share_filled
from analysis.files.row_words import LONGEST_LABEL, is_default, is_placeholder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

# The word, the day and the weekday.
MOST_CELLS = 3
# A column of more texts is one of ids, names or notes: of these, rows of few cells alone are looked at.
MOST_TEXTS = 2_000

_CLOSED = re.compile(
    r"[*\-–—=#(\[<! ]*(?:"
    r"(?:(?:clinic|office|practice|salon|studio|we are|we're|we were)\s+)?(?:closed|shut|not open)|closure|"
    r"(?:(?:bank|public|national|summer|winter|easter|christmas|xmas|school) )?(?:holidays?|break)|"
    r"(?:christmas|xmas)(?: day| eve)?|boxing day|good friday|easter(?: monday| sunday)?|new year['’]?s?(?: day| eve)?|"
    r"thanksgiving|(?:days? )?off|(?:annual |sick )?leave|vacation|conference|"
    r"(?:staff |team )?(?:training|meeting|away)(?: days?)?|"
    r"no (?:clients?|patients?|treatments?|appointments?|bookings?|clinic)(?: today)?|"
    r"lunch(?: break)?|blocked(?: out)?|maintenance|stock ?take|deep clean(?:ing)?|"
    r"(?:praxis |studio |salon )?geschlossen|urlaub|(?:gesetzlicher )?feiertag|betriebsferien|"
    r"ferien|fortbildung|schulung|ruhetag|besprechung|keine (?:termine|behandlungen|patienten|kunden)|"
    r"ferm[ée]e?|fermeture|cong[ée]s?|vacances|(?:jour )?f[ée]ri[ée]|formation|r[ée]union|repos|"
    r"cerrado|(?:d[ií]a )?festivo|feriado|vacaciones|formaci[óo]n|descanso|chiuso|ferie|formazione|riposo|"
    r"fechado|encerrado|f[ée]rias|folga|gesloten|vakantie|feestdag|verlof|scholing|"
    r"stängt|röd dag|semester|lukket|helligdag|stengt|suljettu|loma|zamknięte|nieczynne|urlop|święto|zavřeno|dovolená|"
    r"svátek|zárva|szabadság|ünnepnap|închis|закрыто|выходной|праздник|отпуск|зачинено|вихідний|kapalı|tatil|bayram|"
    r"κλειστά|κλειστό|αργία|休診日?|休業日?|定休日|休み|祝日|休日|休息|休诊|节假日|放假|公休|휴진|휴무|공휴일|مغلق|عطلة|إجازة|סגור|חופשה|חג"
    r")[*\-–—=#)\]>!. ]*(?:(?:[:,;–—\-(/]|\b(?:for|wegen|pour|por|per|due to)\b).*)?",
    re.IGNORECASE | re.DOTALL,
)
_DAY = re.compile(
    r"[\d\s.,:/\-–年月日]*\d[\d\s.,:/\-–年月日]*(?:[ap]\.?m\.?[\d\s.:]*)?|\d{1,4}[\s.\-/]+[^\W\d_]{3,10}\.?[\s.\-/,]+\d{1,4}|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?|(?:mo|di|mi|do|fr|sa|so)\.?|"
    r"(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d+)?")


class ClosedDays(NamedTuple):
    """The rows of days without a treatment, and those that may be: defaults stand beside the word.

    Attributes
    ----------
    sure, unsure : ndarray of bool
    """

    sure: np.ndarray
    unsure: np.ndarray


def is_closed(text: str) -> bool:
    """Tell whether a text says that a clinic was closed, or that somebody was not at work."""
    return len(text) <= LONGEST_LABEL and _CLOSED.fullmatch(text) is not None


def closed_days(frame: pd.DataFrame) -> ClosedDays:
    """Mark the rows that hold such a word, a day and nothing else, or nothing but defaults.

    Parameters
    ----------
    frame : DataFrame
        Categorical columns of texts called 0, 1, …, without blank rows.
    """
    sure, unsure = np.zeros(len(frame), dtype=bool), np.zeros(len(frame), dtype=bool)
    words: dict[int, set[str]] = {}
    found = list(_rows_with_a_word(frame))
    if not found:
        return ClosedDays(sure, unsure)
    # What is filled in wherever no such word stands, however many days the clinic was closed.
    is_found = np.zeros(len(frame), dtype=bool)
    is_found[[row for row, _ in found]] = True
    rest = frame[~is_found]
    always = [place for place in range(frame.shape[1]) if share_filled(rest[place]) >= MOST_FILLED]
    for row, cells in found:
        texts = {place: text for place, cell in enumerate(cells) if not is_placeholder(text := cell.strip())}
        closed = {place for place, text in texts.items() if is_closed(text)}
        others = {place: text for place, text in texts.items() if place not in closed and not _is_beside(place, text)}
        if all(map(is_default, others.values())):
            unsure[row] = bool(others)
            sure[row] = not others and (len(closed) > 1 or any(place not in texts for place in always))
            for place in closed:
                words.setdefault(place, set()).add(texts[place])
    for place, said in words.items():
        # A word that stands beside a treatment as well is one of its details, such as closed comedones.
        has_word = cells_that(frame[place], said.__contains__)
        if (has_word & ~sure & ~unsure).any():
            sure &= ~has_word
            unsure &= ~has_word
    return ClosedDays(sure, unsure)


def _rows_with_a_word(frame: pd.DataFrame) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the place and the cells of the rows in which a cell names a closed day; none where they are most rows."""
    possible = few_cells(frame, bool, MOST_CELLS) <= MOST_CELLS
    for position in frame.columns:
        column = frame[position].array
        if len(column.categories) <= MOST_TEXTS and any(is_closed(text.strip()) for text in column.categories):
            possible |= cells_that(frame[position], is_closed)
    rows = np.flatnonzero(possible)
    if 2 * len(rows) <= len(frame):
        for row, cells in zip(rows.tolist(), frame.iloc[rows].itertuples(index=False), strict=True):
            if any(is_closed(cell.strip()) for cell in cells):
                yield row, cells


def _is_beside(place: int, text: str) -> bool:
    """Tell whether a text is a day, or the number of a row."""
    return _DAY.fullmatch(text) is not None and (place == 0 or _NUMBER.fullmatch(text) is None)
