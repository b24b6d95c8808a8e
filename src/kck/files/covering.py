"""Painting over faces, plates and names, before anybody else sees a photo."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from math import isfinite

from PIL import Image, ImageDraw

from kck.files.commands import store_picture
from kck.files.models import StoredFile
from kck.files.pictures import redraw
from kck.files.queries import open_stored
from kck.files.terms import NotAPhoto
from kck.foundation.text import _

Box = tuple[float, float, float, float]  # left, top, right, bottom as shares of the picture


def cover(file: StoredFile, *, boxes: Iterable[Box], at: datetime) -> StoredFile:
    """A new photo with these boxes painted black; the old one stays until it is erased."""
    opened = None if file.erased_at else open_stored(file)
    if opened is None:
        raise NotAPhoto(_("Tego zdjęcia już nie ma."))
    with opened.content as content, Image.open(content) as picture:
        painted = picture.convert("RGB")
    pen = ImageDraw.Draw(painted)
    for box in boxes:
        pen.rectangle(_in_pixels(box, painted.size), fill="black")
    data = BytesIO()
    painted.save(data, "JPEG", quality=92)
    return store_picture(redraw(data.getvalue()), at=at)


def _in_pixels(box: Box, size: tuple[int, int]) -> Box:
    """Corners in order and within the picture, whichever way somebody drew them."""
    if not all(isfinite(share) for share in box):
        raise NotAPhoto(_("Zaznacz jeszcze raz, co zasłonić."))
    left, right = sorted(min(max(share, 0.0), 1.0) * size[0] for share in (box[0], box[2]))
    top, bottom = sorted(min(max(share, 0.0), 1.0) * size[1] for share in (box[1], box[3]))
    return left, top, right, bottom
