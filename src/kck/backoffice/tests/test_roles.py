"""Roles on their screen."""

import pytest

from kck.accounts.commands import set_role
from kck.accounts.models import Role
from kck.foundation.actor import PLATFORM

pytestmark = pytest.mark.django_db
PAGE = "/backoffice/roles/reader/"
BUTTON = "Cofnij ostatnią zmianę"


def change(*grants: str) -> None:
    set_role("reader", names={"pl": "Czytelnik"}, grants=grants, by=PLATFORM)


def test_the_last_change_is_taken_back_by_one_press(editor):
    change("cases.view")
    assert BUTTON not in editor.get(PAGE).content.decode()
    change("cases.view", "cases.work")
    shown = editor.get(PAGE).content.decode()
    assert 'name="undo" value="1"' in shown

    answer = editor.post(PAGE + "undo", {"undo": "1"}, follow=True)

    assert "Cofnięto ostatnią zmianę." in answer.content.decode()
    assert Role.objects.get(code="reader").grants == ["cases.view"]


def test_a_stale_page_undoes_nothing_and_says_why(editor):
    change("cases.view")
    change("cases.work")
    change("cases.view", "cases.work")

    answer = editor.post(PAGE + "undo", {"undo": "1"}, follow=True)

    assert "Ktoś zmienił tymczasem tę rolę." in answer.content.decode()
    assert Role.objects.get(code="reader").grants == ["cases.view", "cases.work"]
