from dataclasses import dataclass

from kck.foundation.outbox import Event


@dataclass(frozen=True, kw_only=True)
class StaffJoined(Event):
    name = "accounts.staff_joined"

    staff_id: int


@dataclass(frozen=True, kw_only=True)
class PartnerKeyMade(Event):
    name = "accounts.partner_key_made"

    key_id: int
