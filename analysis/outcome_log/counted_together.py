"""Which factors are looked at together before anybody asks: so that one pass over the rows counts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.outcome_log.packing import packed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.outcome_log.log import Factor

# What may be held whole by the levels of another factor, the coarsest first.
UNITS = ("clinic", "practitioner")
# With more of them than this nobody's treatments are many; our own.
MOST_UNITS = 1_000
# An outcome is a no, a yes or unknown; an engine has a place for none of these, too.
_ANSWERS = 4


def tables_with_units(factors: Sequence[Factor]) -> Iterator[tuple[str, str]]:
    """Yield each factor with the units whose treatments its levels may hold whole."""
    levels = {each.name: len(each.levels) for each in factors}
    for each in factors:
        for name in UNITS:
            if each.kind != "number" and levels[each.name] < levels.get(name, 0) <= MOST_UNITS:
                yield each.name, name


def packs_of(factors: Sequence[Factor]) -> tuple[tuple[str, ...], ...]:
    """Return factors that are worth a common column, whose codes are the combinations of their levels."""
    levels = {each.name: len(each.levels) + 1 for each in factors}
    asked = [*((each.name,) for each in factors), *tables_with_units(factors)]
    return tuple(pack for pack, _ in packed(asked, levels.__getitem__, _ANSWERS) if len(pack) > 1)
