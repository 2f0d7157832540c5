"""What the name of a column says of its content, in the languages of the clinics that may use this."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import product
from typing import TYPE_CHECKING

from analysis.identifiers import kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LONGEST_RUN = 4
_BRACKETED = re.compile(r"[(\[].*?[)\]]")
# Chinese, Japanese, Korean and Thai.
_UNPARTED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# Letters with a stroke are none with an accent to Unicode; whoever has another keyboard writes them without.
_STROKED = str.maketrans("đłøıħ", "dloih")
_CAMEL = re.compile(r"(?<=[a-zà-þ])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def kind_of_header(header: str) -> str | None:
    """Return the kind of identifier that the name of a column promises, None where it promises none."""
    vocabulary = _vocabulary()
    words = words_of(header)
    if not vocabulary.about.isdisjoint(words):
        return None
    whole = "".join(words)
    kind = next((kind for kind, phrases in vocabulary.whole.items() if whole in phrases), None)
    kind = kind or next((kind for kind, phrases in vocabulary.anywhere.items() if _has_phrase(words, phrases)), None)
    # A clinic has a name and a postcode, too.
    if kind in {kinds.NAME, kinds.POSTCODE, kinds.ADDRESS} and is_of_things(header):
        return None
    return None if kind == kinds.NAME and is_of_staff(header) else kind


def is_of_staff(header: str) -> bool:
    """Tell whether a column says who treated the client, helped or filled in the row."""
    return _has_phrase(words_of(header), _vocabulary().staff)


def names_doer(header: str) -> bool:
    """Tell whether a column says by whom something was done, such as "Assessed by"."""
    vocabulary, words = _vocabulary(), words_of(header)
    return not vocabulary.doers.isdisjoint(words) and not _has_phrase(words, vocabulary.people - vocabulary.doers)


def is_of_things(header: str) -> bool:
    """Tell whether a column is of places, products or treatments rather than of people.

    "Visit" is, and neither "Name of the client at the visit" nor "Form filled in by" is.
    """
    vocabulary, words = _vocabulary(), words_of(header)
    return _has_phrase(words, vocabulary.things) and not _has_phrase(words, vocabulary.people)


def is_of_lots(header: str) -> bool:
    """Tell whether a column holds the numbers of lots, devices or articles."""
    return _has_phrase(words_of(header), _vocabulary().lots)


def names_person(header: str) -> bool:
    """Tell whether a column is of people around the client, such as who referred them or signed for them."""
    return _has_phrase(words_of(header), _vocabulary().persons)


def is_code_word(word: str) -> bool:
    """Tell whether `word` may stand before any client's or treatment's number, as in "Client no 12"."""
    return _vocabulary().code_words.issuperset(words_of(word))


def names_age(header: str) -> bool:
    """Tell whether a column is called the client's age, and not that of something else."""
    vocabulary = _vocabulary()
    words = set(words_of(_BRACKETED.sub(" ", header)))
    return not vocabulary.age.isdisjoint(words) and words <= vocabulary.age | vocabulary.beside_age


def words_of(header: str) -> list[str]:
    """Return the words of a header without case, accents and numbers; "firstName" has two."""
    plain = unicodedata.normalize("NFKD", _CAMEL.sub(" ", header))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    # The vowels of India's and Thailand's letters are marks.
    plain = "".join(sign if unicodedata.category(sign)[0] in "LM" else " " for sign in plain)
    return unicodedata.normalize("NFC", plain).translate(_STROKED).split()


def _has_phrase(words: list[str], phrases: frozenset[str]) -> bool:
    """Tell whether words in a row are one of `phrases`, or hold one where words are not set apart."""
    if not phrases.isdisjoint(_runs(words)):
        return True
    unparted = [word for word in words if _UNPARTED.search(word)]
    return bool(unparted) and any(phrase in word for phrase in _unparted(phrases) for word in unparted)


@cache
def _unparted(phrases: frozenset[str]) -> tuple[str, ...]:
    """Return the phrases of scripts that set no blank between words; one sign alone stands within too many."""
    return tuple(phrase for phrase in phrases if len(phrase) > 1 and _UNPARTED.search(phrase))


def _runs(words: list[str]) -> set[str]:
    return {
        "".join(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, min(start + _LONGEST_RUN, len(words)) + 1)
    }


@dataclass(frozen=True)
class _Vocabulary:
    """The words of ``headers.json``.

    Attributes
    ----------
    anywhere, whole : mapping
        Kind to the phrases that say it, as a part of a header or as all of it.
    things : frozenset of str
        What has a name, too, and is no client.
    people : frozenset of str
        Who stands beside a thing where the column is of people all the same.
    doers : frozenset of str
        What stands before or behind who did it: "by".
    lots : frozenset of str
        What has a number of its own, which nobody rings.
    staff : frozenset of str
        Who did it: "Doctor's name" alone does not say that the name is a client's; what the column holds may.
    persons : frozenset of str
        Phrases for people around the client: names are theirs, however often they come again.
    code_words : frozenset of str
        What stands before a number that is nobody's in particular.
    about : frozenset of str
        Words of a column about an identifier rather than of it: "photo consent", "email sent".
    age, beside_age : frozenset of str
        The word, and what may stand beside it where the column holds the client's own age.
    """

    anywhere: Mapping[str, frozenset[str]]
    whole: Mapping[str, frozenset[str]]
    things: frozenset[str]
    people: frozenset[str]
    doers: frozenset[str]
    lots: frozenset[str]
    staff: frozenset[str]
    persons: frozenset[str]
    code_words: frozenset[str]
    about: frozenset[str]
    age: frozenset[str]
    beside_age: frozenset[str]


@cache
def _vocabulary() -> _Vocabulary:
    words = json.loads(resources.files(__package__).joinpath("headers.json").read_text(encoding="utf-8"))
    people, anywhere = words["people"], {kind: _plain(phrases) for kind, phrases in words["anywhere"].items()}
    return _Vocabulary(
        # A phrase also counts in one word with whom it is of: "clientsurname".
        {
            kind: phrases | frozenset(map("".join, product(_plain(words["joined"]), phrases)))
            for kind, phrases in anywhere.items()
        },
        {kind: _plain(phrases) for kind, phrases in words["whole"].items()},
        _plain(words["things"]),
        _plain([*people, *words["who"]]),
        _plain(words["who"]),
        _plain(words["lots"]),
        _plain(words["staff"]),
        _plain(words["persons"]),
        _plain([*people, *words["code_words"]]),
        _plain(words["about"]),
        _plain(words["age"]),
        _plain([*people, *words["beside_age"]]),
    )


def _plain(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset("".join(words_of(phrase)) for phrase in phrases)
