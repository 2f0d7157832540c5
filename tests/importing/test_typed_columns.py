"""Texts to types: what the outcome's values mean, dates whose order is unclear, and extra factors."""

from __future__ import annotations

import datetime as dt
import json
from importlib import resources

import pytest

from analysis.files.reading import read
from analysis.files.text_table import TextTable
from analysis.importing.choices import ImportChoices
from analysis.importing.doubts.dates import another_calendar
from analysis.importing.draft import Draft
from analysis.importing.outcome_meanings import outcome_meanings
from analysis.importing.typed_columns import OutcomeNeededError, TypedColumn, read_columns
from analysis.outcome_log.codebook import fold
from analysis.outcome_log.columns import clues_in
from analysis.outcome_log.reading import NOT_UNDERSTOOD
from analysis.outcome_log.recognising import recognise


def table(text: str) -> TextTable:
    return read(text.encode(), "log.csv")


def typed(text: str, choices: ImportChoices | None = None) -> dict[str, TypedColumn]:
    choices = choices or ImportChoices()
    read_table = table(text)
    clues = clues_in(read_table)
    texts = {name: each.texts for name, each in clues.items()}
    return read_columns(read_table, texts, recognise(clues, dict(choices.columns)), choices)


def values(column: TypedColumn) -> list[object]:
    return [None if code < 0 else column.levels[code] for code in column.codes.tolist()]


# The outcome ----


def test_mixed_spellings_of_the_outcome_are_understood_in_one_column() -> None:
    texts = ("yes", "Y", "1", "true", "✓", "0_no", "1_yes", "No", "n", "FALSE", "", "DNA", "N/A", "maybe", "itchy")
    assert outcome_meanings(texts, ImportChoices()) == (
        "yes", "yes", "yes", "yes", "yes", "no", "yes", "no", "no", "no", "unknown", "unknown", "unknown",
        "unknown", "not understood",
    )  # fmt: skip


def test_none_is_no_breakout_and_not_a_missing_outcome() -> None:
    assert outcome_meanings(("none", "None"), ImportChoices()) == ("no", "no")


def test_every_other_answer_means_no_where_that_was_chosen() -> None:
    said = ImportChoices(yes=frozenset({"Ill"}), others="no")
    assert outcome_meanings(("ill", "well", "yes", "0", "", "unknown"), said) == (
        "yes", "no", "no", "no", "unknown", "unknown",
    )  # fmt: skip


def test_every_other_answer_means_yes_where_that_was_chosen() -> None:
    said = ImportChoices(no=frozenset({"0"}), others="yes")
    assert outcome_meanings(("0", "0.0", "1", "2", "3", ""), said) == ("no", "no", "yes", "yes", "yes", "unknown")


def test_with_one_list_emptied_other_answers_are_not_guessed() -> None:
    said = ImportChoices(yes=frozenset({"2"}))
    assert outcome_meanings(("2", "0", "no", ""), said) == ("yes", "not understood", "not understood", "unknown")


def test_with_both_given_other_answers_are_not_guessed() -> None:
    said = ImportChoices(yes=frozenset({"2"}), no=frozenset({"0"}))
    assert outcome_meanings(("2", "0", "1", "yes", ""), said) == (
        "yes", "no", "not understood", "not understood", "unknown",
    )  # fmt: skip


def test_a_value_can_be_read_as_unknown_and_a_missing_word_to_be_no() -> None:
    said = ImportChoices(yes=frozenset({"yes"}), no=frozenset({"-"}), unknown=frozenset({"maybe"}))
    assert outcome_meanings(("yes", "-", "maybe"), said) == ("yes", "no", "unknown")


def test_a_chosen_value_that_does_not_occur_is_reported() -> None:
    """A typing mistake in it would otherwise turn every breakout into none."""
    column = typed("ill,room\nY,a\nN,b\n", ImportChoices((("ill", "breakout"),), yes=frozenset({"Yes!"})))["breakout"]
    assert "“Yes!” does not occur" in column.note


def test_without_an_outcome_the_message_lists_the_columns() -> None:
    with pytest.raises(OutcomeNeededError, match=r"“log.csv”.*its columns are: room, colour\)\.$"):
        typed("room,colour\na,red\n")


# Dates ----


@pytest.mark.parametrize(
    ("texts", "day"),
    [(("03/04/2026", "25/04/2026"), dt.date(2026, 4, 3)), (("03/04/2026", "04/25/2026"), dt.date(2026, 3, 4))],
)
def test_one_clear_date_decides_for_the_whole_column(texts: tuple[str, str], day: dt.date) -> None:
    column = typed(f"date,breakout\n{texts[0]},yes\n{texts[1]},no\n")["treatment_date"]
    assert values(column) == [day, dt.date(2026, 4, 25)]


