"""Threads for work that needs no Python while it is done: each core of the processor does a part of it."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

CORES = ThreadPoolExecutor(os.cpu_count(), "cores")
