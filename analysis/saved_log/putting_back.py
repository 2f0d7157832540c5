"""Put a restored log in the place of the one that is there, so that whatever stops it, one of them is there whole.

The copy is made and checked in a folder of its own inside the log's. One renaming decides; from then on the log is the
restored one, and whoever reads or changes it next finishes what is left to do: move the former parts away and the new
ones in.
"""

from __future__ import annotations

import json
import secrets
import shutil
from typing import TYPE_CHECKING

from analysis.files.whole_file import settle

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# Begins the name of what a restore is still copying; killed there, nothing has happened.
COPYING = ".restoring."
_DECIDED = ".restored"
_NEW, _FORMER, _PLAN = "new", "former", "parts.json"


def is_unfinished(folder: Path) -> bool:
    """Tell whether a restore was decided and not all of it is in its place yet."""
    return (folder / _DECIDED).is_dir()


def begin_copy(folder: Path) -> Path:
    """Return a new folder for the copy of a log; `decide_for` takes it."""
    new = folder / f"{COPYING}{secrets.token_hex(4)}" / _NEW
    new.mkdir(parents=True)
    return new


def decide_for(folder: Path, new: Path) -> None:
    """Have the log be the copy in `new` from now on; `finish` moves it in."""
    plan = new.parent / _PLAN
    plan.write_text(json.dumps(sorted(path.name for path in new.iterdir())), encoding="utf-8")
    settle(plan, new.parent)
    new.parent.rename(folder / _DECIDED)
    settle(folder)


def finish(folder: Path, parts: Iterable[str]) -> None:
    """Move what a decided restore left to do; whoever calls holds the lock, and may have been stopped here before.

    Parameters
    ----------
    folder : Path
    parts : iterable of str
        What a log consists of: those that the restored one does not have go.

    Raises
    ------
    OSError
        Where something could not be moved; the next call goes on.
    """
    decided = folder / _DECIDED
    if not is_unfinished(folder):
        return
    planned = json.loads((decided / _PLAN).read_text(encoding="utf-8"))
    new, former = decided / _NEW, decided / _FORMER
    former.mkdir(exist_ok=True)
    for name in parts:
        if name in planned and not (new / name).exists():
            continue  # in its place already
        if (folder / name).exists():
            (folder / name).rename(former / name)
        if name in planned:
            (new / name).rename(folder / name)
    settle(folder)
    # Under this name it goes with the next change, if it does not go now.
    done = folder / f"{COPYING}{secrets.token_hex(4)}"
    decided.rename(done)
    shutil.rmtree(done, ignore_errors=True)
