"""What did not arrive: sent again, to the right address, or another way."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.validators import validate_email
from django.forms import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kck.cases.queries.desk_case import numbers_of
from kck.conversations.queries.thread import may_see_thread
from kck.desk.doors import StaffRequest
from kck.desk.pages import page
from kck.desk.views.conversations.found import whose_inbox
from kck.foundation import clock
from kck.foundation.audit import looked_at
from kck.foundation.text import _
from kck.foundation.verdict import Refused
from kck.messaging.commands import correct_address, resend, use_channel
from kck.messaging.policy import may_mend
from kck.messaging.queries import DeliveryRow
from kck.messaging.reach import failed
from kck.people.rules import normal_phone

PAGE = 50
_WAYS = ("email", "sms")


@require_safe
def deliveries(request: HttpRequest) -> HttpResponse:
    staff = whose_inbox(request)
    asked = staff.GET.get("before", "")
    before = int(asked) if asked.isdecimal() and len(asked) < 18 else None
    mends = bool(may_mend(staff.actor))
    rows = failed(before=before, limit=PAGE + 1)
    if not mends:  # a unit sees what concerns what it sees
        rows = [row for row in rows if _where(staff, row)]
    context = {
        "nav_view": "deliveries",
        "rows": [(row, _where(staff, row)) for row in rows[:PAGE]],
        "mends": mends,
        "next": f"?before={rows[PAGE - 1].id}" if len(rows) > PAGE else "",
    }
    return page(staff, "conversations/deliveries.html", context)


def _where(request: StaffRequest, row: DeliveryRow) -> str:
    """The page of what it is about, for whoever may see that."""
    what, _colon, number = row.stream.partition(":")
    if not number.isdecimal():
        return ""
    if what == "thread" and may_see_thread(int(number), request.actor):
        return reverse("desk:thread", args=[int(number)])
    if what == "case" and (known := numbers_of(request.actor, {int(number)})):
        return reverse("desk:case", args=[known[int(number)]])
    return ""


@require_POST
def mend(request: HttpRequest, delivery_id: int, how: str) -> HttpResponseBase:
    """The person's card is corrected by whoever corrects people; here the one message goes."""
    staff = whose_inbox(request)
    who: dict[str, Any] = {"at": clock.now(), "by": staff.actor}
    try:
        said = _mend(staff, delivery_id, how, who)
    except ObjectDoesNotExist:
        raise Http404 from None
    except (Refused, ValidationError) as problem:
        words = problem.messages[0] if isinstance(problem, ValidationError) else str(problem)
        messages.error(staff, words)
    else:
        looked_at(staff.actor, "delivery", f"delivery:{delivery_id}", how)
        messages.success(staff, said)
    return redirect("desk:deliveries")


def _mend(staff: StaffRequest, delivery_id: int, how: str, who: dict[str, Any]) -> str:
    address = staff.POST.get("address", "").strip()[:254]
    if how == "again":
        resend(delivery_id, **who)
        return str(_("Wyśle się jeszcze raz."))
    if how == "address":
        correct_address(delivery_id, _checked(address), **who)
        return str(_("Wyśle się na nowy adres."))
    channel = staff.POST.get("channel", "")
    if how == "channel" and channel in _WAYS:
        use_channel(delivery_id, channel, _checked(address, channel), **who)
        return str(_("Pójdzie inną drogą."))
    raise Http404


def _checked(address: str, channel: str = "") -> str:
    """A mail or a telephone, as it is written down."""
    if "@" in address and channel != "sms":
        validate_email(address)
        return address
    phone = normal_phone(address)
    if not phone or channel == "email":
        raise ValidationError(_("To nie jest adres e-mail ani numer telefonu."))
    return phone
