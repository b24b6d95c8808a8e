"""The words of files: kinds, sizes, and why something is no photo."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

MEGABYTE = 1_000_000
MOST_BYTES = 10 * MEGABYTE
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2560
THUMB_SIDES = {"960": 960, "320": 320}
DRAFT_KEPT_FOR = timedelta(days=3)
SEAL_KIND = "file"


class Size(StrEnum):
    FULL = "full"
    MEDIUM = "960"
    SMALL = "320"


class Kind(StrEnum):
    PHOTO = "photo"
    ATTACHMENT = "attachment"


class NotAPhoto(ValueError):
    """What was sent cannot be taken as a photo; `reason` is a sentence for whoever sent it."""

    def __init__(self, reason: Any) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return str(self.reason)


@dataclass(frozen=True, kw_only=True)
class PhotoFacts:
    """When and where the camera says the photo was taken: a suggestion, used once, then erased."""

    taken_at: datetime | None = None
    lat: float | None = None
    lon: float | None = None

    def __bool__(self) -> bool:
        return self.taken_at is not None or self.lat is not None


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A photo as we keep it: our own JPEG, without anything the camera wrote into it."""

    data: bytes
    width: int
    height: int
    facts: PhotoFacts
    looks: int | None = None  # see `looks.py`
