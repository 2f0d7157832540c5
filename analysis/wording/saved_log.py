"""The saved log in words: what adding a file would do, what was done, and who stands alone in it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from analysis.counting.anonymity import SMALL_GROUP
from analysis.identifiers.mentions import HIDDEN
from analysis.outcome_log.codebook import load
from analysis.outcome_log.log import DATE
from analysis.wording.numbers import agreeing, count, day, listed, quantity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from analysis.counting.anonymity import Anonymity
    from analysis.saved_log.changes import Effect
    from analysis.saved_log.clients import Erasure
    from analysis.saved_log.history import Version
    from analysis.saved_log.keys import Doubt, DoubtWhenAdding

_TOLD_APART = {
    "treatment ID": "by their treatment ID",
    "client and date": "by client, day, clinic and treatment",
    "whole row": "only by everything their row says",
}


_STILL_THERE = "so the same client may still be there under one of them"
_DOUBT: dict[Doubt, str] = {
    "missing": f"The log also has pseudonyms whose key is missing, {_STILL_THERE}.",
    "other": f"The log also has pseudonyms that another key has made, {_STILL_THERE}.",
    "unknown": (
        "The log also has pseudonyms of an older release, of which nobody can say whether the key beside the log has "
        f"made them, {_STILL_THERE}."
    ),
}


def effect_of_adding(of: Effect) -> Iterator[str]:
    """Yield what a manager should know before a file is added to the log."""
    if of.same_file is not None:
        before = f"This very file was added before, as version {of.same_file.number}"
        if of.new or of.changed:
            yield (
                f"{before}. What it would add or change now was taken back, erased or changed since then, and adding "
                "it again brings it back; if it is only understood in another way now, take that version back first."
            )
        else:
            yield f"{before}; adding it again changes nothing."
    ways = [f"{count(rows)} {_TOLD_APART[kind]}" for kind, rows in of.told_apart.items() if rows]
    yield f"Treatments are told apart: {listed(ways)}."
    if of.told_apart["whole row"]:
        yield (
            "Rows that only their whole content tells apart come in as further treatments once anything in them is "
            "filled in later: a treatment ID, or a client ID and a date, would prevent that."
        )
    if of.held_already:
        yield (
            f"{quantity(of.held_already, 'row')} of this file read just like treatments that the log has from another "
            "file; they count as already there unless you say that they are further treatments."
        )
    if len(of.pairs):
        yield _paired(of)
    if of.blanks:
        yield (
            f"{quantity(of.blanks, 'value')} that the log knows and this file leaves blank "
            f"{agreeing(of.blanks, 'stays', 'stay')} as known: a blank never takes the place of a value."
        )
    if of.alike_in_file:
        yield (
            f"{quantity(of.alike_in_file, 'treatment')} of this file cannot be told from another by client, day, "
            "clinic and treatment; each counts as a treatment of its own."
        )
    if of.perhaps_there:
        yield (
            f"{quantity(of.perhaps_there, 'new treatment')} may be in the log already under another ID: the client had "
            "one on that day. Compare them before you add the file."
        )


def _paired(of: Effect) -> str:
    """Say how many treatments are found in the log though they or it have no ID, and what they count as."""
    pairs, doubtful = len(of.pairs), int(of.pairs.is_doubtful.sum())
    said = (
        f"{quantity(pairs, 'treatment')} of this file {agreeing(pairs, 'is', 'are')} found in the log by client, day, "
        f"clinic and treatment, because the file or the log has no treatment ID for {agreeing(pairs, 'it', 'them')}."
    )
    if doubtful:
        said += (
            f" In {quantity(doubtful, 'pair')} the clinic or the treatment is blank on one side, or was corrected in "
            f"the log since: compare {agreeing(doubtful, 'it', 'them')}."
        )
    if of.paired == pairs:
        return f"{said} Each pair counts as one treatment unless you say otherwise."
    which = "The doubtful ones" if of.paired else "They"
    return f"{said} {which} come in as further treatments, because you said so."


def changed_values(filled_in: int, reversed_outcomes: int, others: int) -> str:
    """Say what kinds of values adding a file would change."""
    parts = [
        f"{quantity(filled_in, 'value')} filled in" if filled_in else "",
        f"{quantity(others, 'known value')} replaced" if others else "",
        f"{quantity(reversed_outcomes, 'known outcome')} turned round" if reversed_outcomes else "",
    ]
    return f"Of treatments that the log has: {listed(list(filter(None, parts)))}."


def version_name(version: Version) -> str:
    """Return what a version of the log is called in lists."""
    return f"version {version.number} · {when(version.when)} · {version_kind(version)}"


def taken_back(version: Version) -> str:
    """Return what taking a version back would do, for lists."""
    if version.kind == "undo":
        return f"version {version.number} · brings version {version.undoes} back"
    return version_name(version)


def version_kind(version: Version) -> str:
    """Return what made a version of the log."""
    if version.kind == "undo":
        return f"version {version.undoes} taken back"
    if version.kind == "erasure" and not version.erased:
        return "a client taken out of the names of files"
    if version.kind == "erasure":
        return f"{quantity(version.erased, 'treatment')} of a client erased"
    without_id = f", {count(version.paired)} found without an ID" if version.paired else ""
    return f"{version.file_name}, {count(version.new)} new, {count(version.changed)} changed{without_id}"


def when(moment: str) -> str:
    """Return when a version or a backup was made, by the clock of the computer that shows it."""
    local = dt.datetime.fromisoformat(moment).astimezone()
    return f"{day(local.date())}, {local:%H:%M}"


def would_add(of: Effect) -> str:
    """Say what adding a file would do, in one line."""
    return (
        f"Adding it to version {of.version} of the log would give {quantity(of.new, 'new treatment')}, "
        f"{count(of.changed)} changed, {count(of.unchanged)} already there{_found_without_id(of.paired)}; "
        f"{count(of.staying)} others stay."
    )


def added(version: Version) -> str:
    """Say what an import did."""
    hidden = f" The name of the file mentions an e-mail address or a phone number; the log keeps “{version.file_name}”."
    return (
        f"Added as version {version.number} of the log: {quantity(version.new, 'new treatment')}, "
        f"{count(version.changed)} changed, {count(version.unchanged)} already there"
        f"{_found_without_id(version.paired)}."
        f"{hidden if version.file_name.startswith(HIDDEN) else ''}"
    )


def _found_without_id(paired: int) -> str:
    return f" ({count(paired)} found without a treatment ID)" if paired else ""


def undone(version: Version) -> str:
    """Say what taking a version back did."""
    return f"Version {version.undoes} was taken back; the log is now at version {version.number}."


def erased(of: Erasure) -> str:
    """Say what an erasure did, and where the client may still be."""
    treatments, file_names = quantity(of.erased.treatments, "treatment"), of.erased.file_names
    said = [f"{treatments} of the client erased for good, from every version of the log."]
    if of.doubt is not None:
        said = [f"{treatments} under this ID erased for good."]
    if not of.erased.treatments:
        said = ["No treatment in the log is under this ID."]
    else:
        said.append(_what_is_left(of))
    if file_names:
        said.append(f"The client was also taken out of the {_names(file_names)} in the history.")
    if of.doubt is not None:
        said.append(_DOUBT[of.doubt])
    return " ".join(said)


def _what_is_left(of: Erasure) -> str:
    """Say how many treatments the log has now, and why where that is not as many fewer as were erased."""
    others = of.erased.treatments - (of.held - of.holds)
    earlier = agreeing(others, "1 of those erased was", f"{count(others)} of those erased were")
    why = f" ({earlier} in earlier versions only)" if others else ""
    return f"The log had {quantity(of.held, 'treatment')} and now has {count(of.holds)}{why}."


def _names(files: int) -> str:
    return "name of 1 file" if files == 1 else f"names of {count(files)} files"


def clients_called_differently() -> str:
    """Say that a file and the log call the same clients by different names."""
    return (
        "The log and this file call clients differently, one by pseudonyms and the other by codes, so the same client "
        "would count as two."
    )


def undecided_dates(columns: Sequence[str], choose: str) -> str:
    """Say why a file is not added: nobody knows which day its dates name. `choose` says how to tell."""
    return f"The dates of {listed(columns)} can be read in two ways: {choose}."


def other_key(doubt: DoubtWhenAdding, key: Path, start_anew: str) -> str:
    """Say why a file cannot be added: its pseudonyms would be others than the log's for the same clients.

    `start_anew` says how to do so all the same.
    """
    if doubt == "not this file":
        return (
            "The log has a key of its own by now, and the pseudonyms of this file were made with another one: bring "
            "the file in again."
        )
    why = "their key is missing" if doubt == "missing" else "another key than the one beside it has made them"
    return (
        f"The log calls clients by pseudonyms, and {why}, so the same clients would come in as new ones. Put “{key}” "
        f"back from a backup, or {start_anew}, knowing that they then count twice."
    )


def who_stands_alone(of: Anonymity) -> Iterator[str]:
    """Yield how far clients can be told apart by what the log says of them, and what would help."""
    codebook = load()
    titles = {name: codebook[name].title.lower() for name in of.quasi_identifiers}
    if DATE in titles:
        titles[DATE] = "month of treatment"
    noun = "client" if of.counts_clients else "treatment"
    if not of.clients:
        yield "There is nobody in this log yet whose anonymity could be looked at."
        return
    if not titles:
        yield "The log says neither age, skin phototype, clinic nor date, so nobody stands out by them."
        return
    *others, last = titles.values()
    by = f"{listed(others)} and {last}" if others else last
    people = quantity(of.clients, noun)
    if not of.in_small_groups:
        yield f"Nobody stands out: at least {SMALL_GROUP} of {people} share every combination of {by}."
        return
    yield (
        f"Whoever knows {by} could recognise {count(of.alone)} of {people}, who stand alone in them; together with "
        f"those, {count(of.in_small_groups)} share them with fewer than {SMALL_GROUP - 1} others."
    )
    if of.best_left_out is not None:
        yield (
            f"Without the {titles[of.best_left_out]} it would be {count(of.alone_without)}: leave that out of what you "
            "give to others."
        )
