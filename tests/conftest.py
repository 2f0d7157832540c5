"""What every test has: a log folder of its own, so that none reads or writes the one of whoever runs the tests.

Tests of the command line share the file that they add to it.
"""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from pyarrow.fs import FileSystem
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime import context

from analysis.errors import DashboardError
from analysis.files import own_process, workbook
from analysis.files.sheet_texts import SheetTexts
from analysis.saved_log.folder import FOLDER_VARIABLE

NUMBERS = count()
# New objects after which the youngest, the younger and all are searched for garbage: seventy times as seldom as usual.
SEARCHES = 50_000, 20, 100


def pytest_collection_finish() -> None:
    """Keep what is there before the first test out of the searches for garbage: they took a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SEARCHES)


@pytest.fixture(autouse=True, scope="session")
def _nobody_pulls_the_plug() -> Iterator[None]:
    """Let no test wait for the disk, which takes longer than the rest of an import; other processes still do.

    What cannot be written out is still refused: a file that is closed already.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "fsync", os.fstat)
        yield


@pytest.fixture(autouse=True, scope="session")
def _nobody_looks_for_components() -> Iterator[None]:
    """Let no page of `AppTest` search all installed packages for components of Streamlit: it takes a fifth of its time.

    There are none; a server searches once, when it starts.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(manifest_scanner, "scan_component_manifests", list)
        yield


@pytest.fixture(autouse=True, scope="session")
def _nobody_mocks_a_browser() -> Iterator[None]:
    """Let no page of `AppTest` ask a mock of Streamlit's what its browser sent: it makes new mocks for each answer."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(context, "_get_client_context", lambda: None)
        yield


@pytest.fixture(autouse=True)
def outcome_log(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which a log would be kept; it does not exist yet.

    No folder is made for the thousands of tests that keep none.
    """
    folder = tmp_path_factory.getbasetemp() / "kept" / str(next(NUMBERS)) / "outcome_log"
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    return folder


@pytest.fixture(scope="session")
def store() -> Iterator[str]:
    """Return the address of an object store on this computer."""
    # It takes a third of a second, and few tests need it.
    from moto.server import ThreadedMotoServer  # noqa: PLC0415

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(store: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the URL of an empty folder in the object store, which the environment lets everybody read."""
    for name, value in {
        "AWS_ENDPOINT_URL": store,
        "AWS_ACCESS_KEY_ID": "of a test",
        "AWS_SECRET_ACCESS_KEY": "of a test",
        "AWS_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    name = f"clinics-{next(NUMBERS)}"
    file_system, path = FileSystem.from_uri(f"s3://{name}?allow_bucket_creation=true")
    file_system.create_dir(path)
    return f"s3://{name}/log"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the file that is added to the log; it is not written yet."""
    return tmp_path / "log.csv"


@pytest.fixture(scope="module")
def parsed_here() -> Iterator[None]:
    """Start no process for each workbook; what passes between the two is packed and unpacked all the same.

    For tests of what workbooks say. What only the process does is tested in `tests/files/test_own_process.py`.
    """

    def parsed(content: bytes, name: str, chosen: str | None, kind: own_process.Kind, _size: int) -> SheetTexts:
        try:
            answer = own_process._packed(own_process._parser(kind)(content, name, chosen))
        except DashboardError as refusal:
            answer = own_process._message({"refused": str(refusal)})
        return own_process._unpacked(answer)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(workbook, "sheet_texts_apart", parsed)
        yield
