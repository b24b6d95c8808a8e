"""Images that tests send, drawn on the spot."""

from io import BytesIO
from typing import Any

from PIL import ExifTags, Image


def encoded(image: Image.Image, format: str = "JPEG", **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def two_colours(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """Red above, blue below: shows which way up it is."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (0, height // 2, width, height))
    return image.convert(mode)


def camera_notes(orientation: int = 1, *, place: bool = True, zone: str = "+01:00") -> Image.Exif:
    """What a phone writes: time, place, maker, and how it was held."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "SECRETPHONE"
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.DateTimeOriginal] = "2026:02:02 09:15:00"
    if zone:
        details[ExifTags.Base.OffsetTimeOriginal] = zone
    if place:
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        gps[ExifTags.GPS.GPSLatitudeRef] = "N"
        gps[ExifTags.GPS.GPSLatitude] = (50.0, 3.0, 41.4)
        gps[ExifTags.GPS.GPSLongitudeRef] = "E"
        gps[ExifTags.GPS.GPSLongitude] = (19.0, 56.0, 18.0)
    return exif
