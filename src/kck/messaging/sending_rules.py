"""When and how fast the city sends: its quiet hours, how often it promotes, what far ends bear."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import connection

from kck.foundation import clock
from kck.messaging.models import CityRules, Mailing
from kck.messaging.rules import quiet_until
from kck.messaging.terms import URGENT, MailingKind, Reason, SendingRules


def current_rules() -> SendingRules:
    """What the city has set, or what is usual."""
    row = CityRules.objects.order_by("-pk").first()
    if row is None:
        return SendingRules()
    # JSON knows no tuples
    known: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in row.values.items()
    }
    return SendingRules(**known)


def keep_rules(rules: SendingRules, *, at: datetime) -> None:
    CityRules.objects.create(values=asdict(rules), since=at)


def quiet_for(mailing: Mailing, rules: SendingRules) -> bool:
    """Whether this mailing waits for the morning."""
    if mailing.ground in URGENT:
        return False
    if mailing.kind == MailingKind.SERVICE and mailing.channel not in rules.quiet_channels:
        return False
    return quiet_until(clock.now(), rules, clock.city_zone()) is not None


# what waits until morning is put off once, not passed over at each claim
_HOLD = """
UPDATE messaging_delivery AS d SET next_try_at = %s, reason = %s
  FROM messaging_message AS m
 WHERE m.id = d.message_id AND d.channel = %s AND d.mailing_id IS NULL
   AND d.next_try_at <= %s AND NOT m.ground = ANY(%s)
"""


def hold_for_quiet(channel: str, rules: SendingRules) -> int:
    """In quiet hours, single messages that are not urgent wait, in channels that wake people."""
    now = clock.now()
    until = quiet_until(now, rules, clock.city_zone())
    if until is None or channel not in rules.quiet_channels:
        return 0
    real = clock.real_now()
    wait = (until - now) / (clock.rate() or 1.0)
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [real + wait, Reason.QUIET, channel, real, [str(g) for g in URGENT]])
        return int(cursor.rowcount)
