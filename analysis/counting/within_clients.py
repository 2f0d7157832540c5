"""What treatments of one client have in common: sums over clients of products of their own counts."""

from __future__ import annotations

import numpy as np

# Clients whose counts are multiplied at once, so that few of them are held.
_AT_ONCE = 4_096


def products_of_counts(client: np.ndarray, cell: np.ndarray, counts: np.ndarray, width: int) -> np.ndarray:
    """Return the sum over clients of the products of their counts in one cell and in another.

    Parameters
    ----------
    client : ndarray of int, shape (rows,)
        In order, counted from 0.
    cell : ndarray of int, shape (rows,)
        From 0 to `width`, not included.
    counts : ndarray, shape (rows,)
    width : int

    Returns
    -------
    ndarray of float, shape (width, width)
    """
    products = np.zeros((width, width))
    clients = int(client[-1]) + 1 if len(client) else 0
    for first in range(0, clients, _AT_ONCE):
        start, end = np.searchsorted(client, [first, first + _AT_ONCE])
        place, number = (client[start:end] - first) * width + cell[start:end], min(_AT_ONCE, clients - first)
        of_clients = np.bincount(place, counts[start:end], number * width).reshape(number, width)
        products += of_clients.T @ of_clients
    return products
