"""Tables of counts: every name of the column, groups that stand in few rows, and the shapes of a published one."""

from __future__ import annotations

import pytest

from analysis.counting.in_memory import InMemory
from analysis.errors import DashboardError
from analysis.importing.choices import ImportChoices
from analysis.importing.opening import open_file
from tests.importing.asking import asked, leads

# Breslow NE, Day NE (1980) Statistical methods in cancer research I: the analysis of case-control studies. IARC Lyon,
# the study of Ille-et-Vilaine: cases and controls by alcohol and by tobacco, as in R's datasets::esoph since 4.0.4.
ALCOHOL = {"0-39g/day": (29, 386), "40-79": (75, 280), "80-119": (51, 87), "120+": (45, 22)}
TOBACCO = {"0-9g/day": (78, 447), "10-19": (58, 178), "20-29": (33, 99), "30+": (31, 51)}
ALL = (975, 200, 775)


def long(groups: dict[str, tuple[int, int]], name: str, more: str = "") -> bytes:
    rows = [
        f"{group},{case},{count}" for group, of in groups.items() for case, count in zip(("yes", "no"), of, strict=True)
    ]
    return "\n".join([f"group,breakout,{name}", *rows, more]).encode()


@pytest.mark.parametrize("name", ["count", "n", "frequency", "weight", "total", "N", "Counts", "num", "how many"])
@pytest.mark.parametrize("groups", [ALCOHOL, TOBACCO], ids=["alcohol", "tobacco"])
def test_a_count_by_any_name_is_proposed_with_the_published_numbers(
    groups: dict[str, tuple[int, int]], name: str
) -> None:
    """Groups in two rows each were left out as texts of few rows, and 200 of 975 read as 4 of 8."""
    decision = asked(long(groups, name))
    assert (decision.about, *leads(decision).values()) == ("counts", ALL, (8, 4, 4))


def test_the_groups_of_a_table_of_counts_are_kept_with_their_numbers() -> None:
    content = long(ALCOHOL, "freq")
    log, _ = open_file(content, "esoph.csv", ImportChoices(), b"key").cleaned(ImportChoices())
    assert log.factor("group").kind == "ordered"
    counted = InMemory(log).by("group").answered
    numbers = zip(counted.levels, counted.breakouts.tolist(), counted.no_breakouts.tolist(), strict=True)
    assert {level: (cases, controls) for level, cases, controls in numbers} == ALCOHOL


@pytest.mark.parametrize("numbered", [False, True], ids=["plain", "with R's row names"])
@pytest.mark.parametrize("name", ["count", "n", "frequency", "weight", "total"])
def test_176_rows_of_three_factors_are_asked_about(name: str, numbered: bool) -> None:  # noqa: FBT001 - a case
    cells = [f"{age},{alcohol},{tobacco}" for age in range(25, 85, 10) for alcohol in ALCOHOL for tobacco in TOBACCO][
        :88
    ]
    rows = [f"{cell},{case},{place % 7}" for place, cell in enumerate(cells) for case in ("yes", "no")]
    head = f"age,alcohol,tobacco,breakout,{name}"
    if numbered:
        head, rows = f"rownames,{head}", [f"{place},{row}" for place, row in enumerate(rows, 1)]
    decision = asked("\n".join([head, *rows]).encode())
    assert decision.about == "counts"
    assert list(leads(decision).values())[1] == (176, 88, 88)


@pytest.mark.parametrize("names", ["ncases,ncontrols", "cases,controls", "n cases,n controls"])
def test_cases_beside_controls_are_refused_with_the_way_out(names: str) -> None:
    rows = [f"{group},{cases},{controls}" for group, (cases, controls) in ALCOHOL.items()]
    with pytest.raises(DashboardError, match="is a table of sums"):
        open_file("\n".join([f"alcgp,{names}", *rows]).encode(), "esoph.csv", ImportChoices(), b"key")


@pytest.mark.parametrize("name", ["count", "n", "frequency", "weight", "total", "freq"])
def test_a_count_above_the_limit_refuses_the_file_by_every_name(name: str) -> None:
    content = long(ALCOHOL, name, "none,no,20000000")
    with pytest.raises(DashboardError, match="counts 20,000,000 treatments"):
        open_file(content, "esoph.csv", ImportChoices(), b"key").cleaned(ImportChoices())


def test_a_table_of_counts_keeps_no_names_of_people() -> None:
    names = ["Anna Smith", "Berta Jones", "Carla Brown", "Dora White"]
    rows = [f"{name},{case},{12}" for name in names for case in ("yes", "no")]
    file = open_file("\n".join(["who,breakout,n", *rows]).encode(), "people.csv", ImportChoices(), b"key")
    assert [finding.column for finding in file.findings if finding.action == "dropped"] == ["who"]
