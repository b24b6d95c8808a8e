"""A mail is kept, then read; one that cannot be read stops no other."""

from datetime import timedelta

import pytest
from tests.builders import everywhere

from kck.channels.email import keeping, reading
from kck.channels.email.inbound_models import ReceivedMail
from kck.channels.email.inbound_terms import MOST_BYTES, MOST_IN_AN_HOUR, ReadingState, TooLarge
from kck.channels.email.tests.in_mails import ADDRESS, ANNA, BOX, NINE, a_box, wire, with_file
from kck.conversations.models import Post, PostFile, Thread
from kck.conversations.tokens import with_token
from kck.files.models import StoredFile
from kck.foundation.verdict import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def box():
    return a_box()


def keep(raw: bytes, **more):
    return keeping.keep(raw, box=BOX, source="file", at=NINE, **more)


def taken_in(raw: bytes, **more) -> ReceivedMail:
    kept = keep(raw, **more)
    reading.read_due()
    return ReceivedMail.objects.get(pk=kept.mail_id)


def test_a_mail_becomes_a_thread_and_its_raw_bytes_stay():
    mail = taken_in(wire())
    thread = Thread.objects.get(pk=mail.thread_id)
    assert (mail.state, thread.state, thread.address) == ("read", "open", ANNA)
    assert mail.raw is not None
    assert reading.bytes_of(mail) == wire()


def test_the_same_bytes_are_kept_once():
    first, again = keep(wire()), keep(wire())
    assert (again.again, again.mail_id) == (True, first.mail_id)
    assert StoredFile.objects.count() == 1


def test_the_same_mail_by_another_way_is_no_second_post():
    taken_in(wire())
    taken_in(b"Received: from elsewhere\r\n" + wire())
    assert ReceivedMail.objects.count() == 2
    assert Post.objects.count() == 1


def test_a_poisoned_mail_at_the_head_stops_no_other(monkeypatch):
    poisoned = keep(wire(1, "trucizna")).mail_id
    good = keep(wire(2)).mail_id
    honest = reading.parse

    def parse(raw, **more):
        if b"trucizna" in raw:
            raise RecursionError
        return honest(raw, **more)

    monkeypatch.setattr(reading, "parse", parse)
    for _round in range(3):
        reading.read_due()
        ReceivedMail.objects.filter(next_try_at__isnull=False).update(next_try_at=NINE)
    bad = ReceivedMail.objects.get(pk=poisoned)
    assert (bad.state, bad.problem, bad.tries) == ("unreadable", "RecursionError", 3)
    assert ReceivedMail.objects.get(pk=good).state == "read"


def test_one_whose_bytes_cannot_be_stored_as_text_is_read_all_the_same():
    mail = taken_in(
        b"Subject: \x00\xff\r\nFrom: \x00@\r\n\r\n\x00\x01\x02 nul", recipients=["a\x00"]
    )
    assert mail.state == "read"


def test_an_unreadable_mail_is_read_again_when_somebody_asks(monkeypatch):
    mail_id = keep(wire()).mail_id
    ReceivedMail.objects.update(state="unreadable", tries=3, next_try_at=None)
    with pytest.raises(Refused):
        keeping.read_again(mail_id, at=NINE, by=everywhere("cases.read"))
    keeping.read_again(mail_id, at=NINE, by=everywhere("conversations.work"))
    reading.read_due()
    assert ReceivedMail.objects.get().state == "read"


def test_a_mail_beyond_the_limit_is_not_kept():
    with pytest.raises(TooLarge):
        keep(b"x" * (MOST_BYTES + 1))
    assert not ReceivedMail.objects.exists()


def test_an_answer_comes_to_its_thread_by_the_address_of_its_envelope():
    first = taken_in(wire(1))
    to = with_token(ADDRESS, f"thread:{first.thread_id}")
    second = taken_in(wire(2, "I jeszcze jedno.", subject="co innego"), recipients=[to])
    assert second.thread_id == first.thread_id


def test_a_forged_sender_is_a_stranger_even_with_a_reference(settings):
    settings.ENV = _env(settings, mail_authserv_id="mx.example")
    first = taken_in(wire(1))
    verdict = {"Authentication_Results": "mx.example; dmarc=fail header.from=example.org"}
    forged = taken_in(wire(2, "Proszę o dane", In_Reply_To="<1@example.org>", **verdict))
    thread = Thread.objects.get(pk=forged.thread_id)
    assert (thread.stranger, thread.dmarc) == (True, "fail") or forged.thread_id == first.thread_id
    assert Thread.objects.filter(stranger=True).exists()


