"""What somebody is writing, kept between the steps for a day.

A draft lives in a session of its own, apart from the staff's. Every form also carries it, sealed,
so that a browser that lost its cookie, or a night that outlived the session, loses nothing.
"""

import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import wraps
from hashlib import sha256
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponseBase
from pydantic import TypeAdapter, ValidationError

from kck.portal.frames import DRAFT_COOKIE, frame_of

COOKIE = DRAFT_COOKIE
FIELD = "draft"
KEPT_FOR = timedelta(hours=24)
CARRIED_FOR = timedelta(days=3)  # as long as the files of a draft
MOST_PHOTOS = 5
_SALT = "kck.portal.draft"
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class DraftPhoto:
    """A photo that was uploaded; where and when it was taken, until somebody has said yes or no."""

    id: UUID
    width: int
    height: int
    lat: float | None = None
    lon: float | None = None
    taken_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A report on its way. `key` is what makes a second sending the same report."""

    key: str
    text: str = ""
    group: str = ""
    photos: tuple[DraftPhoto, ...] = ()
    lat: float | None = None
    lon: float | None = None
    address: str = ""
    words: str = ""
    apart: bool = False  # saw what is reported nearby: mine is something else
    asked: str = ""  # the category whose questions were shown
    answers: Mapping[str, Any] = field(default_factory=dict)
    warned: str = ""  # the danger whose number was shown and answered
    after_danger: str = ""
    category: str = ""  # said beforehand by a link or an object, and shown
    object: str = ""  # the code of that object

    @property
    def placed(self) -> bool:
        return bool(self.address or self.words or self.lat is not None)

    @property
    def sending_key(self) -> str:
        """The same words under the same key are one report, however often they are sent."""
        return f"{self.key}.{sha256(self.text.encode()).hexdigest()[:12]}"


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What became of the last draft of this browser."""

    key: str
    number: str
    token: str = ""  # empty: joined to somebody else's report
    told_by: str = ""  # where word of it goes


_draft = TypeAdapter(Draft)
_sent = TypeAdapter(Sent)


def seal(draft: Draft) -> str:
    """For a hidden field: readable and changeable by nobody but us."""
    return signing.dumps(_draft.dump_python(draft, mode="json"), salt=_SALT, compress=True)


def unseal(sealed: str) -> Draft | None:
    if not sealed:
        return None
    with suppress(signing.BadSignature, ValidationError, ValueError):
        return _draft.validate_python(signing.loads(sealed, salt=_SALT, max_age=CARRIED_FOR))
    return None


class FramedStore(SessionStore):
    """The session of a frame. Its key was made and signed by us, so it is taken even when new."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self._framed = key

    def create(self) -> None:
        self._session_key = self._framed
        self.save(must_create=True)
        self.modified = True


class Notebook:
    """The draft of one browser, or of one frame: read it, change it, be done with it."""

    def __init__(self, request: HttpRequest) -> None:
        self._framed = frame_of(request) is not None
        self._key: str | None = request.COOKIES.get(COOKIE) or None
        self.carried = unseal(request.POST.get(FIELD, "")) if request.method == "POST" else None
        self._store = self._open(self._key)
        if self.carried and self.draft is None and not self._was_sent(self.carried):
            self.change(self.carried)

    def _was_sent(self, draft: Draft) -> bool:
        return self.sent is not None and self.sent.key == draft.key

    @property
    def draft(self) -> Draft | None:
        return _read(_draft, self._store.get("draft"))

    @property
    def sent(self) -> Sent | None:
        return _read(_sent, self._store.get("sent"))

    def change(self, base: Draft | None = None, /, **changes: Any) -> Draft:
        """Change the draft, or begin one. Two photos that arrive at once are both kept."""
        return self.rewrite(lambda draft: replace(base or draft, **changes))

    def rewrite(self, how: Callable[[Draft], Draft]) -> Draft:
        with transaction.atomic():
            self._take_hold()
            changed = how(self.draft or Draft(key=secrets.token_urlsafe(24)))
            self._store["draft"] = _draft.dump_python(changed, mode="json")
            self._save()
        return changed

    def finish(self, sent: Sent, *, keep_draft: bool = False) -> None:
        """`keep_draft`: what was sent is something else than the report begun in another tab."""
        with transaction.atomic():
            self._take_hold()
            if not keep_draft:
                self._store.pop("draft", None)
            self._store["sent"] = _sent.dump_python(sent, mode="json")
            self._save()

    def throw_away(self) -> None:
        self._store.flush()

    def _open(self, key: str | None) -> SessionStore:
        return FramedStore(key) if self._framed and key else SessionStore(key)

    def _take_hold(self) -> None:
        """One request at a time changes a draft; look at it again, since another may have."""
        key = self._key if self._framed else self._store.session_key
        if key:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 312))", [key])
            self._store = self._open(key)

    def _save(self) -> None:
        self._store.set_expiry(int(KEPT_FOR.total_seconds()))
        self._store.save()

    def stamp(self, response: HttpResponseBase) -> None:
        """Give the browser the key of its draft, or take it back."""
        if self._store.session_key and self._store.session_key != self._key:
            response.set_cookie(
                COOKIE,
                self._store.session_key,
                max_age=KEPT_FOR,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        elif self._key and not self._store.session_key:
            response.delete_cookie(COOKIE, samesite="Lax")


def _read(kind: TypeAdapter[T], raw: object) -> T | None:
    if raw is None:
        return None
    try:
        return kind.validate_python(raw)
    except ValidationError:  # written by an older version
        return None


View = Callable[Concatenate[HttpRequest, Notebook, P], HttpResponseBase]


def with_draft(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """The view gets the browser's notebook, and nothing of it stays in caches."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        notebook = Notebook(request)
        response = view(request, notebook, *args, **kwargs)
        notebook.stamp(response)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponseBase], wrapped)
