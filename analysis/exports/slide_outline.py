"""What a presentation shows, slide by slide, read from its file: for a look at it before it is taken along."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pptx import Presentation
from pptx.shapes.picture import Picture

if TYPE_CHECKING:
    from pptx.slide import Slide

Holds = Literal["picture", "chart", "table", "text"]


@dataclass(frozen=True)
class SlideShown:
    """One slide: its title, what stands below it, and the picture where that is one."""

    title: str
    holds: Holds
    picture: bytes = b""


def slides_shown(content: bytes) -> tuple[SlideShown, ...]:
    """Return the slides of a presentation that `as_slides` made."""
    return tuple(map(_shown, Presentation(io.BytesIO(content)).slides))


def _shown(slide: Slide) -> SlideShown:
    title = slide.shapes.title.text_frame.text if slide.shapes.title is not None else ""
    pictures = [each for each in slide.shapes if isinstance(each, Picture)]
    if pictures:
        return SlideShown(title, "picture", pictures[0].image.blob)
    if any(each.has_chart for each in slide.shapes):
        return SlideShown(title, "chart")
    return SlideShown(title, "table" if any(each.has_table for each in slide.shapes) else "text")
