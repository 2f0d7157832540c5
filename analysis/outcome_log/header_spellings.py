"""The headers that the codebook knows, however they are written."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from functools import cache

from analysis.outcome_log.codebook import load

CLOSE_SPELLING = 0.86
MOST_CLOSE = 3


def key_of(header: str) -> str:
    """Return `header` without case, accents, spaces and punctuation."""
    plain = unicodedata.normalize("NFKD", header.casefold())
    return re.sub(r"[^a-z0-9]", "", plain)


@cache
def known_headers() -> dict[str, str]:
    """Return every spelling of a header the codebook knows, as `key_of` writes it, with its field."""
    headers: dict[str, str] = {}
    for field in load().fields:
        for spelling in (field.name, field.title, *field.aliases):
            headers.setdefault(key_of(spelling), field.name)
    return headers


def spelled_nearly_like(key: str) -> list[str]:
    """Return the few known headers that are spelled nearly like `key`, the nearest first."""
    letters, size = set(key), len(key)
    # Of those of like length, the ones with too many letters of their own are not compared: in a wide file that takes
    # a second.
    possible = [
        header
        for length, headers in _headers_by_length().items()
        if 2 * min(size, length) >= CLOSE_SPELLING * (size + length)
        for header, own in headers.items()
        if 2 * (length - len(own - letters)) >= CLOSE_SPELLING * (size + length)
    ]
    return get_close_matches(key, possible, n=MOST_CLOSE, cutoff=CLOSE_SPELLING)


@cache
def _headers_by_length() -> dict[int, dict[str, frozenset[str]]]:
    """Return the letters of each known header, by its length."""
    headers: dict[int, dict[str, frozenset[str]]] = {}
    for header in known_headers():
        headers.setdefault(len(header), {})[header] = frozenset(header)
    return headers


def field_called(header: str) -> str | None:
    """Return the field of which `header` is the name or an alias, whatever the column holds."""
    return known_headers().get(key_of(header))
