"""The server behind the pages: which requests it answers, and how it forgets a session that is over."""

from __future__ import annotations

import asyncio
import ctypes
import gc
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import pyarrow as pa
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from streamlit import config, delta_generator, runtime
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Common_pb2 import FileURLsRequest
from streamlit.runtime import RuntimeState
from streamlit.runtime.session_manager import SessionClient
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from analysis.methods.loading import load_all_parts
from analysis.outcome_log.dates import forget_dates_read
from analysis.outcome_log.headers import forget_headers_read
from analysis.outcome_log.outcome_words import forget_answers_read
from pages.parts.looked_at import COOKIE, is_key, new_cookie

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp, Message, Receive, Scope, Send
    from streamlit import App
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

# The endpoints of Streamlit that the pages need. The others publish usage figures, or let programs drive the dashboard.
NEEDED = {"health", "host-config", "stream", "upload_file"}
BEFORE_THE_WEBSOCKET = "/_stcore/health"
REFUSED = (
    "The dashboard cannot be used under this address. Use the address that it printed when it was started, or ask "
    "your IT person to allow this one (README, “On a clinic’s network”).\n"
)
# Streamlit sends a hundred times as often.
SOON_SECONDS = 1
# Nobody is answered before Home is drawn once, or for so long: a log that takes longer to open says how far it is.
FIRST_LOOK_SECONDS = 5
# While anybody is there, garbage is searched for so often: it may hold all of a file that was left.
TIDY_SECONDS = 5
# The web server keeps a connection for five seconds after its last request, and with it what came last.
LATE_SECONDS = 6

# Arrow's own allocators hold on to the memory of a thread that has ended; the system's can be made to give it back.
pa.set_memory_pool(pa.system_memory_pool())

# <malloc.h> of glibc: how many pools threads take memory from.
_M_ARENA_MAX, _POOLS = -8, 2
_OLDEST_GENERATION = 2


def keep_few_pools() -> None:
    """Make Linux's C library use few memory pools.

    Every run of a page is a thread. By default eight threads per core get a pool each, and one text in use keeps
    all the freed memory around it.
    """
    # Other systems have another allocator.
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _POOLS)


def give_back(phase: str, about: dict[str, int]) -> None:
    """Return to the system what a search for garbage through all of memory has left free.

    Between them free memory is used again: to ask the system for every array anew takes a quarter of the time of a
    large log's first page.
    """
    if phase == "stop" and about["generation"] == _OLDEST_GENERATION:
        pa.default_memory_pool().release_unused()


keep_few_pools()
gc.callbacks.append(give_back)


def keep_program() -> None:
    """Load what pages compute with, and keep what was loaded so far out of every search for garbage."""
    load_all_parts()
    # Else the first page waits while Streamlit looks through the files of all modules: it warns who runs a script
    # without a server, and here is one.
    delta_generator._use_warning_has_been_displayed = True  # noqa: SLF001 - there is no setting
    gc.collect()
    gc.freeze()


class OnlyItsOwnNames:
    """Answers only requests to a name in server.allowedHosts, and none from another site's page.

    Any site can make its own name point to this computer and then counts as the dashboard itself (DNS rebinding).
    Streamlit checks the name for the websocket only; this checks every request.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on the requests that may be answered."""

        async def send_unframed(message: Message) -> None:
            if message["type"] == "http.response.start":
                # In a frame of another site, a manager could be tricked into a click.
                MutableHeaders(scope=message)["Content-Security-Policy"] = "frame-ancestors 'self'"
            await send(message)

        answer = self.app
        if scope["type"] != "lifespan":
            if not is_welcome(Headers(scope=scope)):
                answer = PlainTextResponse(REFUSED, 403)
            elif not is_needed(scope["path"]):
                answer = PlainTextResponse("Not found\n", 404)
        await answer(scope, receive, send_unframed)


def is_welcome(headers: Headers) -> bool:
    """Tell whether a request names one of our hosts, and comes from our own or an allowed page."""
    hosts, origins = headers.getlist("host"), headers.getlist("origin")
    # To Streamlit, no list of names allows every name.
    if len(hosts) != 1 or not config.get_option("server.allowedHosts") or not is_host_allowed(hosts[0]):
        return False
    allowed = config.get_option("server.corsAllowedOrigins")
    return all(origin.partition("://")[2] == hosts[0] or origin in allowed for origin in origins)


