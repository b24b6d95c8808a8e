"""Bulk actions, saved views, exports, the palette: through the desk's own pages."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case

from kck.cases.models import Case
from kck.cases.queries.desk_case import last_seq
from kck.desk.tests.conftest import ROLES
from kck.foundation import clock
from kck.foundation.models import Look, RecordedEvent
from kck.foundation.numbers import display
from kck.queues.commands.steps import go_on
from kck.queues.models import BulkItem, BulkRun, SavedView

pytestmark = pytest.mark.django_db
CENTRE = (["cases.view", "cases.work", "people.view"], True, False)


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(hours=2))
    monkeypatch.setitem(ROLES, "centre", CENTRE)


def text_of(answer):
    return answer.content.decode()


def test_chosen_rows_are_previewed_done_by_a_worker_and_taken_back(signed_in):
    client = signed_in()
    many = [a_case() for _ in range(3)]
    ids = [case.pk for case in many]
    form = client.post("/desk/many/", {"deed": "assign", "case": ids, "where": "view=late"})
    assert "3 spraw" in text_of(form)
    person = form.context["form"].fields["person"].choices[0][0]

    answer = client.post(
        "/desk/many/",
        {
            "deed": "assign",
            "case": ",".join(map(str, ids)),
            "where": "view=late",
            "ready": "1",
            "person": person,
        },
    )
    run = BulkRun.objects.get()
    assert answer["Location"] == f"/desk/run/{run.pk}/"
    assert "Zostanie zrobione w 3 sprawach" in text_of(client.get(answer["Location"]))
    assert not Case.objects.exclude(handler_id=None).exists()

    client.post(f"/desk/run/{run.pk}/act/")
    go_on(run.pk)
    done = text_of(client.get(f"/desk/run/{run.pk}/"))
    assert "Zrobione w 3 sprawach" in done
    assert 'name="undo"' in done
    assert '/desk/?view=late"' in done

    client.post(f"/desk/run/{run.pk}/act/", {"undo": "1"})
    go_on(run.pk)
    assert "Cofnięto w 3 sprawach" in text_of(client.get(f"/desk/run/{run.pk}/"))


def test_a_whole_view_is_chosen_by_the_server_from_its_address(signed_in):
    client = signed_in()
    for _ in range(4):
        a_case()
    other = a_case(category="roads-pavement")
    a_case(category="green-lawn-mowing")

    client.post(
        "/desk/many/",
        {"deed": "accept", "all": "1", "where": "category=roads-pothole", "case": [other.pk]},
    )

    assert BulkItem.objects.count() == 4
    assert not BulkItem.objects.filter(case=other).exists()


def test_nothing_chosen_a_made_up_action_and_a_strangers_run(signed_in):
    client = signed_in()
    case = a_case()
    assert client.post("/desk/many/", {"deed": "accept", "where": ""}).status_code == 302
    assert client.post("/desk/many/", {"deed": "burn", "case": [case.pk]}).status_code == 404
    strange = {"deed": "accept", "case": ["x", "-1", "9" * 30], "where": "%zz=&after=\x00"}
    assert client.post("/desk/many/", strange).status_code == 302
    client.post("/desk/many/", {"deed": "accept", "case": [case.pk], "where": ""})
    run = BulkRun.objects.get()

    stranger = signed_in(name="Piotr Sowa")

    assert stranger.get(f"/desk/run/{run.pk}/").status_code == 404
    assert stranger.post(f"/desk/run/{run.pk}/act/").status_code == 404
    assert BulkRun.objects.get().state == "draft"


def test_anothers_cases_are_not_touched_whatever_is_posted(signed_in):
    client = signed_in()
    theirs = a_case(category="green-lawn-mowing")
    before = last_seq(theirs.pk)
    client.post("/desk/many/", {"deed": "accept", "case": [theirs.pk], "where": ""})
    run = BulkRun.objects.get()
    client.post(f"/desk/run/{run.pk}/act/")
    go_on(run.pk)

    assert BulkItem.objects.count() == 0
    assert last_seq(theirs.pk) == before


def test_a_wrong_form_comes_back_with_what_was_typed(signed_in):
    client = signed_in()
    case = a_case()
    answer = client.post(
        "/desk/many/",
        {"deed": "done", "case": case.pk, "ready": "1", "outcome": "done", "text": "ok"},
    )
    assert answer.status_code == 422
    assert "co najmniej 10 znaków" in text_of(answer)


def test_filters_are_kept_under_a_name_and_shown_in_the_navigation(signed_in):
    client = signed_in()
    case, other = a_case(), a_case(category="roads-pavement")
    answer = client.post(
        "/desk/views/save/", {"name": "Dziury", "unit": "", "where": "category=roads-pothole"}
    )
    view = SavedView.objects.get()
    assert answer["Location"] == f"/desk/?v={view.pk}"
    page = text_of(client.get(answer["Location"]))
    assert display(case.number) in page
    assert display(other.number) not in page
    assert "Dziury" in page

    changed = text_of(client.get(f"/desk/?v={view.pk}&own=1&category=roads-pavement"))
    assert display(other.number) in changed
    assert 'name="over"' in changed
    client.post(f"/desk/views/{view.pk}/", {"remove": "1"})
    assert client.get(f"/desk/?v={view.pk}").status_code == 200
    assert not SavedView.objects.exists()


def test_a_view_of_somebody_else_can_neither_be_opened_nor_changed(signed_in):
    client = signed_in()
    client.post("/desk/views/save/", {"name": "Moje", "unit": "", "where": "state=waiting"})
    view = SavedView.objects.get()
    case = a_case()
    stranger = signed_in(name="Piotr Sowa")

    assert display(case.number) in text_of(stranger.get(f"/desk/?v={view.pk}"))
    assert stranger.post(f"/desk/views/{view.pk}/", {"remove": "1"}).status_code == 404


def test_a_telephone_in_the_box_stands_in_no_address_and_needs_the_grant(signed_in):
    case = a_case(phone="+48600100200", email="jan@example.org")
    other = a_case()
    admin = signed_in("centre", "KCK", "Ola Kot")

    answer = admin.post("/desk/search/", {"q": "600 100 200"})

    assert "600" not in answer["Location"]
    page = text_of(admin.get(answer["Location"]))
    assert display(case.number) in page
    assert display(other.number) not in page
    assert Look.objects.filter(what="found").exists()
    # the word means nothing to anybody else
    stranger = text_of(signed_in().get(answer["Location"]))
    assert display(other.number) in stranger
    assert signed_in().post("/desk/search/", {"q": "600100200"})["Location"] == "/desk/"
    assert signed_in().post("/desk/person/", {"person": "600100200"}).status_code == 404


def test_a_number_in_the_box_opens_its_case(signed_in):
    case = a_case()
    answer = signed_in().post("/desk/search/", {"q": display(case.number)})
    assert answer["Location"] == f"/desk/case/{case.number}/"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_view_is_taken_away_without_personal_data_and_that_is_noted(signed_in, form):
    case = a_case(email="jan@example.org", name="Jan Kowalski", phone="600100200")
    theirs = a_case(category="green-lawn-mowing")

    answer = signed_in().get(f"/desk/export.{form}?view=unit")
    data = b"".join(answer.streaming_content)

    assert f'.{form}"' in answer["Content-Disposition"]
    if form == "csv":
        text = data.decode("utf-8-sig")
        assert display(case.number) in text
        assert display(theirs.number) not in text
        assert "Kowalski" not in text
        assert "jan@" not in text
    event = RecordedEvent.objects.get(name="queues.view_exported")
    assert event.payload == {"view": "unit", "form": form, "rows": 1}
    assert signed_in().get("/desk/export.pdf").status_code == 404


def test_the_map_has_the_same_cases_as_the_list(signed_in):
    case = a_case()
    a_case(category="green-lawn-mowing")
    client = signed_in()

    features = client.get("/desk/points.json").json()["features"]

    assert [one["properties"]["url"] for one in features] == [f"/desk/case/{case.number}/"]
    assert "map-view" in text_of(client.get("/desk/?show=map"))


def test_the_palette_finds_numbers_words_and_addresses_but_people_only_by_grant(signed_in):
    case = a_case()
    client = signed_in()
    assert client.post("/desk/palette/", {"q": case.number}).json()["lines"][0]["url"] == (
        f"/desk/case/{case.number}/"
    )
    lines = client.post("/desk/palette/", {"q": "dziura"}).json()["lines"]
    assert lines[0]["url"] == "/desk/?q=dziura"
    assert client.post("/desk/palette/", {"q": "600100200"}).json() == {"lines": []}
    admin = signed_in("centre", "KCK", "Ola Kot").post("/desk/palette/", {"q": "600100200"}).json()
    assert [line["url"] for line in admin["lines"]] == ["/desk/people/"]
    assert client.get("/desk/palette/").status_code == 405


def test_nearby_asks_where_and_finds_around_an_address(signed_in):
    case = a_case()
    client = signed_in()
    assert "Sprawy w pobliżu adresu" in text_of(client.get("/desk/?view=nearby"))
    assert display(case.number) not in text_of(client.get("/desk/?view=nearby"))
    near = text_of(client.get("/desk/?view=nearby&near=50.0617,19.9373"))
    assert display(case.number) in near
    far = text_of(client.get("/desk/?view=nearby&near=50.10,20.05"))
    assert display(case.number) not in far


@pytest.mark.parametrize(
    "query",
    [
        "handler=none&within=24h&clock=takeover&waiting=unit&kind=report",
        "area=owner:planty&radius=250&near=50.06,19.93&district=1",
        "scope=all&q=dziura&opened_from=2026-01-01&opened_to=2026-12-31&outcome=done",
        "state=closed&closed_from=2026-01-01&sort=oldest",
        "near=x,y&opened_from=zz&handler=-1&v=99999999999999999999&within=never&radius=7",
        "handler=99999999999999999999999&unit=NIC&category=nic&area=x&channel=kruk",
        "sort=newest&q=%D1%8F%D0%BC%D0%B0&after=2026-02-02T09:00:00%2B01:00_4",
    ],
)
def test_every_filter_can_be_asked_for_and_nonsense_breaks_nothing(signed_in, query):
    client = signed_in()
    a_case()
    for address in ("/desk/", "/desk/points.json", "/desk/export.csv"):
        answer = client.get(f"{address}?{query}")
        assert answer.status_code == 200
        b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_closed_cases_are_found_when_asked_for(signed_in):
    case = a_case()
    Case.objects.filter(pk=case.pk).update(state="closed", closed_at=MONDAY)
    client = signed_in()

    assert display(case.number) not in text_of(client.get("/desk/?q=dziura"))
    assert display(case.number) in text_of(client.get("/desk/?q=dziura&scope=all"))
    assert display(case.number) in text_of(client.get("/desk/?state=closed"))


def test_a_first_page_costs_at_most_eight_statements(signed_in, django_assert_max_num_queries):
    for _ in range(12):
        a_case()
    client = signed_in()
    client.post("/desk/views/save/", {"name": "Drogi", "unit": "ZDMK", "where": "group=roads"})
    view = SavedView.objects.get()
    client.get("/desk/?q=dziura")

    for address in ("/desk/?view=late", f"/desk/?v={view.pk}", "/desk/?q=dziura", "/desk/"):
        with django_assert_max_num_queries(8) as asked:
            client.get(address)
        assert asked.captured_queries
