"""Cards, doubles and looking people up."""

import pytest
from tests.builders import MONDAY, acting_for, everywhere

from kck.foundation.actor import PLATFORM
from kck.foundation.models import RecordedEvent
from kck.foundation.verdict import Refused
from kck.people import commands
from kck.people.commands.card import Details
from kck.people.models import Alias, Consent, ContactPoint, Person
from kck.people.queries.card import card, manner_of, points_of
from kck.people.queries.doubles import likely_doubles
from kck.people.queries.find import find
from kck.people.queries.same import person_id_of, public_id_of, same_person
from kck.people.rules import sought
from kck.people.terms import DoubleReason, Need, PointKind

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()
CENTRE = everywhere("people.view", "people.edit", "people.merge")
WHO = {"at": MONDAY, "by": CENTRE}


def somebody(**left):
    person = commands.know(at=MONDAY, **left)
    assert person is not None
    return person.pk


def names(typed):
    return sorted(row.name for row in find(sought(typed)).rows)


@pytest.mark.parametrize("typed", ["600 100 200", "0048600100200", "tel. 600-100-200"])
def test_a_person_is_found_by_telephone_in_any_form(typed):
    somebody(name="Łukasz Żółć", phone="+48600100200")
    somebody(name="Ola Kot", phone="+48600100201")

    assert names(typed) == ["Łukasz Żółć"]


def test_a_person_is_found_by_mail_and_by_the_beginnings_of_their_names():
    somebody(name="Łukasz Żółciński", email="lukasz@example.org")
    somebody(name="Андрій Коваль", email="andrij@example.org")
    somebody(name="Ola Kot", email="ola@example.org")

    assert names("LUKASZ@example.org") == ["Łukasz Żółciński"]
    assert names("zolc lukasz") == ["Łukasz Żółciński"]
    assert names("Żółcińska") == []
    assert names("коваль анд") == ["Андрій Коваль"]
    assert names("'; drop | & table") == []


def test_a_person_is_found_by_what_was_added_to_their_card():
    pk = somebody(name="Ola Kot", email="ola@example.org")
    commands.add_point(pk, kind=PointKind.WHATSAPP, value="600 100 200", **WHO)

    assert names("600100200") == ["Ola Kot"]


def test_at_most_twenty_are_shown_and_it_is_said_that_there_are_more():
    for number in range(22):
        somebody(name=f"Jan Kowalski {number}", phone="+48600100200")

    found = find(sought("600100200"))

    assert (len(found.rows), found.more) == (20, True)


def test_merged_records_are_one_person_and_parted_again_by_one_row():
    first = somebody(name="Ola Kot", phone="+48600100200")
    second = somebody(name="Aleksandra Kot", phone="+48600100200", email="ola@example.org")
    third = somebody(name="A. Kot", email="ola@example.org")

    commands.merge(second, into_id=first, **WHO)
    commands.merge(first, into_id=third, **WHO)

    assert same_person(second) == (third, first, second)
    assert public_id_of(second) == Person.objects.get(pk=third).public_id
    found = find(sought("600100200")).rows
    assert [(row.id, row.records) for row in found] == [(third, 2)]
    assert {point.value for point in points_of(second)} == {"+48600100200", "ola@example.org"}

    assert commands.part(first, **WHO) == third
    assert same_person(second) == (first, second)
    assert Alias.objects.count() == 1
    assert commands.part(first, **WHO) is None


def test_nobody_is_merged_in_a_ring_or_twice():
    first, second = somebody(name="A"), somebody(name="B")
    commands.merge(first, into_id=second, **WHO)

    for pair in ((first, second), (second, first), (second, second)):
        with pytest.raises(commands.CannotMerge):
            commands.merge(pair[0], into_id=pair[1], **WHO)


def test_likely_doubles_are_suggested_with_the_reason_and_never_joined_by_themselves():
    own = somebody(name="Ola Kot", phone="+48600100200", email="ola@example.org")
    both = somebody(name="O. Kot", phone="+48600100200", email="ola@example.org")
    mail = somebody(name="Inna", email="ola@example.org")
    somebody(name="Ola Kot", phone="+48600100201")

    found = likely_doubles(own)

    assert [one.person.id for one in found] == [both, mail]
    assert found[0].why == (DoubleReason.PHONE, DoubleReason.EMAIL)
    assert not Alias.objects.exists()


def test_a_double_that_was_merged_is_suggested_no_more():
    own, other = somebody(phone="+48600100200"), somebody(phone="+48600100200")

    commands.merge(other, into_id=own, **WHO)

    assert likely_doubles(own) == []


