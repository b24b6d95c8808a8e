"""Whoever needs no personal data reads what people wrote without them."""

from dataclasses import replace

import pytest
from tests.builders import MONDAY, a_case, acting_for, everywhere

from kck.cases import policy
from kck.cases.commands import publish
from kck.cases.policy import shown_grant
from kck.cases.queries.desk_case import case_for, history_seen
from kck.foundation.verdict import Refused

pytestmark = pytest.mark.django_db
TOLD = "Dziura przed bramą. Proszę dzwonić: 600 100 200, Kowalski Zenobiusz, zenek@example.org"


def read_by(actor):
    case = a_case(text=TOLD, name="Zenobiusz Kowalski", email="zenek@example.org")
    seen = case_for(actor, case.number, at=MONDAY)
    return " ".join(words.body for entry in history_seen(seen) for words in entry.words)


@pytest.mark.parametrize("grants", [("cases.view",), ("cases.view", "cases.work")])
def test_a_worker_of_the_unit_reads_what_happened_without_who_says_so(grants):
    read = read_by(acting_for("ZDMK", *grants))

    assert "Dziura przed bramą" in read
    for word in ("600", "Zenobiusz", "Kowalski", "zenek"):
        assert word not in read


@pytest.mark.parametrize("grants", [("cases.contact",), ("cases.contact", "cases.publish")])
def test_a_unit_that_may_ask_for_the_contact_reads_it_covered_until_it_has_asked(grants):
    case = a_case(text=TOLD, name="Zenobiusz Kowalski", email="zenek@example.org")
    lead = acting_for("ZDMK", "cases.view", *grants)
    covered = case_for(lead, case.number, at=MONDAY)
    asked = replace(lead, grants=frozenset({shown_grant(case.pk)}))
    opened = case_for(asked, case.number, at=MONDAY)

    said = history_seen(covered)[0].words[0]
    assert (said.covered, "600" in said.body) == (True, False)
    assert ("uncover" in covered.may, "uncover" in opened.may) == (True, False)
    assert history_seen(opened)[0].words[0].body == TOLD


def test_having_asked_about_one_case_opens_no_other_and_nothing_without_the_grant():
    mine, other = a_case(text=TOLD), a_case(text=TOLD)
    shown = frozenset({shown_grant(mine.pk)})
    lead = replace(acting_for("ZDMK", "cases.view", "cases.contact"), grants=shown)
    worker = replace(acting_for("ZDMK", "cases.view", "cases.work"), grants=shown)

    assert not policy.may_read_personal(lead, other)
    assert not policy.may_read_personal(worker, mine)


def test_nobody_publishes_what_stands_covered_before_them():
    case = a_case(text=TOLD)
    text = case.texts.get(kind="description").pk
    lead = acting_for("ZDMK", "cases.view", "cases.contact", "cases.publish")

    with pytest.raises(Refused):
        publish(case.pk, texts=[text], at=MONDAY, by=lead)
    publish(
        case.pk, texts=[text], at=MONDAY, by=replace(lead, grants=frozenset({shown_grant(case.pk)}))
    )

    assert case.texts.get(pk=text).published_at == MONDAY


@pytest.mark.parametrize("grant", ["cases.contact", "cases.publish", "cases.redact"])
def test_whoever_may_see_the_contact_or_publishes_or_redacts_reads_it_as_it_was_written(grant):
    assert TOLD in read_by(everywhere("cases.view", grant))
