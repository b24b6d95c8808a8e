"""What a camera wrote about time and place; strangers' bytes, so anything odd is nothing."""

from datetime import UTC, datetime, tzinfo
from typing import Any

from PIL import ExifTags, Image

from kck.files.terms import PhotoFacts
from kck.foundation.clock import city_zone

_TAKEN, _OFFSET = ExifTags.Base.DateTimeOriginal, ExifTags.Base.OffsetTimeOriginal
_GPS = ExifTags.GPS


def read_facts(image: Image.Image) -> PhotoFacts:
    try:
        exif = image.getexif()
        details, gps = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    except Exception:  # a broken note of the camera spoils no photo
        return PhotoFacts()
    lat = _degrees(gps, _GPS.GPSLatitude, _GPS.GPSLatitudeRef, "S", 90)
    lon = _degrees(gps, _GPS.GPSLongitude, _GPS.GPSLongitudeRef, "W", 180)
    known = lat is not None and lon is not None and (lat, lon) != (0, 0)
    return PhotoFacts(
        taken_at=_moment(details.get(_TAKEN), details.get(_OFFSET)),
        lat=lat if known else None,
        lon=lon if known else None,
    )


def _degrees(gps: Any, tag: int, ref_tag: int, negative: str, most: int) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in gps[tag])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if not 0 <= value <= most:  # NaN too
        return None
    sign = -1 if str(gps.get(ref_tag, "")).strip("\0 ").upper() == negative else 1
    return round(sign * value, 6)


def _moment(raw: Any, offset: Any) -> datetime | None:
    """Cameras without a zone are taken to stand in the city."""
    try:
        moment = datetime.strptime(_text(raw), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
        return moment.replace(tzinfo=_zone(_text(offset))).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _zone(offset: str) -> tzinfo:
    try:
        return datetime.fromisoformat(f"2000-01-01T00:00:00{offset}").tzinfo or city_zone()
    except ValueError:
        return city_zone()


def _text(raw: Any) -> str:
    return str(raw or "").strip("\0 ")
