from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case, acting_for, everywhere, unit_id

from kck.cases import commands as cases
from kck.cases.models import Task
from kck.cases.queries.desk_case import case_for
from kck.cases.queries.tasks import tasks_of, to_be_told
from kck.cases.terms import CaseState, Outcome
from kck.foundation import clock
from kck.foundation.actor import ANYBODY, PLATFORM
from kck.foundation.audit import verify
from kck.foundation.models import RecordedEvent
from kck.foundation.outbox import unit_of_work
from kck.foundation.verdict import Refused
from kck.handover.commands import follow_tasks
from kck.unitlinks.commands import (
    LinkRefused,
    NameMissing,
    enter_call,
    issue_case_link,
    issue_list_link,
    not_for_me,
    open_link,
    replace_links,
    revoke_link,
    use_link,
)
from kck.unitlinks.commands.forget import forget_names
from kck.unitlinks.models import LinkUse, UnitLink
from kck.unitlinks.policy import actor_for
from kck.unitlinks.queries.links import find_link, links_of
from kck.unitlinks.terms import CallResult, LinkKind, LinkState, Revoking, Use
from kck.unitlinks.tests.ways import MAIL, a_bin, works_by_phone

pytestmark = pytest.mark.django_db


def _issue(case, *, mail=MAIL, unit="MPO", at=MONDAY):
    return issue_case_link(case.pk, unit_id=unit_id(unit), mail=mail, at=at, by=PLATFORM)


def _link(case, **more):
    found = find_link(_issue(case, **more).token)
    assert found is not None
    return found


def test_a_token_finds_its_link_and_is_kept_nowhere():
    case = a_bin()

    issued = _issue(case)

    assert len(issued.token) == 32
    link = find_link(issued.token)
    assert link is not None
    assert (link.kind, link.case_ids, link.mail) == (LinkKind.CASE, (case.pk,), MAIL)
    row = UnitLink.objects.get()
    assert issued.token not in "".join(str(value) for value in vars(row).values())
    kept = str(list(RecordedEvent.objects.values_list("payload", flat=True)))
    assert issued.token not in kept
    assert MAIL not in kept


@pytest.mark.parametrize("typed", ["", "x", "a" * 32, "ż" * 32, "a" * 33, "../" * 10 + "ab"])
def test_what_is_no_token_finds_nothing(typed):
    _issue(a_bin())

    assert find_link(typed) is None


def test_two_links_are_never_alike():
    case = a_bin()

    assert len({_issue(case).token for _turn in range(50)}) == 50


def test_only_the_centre_gives_links_out():
    case = a_bin()

    for stranger in (ANYBODY, acting_for("MPO"), actor_for(_link(case))):
        with pytest.raises(Refused):
            issue_case_link(case.pk, unit_id=case.unit_id, mail=MAIL, at=MONDAY, by=stranger)


def test_whoever_has_the_link_works_on_the_case_as_the_unit():
    case = a_bin()
    by = actor_for(_link(case))

    cases.take(case.pk, at=MONDAY, by=by)
    cases.done(case.pk, outcome=Outcome.DONE, words="Wymieniono pojemnik.", at=MONDAY, by=by)

    case.refresh_from_db()
    assert case.state == CaseState.DONE
    assert case.handler_id is None
    done = RecordedEvent.objects.get(name="cases.case_done")
    assert done.actor == str(by)
    assert done.actor.startswith("link:")


def test_a_link_may_not_do_what_only_the_centre_may():
    case = a_bin(email="anna@poczta.example")
    by = actor_for(_link(case))

    seen = case_for(by, case.number, at=MONDAY)

    assert seen is not None
    assert not seen.may & {"contact", "forward", "publish", "redact", "erase", "merge", "reply"}


def test_the_link_of_one_unit_opens_no_case_of_another():
    by = actor_for(_link(a_bin()))
    other = a_case()  # of ZDMK

    assert case_for(by, other.number, at=MONDAY) is None
    with pytest.raises(Refused):
        cases.take(other.pk, at=MONDAY, by=by)


