"""Signatures as Standard Webhooks has them (https://www.standardwebhooks.com).

    webhook-id: evt_123                      the same at every attempt
    webhook-timestamp: 1764100000            of this attempt, in seconds
    webhook-signature: v1,BASE64 v1,BASE64   one for each secret that is valid

What is signed is `id.timestamp.body`, by HMAC-SHA256 with the bytes that follow `whsec_`. This
file needs nothing but Python: who receives may copy it.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Mapping

PREFIX = "whsec_"
TOLERANCE = 300  # seconds by which clocks may differ


class WrongSignature(ValueError):
    """The call was not made by who knows the secret, or not now; do not believe its body."""


def secret_text(key: bytes) -> str:
    """How a secret is shown."""
    return PREFIX + base64.b64encode(key).decode()


def key_of(secret: str) -> bytes:
    """The bytes of a shown secret."""
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("This is no secret of a webhook.") from error


def signature(key: bytes, message_id: str, timestamp: int, body: bytes) -> str:
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def headers(keys: Iterable[bytes], message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers of one attempt."""
    signatures = " ".join(signature(key, message_id, timestamp, body) for key in keys)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signatures,
    }


def verify(
    secrets: Iterable[str],
    received: Mapping[str, str],
    body: bytes,
    *,
    now: float,
    tolerance: int = TOLERANCE,
) -> str:
    """The id of a call that is genuine and of now; for receivers. `WrongSignature` says why not.

    The id comes again when the sender did not hear our answer: do nothing then, and answer 200.
    """
    named = {name.lower(): text for name, text in received.items()}
    message_id, timestamp, given = (
        named.get(f"webhook-{part}", "") for part in ("id", "timestamp", "signature")
    )
    if not (message_id and timestamp and given):
        raise WrongSignature("A header is missing.")
    if not (timestamp.isascii() and timestamp.isdigit()):
        raise WrongSignature("The timestamp is no number.")
    if abs(now - int(timestamp)) > tolerance:
        raise WrongSignature("The timestamp is too far from now: an old call, or a wrong clock.")
    valid = [signature(key_of(secret), message_id, int(timestamp), body) for secret in secrets]
    if not any(
        hmac.compare_digest(one.encode(), other.encode())
        for one in valid
        for other in given.split(" ")
    ):
        raise WrongSignature("No signature fits.")
    return message_id