def test_dates_that_fit_both_orders_are_used_only_once_the_order_was_chosen() -> None:
    text = "date,breakout\n03/04/2026,yes\n05/06/2026,no\n"
    assert values(typed(text)["treatment_date"]) == [None, None]
    said = typed(text, ImportChoices(date_order="month first"))["treatment_date"]
    assert values(said) == [dt.date(2026, 3, 4), dt.date(2026, 5, 6)]


def test_an_order_chosen_for_unclear_dates_leaves_clear_ones_alone() -> None:
    said = ImportChoices(date_order="day first")
    rows = "04/13/2026,05/01/2026,yes\n04/05/2026,05/06/2026,no\n"
    columns = typed(f"treatment_date,follow_up_date,breakout\n{rows}", said)
    assert values(columns["treatment_date"]) == [dt.date(2026, 4, 5), dt.date(2026, 4, 13)][::-1]
    assert values(columns["follow_up_date"]) == [dt.date(2026, 1, 5), dt.date(2026, 6, 5)]


def test_a_forced_order_of_dates_holds_and_what_contradicts_it_is_left_blank() -> None:
    column = typed("date,breakout\n03/04/2026,yes\n25/04/2026,no\n", ImportChoices(forced_date_order="month first"))
    assert values(column["treatment_date"]) == [dt.date(2026, 3, 4), None]
    assert column["treatment_date"].codes[1] == NOT_UNDERSTOOD


# Extra factors ----


def test_mixed_yes_and_no_in_an_extra_column_are_two_levels_with_no_as_the_reference() -> None:
    factor = typed("sunscreen,breakout\n" + "yes,no\nY,no\n1,no\n✓,no\nyes,no\nno,no\nN,no\n0,no\nno,no\n")[
        "sunscreen"
    ].factor
    assert factor is not None
    assert (factor.levels, factor.reference) == (("no", "yes"), "no")


@pytest.mark.parametrize("word", ["n/a", "#NULL!", "Not sure", "NA", "keine Angabe", "?", ".a", "Unknown."])
def test_words_for_not_known_are_no_group_of_an_extra_factor(word: str) -> None:
    column = typed("sunscreen,breakout\n" + f"yes,no\nY,no\nno,no\nno,no\nyes,no\n{word},no\n,no\n" * 2)["sunscreen"]
    assert column.levels == ("no", "yes")
    assert values(column)[-2:] == [None, None]
    assert f"“{word}” was read as unknown" in column.note
    assert column.factor is not None
    assert column.factor.reference == "no"


def test_a_word_for_not_known_is_a_group_beside_its_opposite() -> None:
    column = typed("leaflet,breakout\n" + "given,no\nnot given,no\n" * 6)["leaflet"]
    assert column.levels == ("given", "not given")
    alone = typed("leaflet,breakout\n" + "paper,no\nscreen,no\nnot given,no\n" * 6)["leaflet"]
    assert alone.levels == ("paper", "screen")


def test_answers_of_other_languages_and_signs_are_one_level_in_an_extra_factor() -> None:
    column = typed("own,breakout\n" + "ano,yes\nano,no\nA,no\nNE,no\nNE,no\nne,no\nn,no\n-,no\n" * 2)["own"]
    assert column.levels == ("ano", "NE")
    assert column.factor is not None
    assert column.factor.reference == "NE"
    signs = typed("own,breakout\n" + "+,yes\n-,no\n,no\n" * 2)["own"]
    assert values(signs) == ["+", "-", None] * 2


def test_numbered_answers_in_an_extra_column_have_no_as_the_reference() -> None:
    column = typed("arm,breakout\n" + "0_no,yes\n1_yes,no\n" * 3)["arm"]
    assert column.factor is not None
    assert (column.levels, column.factor.reference) == (("0_no", "1_yes"), "0_no")


def test_none_is_a_level_of_an_extra_factor_and_na_is_not_known() -> None:
    column = typed("serum,breakout\n" + "none,yes\nNone,no\nN/A,no\nretinol,no\n" * 2)["serum"]
    assert column.levels == ("none", "retinol")
    assert "“N/A” was read as unknown" in column.note


def test_codes_with_leading_zeros_stay_texts() -> None:
    assert typed("room,breakout\n" + "007,yes\n7,no\n010,no\n" * 2)["room"].levels == ("007", "7", "010")


