"""Signing in with codes and with a passkey, and leaving the job, in a real browser."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from kck.accounts import commands as accounts
from kck.accounts.models import Staff
from kck.accounts.queries import actor_for
from kck.accounts.staff_commands import leave
from kck.cases.commands import assign
from kck.cases.models import Case
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.outbox import reactions_at_once
from tests.builders import MONDAY, a_case
from tests.fixtures import load_shipped_city
from tests.journeys.looking import BUILT

PASSWORD = "dwa konie i jeden wóz"  # noqa: S105 - of people who live as long as a test

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not BUILT.exists(), reason="the front end is not built: npm run build"),
]


@pytest.fixture(autouse=True)
def _city(transactional_db: None, settings: Any) -> None:
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    load_shipped_city()
    accounts.install_roles(by=PLATFORM)


def somebody(name: str, role: str, unit: str) -> Staff:
    email = f"{name.split()[0].lower()}@example.org"
    staff = accounts.join(email=email, name=name, password=PASSWORD, at=MONDAY, by=PLATFORM)
    accounts.appoint(staff, role=role, unit=unit, by=PLATFORM)
    return staff


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="pl-PL")
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def sign_in(page: Page, site: str, staff: Staff) -> None:
    page.goto(f"{site}/account/login/")
    page.get_by_label("Adres e-mail").fill(staff.email)
    page.get_by_label("Hasło").fill(PASSWORD)
    page.get_by_role("button", name="Zaloguj się", exact=True).click()


def password_again(page: Page) -> None:
    """Whoever changes how one signs in shows once more that it is them."""
    page.wait_for_url("**/account/reauthenticate/**")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Dalej").click()


def sign_out(page: Page, site: str) -> None:
    page.goto(f"{site}/desk/account/")
    page.locator("main form[action='/account/logout/'] button").click()
    page.wait_for_url("**/account/login/**")


def code_for(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def test_an_administrator_sets_up_codes_before_anything_else_and_signs_in_with_them(
    page: Page, live_server: Any
) -> None:
    adam = somebody("Adam Lis", "administrator", "KCK")
    sign_in(page, live_server.url, adam)
    page.wait_for_url("**/desk/account/second-factor/")
    page.get_by_role("link", name="Użyj aplikacji z kodami").click()
    password_again(page)
    page.wait_for_url("**/account/2fa/totp/activate/")
    secret = page.locator("details code").text_content() or ""
    page.locator("input[name=code]").fill(code_for(secret))
    page.locator("main form[action='/account/2fa/totp/activate/'] button[type=submit]").click()
    page.wait_for_url(re.compile(r"recovery-codes|/2fa/|/desk/"))
    assert Authenticator.objects.filter(user=adam, type="totp").exists()
    sign_out(page, live_server.url)
    cache.clear()  # a code counts once; the next one comes in half a minute

    sign_in(page, live_server.url, adam)
    page.wait_for_url("**/2fa/authenticate/")
    page.locator("input[name=code]").fill("000000")
    page.locator("form[action='/account/2fa/authenticate/'] button[type=submit]").first.click()
    expect(page.locator("input[name=code]")).to_be_visible()
    page.locator("input[name=code]").fill(code_for(secret))
    page.locator("form[action='/account/2fa/authenticate/'] button[type=submit]").first.click()

    page.wait_for_url("**/backoffice/")


def test_a_passkey_signs_in_without_a_password_until_its_owner_leaves_the_job(
    page: Page, live_server: Any
) -> None:
    anna, jan = somebody("Anna Nowak", "worker", "ZDMK"), somebody("Jan Lis", "worker", "ZDMK")
    adam = somebody("Adam Lis", "administrator", "KCK")
    case = a_case()
    assign(case.pk, staff_id=anna.pk, at=MONDAY, by=PLATFORM)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page, live_server.url, anna)
    page.wait_for_url("**/desk/")
    page.goto(f"{live_server.url}/account/2fa/webauthn/add/")
    password_again(page)
    page.locator("input[name=name]").fill("Laptop")
    page.locator("input[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(re.compile(r"recovery-codes|/2fa/webauthn/$|/2fa/$|/desk/account/"))
    sign_out(page, live_server.url)

    page.get_by_role("button", name="Zaloguj się kluczem dostępu").click()
    page.wait_for_url("**/desk/")
    page.goto(f"{live_server.url}/desk/account/sessions/")
    expect(page.get_by_text("to urządzenie")).to_be_visible()

    with reactions_at_once():
        leave(anna.pk, hand_to=jan.pk, at=clock.now(), by=actor_for(adam))

    page.goto(f"{live_server.url}/desk/")
    page.wait_for_url("**/account/login/**")
    page.get_by_role("button", name="Zaloguj się kluczem dostępu").click()
    page.wait_for_timeout(2000)
    page.goto(f"{live_server.url}/desk/")
    page.wait_for_url("**/account/login/**")
    assert Case.objects.get(pk=case.pk).handler_id == jan.pk
