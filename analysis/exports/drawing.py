"""Charts as SVG, drawn by a browser of the Chrome family that is started once and kept: pages and commands share it."""

from __future__ import annotations

import asyncio
import atexit
import hashlib
import importlib
import json
import re
import sys
import threading
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import DashboardError
from analysis.exports.typeface import FAMILY, addresses
from analysis.wording.pictures import no_browser, not_drawn

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from concurrent.futures import Future
    from types import ModuleType

    import kaleido

# Pages of the browser that draw at the same time.
TABS = 2
# A chart takes less than a second; a browser that was just started on a busy machine takes a few.
LONGEST_SECONDS = 30
# A browser may be killed: it is started again, and what it was drawing is drawn again.
TRIES = 2
# Drawings of the reports looked at last: whoever changes a word of a report waits for no chart. Some 50 kB each.
MOST_REMEMBERED = 128
# What plotly.js calls the parts of a chart is new each time: `defs-1a2b3c`, `clip1a2b3cxyplot`.
_NAMED_AFTER = re.compile(r'<defs id="defs-([0-9a-f]{6})"')


@cache
def _library(name: str) -> ModuleType:
    """Return a library that draws, loaded when it is needed: that takes longer than a command that draws nothing.

    What it stands on reads the options of the command that loads it, and stops the command where it takes one of them,
    such as ``--log``, for its own: it is shown none.
    """
    arguments, sys.argv = sys.argv, sys.argv[:1]
    try:
        return importlib.import_module(name)
    finally:
        sys.argv = arguments


class _Page:
    """The page that draws: the library of the installed plotly, nothing from a network, and our own typeface."""

    def __init__(self, library: str) -> None:
        self._library = library

    def generate_index(self) -> str:
        """Return the page; it draws when the typeface is there, so that every text has the room it needs."""
        faces = json.dumps([[address, {"weight": weights}] for weights, address in addresses().items()])
        script = f"""<script>
const ready = Promise.all({faces}.map(async ([address, about]) =>
  document.fonts.add(await new FontFace({FAMILY!r}, `url(${{address}})`, about).load())));
const draw = kaleido_scopes.plotly;
kaleido_scopes.plotly = async (...of) => {{ await ready; return draw(...of); }};
</script>"""
        return self._library.replace("</head>", f"{script}\n</head>")


class _Drawer:
    """A browser in a thread of its own, which any number of threads may ask."""

    def __init__(self) -> None:
        self._starting = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._browser: kaleido.Kaleido | None = None
        self._opening: asyncio.Lock
        self._free: asyncio.Semaphore

    def draw(self, figure: dict[str, Any], width: int, height: int) -> str:
        """Return a figure as SVG."""
        drawn: str = self._in_loop(self._drawn(figure, width, height)).result()
        return drawn

    def stop(self) -> None:
        """Close the browser, where one was started."""
        if self._loop is not None:
            self._in_loop(self._discard(self._browser)).result()

    def _in_loop(self, of: Coroutine[Any, Any, Any]) -> Future[Any]:
        with self._starting:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=self._loop.run_forever, name="drawing", daemon=True).start()
                self._opening, self._free = asyncio.Lock(), asyncio.Semaphore(TABS)
            return asyncio.run_coroutine_threadsafe(of, self._loop)

    async def _drawn(self, figure: dict[str, Any], width: int, height: int) -> str:
        async with self._free:
            for _ in range(TRIES):
                browser = await self._opened()
                options = {"format": "svg", "width": width, "height": height}
                # A task of its own: a browser that is closed cancels whatever it was asked for.
                drawing = asyncio.create_task(browser.calc_fig(figure, options))
                await asyncio.wait({drawing}, timeout=LONGEST_SECONDS)
                if drawing.done() and not drawing.cancelled() and drawing.exception() is None:
                    drawn: bytes = drawing.result()
                    return drawn.decode()
                drawing.cancel()
                await self._discard(browser)
            raise DashboardError(not_drawn())

    async def _opened(self) -> kaleido.Kaleido:
        async with self._opening:
            if self._browser is None:
                library = _library("kaleido")
                page = _Page(library.PageGenerator(mathjax=False).generate_index())
                try:
                    browser = library.Kaleido(n=TABS, timeout=LONGEST_SECONDS, page_generator=page)
                except _library("choreographer.errors").ChromeNotFoundError as error:
                    raise DashboardError(no_browser()) from error
                try:
                    await asyncio.wait_for(browser.open(), LONGEST_SECONDS)
                except Exception as error:
                    # Such as one that lacks a library of the system.
                    raise DashboardError(not_drawn()) from error
                self._browser = browser
                # What is registered last is done first: Python removes the browser's folder only when it is closed.
                atexit.unregister(self.stop)
                atexit.register(self.stop)
            return self._browser

    async def _discard(self, browser: kaleido.Kaleido | None) -> None:
        """Close a browser; one that another chart replaced already stays closed."""
        if browser is not self._browser or browser is None:
            return
        self._browser = None
        # One that was killed cannot be closed: it is gone, which is what was wanted.
        with suppress(Exception):
            closing: Coroutine[Any, Any, None] = browser.close()
            await asyncio.wait_for(closing, LONGEST_SECONDS)


_DRAWER = _Drawer()


def can_draw() -> bool:
    """Tell whether this machine has a browser that draws."""
    chromium = _library("choreographer.browsers.chromium").Chromium
    found = chromium.find_browser(skip_local=False)
    return found is not None and Path(found).exists()


def drawn(picture: dict[str, Any]) -> str:
    """Return a figure as SVG, to the same byte whenever it is drawn.

    Parameters
    ----------
    picture : dict
        As `analysis.figures.picture` returns it.

    Raises
    ------
    DashboardError
        Where there is no browser, or it could not draw.
    """
    # A trace without a name of its own is given another one each time.
    data = [{**trace, "uid": str(place)} for place, trace in enumerate(picture["data"])]
    return _drawn(json.dumps({"data": data, "layout": picture["layout"]}, sort_keys=True))


@lru_cache(maxsize=MOST_REMEMBERED)
def _drawn(figure: str) -> str:
    of = json.loads(figure)
    svg = _DRAWER.draw(of, of["layout"]["width"], of["layout"]["height"])
    # The spaces of a text are part of it.
    return _named(svg).replace("<svg ", '<svg xml:space="preserve" ', 1)


def forget_drawings() -> None:
    """Forget what was drawn: somebody in it was erased."""
    _drawn.cache_clear()


def stop_drawing() -> None:
    """Close the browser that draws; it is started again for the next chart."""
    _DRAWER.stop()


def _named(svg: str) -> str:
    """Return a drawing whose parts are named after what it shows: on one page no two drawings share a name."""
    found = _NAMED_AFTER.search(svg)
    if found is None:
        return svg
    once, part = found[1], re.compile(rf'((?:id="|#)[\w-]*?){found[1]}')
    digest = hashlib.sha256(svg.replace(once, "").encode()).hexdigest()[: len(once)]
    return part.sub(rf"\g<1>{digest}", svg)
