import io
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis.outcome_log.codebook import load
from sample_data import generate as sample

FILES = (
    "outcomes.csv",
    "outcomes_semicolon_cp1252.csv",
    "outcomes_renamed_columns.csv",
    "outcomes_utf16_tabs.csv",
    "outcomes_practice_software.csv",
)
CODEBOOK = json.loads(sample.CODEBOOK.read_text(encoding="utf-8"))
FIELDS = {field["name"]: field for field in CODEBOOK["fields"] if field["role"] != "count"}
AFTERCARE = [name for name, field in FIELDS.items() if field.get("aftercareItem")]
COURSE = ["onset_day", "resolved_day", "severity"]


@pytest.fixture(scope="module")
def log() -> pd.DataFrame:
    return sample.generate()


@pytest.fixture(scope="module")
def known(log: pd.DataFrame) -> pd.DataFrame:
    return log[log["breakout"].isin(["yes", "no"])]


def numbers(column: pd.Series) -> pd.Series:
    return pd.to_numeric(column.replace("", np.nan))


def share_of_answered_items(log: pd.DataFrame) -> pd.Series:
    items = log[AFTERCARE]
    return 100 * (items == "yes").sum(axis=1) / (items != "").sum(axis=1)


def read(name: str, encoding: str, separator: str = ",") -> pd.DataFrame:
    path = sample.FOLDER / name
    return pd.read_csv(path, sep=separator, encoding=encoding, dtype=str, keep_default_na=False)


def as_iso(dates: pd.Series, pattern: str) -> pd.Series:
    return pd.to_datetime(dates, format=pattern).dt.strftime("%Y-%m-%d").fillna("")


# ---- Files ----


def test_files_on_disk_are_what_the_generator_makes(tmp_path: Path) -> None:
    sample.write(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)
    for name in FILES:
        assert (sample.FOLDER / name).read_bytes() == (tmp_path / name).read_bytes(), name


def test_clean_file_is_the_generated_log(log: pd.DataFrame) -> None:
    assert read("outcomes.csv", "utf-8").equals(log)
    assert list(log) == list(FIELDS)


def test_a_long_log_has_rows_that_all_differ_and_the_same_truth(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample, "BLOCK", 1_500)
    sample.main(["--rows", "4000", str(tmp_path / "long.csv")])
    long = pd.read_csv(tmp_path / "long.csv", dtype=str, keep_default_na=False)
    assert list(long) == list(FIELDS)
    assert long["treatment_id"].tolist() == [f"T-{number:04d}" for number in range(1, 4001)]
    assert not long.drop(columns=["treatment_id", "client_id"]).duplicated().any()
    # No client of one block comes back in another.
    assert long["client_id"].nunique() == int(long["client_id"].str.removeprefix("C-").astype(int).max())
    known = long[long["breakout"].isin(["yes", "no"])]
    rates = (known["breakout"] == "yes").groupby(known["acne_history"]).mean()
    assert rates["none"] < rates["past"] < rates["current"]


def test_early_reviews_change_one_clinic_and_only_what_it_came_to_know(tmp_path: Path, log: pd.DataFrame) -> None:
    sample.main(["--early-reviews", str(tmp_path / "early.csv")])
    early = pd.read_csv(tmp_path / "early.csv", dtype=str, keep_default_na=False)
    here = early["clinic"] == sample.EARLY_CLINIC
    assert early[~here].equals(log[~here])
    differs = {name for name in early if not early[name].equals(log[name])}
    assert differs == {"breakout", "follow_up_date", *COURSE}
    days = (pd.to_datetime(early["follow_up_date"]) - pd.to_datetime(early["treatment_date"])).dt.days
    assert days[here].dropna().between(*sample.EARLY_REVIEW_DAYS).all()
    assert (days[~here].dropna() >= 14).all()
    missed = (early["breakout"] == "no") & (log["breakout"] == "yes")
    assert missed.sum() == (log["breakout"] == "yes").sum() - (early["breakout"] == "yes").sum() == 19
    assert (early.loc[missed, COURSE] == "").all(axis=None)


def test_semicolon_file_is_the_same_log(log: pd.DataFrame) -> None:
    assert b"\r\n" in (sample.FOLDER / "outcomes_semicolon_cp1252.csv").read_bytes()
    copy = read("outcomes_semicolon_cp1252.csv", "cp1252", ";")
    for name in ("treatment_date", "follow_up_date"):
        copy[name] = as_iso(copy[name], "%d/%m/%Y")
    copy["needle_depth_mm"] = copy["needle_depth_mm"].str.replace(",", ".")
    assert copy.equals(log)


def test_utf16_file_is_the_same_log(log: pd.DataFrame) -> None:
    copy = read("outcomes_utf16_tabs.csv", "utf-16", "\t")
    for name in ("treatment_date", "follow_up_date"):
        copy[name] = as_iso(copy[name], "%m/%d/%Y")
    assert copy.equals(log)


