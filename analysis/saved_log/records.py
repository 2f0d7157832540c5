"""What people record beside the treatments: a list in one small JSON file, written whole in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from analysis.saved_log.folder import damaged, file_not_readable, is_forbidden, not_written
from analysis.saved_log.small_files import read_small, write_small

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

T = TypeVar("T")


def read_records(path: Path, name: str, record: Callable[[dict[str, Any]], T]) -> tuple[T, ...]:
    """Return the records of a file, in their order; none where there is no file.

    Parameters
    ----------
    path : Path
    name : str
        Of the list in the file.
    record : callable
        Makes one of what was written of it; ValueError, KeyError or TypeError where it is none.

    Raises
    ------
    DashboardError
        If the file may not be read, or is not as it was written.
    """
    try:
        return tuple(map(record, read_small(path)[name]))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise file_not_readable(path) if is_forbidden(error) else damaged(path, "cannot be read") from error


def write_records(path: Path, name: str, records: Sequence[dict[str, Any]]) -> None:
    """Write records to a file in place of those it had; the caller holds the lock.

    Raises
    ------
    DashboardError
        If nothing can be written.
    """
    try:
        write_small(path, {name: list(records)}, indent=1)
    except OSError as error:
        raise not_written(path.parent, error) from error
