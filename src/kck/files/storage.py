"""Where bytes lie: in folders by date, under names that say nothing about anybody."""

import uuid
from collections.abc import Iterator
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from kck.files.terms import THUMB_SIDES, Kind
from kck.foundation.clock import city_zone


def name_for(public_id: uuid.UUID, kind: Kind, at: datetime) -> str:
    ending = "jpg" if kind == Kind.PHOTO else "bin"
    return f"{folder_of(kind, at.astimezone(city_zone()).date())}/{public_id.hex}.{ending}"


def folder_of(kind: Kind, day: date) -> str:
    return f"{kind}s/{day:%Y/%m/%d}"


def thumb_name(name: str, size: str) -> str:
    return f"{name.rpartition('.')[0]}.{size}.webp"


def all_names(name: str) -> list[str]:
    return [name, *(thumb_name(name, size) for size in THUMB_SIDES)]


def write(name: str, data: bytes) -> None:
    """The name is unique, so one that is there already is the same content of an earlier try."""
    if default_storage.exists(name):
        default_storage.delete(name)
    default_storage.save(name, ContentFile(data))


def read(name: str) -> bytes:
    with default_storage.open(name) as file:
        return bytes(file.read())


def remove(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)


def names_in(folder: str) -> Iterator[str]:
    try:
        _folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{file}" for file in files)


def id_of(name: str) -> uuid.UUID | None:
    """The file a stored name belongs to; None for what we did not write."""
    try:
        return uuid.UUID(hex=name.rpartition("/")[2].partition(".")[0])
    except ValueError:
        return None
