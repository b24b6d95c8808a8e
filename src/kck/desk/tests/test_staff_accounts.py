"""One's own account, the way in, and the desk of those who only read."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.usersessions.models import UserSession
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.cache import cache
from django.test import Client, RequestFactory
from tests.builders import MONDAY, RYNEK, a_case

from kck.accounts import commands as accounts
from kck.accounts.models import KnownDevice, Staff
from kck.accounts.queries import actor_for
from kck.accounts.sign_on import SignOnAdapter
from kck.accounts.staff_commands import leave
from kck.cases.commands import add_note, change_visibility, publish
from kck.cases.models import Case, CaseText
from kck.cases.terms import TextKind
from kck.foundation import clock
from kck.foundation.actor import PLATFORM

pytestmark = pytest.mark.django_db
PASSWORD = "dwa konie i jeden wóz"  # noqa: S105 - of people who live as long as a test


@pytest.fixture(autouse=True)
def _roles() -> None:
    cache.clear()  # where allauth counts what comes from one address
    accounts.install_roles(by=PLATFORM)


def somebody(name: str, role: str, unit: str = "ZDMK", district: str = "") -> Staff:
    email = f"{name.split()[0].lower()}@example.org"
    staff = accounts.join(email=email, name=name, password=PASSWORD, at=MONDAY, by=PLATFORM)
    accounts.appoint(staff, role=role, unit=unit, district=district, by=PLATFORM)
    return staff


def signed_in(staff: Staff, agent: str = "Mozilla/5.0 (Windows NT) Firefox/140.0") -> Client:
    client = Client(headers={"user-agent": agent})
    answer = client.post("/account/login/", {"login": staff.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


@pytest.mark.parametrize(
    ("role", "unit", "district", "home"),
    [
        ("agent", "KCK", "", "/desk/new/"),
        ("supervisor", "KCK", "", "/desk/watch/"),
        ("worker", "ZDMK", "", "/desk/"),
        ("handler", "SZ", "", "/desk/"),
        ("lead", "ZDMK", "", "/desk/"),
        ("editor", "KCK", "", "/backoffice/texts/"),
        ("analyst", "KCK", "", "/desk/figures/"),
        ("councillor", "BR", "13", "/desk/district/"),
        ("privacy", "KCK", "", "/backoffice/privacy/"),
    ],
)
def test_everybody_lands_where_their_work_is(role, unit, district, home):
    client = signed_in(somebody("Anna Nowak", role, unit, district))

    first = client.get("/desk/home/")["Location"]
    assert first == home
    assert client.get(first).status_code == 200


def test_after_too_many_wrong_passwords_the_right_one_must_wait_too(monkeypatch):
    anna, jan = somebody("Anna Nowak", "worker"), somebody("Jan Lis", "worker")
    client = Client()
    wrong = [
        client.post("/account/login/", {"login": anna.email, "password": "x"}) for _ in range(8)
    ]
    assert "Adres albo hasło się nie zgadza." in wrong[0].content.decode()

    locked = client.post("/account/login/", {"login": anna.email, "password": PASSWORD})

    assert "Za dużo prób logowania" in locked.content.decode()
    signed_in(jan)
    later = clock.real_now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    signed_in(anna)


def test_sessions_are_listed_and_ended_one_by_one_and_all():
    anna = somebody("Anna Nowak", "worker")
    here = signed_in(anna)
    phone, old = signed_in(anna, "Android Chrome/140"), signed_in(anna, "Mac OS Safari/17")

    text = here.get("/desk/account/sessions/").content.decode()
    assert "Firefox, Windows" in text
    assert "Chrome, Android" in text
    assert text.count("to urządzenie") == 1

    row = UserSession.objects.get(user_agent__contains="Android")
    here.post("/desk/account/sessions/end/", {"session": row.pk})
    assert phone.get("/desk/").status_code == 302
    assert old.get("/desk/").status_code == 200
    here.post("/desk/account/sessions/end/")
    assert old.get("/desk/").status_code == 302
    assert here.get("/desk/").status_code == 200


def test_nobody_ends_the_session_of_another():
    anna, jan = somebody("Anna Nowak", "worker"), somebody("Jan Lis", "worker")
    hers, his = signed_in(anna), signed_in(jan)
    row = UserSession.objects.get(user=anna)

    his.post("/desk/account/sessions/end/", {"session": row.pk})

    assert hers.get("/desk/").status_code == 200


def test_a_new_password_signs_out_everywhere_else():
    anna = somebody("Anna Nowak", "worker")
    here, elsewhere = signed_in(anna), signed_in(anna)
    answer = here.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": "trzy konie i wóz", "password2": "trzy konie i wóz"},
    )
    assert answer.status_code == 302
    assert elsewhere.get("/desk/").status_code == 302
    assert here.get("/desk/").status_code == 200


def test_whoever_left_is_out_at_the_next_click():
    anna, adam = somebody("Anna Nowak", "worker"), somebody("Adam Lis", "administrator", "KCK")
    client = signed_in(anna)

    leave(anna.pk, hand_to=None, at=MONDAY, by=actor_for(adam))

    assert client.get("/desk/")["Location"].startswith("/account/login/")
    again = client.post("/account/login/", {"login": anna.email, "password": PASSWORD})
    assert again.status_code == 200


def test_the_same_browser_is_known_the_second_time():
    anna = somebody("Anna Nowak", "worker")
    client = signed_in(anna)
    client.post("/account/logout/")
    client.post("/account/login/", {"login": anna.email, "password": PASSWORD})
    assert KnownDevice.objects.count() == 1
    signed_in(anna)
    assert KnownDevice.objects.count() == 2


# the city's own sign-in server


def far_end(mail: str, *, verified: bool = True, existing: Staff | None = None) -> Any:
    tied: list[Staff] = []
    return SimpleNamespace(
        state={},
        is_existing=existing is not None,
        user=existing,
        email_addresses=[SimpleNamespace(email=mail, verified=verified)],
        connect=lambda _request, staff: tied.append(staff),
        tied=tied,
    )


def asking() -> Any:
    request = RequestFactory().get("/")
    request.session = {}  # type: ignore[assignment]
    request.user = SimpleNamespace(is_authenticated=False)  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return request


def test_a_verified_mail_opens_the_account_that_is_here():
    anna, login = somebody("Anna Nowak", "worker"), far_end("Anna@Example.org")
    SignOnAdapter().pre_social_login(asking(), login)
    assert login.tied == [anna]


@pytest.mark.parametrize(("mail", "verified"), [("anna@example.org", False), ("x@y.org", True)])
def test_an_unverified_or_unknown_mail_opens_nothing_and_makes_nothing(mail, verified):
    somebody("Anna Nowak", "worker")
    login = far_end(mail, verified=verified)
    with pytest.raises(ImmediateHttpResponse):
        SignOnAdapter().pre_social_login(asking(), login)
    assert login.tied == []
    assert Staff.objects.count() == 1
    assert not SignOnAdapter().is_open_for_signup(asking(), login)


def test_whoever_left_is_refused_whatever_the_server_says():
    anna = somebody("Anna Nowak", "worker")
    Staff.objects.filter(pk=anna.pk).update(is_active=False)
    for login in (
        far_end(anna.email),
        far_end(anna.email, existing=Staff.objects.get(pk=anna.pk)),
    ):
        with pytest.raises(ImmediateHttpResponse):
            SignOnAdapter().pre_social_login(asking(), login)


@pytest.mark.parametrize("path", ["/account/oidc/city/login/", "/account/sessions/"])
def test_without_a_server_nothing_of_it_is_there(path):
    assert Client().get(path).status_code == 404
    assert "Konto miejskie" not in Client().get("/account/login/").content.decode()


# a councillor


def councillor(district: str) -> Client:
    return signed_in(somebody("Jan Radny", "councillor", "BR", district))


def in_district(code: str) -> Case:
    case = a_case(
        text="Dziura przed domem Jana Kowalskiego, tel. 501 234 567.",
        name="Jan Kowalski",
        email="jan@example.org",
        spot=RYNEK,
    )
    Case.objects.filter(pk=case.pk).update(district=code)
    return case


def test_a_councillor_reads_the_own_district_and_no_names():
    mine, other = in_district("13"), in_district("5")
    add_note(mine.pk, text="Pan Kowalski dzwonił.", at=MONDAY, by=PLATFORM)
    client = councillor("13")

    listed = client.get("/desk/district/").content.decode()
    read = client.get(f"/desk/district/{mine.number}/").content.decode()

    assert mine.number[-4:-1] in listed
    assert "Treści nikt jeszcze nie opublikował." in read
    for words in ("Kowalsk", "501 234", "jan@example.org", "dzwonił"):
        assert words not in listed + read
    assert client.get(f"/desk/district/{other.number}/").status_code == 404
    for number in (mine.number, other.number):
        for path in ("", "parts/", "contact/", "do/note/"):
            assert client.post(f"/desk/case/{number}/{path}").status_code in {404, 405}
            assert client.get(f"/desk/case/{number}/{path}").status_code in {404, 405}


def test_published_words_are_read_and_what_is_not_public_is_only_counted():
    shown, hidden = in_district("13"), in_district("13")
    text = CaseText.objects.get(case=shown, kind=TextKind.DESCRIPTION)
    publish(shown.pk, texts=[text.pk], at=MONDAY, by=PLATFORM)
    change_visibility(hidden.pk, private=True, coarse=False, at=MONDAY, by=PLATFORM)
    client = councillor("13")

    assert "Dziura przed domem" in client.get(f"/desk/district/{shown.number}/").content.decode()
    assert client.get(f"/desk/district/{hidden.number}/").status_code == 404
    assert "nie jest publiczna" in client.get("/desk/district/").content.decode()


def test_the_district_page_is_not_there_for_others():
    assert signed_in(somebody("Anna Nowak", "worker")).get("/desk/district/").status_code == 404
