"""Reading through GeoReport v2, as clients do it."""

import json
from datetime import timedelta
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client
from tests.builders import MONDAY, a_case, everywhere

from kck.cases import commands
from kck.cases.commands.undo_accept import as_it_was, undo_accept
from kck.cases.models import Case, CaseText
from kck.cases.terms import Outcome, Spot
from kck.foundation import clock

pytestmark = pytest.mark.django_db
BASE = "/open311/v2"
WITH_DATES = "start_date=2026-01-15T00:00:00Z&end_date=2026-03-01T00:00:00Z"


@pytest.fixture(autouse=True)
def _monday():
    clock.set_anchor(f"{MONDAY.isoformat()}@{clock.real_now().isoformat()}@1")
    yield
    clock.set_anchor("")


def get(client: Client, path: str, status: int = 200):
    response = client.get(f"{BASE}/{path}")
    assert response.status_code == status, response.content.decode()[:500]
    if ".json" in path:
        assert response["Content-Type"] == "application/json; charset=utf-8"
        return json.loads(response.content)
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    assert response.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    return fromstring(response.content)


def test_services_are_a_bare_list_with_standard_types(client):
    listed = get(client, "services.json")

    assert len(listed) > 150
    names = [service["service_name"] for service in listed]
    assert len(set(names)) == len(names), "FixMyStreet skips doubles"
    for service in listed:
        assert isinstance(service["service_code"], str)
        assert isinstance(service["metadata"], bool)
        assert service["type"] == "realtime"
        assert not {"private", "inactive", "staff", "waste_only"} & set(
            (service["keywords"] or "").split(",")
        )


def test_services_in_xml_say_the_same(client):
    codes = [s["service_code"] for s in get(client, "services.json")]

    root: Element = get(client, "services.xml")

    assert root.tag == "services"
    assert [s.findtext("service_code") for s in root.iter("service")] == codes


def test_a_definition_lists_its_attributes_in_order(client):
    with_questions = next(s for s in get(client, "services.json") if s["metadata"])

    definition = get(client, f"services/{with_questions['service_code']}.json")

    orders = [attribute["order"] for attribute in definition["attributes"]]
    assert orders == list(range(1, len(orders) + 1))
    for attribute in definition["attributes"]:
        assert ("values" in attribute) == attribute["datatype"].endswith("valuelist")


def test_a_service_without_questions_has_an_empty_list(client):
    without = next(s for s in get(client, "services.json") if not s["metadata"])

    assert get(client, f"services/{without['service_code']}.json")["attributes"] == []


@pytest.mark.parametrize("form", ["json", "xml"])
def test_an_unknown_service_is_a_404_in_the_asked_format(client, form):
    answer = get(client, f"services/no-such-thing.{form}", 404)

    if form == "json":
        assert answer[0]["code"] == 404
    else:
        assert answer.findtext("error/code") == "404"


def test_a_request_says_only_what_is_public(client):
    case = a_case(text="Jestem Jan Kowalski, 600 100 200", email="jan@example.org")

    (record,) = get(client, f"requests/{case.number}.json")

    assert record["service_request_id"] == case.number
    assert record["description"] == "Dziura / ubytek w jezdni"
    assert record["status"] == "open"
    assert (record["lat"], record["long"]) == (50.0617, 19.9373)
    assert record["requested_datetime"] == "2026-02-02T08:00:00Z"
    assert record["media_url"] is None
    assert "Kowalski" not in json.dumps(record)


def test_a_published_text_is_the_description_and_survives_xml_once(client):
    case = a_case(text='Dziura & „krater” <1 m>\nobok "Żabki"')
    text = CaseText.objects.get(case=case)
    commands.publish(case.pk, texts=[text.pk], at=MONDAY, by=everywhere())

    root = get(client, f"requests/{case.number}.xml")

    assert root.findtext("request/description") == 'Dziura & „krater” <1 m>\nobok "Żabki"'


