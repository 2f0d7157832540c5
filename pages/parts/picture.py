"""A button that saves a chart as a picture: light and 16:9, whatever the window and the theme."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
from plotly.offline import get_plotlyjs, get_plotlyjs_version
from starlette.responses import Response
from starlette.routing import Route
from streamlit import config

from analysis.exports.html_report import SAVING

if TYPE_CHECKING:
    from starlette.requests import Request

HERE = Path(__file__)
LABEL = "Save picture"
# Fetched only when the first picture is made; its address changes with its version.
SCRIPT = f"plotly-{get_plotlyjs_version()}.js"
KEPT_SECONDS = 365 * 24 * 60 * 60

_button = st.components.v2.component(
    "save_picture",
    html=HERE.with_suffix(".html").read_text(encoding="utf-8"),
    css=HERE.with_suffix(".css").read_text(encoding="utf-8"),
    js=SAVING.read_text(encoding="utf-8") + HERE.with_suffix(".js").read_text(encoding="utf-8"),
)


def save_button(of: dict[str, Any], name: str, kind: str) -> None:
    """Offer a figure, as `analysis.figures.picture` returns it, as a file called `name`.`kind`."""
    _button(
        key=f"picture {name}",
        data={"figure": of, "name": name, "kind": kind, "script": SCRIPT, "label": LABEL},
        width="content",
    )


def routes() -> list[Route]:
    """Return where browsers find the library that draws the pictures: here, as no page may ask the internet."""
    base = config.get_option("server.baseUrlPath").strip("/")
    return [Route(f"/{base}/{SCRIPT}" if base else f"/{SCRIPT}", _script)]


def _script(_request: Request) -> Response:
    return Response(
        get_plotlyjs(), media_type="text/javascript", headers={"Cache-Control": f"max-age={KEPT_SECONDS}, immutable"}
    )
