import pytest
from django.test import Client

from kck.cases.models import Case, CaseText
from kck.cases.terms import TextKind
from kck.portal.tests.walking import GAS, POTHOLE, a_file, carried, come_to_check, write
from kck.portal.views import send as sending

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"


def test_ten_thousand_fields_are_refused_with_a_page(client: Client):
    answer = client.post("/report/", {f"field{number}": "x" for number in range(10_000)})

    assert answer.status_code in {400, 413}
    assert "<h1" in answer.content.decode()


def test_a_wrong_content_type_gets_the_form_and_a_sentence(client: Client):
    answer = client.post("/report/", data="{", content_type="application/json")

    assert answer.status_code == 422
    assert "Napisz, co się stało." in answer.content.decode()


def test_a_too_long_text_is_kept_on_the_page_and_said(client: Client):
    page = write(client, "ą" * 4001)

    assert page.status_code == 422
    assert "najwyżej 4000 znaków, jest 4001" in page.content.decode()
    assert "ą" * 4001 in page.content.decode()


def test_line_breaks_count_once(client: Client):
    assert write(client, "a\r\n" * 1999 + "b").status_code == 302


def test_nul_bytes_are_said(client: Client):
    page = write(client, "dziura\x00w jezdni")

    assert page.status_code == 422
    assert "znaki, których nie można zapisać" in page.content.decode()


def test_text_that_turns_direction_is_turned_back_and_emoji_stay(client: Client):
    page = come_to_check(client, "Dziura \u202ew jezdni\u2066 🕳️ <script>alert(1)</script>")
    assert "<script>alert(1)" not in page.content.decode()

    client.post("/report/check/", {"draft": carried(page)})

    kept = CaseText.objects.get(kind=TextKind.DESCRIPTION).body
    assert kept == "Dziura w jezdni 🕳️ <script>alert(1)</script>"


@pytest.mark.parametrize("address", ["/report/check/", "/report/where/", "/report/"])
def test_other_methods_are_refused(client: Client, address: str):
    write(client)

    assert client.delete(address).status_code == 405


@pytest.mark.parametrize("contact", [{"email": "anna@"}, {"phone": "12"}, {"name": "x" * 300}])
def test_a_wrong_contact_sends_nothing_and_loses_nothing(client: Client, contact: dict[str, str]):
    page = come_to_check(client)

    answer = client.post("/report/check/", {"draft": carried(page), **contact})

    assert answer.status_code == 422
    assert next(iter(contact.values())) in answer.content.decode()
    assert not Case.objects.exists()


def test_a_stale_token_shows_everything_again_and_one_press_sends_it():
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/report/", {"text": POTHOLE, "group": "damage", "photos": a_file()})

    page = answer.content.decode()
    assert answer.status_code == 403
    assert POTHOLE in page
    assert "Zdjęć nie możemy tu przechować" in page
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    again = client.post(
        "/report/", {"text": POTHOLE, "group": "damage", "csrfmiddlewaretoken": token}
    )
    assert again.headers["Location"] == "/report/where/"


def test_too_many_reports_from_one_place_wait_and_lose_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sending, "SENT_PER_HOUR", 0)
    page = come_to_check(client)

    answer = client.post("/report/check/", {"draft": carried(page), "email": "anna@example.org"})

    body = answer.content.decode()
    assert answer.status_code == 429
    assert "nic nie zginęło" in body
    assert "anna@example.org" in body
    assert POTHOLE in body
    assert not Case.objects.exists()


def test_the_group_is_offered_without_the_words_in_the_address(client: Client):
    offered = client.post("/report/group/", {"text": POTHOLE}).json()

    assert offered == {"group": "damage"}
    assert client.get("/report/group/", {"text": GAS}).status_code == 405


def test_a_group_that_does_not_exist_is_said(client: Client):
    assert write(client, group="emergency-services").status_code == 422


@pytest.mark.parametrize("query", ["q=%B1%E6", "number=%ff", "q=raw\u00b3byte", "%E3%28=x"])
def test_a_query_in_another_encoding_is_said_and_not_guessed(client: Client, query: str):
    answer = client.get("/cases/", QUERY_STRING=query)

    assert answer.status_code == 400
    assert "w innym kodowaniu niż UTF-8" in answer.content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [("pl", "innym kodowaniu"), ("en", "other than UTF-8"), ("uk", "іншому кодуванні")],
)
def test_a_form_in_another_encoding_is_refused_in_the_readers_language(language: str, words: str):
    client = Client(headers={"accept-language": language})

    answer = client.post("/report/", b"text=Dziura+w+%B6cianie", content_type=FORM)

    assert answer.status_code == 400
    assert words in answer.content.decode()


def test_so_is_a_form_with_files(client: Client):
    body = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n\xb6ciana\r\n--x--\r\n'

    answer = client.post("/report/", body, content_type="multipart/form-data; boundary=x")

    assert answer.status_code == 400
    assert "UTF-8" in answer.content.decode()


def test_polish_ukrainian_and_emoji_come_in_every_form(client: Client):
    text = "Dziura w ścianie, яма 🕳️ 100%"

    assert client.get("/cases/", {"q": text}).status_code == 200
    assert write(client, text).status_code == 302
