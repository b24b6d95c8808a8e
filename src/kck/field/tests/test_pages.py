"""What a crew sees, and what nobody else does."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case, a_photo, acting_for

from kck.cases import commands
from kck.cases.terms import Spot
from kck.field.owner import mark_of
from kck.field.tests.conftest import a_worker
from kck.foundation.models import Look
from kck.foundation.numbers import display

pytestmark = pytest.mark.django_db
NEAR = Spot(lat=50.0624, lon=19.9380, address="ul. Bliska 1")
FAR = Spot(lat=50.0900, lon=20.0100, address="ul. Daleka 2")


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr("kck.foundation.clock.now", lambda: MONDAY + timedelta(hours=1))


def rows(page):
    return [stop.row.number for stop in page.context["route"].rows]


def test_a_crew_sees_its_own_cases_and_the_free_ones_of_its_unit(signed_in):
    client = signed_in()
    mine, free, anothers, elsewhere = a_case(), a_case(), a_case(), a_case(category="trees-fallen")
    commands.assign(mine.pk, staff_id=a_worker().pk, at=MONDAY, by=acting_for("ZDMK"))
    commands.assign(anothers.pk, staff_id=4711, at=MONDAY, by=acting_for("ZDMK"))

    assert set(rows(client.get("/teren/"))) == {mine.number, free.number}
    assert rows(client.get("/teren/?who=mine")) == [mine.number]
    assert rows(client.get("/teren/?who=free")) == [free.number]
    assert set(rows(client.get("/teren/?who=everybody"))) == {mine.number, free.number}
    assert elsewhere.unit_id != mine.unit_id


def test_danger_comes_before_what_is_near(signed_in):
    near = a_case(spot=NEAR)
    far = a_case(spot=FAR, text="Wyrwa w jezdni, samochody wpadają, bardzo niebezpiecznie.")
    far.priority = "P1"
    far.save(update_fields=["priority"])

    assert rows(signed_in().get("/teren/")) == [far.number, near.number]


def test_what_is_planned_for_another_day_or_with_a_contractor_is_not_on_the_way(signed_in):
    later, today, outside = a_case(), a_case(), a_case()
    by = acting_for("ZDMK")
    commands.schedule(later.pk, when=MONDAY + timedelta(days=3), at=MONDAY, by=by)
    commands.schedule(today.pk, when=MONDAY + timedelta(hours=4), at=MONDAY, by=by)
    commands.pass_to_contractor(outside.pk, contractor="Drogbud", at=MONDAY, by=by)

    assert rows(signed_in().get("/teren/")) == [today.number]


def test_a_known_number_opens_its_case_and_an_unknown_one_says_so(signed_in):
    case, other = a_case(), a_case(category="trees-fallen")
    client = signed_in()

    found = client.get("/teren/", {"q": display(case.number)})
    strange = client.get("/teren/", {"q": display(other.number)})
    street = client.get("/teren/", {"q": "rynek główny"})

    assert found["Location"] == f"/teren/{case.number}/"
    assert "nie ma Twoja jednostka" in strange.content.decode()
    assert rows(street) == [case.number]
    assert client.get("/teren/", {"q": "\x00", "district": "';--"}).status_code == 200


def test_the_most_urgent_sixty_are_on_the_way_and_it_says_so(signed_in, monkeypatch):
    monkeypatch.setattr("kck.field.route.MOST", 2)
    monkeypatch.setattr("kck.field.views.route.MOST", 2)
    for _turn in range(3):
        a_case()

    page = signed_in().get("/teren/")

    assert len(rows(page)) == 2
    assert "Tu jest 2 najpilniejszych z 3" in page.content.decode()


def test_a_case_shows_where_what_photos_and_notes_but_nobody(signed_in):
    case = a_case(
        name="Anna Kowalska", email="anna@poczta.example", phone="600700800",
        text="Dziura przy bramie. Anna Kowalska, tel. 600 700 800", photos=(a_photo(),),
    )  # fmt: skip
    commands.add_note(
        case.pk, text="Dzwoniła Kowalska: wjazd od podwórza.", at=MONDAY, by=acting_for("ZDMK")
    )

    answer = signed_in().get(f"/teren/{case.number}/")
    page = answer.content.decode()

    assert "Rynek Główny 1" in page
    assert "geo:50.061700,19.937300" in page
    assert "Dziura przy bramie." in page
    assert "wjazd od podwórza" in page
    assert "/320" in page
    for personal in ("Kowalska", "600 700 800", "600700800", "anna@poczta"):
        assert personal not in page
    assert "/contact/" not in page  # a worker holds no such grant


def test_the_reporter_is_rung_only_with_the_grant_and_it_is_written_down(signed_in):
    case = a_case(name="Anna Kowalska", phone="+48600700800")
    lead = signed_in(role="lead", name="Ola Kierownik")

    assert signed_in().post(f"/teren/{case.number}/contact/").status_code == 404
    assert (
        signed_in(role="lead", unit="ZZM").post(f"/teren/{case.number}/contact/").status_code == 404
    )
    assert not Look.objects.exists()
    page = lead.post(f"/teren/{case.number}/contact/")

    assert "tel:+48600700800" in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    assert Look.objects.get().subject == f"case:{case.pk}"
    assert lead.get(f"/teren/{case.number}/contact/").status_code == 405


@pytest.mark.parametrize("address", ["", "photo/{photo}/320", "done/", "hand-back/"])
def test_a_case_of_another_unit_is_not_there(signed_in, address):
    photo = a_photo()
    case = a_case(photos=(photo,))
    where = f"/teren/{case.number}/{address.format(photo=photo)}"

    assert signed_in().get(where).status_code == 200
    assert signed_in(unit="ZZM").get(where).status_code == 404
    # who may read everything still goes out only for a unit of their own
    assert signed_in(role="reader", name="Zofia Radna").get(where).status_code == 404
    assert signed_in(role="agent", unit="KCK", name="Ola Kot").get(where).status_code == 404


def test_a_photo_of_another_case_is_not_served_under_this_one(signed_in):
    photo = a_photo()
    a_case(photos=(photo,), category="trees-fallen")
    mine = a_case()

    assert signed_in().get(f"/teren/{mine.number}/photo/{photo}/320").status_code == 404
    assert signed_in().get(f"/teren/{mine.number}/photo/{photo}/huge").status_code == 404


def test_pages_say_whose_they_are_and_which_edition(signed_in):
    case = a_case()
    client = signed_in()
    mark = mark_of(a_worker().pk)

    page = client.get(f"/teren/{case.number}/")
    before = page["X-Kck-Version"]
    commands.add_note(case.pk, text="Coś nowego.", at=MONDAY, by=acting_for("ZDMK"))
    listed = client.get("/teren/")

    assert (
        page["X-Kck-Owner"]
        == listed["X-Kck-Owner"]
        == client.get("/teren/me/").json()["owner"]
        == mark
    )
    assert listed.context["route"].rows[0].version != before
    assert (
        client.get(f"/teren/{case.number}/")["X-Kck-Version"]
        == listed.context["route"].rows[0].version
    )
    assert mark_of(1) != mark_of(2)


def test_keeping_a_case_on_the_phone_is_not_opening_it(signed_in):
    case = a_case()
    client = signed_in()

    client.get(f"/teren/{case.number}/", headers={"X-Kck-Purpose": "keep"})
    assert case.tasks.get().opened_at is None
    client.get(f"/teren/{case.number}/")
    assert case.tasks.get().opened_at is not None


def test_the_page_for_a_missing_page_names_nobody(signed_in):
    page = signed_in().get("/teren/offline/").content.decode()

    assert "Brygadzista" not in page


def test_the_sheet_has_every_stop_with_a_code(signed_in):
    cases = [a_case(spot=NEAR), a_case(spot=FAR)]

    page = signed_in().get("/teren/sheet/").content.decode()

    assert page.count("<svg") >= 2
    for case in cases:
        assert display(case.number) in page
    assert "2 sprawy" in page


def test_points_of_the_map_lead_to_their_cases(signed_in):
    case = a_case(spot=NEAR)

    [feature] = signed_in().get("/teren/points.json").json()["features"]

    assert feature["properties"]["url"] == f"/teren/{case.number}/"
    assert feature["geometry"]["coordinates"] == [NEAR.lon, NEAR.lat]


def test_somebody_without_a_crew_is_told_so(signed_in):
    page = signed_in(role="reader", name="Zofia Radna").get("/teren/")

    assert page.status_code == 200
    assert "Nie należysz do żadnej ekipy" in page.content.decode()


def test_the_list_asks_few_questions(signed_in, django_assert_max_num_queries):
    client = signed_in()
    for _turn in range(12):
        a_case(photos=(a_photo(),))
    client.get("/teren/")

    with django_assert_max_num_queries(14):
        client.get("/teren/")
