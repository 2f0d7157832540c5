"""Make the sample outcome logs: one clean file, three messy copies of the same treatments, and one raw export.

Everything is made up. What truly changes the chance of a breakout, and what does not, is written down in
`TRUE_LOG_ODDS` and `NO_EFFECT`, so that a method can be checked against it. Read from top to bottom: clients,
treatments, outcomes, what the clinic wrote down, files. Run ``python sample_data/generate.py``; with
``--early-reviews FILE`` it writes the same treatments once more, one clinic reviewing before the breakout window ends,
and with ``--rows 1000000 FILE`` a log of that length, with the same truth and no row like another.
"""

import argparse
import codecs
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.random import Generator, default_rng
from numpy.typing import ArrayLike, NDArray

SEED = 2176
FIRST_DAY, LAST_DAY = "2024-01-01", "2026-06-30"
CLIENT_COUNT = 1500
FOLDER = Path(__file__).resolve().parent
CODEBOOK = FOLDER.parent / "analysis" / "outcome_log" / "codebook.json"
FIELDS = {
    field["name"]: field
    for field in json.loads(CODEBOOK.read_text(encoding="utf-8"))["fields"]
    if field["role"] != "count"  # each row of the sample is one treatment
}

# ---- The truth: log odds of a breakout ----

BASELINE = -3.80
"""With none of the below, all aftercare followed, a needle of 1 mm and an average practitioner."""

BAD_LOT = "L2503"
TRUE_LOG_ODDS = MappingProxyType(
    {
        "acne_history past": 0.55,
        "acne_history current": 0.85,
        "active_acne": 0.50,
        "skin_type oily": 0.45,
        "new_product": 0.50,
        "moisturiser comedogenic": 0.60,
        "adherence per 10 points missed": 0.13,
        "needle_depth_mm per 0.5 mm": 0.18,
        f"cartridge_lot {BAD_LOT}": 2.00,
    }
)
PRACTITIONER_SD = 0.30
"""Spread of the practitioners' own log odds, drawn once from a normal distribution around 0."""

NO_EFFECT = (
    *("clinic", "practitioner_grade", "treatment", "device", "sterilisation", "pre_cleanse"),
    *("age_band", "fitzpatrick", "harsh_product", "makeup_after_hours", "treatment_date"),
)
"""None of their own; some still go with breakouts because they go with acne history, depth or aftercare."""

# ---- What the clinics look like: assumed, not measured; shares follow the codebook's order of levels ----

CLINICS = {"Harbour": 0.45, "Northgate": 0.33, "Café Quarter": 0.22}
TEAM = ("lead", "senior", "senior", "junior")
RF, SCARS = "RF microneedling", "microneedling \N{EN DASH} scars"
TREATMENTS = {"microneedling": 0.46, RF: 0.24, "microneedling + PRP": 0.18, SCARS: 0.12}
USUAL_DEPTH_MM = {"microneedling": 1.0, RF: 1.75, "microneedling + PRP": 1.25, SCARS: 2.0}
STERILISATION = (0.93, 0.05, 0.02)
AGE_BAND = (0.04, 0.24, 0.27, 0.22, 0.14, 0.07, 0.02)
FITZPATRICK = (0.08, 0.26, 0.30, 0.18, 0.12, 0.06)
YOUNG = ("under 20", "20-29")
ACNE_HISTORY_BY_YOUNG = {True: (0.48, 0.30, 0.22), False: (0.66, 0.26, 0.08)}

# By acne history: clients with acne are oilier and try more products, so the crude rates of products mislead.
SKIN_TYPE = {
    "none": (0.34, 0.19, 0.17, 0.20, 0.10),
    "past": (0.27, 0.16, 0.27, 0.20, 0.10),
    "current": (0.20, 0.10, 0.38, 0.24, 0.08),
}
MOISTURISER = {"none": (0.72, 0.14, 0.14), "past": (0.55, 0.33, 0.12), "current": (0.48, 0.42, 0.10)}
YES_SHARE = {
    "active_acne": {"none": 0.02, "past": 0.08, "current": 0.55},
    "new_product": {"none": 0.12, "past": 0.34, "current": 0.48},
    "harsh_product": {"none": 0.08, "past": 0.27, "current": 0.42},
}

