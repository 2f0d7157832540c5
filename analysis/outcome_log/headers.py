"""What the header of a column means: which field, and what tells the column from others about the same field."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from analysis.outcome_log.codebook import REFERRED, Field, fold, load, visible
from analysis.outcome_log.header_spellings import field_called, known_headers
from analysis.outcome_log.legends import LEGEND, legend, turns_answers
from analysis.outcome_log.numbers import is_same_unit, unit_called
from analysis.outcome_log.signs_in_headers import sign_asked
from analysis.outcome_log.words_of_headers import (
    DENYING,
    FOLLOW_UP_CALLED,
    HEADER_WORDS,
    LONGEST_HEADER,
    NEGATIONS,
    NEGATIONS_BEHIND,
    NEGATIONS_WITH_OF,
    REVIEWS,
    WORDS_AFTER,
    WORDS_BEFORE,
    When,
    is_denied,
    is_group_called,
    plain_words,
    time_named,
    without_denial_and_time,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_BRACKETED = re.compile(r"[(\[{]([^)\]}]*)[)\]}]")
_LAST_IN_BRACKETS = re.compile(r"[(\[{]\s*([^()\[\]{}]*?)\s*[)\]}]\s*$")
_CHOICE = re.compile(r"[(\[{]\s*choice\s*=\s*(.*?)\s*[)\]}]?\s*$", re.IGNORECASE)
# REDCap and its like number the choices of a question: "breakout___1".
_CODED_CHOICE = re.compile(r"(.+?)___+(-?\w+)$")
_BROKE_OUT = re.compile(r"\b(?:no|non)?(?:breakouts?|break(?:ing)? out|broken? out)\b")
_AT_FOLLOW_UP = re.compile(
    r"\b(?:(?:at|on|during) (?:the )?(?:follow ?up|review|check ?up)(?: visit| call)?|"
    r"(?:at )?(?:the )?next (?:visit|appointment|session))$"
)
# Before or after the treatment of that day, nobody knows.
_AT_TREATMENT = re.compile(
    r"\b(?:at|on|in|during) (?:the )?(?:last |this |same )?"
    r"(?:(?:treatment )?day(?: of (?:the )?(?:treatment|procedure))?|visit|appointment|session|treatment|procedure)$"
)
_CARE, _CLIENTS = frozenset({"aftercare", "care"}), frozenset({"client", "patient"})
# "Breakout A", "Breakout B".
_SIBLINGS = frozenset("abcdef")
# What joins the name of a group, a page or a visit to that of a column, the surest first.
_JOINTS = (re.compile(r"\s*(?:/|\||::?|»|>|→)\s*|\s+[-–—]\s+"), re.compile(r"\."), re.compile(r"[-–—]"))
_SPACED_DASH = re.compile(r"\s+[-–—]\s+")
# LimeSurvey writes the code of a question before it: "brk. Did your skin break out?"
_CODE_OF_A_QUESTION = re.compile(r"[A-Za-z]\w{0,19}\.\s+(?=\S+\s+\S+\s+\S)")
# A number that counts follows no "no.": "No. of breakouts" denies nothing.
_NUMBER_OF = re.compile(r"\b(no|nr|num|number|count|amount)\b\.?\s*(of|#)\b|#", re.IGNORECASE)
_NEGATING_PREFIXES = ("un", "in", "im", "de", "dis", "non", "no", "not", "a", "anti")
# The headers of four files of the widest kind.
_MOST_REMEMBERED = 8192


@dataclass(frozen=True)
class HeaderMeaning:
    """What a header means.

    Attributes
    ----------
    field : str
    group : str
        What stands before the field's name: a group of questions, a page, a visit.
    detail : str
        What stands behind it or in brackets and tells the column from others about the same: a place, a person, a
        number.
    is_negated : bool
        Whether it denies: "No breakout".
    when : {"", "before", "after"}
        Whether it is about the time before or after the treatment.
    choice : str or None
        The answer that a tick in this column stands for, in an export with one column a choice.
    is_coded : bool
        Whether `choice` is only its number.
    """

    field: str
    group: str = ""
    detail: str = ""
    is_negated: bool = False
    when: When = ""
    choice: str | None = None
    is_coded: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether nothing but the field is named."""
        return self == HeaderMeaning(self.field)

    @property
    def names_field(self) -> bool:
        """Whether the field is named, and beside it only the group that the question stands in.

        Of an id or a date a detail says where it comes from, not that it is something else.
        """
        detail = self.detail if load()[self.field].role in {"identifier", "date"} else ""
        return self == HeaderMeaning(self.field, group=self.group, detail=detail)

    @property
    def denies(self) -> bool:
        """Whether the field is named and denied, and beside it only the group that the question stands in."""
        return self == HeaderMeaning(self.field, group=self.group, is_negated=True)


