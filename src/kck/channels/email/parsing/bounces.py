"""Mails that say that a mail did not arrive: RFC 3464, and those that only say so in words."""

import re
from collections.abc import Iterator

from kck.channels.email.parsing import bounce_words, headers
from kck.channels.email.parsing.bodies import Body
from kck.channels.email.parsing.headers import Headers
from kck.channels.email.parsing.limits import MAX_BOUNCES
from kck.channels.email.parsing.structure import Part
from kck.channels.email.parsing.terms import Bounce

_ACTIONS = {"failed", "delayed", "delivered", "relayed", "expanded"}
_STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_ID = re.compile(r"<[^<>\s@]{1,400}@[^<>\s]{1,400}>")
_MESSAGE_ID = re.compile(r"^[> \t]*message-id:\s*(<[^<>\s]{1,900}>)", re.IGNORECASE | re.MULTILINE)


def bounces(top: Headers, body: Body, text: str, subject: str) -> tuple[Bounce, ...]:
    statuses = [part for part in body.reports if "delivery-status" in part.type]
    original = original_message_id(body, text)
    found = [
        bounce
        for part in statuses
        for bounce in _of_status(body.text_of(part, 500_000)[0], original)
    ]
    if not found and not body.reports:
        found = bounce_words.in_words(top, text, subject, original)
    return tuple(dict.fromkeys(found[:MAX_BOUNCES]))


def original_message_id(body: Body, text: str) -> str:
    """Of the mail that came back: from its headers, or from where they stand in the text."""
    for part in body.originals:
        inner, _start = headers.split(*_headers_of(part, body))
        if found := _ID.search(inner.raw("message-id")):
            return found[0]
    said = _MESSAGE_ID.findall(text[:200_000])
    return said[-1] if said else ""


def _headers_of(part: Part, body: Body) -> tuple[bytes, int, int]:
    if not part.encoding:
        return part.raw, part.start, part.end
    data = body.text_of(part, 500_000)[0].encode("utf-8", "replace")
    return data, 0, len(data)


def _of_status(text: str, original: str) -> Iterator[Bounce]:
    """Groups of fields between empty lines; the first is about the mail, the rest each about a
    recipient. Some servers leave the empty line out, so a recipient begins a group as well."""
    for fields in _groups(text):
        recipient = fields.get("final-recipient", "") or fields.get("original-recipient", "")
        if not recipient:
            continue
        status = _STATUS.search(fields.get("status", ""))
        diagnostic = fields.get("diagnostic-code", "")
        action = re.split(r"[\s(;]", fields.get("action", "").strip().lower(), maxsplit=1)[0]
        found = status[0] if status else bounce_words.status(diagnostic)
        yield Bounce(
            recipient=_address(recipient),
            action=action if action in _ACTIONS else _usual_action(found),
            status=found,
            diagnostic=_without_kind(diagnostic)[:1000],
            original_message_id=original,
        )


def _groups(text: str) -> Iterator[dict[str, str]]:
    fields: dict[str, str] = {}
    name = ""
    for line in [*text.split("\n"), ""]:
        key, colon, value = line.partition(":")
        key = key.strip().lower()
        if line[:1] in {" ", "\t"} and name and line.strip():
            fields[name] = f"{fields[name]} {line.strip()}"
        elif not line.strip() or (key == "final-recipient" and key in fields):
            yield fields
            fields, name = {}, ""
        if colon and line[:1] not in {" ", "\t"}:
            name = key
            fields.setdefault(name, value.strip())


def _address(said: str) -> str:
    bare = said.rpartition(";")[2].strip().strip("<>").strip()
    return bare.split()[0].strip("<>") if bare.split() else ""


def _without_kind(diagnostic: str) -> str:
    kind, semicolon, words = diagnostic.partition(";")
    return words.strip() if semicolon and len(kind) < 20 else diagnostic.strip()


def _usual_action(status: str) -> str:
    return {"2": "delivered", "4": "delayed"}.get(status[:1], "failed")
