"""The server answers nobody but the browsers it is meant for, says little of itself, and forgets who has left."""

from __future__ import annotations

import http.client
import shutil
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from pages.parts.looked_at import COOKIE
from tests.browser.conftest import ROOT, STILL, started
from tests.browser.journeys import settled, upload

pytestmark = pytest.mark.browser

SOCKET = "/_stcore/stream"
UPLOAD = "/_stcore/upload_file/session/file"
PATHS = ("/", "/Factors", "/_stcore/health", "/_stcore/host-config", UPLOAD, "/media/a.csv", "/static/a.js", SOCKET)
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}
SWITCHED, REFUSED = 101, 403
# Seconds: one until the tab's time to come back is over, and what a busy machine takes.
FORGOTTEN_WITHIN = 60
PAGE, PIECE = 1 << 12, 1 << 24


def answer(server: str, path: str, host: str | None, origin: str | None = None) -> tuple[int, str]:
    """Return the status and the text with which the server answers whoever calls it `host`."""
    to = urlsplit(server)
    assert to.hostname is not None
    connection = http.client.HTTPConnection(to.hostname, to.port, timeout=20)
    connection.putrequest("OPTIONS" if path == UPLOAD else "GET", path, skip_host=True)
    named = {"Host": host, "Origin": origin, **(UPGRADE if path == SOCKET else {})}
    for name, value in named.items():
        if value is not None:
            connection.putheader(name, value)
    connection.endheaders()
    answered = connection.getresponse()
    text = "" if answered.status == SWITCHED else answered.read().decode()
    connection.close()
    return answered.status, text


@pytest.mark.parametrize("path", PATHS)
def test_a_name_that_only_points_to_this_computer_is_refused(server: str, path: str) -> None:
    """DNS rebinding: to the browser, a page of such a name and the dashboard are one site."""
    port = urlsplit(server).port
    for name in ("rebound.example", "localhost.rebound.example", "127.0.0.1.rebound.example", "0.0.0.0", "[::]"):  # noqa: S104
        for host in (name, f"{name}:{port}", f"{name.upper()}.:{port}"):
            status, text = answer(server, path, host, f"http://{host}")
            assert (status, text.startswith("The dashboard cannot be used under this address.")) == (REFUSED, True), (
                host
            )
    for strange in (
        None,
        "",
        "localhost@rebound.example",
        "rebound.example/localhost",
        "localhost:port",
        "localhost,a",
    ):
        assert answer(server, path, strange)[0] in {400, REFUSED}, strange


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "LOCALHOST", "localhost.", "[::1]"])
def test_this_computer_is_answered_by_each_of_its_names(server: str, name: str) -> None:
    host = f"{name}:{urlsplit(server).port}"
    for origin in (None, f"http://{host}"):
        assert answer(server, "/", host, origin)[0] == 200
        assert answer(server, "/_stcore/health", host, origin) == (200, "ok")
        assert answer(server, UPLOAD, host, origin)[0] == 204
        assert answer(server, SOCKET, host, origin)[0] == SWITCHED


@pytest.mark.parametrize("path", [SOCKET, UPLOAD, "/_stcore/health"])
def test_another_site_s_page_is_refused_under_the_right_name(server: str, path: str) -> None:
    """Streamlit takes any page of this computer for its own, and asks the internet who it is to judge the others."""
    host = urlsplit(server).netloc
    for origin in (
        "http://stranger.example",
        "http://localhost:1",
        "http://127.0.0.1",
        f"http://{host}.example",
        "null",
    ):
        assert answer(server, path, host, origin)[0] == REFUSED, origin


@pytest.mark.parametrize(
    "path", ["metrics", "script-health-check", "agent/openapi.json", "agent/interact", "agent/mcp", "anything-new"]
)
def test_how_much_the_dashboard_is_used_stays_on_the_computer(server: str, path: str) -> None:
    assert answer(server, f"/_stcore/{path}", urlsplit(server).netloc) == (404, "Not found\n")


