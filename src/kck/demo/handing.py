"""How the units of the demo city are reached: by links in mails, by a list, by telephone."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from kck.channels.email.terms import NOWHERE
from kck.directory.commands import WrongWay, set_way
from kck.directory.terms import WayOfWorking
from kck.foundation.actor import PLATFORM
from kck.handover.sending import send_due as hand_over
from kck.messaging.sending import send_due
from kck.unitlinks.letters_watch import look_after_letters
from kck.unitlinks.morning import send_morning_list, units_due

CREW = "brygada@mpo.example"  # whose mail a visitor opens on a telephone
MORNING_CREW = "poranek@wodociagi.example"
WRONG = f"inspekcja{NOWHERE}"
_WAYS: Mapping[str, tuple[WayOfWorking, Mapping[str, Any]]] = {
    "MPO": (WayOfWorking.LINK, {"link": {"mails": [CREW], "when": "each"}}),
    "WMK": (WayOfWorking.LINK, {"link": {"mails": [MORNING_CREW], "when": "morning", "hour": 7}}),
    "MPEC": (WayOfWorking.LINK, {"link": {"mails": ["pogotowie@mpec.example"], "when": "each"}}),
    "MPK": (WayOfWorking.LINK, {"link": {"mails": ["dyspozytor@mpk.example"], "when": "each"}}),
    "PINB": (WayOfWorking.LINK, {"link": {"mails": [WRONG], "when": "each"}}),
    "KTOZ": (WayOfWorking.PHONE, {"phone": {"number": "12 000 00 41"}}),
}


def arrange(at: datetime) -> None:
    """Addresses that are nobody's. What a visitor has set since stays."""
    for unit, (way, settings) in _WAYS.items():
        with suppress(WrongWay):
            set_way(unit, way=way, settings=settings, valid_from=None, at=at, by=PLATFORM)


def carry(at: datetime) -> None:
    """What the worker would have done by now: sendings, lists, mails, what came of them."""
    hand_over()
    for unit in units_due(at):
        send_morning_list(unit.id, at=at)
    send_due()
    while look_after_letters(at=at):
        pass
