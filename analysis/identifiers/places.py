"""Where a person lives: postal addresses and full postcodes."""

from __future__ import annotations

import re

_UNITED_KINGDOM = (
    r"(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d|[A-HK-Y]\d\d|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRV-Y])"
    r" ?\d[ABD-HJLNP-UW-Z]{2})"
)
_CANADA = r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] ?\d[ABCEGHJ-NPRSTV-Z]\d"
# Without its blank it looks like a lot number.
_NETHERLANDS = r"[1-9]\d{3} (?!SA|SD|SS)[A-Z]{2}"
_UNITED_STATES = r"\d{5}-\d{4}"
_IRELAND = r"[ACDEFHKNPRTVWXY](?:\d{2}|6W) ?[0-9ACDEFHKNPRTVWXY]{4}"
_BRAZIL = r"\d{5}-\d{3}"
_POSTCODE = re.compile(f"{_UNITED_KINGDOM}|{_CANADA}|{_NETHERLANDS}|{_UNITED_STATES}|{_IRELAND}|{_BRAZIL}")

_STREET = (
    r"(?:street|st|road|rd|lane|ln|avenue|ave|drive|dr|close|way|court|ct|crescent|terrace|place|pl|square|gardens|grove|"
    r"hill|row|mews|walk|park|boulevard|blvd|parkway|pkwy|highway|hwy|circle|route|rue|chemin|impasse|allée|quai|"
    r"via|viale|piazza|corso|vicolo|largo|strada|calle|avenida|avda|paseo|plaza|camino|rua|travessa|rodovia|ulica|ul|"
    r"aleja|apt|suite|flat|unit|postbus|postfach|po box)"
)
_STREET_ENDING = (
    r"(?:straße|strasse|str|weg|platz|gasse|allee|ring|straat|laan|plein|baan|dreef|steeg|dijk|singel|stien|kroken|vænget|gracht|kade|gatan|vägen|gata|veien|vei|vej|gade|"
    r"allé|katu|tie)"
)
_ADDRESS = re.compile(
    rf"\b\d+\s*[a-z]?\b.*\b{_STREET}\b|\b{_STREET}\b\.?.*\b\d+\b|\w{_STREET_ENDING}\b\.?\s*\d+|"
    rf"\b{_STREET_ENDING}\b\.?\s*\d+|"
    # Whatever the street is called, its number, a postcode and a town stand behind it.
    r"[^\W\d_]{3,}\.? \d{1,4} ?[a-z]?, *(?:[a-z]{1,2}-)?\d{3} ?\d{1,2} +[^\W\d_]{2,}",
    re.IGNORECASE | re.DOTALL,
)
_COORDINATES = re.compile(r"\(?[-+]?\d{1,2}[.,]\d{3,}°?\s*[NS]?[,;/ ]\s*[-+]?\d{1,3}[.,]\d{3,}°?\s*[EWO]?\)?")
# A room of the clinic; where nothing else stands beside it, nobody lives there.
_ROOM = re.compile(r"(?:suite|flat|unit|apt)\.? ?\d{1,3}[a-z]?", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Tell whether `text` has a number and the word for a street, in a language of Western Europe or the Americas."""
    return _ADDRESS.search(text) is not None and _ROOM.fullmatch(text) is None


def is_full_postcode(text: str) -> bool:
    """Tell whether `text` is a postcode in full, of a country whose postcodes look like nothing else."""
    return _POSTCODE.fullmatch(text.upper()) is not None


def are_coordinates(text: str) -> bool:
    """Tell whether `text` is latitude and longitude, to the tenth of a kilometre or closer."""
    return _COORDINATES.fullmatch(text) is not None
