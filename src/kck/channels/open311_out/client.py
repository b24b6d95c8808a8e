"""Speaking GeoReport v2 to a server that may be slow, broken or lying."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx2

from kck.channels.open311_out.reading import (
    Nonsense,
    change_of_record,
    change_of_update,
    created_of,
    number_of,
    objects,
)
from kck.channels.open311_out.terms import (
    Created,
    FarAddress,
    FarAway,
    FarChange,
    FarRefuses,
    FarUnclear,
)
from kck.foundation.reasons import reason
from kck.foundation.text import _, clean

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 20.0
MOST_BYTES = 4_000_000
MOST_PHOTO_BYTES = 10_000_000
AT_ONCE = 50  # numbers in one question
_KEY_REFUSED = reason("open311_out.key", _("system jednostki odrzuca nasz klucz (%(status)s)"))
_AWAY_STATUS = {
    401: _KEY_REFUSED(status=401),
    403: _KEY_REFUSED(status=403),
    429: reason("open311_out.too_often", _("system jednostki prosi, by pytać rzadziej (429)")),
    503: reason("open311_out.unavailable", _("system jednostki jest niedostępny (503)")),
}
_NO_ANSWER = reason("open311_out.silent", _("system jednostki nie odpowiedział na czas"))
_BROKE_OFF = reason("open311_out.broke_off", _("system jednostki zerwał połączenie (%(error)s)"))
_UNREACHABLE = reason(
    "open311_out.unreachable", _("nie można połączyć się z systemem jednostki (%(error)s)")
)
_NONSENSE = reason(
    "open311_out.nonsense", _("odpowiedź systemu jednostki jest niezrozumiała (%(error)s)")
)
_TOO_LONG = reason("open311_out.too_long", _("odpowiedź systemu jednostki jest za długa"))
_REFUSED = reason("open311_out.refused", _("system jednostki odmówił (%(status)s): %(words)s"))
NO_FEED = frozenset({404, 405, 410, 501})

T = TypeVar("T")
Files = Sequence[tuple[str, tuple[str, bytes, str]]]


def http_client() -> httpx2.Client:
    """Follows nobody elsewhere, and takes no proxy from the environment."""
    return httpx2.Client(
        timeout=httpx2.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
        follow_redirects=False,
        trust_env=False,
        headers={"User-Agent": "KCK", "Accept": "application/json, text/xml;q=0.5"},
    )


class FarEndClient:
    """One unit's server. Raises `FarRefuses`, `FarUnclear` or `FarAway`, nothing else."""

    def __init__(self, far: FarAddress, http: httpx2.Client) -> None:
        self.far = far
        self._http = http
        self._base = far.endpoint.rstrip("/")

    def create(self, fields: Mapping[str, Any], files: Files = ()) -> Created:
        return self._understood(created_of, self._post("requests", fields, files))

    def find(self, own_id: str, mark: str, since: datetime) -> str:
        """The number under which it has what we sent as `own_id`; `mark` stands in its words."""
        asked = {"client_request_id": own_id, "start_date": _stamp(since), "page_size": "1000"}
        try:
            found = self._understood(objects, self._get("requests", asked))
        except FarRefuses:
            return ""  # it knows no such question: what it knows of us it would have said
        for one in found:
            if one.get("client_request_id") == own_id or mark in str(one.get("description")):
                return number_of(one)
        return ""

    def has(self, number: str) -> bool:
        """Whether it really has a request of this number."""
        try:
            found = self._understood(objects, self._get(f"requests/{_safe(number)}", {}))
        except FarRefuses:
            return False
        return any(number_of(one) == number for one in found)

    def number_for(self, token: str) -> str:
        """Empty while there is none yet."""
        found = self._understood(objects, self._get(f"tokens/{_safe(token)}", {}))
        return number_of(found[0]) if found else ""

    def records(self, numbers: Sequence[str]) -> list[FarChange]:
        """What it says about these requests now."""
        changes: list[FarChange] = []
        for first in range(0, len(numbers), AT_ONCE):
            asked = {"service_request_id": ",".join(numbers[first : first + AT_ONCE])}
            found = self._understood(objects, self._get("requests", asked))
            changes += [change for one in found if (change := change_of_record(one))]
        return changes

    def updates(self, since: datetime) -> list[FarChange] | None:
        """What it said since then, in its order; None when it has no such feed."""
        try:
            body = self._get("servicerequestupdates", {"start_date": _stamp(since)})
        except FarRefuses as no:
            if no.status in NO_FEED:
                return None
            raise
        found = self._understood(objects, body)
        return [change for one in found if (change := change_of_update(one))]

    def tell(self, fields: Mapping[str, Any], files: Files = ()) -> str:
        """Add something to a request; its id of that, as far as it says one."""
        body = self._post("servicerequestupdates", fields, files)
        try:
            found = objects(body)
        except Nonsense:
            return ""
        return str(found[0].get("update_id", ""))[:160] if found else ""

    def photo(self, address: str) -> bytes | None:
        """A photo of its own; None for whatever is elsewhere, too big, or not to be had."""
        if _origin(address) != _origin(self._base):
            return None
        try:
            return self._ask("GET", address, most=MOST_PHOTO_BYTES)
        except (FarRefuses, FarUnclear, FarAway):
            return None

    def _get(self, what: str, asked: Mapping[str, str]) -> bytes:
        return self._ask("GET", f"{self._base}/{what}.json", params={**self._known(), **asked})

    def _post(self, what: str, fields: Mapping[str, Any], files: Files) -> bytes:
        more: dict[str, Any] = {"files": list(files)} if files else {}
        data = {**self._known(), **fields}
        return self._ask("POST", f"{self._base}/{what}.json", data=data, **more)

    def _known(self) -> dict[str, str]:
        said = {"api_key": self.far.key, "jurisdiction_id": self.far.jurisdiction}
        return {name: value for name, value in said.items() if value}

    def _ask(self, method: str, address: str, *, most: int = MOST_BYTES, **more: Any) -> bytes:
        """The body of a good answer."""
        try:
            with self._http.stream(method, address, **more) as answer:
                body = _read(answer, most)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
            raise FarAway(_UNREACHABLE(error=type(error).__name__)) from error
        except httpx2.TimeoutException as error:
            raise FarUnclear(_NO_ANSWER, silent=True) from error
        except httpx2.TransportError as error:
            raise FarUnclear(_BROKE_OFF(error=type(error).__name__), silent=True) from error
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            raise FarUnclear(_NONSENSE(error=type(error).__name__)) from error
        return _checked(answer.status_code, body)

    def _understood(self, read: Callable[[bytes], T], body: bytes) -> T:
        try:
            return read(body)
        except Nonsense as wrong:
            raise FarUnclear(_NONSENSE(error=str(wrong))) from wrong


