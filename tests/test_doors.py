"""Every address of staff, walked: none of them opens, or does anything, without signing in."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import get_converters

from kck.accounts.commands import appoint, join, set_role
from kck.accounts.terms import GRANTS
from kck.api.document import document
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.numbers import make

STAFF = {"desk", "backoffice", "field"}
SAMPLES = {
    "int": "1",
    "str": "260000014",
    "slug": "accept",
    "uuid": "5f3a1c9e-1c1b-4b8e-9d5f-0d7f6c1e2a3b",
    "path": "x",
}


def staff_addresses() -> list[str]:
    found: list[str] = []
    for entry in get_resolver().url_patterns:
        if isinstance(entry, URLResolver) and entry.app_name in STAFF:
            found += _below(str(entry.pattern), entry)
    return sorted(found)


def _below(prefix: str, resolver: URLResolver) -> list[str]:
    found: list[str] = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            found += _below(prefix + str(entry.pattern), entry)
        elif isinstance(entry, URLPattern):
            found.append("/" + prefix + _filled(entry))
    return found


def _filled(entry: URLPattern) -> str:
    """The route with a sample in each gap; converters of our own take what their name suggests."""
    route = str(entry.pattern)
    for name, converter in entry.pattern.converters.items():
        kind = next(key for key, known in get_converters().items() if known is converter)
        route = route.replace(f"<{kind}:{name}>", SAMPLES.get(kind, "1"))
        route = route.replace(f"<{name}>", SAMPLES["str"])
    return route


def test_there_are_staff_pages_to_walk():
    assert len([a for a in staff_addresses() if a.startswith("/desk/")]) >= 15


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post", "head", "put", "delete"])
def test_a_stranger_is_shown_the_sign_in_page_everywhere(method):
    client = Client()

    answers = {address: getattr(client, method)(address) for address in staff_addresses()}

    wrong = {
        address: answer.status_code
        for address, answer in answers.items()
        if answer.status_code != 302 or not answer["Location"].startswith("/account/login/")
    }
    assert not wrong


def api_addresses() -> dict[str, set[str]]:
    """Every address of the API that is for units' systems or a reporter, with its methods."""
    return {
        path.replace("{number}", make(2026, 1))
        .replace("{public_id}", SAMPLES["uuid"])
        .replace("{size}", "320"): set(operations)
        for path, operations in document()["paths"].items()
        if path.startswith(("/api/v1/unit/", "/api/v1/my-case/")) or path == "/api/v1/unit"
    }


def test_there_are_closed_addresses_of_the_api_to_walk():
    assert len(api_addresses()) >= 20


@pytest.mark.django_db
@pytest.mark.parametrize("cookie", [False, True])
def test_the_api_of_units_and_reporters_is_closed_to_who_shows_nothing(cookie):
    """Not even somebody who is signed in on the desk: a cookie is no token."""
    client = Client()
    if cookie:
        staff = join(email="a@example.org", name="A", password=None, at=clock.now(), by=PLATFORM)
        set_role("all", names={"pl": "all"}, grants=GRANTS, everywhere=True, by=PLATFORM)
        appoint(staff, role="all", unit="ZDMK", by=PLATFORM)
        client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")

    answers = {
        (method, address): getattr(client, method)(address)
        for address, methods in api_addresses().items()
        for method in methods
    }

    wrong = {
        call: answer.status_code
        for call, answer in answers.items()
        if answer.status_code != 401 or answer["Content-Type"] != "application/problem+json"
    }
    assert not wrong


@pytest.mark.django_db
def test_a_fragment_asked_for_by_a_stranger_tells_the_page_and_leaves_it_alone():
    answer = Client().post("/desk/case/260000014/do/note/", headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert answer["HX-Trigger"] == "kck-signed-out"
    assert answer["HX-Reswap"] == "none"
    assert not answer.content
