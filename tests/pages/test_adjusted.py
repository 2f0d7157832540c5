"""Several factors at once: the page a manager opens to learn whether it is the factor itself."""

from __future__ import annotations

import pytest

from analysis.questions import imputed as asking
from pages.parts.session import (
    ADJUSTED_FACTOR,
    ADJUSTED_FOR,
    ADJUSTED_LEVEL,
    ADJUSTED_PART,
    FEW_FACTOR,
    FEW_OTHERS,
    FILL_IN,
    NUMBERS_ENTER,
)
from tests.pages.opening import DIFFICULT_LOGS, open_page, text_of, unescaped, words_of

ADJUSTED = "pages/3_Adjusted.py"
PARTS = ("On its own and after adjusting", "What could prevent the most", "One factor", "Details")


def test_the_sample_log_answers_at_once_with_a_sensible_set() -> None:
    app = open_page(ADJUSTED)
    assert not app.exception
    assert app.multiselect(ADJUSTED_FOR.name).value[:2] == ["acne_history", "active_acne"]
    assert "After adjusting for the other factors" in words_of(app.header)
    assert "Acne history" in words_of(app.header)
    # What the sample's truth says: harsh products have no effect of their own, and seem to have one on their own.
    table = app.dataframe[0].value.set_index("Factor")
    assert table.loc["Harsh product", "Link"] == "could be chance"
    assert table.loc["Harsh product", "What adjusting changes"].startswith(
        "Most of the difference is explained by the other"
    )


@pytest.mark.parametrize("part", PARTS)
def test_every_part_shows_its_answer_and_how_it_was_worked_out(part: str) -> None:
    app = open_page(ADJUSTED)
    app.segmented_control(ADJUSTED_PART.name).set_value(part).run()
    assert not app.exception
    text = text_of(app)
    assert "How was this worked out?" in text
    assert "All treatments in the log" in text
    if part == "What could prevent the most":
        assert "If the link is causal, Aftercare adherence could prevent the most" in text
    if part == "One factor":
        app.selectbox(ADJUSTED_FACTOR.name).set_value("moisturiser").run()
        assert "Moisturiser, comedogenic vs non-comedogenic" in text_of(app)
    if part == "Details":
        assert "c statistic" in text


def test_numbers_can_be_treated_as_five_groups() -> None:
    app = open_page(ADJUSTED)
    app.multiselect(ADJUSTED_FOR.name).set_value(["acne_history", "adherence_percent"]).run()
    app.segmented_control(NUMBERS_ENTER.name).set_value("Five groups").run()
    assert not app.exception
    assert "straight line on the log-odds scale" not in text_of(app)


def test_a_factor_that_drops_out_of_the_suggestion_in_five_groups_is_named_with_the_reason() -> None:
    app = open_page(ADJUSTED)
    assert "needle_depth_mm" in app.multiselect(ADJUSTED_FOR.name).value
    assert "is not suggested" not in unescaped(text_of(app))
    app.segmented_control(NUMBERS_ENTER.name).set_value("Five groups").run()
    assert "needle_depth_mm" not in app.multiselect(ADJUSTED_FOR.name).value
    assert (
        "“Needle depth” is not suggested with numbers in five groups: 148 breakouts are enough for 14 comparisons, and "
        "with it there are 19. Choose it in place of another, or treat numbers as a steady trend."
    ) in unescaped(text_of(app))
    # Who chose for themselves misses nothing.
    app.multiselect(ADJUSTED_FOR.name).set_value(["acne_history", "adherence_percent"]).run()
    assert "is not suggested" not in unescaped(text_of(app))


def test_there_is_a_way_back_to_a_steady_trend_where_groups_leave_no_number() -> None:
    app = open_page(ADJUSTED)
    app.multiselect(key="only_clinic").set_value(["Café Quarter"]).run()
    app.segmented_control(NUMBERS_ENTER.name).set_value("Five groups").run()
    assert "adherence_percent" not in app.multiselect(ADJUSTED_FOR.name).value
    app.segmented_control(NUMBERS_ENTER.name).set_value("A steady trend").run()
    assert "adherence_percent" in app.multiselect(ADJUSTED_FOR.name).value
    assert not app.exception


