"""How calls travel: JSON by the standard library, problems as exceptions, patience when told so."""

import json
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from functools import cache
from http.client import HTTPException
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

T = TypeVar("T")
TRIES, LONGEST_WAIT = 3, 60
_BUSY = (429, 503)


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field."""

    field: str
    message: str


class Problem(Exception):
    """The city said no, and why (RFC 9457). `kind` is the last part of the problem's type."""

    def __init__(self, status: int, told: Mapping[str, Any], headers: Mapping[str, str]) -> None:
        self.status = status
        self.kind = str(told.get("type", "")).rpartition("#")[2]
        self.title = str(told.get("title", ""))
        self.detail = str(told.get("detail", ""))
        self.errors = [FieldError(**one) for one in told.get("errors", [])]
        self.headers = headers
        super().__init__(f"{status} {self.detail or self.title}")


class Unreachable(Exception):
    """No answer came, after several tries."""


@dataclass(frozen=True)
class Answer:
    body: bytes
    headers: Mapping[str, str]


class Transport:
    """One city. `etag` is that of the last answer: give it to an act that relies on what was read.

    Every write carries a key of its own, so that it may be tried again and is still done once.
    """

    def __init__(
        self,
        address: str,
        *,
        token: str = "",
        language: str = "en",
        timeout: float = 30,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        if not address.startswith(("https://", "http://")):
            raise ValueError("the address begins with https://")
        self._base = f"{address.rstrip('/')}/api/v1"
        self._token, self._language = token, language
        self._timeout, self._sleep = timeout, sleep
        self.etag = ""

    def call(
        self,
        method: str,
        path: str,
        kind: Any,
        *,
        parts: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """The answer as `kind` has it; bytes as they are."""
        asked = {name: quote(value, safe="") for name, value in (parts or {}).items()}
        content = None if body is None else json.dumps(_plain(body)).encode()
        named = dict(headers or {})
        if content is not None:
            named["Content-Type"] = "application/json"
        answer = self._send(method, _address(path.format(**asked), query), content, named)
        return answer.body if kind is bytes else read(kind, json.loads(answer.body))

    def upload(self, path: str, kind: Any, *, photo: bytes, headers: Mapping[str, str]) -> Any:
        edge = uuid.uuid4().hex
        disposition = 'Content-Disposition: form-data; name="photo"; filename="photo"'
        head = f"--{edge}\r\n{disposition}\r\nContent-Type: application/octet-stream\r\n\r\n"
        content = head.encode() + photo + f"\r\n--{edge}--\r\n".encode()
        named = {**headers, "Content-Type": f"multipart/form-data; boundary={edge}"}
        return read(kind, json.loads(self._send("POST", path, content, named).body))

    def _send(
        self, method: str, address: str, content: bytes | None, headers: dict[str, str]
    ) -> Answer:
        if method == "POST" and not headers.get("Idempotency-Key"):
            headers["Idempotency-Key"] = str(uuid.uuid4())
        for turn in range(1, TRIES + 1):
            try:
                answer = self._ask(method, address, content, headers)
            except Problem as problem:
                wait = problem.headers.get("Retry-After", "")
                if problem.status not in _BUSY or turn == TRIES or not _is_short(wait):
                    raise
                self._sleep(int(wait))
            except (URLError, HTTPException, OSError) as error:
                if turn == TRIES:
                    raise Unreachable(str(error)) from error
                self._sleep(2**turn)
            else:
                self.etag = answer.headers.get("ETag", "")
                return answer
        raise AssertionError("the last try answers or raises")

    def _ask(
        self, method: str, address: str, content: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        named = {"Accept-Language": self._language, "User-Agent": "kck-client/1.0"}
        if self._token:
            named["Authorization"] = f"Bearer {self._token}"
        named |= {name: value for name, value in headers.items() if value}
        # the scheme was looked at when the city was named
        request = Request(f"{self._base}{address}", content, named, method=method)  # noqa: S310
        try:
            with urlopen(request, timeout=self._timeout) as reply:  # noqa: S310
                return Answer(reply.read(), reply.headers)
        except HTTPError as error:
            with error:
                raise Problem(error.code, _told(error.read()), dict(error.headers)) from error


def _is_short(wait: str) -> bool:
    return wait.isdecimal() and int(wait) <= LONGEST_WAIT


def _told(body: bytes) -> Mapping[str, Any]:
    """A proxy on the way may answer with a page."""
    try:
        told = json.loads(body)
    except ValueError:
        return {"title": body[:200].decode(errors="replace")}
    return told if isinstance(told, dict) else {}


def _address(path: str, query: Mapping[str, Any] | None) -> str:
    asked = {
        name: _plain(value) for name, value in (query or {}).items() if value not in (None, "", [])
    }
    return f"{path}?{urlencode(asked, doseq=True)}" if asked else path


def _plain(value: Any) -> Any:
    """As JSON has it; what was not given is left out."""
    if is_dataclass(value) and not isinstance(value, type):
        value = {one.name: getattr(value, one.name) for one in fields(value)}
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items() if one is not None}
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        return value.isoformat()
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_plain(one) for one in value]
    return value


def read(kind: Any, told: Any) -> Any:
    """JSON as the type says. Fields that a newer city tells besides are passed over."""
    origin = get_origin(kind)
    if told is None or kind is Any or origin is Literal:
        return told
    if origin is UnionType:
        [known] = [one for one in get_args(kind) if one is not NoneType]
        return read(known, told)
    if origin is list:
        return [read(get_args(kind)[0], one) for one in told]
    if kind is datetime:
        return datetime.fromisoformat(told)
    if kind is float:
        return float(told)
    if isinstance(kind, type) and is_dataclass(kind):
        return kind(**{name: read(one, told.get(name)) for name, one in _hints(kind).items()})
    return told


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)
