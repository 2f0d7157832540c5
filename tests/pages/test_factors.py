"""The factors page leads from the ranking to one factor and back to its methods."""

from __future__ import annotations

import re

from analysis.importing.choices import ImportChoices
from pages.parts.cached import Source, log_of
from tests.pages.opening import open_page, table_with, text_of, words_of


def test_it_opens_on_the_factor_with_the_strongest_link() -> None:
    app = open_page("pages/2_Factors.py")
    assert app.selectbox(key="factor").value == "acne_history"
    assert words_of(app.header).startswith("Acne history")


def test_a_button_on_the_home_page_opens_a_factor() -> None:
    app = open_page("dashboard.py")
    app.button(key="open moisturiser").click().run()
    assert words_of(app.title) == "Factors"
    assert app.selectbox(key="factor").value == "moisturiser"


def test_it_names_the_method_its_source_and_what_limits_it() -> None:
    app = open_page("pages/2_Factors.py")
    words = text_of(app)
    assert "Cochran-Armitage" in words
    assert "Armitage 1955" in words
    assert "repeat visits" in words


def test_every_factor_of_the_sample_can_be_shown() -> None:
    app = open_page("pages/2_Factors.py")
    log, _ = log_of(Source("outcomes.csv"), ImportChoices())
    for factor in log.factors:
        app.session_state["factor"] = factor.name
        app.run()
        assert not app.exception, factor.name
        assert factor.title in words_of(app.header)
        assert "nan" not in text_of(app).split()


def test_text_from_a_file_is_never_markdown() -> None:
    nasty = "![x](http://a.example/x.png) :material/home: :smile:"
    log = f'"{nasty}",breakout\n' + '"[a](http://b.example)",yes\n**b**,no\n' * 20
    app = open_page("pages/2_Factors.py", log.encode())
    for element in [*app.markdown, *app.header, *app.caption]:
        assert "](http" not in element.value
        assert not re.search(r":(material/home|smile)", element.value)


def test_whether_it_is_the_new_product_or_the_acne_is_answered_here() -> None:
    """On its own, among clients with the same acne, and after adjusting: one sentence on one page."""
    app = open_page("pages/2_Factors.py")
    app.selectbox(key="factor").set_value("new_product").run()
    words = text_of(app)
    assert "on its own (95% CI" in words
    assert "more comparing clients with the same “Acne history” (95% CI" in words
    assert "more after adjusting for 8 other factors (95% CI" in words
    assert "of the difference is explained by" in words


def test_one_practitioner_is_compared_with_all_the_others() -> None:
    app = open_page("pages/2_Factors.py")
    app.selectbox(key="factor").set_value("practitioner").run()
    assert app.selectbox(key="compared practitioner").options[3] == "P03 vs all the others"
    app.selectbox(key="compared practitioner").set_value("P03").run()
    assert not app.exception
    assert "10.2 of 100 broke out with “P03”, compared with 9.0 of 100 with all the others" in words_of(app.header)
    words = text_of(app)
    assert "on its own (95% CI" in words
    assert "after adjusting for 8 other factors (95% CI" in words
    assert "Left out, as the log has too few breakouts: Skin cleansed before." in words


def test_a_click_on_a_bar_chooses_its_level() -> None:
    app = open_page("pages/2_Factors.py")
    app.session_state["factor"] = "practitioner"
    app.session_state["compared_by_click"] = ("practitioner", "P08")
    app.run()
    assert app.selectbox(key="compared practitioner").value == "P08"
    assert "“P08” is linked to breakouts" in words_of(app.header)


def test_the_treatments_behind_a_bar_can_be_seen_and_stay_out_of_the_address() -> None:
    app = open_page("pages/2_Factors.py")
    app.toggle(key="sees_treatments").set_value(True).run()
    assert not app.exception
    table = table_with(app, "Treatment ID", "Breakout")
    assert len(table) == 50
    assert not any("T-" in str(value) for value in app.query_params.values())


def test_a_planned_question_has_its_own_interval_here_and_after_adjusting() -> None:
    app = open_page("pages/2_Factors.py")
    app.selectbox(key="factor").set_value("needle_depth_mm").run()
    assert "Each 95% CI allows for the comparisons made: 24 factors on its own" in text_of(app)
    app.checkbox(key="is_planned needle_depth_mm").check().run()
    words = text_of(app)
    assert "Planned question: its 95% CI and p-value are its own, not corrected for other factors." in words
    assert "allows for the comparisons" not in words
    # A search leaves 0.3 fewer to 7.7 more of it, and "could be chance".
    assert "3.7 more after adjusting for 8 other factors (95% CI 0.1 to 7.3)" in words
    app.selectbox(key="factor").set_value("moisturiser").run()
    assert not app.checkbox(key="is_planned moisturiser").value
    app.switch_page("pages/3_Adjusted.py").run()
    assert app.selectbox(key="adjusted_planned").value == "needle_depth_mm"
    words = text_of(app)
    assert "“Needle depth” is the planned question: its 95% CI and p-value are its own. Each other 95% CI" in words
    app.selectbox(key="adjusted_planned").set_value("").run()
    assert "Each 95% CI allows for 9 factors being compared." in text_of(app)
    assert not app.exception


def test_many_selections_of_a_log_are_counted_and_their_chance_is_stated() -> None:
    app = open_page("pages/2_Factors.py")
    app.multiselect(key="only_clinic").set_value(["Harbour"]).run()
    assert "selections of this log" not in text_of(app)
    app.multiselect(key="only_clinic").set_value(["Northgate"]).run()
    said = "You have looked at 3 selections of this log. Even if nothing is linked to anything, the chance that at "
    assert said + "least one of 3 shows a link is up to 14%" in text_of(app)
    # The same selection again is no other one; a look at Home is.
    app.multiselect(key="only_clinic").set_value(["Harbour"]).run()
    assert "You have looked at 3 selections of this log." in text_of(app)
    app.switch_page("dashboard.py").run()
    app.segmented_control(key="count").set_value("Clients").run()
    app.switch_page("pages/2_Factors.py").run()
    assert "You have looked at 4 selections of this log." in text_of(app)
