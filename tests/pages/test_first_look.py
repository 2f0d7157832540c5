"""A server looks at Home before anybody comes where that would take seconds: of a large saved log."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, cast

import pytest
from streamlit import App
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from analysis.saved_log.folder import COPY, FOLDER_VARIABLE
from pages.parts import server


class Runtime:
    """What Streamlit would be asked, and a page that is drawn at once."""

    def __init__(self, *, draws: bool) -> None:
        self.draws = draws
        self.asked: list[str] = []

    def connect_session(self, browser: server.FirstLook, _user: dict[str, Any]) -> str:
        self.browser = browser
        return "session"

    def handle_backmsg(self, session: str, message: BackMsg) -> None:
        self.asked.append(f"{message.WhichOneof('type')} in {session}")
        self.browser.write_forward_msg(ForwardMsg(session_event={"script_changed_on_disk": True}))
        if self.draws:
            self.browser.write_forward_msg(ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY))

    def close_session(self, session: str) -> None:
        self.asked.append(f"{session} closed")


@pytest.mark.parametrize("draws", [True, False])
@pytest.mark.parametrize("is_large", [True, False])
def test_only_a_large_log_is_looked_at_and_the_session_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_large: bool, draws: bool
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    if is_large:
        (tmp_path / COPY).touch()
    asked = Runtime(draws=draws)
    monkeypatch.setattr("pages.parts.server.runtime.get_instance", lambda: asked)

    async def serve() -> None:
        async with server.looked_at_first(cast("App", None)):
            for _ in range(5):
                await asyncio.sleep(0)
            assert len(asked.asked) == (1 + draws) * is_large
        # A server that stops meanwhile ends the session, too.
        for _ in range(5):
            await asyncio.sleep(0)

    asyncio.run(serve())
    assert asked.asked == ["rerun_script in session", "session closed"] * is_large