def test_a_results_header_of_somebody_else_is_not_believed(settings):
    settings.ENV = _env(settings, mail_authserv_id="mx.example")
    mail = taken_in(wire(Authentication_Results="evil.example; dmarc=fail"))
    assert Thread.objects.get(pk=mail.thread_id).dmarc == ""


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Spam_Flag": "YES"},
        {"X_Spam_Status": "No, score=7.1 required=6.0"},
        {"X_Spam_Score": "9.5"},
    ],
)
def test_what_the_filter_calls_spam_is_put_aside(headers):
    mail = taken_in(wire(**headers))
    assert Thread.objects.get(pk=mail.thread_id).state == "aside"


def test_two_robots_stop_each_other_by_the_rate_even_without_headers():
    for number in range(MOST_IN_AN_HOUR + 3):
        keep(wire(number, "Jestem na urlopie, odpowiem później."))
    reading.read_due()
    states = list(Thread.objects.values_list("state", flat=True))
    assert states.count("aside") == 3


def test_a_mail_that_kills_its_reader_is_left_to_people_at_last(monkeypatch):
    deadly = keep(wire(1)).mail_id
    good = keep(wire(2)).mail_id

    class Killed(BaseException):
        pass

    def die(mail_id, *, at):
        if mail_id == deadly:
            raise Killed
        honest(mail_id, at=at)

    honest = reading.read_one
    monkeypatch.setattr(reading, "read_one", die)
    for _round in range(3):
        with pytest.raises(Killed):
            reading.read_due()
        ReceivedMail.objects.filter(next_try_at__isnull=False).update(next_try_at=NINE)
    reading.read_due()
    assert ReceivedMail.objects.get(pk=deadly).state == "unreadable"
    assert ReceivedMail.objects.get(pk=good).state == "read"


def test_one_message_id_for_every_mail_loses_none():
    taken_in(wire(1, "Pierwsza sprawa", Date="Mon, 2 Feb 2026 09:58:00 +0100"))
    taken_in(wire(1, "Druga sprawa", Date="Mon, 2 Feb 2026 10:58:00 +0100"))
    assert Post.objects.count() == 2


def test_a_mail_in_the_name_of_the_box_itself_is_answered_by_nobody():
    mail = taken_in(wire(sender=ADDRESS))
    assert Thread.objects.get(pk=mail.thread_id).state == "aside"


def test_a_vacation_note_waits_for_nobody():
    first = taken_in(wire(1))
    Thread.objects.update(state="done")
    note = wire(
        2, "Wracam w poniedziałek.", In_Reply_To="<1@example.org>", Auto_Submitted="auto-replied"
    )
    mail = taken_in(note)
    assert mail.thread_id == first.thread_id
    assert Thread.objects.get().state == "done"
    assert Post.objects.get(pk=mail.post_id).noise == "vacation"


def test_a_reader_that_another_is_ahead_of_does_nothing():
    mail_id = keep(wire()).mail_id
    reading.read_one(mail_id, at=NINE)
    reading.read_one(mail_id, at=NINE)
    assert Post.objects.count() == 1


def test_a_clock_set_back_delays_no_mail(time_machine):
    keep(wire())
    time_machine.move_to(NINE - timedelta(hours=1))
    assert ReceivedMail.objects.filter(state=ReadingState.WAITING).exists()


def _env(settings, **changes):
    from dataclasses import replace

    return replace(settings.ENV, **changes)


def test_raw_mails_go_after_their_time_and_unreadable_ones_stay():
    old = taken_in(wire(1))
    ReceivedMail.objects.update(read_at=NINE)
    keep(wire(2))
    ReceivedMail.objects.exclude(pk=old.pk).update(state="unreadable", next_try_at=None)
    assert keeping.forget_raw(at=NINE + timedelta(days=91)) == 1
    assert keeping.forget_raw(at=NINE + timedelta(days=91)) == 0
    old.refresh_from_db()
    assert old.erased_at is not None


def test_a_program_is_named_but_not_offered():
    taken_in(with_file(1, "faktura.pdf.exe", "application/pdf", b"MZ" + b"\0" * 200))
    [file] = PostFile.objects.all()
    assert (file.file, bool(file.refused)) == (None, True)
