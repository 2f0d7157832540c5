"""Small logs written as CSV, and the saved log read back as plain rows."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from analysis.files.reading import read
from analysis.importing.cleaning import clean
from analysis.outcome_log.log import Log
from analysis.saved_log.folder import TREATMENTS
from analysis.saved_log.history import ImportAbout, Version
from analysis.saved_log.opening import SavedLog, open_log
from analysis.saved_log.writing import add

COMMITS = f"{TREATMENTS}/_delta_log"
SAMPLE = Path(__file__).parents[2] / "sample_data" / "outcomes.csv"

JANUARY = (
    "treatment_id,client_id,treatment_date,clinic,breakout\nT1,C1,2026-01-05,Harbour,no\nT2,C2,2026-01-06,Harbour,\n"
)
FEBRUARY = (
    "treatment_id,client_id,treatment_date,clinic,breakout\nT2,C2,2026-01-06,Harbour,yes\nT3,C1,2026-02-03,Park,no\n"
)
MARCH = "treatment_id,client_id,treatment_date,clinic,breakout\nT4,C3,2026-03-03,Park,yes\n"


def log_of(text: str) -> Log:
    return clean(read(text.encode(), "log.csv"))[0]


def about(text: str, name: str = "log.csv") -> ImportAbout:
    rows = text.count("\n") - 1
    return ImportAbout(name, digest(text), rows, rows)


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def added(folder: Path, *texts: str) -> list[Version]:
    return [add(folder, log_of(text), about(text)) for text in texts]


def rows(kept: SavedLog) -> list[dict[str, str]]:
    """Return each treatment as what is known of it."""
    return [{str(name): text for name, text in row.items() if text} for row in kept.table.frame.to_dict("records")]


def kept_rows(folder: Path, version: int | None = None) -> list[dict[str, str]]:
    return rows(open_log(folder, version))


def last_commit(folder: Path) -> Path:
    return max((folder / COMMITS).glob("*.json"))
