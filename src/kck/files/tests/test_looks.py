from io import BytesIO

import numpy as np
from PIL import Image, ImageFilter

from kck.files.looks import alike, apart, looks_of, same_photo


def _scene(seed: int) -> Image.Image:
    """Soft shapes, as in a photo of a street."""
    rough = np.random.default_rng(seed).integers(0, 255, (12, 16, 3), dtype=np.uint8)
    large = Image.fromarray(rough).resize((1280, 960), Image.Resampling.BICUBIC)
    return large.filter(ImageFilter.GaussianBlur(20))


def _pressed(picture: Image.Image, quality: int) -> Image.Image:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return Image.open(out)


def _known(picture: Image.Image) -> int:
    found = looks_of(picture)
    assert found is not None
    return found


def test_the_same_photo_smaller_and_pressed_anew_is_known_again():
    for seed in range(30):
        photo = _scene(seed)

        again = _pressed(photo.resize((640, 480)), quality=40)

        assert same_photo(_known(photo), _known(again))


def test_a_darker_copy_is_the_same_photo():
    photo = _scene(3)

    darker = photo.point(lambda level: int(level * 0.7))

    assert same_photo(_known(photo), _known(darker))


def test_two_photos_are_neither_the_same_nor_alike():
    seen = [_known(_scene(seed)) for seed in range(60)]

    pairs = [(one, other) for n, one in enumerate(seen) for other in seen[:n]]

    assert not any(same_photo(one, other) for one, other in pairs)
    assert sum(alike(one, other) for one, other in pairs) == 0


def test_what_shows_nothing_looks_like_nothing():
    assert looks_of(Image.new("RGB", (400, 300), "black")) is None
    assert looks_of(Image.new("RGB", (400, 300), (200, 200, 205))) is None


def test_signs_do_not_matter():
    assert apart(-1, 0) == 64
    assert apart(-1, -1) == 0
    assert apart(-(2**63), 2**62) == 2
