"""How the skin fared, in a receptionist's words such as "no spots", "reine Haut" and "des boutons", and in signs."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

from analysis.outcome_log.codebook import NO, YES, fold, without_accents

if TYPE_CHECKING:
    from collections.abc import Mapping

Sign = Literal["good", "bad", "between"]

# No answer of a few words is longer; what is longer is a remark.
LONGEST_ANSWER_IN_WORDS = 60
# No answer piles up more of them where words are not parted by blanks.
_MOST_PIECES = 4
_MARKS = re.compile(r"[.,;:!…。！；，、،؛()\[\]\"“”„»«]+")
_SKIN_TONES = re.compile("[\U0001f3fb-\U0001f3ff]")


@dataclass(frozen=True)
class _Language:
    """The words of one language; see ``outcome_words.json``."""

    spots: frozenset[str]
    deny: frozenset[str]
    beside: frozenset[str]
    affirm: frozenset[str]
    clear: frozenset[str]
    nothing: frozenset[str]
    pieces: re.Pattern[str] | None

    def words_of(self, plain: str) -> list[str]:
        """Return the words of an answer; what is no word of the language is one of its own."""
        if self.pieces is None:
            return plain.replace("d'", "d' ").split()
        known = self.pieces.findall(plain)
        rest = self.pieces.sub(" ", plain).split()
        return [*known, *rest] if len(known) <= _MOST_PIECES else []


@dataclass(frozen=True)
class _Words:
    languages: tuple[_Language, ...]
    signs: Mapping[str, Sign]


def answer_in_words(text: str) -> str | None:
    """Return no where `text` denies spots or calls the skin clear, yes where it names spots; None where it may be more.

    Every word has to be known, of one language, and no two languages may contradict each other: "spots gone" and "a few
    spots" are no answer here.
    """
    return _answer(text, is_loose=False)


def likely_answer(text: str) -> str | None:
    """Return what `text` says if its strange words change nothing and a few spots are a breakout; None else."""
    return answer_in_words(text) or _answer(text, is_loose=True)


def denies_anything(text: str) -> bool:
    """Tell whether `text` says that there was nothing, whatever was asked: under “No breakout” nobody knows of what."""
    plain = _plain(text)
    return any(plain in language.nothing for language in _words().languages)


def sign_of(text: str) -> Sign | None:
    """Return whether `text` is a sign, such as 👍, that says how well it went rather than what happened."""
    return _words().signs.get(_sign(text))


@lru_cache(maxsize=4096)
def _answer(text: str, *, is_loose: bool) -> str | None:
    if not 1 < len(text) <= LONGEST_ANSWER_IN_WORDS:
        return None
    plain = _plain(text)
    answers = {_in_language(language, plain, is_loose=is_loose) for language in _words().languages} - {None}
    return answers.pop() if len(answers) == 1 else None


def _in_language(language: _Language, plain: str, *, is_loose: bool) -> str | None:
    if plain in language.clear or plain in language.nothing:
        return NO
    words = language.words_of(plain)
    if language.spots.isdisjoint(words):
        return None
    others = [word for word in words if word not in language.spots]
    deny = language.deny | {"0"}
    denies = not deny.isdisjoint(others)
    # "no spots on the chin" says nothing of the cheeks, "not a few" denies little.
    known = language.beside | (deny if denies else language.affirm)
    if not is_loose and not known.issuperset(others):
        return None
    return NO if denies else YES


def _plain(text: str) -> str:
    """Return `text` as words are compared: without case, accents, marks and doubled blanks."""
    bare = " ".join(_MARKS.sub(" ", fold(text).replace("’", "'")).split())
    return unicodedata.normalize("NFC", without_accents(bare))


def _sign(text: str) -> str:
    return _SKIN_TONES.sub("", fold(text))


@cache
def _words() -> _Words:
    text = resources.files(__package__).joinpath("outcome_words.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    signs: dict[str, Sign] = {_sign(sign): kind for kind, each in document["signs"].items() for sign in each.split()}
    return _Words(tuple(map(_language, document["languages"])), signs)


def _language(entry: Mapping[str, Any]) -> _Language:
    spots, deny, beside, affirm, few = (
        frozenset(map(_plain, entry.get(each, "").split())) for each in ("spots", "deny", "beside", "affirm", "few")
    )
    clear, nothing = (frozenset(map(_plain, entry.get(each, ()))) for each in ("clear", "nothing"))
    pieces = None
    if entry.get("isJoined"):
        longest_first = sorted(spots | deny | beside | affirm | few, key=len, reverse=True)
        pieces = re.compile("|".join(map(re.escape, longest_first)))
    return _Language(spots, deny, beside, affirm, clear, nothing, pieces)


def forget_answers_read() -> None:
    """Forget the texts of files that were read as answers: they are remembered for speed alone."""
    _answer.cache_clear()
