from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from kck.files import pictures
from kck.files.pictures import BROKEN, TOO_LARGE, UNKNOWN, redraw, thumbnail
from kck.files.terms import LONGEST_SIDE, NotAPhoto
from kck.files.tests.images import camera_notes, encoded, two_colours


def _opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def _reason(data: bytes) -> object:
    with pytest.raises(NotAPhoto) as caught:
        redraw(data)
    return caught.value.reason


def _near(pixel: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(int(a) - b) < 24 for a, b in zip(pixel, colour, strict=True))


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_each_accepted_format_becomes_our_jpeg(format):
    picture = redraw(encoded(two_colours(), format))

    drawn = _opened(picture.data)
    assert drawn.format == "JPEG"
    assert (picture.width, picture.height) == drawn.size == (640, 480)
    assert _near(drawn.getpixel((10, 10)), (254, 0, 0))
    assert _near(drawn.getpixel((10, 470)), (0, 0, 254))


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_nothing_the_camera_wrote_survives(format):
    options = {"exif": camera_notes().tobytes()}
    if format in {"JPEG", "WEBP"}:
        options["xmp"] = b"<x:xmpmeta>SECRETNAME</x:xmpmeta>"
    if format == "JPEG":
        options["comment"] = b"SECRETNAME"

    picture = redraw(encoded(two_colours(), format, **options))

    for secret in (b"SECRET", b"Exif", b"xmpmeta", b"ICC_PROFILE", b"http://"):
        assert secret not in picture.data
    assert not dict(_opened(picture.data).getexif())


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_time_and_place_are_read_for_a_suggestion(format):
    facts = redraw(encoded(two_colours(), format, exif=camera_notes().tobytes())).facts

    assert facts.taken_at == datetime(2026, 2, 2, 8, 15, tzinfo=UTC)
    assert (facts.lat, facts.lon) == (50.0615, 19.938333)


def test_a_camera_without_a_zone_stands_in_the_city():
    exif = camera_notes(place=False, zone="").tobytes()

    facts = redraw(encoded(two_colours(), exif=exif)).facts

    assert facts.taken_at == datetime(2026, 2, 2, 8, 15, tzinfo=UTC)
    assert facts.lat is None


def test_broken_camera_notes_spoil_no_photo():
    whole = camera_notes().tobytes()
    for cut in range(6, len(whole), 7):
        assert redraw(encoded(two_colours(64, 48), exif=whole[:cut])).width


def test_a_photo_held_sideways_is_turned_upright():
    picture = redraw(encoded(two_colours(), exif=camera_notes(orientation=6).tobytes()))

    drawn = _opened(picture.data)
    assert drawn.size == (480, 640)
    assert _near(drawn.getpixel((470, 10)), (254, 0, 0))
    assert _near(drawn.getpixel((10, 10)), (0, 0, 254))


def test_a_large_photo_is_scaled_down():
    picture = redraw(encoded(two_colours(4000, 3000)))

    assert (picture.width, picture.height) == (LONGEST_SIDE, 1920)


@pytest.mark.parametrize("mode", ["CMYK", "L", "1", "P", "LA", "RGBA", "YCbCr"])
def test_every_colour_mode_is_drawn(mode):
    format = "JPEG" if mode in {"CMYK", "YCbCr"} else "PNG"

    drawn = _opened(redraw(encoded(two_colours(mode=mode), format)).data)

    assert drawn.mode == "RGB"
    red, _green, blue = drawn.getpixel((10, 470))
    assert blue >= red


def test_sixteen_bits_are_scaled_not_clipped():
    grey = np.full((40, 60), 0x8000, dtype=np.uint16)

    drawn = _opened(redraw(encoded(Image.fromarray(grey), "PNG")).data)

    assert _near(drawn.getpixel((5, 5)), (128, 128, 128))


def test_what_is_transparent_becomes_white():
    palette = Image.new("P", (50, 50), 0)
    palette.putpalette([0, 0, 0, 255, 0, 0])
    palette.paste(1, (0, 25, 50, 50))

    drawn = _opened(redraw(encoded(palette, "PNG", transparency=0)).data)

    assert _near(drawn.getpixel((5, 5)), (255, 255, 255))
    assert _near(drawn.getpixel((5, 45)), (254, 0, 0))