def is_needed(path: str) -> bool:
    """Tell whether a path is no endpoint of Streamlit, or one that the pages need."""
    _, core, rest = path.partition("/_stcore/")
    return not core or rest.partition("/")[0] in NEEDED


class ForgetsWhoLeft:
    """Frees the file of a browser tab once the tab is closed and its time to reconnect is over.

    Streamlit frees the last session only when another one starts and ends, which may be next week. So a session
    without a browser does both.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._waiting: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; after a websocket has ended, end its session, too."""
        try:
            await self.app(scope, receive, send)
        finally:
            if scope["type"] == "websocket":
                task = asyncio.create_task(_forget())
                self._waiting.add(task)
                task.add_done_callback(self._waiting.discard)


class Nobody(SessionClient):
    """The browser of a session that has none."""

    def write_forward_msg(self, msg: ForwardMsg) -> None:
        """Show nothing."""


class FirstLook(SessionClient):
    """The browser of somebody who looks at Home before anybody comes, and leaves once it is drawn."""

    def __init__(self) -> None:
        self.is_over = asyncio.Event()

    def write_forward_msg(self, msg: ForwardMsg) -> None:
        """Show nothing, and see when the page is drawn."""
        if msg.WhichOneof("type") == "script_finished":
            self.is_over.set()


@asynccontextmanager
async def at_work(_: App) -> AsyncIterator[None]:
    """Do what a server does beside the pages, from its start to its end."""
    tasks = [asyncio.create_task(each) for each in (_look_first(), _tidy())]
    try:
        await asyncio.wait(tasks[:1], timeout=FIRST_LOOK_SECONDS)
        yield
    finally:
        for each in tasks:
            each.cancel()


async def _tidy() -> None:
    """Search for garbage every few seconds, instead of after each run of a page, which is many times as often."""
    while True:
        await asyncio.sleep(TIDY_SECONDS)
        if runtime.get_instance().state == RuntimeState.ONE_OR_MORE_SESSIONS_CONNECTED:
            gc.collect()


async def _look_first() -> None:
    """Have the log opened, and what Home asks of it worked out: whoever comes first would wait for it."""
    server, browser = runtime.get_instance(), FirstLook()
    session = server.connect_session(browser, {})
    server.handle_backmsg(session, BackMsg(rerun_script=ClientState()))
    try:
        await browser.is_over.wait()
    finally:
        server.close_session(session)


async def _forget() -> None:
    """End every session whose time is over, and return its memory to the system."""
    await asyncio.sleep(config.get_option("server.disconnectedSessionTTL") + SOON_SECONDS)
    server = runtime.get_instance()
    session = server.connect_session(Nobody(), {})
    # The server keeps the session that it sent to last: make it this one.
    server.handle_backmsg(session, BackMsg(file_urls_request=FileURLsRequest()))
    await asyncio.sleep(SOON_SECONDS)
    server.disconnect_session(session)
    forget_dates_read()
    forget_headers_read()
    forget_answers_read()
    gc.collect()
    await asyncio.sleep(LATE_SECONDS)
    gc.collect()


class KnowsTheBrowser:
    """Gives every browser a random key, by which a file that was looked at is found again after a reload.

    It comes with the first thing that a page asks for before it opens its websocket. A page that another site links to
    is loaded without its cookies, and would be given another key each time.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, and answer a browser without a key with one."""

        async def send_with_key(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("Set-Cookie", new_cookie(scope["scheme"]))
            await send(message)

        has_none = (
            scope["type"] == "http"
            and scope["path"].endswith(BEFORE_THE_WEBSOCKET)
            and not is_key(HTTPConnection(scope).cookies.get(COOKIE))
        )
        await self.app(scope, receive, send_with_key if has_none else send)


MIDDLEWARE = [Middleware(OnlyItsOwnNames), Middleware(KnowsTheBrowser), Middleware(ForgetsWhoLeft)]