def test_renamed_file_is_the_same_log_and_a_row_of_totals(log: pd.DataFrame) -> None:
    copy = read("outcomes_renamed_columns.csv", "utf-8-sig")
    assert copy.iloc[-1]["Tx date"] == "Total"
    copy = copy.iloc[:-1]
    assert as_iso(copy["Tx date"], "%d %B %Y").equals(log["treatment_date"])
    assert copy["Depth (mm)"].equals(log["needle_depth_mm"])
    assert copy["Site"].str.casefold().equals(log["clinic"].str.casefold())
    assert copy["Adherence"].str.removesuffix("%").equals(log["adherence_percent"])
    assert copy["Adherence"].str.endswith("%").any()
    assert copy["Area treated"].nunique() == 4
    said_yes, said_no = (copy["Break-out?"].map(load().outcome.level_of) == answer for answer in ("yes", "no"))
    assert said_yes.equals(log["breakout"] == "yes")
    assert said_no.equals(log["breakout"] == "no")


def test_practice_software_s_export_is_two_months_of_the_log_with_names_beside(log: pd.DataFrame) -> None:
    text = (sample.FOLDER / "outcomes_practice_software.csv").read_bytes().decode("cp1252")
    export = pd.read_csv(io.StringIO(text), skiprows=3, dtype=str, keep_default_na=False)
    assert export.iloc[-1]["Forename"] == "Total"
    export = export.iloc[:-1].reset_index(drop=True)
    month = log[log["treatment_date"] >= sample.EXPORTED_FROM].reset_index(drop=True)
    for name, heading in sample.EXPORTED.items():
        if name not in {"treatment_date", "makeup_after_hours"}:
            assert export[heading].equals(month[name])
    assert as_iso(export["Tx date"], "%d/%m/%Y").equals(month["treatment_date"])
    assert (export["Hours to make-up"] == "<4").any()


# ---- Sizes ----


def test_sizes(log: pd.DataFrame) -> None:
    assert 2300 <= len(log) <= 2500
    assert log["treatment_id"].is_unique
    assert log["client_id"].nunique() == 1500
    assert log["clinic"].nunique() == 3
    assert log["practitioner"].nunique() == 12
    assert log.loc[log["device"] != "", "device"].nunique() == 3
    assert log["treatment_date"].str[:7].nunique() == 30
    assert log["treatment_date"].between("2024-01-01", "2026-06-30").all()


def test_rate_and_unknown_share(log: pd.DataFrame, known: pd.DataFrame) -> None:
    assert 0.085 <= (known["breakout"] == "yes").mean() <= 0.095
    assert 0.05 <= 1 - len(known) / len(log) <= 0.10
    assert 0 < (log["infection_suspected"] == "yes").mean() <= 0.005


def test_levels_are_the_codebook_s(log: pd.DataFrame) -> None:
    for name, field in FIELDS.items():
        if "categories" in field:
            levels = {level["value"] for level in field["categories"]}
            assert set(log[name]) - {""} == levels, name
        elif field["type"] == "boolean":
            assert set(log[name]) <= {"yes", "no", "", "unknown"}, name


def test_numbers_lie_within_the_codebook_s_limits(log: pd.DataFrame) -> None:
    for name, field in FIELDS.items():
        if field["type"] in ("number", "integer"):
            given = numbers(log[name]).dropna()
            limits = field["constraints"]
            assert given.between(limits["minimum"], limits["maximum"]).all(), name


# ---- Rows make sense ----


def test_unknown_exactly_when_not_followed_up(log: pd.DataFrame) -> None:
    followed_up = log["followed_up"] == "yes"
    assert set(log["followed_up"]) == {"yes", "no"}
    assert log["breakout"].isin(["yes", "no"]).equals(followed_up)
    assert (log["follow_up_date"] != "").equals(followed_up)
    assert (log["follow_up_date"] > log["treatment_date"])[followed_up].all()


def test_course_only_with_a_breakout(log: pd.DataFrame) -> None:
    breakout = log["breakout"] == "yes"
    assert (log.loc[~breakout, COURSE] == "").all(axis=None)
    assert (log.loc[breakout, ["onset_day", "severity"]] != "").all(axis=None)
    onset, resolved = numbers(log["onset_day"]), numbers(log["resolved_day"])
    assert (resolved > onset)[resolved.notna()].all()
    waited = (pd.to_datetime(log["follow_up_date"]) - pd.to_datetime(log["treatment_date"])).dt.days
    assert (onset <= waited)[breakout].all()
    assert 0.01 <= (onset[breakout] > 14).mean() <= 0.02


