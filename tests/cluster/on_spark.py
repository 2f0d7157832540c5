"""Counting on a Spark cluster of two worker processes gives what memory gives, also while one of them is killed.

`make test-cluster` runs this: it takes minutes, and needs Java.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analysis.counting.engines import Spark
from analysis.counting.in_engine import InEngine, passing_rows
from analysis.counting.in_memory import InMemory
from analysis.outcome_log.coded_log import folder_named, open_lake, write_coded
from analysis.outcome_log.filters import Filters
from tests.counting.engine_questions import FILTERS, assert_same, plain, some_log, ways_to_count
from tests.listing.in_files import SETTINGS, assert_lists_are_those_of_memory
from tests.stores import copy_to

if TYPE_CHECKING:
    from collections.abc import Iterator

WORKERS = "CoarseGrainedExecutorBackend"
# Processes inherit it: whoever else runs Spark on this machine is left alone.
TOKEN = uuid.uuid4().hex.encode()
# Sockets of the driver are open until Python ends.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Spark]:
    os.environ["OUTCOME_LOG_TEST"] = TOKEN.decode()
    engine = Spark("local-cluster[2,1,1024]")
    # Of a log this small every further one is idle.
    engine._session.conf.set("spark.sql.shuffle.partitions", 2)
    yield engine
    engine.close()


def workers() -> list[int]:
    """Return the processes of the workers that this test has started."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            is_ours = TOKEN in (folder / "environ").read_bytes()
        except OSError:
            continue
        if is_ours and any(word.endswith(WORKERS.encode()) for word in words):
            found.append(int(folder.name))
    return found


def test_two_workers_count_as_memory_does(cluster: Spark, tmp_path: Path) -> None:
    log = some_log(60, 0)
    coded = write_coded(log, tmp_path / "coded", str(tmp_path))
    ways = [(filters, counted) for counted in ways_to_count(log) for filters in FILTERS]
    for filters, counted in ways[::13]:
        assert_same(InEngine(coded, cluster, filters, counted), InMemory(log, filters, counted))
    assert len(workers()) == 2
    assert_lists_are_those_of_memory(passing_rows(cluster, coded, FILTERS[0]), log, FILTERS[0], SETTINGS[:1])


def test_a_worker_that_is_killed_changes_no_count(cluster: Spark, tmp_path: Path) -> None:
    log = some_log(20_000, 1, clients=9_000)
    coded = write_coded(log, tmp_path / "coded", str(tmp_path))
    first, expected = InEngine(coded, cluster), InMemory(log)
    assert plain(first.by("clinic")) == plain(expected.by("clinic"))
    before = workers()
    killing = threading.Timer(0.5, os.kill, (before[0], signal.SIGKILL))
    killing.start()
    filters = Filters(window_days=3)
    assert_same(InEngine(coded, cluster, filters), InMemory(log, filters))
    killing.join()
    deadline = time.monotonic() + 60
    while len(workers()) < 2 and time.monotonic() < deadline:
        time.sleep(1)
    assert before[0] not in workers()
    # Spark starts another one, and what was kept on the first is worked out anew.
    assert plain(first.pairs("clinic")) == plain(expected.pairs("clinic"))


def test_a_lake_in_an_object_store_is_asked_for_by_its_address_there(
    cluster: Spark, tmp_path: Path, bucket: str
) -> None:
    """Hadoop's client of a store is in no Python package: a folder stands for the store."""
    log = some_log(60, 3)
    write_coded(log, tmp_path / "log", "digest")
    copy_to(bucket, tmp_path / "log")
    name = bucket.removeprefix("s3://").removesuffix("/log")
    settings = cluster._session.conf
    settings.set("fs.s3a.impl", "org.apache.hadoop.fs.viewfs.ViewFileSystemOverloadScheme")
    settings.set(f"fs.viewfs.mounttable.{name}.link./log", (tmp_path / "log").as_uri())
    counts, expected = InEngine(open_lake(folder_named(bucket)), cluster), InMemory(log)
    assert plain(counts.by("clinic")) == plain(expected.by("clinic"))


def test_every_page_works_with_spark() -> None:
    """In a process of its own, as each has one session of Spark."""
    tests = ["-k", "test_every_page_works_with", "-p", "no:cacheprovider", "-W", "ignore", "-q"]
    settings = "--conf spark.sql.shuffle.partitions=2 --conf spark.ui.enabled=false pyspark-shell"
    environment = {**os.environ, "ENGINE_OF_PAGES": "local[2]", "PYSPARK_SUBMIT_ARGS": settings}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "tests/pages/test_engines.py", *tests], check=False, env=environment
    )
    assert done.returncode == 0
