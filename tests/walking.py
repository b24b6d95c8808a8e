"""Every address of staff, asked for by somebody of every role, with a case of another unit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import get_converters

from kck.accounts.commands import appoint, install_roles, join
from kck.accounts.models import Role, Staff
from kck.foundation.actor import PLATFORM
from tests.builders import MONDAY

FACES = ("desk", "backoffice", "field", "worklink")
UNITS_API = "api/v1/unit"
STRANGER = "stranger"  # nobody is signed in
# whose grants hold in one unit: that of another than the case's
OF_UNIT = frozenset({"handler", "worker", "lead"})
TOKEN = "Zb2hTq0dZb2hTq0dZb2hTq0dZb2hTq0d"  # noqa: S105 - a link that was never given out
_BY_KIND = {
    "int": "1",
    "str": "1",
    "slug": "note",
    "uuid": "5f3a1c9e-1c1b-4b8e-9d5f-0d7f6c1e2a3b",
    "uuidstr": "5f3a1c9e-1c1b-4b8e-9d5f-0d7f6c1e2a3b",
    "link_token": TOKEN,
}


@dataclass(frozen=True, kw_only=True)
class Address:
    """A named address, with a sample in each of its gaps."""

    name: str
    path: str


def addresses(number: str, samples: Mapping[str, Mapping[str, str]]) -> list[Address]:
    """Of the faces of staff, the pages by link and the units' part of the API."""
    known = {"number": number, "size": "320"}
    found = _below(get_resolver(), "", (), known, samples)
    return sorted(found, key=lambda one: (one.name, one.path))


def _below(
    resolver: Any,
    prefix: str,
    spaces: tuple[str, ...],
    known: Mapping[str, str],
    samples: Mapping[str, Mapping[str, str]],
) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from _below(entry, _filled(entry, prefix, known), inner, known, samples)
        elif isinstance(entry, URLPattern) and _wanted(spaces, prefix + str(entry.pattern)):
            name = ":".join((*spaces, entry.name or "?"))
            path = _filled(entry, prefix, {**known, **samples.get(name, {})})
            yield Address(name=name, path="/" + path)


def _wanted(spaces: tuple[str, ...], route: str) -> bool:
    """Of units there is a public list too."""
    mine = route == UNITS_API or route.startswith(f"{UNITS_API}/")
    return mine or bool(spaces and spaces[0] in FACES)


def _filled(entry: Any, prefix: str, known: Mapping[str, str]) -> str:
    route = str(entry.pattern)
    for gap, converter in entry.pattern.converters.items():
        kind = next(key for key, known_one in get_converters().items() if known_one is converter)
        sample = known.get(gap) or _BY_KIND.get(kind, "1")
        route = route.replace(f"<{kind}:{gap}>", sample).replace(f"<{gap}>", sample)
    return prefix + route


def everybody() -> dict[str, Client]:
    """Somebody of every role that a city begins with, signed in; and a stranger."""
    install_roles(by=PLATFORM)
    found = {STRANGER: Client(raise_request_exception=False)}
    for role in Role.objects.order_by("code"):
        found[role.code] = Client(raise_request_exception=False)
        found[role.code].force_login(
            _somebody(role), backend="django.contrib.auth.backends.ModelBackend"
        )
    return found


def _somebody(role: Role) -> Staff:
    staff = join(
        email=f"{role.code}@example.org", name=role.code, password=None, at=MONDAY, by=PLATFORM
    )
    unit = "MPO" if role.code in OF_UNIT else "KCK"
    district = "13" if role.code == "councillor" else ""
    appoint(staff, role=role.code, unit=unit, district=district, by=PLATFORM)
    Authenticator.objects.create(user=staff, type="totp", data={})
    return staff


class _Undo(Exception):
    """What an address did is taken back."""


def answer(client: Client, path: str) -> str:
    """In a word: "in", "signed-out", or the number of a refusal. Nothing of it stays."""
    status, location = 0, ""
    try:
        with transaction.atomic():
            found = client.get(path)
            if found.status_code == 405:
                found = client.post(path, {})
            status, location = found.status_code, found.headers.get("Location", "")
            raise _Undo
    except _Undo:
        pass
    if status == 302 and location.startswith("/account/login/"):
        return "signed-out"
    if status in {401, 403, 404} or status >= 500:
        return str(status)
    return "in"
