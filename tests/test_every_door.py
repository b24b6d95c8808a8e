"""Every address of staff against every role: who may, who gets 403, for whom it is not there."""

import pytest
from django.conf import settings
from django.test import Client

from kck.accounts.models import Post, Role
from tests.builders import MONDAY, a_case
from tests.staff_doors import ALL, BUILT, DOORS, EXCEPTIONS, SAMPLES
from tests.walking import STRANGER, addresses, answer, everybody

pytestmark = pytest.mark.django_db
DIST = settings.BASE_DIR / "frontend" / "dist" / "static" / "field"
PUBLIC = ("worklink:", "api:v1:")  # they have their own keys, and nobody is asked to sign in


def expected(name: str, role: str) -> str:
    door = DOORS[name]
    if role == STRANGER and not name.startswith(PUBLIC):
        return "signed-out"
    if role in door.who:
        return "in"
    return EXCEPTIONS.get(name, {}).get(role, door.refused)


def test_every_address_has_its_line_and_every_line_an_address():
    there = {one.name for one in addresses("260000014", SAMPLES)}

    assert sorted(there - DOORS.keys()) == [], "say in tests/staff_doors.py who may open these"
    assert sorted(DOORS.keys() - there) == [], "these are no longer there"


def test_every_role_that_ships_is_walked_with():
    everybody()
    assert set(Role.objects.values_list("code", flat=True)) == ALL


def test_nobody_opens_what_is_not_theirs_and_everybody_what_is():
    case = a_case(email="jan@example.org")
    clients = everybody()
    wrong: dict[str, dict[str, str]] = {}
    for one in addresses(case.number, {**SAMPLES, **_of_somebody()}):
        if one.name not in DOORS or (one.name in BUILT and not DIST.exists()):
            continue  # the test above says so
        for role, client in clients.items():
            said = answer(client, one.path)
            if said != (wanted := expected(one.name, role)):
                wrong.setdefault(f"{one.name} {one.path}", {})[role] = f"{said}, not {wanted}"

    assert wrong == {}


def _of_somebody() -> dict[str, dict[str, str]]:
    """Addresses of people name one who is there."""
    post = Post.objects.order_by("pk")[0]
    known = {"staff_id": str(post.staff_id), "post_id": str(post.pk)}
    theirs = ("backoffice:person", "backoffice:post")
    return {name: known for name in DOORS if name.startswith(theirs)}


def test_without_the_second_factor_its_role_asks_for_nothing_opens():
    clients = everybody()
    from allauth.mfa.models import Authenticator

    Authenticator.objects.all().delete()

    for role in ("administrator", "auditor"):
        for path in ("/desk/", "/backoffice/", "/desk/home/", "/backoffice/audit/"):
            assert clients[role].get(path)["Location"] == "/desk/account/second-factor/"
    assert clients["agent"].get("/desk/").status_code == 200


def test_a_post_that_is_over_opens_nothing():
    clients: dict[str, Client] = everybody()
    Post.objects.update(valid_to=MONDAY.date().replace(year=2020))

    assert clients["administrator"].get("/backoffice/").status_code == 403
    assert clients["councillor"].get("/desk/district/").status_code == 404
