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


@dataclass(frozen=True, kw_only=True)
class PartnerKeyRenewed(Event):
    name = "accounts.partner_key_renewed"

    key_id: int


@dataclass(frozen=True, kw_only=True)
class PartnerKeyRevoked(Event):
    name = "accounts.partner_key_revoked"

    key_id: int


@dataclass(frozen=True, kw_only=True)
class ApiTokenMade(Event):
    name = "accounts.api_token_made"

    token_id: int
    unit_id: int
    scopes: list[str]
    expires_at: str


@dataclass(frozen=True, kw_only=True)
class ApiTokenRevoked(Event):
    name = "accounts.api_token_revoked"

    token_id: int
    unit_id: int


@dataclass(frozen=True, kw_only=True)
class StaffNotified(Event):
    name = "accounts.staff_notified"

    staff_ids: list[int]
    kind: str
    subject: str