def _read(answer: httpx2.Response, most: int) -> bytes:
    """All of it, unless it is endless or drips."""
    body, until = bytearray(), time.monotonic() + ANSWER_SECONDS
    for part in answer.iter_bytes():
        body += part
        if len(body) > most:
            raise FarUnclear(_TOO_LONG)
        if time.monotonic() > until:
            raise FarUnclear(_NO_ANSWER, silent=True)
    return bytes(body)


def _checked(status: int, body: bytes) -> bytes:
    if 200 <= status < 300:
        return body
    if status in _AWAY_STATUS:
        raise FarAway(_AWAY_STATUS[status])
    why = _REFUSED(status=status, words=_words(body))
    if 400 <= status < 500 and status != 408:
        raise FarRefuses(why, status=status)
    raise FarUnclear(why)  # 5xx may have kept it; 3xx is no answer of this standard


def _words(body: bytes) -> str:
    """What it says is wrong, in GeoReport's form; of anything else nothing."""
    try:
        found = json.loads(body)
        told = " ".join(str(one["description"]) for one in found)
    except (ValueError, TypeError, KeyError, RecursionError):
        return "?"
    return clean(told)[:200] or "?"


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _safe(part: str) -> str:
    return "".join(sign if sign.isalnum() or sign in "-_." else "" for sign in part)


def _origin(address: str) -> tuple[str, str | None, int | None]:
    try:
        parts = urlsplit(address)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return ("", None, None)
    return parts.scheme, parts.hostname, port
