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
    from collections.abc import Mapping

_LONGEST_RUN = 4
_BRACKETED = re.compile(r"[(\[].*?[)\]]")
_CAMEL = re.compile(r"(?<=[a-zà-þ])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def kind_of_header(header: str) -> str | None:
    """Return the kind of identifier that the name of a column promises, None where it promises none."""
    vocabulary = _vocabulary()
    words = words_of(header)
    if not vocabulary.about.isdisjoint(words):
        return None
    runs = _runs(words)
    kind = next((kind for kind, phrases in vocabulary.anywhere.items() if not phrases.isdisjoint(runs)), None)
    whole = "".join(words)
    kind = kind or next((kind for kind, phrases in vocabulary.whole.items() if whole in phrases), None)
    is_of_others = is_of_things(header) or not vocabulary.staff.isdisjoint(words)
    return None if kind == kinds.NAME and is_of_others else kind


def is_of_things(header: str) -> bool:
    """Tell whether a column is of places, products or treatments rather than of people.

    "Visit" is, and neither "Name of the client at the visit" nor "Form filled in by" is.
    """
    vocabulary, words = _vocabulary(), words_of(header)
    return not vocabulary.things.isdisjoint(words) and vocabulary.people.isdisjoint(words)


def is_of_lots(header: str) -> bool:
    """Tell whether a column holds the numbers of lots, devices or articles."""
    return not _vocabulary().lots.isdisjoint(words_of(header))


def says_person(header: str) -> bool:
    """Tell whether a column is of people around the client, such as who referred them or signed for them."""
    return not _vocabulary().persons.isdisjoint(_runs(words_of(header)))


def is_code_word(word: str) -> bool:
    """Tell whether `word` may stand before any client's or treatment's number, as in "Client no 12"."""
    return _vocabulary().code_words.issuperset(words_of(word))


def says_age(header: str) -> bool:
    """Tell whether a column is called the client's age, and not that of something else."""
    vocabulary = _vocabulary()
    words = set(words_of(_BRACKETED.sub(" ", header)))
    return not vocabulary.age.isdisjoint(words) and words <= vocabulary.age | vocabulary.beside_age


def words_of(header: str) -> list[str]:
    """Return the words of a header without case, accents and numbers; "firstName" has two."""
    plain = unicodedata.normalize("NFKD", _CAMEL.sub(" ", header))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    return re.findall(r"[^\W\d_]+", plain)


def _runs(words: list[str]) -> set[str]:
    return {
        "".join(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, min(start + _LONGEST_RUN, len(words)) + 1)
    }


@dataclass(frozen=True, slots=True)
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
    people = words["people"]
    return _Vocabulary(
        # A phrase also counts in one word with whom it is of: "clientsurname".
        {
            kind: frozenset([*phrases, *map("".join, product(people, phrases))])
            for kind, phrases in words["anywhere"].items()
        },
        {kind: frozenset(phrases) for kind, phrases in words["whole"].items()},
        frozenset(words["things"]),
        frozenset([*people, *words["who"]]),
        frozenset(words["lots"]),
        frozenset(words["staff"]),
        frozenset(words["persons"]),
        frozenset([*people, *words["code_words"]]),
        frozenset(words["about"]),
        frozenset(words["age"]),
        frozenset([*people, *words["beside_age"]]),
    )