EASE = {"kept_clean": 1.5, "hands_off": 0.8, "avoided_makeup": 1.0, "hydrated": 1.2, "balanced_diet": 0.5}
"""How easily each aftercare item is followed, on the scale of the diligence a client shows in all of them."""

WARNING_SIGNS = {
    "persistent_redness": {"no breakout": 0.005, "mild": 0.02, "moderate": 0.12, "severe": 0.50},
    "swelling": {"no breakout": 0.003, "mild": 0.01, "moderate": 0.06, "severe": 0.35},
    "pustules": {"no breakout": 0.0, "mild": 0.02, "moderate": 0.10, "severe": 0.45},
    "infection_suspected": {"no breakout": 0.0, "mild": 0.0, "moderate": 0.03, "severe": 0.18},
}
MAKEUP_ADVICE_HOURS = 24
BLANK_SHARE = 0.03
NEVER_BLANK = ("clinic", "practitioner", "treatment", "adherence_percent")


def _fields(key: str, *values: object) -> list[str]:
    return [name for name, field in FIELDS.items() if field.get(key) in values]


def _pick(rng: Generator, name: str, shares: ArrayLike, rows: int) -> NDArray[np.str_]:
    """Draw a level of the field for each row; `shares` is one list for all rows or one list per row."""
    levels = np.array([category["value"] for category in FIELDS[name]["categories"]], dtype=np.str_)
    below = np.cumsum(np.asarray(shares), axis=-1)[..., :-1]
    place: NDArray[np.intp] = (rng.random((rows, 1)) > below).sum(axis=1)
    return levels[place]


def _by(groups: "pd.Series[Any]", values: Mapping[Any, Any]) -> NDArray[np.float64]:
    codes, distinct = pd.factorize(groups)
    of_rows: NDArray[np.float64] = np.array([values[group] for group in distinct], dtype=float)[codes]
    return of_rows


# ---- Clients ----


def _clients(rng: Generator, n: int = CLIENT_COUNT) -> pd.DataFrame:
    clinic = rng.choice(len(CLINICS), p=list(CLINICS.values()), size=n)
    clients = pd.DataFrame({"clinic": np.take(list(CLINICS), clinic)})
    clients["own_practitioner"] = len(TEAM) * clinic + rng.integers(len(TEAM), size=n)
    clients["treatment"] = rng.choice(list(TREATMENTS), p=list(TREATMENTS.values()), size=n)
    clients["age_band"] = _pick(rng, "age_band", AGE_BAND, n)
    clients["fitzpatrick"] = _pick(rng, "fitzpatrick", FITZPATRICK, n)
    shares = _by(clients["age_band"].isin(YOUNG), ACNE_HISTORY_BY_YOUNG)
    clients["acne_history"] = _pick(rng, "acne_history", shares, n)
    clients["skin_type"] = _pick(rng, "skin_type", _by(clients["acne_history"], SKIN_TYPE), n)
    clients["diligence"] = rng.normal(size=n)
    clients["visits"] = rng.choice([1, 2, 3, 4], p=[0.62, 0.21, 0.12, 0.05], size=n)
    return clients


# ---- Treatments ----


def _treatments(rng: Generator, clients: pd.DataFrame, most: int | None = None) -> pd.DataFrame:
    rows = clients.loc[clients.index.repeat(clients["visits"])[:most]].rename_axis("client").reset_index()
    rows["treatment_date"] = _visit_dates(rng, rows["client"])
    rows = rows.sort_values(["treatment_date", "client"], ignore_index=True)
    rows["treatment_number"] = np.arange(1, len(rows) + 1)
    rows["client_number"] = pd.factorize(rows["client"])[0] + 1
    _add_practice(rng, rows)
    for name, shares in YES_SHARE.items():
        rows[name] = rng.random(len(rows)) < _by(rows["acne_history"], shares)
    rows["moisturiser"] = _pick(rng, "moisturiser", _by(rows["acne_history"], MOISTURISER), len(rows))
    _add_aftercare(rng, rows)
    return rows