def test_an_act_needs_a_name_and_is_written_down_with_it():
    case = a_bin()
    link = _link(case)

    with pytest.raises(NameMissing):
        use_link(link, case_id=case.pk, use=Use.TAKEN, name="  ", at=MONDAY)
    actor = use_link(link, case_id=case.pk, use=Use.TAKEN, name=" Jan  Brygadzista\n", at=MONDAY)

    assert str(actor) == f"link:{link.id}"
    [use] = LinkUse.objects.all()
    assert (use.use, use.name, use.case_id) == (Use.TAKEN, "Jan Brygadzista", case.pk)
    assert "Jan" not in str(list(RecordedEvent.objects.values_list("payload", flat=True)))


def test_an_act_that_fails_leaves_no_trace():
    case = a_bin()
    link = _link(case)

    with pytest.raises(ValueError), unit_of_work():  # noqa: PT011
        by = use_link(link, case_id=case.pk, use=Use.DONE, name="Jan", at=MONDAY)
        cases.done(case.pk, outcome=Outcome.DONE, words="x", at=MONDAY, by=by)

    assert not LinkUse.objects.exists()


def test_a_link_acts_only_on_its_own_cases_even_of_the_same_unit():
    link, other = _link(a_bin()), a_bin(text="Inny pojemnik jest rozbity.")

    with pytest.raises(LinkRefused):
        use_link(link, case_id=other.pk, use=Use.TAKEN, name="Jan", at=MONDAY)


def test_a_link_that_was_taken_back_while_its_page_was_open_does_nothing():
    case = a_bin()
    link = _link(case)
    revoke_link(link.id, at=MONDAY, by=everywhere())

    with pytest.raises(LinkRefused):
        use_link(link, case_id=case.pk, use=Use.TAKEN, name="Jan", at=MONDAY)
    assert link.state == LinkState.OPEN  # as the page knew it


def test_a_link_expires_by_itself(monkeypatch):
    case = a_bin()
    token = _issue(case).token
    later = clock.real_now() + timedelta(days=30, seconds=1)
    monkeypatch.setattr(clock, "real_now", lambda: later)

    link = find_link(token)

    assert link is not None
    assert link.state == LinkState.EXPIRED
    assert not actor_for(link).unit_grants
    with pytest.raises(LinkRefused):
        use_link(link, case_id=case.pk, use=Use.TAKEN, name="Jan", at=MONDAY)


def test_how_long_a_link_lasts_is_the_citys_choice(settings):
    from dataclasses import replace

    settings.ENV = replace(settings.ENV, link_days=3)
    _issue(a_bin())

    left = UnitLink.objects.get().expires_at - clock.real_now()
    assert timedelta(days=2, hours=23) < left <= timedelta(days=3)


def test_the_centre_takes_a_link_back_once():
    link = _link(a_bin())

    revoke_link(link.id, at=MONDAY, by=everywhere(id=7))
    revoke_link(link.id, at=MONDAY + timedelta(hours=1), by=everywhere(id=8))

    row = UnitLink.objects.get()
    assert (row.why_revoked, row.revoked_by, row.revoked_at) == (
        Revoking.CENTRE, "staff:7", MONDAY,
    )  # fmt: skip
    assert RecordedEvent.objects.filter(name="unitlinks.link_revoked").count() == 1


def test_another_unit_may_not_take_a_link_back():
    link = _link(a_bin())

    with pytest.raises(Refused):
        revoke_link(link.id, at=MONDAY, by=acting_for("ZDMK"))
    assert UnitLink.objects.get().revoked_at is None


def test_the_receiver_says_that_it_is_not_theirs():
    case = a_bin()
    issued = _issue(case)
    link = find_link(issued.token)

    not_for_me(link, at=MONDAY)
    not_for_me(link, at=MONDAY)

    assert find_link(issued.token).state == LinkState.REVOKED
    assert UnitLink.objects.get().why_revoked == Revoking.NOT_ME
    assert LinkUse.objects.filter(use=Use.NOT_ME).count() == 1


def test_a_newer_link_to_the_same_address_ends_the_older_one_and_no_other():
    case = a_bin()
    old, elsewhere = _link(case), _link(case, mail="drugi@mpo.example")

    assert replace_links(case.pk, unit_id=case.unit_id, mail=MAIL, at=MONDAY, by=PLATFORM) == 1

    states = dict(UnitLink.objects.values_list("pk", "why_revoked"))
    assert states == {old.id: Revoking.REPLACED, elsewhere.id: ""}


