"""A few objects of the demo city with codes on them."""

from datetime import datetime

from kck.entrances.commands import give_codes
from kck.entrances.terms import NewObject, ObjectKind
from kck.foundation import clock
from kck.foundation.actor import PLATFORM

_LIGHT, _BIN, _PLAY = "lighting-single-lamp", "waste-overflowing-bin", "recreation-playground"
_THINGS = (
    (ObjectKind.LAMP, _LIGHT, 50.06170, 19.93730, "Rynek Główny", "Latarnia 12", "POKAZ-L-12"),
    (ObjectKind.LAMP, _LIGHT, 50.06795, 19.93935, "ul. Długa", "Latarnia 31", "POKAZ-L-31"),
    (ObjectKind.BIN, _BIN, 50.06430, 19.94140, "Planty", "Kosz przy Barbakanie", "POKAZ-K-4"),
    (ObjectKind.PLAYGROUND, _PLAY, 50.06240, 19.91720, "Park Jordana", "Plac zabaw", "POKAZ-P-2"),
)


def put_up(at: datetime) -> None:
    """Their codes are drawn anew each time the city is told."""
    day = at.astimezone(clock.city_zone()).date()
    give_codes(
        [
            NewObject(
                kind=kind,
                category=category,
                lat=lat,
                lon=lon,
                street=street,
                label=label,
                own_number=number,
                valid_from=day,
            )
            for kind, category, lat, lon, street, label, number in _THINGS
        ],
        by=PLATFORM,
        at=at,
    )