def test_where_only_the_street_is_public_there_is_no_point(client):
    spot = Spot(lat=50.0617, lon=19.9373, address="ul. Długa 5")
    case = a_case(category="order-homeless-person", spot=spot)
    if case.private:
        commands.change_visibility(case.pk, private=False, coarse=True, at=MONDAY, by=everywhere())

    (record,) = get(client, f"requests/{case.number}.json")

    assert (record["lat"], record["long"], record["address"]) == (None, None, "ul. Długa")
    assert get(client, f"requests.json?lat=50.0617&long=19.9373&radius=50&{WITH_DATES}") == []


def test_a_private_case_is_not_there(client):
    case = a_case()
    commands.change_visibility(case.pk, private=True, coarse=False, at=MONDAY, by=everywhere())

    get(client, f"requests/{case.number}.json", 404)
    assert get(client, f"requests.json?service_request_id={case.number}") == []


def test_ids_override_every_other_argument_and_unknown_ones_are_left_out(client):
    one, two = a_case(), a_case()

    found = get(
        client,
        f"requests.json?service_request_id={one.number},{two.number},123&status=closed"
        "&start_date=2020-01-01T00:00:00Z",
    )

    assert {record["service_request_id"] for record in found} == {one.number, two.number}


def test_filters_by_state_service_and_dates(client):
    opened = a_case()
    closed = a_case(category="greenery-uncut-grass")
    commands.close_outright(
        closed.pk, outcome=Outcome.DONE, words="Skosiliśmy całą łąkę.", at=MONDAY, by=everywhere()
    )

    def numbers(query: str) -> set[str]:
        found = get(client, f"requests.json?{query}")
        return {record["service_request_id"] for record in found}

    assert numbers("status=open") == {opened.number}
    assert numbers("status=closed") == {closed.number}
    assert numbers("status=open,closed&service_code=") == {opened.number, closed.number}
    assert numbers("service_code=greenery-uncut-grass,roads-pothole") == {
        opened.number,
        closed.number,
    }
    assert numbers(WITH_DATES) == {opened.number, closed.number}
    assert numbers("end_date=2026-01-31") == set()


@pytest.mark.parametrize(
    "query",
    [
        "start_date=2025-01-01T00:00:00Z&end_date=2026-01-01T00:00:00Z",
        "start_date=2026-02-31",
        "start_date=wczoraj",
        "status=resolved",
        "page=0",
        "page_size=5000",
        "lat=abc&long=19",
        "bbox=1,2,3",
        "start_date=2026-02-02&end_date=2026-01-02",
        "end_date=9999-12-31T23:59:59-12:00",
    ],
)
def test_what_cannot_be_asked_is_a_400_that_says_why(client, query):
    (error,) = get(client, f"requests.json?{query}", 400)

    assert error["code"] == 400
    assert len(error["description"]) > 10


@pytest.mark.parametrize(
    "written",
    [
        "2026-02-01T10:00:00Z",
        "2026-02-01T10:00:00.017Z",
        "2026-02-01T10:00:00z",
        "2026-02-01T11:00:00%2B01:00",
        "2026-02-01T11:00:00+01:00",
        "2026-02-01T11:00:00",
        "2026-02-01",
    ],
)
def test_dates_are_accepted_in_the_forms_that_clients_send(client, written):
    a_case()

    assert len(get(client, f"requests.json?start_date={written}")) == 1


def test_pages_link_to_one_another(client):
    for _ in range(3):
        a_case()

    response = client.get(f"{BASE}/requests.json?page_size=2&page=1&api_key=x")

    assert len(json.loads(response.content)) == 2
    assert 'rel="next"' in response["Link"]
    assert "api_key" not in response["Link"]


def test_changes_are_found_by_when_they_were_made(client):
    case = a_case(at=MONDAY - timedelta(days=200))
    commands.take(case.pk, at=MONDAY, by=everywhere())

    found = get(client, "requests.json?updated_after=2026-02-02T07:00:00Z")

    assert [record["service_request_id"] for record in found] == [case.number]


