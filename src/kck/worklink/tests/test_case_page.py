import pytest
from tests.builders import MONDAY, a_case, a_photo, everywhere

from kck.cases import commands as cases
from kck.cases.models import CasePhoto, Task
from kck.unitlinks.models import LinkUse
from kck.unitlinks.terms import Use
from kck.unitlinks.tests.ways import MAIL
from kck.worklink.tests.phone import at

pytestmark = pytest.mark.django_db


def test_the_link_opens_the_case_without_an_account(phone, token, bin_case):
    page = phone.get(f"/z/{token}/")

    assert page.status_code == 200
    html = page.content.decode()
    assert "Rozbity pojemnik na szkło" in html
    assert "Rynek Główny 1" in html
    assert "openstreetmap.org/?mlat=50.0617" in html
    assert "geo:50.0617" in html


def test_nobody_learns_who_reported(phone, token, bin_case):
    cases.ask(bin_case.pk, question="Który pojemnik?", at=MONDAY, by=everywhere())
    from tests.builders import reporter_of

    cases.reply(
        bin_case.pk, text="Ten zielony. Telefon 600 700 800, Anna Kowalska",
        at=MONDAY, by=reporter_of(bin_case),
    )  # fmt: skip

    html = phone.get(f"/z/{token}/").content.decode()

    assert "Ten zielony" in html
    for secret in ("Kowalska", "600 700", "+48600", "anna.kowalska", "m. 4"):
        assert secret not in html


def test_notes_of_the_centre_and_names_of_staff_are_not_shown(phone, token, bin_case):
    cases.add_note(bin_case.pk, text="Pani jest nerwowa.", at=MONDAY, by=everywhere())

    assert "nerwowa" not in phone.get(f"/z/{token}/").content.decode()


def test_no_cache_no_robot_and_no_next_site_learns_the_address(phone, token, bin_case):
    for address in (f"/z/{token}/", at(token, bin_case, "done"), f"/z/{'x' * 32}/"):
        headers = phone.get(address).headers
        assert headers["Cache-Control"] == "private, no-store"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "noindex" in headers["X-Robots-Tag"]
    map_link = phone.get(f"/z/{token}/").content.decode().split("openstreetmap")[1][:300]
    assert 'rel="noreferrer noopener"' in map_link


def test_reading_it_is_written_down_and_asking_for_its_head_is_not(phone, token, bin_case):
    phone.head(f"/z/{token}/")
    phone.get(f"/z/{token}/", HTTP_SEC_PURPOSE="prefetch")
    assert Task.objects.get(case=bin_case).opened_at is None

    phone.get(f"/z/{token}/")

    assert Task.objects.get(case=bin_case).opened_at == MONDAY
    [use] = LinkUse.objects.all()
    assert (use.use, use.link.mail, use.at) == (Use.OPENED, MAIL, MONDAY)


def test_its_photos_are_shown_to_whoever_has_the_link_and_others_are_not(phone, token, bin_case):
    own = CasePhoto.objects.get(case=bin_case).file.public_id
    other_case = a_case(photos=(a_photo(),))
    other = CasePhoto.objects.get(case=other_case).file.public_id

    assert phone.get(f"{at(token, bin_case)}photo/{own}/320").status_code == 200
    assert phone.get(f"{at(token, bin_case)}photo/{other}/320").status_code == 404
    assert phone.get(f"/z/{'x' * 32}/{bin_case.number}/photo/{own}/320").status_code == 404


@pytest.mark.parametrize(("language", "words"), [("en", "Where"), ("uk", "Де")])
def test_the_page_speaks_the_readers_language(phone, token, bin_case, language, words):
    page = phone.get(f"/z/{token}/", HTTP_ACCEPT_LANGUAGE=language)

    assert f"{words}</h2>" in page.content.decode()
