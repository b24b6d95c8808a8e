"""Strangers' images, taken apart with care: recognised by content, measured, then drawn anew.

Nothing of the sent file survives but its pixels.
"""

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from threading import BoundedSemaphore

import numpy as np
import pillow_heif
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from kck.files.exif import read_facts
from kck.files.looks import looks_of
from kck.files.terms import LONGEST_SIDE, MOST_PIXELS, NotAPhoto, Picture
from kck.foundation.text import _

pillow_heif.register_heif_opener(thumbnails=False)

_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_BROKEN = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    struct.error,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    MemoryError,
    RuntimeError,
)
# a 40-megapixel PNG takes some 400 MB while it is drawn anew; photos of phones take 80
LARGE_PIXELS = 16_000_000
_one_large, _few = BoundedSemaphore(1), BoundedSemaphore(3)
_JPEG_QUALITY = 85
_WEBP_QUALITY = 80

TOO_LARGE = _("To zdjęcie ma ponad 40 megapikseli. Zmniejsz je i dodaj jeszcze raz.")
BROKEN = _("Tego pliku nie da się odczytać jako zdjęcia; może nie wysłał się cały. Dodaj inne.")
UNKNOWN = _("To nie jest zdjęcie. Przyjmujemy pliki JPEG, PNG, WebP i HEIC.")


def redraw(data: bytes) -> Picture:
    """Our own picture of what was sent; `NotAPhoto` says what is wrong with it."""
    if not recognised(data):
        raise NotAPhoto(UNKNOWN)
    with _distrusting(), Image.open(BytesIO(data), formats=_FORMATS) as sent:
        _check_size(sent)
        large = sent.format != "JPEG" and sent.width * sent.height > LARGE_PIXELS
        with _one_large if large else _few:
            return _drawn(sent)


def _drawn(sent: Image.Image) -> Picture:
    facts = read_facts(sent)
    upright = _plain(sent)
    out = BytesIO()
    upright.save(out, "JPEG", quality=_JPEG_QUALITY, optimize=True, progressive=True)
    return Picture(
        data=out.getvalue(),
        width=upright.width,
        height=upright.height,
        facts=facts,
        looks=looks_of(upright),
    )


def thumbnail(data: bytes, side: int) -> bytes:
    """A smaller WebP of a picture of ours."""
    with Image.open(BytesIO(data), formats=("JPEG",)) as picture:
        picture.draft("RGB", (side, side))
        picture.thumbnail((side, side), Image.Resampling.LANCZOS)
        out = BytesIO()
        picture.save(out, "WEBP", quality=_WEBP_QUALITY, method=4)
        return out.getvalue()


def recognised(data: bytes) -> bool:
    """By its first bytes, never by its name."""
    return (
        data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
        or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
        or (data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS)
    )


@contextmanager
def _distrusting() -> Iterator[None]:
    """Whatever a hostile file makes the library do becomes a sentence."""
    try:
        with warnings.catch_warnings():
            # our own limit is lower than the one Pillow warns of
            warnings.simplefilter("ignore")
            yield
    except Image.DecompressionBombError as error:
        raise NotAPhoto(TOO_LARGE) from error
    except NotAPhoto:
        raise
    except _BROKEN as error:
        raise NotAPhoto(BROKEN) from error


def _check_size(sent: Image.Image) -> None:
    """Before a single pixel is decoded."""
    if sent.width * sent.height > MOST_PIXELS:
        raise NotAPhoto(TOO_LARGE)


def _plain(sent: Image.Image) -> Image.Image:
    """First frame, upright, sRGB, on white, at most 2560 pixels long, with no metadata."""
    sent.seek(0)
    sent.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    sent.load()
    profile = sent.info.get("icc_profile")
    _turn_upright(sent)
    scalable = _scalable(sent)
    # made small first: forty megapixels are not copied more often than they must
    scalable.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    rgb = _in_srgb(_on_white(scalable), profile)
    # a new image: what the old one carried in `info` would be written again
    return Image.frombytes("RGB", rgb.size, rgb.tobytes())


def _turn_upright(sent: Image.Image) -> None:
    """As the camera was held; a broken note about that spoils no photo."""
    with suppress(Exception):
        ImageOps.exif_transpose(sent, in_place=True)


def _scalable(image: Image.Image) -> Image.Image:
    """Palettes and colour keys lose their meaning when scaled; sixteen bits would be clipped."""
    if image.mode.startswith("I"):
        shifted = np.asarray(image) >> 8
        return Image.fromarray(shifted.clip(0, 255).astype(np.uint8))
    if image.mode in {"P", "PA"} or "transparency" in image.info:
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image.convert("L") if image.mode == "1" else image


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image
    clear = image.convert("RGBA")
    ground = Image.new("RGB", clear.size, "white")
    ground.paste(clear, mask=clear.getchannel("A"))
    return ground


def _in_srgb(image: Image.Image, profile: object) -> Image.Image:
    """Wide-gamut phones would look pale without their profile, which we do not keep."""
    if isinstance(profile, bytes) and image.mode in {"RGB", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
            return converted or image.convert("RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    return image.convert("RGB")
