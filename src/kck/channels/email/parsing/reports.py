"""Read receipts and invitations: mails whose meaning stands in a part for machines."""

import re

from kck.channels.email.parsing.bodies import Body
from kck.channels.email.parsing.identifiers import ids
from kck.channels.email.parsing.structure import Part
from kck.channels.email.parsing.terms import Calendar, ReadReceipt

_MOST = 100_000


def read_receipt(body: Body) -> ReadReceipt | None:
    for part in body.reports:
        if part.type == "message/disposition-notification":
            fields = _fields(body.text_of(part, _MOST)[0])
            original = ids(fields.get("original-message-id", ""))
            disposition = fields.get("disposition", "").rpartition(";")[2]
            return ReadReceipt(
                recipient=fields.get("final-recipient", "").rpartition(";")[2].strip(" <>"),
                disposition=re.split(r"[/\s]", disposition.strip().lower())[0],
                original_message_id=original[0] if original else "",
            )
    return None


def is_abuse_report(body: Body) -> bool:
    return any(part.type == "message/feedback-report" for part in body.reports)


def calendar(body: Body) -> Calendar | None:
    for part in body.calendars:
        fields = _of_event(part, body)
        method = fields.get("method", "") or part.parameters.get("method", "")
        return Calendar(
            method=method.upper()[:20],
            uid=fields.get("uid", "")[:255],
            summary=re.sub(r"\\([,;\\])", r"\1", fields.get("summary", ""))[:500],
        )
    return None


def _of_event(part: Part, body: Body) -> dict[str, str]:
    """Those of the calendar and of its first event; a time zone's come before and say nothing."""
    text = re.sub(r"\n[ \t]", "", body.text_of(part, _MOST)[0])
    return _fields(text)


def _fields(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in re.sub(r"\n[ \t]+", " ", text).split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.partition(";")[0].strip().lower(), value.strip())
    return found
