"""The firms a unit gives work to: kept by its lead, chosen when a task is given."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from kck.cases import policy
from kck.cases.contractor_models import Contractor
from kck.cases.rules import Incomplete
from kck.cases.side_events import ContractorKept
from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.foundation.text import _, clean
from kck.foundation.verdict import require

_PHONE = frozenset("0123456789 +()-./,;")


@command
def keep_contractor(
    contractor_id: int | None,
    *,
    unit_id: int,
    name: str,
    mail: str = "",
    phone: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
    at: datetime,
    by: Actor,
) -> Contractor:
    """A new one of the unit, or one of its own as it is from now on. Tasks given stay as given."""
    require(policy.may_keep_contractors(by, unit_id))
    name, phone = " ".join(clean(name).split()), " ".join(clean(phone).split())
    mail = mail.strip()
    _check(name, mail, phone, valid_from, valid_to)
    wanted = {
        "name": name, "mail": mail, "phone": phone, "valid_from": valid_from, "valid_to": valid_to,
    }  # fmt: skip
    same = Contractor.objects.filter(unit_id=unit_id, name__iexact=name, valid_from=valid_from)
    if same.exclude(pk=contractor_id or 0).exists():
        raise Incomplete(str(_("Ten wykonawca już jest na liście.")))
    row = _row(contractor_id, unit_id)
    changed = [field for field, value in wanted.items() if getattr(row, field) != value]
    if row.pk is not None and not changed:
        return row
    for field in changed:
        setattr(row, field, wanted[field])
    row.save()
    kept = ContractorKept(contractor_id=row.pk, unit_id=unit_id, changed=sorted(changed))
    record(kept, by=by, at=at, stream=f"contractor:{row.pk}")
    return row


def _row(contractor_id: int | None, unit_id: int) -> Contractor:
    if contractor_id is None:
        return Contractor(unit_id=unit_id)
    return Contractor.objects.select_for_update().get(pk=contractor_id, unit_id=unit_id)


def _check(name: str, mail: str, phone: str, first: date | None, last: date | None) -> None:
    if not 1 < len(name) <= 120:
        raise Incomplete(str(_("Nazwa wykonawcy ma od 2 do 120 znaków.")))
    if len(phone) > 40 or set(phone) - _PHONE:
        raise Incomplete(str(_("To nie wygląda na numer telefonu.")))
    if first and last and last < first:
        raise Incomplete(str(_("Ostatni dzień jest wcześniej niż pierwszy.")))
    if mail:
        try:
            validate_email(mail)
        except ValidationError as error:
            raise Incomplete(str(_("To nie wygląda na adres e-mail."))) from error
