"""Visits that were cancelled or missed, or without a treatment, such as consultations: rows of an appointment book that
are no treatments, unless somebody says so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.importing.doubts.doubt import Doubt, Option
from analysis.importing.typed_columns import quoted
from analysis.outcome_log.codebook import NO, YES, fold, load
from analysis.outcome_log.log import MOST_LEVELS, OUTCOME

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from analysis.importing.draft import Draft

ABOUT = "visits"
_WHOSE = r"(?:late |same[- ]day |client |patient |clinic )*"
# As appointment books of many countries write it.
_NOT_HELD = (
    r"cancel(?:l?ed|l?ation|s)?|no[ -]?shows?|did not (?:attend|arrive|show|come)|dna|fta|failed to attend",
    r"not attended",
    r"missed(?: appointment)?|re-?scheduled|postponed|declined|deleted|void(?:ed)?|was not brought",
    r"booked|scheduled|upcoming|not (?:yet )?(?:done|performed|treated|carried out)",
    r"nicht erschienen|abgesagt|storniert|annul[ée]e?s?|non pr[ée]sent[ée]?e?|pas venue?|geannuleerd|niet verschenen",
    r"cancelad[oa]|anulad[oa]|no (?:asisti[óo]|acudi[óo])|annullat[oa]|non presentat[oa]|avbokad|uteblev|uteblivet",
    r"aflyst|udeblev|avlyst|peruttu|odwo[łl]ane?|nie przysz(?:ed[łl]|[łl]a)|zru[šs]en[oay]|iptal(?: edildi)?|gelmedi",
    r"отмен[её]н[оа]?|не приш[её]л|не пришла|キャンセル|取消|취소",
)
_NO_VISIT = re.compile(rf"{_WHOSE}(?:{'|'.join(_NOT_HELD)})(?: (?:by|visit|appointment|appt|\().*)?")
# No status is longer.
LONGEST_STATUS = 200
NAMED = 3
_HELD = re.compile(
    r"(?:client |patient |visit |appointment )*(?:attended|attendance|arrived|came|showed up|held|took place|treated|"
    r"treatment (?:done|given|carried out)|completed|checked in)"
)
# The outcome of a treatment that took place may have been asked about in a visit that did not.
_OF_FOLLOW_UP = re.compile(r"follow|review|call|check|f/?u\b", re.IGNORECASE)

ABOUT_CONSULTATIONS = "consultations"
# What a clinic does beside treating; "of a follow-up" and the like may stand behind it.
_TALK = (
    r"(?:(?:free|initial|first|new|online|virtual|video|phone|telephone|skin|pre[ -]treatment) )*"
    r"consult(?:ation|s|ing)?(?: only)?(?: \(.*\))?|patch[ -]?test(?:ing)?(?: only)?|"
    r"(?:beratung|erstberatung|beratungsgespr[äa]ch|vorgespr[äa]ch|intake|adviesgesprek|consult[ao](?: inicial)?|"
    r"consulta(?: inicial)?|consulenza|consulta[çc][ãa]o|rådgivning|radgivning|konsult(?:ation|acja|ace|aatio|asjon)|"
    r"kons[üu]ltasyon|консультация|カウンセリング|咨询|諮詢|상담)(?: only| seulement| nur)?|"
    r"(?:follow[ -]?up|review|check[ -]?up) only|no treatment(?: given| done)?|not treated|keine behandlung|pas de soin"
)
# These say that nobody was treated only of what kind a visit was.
_NO_TREATMENT = (
    r"(?:phone|telephone|tel|video)(?: (?:call|consult(?:ation)?|follow[ -]?up|review|check))?|call|(?:e-?)?mail|"
    r"(?:routine |final |post[ -]treatment )?(?:follow[ -]?up|review|check[ -]?up|control|aftercare)"
    r"(?: (?:visit|appointment|appt|call))?|nachkontrolle|kontrolle|kontrolltermin|nachsorge|telefonat|telefon|"
    r"contr[ôo]le|suivi|visite de (?:suivi|contr[ôo]le)|t[ée]l[ée]phone|controle(?:afspraak)?|nacontrole|telefonisch|"
    r"revisi[óo]n|seguimiento|llamada|controllo|telefonata|retorno|kontrol|kontroll|[åa]terbes[öo]k|wizyta kontrolna|"
    r"kontrola|контроль|осмотр|再診|経過観察|电话|複診|复诊|retail|product (?:sale|purchase)|purchase|paperwork"
)
_CONSULTATION = re.compile(_TALK)
_WITHOUT_TREATMENT = re.compile(f"{_TALK}|{_NO_TREATMENT}")
_KIND_OF_VISIT = re.compile(
    r"visit|appointment|appt|session|contact type|^type$|service|treatment|procedure|reason|purpose|"
    r"termin|besuch|behandlung|leistung|visite|rendez|soin|prestation|acte|motif|afspraak|bezoek|behandeling|cita|visita|"
    r"tipo|servicio|tratamiento|trattamento|besök|besøg|wizyt|визит|приём|прием|услуг|受診|施術|就诊|项目|방문",
    re.IGNORECASE,
)
# How somebody asked, came to the clinic or agreed is nothing that was done in a visit.
_OF_SOMETHING_ELSE = re.compile(
    r"follow|review|check|f/?u\b|source|referr|channel|booked|booking|consent|payment|remind|patch|last|previous|next|"
    r"after|prior|before|history",
    re.IGNORECASE,
)
# Where nearly every row is one, the word has another meaning there.
MOST_CONSULTATIONS = 0.9


def visits_without_treatment(draft: Draft) -> Doubt | None:
    """Return whether consultations and the like count as treatments; None where there are none."""
    read_as = {column.name: column.field for column in draft.columns}
    for name in draft.clues:
        texts = draft.texts(name)
        is_possible = len(texts.filled) <= MOST_LEVELS and read_as[name] in {None, "treatment"}
        if not is_possible or _OF_SOMETHING_ELSE.search(name):
            continue
        pattern = _WITHOUT_TREATMENT if _KIND_OF_VISIT.search(name) else _CONSULTATION
        found = [text for text in texts.filled if is_said(pattern, text)]
        rows = draft.rows_with(name, found)
        if found and rows.mean() < MOST_CONSULTATIONS and len(found) < len(texts.filled):
            doubt = _about_consultations(draft, name, found, rows)
            outcomes = doubt.options[0].draft.outcomes()
            # Where they alone say what came of the treatments, they belong to these.
            if outcomes is None or outcomes.consequence.known:
                return doubt
    return None


def _about_consultations(draft: Draft, name: str, found: list[str], rows: np.ndarray) -> Doubt:
    options = [
        Option(
            "leave them out: nobody was treated", draft.without_rows(rows, name, "nobody was treated in this visit")
        ),
        Option("count them: each was a treatment", draft),
    ]
    named = quoted(map(str.strip, found[:NAMED]))
    because = f"In “{name}”, {int(rows.sum()):,} of the rows say {named}."
    question = f"Do visits that say {named} count as treatments?"
    return Doubt(ABOUT_CONSULTATIONS, question, because, options, (name,), tuple(found))


def is_said(pattern: re.Pattern[str], text: str) -> bool:
    """Tell whether a text is what a pattern says, whatever its case and marks."""
    return len(text) <= LONGEST_STATUS and pattern.fullmatch(fold(text).rstrip(".!")) is not None


def is_no_visit(text: str) -> bool:
    """Tell whether a text says that a visit did not take place."""
    return is_said(_NO_VISIT, text)


def _missed(header: str, texts: Sequence[str]) -> list[str]:
    """Return the texts of a column that say that the visit did not take place, by themselves or under its header."""
    by_themselves = [text for text in texts if is_no_visit(text)]
    answer_of = load().answer_of
    if by_themselves or not all(answer_of(text) for text in texts):
        return by_themselves
    denying = YES if is_no_visit(header) else NO if _HELD.fullmatch(fold(header).rstrip("?")) else None
    return [text for text in texts if answer_of(text) == denying]


def visits_that_did_not_happen(draft: Draft) -> Doubt | None:
    """Return whether rows count whose status says that the visit did not take place; None where there are none."""
    read_as = {column.name: column.field for column in draft.columns}
    for name in draft.clues:
        texts = draft.texts(name)
        if len(texts.filled) > MOST_LEVELS or read_as[name] not in {None, OUTCOME}:
            continue
        # Of an outcome “DNA” says that nobody came to the follow-up: it is not known.
        known = load().outcome.is_missing if read_as[name] == OUTCOME else lambda _: False
        missed = [text for text in _missed(name, texts.filled) if not known(text)]
        is_about_all = draft.rows_with(name, missed).all() and read_as[name] != OUTCOME
        if missed and not is_about_all and not _OF_FOLLOW_UP.search(name):
            return _doubt(draft, name, missed, is_outcome=read_as[name] == OUTCOME)
    return None


def _doubt(draft: Draft, name: str, missed: list[str], *, is_outcome: bool) -> Doubt:
    rows = draft.rows_with(name, missed)
    because = f"In “{name}”, {int(rows.sum()):,} of the rows say {quoted(map(str.strip, missed[:NAMED]))}."
    counted = draft.with_texts(name, dict.fromkeys(missed, "")) if is_outcome else draft
    options = [
        Option(
            "leave them out: no treatment took place",
            draft.without_rows(rows, name, "the visit did not take place"),
        ),
        Option("count them: a treatment took place", counted),
    ]
    return Doubt(ABOUT, "Do cancelled and missed visits count as treatments?", because, options, (name,), tuple(missed))
