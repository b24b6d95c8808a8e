"""Whatever somebody writes about themselves, strangers never read it: in every category."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client

from kck.cases import commands as cases
from kck.cases.models import Case
from kck.cases.terms import Outcome, Spot, TextKind
from kck.directory.info import CategoryInfo, QuestionInfo
from kck.directory.queries import snapshot
from kck.directory.terms import Datatype, Publicity
from kck.foundation import clock
from kck.foundation.actor import ANYBODY
from kck.foundation.numbers import display
from kck.intake.commands import me_too
from kck.intake.terms import Channel, Incoming, Reached
from kck.places import queries as places
from tests.builders import a_case, a_photo, everywhere, reporter_of

pytestmark = pytest.mark.django_db

# letters and digits that occur nowhere else
NAME, MAIL, STREET = "Bożydar Zmyślonkiewicz", "zmyslonkiewicz@nigdzie.example", "Wymyślna 77/313"
PHONE, PESEL, PLATE = "600 717 313", "44051401359", "KR 7X313"
SECRET = f"Nazywam się {NAME}, {MAIL}, tel. {PHONE}, PESEL {PESEL}, auto {PLATE}, ul. {STREET}."
HOUSE = "91377"  # of an address that the public knows by its street only
NEEDLES = [
    "ożydar", "myślonkiewicz", "zmyslonkiewicz", "600717313", "600 717 313", PESEL,
    "7X313", "ymyślna", "77/313", HOUSE,
]  # fmt: skip
VERBATIM = Spot(lat=50.043217, lon=19.945671, address="ul. Dietla 40", words=SECRET)
HIDDEN = Spot(lat=50.047713, lon=19.947713, address=f"ul. Dietla {HOUSE}", words=SECRET)
_COARSE_POINT = re.compile(r"50\.0477|19\.9477")
# around the hidden point and around no other
_BOX = "/api/v1/cases?limit=100&bbox=19.9476,50.0476,19.9478,50.0478"
MOST_PAGES, _API_LIST = 40, "/api/v1/cases "


@dataclass(frozen=True, kw_only=True)
class Filed:
    category: CategoryInfo
    case: Case


def _answers(questions: tuple[QuestionInfo, ...]) -> dict[str, object]:
    wordy = {Datatype.STRING, Datatype.TEXT}
    return {question.code: SECRET for question in questions if question.datatype in wordy}


def _file(category: CategoryInfo) -> Filed:
    case = a_case(
        category=category.code,
        text=f"{category.name('pl')}. {SECRET}",
        spot=VERBATIM if category.public == Publicity.YES else HIDDEN,
        photos=(a_photo(),),
        answers=_answers(snapshot().questions(category.code)),
        email=MAIL,
        name=NAME,
        phone=PHONE,
        at=clock.now(),
    )
    return Filed(category=category, case=case)


def _talk_on(case: Case) -> None:
    """Every other way in which words get into a case."""
    at, staff, reporter = clock.now(), everywhere(), reporter_of(case)
    cases.add_note(case.pk, text=f"Notatka: {SECRET}", at=at, by=staff)
    cases.answer(case.pk, text=f"Odpowiedź: {SECRET}", at=at, by=staff)
    cases.ask(case.pk, question=f"Pytanie: {SECRET}", at=at, by=staff)
    cases.reply(case.pk, text=f"Odpowiadam: {SECRET}", at=at, by=reporter)
    here = snapshot().unit_by_id(case.unit_id).code
    other = "ZZM" if here != "ZZM" else "ZDMK"
    cases.forward(case.pk, unit=other, reason=f"Powód: {SECRET}", at=at, by=staff)
    cases.done(case.pk, outcome=Outcome.NOT_FOUND, words=f"Koniec: {SECRET}", at=at, by=staff)
    cases.disagree(case.pk, text=f"Nie zgadzam się: {SECRET}", at=at, by=reporter)
    if not case.private:
        joined = Incoming(channel=Channel.WEB, reached=Reached(email=MAIL, name=NAME, phone=PHONE))
        me_too(case.pk, incoming=joined, at=at, by=ANYBODY)


def _file_all() -> list[Filed]:
    found = [_file(category) for category in snapshot().categories()]
    for one in found[::20]:
        _talk_on(one.case)
    return found


def _all_pages(client: Client, address: str) -> Iterator[str]:
    """The list, page after page, as its own links lead."""
    for _page in range(MOST_PAGES):
        yield (body := client.get(address).content.decode())
        older = re.search(r'rel="next" href="([^"]+)"', body)
        if older is None:
            return
        address = f"/cases/{older[1].replace('&amp;', '&')}"
    raise AssertionError("the list has no end")


def _all_of_the_api(client: Client) -> Iterator[tuple[str, str]]:
    """The list, page after page, as its cursors lead; and what lies in a box around the hidden."""
    following = ""
    for page in range(MOST_PAGES):
        answer = client.get(f"/api/v1/cases?limit=100&cursor={following}")
        yield f"/api/v1/cases {page}", answer.content.decode()
        if not (following := answer.json()["next"]):
            break
    yield "/api/v1/cases in a box", client.get(_BOX).content.decode()
    for address in ("districts", "units", "categories", "groups", "notices"):
        yield f"/api/v1/{address}", client.get(f"/api/v1/{address}").content.decode()


def _everything(client: Client, filed: list[Filed]) -> Iterator[tuple[str, str]]:
    for place, body in enumerate(_all_pages(client, "/cases/")):
        yield f"/cases/ {place}", body
    for one in filed:
        number = one.case.number
        for address in (
            f"/cases/{display(number)}/",
            f"/cases/{display(number)}/me-too/",
            f"/open311/v2/requests/{number}.json",
            f"/open311/v2/requests/{number}.xml",
            f"/api/v1/cases/{number}",
        ):
            yield address, client.get(address).content.decode()
    yield from _all_of_the_api(client)
    units = {one.case.unit_id for one in filed}
    codes = {snapshot().unit_by_id(unit).code for unit in units}
    for address in (
        "/",
        "/cases/map/",
        "/cases/points.json",
        "/cases/feed.atom",
        "/districts/",
        *(f"/districts/{district.code}/" for district in places.districts()),
        "/units/",
        *(f"/units/{code}/" for code in codes),
        "/how-we-work/",
        "/open311/v2/requests.json?page_size=200&extensions=true",
        "/open311/v2/requests.xml?page_size=200",
        "/open311/v2/servicerequestupdates.json",
        "/open311/v2/servicerequestupdates.xml",
    ):
        yield address, client.get(address).content.decode()


def _nearby(client: Client) -> str:
    """What somebody who reports the same at the same place is shown."""
    place = {"address": VERBATIM.address, "point_of": VERBATIM.address}
    client.post("/report/", {"text": "Dziura w jezdni, wyrwa w asfalcie na drodze."})
    client.post("/report/where/", {**place, "lat": str(VERBATIM.lat), "lon": str(VERBATIM.lon)})
    return client.get("/report/nearby/").content.decode()


def test_invented_personal_data_in_every_category_shows_nowhere(client: Client):
    filed = _file_all()
    assert len(filed) > 150

    pages = dict(_everything(client, filed))
    pages["/report/nearby/"] = _nearby(client)

    told = [(where, word) for where, body in pages.items() for word in NEEDLES if word in body]
    assert told == []
    assert [where for where, body in pages.items() if _COARSE_POINT.search(body)] == []
    _shows_the_cases(pages, [one for one in filed if not one.case.private])
    _shows_no_private_one(client, [one.case.number for one in filed if one.case.private])


def _shows_the_cases(pages: dict[str, str], public: list[Filed]) -> None:
    """Else nothing would have been found because nothing was there."""
    assert len(public) > 80
    listed = "".join(body for where, body in pages.items() if where.startswith("/cases/ "))
    told_by_api = "".join(body for where, body in pages.items() if where.startswith(_API_LIST))
    assert json.loads(pages["/api/v1/cases in a box"])["items"] == []
    for one in public:
        assert display(one.case.number) in listed
        assert one.category.name("pl") in pages[f"/cases/{display(one.case.number)}/"]
        assert one.case.number in pages[f"/open311/v2/requests/{one.case.number}.json"]
        assert one.case.number in pages[f"/api/v1/cases/{one.case.number}"]
        assert one.case.number in told_by_api
    assert '"Point"' in pages["/cases/points.json"]
    assert "<entry>" in pages["/cases/feed.atom"]
    assert "Czy chodzi o to samo?" in pages["/report/nearby/"]


def _shows_no_private_one(client: Client, hidden: list[str]) -> None:
    assert len(hidden) > 20
    for number in hidden:
        assert client.get(f"/cases/{number}/").status_code == 404
        assert client.get(f"/cases/{number}/me-too/").status_code == 404
        assert client.get(f"/open311/v2/requests/{number}.json").status_code == 404
        assert client.get(f"/api/v1/cases/{number}").status_code == 404
        without_code = client.get(f"/api/v1/my-case/{number}", headers={"Case-Code": "00000000"})
        assert without_code.status_code in {404, 429}


def test_what_a_person_published_is_what_strangers_read(client: Client):
    """The search above would have found it."""
    pothole = snapshot().category("roads-pothole")
    assert pothole is not None
    case, at = _file(pothole).case, clock.now()
    described = case.texts.get(kind=TextKind.DESCRIPTION).pk

    cases.publish(case.pk, texts=[described], at=at, by=everywhere())

    for address in (
        f"/cases/{case.number}/",
        "/cases/feed.atom",
        f"/open311/v2/requests/{case.number}.json",
        f"/api/v1/cases/{case.number}",
        "/api/v1/cases",
    ):
        assert MAIL in client.get(address).content.decode(), address
