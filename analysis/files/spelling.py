"""Whether words with letters beyond ASCII are spelled as some language spells: few words in a wrong encoding are not.

Each rule names what hardly ever stands in a word of the languages in which a letter is used.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_VOWELS = frozenset("aeiouyæœøı")
# Slovak ŕ and ĺ stand between consonants only, where they sound like vowels.
_SYLLABIC = frozenset("ŕĺ")
# More consonants in a row, one of them beyond ASCII, are hardly pronounced.
MOST_CONSONANTS = 3
_ANY_VOWEL = "aeiouyáàâãäåéèêëěíìîïóòôõöőúùûüűůýąęæœøıāēėīū"
_ANY_CONSONANT = "b-df-hj-np-tv-xzćčďđğģķļľłńňņřśşšťţźżžțșçßñðþ"
# In every language: ñ, ņ and the like.
_NEVER = re.compile(
    # Accents on two vowels in a row, the same or Finnish ones aside.
    r"(?![äö]{2})([áàâãåéèêíìîóòôõőúùûűůýěąęæøœ])(?!\1)[áàâãäåéèêíìîóòôõöőúùûüűůýěąęæøœ]"
    # Western.
    rf"|(?<=[{_ANY_CONSONANT}])ñ|ñ(?![{_ANY_VOWEL}])|è[aeiou]|(?<=[aeiou])ø|(?<=[aeo])ò|ã(?![oe]|s?$)|œ(?![uiedst])"
    rf"|(?<![{_ANY_VOWEL}])[ëï](?![{_ANY_VOWEL}])"
    # Central European.
    rf"|(?<=[{_ANY_CONSONANT}])[čćšž](?=[{_ANY_CONSONANT}])|(?<![{_ANY_VOWEL}])[řňďťńľķļņģ](?![{_ANY_VOWEL}])"
    rf"|[śźń][{_ANY_VOWEL}]|(?<![{_ANY_CONSONANT}])[ŕĺ]|[ŕĺ](?![{_ANY_CONSONANT}])|(?<=[{_ANY_VOWEL}])ů"
    rf"|[őű][{_ANY_VOWEL}]|(?<=[aeiouáéíóöúü])[őű]|ă[aeoy]"
    # Baltic.
    rf"|[āēīū][{_ANY_VOWEL}]|(?<=[{_ANY_VOWEL}])[āēīū]|(?<=[aeiouy])ė"
)
# Portuguese, but not the Estonian that Western encodings write, too.
_NEVER_WESTERN = re.compile(r"ç(?![aouáâãéêóôõúû])|õ(?!e)")
# Words that the spelling of Central Europe or the Baltic would allow in their encodings, too.
_EVERYDAY_WORDS = (
    "âge âgé âgée même être tête fenêtre boîte août sûr sûre goût dîner maître île peut-être prêt prête forêt "
    "intérêt arrêt pâle tâche grâce lâche brûlure croûte fraîche plaît gêne gêné gênant bientôt dès "
    "você mês três português manhã amanhã irmã maçã câncer estético clínica "
    "lunedì martedì mercoledì giovedì venerdì sì cioè caffè tè né lì "
    "kløe søer hår år måned één patiënt geïrriteerd coördinator"
)
EVERYDAY = frozenset(_EVERYDAY_WORDS.split())
_RUN_OF_CONSONANTS = re.compile(rf"[{_ANY_CONSONANT}]{{{MOST_CONSONANTS + 1},}}")


def is_spelled_well(word: str, *, is_western: bool) -> bool:
    """Tell whether a word could be one, by the letters beside those that are not ASCII.

    Parameters
    ----------
    word : str
    is_western : bool
        Whether its letters are those of a Western European language.
    """
    word = word.replace("İ", "i").lower()
    if word.isascii():
        return True
    if not any(letter in _SYLLABIC or _is_vowel(letter) for letter in word):
        return False
    if any(not run.isascii() for run in _RUN_OF_CONSONANTS.findall(word)):
        return False
    return _NEVER.search(word) is None and not (is_western and _NEVER_WESTERN.search(word))


@cache
def _is_vowel(letter: str) -> bool:
    return letter in _VOWELS or unicodedata.normalize("NFD", letter)[0] in _VOWELS
