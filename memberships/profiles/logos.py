"""Logos: judged by their content, decoded within limits, encoded anew, so that nothing else comes along (F1)."""

import hashlib
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from memberships.models import Logo, LogoType
from partners.refusals import Refused

LARGEST = 5 * 1024 * 1024
"""So many bytes an upload may have."""

MOST_PIXELS = 20_000_000
"""So many it may have: looked at before anything is decoded, for a few bytes can unfold to gigabytes."""

SIDE = 300
"""So wide, and so high, a logo is kept at most."""

# SVG and everything else that can act is no picture here. What a file is called does not matter.
_MAGIC = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF87a": "GIF", b"GIF89a": "GIF"}
_BROKEN = OSError, SyntaxError, ValueError, EOFError, IndexError
_BOMB = Image.DecompressionBombError, Image.DecompressionBombWarning


@dataclass(frozen=True, slots=True)
class Picture:
    """A logo as the portal has encoded it."""

    content: bytes
    content_type: LogoType
    width: int
    height: int


def encoded(content: bytes) -> Picture:
    """The first picture of the upload, at most 300 pixels wide and high, without its metadata.

    Refused: over 5 MB; no PNG, JPEG or GIF by its content, or a damaged one; over 20 million pixels.
    """
    if len(content) > LARGEST:
        raise Refused("too-large", _("The logo is over 5 MB. Choose a smaller one."))
    kind = next((name for magic, name in _MAGIC.items() if content.startswith(magic)), None)
    if kind is None:
        raise _no_picture()
    try:
        with Image.open(BytesIO(content), formats=[kind]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise _too_many_pixels()
            return _encoded(picture, LogoType.JPEG if kind == "JPEG" else LogoType.PNG)
    except _BOMB:
        raise _too_many_pixels() from None
    except _BROKEN:
        raise _no_picture() from None


def row_of(picture: Picture) -> Logo:
    """A row that is not written yet."""
    return Logo(
        content=picture.content,
        content_type=picture.content_type,
        digest=hashlib.sha256(picture.content).hexdigest()[:32],
        width=picture.width,
        height=picture.height,
    )


def _encoded(picture: Image.Image, kind: LogoType) -> Picture:
    """Drawn on a new picture, to which no comment, profile or thumbnail clings; upright, as its maker meant it."""
    upright = ImageOps.exif_transpose(picture)
    upright = upright.convert("RGB" if kind is LogoType.JPEG else "RGBA")
    upright.thumbnail((SIDE, SIDE))
    fresh = Image.new(upright.mode, upright.size)
    fresh.paste(upright)
    file = BytesIO()
    if kind is LogoType.JPEG:
        fresh.save(file, "JPEG", quality=88)
    else:
        fresh.save(file, "PNG", optimize=True)
    return Picture(file.getvalue(), kind, fresh.width, fresh.height)


def _too_many_pixels() -> Refused:
    return Refused("too-many-pixels", _("The logo has too many pixels. Choose a smaller one."))


def _no_picture() -> Refused:
    return Refused("not-a-picture", _("The logo is no readable PNG, JPEG or GIF. Choose another."))
