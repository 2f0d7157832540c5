"""Records that two people typed in count once: REDCap numbers their entries 7--1 and 7--2."""

from __future__ import annotations

import pytest

from analysis.importing.choices import ImportChoices
from tests.importing.asking import asked, counts, leads

HEADER = "record_id,treatment_date,treatment,breakout,visit_complete"
FIRST, SECOND, EACH = "the first entry counts (--1)", "the second entry counts (--2)", "each row is a treatment"


def entries(differing: tuple[int, ...] = (), *, once: int = 24, merged: bool = False) -> bytes:
    """Return 24 records, the first `once` of them entered twice; in `differing` the second entry says otherwise."""
    lines = [HEADER]
    for row in range(24):
        broke_out = row % 3 == 1 and row < 21
        rest = f"2026-{1 + row // 20:02}-{1 + row % 20:02},{'peel' if row % 2 else 'needling'}"
        if row >= once:
            lines.append(f"{row},{rest},{int(broke_out)},2")
            continue
        lines.append(f"{row}--1,{rest},{int(broke_out)},2")
        lines.append(f"{row}--2,{rest},{int(broke_out != (row in differing))},0")
        if merged:
            lines.append(f"{row},{rest},{int(broke_out)},2")
    return "\n".join(lines).encode()


@pytest.mark.parametrize("once", [24, 8])
def test_entries_that_agree_count_once(once: int) -> None:
    """All 48 rows counted as treatments of their own."""
    assert counts(entries(once=once)) == (24, 7, 0)


def test_merged_records_stand_for_their_entries() -> None:
    assert counts(entries((2, 5, 8), merged=True)) == (24, 7, 0)


def test_entries_that_differ_are_asked_about_with_the_rows_that_show_it() -> None:
    decision = asked(entries((2, 5, 8)))
    assert leads(decision) == {FIRST: (24, 7, 17), SECOND: (24, 10, 14), EACH: (48, 17, 31)}
    assert decision.because.endswith("The two entries differ in “breakout”.")
    breakout = decision.columns.index("breakout")
    assert [texts[breakout] for row, texts in decision.rows if row in {6, 7}] == ["0", "1"]
    said = ImportChoices().with_answer(decision.about, SECOND)
    assert counts(entries((2, 5, 8)), said) == (24, 10, 0)


def test_events_of_each_entry_are_joined() -> None:
    lines = ["record_id,redcap_event_name,treatment_date,treatment,breakout"]
    for line in entries((2, 5, 8)).decode().splitlines()[1:]:
        record, date, treatment, breakout, _ = line.split(",")
        lines += [f"{record},treatment_arm_1,{date},{treatment},", f"{record},week_2_arm_1,,,{breakout}"]
    content = "\n".join(lines).encode()
    assert leads(asked(content)) == {FIRST: (24, 7, 17), SECOND: (24, 10, 14), EACH: (48, 17, 31)}
    assert counts(content, ImportChoices().with_answer("double entry", FIRST)) == (24, 7, 0)


def test_one_number_with_such_an_ending_is_no_entry() -> None:
    lines = entries(once=0).decode().replace("\n3,", "\n3--1,").replace("\n4,", "\n3--2,")
    assert counts(lines.encode()) == (24, 7, 0)