def test_referred_only_with_a_warning_sign(log: pd.DataFrame) -> None:
    signs = ["persistent_redness", "swelling", "pustules", "infection_suspected"]
    has_sign = (log[signs] == "yes").any(axis=1)
    referred = log["referred"] == "yes"
    assert has_sign[referred].all()
    assert referred[log["infection_suspected"] == "yes"].all()


def test_adherence_is_the_share_of_answered_items(log: pd.DataFrame) -> None:
    share, given = share_of_answered_items(log), numbers(log["adherence_percent"])
    both = share.notna() & given.notna()
    assert (share.round() == given)[both].all()
    assert (share.notna() & given.isna()).mean() > 0.1
    assert (share.isna() & given.notna()).mean() > 0.03


def test_makeup_hours_agree_with_avoided_makeup(log: pd.DataFrame) -> None:
    hours, avoided = numbers(log["makeup_after_hours"]), log["avoided_makeup"]
    both = hours.notna() & (avoided != "")
    assert (hours >= 24)[both].equals((avoided == "yes")[both])


def test_clients_keep_their_traits(log: pd.DataFrame) -> None:
    for name in ("clinic", "age_band", "fitzpatrick", "skin_type", "acne_history"):
        filled = log[log[name] != ""].drop_duplicates(["client_id", name])
        assert filled["client_id"].is_unique, name


def test_blanks_are_sprinkled_over_factors(log: pd.DataFrame) -> None:
    for name in ("practitioner_grade", "device", "age_band", "skin_type", "moisturiser", "new_product"):
        assert 0.02 <= (log[name] == "").mean() <= 0.04, name


# ---- The truth can be found again ----


def design(log: pd.DataFrame) -> pd.DataFrame:
    adherence = numbers(log["adherence_percent"]).fillna(share_of_answered_items(log))
    return pd.DataFrame(
        {
            "acne_history past": log["acne_history"] == "past",
            "acne_history current": log["acne_history"] == "current",
            "active_acne": log["active_acne"] == "yes",
            "skin_type oily": log["skin_type"] == "oily",
            "new_product": log["new_product"] == "yes",
            "moisturiser comedogenic": log["moisturiser"] == "comedogenic",
            "adherence per 10 points missed": (100 - adherence) / 10,
            "needle_depth_mm per 0.5 mm": numbers(log["needle_depth_mm"]) / 0.5,
            f"cartridge_lot {sample.BAD_LOT}": log["cartridge_lot"] == sample.BAD_LOT,
            "harsh_product": log["harsh_product"] == "yes",
        }
    ).astype(float)


def test_regression_recovers_the_true_effects(known: pd.DataFrame) -> None:
    columns = design(known).dropna()
    breakout = (known.loc[columns.index, "breakout"] == "yes").astype(float)
    fit = sm.Logit(breakout, sm.add_constant(columns)).fit(disp=0)
    for name, true in sample.TRUE_LOG_ODDS.items():
        assert fit.params[name] > 0, name
        assert abs(fit.params[name] - true) < 2 * fit.bse[name], name
    assert abs(fit.params["harsh_product"]) < 2 * fit.bse["harsh_product"]


def test_products_are_confounded_with_acne_history(known: pd.DataFrame) -> None:
    breakout = known["breakout"] == "yes"
    crude = breakout.groupby(known["harsh_product"]).mean()
    assert crude["yes"] > 1.4 * crude["no"]
    for name, level in (("new_product", "yes"), ("harsh_product", "yes"), ("moisturiser", "comedogenic")):
        used = (known[name] == level).groupby(known["acne_history"]).mean()
        assert used["current"] > used["past"] > 1.5 * used["none"], name


def test_bad_lot_stands_out_in_its_month(known: pd.DataFrame) -> None:
    breakout = known["breakout"] == "yes"
    months = breakout.groupby(known["treatment_date"].str[:7]).agg(["mean", "size"])
    rate = breakout.mean()
    upper = rate + 3 * np.sqrt(rate * (1 - rate) / months["size"])
    assert list(months.index[months["mean"] > upper]) == ["2025-03"]
    lots = breakout.groupby(known["cartridge_lot"]).mean()
    assert lots.idxmax() == sample.BAD_LOT
    in_use = known.loc[known["cartridge_lot"] == sample.BAD_LOT, "treatment_date"].str[:7]
    assert set(in_use) == {"2025-03"}


def test_readme_is_true(log: pd.DataFrame, known: pd.DataFrame) -> None:
    text = (sample.FOLDER / "README.md").read_text(encoding="utf-8")
    for name, log_odds in sample.TRUE_LOG_ODDS.items():
        assert f"| {name} | {log_odds:.2f} | {np.exp(log_odds):.2f} |" in text
    assert " ".join(text.split()).count(", ".join(sample.NO_EFFECT)) == 1
    assert f"{len(log):,} treatments" in text
    assert f"{(known['breakout'] == 'yes').sum()} breakouts among {len(known):,} known" in text
    assert f"(seed {sample.SEED})" in text
