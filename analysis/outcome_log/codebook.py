"""The codebook: what each field of an outcome log means, loaded once from ``codebook.json`` into frozen objects."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Kind = Literal["text", "open category", "category", "ordered", "yes/no", "number", "date"]
Meaning = TypeVar("Meaning")
Role = Literal["identifier", "factor", "date", "follow-up", "outcome", "course", "warning sign", "count"]

YES, NO = "yes", "no"
# Recorded with the warning signs, and what was done about them.
REFERRED = "referred"

# One value on a scale has no order yet.
_FEWEST_ON_A_SCALE = 2
# Codes such as "0_no", "1_yes", "1. Good" carry their meaning behind the number.
_NUMBERED = re.compile(r"^\d+\s*[_.:)\-]\s*(?=\D)")
# What stands in a text and is not seen: Unicode's format characters and variation selectors.
_UNSEEN = re.compile(
    "[\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ufe00-\ufe0f\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0001\U000e0020-\U000e007f\U000e0100-\U000e01ef]"
)
# What is seen as a blank and is none to Python: fillers of Hangul, and Braille's pattern without dots.
_FILLERS = dict.fromkeys((0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800), " ")
_ACCENTS = re.compile("[\u0300-\u036f]")
_QUOTES = "\"'`´“”„‟‘’‚‛«»‹›「」『』"
# No text is longer that says in words that something is not known.
_LONGEST_MISSING = 40
# No level is called by more characters.
LONGEST_ANSWER = 300
_OPENING = "([<"
_CLOSING = ".!;,:*…。！；，、،؛।)]>"
# "--" and "…" say as little as one such sign ("???" may be a word of which an encoding lost the letters); an error of a
# spreadsheet says nothing in any language.
_SAYS_NOTHING = re.compile(
    r"[.\-‐‑‒–—−_/…]+|؟|#[^\W\d][^\s#]{0,20}[!?]|#[¡¿]\S{1,20}|err:\d{3}|\.[a-z]|##user_missing_\d{1,3}##"
)


def visible(text: str) -> str:
    """Return `text` without what is not seen, its blanks single spaces, none at its ends."""
    if not text.isascii():
        text = _UNSEEN.sub("", text).translate(_FILLERS)
    return " ".join(text.split())


def opposite(answer: str) -> str:
    """Return no for yes, and yes for no."""
    return NO if answer == YES else YES


def fold(text: str) -> str:
    """Return `text` as it is compared: NFKC, lower case, single spaces, nothing that is not seen."""
    if text.isascii():
        return " ".join(text.casefold().split())
    return " ".join(unicodedata.normalize("NFKC", visible(text)).translate(_FILLERS).casefold().split())


def without_accents(folded: str) -> str:
    """Return a folded text without accents, the i without a dot as one with it."""
    return folded if folded.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFKD", folded)).replace("ı", "i")


@dataclass(frozen=True)
class Field:
    """One field of the outcome log; see ``codebook.json`` for the source of every attribute.

    `synonyms` maps folded texts to levels, `missing` holds folded texts that mean "not known". A text that is both is
    the level: "none" and "n/a" are answers wherever the field has them.

    `after_treatment` gives whether it happens after the treatment, and so is recorded when the outcome may be known.
    `actionable` gives whether a clinic or a client can change it, and `best_is_highest` that its highest values are the
    ones to aim at (else `reference` is). `adjust_order` is its place among the factors that are allowed for unless a
    manager chooses others, None where it is none of them. `overlaps` names fields that record the same thing in another
    form, which are never allowed for together.
    """

    name: str
    kind: Kind
    role: Role
    title: str
    description: str
    aliases: tuple[str, ...]
    example: str
    levels: tuple[str, ...]
    synonyms: Mapping[str, str]
    missing: frozenset[str]
    reference: str | None
    unit: str | None
    minimum: float | None
    maximum: float | None
    whole: bool
    caution_above: float | None
    bands_from: tuple[int, ...]
    aftercare_item: bool
    filtered_first: bool
    personal: bool
    after_treatment: bool
    actionable: bool
    best_is_highest: bool
    adjust_order: int | None
    overlaps: frozenset[str]

    def level_of(self, text: str) -> str | None:
        """Return the level that `text` names, or None where it names none."""
        return meaning_in(self.synonyms, text)

    def is_missing(self, text: str) -> bool:
        """Tell whether `text` says that the value is not known."""
        return _is_missing_text(text, self.missing, self.synonyms)


@dataclass(frozen=True)
class Codebook:
    """All fields of the outcome log in their order.

    `yes_no` and `missing` hold the folded texts that mean yes, no and "not known" in any column; each of `answers`
    those of one language, with the words that mean yes or no only beside its others; each of `scales` the folded texts
    of a well-known scale with their places on it.
    """

    version: str
    fields: tuple[Field, ...]
    yes_no: Mapping[str, str]
    answers: tuple[Mapping[str, str], ...]
    missing: frozenset[str]
    scales: tuple[Mapping[str, int], ...]

    def __getitem__(self, name: str) -> Field:
        """Return the field called `name`; KeyError where there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a field called `name`."""
        return any(field.name == name for field in self.fields)

    def answer_of(self, text: str) -> str | None:
        """Return yes or no where `text` says so in any column, else None."""
        return meaning_in(self.yes_no, text)

    def is_missing(self, text: str) -> bool:
        """Tell whether `text` says in any column that the value is not known."""
        return _is_missing_text(text, self.missing, {})

    def places_on_a_scale(self, texts: Iterable[str]) -> dict[str, int] | None:
        """Return the place of each text on the first well-known scale that all are on, not all at the same place."""
        spelled = {text: spellings(text) for text in texts}
        for scale in self.scales:
            places: dict[str, int] = {}
            for text, ways in spelled.items():
                place = meaning_of(scale, ways)
                if place is None:
                    break
                places[text] = place
            if len(places) == len(spelled) and len(set(places.values())) >= _FEWEST_ON_A_SCALE:
                return places
        return None

    @property
    def outcome(self) -> Field:
        """The field that says whether the skin broke out."""
        return self["breakout"]

    @property
    def aftercare_items(self) -> tuple[Field, ...]:
        """The yes/no items whose share is the aftercare adherence."""
        return tuple(field for field in self.fields if field.aftercare_item)

    @property
    def warning_signs(self) -> tuple[str, ...]:
        """The names of the fields that record a reason to see a doctor."""
        return tuple(field.name for field in self.fields if field.role == "warning sign" and field.name != REFERRED)

    def template(self) -> str:
        """Return a CSV to fill in: the header and one example row."""
        fields = [field for field in self.fields if field.role != "count"]
        header = ",".join(field.name for field in fields)
        row = ",".join("" if field.role == "course" else field.example for field in fields)
        return f"{header}\n{row}\n"


def meaning_in(synonyms: Mapping[str, Meaning], text: str) -> Meaning | None:
    """Return what `text` means by its spelling, else without a number before it, closing marks or quotes."""
    return meaning_of(synonyms, spellings(text))


def spellings(text: str) -> tuple[str, ...]:
    """Return the ways in which `text` is looked up, the likeliest first; none of a text too long to be an answer."""
    if len(text) > LONGEST_ANSWER:
        return ()
    folded = fold(text)
    return (folded, *_without_marks(folded))


def meaning_of(synonyms: Mapping[str, Meaning], ways: Iterable[str]) -> Meaning | None:
    """Return what a text means that is looked up in these ways; see `spellings`."""
    return next((synonyms[each] for each in ways if each in synonyms), None)


def _without_marks(folded: str) -> tuple[str, ...]:
    if folded.isalnum():
        return ()
    numberless = _NUMBERED.sub("", folded) if folded[:1].isdecimal() else folded
    bare = tuple(each.lstrip(_QUOTES + _OPENING).rstrip(_QUOTES + _CLOSING + " ") for each in (numberless, folded))
    return tuple(filter(None, (numberless, *bare)))


def ends_like_an_id(text: str) -> bool:
    """Tell whether no text that ends as this one does says "not known", whatever its digits are.

    No word for it ends in a digit; the error of a spreadsheet does.
    """
    folded = fold(text)
    return folded[-1:].isdecimal() and not folded.startswith("err:")


def _is_missing_text(text: str, missing: frozenset[str], levels: Mapping[str, str]) -> bool:
    """Tell whether `text` is one of `missing`; with closing marks only where it is none of `levels` without them."""
    folded = fold(text)
    if folded in missing:
        return True
    # Numbers, dates and ids are most of all texts.
    if len(folded) > _LONGEST_MISSING or (folded[-1].isdecimal() and not folded.startswith("err:")):
        return False
    if levels and meaning_in(levels, folded) is not None:
        return False
    if _SAYS_NOTHING.fullmatch(folded):
        return True
    return any(each in missing or (each.rstrip("? ") or each) in missing for each in _without_marks(folded))


@cache
def load() -> Codebook:
    """Return the codebook of this release."""
    text = resources.files(__package__).joinpath("codebook.json").read_text(encoding="utf-8")
    document = json.loads(text)
    return Codebook(
        document["version"],
        tuple(_field(each, document) for each in document["fields"]),
        _yes_no_synonyms({}, document),
        tuple(map(_language, document["answers"])),
        frozenset(map(fold, document["missingValues"])),
        tuple(
            {fold(text): place for place, spellings in enumerate(scale) for text in spellings}
            for scale in document["scales"]
        ),
    )


def _field(entry: Mapping[str, Any], document: Mapping[str, Any]) -> Field:
    kind = _kind(entry)
    constraints = entry.get("constraints", {})
    synonyms = _yes_no_synonyms(entry, document) if kind == "yes/no" else _level_synonyms(entry)
    return Field(
        name=entry["name"],
        kind=kind,
        role=entry["role"],
        title=entry["title"],
        description=entry["description"],
        aliases=tuple(entry["aliases"]),
        example=entry["example"],
        levels=(NO, YES) if kind == "yes/no" else tuple(each["value"] for each in entry.get("categories", ())),
        synonyms=synonyms,
        missing=frozenset(map(fold, (*document["missingValues"], *entry.get("missingValues", ())))) - synonyms.keys(),
        reference=entry.get("reference"),
        unit=entry.get("unit"),
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
        whole=entry["type"] == "integer",
        caution_above=entry.get("cautionAbove"),
        bands_from=tuple(entry.get("bandsFrom", ())),
        aftercare_item=entry.get("aftercareItem", False),
        filtered_first=entry.get("filter") == "first",
        personal=entry.get("personal", False),
        after_treatment=entry.get("afterTreatment", False),
        actionable=entry.get("actionable", False),
        best_is_highest=entry.get("best") == "highest",
        adjust_order=entry.get("adjustOrder"),
        overlaps=_overlaps(entry, document),
    )


def _overlaps(entry: Mapping[str, Any], document: Mapping[str, Any]) -> frozenset[str]:
    others = {other["name"] for other in document["fields"] if entry["name"] in other.get("overlaps", ())}
    return frozenset(entry.get("overlaps", ())) | others


def _kind(entry: Mapping[str, Any]) -> Kind:
    if entry["type"] == "boolean":
        return "yes/no"
    if entry["type"] in {"number", "integer"}:
        return "number"
    if entry["type"] == "date":
        return "date"
    if "categories" in entry:
        return "ordered" if entry.get("categoriesOrdered") else "category"
    return "open category" if entry.get("open") else "text"


def _yes_no_synonyms(entry: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, str]:
    """Return the words of all languages, and of a field what its entry adds to them: there "none" means no, too."""
    answers = document["answers"]
    of_field = document["noneWords"] if entry else ()
    yes = (*(word for each in answers for word in each.get("yes", ())), *entry.get("trueValues", ()))
    no = (*(word for each in answers for word in each.get("no", ())), *of_field, *entry.get("falseValues", ()))
    return dict.fromkeys(map(fold, yes), YES) | dict.fromkeys(map(fold, no), NO)


def _language(entry: Mapping[str, Any]) -> dict[str, str]:
    together = entry.get("onlyTogether", {})
    yes = (*entry.get("yes", ()), *together.get("yes", ()))
    no = (*entry.get("no", ()), *together.get("no", ()))
    return dict.fromkeys(map(fold, yes), YES) | dict.fromkeys(map(fold, no), NO)


def _level_synonyms(entry: Mapping[str, Any]) -> dict[str, str]:
    return {
        fold(text): each["value"] for each in entry.get("categories", ()) for text in (each["value"], *each["synonyms"])
    }
