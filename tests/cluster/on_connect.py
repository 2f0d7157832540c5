"""Counting behind a Spark Connect server with two worker processes gives what memory gives.

`make test-cluster` runs this after `on_spark.py`: a process has one session of Spark.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pyspark
import pytest

from analysis.counting.engines import Spark
from analysis.counting.in_engine import InEngine, passing_rows
from analysis.counting.in_memory import InMemory
from analysis.outcome_log.coded_log import write_coded
from tests.counting.engine_questions import FILTERS, assert_same, some_log
from tests.listing.in_files import SETTINGS, assert_lists_are_those_of_memory

if TYPE_CHECKING:
    from collections.abc import Iterator

# Sockets of the client are open until Python ends.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def connected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spark]:
    """Return the engine behind a Spark Connect server with two workers."""
    home, logs = Path(pyspark.__file__).parent, tmp_path_factory.mktemp("server")
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    settings = [f"spark.connect.grpc.binding.port={port}", "spark.sql.shuffle.partitions=2"]
    command = ["bash", str(home / "sbin" / "start-connect-server.sh"), "--master", "local-cluster[2,1,1024]"]
    with (logs / "log").open("wb") as log:
        server = subprocess.Popen(
            [*command, *(word for each in settings for word in ("--conf", each))],
            env={**os.environ, "SPARK_HOME": str(home), "SPARK_NO_DAEMONIZE": "1", "SPARK_LOG_DIR": str(logs)},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        _wait_for(port)
        engine = Spark(f"sc://127.0.0.1:{port}")
        yield engine
        engine.close()
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 120
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(1)
        else:
            return


def test_spark_connect_counts_as_memory_does(connected: Spark, tmp_path: Path) -> None:
    log = some_log(60, 2)
    coded = write_coded(log, tmp_path / "coded", str(tmp_path))
    for filters in FILTERS[:2]:
        assert_same(InEngine(coded, connected, filters), InMemory(log, filters))
    assert_lists_are_those_of_memory(passing_rows(connected, coded, FILTERS[0]), log, FILTERS[0], SETTINGS[:1])
