"""Every definition and method in plain words; the numbers in it are the constants the methods use."""

from __future__ import annotations

from importlib import resources

from jinja2 import StrictUndefined, Template

from analysis.counting.anonymity import SMALL_GROUP
from analysis.importing.decision import ALIKE_TREATMENTS
from analysis.importing.doubts.outcome_answers import STRAY_SHARE
from analysis.methods.adjusted.limits import CLIENTS_PER_PARAMETER, EVENTS_PER_PARAMETER, FEW_CLIENTS, LARGEST_INFLATION
from analysis.methods.association import RESAMPLES, SMALLEST_EXPECTED
from analysis.methods.comparable import FEW_BREAKOUTS, MOST_THIN_GROUPS
from analysis.methods.contrast import SMALLEST_LEVEL
from analysis.methods.curve import WIDEST_BAND
from analysis.methods.firth import EVENTS_PER_PARAMETER as FEW_EVENTS_PER_PARAMETER
from analysis.methods.imputation.chained import IMPUTATIONS
from analysis.methods.one_factor import MANY_UNKNOWN, MORE_VISITS
from analysis.methods.power import POWER
from analysis.methods.stratified import SMALLEST_OVERLAP
from analysis.methods.unknowns import FEWEST_WITHOUT, HARDLY_KNOWN
from analysis.methods.verdict import NOTABLE_CHANGE
from analysis.outcome_log.filters import WINDOW_DAYS
from analysis.outcome_log.log import MOST_LEVELS
from analysis.questions.adjusted import LEAST_KNOWN
from analysis.questions.imputed import MOST_FILLED_IN
from analysis.wording.numbers import count, per_100
from analysis.wording.power import MOST_MORE


def methods_guide() -> str:
    """Return the guide as Markdown."""
    text = resources.files(__package__).joinpath("methods.md").read_text(encoding="utf-8")
    measured = resources.files("analysis.identifiers").joinpath("measured.md").read_text(encoding="utf-8")
    blanks = resources.files(__package__).joinpath("blanks.md").read_text(encoding="utf-8")
    honesty = resources.files(__package__).joinpath("honesty.md").read_text(encoding="utf-8")
    filled: str = Template(text, undefined=StrictUndefined).render(
        window=WINDOW_DAYS,
        smallest_expected=SMALLEST_EXPECTED,
        resamples=count(RESAMPLES),
        smallest_level=SMALLEST_LEVEL,
        few_breakouts=FEW_BREAKOUTS,
        many_unknown=per_100(MANY_UNKNOWN),
        most_levels=MOST_LEVELS,
        more_visits=per_100(MORE_VISITS - 1),
        hardly_known=per_100(HARDLY_KNOWN),
        fewest_without=FEWEST_WITHOUT,
        power=per_100(POWER),
        most_more=count(MOST_MORE),
        widest_band=per_100(WIDEST_BAND),
        notable_change=per_100(NOTABLE_CHANGE),
        smallest_overlap=per_100(SMALLEST_OVERLAP),
        most_thin=per_100(MOST_THIN_GROUPS),
        small_group=SMALL_GROUP,
        alike_treatments=per_100(ALIKE_TREATMENTS),
        stray_share=per_100(STRAY_SHARE),
        least_known=per_100(LEAST_KNOWN),
        few_clients=FEW_CLIENTS,
        events_per_parameter=EVENTS_PER_PARAMETER,
        clients_per_parameter=CLIENTS_PER_PARAMETER,
        largest_inflation=LARGEST_INFLATION,
        honesty=honesty.strip(),
        blanks=blanks.strip(),
        imputations=IMPUTATIONS,
        most_filled_in=count(MOST_FILLED_IN),
        few_events_per_parameter=FEW_EVENTS_PER_PARAMETER,
        identifiers_measured=measured.strip(),
    )
    return filled
