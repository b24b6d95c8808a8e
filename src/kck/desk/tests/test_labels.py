"""To rename, merge and retire labels, and to take it back."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case, everywhere, unit_id

from kck.cases.commands import put_label
from kck.cases.models import CaseLabel, Label
from kck.cases.queries.labels import kept_labels
from kck.cases.side_events import LabelMerged
from kck.foundation import clock
from kck.foundation.models import RecordedEvent
from kck.queues.models import SavedView
from kck.queues.reactions import follow_the_merge

pytestmark = pytest.mark.django_db
AT = MONDAY + timedelta(hours=2)


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


def labelled(case, name, **more):
    return put_label(case.pk, name=name, at=AT, by=everywhere(), **more)


def act(client, label, **data):
    return client.post(f"/desk/labels/{label.pk}/", data)


def on(case):
    rows = CaseLabel.objects.filter(case=case).order_by("label__name")
    return list(rows.values_list("label__name", flat=True))


def text_of(answer):
    return answer.content.decode()


def test_the_list_counts_and_shows_a_unit_its_own_and_the_shared(signed_in):
    case = a_case()
    labelled(case, "Zima")
    labelled(case, "Budżet", shared=True)
    theirs = labelled(a_case(category="green-lawn-mowing"), "Trawa")

    page = text_of(signed_in().get("/desk/labels/"))

    assert "Zima" in page
    assert "Budżet" in page
    assert "Trawa" not in page
    assert "?label=Zima" in page
    assert signed_in().get(f"/desk/labels/{theirs.pk}/").status_code == 404
    assert "Trawa" in text_of(signed_in("agent").get("/desk/labels/"))
    assert signed_in("worker", name="Ewa Lis").get("/desk/labels/").status_code == 404
    counts = {row.name: (row.open, row.cases) for row in kept_labels(everywhere())}
    assert counts == {"Zima": (1, 1), "Budżet": (1, 1), "Trawa": (1, 1)}


def test_a_shared_one_is_the_centres_to_change(signed_in):
    label = labelled(a_case(), "Budżet", shared=True)

    assert act(signed_in(), label, do="retire").status_code == 404
    assert act(signed_in("agent"), label, do="retire").status_code == 302


def test_renaming_is_seen_on_cases_and_in_the_history(signed_in):
    case, client = a_case(), signed_in()
    label = labelled(case, "Zima")
    labelled(case, "Lato")

    answer = act(client, label, do="change", name="Zima 2026", colour="info")

    assert answer.status_code == 302
    assert on(case) == ["Lato", "Zima 2026"]
    page = text_of(client.get(f"/desk/labels/{label.pk}/"))
    assert "„Zima” to teraz „Zima 2026”" in page
    assert "Anna Nowak" in page
    refused = act(client, label, do="change", name="lato", colour="info")
    assert refused.status_code == 422
    assert "Taka etykieta już jest" in text_of(refused)
    assert RecordedEvent.objects.filter(stream=f"label:{label.pk}").count() == 1


def test_merging_says_first_what_it_does_and_goes_back_whole(signed_in):
    one, both, other, client = a_case(), a_case(), a_case(), signed_in()
    source, target = labelled(one, "zimowe"), labelled(other, "Zima")
    labelled(both, "zimowe")
    labelled(both, "Zima")

    asked = text_of(act(client, source, do="merge", into=target.pk))
    assert "dostaną „Zima”: 2, z tego ma ją już: 1" in asked
    assert on(one) == ["zimowe"]

    act(client, source, do="merge", into=target.pk, sure="yes")
    assert on(one) == on(both) == on(other) == ["Zima"]
    assert Label.objects.get(pk=source.pk).retired_at == AT
    labelled(a_case(), "zimowe")  # typed out of habit
    assert not CaseLabel.objects.filter(label=source).exists()

    CaseLabel.objects.filter(case=other).delete()
    act(client, source, do="undo")
    assert on(one) == ["zimowe"]
    assert on(both) == ["Zima", "zimowe"]
    assert on(other) == []
    assert act(client, source, do="undo").status_code == 422


def test_a_units_label_never_gets_onto_cases_of_others(signed_in):
    ours = labelled(a_case(), "Zima")
    theirs = labelled(a_case(category="green-lawn-mowing"), "Zima")
    shared = labelled(a_case(), "Pora roku", shared=True)
    client = signed_in("agent")

    assert act(client, ours, do="merge", into=theirs.pk, sure="yes").status_code == 422
    assert act(client, shared, do="merge", into=ours.pk, sure="yes").status_code == 422
    assert act(client, ours, do="merge", into=shared.pk, sure="yes").status_code == 302
    assert unit_id("ZDMK") == ours.unit_id


def test_retired_and_back(signed_in):
    case, client = a_case(), signed_in()
    label = labelled(case, "Zima")

    act(client, label, do="retire")
    assert on(case) == ["Zima"]
    assert "wycofana" in text_of(client.get("/desk/labels/"))
    assert "Przywróć" in text_of(client.get(f"/desk/labels/{label.pk}/"))
    act(client, label, do="revive")
    assert Label.objects.get(pk=label.pk).retired_at is None


@pytest.mark.parametrize("data", [{}, {"do": "burn"}, {"do": "__class__"}])
def test_a_made_up_act_is_not_there(signed_in, data):
    assert act(signed_in(), labelled(a_case(), "Zima"), **data).status_code == 404


def test_saved_views_follow_the_new_name(signed_in):
    signed_in()
    label = labelled(a_case(), "Zima")
    SavedView.objects.create(
        staff_id=1, name="Zimowe", base="unit", filters={"label": "zima"}, created_at=AT,
        updated_at=AT,
    )  # fmt: skip
    fact = LabelMerged(label_id=label.pk, into_id=0, was="Zima", now="Pora", moved=[], both=[])

    follow_the_merge(fact)
    assert SavedView.objects.get().filters == {"label": "zima"}  # somebody still has it

    Label.objects.filter(pk=label.pk).update(retired_at=AT)
    follow_the_merge(fact)
    assert SavedView.objects.get().filters == {"label": "Pora"}
