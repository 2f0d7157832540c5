"""How exports call visits, records and events, and what the name of an event says of its time."""

from __future__ import annotations

import re
from itertools import product

from analysis.outcome_log.columns import TREATMENT_ID
from analysis.outcome_log.headers import field_of_header

INSTRUMENT_KEYS = frozenset({"redcaprepeatinstrument", "repeatinstrument"})
INSTANCE_KEYS = frozenset({"redcaprepeatinstance", "repeatinstance"})
REDCAP_EVENT_KEYS = frozenset({"redcapeventname"})
_VISIT_WORDS = (
    "visit", "event", "timepoint", "folder", "studyevent", "assessment", "wave", "phase", "encounter", "besuch",
    "visite", "zeitpunkt", "messzeitpunkt", "termin", "ereignis", "evenement", "temps", "bezoek", "meetmoment",
    "moment", "momento", "visita", "evento", "besok", "besøk", "besøg", "tidpunkt", "tidspunkt", "mattillfalle",
    "wizyta", "navsteva", "vizita", "kaynti", "ziyaret", "визит", "визита", "επισκεψη",
)  # fmt: skip
_VISIT_ENDINGS = (
    "", "name", "num", "number", "no", "nr", "label", "type", "typ", "code", "seq", "order", "oid", "id", "status",
    "bezeichnung", "nummer",
)  # fmt: skip
VISIT_KEYS = frozenset(
    {*map("".join, product(_VISIT_WORDS, _VISIT_ENDINGS)), "form", "formname", "instrument", "crf", "crfname", "survey"}
    | {"访视", "訪視", "随访", "来院", "時点", "时间点", "방문", "시점"}
)
RECORD_KEYS = frozenset({
    "record", "recordid", "subjectid", "subject", "subjid", "usubjid", "subjectname", "subjectkey", "participant",
    "participantid", "participantcode", "studyid", "studyno", "studynumber", "studysubjectid", "patientid", "patient",
    "patientnumber", "patientno", "patientnr", "clientid", "client", "screeningnumber", "randomisationnumber",
    "proband", "probandid", "probandennummer", "studiennummer", "kundennummer", "dossier", "sujet", "sujeto",
})  # fmt: skip
_BEFORE = re.compile(
    r"base ?line|screen|enrol|before|\bpre\b|intake|vorher|avant|antes|prima|\bvoor\b|前", re.IGNORECASE
)
_TREATED = re.compile(
    r"treat|session|procedure|needling|\btx\b|behandl|sitzung|seance|traitement|sesi|tratamiento|trattament|tratament",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"follow|\bfu\b|week|\bwk\b|month|\bday\b|review|check|contr|after|\bpost\b|nachsorge|woche|monat|suivi|semaine|mois|"
    r"seguimiento|semana|\bmes\b|opvolging|weken|maand",
    re.IGNORECASE,
)
ARM = re.compile(r"[ _]*\(?arm[ _]*\d+.*$", re.IGNORECASE)


def comes_before(name: str) -> bool:
    """Tell whether the name of an event says that it is before the treatment."""
    return _BEFORE.search(name.replace("_", " ")) is not None


def comes_after(name: str) -> bool:
    """Tell whether the name of an event says that it is after the treatment."""
    return _AFTER.search(name.replace("_", " ")) is not None


def names_treatment(name: str) -> bool:
    """Tell whether the name of an event or a column speaks of the treatment."""
    return _TREATED.search(name.replace("_", " ")) is not None


def numbers_treatments(header: str) -> bool:
    """Tell whether a column is called the number of a treatment, rather than of whatever stands in a row."""
    return field_of_header(header) == TREATMENT_ID and names_treatment(header)


def is_treatment(name: str) -> bool:
    """Tell whether the name of an event says that it is the treatment itself."""
    return names_treatment(name) and not comes_after(name)