def test_an_extra_number_is_read_and_its_not_known_words_are_reported() -> None:
    rows = "".join(f'"{number},5";yes\n' for number in range(20))
    column = typed(f"cost;breakout\n{rows}n/a;no\n;no\n")["cost"]
    assert column.levels == tuple(number + 0.5 for number in range(20))
    assert values(column)[-2:] == [None, None]
    assert "“n/a” was read as unknown" in column.note


def test_an_extra_column_named_like_a_field_does_not_take_its_place() -> None:
    columns = typed("skin_type,skin,breakout\n" + "radio,oily,yes\ntv,dry,no\n" * 3)
    assert columns["skin_type"].levels == ("normal", "dry", "oily", "combination", "sensitive")
    assert columns["skin_type (as in the file)"].levels == ("radio", "tv")


def test_plain_answers_merge_beside_a_third_one_and_codes_do_not() -> None:
    mixed = typed("breakout,own\n" + "yes,Yes\nno,y\nno,No\nno,n\nyes,sometimes\n" * 3)["own"]
    assert mixed.levels == ("No", "sometimes", "Yes")
    assert mixed.factor is not None
    assert mixed.factor.reference == "No"
    grades = typed("breakout,own\n" + "yes,0\nno,1\nno,2\n" * 3)["own"]
    assert grades.levels == ("0", "1", "2")
    assert grades.factor is not None
    assert grades.factor.reference is None


def test_an_extra_factor_never_shares_its_title_with_a_field() -> None:
    choices = ImportChoices((("Skin type", "extra factor"),))
    columns = typed("breakout,skin,Skin type\n" + "yes,oily,a\nno,dry,b\n" * 3, choices)
    titles = [column.factor.title for column in columns.values() if column.factor is not None]
    assert titles == ["Skin type", "Skin type (as in the file)"]


def test_a_mistyped_year_is_pointed_out() -> None:
    note = typed("date,breakout\n2026-05-01,yes\n2026-05-02,no\n2062-05-03,no\n")["treatment_date"].note
    assert "2062-05-03" in note
    assert not typed("date,breakout\n2026-05-01,yes\n2026-05-02,no\n")["treatment_date"].note


def test_a_lone_early_date_is_pointed_out() -> None:
    note = typed("date,breakout\n2016-05-01,yes\n2026-05-02,no\n2026-05-03,no\n")["treatment_date"].note
    assert "2016-05-01, is long before the next" in note


def test_dates_with_a_two_digit_year_in_front_are_read_so() -> None:
    rows = "".join(f"26-{month:02d}-{day:02d},yes\n" for month in (1, 2, 3) for day in range(5, 25, 3))
    days = values(typed(f"treatment date,breakout\n{rows}")["treatment_date"])
    assert (min(days), max(days)) == (dt.date(2026, 1, 5), dt.date(2026, 3, 23))


def test_dates_of_another_calendar_are_converted_only_once_that_was_chosen() -> None:
    read_table = table("treatment date,breakout\n2569-01-05,yes\n2569-02-06,no\n")
    clues = clues_in(read_table)
    texts = {name: each.texts for name, each in clues.items()}
    said = ImportChoices((("treatment date", "treatment_date"),))
    recognised = recognise(clues, dict(said.columns))
    plain = read_columns(read_table, texts, recognised, said)["treatment_date"]
    assert values(plain) == [None, None]
    assert "“2569-01-05” and “2569-02-06”, are in the Buddhist calendar" in plain.refusal
    doubt = another_calendar(Draft(read_table, clues, said))
    assert doubt is not None
    converted = doubt.options[0].draft
    told = read_columns(converted.table, {name: converted.texts(name) for name in clues}, recognised, said)
    assert values(told["treatment_date"]) == [dt.date(2026, 1, 5), dt.date(2026, 2, 6)]


# Numbers of a column ----


def test_one_format_of_numbers_holds_for_a_column_and_the_file_decides_where_the_column_does_not() -> None:
    rows = "".join(f"{cost};{depth};no\n" for cost, depth in (("1.250", "1,5"), ("980", "0,5"), ("2.400", "1,5")))
    many = "".join(f"{number};0,5;no\n" for number in range(100, 112))
    assert typed(f"Cost;Depth;breakout\n{rows}{many}")["Cost"].levels[-3:] == (980.0, 1250.0, 2400.0)
    points = "".join(f"{cost},{number}.5,no\n" for number, cost in enumerate(["1.250", "1.5", *map(str, range(12))]))
    assert 1.25 in typed(f"Cost,Other,breakout\n{points}")["Cost"].levels


