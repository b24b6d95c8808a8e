"""Data for tests, made through commands, so that it is always legal and its events are real."""

from datetime import datetime
from io import BytesIO
from uuid import UUID
from zoneinfo import ZoneInfo

from PIL import Image

from kck.accounts.terms import GRANTS
from kck.cases.models import Case
from kck.cases.policy import reporter_grant
from kck.cases.terms import Spot
from kck.directory.queries import snapshot
from kck.files.commands import receive_photo
from kck.foundation.actor import ANYBODY, Actor
from kck.intake.commands import receive
from kck.intake.terms import Channel, Incoming, Reached

WARSAW = ZoneInfo("Europe/Warsaw")
MONDAY = datetime(2026, 2, 2, 9, 0, tzinfo=WARSAW)
RYNEK = Spot(lat=50.0617, lon=19.9373, address="Rynek Główny 1")


def unit_id(code: str, at: datetime = MONDAY) -> int:
    unit = snapshot(at).unit(code)
    assert unit is not None, f"no unit {code}"
    return unit.id


def acting_for(code: str, *grants: str, id: int = 1001) -> Actor:
    """Staff of one unit, with these grants there (none named: all that there are)."""
    unit = unit_id(code)
    return Actor(
        kind="staff",
        id=id,
        unit_ids=frozenset({unit}),
        unit_grants={unit: frozenset(grants or GRANTS)},
    )


def everywhere(*grants: str, id: int = 1002) -> Actor:
    """Staff who hold these grants in all units (none named: all that there are)."""
    return Actor(kind="staff", id=id, grants=frozenset(grants or GRANTS))


def reporter_of(case: Case) -> Actor:
    return Actor(kind="person", grants=frozenset({reporter_grant(case.pk)}))


def a_case(
    *,
    category: str = "roads-pothole",
    text: str = "Duża dziura w jezdni przed szkołą, wjeżdżają w nią autobusy.",
    spot: Spot = RYNEK,
    email: str = "",
    name: str = "",
    phone: str = "",
    channel: Channel = Channel.WEB,
    photos: tuple[UUID, ...] = (),
    at: datetime = MONDAY,
    by: Actor = ANYBODY,
    **more: object,
) -> Case:
    """A case that came in by the one door."""
    incoming = Incoming(
        channel=channel,
        text=text,
        category=category,
        spot=spot,
        photos=photos,
        reached=Reached(email=email, name=name, phone=phone),
        **more,  # type: ignore[arg-type]
    )
    received = receive(incoming, at=at, by=by)
    assert received.case is not None
    return Case.objects.get(pk=received.case.id)


def a_jpeg(width: int = 640, height: int = 480, colour: str = "slategray") -> BytesIO:
    data = BytesIO()
    Image.new("RGB", (width, height), colour).save(data, "JPEG")
    data.seek(0)
    return data


def a_photo(*, at: datetime = MONDAY, by: Actor = ANYBODY) -> UUID:
    """The public id of a draft photo."""
    return receive_photo(a_jpeg(), at=at, by=by).public_id