def field_of_header(header: str) -> str | None:
    """Return the field that a header names, None where it names none or more than a field."""
    meaning = read_header(header)
    return meaning.field if meaning is not None and meaning.names_field else None


@lru_cache(maxsize=_MOST_REMEMBERED)
def read_header(header: str) -> HeaderMeaning | None:
    """Return what a header means; None where it names no field."""
    header = visible(header)
    if field := field_called(header):
        return HeaderMeaning(field)
    if len(header) > LONGEST_HEADER or _NUMBER_OF.search(header):
        return None
    if legend(header) and (rest := _without_legend(header)):
        meaning = read_header(rest)
        if meaning is not None and meaning.field == load().outcome.name:
            return meaning
    if (code := _CODE_OF_A_QUESTION.match(header)) and (meaning := read_header(header[code.end() :])):
        return meaning
    return _of_a_sign(header) or _of_a_choice(header) or _of_a_reaction(header) or _with_details(header)


def _of_a_choice(header: str) -> HeaderMeaning | None:
    """Return what a header means that names one answer of a question; None where it names none."""
    if match := _CHOICE.search(header):
        meaning = read_header(header[: match.start()])
        return meaning and replace(meaning, choice=match[1])
    match = _CODED_CHOICE.match(header)
    meaning = read_header(match[1]) if match is not None else None
    return replace(meaning, choice=match[2], is_coded=True) if meaning is not None and match is not None else None


def _of_a_reaction(header: str) -> HeaderMeaning | None:
    """Return what a header means that names the breakout among the reactions to a treatment; else None.

    "Skin reaction (choice=Breakout)" and "After your treatment, did you notice: [Breakout]" do, "Reason for visit
    [Breakout]" does not.
    """
    match = _CHOICE.search(header) or _LAST_IN_BRACKETS.search(header)
    if match is None or field_called(match[1]) != load().outcome.name:
        return None
    question = header[: match.start()]
    words = set(plain_words(question))
    other = NEGATIONS | NEGATIONS_WITH_OF | WORDS_BEFORE | HEADER_WORDS["aboutABreakout"]
    if words.isdisjoint(HEADER_WORDS["reactions"]) or not words.isdisjoint(other):
        return None
    return HeaderMeaning(load().outcome.name, group=question.strip(" :-–"))


def _with_details(header: str) -> HeaderMeaning | None:
    """Return what a header means, what stands in brackets included."""
    details = [each for each in _BRACKETED.findall(header) if each.strip()]
    if (meaning := _of_parts(_BRACKETED.sub(" ", header))) is None:
        return None
    if meaning.field == load().outcome.name and any(map(turns_answers, details)):
        meaning = replace(meaning, is_negated=not meaning.is_negated)
        details = [each for each in details if not turns_answers(each)]
    own = [each for each in details if not LEGEND.search(each) and not _is_harmless(each, load()[meaning.field])]
    own += [each for each in details if LEGEND.search(each) and meaning.field == load().outcome.name]
    when = meaning.when or next(filter(None, map(time_named, own)), "")
    own = [each for each in own if time_named(each) == ""]
    return replace(meaning, when=when, detail=", ".join(filter(None, (meaning.detail, *own))))


def is_other_by_sign(one: str, other: str) -> bool:
    """Tell whether two nearly equal keys differ in what changes the meaning: a digit, or a prefix that denies."""
    if re.sub(r"\D", "", one) != re.sub(r"\D", "", other):
        return True
    longer, shorter = sorted((one, other), key=len, reverse=True)
    if any(longer == shorter + letter for letter in _SIBLINGS):
        return True
    return any(longer == prefix + shorter for prefix in _NEGATING_PREFIXES) or (
        longer.startswith(_NEGATING_PREFIXES) and not shorter.startswith(_NEGATING_PREFIXES) and longer[2:] in shorter
    )


