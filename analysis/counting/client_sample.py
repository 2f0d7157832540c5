"""The clients of a log in files from whom samples are drawn, held by an engine so that no files are read for each."""

from __future__ import annotations

import math
import weakref
from functools import cached_property
from typing import TYPE_CHECKING, Any

import narwhals as nw

from analysis.counting.counts import MOST_PAIRED, is_drawn
from analysis.outcome_log.coded_log import CLIENT_NUMBER

if TYPE_CHECKING:
    from analysis.counting.engines import Engine
    from analysis.outcome_log.coded_log import CodedLog

# The sample that is held is so many times as large as that of all treatments may be: filters that leave one in so many
# treatments take theirs from it. It has some 1,300,000 treatments, and takes 100 MB.
SAMPLES_HELD = 64


class ClientSample:
    """The treatments of some known clients of a log, from which smaller samples are drawn without reading the files.

    Attributes
    ----------
    step : int
        One in so many clients is in it.
    """

    def __init__(self, engine: Engine, log: CodedLog) -> None:
        self.step = max(math.ceil(len(log) / MOST_PAIRED) // SAMPLES_HELD, 1)
        self._engine = engine
        self._log = log

    @cached_property
    def treatments(self) -> nw.LazyFrame[Any]:
        """All that the log knows of them."""
        kept = self._engine.keep(self._engine.read(self._log).filter(is_in_sample(self.step)))
        weakref.finalize(self, self._engine.drop, kept).atexit = False
        return kept


def is_in_sample(step: int) -> nw.Expr:
    """Tell whether a known client is in a sample of one in `step`."""
    client = nw.col(CLIENT_NUMBER)
    drawn: nw.Expr = (client >= 0) & is_drawn(client, step)
    return drawn