def _visit_dates(rng: Generator, client: "pd.Series[int]") -> pd.DatetimeIndex:
    """Visits four to six weeks apart, never on a Sunday."""
    days = pd.bdate_range(FIRST_DAY, LAST_DAY, freq="C", weekmask="Mon Tue Wed Thu Fri Sat")
    first = rng.integers(len(days), size=client.iloc[-1] + 1)[client]
    gap = pd.Series(rng.integers(24, 37, size=len(client))).where(client.duplicated(), 0)
    # A course that would run past the last day goes on at the first one, so that no month is thin.
    return pd.DatetimeIndex(days[(first + gap.groupby(client).cumsum().to_numpy()) % len(days)])


def _add_practice(rng: Generator, rows: pd.DataFrame) -> None:
    n, size, own = len(rows), len(TEAM), rows["own_practitioner"].to_numpy()
    number = np.where(rng.random(n) < 0.15, own // size * size + rng.integers(size, size=n), own)
    number = np.where(rng.random(n) < 0.03, rng.integers(len(CLINICS) * size, size=n), number)
    rows["practitioner_number"] = number
    rows["practitioner"] = [f"P{place + 1:02d}" for place in number]
    rows["practitioner_grade"] = np.take(TEAM, number % size)
    is_rf, date = rows["treatment"] == RF, rows["treatment_date"].dt
    rows["device"] = np.where(is_rf, "RF unit", rng.choice(["pen A", "pen B"], p=[0.6, 0.4], size=n))
    rf_lot = date.strftime("R%yQ") + date.quarter.astype(str)
    rows["cartridge_lot"] = np.where(is_rf, rf_lot, date.strftime("L%y%m"))
    depth = _by(rows["treatment"], USUAL_DEPTH_MM) + rng.normal(scale=0.5, size=n)
    rows["needle_depth_mm"] = np.clip(np.round(depth * 4) / 4, 0.25, 3.5)
    rows["sterilisation"] = _pick(rng, "sterilisation", STERILISATION, n)
    rows["pre_cleanse"] = rng.random(n) < 0.94


def _add_aftercare(rng: Generator, rows: pd.DataFrame) -> None:
    n = len(rows)
    diligence = rows["diligence"] + rng.normal(scale=0.6, size=n)
    for item, ease in EASE.items():
        rows[item] = diligence + rng.normal(size=n) > -ease
    rows["adherence_percent"] = 100 * rows[list(EASE)].mean(axis=1)
    waited = MAKEUP_ADVICE_HOURS + 12 * rng.integers(0, 7, size=n)
    too_soon = rng.integers(1, MAKEUP_ADVICE_HOURS, size=n)
    rows["makeup_after_hours"] = np.where(rows["avoided_makeup"], waited, too_soon)


# ---- Outcomes: what happened, whether or not the clinic came to know ----


def _practitioners(rng: Generator) -> NDArray[np.float64]:
    return rng.normal(scale=PRACTITIONER_SD, size=len(CLINICS) * len(TEAM))


def _true_log_odds(rows: pd.DataFrame, practitioners: NDArray[np.float64]) -> NDArray[np.float64]:
    drivers = {
        "acne_history past": rows["acne_history"] == "past",
        "acne_history current": rows["acne_history"] == "current",
        "active_acne": rows["active_acne"],
        "skin_type oily": rows["skin_type"] == "oily",
        "new_product": rows["new_product"],
        "moisturiser comedogenic": rows["moisturiser"] == "comedogenic",
        "adherence per 10 points missed": (100 - rows["adherence_percent"]) / 10,
        "needle_depth_mm per 0.5 mm": (rows["needle_depth_mm"] - 1) / 0.5,
        f"cartridge_lot {BAD_LOT}": rows["cartridge_lot"] == BAD_LOT,
    }
    fixed = sum(effect * drivers[name].to_numpy(dtype=float) for name, effect in TRUE_LOG_ODDS.items())
    return np.asarray(BASELINE + practitioners[rows["practitioner_number"]] + fixed)


def _add_outcomes(rng: Generator, rows: pd.DataFrame, practitioners: NDArray[np.float64] | None = None) -> None:
    n = len(rows)
    # A standard logistic draw lies below x with probability 1 / (1 + exp(-x)).
    chance = rng.logistic(size=n)
    rows["log_odds"] = _true_log_odds(rows, _practitioners(rng) if practitioners is None else practitioners)
    rows["breakout"] = chance < rows["log_odds"]
    first_two_weeks = np.minimum(rng.gamma(2.0, 1.7, size=n).astype(int), 13)
    rows["onset_day"] = np.where(rng.random(n) < 0.02, rng.integers(15, 22, size=n), first_two_weeks)
    rows["severity"] = _pick(rng, "severity", (0.60, 0.29, 0.11), n)
    days = rng.integers(2, 9, size=n) * _by(rows["severity"], {"mild": 1, "moderate": 2, "severe": 4})
    rows["resolved_day"] = rows["onset_day"] + days.astype(int)
    severity = rows["severity"].where(rows["breakout"], "no breakout")
    for sign, chances in WARNING_SIGNS.items():
        rows[sign] = rng.random(n) < _by(severity, chances)
    sign_count = rows[list(WARNING_SIGNS)].sum(axis=1)
    rows["referred"] = rows["infection_suspected"] | (rng.random(n) < 0.35 * sign_count)
    hard_to_reach = 0.8 * rows["age_band"].isin(YOUNG) + 0.9 * (rows["practitioner"] == "P11")
    rows["followed_up"] = rng.logistic(size=n) > -3.0 + hard_to_reach
    review = rng.integers(14, 36, size=n)
    rows["review_day"] = np.where(rows["breakout"], np.maximum(review, rows["onset_day"]), review)
    rows["follow_up_date"] = rows["treatment_date"] + pd.to_timedelta(rows["review_day"], unit="D")


EARLY_CLINIC = "Café Quarter"
EARLY_REVIEW_DAYS = (2, 4)
"""First and last day on which that clinic reviews its clients; breakouts begin on any day up to day 13."""


def _review_early(rng: Generator, rows: pd.DataFrame) -> None:
    """Review the clients of one clinic within days: what begins later is never heard of."""
    early = rows["clinic"] == EARLY_CLINIC
    first, last = EARLY_REVIEW_DAYS
    rows.loc[early, "review_day"] = rng.integers(first, last + 1, size=len(rows))[early]
    rows["breakout"] &= ~early | (rows["onset_day"] <= rows["review_day"])
    rows["follow_up_date"] = rows["treatment_date"] + pd.to_timedelta(rows["review_day"], unit="D")


# ---- What the clinic wrote down ----

AS_TEXT: dict[str, Callable[[Any], str]] = {
    "boolean": lambda yes: "yes" if yes else "no",
    "date": "{:%Y-%m-%d}".format,
    "integer": "{:g}".format,
    "number": "{:g}".format,
    "string": str,
}


BLOCK = 100_000


def _texts(values: "pd.Series[Any]", as_text: Callable[[Any], str]) -> "pd.Series[str]":
    codes, distinct = pd.factorize(values)
    return pd.Series(np.array([as_text(value) for value in distinct], dtype=object)[codes])


def generate(*, early_reviews: bool = False) -> pd.DataFrame:
    """Make the clean sample log.

    Parameters
    ----------
    early_reviews : bool
        Whether `EARLY_CLINIC` reviews its clients within days, and so misses the breakouts that begin later. All else
        is the same.

    Returns
    -------
    pandas.DataFrame
        One row per treatment by date, the codebook's fields as columns; each cell is the text that
        ``outcomes.csv`` holds, a blank one the empty text.
    """
    return _log(default_rng(SEED), early_reviews=early_reviews)


def _log(rng: Generator, *, early_reviews: bool = False) -> pd.DataFrame:
    rows = _with_outcomes(rng)
    if early_reviews:
        # A generator of its own: nothing else depends on it.
        _review_early(default_rng(SEED + 2), rows)
    return _written(rng, rows)


def with_true_log_odds(seed: int) -> tuple[pd.DataFrame, NDArray[np.float64]]:
    """Make the log of another seed, and return beside it the true log odds of a breakout of each row."""
    rng = default_rng(seed)
    rows = _with_outcomes(rng)
    return _written(rng, rows), rows["log_odds"].to_numpy()


def long_log(rows: int) -> Iterator[pd.DataFrame]:
    """Yield a log of any length in blocks of up to `BLOCK` rows, each in the order of its dates.

    The truth is that of `generate`, the practitioners' own effects among it; clients and chance are others.
    """
    rng = default_rng(SEED)
    practitioners = _practitioners(rng)
    treatments = clients = 0
    while treatments < rows:
        size = min(BLOCK, rows - treatments)
        # Each client comes at least once.
        block = _treatments(rng, _clients(rng, size), size)
        block["treatment_number"] += treatments
        block["client_number"] += clients
        _add_outcomes(rng, block, practitioners)
        yield _written(rng, block)
        treatments, clients = treatments + size, int(block["client_number"].max())


def _with_outcomes(rng: Generator) -> pd.DataFrame:
    rows = _treatments(rng, _clients(rng))
    _add_outcomes(rng, rows)
    return rows


def _written(rng: Generator, rows: pd.DataFrame) -> pd.DataFrame:
    for name, letter in (("treatment_id", "T"), ("client_id", "C")):
        rows[name] = [f"{letter}-{number:04d}" for number in rows[name.replace("_id", "_number")]]
    log = pd.DataFrame({name: _texts(rows[name], AS_TEXT[field["type"]]) for name, field in FIELDS.items()})
    unknown, course = ~rows["followed_up"], _fields("role", "course")
    log.loc[unknown, ["follow_up_date", *_fields("role", "warning sign")]] = ""
    log.loc[unknown, "breakout"] = rng.choice(["unknown", ""], p=[0.6, 0.4], size=int(unknown.sum()))
    log.loc[unknown | ~rows["breakout"], course] = ""
    log.loc[rows["resolved_day"] > rows["review_day"], "resolved_day"] = ""
    for name in [name for name in _fields("role", "factor") if name not in NEVER_BLANK]:
        log.loc[rng.random(len(log)) < BLANK_SHARE, name] = ""
    _blank_aftercare(rng, log, rows["adherence_percent"])
    return log


def _blank_aftercare(rng: Generator, log: pd.DataFrame, followed: "pd.Series[float]") -> None:
    """Leave the items out of some rows and the percentage, the share of answered items, out of others."""
    items, n = list(EASE), len(log)
    only_percent = rng.random(n) < 0.06
    log.loc[only_percent, items] = ""
    share = 100 * (log[items] == "yes").sum(axis=1) / (log[items] != "").sum(axis=1)
    log["adherence_percent"] = share.fillna(followed).round().map(AS_TEXT["number"])
    log.loc[~only_percent & (rng.random(n) < 0.25), "adherence_percent"] = ""


# ---- Files ----

YES = ("yes", "yes", "Yes", "Y", "1", "true", "\N{CHECK MARK}")
NO = ("no", "no", "No", "N", "0")
BLANK = ("", "", "", "n/a", "?")
NOT_FOLLOWED_UP = ("", "unknown", "?", "Lost to follow-up")
OWN_HEADINGS = {
    "treatment_date": "Tx date",
    "breakout": "Break-out?",
    "skin_type": "Skin type",
    "age_band": "Age group",
    "needle_depth_mm": "Depth (mm)",
    "cartridge_lot": "Lot no.",
    "follow_up_date": "Review date",
}
"""Columns that come first, in this order; the others follow under the first alias in the codebook."""

EXPORTED_FROM = "2026-05-01"
EXPORTED = {
    "client_id": "Client no",
    "treatment_date": "Tx date",
    "clinic": "Site",
    "practitioner": "Provider",
    "treatment": "Procedure",
    "skin_type": "Skin type",
    "acne_history": "Acne hx",
    "new_product": "New product",
    "makeup_after_hours": "Hours to make-up",
    "adherence_percent": "Aftercare adherence",
    "breakout": "Broke out",
}
"""What practice software calls the fields that its export has."""
NAMES = (
    ("Amira", "Beatrix", "Chloe", "Dilys", "Esther", "Farida", "Gwen", "Hana", "Imogen", "Jude", "Keira", "Leonie"),
    ("Ashdown", "Birtwell", "Castellan", "Dunmore", "Eastlake", "Farrow", "Gillespie", "Hartnoll", "Ingleby"),
)
NOTES = (
    "Client rang on day two, slight redness, advised to keep it clean and come back if it grows",
    "Wants to try the deeper setting next time and asked about the new serum her sister uses",
    "Came with make-up on, cleansed twice before we began, aftercare sheet handed over",
    "No complaints at all, very happy with the glow, will book the third session by herself",
)

EXTRA_FACTOR = "Area treated"
EXTRA_LEVELS = ("full face", "cheeks", "forehead", "neck")


def write(folder: Path) -> None:
    """Write the clean log, its three messy copies and the raw export.

    Parameters
    ----------
    folder : pathlib.Path
        An existing folder; files of the same names are replaced.
    """
    rng = default_rng(SEED)
    log = _log(rng)
    american = _csv(_with_dates(log, lambda day: f"{day.month}/{day.day}/{day.year}"), "\t", "\r\n")
    files = {
        "outcomes.csv": _csv(log).encode(),
        "outcomes_semicolon_cp1252.csv": _csv(_continental(log), ";", "\r\n").encode("cp1252"),
        "outcomes_renamed_columns.csv": _csv(_home_made(rng, log)).encode("utf-8-sig"),
        # Plain "utf-16" would follow the byte order of the machine.
        "outcomes_utf16_tabs.csv": codecs.BOM_UTF16_LE + american.encode("utf-16-le"),
        # A generator of its own: what the other files hold does not depend on it.
        "outcomes_practice_software.csv": _practice_software(default_rng(SEED + 1), log).encode("cp1252"),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)


def write_long_log(rows: int, file: Path) -> None:
    """Write a log of so many treatments as CSV; see `long_log`."""
    with file.open("w", encoding="utf-8", newline="") as target:
        for number, block in enumerate(long_log(rows)):
            block.to_csv(target, index=False, header=number == 0, lineterminator="\n")


def _csv(table: pd.DataFrame, separator: str = ",", line_end: str = "\n") -> str:
    return table.to_csv(None, sep=separator, index=False, lineterminator=line_end)


def _with_dates(log: pd.DataFrame, style: Callable[[pd.Timestamp], str]) -> pd.DataFrame:
    dates = log[_fields("type", "date")].apply(pd.to_datetime)
    return log.assign(**{name: dates[name].map(style, na_action="ignore").fillna("") for name in dates})


def _continental(log: pd.DataFrame) -> pd.DataFrame:
    decimals = {name: log[name].str.replace(".", ",") for name in _fields("type", "number")}
    return _with_dates(log, lambda day: f"{day:%d/%m/%Y}").assign(**decimals)


def _home_made(rng: Generator, log: pd.DataFrame) -> pd.DataFrame:
    """Type the log as people do: own headings and codings, month names, one more factor, a row of totals."""
    sheet = _with_dates(log, lambda day: f"{day.day} {day:%B %Y}")
    for name in FIELDS:
        for text, spellings in _spellings(name, log[name].unique()).items():
            rows = log[name] == text
            sheet.loc[rows, name] = rng.choice(np.array(spellings), size=int(rows.sum()))
    sheet[EXTRA_FACTOR] = rng.choice(EXTRA_LEVELS, size=len(log))
    counts = {name: str((log[name] == "yes").sum()) for name in _fields("type", "boolean")}
    totals = {"treatment_date": "Total", "client_id": str(len(log))} | counts
    sheet = pd.concat([sheet, pd.DataFrame([totals])], ignore_index=True)
    headings = {name: field["aliases"][0].capitalize() for name, field in FIELDS.items()} | OWN_HEADINGS
    return sheet[list(dict.fromkeys([*OWN_HEADINGS, EXTRA_FACTOR, *FIELDS]))].rename(columns=headings)


def _practice_software(rng: Generator, log: pd.DataFrame) -> str:
    """Export the last two months as practice software does: a title above, names and addresses beside, totals below."""
    month = log[log["treatment_date"] >= EXPORTED_FROM].reset_index(drop=True)
    clients = sorted(month["client_id"].unique())
    forename, surname = (dict(zip(clients, rng.choice(names, size=len(clients)), strict=True)) for names in NAMES)
    days = pd.Timestamp("1960-01-01") + pd.to_timedelta(rng.integers(0, 17_000, size=len(clients)), unit="D")
    born = dict(zip(clients, days.strftime("%d/%m/%Y"), strict=True))
    sheet = pd.DataFrame(
        {
            "Forename": month["client_id"].map(forename),
            "Surname": month["client_id"].map(surname),
            "E-mail": month["client_id"].map(lambda each: f"{forename[each]}.{surname[each]}@example.org".lower()),
            # A range of numbers that is never given to anybody (Ofcom, numbers for drama use).
            "Mobile": month["client_id"].map(lambda each: f"07700 900{int(each.removeprefix('C-')) % 1000:03}"),
            "DOB": month["client_id"].map(born),
        }
    )
    for name, heading in EXPORTED.items():
        sheet[heading] = month[name]
    sheet["Tx date"] = pd.to_datetime(month["treatment_date"]).map("{:%d/%m/%Y}".format)
    hours = month["makeup_after_hours"]
    sheet[EXPORTED["makeup_after_hours"]] = hours.where(~hours.isin(("1", "2", "3")), "<4")
    sheet["Notes"] = np.where(rng.random(len(month)) < 0.4, rng.choice(NOTES, size=len(month)), "")
    broke_out = str((month["breakout"] == "yes").sum())
    total = pd.DataFrame([dict.fromkeys(sheet, "") | {"Forename": "Total", "Broke out": broke_out}])
    rows = _csv(pd.concat([sheet, total], ignore_index=True), line_end="\r\n")
    return f"Outcome export,Café Quarter group\r\nPrinted 01/07/2026 08:15\r\n\r\n{rows}"


def _spellings(name: str, texts: Sequence[str]) -> Mapping[str, Sequence[str]]:
    field = FIELDS[name]
    if name == "breakout":
        return {"yes": YES, "no": NO, "": NOT_FOLLOWED_UP, "unknown": NOT_FOLLOWED_UP}
    if field["type"] == "boolean":
        return {"yes": YES, "no": NO, "": BLANK}
    if name == "adherence_percent":
        return {text: [text, text, f"{text}%"] for text in texts if text}
    if name in ("clinic", "treatment"):
        return {text: [*[text] * 8, text.upper(), text.lower()] for text in texts}
    levels = {level["value"]: level["synonyms"][:1] for level in field.get("categories", ())}
    return {text: [text, text, text.upper(), text[0].upper() + text[1:], *levels[text]] for text in levels}


def main(arguments: Sequence[str]) -> None:
    """Write the sample files, or that log alone which ``--early-reviews FILE`` or ``--rows NUMBER FILE`` asks for."""
    parser = argparse.ArgumentParser(description="Make the sample outcome logs.")
    parser.add_argument("--early-reviews", type=Path, metavar="FILE", help="write the log with early reviews here")
    parser.add_argument("--rows", nargs=2, metavar=("NUMBER", "FILE"), help="write a log of so many treatments here")
    asked = parser.parse_args(arguments)
    if asked.rows is not None:
        write_long_log(int(asked.rows[0]), Path(asked.rows[1]))
    elif asked.early_reviews is not None:
        asked.early_reviews.write_bytes(_csv(generate(early_reviews=True)).encode())
    else:
        write(FOLDER)


if __name__ == "__main__":
    main(sys.argv[1:])
