"""Measure what sessions leave in memory: waves of clients bring in a file, look around, and leave.

Run with ``python -m tests.benchmarks.measure_sessions``, which takes ten minutes. It speaks Streamlit's websocket, so
that ten clients cost no ten browsers, prints the memory of the server after each wave, and fails where the last one
leaves more than `MOST_GROWTH` times what the second did.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.benchmarks.measure_import import long_file
from tests.browser.conftest import started

# What an allocator cannot give back of the first wave, the second finds and takes again.
MOST_GROWTH = 1.15
COMPARED_WITH = 2
RUN_TAKES_AT_MOST = 300
PAGES = ("", "Factors", "Two_factors", "Report")
UPLOAD_PAGE = "Outcome_log"
MEGABYTE = 1_000_000


class Client:
    """A browser tab, as far as the server can tell."""

    def __init__(self, address: str, socket: ClientConnection, cookies: SimpleCookie) -> None:
        self._address = address
        self._socket = socket
        self._cookies = cookies
        self._widgets: dict[str, WidgetState] = {}
        self._uploader = ""

    def open(self, page: str) -> int:
        """Open a page, or run it once more, and return how many elements it has."""
        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.widget_states.widgets.extend(self._widgets.values())
        self._socket.send(message.SerializeToString())
        elements = 0
        has_begun = False
        while True:
            answer = self._next()
            kind = answer.WhichOneof("type")
            has_begun = has_begun or kind == "new_session"
            if kind == "delta":
                elements += 1
                element = answer.delta.new_element
                if element.WhichOneof("type") == "file_uploader":
                    self._uploader = element.file_uploader.id
            elif kind == "script_finished" and has_begun:
                return elements

    def upload(self, name: str, content: bytes) -> int:
        """Bring in a file on the page that is open, and return how many elements it has then."""
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
        state = WidgetState(id=self._uploader)
        info = state.file_uploader_state_value.uploaded_file_info.add(
            name=name, size=len(content), file_id=urls.file_id
        )
        info.file_urls.CopyFrom(urls)
        self._widgets[self._uploader] = state
        return self.open(UPLOAD_PAGE)

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


def visit(address: str, content: bytes, pages: Sequence[str]) -> int:
    """Bring in a file, look at some pages, and leave; return how many elements were shown."""
    with client(address) as tab:
        elements = tab.open(UPLOAD_PAGE) + tab.upload("log.csv", content)
        tab.leave_file_behind()
        return elements + sum(map(tab.open, pages))


def memory_of(process: int) -> int:
    """Return how many bytes of memory a process holds."""
    said = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return 1024 * next(int(line.split()[1]) for line in said.splitlines() if line.startswith("VmRSS"))


def waves(
    number: int, clients: int, content: bytes, wait: float, *options: str, pages: Sequence[str] = PAGES
) -> list[int]:
    """Return the memory of the server at the start and some seconds after each of some waves."""
    with tempfile.TemporaryDirectory() as folder, started(Path(folder), *options) as (address, process):
        measured = [memory_of(process.pid)]
        print(f"at the start {measured[0] / MEGABYTE:,.0f} MB", flush=True)
        for wave in range(1, number + 1):
            with ThreadPoolExecutor(clients) as pool:
                # Each has a file of its own.
                files = [content.replace(b"\nT-", b"\nT-%d-%d-" % (wave, each)) for each in range(clients)]
                shown = list(pool.map(visit, [address] * clients, files, [pages] * clients))
            peak = memory_of(process.pid)
            time.sleep(wait)
            measured.append(memory_of(process.pid))
            print(f"wave {wave}: {peak / MEGABYTE:,.0f} MB as they leave, {measured[-1] / MEGABYTE:,.0f} MB "
                  f"{wait:.0f} s later ({min(shown)} to {max(shown)} elements shown)", flush=True)  # fmt: skip
        return measured


def main() -> int:
    """Measure; return 1 where the memory grows from wave to wave."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--waves", type=int, default=5)
    parser.add_argument("--clients", type=int, default=10)
    parser.add_argument("--rows", type=int, default=25_000)
    parser.add_argument("--wait", type=float, default=80.0, help="seconds; a session is kept for 60")
    parser.add_argument("--ttl", type=int, default=60)
    said = parser.parse_args()
    measured = waves(
        said.waves, said.clients, long_file(said.rows), said.wait, f"--server.disconnectedSessionTTL={said.ttl}"
    )
    growth = measured[-1] / measured[COMPARED_WITH]
    print(f"after wave {said.waves} {growth:.2f} times what it was after wave {COMPARED_WITH} (limit {MOST_GROWTH})")
    return int(growth > MOST_GROWTH)


if __name__ == "__main__":
    sys.exit(main())
