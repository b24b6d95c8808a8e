"""The registers as plain names, for those who look for places in what people write."""

from collections.abc import Iterator

from kck.places.gazetteer import Entry, gazetteer
from kck.places.models import AddressPoint
from kck.places.rules import houses_to_try
from kck.places.terms import PlaceName
from kck.places.versions import Kept


def _names() -> tuple[PlaceName, ...]:
    return tuple(_named(entry) for entry in gazetteer().entries)


def _named(entry: Entry) -> PlaceName:
    base = entry.names.get("pl") or next(iter(entry.names.values()), "")
    bare = base.removeprefix(entry.prefix).strip() if entry.prefix else base
    return PlaceName(
        kind=entry.kind,  # type: ignore[arg-type]  # an entry is never one house
        id=entry.id,
        base=base,
        name=bare,
        prefix=entry.prefix,
        aliases=tuple(dict.fromkeys(_others(entry))),
        lat=entry.lat,
        lon=entry.lon,
    )


def _others(entry: Entry) -> Iterator[str]:
    yield from (name for language, name in entry.names.items() if language != "pl")
    yield from sorted(entry.spellings)


_kept = Kept(("areas", "streets", "stops", "landmarks"), _names)


def names() -> tuple[PlaceName, ...]:
    """The same object until a register changes, so that identity tells what is still true."""
    return _kept.get()


def house_point(street_id: int, number: str) -> tuple[float, float] | None:
    """Where a house of a street stands, if the register of houses knows it."""
    keys = houses_to_try(number)
    found = {
        house.number_key: (house.lat, house.lon)
        for house in AddressPoint.objects.filter(street_id=street_id, number_key__in=keys)
    }
    return next((found[key] for key in keys if key in found), None)
