"""Many cases at once: labels, ready texts, and what people will read of it."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case

from kck.cases.attached import CaseLabel
from kck.cases.commands import put_label
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.queues.commands.steps import go_on
from kck.queues.models import BulkItem, BulkRun
from kck.replies.commands import write_text
from kck.replies.terms import Limits

pytestmark = pytest.mark.django_db
BODIES = {"pl": "Sprawa {{number}}: jedziemy.", "uk": "Справа {{number}}: їдемо."}


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(hours=2))


def many(client, deed, found, **data):
    data |= {"deed": deed, "case": ",".join(str(case.pk) for case in found), "where": ""}
    return client.post("/desk/many/", data)


def worn(case):
    on = CaseLabel.objects.filter(case=case).values_list("label__name", flat=True)
    return sorted(on, key=str.lower)


def test_ready_texts_are_chosen_as_on_the_page_of_a_case_also_without_a_script(signed_in):
    write_text(
        "soon", names={"pl": "Jedziemy", "uk": "Їдемо"}, bodies=BODIES,
        limits=Limits(purposes=["answer"]), valid_from=MONDAY.date(), at=MONDAY, by=PLATFORM,
    )  # fmt: skip
    client, found = signed_in(), [a_case(), a_case()]

    form = many(client, "answer", found).content.decode()
    assert 'data-body-uk="Справа {{number}}: їдемо."' in form
    assert 'others="id_text_en id_text_uk' in form

    put_in = many(client, "answer", found, ready="1", insert="soon").content.decode()
    assert "Sprawa {{number}}: jedziemy.</textarea>" in put_in
    assert "Справа {{number}}: їдемо.</textarea>" in put_in
    assert not BulkRun.objects.exists()


def test_the_preview_shows_what_people_will_read(signed_in):
    client, found = signed_in(), [a_case(email="jan@example.org"), a_case()]

    many(client, "answer", found, ready="1", text="Sprawa {{number}}: tak.", text_en="", used="")
    run = BulkRun.objects.get()
    shown = client.get(f"/desk/run/{run.pk}/").content.decode()

    assert "Tak to przeczytają" in shown
    assert "e-mail" in shown
    assert "strona sprawy" in shown
    assert "{{number}}" not in shown
    assert "Sprawa 26-" in shown
    assert client.get(f"/desk/run/{run.pk}/?after=9999999999999999999").status_code == 200


def test_labels_of_many_are_put_on_taken_off_and_back(signed_in):
    client, found = signed_in(), [a_case(), a_case()]
    put_label(found[0].pk, name="Stare", at=MONDAY, by=PLATFORM)

    form = many(client, "label", found).content.decode()
    assert 'value="Stare"' in form
    assert many(client, "label", found, ready="1", add="").status_code == 422
    many(client, "label", found, ready="1", add="Zima, pilne", off="Stare")
    run = BulkRun.objects.get()
    assert "Zima, pilne" in client.get(f"/desk/run/{run.pk}/").content.decode()
    client.post(f"/desk/run/{run.pk}/act/")
    go_on(run.pk)

    assert worn(found[1]) == ["pilne", "Zima"]
    client.post(f"/desk/run/{run.pk}/act/", {"undo": "1"})
    go_on(run.pk)
    assert set(BulkItem.objects.values_list("state", flat=True)) == {"undone"}
    assert worn(found[1]) == []  # the history still names it


def test_the_key_of_labels_is_in_the_queue(signed_in):
    a_case()
    assert 'data-hotkey=". e"' in signed_in().get("/desk/").content.decode()
