import streamlit as st

from analysis.questions.adjusted import Refusal
from analysis.wording.adjusted import adjusted_finding
from analysis.wording.cautions import caution
from analysis.wording.glossary import explain
from pages.parts import adjusted as adjusting
from pages.parts import firth, show
from pages.parts.frame import open_page

view = open_page("Adjusted")


# Models of a large log take seconds: the page is there at once, and a click need not wait for them.
@st.fragment(parallel=True)
def several_factors() -> None:
    """Let the manager choose factors, and show what they say together."""
    # The answer comes first, though the choice below decides it.
    above = st.container()
    chosen = adjusting.choose(view)
    with above:
        if not chosen.names:
            adjusting.say_nothing_chosen(view)
            return
        found = adjusting.answer(view, chosen)
        st.header(show.plain(adjusted_finding(found, view.counted)), anchor=False, help=explain("after adjusting"))
        if isinstance(found, Refusal):
            st.warning(show.plain(caution(found.reason, view.counted)), icon=":material/do_not_disturb_on:")
            adjusting.offer_suggested(view, chosen.names)
        else:
            adjusting.look(view, found, chosen)
        firth.offer(view, chosen.names, found)


several_factors()
st.page_link("pages/9_Methods.py", label="All methods in plain words", icon=":material/menu_book:")
