"""How a package reaches the records system: a folder that it watches, or an address for a POST."""

import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import httpx2

from kck.channels.ezd import configured
from kck.channels.ezd.terms import NotSent
from kck.foundation.reasons import reason
from kck.foundation.text import _

_NOT_CONFIGURED = reason("ezd.not-configured", _("Żaden system EZD nie jest skonfigurowany."))
_CANNOT_WRITE = reason("ezd.cannot-write", _("Nie można zapisać w folderze EZD: %(error)s"))
_ANOTHER_FILE = reason("ezd.another-file", _("W folderze EZD leży już inny plik %(name)s."))
_SILENT = reason("ezd.silent", _("System EZD nie odpowiada: %(error)s"))
_REFUSED = reason("ezd.refused", _("System EZD odmówił: %(status)s"))
_TOO_LONG = reason("ezd.too-long", _("System EZD odpowiada zbyt długo albo zbyt wiele."))
_NOT_CONFIRMED = reason("ezd.not-confirmed", _("System EZD nie potwierdził, którą paczkę przyjął."))
_ANOTHER_PACKAGE = reason("ezd.another-package", _("System EZD ma pod tym numerem inną paczkę."))
_NONSENSE = reason("ezd.nonsense", _("Odpowiedź systemu EZD jest niezrozumiała."))

TIME_LIMIT_S = 60.0
MOST_ANSWER = 64_000
_FOR_GOOD = frozenset({400, 405, 413, 415, 422})  # the same would be refused again
_THERE = 409


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """The bytes of one package, and what they are called."""

    package_id: str
    data: bytes
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Taken:
    """The far end has it; perhaps it said at once under which number."""

    way: str
    sha256: str
    number: str = ""
    on: date | None = None


class RecordsSystem(Protocol):
    def take(self, parcel: Parcel) -> Taken:
        """Hand it over, or raise `NotSent`. The same parcel twice is one package there."""


def records_system() -> RecordsSystem:
    if folder := configured.folder():
        return Folder(folder)
    if url := configured.url():
        return Webhook(url, configured.token())
    raise NotSent(_NOT_CONFIGURED)


class Folder:
    """A file appears under its name at once and whole, or not at all, even if the power goes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def take(self, parcel: Parcel) -> Taken:
        target = self._folder / f"{parcel.package_id}.zip"
        try:
            if target.exists():
                return _there(target, parcel)
            _write(target, parcel.data)
        except OSError as error:
            raise NotSent(_CANNOT_WRITE(error=_said(error))) from error
        return Taken(way="folder", sha256=parcel.sha256)


def _write(target: Path, data: bytes) -> None:
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    except OSError:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """The name, too, must survive a power cut. Some network folders cannot promise that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _there(target: Path, parcel: Parcel) -> Taken:
    """An earlier attempt got through and nobody could write that down; or it is not ours."""
    # reading PDF and XML takes 20 MB: only who has to look again loads it
    from kck.channels.ezd.checking import check

    found = check(target)
    if found.problems or found.package_id != parcel.package_id:
        raise NotSent(_ANOTHER_FILE(name=target.name), for_good=True)
    from kck.channels.ezd.metadata import sha256

    return Taken(way="folder", sha256=sha256(target.read_bytes()))


def _said(error: OSError) -> str:
    """Without the path, which is nobody's business on a page."""
    return error.strerror or type(error).__name__


class Webhook:
    """POST multipart: `package` (the ZIP), with a bearer token and the package as its key.

    The far end must answer with the identifier it was sent, so that a page that says 200 to
    everything is not taken for a records system.
    """

    def __init__(self, url: str, token: str, client: httpx2.Client | None = None) -> None:
        self._url, self._token, self._client = url, token, client

    def take(self, parcel: Parcel) -> Taken:
        try:
            status, body = self._post(parcel)
        except httpx2.HTTPError as error:
            raise NotSent(_SILENT(error=type(error).__name__)) from error
        if status not in {200, 201, 202, _THERE}:
            raise NotSent(
                _REFUSED(status=status),
                for_good=status in _FOR_GOOD,
            )
        return _answer(body, parcel)

    def _post(self, parcel: Parcel) -> tuple[int, bytes]:
        client = self._client or httpx2.Client(follow_redirects=False)
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Idempotency-Key": parcel.package_id,
            "X-Package-SHA256": parcel.sha256,
            "User-Agent": "KCK",
            "Accept": "application/json",
        }
        files = {"package": (f"{parcel.package_id}.zip", parcel.data, "application/zip")}
        form = {"package_id": parcel.package_id, "sha256": parcel.sha256}
        limit = httpx2.Timeout(20.0, connect=5.0)
        try:
            with client.stream(
                "POST", self._url, headers=headers, data=form, files=files, timeout=limit
            ) as response:
                return response.status_code, _read(response)
        finally:
            if self._client is None:
                client.close()


def _read(response: httpx2.Response) -> bytes:
    """As much as an answer may be; a far end that drips is not waited for."""
    until, read = time.monotonic() + TIME_LIMIT_S, b""
    for piece in response.iter_bytes():
        read += piece
        if len(read) > MOST_ANSWER or time.monotonic() > until:
            raise NotSent(_TOO_LONG)
    return read


def _answer(body: bytes, parcel: Parcel) -> Taken:
    said = _understood(body)
    if said.get("package_id") != parcel.package_id:
        raise NotSent(_NOT_CONFIRMED)
    if said.get("sha256", parcel.sha256) != parcel.sha256:
        raise NotSent(_ANOTHER_PACKAGE, for_good=True)
    receipt = said.get("receipt")
    number, on = receipt_of(receipt) if isinstance(receipt, dict) else ("", None)
    return Taken(way="webhook", sha256=parcel.sha256, number=number, on=on)


def _understood(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotSent(_NONSENSE) from error
    if not isinstance(said, dict):
        raise NotSent(_NONSENSE)
    return said


def receipt_of(said: dict[str, Any]) -> tuple[str, date | None]:
    """Number and day; nothing when either is missing, as half a receipt is none."""
    number, day = said.get("number"), said.get("date")
    if not isinstance(number, str) or not isinstance(day, str) or not number.strip():
        return "", None
    try:
        return number.strip(), date.fromisoformat(day[:10])
    except ValueError:
        return "", None
