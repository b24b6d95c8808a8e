"""Painting over faces, plates and names, before anybody else sees a photo."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO

from PIL import Image, ImageDraw

from kck.files import storage
from kck.files.commands import _store
from kck.files.models import StoredFile
from kck.files.pictures import redraw
from kck.files.queries import open_stored
from kck.files.terms import Kind, NotAPhoto
from kck.foundation.text import _

Box = tuple[float, float, float, float]  # left, top, right, bottom as shares of the picture


def cover(file: StoredFile, *, boxes: Iterable[Box], at: datetime) -> StoredFile:
    """A new photo with these boxes painted black; the old one stays until it is erased."""
    opened = open_stored(file)
    if opened is None:
        raise NotAPhoto(_("Tego zdjęcia już nie ma."))
    with opened.content as content, Image.open(content) as picture:
        painted = picture.convert("RGB")
    pen = ImageDraw.Draw(painted)
    width, height = painted.size
    for left, top, right, bottom in boxes:
        pen.rectangle((left * width, top * height, right * width, bottom * height), fill="black")
    data = BytesIO()
    painted.save(data, "JPEG", quality=92)
    drawn = redraw(data.getvalue())
    public_id = uuid.uuid4()
    name = storage.name_for(public_id, Kind.PHOTO, at)
    storage.write(name, drawn.data)
    return _store(drawn, public_id, name, at=at, expires_at=None)
