"""Addresses under which a partner's system, and nobody else, may fetch a photo for a while."""

from datetime import timedelta
from uuid import UUID

from django.core import signing

VALID_FOR = timedelta(days=90)
_signer = signing.TimestampSigner(salt="kck.files.signed", sep=".")


def token_for(public_id: UUID) -> str:
    return _signer.sign(public_id.hex)


def photo_behind(token: str) -> UUID | None:
    """None when nobody signed this, or too long ago."""
    try:
        return UUID(hex=_signer.unsign(token, max_age=VALID_FOR))
    except (signing.BadSignature, ValueError):
        return None
