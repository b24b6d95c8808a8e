"""Each provider is spoken to as it wants, and what it answers is understood."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kck.channels.sms.gateways.generic import Generic, Shape
from kck.channels.sms.gateways.serwersms import SerwerSms
from kck.channels.sms.gateways.smsapi import SmsApi
from kck.channels.sms.terms import Said, Sms, Way, check_sender, is_name
from kck.channels.sms.tests.simulator import simulator
from kck.channels.sms.transport import GatewayTransport, as_sms, ref_of, shortened
from kck.messaging.ports import FarEndAway, NotDelivered, Outgoing

SMS = Sms(to="+48600100200", text="Zażółć", ref="ab12", sender="KRAKOW")
OUT = Outgoing(
    message_id="<ab12@kontakt.example>", address="+48600100200", language="pl", subject="",
    text="Zażółć", thread="case:1", leave_url="", at=datetime(2026, 2, 2, tzinfo=UTC),
)  # fmt: skip


@pytest.fixture
def far():
    with simulator() as running:
        yield running


def test_smsapi_gets_a_form_with_our_own_id_and_tells_its_own(far):
    transport = GatewayTransport(SmsApi(far.url, "t0ken", notify_url="https://x.example/h/"))
    assert transport.send(OUT) == "a1"
    [asked] = far.asked
    assert asked["path"] == "/sms.do"
    assert asked["headers"]["Authorization"] == "Bearer t0ken"
    assert asked["fields"]["to"] == "48600100200"
    assert asked["fields"]["message"] == "Zażółć"
    assert asked["fields"]["idx"] == "ab12"
    assert asked["fields"]["notify_url"] == "https://x.example/h/"
    assert "nounicode" not in asked["fields"]
    transport.close()


def test_after_a_broken_connection_smsapi_itself_refuses_the_double(far):
    transport = GatewayTransport(SmsApi(far.url, "t"))
    far.drop = 1
    with pytest.raises(NotDelivered) as lost:
        transport.send(OUT)
    assert lost.value.unknown
    assert transport.send(OUT) == "idx:ab12"
    assert len(far.idx) == 1


def test_nobody_at_the_other_end_is_no_fault_of_the_text():
    transport = GatewayTransport(SmsApi("http://127.0.0.1:9", "t"))
    with pytest.raises(FarEndAway):
        transport.send(OUT)


@pytest.mark.parametrize(
    ("status", "body", "kind", "for_good", "gone"),
    [
        (400, {"error": 13, "message": "No correct phonenumbers",
               "invalid_numbers": [{"number": "1", "message": "Invalid"}]}, "refused", True, True),
        (200, {"error": 103, "message": "Insufficient credits"}, "away", None, None),
        (401, {"error": 101, "message": "Authorization failed"}, "away", None, None),
        (200, {"error": 14, "message": "Invalid from field"}, "away", None, None),
        (200, {"error": 11, "message": "The message is too long"}, "refused", True, False),
        (200, {"error": 201, "message": "Internal error"}, "refused", False, False),
        (502, "<html>", "refused", False, False),
        (429, "", "away", None, None),
        (200, "<html>captive portal</html>", "unknown", None, None),
    ],
)  # fmt: skip
def test_what_smsapi_refuses_is_told_apart(status, body, kind, for_good, gone):
    with pytest.raises((NotDelivered, FarEndAway)) as found:
        SmsApi("https://x.example", "t").accepted(Said(status=status, body=body), SMS)
    if kind == "away":
        assert isinstance(found.value, FarEndAway)
    else:
        assert found.value.unknown == (kind == "unknown")
        if kind == "refused":
            assert (found.value.for_good, found.value.gone) == (for_good, gone)


def test_serwersms_gets_json_and_says_when_letters_need_more_room(far):
    transport = GatewayTransport(SerwerSms(far.url, "user:pass"))
    assert transport.send(OUT) == "s1"
    [asked] = far.asked
    assert asked["path"] == "/messages/send_sms.json"
    fields = asked["fields"]
    assert (fields["username"], fields["password"]) == ("user", "pass")
    assert (fields["phone"], fields["utf"], fields["unique_id"]) == ("+48600100200", True, "ab12")
    by_token = SerwerSms("https://x.example", "only-a-token").send(SMS)
    assert by_token.headers["Authorization"] == "Bearer only-a-token"
    assert "username" not in by_token.json


@pytest.mark.parametrize(
    ("status", "body", "away", "for_good"),
    [
        (200, {"success": True, "queued": 0, "unsent": 1, "items": [
            {"phone": "+48600100200", "status": "unsent", "error_code": 2103,
             "error_message": "Number on blacklist"}]}, False, True),
        (200, {"error": {"code": 4002, "type": "InvalidSender", "message": "x"}}, True, None),
        (200, {"error": {"code": 1000, "type": "InvalidUser", "message": "x"}}, True, None),
        (400, {"error": {"code": 4, "type": "EmptyText", "message": "x"}}, False, True),
        (500, {}, False, False),
    ],
)  # fmt: skip
def test_what_serwersms_refuses_is_told_apart(status, body, away, for_good):
    with pytest.raises((NotDelivered, FarEndAway)) as found:
        SerwerSms("https://x.example", "t").accepted(Said(status=status, body=body), SMS)
    assert isinstance(found.value, FarEndAway) == away
    if not away:
        assert found.value.for_good == for_good


TWILIO_LIKE = {
    "url": "https://gate.example/send", "format": "form",
    "headers": {"Authorization": "Basic {token}"},
    "body": {"To": "{to}", "From": "{from}", "Body": "{text}", "Ref": "{ref}"},
    "answer": {"id": "sid", "error": "code", "words": "message", "gone": ["21211"],
               "for_good": ["21610"]},
    "incoming": {"id": "MessageSid", "from": "From", "text": "Body", "to": "To"},
    "receipt": {"id": "MessageSid", "status": "MessageStatus", "delivered": ["delivered"],
                "failed": ["failed", "undelivered"]},
    "hook_answer": "<Response/>",
}  # fmt: skip


def test_a_described_gateway_is_spoken_to_as_described():
    gateway = Generic(Shape.of(TWILIO_LIKE), "c2VjcmV0")
    call = gateway.send(SMS)
    assert call.form == {"To": "+48600100200", "From": "KRAKOW", "Body": "Zażółć", "Ref": "ab12"}
    assert call.headers == {"Authorization": "Basic c2VjcmV0"}
    assert gateway.accepted(Said(status=201, body={"sid": "SM1", "code": None}), SMS) == "SM1"
    for code, gone in (("21211", True), ("21610", False)):
        with pytest.raises(NotDelivered) as found:
            gateway.accepted(Said(status=400, body={"code": int(code), "message": "no"}), SMS)
        assert (found.value.for_good, found.value.gone) == (True, gone)
    with pytest.raises(NotDelivered) as lost:
        gateway.accepted(Said(status=200, body={}), SMS)
    assert lost.value.unknown
    [text] = gateway.heard({"MessageSid": "SM2", "From": "48600100200", "Body": "hej"}).texts
    assert (text.sender, text.text, text.far_id) == ("+48600100200", "hej", "SM2")
    [receipt] = gateway.heard({"MessageSid": "SM1", "MessageStatus": "undelivered"}).receipts
    assert (receipt.outcome, receipt.far_id) == ("failed", "SM1")
    assert not gateway.heard({"MessageSid": "SM1", "MessageStatus": "sent"}).receipts


def test_a_body_of_many_floors_keeps_its_form_and_answers_are_found_deep_in():
    shape = Shape.of(
        {
            "url": "https://gate.example/v1", "answer": {"id": "messages.0.id"},
            "body": {"messages": [{"to": ["{digits}"], "text": "{text}", "long": True}]},
        }
    )  # fmt: skip
    gateway = Generic(shape, "")
    assert gateway.send(SMS).json == {
        "messages": [{"to": ["48600100200"], "text": "Zażółć", "long": True}]
    }
    assert gateway.accepted(Said(status=200, body={"messages": [{"id": 7}]}), SMS) == "7"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"url": "ftp://x"}, "url must"),
        ({"methd": "POST"}, "methd"),
        ({"body": {"x": "{text}"}}, "must name"),
        ({"body": {"x": "{text} {to} {txt}"}}, "{txt}"),
        ({"format": "xml"}, "format is"),
    ],
)
def test_a_wrong_description_is_refused_with_a_sentence(change, words, tmp_path: Path):
    with pytest.raises(ValueError, match=words):
        Shape.of({**TWILIO_LIKE, **change})
    broken = tmp_path / "sms.toml"
    broken.write_text("url = ", encoding="utf-8")
    with pytest.raises(ValueError, match="no TOML"):
        Shape.read(broken)


def test_calls_of_smsapi_are_told_apart():
    gateway = SmsApi("https://x.example", "t")
    [text] = gateway.heard(
        {"MsgId": "m1", "sms_from": "48600100200", "sms_to": "000311", "sms_text": "Dzień dobry",
         "sms_date": "1770022800"}
    ).texts  # fmt: skip
    assert (text.sender, text.to, text.far_id) == ("+48600100200", "000311", "m1")
    assert text.sent_at == datetime(2026, 2, 2, 9, tzinfo=UTC)
    found = gateway.heard(
        {"MsgId": "a1,a2,a3", "status": "404,405,403", "idx": "r1,r2,r3", "username": "u"}
    ).receipts
    assert [(one.outcome, one.far_id, one.ref) for one in found] == [
        ("delivered", "a1", "r1"), ("failed", "a2", "r2"),
    ]  # fmt: skip
    assert gateway.heard({"hello": "1"}).texts == ()


def test_the_setting_says_which_way_or_what_is_wrong_with_it():
    assert Way.parse("smsapi:").address == "https://api.smsapi.pl"
    assert Way.parse("serwersms:https://api2.serwersms.pl/").kind == "serwersms"
    assert Way.parse("spool:/var/spool/sms").address == "/var/spool/sms"
    assert Way.parse("/etc/kck/sms.toml").kind == "file"
    for wrong in ("twilio", "smsapi:ftp://x", "spool:sms", "sms.toml"):
        with pytest.raises(ValueError, match="write"):
            Way.parse(wrong)
    assert is_name(check_sender("KRAKOW 311"))
    assert not is_name(check_sender("+48123456789"))
    for wrong in ("Urząd", "Miasto Krakow", "!!"):
        with pytest.raises(ValueError, match="write"):
            check_sender(wrong)


def test_our_id_is_what_stands_before_the_host_and_a_long_text_is_cut_at_a_word():
    assert ref_of("<m12.0a1b@kontakt.example>") == "m12.0a1b"
    cut = shortened("słowo " * 400)
    assert len(cut) <= 1530
    assert cut.endswith("słowo...")


@pytest.mark.django_db
def test_letters_keep_their_marks_unless_the_city_has_decided_otherwise(settings):
    from dataclasses import replace

    assert as_sms(OUT).text == "Zażółć"
    settings.ENV = replace(settings.ENV, sms_plain=True)
    assert as_sms(OUT).text == "Zazolc"
