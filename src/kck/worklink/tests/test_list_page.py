"""The list of a morning."""

import pytest
from tests.builders import MONDAY

from kck.cases.models import Case, Task
from kck.cases.terms import CaseState
from kck.foundation.actor import PLATFORM
from kck.unitlinks.commands import issue_list_link
from kck.unitlinks.tests.ways import MAIL, a_bin
from kck.worklink.tests.phone import NAME

pytestmark = pytest.mark.django_db


def _a_list(*found):
    return issue_list_link(
        found[0].unit_id, mail=MAIL, case_ids=[case.pk for case in found], day=MONDAY.date(),
        at=MONDAY, by=PLATFORM,
    ).token  # fmt: skip


def test_a_list_shows_what_runs_out_first_on_top_and_opens_each_case(phone):
    calm = a_bin(text="Pojemnik bez klapy.")
    urgent = a_bin(category="winter-road", text="Lód na całej jezdni.")
    token = _a_list(calm, urgent)

    html = phone.get(f"/z/{token}/").content.decode()

    assert html.index(urgent.number[-3:]) < html.index(calm.number[-3:])
    assert "Lód" not in html  # only what the mail says as well
    page = phone.get(f"/z/{token}/{calm.number}/")
    assert "Pojemnik bez klapy." in page.content.decode()
    assert Task.objects.get(case=urgent).opened_at is None
    assert Task.objects.get(case=calm).opened_at == MONDAY


def test_what_is_done_leaves_the_list_and_later_cases_do_not_enter_it(phone):
    one, two = a_bin(text="Pojemnik pierwszy."), a_bin(text="Pojemnik drugi.")
    token = _a_list(one, two)
    later = a_bin(text="Pojemnik trzeci.")

    phone.post(
        f"/z/{token}/{one.number}/done/",
        {"name": NAME, "outcome": "done", "text": "Pojemnik wymieniony."},
    )

    page = phone.get(f"/z/{token}/")
    assert [row.number for row, _late in page.context["waiting"]] == [two.number]
    assert [row.number for row in page.context["over"]] == [one.number]
    assert phone.get(f"/z/{token}/{later.number}/").status_code == 404
    assert Case.objects.get(pk=one.pk).state == CaseState.DONE
