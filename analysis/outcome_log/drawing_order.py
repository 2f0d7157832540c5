"""The order in which the clients of a log are drawn for a sample: whoever counts draws the same ones.

In files of codes clients are numbered in this order and stand in it, so that a sample is the beginning of the files.
"""

from __future__ import annotations

from math import gcd
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

_GOLDEN_RATIO = (1 + 5**0.5) / 2


def drawn_at(codes: np.ndarray, clients: int) -> np.ndarray:
    """Return when clients of a log of so many are drawn, by their codes; it says nothing of a client.

    References
    ----------
    Knuth DE (1998) The art of computer programming, vol 3, 6.4 (Fibonacci hashing).
    """
    places: np.ndarray = codes * _step(clients) % max(clients, 1)
    return places


def code_drawn(places: np.ndarray, clients: int) -> np.ndarray:
    """Return the codes of the clients who are drawn at these places."""
    modulus = max(clients, 1)
    codes: np.ndarray = places * pow(_step(clients), -1, modulus) % modulus
    return codes


def number_drawn(clients: int, step: int) -> int:
    """Return how many clients are in a sample of one in `step`."""
    return -(-clients // step)


def _step(clients: int) -> int:
    """Return the number next to the golden section of so many that has no divisor with them in common."""
    step = max(round(clients / _GOLDEN_RATIO), 1)
    while gcd(step, max(clients, 1)) > 1:
        step += 1
    return step