@pytest.mark.parametrize(("sent", "given"), [(None, True), ("x", True), ("k" * 43, False)])
def test_a_browser_without_a_key_gets_one_that_no_script_reads(server: str, sent: str | None, given: bool) -> None:  # noqa: FBT001
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=20)
    connection.request("GET", "/_stcore/health", headers={"Cookie": f"{COOKIE}={sent}"} if sent else {})
    cookies = [each for each in connection.getresponse().headers.get_all("Set-Cookie", []) if each.startswith(COOKIE)]
    connection.close()
    assert len(cookies) == given
    assert all(each.endswith("; Path=/; HttpOnly; SameSite=Strict") for each in cookies)


def test_no_other_site_can_put_the_dashboard_into_a_frame(server: str) -> None:
    to = urlsplit(server)
    connection = http.client.HTTPConnection(to.netloc, timeout=20)
    connection.request("GET", "/")
    assert connection.getresponse().getheader("Content-Security-Policy") == "frame-ancestors 'self'"
    connection.close()


def test_an_error_is_offered_to_no_service_elsewhere(page: Page, tmp_path: Path) -> None:
    """Streamlit's own box links to a search engine and a chatbot, with the error's words in the address."""
    shutil.copytree(ROOT / ".streamlit", tmp_path / ".streamlit")
    (tmp_path / "broken.py").write_text("raise ValueError('Anna Ashdown')\n")
    with started(tmp_path, script=tmp_path / "broken.py") as (address, _):
        page.goto(address)
        expect(page.get_by_test_id("stException")).to_be_visible()
        page.wait_for_timeout(300)
        assert page.locator("[data-testid=stException] a").count() == 0
        assert "Anna Ashdown" not in page.content()


def holds(process_id: int, content: bytes) -> bool:
    """Tell whether a content stands in what a process has written to its memory."""
    with Path(f"/proc/{process_id}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{process_id}/maps").read_text().splitlines():
            addresses, rights, _, _, _, *of = line.split()
            # What is read from files, and what Linux itself maps, holds no upload.
            if not rights.startswith("rw") or of not in ([], ["[heap]"]):
                continue
            start, end = (int(each, 16) for each in addresses.split("-"))
            for at in range(start, end, PIECE):
                memory.seek(at)
                if content in memory.read(min(PIECE + len(content), end - at)):
                    return True
    return False


def test_a_closed_tab_is_forgotten_wherever_the_dashboard_was_started(browser: Browser, tmp_path: Path) -> None:
    """Neither what Streamlit keeps for a tab that might come back nor the last tab's session stays behind."""
    if not Path("/proc/self/mem").exists():
        pytest.skip("only Linux shows the memory of a process")
    file = tmp_path / "clients.csv"
    rows = [
        f"Anna Ashdown {row},2026-05-{1 + row % 28:02},{row % 9},{'yes' if row % 5 else 'no'}" for row in range(2000)
    ]
    file.write_text("\n".join(["Client name,treatment_date,room,breakout", *rows]))
    # Whole pages of memory, which are given back: single names may stand in what is freed until it is used again.
    part = "\n".join(rows[500:1000]).encode()
    assert len(part) > 4 * PAGE
    names = ("--server.allowedHosts=127.0.0.1", "--server.allowedHosts=dashboard.clinic.example")
    with started(tmp_path, "--server.disconnectedSessionTTL=1", *names, where=tmp_path) as (address, process):
        port = urlsplit(address).port
        # As the README says, a clinic's own name is added.
        assert answer(address, SOCKET, f"dashboard.clinic.example:{port}")[0] == SWITCHED
        assert answer(address, SOCKET, f"rebound.example:{port}")[0] == REFUSED

        page = browser.new_page(**STILL)
        upload(page, address, file)
        expect(page.get_by_role("link", name="Show 2,000 treatments on Home")).to_be_visible()
        settled(page)
        assert holds(process.pid, part)
        page.close()
        patience = time.monotonic() + FORGOTTEN_WITHIN
        while (is_held := holds(process.pid, part)) and time.monotonic() < patience:
            time.sleep(1)
        assert not is_held