def test_a_colour_profile_is_used_and_dropped():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    picture = redraw(encoded(two_colours(), icc_profile=profile))

    assert b"ICC_PROFILE" not in picture.data
    assert _near(_opened(picture.data).getpixel((10, 10)), (254, 0, 0))


def test_a_broken_colour_profile_spoils_no_photo():
    picture = redraw(encoded(two_colours(), icc_profile=b"nonsense" * 30))

    assert _near(_opened(picture.data).getpixel((10, 10)), (254, 0, 0))


@pytest.mark.parametrize("format", ["WEBP", "PNG"])
def test_only_the_first_frame_of_an_animation_is_kept(format):
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    data = encoded(frames[0], format, save_all=True, append_images=frames[1:])

    drawn = _opened(redraw(data).data)

    assert _near(drawn.getpixel((5, 5)), (254, 0, 0))


@pytest.mark.parametrize("size", [(20_000, 20_000), (8_000, 5_001), (40_000_001, 1)])
def test_an_image_of_too_many_pixels_is_refused_before_it_is_decoded(size, monkeypatch):
    data = _png_header_of(*size)
    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load", _must_not_happen)

    assert _reason(data) == TOO_LARGE


def _png_header_of(width: int, height: int) -> bytes:
    """A whole bomb takes seconds to draw; its header is all that may be read anyway."""
    whole = bytearray(encoded(Image.new("1", (8, 8)), "PNG"))
    whole[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    whole[29:33] = PngImagePlugin._crc32(bytes(whole[12:29])).to_bytes(4, "big")
    return bytes(whole)


def _must_not_happen(*_args: object) -> None:
    raise AssertionError("decoded")


def test_a_real_bomb_of_one_colour_is_refused():
    bomb = encoded(Image.new("1", (20_000, 20_000)), "PNG")

    assert len(bomb) < 200_000
    assert _reason(bomb) == TOO_LARGE


def test_forty_megapixels_exactly_are_taken():
    picture = redraw(encoded(Image.new("L", (8_000, 5_000), 90), "JPEG"))

    assert (picture.width, picture.height) == (2560, 1600)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize("part", [0.02, 0.3, 0.7, 0.95])
def test_a_truncated_image_is_refused(format, part):
    noise = Image.effect_noise((300, 200), 80)
    data = encoded(noise.convert("RGB"), format)

    assert _reason(data[: int(len(data) * part)]) in {BROKEN, UNKNOWN}


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 holiday.jpg",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"GIF89a" + b"\0" * 40,
        b"BM" + b"\0" * 60,
        b"PK\x03\x04" + b"\0" * 60,
        b"\0\0\0\x1cftypavif" + b"\0" * 60,
        b"RIFF\0\0\0\0WAVEfmt ",
        b"\xff",
        b"",
    ],
)
def test_what_only_pretends_to_be_a_photo_is_refused(data):
    assert _reason(data) == UNKNOWN


def test_markup_hidden_behind_a_photo_does_not_survive():
    data = encoded(two_colours()) + b"<script>alert(1)</script>"

    assert b"<script>" not in redraw(data).data


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_image_is_drawn_or_refused_never_more(data):
    format = data.draw(st.sampled_from(["JPEG", "PNG", "WEBP", "HEIF"]))
    image = bytearray(_SAMPLES[format])
    for _ in range(data.draw(st.integers(1, 6))):
        image[data.draw(st.integers(0, len(image) - 1))] = data.draw(st.integers(0, 255))

    with suppress(NotAPhoto):
        picture = redraw(bytes(image))
        assert max(picture.width, picture.height) <= LONGEST_SIDE


_SAMPLES = {
    format: encoded(two_colours(48, 32), format, exif=camera_notes().tobytes())
    for format in ("JPEG", "PNG", "WEBP", "HEIF")
}


def test_a_thumbnail_is_small_and_carries_nothing():
    picture = redraw(encoded(two_colours(2000, 1000), exif=camera_notes().tobytes()))

    small = _opened(thumbnail(picture.data, 320))

    assert (small.format, small.size) == ("WEBP", (320, 160))
    assert not dict(small.getexif())


def test_a_small_picture_is_not_blown_up():
    assert _opened(thumbnail(redraw(encoded(two_colours(100, 50))).data, 320)).size == (100, 50)


def test_reasons_are_said_in_the_readers_language():
    assert "40 megapikseli" in str(pictures.TOO_LARGE)
