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


@dataclass(frozen=True, kw_only=True)
class StaffInvited(Event):
    name = "accounts.staff_invited"

    staff_id: int
    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationUsed(Event):
    name = "accounts.invitation_used"

    staff_id: int
    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class StaffChanged(Event):
    """Which fields: what stood and stands there is personal data."""

    name = "accounts.staff_changed"

    staff_id: int
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class PostGiven(Event):
    """A role in a unit was given, or its days or district were changed."""

    name = "accounts.post_given"

    staff_id: int
    post_id: int
    role: str
    unit_id: int
    district: str
    valid_from: str
    valid_to: str


@dataclass(frozen=True, kw_only=True)
class PostEnded(Event):
    """`last_day` is empty when the post had not begun and is gone."""

    name = "accounts.post_ended"

    staff_id: int
    post_id: int
    role: str
    unit_id: int
    last_day: str


@dataclass(frozen=True, kw_only=True)
class StaffLeft(Event):
    """Somebody left the job; their open work goes to `hand_to`, or to nobody (0)."""

    name = "accounts.staff_left"

    staff_id: int
    hand_to: int


@dataclass(frozen=True, kw_only=True)
class StaffReturned(Event):
    name = "accounts.staff_returned"

    staff_id: int


@dataclass(frozen=True, kw_only=True)
class FactorsDropped(Event):
    """Their second factors were taken off: a lost phone."""

    name = "accounts.factors_dropped"

    staff_id: int


@dataclass(frozen=True, kw_only=True)
class NewDeviceUsed(Event):
    name = "accounts.new_device_used"

    staff_id: int
    device_id: int


@dataclass(frozen=True, kw_only=True)
class SessionsEnded(Event):
    name = "accounts.sessions_ended"

    staff_id: int
    count: int


@dataclass(frozen=True, kw_only=True)
class RoleChanged(Event):
    """`settings` says what else than grants was changed, by the field's name."""

    name = "accounts.role_changed"

    role: str
    added: list[str]
    removed: list[str]
    settings: list[str]


@dataclass(frozen=True, kw_only=True)
class RoleRemoved(Event):
    name = "accounts.role_removed"

    role: str


@dataclass(frozen=True, kw_only=True)
class AbsenceArranged(Event):
    name = "accounts.absence_arranged"

    absence_id: int
    staff_id: int
    substitute_id: int
    first_day: str
    last_day: str


@dataclass(frozen=True, kw_only=True)
class AbsenceEnded(Event):
    """Before its last day, or before it began."""

    name = "accounts.absence_ended"

    absence_id: int
    staff_id: int
    substitute_id: int