def test_updates_have_ids_and_the_finer_states(client):
    case = a_case(category="greenery-uncut-grass")
    commands.take(case.pk, at=MONDAY, by=everywhere())
    commands.close_outright(
        case.pk,
        outcome=Outcome.NOT_CITYS,
        words="To teren spółdzielni.",
        at=MONDAY,
        by=everywhere(),
    )

    found = get(client, f"servicerequestupdates.json?{WITH_DATES}")

    assert [update["status"] for update in found] == ["in_progress", "not_councils_responsibility"]
    assert len({update["update_id"] for update in found}) == 2
    assert "spółdzielni" not in json.dumps(found, ensure_ascii=False)


def _undo_the_acceptance(case, *, at):
    """As the desk does within a minute."""
    before, by = as_it_was(Case.objects.get(pk=case.pk)), everywhere()
    commands.accept(case.pk, at=at, by=by)
    undo_accept(case.pk, before=before, at=at + timedelta(seconds=20), by=by)


def _statuses(client, query=WITH_DATES):
    found = get(client, f"servicerequestupdates.json?{query}")
    return [update["status"] for update in found]


def test_an_acceptance_that_was_taken_back_is_no_update(client):
    case = a_case(category="greenery-uncut-grass")

    _undo_the_acceptance(case, at=MONDAY)
    assert _statuses(client) == []

    commands.accept(case.pk, at=MONDAY + timedelta(minutes=2), by=everywhere())
    _undo_the_acceptance(other := a_case(category="greenery-uncut-grass"), at=MONDAY)
    assert len(_statuses(client)) == 1
    assert other.number not in str(get(client, f"servicerequestupdates.json?{WITH_DATES}"))


def test_an_acceptance_is_no_update_also_where_its_undoing_lies_past_the_range(client):
    case = a_case(category="greenery-uncut-grass")
    _undo_the_acceptance(case, at=MONDAY)
    until = (MONDAY + timedelta(seconds=5)).strftime("%Y-%m-%dT%H:%M:%SZ")
    since = (MONDAY - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")

    assert _statuses(client, f"start_date={since}&end_date={until}") == []


@pytest.mark.parametrize("path", ["/open311/discovery.json", "/open311/v2/discovery.json"])
def test_discovery_is_complete(client, path):
    found = json.loads(client.get(path).content)

    assert set(found) == {"changeset", "contact", "key_service", "endpoints"}
    assert len(found["endpoints"]) == 2
    assert found["endpoints"][0]["specification"] == "http://wiki.open311.org/GeoReport_v2"


def test_a_wrong_jurisdiction_is_a_404_and_an_empty_one_is_none(client):
    get(client, "services.json?jurisdiction_id=example.org", 404)
    get(client, "services.json?jurisdiction_id=")
    get(client, "services.json?jurisdiction_id=krakow.pl")


def test_an_unknown_format_or_resource_is_a_404_in_xml(client):
    for path in ("services.yaml", "nothing.json", "services"):
        response = client.get(f"{BASE}/{path}")
        assert response.status_code == 404
        assert response.content.startswith(b"<?xml")


def test_reading_is_open_to_every_origin(client):
    assert client.get(f"{BASE}/services.json")["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "query",
    [
        "service_request_id=%00",
        "service_code=%00",
        "service_code=roads-pothole%00",
        "status=%1b%5B",
        "q=%c2%80",
        "service_code=%e2%80%8b",
        "service_code=roads-pothole&%00=x",
    ],
)
def test_control_characters_are_no_absent_filter(client, query):
    a_case()

    (error,) = get(client, f"requests.json?{query}", 400)

    assert "znaki sterujące" in error["description"]


def test_an_empty_filter_is_an_absent_one(client):
    a_case()

    assert len(get(client, f"requests.json?{WITH_DATES}&service_code=&status=%20")) == 1


@pytest.mark.parametrize("path", ["requests.json?q=%B1", "services.xml?locale=%ff"])
def test_a_query_in_another_encoding_is_refused_in_the_asked_format(client, path):
    answer = get(client, path, 400)

    text = answer[0]["description"] if ".json" in path else answer.findtext(".//description")
    assert text == "Wyślij tekst w kodowaniu UTF-8."
