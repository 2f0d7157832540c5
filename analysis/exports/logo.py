"""A clinic's logo: whatever is uploaded becomes a small PNG, or is refused with the reason."""

from __future__ import annotations

import base64
import io
import warnings

from PIL import Image, UnidentifiedImageError

from analysis.errors import DashboardError

LARGEST_MEGABYTES = 5
# On paper a logo is 14 mm high: fewer pixels are a smear, and more than the larger number print no better.
LEAST_PIXELS, MOST_PIXELS = 32, 800
# What a small file may unpack to.
MOST_UNPACKED = 50_000_000


def as_address(of: bytes) -> str:
    """Return a logo as an address that holds it; empty where there is none."""
    return f"data:image/png;base64,{base64.b64encode(of).decode('ascii')}" if of else ""


def logo_alt(clinic: str) -> str:
    """Return what a logo is, for whoever does not see it."""
    return f"Logo of {clinic}" if clinic else "Logo"


def as_logo(content: bytes) -> bytes:
    """Return an uploaded picture as a PNG that fits the head of a page.

    Raises
    ------
    DashboardError
        Where it is no picture, too large or too small.
    """
    if len(content) > LARGEST_MEGABYTES * 1_000_000:
        raise DashboardError(f"The logo is larger than {LARGEST_MEGABYTES} MB: choose a smaller picture.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            file = Image.open(io.BytesIO(content), formats=["PNG", "JPEG", "GIF", "WEBP", "BMP"])
        is_of_size = min(file.size) >= LEAST_PIXELS and file.width * file.height <= MOST_UNPACKED
        picture = file.convert("RGBA") if is_of_size else None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise DashboardError("The logo is not a picture that can be read: choose a PNG or JPEG file.") from error
    if picture is None:
        raise DashboardError(
            f"The logo has {file.width:,} × {file.height:,} pixels: choose one of at least {LEAST_PIXELS} × "
            f"{LEAST_PIXELS} and at most 7,000 × 7,000."
        )
    picture.thumbnail((MOST_PIXELS, MOST_PIXELS))
    made = io.BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()
