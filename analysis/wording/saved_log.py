"""The saved log in words: the effect of an import, what was done, and which clients could be recognised."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from analysis.counting.anonymity import SMALL_GROUP
from analysis.identifiers.mentions import HIDDEN
from analysis.outcome_log.codebook import load
from analysis.outcome_log.log import DATE
from analysis.wording.kinds import read_as
from analysis.wording.numbers import agreeing, count, day, listed, quantity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from analysis.counting.anonymity import Anonymity
    from analysis.saved_log.changes import Effect
    from analysis.saved_log.clients import Erasure
    from analysis.saved_log.history import Version
    from analysis.saved_log.keys import Doubt, DoubtWhenAdding

_DISTINGUISHED_BY = {
    "treatment ID": "by treatment ID",
    "client and date": "by client, day, clinic and treatment",
    "whole row": "only by the whole row",
}


_STILL_THERE = "so treatments of this client may remain under one of them"
_DOUBT: dict[Doubt, str] = {
    "missing": f"The saved log also has pseudonyms whose key is missing, {_STILL_THERE}.",
    "other": f"The saved log also has pseudonyms made with another key, {_STILL_THERE}.",
    "unknown": (
        f"The saved log also has pseudonyms of an older release, possibly made with another key, {_STILL_THERE}."
    ),
}


def effect_of_adding(of: Effect) -> Iterator[str]:
    """Yield what a manager should know before a file is imported."""
    if of.same_file is not None:
        before = f"This file was imported before, as version {of.same_file.number}"
        if of.new or of.changed:
            yield (
                f"{before}. The new or changed treatments were undone, erased or changed since; importing the file "
                "again restores them. If only the reading is different now, undo that version first."
            )
        elif of.kinds:
            yield f"{before}. Importing it again changes no treatment, but reads {read_as(of.kinds)}."
        else:
            yield f"{before}. Importing it again changes nothing."
    ways = [f"{count(rows)} {_DISTINGUISHED_BY[kind]}" for kind, rows in of.distinguished_by.items() if rows]
    yield f"Treatments are identified: {listed(ways)}."
    if of.distinguished_by["whole row"]:
        yield (
            "Treatments identified only by the whole row are imported again as new ones if you fill in a value later. "
            "A treatment ID, or a client ID and a date, prevents this."
        )
    if of.held_already:
        reads = agreeing(of.held_already, "is the same as a treatment", "are the same as treatments")
        yield (
            f"{quantity(of.held_already, 'row')} {reads} in the saved log from another file. "
            f"{agreeing(of.held_already, 'It is', 'They are')} not imported again unless you choose “new treatments”."
        )
    if len(of.pairs):
        yield _paired(of)
    if of.blanks:
        yield (
            f"{quantity(of.blanks, 'value')} of the saved log {agreeing(of.blanks, 'is', 'are')} blank in this file "
            "and will not change: a blank never replaces a known value."
        )
    if of.alike_in_file:
        yield (
            f"{quantity(of.alike_in_file, 'treatment')} of this file "
            f"{agreeing(of.alike_in_file, 'has', 'have')} the same client, day, clinic and treatment as another; each "
            "counts as a separate treatment."
        )
    if of.perhaps_there:
        yield (
            f"{quantity(of.perhaps_there, 'new treatment')} may be in the saved log already under another ID: the "
            "client had a treatment on that day. Compare them before you import the file."
        )


def _paired(of: Effect) -> str:
    """Return how many treatments are matched without an ID, and how the pairs count."""
    pairs, doubtful = len(of.pairs), int(of.pairs.is_doubtful.sum())
    text = (
        f"{quantity(pairs, 'treatment')} of this file {agreeing(pairs, 'was', 'were')} found in the saved log by "
        "client, day, clinic and treatment, because a treatment ID is missing in the file or in the saved log."
    )
    if doubtful:
        text += (
            f" In {quantity(doubtful, 'pair')} the clinic or the treatment is blank on one side, or was corrected in "
            f"the saved log since: please compare {agreeing(doubtful, 'it', 'them')}."
        )
    if of.paired == pairs:
        return f"{text} Each pair counts as one treatment unless you choose otherwise."
    which = "The uncertain pairs" if of.paired else "The pairs"
    return f"{text} {which} will be imported as new treatments, as you chose."


def changed_values(filled_in: int, reversed_outcomes: int, others: int) -> str:
    """Return what kinds of values an import would change."""
    parts = [
        f"{quantity(filled_in, 'value')} filled in" if filled_in else "",
        f"{quantity(others, 'known value')} replaced" if others else "",
        f"{quantity(reversed_outcomes, 'known outcome')} reversed" if reversed_outcomes else "",
    ]
    return f"Changes to treatments in the saved log: {listed(list(filter(None, parts)))}."


def version_name(version: Version) -> str:
    """Return the name of a version of the log in lists."""
    return f"version {version.number} · {when(version.when)} · {version_kind(version)}"


def undo_name(version: Version) -> str:
    """Return the effect of undoing a version, for lists."""
    if version.kind == "undo":
        return f"version {version.number} · restores version {version.undoes}"
    return version_name(version)


def version_kind(version: Version) -> str:
    """Return what made a version of the log."""
    if version.kind == "undo":
        return f"version {version.undoes} undone"
    if version.kind == "erasure" and not version.erased:
        return "a client removed from file names"
    if version.kind == "erasure":
        return f"{quantity(version.erased, 'treatment')} of a client erased"
    if version.kind == "chart":
        return "chart over time: target, lines or notes changed"
    without_id = f", {count(version.paired)} matched without an ID" if version.paired else ""
    return f"{version.file_name}, {count(version.new)} new, {count(version.changed)} changed{without_id}"


def when(moment: str) -> str:
    """Return when a version or a backup was made, by the clock of the computer that shows it."""
    local = dt.datetime.fromisoformat(moment).astimezone()
    return f"{day(local.date())}, {local:%H:%M}"


def would_add(of: Effect) -> str:
    """Return the effect of an import in one line."""
    return (
        f"Importing it into version {of.version} of the saved log would give {quantity(of.new, 'new treatment')}, "
        f"{count(of.changed)} changed, {count(of.unchanged)} already there{_found_without_id(of.paired)}; "
        f"{quantity(of.staying, 'other')} would not change."
    )


def added(version: Version) -> str:
    """Return what an import did."""
    hidden = f" The file name contains an e-mail address or a phone number; it was saved as “{version.file_name}”."
    if version.kinds and not version.new and not version.changed:
        reads = f"no treatment changed; reads {read_as(version.kinds)}"
        return f"Imported as version {version.number} of the saved log: {reads}."
    return (
        f"Imported as version {version.number} of the saved log: {quantity(version.new, 'new treatment')}, "
        f"{count(version.changed)} changed, {count(version.unchanged)} already there"
        f"{_found_without_id(version.paired)}."
        f"{hidden if version.file_name.startswith(HIDDEN) else ''}"
    )


def _found_without_id(paired: int) -> str:
    return f" ({count(paired)} matched without a treatment ID)" if paired else ""


def undone(version: Version) -> str:
    """Return what an undo did."""
    return f"Version {version.undoes} is undone. The saved log is now at version {version.number}."


def erased(of: Erasure) -> str:
    """Return what an erasure did, and where the client may still be."""
    number, file_names = of.erased.treatments, of.erased.file_names
    were = f"{quantity(number, 'treatment')} {agreeing(number, 'was', 'were')} erased for good"
    sentences = [f"{were}, from every version of the saved log."]
    if of.doubt is not None:
        sentences = [f"Under this ID, {were}."]
    if not number:
        sentences = ["The saved log has no treatment with this ID."]
    else:
        sentences.append(_what_is_left(of))
    if file_names:
        sentences.append(f"The client was also removed from the {_names(file_names)} in the history.")
    if of.doubt is not None:
        sentences.append(_DOUBT[of.doubt])
    return " ".join(sentences)


def _what_is_left(of: Erasure) -> str:
    """Return how many treatments the saved log has now, and why that may differ from those erased."""
    others = of.erased.treatments - (of.held - of.holds)
    earlier = agreeing(others, "1 of those erased was", f"{count(others)} of those erased were")
    why = f" ({earlier} in earlier versions only)" if others else ""
    return f"The saved log had {quantity(of.held, 'treatment')} and now has {count(of.holds)}{why}."


def _names(files: int) -> str:
    return "name of 1 file" if files == 1 else f"names of {count(files)} files"


def clients_called_differently() -> str:
    """Return that a file and the saved log have different IDs for the same clients."""
    return (
        "The saved log and this file have different client IDs, one pseudonyms and the other codes. The same client "
        "would count as two."
    )


def undecided_dates(columns: Sequence[str], choose: str) -> str:
    """Return why a file cannot be imported yet: the order of day and month is unclear. `choose` is the way out."""
    return f"The dates of {listed(columns)} can be read in two ways: {choose}."


def other_key(doubt: DoubtWhenAdding, key: Path, start_anew: str) -> str:
    """Return why a file cannot be imported: the same clients would have other pseudonyms than in the saved log.

    `start_anew` is the way to import it anyway.
    """
    if doubt == "not this file":
        return (
            "The saved log has its own key now, and the pseudonyms of this file were made with another one: upload "
            "the file again."
        )
    why = "the key is missing" if doubt == "missing" else "the key next to it is another one"
    return (
        f"The saved log uses pseudonyms for clients, but {why}, so the same clients would count as new ones. Restore "
        f"“{key}” from a backup, or {start_anew}; clients who come again then count twice."
    )


def who_stands_alone(of: Anonymity) -> Iterator[str]:
    """Yield how many clients could be recognised by what the log records, and what would help."""
    codebook = load()
    titles = {name: codebook[name].title.lower() for name in of.quasi_identifiers}
    if DATE in titles:
        titles[DATE] = "month of treatment"
    noun = "client" if of.counts_clients else "treatment"
    if not of.clients:
        yield "This log has no clients yet."
        return
    if not titles:
        yield "The log has no age, skin phototype, clinic or date, so nobody can be recognised by them."
        return
    *others, last = titles.values()
    by = f"{listed(others)} and {last}" if others else last
    people = quantity(of.clients, noun)
    if not of.in_small_groups:
        yield f"Nobody can be recognised by {by} alone: at least {SMALL_GROUP} of {people} share each combination."
        return
    if of.alone:
        yield (
            f"{count(of.alone)} of {people} could be recognised by somebody who knows {by}: no other {noun} has the "
            "same combination."
        )
    else:
        yield f"No {noun} has a combination of {by} that no other has."
    be = agreeing(of.in_small_groups, "is in a group", "are in groups")
    yield f"{count(of.in_small_groups)} of {people} {be} of fewer than {SMALL_GROUP} with the same combination."
    if of.best_left_out is not None:
        yield (
            f"Without the {titles[of.best_left_out]} it would be {count(of.alone_without)}: leave it out of files that "
            "you give to others."
        )
