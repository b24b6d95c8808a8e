from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders import MONDAY, RYNEK, a_case, a_photo, everywhere

from kck.api.tests.conftest import ApiClient
from kck.cases.commands import publish
from kck.cases.models import Case
from kck.cases.terms import Spot, TextKind
from kck.foundation.numbers import display

pytestmark = pytest.mark.django_db


def _published(**more: Any) -> Case:
    case = a_case(photos=(a_photo(),), **more)
    texts = case.texts.filter(kind=TextKind.DESCRIPTION).values_list("pk", flat=True)
    photos = case.photos.values_list("pk", flat=True)
    publish(case.pk, texts=texts, photos=photos, at=MONDAY, by=everywhere())
    return case


def test_a_published_case_is_told_whole(api: ApiClient):
    case = _published(text="Duża dziura w jezdni.")

    found = api.read("/cases").json()["items"]

    assert [row["number"] for row in found] == [case.number]
    row = found[0]
    assert row["shown"] == display(case.number)
    assert row["category"] == {"code": "roads-pothole", "name": "Pothole"}
    assert row["unit"]["code"] == "ZDMK"
    assert (row["state"], row["state_name"], row["open"]) == ("new", "new", True)
    assert row["place"]["district"]["code"] == "1"
    assert (row["place"]["lat"], row["place"]["lon"]) == (RYNEK.lat, RYNEK.lon)
    assert row["text"] == "Duża dziura w jezdni."
    assert len(row["photos"]) == 1
    assert api.read(f"/cases/{display(case.number)}").json() == row


def test_what_nobody_published_is_not_told(api: ApiClient):
    a_case(text="Nazywam się Jan Nowak.", photos=(a_photo(),))

    row = api.read("/cases").json()["items"][0]

    assert (row["text"], row["photos"]) == ("", [])


def test_a_coarse_case_has_a_street_and_no_point_and_is_in_no_box(api: ApiClient):
    case = a_case(spot=Spot(lat=50.0614, lon=19.9366, address="ul. Bracka 4"))
    Case.objects.filter(pk=case.pk).update(coarse=True, street="ul. Bracka")

    row = api.read(f"/cases/{case.number}").json()

    assert row["place"]["address"] == "ul. Bracka"
    assert (row["place"]["lat"], row["place"]["lon"]) == (None, None)
    assert api.read("/cases?bbox=19.93,50.06,19.94,50.07").json()["items"] == []


def test_private_and_withdrawn_cases_are_not_there(api: ApiClient):
    hidden, withdrawn = a_case(), a_case()
    Case.objects.filter(pk=hidden.pk).update(private=True)
    Case.objects.filter(pk=withdrawn.pk).update(state="withdrawn", closed_at=MONDAY)

    assert api.read("/cases").json()["items"] == []
    assert api.read(f"/cases/{hidden.number}").status_code == 404
    assert api.read(f"/cases/{withdrawn.number}").status_code == 404


def test_filters_narrow_the_list(api: ApiClient):
    here = a_case(at=MONDAY)
    lamp = a_case(category="lighting-single-lamp", spot=Spot(lat=50.0700, lon=20.0300), at=MONDAY)
    assert lamp.district != here.district

    def numbers(query: str) -> set[str]:
        return {row["number"] for row in api.read(f"/cases?{query}").json()["items"]}

    assert numbers(f"district={here.district}") == {here.number}
    assert numbers("category=lighting-single-lamp") == {lamp.number}
    assert numbers("unit=ZDMK&category=roads-pothole") == {here.number}
    assert numbers("group=damage") >= {here.number}
    assert numbers("state=open") == {here.number, lamp.number}
    assert numbers("state=done&state=scheduled") == set()
    assert numbers("bbox=19.936,50.061,19.939,50.063") == {here.number}
    assert numbers("bbox=19.5,49.5,20.5,50.5") == {here.number, lamp.number}
    assert numbers("bbox=-180,-90,180,90") == {here.number, lamp.number}
    assert numbers("bbox=10,40,15,45") == set()
    later = (MONDAY + timedelta(days=1)).isoformat().replace("+", "%2B")
    assert numbers(f"opened_from={later}") == set()
    assert numbers(f"opened_to={later}") == {here.number, lamp.number}
    assert numbers(f"updated_from={later}") == set()


def test_pages_hold_while_cases_are_added(api: ApiClient):
    cases = [a_case(at=MONDAY + timedelta(minutes=turn // 2)) for turn in range(7)]

    first = api.read("/cases?limit=3")
    a_case(at=MONDAY + timedelta(hours=1))
    seen, following = [row["number"] for row in first.json()["items"]], first.json()["next"]
    while following:
        page = api.read(f"/cases?limit=3&cursor={following}").json()
        seen += [row["number"] for row in page["items"]]
        following = page["next"]

    assert seen == [case.number for case in reversed(cases)]
    assert 'rel="next"' in first["Link"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("disctrict=1", "disctrict"),
        ("district=99", "district"),
        ("category=nope", "category"),
        ("group=nope", "group"),
        ("unit=NOPE", "unit"),
        ("state=broken", "state.0"),
        ("limit=101", "limit"),
        ("limit=many", "limit"),
        ("cursor=zzz", "cursor"),
        ("cursor=MS4xLjA", "cursor"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=20,50,19,51", "bbox"),
        ("opened_from=yesterday", "opened_from"),
        ("opened_from=9999-12-31T23:59:59-23:59", "opened_from"),
        ("updated_from=0001-01-01T00:00:00%2B23:59", "updated_from"),
        ("opened_from=2026-02-02T10:00:00", "opened_from"),
    ],
)
def test_a_wrong_filter_is_told_by_its_name(api: ApiClient, query: str, field: str):
    answer = api.read(f"/cases?{query}")

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert [one["field"] for one in answer.json()["errors"]] == [field]


def test_a_list_of_a_hundred_is_one_statement(api: ApiClient):
    for _ in range(3):
        _published()
    api.read("/cases")  # the city's configuration, and a bundle of calls

    with CaptureQueriesContext(
        connection,
    ) as seen:
        answer = api.read("/cases?limit=100")

    assert len(answer.json()["items"]) == 3
    assert len([one for one in seen if "cases_case" in one["sql"]]) == 1
    assert len(seen) == 1


def test_what_is_known_is_not_sent_again(api: ApiClient):
    a_case()
    tag = api.read("/cases")["ETag"]

    known = api.read("/cases", If_None_Match=f'"other", W/{tag}')
    a_case()
    changed = api.read("/cases", If_None_Match=tag)

    assert (known.status_code, known.content) == (304, b"")
    assert changed.status_code == 200


def test_the_reader_chooses_the_language_and_no_cookie_does(api: ApiClient):
    a_case()
    api.cookies["django_language"] = "uk"

    def category(language: str) -> str:
        answer = api.read("/cases", Accept_Language=language)
        assert "Accept-Language" in answer["Vary"]
        return str(answer.json()["items"][0]["category"]["name"])

    assert category("en-GB,en;q=0.9") == "Pothole"
    assert category("de, uk;q=0.5") != category("en")
    assert category("de") == category("pl") == "Dziura / ubytek w jezdni"


def test_published_photos_are_served_to_any_page_and_others_to_nobody(api: ApiClient):
    case = _published()
    hidden = a_case(photos=(a_photo(),))
    shown = case.photos.get().file.public_id

    answer = api.read(f"/photos/{shown}/320")

    assert answer.status_code == 200
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert api.read(f"/photos/{hidden.photos.get().file.public_id}/320").status_code == 404
    assert api.read(f"/photos/{shown}/9999").status_code == 422
