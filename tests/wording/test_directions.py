"""A name from a file, whatever its script, leaves our words around it in their places."""

from __future__ import annotations

import pytest

from analysis.wording.directions import isolated

HEBREW, ARABIC = "\u05d0\u05d1\u05d2", "\u0639\u0631\u0628"


def within(name: str) -> str:
    return f"\u2068{name}\u2069"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("23 of 100 treatments", "23 of 100 treatments"),
        ("Zoë’s clinic: 23%", "Zoë’s clinic: 23%"),
        # What turns the order goes; the letters stay.
        ("Clinic \u202eabc\u202c: 5 of 10", "Clinic abc: 5 of 10"),
        ("“\u2067abc”: 5 of 10", "“abc”: 5 of 10"),
        # A name alone, in a sentence, in quotation marks with figures of its own, and beside another one.
        (f"{HEBREW} 1", within(f"{HEBREW} 1")),
        (f"{HEBREW}: 5 of 10", f"{within(HEBREW)}: 5 of 10"),
        (f"{HEBREW} {HEBREW}-{ARABIC} 5 of 10", f"{within(f'{HEBREW} {HEBREW}-{ARABIC}')} 5 of 10"),
        (f"“{HEBREW} 12 (b)”: 5 of 10", f"“{within(f'{HEBREW} 12 (b)')}”: 5 of 10"),
        (f"“{HEBREW}”, “{ARABIC}” and “c”", f"“{within(HEBREW)}”, “{within(ARABIC)}” and “c”"),
        (f"{HEBREW} · 5", f"{within(HEBREW)} · 5"),
    ],
)
def test_names_are_isolated_and_what_turns_the_order_is_left_out(text: str, shown: str) -> None:
    assert isolated(text) == shown
    assert isolated(shown) == shown