def names_more(header: str, key: str) -> bool:
    """Tell whether a header has the words of a known name and others beside them: "bl_breakout" misspells nothing."""
    words = plain_words(header)
    return any(
        "".join(words[start:end]) == key
        for start in range(len(words))
        for end in range(start + 1, len(words) + 1)
        if end - start < len(words)
    )


def may_deny(header: str) -> bool:
    """Tell whether a word that denies stands anywhere in a header, though it is not certain what it denies."""
    meaning = read_header(header)
    words = {*plain_words(header)}
    is_known = meaning is not None and meaning.is_negated
    return not is_known and not words.isdisjoint(DENYING)


def _without_legend(header: str) -> str:
    return re.sub(r"[(\[{][\W_]*[)\]}]", "", LEGEND.sub("", header)).strip(" ,;:/|-–")


def _of_parts(header: str) -> HeaderMeaning | None:
    """Return what a header without brackets means: as a whole, else by the last or the first of its parts."""
    if meaning := _of_words(header) or _at_follow_up(header):
        return meaning
    for joint in _JOINTS:
        parts = [part for part in joint.split(header) if part.strip()]
        if len(parts) <= 1:
            continue
        rest = " / ".join(parts[:-1])
        # Dots and hyphens join the words of one name as well: "Median.RBC.Age" is no age.
        names_group = joint is _JOINTS[0] or is_group_called(plain_words(rest)) or bool(time_named(rest, is_group=True))
        if names_group and (meaning := _loosely(parts[-1])):
            return replace(meaning, group=rest, when=meaning.when or time_named(rest, is_group=True))
        # "Visit / breakout: Cheeks": a group, the field, and an answer.
        behind = next((at for at in range(1, len(parts)) if is_group_called(plain_words(" ".join(parts[:at])))), 0)
        if joint is _JOINTS[0] and 0 < behind < len(parts) - 1 and (meaning := _loosely(parts[behind])):
            return replace(meaning, group=" / ".join(parts[:behind]), detail=" / ".join(parts[behind + 1 :]))
        if meaning := _loosely(parts[0]):
            return _with_detail(meaning, " / ".join(parts[1:]))
    return _loosely(header)


def _at_follow_up(header: str) -> HeaderMeaning | None:
    """Return what "Breakout - follow-up" says; "breakout/follow_up" of a form asks about the follow-up itself."""
    first, dash, last = _SPACED_DASH.sub("\n", header).rpartition("\n")
    outcome = load().outcome.name
    is_at_follow_up = bool(dash) and FOLLOW_UP_CALLED.fullmatch(" ".join(plain_words(last))) is not None
    return HeaderMeaning(outcome, when="after") if is_at_follow_up and field_called(first) == outcome else None


def _with_detail(meaning: HeaderMeaning, detail: str) -> HeaderMeaning:
    """Return what a header means with what stands behind the field: a time, a place, a denial such as “-free”."""
    words = plain_words(detail)
    if words and NEGATIONS_BEHIND.issuperset(words):
        return replace(meaning, is_negated=not meaning.is_negated)
    if _is_harmless(detail, load()[meaning.field]):
        return meaning
    when = time_named(detail)
    return replace(meaning, when=meaning.when or when, detail="" if when else detail)


def _of_words(part: str) -> HeaderMeaning | None:
    """Return what one part of a header means, its words about time, its number and its denial read."""
    if field := field_called(part):
        return HeaderMeaning(field)
    words = plain_words(part)
    number = ""
    while len(words) > 1 and (words[-1].isdigit() or words[-1] in _SIBLINGS):
        number = words.pop() if not number else f"{words.pop()} {number}"
    when: When = "" if WORDS_BEFORE.isdisjoint(words) else "before"
    if not when and not WORDS_AFTER.isdisjoint(words):
        when = "after"
    is_negated = is_denied(words)
    for dropped in without_denial_and_time(words, when, is_negated=is_negated):
        if field := known_headers().get("".join(dropped)):
            return HeaderMeaning(field, detail=number, is_negated=is_negated, when=when)
    return None


