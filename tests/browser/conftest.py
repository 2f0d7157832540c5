"""The dashboard on a port of its own, and a browser to drive it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal, Protocol, TypeAlias, TypedDict

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from analysis.saved_log.folder import FOLDER_VARIABLE

ROOT = Path(__file__).parents[2]
STARTS_WITHIN = 60
# A busy machine takes longer than Playwright's five seconds; a test that passes waits for no more than it needs.
expect.set_options(timeout=60_000)
# A machine without a network must not wait for Chromium's own errands. And no page stays for as long as Chromium needs
# to translate its scripts into faster ones.
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--js-flags=--no-maglev --no-turbofan", "--process-per-site",
)  # fmt: skip


class Still(TypedDict):
    """What a context is told."""

    reduced_motion: Literal["reduce"]


# Without a graphics card Chromium computes every frame of Streamlit's animations: a third of its time.
STILL: Still = {"reduced_motion": "reduce"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let a journey that failed be walked once more: a browser on a busy machine may lose a click. CI lists it."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the dashboard as the README says and return its address; it keeps no log."""
    with dashboard(tmp_path_factory.mktemp("server")) as address:
        yield address


@contextmanager
def dashboard(folder: Path) -> Iterator[str]:
    """Run the dashboard with its log in `folder` and yield its address."""
    with started(folder) as (address, _):
        yield address


@contextmanager
def started(
    folder: Path, *options: str, script: Path = ROOT / "dashboard.py", where: Path = ROOT
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run a script as `streamlit run` does, started in the folder `where`; yield its address and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}", "--server.headless=true"]
    with (folder / "server.txt").open("w") as printed:
        process = subprocess.Popen(
            [*command, *options],
            cwd=where,
            env={**os.environ, FOLDER_VARIABLE: str(folder / "outcome_log")},
            stdout=printed,
            stderr=subprocess.STDOUT,
        )
        try:
            for _ in range(10 * STARTS_WITHIN):
                try:
                    urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()  # noqa: S310 - our own server
                    break
                except OSError:
                    time.sleep(0.1)
            else:
                pytest.fail(f"the dashboard did not start within {STARTS_WITHIN} s")
            yield address, process
        finally:
            process.terminate()
            process.wait(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start a browser."""
    with chromium() as browser:
        yield browser


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium, where it can be without its own windows, which take a quarter of its time; else
    Playwright's own.
    """
    installed = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed, args=list(QUIET))
        yield browser
        browser.close()


Scheme: TypeAlias = Literal["light", "dark"]


class OpenPage(Protocol):
    """What opens an empty page of a new session."""

    def __call__(self, *, size: tuple[int, int] = ..., scheme: Scheme = ...) -> Page:
        """Open one of a size, in pixels."""


@pytest.fixture(scope="session")
def context(browser: Browser, server: str) -> Iterator[BrowserContext]:
    """Return where pages are opened that read Streamlit's scripts once: it takes twice as long to do so for each.

    They share a process, which lasts as long as one of its pages.
    """
    context = browser.new_context(**STILL, accept_downloads=True)
    context.new_page().goto(f"{server}/_stcore/health")
    yield context
    context.close()


@pytest.fixture
def open_page(context: BrowserContext) -> Iterator[OpenPage]:
    """Return what opens pages; they are closed after the test, and an error in their scripts fails it."""
    errors: list[str] = []

    def opened(*, size: tuple[int, int] = (1440, 1000), scheme: Scheme = "light") -> Page:
        page = context.new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme=scheme)
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield opened
    _, *pages = context.pages
    for each in pages:
        # A page of a file, or of a server that has ended, keeps nothing.
        with suppress(Error):
            each.evaluate("localStorage.clear()")
        each.close()
    # The next page is of another browser.
    context.clear_cookies()
    assert not errors


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """Open an empty page of a fresh session on a laptop."""
    return open_page()