def test_the_same_name_counts_only_with_the_same_address():
    own = commands.somebody(name="Jan Nowak", address="Długa 1", at=MONDAY)
    there = commands.somebody(name="Jan Nowak", address="długa 1", at=MONDAY)
    other = commands.somebody(name="Jan Nowak", address="Krótka 2", at=MONDAY)
    for row in (own, there, other):
        row.save()

    assert [one.person.id for one in likely_doubles(own.pk)] == [there.pk]


def test_needs_and_no_calls_are_read_from_any_record_of_the_person():
    first, second = somebody(name="A"), somebody(name="B")
    commands.set_needs(second, [Need.LARGE, Need.SMS], **WHO)
    commands.stop_calls(first, reason="Nocna zmiana", until=None, **WHO)
    commands.merge(second, into_id=first, **WHO)

    manner = manner_of(second, today=TODAY)

    assert manner.needs == (Need.SMS, Need.LARGE)
    assert manner.no_calls.reason == "Nocna zmiana"
    commands.allow_calls(first, **WHO)
    assert manner_of(second, today=TODAY).no_calls is None


def test_what_is_corrected_is_recorded_by_its_name_and_never_by_its_content():
    pk = somebody(name="Jan Kowalski", phone="+48600100200")

    commands.correct(pk, Details(name="Jan Kowal", phone="+48600100200"), **WHO)
    commands.correct(pk, Details(name="Jan Kowal", phone="+48600100200"), **WHO)

    [event] = RecordedEvent.objects.filter(stream=f"person:{pk}")
    assert event.payload["fields"] == ["name"]
    assert "Kowal" not in str(event.payload)


def test_a_consent_is_given_with_its_text_and_withdrawn_as_easily_and_both_stay():
    pk = somebody(email="ola@example.org")
    given = {"purpose": "sms", "channel": "phone"}
    commands.give_consent(pk, text_version="pl:1", **given, **WHO)
    commands.give_consent(pk, text_version="pl:1", **given, **WHO)
    commands.give_consent(pk, text_version="pl:2", **given, **WHO)
    last = Consent.objects.get(person_id=pk, withdrawn_at=None)
    assert last.text_version == "pl:2"

    commands.withdraw_consent(pk, consent_id=last.pk, channel="letter", **WHO)

    shown = card(pk, today=TODAY).consents
    assert [(one.text_version, one.withdrawn_channel) for one in shown] == [
        ("pl:2", "letter"),
        ("pl:1", "phone"),
    ]


def test_what_nobody_could_be_reached_by_is_refused():
    pk = somebody(name="Ola")

    for kind, value in ((PointKind.PHONE, "12"), (PointKind.EMAIL, "ola@"), (PointKind.OTHER, " ")):
        with pytest.raises(commands.NotUsable):
            commands.add_point(pk, kind=kind, value=value, **WHO)


@pytest.mark.parametrize(
    "who_by",
    [lambda: acting_for("ZDMK"), lambda: everywhere("people.view"), lambda: everywhere("x")],
)
def test_somebody_of_a_unit_changes_nobodys_card_whatever_they_hold_there(who_by):
    first, second = somebody(name="A"), somebody(name="B")
    who = {"at": MONDAY, "by": who_by()}

    for act in (
        lambda: commands.correct(first, Details(name="X"), **who),
        lambda: commands.set_needs(first, [Need.SMS], **who),
        lambda: commands.stop_calls(first, reason="", until=None, **who),
        lambda: commands.add_note(first, text="x", **who),
        lambda: commands.give_consent(first, purpose="p", text_version="1", channel="c", **who),
        lambda: commands.merge(first, into_id=second, **who),
        lambda: commands.part(first, **who),
    ):
        with pytest.raises(Refused):
            act()


def test_whoever_is_forgotten_leaves_nothing_on_the_card_and_has_no_address():
    pk = somebody(name="Ola Kot", phone="+48600100200")
    commands.add_point(pk, kind=PointKind.EMAIL, value="ola@example.org", **WHO)
    commands.add_note(pk, text="Woli rano", **WHO)
    public_id = public_id_of(pk)

    commands.forget(pk, ground="art. 17 RODO", at=MONDAY, by=PLATFORM)

    assert not ContactPoint.objects.exists()
    assert names("ola@example.org") == names("Ola Kot") == []
    assert person_id_of(public_id) is public_id_of(pk) is None
