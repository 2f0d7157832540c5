"""Sessions that ended give their memory back; `tests/benchmarks/measure_sessions.py` measures it with ten clients."""

from __future__ import annotations

import sys

import pytest

from tests.benchmarks.measure_import import long_file
from tests.benchmarks.measure_sessions import COMPARED_WITH, MOST_GROWTH, waves

pytestmark = pytest.mark.browser


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux shows the memory of a process")
def test_waves_of_sessions_leave_no_more_behind_than_the_second() -> None:
    measured = waves(3, 2, long_file(2_000), 4.0, "--server.disconnectedSessionTTL=1", pages=[""])
    assert measured[-1] < MOST_GROWTH * measured[COMPARED_WITH]
