"""The supervisors hear at once of what nobody can follow."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from kck.accounts.queries import mails_of
from kck.channels.open311_out.texts import TROUBLE
from kck.directory.queries import snapshot
from kck.foundation import numbers
from kck.foundation.actor import PLATFORM
from kck.foundation.reasons import Reason, columns, in_language
from kck.handover.terms import SendingInfo
from kck.messaging.commands import send
from kck.messaging.terms import Recipient

SUPERVISES = "cases.assign"


def tell_supervisors(sending: SendingInfo, problem: Reason, *, at: datetime) -> None:
    """One mail for each new problem of a case; the same again that day is no news."""
    to = [Recipient(address=mail, language=language) for mail, language in mails_of(SUPERVISES)]
    if not to:
        return
    unit = snapshot(at).unit_by_id(sending.unit_id)
    facts = {
        "number": numbers.display(sending.case_number),
        "far_number": sending.far_number or "–",
        "address": settings.SITE_URL + reverse("desk:case", args=[sending.case_number]),
    }
    same = columns(problem)[0]
    send(
        TROUBLE,
        dedupe=f"open311-out:{sending.id}:{at:%Y%m%d}:{same}"[:160],
        to=to,
        variables=lambda language: {
            **facts,
            "unit": unit.name(language),
            "problem": in_language(problem, language),
        },
        about=f"case:{sending.case_id}",
        at=at,
        by=PLATFORM,
    )
