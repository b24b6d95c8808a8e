import pytest
from django.test import Client

from kck.accounts.commands import choose_language
from kck.accounts.queries import actor_for
from kck.desk.tests.conftest import a_colleague
from kck.foundation.verdict import Refused

pytestmark = pytest.mark.django_db


def test_signing_in_with_a_password_opens_the_queue():
    staff = a_colleague()
    staff.set_password("dlugie-haslo-1")
    staff.save()
    client = Client()
    address = "/account/login/?next=/desk/%3Fview%3Dmine"

    page = client.get(address).content.decode()
    assert "Logowanie pracowników" in page
    assert 'lang="pl"' in page

    answer = client.post(address, {"login": staff.email, "password": "dlugie-haslo-1"})
    assert (answer.status_code, answer["Location"]) == (302, "/desk/?view=mine")
    assert 11 * 3600 < client.session.get_expiry_age() <= 12 * 3600


def test_a_wrong_password_is_said_in_words():
    staff = a_colleague()

    answer = Client().post("/account/login/", {"login": staff.email, "password": "x"})

    assert answer.status_code == 200
    assert "ds-error-summary" in answer.content.decode()


@pytest.mark.parametrize("path", ["signup/", "email/", "password/reset/", "confirm-email/"])
def test_nobody_signs_up_or_resets_by_mail(path):
    assert Client().get(f"/account/{path}").status_code == 404


@pytest.mark.parametrize("language", ["pl", "en", "uk"])
def test_the_sign_in_page_speaks_three_languages(language):
    page = Client().get("/account/login/", headers={"Accept-Language": language}).content.decode()

    assert f'lang="{language}"' in page


def test_ones_account_shows_roles_and_how_to_sign_in(signed_in):
    page = signed_in().get("/desk/account/").content.decode()

    for words in ("Anna Nowak", "Zarząd Dróg", "Klucze dostępu", "Zmień hasło"):
        assert words in page


@pytest.mark.parametrize("name", ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn"])
def test_the_pages_of_the_second_factor_wear_our_frame(signed_in, name, settings):
    from django.urls import reverse

    page = signed_in().get(reverse(name), follow=True).content.decode()

    assert 'class="entrance"' in page
    assert "password/reset" not in page
    assert "ds-button" in page


def test_a_new_password_is_asked_for_in_our_words_and_nobody_is_sent_to_a_reset():
    staff = a_colleague()
    staff.set_password("dlugie-haslo-1")
    staff.save()
    client = Client()
    client.post("/account/login/", {"login": staff.email, "password": "dlugie-haslo-1"})

    page = client.get("/account/password/change/").content.decode()
    again = client.get("/account/2fa/totp/activate/", follow=True).content.decode()

    assert "Nowe hasło jeszcze raz" in page
    assert "Potwierdź, że to Ty" in again
    assert "password/reset" not in again + page


def test_an_administrator_sets_up_a_second_factor_before_anything_else(signed_in, settings):
    settings.KCK_DEMO = False
    client = signed_in("admin", "KCK", "Adam Lis")

    for address in ("/desk/", "/desk/new/", "/desk/account/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, "/desk/account/second-factor/")
    assert "Jeszcze jeden krok" in client.get("/desk/account/second-factor/").content.decode()


def test_with_a_second_factor_the_desk_is_open(signed_in, settings):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    settings.KCK_DEMO = False
    client = signed_in("admin", "KCK", "Adam Lis")
    TOTP.activate(a_colleague("admin", "KCK", "Adam Lis"), generate_totp_secret())

    assert client.get("/desk/").status_code == 200


def test_the_demo_does_not_force_it_and_says_so(signed_in, settings):
    settings.KCK_DEMO = True
    client = signed_in("admin", "KCK", "Adam Lis")

    assert client.get("/desk/").status_code == 200
    assert "Miasto pokazowe go nie wymusza" in client.get("/desk/account/").content.decode()


def test_signing_out_closes_the_door(signed_in):
    client = signed_in()

    client.post("/account/logout/")

    assert client.get("/desk/").status_code == 302


def test_what_one_has_chosen_counts_more_than_what_the_browser_asks_for(signed_in, settings):
    settings.KCK_DEMO = True  # lets an administrator in without a second factor
    client = signed_in("admin")
    assert 'lang="uk"' in client.get("/desk/", headers={"Accept-Language": "uk"}).content.decode()

    answer = client.post("/desk/account/language/", {"language": "en", "next": "/desk/account/"})

    assert (answer.status_code, answer["Location"]) == (302, "/desk/account/")
    for address in ("/desk/", "/desk/account/", "/backoffice/", "/account/2fa/"):
        answer = client.get(address, headers={"Accept-Language": "uk"}, follow=True)
        page = answer.content.decode()
        assert '<html lang="en"' in page, address
    page = client.get("/desk/account/").content.decode()
    assert '<option value="en" selected>' in page


def test_the_portal_and_the_sign_in_page_go_by_the_browser(signed_in):
    client = signed_in()
    client.post("/desk/account/language/", {"language": "en"})

    assert '<html lang="pl"' in client.get("/").content.decode()
    client.logout()
    assert '<html lang="pl"' in client.get("/account/login/").content.decode()


@pytest.mark.parametrize("language", ["xx", "<script>", "pl-PL"])
def test_a_language_that_is_not_spoken_changes_nothing(signed_in, language):
    client = signed_in()
    client.post("/desk/account/language/", {"language": "uk"})

    assert client.post("/desk/account/language/", {"language": language}).status_code == 302

    assert '<html lang="uk"' in client.get("/desk/").content.decode()


def test_a_choice_is_taken_back(signed_in):
    client = signed_in()
    client.post("/desk/account/language/", {"language": "uk"})
    client.post("/desk/account/language/", {"language": ""})

    assert '<html lang="pl"' in client.get("/desk/").content.decode()


def test_the_switch_in_the_bar_chooses_for_the_person(signed_in):
    for address in ("/desk/", "/desk/account/second-factor/"):
        page = signed_in().get(address).content.decode()

        assert '<form class="language" method="post" action="/desk/account/language/"' in page


def test_only_an_administrator_chooses_for_somebody_else():
    anna, ola = a_colleague(), a_colleague(name="Ola Kot")

    with pytest.raises(Refused):
        choose_language(ola.pk, language="en", by=actor_for(anna))
    choose_language(ola.pk, language="en", by=actor_for(a_colleague("admin", name="Jan Pan")))

    ola.refresh_from_db()
    assert ola.language == "en"
