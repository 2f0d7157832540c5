"""The saved log: preview and import a file, look back, undo an import, download, erase a client."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from analysis.errors import DashboardError
from analysis.exhibits.log_tables import versions_table
from analysis.exports.csv_tables import as_csv
from analysis.identifiers.pseudonyms import KEY_FILE, load_key
from analysis.importing.cleaning import CONFLICT
from analysis.outcome_log.chart_settings import NOTHING_SET
from analysis.outcome_log.codebook import load
from analysis.outcome_log.object_store import ObjectFolder
from analysis.saved_log.adding import add_file
from analysis.saved_log.backups import as_zip
from analysis.saved_log.clients import client_names, erase_client, has_clients
from analysis.saved_log.dismissals import dismiss
from analysis.saved_log.folder import log_folder, url_of_log
from analysis.saved_log.keys import has_several_keys
from analysis.saved_log.last_backup import last_backup
from analysis.saved_log.opening import as_frame, as_parquet, open_log
from analysis.saved_log.writing import set_chart, undo
from analysis.wording.files import explored
from analysis.wording.glossary import explain
from analysis.wording.log_check import backup_known, how_to_restore, problems, whole
from analysis.wording.numbers import count, quantity
from analysis.wording.saved_log import (
    added,
    changed_values,
    clients_called_differently,
    effect_of_adding,
    erased,
    other_key,
    undecided_dates,
    undo_name,
    undone,
    version_name,
)
from pages.parts import cached, choosing, looked_at, pairs, session, show
from pages.parts.frame import HOME, choose_saved

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from streamlit.delta_generator import DeltaGenerator

    from analysis.importing.import_account import ImportAccount
    from analysis.importing.opening import Imported
    from analysis.outcome_log.log import Log
    from analysis.saved_log.adding import Plan
    from analysis.saved_log.changes import Effect, Repeats
    from analysis.saved_log.opening import SavedLog
    from pages.parts.cached import Source

SHOWN_CHANGES = 200
# “Not in this file” and the mark of its help fit on a card; two cards fit beside each other on a phone.
NARROWEST_WITH_HELP = 144
EXPLORE, ADD = "Only look at it", "Import into the saved log"


def offer(source: Source, file: Imported) -> None:
    """Let the manager look at a file without saving it, or import it after a preview of the effect."""
    st.header("Import this file?", divider="gray", help=explain("saved log"))
    if source.is_sample:
        st.caption("This is sample data. It cannot be imported into the saved log.")
        return
    if choosing.one_of("Import it", [EXPLORE, ADD], session.KEEP_IT) == EXPLORE:
        st.caption(explored(comes_back=looked_at.this_browser() is not None))
        return
    st.caption("All treatments are imported, whatever the filters. The file itself is not saved, only its name.")
    try:
        planned = cached.planned(source, file, _repeats(), pairs.chosen())
    except DashboardError as error:
        st.error(show.plain(str(error)), icon=":material/error:")
        return
    if not _may_be_added(planned.plan):
        return
    effect, changes = planned.plan.effect, planned.changes
    _show_client_ids(file.log, differently=planned.plan.are_called_differently)
    _show_effect(effect, file.report)
    pairs.ask(effect, file.log)
    if planned.plan.changes_nothing:
        return
    if len(changes):
        _show_kinds_of_changes(changes)
    label = f"Import {quantity(effect.new, 'treatment')}" if effect.new else "Import this file"
    if effect.changed:
        label = f"{label} and change {count(effect.changed)}"
    if st.button(label, type="primary", icon=":material/library_add:"):
        _add(file, planned.plan)
    if len(changes):
        _show_changes(changes)


def _may_be_added(planned: Plan) -> bool:
    """Ask the questions that come before an import, and return whether they are answered."""
    if planned.undecided_dates:
        choose = "choose above whether the day or the month comes first, then import the file"
        st.error(show.plain(undecided_dates(planned.undecided_dates, choose)), icon=":material/calendar_month:")
        return False
    if planned.doubt is None:
        return True
    # The same clients would have other pseudonyms than in the saved log.
    sentence = other_key(planned.doubt, log_folder() / KEY_FILE, "start new pseudonyms below")
    st.error(show.plain(sentence), icon=":material/key_off:")
    if planned.doubt == "not this file":
        return False
    return st.checkbox("Start new pseudonyms: clients in the saved log so far count as other people", key="start_anew")


def _show_kinds_of_changes(changes: pd.DataFrame) -> None:
    """Show how many blanks are filled in, known values replaced and outcomes reversed."""
    is_filled_in = changes["Before"] == ""
    is_reversed = ~is_filled_in & (changes["Field"] == load().outcome.title)
    counts = int(is_filled_in.sum()), int(is_reversed.sum()), int((~is_filled_in & ~is_reversed).sum())
    box = st.warning if is_reversed.any() else st.info
    box(show.plain(changed_values(*counts)), icon=":material/swap_horiz:")


def _repeats() -> Repeats:
    return "further" if session.REPEATS.get() == pairs.FURTHER else "same"


def _show_client_ids(log: Log, *, differently: bool) -> None:
    """Mention pseudonyms, and warn if the saved log and the file have different IDs for the same clients."""
    if differently:
        st.warning(
            f"{clients_called_differently()} You can replace codes by pseudonyms under “Personal data”.",
            icon=":material/group:",
        )
    elif client_names(log) == "codes":
        st.caption("Client IDs are saved unchanged. You can replace them by pseudonyms under “Personal data”.")


def _show_effect(effect: Effect, report: ImportAccount) -> None:
    conflicts = sum(len(problem.rows) for problem in report.set_aside if problem.reason == CONFLICT)
    cards = st.grid(5, min_column_width=NARROWEST_WITH_HELP, gap="xsmall", border=True)
    for label, number, help_text in (
        ("New", effect.new, "Treatments that the saved log does not have yet."),
        (
            "Changed",
            effect.changed,
            "Treatments with other values in the saved log; the file’s values replace them.",
        ),
        (
            "Already there",
            effect.unchanged,
            "Treatments with the same values in the saved log; they do not change.",
        ),
        ("Conflicting", conflicts, "Rows that contradict an earlier row of this file; they are set aside."),
        ("Not in this file", effect.staying, "Treatments of the saved log that are not in this file; they stay."),
    ):
        cards.cell().metric(label, count(number), help=help_text)
    for line in effect_of_adding(effect):
        show.sentence(line)
    if effect.held_already:
        session.REPEATS.begin(pairs.SAME)
        st.segmented_control("These rows are", [pairs.SAME, pairs.FURTHER], required=True, key=session.REPEATS.name)


def _show_changes(changes: pd.DataFrame) -> None:
    if len(changes) > SHOWN_CHANGES:
        st.caption(f"The first {SHOWN_CHANGES} of {count(len(changes))} changes. Download the table to see all.")
    show.table(changes.head(SHOWN_CHANGES), "Each value that would change: treatment, field, before and now")
    show.download_table("Download all changes (CSV)", changes, "changes")


def _add(file: Imported, planned: Plan) -> None:
    try:
        # The button is there only once every doubt is settled.
        made = add_file(log_folder(), file, planned, signed_in(), starts_anew=planned.doubt is not None)
    except DashboardError as error:
        st.error(show.plain(str(error)), icon=":material/error:")
        return
    session.DONE.set(added(made.version))
    session.NOT_REMEMBERED.set(made.not_remembered)
    _keep_chart()
    _keep_dismissals(made.version.number)
    choose_saved()
    st.rerun()


def _keep_dismissals(version: int) -> None:
    """Keep what was dismissed of a file with the log that it was imported into."""
    with suppress(DashboardError):
        for each in session.DISMISSED.get():
            dismiss(log_folder(), replace(each, version=version))


def _keep_chart() -> None:
    """Keep what was set on the chart of a file with the log that it was imported into, unless that has its own."""
    wanted = session.CHART.get()
    with suppress(DashboardError):
        if wanted != NOTHING_SET and cached.kept().chart == NOTHING_SET:
            set_chart(log_folder(), wanted, signed_in())


def show_in_use(answer: DeltaGenerator, source: Source) -> None:
    """Show at the top of the page that all pages show the saved log."""
    with answer:
        _show_done()
    if _opened() is None:
        return
    past = f". This is **an earlier version**; the newest is {source.state.newest}" if source.is_past else ""
    answer.info(
        f"All pages show **the saved log**, version {source.version}{past}. To look at a file, upload it below.",
        icon=":material/inventory_2:",
    )
    if source.is_past:
        answer.button("Show the newest version", on_click=choose_saved, icon=":material/update:")
    st.page_link(HOME, label="Show the saved log on Home", icon=":material/monitoring:")


def manage(answer: DeltaGenerator) -> None:
    """Show the saved log, its history, and what can be done with it; at the top of the page, how much it has."""
    with answer:
        _show_done()
    kept = _opened()
    if kept is None:
        return
    if not kept.latest:
        answer.info(
            f"Nothing is saved yet. Upload a file under “New file” and choose “{ADD}”.",
            icon=":material/inventory_2:",
        )
        _show_where()
        return
    answer.markdown(
        f"**The saved log has {quantity(len(kept), 'treatment')}** (version {count(kept.latest)}).",
        help=explain("version"),
    )
    _show_whether_intact(kept)
    with st.container(horizontal=True):
        if st.button("Show the saved log on all pages", type="primary", icon=":material/monitoring:"):
            choose_saved()
            st.switch_page(HOME, query_params={})
        _download()
    st.header("History", anchor=False)
    versions = versions_table(kept.versions)
    show.table(versions, "Every version of the saved log: when, what, which file, by whom")
    show.download_table("Download the history (CSV)", versions, "imports")
    _look_back(kept)
    _undo(kept)
    _erase(kept)
    _show_where()


def _show_whether_intact(kept: SavedLog) -> None:
    """Show whether the saved log is intact, its key is there, and when it was backed up."""
    checked = cached.checked(kept)
    for problem in problems(checked):
        st.error(show.plain(problem), icon=":material/error:")
    if checked.is_sound:
        sentences = f"{whole(checked)} {backup_known(checked.backed_up, checked.versions)}"
        st.caption(show.plain(sentences), help=explain("backup"))


def _opened() -> SavedLog | None:
    """Return the saved log; if it is damaged, show that, its last backup, and how to restore it."""
    try:
        return cached.kept()
    except DashboardError as error:
        st.error(show.plain(str(error)), icon=":material/error:")
    if made := last_backup(log_folder()):
        st.caption(show.plain(backup_known(made, made.version)))
    st.caption(show.plain(how_to_restore()))
    return None


def _download() -> None:
    """Offer the saved log, read on request: a client may have been erased since the page was drawn."""
    show.download("Download the saved log (CSV)", lambda: as_csv(as_frame(open_log(log_folder()))), "outcome-log.csv")
    show.download(
        "Download the saved log (Parquet)",
        lambda: as_parquet(open_log(log_folder())),
        "outcome-log.parquet",
        "application/vnd.apache.parquet",
    )
    show.download("Download a backup (ZIP)", lambda: as_zip(log_folder()), "outcome-log-backup.zip", "application/zip")


def _look_back(kept: SavedLog) -> None:
    # A separate form for each version: another tab may have changed the list that the choice was made from.
    with st.form(f"look back from {kept.latest}", border=True):
        left, go = st.columns([4, 1], vertical_alignment="bottom")
        number = left.selectbox(
            "Look at an earlier version",
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
            "Undo a change",
            [version.number for version in can_be_undone],
            format_func=lambda each: undo_name(kept.versions[each - 1]),
            help="The saved log is then as if that change had never happened. Later changes stay. You can restore it "
            "later.",
            key=f"undo, from {kept.latest}",
        )
        if go.form_submit_button("Undo it", icon=":material/undo:"):
            _do(lambda: undone(undo(log_folder(), number, signed_in())))


def _erase(kept: SavedLog) -> None:
    if not has_clients(kept):
        return
    with st.form("erase", border=True, clear_on_submit=True):
        st.markdown(
            "**Erase a client for good.** All treatments of the client are deleted from every version of the saved "
            "log, and the client’s name from the names of files. **This cannot be undone.** Your own copies and "
            "backups still contain them, and importing a file with this client adds them again."
        )
        left, right = st.columns(2)
        asked = left.text_input(
            "Client ID", help="The ID in the saved log, or the code behind the pseudonym.", key="erase"
        ).strip()
        again = right.text_input("The same client ID again", key="erase_again").strip()
        only_found = has_several_keys(kept) and st.checkbox(
            "Erase only what the current key finds: the client may have more treatments under another key",
            key="erase_found",
        )
        if st.form_submit_button("Erase this client", icon=":material/delete_forever:"):
            if not asked or again != asked:
                st.error("Nothing was erased. Type the same client ID in both fields.")
            else:
                folder, by = log_folder(), signed_in()
                _do(lambda: erased(erase_client(asked, folder, load_key(folder), by, only_what_is_found=only_found)))


def _do(change: Callable[[], str]) -> None:
    """Change the saved log, show what was done, and read the log again."""
    try:
        session.DONE.set(change())
    except DashboardError as error:
        st.error(show.plain(str(error)), icon=":material/error:")
        return
    cached.forget_saved()
    st.rerun()


def _show_done() -> None:
    if done := session.DONE.take():
        st.success(show.plain(done), icon=":material/check:")
    if but := session.NOT_REMEMBERED.take():
        st.warning(show.plain(but), icon=":material/warning:")


def _show_where() -> None:
    url = url_of_log()
    where = (
        f"The saved log is in the folder {log_folder()} on this computer, and nowhere else. "
        if url is None
        else f"The saved log is at {ObjectFolder(url)}. It is only read here, and changed where it was written. "
    )
    st.caption(
        show.plain(
            f"{where}A backup contains all "
            "of it: every version, what is set on Trend, the calls, the warnings dismissed and the key of the "
            "pseudonyms. Keep it as safe as the saved log, on another disk. The CSV and Parquet files contain the "
            "treatments alone. "
            f"{how_to_restore()}"
        )
    )


def signed_in() -> str | None:
    """Return who is signed in, if the dashboard asks for that."""
    who = st.user.get("email") or st.user.get("name")
    return str(who) if who else None
