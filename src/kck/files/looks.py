"""What a photo looks like in 64 bits, so that the same one is known again, smaller or pressed anew.

A difference hash: whether it gets brighter from left to right, in eight rows of eight steps.
"""

import numpy as np
from PIL import Image

_ALL = 2**64 - 1
_STEPS, _ROWS = 8, 8
_SAME_WITHIN = 5  # bits; the same photo sent through another app
_ALIKE_WITHIN = 12  # of the same thing from the same spot
_SHOWS_LITTLE = 12  # levels of grey: a dark pocket, a wall


def looks_of(picture: Image.Image) -> int | None:
    """Signed, as the database holds it; None for a picture that shows hardly anything."""
    small = picture.convert("L").resize((_STEPS + 1, _ROWS), Image.Resampling.BOX)
    grey = np.asarray(small, dtype=np.int16)
    if int(grey.max()) - int(grey.min()) < _SHOWS_LITTLE:
        return None
    bits = np.packbits((grey[:, 1:] > grey[:, :-1]).flatten())
    return int(np.frombuffer(bits.tobytes(), dtype=">i8")[0])


def apart(one: int, other: int) -> int:
    """In how many of the bits two photos differ."""
    return ((one ^ other) & _ALL).bit_count()


def same_photo(one: int, other: int) -> bool:
    return apart(one, other) <= _SAME_WITHIN


def alike(one: int, other: int) -> bool:
    """Perhaps the same thing from the same spot; proves nothing by itself."""
    return apart(one, other) <= _ALIKE_WITHIN
