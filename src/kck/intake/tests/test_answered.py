import pytest
from tests.builders import MONDAY, everywhere

from kck.intake.commands import receive
from kck.intake.models import Conversation
from kck.intake.terms import Channel, Incoming, Reached


@pytest.mark.django_db
def test_whoever_asked_and_left_a_number_is_known_although_there_is_no_case():
    talk = Incoming(
        channel=Channel.PHONE,
        text="Do której?",
        answer="Do 17.30",
        reached=Reached(phone="+48600100200"),
    )

    receive(talk, at=MONDAY, by=everywhere())

    assert Conversation.objects.get().person.phone == "+48600100200"