def test_every_opening_is_written_down_but_not_every_reload():
    case = a_bin()
    link = _link(case)

    for seconds in (0, 5, 59, 61, 200):
        open_link(link, case_id=case.pk, at=MONDAY + timedelta(seconds=seconds))

    assert LinkUse.objects.filter(use=Use.OPENED).count() == 3
    row = UnitLink.objects.get()
    assert (row.openings, row.opened_at) == (3, MONDAY)
    assert Task.objects.get(case=case).opened_at == MONDAY


def test_a_link_that_ended_opens_nothing():
    case = a_bin()
    token = _issue(case).token
    revoke_link(find_link(token).id, at=MONDAY, by=PLATFORM)

    open_link(find_link(token), case_id=case.pk, at=MONDAY)

    assert Task.objects.get(case=case).opened_at is None
    assert not LinkUse.objects.exists()


def test_a_list_opens_the_cases_that_were_on_it():
    first, second = a_bin(), a_bin(text="Drugi pojemnik jest rozbity.")
    issued = issue_list_link(
        first.unit_id, mail=MAIL, case_ids=[first.pk, second.pk],
        day=MONDAY.date(), at=MONDAY, by=PLATFORM,
    )  # fmt: skip

    link = find_link(issued.token)

    assert (link.kind, link.case_ids) == (LinkKind.LIST, (first.pk, second.pk))
    assert UnitLink.objects.get().expires_at - clock.real_now() <= timedelta(days=7)


def test_the_centre_sees_each_link_of_a_case_with_its_uses():
    case = a_bin()
    link = _link(case)
    open_link(link, case_id=case.pk, at=MONDAY)
    use_link(link, case_id=case.pk, use=Use.TAKEN, name="Jan", at=MONDAY)

    [row] = links_of(case.pk)

    assert (row.mail, row.unit, row.state, row.opened_at) == (MAIL, "MPO", LinkState.OPEN, MONDAY)
    assert [(use.use, use.name) for use in row.uses] == [(Use.TAKEN, "Jan"), (Use.OPENED, "")]


def test_the_history_of_a_link_is_a_chain_that_holds():
    case = a_bin()
    link = _link(case)
    open_link(link, case_id=case.pk, at=MONDAY)
    revoke_link(link.id, at=MONDAY, by=PLATFORM)

    assert verify().broken == ""
    facts = RecordedEvent.objects.filter(stream=f"link:{link.id}").order_by("seq")
    assert [fact.name.split(".")[1] for fact in facts] == [
        "link_issued",
        "link_used",
        "link_revoked",
    ]


def test_names_are_forgotten_after_a_year_and_the_acts_stay():
    case = a_bin()
    use_link(_link(case), case_id=case.pk, use=Use.TAKEN, name="Jan", at=MONDAY)

    assert forget_names(at=MONDAY + timedelta(days=364)) == 0
    assert forget_names(at=MONDAY + timedelta(days=366), preview=True) == 1
    assert forget_names(at=MONDAY + timedelta(days=366)) == 1
    assert LinkUse.objects.get().name == ""


def test_a_unit_of_the_telephone_is_told_of_its_task_in_a_case_of_another(moment):
    works_by_phone("ZZM")
    case = a_case(category="roads-pothole")
    task = cases.give_task(
        case.pk, unit="ZZM", words="Przytnij gałęzie.", at=MONDAY, by=acting_for("ZDMK")
    )
    follow_tasks(case.pk, at=MONDAY)
    told = to_be_told(tasks_of(case.pk, everywhere(), at=MONDAY))
    assert told is not None
    assert (told.id, told.unit_id) == (task.pk, unit_id("ZZM"))

    call = enter_call(
        case.pk, result=CallResult.ACCEPTED, spoke_with="Dyżurny", words="Jadą.", task_id=task.pk,
        at=MONDAY, by=everywhere(),
    )  # fmt: skip

    task.refresh_from_db()
    case.refresh_from_db()
    assert call.unit_id == unit_id("ZZM")
    assert (task.state, case.state) == ("taken", CaseState.NEW)
