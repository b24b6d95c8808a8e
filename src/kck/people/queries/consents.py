"""Consents as statements of other modules ask for them."""


def consented(*, person: str, purpose: str) -> str:
    """SQL: whether a consent stands; `person` and `purpose` are expressions of the statement."""
    return (
        "EXISTS (SELECT 1 FROM people_consent AS consent"  # noqa: S608 (no values in it)
        f" WHERE consent.person_id = {person} AND consent.purpose = {purpose}"
        " AND consent.withdrawn_at IS NULL)"
    )