def _loosely(part: str) -> HeaderMeaning | None:
    """Return what one part of a header means, the name of a group before it or the words of a question passed over."""
    words = plain_words(part)
    return _of_words(part) or _of_a_group(words) or _of_a_question(words) or _of_a_review(words) or _of_a_sign(part)


def _of_a_sign(text: str) -> HeaderMeaning | None:
    """Return what a question or a label means that names a warning sign and nothing but fillers."""
    sign = sign_asked(text)
    return HeaderMeaning(sign) if sign is not None else None


def _of_a_review(words: Sequence[str]) -> HeaderMeaning | None:
    """Return what words mean that name a field and that somebody looked over it: "breakout checked"."""
    if len(words) < 2 or words[-1] not in REVIEWS:  # noqa: PLR2004 - a name and the word
        return None
    field = known_headers().get("".join(words[:-1]))
    return HeaderMeaning(field, detail=words[-1]) if field is not None else None


def _of_a_group(words: Sequence[str]) -> HeaderMeaning | None:
    """Return what words mean that begin with the name of a group: "followup breakout", "section b breakout"."""
    for start in range(1, len(words)):
        group, rest = words[:start], words[start:]
        if not is_group_called(group):
            return None
        if meaning := _of_words(" ".join(rest)):
            # "Aftercare followed" asks what the client did, and "Client referral" whom the client sent.
            is_of_care = load()[meaning.field].role == "follow-up" and not _CARE.isdisjoint(group)
            is_of_clients = meaning.field == REFERRED and not _CLIENTS.isdisjoint(group)
            return None if is_of_care or is_of_clients else replace(meaning, group=" ".join(group))
    return None


def _of_a_question(words: Sequence[str]) -> HeaderMeaning | None:
    """Return what a question means that asks whether the skin broke out, in these words and nothing but fillers."""
    text = " ".join(words)
    at_follow_up = _AT_FOLLOW_UP.search(text)
    text = _AT_FOLLOW_UP.sub("", text)
    match = _BROKE_OUT.search(text)
    if match is None:
        return None
    rest = set((text[: match.start()] + text[match.end() :]).split())
    denied = (NEGATIONS | NEGATIONS_BEHIND | NEGATIONS_WITH_OF) & rest
    other = {
        word for word in rest - denied - WORDS_AFTER - WORDS_BEFORE - HEADER_WORDS["fillers"] if not word.isdigit()
    }
    if other or len(denied) > 1:
        return None
    is_joined = match[0].startswith("no")
    when: When = "before" if not WORDS_BEFORE.isdisjoint(rest) else "after" if at_follow_up else ""
    detail = on_the_day[0] if (on_the_day := _AT_TREATMENT.search(text)) and not when else ""
    return HeaderMeaning(load().outcome.name, detail=detail, is_negated=bool(denied) != is_joined, when=when)


def _is_harmless(detail: str, field: Field) -> bool:
    """Tell whether a detail is only about how the answer is written: a unit, a form of dates, the possible answers."""
    words = set(plain_words(detail))
    own = {word for text in _texts_of(field) for word in plain_words(text)}
    if field.kind == "date":
        own |= HEADER_WORDS["ofDates"]
    elif field.kind == "number" or field.bands_from:
        own |= HEADER_WORDS["ofNumbers"]
        units = {unit for word in words if (unit := unit_called(word))}
        if field.unit and not all(is_same_unit(unit, field.unit) for unit in units):
            return False
    # "Breakout (not)" denies it.
    is_denial = bool(words) and words <= NEGATIONS
    is_one_number = bool(re.fullmatch(r"\s*\d+\s*", detail))
    # "Breakout [None]" is the column of one answer, "Breakout (none/any)" says what the answers are.
    is_one_answer = field.level_of(detail) is not None
    return (
        not is_one_number
        and not is_one_answer
        and not is_denial
        and all(word in HEADER_WORDS["format"] | own or word.isdigit() for word in words)
    )


def _texts_of(field: Field) -> Iterable[str]:
    return (*field.levels, *field.synonyms, *((field.unit,) if field.unit else ()), fold(field.title))


def forget_headers_read() -> None:
    """Forget what the headers of files say: it is remembered while a file is read, for speed alone."""
    read_header.cache_clear()
