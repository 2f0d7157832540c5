"""A click on Cancel in the midst of long work, as it comes from a browser."""

from __future__ import annotations

import time

from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx


def click_cancel() -> None:
    """Click on Cancel as soon as it is there; called by the work that waits for it."""
    run = get_script_run_ctx()
    assert run is not None
    assert run.script_requests is not None
    button = None
    while button is None:
        time.sleep(0.01)
        button = next((each for each in run.shared.widget_ids_this_run.snapshot() if "-cancel " in each), None)
    clicked = WidgetStates(widgets=[WidgetState(id=button, trigger_value=True)])
    run.script_requests.request_rerun(RerunData(widget_states=clicked, page_script_hash=run.page_script_hash))
