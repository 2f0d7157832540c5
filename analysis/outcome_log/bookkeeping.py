"""Columns that programs add to an export for themselves: ids of submissions, form statuses, times of entry.

``bookkeeping.json`` lists them for REDCap, Kobo and ODK, Qualtrics, SurveyMonkey, Google and Microsoft Forms,
LimeSurvey, Typeform, OpenClinica, Castor, Medidata and the programs of practices, as their manuals and exports name
them. A name that a clinic uses too counts only where the values are the program's.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal

from analysis.files.layout import PARTS_JOINED_BY
from analysis.outcome_log.codebook import fold, load
from analysis.outcome_log.numbers import read_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

# A program fills its own columns throughout; a few texts may have been typed over.
MOST_TYPED_OVER = 0.1
Kind = Literal["record", "time"]

# The second column of a name, as reading or another program distinguishes them.
_SECOND = re.compile(r"(?:\s*\(\d+\)|\.\d+)$")
_TIME_OF_DAY = re.compile(r"\d{1,2}[:.h]\d{2}|\d{1,2}\s*[ap]\.?m\b|\d[時时点點]|午[前后後]|오[전후]", re.IGNORECASE)
_SCORE = re.compile(r"[-–\d.,]+(?:\s*/\s*[\d.,]+)?")
_STATUS_WORDS = frozenset({"incomplete", "unverified", "complete"})
_RESPONSE_WORDS = frozenset({
    "ip address", "survey preview", "survey test", "imported", "spam", "offline", "possible spam",
    "survey preview spam", "imported spam", "offline spam", "ex", "scanned", "synchronized",
    "completed response", "partial response", "partial", "started", "submitted_via_web", "submitted via web",
})  # fmt: skip
# At least one of these: "completed", "partial" and "started" are used of treatments as well.
_CLEAR_RESPONSES = _RESPONSE_WORDS - {"partial", "started", "ex", "offline", "imported"}
_SWITCH = frozenset({"true", "false", "0", "1", "1.0", "0.0"})


def is_bookkeeping(header: str, texts: Sequence[str], kind: Kind = "record") -> str | None:
    """Return what a program notes in a column for itself, such as "who entered or changed the row"; None for any other.

    Parameters
    ----------
    header : str
    texts : sequence of str
        The distinct texts of the column; blank ones say nothing.
    kind : {"record", "time"}
        Whether it is asked of all that a program notes, or of its time stamps, such as "when the form was sent". Where
        a file has no other date these are the nearest thing to the day of treatment: they are bookkeeping only beside
        one.
    """
    name = _SECOND.sub("", header.strip())
    for pattern, in_words, holds in _OF_A_FORM[kind]:
        if (form := pattern.fullmatch(name)) and holds(name, _filled(texts)):
            return in_words.format(*form.groups())
    return _reason(kind, name, texts)


def _filled(texts: Iterable[str]) -> list[str]:
    return [folded for text in texts if (folded := fold(text))]


def _is_status_of(name: str, filled: Sequence[str]) -> bool:
    """Tell whether a column called "…_complete" holds a form's status rather than an answer of the clinic.

    0, 1 and 2 are REDCap's codes; what is a field of ours in words ("follow up complete") may be answered with 0 and 1
    or with 1 and 2.
    """
    words = {text.removesuffix(".0") for text in filled}
    if words <= _STATUS_WORDS:
        return not _is_field(name) or not words <= {"complete"}
    if not words <= {"0", "1", "2"}:
        return False
    return not _is_field(name) or words in ({"0", "2"}, {"0", "1", "2"}, {"2"})


def _is_field(name: str) -> bool:
    return _key(name) in _names_of_fields()


@cache
def _names_of_fields() -> frozenset[str]:
    return frozenset(_key(name) for field in load().fields for name in (field.name, field.title, *field.aliases))


def _reason(kind: Kind, name: str, texts: Sequence[str]) -> str | None:
    parts = [name, *name.split(PARTS_JOINED_BY)]
    known = next((entry for part in parts if (entry := _entries()[kind].get(_key(part)))), None)
    return known.reason if known is not None and _HOLDS[known.holds](_filled(texts)) else None


def _mostly(test: Callable[[str], object], filled: Sequence[str]) -> bool:
    return sum(not test(text) for text in filled) <= MOST_TYPED_OVER * len(filled)


def _has_time_of_day(text: str) -> bool:
    """Tell whether a day and a time stand in `text`: a time alone is when the client came."""
    return _TIME_OF_DAY.search(text) is not None and sum(map(str.isdigit, text)) >= 6  # noqa: PLR2004 - d, m, yy, h, mm


def _is_response_status(filled: Sequence[str]) -> bool:
    words = set(filled)
    return words <= {*_RESPONSE_WORDS, "0", *map(str, range(1, 49))} and (
        not words.isdisjoint(_CLEAR_RESPONSES) or words == {"0"}
    )


_HOLDS: Mapping[str, Callable[[Sequence[str]], bool]] = {
    "": lambda _: True,
    "form status": _STATUS_WORDS.issuperset,
    "number": lambda filled: _mostly(lambda text: read_number(text) is not None, filled),
    "switch": _SWITCH.issuperset,
    "response status": _is_response_status,
    "time of day": lambda filled: _mostly(_has_time_of_day, filled),
}


# The names that forms put together from those of their parts, what is noted there, and what such a column holds: as
# Microsoft Forms and Google Forms call what they give for the answer to a question, and REDCap what it notes of a form.
_OF_A_FORM: Mapping[Kind, tuple[tuple[re.Pattern[str], str, Callable[[str, Sequence[str]], bool]], ...]] = {
    "record": (
        (
            re.compile(
                r"(?:points|feedback|punkte|puntos|commentaires?) - .+|.+ \[(?:score|feedback)\]", re.IGNORECASE
            ),
            "the points or the feedback that a form gives for an answer",
            lambda _, filled: _mostly(_SCORE.fullmatch, filled),
        ),
        (
            re.compile(r"([a-z0-9_]+)_complete", re.ASCII),
            "whether the form “{}” was filled in to its end",
            _is_status_of,
        ),
    ),
    "time": (
        (
            re.compile(r"([a-z0-9_]+)_timestamp", re.ASCII),
            "when the form “{}” was sent",
            lambda _, filled: _mostly(_has_time_of_day, filled),
        ),
    ),
}


@dataclass(frozen=True)
class _Entry:
    reason: str
    holds: str


@cache
def _entries() -> dict[Kind, dict[str, _Entry]]:
    """Return what is known of each header, by kind."""
    document = json.loads(resources.files(__package__).joinpath("bookkeeping.json").read_text(encoding="utf-8"))
    kinds: tuple[Kind, ...] = ("record", "time")
    return {
        kind: {
            _key(header): _Entry(entry["reason"], entry.get("holds", ""))
            for entry in document[kind]
            for header in entry["headers"]
        }
        for kind in kinds
    }


def _key(header: str) -> str:
    """Return `header` without case, accents, blanks and signs, but for an underscore in front: "_id" is not "ID"."""
    plain = unicodedata.normalize("NFKD", header.strip().casefold())
    letters = "".join(sign for sign in plain if sign.isalnum())
    return f"_{letters}" if header.strip().startswith("_") else letters
