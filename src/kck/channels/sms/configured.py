"""Which way out and in this installation has: a gateway, a modem, the demo's page, or none."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from kck.channels.sms.gateways.generic import Generic, Shape
from kck.channels.sms.gateways.port import Gateway
from kck.channels.sms.gateways.serwersms import SerwerSms
from kck.channels.sms.gateways.smsapi import SmsApi
from kck.channels.sms.gateways.spool import Spool
from kck.channels.sms.terms import Way, is_name
from kck.conversations.models import Box
from kck.foundation import clock


def gateway() -> Gateway | None:
    """None where there is no provider; a modem is no gateway."""
    if not settings.ENV.sms:
        return None
    way, token = Way.parse(settings.ENV.sms), secret(settings.ENV.sms_token)
    if way.kind == "smsapi":
        return SmsApi(way.address, token, notify_url=hook_url())
    if way.kind == "serwersms":
        return SerwerSms(way.address, token)
    if way.kind == "file":
        return Generic(_shape(way.address), token)
    return None


@lru_cache(maxsize=4)
def _shape(path: str) -> Shape:
    return Shape.read(Path(path))


def spool() -> Spool | None:
    way = Way.parse(settings.ENV.sms) if settings.ENV.sms else None
    return Spool(Path(way.address)) if way and way.kind == "spool" else None


def is_demo() -> bool:
    return bool(settings.KCK_DEMO and not settings.ENV.sms)


def is_on() -> bool:
    return bool(settings.ENV.sms) or is_demo()


def sender() -> str:
    return str(settings.ENV.sms_from)


def in_plain_letters() -> bool:
    """The city has decided that its texts are written without Polish and Ukrainian marks."""
    return bool(settings.ENV.sms_plain)


def hook_secret() -> str:
    return secret(settings.ENV.sms_hook_secret)


def hook_url() -> str:
    """Where a provider calls us; "" when it may not."""
    known = hook_secret()
    return f"{settings.SITE_URL}/hooks/sms/{known}/" if known else ""


def secret(raw: str) -> str:
    """The secret, or what stands in the file it names: `@/run/secrets/sms`."""
    if not raw.startswith("@/"):
        return raw
    return Path(raw[1:]).read_text(encoding="utf-8").strip()


def box_for(number: str) -> Box | None:
    """To which of the city's numbers it was sent; with one number, it is that."""
    today = clock.today()
    rows = [
        one
        for one in Box.objects.filter(channel="sms", valid_from__lte=today).order_by("code")
        if one.valid_to is None or one.valid_to > today
    ]
    digits = _digits(number)
    for one in rows:
        if digits and digits in {_digits(known) for known in (one.address, *one.also)}:
            return one
    return rows[0] if rows else None


def reply_number() -> str:
    """What must be said where nobody can reply: our sender is a name. Else ""."""
    box = box_for("") if is_name(sender()) else None
    return box.address if box else ""


def _digits(number: str) -> str:
    return "".join(one for one in number if one.isdigit()).removeprefix("48")
