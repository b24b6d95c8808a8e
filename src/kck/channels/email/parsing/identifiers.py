"""Message identifiers and dates as headers give them."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from kck.channels.email.parsing.headers import Headers
from kck.channels.email.parsing.limits import MAX_ID, MAX_REFERENCES
from kck.channels.email.parsing.terms import Defect

_ID = re.compile(rf"<\s*([^<>\s]{{1,{MAX_ID}}})\s*>")
_BARE = re.compile(r"[^\s<>@,;()\"]{1,200}@[^\s<>@,;()\"]{1,200}\Z")
_COMMENT = re.compile(r"\([^()]*\)")
_FIRST_YEAR, _LAST_YEAR = 1971, 2200


def message_id(headers: Headers) -> str:
    found = ids(headers.raw("message-id"))
    return found[0] if found else ""


def in_reply_to(headers: Headers) -> str:
    found = ids(headers.raw("in-reply-to"))
    return found[0] if found else ""


def references(headers: Headers) -> tuple[str, ...]:
    """In their order, doubles left out; of too many the first, which is the root, and the last."""
    found = list(dict.fromkeys(one for value in headers.all("references") for one in ids(value)))
    if len(found) > MAX_REFERENCES:
        headers.defects.add(Defect.TOO_MANY_REFERENCES)
        found = [found[0], *found[-MAX_REFERENCES + 1 :]]
    return tuple(found)


def ids(said: str) -> list[str]:
    """With angle brackets, also where the mail left them out."""
    found = [f"<{one}>" for one in _ID.findall(said)]
    if found:
        return found
    words = said.replace(",", " ").split()
    return [f"<{word.strip('<>')}>" for word in words if _BARE.match(word.strip("<>"))]


def date(headers: Headers) -> datetime | None:
    said = headers.raw("date")
    if not said:
        return None
    for shape in (said, _COMMENT.sub(" ", said)):
        try:
            found = parsedate_to_datetime(shape[:200])
            found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, OverflowError, IndexError, AttributeError):
            continue
        if _FIRST_YEAR <= found.year <= _LAST_YEAR:
            return found
    headers.defects.add(Defect.BAD_DATE)
    return None
