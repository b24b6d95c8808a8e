"""The form and the status inside pages of other sites: without cookies, and only where allowed."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from tests.builders import a_case

from kck.cases.models import Case, CaseText
from kck.cases.queries.access import access_code
from kck.cases.terms import TextKind
from kck.entrances.commands import allow_site
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.portal.tests.walking import HERE, POTHOLE, a_file, carried

pytestmark = pytest.mark.django_db
SITE = "https://www.krakow.pl"
OWN = "http://testserver"


class Forgetful(Client):
    """A browser that gives frames no cookies, and says so when it is given some."""

    def request(self, **request):
        self.cookies.clear()
        response = super().request(**request)
        assert not response.cookies
        return response


@pytest.fixture
def framed() -> Forgetful:
    """Tokens are asked for, as of a real browser."""
    return Forgetful(enforce_csrf_checks=True)


@pytest.fixture
def _let_in() -> None:
    allow_site(SITE, insecure=False, by=PLATFORM, at=clock.now())


def opened(client: Client, what: str = "form", **asked: str) -> str:
    """The first address inside the frame."""
    return client.get(f"/embed/{what}/", asked).headers["Location"]


def below(address: str) -> str:
    found = re.match(r"/embed/[^/]+/", address)
    assert found
    return found[0]


def test_a_report_goes_all_the_way_without_a_cookie(framed: Client):
    frame = below(opened(framed))

    answer = framed.post(f"{frame}report/", {"text": POTHOLE, "photos": [a_file()]})
    assert answer.headers["Location"] == f"{frame}report/where/"
    framed.post(f"{frame}report/where/", HERE)
    framed.post(f"{frame}report/details/", {})
    page = framed.get(f"{frame}report/check/")
    framed.post(f"{frame}report/check/", {"draft": carried(page)})
    sent = framed.get(f"{frame}report/sent/").content.decode()

    case = Case.objects.get()
    assert (case.address, case.photos.count()) == ("Rynek Główny 1", 1)
    assert access_code(case.token) in sent
    assert f"{OWN}/s/{case.token}" in sent


def test_photos_go_up_one_by_one_before_anything_is_sent(framed: Client):
    frame = below(opened(framed))

    for name in ("a.jpg", "b.jpg"):
        told = framed.post(f"{frame}report/photo/", {"photo": a_file(name)})
        assert told.status_code == 201
        assert told.json()["src"].startswith(frame)
        assert framed.get(told.json()["src"]).status_code == 200

    assert framed.get(f"{frame}report/").content.decode().count("<img src=") == 2


def test_every_showing_has_a_draft_of_its_own(framed: Client):
    first, second = below(opened(framed)), below(opened(framed))
    framed.post(f"{first}report/", {"text": POTHOLE})

    assert POTHOLE in framed.get(f"{first}report/").content.decode()
    assert POTHOLE not in framed.get(f"{second}report/").content.decode()


def test_a_lost_draft_comes_back_from_the_form(framed: Client):
    frame, other = below(opened(framed)), below(opened(framed))
    framed.post(f"{frame}report/", {"text": POTHOLE})
    page = framed.get(f"{frame}report/where/")

    framed.post(f"{other}report/where/", {**HERE, "draft": carried(page)})
    framed.post(f"{other}report/details/", {})

    assert POTHOLE in framed.get(f"{other}report/check/").content.decode()


def test_pages_of_one_draft_are_given_one_secret_and_no_page_of_another(framed: Client):
    allow_site(SITE, insecure=False, by=PLATFORM, at=clock.now())

    def secret(frame: str) -> str:
        found = re.search(r' secret="([^"]+)"', framed.get(f"{frame}report/").content.decode())
        assert found
        return found[1]

    first, second = below(opened(framed, origin=SITE)), below(opened(framed, origin=SITE))
    assert secret(first) == secret(first)
    assert secret(first) != secret(second)
    assert " secret=" not in framed.get(f"{below(opened(framed))}report/").content.decode()


def test_a_draft_can_be_thrown_away_and_begun_again(framed: Client):
    frame = below(opened(framed))
    framed.post(f"{frame}report/", {"text": POTHOLE})
    framed.post(f"{frame}report/again/")

    assert POTHOLE not in framed.get(f"{frame}report/").content.decode()
    framed.post(f"{frame}report/", {"text": "Nie świeci latarnia przy moście."})
    assert "Nie świeci" in framed.get(f"{frame}report/").content.decode()


def test_all_links_of_a_page_stay_in_the_frame(framed: Client):
    frame = below(opened(framed))
    page = framed.get(f"{frame}report/").content.decode()

    inside = re.findall(r'(?:action|href|url)="(/[^"]*)"', page)
    own = [one for one in inside if not one.startswith("/static/")]
    assert own
    assert all(one.startswith(frame) for one in own)
    assert '<header class="masthead"' not in page


def test_the_next_request_is_not_below_the_frame(framed: Client, client: Client):
    framed.get(opened(framed))

    assert 'action="/report/"' in client.get("/report/").content.decode()


def test_cookies_of_the_site_mean_nothing_inside(client: Client):
    client.post("/report/", {"text": POTHOLE})

    assert POTHOLE not in client.get(opened(client)).content.decode()


@pytest.mark.parametrize("page", ["privacy/", "cases/", "", "find/", "/example.org/"])
def test_other_pages_open_outside(framed: Client, page: str):
    answer = framed.get(below(opened(framed)) + page)

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/{page.lstrip('/')}"


def test_pages_of_staff_cannot_be_reached_through_a_frame(framed: Client):
    answer = framed.get(f"{below(opened(framed))}desk/")

    assert answer.headers["Location"] == "/desk/"


def test_without_a_list_nobody_may_frame_anything(framed: Client):
    page = framed.get(opened(framed))

    assert page.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


@pytest.mark.usefixtures("_let_in")
def test_listed_sites_may_frame_the_form_and_nothing_else(framed: Client, client: Client):
    page = framed.get(opened(framed))
    assert "X-Frame-Options" not in page.headers
    assert f"frame-ancestors {SITE};" in page.headers["Content-Security-Policy"] + ";"

    for address in ("/", "/report/", "/zglos/", "/find/", "/account/login/", "/o/AAAAAAC/"):
        other = client.get(address)
        assert other.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in other.headers["Content-Security-Policy"]


@pytest.mark.usefixtures("_let_in")
def test_only_a_listed_page_is_told_how_high_we_are(framed: Client):
    for parent, told in ((SITE, True), ("https://evil.example", False), ("*", False)):
        page = framed.get(opened(framed, origin=parent)).content.decode()
        assert (f'<framed-page parent="{parent}"' in page) is told
        assert ("<framed-page" in page) is told


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_a_form_of_another_page_is_refused(framed: Client, origin: str):
    frame = below(opened(framed))

    answer = framed.post(f"{frame}report/", {"text": POTHOLE}, headers={"Origin": origin})

    assert answer.status_code == 403
    assert POTHOLE not in framed.get(f"{frame}report/").content.decode()


def test_our_own_page_may_send_its_form(framed: Client):
    frame = below(opened(framed))

    answer = framed.post(f"{frame}report/", {"text": POTHOLE}, headers={"Origin": OWN})

    assert answer.headers["Location"] == f"{frame}report/where/"


def test_outside_a_frame_its_address_shows_no_draft(framed: Client):
    """A stranger could send somebody such an address, and read there what they write."""
    frame = below(opened(framed))
    framed.post(f"{frame}report/", {"text": POTHOLE})

    answer = framed.get(f"{frame}report/", headers={"Sec-Fetch-Dest": "document"})

    assert answer.headers["Location"] == "/report/"
    inside = framed.get(f"{frame}report/", headers={"Sec-Fetch-Dest": "iframe"})
    assert POTHOLE in inside.content.decode()


@pytest.mark.parametrize("sealed", ["x:y:z", "eyJhIjoxfQ:1abc:forged", ":"])
def test_a_forged_frame_is_a_new_one(framed: Client, sealed: str):
    answer = framed.get(f"/embed/{sealed}/report/")

    assert answer.headers["Location"] == "/embed/form/"


def test_an_old_frame_is_a_new_one(framed: Client):
    frame = below(opened(framed))

    with time_machine.travel(clock.real_now() + timedelta(days=8)):
        assert framed.get(f"{frame}report/").headers["Location"] == "/embed/form/"


@pytest.mark.parametrize("language", ["pl", "en", "uk"])
def test_a_frame_speaks_the_language_it_was_asked_for(framed: Client, language: str):
    page = framed.get(opened(framed, lang=language, scheme="dark")).content.decode()

    assert f'<html lang="{language}" data-color-scheme="dark"' in page


def test_an_accent_is_a_colour_or_nothing(framed: Client):
    assert (
        "--ds-color-accent-base-default:"
        in framed.get(opened(framed, accent="#0B6E4F")).content.decode()
    )
    evil = framed.get(opened(framed, accent="red;}</style><script>alert(1)</script>"))
    assert "<style>" not in evil.content.decode()


def test_a_frame_may_begin_with_a_category_and_a_place(framed: Client):
    address = opened(framed, category="lighting-single-lamp", lat="50.0617", lon="19.9373")

    assert "Nie świeci pojedyncza lampa" in framed.get(address).content.decode()


def test_an_error_inside_a_frame_has_no_chrome_either(framed: Client):
    page = framed.get(f"{below(opened(framed))}report/nothing/")

    assert page.status_code == 404
    assert '<header class="masthead"' not in page.content.decode()


def test_number_and_code_tell_the_state_and_the_promise(framed: Client):
    case = a_case(at=clock.now())
    frame = below(opened(framed, "status"))

    typed = {"number": case.number, "code": access_code(case.token)}
    page = framed.post(f"{frame}status/", typed).content.decode()

    assert "Nasz termin" in page
    assert f"{frame}s/{case.token}/" in page
    assert framed.get(f"{frame}s/{case.token}/").headers["Location"] == f"/s/{case.token}/"


def test_a_wrong_code_tells_nothing_and_cannot_be_tried_without_end(framed: Client):
    case = a_case(at=clock.now(), text="Sekret sprawy")
    frame = below(opened(framed, "status"))
    typed = {"number": case.number, "code": "00000000"}

    answers = [framed.post(f"{frame}status/", typed) for _time in range(11)]

    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert case.category.code not in answers[0].content.decode()
    texts = CaseText.objects.filter(case=case, kind=TextKind.DESCRIPTION)
    assert all(text.body not in answers[0].content.decode() for text in texts)


def test_outside_a_frame_the_status_is_the_usual_page(client: Client):
    assert client.get("/status/").headers["Location"] == "/find/"


def test_limits_count_frames_and_pages_together(framed: Client, client: Client):
    frame = below(opened(framed, "status"))
    for _time in range(20):
        framed.post(f"{frame}status/", {})

    assert client.post("/find/", {}).status_code == 429


def test_the_script_is_kept_for_a_year_under_its_version_only(client: Client, settings, tmp_path):
    (tmp_path / "embed").mkdir()
    (tmp_path / "embed" / "kck.js").write_text("customElements")
    settings.STATIC_ROOT = tmp_path
    from django.contrib.staticfiles.storage import staticfiles_storage

    if not staticfiles_storage.exists("embed/kck.js"):
        pytest.skip("static files were set up before this test")
    plain = client.get("/embed/kck.js")
    version = plain.headers["ETag"].strip('"')

    assert "max-age=3600" in plain.headers["Cache-Control"]
    assert plain.headers["Access-Control-Allow-Origin"] == "*"
    assert "immutable" in client.get(f"/embed/kck.js?v={version}").headers["Cache-Control"]
    assert "immutable" not in client.get("/embed/kck.js?v=old").headers["Cache-Control"]
    assert client.get("/embed/kck.js", headers={"If-None-Match": f'"{version}"'}).status_code == 304
