"""Districts, units, the city's texts, how we work, and files for machines."""

from datetime import date, timedelta

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client
from tests.builders import a_case, everywhere, reporter_of

from kck.cases import commands as commands
from kck.cases.terms import Outcome
from kck.directory.info import TargetInfo
from kck.directory.models import CityText, Unit
from kck.directory.queries import forget_snapshot, snapshot
from kck.directory.terms import TargetResult, TargetUnit
from kck.foundation import clock
from kck.foundation.numbers import display
from kck.portal.forms.filters import public_units
from kck.portal.how import how_we_work, promised

pytestmark = pytest.mark.django_db
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def _page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_districts_say_how_much_is_open(client: Client):
    a_case(at=clock.now())

    page = _page(client, "/districts/")

    assert "Stare Miasto" in page
    assert "1 sprawa w toku" in page


def test_a_district_shows_figures_and_its_newest_cases(client: Client):
    a_case(at=clock.now())
    done, at, staff = a_case(at=clock.now()), clock.now(), everywhere()
    words = "Na miejscu nic nie ma."
    commands.done(done.pk, outcome=Outcome.NOT_FOUND, words=words, at=at, by=staff)
    commands.confirm(done.pk, at=at, by=reporter_of(done))

    answer = client.get("/districts/1/")

    assert (answer.context["tally"].open, answer.context["tally"].done) == (1, 1)
    assert display(done.number) in answer.content.decode()


def test_what_was_done_long_ago_is_not_of_the_last_month(client: Client):
    long_ago, staff = clock.now() - timedelta(days=90), everywhere()
    done = a_case(at=long_ago)
    words = "Na miejscu nic nie ma."
    commands.done(done.pk, outcome=Outcome.NOT_FOUND, words=words, at=long_ago, by=staff)

    assert client.get("/districts/1/").context["tally"].done == 0


def test_an_unknown_district_is_said(client: Client):
    page = client.get("/districts/99/")

    assert page.status_code == 404
    assert "Nie ma takiej dzielnicy" in page.content.decode()


def test_a_unit_has_a_page_once_it_is_launched(client: Client):
    case = a_case(at=clock.now())

    page = _page(client, "/units/ZDMK/")

    assert "Zarząd Dróg Miasta Krakowa" in page
    assert "12 616 75 55" in page
    assert display(case.number) in page
    assert "/units/ZDMK/" in _page(client, "/units/")
    assert client.get("/units/KCK/").status_code == 404
    assert client.get("/units/nobody/").status_code == 404


def test_a_renamed_unit_leads_to_what_it_has_become(client: Client):
    today = clock.today()
    old = Unit.objects.get(code="ZDMK")
    Unit.objects.create(
        **{
            field.attname: getattr(old, field.attname)
            for field in Unit._meta.concrete_fields
            if field.attname not in {"id", "code", "valid_from", "valid_to", "successor"}
        },
        code="STARY",
        valid_from=date(2020, 1, 1),
        valid_to=today - timedelta(days=1),
        successor="ZDMK",
    )
    forget_snapshot()

    assert client.get("/units/STARY/").headers["Location"] == "/units/ZDMK/"


@pytest.mark.parametrize(
    "address",
    ["/about/", "/accessibility/", "/privacy/", "/formal-filing/", "/texts/consent-email/"],
)
@pytest.mark.parametrize("language", ["pl", "en", "uk"])
def test_the_citys_texts_have_pages(client: Client, address: str, language: str):
    client.cookies["django_language"] = language

    page = _page(client, address)

    assert page.count("<h1") == 1
    assert "**" not in page


def test_pieces_and_unknown_texts_have_none(client: Client):
    for key in ("emergency", "after-sending", "no-such-text"):
        assert client.get(f"/texts/{key}/").status_code == 404


def test_how_we_work_is_read_out_of_the_configuration(client: Client):
    page = _page(client, "/how-we-work/")

    assert "naprawimy w ciągu 10 dni roboczych" in page
    assert "Dziura / ubytek w jezdni" in page
    assert "Zarząd Zieleni Miejskiej" in page
    assert 'href="tel:112"' in page


def test_every_category_and_unit_is_told():
    told = how_we_work(clock.now())
    city = snapshot(clock.now())

    rows = [row for _group, rows in told.groups for row in rows]

    assert len(rows) == len(city.categories())
    assert len(told.units) == len(city.units_in_force())


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        (0.25, TargetUnit.HOURS, "naprawimy w ciągu 15 minut"),
        (1, TargetUnit.HOURS, "naprawimy w ciągu 1 godziny"),
        (48, TargetUnit.HOURS, "naprawimy w ciągu 48 godzin"),
        (1, TargetUnit.WORKING_DAYS, "naprawimy w ciągu 1 dnia roboczego"),
        (22, TargetUnit.WORKING_DAYS, "naprawimy w ciągu 22 dni roboczych"),
        (1, TargetUnit.MONTHS, "naprawimy w ciągu 1 miesiąca"),
        (3, TargetUnit.MONTHS, "naprawimy w ciągu 3 miesięcy"),
    ],
)
def test_a_promise_in_words(amount: float, unit: TargetUnit, words: str):
    assert promised(TargetInfo(amount=amount, unit=unit, result=TargetResult.REPAIRED)) == words


def test_free_days_are_those_that_would_be_working_days(client: Client):
    at = clock.now().replace(year=2026, month=4, day=20)

    free = how_we_work(at).free_days

    assert date(2026, 5, 1) in free  # a Friday
    assert date(2026, 5, 3) not in free  # a Sunday anyway


def test_search_engines_are_kept_from_secrets(client: Client):
    page = _page(client, "/robots.txt")

    for path in ("/s/", "/find/", "/report/"):
        assert f"Disallow: {path}\n" in page
    assert "/cases" not in page
    assert "Sitemap: http://testserver/sitemap.xml\n" in page


def _addresses(client: Client) -> list[str]:
    tree = fromstring(client.get("/sitemap.xml").content)
    return [str(loc.text).removeprefix("http://testserver") for loc in tree.iter(f"{SITEMAP}loc")]


def test_search_engines_are_led_to_every_public_page_and_each_is_there(client: Client):
    addresses = _addresses(client)

    assert {"/", "/cases/", "/how-we-work/", "/about/", "/districts/1/"} <= set(addresses)
    assert len(set(addresses)) == len(addresses)
    for address in addresses:
        _page(client, address)


def test_search_engines_are_led_nowhere_that_they_are_kept_from(client: Client):
    kept_from = [
        line.removeprefix("Disallow: ")
        for line in _page(client, "/robots.txt").splitlines()
        if line.startswith("Disallow: ")
    ]

    assert not [one for one in _addresses(client) if one.startswith(tuple(kept_from))]


def test_what_is_not_published_is_not_in_the_sitemap(client: Client):
    launched = {unit.code for unit in public_units(snapshot(clock.now()))}
    hidden = next(u for u in snapshot(clock.now()).units_in_force() if u.code not in launched)
    CityText.objects.filter(key="about").delete()
    forget_snapshot()

    addresses = _addresses(client)

    assert f"/units/{hidden.code}/" not in addresses
    assert {f"/units/{code}/" for code in launched} <= set(addresses)
    assert "/about/" not in addresses
    assert "/privacy/" in addresses


def test_weaknesses_can_be_told(client: Client):
    page = _page(client, "/.well-known/security.txt")

    assert "Contact: http://testserver/contact/" in page
    assert "Expires: " in page
