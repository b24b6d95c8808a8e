"""Where somebody is best reached, and where else when that fails."""

from datetime import date, timedelta

from kck.messaging.rules import in_order
from kck.messaging.sending_rules import current_rules
from kck.messaging.terms import Way
from kck.people.queries import contact
from kck.people.queries.card import manner_of
from kck.people.terms import Need

# texts are confirmed within minutes; a mail server says nothing when all went well
_RECEIPT_IN = {"sms": timedelta(hours=4)}


def ways_to(person_id: int, *, today: date) -> tuple[Way, ...]:
    """In the city's order, changed by what the person prefers and needs; only those there are.

    The first one is for a `Recipient` itself, the rest for its `ways`.
    """
    found = contact(person_id)
    if found.erased:
        return ()
    needs = manner_of(person_id, today=today).needs
    sms_first = found.prefers_sms or Need.SMS in needs
    addresses = {"email": found.email, "sms": found.phone, "letter": found.address}
    order = in_order(current_rules().ways, sms_first=sms_first, aloud=Need.ALOUD in needs)
    there = [way for way in order if addresses.get(way)]
    return tuple(
        Way(
            channel=way,
            address=addresses[way],
            after=_RECEIPT_IN.get(there[place - 1]) if place else None,
        )
        for place, way in enumerate(there)
    )
