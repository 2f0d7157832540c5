"""Which way round an outcome goes that the manager named, and whose header asks whether the skin stayed well."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.importing.doubts.doubt import Doubt, Option
from analysis.outcome_log.codebook import YES, fold, load, without_accents
from analysis.outcome_log.headers import read_header
from analysis.outcome_log.log import OUTCOME

if TYPE_CHECKING:
    from analysis.importing.draft import Draft

ABOUT = f"{OUTCOME} yes"
# What a header says that calls the skin well or denies: a yes under it is most likely good news.
_WELL_WORDS = (
    "clear cleared clean healed ok okay fine normal good well calm settled free without no not none unaffected "
    "resolved spotless healthy smooth success successful better improved "
    "rein reine reines reiner sauber klar klare ohne keine kein keinerlei frei unauffallig gut heil abgeheilt verheilt "
    "sans aucun aucune pas net nette propre clair claire bien gueri guerie sain saine "
    "sin ninguno ninguna limpia limpio clara sana curado curada senza nessun nessuna pulita pulito chiara guarita "
    "sem nenhum nenhuma limpa saudavel curada geen zonder schoon schone goed genezen helder gaaf "
    "utan ingen inga ren rent frisk bra uten uden god fri bez brak czysta czysto dobrze zdrowa cista ciste nincs "
    "tiszta без чистая чисто чистый χωρις καθαρο καθαρη yok temiz iyi"
)
_WELL = frozenset(_WELL_WORDS.split())
_FREE = re.compile(r".{3,}(?:frei|free|fri|vrij)")
# "yes/no" and what stands in brackets say how to answer.
_HOW_TO_ANSWER = re.compile(r"[(\[{].*?[)\]}]|\b(?:yes|y|ja|j|oui|o|s[ií]|sim|tak|ano|igen|evet|да|ναι)\s*[/|,]\s*\w+")
_WORDS = re.compile(r"[^\W\d_]+")


def way_round(draft: Draft) -> Doubt | None:
    """Return whether yes means a breakout under a header such as “Skin clear?”; None under any other."""
    column = draft.column_of(OUTCOME)
    if column is None or column.is_turned or draft.answers_are_chosen or draft.choices.yes or draft.choices.no:
        return None
    header = read_header(column.name)
    yes = [text for text in draft.texts(column.name).filled if load().answer_of(text) == YES]
    if (header is not None and header.field == OUTCOME) or not yes or not _calls_well(column.name):
        return None
    turned, plain = (draft.meanings(column.name, is_turned=is_turned) for is_turned in (True, False))
    answer = yes[0].strip()
    options = [
        Option(f"“{answer}” means no breakout", draft.with_meanings(turned)),
        Option(f"“{answer}” means a breakout", draft.with_meanings(plain)),
    ]
    because = f"The header “{column.name}” seems to ask whether the skin was clear."
    question = f"What does “{answer}” in “{column.name}” mean?"
    return Doubt(ABOUT, question, because, options, (column.name,))


def _calls_well(header: str) -> bool:
    words = _WORDS.findall(without_accents(_HOW_TO_ANSWER.sub(" ", fold(header))))
    return any(word in _WELL or _FREE.fullmatch(word) for word in words)
