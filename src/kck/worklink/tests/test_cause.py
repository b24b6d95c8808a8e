"""What comes back for the third time asks a unit by link why, too."""

import pytest
from tests.builders import a_jpeg

from kck.cases.models import Case
from kck.cases.terms import CaseState
from kck.worklink.tests.phone import at, send

pytestmark = pytest.mark.django_db
WORDS = {"outcome": "done", "text": "Pojemnik wymieniony na nowy."}


@pytest.fixture
def returning(bin_case):
    Case.objects.filter(pk=bin_case.pk).update(times=3)
    return bin_case


def test_the_foreman_says_why_it_comes_back(phone, token, returning):
    assert "Dlaczego to wraca" in phone.get(at(token, returning, "done")).content.decode()

    refused = send(phone, token, returning, "done", photos=[a_jpeg()], **WORDS)
    assert refused.status_code == 422
    assert "Wybierz, dlaczego to wraca." in refused.content.decode()

    done = send(
        phone, token, returning, "done", photos=[a_jpeg()], cause="people",
        cause_words="Większy pojemnik.", **WORDS,
    )  # fmt: skip

    assert done.status_code == 302
    returning.refresh_from_db()
    assert (returning.state, returning.cause) == (CaseState.DONE, "people")


def test_otherwise_it_is_not_asked(phone, token, bin_case):
    assert "Dlaczego to wraca" not in phone.get(at(token, bin_case, "done")).content.decode()