def test_a_number_that_can_be_read_in_two_ways_says_so() -> None:
    rows = "".join(f"{cost},no\n" for cost in ["1.250", *map(str, range(900, 915))])
    assert "“1.250” could be 1.25 or 1,250, and was read as 1.25" in typed(f"cost,breakout\n{rows}")["cost"].note


def test_units_of_an_extra_number_are_one_unit_or_not_understood() -> None:
    rows = "".join(f"{number} h,no\n" for number in range(1, 15))
    column = typed(f"rest,breakout\n{rows}2 days,no\n3 mm,no\n")["rest"]
    assert values(column)[-2:] == [48.0, None]
    assert column.codes[-1] == NOT_UNDERSTOOD
    assert "“2 days” is 48" in column.note


def test_a_number_that_looks_like_a_code_for_not_known_is_pointed_out() -> None:
    rows = "".join(f"{number},no\n" for number in range(1, 15))
    column = typed(f"score,breakout\n{rows}999,no\n")["score"]
    assert column.levels[-1] == 999.0
    assert "999 looks like a code for “unknown”" in column.note


# Several codes in a cell ----


def test_each_code_of_a_column_of_lists_is_a_factor_of_its_own() -> None:
    """Taken as one text each, "4,6" would be four and six tenths, or a group beside "4"."""
    cells = ("1,2", "2,3", "1,2,3", "1", "2", "3", "", "n/a")
    columns = typed("Concerns,breakout\n" + "".join(f'"{cell}",no\n' for cell in cells) * 2)
    assert [name for name in columns if name != "breakout"] == ["Concerns: 1", "Concerns: 2", "Concerns: 3"]
    assert values(columns["Concerns: 2"])[:8] == ["yes", "yes", "yes", "no", "yes", "no", None, None]
    factor = columns["Concerns: 2"].factor
    assert factor is not None
    assert (factor.levels, factor.reference, factor.is_extra) == (("no", "yes"), "no", True)
    assert "“1”, “2”, “3”" in columns["Concerns: 1"].note


# What the manager says of values ----


def test_a_text_means_the_level_that_the_manager_gave_it() -> None:
    said = ImportChoices().with_values("skin type", {"glowing": "normal", "?!": ""})
    found = typed("skin type,breakout\noily,yes\ndry,no\nGlowing,no\n?!,no\n", said)["skin_type"]
    assert values(found) == ["oily", "dry", "normal", None]


def test_levels_of_a_column_of_the_clinic_can_be_merged() -> None:
    said = ImportChoices().with_values("room", {"Rm 1": "Room 1"})
    assert values(typed("room,breakout\n" + "Room 1,yes\nRm 1,no\nRoom 2,no\n" * 2, said)["room"]) == [
        "Room 1", "Room 1", "Room 2",
    ] * 2  # fmt: skip


def test_taking_meanings_back_leaves_the_choices_as_they_were() -> None:
    assert ImportChoices().with_values("room", {"a": "b"}).with_values("room", {}) == ImportChoices()


# Numbers that are not quite numbers ----


def test_a_limit_is_no_number_and_says_so() -> None:
    column = typed("makeup hours,breakout\n24,yes\n<5,no\n≥ 48 h,no\n")["makeup_after_hours"]
    assert values(column) == [24.0, None, None]
    assert "“<5”" in column.note


def test_limits_among_ranges_are_the_ends_of_an_order() -> None:
    """Limits alone made the field of it, in which every range was blank."""
    columns = typed("hours to makeup,breakout\n" + "<12,yes\n12-24,no\n24-48,no\n>48,yes\n" * 6)
    assert columns["hours to makeup"].levels == ("<12", "12-24", "24-48", ">48")


@pytest.mark.parametrize(
    ("texts", "levels", "note"),
    [
        (["J.S.", "J.S.", "JS", "J. S.", "KL"], ("J.S.", "KL"), "“JS” was read as “J.S.”, “J. S.” was read as “J.S.”"),
        (["SkinPen", "SkinPen", "Skin Pen", "Dr. Pen"], ("Dr. Pen", "SkinPen"), "“Skin Pen” was read as “SkinPen”"),
        (["L-2401", "L2401", "L 2401", "L-2402"], ("L-2401", "L-2402"), "“L2401” was read as “L-2401”"),
        (["I-II", "III", "I", "II"], ("I", "I-II", "II", "III"), ""),
        (["Ann E", "Anne", "Jo-Ann", "Joann"], ("Ann E", "Anne", "Jo-Ann", "Joann"), ""),
        (["Dr Lee", "Dr Lee", "Dr. Lee", "Pena"], ("Dr Lee", "Pena"), "“Dr. Lee” was read as “Dr Lee”"),
        (["Pen A", "Pena"], ("Pen A", "Pena"), ""),
        (["Type I-II", "Type III", "week -1", "week 1"], ("Type I-II", "Type III", "week -1", "week 1"), ""),
        (["24-A1", "24A-1", "Old Town"], ("24-A1", "24A-1", "Old Town"), ""),
        (["1-2", "12", "1.2", "A"], ("1-2", "1.2", "12", "A"), ""),
        (["A+", "A-", "a+"], ("A-", "A+"), ""),
    ],
)
def test_spellings_of_a_group_are_one_group_and_said(texts: list[str], levels: tuple[str, ...], note: str) -> None:
    column = typed("device,breakout\n" + "".join(f"{text},yes\n{text},no\n" for text in texts))["device"]
    assert sorted(column.levels) == sorted(levels)
    assert note in column.note
    assert bool(column.note) == bool(note)


