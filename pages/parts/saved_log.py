"""Keep a log: see what adding a file would do, add it, look back, take an import back, take the log away, erase."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.errors import DashboardError
from analysis.exhibits.log_tables import versions_table
from analysis.exports.csv_tables import as_csv
from analysis.identifiers.pseudonyms import KEY_FILE, load_key
from analysis.importing.cleaning import CONFLICT
from analysis.outcome_log.codebook import load
from analysis.saved_log.adding import add_file
from analysis.saved_log.backups import as_zip
from analysis.saved_log.clients import client_names, erase_client, has_clients
from analysis.saved_log.folder import log_folder
from analysis.saved_log.keys import has_several_keys
from analysis.saved_log.last_backup import last_backup
from analysis.saved_log.opening import as_frame, as_parquet, open_log
from analysis.saved_log.writing import undo
from analysis.wording.files import explored
from analysis.wording.log_check import backup_known, how_to_restore, problems, whole
from analysis.wording.numbers import count, quantity
from analysis.wording.saved_log import (
    added,
    changed_values,
    clients_called_differently,
    effect_of_adding,
    erased,
    other_key,
    taken_back,
    undecided_dates,
    undone,
    version_name,
)
from pages.parts import cached, looked_at, pairs, session, show
from pages.parts.frame import HOME, choose_saved

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from analysis.importing.import_account import ImportAccount
    from analysis.importing.opening import Imported
    from analysis.outcome_log.log import Log
    from analysis.saved_log.adding import Plan
    from analysis.saved_log.changes import Effect, Repeats
    from analysis.saved_log.opening import SavedLog
    from pages.parts.cached import Source

SHOWN_CHANGES = 200
EXPLORE, ADD = "Explore only", "Add to the log"


def offer(source: Source, file: Imported) -> None:
    """Let the manager explore a file without keeping anything, or add it to the log after seeing what that does."""
    st.header("Keep this file?", divider="gray")
    if source.is_sample:
        st.caption("The sample is for looking around; made-up treatments cannot be added to the log.")
        return
    session.KEEP_IT.begin(EXPLORE)
    way = st.segmented_control(
        "Keep it", [EXPLORE, ADD], required=True, key=session.KEEP_IT.name, label_visibility="collapsed"
    )
    if way == EXPLORE:
        st.caption(explored(comes_back=looked_at.this_browser() is not None))
        return
    st.caption("The whole file is added, whatever the filters say. The file itself is not kept; its name is.")
    try:
        planned = cached.planned(source, file, _repeats(), pairs.said())
    except DashboardError as error:
        st.error(show.plain(str(error)), icon=":material/error:")
        return
    if not _may_be_added(planned.plan):
        return
    effect, changes = planned.plan.effect, planned.changes
    _say_how_clients_are_called(file.log, differently=planned.plan.are_called_differently)
    _show_effect(effect, file.report)
    pairs.ask(effect, file.log)
    if planned.plan.changes_nothing:
        return
    if len(changes):
        _say_kinds_of_changes(changes)
    label = f"Add {quantity(effect.new, 'treatment')}" if effect.new else "Add this file"
    if effect.changed:
        label = f"{label} and change {count(effect.changed)}"
    if st.button(label, type="primary", icon=":material/library_add:"):
        _add(file, planned.plan)
    if len(changes):
        _show_changes(changes)


def _may_be_added(planned: Plan) -> bool:
    """Ask for what has to be said before a file is added, and tell whether it was."""
    if planned.undecided_dates:
        choose = "choose above whether the day or the month comes first, and add the file then"
        st.error(show.plain(undecided_dates(planned.undecided_dates, choose)), icon=":material/calendar_month:")
        return False
    if planned.doubt is None:
        return True
    # Their pseudonyms would be others than the log's for the same clients.
    sentence = other_key(planned.doubt, log_folder() / KEY_FILE, "start pseudonyms anew below")
    st.error(show.plain(sentence), icon=":material/key_off:")
    if planned.doubt == "not this file":
        return False
    return st.checkbox("Start pseudonyms anew: the clients in the log so far count as other people", key="start_anew")


def _say_kinds_of_changes(changes: pd.DataFrame) -> None:
    """Tell blanks filled in from known values replaced, and those from outcomes turned round."""
    is_filled_in = changes["Before"] == ""
    is_reversed = ~is_filled_in & (changes["Field"] == load().outcome.title)
    counts = int(is_filled_in.sum()), int(is_reversed.sum()), int((~is_filled_in & ~is_reversed).sum())
    say = st.warning if is_reversed.any() else st.info
    say(show.plain(changed_values(*counts)), icon=":material/swap_horiz:")


def _repeats() -> Repeats:
    return "further" if session.REPEATS.get() == pairs.FURTHER else "same"


def _say_how_clients_are_called(log: Log, *, differently: bool) -> None:
    """Remind the manager of pseudonyms, and warn where the log and the file call clients differently."""
    if differently:
        st.warning(
            f"{clients_called_differently()} “Who could be recognised” replaces codes by pseudonyms.",
            icon=":material/group:",
        )
    elif client_names(log) == "codes":
        st.caption(
            "Client IDs are kept as they stand in the file. “Who could be recognised” replaces them by pseudonyms."
        )


def _show_effect(effect: Effect, report: ImportAccount) -> None:
    conflicts = sum(len(problem.rows) for problem in report.set_aside if problem.reason == CONFLICT)
    for place, (label, number, help_text) in zip(
        st.columns(5),
        (
            ("New", effect.new, "Treatments that the log does not have yet."),
            ("Changed", effect.changed, "Treatments that the log has with other values; the file’s take their place."),
            ("Already there", effect.unchanged, "Treatments that the log has just so; nothing happens to them."),
            ("Conflicting", conflicts, "Rows that contradict an earlier row of this file; they are set aside."),
            ("Stay as they are", effect.staying, "Treatments of the log that this file does not mention."),
        ),
        strict=True,
    ):
        place.metric(label, count(number), border=True, help=help_text)
    for line in effect_of_adding(effect):
        show.sentence(line)
    if effect.held_already:
        session.REPEATS.begin(pairs.SAME)
        st.segmented_control("Those rows are", [pairs.SAME, pairs.FURTHER], required=True, key=session.REPEATS.name)


def _show_changes(changes: pd.DataFrame) -> None:
    if len(changes) > SHOWN_CHANGES:
        st.caption(f"The first {SHOWN_CHANGES} of {count(len(changes))} changes; the download has all.")
    show.table(changes.head(SHOWN_CHANGES), "Each value that would change: treatment, field, before and now")
    show.download_table("Download all changes (CSV)", changes, "changes")


def _add(file: Imported, planned: Plan) -> None:
    try:
        # Whoever may press the button has said what a doubt needs.
        made = add_file(log_folder(), file, planned, _signed_in(), starts_anew=planned.doubt is not None)
    except DashboardError as error:
        st.error(show.plain(str(error)), icon=":material/error:")
        return
    session.DONE.set(added(made.version))
    session.NOT_REMEMBERED.set(made.not_remembered)
    choose_saved()
    st.rerun()


def say_shown(source: Source) -> None:
    """Say that the pages show the saved log, on the part of the page that brings in files."""
    _say_done()
    if _opened() is None:
        return
    past = f" – **an earlier one**, the newest is {source.state.newest}" if source.is_past else ""
    st.info(
        f"The pages show **the saved log**, version {source.version}{past}, until you bring in a file.",
        icon=":material/inventory_2:",
    )
    if source.is_past:
        st.button("Show the newest", on_click=choose_saved, icon=":material/update:")
    st.page_link(HOME, label="Browse the log", icon=":material/monitoring:")


def manage() -> None:
    """Show the saved log: what was done to it, and what can be done."""
    _say_done()
    kept = _opened()
    if kept is None:
        return
    if not kept.latest:
        st.info("No log is kept yet. Bring in a file and choose “Add to the log”.", icon=":material/inventory_2:")
        _say_where()
        return
    st.markdown(f"**{quantity(len(kept), 'treatment')}** in version {kept.latest}.")
    _say_whether_whole(kept)
    with st.container(horizontal=True):
        if st.button("Show this log on all pages", type="primary", icon=":material/monitoring:"):
            choose_saved()
            st.switch_page(HOME, query_params={})
        _download()
    st.subheader("What was done", anchor=False)
    versions = versions_table(kept.versions)
    show.table(versions, "Every version of the log: when, what, which file, by whom")
    show.download_table("Download this list (CSV)", versions, "imports")
    _look_back(kept)
    _undo(kept)
    _erase(kept)
    _say_where()


def _say_whether_whole(kept: SavedLog) -> None:
    """Say whether all of the log is as it was written, its key is there, and when it was backed up."""
    checked = cached.checked(kept)
    for problem in problems(checked):
        st.error(show.plain(problem), icon=":material/error:")
    if checked.is_sound:
        said = f"{whole(checked)} {backup_known(checked.backed_up, checked.versions)}"
        st.caption(show.plain(said))


def _opened() -> SavedLog | None:
    """Return the saved log; where it is damaged say so, and where its last backup is and how it comes back."""
    try:
        return cached.kept()
    except DashboardError as error:
        st.error(show.plain(str(error)), icon=":material/error:")
    if made := last_backup(log_folder()):
        st.caption(show.plain(backup_known(made, made.version)))
    st.caption(show.plain(how_to_restore()))
    return None


def _download() -> None:
    """Offer the log as it is when it is asked for: somebody may have been erased since the page was drawn."""
    show.download("Download the log (CSV)", lambda: as_csv(as_frame(open_log(log_folder()))), "outcome-log.csv")
    show.download(
        "Download the log (Parquet)",
        lambda: as_parquet(open_log(log_folder())),
        "outcome-log.parquet",
        "application/vnd.apache.parquet",
    )
    show.download("Download a backup (ZIP)", lambda: as_zip(log_folder()), "outcome-log-backup.zip", "application/zip")


def _look_back(kept: SavedLog) -> None:
    # A form of its own for each version: what was chosen from a list that another tab has changed is another thing.
    with st.form(f"look back from {kept.latest}", border=True):
        left, go = st.columns([4, 1], vertical_alignment="bottom")
        number = left.selectbox(
            "Look at the log as it was after",
            [version.number for version in reversed(kept.versions)],
            format_func=lambda each: version_name(kept.versions[each - 1]),
            key=f"as it was, from {kept.latest}",
        )
        if go.form_submit_button("Show it"):
            choose_saved(None if number == kept.latest else number)
            st.switch_page(HOME, query_params={})


def _undo(kept: SavedLog) -> None:
    can_be_undone = [version for version in reversed(kept.versions) if version.in_effect and version.kind != "erasure"]
    if not can_be_undone:
        return
    with st.form(f"undo from {kept.latest}", border=True):
        left, go = st.columns([4, 1], vertical_alignment="bottom")
        number = left.selectbox(
            "Take back",
            [version.number for version in can_be_undone],
            format_func=lambda each: taken_back(kept.versions[each - 1]),
            help="The log is then as though that import had never been; later imports stay. It can be had back.",
            key=f"take back, from {kept.latest}",
        )
        if go.form_submit_button("Take it back", icon=":material/undo:"):
            _do(lambda: undone(undo(log_folder(), number, _signed_in())))


def _erase(kept: SavedLog) -> None:
    if not has_clients(kept):
        return
    with st.form("erase", border=True, clear_on_submit=True):
        st.markdown(
            "**Erase a client for good.** All treatments of the client go, from every version of the log, and so does "
            "what names the client in the names of its files. "
            "**This cannot be undone**, not by taking back an import either. Copies of the folder that you have made "
            "still hold them, and a file that names the client again brings them back."
        )
        left, right = st.columns(2)
        asked = left.text_input(
            "Client ID", help="As it stands in the log, or the code that the pseudonym was made from.", key="erase"
        ).strip()
        again = right.text_input("The same client ID once more", key="erase_again").strip()
        only_found = has_several_keys(kept) and st.checkbox(
            "Erase only what the present key finds: there may be more of the client under another key",
            key="erase_found",
        )
        if st.form_submit_button("Erase this client", icon=":material/delete_forever:"):
            if not asked or again != asked:
                st.error("Type the same client ID twice: nothing was erased.")
            else:
                folder, by = log_folder(), _signed_in()
                _do(lambda: erased(erase_client(asked, folder, load_key(folder), by, only_what_is_found=only_found)))


def _do(change: Callable[[], str]) -> None:
    """Change the log, say what was done, and forget what it was."""
    try:
        session.DONE.set(change())
    except DashboardError as error:
        st.error(show.plain(str(error)), icon=":material/error:")
        return
    cached.forget_saved()
    st.rerun()


def _say_done() -> None:
    if done := session.DONE.take():
        st.success(show.plain(done), icon=":material/check:")
    if but := session.NOT_REMEMBERED.take():
        st.warning(show.plain(but), icon=":material/warning:")


def _say_where() -> None:
    st.caption(
        show.plain(
            f"The log is kept in the folder {log_folder()} on this computer, and nowhere else. A backup holds all of "
            "it, the key of the pseudonyms too: keep it as safe as the log, on another disk. "
            f"{how_to_restore()}"
        )
    )


def _signed_in() -> str | None:
    """Return who is signed in, where the dashboard asks for that."""
    who = st.user.get("email") or st.user.get("name")
    return str(who) if who else None
