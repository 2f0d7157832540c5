"""A browser tab as far as the server can tell: it speaks Streamlit's websocket, so that twenty cost no browsers."""

from __future__ import annotations

import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

RUN_TAKES_AT_MOST = 600
UPLOAD_PAGE = "Outcome_log"
MEGABYTE = 1_000_000


@dataclass(slots=True)
class Run:
    """What came of one run of a page.

    Attributes
    ----------
    elements : int
        How many were sent.
    errors : int
        How many of them are the box of an error that nobody caught.
    sizes : Counter of str
        The bytes of the largest message of each kind of element.
    """

    elements: int = 0
    errors: int = 0
    sizes: Counter[str] = field(default_factory=Counter)

    @property
    def largest(self) -> tuple[str, int]:
        """The kind and the bytes of the largest message."""
        return self.sizes.most_common(1)[0]


class Client:
    """A browser tab."""

    def __init__(self, address: str, socket: ClientConnection, cookies: SimpleCookie) -> None:
        self._address = address
        self._socket = socket
        self._cookies = cookies
        self._page = ""
        self._widgets: dict[str, WidgetState] = {}
        # By the key that the page gives them: a page draws them under another ID than the one before.
        self._ids: dict[str, str] = {}

    def open(self, page: str) -> Run:
        """Open a page, or run it once more."""
        self._page = page
        self._ask_for_run()
        run, has_begun = Run(), False
        while True:
            answer = self._next()
            kind: str = answer.WhichOneof("type") or ""
            has_begun = has_begun or kind == "new_session"
            if kind == "delta":
                run.elements += 1
                kind = str(answer.delta.new_element.WhichOneof("type") or "block")
                run.errors += kind == "exception"
                self._note_widget(answer)
            run.sizes[kind] = max(run.sizes[kind], answer.ByteSize())
            if kind == "script_finished" and has_begun:
                return run

    def _ask_for_run(self, *clicked: WidgetState) -> None:
        message = BackMsg()
        message.rerun_script.page_name = self._page
        message.rerun_script.widget_states.widgets.extend([*self._widgets.values(), *clicked])
        self._socket.send(message.SerializeToString())

    def _note_widget(self, answer: ForwardMsg) -> None:
        element = answer.delta.new_element
        widget = getattr(getattr(element, element.WhichOneof("type") or "", None), "id", "")
        # "$$ID-<digest>-<key>"
        self._ids[widget.partition("-")[2].partition("-")[2]] = widget

    def choose(self, key: str, *texts: str) -> Run:
        """Choose texts in the list with this key, and run the page."""
        state = WidgetState(id=self._ids[key])
        state.string_array_value.data.extend(texts)
        return self._set(state)

    def pick(self, key: str, text: str) -> Run:
        """Pick a text in the drop-down list with this key, and run the page."""
        return self._set(WidgetState(id=self._ids[key], string_value=text))

    def enter(self, key: str, number: float) -> Run:
        """Enter a number in the field with this key, and run the page."""
        return self._set(WidgetState(id=self._ids[key], double_value=number))

    def _set(self, state: WidgetState) -> Run:
        self._widgets[state.id] = state
        return self.open(self._page)

    def upload(self, name: str, content: bytes) -> Run:
        """Bring in a file on the page that is open."""
        return self._set(self._offered(name, content))

    def begin_upload(self, name: str, content: bytes) -> str:
        """Bring in a file on the page that is open, and return which button cancels it as soon as there is one."""
        state = self._offered(name, content)
        self._widgets[state.id] = state
        self._ask_for_run()
        while True:
            self._note_widget(self._next())
            for key, widget in self._ids.items():
                if key.startswith("cancel "):
                    return widget

    def cancel(self, button: str) -> float:
        """Click the button that cancels long work; return after how many seconds the page is there again."""
        start = time.monotonic()
        self._widgets.clear()
        self._ask_for_run(WidgetState(id=button, trigger_value=True))
        while True:
            answer = self._next()
            self._note_widget(answer)
            is_over = answer.WhichOneof("type") == "script_finished"
            # The run that was cancelled ends before another one begins.
            if is_over and answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                break
        return time.monotonic() - start

    def _offered(self, name: str, content: bytes) -> WidgetState:
        """Send a file to the server, and return the state of the uploader that has it."""
        message = BackMsg()
        message.file_urls_request.request_id = "1"
        message.file_urls_request.file_names.append(name)
        self._socket.send(message.SerializeToString())
        while (answer := self._next()).WhichOneof("type") != "file_urls_response":
            pass
        urls = answer.file_urls_response.file_urls[0]
        body = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="log.csv"\r\n\r\n' + content
        request = urllib.request.Request(  # noqa: S310 - our own server
            f"{self._address}{urls.upload_url}",
            data=body + b"\r\n--edge--\r\n",
            method="PUT",
            headers={
                "Content-Type": "multipart/form-data; boundary=edge",
                "Cookie": sent(self._cookies),
                "X-Xsrftoken": self._cookies["_streamlit_xsrf"].value,
            },
        )
        urllib.request.urlopen(request, timeout=RUN_TAKES_AT_MOST).close()  # noqa: S310
        state = WidgetState(id=self._ids["upload"])
        info = state.file_uploader_state_value.uploaded_file_info.add(
            name=name, size=len(content), file_id=urls.file_id
        )
        info.file_urls.CopyFrom(urls)
        return state

    def leave_file_behind(self) -> None:
        """Forget the uploader's state, as a browser does on another page."""
        self._widgets.clear()

    def _next(self) -> ForwardMsg:
        message = ForwardMsg()
        received = self._socket.recv(RUN_TAKES_AT_MOST)
        assert isinstance(received, bytes)
        message.ParseFromString(received)
        return message


@contextmanager
def client(address: str) -> Iterator[Client]:
    """Come to the dashboard, and leave."""
    to = urlsplit(address)
    cookies: SimpleCookie = SimpleCookie()
    with urllib.request.urlopen(f"{address}/_stcore/health", timeout=RUN_TAKES_AT_MOST) as answer:  # noqa: S310
        for header in answer.headers.get_all("Set-Cookie"):
            cookies.load(header)
    with connect(
        f"ws://{to.netloc}/_stcore/stream",
        subprotocols=[Subprotocol("streamlit")],
        max_size=None,
        origin=Origin(address),
        additional_headers={"Cookie": sent(cookies)},
    ) as socket:
        yield Client(address, socket, cookies)


def sent(cookies: SimpleCookie) -> str:
    """Return cookies as a browser sends them."""
    return "; ".join(f"{name}={each.coded_value}" for name, each in cookies.items())


def memory_of(process: int) -> int:
    """Return how many bytes of memory a process holds."""
    said = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return 1024 * next(int(line.split()[1]) for line in said.splitlines() if line.startswith("VmRSS"))
