"""Every definition and method in plain words, section by section; its numbers are the constants the methods use."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from jinja2 import StrictUndefined, Template

from analysis.counting.anonymity import SMALL_GROUP
from analysis.counting.counts import MOST_PAIRED
from analysis.counting.tallies import LONGEST_DURATION
from analysis.importing.decision import ALIKE_TREATMENTS
from analysis.importing.doubts.outcome_answers import STRAY_SHARE
from analysis.listing.reasons import LISTED_FOR_DAYS, OVERDUE_AFTER_DAYS, UNKNOWN_AFTER_DAYS
from analysis.methods.adjusted.limits import CLIENTS_PER_PARAMETER, EVENTS_PER_PARAMETER, LARGEST_INFLATION
from analysis.methods.adjusted.logistic import MOST_LEFT_OUT
from analysis.methods.association import SMALLEST_EXPECTED
from analysis.methods.change import NOTABLE_CHANGE
from analysis.methods.comparable import FEW_BREAKOUTS, MOST_THIN_GROUPS
from analysis.methods.contrast import SMALLEST_LEVEL
from analysis.methods.control_chart.cusum import ODDS_RATIO
from analysis.methods.control_chart.p_chart import ENOUGH_POINTS, FEWEST_TO_SHOW
from analysis.methods.curve import WIDEST_BAND
from analysis.methods.design_effect import FEW_CLIENTS
from analysis.methods.early import APART_SHARE, FEWEST_TO_THE_END
from analysis.methods.firth import EVENTS_PER_PARAMETER as FEW_EVENTS_PER_PARAMETER
from analysis.methods.funnel import FEWEST_UNITS, INNER
from analysis.methods.imputation.chained import IMPUTATIONS
from analysis.methods.likeness import LEAST
from analysis.methods.one_factor import MANY_UNKNOWN, MORE_VISITS
from analysis.methods.power import POWER
from analysis.methods.rise import RISEN
from analysis.methods.sampled_tables import RESAMPLES
from analysis.methods.shape import SHAPE_ERROR
from analysis.methods.shrunken import FEWEST_GROUPS
from analysis.methods.stratified import SMALLEST_OVERLAP
from analysis.methods.units import FEWEST_BEYOND, WHOLE
from analysis.methods.unknowns import FEWEST_WITHOUT, HARDLY_KNOWN
from analysis.methods.unusual import FEWEST_EXPECTED, LIMITS_LEVEL
from analysis.outcome_log.filters import WINDOW_DAYS
from analysis.outcome_log.log import MOST_LEVELS
from analysis.questions.adjusted import LEAST_KNOWN
from analysis.questions.cusum import FEWEST_OUTCOMES, YEARS_TO_FALSE_ALARM
from analysis.questions.imputed import MOST_FILLED_IN
from analysis.questions.largest_set import MOST_LEVELS_WHOLE
from analysis.wording.glossary import GLOSSARY
from analysis.wording.numbers import count, per_100
from analysis.wording.power import MOST_MORE

# Results, not inputs, among the numbers from R that the tests compare with (`tests/reference/`), in full hundreds.
CHECKED_RESULTS = 3_900
TRUST, WORDS = "Can I trust these numbers?", "Glossary"
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


def methods_sections() -> dict[str, str]:
    """Return the Markdown of each section by its heading: whether to trust the numbers, the glossary, the methods."""
    _, *parts = _HEADING.split(_filled())
    trust, *others = zip(parts[::2], parts[1::2], strict=True)
    return {heading: text.strip() for heading, text in (trust, (WORDS, _glossary()), *others)}


def methods_guide() -> str:
    """Return all sections as Markdown."""
    return "\n\n".join(f"## {heading}\n\n{text}" for heading, text in methods_sections().items())


def _glossary() -> str:
    """Return the terms in alphabetical order, as a list: a table would be too narrow on a phone."""
    entries = sorted(GLOSSARY, key=lambda entry: entry.term.casefold())
    return "\n".join(f"- **{entry.term}**: {entry.meaning} *({entry.section})*" for entry in entries)


@cache
def _template() -> Template:
    compiled: Template = Template(_text("methods.md"), undefined=StrictUndefined)
    return compiled


def _filled() -> str:
    honesty, coming_back, blanks, sample_seeds = map(
        _text, ("honesty.md", "coming_back.md", "blanks.md", "sample_seeds.md")
    )
    measured = _text("measured.md", of="analysis.identifiers")
    filled: str = _template().render(
        checked_results=count(CHECKED_RESULTS),
        coverage=_measured(r"^\| Difference per 100 after adjustment \| \*\*all\*\* \|.*\| ([\d.]+%) \|$", honesty),
        false_alarms=_measured(r"^\| .* with shuffled outcomes \| ([\d.]+%) \|$", honesty),
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
        limits_level=per_100(LIMITS_LEVEL, 1),
        inner_level=per_100(INNER),
        fewest_units=FEWEST_UNITS,
        fewest_expected=FEWEST_EXPECTED,
        fewest_shown=FEWEST_TO_SHOW,
        enough_points=ENOUGH_POINTS,
        odds_ratio=f"{ODDS_RATIO:g}",
        false_alarm_years=YEARS_TO_FALSE_ALARM,
        fewest_outcomes=FEWEST_OUTCOMES,
        risen=f"{RISEN:.2g}",
        to_the_end=FEWEST_TO_THE_END,
        apart=per_100(APART_SHARE),
        longest_duration=LONGEST_DURATION,
        power=per_100(POWER),
        most_more=count(MOST_MORE),
        widest_band=per_100(WIDEST_BAND),
        shape_error=SHAPE_ERROR,
        notable_change=per_100(NOTABLE_CHANGE),
        smallest_overlap=per_100(SMALLEST_OVERLAP),
        most_thin=per_100(MOST_THIN_GROUPS),
        small_group=SMALL_GROUP,
        overdue_after=OVERDUE_AFTER_DAYS,
        unknown_after=UNKNOWN_AFTER_DAYS,
        listed_for=LISTED_FOR_DAYS,
        alike_treatments=per_100(ALIKE_TREATMENTS),
        stray_share=per_100(STRAY_SHARE),
        least_known=per_100(LEAST_KNOWN),
        most_levels_whole=MOST_LEVELS_WHOLE,
        few_clients=FEW_CLIENTS,
        events_per_parameter=EVENTS_PER_PARAMETER,
        clients_per_parameter=CLIENTS_PER_PARAMETER,
        largest_inflation=LARGEST_INFLATION,
        honesty=honesty,
        blanks=blanks,
        sample_seeds=sample_seeds,
        imputations=IMPUTATIONS,
        most_filled_in=count(MOST_FILLED_IN),
        few_events_per_parameter=FEW_EVENTS_PER_PARAMETER,
        coming_back=coming_back,
        whole=per_100(WHOLE),
        fewest_beyond=FEWEST_BEYOND,
        fewest_groups=FEWEST_GROUPS,
        least_effect=LEAST,
        most_paired=count(MOST_PAIRED),
        most_left_out=count(MOST_LEFT_OUT),
        identifiers_measured=measured,
    )
    return filled


def _text(name: str, of: str = "analysis.wording") -> str:
    return resources.files(of).joinpath(name).read_text(encoding="utf-8").strip()


def _measured(row: str, table: str) -> str:
    """Return the share in a row of a measured table.

    Raises
    ------
    LookupError
        Where the table has no such row.
    """
    found = re.search(row, table, re.MULTILINE)
    if found is None:
        raise LookupError(row)
    return found[1]
