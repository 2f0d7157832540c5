"""Reports saved by name with the log: read as they were written, or refused with the reason."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from analysis.errors import DashboardError
from analysis.outcome_log.asked import Asked
from analysis.outcome_log.report_settings import (
    FORMAT_VERSION,
    NO_DEFINITION,
    OTHER_VERSION,
    SECTIONS,
    FileOf,
    FormatSettings,
    Order,
    ReportSettings,
    settings_as_data,
    settings_from_data,
    whole_order,
)
from analysis.saved_log.folder import REPORTS
from analysis.saved_log.report_definitions import (
    drop_definition,
    forget_in_definitions,
    keep_definition,
    read_definitions,
)

WITHIN = Asked(question="within groups", factor="acne_history", beside="skin_type")
MONTHLY = ReportSettings(
    name="Monthly",
    title="The month of Ana Lopez",
    clinic="Harbour",
    logo=b"\x89PNG",
    parts=("over_time", "tables"),
    factors=("acne_history",),
    period="last month",
    levels=(("clinic", ("Harbour", "=1+1")),),
    ranges=(("needle_depth_mm", 0.25, 1.5),),
    window_days=10,
    outcome="Pustules",
    count="first",
    share="7",
    order=("account", WITHIN, *SECTIONS[:-1]),
    adjusted_for=("acne_history", "clinic"),
    numbers_in_groups=True,
    cusum_adjusted=False,
    teams_adjusted=False,
    teams_widened=True,
    teams_adjusted_for=(),
    file=FormatSettings(
        ending="pptx", charts="editable", template=FileOf("look.pptx", "ab12"), figures="SVG", shape="square", pixels=4
    ),
)
SINCE_VERSION_2 = (
    "order", "adjusted_for", "numbers_in_groups", "cusum_adjusted", "teams_adjusted", "teams_widened",
    "teams_adjusted_for", "file",
)  # fmt: skip


def test_what_was_kept_is_read_and_a_name_is_kept_once(tmp_path: Path) -> None:
    keep_definition(tmp_path, MONTHLY)
    keep_definition(tmp_path, ReportSettings(name="Board"))
    assert read_definitions(tmp_path) == (ReportSettings(name="Board"), MONTHLY)
    changed = replace(MONTHLY, factors=None)
    keep_definition(tmp_path, changed)
    assert read_definitions(tmp_path) == (ReportSettings(name="Board"), changed)
    drop_definition(tmp_path, "Board")
    assert read_definitions(tmp_path) == (changed,)


def test_a_client_who_is_erased_leaves_no_text(tmp_path: Path) -> None:
    keep_definition(tmp_path, MONTHLY)
    forget_in_definitions(tmp_path, ["Lopez"])
    (kept,) = read_definitions(tmp_path)
    assert "Lopez" not in json.dumps(settings_as_data(kept))
    assert kept.levels == MONTHLY.levels


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"version": 3}, OTHER_VERSION),
        ({"period": "last decade"}, NO_DEFINITION),
        ({"count": "none"}, NO_DEFINITION),
        ({"ranges": [["a", "x", 1]]}, NO_DEFINITION),
        ({"logo": "%"}, NO_DEFINITION),
        ({"order": [{"question": "why"}]}, NO_DEFINITION),
        ({"order": [{"question": "rates", "factor": 3}]}, NO_DEFINITION),
        ({"file": {**asdict(FormatSettings()), "pixels": 3}}, NO_DEFINITION),
        ({"file": None}, NO_DEFINITION),
    ],
)
def test_what_is_no_definition_is_refused(change: dict[str, object], reason: str) -> None:
    assert settings_from_data(settings_as_data(MONTHLY)) == MONTHLY
    with pytest.raises(ValueError, match=reason):
        settings_from_data({**settings_as_data(MONTHLY), **change})
    with pytest.raises(ValueError, match=NO_DEFINITION):
        settings_from_data([])


def test_a_definition_of_the_first_version_is_read_in_the_usual_order_and_known_to_be_older() -> None:
    written = {name: each for name, each in settings_as_data(MONTHLY).items() if name not in SINCE_VERSION_2}
    read = settings_from_data({**written, "version": 1})
    assert read.written_as == 1
    assert (read.title, read.share, read.order) == (MONTHLY.title, "7", SECTIONS)
    assert settings_from_data(settings_as_data(read)) == replace(read, written_as=FORMAT_VERSION)


@pytest.mark.parametrize(
    ("order", "whole"),
    [
        ([], SECTIONS),
        (
            ["account", "teams", "moon", "teams"],
            ("ranking", "adjusted", "factors", "cusum", "recovery", "account", "teams"),
        ),
        ([WITHIN, *SECTIONS], (WITHIN, *SECTIONS)),
        ([*SECTIONS[1:], WITHIN, WITHIN], (*SECTIONS, WITHIN)),
    ],
)
def test_an_order_has_every_section_once(order: list[str | Asked], whole: Order) -> None:
    assert whole_order(order) == whole


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    keep_definition(tmp_path, MONTHLY)
    (tmp_path / REPORTS).write_text((tmp_path / REPORTS).read_text("utf-8").replace("Harbour", "Harbor"), "utf-8")
    with pytest.raises(DashboardError, match=REPORTS):
        read_definitions(tmp_path)
