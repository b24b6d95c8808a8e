"""Cursors: where a page ended, as a text that nobody need understand."""

import base64
import binascii
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings

from kck.api.callers import Call
from kck.api.problems import invalid
from kck.foundation.text import _

Place = tuple[datetime, int]
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MOST_ID = 2**63 - 1


def cursor(moment: datetime | str, pk: int) -> str:
    moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    text = f"1.{(moment - _EPOCH) // _MICROSECOND}.{pk}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def place_of(text: str) -> Place | None:
    """None for the first page; `Problem` for what is no cursor of ours."""
    if not text:
        return None
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        version, moment, pk = raw.decode("ascii").split(".")
        if version != "1" or not 0 < int(pk) <= _MOST_ID:
            raise ValueError(text)
        return _EPOCH + int(moment) * _MICROSECOND, int(pk)
    except (ValueError, binascii.Error, OverflowError) as error:
        words = _("To nie jest kursor z poprzedniej strony. Zacznij bez niego.")
        raise invalid("cursor", words) from error


def next_link(call: Call, following: str) -> str:
    """For the Link header, with the filters of this page."""
    query = {**dict(call.GET.lists()), "cursor": [following]}
    address = f"{settings.SITE_URL}{call.path_info}?{urlencode(query, doseq=True)}"
    return f'<{address}>; rel="next"'