def test_a_limit_does_not_turn_measurements_into_groups() -> None:
    rows = "".join(f"{number},yes\n" for number in range(12))
    column = typed(f"cost,breakout\n{rows}<5,no\n")["cost"]
    assert column.factor is not None
    assert column.factor.kind == "number"
    assert values(column)[-1] is None


@pytest.mark.parametrize("age", ["41 years old", "41 yrs of age", "41"])
def test_an_age_in_words_is_banded(age: str) -> None:
    assert values(typed(f"age,breakout\n{age},yes\n29,no\n")["age_band"]) == ["40-49", "20-29"]


@pytest.mark.parametrize(
    ("texts", "read"),
    [
        (["0.8", "1", "0.25"], [80.0, 100.0, 25.0]),
        (["80%", "1 %", "0.5%"], [80.0, 1.0, 0.5]),
        (["0", "1", "2"], [0.0, 1.0, 2.0]),
        (["75", "1", "0"], [75.0, 1.0, 0.0]),
    ],
)
def test_shares_are_percentages_only_where_fractions_show_it(texts: list[str], read: list[float]) -> None:
    """A spreadsheet saves 80 % as 0.8: taken as it stands, every client would have followed less than one percent."""
    column = typed("adherence,breakout\n" + "".join(f"{text},yes\n" for text in texts))["adherence_percent"]
    assert values(column) == read
    assert ("0.8 is 80" in column.note) == (texts[0] == "0.8")


# Scales ----


@pytest.mark.parametrize(
    ("texts", "levels"),
    [
        (["severe", "none", "Mild", "mild", "moderate"], ("none", "Mild", "moderate", "severe")),
        (["high", "low", "medium"], ("low", "medium", "high")),
        (["always", "never", "sometimes", "rarely", "often"], ("never", "rarely", "sometimes", "often", "always")),
        (["good", "poor", "excellent"], ("poor", "good", "excellent")),
        (["Grade 2", "grade 0", "GRADE 10"], ("grade 0", "Grade 2", "GRADE 10")),
        (["Grade 2", "grade 0", "grade IV"], ("grade 0", "Grade 2", "grade IV")),
        (["2_moderate", "1_mild", "0_none"], ("0_none", "1_mild", "2_moderate")),
        # A place that several spellings share is one level.
        (["rarely", "seldom", "always", "rarely"], ("rarely", "always")),
        (["rarely", "seldom"], None),
        # Whatever is not on the scale makes it a column of names, in the order of the alphabet.
        (["mild", "severe", "itchy"], None),
        (["low", "severe"], None),
        (["yes", "no"], None),
    ],
)
def test_a_column_on_a_well_known_scale_is_in_its_order(texts: list[str], levels: tuple[str, ...] | None) -> None:
    column = typed("own,breakout\n" + "".join(f"{text},yes\n{text},no\n" for text in texts))["own"]
    assert column.factor is not None
    assert column.factor.kind == ("category" if levels is None else "ordered")
    if levels is not None:
        assert column.levels == column.factor.levels == levels
        assert f"an order, {', '.join(levels)}" in column.note


def test_words_for_not_known_are_blanks_beside_a_scale() -> None:
    column = typed("own,breakout\n" + "mild,yes\nn/a,no\nsevere,no\n,no\n" * 2)["own"]
    assert values(column) == ["mild", None, "severe", None] * 2
    assert "“n/a” was read as unknown" in column.note


def test_no_spelling_has_two_places_on_one_scale() -> None:
    document = json.loads(resources.files("analysis.outcome_log").joinpath("codebook.json").read_text(encoding="utf-8"))
    for scale in document["scales"]:
        spellings = [fold(text) for level in scale for text in level]
        assert len(spellings) == len(set(spellings))
