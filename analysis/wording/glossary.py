"""The terms of the product, each explained once: on hover where a term first stands, and all of them on Methods."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from analysis.methods.firth import MOST_OTHERS
from analysis.methods.imputation.chained import IMPUTATIONS
from analysis.outcome_log.filters import WINDOW_DAYS


class Section(StrEnum):
    """The sections of the Methods page that the terms point to."""

    COUNTED = "What is counted"
    RATES = "Rates and differences"
    OVER_TIME = "Changes over time"
    LINKED = "Linked or chance?"
    SEVERITY = "How severe?"
    RECOVERY = "How skin recovers"
    WITHIN_GROUPS = "Within groups"
    ADJUSTED = "Adjusted"
    TEAMS = "Teams"
    ENOUGH_DATA = "Enough data?"
    READING = "How a file is read"
    PERSONAL_DATA = "Personal data"
    SHARING = "Sharing outside the clinic"
    FOLLOW_UP = "Follow up"
    SAVED_LOG = "Saved log"


@dataclass(frozen=True)
class Entry:
    """A term, what it means in a sentence or two, and the section of the Methods page with the rest."""

    term: str
    meaning: str
    section: Section


GLOSSARY = (
    Entry(
        "call today",
        "A treatment after which persistent redness, swelling, pustules or a suspected infection was recorded, and no "
        "referral to a doctor.",
        Section.FOLLOW_UP,
    ),
    Entry(
        "treatment",
        "One row of the log: one client treated once. A client who came three times has three treatments.",
        Section.COUNTED,
    ),
    Entry(
        "breakout",
        "Acne or spots after a treatment, as recorded in the log: yes, no or unknown.",
        Section.COUNTED,
    ),
    Entry(
        "breakout rate",
        "Breakouts divided by the treatments with a known outcome. 27 breakouts after 300 such treatments are 9.0%.",
        Section.RATES,
    ),
    Entry(
        "breakout window",
        f"How many days after a treatment a breakout still counts, {WINDOW_DAYS} unless you change it in the sidebar. "
        "A breakout that began later counts as no breakout.",
        Section.COUNTED,
    ),
    Entry(
        "cumulative incidence",
        "The share of treatments with a breakout within the breakout window. A treatment reviewed early counts only "
        "until the day of its review (Kaplan-Meier). Without early reviews it equals the plain rate.",
        Section.RATES,
    ),
    Entry(
        "what to expect",
        "When breakouts begin, how long they last and how severe they are, in the treatments you chose. It describes "
        "past treatments and promises nothing for the next one.",
        Section.RECOVERY,
    ),
    Entry(
        "onset day",
        "How many days after the treatment a breakout began; 0 is the day of treatment.",
        Section.RECOVERY,
    ),
    Entry(
        "median day",
        "The day by which half have had it. If half of the breakouts are gone within 6 days, the other half last "
        "longer.",
        Section.RECOVERY,
    ),
    Entry(
        "numbers at risk",
        "The numbers below a curve: how many were still observed on that day and had not had it before. Where few are "
        "left, the curve is uncertain.",
        Section.RECOVERY,
    ),
    Entry(
        "known outcome",
        "Somebody recorded whether the client broke out: yes or no. Rates are based on these treatments only.",
        Section.COUNTED,
    ),
    Entry(
        "unknown outcome",
        "Nobody recorded whether the client broke out, for example because there was no follow-up. It never counts as "
        "a no; it is left out of the rate and shown beside it.",
        Section.COUNTED,
    ),
    Entry(
        "severe",
        "The share of severe breakouts among those with a recorded severity. 6 severe of 40 are 15.0%.",
        Section.COUNTED,
    ),
    Entry(
        "adherence",
        "How much of the aftercare a client followed, from 0 to 100%. Where the log does not give it, it is the share "
        "of the recorded aftercare items that were followed.",
        Section.READING,
    ),
    Entry(
        "first treatments",
        "Only each client’s first treatment counts, so nobody counts twice.",
        Section.COUNTED,
    ),
    Entry(
        "each client once",
        "A client counts once: yes if any treatment was followed by a breakout. Clients who came more often had more "
        "chances of a yes.",
        Section.COUNTED,
    ),
    Entry(
        "factor",
        "Anything recorded about a treatment that could matter, such as the product or the skin type. Its values, such "
        "as “oily” or “dry”, are its groups.",
        Section.COUNTED,
    ),
    Entry(
        "95% CI",
        "Confidence interval: the range of values that fit the data. With 9.0% (95% CI 7.9 to 10.2) the true rate "
        "probably lies between 7.9% and 10.2%; such ranges are right 95 times in 100. A wide range means few "
        "treatments.",
        Section.RATES,
    ),
    Entry(
        "difference per 100",
        "How many more or fewer breakouts one group has per 100 treatments than the other. 23 of 100 compared with "
        "8 of 100 is 15 more per 100.",
        Section.RATES,
    ),
    Entry(
        "reference",
        "The group that the others are compared with: the one meant to be safe, such as single-use needles, otherwise "
        "the most common one.",
        Section.LINKED,
    ),
    Entry(
        "clear link",
        "Breakouts are more or less common with this factor, and chance is an unlikely reason even though several "
        "factors were tested. A link is not proof of a cause.",
        Section.LINKED,
    ),
    Entry(
        "could be chance",
        "Chance alone could explain a difference of this size in a log like this one. It may be real or not.",
        Section.LINKED,
    ),
    Entry(
        "several comparisons",
        "With 20 factors and no real link, about one would look linked by chance. The Benjamini-Hochberg rule corrects "
        "for this: of the factors called linked, about 5 in 100 are expected to be chance.",
        Section.LINKED,
    ),
    Entry(
        "on its own",
        "The difference when no other factor is considered. Part of it may belong to another factor.",
        Section.LINKED,
    ),
    Entry(
        "after adjusting",
        "The difference that is left when the other factors are the same for everybody. 15 more per 100 on its own may "
        "be 4 more after adjusting.",
        Section.ADJUSTED,
    ),
    Entry(
        "within groups",
        "Only clients who are alike in one other factor are compared, such as clients with the same acne history. The "
        "answers of all groups are then put together.",
        Section.WITHIN_GROUPS,
    ),
    Entry(
        "could prevent the most",
        "How many fewer breakouts there would be per 100 treatments if all treatments were in the best group. This "
        "holds only if the factor is the cause.",
        Section.ADJUSTED,
    ),
    Entry(
        "design effect",
        "Treatments of one client resemble each other. With a design effect of 1.5, an interval is as wide as with a "
        "third fewer treatments. If the same clients are in both groups, having used both products, the comparison can "
        "be more certain instead: the design effect is below 1 and the interval is narrower.",
        Section.RATES,
    ),
    Entry(
        "allowing for few treatments",
        "The rate of a small group swings with every breakout: 2 of 9 are 22%. This estimate moves it towards the "
        "average of all groups, the more so the fewer treatments it has, and comes nearer to the truth on average.",
        Section.RATES,
    ),
    Entry(
        "funnel",
        "A chart of rates by number of treatments. Its limits are wide where treatments are few and narrow where they "
        "are many: by chance 5 of 100 lie outside the inner limits and 2 of 1,000 outside the outer limits. It ranks "
        "nobody.",
        Section.TEAMS,
    ),
    Entry(
        "expected",
        "How many breakouts clients like these have anywhere in this log, by their acne history, skin and aftercare. "
        "12 where 8 are expected is half as many again. Only treatments with all of these recorded count.",
        Section.TEAMS,
    ),
    Entry(
        "wider limits",
        "If nearly all differ more than chance explains, something the log does not record differs between them. Wider "
        "limits allow for that, so that only those far from all others lie outside. They may hide a bad lot.",
        Section.TEAMS,
    ),
    Entry(
        "unusual month or lot",
        "Its rate is further from the usual rate than chance would explain in a group of this size, or it is one of "
        "several in a row. It is worth a look, but it does not prove that something went wrong.",
        Section.OVER_TIME,
    ),
    Entry(
        "expected range",
        "Where the rate of a month of this size lies by chance alone: three standard deviations beside the average. It "
        "is wider in months with few treatments, because chance moves their rate further.",
        Section.OVER_TIME,
    ),
    Entry(
        "baseline",
        "The months that fix the average and the expected range, for example those before a change. Later months are "
        "then compared with them.",
        Section.OVER_TIME,
    ),
    Entry(
        "between breakouts",
        "How many treatments without a breakout lie between one breakout and the next. For breakouts too rare for "
        "monthly rates, such as severe ones: short gaps in a row mean more of them.",
        Section.OVER_TIME,
    ),
    Entry(
        "CUSUM",
        "A running score of each clinic. Every breakout raises it, every treatment without one lowers it a little. It "
        "climbs while breakouts come closer together than usual; at its limit there is an alarm, and it starts again.",
        Section.OVER_TIME,
    ),
    Entry(
        "blanks filled in",
        f"Multiple imputation: blank values are filled in {IMPUTATIONS} times with values that fit the rest of the "
        "row, and the answers are put together. It shows whether the blanks change the answer.",
        Section.ADJUSTED,
    ),
    Entry(
        "few breakouts",
        "With few breakouts the usual adjusted model fails. Firth’s method still works for one factor, adjusted for "
        f"at most {MOST_OTHERS} others.",
        Section.ADJUSTED,
    ),
    Entry(
        "enough data",
        "The smallest difference that a log of this size would probably show. Smaller ones can be real and still go "
        "unnoticed.",
        Section.ENOUGH_DATA,
    ),
    Entry(
        "saved log",
        "All treatments that you imported, in one folder on this computer. A file that you only look at is not saved.",
        Section.SAVED_LOG,
    ),
    Entry(
        "version",
        "The saved log after one import, undo or erasure, numbered 1, 2, 3. You can look at any version again.",
        Section.SAVED_LOG,
    ),
    Entry(
        "small numbers",
        "Counts so low that somebody may know the person behind them: 1 to 4 by the usual rule.",
        Section.SHARING,
    ),
    Entry(
        "pseudonym",
        "A code in place of a name or number. The same client always has the same code, and nobody can work out the "
        "name from it without the key file.",
        Section.PERSONAL_DATA,
    ),
    Entry(
        "backup",
        "A copy of the saved log in one file, with the key of its pseudonyms. Keep it as safe as the log itself.",
        Section.SAVED_LOG,
    ),
)
_BY_TERM = {entry.term: entry for entry in GLOSSARY}


def explain(term: str) -> str:
    """Return what a term means and where Methods has more: the help text of a label.

    Raises
    ------
    KeyError
        Where the glossary has no such term.
    """
    entry = _BY_TERM[term]
    return f"{entry.meaning} (More: Methods, “{entry.section}”.)"
