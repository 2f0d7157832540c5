"""The history of the log: what each version was, and which imports are in effect."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

from analysis.errors import DashboardError
from analysis.outcome_log.chart_settings import NOTHING_SET, as_data, from_data
from analysis.outcome_log.value_kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analysis.outcome_log.chart_settings import ChartSettings
    from analysis.outcome_log.value_kinds import ValueKind

VersionKind = Literal["import", "undo", "erasure", "chart"]


@dataclass(frozen=True)
class ImportAbout:
    """What is to be remembered of an import.

    `file_name` comes without its folder, `digest` is the SHA-256 of the file's bytes in hexadecimal, `by` is who was
    signed in, where somebody was, `key_fingerprint` identifies the key of the pseudonyms, where any were made.
    `readings` say how the file was read where it could be read otherwise; `kinds` what the values of columns are, where
    the manager chose that.
    """

    file_name: str
    digest: str
    rows_read: int
    rows_kept: int
    by: str | None = None
    key_fingerprint: str = ""
    readings: tuple[str, ...] = ()
    kinds: tuple[tuple[str, ValueKind], ...] = ()


@dataclass(frozen=True)
class Version:
    """One version of the log: what made it.

    Attributes
    ----------
    number : int
        1, 2, 3, …, whatever the clock says.
    kind : {"import", "undo", "erasure", "chart"}
    when : str
        The time by the clock of the machine that wrote it, in UTC, as ISO 8601.
    by : str or None
        Who was signed in.
    codebook : str
        The version of the codebook under which it was written.
    file_name, digest, rows_read, rows_kept, key_fingerprint, readings, kinds
        As in `ImportAbout`; of an import only. Older releases kept neither fingerprints nor readings nor kinds.
    new, changed, unchanged : int
        How many treatments the import added, changed, and found as they were.
    paired : int
        How many of those changed or unchanged were found by client, day, clinic and treatment, because the file or the
        log had no ID for them; older releases found none so.
    undoes : int or None
        The version that an undo takes back.
    erased : int
        How many treatments an erasure took out; whose is not kept.
    chart : ChartSettings or None
        What was set on the chart over time: all that held from then on.
    in_effect : bool
        Whether no later version takes it back; depends on the version the log is opened at.
    """

    number: int
    kind: VersionKind
    when: str
    by: str | None
    codebook: str
    file_name: str = ""
    digest: str = ""
    rows_read: int = 0
    rows_kept: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    paired: int = 0
    undoes: int | None = None
    erased: int = 0
    key_fingerprint: str = ""
    readings: tuple[str, ...] = ()
    kinds: tuple[tuple[str, ValueKind], ...] = ()
    chart: ChartSettings | None = None
    in_effect: bool = True


_NOT_KEPT = frozenset({"number", "kind", "in_effect", "chart"})


def now() -> str:
    """Return the time in UTC as ISO 8601."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def written(version: Version) -> str:
    """Return the text that is kept of `version`, beside its number and kind."""
    kept = {name: value for name, value in asdict(version).items() if name not in _NOT_KEPT}
    # What older releases know nothing of stands only where it says something: they refuse to read it.
    for name in ("key_fingerprint", "readings", "kinds", "paired"):
        if not kept[name]:
            del kept[name]
    if version.chart is not None:
        kept["chart"] = as_data(version.chart)
    return json.dumps(kept, ensure_ascii=False)


def read_version(number: int, kind: str, about: str) -> Version:
    """Return the version that `written` made the text `about` of.

    Raises
    ------
    ValueError
        Where this release did not write it.
    """
    if kind not in get_args(VersionKind):
        raise ValueError(kind)
    try:
        kept = json.loads(about)
        lists: dict[str, Any] = {"readings": tuple(kept.get("readings", ())), "kinds": _kinds(kept.get("kinds", ()))}
        lists["chart"] = from_data(kept["chart"]) if "chart" in kept else None
        return Version(number=number, kind=kind, **kept | lists)  # type: ignore[arg-type]
    except (TypeError, AttributeError, RecursionError) as error:
        raise ValueError(about) from error


def _kinds(pairs: Iterable[tuple[str, ValueKind]]) -> tuple[tuple[str, ValueKind], ...]:
    kinds = tuple((column, kind) for column, kind in pairs)
    if any(kind not in KINDS for _, kind in kinds):
        raise ValueError(kinds)
    return kinds


def as_of(versions: Iterable[Version], number: int | None = None) -> tuple[Version, ...]:
    """Return the versions up to `number`, each saying whether it was in effect then.

    Raises
    ------
    DashboardError
        Where there is no version `number`; 0 is the empty log before the first.
    """
    versions = tuple(versions)
    if number is not None and not 0 <= number <= len(versions):
        there_are = f"choose one from 1 to {len(versions)}" if versions else "nothing was imported yet"
        raise DashboardError(f"The saved log has no version {number}: {there_are}.")
    undone: set[int] = set()
    versions_with_effect: list[Version] = []
    for version in reversed(versions[:number]):
        in_effect = version.number not in undone
        if in_effect and version.undoes is not None:
            undone.add(version.undoes)
        versions_with_effect.append(replace(version, in_effect=in_effect))
    return tuple(reversed(versions_with_effect))


def imports_in_effect(versions: Iterable[Version]) -> set[int]:
    """Return the numbers of the imports that no later version takes back."""
    return {each.number for each in versions if each.kind == "import" and each.in_effect}


def before_last_import(versions: Sequence[Version]) -> int:
    """Return the version before the last import in effect; 0, the empty log, where there is none."""
    return max(imports_in_effect(versions), default=1) - 1


def kinds_in_effect(versions: Iterable[Version]) -> dict[str, ValueKind]:
    """Return the kinds of values that were chosen for columns: of several imports that chose one, the last counts."""
    return {column: kind for version in versions if version.in_effect for column, kind in version.kinds}


def chart_in_effect(versions: Sequence[Version]) -> ChartSettings:
    """Return what is set on the chart over time: what the last version in effect that set it says."""
    set_last = (each.chart for each in reversed(versions) if each.in_effect and each.chart is not None)
    return next(set_last, NOTHING_SET)


def import_of(digest: str, versions: Sequence[Version]) -> Version | None:
    """Return the latest import in effect of the file with this digest."""
    return next(
        (each for each in reversed(versions) if each.kind == "import" and each.in_effect and each.digest == digest),
        None,
    )