def test_of_factors_that_record_the_same_thing_the_added_one_stays() -> None:
    app = open_page(ADJUSTED)
    app.multiselect(ADJUSTED_FOR.name).set_value(["adherence_percent", "kept_clean"]).run()
    assert not app.warning
    assert "Kept the skin clean is linked to breakouts. Nothing is adjusted for: the others are left out." in words_of(
        app.header
    )
    left_out = "Left out: “Aftercare adherence”, which partly records the same thing as “Kept the skin clean”."
    assert left_out in unescaped(text_of(app))


def test_a_practitioner_added_to_the_suggested_set_is_compared_with_all_the_others() -> None:
    """A factor of many levels takes the place of one other, not of all, and its level can be chosen."""
    app = open_page(ADJUSTED)
    suggested = app.multiselect(ADJUSTED_FOR.name).value
    app.multiselect(ADJUSTED_FOR.name).set_value([*suggested, "practitioner"]).run()
    assert not app.exception
    assert not app.warning
    assert (
        "“Practitioner” has too many levels for this log, so “P09” is compared with all the others. Left out: "
        "“Skin cleansed before”, as 148 breakouts are enough for about 14 comparisons (10 each)."
    ) in unescaped(text_of(app))
    assert app.dataframe[0].value.set_index("Factor").loc["Practitioner", "Compared"] == "P09 vs all the others"
    app.selectbox(ADJUSTED_LEVEL.of("practitioner").name).set_value("P03").run()
    table = app.dataframe[0].value.set_index("Factor")
    assert table.loc["Practitioner", "Compared"] == "P03 vs all the others"
    assert len(table) == len(suggested)
    assert "too many levels" not in unescaped(text_of(app))
    # The report has the same answer, with what was left out.
    app.switch_page("pages/8_Report.py").run()
    (report,) = app.get("iframe")
    assert "P03 vs all the others" in str(report.proto)
    assert "Left out: “Skin cleansed before”" in str(report.proto)
    assert not app.exception


def test_many_levels_alone_are_no_reason_to_refuse() -> None:
    app = open_page(ADJUSTED)
    app.multiselect(ADJUSTED_FOR.name).set_value(["practitioner", "cartridge_lot", "skin_type", "treatment"]).run()
    assert not app.exception
    assert not app.warning
    assert (
        "“Practitioner” and “Cartridge lot” have too many levels for this log, so “P09” and “L2503” are each compared "
        "with all the others."
    ) in unescaped(text_of(app))


def test_few_breakouts_carry_one_factor_and_name_those_left_out() -> None:
    """12 breakouts carry one comparison: the first factor is answered for, and the method for few cases is offered."""
    rows = ["acne_history,new_product,pre_cleanse,breakout"]
    for place in range(240):
        history = "past" if place % 3 else "none"
        outcome = "no" if place % 20 else "yes"
        rows.append(f"{history},{'yes' if place % 7 < 2 else 'no'},{'yes' if place % 2 else 'no'},{outcome}")
    app = open_page(ADJUSTED, "\n".join(rows).encode())
    app.multiselect(ADJUSTED_FOR.name).set_value(["new_product", "acne_history"]).run()
    assert not app.exception
    assert not app.warning
    assert "New product" in words_of(app.header)
    assert "Left out: “Acne history”, as 12 breakouts" in unescaped(text_of(app))
    assert app.selectbox(FEW_FACTOR.name).value == "acne_history"


def test_nothing_chosen_asks_for_a_choice() -> None:
    app = open_page(ADJUSTED)
    app.multiselect(ADJUSTED_FOR.name).set_value([]).run()
    assert "Choose at least one factor" in text_of(app)
    assert not app.exception


@pytest.mark.parametrize("name", DIFFICULT_LOGS)
def test_a_difficult_log_gets_a_plain_sentence(name: str) -> None:
    app = open_page(ADJUSTED, DIFFICULT_LOGS[name])
    assert not app.exception
    # A file that cannot be read leaves the sample log in place.
    assert app.warning or app.info or "Made-up **sample data**" in " ".join(each.value for each in app.caption)
    assert "nan" not in text_of(app).lower().split()


def test_the_report_holds_what_was_chosen_here() -> None:
    app = open_page(ADJUSTED)
    app.multiselect(ADJUSTED_FOR.name).set_value(["acne_history", "new_product"]).run()
    app.switch_page("pages/8_Report.py").run()
    app.toggle(key="report_preview").set_value(True).run()
    assert not app.exception
    (report,) = app.get("iframe")
    assert "2 of 2 are linked to breakouts" in str(report.proto)


