"""What a server does beside the pages: it looks at Home before anybody comes, who would wait for it, and tidies up."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest
from streamlit import App, config, delta_generator, env_util
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import RuntimeState

from pages.parts import server


class Runtime:
    """What Streamlit would be asked, and a page that is drawn at once."""

    def __init__(self, *, draws: bool) -> None:
        self.draws = draws
        self.asked: list[str] = []
        self.state = RuntimeState.NO_SESSIONS_CONNECTED

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
def test_who_comes_first_is_answered_once_home_is_drawn_or_takes_too_long(
    monkeypatch: pytest.MonkeyPatch, *, draws: bool
) -> None:
    asked = Runtime(draws=draws)
    monkeypatch.setattr("pages.parts.server.runtime.get_instance", lambda: asked)
    if not draws:
        monkeypatch.setattr(server, "FIRST_LOOK_SECONDS", 0)

    async def serve() -> None:
        async with server.at_work(cast("App", None)):
            await asyncio.sleep(0)
            assert len(asked.asked) == 1 + draws
        # A server that stops meanwhile ends the session, too.
        for _ in range(5):
            await asyncio.sleep(0)

    asyncio.run(serve())
    assert asked.asked == ["rerun_script in session", "session closed"]


def test_nobody_is_answered_while_home_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, answers = Runtime(draws=False), list[bool]()
    monkeypatch.setattr("pages.parts.server.runtime.get_instance", lambda: asked)

    async def serve() -> None:
        async with server.at_work(cast("App", None)):
            answers.append(True)

    async def start() -> None:
        starting = asyncio.create_task(serve())
        for _ in range(5):
            await asyncio.sleep(0)
        assert not answers
        asked.browser.write_forward_msg(ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY))
        await starting

    asyncio.run(start())
    assert answers


@pytest.mark.parametrize(
    ("state", "tidies"),
    [(RuntimeState.ONE_OR_MORE_SESSIONS_CONNECTED, True), (RuntimeState.NO_SESSIONS_CONNECTED, False)],
)
def test_garbage_is_searched_for_as_long_as_somebody_is_there(
    monkeypatch: pytest.MonkeyPatch, state: RuntimeState, *, tidies: bool
) -> None:
    """Streamlit does not search for it any more: a page that was left could hold the whole file it showed."""
    assert config.get_option("runner.postScriptGC") is False
    asked, searched = Runtime(draws=True), list[bool]()
    asked.state = state
    monkeypatch.setattr("pages.parts.server.runtime.get_instance", lambda: asked)
    monkeypatch.setattr("pages.parts.server.gc.collect", lambda: searched.append(True))
    monkeypatch.setattr(server, "TIDY_SECONDS", 0)

    async def serve() -> None:
        async with server.at_work(cast("App", None)):
            for _ in range(9):
                await asyncio.sleep(0)

    asyncio.run(serve())
    assert (len(searched) > 1) is tidies


def test_the_first_element_costs_no_look_through_all_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit asks how it was started when it draws its first element, which takes a fifth of a second."""
    asked: list[str] = []
    monkeypatch.setattr(env_util, "is_repl", lambda: asked.append("how"))
    monkeypatch.setattr(delta_generator, "_use_warning_has_been_displayed", False)
    delta_generator._maybe_print_use_warning()
    assert asked == ["how"]
    monkeypatch.setattr(delta_generator, "_use_warning_has_been_displayed", False)
    server.keep_program()
    delta_generator._maybe_print_use_warning()
    assert asked == ["how"]
