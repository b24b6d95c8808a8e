"""Ways of working for tests, set through the same command as an administrator's form."""

from typing import Any

from tests.builders import MONDAY, a_case

from kck.cases.models import Case
from kck.directory.commands import set_way
from kck.directory.terms import WayOfWorking
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.handover.models import Sending
from kck.handover.sending import send_due as hand_over
from kck.messaging.models import Delivery
from kck.messaging.sending import send_due as send_mails

MAIL = "brygada@mpo.example"
SECOND = "dyspozytor@mpo.example"


def works_by_link(*mails: str, unit: str = "MPO", **link: Any) -> None:
    settings = {"link": {"mails": list(mails or (MAIL,)), **link}}
    set_way(unit, way=WayOfWorking.LINK, settings=settings, valid_from=None, at=MONDAY, by=PLATFORM)


def works_by_phone(unit: str = "MPO", number: str = "12 646 23 61") -> None:
    settings = {"phone": {"number": number}}
    set_way(
        unit, way=WayOfWorking.PHONE, settings=settings, valid_from=None, at=MONDAY, by=PLATFORM
    )


def a_bin(**more: Any) -> Case:
    """A case of MPO that nobody needs a photo for."""
    more.setdefault("category", "waste-container")
    more.setdefault("text", "Rozbity pojemnik na śmieci, wszystko leży obok.")
    return a_case(**more)


def hand_all_over() -> None:
    """Sendings, then the mails they became; as two workers would, at once."""
    Sending.objects.filter(next_at__gt=clock.real_now()).exclude(reason="").update(
        next_at=clock.real_now()
    )
    hand_over()
    send_mails()


def link_in_mail(address: str = MAIL, delivery: Delivery | None = None) -> str:
    """The token of the latest mail to an address, as its reader finds it."""
    delivery = delivery or Delivery.objects.filter(address=address).latest("pk")
    return delivery.body.split("/z/")[1].split("/")[0]
