import re
from types import SimpleNamespace

import pytest
from django.core.exceptions import RequestDataTooBig
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation
from pytest_django import Settings

from kck.foundation.verdict import Refused
from kck.ui import errors
from kck.ui.context import SCHEME_COOKIE, site_for


@pytest.fixture(autouse=True)
def _demo(settings: Settings) -> None:
    settings.KCK_DEMO = True


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Skip to main content"), ("uk", "Перейти до вмісту"), ("pl", "Przejdź do treści")],
)
def test_the_language_changes_and_the_page_stays(client: Client, language: str, words: str) -> None:
    answer = client.post(
        "/ui/language", {"language": language, "next": "/ui/gallery?page=2"}, follow=True
    )

    assert answer.redirect_chain == [("/ui/gallery?page=2", 302)]
    page = answer.content.decode()
    assert f'<html lang="{language}"' in page
    assert words in page


@pytest.mark.django_db
def test_the_chosen_colours_come_from_the_server_so_that_nothing_flashes(client: Client) -> None:
    assert 'data-color-scheme="auto"' in client.get("/ui/gallery").content.decode()

    client.post("/ui/scheme", {"scheme": "dark", "next": "/ui/gallery"})

    assert 'data-color-scheme="dark"' in client.get("/ui/gallery").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_nobody_is_sent_to_another_site(client: Client, elsewhere: str) -> None:
    answer = client.post("/ui/language", {"language": "en", "next": elsewhere})

    assert answer.headers["Location"] == "/"


def test_an_unknown_choice_sets_no_cookie(client: Client) -> None:
    client.post("/ui/scheme", {"scheme": "<script>", "next": "/"})
    client.post("/ui/language", {"language": "xx", "next": "/"})

    assert not client.cookies


def test_a_cookie_with_nonsense_is_the_default(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.COOKIES[SCHEME_COOKIE] = '"><script>'

    assert site_for(request, with_city=False).scheme == "auto"


@pytest.mark.django_db
def test_staff_who_are_lost_go_back_to_their_desk(client: Client) -> None:
    words = client.get("/backoffice/no-such-thing/").content.decode().split("<main")[1]

    assert 'href="/desk/"' in words
    assert "Strona główna" not in words


@pytest.mark.django_db
def test_a_lost_address_gets_a_plain_page(client: Client) -> None:
    answer = client.get("/nie-ma-takiej-strony")

    assert answer.status_code == 404
    assert "Nie ma takiej strony" in answer.content.decode()


@pytest.mark.parametrize("language", ["pl", "en", "uk"])
def test_a_breakdown_is_told_without_the_database(rf: RequestFactory, language: str) -> None:
    # no `django_db` mark: any question to the database would fail this test
    with translation.override(language):
        answer = errors.server_error(rf.get("/x"))

    assert answer.status_code == 500
    assert f'<html lang="{language}"' in answer.content.decode()


@pytest.mark.django_db
def test_too_much_data_is_413(rf: RequestFactory) -> None:
    assert errors.bad_request(rf.get("/"), RequestDataTooBig()).status_code == 413
    assert errors.bad_request(rf.get("/"), ValueError()).status_code == 400


@pytest.mark.django_db
def test_a_refusal_says_its_reason_and_escapes_it(rf: RequestFactory) -> None:
    page = errors.forbidden(rf.get("/"), Refused("Sprawa <b>innej</b> jednostki.")).content.decode()

    assert "Sprawa &lt;b&gt;innej&lt;/b&gt; jednostki." in page


@pytest.mark.django_db
@pytest.mark.parametrize("status", sorted(errors.PROBLEMS))
def test_every_problem_has_a_page_in_three_languages(rf: RequestFactory, status: int) -> None:
    pages = set()
    for language in ("pl", "en", "uk"):
        with translation.override(language):
            answer = errors.error_page(rf.get("/"), status)
            assert str(errors.PROBLEMS[status].title) in answer.content.decode()
            pages.add(str(errors.PROBLEMS[status].title))
        assert answer.status_code == status

    assert len(pages) == 3


@pytest.mark.django_db
@pytest.mark.parametrize("status", sorted(errors.PROBLEMS))
def test_no_problem_is_a_dead_end(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    city = SimpleNamespace(name="Kraków", phone="12 616 55 55", email="")
    # the whole module: views that load meanwhile keep the real one
    told = SimpleNamespace(snapshot=lambda: SimpleNamespace(city=city))
    monkeypatch.setattr("kck.ui.context.directory", told)

    page = errors.error_page(rf.get("/"), status).content.decode()

    menu = page[page.index('id="menu"') : page.index("</header>")]
    assert 'href="/report/"' in menu
    assert 'href="/contact/"' in menu
    # a breakdown asks nobody for the number
    calls = page[page.index("<main") : page.index("</main>")].count('href="tel:126165555"')
    assert calls == (0 if status == 500 else 1)


@pytest.mark.django_db
def test_no_script_stands_in_the_page_itself(client: Client) -> None:
    page = client.get("/ui/gallery").content.decode()

    scripts = re.findall(r"<script[^>]*>", page)
    assert scripts
    assert all("src=" in script for script in scripts)
    assert not re.search(r"\son\w+=", page)


@pytest.mark.django_db
def test_outside_demo_and_debug_there_is_no_gallery(client: Client, settings: Settings) -> None:
    settings.KCK_DEMO = False

    assert client.get("/ui/gallery").status_code == 404
    assert client.get("/ui/gallery/desk").status_code == 404


def test_a_page_can_be_drawn_before_a_city_is_loaded(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing() -> None:
        raise LookupError

    monkeypatch.setattr("kck.ui.context.directory.snapshot", nothing)
    site = site_for(rf.get("/"))

    assert site.city == ""
    assert "Centrum Kontaktu" in render_to_string("ui/_wordmark.html", {"site": site})