def test_the_suggestion_follows_how_numbers_are_treated_until_somebody_chooses() -> None:
    """Fifths need more breakouts than a straight line, so fewer factors are suggested; a choice is never changed."""
    app = open_page(ADJUSTED)
    straight = list(app.multiselect(ADJUSTED_FOR.name).value)
    app.segmented_control(NUMBERS_ENTER.name).set_value("Five groups").run()
    assert not app.warning
    fifths = list(app.multiselect(ADJUSTED_FOR.name).value)
    assert len(fifths) < len(straight)
    chosen = [*fifths, "fitzpatrick"]
    app.multiselect(ADJUSTED_FOR.name).set_value(chosen).run()
    app.segmented_control(NUMBERS_ENTER.name).set_value("A steady trend").run()
    assert app.multiselect(ADJUSTED_FOR.name).value == chosen


def test_what_records_the_outcome_cannot_be_chosen() -> None:
    app = open_page("pages/3_Adjusted.py", query={"outcome": "Avoided make-up"})
    titles = app.multiselect(key="adjusted_for").options
    assert "Acne history" in titles
    assert not {"Avoided make-up", "Hours until make-up", "Aftercare adherence"} & set(titles)


def test_blanks_filled_in_stand_beside_the_answer_and_not_in_its_place() -> None:
    app = open_page(ADJUSTED)
    text = unescaped(text_of(app))
    assert "5 of 9 are linked to breakouts" in words_of(app.header)
    assert "With blanks filled in, Active acne on the day and Needle depth are linked as well." in text
    assert "479 of them had a blank filled in" in text
    assert "This assumes that blanks depend only on what is recorded" in text
    # Of a factor that is recorded always there is nothing to say.
    app.multiselect(ADJUSTED_FOR.name).set_value(["adherence_percent"]).run()
    assert "filled in" not in unescaped(text_of(app))


def test_few_breakouts_are_offered_a_method_for_one_factor() -> None:
    rows = ["client_id,acne_history,new_product,skin_type,breakout"]
    for place in range(200):
        history = ("none", "past", "current")[place % 3]
        outcome = "no" if place % 23 else "yes"
        skin = ("normal", "dry", "oily", "combination", "sensitive")[place % 5]
        rows.append(f"C{place},{history},{'yes' if place % 4 == 0 else 'no'},{skin},{outcome}")
    app = open_page(ADJUSTED, "\n".join(rows).encode())
    app.multiselect(ADJUSTED_FOR.name).set_value(["acne_history", "new_product", "skin_type"]).run()
    assert "(10 each)" in words_of(app.warning)
    app.selectbox(FEW_FACTOR.name).set_value("new_product").run()
    text = unescaped(text_of(app))
    assert "New product, yes vs no: 3 of 50 compared with 6 of 150, odds ratio" in text
    assert "Firth’s penalised likelihood" in text
    app.multiselect(FEW_OTHERS.name).set_value(["acne_history"]).run()
    assert "after adjusting for “Acne history”" in unescaped(text_of(app))
    # Five types of skin are too many for so few.
    app.multiselect(FEW_OTHERS.name).set_value(["acne_history", "skin_type"]).run()
    assert "(3 each)" in unescaped(text_of(app))
    assert not app.exception


def test_where_clients_came_back_the_method_for_few_breakouts_asks_to_count_each_once() -> None:
    rows = ["client_id,acne_history,new_product,breakout"]
    for place in range(200):
        history = ("none", "past", "current")[place % 3]
        rows.append(
            f"C{place % 150},{history},{'yes' if place % 4 == 0 else 'no'},{'yes' if place % 25 == 0 else 'no'}"
        )
    app = open_page(ADJUSTED, "\n".join(rows).encode())
    app.multiselect(ADJUSTED_FOR.name).set_value(["acne_history", "new_product"]).run()
    assert "Count each client once to use it" in unescaped(text_of(app))


def test_filling_in_many_blanks_waits_until_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "FEW_FILLED_IN", 100)
    monkeypatch.setattr(asking, "ROWS_A_SECOND", 100)
    app = open_page(ADJUSTED)
    assert "With blanks filled in" not in unescaped(text_of(app))
    toggle = app.toggle(FILL_IN.name)
    assert toggle.label.startswith("Fill in blanks as well, which takes about ")
    assert toggle.label.endswith(" seconds")
    toggle.set_value(True).run()
    assert "With blanks filled in, Active acne on the day and Needle depth are linked as well." in unescaped(
        text_of(app)
    )
    assert not app.exception
